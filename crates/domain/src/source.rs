//! Where an answer came from, and what other sources say of it.
//!
//! Beside an answer stands what a card, an earlier dossier or a list says otherwise (`said`), until a person decides.
//! Of each field and source there is one entry, so that two people who asked two sources both keep theirs.

use crate::ids::RecordId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// Where an answer came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The citizen, or somebody for them, said it.
    Spoken,
    /// The record of the citizen, or of another one of the ward.
    Record,
    /// The ward's own data.
    Ward,
    /// An identity card that was read.
    Scan,
    /// Another dossier of the ward.
    Earlier {
        /// Which one.
        dossier: RecordId,
        /// The day whose law it followed: when it was begun.
        day: NaiveDate,
    },
    /// One of a later version, as it came.
    #[serde(untagged)]
    Later(Value),
}

impl Source {
    /// The name by which what it says of a field is kept: each earlier dossier speaks for itself.
    pub fn name(&self) -> String {
        match self {
            Source::Spoken => "spoken".to_owned(),
            Source::Record => "record".to_owned(),
            Source::Ward => "ward".to_owned(),
            Source::Scan => "scan".to_owned(),
            Source::Earlier { dossier, .. } => format!("earlier/{dossier}"),
            Source::Later(_) => "later".to_owned(),
        }
    }
}

/// What a source says of a field that is answered otherwise, or not yet.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Who says it.
    pub source: Source,
    /// As an answer would be stored.
    pub value: Value,
    /// Whether a person took it or left it; absent until somebody decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<bool>,
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Said({:?}, taken: {:?})", self.source, self.taken)
    }
}

/// What other sources say, by `<field>/<source>`.
pub type SaidMap = BTreeMap<String, Said>;

/// So many earlier dossiers are heard of one field.
pub const EARLIER_HEARD: usize = 2;

/// The name of an entry.
fn name_of(field: &str, source: &Source) -> String {
    format!("{field}/{}", source.name())
}

/// The field that an entry speaks of.
pub fn field_of(entry: &str) -> &str {
    entry.split_once('/').map_or(entry, |(field, _)| field)
}

/// What the sources say of a field, decided or not.
pub fn said_of<'a>(said: &'a SaidMap, field: &'a str) -> impl Iterator<Item = &'a Said> {
    said.iter().filter(move |(entry, _)| field_of(entry) == field).map(|(_, said)| said)
}

/// Notes what a source says; tells whether it waits for a decision. Whoever says the same again is not heard anew, also
/// where a person decided against it; whoever says something else is.
pub fn note(said: &mut SaidMap, field: &str, source: &Source, value: Value) -> bool {
    let name = name_of(field, source);
    if let Some(known) = said.get(&name).filter(|known| known.value == value) {
        return known.taken.is_none();
    }
    let earlier = |said: &&Said| matches!(said.source, Source::Earlier { .. });
    let is_new = !said.contains_key(&name) && matches!(source, Source::Earlier { .. });
    if is_new && said_of(said, field).filter(earlier).count() >= EARLIER_HEARD {
        return false;
    }
    said.insert(name, Said { source: source.clone(), value, taken: None });
    true
}

/// A person says which value is right: what says so was taken, and everything else was not. `answer` is what stood
/// there, and where it came from; it is kept among what was said where it came from somewhere.
pub fn decide(said: &mut SaidMap, field: &str, right: &Value, answer: Option<(&Source, &Value)>) {
    if let Some((source, value)) = answer
        && !matches!(source, Source::Spoken | Source::Later(_))
    {
        let entry = Said { source: source.clone(), value: value.clone(), taken: None };
        said.entry(name_of(field, source)).or_insert(entry);
    }
    for (_, said) in said.iter_mut().filter(|(entry, _)| field_of(entry) == field) {
        said.taken = Some(said.value == *right);
    }
}

/// Puts away what the sources say of these fields and nobody has decided: it was of somebody else, or is of no use. Of
/// one `source` all that nobody took, also what was decided against. The answers stay as they are.
pub fn put_away(said: &mut SaidMap, fields: &BTreeSet<String>, source: Option<&Source>) {
    said.retain(|entry, said| {
        let goes = match source {
            Some(source) => said.source == *source && said.taken != Some(true),
            None => said.taken.is_none(),
        };
        !(goes && fields.contains(field_of(entry)))
    });
}

