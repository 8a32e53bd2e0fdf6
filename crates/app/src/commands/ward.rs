//! `ward.settings`, `ward.settings_save`.

use super::{NoArgs, arguments::given};
use crate::{
    App,
    error::AppError,
    ward_records::{settings as settings_of, typed},
};
use serde::{Deserialize, Serialize};
use tan_nha_domain::{
    record::{RecordKind, to_body},
    visit_day::{VisitRule, WhenDayOff},
    ward_settings::WardSettings,
    words::{Thousand, Zero},
    working_hours::WorkingHours,
};
use tan_nha_store::{Put, Query};
use ts_rs::TS;

/// What the ward decided for itself.
#[derive(Serialize, TS)]
#[ts(rename = "WardSettings")]
pub(crate) struct SettingsView {
    /// How a zero in the tens is read.
    #[ts(type = "\"linh\" | \"le\"")]
    zero: Zero,
    /// How a thousand is read.
    #[ts(type = "\"nghin\" | \"ngan\"")]
    thousand: Thousand,
    /// Which Thursday is the month's visit day.
    #[ts(type = "\"third_thursday\" | \"thursday_of_third_week\"")]
    visit_rule: VisitRule,
    /// What to do when that is a day off.
    #[ts(type = "\"next_working_day\" | \"next_thursday\" | \"previous_thursday\"")]
    when_day_off: WhenDayOff,
    /// How many homes a team can visit in a day; null when nobody counts.
    #[ts(type = "number | null")]
    team_capacity: Option<u32>,
    /// When it works, `07:30-11:30` and so on; null when nobody said, and 07:30-11:30 and 13:30-17:00 are taken.
    #[ts(type = "string[] | null")]
    working_hours: Option<WorkingHours>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaveArgs {
    #[ts(optional, type = "\"linh\" | \"le\"")]
    zero: Option<Zero>,
    #[ts(optional, type = "\"nghin\" | \"ngan\"")]
    thousand: Option<Thousand>,
    #[ts(optional, type = "\"third_thursday\" | \"thursday_of_third_week\"")]
    visit_rule: Option<VisitRule>,
    #[ts(optional, type = "\"next_working_day\" | \"next_thursday\" | \"previous_thursday\"")]
    when_day_off: Option<WhenDayOff>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "number | null")]
    team_capacity: Option<Option<u32>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string[] | null")]
    working_hours: Option<Option<WorkingHours>>,
}

pub(crate) fn settings(app: &App, _: NoArgs) -> Result<SettingsView, AppError> {
    Ok(view(settings_of(&app.session()?.store())?))
}

pub(crate) fn settings_save(app: &App, args: SaveArgs) -> Result<SettingsView, AppError> {
    let session = app.session()?;
    let settings = session.store().write(app.now(), |writer| {
        let there = typed(writer.records(&Query::of(RecordKind::WardSettings))?).into_iter().next();
        let (id, before) = there.unwrap_or_else(|| (writer.new_record_id(), WardSettings::default()));
        let settings = WardSettings {
            zero: args.zero.unwrap_or(before.zero),
            thousand: args.thousand.unwrap_or(before.thousand),
            visit_rule: args.visit_rule.unwrap_or(before.visit_rule),
            when_day_off: args.when_day_off.unwrap_or(before.when_day_off),
            team_capacity: args.team_capacity.unwrap_or(before.team_capacity),
            working_hours: args.working_hours.unwrap_or(before.working_hours),
            rest: before.rest,
        };
        let body = to_body(&settings);
        writer.put(Put { id, kind: RecordKind::WardSettings, body, keep_open: false })?;
        Ok::<_, AppError>(settings)
    })?;
    Ok(view(settings))
}

fn view(settings: WardSettings) -> SettingsView {
    SettingsView {
        zero: settings.zero,
        thousand: settings.thousand,
        visit_rule: settings.visit_rule,
        when_day_off: settings.when_day_off,
        team_capacity: settings.team_capacity,
        working_hours: settings.working_hours,
    }
}
