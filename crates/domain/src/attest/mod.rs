//! What stands beside the answers of a dossier: who wrote them, that they were read back, and who signed.
//!
//! A dossier's body holds them as `attests`, a map with the keys `writing`, `reading` and `signing/<who>`, each
//! patched and merged by itself. Each names the hash of the answers that it was made for. A reading or a signing
//! speaks for these answers and no others: where they are changed it stays as what was done then, and is asked for
//! again. While it fits it seals the answers: another device's change of them that did not know of it is a
//! conflict ([`seals`], asked by [`crate::merge::plan`]).
//!
//! The app never takes a fingerprint. It notes that one was given on paper, which needs a reading before it.

mod findings;
mod witness;

pub use findings::{Asked, AskedSigner, findings};
pub use witness::{BadWitness, Party, Witness, check_witnesses};

use crate::{change::Hash, dossier::Answered, patch::Body, record::RecordKind, time::Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The key of a dossier's body that holds them.
pub const ATTESTS: &str = "attests";
/// The slot of drawn signatures among a dossier's papers; sensitive, as every paper that shows a person's hand.
pub const SIGNATURE_SLOT: &str = "signature";

const WRITING: &str = "writing";
const READING: &str = "reading";
const SIGNING: &str = "signing/";

/// Whose hand or voice it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hand {
    /// The citizen's own.
    Citizen,
    /// Somebody's of their family.
    Relative,
    /// The volunteer's.
    Volunteer,
    /// An official's, who alone may write and read for who cannot, where the law asks for one.
    Official,
}

/// Who did it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doer {
    /// Whose hand or voice.
    pub who: Hand,
    /// Their name; the citizen's is that of the dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Somebody who speaks the citizen's language and the form's.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interpreter {
    /// Their name.
    pub name: String,
    /// The language that they interpreted from.
    pub language: String,
}

/// When something was noted, by whom, and for which answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// The name of the person who noted it.
    pub by: String,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// SHA-256 of the answers as they stood.
    pub answers: Hash,
    /// The version of the form that they answered; absent where an earlier app noted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_version: Option<String>,
}

impl Noted {
    /// Whether it is of these answers.
    pub fn is_of(&self, answered: Answered<'_>) -> bool {
        answered.is(self.answers, self.form_version.as_deref())
    }

    /// Whether it is of this version of the form.
    pub fn is_of_form(&self, version: &str) -> bool {
        self.form_version.as_deref().is_none_or(|own| own == version)
    }

    fn is_of_same(&self, other: &Noted) -> bool {
        let forms = self.form_version.as_ref().zip(other.form_version.as_ref());
        self.answers == other.answers && forms.is_none_or(|(one, other)| one == other)
    }
}

/// Who wrote the answers down. It is said of the dossier as a whole and never goes stale.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writing {
    /// Who wrote.
    pub written_by: Doer,
    /// Who interpreted, where somebody had to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<Interpreter>,
    /// When it was noted.
    #[serde(flatten)]
    pub noted: Noted,
}

/// The answers were read aloud, one by one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Who read.
    pub read_by: Doer,
    /// To whom, where it was not the citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The answers that were said to be right, by key, each with the short hash of the value that was read
    /// ([`short_hash`]): after a change only what is another now is read again.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub right: BTreeMap<String, String>,
    /// Those that were said to be wrong.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub wrong: BTreeMap<String, String>,
    /// Whether all of it was read and said to be right.
    pub confirmed: bool,
    /// When it was noted.
    #[serde(flatten)]
    pub noted: Noted,
}

/// How somebody signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignMode {
    /// By hand on the screen.
    Signature,
    /// With a fingerprint on the paper; noted, never taken.
    FingerprintOnPaper,
    /// By hand on the printed paper.
    Paper,
    /// Two witnesses, for who can neither read, hear, sign nor give a fingerprint.
    Witnesses,
    /// Not at all, where the law asks for none: what is handed in online.
    NotNeeded,
}

/// Somebody whom the form asks to sign has signed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signing {
    /// How.
    pub mode: SignMode,
    /// The drawn signature among the dossier's papers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Hash>,
    /// When the reading that came before it was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Timestamp>,
    /// The two witnesses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Witness>,
    /// The official before whom it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official: Option<String>,
    /// When it was noted.
    #[serde(flatten)]
    pub noted: Noted,
}

/// All of a dossier.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Attests {
    /// Who wrote.
    pub writing: Option<Writing>,
    /// That it was read back.
    pub reading: Option<Reading>,
    /// By who signs, as the form calls them.
    pub signing: BTreeMap<String, Signing>,
}

impl Reading {
    /// Whether these answers were read back and confirmed.
    pub fn fits(&self, answered: Answered<'_>) -> bool {
        self.confirmed && self.noted.is_of(answered)
    }
}

impl Signing {
    /// Whether these answers were signed.
    pub fn fits(&self, answered: Answered<'_>) -> bool {
        self.noted.is_of(answered)
    }

    /// Whether it is a fingerprint that no reading came before.
    pub(crate) fn is_unread_fingerprint(&self) -> bool {
        self.mode == SignMode::FingerprintOnPaper && self.read_at.is_none()
    }
}

