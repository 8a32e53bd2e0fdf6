//! Merging a patch into a body that others changed meanwhile, unit by unit: one pure plan. The ward makes
//! it of every change that comes, a device of what it has not sent when the ward's version comes.
//!
//! The unit of merge is what a person understands as one thing: a field group of a form (a mother's
//! four fields, a date of birth with its basis), a citizen's number, a citizen's phone with its owner.
//! Never half a person.

use crate::{
    attest, checklist,
    consent::WITHDRAWN,
    mutant::{self, Mutant},
    paper::FILES,
    patch::{Body, FieldChange, Patch, value_at},
    printing::PRINTS,
    record::RecordKind,
};
use serde_json::Value;
use std::collections::BTreeSet;

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
        back.0.retain(|path, _| self.conflicts.contains(&unit_of(path)));
        back.apply(&mut body);
        body
    }
}

/// The units in which `current` differs from `own` where `patch`, by which its author came to `own`, says
/// nothing: there others were at work.
pub fn touched_since(
    current: &Body,
    own: &Body,
    patch: &Patch,
    unit_of: &dyn Fn(&str) -> String,
) -> BTreeSet<String> {
    let differences = Patch::between(own, current);
    differences.0.keys().filter(|path| !patch.0.contains_key(*path)).map(|path| unit_of(path)).collect()
}

/// Plans `patch` on `current`. `touched` holds the units that others changed since the revision that
/// the patch's author saw; `unit_of` names the unit of a path.
pub fn plan(
    current: &Body,
    patch: &Patch,
    touched: &BTreeSet<String>,
    unit_of: &dyn Fn(&str) -> String,
) -> Plan {
    // Answers that were read back or signed meanwhile are not changed by who did not know of it.
    let sealed = attest::seals(current, touched);
    let conflicts: BTreeSet<String> = patch
        .0
        .iter()
        .filter(|(path, change)| {
            let unseen = *value_at(current, path) != change.from
                || sealed && path.starts_with("answers.")
                || !touched.is_empty() && touched.contains(&unit_of(path));
            unseen && !agree(path, value_at(current, path), change)
        })
        .map(|(path, _)| unit_of(path))
        .collect();
    let mut body = current.clone();
    if conflicts.is_empty() {
        patch.apply(&mut body);
    } else {
        let mut clean = patch.clone();
        clean.0.retain(|path, change| {
            let half = mutant::is(Mutant::MergeHalfGroup) && *value_at(current, path) == change.from;
            half || !conflicts.contains(&unit_of(path))
        });
        clean.apply(&mut body);
    }
    Plan { body, merged: !touched.is_empty(), conflicts }
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
        (RecordKind::Dossier, "form_package" | "law_date" | "earlier_answers") => "form_version",
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
            let touched = touched_since(&with(&theirs), &own, &patch, &unit);
            let here = plan(&with(&theirs), &patch, &touched, &unit);
            assert_eq!(here.conflicts, at_ward.conflicts, "{theirs} against {mine}");
            let shown = here.keeping(&own, &unit);
            for (path, change) in &patch.0 {
                assert_eq!(*value_at(&shown, path), change.to, "{theirs} against {mine}: {path}");
            }
        }
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
            let touched = touched_since(&ward, &own, &patch, &unit);
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
