//! The changes that came, each with its verdict of today.

use super::{from_json, to_json};
use crate::{apply::Outcome, error::WardError};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::value::RawValue;
use tan_nha_domain::{
    change::{Hash, Header, SealedChange},
    ids::{OpId, RecordId},
    time::Timestamp,
};
use tan_nha_sync::wire::{Verdict, WaitingFor};
use uuid::Uuid;

/// A change that the ward has.
pub(crate) struct Known {
    pub(crate) n: i64,
    pub(crate) op_id: OpId,
    pub(crate) hash: Hash,
    pub(crate) replica: i64,
    pub(crate) record: Option<RecordId>,
    pub(crate) verdict: Verdict,
}

/// The change with this id.
pub(crate) fn known(conn: &Connection, op_id: OpId) -> Result<Option<Known>, WardError> {
    let mut statement =
        conn.prepare_cached("SELECT n, hash, replica, record, verdict FROM change WHERE op_id = ?1")?;
    let found = statement.query_row([op_id.0], |row| {
        let record = row.get::<_, Option<Uuid>>(3)?.map(RecordId);
        Ok((row.get(0)?, Hash(row.get(1)?), row.get(2)?, record, row.get::<_, String>(4)?))
    });
    let Some((n, hash, replica, record, verdict)) = found.optional()? else { return Ok(None) };
    Ok(Some(Known { n, op_id, hash, replica, record, verdict: from_json(&verdict, "verdict")? }))
}

/// The header of a change that the ward has read.
pub(crate) fn header(conn: &Connection, op_id: OpId) -> Result<Header, WardError> {
    let mut statement = conn.prepare_cached("SELECT header FROM change WHERE op_id = ?1")?;
    from_json(&statement.query_row([op_id.0], |row| row.get::<_, String>(0))?, "header")
}

/// The header of a change, where the ward has it and has read it.
pub(crate) fn read_header(conn: &Connection, op_id: OpId) -> Result<Option<Header>, WardError> {
    let mut statement =
        conn.prepare_cached("SELECT header FROM change WHERE op_id = ?1 AND record IS NOT NULL")?;
    let header: Option<String> = statement.query_row([op_id.0], |row| row.get(0)).optional()?;
    header.map(|header| from_json(&header, "header")).transpose()
}

/// Whether a change of the same person as this replica's went in the place of the one with this hash.
pub(crate) fn is_replaced(conn: &Connection, replica: i64, hash: Hash) -> Result<bool, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM change JOIN replica ON replica.n = change.replica
         WHERE replaces = ?2 AND person = (SELECT person FROM replica WHERE n = ?1)",
    )?;
    Ok(statement.exists(params![replica, hash.0])?)
}

/// Whether another change stands at this place of the replica's.
pub(crate) fn is_taken(conn: &Connection, replica: i64, seq: i64) -> Result<bool, WardError> {
    let mut statement =
        conn.prepare_cached("SELECT 1 FROM change WHERE replica = ?1 AND replica_seq = ?2")?;
    Ok(statement.exists([replica, seq])?)
}

/// Where a change is stored: what could be read of its header, and whose it is.
pub(crate) struct Shelf {
    pub(crate) op_id: OpId,
    pub(crate) replica: i64,
    pub(crate) replica_seq: Option<i64>,
    pub(crate) record: Option<RecordId>,
    /// The hash of the change in whose place it goes.
    pub(crate) replaces: Option<Hash>,
    pub(crate) arrived_at: Timestamp,
}

/// Stores a change with what became of it.
pub(crate) fn insert(
    conn: &Connection,
    place: &Shelf,
    sealed: &SealedChange,
    outcome: &Outcome,
) -> Result<(), WardError> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO change (op_id, hash, replica, replica_seq, record, rev, verdict, waits_for, arrived_at,
                             header, payload, replaces)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    statement.execute(params![
        place.op_id.0,
        sealed.hash().0,
        place.replica,
        place.replica_seq,
        place.record.map(|id| id.0),
        outcome.made_rev.map(u64::cast_signed),
        to_json(&outcome.verdict, "verdict")?,
        waits_for(&outcome.verdict),
        place.arrived_at.0,
        sealed.header.get(),
        sealed.payload.as_ref().map(|payload| payload.get()),
        place.replaces.map(|hash| hash.0),
    ])?;
    Ok(())
}

/// Writes what became of a change that was held.
pub(crate) fn settle(conn: &Connection, n: i64, outcome: &Outcome) -> Result<(), WardError> {
    conn.prepare_cached("UPDATE change SET rev = ?2, verdict = ?3, waits_for = ?4 WHERE n = ?1")?.execute(
        params![
            n,
            outcome.made_rev.map(u64::cast_signed),
            to_json(&outcome.verdict, "verdict")?,
            waits_for(&outcome.verdict),
        ],
    )?;
    Ok(())
}

/// Keeps the payload with which a change was taken at last: it may have come with another before, or without.
pub(crate) fn complete(conn: &Connection, n: i64, sealed: &SealedChange) -> Result<(), WardError> {
    let payload = sealed.payload.as_ref().map(|payload| payload.get());
    conn.prepare_cached("UPDATE change SET payload = ?2 WHERE n = ?1")?.execute(params![n, payload])?;
    Ok(())
}

fn waits_for(verdict: &Verdict) -> Option<Uuid> {
    match verdict {
        Verdict::Held { waiting_for: WaitingFor::Op(op) } => Some(op.0),
        Verdict::Held { waiting_for: WaitingFor::Record(record) } => Some(record.0),
        _ => None,
    }
}

/// A change that is held.
pub(crate) struct Held {
    /// Its row: the order of arrival.
    pub(crate) n: i64,
    pub(crate) replica: i64,
    pub(crate) sealed: SealedChange,
}

/// The changes that wait for this change or record.
pub(crate) fn waiting_for(conn: &Connection, what: Uuid) -> Result<Vec<Held>, WardError> {
    let mut statement =
        conn.prepare_cached("SELECT n, replica, header, payload FROM change WHERE waits_for = ?1")?;
    let mut rows = statement.query([what])?;
    let mut held = Vec::new();
    while let Some(row) = rows.next()? {
        let sealed = sealed(row.get(2)?, row.get(3)?)?;
        held.push(Held { n: row.get(0)?, replica: row.get(1)?, sealed });
    }
    Ok(held)
}

/// A change that was applied.
pub(crate) struct Applied {
    pub(crate) op_id: OpId,
    pub(crate) replica: i64,
    pub(crate) sealed: SealedChange,
    pub(crate) verdict: Verdict,
}

/// What other replicas made of a record after the revision `base`.
pub(crate) fn of_others(
    conn: &Connection,
    record: RecordId,
    replica: i64,
    base: i64,
) -> Result<Vec<Applied>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT header, payload, verdict, op_id, replica FROM change
         WHERE record = ?1 AND rev > ?2 AND replica <> ?3",
    )?;
    let mut rows = statement.query(params![record.0, base, replica])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(Applied {
            op_id: OpId(row.get(3)?),
            replica: row.get(4)?,
            sealed: sealed(row.get(0)?, row.get(1)?)?,
            verdict: from_json(&row.get::<_, String>(2)?, "verdict")?,
        });
    }
    Ok(changes)
}

/// A change from the texts of its columns.
pub(super) fn sealed(header: String, payload: Option<String>) -> Result<SealedChange, WardError> {
    Ok(SealedChange { header: raw(header)?, payload: payload.map(raw).transpose()? })
}

fn raw(text: String) -> Result<Box<RawValue>, WardError> {
    RawValue::from_string(text).map_err(|_| WardError::Damaged("change"))
}
