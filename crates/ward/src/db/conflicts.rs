//! The units in which a person has to decide.

use super::{changes, from_json};
use crate::error::WardError;
use rusqlite::{Connection, OptionalExtension, params};
use tan_nha_domain::{
    change::SealedChange,
    ids::{OpId, RecordId},
};
use tan_nha_sync::wire::Verdict;
use uuid::Uuid;

/// Whether a record has any.
pub(crate) fn any_of(conn: &Connection, record: RecordId) -> Result<bool, WardError> {
    let mut statement =
        conn.prepare_cached("SELECT 1 FROM conflict WHERE record = (SELECT n FROM record WHERE id = ?1)")?;
    Ok(statement.exists([record.0])?)
}

/// Whether the ward has any.
pub(crate) fn any(conn: &Connection) -> Result<bool, WardError> {
    Ok(conn.prepare_cached("SELECT 1 FROM conflict")?.exists([])?)
}

/// Opens one, in the place of that of the replica's earlier change of the same unit.
pub(crate) fn open(
    conn: &Connection,
    record: RecordId,
    unit: &str,
    replica: i64,
    op_id: OpId,
) -> Result<(), WardError> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO conflict (record, unit, replica, change)
         SELECT record.n, ?2, ?3, change.n FROM record, change WHERE record.id = ?1 AND change.op_id = ?4",
    )?
    .execute(params![record.0, unit, replica, op_id.0])?;
    Ok(())
}

/// The change that raised the one of a replica in a unit.
pub(crate) fn of_replica(
    conn: &Connection,
    record: RecordId,
    unit: &str,
    replica: i64,
) -> Result<Option<OpId>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT op_id FROM conflict JOIN change ON change.n = conflict.change
         WHERE conflict.record = (SELECT n FROM record WHERE id = ?1) AND unit = ?2 AND conflict.replica = ?3",
    )?;
    let op_id = statement.query_row(params![record.0, unit, replica], |row| row.get::<_, Uuid>(0));
    Ok(op_id.optional()?.map(OpId))
}

/// Closes the one of a replica in a unit that it has changed anew.
pub(crate) fn close(conn: &Connection, record: RecordId, unit: &str, replica: i64) -> Result<(), WardError> {
    conn.prepare_cached(
        "DELETE FROM conflict
         WHERE record = (SELECT n FROM record WHERE id = ?1) AND unit = ?2 AND replica = ?3",
    )?
    .execute(params![record.0, unit, replica])?;
    Ok(())
}

/// Closes the one that a change raised in a unit.
pub(crate) fn close_of(
    conn: &Connection,
    record: RecordId,
    unit: &str,
    op_id: OpId,
) -> Result<(), WardError> {
    conn.prepare_cached(
        "DELETE FROM conflict WHERE record = (SELECT n FROM record WHERE id = ?1) AND unit = ?2
         AND change = (SELECT n FROM change WHERE op_id = ?3)",
    )?
    .execute(params![record.0, unit, op_id.0])?;
    Ok(())
}

/// The units in which a change waits for a decision.
pub(crate) fn units_of(conn: &Connection, op_id: OpId) -> Result<Vec<String>, WardError> {
    let mut statement = conn
        .prepare_cached("SELECT unit FROM conflict WHERE change = (SELECT n FROM change WHERE op_id = ?1)")?;
    let units = statement.query_map([op_id.0], |row| row.get(0))?;
    Ok(units.collect::<Result<_, _>>()?)
}

/// Closes all that a change of this record raised: somebody has decided.
pub(crate) fn settle(conn: &Connection, record: RecordId, op_id: OpId) -> Result<(), WardError> {
    conn.prepare_cached(
        "DELETE FROM conflict WHERE record = (SELECT n FROM record WHERE id = ?1)
         AND change = (SELECT n FROM change WHERE op_id = ?2)",
    )?
    .execute([record.0, op_id.0])?;
    Ok(())
}

/// A unit that waits for somebody's decision.
pub(crate) struct Open {
    pub(crate) unit: String,
    /// The name of whoever made the change.
    pub(crate) by: String,
    pub(crate) change: SealedChange,
    /// The revision that the record had when the change was judged.
    pub(crate) at_rev: u64,
}

/// Those of a record, those of one change together.
pub(crate) fn of_record(conn: &Connection, record: i64) -> Result<Vec<Open>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT unit, person.name, header, payload, verdict
         FROM conflict JOIN change ON change.n = conflict.change
              JOIN replica ON replica.n = conflict.replica JOIN person ON person.n = replica.person
         WHERE conflict.record = ?1 ORDER BY conflict.change, unit",
    )?;
    let mut rows = statement.query([record])?;
    let mut open = Vec::new();
    while let Some(row) = rows.next()? {
        let change = changes::sealed(row.get(2)?, row.get(3)?)?;
        let verdict: Verdict = from_json(&row.get::<_, String>(4)?, "verdict")?;
        let at_rev = verdict.place().map_or(0, |(rev, _)| rev);
        open.push(Open { unit: row.get(0)?, by: row.get(1)?, change, at_rev });
    }
    Ok(open)
}

/// A change that made a revision, with the name of whoever made it.
pub(crate) struct Applied {
    pub(crate) by: String,
    pub(crate) rev: u64,
    pub(crate) change: SealedChange,
    pub(crate) verdict: Verdict,
}

/// What made a record what it is, the last first.
pub(crate) fn applied(conn: &Connection, record: Uuid) -> Result<Vec<Applied>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT person.name, header, payload, verdict, rev
         FROM change JOIN replica ON replica.n = change.replica JOIN person ON person.n = replica.person
         WHERE record = ?1 AND rev > 0 ORDER BY rev DESC",
    )?;
    let mut rows = statement.query([record])?;
    let mut applied = Vec::new();
    while let Some(row) = rows.next()? {
        let change = changes::sealed(row.get(1)?, row.get(2)?)?;
        let verdict = from_json(&row.get::<_, String>(3)?, "verdict")?;
        let rev = row.get::<_, i64>(4)?.cast_unsigned();
        applied.push(Applied { by: row.get(0)?, rev, change, verdict });
    }
    Ok(applied)
}

/// A change with what the ward says of it.
pub(crate) fn judged(conn: &Connection, op_id: OpId) -> Result<Option<(SealedChange, Verdict)>, WardError> {
    let mut statement =
        conn.prepare_cached("SELECT header, payload, verdict FROM change WHERE op_id = ?1")?;
    let mut rows = statement.query([op_id.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let change = changes::sealed(row.get(0)?, row.get(1)?)?;
    Ok(Some((change, from_json(&row.get::<_, String>(2)?, "verdict")?)))
}
