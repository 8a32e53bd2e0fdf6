//! What the ward tells of a record beside its body.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use tan_nha_domain::{
    act::Act,
    change::Hash,
    ids::{OpId, RecordId, UserId},
    time::Timestamp,
};

/// What the ward tells of a record beside its body; it moves no revision.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Notes {
    /// The conflicts that wait for a decision which the viewer may make: their own, and for the ward's
    /// staff all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<OpenConflict>,
    /// Of an open dossier: others of the same procedure for the same citizen that somebody else has open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_open: Vec<AlsoOpen>,
    /// Of a dossier: the files that it names and the ward does not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Hash>,
}

impl Notes {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A change in conflict: in these fields its value did not come in, and nobody has decided yet.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenConflict {
    /// The change.
    pub op_id: OpId,
    /// Who made it.
    pub user: UserId,
    /// Their name.
    pub by: String,
    /// When, by their device.
    pub at: Timestamp,
    /// The act that came too late, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
    /// Its reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// By the path of the field. The ward's value is in the record's body.
    pub fields: BTreeMap<String, Contested>,
}

/// A field of a change in conflict.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Contested {
    /// What its author saw.
    pub before: Value,
    /// What its author left.
    pub mine: Value,
    /// Who wrote the ward's value; none when nobody's change did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs_by: Option<String>,
    /// When, by their device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs_at: Option<Timestamp>,
}

/// A dossier of the same procedure for the same citizen, or of one that yields it or is yielded by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlsoOpen {
    /// The dossier.
    pub id: RecordId,
    /// The name of whoever made it.
    pub by: String,
    /// Its state.
    pub state: String,
    /// Its procedure, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
}
