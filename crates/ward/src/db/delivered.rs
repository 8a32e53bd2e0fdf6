//! Which records a replica got or made.

use crate::error::WardError;
use rusqlite::Connection;

/// Notes that a replica has a record.
pub(crate) fn add(conn: &Connection, replica: i64, record: i64) -> Result<(), WardError> {
    conn.prepare_cached("INSERT INTO delivered (replica, record) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute([replica, record])?;
    Ok(())
}
