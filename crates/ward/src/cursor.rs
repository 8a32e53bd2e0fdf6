//! Where a pull goes on: text that a replica keeps and gives back, and cannot read.

use crate::{db::pages::SnapshotPlace, denied::Denied, error::WardError};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use tan_nha_sync::wire::DenialCode;

/// A place in the records of one ward in one of its epochs. It is no right to anything: what comes after
/// it is limited by the caller's scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    /// The beginning of the root's fingerprint: two wards have the same epochs and numbers.
    pub(crate) ward: String,
    /// The epoch.
    pub(crate) epoch: u64,
    /// How often the caller's role or hamlets had been changed: another scope begins with a snapshot.
    #[serde(default)]
    pub(crate) assigned: u64,
    /// The place.
    pub(crate) place: Place,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// In the snapshot.
    Snapshot(SnapshotPlace),
    /// In the feed, behind this number.
    Feed(i64),
}

impl Cursor {
    /// The text to hand out.
    pub(crate) fn to_text(&self) -> Result<String, WardError> {
        let json = serde_json::to_vec(self).map_err(|_| WardError::Damaged("cursor"))?;
        Ok(URL_SAFE_NO_PAD.encode(json))
    }

    /// Reads a text that was handed out as `now` is, up to the number `seq`.
    pub(crate) fn read(text: &str, now: &Cursor, seq: u64) -> Result<Self, Denied> {
        let json = URL_SAFE_NO_PAD.decode(text).ok();
        let cursor: Option<Self> = json.and_then(|json| serde_json::from_slice(&json).ok());
        cursor
            .filter(|cursor| cursor.is_of(now))
            .filter(|cursor| (0..=seq.cast_signed()).contains(&cursor.number()))
            .ok_or(Denied(DenialCode::CursorUnknown))
    }

    fn is_of(&self, now: &Cursor) -> bool {
        (&self.ward, self.epoch, self.assigned) == (&now.ward, now.epoch, now.assigned)
    }

    fn number(&self) -> i64 {
        match &self.place {
            Place::Snapshot(place) => place.mark,
            Place::Feed(seq) => *seq,
        }
    }
}
