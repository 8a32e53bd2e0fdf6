//! `device.space`: whether there is room for what is about to be photographed.

use crate::{App, error::AppError};
use serde::Serialize;
use ts_rs::TS;

/// The room on this device; nothing of it where the system does not tell.
#[derive(Default, Serialize, TS)]
pub(crate) struct Space {
    /// Bytes that are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    free: Option<u64>,
    /// For about how many photos they will do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    photos: Option<u64>,
    /// Whether it gets short.
    short: bool,
}

pub(crate) fn space(app: &App, _: super::NoArgs) -> Result<Space, AppError> {
    Ok(app.room().map_or_else(Space::default, |room| Space {
        free: Some(room.free),
        photos: Some(room.photos()),
        short: room.is_short(),
    }))
}
