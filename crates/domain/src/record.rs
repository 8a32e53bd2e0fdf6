//! Records: what kinds there are, what the databases index of each, and whom they name.

use crate::{
    fee::carriers,
    group::GROUP,
    ids::{RecordId, UserId},
    patch::Body,
    role::Role,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::{fmt, str::FromStr};

/// The kind of a record. One that this version does not know is carried as it came.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// A person of the ward.
    Citizen,
    /// A citizen needs a procedure.
    Need,
    /// A team goes to a home.
    Visit,
    /// A procedure's form for a citizen.
    Dossier,
    /// What a citizen lets the ward do with their data.
    Consent,
    /// The ward's own settings; seen by everybody, edited by an admin.
    WardSettings,
    /// A day that is not as its weekday says; for everybody, as the settings are.
    CalendarDay,
    /// A hamlet's short name; for everybody.
    Hamlet,
    /// A team's short name; for everybody.
    Team,
    /// A procedure's form in one version; for everybody.
    FormPackage,
    /// A kind of a later version.
    Unknown(String),
}

impl RecordKind {
    /// The stable name.
    pub fn as_str(&self) -> &str {
        match self {
            RecordKind::Citizen => "citizen",
            RecordKind::Need => "need",
            RecordKind::Visit => "visit",
            RecordKind::Dossier => "dossier",
            RecordKind::Consent => "consent",
            RecordKind::WardSettings => "ward_settings",
            RecordKind::CalendarDay => "calendar_day",
            RecordKind::Hamlet => "hamlet",
            RecordKind::Team => "team",
            RecordKind::FormPackage => "form_package",
            RecordKind::Unknown(name) => name,
        }
    }

    /// Whether records of the kind are seen by every role of the ward and edited by an admin only.
    pub fn is_for_all(&self) -> bool {
        matches!(
            self,
            RecordKind::WardSettings
                | RecordKind::CalendarDay
                | RecordKind::Hamlet
                | RecordKind::Team
                | RecordKind::FormPackage
        )
    }

    /// Whether a record of the kind lies where its citizen lives, and moves with them.
    pub fn follows_citizen(&self) -> bool {
        matches!(self, RecordKind::Need | RecordKind::Visit | RecordKind::Dossier | RecordKind::Consent)
    }

    /// Whether a role may make and edit records of the kind, within what it may see.
    pub fn edited_by(&self, role: Role) -> bool {
        !self.is_for_all() || role == Role::Admin
    }
}

impl FromStr for RecordKind {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "citizen" => RecordKind::Citizen,
            "need" => RecordKind::Need,
            "visit" => RecordKind::Visit,
            "dossier" => RecordKind::Dossier,
            "consent" => RecordKind::Consent,
            "ward_settings" => RecordKind::WardSettings,
            "calendar_day" => RecordKind::CalendarDay,
            "hamlet" => RecordKind::Hamlet,
            "team" => RecordKind::Team,
            "form_package" => RecordKind::FormPackage,
            other => RecordKind::Unknown(other.to_owned()),
        })
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for RecordKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RecordKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Ok(kind) = String::deserialize(deserializer)?.parse();
        Ok(kind)
    }
}

/// What the databases of tablet and ward index of a record, read from its body by one function, so
/// that they cannot drift.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct IndexColumns {
    /// The hamlet whose volunteers see it.
    pub hamlet: Option<String>,
    /// The citizen it is about.
    pub citizen: Option<RecordId>,
    /// The procedure's key.
    pub procedure: Option<String>,
    /// Its state, for kinds that have one.
    pub state: Option<String>,
    /// Its day (`2026-05-21`), for visits and days of the calendar.
    pub day: Option<String>,
    /// The name it is found and sorted by.
    pub name: Option<String>,
    /// Everything else it is found by: numbers, phones, addresses.
    pub words: Vec<String>,
}

/// The index columns of a record.
pub fn index_columns(kind: &RecordKind, body: &Body) -> IndexColumns {
    let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut columns =
        IndexColumns { hamlet: text("hamlet"), state: text("state"), ..IndexColumns::default() };
    match kind {
        RecordKind::Citizen => {
            columns.name = text("full_name");
            columns.words =
                ["id_number", "old_id_number", "phone", "address"].into_iter().filter_map(text).collect();
        }
        RecordKind::Need | RecordKind::Dossier | RecordKind::Visit | RecordKind::Consent => {
            columns.citizen = text("citizen").and_then(|id| id.parse().ok());
            columns.procedure = text("procedure");
            columns.day = text("date");
        }
        RecordKind::CalendarDay => columns.day = text("date"),
        RecordKind::FormPackage => columns.procedure = text("procedure"),
        RecordKind::WardSettings | RecordKind::Hamlet | RecordKind::Team | RecordKind::Unknown(_) => {}
    }
    columns
}

/// The records that a body names and that the ward must hold before it can take this one.
pub fn references(body: &Body) -> impl Iterator<Item = RecordId> {
    ["citizen", "visit", "stays_as", GROUP]
        .into_iter()
        .filter_map(|key| body.get(key).and_then(Value::as_str).and_then(|id| id.parse().ok()))
}

/// Who asks to see a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The person.
    pub user: UserId,
    /// Their role.
    pub role: Role,
    /// The hamlets of a volunteer's invitation; empty is the whole ward.
    pub hamlets: Vec<String>,
}

/// States in which a record is no longer worked on: its author loses sight of it with its hamlet.
pub const CLOSED_STATES: [&str; 4] = ["handed_over", "withdrawn", "finished", "merged"];

impl Viewer {
    /// Whether the viewer may see a record: what they work on, and a dossier of which they carry cash.
    pub fn sees(&self, kind: &RecordKind, body: &Body, author: UserId) -> bool {
        let carries = || *kind == RecordKind::Dossier && carriers(body).contains(&self.user);
        self.works_on(kind, body, author) || carries()
    }

    /// Whether the viewer may work on a record, as far as their role goes: the ward's staff on all of the ward; a
    /// volunteer on the hamlets of the invitation and what they made themselves while it is open; on a record without a
    /// hamlet its author and the staff.
    pub fn works_on(&self, kind: &RecordKind, body: &Body, author: UserId) -> bool {
        let text = |key: &str| body.get(key).and_then(Value::as_str);
        let open = !text("state").is_some_and(|state| CLOSED_STATES.contains(&state));
        let in_hamlet = text("hamlet")
            .is_some_and(|name| self.hamlets.is_empty() || self.hamlets.iter().any(|own| own == name));
        self.role.sees_whole_ward() || kind.is_for_all() || in_hamlet || (author == self.user && open)
    }
}

/// Reads a body as its type; a field that the type does not know stays in its `rest`.
///
/// # Errors
/// When a known field has another JSON type.
pub fn from_body<T: DeserializeOwned>(body: Body) -> Result<T, serde_json::Error> {
    serde_json::from_value(Value::Object(body))
}

/// Writes a typed body as the JSON object that records hold.
pub fn to_body<T: Serialize>(typed: &T) -> Body {
    match serde_json::to_value(typed) {
        Ok(Value::Object(body)) => body,
        _ => Body::new(),
    }
}
