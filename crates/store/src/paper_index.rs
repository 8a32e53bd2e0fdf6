//! Which record names which files.

use crate::error::StoreError;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use tan_nha_domain::{change::Hash, ids::RecordId, paper, patch::Body, record::RecordKind};

/// A file in a slot.
type Key = (String, Hash);

/// The papers of a body, as they are indexed.
pub(crate) fn of(kind: &RecordKind, body: &Body) -> BTreeSet<Key> {
    paper::papers(kind, body).map(|paper| (paper.slot, paper.sha256)).collect()
}

/// Forgets what a record that comes, or comes back, was known to name.
pub(crate) fn begin(connection: &Connection, record: RecordId) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM paper WHERE record = ?1")?.execute([record.0])?;
    Ok(())
}

/// Forgets what a record that goes names of others; which files of this device it names stays known.
pub(crate) fn leave(connection: &Connection, record: RecordId) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM paper WHERE record = ?1 AND sha256 NOT IN (SELECT sha256 FROM file)")?
        .execute([record.0])?;
    Ok(())
}

/// Writes what a record names now, `before` being what it named.
pub(crate) fn write(
    connection: &Connection,
    record: RecordId,
    before: &BTreeSet<Key>,
    after: &BTreeSet<Key>,
) -> Result<(), StoreError> {
    for (slot, sha256) in before.difference(after) {
        connection
            .prepare_cached("DELETE FROM paper WHERE record = ?1 AND slot = ?2 AND sha256 = ?3")?
            .execute(params![record.0, slot, sha256.0])?;
    }
    for (slot, sha256) in after.difference(before) {
        connection
            .prepare_cached("INSERT OR IGNORE INTO paper (record, slot, sha256) VALUES (?1, ?2, ?3)")?
            .execute(params![record.0, slot, sha256.0])?;
    }
    Ok(())
}
