//! Which records a replica got or made.

use crate::error::WardError;
use rusqlite::{Connection, params};
use tan_nha_domain::ids::RecordId;

/// Whether a replica ever got a record or made it.
pub(crate) fn has(conn: &Connection, replica: i64, record: RecordId) -> Result<bool, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM delivered WHERE replica = ?1 AND record = (SELECT n FROM record WHERE id = ?2)",
    )?;
    Ok(statement.exists(params![replica, record.0])?)
}

/// Notes that a replica has a record.
pub(crate) fn add(conn: &Connection, replica: i64, record: i64) -> Result<(), WardError> {
    conn.prepare_cached("INSERT INTO delivered (replica, record) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute([replica, record])?;
    Ok(())
}