/// Whether an entry, as it stood before two people worked on it apart, was put away by one of them and neither taken nor
/// heard anew by the other.
pub fn is_put_away(before: &Value, one: &Value, other: &Value) -> bool {
    let is_old = |side: &Value| {
        side.get("value") == before.get("value") && side.get("taken") != Some(&Value::Bool(true))
    };
    let sides = [one, other];
    !before.is_null()
        && sides.iter().any(|side| side.is_null())
        && sides.iter().all(|side| side.is_null() || is_old(side))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn earlier(n: u128) -> Source {
        let day = NaiveDate::from_ymd_opt(2026, 5, 12).unwrap();
        Source::Earlier { dossier: RecordId(uuid::Uuid::from_u128(n)), day }
    }

    #[test]
    fn every_source_is_read_as_it_was_written_and_one_of_tomorrow_stays() {
        for source in [
            json!("spoken"),
            json!("record"),
            json!("ward"),
            json!("scan"),
            json!({"earlier": {"dossier": "00000000-0000-0000-0000-000000000001", "day": "2026-05-12"}}),
        ] {
            let read: Source = serde_json::from_value(source.clone()).unwrap();
            assert!(!matches!(read, Source::Later(_)), "{source}");
            assert_eq!(serde_json::to_value(read).unwrap(), source);
        }
        for of_tomorrow in [json!("list"), json!({"register": {"office": 7}})] {
            let read: Source = serde_json::from_value(of_tomorrow.clone()).unwrap();
            assert_eq!(read, Source::Later(of_tomorrow.clone()));
            assert_eq!(serde_json::to_value(read).unwrap(), of_tomorrow);
        }
    }

    #[test]
    fn who_says_the_same_again_is_not_heard_anew_and_who_says_something_else_is() {
        let mut said = SaidMap::new();
        note(&mut said, "sub_name", &Source::Scan, json!("TRẦN THỊ BÍNH"));
        decide(
            &mut said,
            "sub_name",
            &json!("TRẦN THỊ BÌNH"),
            Some((&Source::Spoken, &json!("TRẦN THỊ BÌNH"))),
        );
        assert_eq!(said["sub_name/scan"].taken, Some(false));
        let decided = said.clone();
        assert!(!note(&mut said, "sub_name", &Source::Scan, json!("TRẦN THỊ BÍNH")));
        assert_eq!(said, decided);
        assert!(note(&mut said, "sub_name", &Source::Scan, json!("TRẦN THỊ BỈNH")));
        assert_eq!(said["sub_name/scan"].taken, None);
    }

    #[test]
    fn a_decision_says_which_was_taken_and_keeps_what_stood_there() {
        let mut said = SaidMap::new();
        note(&mut said, "mother_name", &Source::Scan, json!("LÊ THỊ ÁNH"));
        note(&mut said, "mother_name", &earlier(1), json!("LÊ THỊ ANH"));
        note(&mut said, "mother_birth", &Source::Scan, json!("1940-01-02"));
        decide(&mut said, "mother_name", &json!("LÊ THỊ ÁNH"), Some((&Source::Record, &json!("LÊ THỊ ÀNH"))));
        let taken: Vec<_> = said.iter().map(|(entry, said)| (entry.as_str(), said.taken)).collect();
        assert_eq!(
            taken,
            [
                ("mother_birth/scan", None),
                ("mother_name/earlier/00000000-0000-0000-0000-000000000001", Some(false)),
                ("mother_name/record", Some(false)),
                ("mother_name/scan", Some(true)),
            ]
        );
    }

    #[test]
    fn of_many_earlier_dossiers_only_a_few_are_heard() {
        let mut said = SaidMap::new();
        for n in 1..9 {
            note(&mut said, "father_name", &earlier(n), json!(format!("NGƯỜI {n}")));
        }
        assert_eq!(said.len(), EARLIER_HEARD);
    }
}
