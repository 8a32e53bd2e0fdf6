//! Merging a patch into a body that others changed meanwhile, unit by unit: one pure plan. The ward makes
//! it of every change that comes, a device of what it has not sent when the ward's version comes.
//!
//! The unit of merge is what a person understands as one thing: a field group of a form (a mother's
//! four fields, a date of birth with its basis), a citizen's number, a citizen's phone with its owner.
//! Never half a person.
//!
//! A form is one thing with all that was answered on it: where a draft was moved to another version and others changed
//! answers meanwhile, or the other way round, none of its answers merge ([`goes_with_form`]). What was typed for one form is
//! never laid into another unseen.

use crate::{
    attest, checklist,
    consent::WITHDRAWN,
    fee,
    mutant::{self, Mutant},
    paper::FILES,
    patch::{Body, FieldChange, Patch, put, value_at},
    printing::PRINTS,
    record::RecordKind,
    source,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Which version of its form a dossier is on, and the unit of all that goes with it.
pub const FORM: &str = "form_version";

/// What to do with a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The body after it.
    pub body: Body,
    /// Whether other people's changes were there too.
    pub merged: bool,
    /// The units in which the ward's value stays and a person must decide.
    pub conflicts: BTreeSet<String>,
}

impl Plan {
    /// The body that a device shows of this plan: units in conflict as they are in `own`, whole, until the
    /// ward has said so. What was typed here is not taken from under its author, and never half of it.
    pub fn keeping(self, own: &Body, unit_of: &dyn Fn(&str) -> String) -> Body {
        let mut body = self.body;
        let mut back = Patch::between(&body, own);
        back.0.retain(|path, _| stands_in(path, &unit_of(path), &self.conflicts));
        back.apply(&mut body);
        body
    }
}

/// The paths in which `current` differs from `own` where `patch`, by which its author came to `own`, says
/// nothing: there others were at work.
pub fn touched_since(current: &Body, own: &Body, patch: &Patch) -> BTreeSet<String> {
    let differences = Patch::between(own, current);
    differences.0.into_keys().filter(|path| !patch.0.contains_key(path)).collect()
}

/// Whether a path is in conflict where these units are. Of a form all that was answered is.
pub fn stands_in<'u>(path: &str, unit: &str, units: impl IntoIterator<Item = &'u String>) -> bool {
    units.into_iter().any(|one| one == unit || one == FORM && goes_with_form(path))
}

/// Whether a path speaks of what was answered on a form, so that it means nothing on another one.
pub fn goes_with_form(path: &str) -> bool {
    ["answers.", "provenance.", "said."].iter().any(|map| path.starts_with(map))
}

/// Plans `patch` on `current`. `touched` holds the paths that others changed since the revision that
/// the patch's author saw; `unit_of` names the unit of a path.
pub fn plan(
    current: &Body,
    patch: &Patch,
    touched: &BTreeSet<String>,
    unit_of: &dyn Fn(&str) -> String,
) -> Plan {
    let is_of_other_form = match patch.0.get(FORM) {
        Some(change) => change.to != *value_at(current, FORM),
        None => touched.contains(FORM),
    };
    let by_units = || conflicts(current, patch, touched, unit_of);
    let as_one = || {
        let unit_of = |path: &str| if goes_with_form(path) { FORM.to_owned() } else { unit_of(path) };
        conflicts(current, patch, touched, &unit_of)
    };
    let found = if is_of_other_form { as_one() } else { by_units() };
    // Two may have come to the same form, and have left something else of the one before.
    let conflicts = if found.contains(FORM) { as_one() } else { found };
    let comes_in = |path: &str, change: &FieldChange| {
        let half = mutant::is(Mutant::MergeHalfGroup) && *value_at(current, path) == change.from;
        conflicts.is_empty() || half || !stands_in(path, &unit_of(path), &conflicts)
    };
    let mut body = current.clone();
    for (path, change) in &patch.0 {
        if comes_in(path, change) && !is_settled(path, value_at(current, path), change) {
            put(&mut body, path, change.to.clone());
        }
    }
    Plan { body, merged: !touched.is_empty(), conflicts }
}

