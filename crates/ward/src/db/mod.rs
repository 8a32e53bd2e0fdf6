//! The ward's file. All of the ward's SQL is in this module: one connection writes, a few read.

pub(crate) mod alarms;
pub(crate) mod changes;
pub(crate) mod conflicts;
pub(crate) mod custody;
pub(crate) mod delivered;
pub(crate) mod export;
pub(crate) mod files;
pub(crate) mod flags;
mod migrations;
mod open;
pub(crate) mod pages;
pub(crate) mod papers;
pub(crate) mod people;
pub(crate) mod records;
#[cfg(feature = "simulation")]
pub(crate) mod simulation;
pub(crate) mod twins;
pub(crate) mod ward_row;

use crate::{error::WardError, forms::FormShelf, key_file::FileKey};
use open::{Duty, Opener};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tan_nha_domain::mutant::{self, Mutant};

/// Readers that stay open between requests; each holds a small page cache.
const IDLE_READERS: usize = 2;

/// The name of the ward's file in its data folder.
pub(crate) const FILE: &str = "ward.db";

/// The ward's file, open.
pub(crate) struct Db {
    /// None for a file in memory, which has one connection only.
    opener: Option<Opener>,
    writer: Mutex<Connection>,
    idle: Mutex<Vec<Connection>>,
    forms: Arc<FormShelf>,
}

impl Db {
    /// Makes the file in an existing folder, with its schema.
    pub(crate) fn create(file: &Path, key: FileKey) -> Result<Self, WardError> {
        let opener = Opener::new(file, key);
        opener.create_file()?;
        Self::start(opener)
    }

    /// Opens the file, bringing an older schema up to date.
    pub(crate) fn open(file: &Path, key: FileKey) -> Result<Self, WardError> {
        let opener = Opener::new(file, key);
        if !opener.exists() {
            return Err(WardError::NoWard);
        }
        Self::start(opener)
    }

    fn start(opener: Opener) -> Result<Self, WardError> {
        let mut writer = opener.connect(Duty::Write)?;
        migrations::bring_up_to_date(&mut writer)?;
        Ok(Self {
            opener: Some(opener),
            writer: Mutex::new(writer),
            idle: Mutex::default(),
            forms: Arc::default(),
        })
    }

    /// Runs `work` in a transaction that holds the file's write lock from its start; durable when this
    /// returns `Ok`, undone on any error.
    pub(crate) fn write<T, E: From<WardError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = unpoisoned(&self.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate);
        finish(transaction.map_err(WardError::from)?, work)
    }

    /// Runs `work` on one unchanging state of the file, beside whoever writes.
    pub(crate) fn read<T, E: From<WardError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let Some(opener) = &self.opener else {
            let mut writer = unpoisoned(&self.writer);
            return finish(writer.transaction().map_err(WardError::from)?, work);
        };
        let idle = unpoisoned(&self.idle).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => opener.connect(Duty::Read)?,
        };
        let done = match reader.transaction() {
            Ok(transaction) => finish(transaction, work),
            Err(error) => return Err(WardError::from(error).into()),
        };
        let mut idle = unpoisoned(&self.idle);
        if idle.len() < IDLE_READERS {
            idle.push(reader);
        }
        done
    }

    /// The forms of the ward, as they were read last.
    pub(crate) fn forms(&self) -> &Arc<FormShelf> {
        &self.forms
    }

    /// The folder of the file; none for one in memory.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        self.opener.as_ref()?.folder().map(Path::to_owned)
    }

    /// Moves the write-ahead log into the file, as far as readers allow.
    pub(crate) fn checkpoint(&self) -> Result<(), WardError> {
        unpoisoned(&self.idle).clear();
        Ok(unpoisoned(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }
}

fn finish<T, E: From<WardError>>(
    transaction: Transaction<'_>,
    work: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E> {
    let done = work(&transaction)?;
    match transaction.commit() {
        Err(_) if mutant::is(Mutant::AckBeforeCommit) => Ok(done),
        committed => committed.map(|()| done).map_err(|error| WardError::from(error).into()),
    }
}

/// Runs `work` so that an error undoes it alone and not the transaction around it.
pub(crate) fn in_savepoint<T>(
    conn: &Connection,
    work: impl FnOnce() -> Result<T, WardError>,
) -> Result<T, WardError> {
    let step = |sql: &str| conn.prepare_cached(sql)?.execute([]);
    step("SAVEPOINT one_change")?;
    let done = work();
    if done.is_err() {
        step("ROLLBACK TO one_change")?;
    }
    step("RELEASE one_change")?;
    done
}

/// A panic in a request rolls its transaction back; the connection behind the lock stays good.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a JSON column.
fn from_json<T: serde::de::DeserializeOwned>(text: &str, what: &'static str) -> Result<T, WardError> {
    serde_json::from_str(text).map_err(|_| WardError::Damaged(what))
}

/// Writes a JSON column.
fn to_json<T: serde::Serialize>(value: &T, what: &'static str) -> Result<String, WardError> {
    serde_json::to_string(value).map_err(|_| WardError::Damaged(what))
}
