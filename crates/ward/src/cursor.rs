//! Where a pull goes on: text that a replica keeps and gives back, and cannot read.

use crate::{
    db::{pages::SnapshotPlace, ward_row},
    denied::Denied,
    epoch,
    error::WardError,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tan_nha_sync::wire::{DenialCode, Mark};

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
    /// The mark of the place's number; none before the first, and for those given before there were marks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mark: Option<Mark>,
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
    /// The text to hand out: plain JSON, of which a packed message takes less than of base64.
    pub(crate) fn to_text(&self, conn: &Connection) -> Result<String, WardError> {
        let mark = ward_row::mark_of(conn, self.number().cast_unsigned())?;
        let marked = Self { mark, ..self.clone() };
        serde_json::to_string(&marked).map_err(|_| WardError::Damaged("cursor"))
    }

    /// Reads a text that was handed out as `now` is, up to the number `seq` of today's history.
    pub(crate) fn read(conn: &Connection, text: &str, now: &Cursor, seq: u64) -> Result<Self, Denied> {
        // Earlier versions wrote it in base64.
        let json = URL_SAFE_NO_PAD.decode(text).unwrap_or_else(|_| text.as_bytes().to_vec());
        let cursor: Option<Self> = serde_json::from_slice(&json).ok();
        let cursor = cursor
            .filter(|cursor| cursor.is_of(now))
            .filter(|cursor| (0..=seq.cast_signed()).contains(&cursor.number()))
            .ok_or(Denied(DenialCode::CursorUnknown))?;
        match epoch::is_marked_so(conn, cursor.number().cast_unsigned(), cursor.mark)? {
            true => Ok(cursor),
            false => Err(Denied(DenialCode::CursorUnknown)),
        }
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
