//! By which numbers and names people are known in which records.

use crate::{
    error::StoreError,
    record::{self, Record, select_records},
    store::Store,
};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{ids::RecordId, known_by::known_by, patch::Body, record::RecordKind};

/// So many records of one word are looked at, those that were written last; more people may share a name.
const MOST: i64 = 40;

impl Store {
    /// The citizens and dossiers here that name somebody by one of these numbers or names without marks, each once, what
    /// this device wrote last first. Who they are is for the caller to see.
    ///
    /// # Errors
    /// `Database`, `PartDamaged`.
    pub fn records_of_people(&self, words: &[String]) -> Result<Vec<Record>, StoreError> {
        let mut statement = self.connection.prepare_cached(concat!(
            select_records!(""),
            "JOIN known_by ON known_by.record = record.id WHERE known_by.word = ?1
             ORDER BY record.updated_at DESC, record.n DESC LIMIT ?2"
        ))?;
        let mut found: BTreeMap<RecordId, Record> = BTreeMap::new();
        for word in words {
            for row in statement.query_map(params![word, MOST], record::read)? {
                let record = row??.record;
                found.insert(record.id, record);
            }
        }
        let mut found: Vec<Record> = found.into_values().collect();
        found.sort_by(|a, b| b.updated_at.cmp(&a.updated_at).then(b.id.cmp(&a.id)));
        Ok(found)
    }
}

/// Keeps the index in step with a record that was written or taken out.
pub(crate) fn write(
    connection: &Connection,
    record: RecordId,
    kind: &RecordKind,
    (before, after): (Option<&Body>, Option<&Body>),
) -> Result<(), StoreError> {
    let words = |body: Option<&Body>| body.map_or_else(BTreeSet::new, |body| known_by(kind, body));
    let (before, after) = (words(before), words(after));
    for word in before.difference(&after) {
        connection
            .prepare_cached("DELETE FROM known_by WHERE record = ?1 AND word = ?2")?
            .execute(params![record.0, word])?;
    }
    for word in after.difference(&before) {
        connection
            .prepare_cached("INSERT OR IGNORE INTO known_by (record, word) VALUES (?1, ?2)")?
            .execute(params![record.0, word])?;
    }
    Ok(())
}

/// Forgets all of it, for it to be made anew.
pub(crate) fn clear(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM known_by", [])?;
    Ok(())
}
