//! Rows for the export, read one at a time.

use super::pages::PageRow;
use crate::error::WardError;
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::BTreeMap;
use tan_nha_domain::{
    ids::{RecordId, UserId},
    record::RecordKind,
};

/// A row to export, as the texts that are stored.
pub(crate) struct RecordText {
    pub(crate) n: i64,
    pub(crate) id: uuid::Uuid,
    pub(crate) body: String,
    pub(crate) findings: Option<String>,
}

/// Hands every record of a kind to `take`, in the order in which they were made.
pub(crate) fn records(
    conn: &Connection,
    kind: &RecordKind,
    take: &mut dyn FnMut(RecordText) -> Result<(), WardError>,
) -> Result<(), WardError> {
    let mut statement =
        conn.prepare("SELECT n, id, body, findings FROM record WHERE +kind = ?1 ORDER BY n")?;
    let mut rows = statement.query([kind.as_str()])?;
    while let Some(row) = rows.next()? {
        take(RecordText { n: row.get(0)?, id: row.get(1)?, body: row.get(2)?, findings: row.get(3)? })?;
    }
    Ok(())
}

/// The record with this id.
pub(crate) fn record(conn: &Connection, id: RecordId) -> Result<Option<RecordText>, WardError> {
    let mut statement = conn.prepare_cached("SELECT n, id, body, findings FROM record WHERE id = ?1")?;
    let read = |row: &Row<'_>| {
        Ok(RecordText { n: row.get(0)?, id: row.get(1)?, body: row.get(2)?, findings: row.get(3)? })
    };
    Ok(statement.query_row([id.0], read).optional()?)
}

/// Hands every record that has an open conflict to `take`, in the order in which they were made.
pub(crate) fn in_conflict(
    conn: &Connection,
    take: &mut dyn FnMut(PageRow) -> Result<(), WardError>,
) -> Result<(), WardError> {
    let mut statement = conn.prepare(
        "SELECT n, id, kind, rev, author, body FROM record WHERE n IN (SELECT record FROM conflict) ORDER BY n",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(PageRow {
            n: row.get(0)?,
            id: row.get(1)?,
            kind: row.get(2)?,
            rev: row.get(3)?,
            author: row.get(4)?,
            body: row.get(5)?,
        })?;
    }
    Ok(())
}

/// The names of the ward's people.
pub(crate) fn names(conn: &Connection) -> Result<BTreeMap<UserId, String>, WardError> {
    let mut statement = conn.prepare("SELECT id, name FROM person")?;
    let people = statement.query_map([], |row| Ok((UserId(row.get(0)?), row.get(1)?)))?;
    Ok(people.collect::<Result<_, _>>()?)
}

/// A change or an alarm to export.
pub(crate) struct ArrivalText {
    pub(crate) op_id: Option<uuid::Uuid>,
    pub(crate) replica: uuid::Uuid,
    pub(crate) header: Option<String>,
    pub(crate) payload: Option<String>,
    /// A change's verdict (JSON), an alarm's code.
    pub(crate) verdict: String,
    /// When it came, in milliseconds.
    pub(crate) at: i64,
    /// When an alarm was closed.
    pub(crate) closed_at: Option<i64>,
}

fn arrival(row: &Row<'_>) -> rusqlite::Result<ArrivalText> {
    Ok(ArrivalText {
        op_id: row.get(0)?,
        replica: row.get(1)?,
        header: row.get(2)?,
        payload: row.get(3)?,
        verdict: row.get(4)?,
        at: row.get(5)?,
        closed_at: row.get(6)?,
    })
}

/// Hands every change to `take`, in the order of arrival.
pub(crate) fn changes(
    conn: &Connection,
    take: &mut dyn FnMut(ArrivalText) -> Result<(), WardError>,
) -> Result<(), WardError> {
    arrivals(
        conn,
        "SELECT op_id, replica.id, header, payload, verdict, arrived_at, NULL
         FROM change JOIN replica ON replica.n = change.replica ORDER BY change.n",
        take,
    )
}

/// Hands every alarm to `take`, in the order in which they were raised.
pub(crate) fn alarms(
    conn: &Connection,
    take: &mut dyn FnMut(ArrivalText) -> Result<(), WardError>,
) -> Result<(), WardError> {
    arrivals(
        conn,
        "SELECT op_id, replica.id, header, payload, code, at, closed_at
         FROM alarm JOIN replica ON replica.n = alarm.replica ORDER BY alarm.n",
        take,
    )
}

fn arrivals(
    conn: &Connection,
    sql: &str,
    take: &mut dyn FnMut(ArrivalText) -> Result<(), WardError>,
) -> Result<(), WardError> {
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(arrival(row)?)?;
    }
    Ok(())
}
