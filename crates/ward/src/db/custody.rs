//! What the ward holds of a replica, as a count and a digest.

use crate::error::WardError;
use rusqlite::{Connection, params};
use tan_nha_domain::change::Hash;
use tan_nha_sync::wire::Custody;

/// The custody of a replica.
pub(crate) fn get(conn: &Connection, replica: i64) -> Result<Custody, WardError> {
    let mut statement =
        conn.prepare_cached("SELECT custody_count, custody_digest FROM replica WHERE n = ?1")?;
    Ok(statement.query_row([replica], |row| {
        Ok(Custody { count: row.get::<_, i64>(0)?.cast_unsigned(), digest: Hash(row.get(1)?) })
    })?)
}

/// Writes the custody of a replica.
pub(crate) fn set(conn: &Connection, replica: i64, custody: Custody) -> Result<(), WardError> {
    conn.prepare_cached("UPDATE replica SET custody_count = ?2, custody_digest = ?3 WHERE n = ?1")?
        .execute(params![replica, custody.count.cast_signed(), custody.digest.0])?;
    Ok(())
}
