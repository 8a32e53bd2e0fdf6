//! A team goes to a home.

use crate::ids::RecordId;
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
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
