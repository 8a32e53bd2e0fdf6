//! The one row of the ward itself.

use super::{from_json, to_json};
use crate::{error::WardError, key_file::random, root::Root};
use rusqlite::{Connection, OptionalExtension, params};
use tan_nha_domain::{ids::WardCode, time::Timestamp};
use tan_nha_sync::wire::{Mark, Tip};
use zeroize::Zeroizing;

/// What requests need to know of the ward.
#[derive(Clone, Debug)]
pub(crate) struct WardRow {
    pub(crate) code: WardCode,
    pub(crate) name: String,
    pub(crate) epoch: u64,
    pub(crate) tip: Tip,
}

/// What `init` writes.
pub(crate) struct FirstRow<'a> {
    pub(crate) code: &'a WardCode,
    pub(crate) name: &'a str,
    pub(crate) root: &'a Root,
    pub(crate) recovery_key: &'a [u8; 32],
    pub(crate) made_at: Timestamp,
}

/// Writes the ward's row.
pub(crate) fn insert(conn: &Connection, row: &FirstRow<'_>) -> Result<(), WardError> {
    conn.execute(
        "INSERT INTO ward (n, code, name, root, root_key, recovery_key, made_at)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
        params![row.code.0, row.name, row.root.certificate, row.root.key, row.recovery_key, row.made_at.0],
    )?;
    Ok(())
}

/// The ward as it is in this transaction.
pub(crate) fn get(conn: &Connection) -> Result<WardRow, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT code, name, epoch, seq, (SELECT mark FROM mark WHERE mark.seq = ward.seq) FROM ward",
    )?;
    let row = statement.query_row([], |row| {
        Ok(WardRow {
            code: WardCode(row.get(0)?),
            name: row.get(1)?,
            epoch: row.get::<_, i64>(2)?.cast_unsigned(),
            tip: Tip { seq: row.get::<_, i64>(3)?.cast_unsigned(), mark: row.get(4).map(mark)? },
        })
    });
    row.map_err(|error| match error {
        rusqlite::Error::QueryReturnedNoRows => WardError::Damaged("ward"),
        other => WardError::Db(other),
    })
}

/// The root certificate with its key.
pub(crate) fn root(conn: &Connection) -> Result<Root, WardError> {
    Ok(conn.query_row("SELECT root, root_key FROM ward", [], |row| {
        Ok(Root { certificate: row.get(0)?, key: row.get(1)? })
    })?)
}

/// The secret half of the recovery key.
pub(crate) fn recovery_key(conn: &Connection) -> Result<Zeroizing<[u8; 32]>, WardError> {
    Ok(conn.query_row("SELECT recovery_key FROM ward", [], |row| Ok(Zeroizing::new(row.get(0)?)))?)
}

/// The addresses last served, best first.
pub(crate) fn served(conn: &Connection) -> Result<Vec<String>, WardError> {
    let text: String = conn.query_row("SELECT served FROM ward", [], |row| row.get(0))?;
    from_json(&text, "served")
}

/// Notes the addresses that are served from now on.
pub(crate) fn set_served(conn: &Connection, urls: &[String]) -> Result<(), WardError> {
    conn.execute("UPDATE ward SET served = ?1", [to_json(&urls, "served")?])?;
    Ok(())
}

/// The next number of the ward, with a mark of its own. Both belong to the transaction: undone with it, seen
/// with it. The mark is the machine's chance and not SQLite's, whose state a restored machine may share.
pub(crate) fn next_seq(conn: &Connection) -> Result<u64, WardError> {
    let mut statement = conn.prepare_cached("UPDATE ward SET seq = seq + 1 RETURNING seq")?;
    let seq: i64 = statement.query_row([], |row| row.get(0))?;
    let mark = i64::from_le_bytes(random()?);
    conn.prepare_cached("INSERT INTO mark (seq, mark) VALUES (?1, ?2)")?.execute([seq, mark])?;
    Ok(seq.cast_unsigned())
}

/// The mark of a number; none where it was given before there were marks, or not at all.
pub(crate) fn mark_of(conn: &Connection, seq: u64) -> Result<Option<Mark>, WardError> {
    let mut statement = conn.prepare_cached("SELECT mark FROM mark WHERE seq = ?1")?;
    Ok(mark(statement.query_row([seq.cast_signed()], |row| row.get(0)).optional()?))
}

fn mark(column: Option<i64>) -> Option<Mark> {
    column.map(|mark| Mark(mark.cast_unsigned()))
}

/// Begins a new epoch.
pub(crate) fn set_epoch(conn: &Connection, epoch: u64) -> Result<(), WardError> {
    conn.execute("UPDATE ward SET epoch = ?1", [epoch.cast_signed()])?;
    Ok(())
}
