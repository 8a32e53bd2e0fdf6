//! Doors for the simulation (`tests/suites/simulation`): a store in memory, a copy of it as a cloned tablet
//! has it, a disk that fails, and what a model has to see.

pub mod upgrade;

use crate::{
    error::StoreError,
    key_file::KeyFile,
    keys::DataKey,
    membership::Membership,
    migrations, sql,
    store::{Ids, Store},
};
use rusqlite::{Connection, Params, backup::Backup};
use std::path::Path;
use tan_nha_domain::{
    change::Hash,
    ids::{OpId, RecordId},
};

/// A change of this replica, as it stands.
#[derive(Clone)]
pub struct OwnChange {
    /// The change.
    pub op_id: OpId,
    /// The change in whose place it goes.
    pub replaces: Option<OpId>,
    /// Its record.
    pub record: RecordId,
    /// Its number; none while it is open.
    pub seq: Option<u64>,
    /// Its hash; none while it is open.
    pub hash: Option<Hash>,
    /// `open`, `sealed`, `sent`, `held`, `received` or `set_aside`; `replaced` where another goes in its place.
    pub delivery: String,
    /// The ward's words, JSON.
    pub verdict: Option<String>,
    /// What it does, JSON.
    pub payload: String,
}

/// A record of this device beside the bodies that [`Store::record`] and [`Store::ward_body`] give.
#[derive(Clone, Copy, Debug)]
pub struct KeptRecord {
    /// The record.
    pub id: RecordId,
    /// Whether the ward's version of it was seen.
    pub mirrored: bool,
    /// Whether it has left the scope and waits for its last receipt.
    pub leaving: bool,
}

impl Store {
    /// An empty store in plain memory, whose ids are numbered and not drawn.
    ///
    /// # Errors
    /// `Database`, `NoRandomness`.
    pub fn in_memory(membership: &Membership, ids: u32) -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        migrations::apply(&mut connection, migrations::ALL)?;
        let mut store = Self::of_memory(connection, KeyFile::new(membership.replica), ids)?;
        store.save_membership(membership)?;
        Ok(store)
    }

    /// A copy, as a cloned tablet has it: the same replica and token, and ids of its own from now on.
    ///
    /// # Errors
    /// `Database`, `NoRandomness`.
    pub fn copy(&self, ids: u32) -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        Backup::new(&self.connection, &mut connection)?.step(-1)?;
        Self::of_memory(connection, KeyFile::new(self.replica()), ids)
    }

    fn of_memory(connection: Connection, key_file: KeyFile, ids: u32) -> Result<Self, StoreError> {
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")?;
        let mut store = Self::new(connection, Path::new(""), key_file, DataKey::generate()?)?;
        store.ids = Ids::numbered(ids);
        Ok(store)
    }

    /// Has the `nth` commit from now fail, as on a full disk; none fails when it is not said again.
    ///
    /// # Errors
    /// `Database`.
    pub fn fail_commit(&mut self, nth: Option<u32>) -> Result<(), StoreError> {
        let hook = nth.map(|nth| {
            let mut left = nth;
            move || {
                left = left.saturating_sub(1);
                left == 0
            }
        });
        Ok(self.connection.commit_hook(hook)?)
    }

    /// Runs a statement on the file, as whatever disturbs a file would; how many rows it changed.
    ///
    /// # Errors
    /// `Database`.
    pub fn disturb(&self, sql: &str, values: impl Params) -> Result<usize, StoreError> {
        Ok(self.connection.execute(sql, values)?)
    }

    /// Every change of this replica in the order of numbers, those still open last.
    ///
    /// # Errors
    /// `Database`.
    pub fn own_changes(&self) -> Result<Vec<OwnChange>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM (
                 SELECT op_id, record, seq, hash, delivery, verdict, payload, n FROM change
                 UNION ALL SELECT op_id, record, seq, hash, 'replaced', verdict, payload, n FROM replaced) AS own
             LEFT JOIN (SELECT by, op_id AS replaces FROM replaced) ON by = own.op_id
             ORDER BY seq IS NULL, seq, n",
        )?;
        let mut rows = statement.query([])?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            changes.push(OwnChange {
                op_id: sql::id(row, "op_id")?,
                replaces: row.get::<_, Option<uuid::Uuid>>("replaces")?.map(OpId),
                record: sql::id(row, "record")?,
                seq: sql::optional_count(row, "seq")?,
                hash: row.get::<_, Option<[u8; 32]>>("hash")?.map(Hash),
                delivery: row.get("delivery")?,
                verdict: row.get("verdict")?,
                payload: row.get("payload")?,
            });
        }
        Ok(changes)
    }

    /// Every record of this device.
    ///
    /// # Errors
    /// `Database`.
    pub fn kept_records(&self) -> Result<Vec<KeptRecord>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record.id, leaving, mirror.n IS NOT NULL AS mirrored
             FROM record LEFT JOIN mirror USING (n) ORDER BY record.n",
        )?;
        let records = statement.query_map([], |row| {
            Ok(KeptRecord {
                id: sql::id(row, "id")?,
                mirrored: row.get("mirrored")?,
                leaving: row.get("leaving")?,
            })
        })?;
        Ok(records.collect::<Result<_, _>>()?)
    }
}
