//! A team goes to a home.

use crate::{ids::RecordId, time::Timestamp};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The body of a visit's record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// Whose home.
    pub citizen: RecordId,
    /// The procedures to be filled there.
    #[serde(default)]
    pub purposes: Vec<String>,
    /// `scheduled` or `finished`.
    pub state: String,
    /// The day.
    pub date: NaiveDate,
    /// Whether it could not wait for the month's visit day.
    #[serde(default)]
    pub urgent: bool,
    /// The team's short name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The citizen's hamlet, so that the same volunteers see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hamlet: Option<String>,
    /// Who asked for it: `phone`, `hamlet_head`, `list`, `visit` or `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<String>,
    /// Why the citizen cannot come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the team should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its place in the day's route, where people gave it one: 1, 2, 3, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
    /// Every day that it was given, the first included, oldest first. It travels with the visit, since
    /// a device holds only the changes of its own person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<VisitMove>,
    /// How it ended: `done`, `absent`, `refused` or `partial`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What is to be said about that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome_note: Option<String>,
    /// Who finished it, by the name that the ward gave them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_by: Option<String>,
    /// When, by the device's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Visit {
    /// A visit to a citizen's home that was given its first day.
    pub fn scheduled(citizen: RecordId, first: VisitMove) -> Self {
        Self {
            citizen,
            purposes: vec![],
            state: "scheduled".into(),
            date: first.to,
            urgent: false,
            team: None,
            hamlet: None,
            asked_by: None,
            reason: None,
            note: None,
            order: None,
            moves: vec![first],
            outcome: None,
            outcome_note: None,
            finished_by: None,
            finished_at: None,
            rest: Map::new(),
        }
    }
}

/// A visit was given a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VisitMove {
    /// When, by the device's clock.
    pub at: Timestamp,
    /// Who, by the name that the ward gave them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The day before; none when it was scheduled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The new day.
    pub to: NaiveDate,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
