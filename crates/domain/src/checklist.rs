//! What is noted of a dossier's papers beside their files: that the original was seen, that the citizen does not have
//! one, and in which order its pages are.
//!
//! A dossier's body holds it as `checklist`, a map with the keys `original/<slot>`, `absent/<slot>` and `order/<slot>`,
//! each patched and merged by itself.

use crate::{change::Hash, paper::Paper, patch::Body, time::Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The key of a dossier's body that holds it.
pub const CHECKLIST: &str = "checklist";

const ORIGINAL: &str = "original/";
const ABSENT: &str = "absent/";
const ORDER: &str = "order/";

/// Somebody held the original in their hands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginalSeen {
    /// The name of who saw it.
    pub by: String,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The citizen does not have the paper.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absent {
    /// Why, in the words of who noted it.
    pub why: String,
    /// Their name.
    pub by: String,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What is noted, by slot.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Checklist {
    /// The originals that were seen.
    pub originals: BTreeMap<String, OriginalSeen>,
    /// The papers that the citizen does not have.
    pub absent: BTreeMap<String, Absent>,
    /// The order of pages, where somebody gave one.
    pub order: BTreeMap<String, Vec<Hash>>,
}

impl Checklist {
    /// Of the map that a dossier's body holds; what cannot be read is left out.
    pub fn of(map: &Map<String, Value>) -> Self {
        Self { originals: by_slot(map, ORIGINAL), absent: by_slot(map, ABSENT), order: by_slot(map, ORDER) }
    }

    /// The papers in the order in which they were attached, within a slot in the order that somebody gave its pages;
    /// one that this order does not know comes last.
    pub fn sorted(&self, mut papers: Vec<Paper>) -> Vec<Paper> {
        papers.sort_by_key(|paper| paper.at);
        for (slot, order) in &self.order {
            let places: Vec<usize> = (0..papers.len()).filter(|&at| papers[at].slot == *slot).collect();
            let mut pages: Vec<Paper> = places.iter().map(|&at| papers[at].clone()).collect();
            let rank = |page: &Paper| order.iter().position(|file| *file == page.sha256);
            pages.sort_by_key(|page| rank(page).unwrap_or(usize::MAX));
            for (place, page) in places.into_iter().zip(pages) {
                papers[place] = page;
            }
        }
        papers
    }
}

/// Notes that an original was seen, or takes it back.
pub fn put_original(map: &mut Map<String, Value>, slot: &str, seen: Option<&OriginalSeen>) {
    put(map, ORIGINAL, slot, seen);
}

/// Notes that the citizen does not have a paper, or takes it back.
pub fn put_absent(map: &mut Map<String, Value>, slot: &str, absent: Option<&Absent>) {
    put(map, ABSENT, slot, absent);
}

/// Notes the order of a paper's pages.
pub fn put_order(map: &mut Map<String, Value>, slot: &str, order: &[Hash]) {
    put(map, ORDER, slot, Some(&order));
}

fn put<T: Serialize>(map: &mut Map<String, Value>, kind: &str, slot: &str, noted: Option<&T>) {
    let key = format!("{kind}{slot}");
    match noted.and_then(|noted| serde_json::to_value(noted).ok()) {
        Some(value) => drop(map.insert(key, value)),
        None => drop(map.remove(&key)),
    }
}

fn by_slot<T: DeserializeOwned>(map: &Map<String, Value>, kind: &str) -> BTreeMap<String, T> {
    map.iter()
        .filter_map(|(key, value)| Some((key.strip_prefix(kind)?.to_owned(), T::deserialize(value).ok()?)))
        .collect()
}

/// Whether every note of a dossier's body can be read; under a key that is not known here may be anything.
pub fn are_readable(body: &Body) -> bool {
    let readable = |(key, value): (&String, &Value)| match key.split_once('/') {
        Some(("original", _)) => OriginalSeen::deserialize(value).is_ok(),
        Some(("absent", _)) => Absent::deserialize(value).is_ok(),
        Some(("order", _)) => Vec::<Hash>::deserialize(value).is_ok(),
        _ => true,
    };
    match body.get(CHECKLIST) {
        None => true,
        Some(Value::Object(map)) => map.iter().all(readable),
        Some(_) => false,
    }
}

/// Whether a path of a patch speaks of such a note.
pub fn is_note(path: &str) -> bool {
    path.split_once('.').is_some_and(|(map, _)| map == CHECKLIST)
}

/// Whether nobody has to decide between two notes: both saw the original, both say the same why, or it is the order of
/// pages, where the last one stands.
pub(crate) fn agree(path: &str, current: &Value, wanted: &Value) -> bool {
    let Some(key) = path.strip_prefix(CHECKLIST).and_then(|key| key.strip_prefix('.')) else { return false };
    let both = !current.is_null() && !wanted.is_null();
    match key.split_once('/') {
        Some(("original" | "order", _)) => both,
        Some(("absent", _)) => both && current.get("why") == wanted.get("why"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{merge::plan, paper::Media, patch::Patch};
    use serde_json::json;
    use std::collections::BTreeSet;

    fn paper(slot: &str, content: &str, at: i64) -> Paper {
        Paper {
            slot: slot.into(),
            sha256: Hash::of(content.as_bytes()),
            bytes: 1,
            media: Media::Jpeg,
            pages: None,
            at: Some(Timestamp(at)),
            rest: Map::new(),
        }
    }

    #[test]
    fn pages_stand_in_the_order_that_was_given_and_the_other_papers_where_they_were() {
        let all =
            || vec![paper("old", "1", 1), paper("card", "a", 2), paper("old", "2", 3), paper("old", "3", 4)];
        let mut map = Map::new();
        let order = [Hash::of(b"2"), Hash::of(b"gone"), Hash::of(b"1")];
        put_order(&mut map, "old", &order);
        let names = |papers: Vec<Paper>| papers.into_iter().map(|paper| paper.sha256).collect::<Vec<_>>();
        let expected = ["2", "a", "1", "3"].map(|content| Hash::of(content.as_bytes()));
        assert_eq!(names(Checklist::of(&map).sorted(all())), expected, "what it does not know comes last");
        assert_eq!(names(Checklist::default().sorted(all()))[0], Hash::of(b"1"));
    }

    #[test]
    fn two_who_saw_the_same_original_agree_and_two_reasons_are_for_a_person_to_decide() {
        let note = |value: Value| json!({ "checklist": value }).as_object().unwrap().clone();
        let rows = [
            ("original/card", json!({"by": "Ba", "at": "x"}), json!({"by": "An", "at": "y"}), true),
            ("order/card", json!(["1", "2"]), json!(["2", "1"]), true),
            ("absent/card", json!({"why": "mất", "by": "Ba"}), json!({"why": "mất", "by": "An"}), true),
            ("absent/card", json!({"why": "mất", "by": "Ba"}), json!({"why": "để quên", "by": "An"}), false),
            ("original/card", json!({"by": "Ba", "at": "x"}), Value::Null, false),
        ];
        for (key, theirs, mine, agreed) in rows {
            let before = note(json!({ key: {"by": "Tư"} }));
            let patch = Patch::between(&before, &note(json!({ key: mine })));
            let touched = BTreeSet::from([format!("checklist.{key}")]);
            let planned = plan(&note(json!({ key: theirs })), &patch, &touched, &str::to_owned);
            assert_eq!(planned.conflicts.is_empty(), agreed, "{key} {theirs} {mine}");
        }
    }

    #[test]
    fn a_note_that_cannot_be_read_is_said_and_one_of_tomorrow_stays() {
        let body = |map: Value| json!({ "checklist": map }).as_object().unwrap().clone();
        assert!(are_readable(&body(json!({"original/a.b": {"by": "Ba", "at": "2026-05-21T02:00:00.000Z"}}))));
        assert!(are_readable(&body(json!({"of_tomorrow": 1}))) && are_readable(&Body::new()));
        for torn in [
            json!({"original/a": true}),
            json!({"absent/a": {"by": "Ba"}}),
            json!({"order/a": ["x"]}),
            json!([]),
        ] {
            assert!(!are_readable(&body(torn.clone())), "{torn}");
        }
    }
}
