//! What a ward may decide for itself. A record of scope "all"; absent, the defaults below hold.

use crate::{
    visit_day::{VisitRule, WhenDayOff},
    words::{NumberStyle, Thousand, Zero},
    working_hours::WorkingHours,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The ward's own settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WardSettings {
    /// How a zero in the tens is read: `linh` (North) or `lẻ` (South).
    pub zero: Zero,
    /// How a thousand is read: `nghìn` (North, official) or `ngàn` (South).
    pub thousand: Thousand,
    /// Which Thursday is the month's visit day.
    pub visit_rule: VisitRule,
    /// What to do when that is a day off.
    pub when_day_off: WhenDayOff,
    /// How many homes a team can visit in a day; absent, nobody counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_capacity: Option<u32>,
    /// When it works; absent, the usual hours are taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_hours: Option<WorkingHours>,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl WardSettings {
    /// How numbers are written out in this ward.
    pub fn number_style(&self) -> NumberStyle {
        NumberStyle { zero: self.zero, thousand: self.thousand }
    }

    /// When this ward works.
    pub fn hours(&self) -> WorkingHours {
        self.working_hours.clone().unwrap_or_else(WorkingHours::usual)
    }
}
