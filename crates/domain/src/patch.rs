//! Bodies of records and the patches between two of them.
//!
//! A body is a JSON object. A field that this version does not know stays in it untouched. A path is
//! a key, or for the maps of [`DIVIDED`] `map.key` (`answers.sub_name`): the smallest thing that a
//! patch speaks of. Absent and `null` are the same.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The body of a record.
pub type Body = Map<String, Value>;

/// The keys whose values are maps that are patched entry by entry.
pub const DIVIDED: [&str; 9] =
    ["answers", "provenance", "said", "files", "checklist", "fee", "prints", "attests", "withdrawn"];

/// One field before and after; `null` is absent.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The value that the author saw.
    #[serde(default)]
    pub from: Value,
    /// The value that the author left.
    #[serde(default)]
    pub to: Value,
}

/// What a change does to a body, field by field.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Patch(pub BTreeMap<String, FieldChange>);

/// The map and the key of a path into one of [`DIVIDED`]. Asked of every path of every change, so that it looks for the
/// few names and not for the dot.
fn divide(path: &str) -> Option<(&str, &str)> {
    DIVIDED.iter().find_map(|map| Some((*map, path.strip_prefix(map)?.strip_prefix('.')?)))
}

/// The value at `path`, `null` when absent.
pub fn value_at<'a>(body: &'a Body, path: &str) -> &'a Value {
    let found = match divide(path) {
        Some((map, key)) => body.get(map).and_then(|inner| inner.get(key)),
        None => body.get(path),
    };
    found.unwrap_or(&Value::Null)
}

/// Puts `value` at `path`; `null` takes the field out, and a divided map goes with its last entry.
pub fn put(body: &mut Body, path: &str, value: Value) {
    match divide(path) {
        Some((map, key)) => {
            let inner = body.entry(map).or_insert_with(|| Value::Object(Map::new()));
            if !inner.is_object() {
                *inner = Value::Object(Map::new());
            }
            if let Value::Object(entries) = inner {
                put_key(entries, key, value);
                if entries.is_empty() {
                    body.remove(map);
                }
            }
        }
        None => put_key(body, path, value),
    }
}

fn put_key(map: &mut Map<String, Value>, key: &str, value: Value) {
    if value.is_null() {
        map.remove(key);
    } else {
        map.insert(key.to_owned(), value);
    }
}

impl Patch {
    /// The patch that turns `before` into `after`.
    pub fn between(before: &Body, after: &Body) -> Self {
        let mut patch = Self::default();
        let mut note = |path: String| {
            let (from, to) = (value_at(before, &path), value_at(after, &path));
            if from != to {
                patch.0.insert(path, FieldChange { from: from.clone(), to: to.clone() });
            }
        };
        for key in before.keys().chain(after.keys()) {
            if DIVIDED.contains(&key.as_str()) {
                for side in [before, after] {
                    if let Some(Value::Object(entries)) = side.get(key) {
                        entries.keys().for_each(|entry| note(format!("{key}.{entry}")));
                    }
                }
            } else {
                note(key.clone());
            }
        }
        patch
    }

    /// Puts every `to` into `body`.
    pub fn apply(&self, body: &mut Body) {
        for (path, change) in &self.0 {
            put(body, path, change.to.clone());
        }
    }

    /// Takes a later patch of the same author into this one: the first `from` and the last `to` of
    /// each field stay, and a field that came back to where it was falls out.
    pub fn amend(&mut self, later: Patch) {
        for (path, change) in later.0 {
            let from = self.0.remove(&path).map_or(change.from, |earlier| earlier.from);
            if from != change.to {
                self.0.insert(path, FieldChange { from, to: change.to });
            }
        }
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn body() -> impl Strategy<Value = Body> {
        let leaf = prop_oneof!["[a-zđơ]{1,3}".prop_map(Value::from), any::<i32>().prop_map(Value::from)];
        let answers = prop::collection::btree_map("[a-d]", leaf.clone(), 0..4);
        (prop::collection::btree_map("[a-d]", leaf, 0..4), answers).prop_map(|(fields, answers)| {
            let mut body: Body = fields.into_iter().collect();
            for (key, value) in answers {
                put(&mut body, &format!("answers.{key}"), value);
            }
            body
        })
    }

    proptest! {
        #[test]
        fn a_patch_between_two_bodies_leads_from_one_to_the_other(before in body(), after in body()) {
            let mut reached = before.clone();
            Patch::between(&before, &after).apply(&mut reached);
            prop_assert_eq!(reached, after);
        }

        #[test]
        fn amending_equals_the_patch_over_both_steps(first in body(), second in body(), third in body()) {
            let mut amended = Patch::between(&first, &second);
            amended.amend(Patch::between(&second, &third));
            prop_assert!(amended == Patch::between(&first, &third));
        }
    }

    #[test]
    fn a_field_that_this_version_does_not_know_stays() {
        let mut body: Body = json!({"of_tomorrow": [1, 2], "answers": {"a": 1}}).as_object().unwrap().clone();
        put(&mut body, "answers.a", Value::Null);
        assert_eq!(Value::Object(body), json!({"of_tomorrow": [1, 2]}));
    }
}
