//! A citizen needs a procedure: who said so, since when, and what closed it.

use crate::ids::RecordId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The body of a need's record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// Whose need it is.
    pub citizen: RecordId,
    /// The procedure's key.
    pub procedure: String,
    /// `open` or `closed`.
    pub state: String,
    /// The day it was noted.
    pub since: NaiveDate,
    /// The list it came from, where it came from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The citizen's hamlet, so that the same volunteers see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hamlet: Option<String>,
    /// The dossier that closed it, or nothing where a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<RecordId>,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
