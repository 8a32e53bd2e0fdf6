//! What can go wrong at the ward: rich for the log, a stable code for programs, a sentence for the
//! operator (see [`crate::texts`]).

use std::{fmt, io};
use tan_nha_sync::bundle::BundleError;

/// A fault of the ward's programs.
#[derive(Debug)]
pub enum WardError {
    /// `init`: the folder already holds a ward.
    WardExists,
    /// The folder holds no ward.
    NoWard,
    /// The making of the folder's ward was interrupted.
    WardIncomplete,
    /// `init`: the key file is there already.
    KeyFileExists,
    /// `init`: the key file would lie inside the data folder.
    KeyFileInside,
    /// The key file is missing, or is not one.
    KeyFileUnreadable,
    /// The key does not open the file, or the file is not a ward's.
    KeyWrong,
    /// The file was written by a newer version.
    NewerFile,
    /// A ward's code has five digits, or begins with `practice-`.
    BadWardCode,
    /// A name is empty.
    BadName,
    /// An address is not `https://host:port`.
    BadUrl,
    /// `invite`: no `--url`, and the ward was never served.
    NeverServed,
    /// `invite`: the name belongs to a person with another role, other hamlets or another team.
    UserDiffers,
    /// `invite`: the person was revoked.
    UserRevoked,
    /// `revoke`: nobody has this name.
    UserUnknown,
    /// `serve`: another database was asked for.
    DatabaseUnsupported,
    /// `serve`: the address cannot be listened on.
    Listen(io::Error),
    /// `take-in`: the bundle cannot be taken.
    Bundle(BundleError),
    /// `take-in`: the ward knows no such replica with this token.
    BundleReplicaUnknown,
    /// `take-in`: the file for the receipts is there already.
    ReceiptsExist,
    /// A value in the ward's file cannot be read.
    Damaged(&'static str),
    /// The database.
    Db(rusqlite::Error),
    /// A file or the standard output.
    Io(io::Error),
    /// A certificate or the TLS set-up.
    Tls(String),
    /// The operating system gives no random bytes.
    Random,
}

impl WardError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            WardError::WardExists => "ward_exists",
            WardError::NoWard => "no_ward",
            WardError::WardIncomplete => "ward_incomplete",
            WardError::KeyFileExists => "key_file_exists",
            WardError::KeyFileInside => "key_file_inside",
            WardError::KeyFileUnreadable => "key_file_unreadable",
            WardError::KeyWrong => "key_wrong",
            WardError::NewerFile => "newer_file",
            WardError::BadWardCode => "bad_ward_code",
            WardError::BadName => "bad_name",
            WardError::BadUrl => "bad_url",
            WardError::NeverServed => "never_served",
            WardError::UserDiffers => "user_differs",
            WardError::UserRevoked => "user_revoked",
            WardError::UserUnknown => "user_unknown",
            WardError::DatabaseUnsupported => "database_unsupported",
            WardError::Listen(_) => "listen_failed",
            WardError::Bundle(error) => error.code(),
            WardError::BundleReplicaUnknown => "bundle_replica_unknown",
            WardError::ReceiptsExist => "receipts_exist",
            WardError::Damaged(_) => "file_damaged",
            WardError::Db(error) if is_busy(error) => "busy",
            WardError::Db(_) => "database",
            WardError::Io(_) => "io",
            WardError::Tls(_) => "tls",
            WardError::Random => "no_random",
        }
    }

    /// Whether another process holds the file for too long.
    pub(crate) fn is_busy(&self) -> bool {
        matches!(self, WardError::Db(error) if is_busy(error))
    }

    /// Whether one row broke a rule of the schema: the fault of what came, not of the disk.
    pub(crate) fn is_constraint(&self) -> bool {
        matches!(self, WardError::Db(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation))
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
}

impl fmt::Display for WardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::texts::write_error(self, f)
    }
}

impl std::error::Error for WardError {}

impl From<rusqlite::Error> for WardError {
    fn from(error: rusqlite::Error) -> Self {
        WardError::Db(error)
    }
}

impl From<io::Error> for WardError {
    fn from(error: io::Error) -> Self {
        WardError::Io(error)
    }
}

impl From<BundleError> for WardError {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::Io(error) => WardError::Io(error),
            other => WardError::Bundle(other),
        }
    }
}

impl From<rcgen::Error> for WardError {
    fn from(error: rcgen::Error) -> Self {
        WardError::Tls(error.to_string())
    }
}

impl From<rustls::Error> for WardError {
    fn from(error: rustls::Error) -> Self {
        WardError::Tls(error.to_string())
    }
}
