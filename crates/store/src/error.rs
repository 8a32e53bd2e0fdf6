//! What can go wrong on the device, without a word of anybody's data.

use std::io;
use tan_nha_domain::{
    change::Hash,
    ids::{OpId, RecordId},
};
use tan_nha_sync::bundle::BundleError;

/// Why the store did not do as it was asked. Neither its text nor its `Debug` holds personal data:
/// of a database error only the code is kept, because SQLite quotes what it was given.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process uses the profile.
    #[error("another process uses this profile")]
    ProfileInUse,
    /// The handle is taken by another person of this profile.
    #[error("the handle is taken")]
    HandleTaken,
    /// The registry knows no such replica.
    #[error("the profile knows no such replica")]
    UnknownReplica,
    /// The PIN or passphrase is shorter than [`crate::ReplicaFile::MIN_PIN_CHARS`].
    #[error("the PIN is too short")]
    PinTooShort,
    /// It was not the PIN; the next try is possible in so many seconds.
    #[error("wrong PIN; next try in {wait_s} s")]
    WrongPin {
        /// Seconds.
        wait_s: u64,
    },
    /// Too soon after a wrong PIN: this one was not even tried.
    #[error("too many wrong PINs; next try in {wait_s} s")]
    PinWait {
        /// Seconds.
        wait_s: u64,
    },
    /// The recovery key does not open this replica.
    #[error("the recovery key does not open this file")]
    WrongRecoveryKey,
    /// A key file or registry cannot be read.
    #[error("{file} is damaged or missing")]
    KeyFileDamaged {
        /// Its name within the profile.
        file: &'static str,
    },
    /// The database cannot be read, or is missing. It was set aside, never deleted.
    #[error("the database is damaged or missing")]
    FileDamaged {
        /// The name under which it stands beside its old place; none when nothing was found.
        set_aside: Option<String>,
    },
    /// A part of the open database cannot be read.
    #[error("a part of the database is damaged (SQLite code {code})")]
    PartDamaged {
        /// SQLite's extended result code.
        code: i32,
    },
    /// The file was written by a later version of the program.
    #[error("the file was written by a later version of the program")]
    NewerFile,
    /// The replica has a file already.
    #[error("the replica has a file already")]
    FileExists,
    /// No room left; nothing was written.
    #[error("the disk is full")]
    DiskFull,
    /// The person is not enrolled yet.
    #[error("the replica is not enrolled")]
    NotEnrolled,
    /// There is no such record on this device.
    #[error("no record {0}")]
    NoRecord(RecordId),
    /// The record is of another kind.
    #[error("record {0} is of another kind")]
    OtherKind(RecordId),
    /// The record's state does not allow it: the act does not lead from it to the state in the new
    /// body, or the state was changed without an act.
    #[error("record {0} is not in the state for this")]
    NotInState(RecordId),
    /// A receipt for a change that this replica never sealed; nothing was applied.
    #[error("a receipt for the unknown change {0}")]
    UnknownOp(OpId),
    /// The content of a file is not on this device.
    #[error("file {sha256} is not on this device")]
    FileNotHere {
        /// The file.
        sha256: Hash,
    },
    /// A part of a file's content is missing, damaged or not what its name says.
    #[error("file {sha256} cannot be read any more")]
    FileUnreadable {
        /// The file.
        sha256: Hash,
    },
    /// A bundle or its receipts.
    #[error(transparent)]
    Bundle(BundleError),
    /// The receipts are from before the ward was restored from a copy; what they name may be lost since.
    #[error("the receipts are from before the ward was restored")]
    ReceiptsOutdated,
    /// What the database holds is not what this program wrote.
    #[error("the database holds something unexpected: {0}")]
    Unexpected(&'static str),
    /// The operating system's source of random numbers failed.
    #[error("no random numbers")]
    NoRandomness,
    /// A file operation failed.
    #[error("a file operation failed ({0})")]
    Io(io::ErrorKind),
    /// The database failed.
    #[error("the database failed (SQLite code {code})")]
    Database {
        /// SQLite's extended result code; 0 when the failure is not SQLite's.
        code: i32,
    },
}

impl StoreError {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::ProfileInUse => "profile_in_use",
            StoreError::HandleTaken => "handle_taken",
            StoreError::UnknownReplica => "unknown_replica",
            StoreError::PinTooShort => "pin_too_short",
            StoreError::WrongPin { .. } => "wrong_pin",
            StoreError::PinWait { .. } => "pin_wait",
            StoreError::WrongRecoveryKey => "wrong_recovery_key",
            StoreError::KeyFileDamaged { .. } => "key_file_damaged",
            StoreError::FileDamaged { .. } => "file_damaged",
            StoreError::PartDamaged { .. } => "part_damaged",
            StoreError::NewerFile => "newer_file",
            StoreError::FileExists => "file_exists",
            StoreError::DiskFull => "disk_full",
            StoreError::NotEnrolled => "not_enrolled",
            StoreError::NoRecord(_) => "no_record",
            StoreError::OtherKind(_) => "other_kind",
            StoreError::NotInState(_) => "not_in_state",
            StoreError::UnknownOp(_) => "unknown_op",
            StoreError::FileNotHere { .. } => "file_not_here",
            StoreError::FileUnreadable { .. } => "file_unreadable",
            StoreError::Bundle(error) => error.code(),
            StoreError::ReceiptsOutdated => "receipts_outdated",
            StoreError::Unexpected(_) => "unexpected",
            StoreError::NoRandomness => "no_randomness",
            StoreError::Io(_) => "io",
            StoreError::Database { .. } => "database",
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::DiskFull,
            kind => StoreError::Io(kind),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let code = error.sqlite_error().map_or(0, |failure| failure.extended_code);
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::DiskFull,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::PartDamaged { code },
            _ => StoreError::Database { code },
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(_: serde_json::Error) -> Self {
        StoreError::Unexpected("JSON of another shape")
    }
}

impl From<BundleError> for StoreError {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::Io(error) => error.into(),
            other => StoreError::Bundle(other),
        }
    }
}

impl From<getrandom::Error> for StoreError {
    fn from(_: getrandom::Error) -> Self {
        StoreError::NoRandomness
    }
}
