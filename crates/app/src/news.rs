//! What the app tells without being asked.

use crate::error::Failure;
use serde::Serialize;
use ts_rs::TS;

/// Something that goes on.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(untagged)]
pub enum News {
    /// How far a pass has come.
    Progress(Progress),
    /// A pass begins or ended.
    Sync(SyncNews),
    /// The ward gave the person another role, other hamlets or another team.
    Person(PersonNews),
}

impl News {
    /// The name of its event.
    pub fn name(&self) -> &'static str {
        match self {
            News::Progress(_) => "progress",
            News::Sync(_) => "sync",
            News::Person(_) => "person",
        }
    }
}

/// How far a pass has come.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Progress {
    /// What is going on: `push`, `pull`.
    #[ts(type = "string")]
    pub job: &'static str,
    /// How much is done.
    #[ts(type = "number")]
    pub done: u64,
    /// Of how much, where that is known.
    #[ts(type = "number | null")]
    pub total: Option<u64>,
    /// Of what: `change`, `record`.
    #[ts(type = "string")]
    pub unit: &'static str,
}

/// Whether a pass of whoever is unlocked runs, begun by a person or by itself; and how the last one ended.
#[derive(Clone, Debug, Default, Serialize, TS)]
pub struct SyncNews {
    /// Whether one runs.
    pub running: bool,
    /// Why the one that ended failed; null while one runs and after one that did not fail.
    #[ts(type = "Failure | null")]
    pub failure: Option<Failure>,
}

/// The person is something else to the ward now; `profile.status` says what.
#[derive(Clone, Debug, Default, Serialize, TS)]
pub struct PersonNews {}
