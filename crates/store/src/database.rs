//! Opening the encrypted file: the key, the settings that saves rely on, damage, upgrades.

use crate::{
    error::StoreError,
    files,
    keys::DataKey,
    migrations::{self, Migration},
};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{fs, path::Path};

/// The database's name in the replica's folder.
pub(crate) const NAME: &str = "store.db";

/// Settings of every connection; the key comes first. `EXCLUSIVE` before the first access to the
/// write-ahead log keeps its index in memory, so that no plain `-shm` file appears; temporary tables
/// stay in memory too. `FULL`: a save survives a power cut, which `NORMAL` does not in WAL mode.
const SETTINGS: &str = "
    PRAGMA temp_store = MEMORY;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA wal_autocheckpoint = 1000;
    PRAGMA journal_size_limit = 16777216;
    PRAGMA cache_size = -16384;
    PRAGMA foreign_keys = ON;
    SELECT count(*) FROM sqlite_schema;
";

/// Makes an empty database in `folder`. One that stands there without a key file holds nothing that
/// anybody could ever read, and is set aside.
pub(crate) fn create(folder: &Path, key: &DataKey) -> Result<Connection, StoreError> {
    let path = folder.join(NAME);
    if path.exists() {
        set_aside(folder)?;
    }
    // SQLite would make it readable for others; its log takes its permissions from it.
    files::open_private(&path)?;
    let mut connection = connect(&path, key)?;
    migrations::apply(&mut connection, migrations::ALL)?;
    // From here on an empty file can only be damage.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    files::sync_folder(folder)?;
    Ok(connection)
}

/// Opens the database in `folder`, brought up to the newest of `migrations`.
///
/// Before an upgrade the file is copied beside itself (`store.db.before-0002`, encrypted as it is);
/// the copy goes when a later opening has found the upgraded file good.
///
/// # Errors
/// [`StoreError::FileDamaged`] for a missing or empty file, [`StoreError::PartDamaged`] for one that
/// cannot be read; [`StoreError::NewerFile`], `DiskFull`, `Io`, `Database`.
pub(crate) fn open(folder: &Path, key: &DataKey, migrations: &[Migration]) -> Result<Connection, StoreError> {
    let path = folder.join(NAME);
    if fs::metadata(&path).map_or(0, |file| file.len()) == 0 {
        // SQLite would silently make an empty database of nothing.
        return Err(StoreError::FileDamaged { set_aside: set_aside(folder)?.or(latest_set_aside(folder)?) });
    }
    let connection = connect(&path, key)?;
    let version = migrations::version(&connection)?;
    if version > migrations.len() {
        return Err(StoreError::NewerFile);
    }
    if version == migrations.len() {
        remove_copies(folder)?;
        return Ok(connection);
    }
    // Closed, the file is whole without its log, and copying it disturbs no lock.
    drop(connection);
    files::copy_private(&path, &folder.join(format!("{NAME}.before-{:04}", version + 1)))?;
    files::sync_folder(folder)?;
    let mut connection = connect(&path, key)?;
    migrations::apply(&mut connection, migrations)?;
    Ok(connection)
}

/// What becomes of an error in opening a file with the right key: a damaged one is set aside under
/// another name, with its log, and never deleted. The connection must be closed.
pub(crate) fn set_aside_if_damaged(folder: &Path, error: StoreError) -> StoreError {
    match error {
        StoreError::PartDamaged { .. } => match set_aside(folder) {
            Ok(name) => StoreError::FileDamaged { set_aside: name },
            Err(error) => error,
        },
        other => other,
    }
}

fn connect(path: &Path, key: &DataKey) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // Closing a file that turns out to be damaged must not touch it or its log.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // It writes to standard error otherwise.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.execute_batch(&key.pragma())?;
    connection.execute_batch(SETTINGS)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Renames the database and its log; gives the new name, or none when there was nothing.
fn set_aside(folder: &Path) -> Result<Option<String>, StoreError> {
    let log = format!("{NAME}-wal");
    if !folder.join(NAME).exists() && !folder.join(&log).exists() {
        return Ok(None);
    }
    let number = damaged_numbers(folder)?.max().unwrap_or(0) + 1;
    let aside = format!("{NAME}.damaged-{number}");
    for (from, to) in [(NAME.to_owned(), aside.clone()), (log, format!("{aside}-wal"))] {
        if folder.join(&from).exists() {
            fs::rename(folder.join(from), folder.join(to))?;
        }
    }
    files::sync_folder(folder)?;
    Ok(Some(aside))
}

fn latest_set_aside(folder: &Path) -> Result<Option<String>, StoreError> {
    Ok(damaged_numbers(folder)?.max().map(|number| format!("{NAME}.damaged-{number}")))
}

fn damaged_numbers(folder: &Path) -> Result<impl Iterator<Item = u32>, StoreError> {
    let prefix = format!("{NAME}.damaged-");
    let numbers = names(folder)?.into_iter().filter_map(move |name| {
        name.strip_prefix(&prefix).and_then(|rest| rest.trim_end_matches("-wal").parse().ok())
    });
    Ok(numbers)
}

fn remove_copies(folder: &Path) -> Result<(), StoreError> {
    let prefix = format!("{NAME}.before-");
    for name in names(folder)?.into_iter().filter(|name| name.starts_with(&prefix)) {
        fs::remove_file(folder.join(name))?;
    }
    Ok(())
}

fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    Ok(entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

/// What the live connection says of itself, for tests and support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LivePragmas {
    /// `wal`.
    pub journal_mode: String,
    /// 2 is FULL.
    pub synchronous: i64,
    /// `ok`, or SQLite's first complaint.
    pub integrity_check: String,
}

pub(crate) fn live_pragmas(connection: &Connection) -> Result<LivePragmas, StoreError> {
    Ok(LivePragmas {
        journal_mode: connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?,
        synchronous: connection.pragma_query_value(None, "synchronous", |row| row.get(0))?,
        integrity_check: connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?,
    })
}
