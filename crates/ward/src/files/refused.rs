//! What is answered instead of what was asked for.

use crate::{denied::Denied, error::WardError, messages};
use axum::{http::StatusCode, response::Response};
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::wire::{DenialCode, FILE_MISMATCH};

/// Why a request about a file gets no answer of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// As every other request.
    Denied(DenialCode),
    /// No upload of this replica, or nothing at all, is there.
    Unknown,
    /// The ward's offset is another one: ask for it by `HEAD`.
    OtherOffset,
    /// Not our version of tus.
    OtherVersion,
    /// Not the content type of tus.
    OtherContentType,
    /// All bytes are there and are another file: they were thrown away.
    OtherContent,
}

impl Refused {
    /// The status that tus gives it.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Refused::Denied(code) => from_number(code.status()),
            Refused::Unknown => StatusCode::NOT_FOUND,
            Refused::OtherOffset => StatusCode::CONFLICT,
            Refused::OtherVersion => StatusCode::PRECONDITION_FAILED,
            Refused::OtherContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Refused::OtherContent => from_number(FILE_MISMATCH),
        }
    }

    /// As a request that is no upload is denied.
    pub(crate) fn denied(self) -> Denied {
        Denied(if let Refused::Denied(code) = self { code } else { DenialCode::BadRequest })
    }

    /// The answer.
    pub(super) fn response(self, now: Timestamp) -> Response {
        messages::denial(self.status(), self.denied().0, now)
    }
}

fn from_number(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

impl From<Denied> for Refused {
    fn from(denied: Denied) -> Self {
        Refused::Denied(denied.0)
    }
}

impl From<WardError> for Refused {
    fn from(error: WardError) -> Self {
        Denied::from(error).into()
    }
}
