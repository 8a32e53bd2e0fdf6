//! Connections to the encrypted file.

use crate::{error::WardError, key_file::FileKey};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};
use zeroize::Zeroizing;

/// How long a command waits for another process that writes.
const BUSY: Duration = Duration::from_secs(10);

/// What a connection is for; a reader makes do with a smaller page cache.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Duty {
    Write,
    Read,
}

/// Opens connections to one file.
pub(super) struct Opener {
    file: PathBuf,
    key: FileKey,
}

impl Opener {
    pub(super) fn new(file: &Path, key: FileKey) -> Self {
        Self { file: file.to_owned(), key }
    }

    pub(super) fn folder(&self) -> Option<&Path> {
        self.file.parent()
    }

    pub(super) fn exists(&self) -> bool {
        self.file.exists()
    }

    /// Makes the empty file, readable by its owner only; SQLite gives its log the same rights.
    pub(super) fn create_file(&self) -> Result<(), WardError> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.file).map(drop).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => WardError::WardExists,
            _ => WardError::Io(error),
        })
    }

    pub(super) fn connect(&self, duty: Duty) -> Result<Connection, WardError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(&self.file, flags)?;
        conn.busy_timeout(BUSY)?;
        // SQLCipher would write its own lines between ours; what fails is told by the call that fails.
        conn.execute_batch("PRAGMA cipher_log_level = NONE;")?;
        let key = Zeroizing::new(format!("PRAGMA key = \"x'{}'\";", self.key.hex().as_str()));
        conn.execute_batch(&key)?;
        // The first page read shows whether the key is right.
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(|error| match error
            .sqlite_error_code()
        {
            Some(ErrorCode::NotADatabase) => WardError::KeyWrong,
            _ => WardError::Db(error),
        })?;
        // FULL: what was answered survives a power cut; in WAL mode NORMAL does not promise that.
        let cache_kib = if duty == Duty::Write { 16 * 1024 } else { 4 * 1024 };
        conn.execute_batch(&format!(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -{cache_kib};"
        ))?;
        if duty == Duty::Read {
            conn.execute_batch("PRAGMA query_only = ON;")?;
        }
        conn.set_prepared_statement_cache_capacity(64);
        Ok(conn)
    }
}
