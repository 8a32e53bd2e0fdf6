//! Records as they are now.

use super::{from_json, to_json};
use crate::error::WardError;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;
use tan_nha_domain::{
    fee::carriers,
    ids::{RecordId, UserId},
    patch::Body,
    record::{CLOSED_STATES, IndexColumns, RecordKind, index_columns},
    ward_settings::WardSettings,
};

/// A record of the ward.
pub(crate) struct Record {
    pub(crate) id: RecordId,
    pub(crate) kind: RecordKind,
    pub(crate) rev: u64,
    pub(crate) seq: u64,
    pub(crate) author: UserId,
    /// The volunteer's replica that took it along last, if any did.
    pub(crate) moved: Option<Moved>,
    pub(crate) body: Body,
}

/// A replica took a record along with its citizen.
#[derive(Clone, Copy)]
pub(crate) struct Moved {
    /// The replica, which saw the record before.
    pub(crate) replica: i64,
    /// The revision that came of it.
    pub(crate) rev: u64,
}

impl Record {
    /// Its state, for kinds that have one.
    pub(crate) fn state(&self) -> Option<&str> {
        self.text("state")
    }

    /// Its hamlet.
    pub(crate) fn hamlet(&self) -> Option<&str> {
        self.text("hamlet")
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.body.get(key).and_then(serde_json::Value::as_str)
    }
}

/// The record with this id.
pub(crate) fn get(conn: &Connection, id: RecordId) -> Result<Option<Record>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, rev, seq, author, moved_by, moved_rev, body FROM record WHERE id = ?1",
    )?;
    let found = statement.query_row([id.0], |row| {
        let Ok(kind) = row.get::<_, String>(0)?.parse();
        let (rev, seq) = (row.get::<_, i64>(1)?.cast_unsigned(), row.get::<_, i64>(2)?.cast_unsigned());
        let moved = match (row.get(4)?, row.get::<_, Option<i64>>(5)?) {
            (Some(replica), Some(rev)) => Some(Moved { replica, rev: rev.cast_unsigned() }),
            _ => None,
        };
        Ok((kind, (rev, seq), UserId(row.get(3)?), moved, row.get::<_, String>(6)?))
    });
    let Some((kind, (rev, seq), author, moved, body)) = found.optional()? else { return Ok(None) };
    Ok(Some(Record { id, kind, rev, seq, author, moved, body: from_json(&body, "body")? }))
}

/// Whether the ward has a record.
pub(crate) fn exists(conn: &Connection, id: RecordId) -> Result<bool, WardError> {
    Ok(conn.prepare_cached("SELECT 1 FROM record WHERE id = ?1")?.exists([id.0])?)
}