impl Attests {
    /// Of the map that a dossier's body holds; what cannot be read is left out.
    pub fn of(map: &Map<String, Value>) -> Self {
        let signing = map.iter().filter_map(|(key, value)| {
            Some((key.strip_prefix(SIGNING)?.to_owned(), Signing::deserialize(value).ok()?))
        });
        Self { writing: read(map, WRITING), reading: read(map, READING), signing: signing.collect() }
    }

    /// Whether what stands under a key of the map is of these answers; none for what never goes stale.
    pub fn fits(&self, key: &str, answered: Answered<'_>) -> Option<bool> {
        match key.strip_prefix(SIGNING) {
            Some(who) => self.signing.get(who).map(|signing| signing.fits(answered)),
            None => self.reading.as_ref().filter(|_| key == READING).map(|reading| reading.fits(answered)),
        }
    }

    /// The reading, if it was of these answers and confirmed.
    pub fn fitting_reading(&self, answered: Answered<'_>) -> Option<&Reading> {
        self.reading.as_ref().filter(|reading| reading.fits(answered))
    }
}

/// Notes who wrote.
pub fn put_writing(map: &mut Map<String, Value>, writing: &Writing) {
    put(map, WRITING.to_owned(), writing);
}

/// Notes a reading.
pub fn put_reading(map: &mut Map<String, Value>, reading: &Reading) {
    put(map, READING.to_owned(), reading);
}

/// Notes how somebody signed, in the place of what was noted of them before.
pub fn put_signing(map: &mut Map<String, Value>, who: &str, signing: &Signing) {
    put(map, format!("{SIGNING}{who}"), signing);
}

fn put<T: Serialize>(map: &mut Map<String, Value>, key: String, attest: &T) {
    map.insert(key, serde_json::to_value(attest).unwrap_or_default());
}

fn read<T: DeserializeOwned>(map: &Map<String, Value>, key: &str) -> Option<T> {
    map.get(key).and_then(|value| T::deserialize(value).ok())
}

/// The first 16 digits of the hash of a value, as it was read aloud.
pub fn short_hash(value: &Value) -> String {
    let mut hash = Hash::of(value.to_string().as_bytes()).to_string();
    hash.truncate(16);
    hash
}

/// Whether every attest of a dossier's body can be read; one under a key that is not known here may be anything.
pub fn are_readable(body: &Body) -> bool {
    let readable = |(key, value): (&String, &Value)| match key.as_str() {
        WRITING => Writing::deserialize(value).is_ok(),
        READING => Reading::deserialize(value).is_ok(),
        key if key.starts_with(SIGNING) => Signing::deserialize(value).is_ok(),
        _ => true,
    };
    match body.get(ATTESTS) {
        None => true,
        Some(Value::Object(map)) => map.iter().all(readable),
        Some(_) => false,
    }
}

/// Whether a path of a patch speaks of an attest.
pub fn is_attest(kind: &RecordKind, path: &str) -> bool {
    *kind == RecordKind::Dossier && path.split_once('.').is_some_and(|(map, _)| map == ATTESTS)
}

/// Whether answers of this body were sealed by a reading or a signing that is among `touched`, the units that
/// others changed: whoever changes answers now did not know that they were read back or signed.
pub fn seals(body: &Body, touched: &BTreeSet<String>) -> bool {
    let mut keys = touched.iter().filter_map(|unit| unit.strip_prefix(ATTESTS)?.strip_prefix('.')).peekable();
    if keys.peek().is_none() {
        return false;
    }
    let nothing = Map::new();
    let map = |key: &str| body.get(key).and_then(Value::as_object).unwrap_or(&nothing);
    let (attests, answered) = (Attests::of(map(ATTESTS)), Answered::of(body));
    keys.any(|key| attests.fits(key, answered) == Some(true))
}

/// Whether nobody has to decide between two attests: both say the same of the same answers, or the one that is there
/// is a reading that was broken off.
pub(crate) fn agree(path: &str, current: &Value, wanted: &Value) -> bool {
    let Some(key) = path.strip_prefix(ATTESTS).and_then(|key| key.strip_prefix('.')) else { return false };
    match key {
        READING => both(current, wanted, |current: &Reading, wanted: &Reading| {
            !current.confirmed || wanted.confirmed && wanted.noted.is_of_same(&current.noted)
        }),
        WRITING => both(current, wanted, |current: &Writing, wanted: &Writing| {
            (&current.written_by, &current.interpreter) == (&wanted.written_by, &wanted.interpreter)
        }),
        _ => both(current, wanted, |current: &Signing, wanted: &Signing| {
            let without_noted =
                |signing: &Signing| Signing { noted: current.noted.clone(), ..signing.clone() };
            current.noted.is_of_same(&wanted.noted) && *current == without_noted(wanted)
        }),
    }
}

fn both<T: DeserializeOwned>(one: &Value, other: &Value, agree: impl Fn(&T, &T) -> bool) -> bool {
    matches!((T::deserialize(one), T::deserialize(other)), (Ok(one), Ok(other)) if agree(&one, &other))
}

#[cfg(test)]
mod tests;
