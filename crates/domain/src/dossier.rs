//! A procedure's form for a citizen, from the first answer to the result in their hands.

pub use crate::source::Source;
use crate::{change::Hash, ids::RecordId, source::SaidMap};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{collections::BTreeMap, fmt};

/// The body of a dossier's record.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// The procedure's key.
    pub procedure: String,
    /// The version of the form definition it was begun with; it keeps it.
    pub form_version: String,
    /// The package that the form came in; absent where it is built in. A ward that does not know the form waits for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_package: Option<RecordId>,
    /// The day whose law it follows until it is received.
    pub law_date: NaiveDate,
    /// `draft`, `queued`, `received`, … (see [`crate::act`]).
    pub state: String,
    /// Whose dossier it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citizen: Option<RecordId>,
    /// The visit during which it was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<RecordId>,
    /// The citizen's hamlet, so that the same volunteers see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hamlet: Option<String>,
    /// The answers by field key, as they were given (text in NFC).
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub answers: Map<String, Value>,
    /// Answers that a newer version of the form does not ask for any more, by the version that did.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub earlier_answers: BTreeMap<String, Map<String, Value>>,
    /// Where each answer came from.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub provenance: BTreeMap<String, Source>,
    /// What other sources say of an answer, as [`crate::source`] reads it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub said: SaidMap,
    /// Papers and photos by `<slot>/<sha256>`, as [`crate::paper`] reads them.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub files: Map<String, Value>,
    /// What is noted of the papers beside their files, as [`crate::checklist`] reads it.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub checklist: Map<String, Value>,
    /// What it costs by a person's word, and that it was paid, as [`crate::fee`] reads it.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub fee: Map<String, Value>,
    /// What was printed of it, as [`crate::printing`] reads it.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub prints: Map<String, Value>,
    /// Who wrote, that it was read back, who signed, as [`crate::attest`] reads them.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub attests: Map<String, Value>,
    /// SHA-256 of the answers as they were submitted; absent while they may change freely. Of a member: of those
    /// of its group that it was handed in with, or withdrawn by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed_answers: Option<String>,
    /// The group that it is a member of (see [`crate::group`]); answers and papers are the group's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<RecordId>,
    /// Which member it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Dossier {
    /// Whether answers may be set without taking a submit back.
    pub fn is_draft(&self) -> bool {
        self.state == "draft"
    }

    /// Its answers as they stand.
    pub fn answered(&self) -> Answered<'_> {
        Answered { hash: answers_hash(&self.answers), form_version: &self.form_version }
    }
}

/// Which answers something is noted of: a reading, a signing, a print. The same answers on another version of the form
/// are others, because another question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered<'a> {
    /// Of the answers ([`answers_hash`]).
    pub hash: Hash,
    /// The version of the form that asked.
    pub form_version: &'a str,
}

impl<'a> Answered<'a> {
    /// As they stand in a dossier's body.
    pub fn of(body: &'a Map<String, Value>) -> Self {
        let hash = match body.get("answers").and_then(Value::as_object) {
            Some(answers) => answers_hash(answers),
            None => answers_hash(&Map::new()),
        };
        let form_version = body.get("form_version").and_then(Value::as_str).unwrap_or_default();
        Self { hash, form_version }
    }

    /// Whether it was noted of these. An earlier app named no form; what it noted is of the one that the dossier was
    /// then on ([`name_form`]).
    pub fn is(&self, hash: Hash, form_version: Option<&str>) -> bool {
        self.hash == hash && form_version.is_none_or(|version| version == self.form_version)
    }

    /// Names answers and form in one.
    pub fn mark(&self) -> Hash {
        Hash::of(format!("{} {}", self.form_version, self.hash).as_bytes())
    }
}

/// Before a draft goes on with another version: what was noted without a form was of this one.
pub fn name_form(noted: &mut Map<String, Value>, form_version: &str) {
    for fields in noted.values_mut().filter_map(Value::as_object_mut) {
        if fields.contains_key("answers") {
            fields.entry("form_version").or_insert_with(|| form_version.into());
        }
    }
}

/// What a submit, a reading or a signing seals: SHA-256 over the answers as JSON text, keys sorted, without spaces.
pub fn answers_hash(answers: &Map<String, Value>) -> Hash {
    Hash::of(Value::Object(answers.clone()).to_string().as_bytes())
}

impl fmt::Debug for Dossier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dossier({}, {})", self.procedure, self.state)
    }
}
