//! Doors for the upgrade suite (`tests/suites/upgrade`): a process that dies in the middle of an upgrade, and the
//! tables as they stand.

use crate::{error::StoreError, store::Store};
use rusqlite::{
    Connection,
    trace::{TraceEvent, TraceEventCodes},
    types::ValueRef,
};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use tan_nha_domain::patch::Body;

/// How many statements are left to the process; 0 when it is to live.
static LEFT: AtomicU32 = AtomicU32::new(0);

/// Has this process die after the `nth` statement from the beginning of its next upgrade on. Nothing is closed or
/// rolled back, as when the system kills it.
pub fn die_after_statement(nth: u32) {
    LEFT.store(nth, Ordering::SeqCst);
}

/// Counts the statements of a connection that is about to be upgraded.
pub(crate) fn watch(connection: &mut Connection) -> Result<(), StoreError> {
    if LEFT.load(Ordering::SeqCst) == 0 {
        return Ok(());
    }
    let count = |_: TraceEvent<'_>| {
        if LEFT.fetch_sub(1, Ordering::SeqCst) == 1 {
            std::process::abort();
        }
    };
    Ok(connection.trace_v2(TraceEventCodes::SQLITE_TRACE_PROFILE, Some(count))?)
}

impl Store {
    /// Every row of a table, bytes as hexadecimal digits.
    ///
    /// # Errors
    /// `Database`.
    pub fn rows(&self, table: &str) -> Result<Vec<Body>, StoreError> {
        let mut statement = self.connection.prepare(&format!("SELECT * FROM {table} ORDER BY rowid"))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let rows = statement.query_map([], |row| {
            let cell = |(place, name): (usize, &String)| Ok((name.clone(), value(row.get_ref(place)?)));
            columns.iter().enumerate().map(cell).collect()
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn value(cell: ValueRef<'_>) -> Value {
    match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => json!(number),
        ValueRef::Real(number) => json!(number),
        ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => json!(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
    }
}
