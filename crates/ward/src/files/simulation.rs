//! Doors for the simulation (`tests/suites/simulation`): requests about files without HTTP.

use super::{keeping, refused::Refused, tus::Creation};
use crate::{simulation::shown, ward::Ward};
use tan_nha_domain::change::Hash;
use tan_nha_sync::{
    pass::{Begun, CallError, UploadError},
    wire::{Denial, DenialCode, FILES, HeldReply, HeldRequest},
};
use uuid::Uuid;

impl Ward {
    /// Begins an upload of so many bytes with its first ones, or says how far it is that was begun before.
    ///
    /// # Errors
    /// What a client makes of the ward's refusal.
    pub fn begin_upload(&self, by: &str, sha: Hash, length: u64, first: &[u8]) -> Result<Begun, UploadError> {
        let now = self.clock().now();
        let begin = || {
            let shown = shown(by)?;
            let asked = Ok(Creation { sha, length });
            let upload = self.db().write(|conn| keeping::begin(conn, shown, asked, now))?;
            let offset = match upload.offset {
                0 if !first.is_empty() => self.keep(by, upload.id, 0, first)?,
                offset => offset,
            };
            Ok(Begun { location: format!("{FILES}/{}", upload.id), offset: Some(offset) })
        };
        begin().map_err(|refused| self.as_told(refused))
    }

    /// How many bytes of an upload are here.
    ///
    /// # Errors
    /// What a client makes of the ward's refusal.
    pub fn upload_offset(&self, by: &str, location: &str) -> Result<u64, UploadError> {
        let find = || {
            let shown = shown(by)?;
            Ok(self.db().read(|conn| keeping::find(conn, shown, id_in(location)?))?.offset)
        };
        find().map_err(|refused| self.as_told(refused))
    }

    /// Takes the next bytes of an upload; how many are here then.
    ///
    /// # Errors
    /// What a client makes of the ward's refusal.
    pub fn append_upload(
        &self,
        by: &str,
        location: &str,
        offset: u64,
        bytes: &[u8],
    ) -> Result<u64, UploadError> {
        id_in(location)
            .and_then(|id| self.keep(by, id, offset, bytes))
            .map_err(|refused| self.as_told(refused))
    }

    /// Which of these files are here.
    ///
    /// # Errors
    /// The denial that the replica gets.
    pub fn files_held(&self, by: &str, request: &HeldRequest) -> Result<HeldReply, Denial> {
        let now = self.clock().now();
        let held = || {
            let shown = shown(by)?;
            let caller = self.db().read(|conn| shown.caller(conn))?;
            keeping::held(self.db(), &caller, request, now)
        };
        held().map_err(|denied| Denial::new(denied.0, now))
    }

    fn keep(&self, by: &str, id: Uuid, offset: u64, bytes: &[u8]) -> Result<u64, Refused> {
        let (shown, now) = (shown(by)?, self.clock().now());
        let kept = self.db().write(|conn| keeping::keep(conn, shown, id, offset, bytes, now))?;
        kept.ok_or(Refused::OtherContent)
    }

    fn as_told(&self, refused: Refused) -> UploadError {
        match refused {
            Refused::Unknown => UploadError::Gone,
            Refused::OtherOffset => UploadError::OtherOffset,
            Refused::OtherContent => UploadError::OtherContent,
            Refused::Denied(DenialCode::BadRequest | DenialCode::TooLarge) => UploadError::Refused,
            Refused::Denied(code) => {
                UploadError::Call(CallError::Denied(Denial::new(code, self.clock().now())))
            }
            Refused::OtherVersion | Refused::OtherContentType => UploadError::Call(CallError::NotTheWard),
        }
    }
}

fn id_in(location: &str) -> Result<Uuid, Refused> {
    let id = location.strip_prefix(FILES).and_then(|rest| rest.strip_prefix('/'));
    id.and_then(|id| id.parse().ok()).ok_or(Refused::Unknown)
}
