//! What was printed of a dossier: how often, when, and of which answers, so that the desk knows what the paper in
//! its hands was printed from.
//!
//! A dossier's body holds it as `prints`, a map whose keys are `<kind>/<answers>/<replica>`: each replica counts
//! its own prints, so that two that print meet in no conflict.

use crate::{change::Hash, dossier::Answered, ids::ReplicaId, time::Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The key of a dossier's body that holds its prints.
pub const PRINTS: &str = "prints";

/// What one replica printed of one kind from the same answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prints {
    /// `declaration`, `checklist`, …
    pub kind: String,
    /// The hash of the answers, as a submit seals them.
    pub answers: Hash,
    /// The version of the form that they answered; absent where an earlier app printed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_version: Option<String>,
    /// How often.
    pub count: u32,
    /// How many pages it had the last time.
    pub pages: u32,
    /// When it was printed last, by the device's clock; for people to read and for nothing else.
    pub at: Timestamp,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// All prints of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// The kind.
    pub kind: String,
    /// How often, by everybody.
    pub count: u32,
    /// The last time.
    pub at: Timestamp,
    /// The answers that were printed then.
    pub answers: Hash,
    /// The version of the form that they answered; absent where an earlier app printed it.
    pub form_version: Option<String>,
}

impl Printed {
    /// Whether it is of these answers.
    pub fn is_of(&self, answered: Answered<'_>) -> bool {
        answered.is(self.answers, self.form_version.as_deref())
    }
}

/// Counts one more print.
pub fn note(
    prints: &mut Map<String, Value>,
    replica: ReplicaId,
    (kind, answered): (&str, Answered<'_>),
    pages: u32,
    at: Timestamp,
) {
    let Answered { hash: answers, form_version } = answered;
    let short: String = answers.to_string().chars().take(16).collect();
    let key = format!("{kind}/{short}/{replica}");
    let before = prints.get(&key).and_then(read);
    let (count, rest) = before.map_or((0, Map::new()), |before| (before.count, before.rest));
    let (kind, form_version) = (kind.to_owned(), Some(form_version.to_owned()));
    let noted = Prints { kind, answers, form_version, count: count.saturating_add(1), pages, at, rest };
    prints.insert(key, json!(noted));
}

/// What was printed, by kind. An entry that cannot be read is left out: it must not hide the others.
pub fn printed(prints: &Map<String, Value>) -> Vec<Printed> {
    let mut all: Vec<Printed> = Vec::new();
    for Prints { kind, answers, form_version, count, at, .. } in prints.values().filter_map(read) {
        match all.iter_mut().find(|printed| printed.kind == kind) {
            None => all.push(Printed { kind, count, at, answers, form_version }),
            Some(printed) => {
                printed.count = printed.count.saturating_add(count);
                if at >= printed.at {
                    (printed.at, printed.answers, printed.form_version) = (at, answers, form_version);
                }
            }
        }
    }
    all.sort_by(|one, other| one.kind.cmp(&other.kind));
    all
}

fn read(entry: &Value) -> Option<Prints> {
    Prints::deserialize(entry).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn prints_are_counted_by_kind_and_the_last_one_says_which_answers() {
        let (mine, theirs) = (ReplicaId(Uuid::from_u128(1)), ReplicaId(Uuid::from_u128(2)));
        let answered = |content: &[u8]| Answered { hash: Hash::of(content), form_version: "2024-06.1" };
        let (first, second) = (answered(b"first"), answered(b"second"));
        let mut prints = Map::new();
        note(&mut prints, mine, ("declaration", first), 2, Timestamp(10));
        note(&mut prints, mine, ("declaration", first), 2, Timestamp(20));
        note(&mut prints, theirs, ("declaration", second), 3, Timestamp(30));
        note(&mut prints, mine, ("declaration", first), 2, Timestamp(25));
        note(&mut prints, mine, ("checklist", first), 1, Timestamp(5));
        prints.insert("of_tomorrow".into(), json!(7));
        assert_eq!(prints.len(), 4, "one entry for the same answers on the same replica");
        let of = |kind: &str, count, at, answered: Answered<'_>| Printed {
            kind: kind.into(),
            count,
            at: Timestamp(at),
            answers: answered.hash,
            form_version: Some(answered.form_version.to_owned()),
        };
        assert_eq!(printed(&prints), [of("checklist", 1, 5, first), of("declaration", 4, 30, second)]);
        let of_newer = Answered { form_version: "2026-11.1", ..second };
        let is_of = |answered| printed(&prints)[1].is_of(answered);
        assert!(is_of(second) && !is_of(of_newer) && !is_of(first));
        let mut unnamed = prints.clone();
        let without = unnamed.values_mut().filter_map(Value::as_object_mut);
        without.for_each(|noted| drop(noted.remove("form_version")));
        assert!(printed(&unnamed)[1].is_of(of_newer), "an earlier app named no form");
        crate::dossier::name_form(&mut unnamed, second.form_version);
        assert!(!printed(&unnamed)[1].is_of(of_newer), "which was that of the draft before it was moved");
    }
}