/// The records that name a citizen, in the order in which they were made.
pub(crate) fn of_citizen(conn: &Connection, citizen: RecordId) -> Result<Vec<RecordId>, WardError> {
    let mut statement = conn.prepare_cached("SELECT id FROM record WHERE citizen = ?1 ORDER BY n")?;
    let ids = statement.query_map([citizen.0], |row| row.get(0).map(RecordId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// A package among the records: as long as it is the same, so is the form.
#[derive(PartialEq, Eq)]
pub(crate) struct PackageMark {
    id: RecordId,
    rev: i64,
}

/// The packages, without what is in them.
pub(crate) fn package_marks(conn: &Connection) -> Result<Vec<PackageMark>, WardError> {
    let mut statement =
        conn.prepare_cached("SELECT id, rev FROM record WHERE kind = 'form_package' ORDER BY id")?;
    let marks =
        statement.query_map([], |row| Ok(PackageMark { id: RecordId(row.get(0)?), rev: row.get(1)? }))?;
    Ok(marks.collect::<Result<_, _>>()?)
}

/// The packages, the one that was made first first.
pub(crate) fn packages(conn: &Connection) -> Result<Vec<(RecordId, Body)>, WardError> {
    let mut statement =
        conn.prepare_cached("SELECT id, body FROM record WHERE kind = 'form_package' ORDER BY id")?;
    let rows = statement.query_map([], |row| Ok((RecordId(row.get(0)?), row.get::<_, String>(1)?)))?;
    let mut packages = Vec::new();
    for row in rows {
        let (id, body) = row?;
        packages.push((id, from_json(&body, "body")?));
    }
    Ok(packages)
}

/// The ward's settings: the record that was made first, as on every device; the defaults without one.
pub(crate) fn settings(conn: &Connection) -> Result<WardSettings, WardError> {
    let mut statement =
        conn.prepare_cached("SELECT body FROM record WHERE kind = 'ward_settings' ORDER BY id LIMIT 1")?;
    let body: Option<String> = statement.query_row([], |row| row.get(0)).optional()?;
    body.map_or(Ok(WardSettings::default()), |body| from_json(&body, "body"))
}

/// Writes a record's revision, the first or a later one, with its index columns and what the form rules
/// found (JSON); gives its row.
pub(crate) fn put(conn: &Connection, record: &Record, findings: Option<&str>) -> Result<i64, WardError> {
    let columns = index_columns(&record.kind, &record.body);
    let open = is_open(&columns);
    let mut statement = conn.prepare_cached(
        "INSERT INTO record (id, kind, rev, seq, author, open, hamlet, state, citizen, day, moved_by, moved_rev,
                             findings, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         ON CONFLICT (id) DO UPDATE SET
             rev = excluded.rev, seq = excluded.seq, open = excluded.open, hamlet = excluded.hamlet,
             state = excluded.state, citizen = excluded.citizen, day = excluded.day,
             moved_by = excluded.moved_by, moved_rev = excluded.moved_rev,
             findings = excluded.findings, body = excluded.body
         RETURNING n",
    )?;
    let n = statement.query_row(
        params![
            record.id.0,
            record.kind.as_str(),
            record.rev.cast_signed(),
            record.seq.cast_signed(),
            record.author.0,
            open,
            columns.hamlet,
            columns.state,
            columns.citizen.map(|id| id.0),
            columns.day,
            record.moved.map(|moved| moved.replica),
            record.moved.map(|moved| moved.rev.cast_signed()),
            findings,
            to_json(&record.body, "body")?,
        ],
        |row| row.get(0),
    )?;
    if record.kind == RecordKind::Dossier {
        note_work(conn, n, open.then_some(columns.citizen).flatten(), record.seq)?;
        note_carriers(conn, n, &carriers(&record.body))?;
    }
    Ok(n)
}

/// Gives a record another number of the ward, so that its viewers hear of what is beside its body.
pub(crate) fn touch(conn: &Connection, id: RecordId, seq: u64) -> Result<(), WardError> {
    conn.prepare_cached("UPDATE record SET seq = ?2 WHERE id = ?1")?
        .execute(params![id.0, seq.cast_signed()])?;
    Ok(())
}

fn is_open(columns: &IndexColumns) -> bool {
    !columns.state.as_deref().is_some_and(|state| CLOSED_STATES.contains(&state))
}

/// Notes who carries a dossier's cash.
fn note_carriers(conn: &Connection, dossier: i64, carriers: &BTreeSet<UserId>) -> Result<(), WardError> {
    conn.prepare_cached("DELETE FROM carrier WHERE record = ?1")?.execute([dossier])?;
    for person in carriers {
        conn.prepare_cached("INSERT INTO carrier (person, record) VALUES (?1, ?2)")?
            .execute(params![person.0, dossier])?;
    }
    Ok(())
}

/// Notes for whom a dossier is open from `seq` on.
fn note_work(conn: &Connection, dossier: i64, citizen: Option<RecordId>, seq: u64) -> Result<(), WardError> {
    let citizen = citizen.map(|id| id.0);
    let seq = seq.cast_signed();
    let mut still =
        conn.prepare_cached("SELECT citizen FROM in_work WHERE dossier = ?1 AND until IS NULL")?;
    let before = still.query_row([dossier], |row| row.get(0)).optional()?;
    if before == citizen {
        return Ok(());
    }
    if before.is_some() {
        conn.prepare_cached("UPDATE in_work SET until = ?2 WHERE dossier = ?1 AND until IS NULL")?
            .execute([dossier, seq])?;
    }
    if let Some(citizen) = citizen {
        conn.prepare_cached("INSERT INTO in_work (citizen, dossier, since) VALUES (?1, ?2, ?3)")?
            .execute(params![citizen, dossier, seq])?;
    }
    Ok(())
}