/// The units in which a patch meets what its author did not see.
fn conflicts(
    current: &Body,
    patch: &Patch,
    touched: &BTreeSet<String>,
    unit_of: &dyn Fn(&str) -> String,
) -> BTreeSet<String> {
    // Answers that were read back or signed meanwhile are not changed by who did not know of it.
    let sealed = attest::seals(current, touched);
    let touched: BTreeSet<String> = touched.iter().map(|path| unit_of(path)).collect();
    let unseen = patch.0.iter().filter(|(path, change)| {
        let unseen = *value_at(current, path) != change.from
            || sealed && path.starts_with("answers.")
            || !touched.is_empty() && touched.contains(&unit_of(path));
        unseen && !agree(path, value_at(current, path), change)
    });
    unseen.map(|(path, _)| unit_of(path)).collect()
}

/// Whether others did with what a source says what a change of it does not alter: they put it away and the change only
/// leaves it aside, or the change puts it away and they took it or heard it anew.
fn is_settled(path: &str, current: &Value, change: &FieldChange) -> bool {
    if !path.starts_with("said.") || *current == change.from {
        return false;
    }
    match source::is_put_away(&change.from, &change.to, current) {
        true => current.is_null(),
        false => change.to.is_null() && !current.is_null(),
    }
}

/// Whether the ward's value is what the author wanted. A paper's key names its content, so two people who
/// attached the same one agree, whatever else each noted of it; so do two who noted the same
/// reading, signature or withdrawal, or saw the same original. Of prints each replica counts its own, and the last count
/// stands. Where an answer came from and what else is said of it is never fought over by itself: with an answer that is,
/// it stays or goes.
fn agree(path: &str, current: &Value, change: &FieldChange) -> bool {
    let is_named =
        path.split_once('.').is_some_and(|(map, _)| map == FILES || map == PRINTS || map == WITHDRAWN);
    *current == change.to
        || path.starts_with("provenance.")
        || path.starts_with("said.")
        || (is_named && !current.is_null() && !change.to.is_null())
        || attest::agree(path, current, &change.to)
        || checklist::agree(path, current, &change.to)
        || fee::agree(path, current, &change.to)
}

