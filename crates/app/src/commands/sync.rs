//! `sync.now`, `sync.pause`, `sync.cancel`, `sync.network_up`, `sync.status`.

use super::{NoArgs, Nothing};
use crate::{App, error::AppError, session::Session};
use serde::{Deserialize, Serialize};
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::wire::{DeviceFlag, DeviceStanding, Standing};
use ts_rs::TS;

/// The four numbers that add up to `created`, and the files that wait.
#[derive(Serialize, TS)]
struct Numbers {
    #[ts(type = "number")]
    created: u64,
    #[ts(type = "number")]
    on_device: u64,
    #[ts(type = "number")]
    in_transit: u64,
    #[ts(type = "number")]
    receipted: u64,
    #[ts(type = "number")]
    set_aside: u64,
    #[ts(type = "number")]
    files_waiting: u64,
}

impl From<Standing> for Numbers {
    fn from(standing: Standing) -> Self {
        let Standing { created, on_device, in_transit, receipted, set_aside, files_waiting } = standing;
        Self { created, on_device, in_transit, receipted, set_aside, files_waiting }
    }
}

/// Where everything that was made on this device stands. The unit is a record with at least one change
/// of this replica; it counts by its worst change or file, and the four numbers add up to `created`.
#[derive(Serialize, TS)]
pub(crate) struct Status {
    #[serde(flatten)]
    numbers: Numbers,
    #[ts(type = "number")]
    bytes_waiting: u64,
    #[ts(type = "number")]
    conflicts: u64,
    /// Changes that the ward holds until what they wait for has come.
    #[ts(type = "number")]
    held: u64,
    /// How many of these it has held for longer than three days: the alert `held_long`.
    #[ts(type = "number")]
    held_long: u64,
    /// Whether the person asked that no pass begins by itself.
    paused: bool,
    #[ts(type = "string | null")]
    last_success_at: Option<Timestamp>,
    #[ts(type = "number | null")]
    ward_time_offset_s: Option<i64>,
    /// What a person should know: `custody_mismatch`, `clock_far_off`, `held_long`, `cloned`, …
    alerts: Vec<String>,
}

/// How far a clock may be off before work with it is worth a word.
const CLOCK_TOLERANCE_S: u64 = 600;

/// The alert that the ward holds a change for longer than three days.
const HELD_LONG: &str = "held_long";

/// Who asks while a pass runs gets one of their own after it: what they saved before they asked is in it.
pub(crate) fn now(app: &App, _: NoArgs) -> Result<Status, AppError> {
    let session = app.session()?;
    if session.membership().practice {
        return Err(AppError::PracticeNeverSyncs);
    }
    session.schedule().reset(app.elapsed());
    app.network().block_on(async { app.pass(&session, app.turn().await).await })?;
    status_of(app, &session)
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PauseArgs {
    paused: bool,
}

pub(crate) fn pause(app: &App, args: PauseArgs) -> Result<Status, AppError> {
    let session = app.session()?;
    session.schedule().pause(args.paused, app.elapsed());
    app.look_at_schedule();
    status_of(app, &session)
}

/// What was stored of the pass stands; what was under way counts as cut.
pub(crate) fn cancel(app: &App, _: NoArgs) -> Result<Nothing, AppError> {
    app.session()?;
    app.cancel_pass();
    Ok(Nothing {})
}

pub(crate) fn network_up(app: &App, _: NoArgs) -> Result<Nothing, AppError> {
    app.network_up()?;
    Ok(Nothing {})
}

pub(crate) fn status(app: &App, _: NoArgs) -> Result<Status, AppError> {
    status_of(app, &app.session()?)
}

pub(crate) fn status_of(app: &App, session: &Session) -> Result<Status, AppError> {
    let paused = session.schedule().is_paused();
    let store = session.store();
    let counts = store.status_counts()?;
    let contact = store.contact()?;
    let mut alerts: Vec<String> = store.alerts()?.into_iter().map(|alert| alert.code).collect();
    if contact.clock_offset_s.is_some_and(|offset| offset.unsigned_abs() > CLOCK_TOLERANCE_S) {
        alerts.push("clock_far_off".to_owned());
    }
    let ward_now = app.now().plus_seconds(contact.clock_offset_s.unwrap_or_default());
    let held_long = store.held_long(ward_now)?;
    if held_long > 0 {
        alerts.push(HELD_LONG.to_owned());
    }
    Ok(Status {
        numbers: counts.standing().into(),
        bytes_waiting: counts.bytes_waiting,
        conflicts: counts.conflicts,
        held: counts.held,
        held_long,
        paused,
        last_success_at: contact.last_success_at,
        ward_time_offset_s: contact.clock_offset_s,
        alerts,
    })
}

/// Where a device of the ward stands, by its own last words.
#[derive(Serialize, TS)]
pub(crate) struct DeviceView {
    team: Option<String>,
    user_name: String,
    #[serde(flatten)]
    numbers: Numbers,
    /// Null: it has said nothing yet.
    #[ts(type = "string | null")]
    last_contact_at: Option<Timestamp>,
    /// What the ward found odd about it, until it is settled.
    flags: Vec<FlagView>,
}

#[derive(Serialize, TS)]
pub(crate) struct FlagView {
    /// `gap`: a change has not come although later ones of the device have, for three days; `cloned`: two tablets
    /// send as one; or a code of a later ward.
    code: String,
    #[ts(type = "string")]
    since: Timestamp,
}

pub(crate) fn teams(app: &App, _: NoArgs) -> Result<Vec<DeviceView>, AppError> {
    let session = app.session()?;
    let devices = session.store().devices()?;
    let view = |device: DeviceStanding| {
        let numbers = device.standing.unwrap_or_default().into();
        let (team, user_name, last_contact_at) = (device.team, device.user_name, device.told_at);
        let flag = |DeviceFlag { code, since }| FlagView { code, since };
        DeviceView {
            team,
            user_name,
            numbers,
            last_contact_at,
            flags: device.flags.into_iter().map(flag).collect(),
        }
    };
    Ok(devices.into_iter().map(view).collect())
}
