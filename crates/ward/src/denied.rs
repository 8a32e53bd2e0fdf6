//! From a fault of the ward to the answer that a replica gets: the one place that converts and logs.

use crate::error::WardError;
use tan_nha_sync::wire::DenialCode;

/// A request that gets no answer of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Denied(pub(crate) DenialCode);

impl From<WardError> for Denied {
    fn from(error: WardError) -> Self {
        if error.is_busy() {
            return Self(DenialCode::Busy);
        }
        // An error of the database may quote a value; its kind is enough for the log.
        match &error {
            WardError::Db(cause) => {
                tracing::error!(code = error.code(), sqlite = ?cause.sqlite_error(), "fault");
            }
            _ => tracing::error!(code = error.code(), "fault"),
        }
        Self(DenialCode::Internal)
    }
}