/// The units of records that no form definition describes; `path` itself where a field stands alone.
pub fn unit_of_plain_field(kind: &RecordKind, path: &str) -> String {
    let unit = match (kind, path) {
        (RecordKind::Citizen, "id_number" | "old_id_number") => "numbers",
        (RecordKind::Citizen, "phone" | "phone_owner") => "phone",
        (RecordKind::Citizen, "hamlet" | "address") => "home",
        (RecordKind::Visit, "date" | "urgent" | "state" | "moves") => "day",
        // What was sealed is a part of having submitted it.
        (RecordKind::Dossier, "sealed_answers") => "state",
        (RecordKind::CalendarDay, _) => "day",
        // The answers of one form are not those of another.
        (RecordKind::Dossier, "form_package" | "law_date" | "earlier_answers") => FORM,
        (_, other) => other,
    };
    unit.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn body(value: &Value) -> Body {
        value.as_object().unwrap().clone()
    }

    fn unit(path: &str) -> String {
        unit_of_plain_field(&RecordKind::Citizen, path)
    }

    #[test]
    fn the_plan_as_a_table() {
        let seen = json!({"full_name": "Trần Thị Bình", "phone": "0912345678", "phone_owner": "con"});
        let rows = [
            // what others made of it, what the author made of it, units touched, result, conflicts
            (json!({}), json!({}), vec![], json!({}), vec![]),
            (
                json!({"phone": "0900000000"}),
                json!({}),
                vec!["phone"],
                json!({"phone": "0900000000"}),
                vec![],
            ),
            (json!({}), json!({"phone": "0987654321"}), vec![], json!({"phone": "0987654321"}), vec![]),
            (
                json!({"full_name": "Trần Thị Bính"}),
                json!({"phone": "0987654321"}),
                vec!["full_name"],
                json!({"full_name": "Trần Thị Bính", "phone": "0987654321"}),
                vec![],
            ),
            (
                json!({"phone_owner": "hàng xóm"}),
                json!({"phone": "0987654321"}),
                vec!["phone"],
                json!({"phone_owner": "hàng xóm"}),
                vec!["phone"],
            ),
            (
                json!({"phone": "0987654321"}),
                json!({"phone": "0987654321"}),
                vec!["phone"],
                json!({"phone": "0987654321"}),
                vec![],
            ),
            (
                json!({"phone": "0900000000"}),
                json!({"phone": "0987654321", "full_name": "Trần Thị Bính"}),
                vec!["phone"],
                json!({"phone": "0900000000", "full_name": "Trần Thị Bính"}),
                vec!["phone"],
            ),
        ];
        for (theirs, mine, touched, result, conflicts) in rows {
            let with = |part: &Value| {
                let mut all = body(&seen);
                all.extend(body(part));
                all
            };
            let patch = Patch::between(&body(&seen), &with(&mine));
            let touched: BTreeSet<String> = touched.into_iter().map(str::to_owned).collect();
            let at_ward = plan(&with(&theirs), &patch, &touched, &unit);
            assert_eq!(at_ward.body, with(&result), "{theirs} against {mine}");
            let named: Vec<_> = at_ward.conflicts.iter().map(String::as_str).collect();
            assert_eq!(named, conflicts, "{theirs} against {mine}");
            // The device, which was not told what others touched, foresees the same.
            let own = with(&mine);
            let touched = touched_since(&with(&theirs), &own, &patch);
            let here = plan(&with(&theirs), &patch, &touched, &unit);
            assert_eq!(here.conflicts, at_ward.conflicts, "{theirs} against {mine}");
            let shown = here.keeping(&own, &unit);
            for (path, change) in &patch.0 {
                assert_eq!(*value_at(&shown, path), change.to, "{theirs} against {mine}: {path}");
            }
        }
    }

    #[test]
    fn a_form_merges_with_all_its_answers_or_is_contested_with_all_of_them() {
        let older = json!({"form_version": "1", "answers": {"guests": 40}});
        let newer = json!({"form_version": "2", "answers": {"people": 40}});
        let typed = json!({"form_version": "1", "answers": {"guests": 40, "hour": "9"}});
        let typed_on_newer = json!({"form_version": "2", "answers": {"people": 40, "hour": "9"}});
        let paid = json!({"form_version": "1", "answers": {"guests": 40}, "fee": {"paid": 7}});
        let paid_on_newer = json!({"form_version": "2", "answers": {"people": 40}, "fee": {"paid": 7}});
        let left = json!({"form_version": "2", "answers": {"people": 40}, "earlier_answers": {"1": {"music": true}}});
        let mut left_otherwise = typed_on_newer.clone();
        left_otherwise["earlier_answers"] = json!({"1": {"music": false}});
        let form = vec![FORM];
        let rows = [
            // what both saw, what the ward has, what the author made of it, what becomes of it, conflicts
            (&older, &typed, &newer, &typed, form.clone()),
            (&older, &newer, &typed, &newer, form.clone()),
            (&older, &newer, &newer, &newer, vec![]),
            (&older, &newer, &typed_on_newer, &typed_on_newer, vec![]),
            (&older, &paid, &newer, &paid_on_newer, vec![]),
            (&older, &newer, &paid, &paid_on_newer, vec![]),
            (&older, &left, &left_otherwise, &left, form.clone()),
            (
                &newer,
                &typed_on_newer,
                &paid_on_newer,
                &json!({"form_version": "2", "answers": {"people": 40, "hour": "9"}, "fee": {"paid": 7}}),
                vec![],
            ),
        ];
        let unit = |path: &str| unit_of_plain_field(&RecordKind::Dossier, path);
        for (seen, ward, own, result, conflicts) in rows {
            let [seen, ward, own] = [seen, ward, own].map(body);
            let patch = Patch::between(&seen, &own);
            let touched = Patch::between(&seen, &ward).0.into_keys().collect();
            let at_ward = plan(&ward, &patch, &touched, &unit);
            let named: Vec<_> = at_ward.conflicts.iter().map(String::as_str).collect();
            assert_eq!(
                (Value::Object(at_ward.body), named),
                (result.clone(), conflicts.clone()),
                "{ward:?} {own:?}"
            );
            let here = plan(&ward, &patch, &touched_since(&ward, &own, &patch), &unit);
            assert_eq!(here.conflicts, at_ward.conflicts, "{ward:?} {own:?}");
            let shown = here.keeping(&own, &unit);
            let of_form = |body: &Body| [value_at(body, FORM).clone(), body["answers"].clone()];
            if !conflicts.is_empty() {
                assert_eq!(of_form(&shown), of_form(&own), "it is shown whole");
            }
        }
        // What was typed upon a move that did not come in names its form, and does not come in either.
        let upon = FieldChange { from: json!("2"), to: json!("2") };
        let hour = FieldChange { from: Value::Null, to: json!("9") };
        let patch = Patch([(FORM.to_owned(), upon), ("answers.hour".to_owned(), hour)].into());
        assert_eq!(plan(&body(&older), &patch, &BTreeSet::new(), &unit).body, body(&older));
    }

    #[test]
    fn a_device_shows_its_own_half_typed_unit_whole_however_often_the_ward_speaks_of_others() {
        let seen = body(&json!({"full_name": "Trần Thị Bình", "phone": "0912345678", "phone_owner": "con"}));
        let mut own = seen.clone();
        own.insert("phone".into(), json!("0987654321"));
        let patch = Patch::between(&seen, &own);
        let mut ward = seen;
        for (key, value) in [("phone_owner", "hàng xóm"), ("full_name", "Trần Thị Bính"), ("address", "tổ 4")]
        {
            ward.insert(key.into(), json!(value));
            let touched = touched_since(&ward, &own, &patch);
            own = plan(&ward, &patch, &touched, &unit).keeping(&own, &unit);
            assert_eq!((&own["phone"], &own["phone_owner"]), (&json!("0987654321"), &json!("con")));
        }
        assert_eq!((&own["full_name"], &own["address"]), (&json!("Trần Thị Bính"), &json!("tổ 4")));
    }

    #[test]
    fn the_same_paper_from_two_devices_is_no_conflict_and_a_removed_one_is() {
        let path = "files.old_paper/00";
        let entry = |at: &str| json!({"files": {"old_paper/00": {"at": at}}});
        let (before, mine, theirs) = (body(&json!({})), body(&entry("08:00")), body(&entry("09:00")));
        let touched = BTreeSet::from([path.to_owned()]);
        let added = plan(&theirs, &Patch::between(&before, &mine), &touched, &unit);
        assert!(added.conflicts.is_empty());
        let taken_out = plan(&theirs, &Patch::between(&mine, &before), &touched, &unit);
        assert_eq!(taken_out.conflicts, touched);
    }

    #[test]
    fn what_one_put_away_is_not_brought_back_by_who_only_decided_against_it() {
        let said = |entry: Value| body(&json!({ "said": { "mother_name/scan": entry } }));
        let card = json!({"source": "scan", "value": "TRẦN THỊ BÍNH"});
        let with = |taken: bool| json!({"source": "scan", "value": "TRẦN THỊ BÍNH", "taken": taken});
        let other = json!({"source": "scan", "value": "LÊ THỊ ÁNH"});
        let rows = [
            (Value::Null, with(false), Value::Null),
            (with(false), Value::Null, Value::Null),
            (Value::Null, with(true), with(true)),
            (with(true), Value::Null, with(true)),
            (Value::Null, other.clone(), other.clone()),
            (other.clone(), Value::Null, other),
        ];
        for (theirs, mine, stays) in rows {
            let of = |entry: &Value| if entry.is_null() { Body::new() } else { said(entry.clone()) };
            let touched = BTreeSet::from(["said.mother_name/scan".to_owned()]);
            let patch = Patch::between(&said(card.clone()), &of(&mine));
            let planned = plan(&of(&theirs), &patch, &touched, &str::to_owned);
            assert_eq!(planned.body, of(&stays), "{theirs} and {mine}");
        }
    }

    #[test]
    fn two_who_say_the_same_by_two_sources_meet_in_no_conflict_and_what_else_was_said_stays_of_both() {
        let dossier = |source: &str, said: &Value| {
            body(
                &json!({"answers": {"sub_name": "Trần Thị Bình"}, "provenance": {"sub_name": source}, "said": said}),
            )
        };
        let before = body(&json!({}));
        let card = json!({"sub_dob/scan": {"source": "scan", "value": "1967-08-15"}});
        let list = json!({"sub_dob/list": {"source": "list", "value": "1966"}});
        let (mine, theirs) = (dossier("spoken", &list), dossier("scan", &card));
        let touched = BTreeSet::from(["answers.sub_name".to_owned(), "said.sub_dob/scan".to_owned()]);
        let unit = |path: &str| path.to_owned();
        let merged = plan(&theirs, &Patch::between(&before, &mine), &touched, &unit);
        assert!(merged.conflicts.is_empty());
        assert_eq!(merged.body["said"].as_object().unwrap().len(), 2);
    }
}
