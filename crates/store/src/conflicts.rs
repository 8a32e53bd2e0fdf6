//! What the ward tells of records beside their bodies: conflicts that wait for a decision, and others who
//! have the same open.

use crate::{
    error::StoreError,
    record::{self, Record},
    sql,
    store::Store,
};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeSet;
use tan_nha_domain::{
    ids::{OpId, RecordId},
    patch::Body,
};
use tan_nha_sync::wire::{Notes, OpenConflict};

/// A conflict that the person may decide.
#[derive(Clone, PartialEq)]
pub struct RecordInConflict {
    /// The record, as it stands here.
    pub record: Record,
    /// The ward's version of it.
    pub ward_body: Body,
    /// What did not come in.
    pub conflict: OpenConflict,
}

impl Store {
    /// The conflicts that wait for this person's decision, those told first first. One that was decided here
    /// is none any more, also before the ward has heard of it.
    ///
    /// # Errors
    /// `Database`, `PartDamaged`.
    pub fn conflicts(&self) -> Result<Vec<RecordInConflict>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record.id AS id, mirror.notes AS notes FROM mirror JOIN record USING (n)
             WHERE mirror.notes IS NOT NULL ORDER BY mirror.n",
        )?;
        let mut rows = statement.query([])?;
        let mut conflicts = Vec::new();
        while let Some(row) = rows.next()? {
            let id: RecordId = sql::id(row, "id")?;
            let notes: Notes = serde_json::from_str(row.get_ref("notes")?.as_str().unwrap_or_default())?;
            for conflict in undecided(&self.connection, id, notes.conflicts)? {
                let (Some(stored), Some(ward_body)) =
                    (record::find(&self.connection, id)?, self.ward_body(id)?)
                else {
                    continue;
                };
                conflicts.push(RecordInConflict { record: stored.record, ward_body, conflict });
            }
        }
        Ok(conflicts)
    }

    /// How many there are.
    ///
    /// # Errors
    /// `Database`.
    pub(crate) fn count_of_conflicts(&self) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record.id AS id, mirror.notes AS notes FROM mirror JOIN record USING (n)
             WHERE mirror.notes IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let notes: Notes = serde_json::from_str(row.get_ref("notes")?.as_str().unwrap_or_default())?;
            count += undecided(&self.connection, sql::id(row, "id")?, notes.conflicts)?.len() as u64;
        }
        Ok(count)
    }

    /// What the ward told of a record beside its body.
    ///
    /// # Errors
    /// `Database`.
    pub fn notes(&self, id: RecordId) -> Result<Notes, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT mirror.notes FROM mirror JOIN record USING (n) WHERE record.id = ?1")?;
        let text: Option<Option<String>> = statement.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(text.flatten().as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default())
    }
}

/// Those that no change of this replica decides.
fn undecided(
    connection: &Connection,
    record: RecordId,
    conflicts: Vec<OpenConflict>,
) -> Result<Vec<OpenConflict>, StoreError> {
    if conflicts.is_empty() {
        return Ok(conflicts);
    }
    let mut statement =
        connection.prepare_cached("SELECT settles FROM change WHERE record = ?1 AND settles IS NOT NULL")?;
    let mut rows = statement.query([record.0])?;
    let mut decided = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let ops: Vec<OpId> = serde_json::from_str(row.get_ref("settles")?.as_str().unwrap_or_default())?;
        decided.extend(ops);
    }
    Ok(conflicts.into_iter().filter(|conflict| !decided.contains(&conflict.op_id)).collect())
}
