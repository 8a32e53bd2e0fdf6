//! The one row of the ward itself.

use super::{from_json, to_json};
use crate::{error::WardError, root::Root};
use rusqlite::{Connection, params};
use tan_nha_domain::{ids::WardCode, time::Timestamp};
use zeroize::Zeroizing;

/// What requests need to know of the ward.
#[derive(Clone, Debug)]
pub(crate) struct WardRow {
    pub(crate) code: WardCode,
    pub(crate) name: String,
    pub(crate) epoch: u64,
    pub(crate) seq: u64,
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
    let mut statement = conn.prepare_cached("SELECT code, name, epoch, seq FROM ward")?;
    let row = statement.query_row([], |row| {
        Ok(WardRow {
            code: WardCode(row.get(0)?),
            name: row.get(1)?,
            epoch: row.get::<_, i64>(2)?.cast_unsigned(),
            seq: row.get::<_, i64>(3)?.cast_unsigned(),
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

/// The next number of the ward. It belongs to the transaction: undone with it, seen with it.
pub(crate) fn next_seq(conn: &Connection) -> Result<u64, WardError> {
    let mut statement = conn.prepare_cached("UPDATE ward SET seq = seq + 1 RETURNING seq")?;
    Ok(statement.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned())
}

/// Begins a new epoch.
pub(crate) fn set_epoch(conn: &Connection, epoch: u64) -> Result<(), WardError> {
    conn.execute("UPDATE ward SET epoch = ?1", [epoch.cast_signed()])?;
    Ok(())
}
