//! What the person must be told until it is settled: a clock far off, a count that does not agree, a copy
//! of this tablet.

use crate::{error::StoreError, store::Store};
use rusqlite::{Connection, params};
use serde_json::Value;
use tan_nha_domain::time::Timestamp;

/// The alert that the ward was restored from a copy and was offered everything again.
pub const WARD_RESTORED: &str = "ward_restored";

/// Something that the person must be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// The stable name.
    pub code: String,
    /// Since when.
    pub since: Timestamp,
    /// Figures to tell with it.
    pub params: Value,
}

impl Store {
    /// Raises an alert; one that stands already keeps its beginning and gets the new figures.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn raise_alert(&mut self, code: &str, params: &Value, now: Timestamp) -> Result<(), StoreError> {
        raise(&self.connection, code, params, now)
    }

    /// Every alert that stands, the oldest first.
    ///
    /// # Errors
    /// `Database`.
    pub fn alerts(&self) -> Result<Vec<Alert>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT code, since, params FROM alert ORDER BY since, code")?;
        let mut rows = statement.query([])?;
        let mut alerts = Vec::new();
        while let Some(row) = rows.next()? {
            let params = serde_json::from_str(&row.get::<_, String>("params")?)?;
            alerts.push(Alert { code: row.get("code")?, since: Timestamp(row.get("since")?), params });
        }
        Ok(alerts)
    }

    /// Takes an alert away; nothing happens when it does not stand.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn clear_alert(&mut self, code: &str) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM alert WHERE code = ?1", [code])?;
        Ok(())
    }
}

/// Raises an alert within a transaction.
pub(crate) fn raise(
    connection: &Connection,
    code: &str,
    params: &Value,
    now: Timestamp,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO alert (code, since, params) VALUES (?1, ?2, ?3)
         ON CONFLICT (code) DO UPDATE SET params = ?3",
        params![code, now.0, params.to_string()],
    )?;
    Ok(())
}
