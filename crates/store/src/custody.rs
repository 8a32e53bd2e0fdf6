//! What of this replica's work the ward holds, by its receipts. What a predecessor sealed is counted with that
//! one at the ward, and not here.

use crate::{error::StoreError, sql, store::Store};
use rusqlite::{Connection, params};
use tan_nha_domain::change::Hash;
use tan_nha_sync::wire::Custody;

impl Store {
    /// Count and digest of this replica's changes for which the ward has given any verdict.
    ///
    /// # Errors
    /// `Database`.
    pub fn custody(&self) -> Result<Custody, StoreError> {
        load(&self.connection)
    }
}

pub(crate) fn load(connection: &Connection) -> Result<Custody, StoreError> {
    let mut statement = connection.prepare_cached("SELECT custody_count, custody_digest FROM ledger")?;
    let custody = statement.query_row([], |row| {
        Ok(Custody { count: sql::count(row, "custody_count")?, digest: Hash(row.get("custody_digest")?) })
    })?;
    Ok(custody)
}

pub(crate) fn save(connection: &Connection, custody: &Custody) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE ledger SET custody_count = ?1, custody_digest = ?2")?
        .execute(params![sql::int(custody.count), custody.digest.0])?;
    Ok(())
}
