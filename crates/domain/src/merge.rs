//! Merging a change into the ward's current body, unit by unit: one pure plan, used by the ward.
//!
//! The unit of merge is what a person understands as one thing: a field group of a form (a mother's
//! four fields, a date of birth with its basis), a citizen's number, a citizen's phone with its owner.
//! Never half a person.

use crate::{
    paper::FILES,
    patch::{Body, FieldChange, Patch, value_at},
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

/// Plans `patch` on `current`. `touched` holds the units that others changed since the revision that
/// the patch's author saw; `unit_of` names the unit of a path.
pub fn plan(
    current: &Body,
    patch: &Patch,
    touched: &BTreeSet<String>,
    unit_of: &dyn Fn(&str) -> String,
) -> Plan {
    let conflicts: BTreeSet<String> = patch
        .0
        .iter()
        .filter(|(path, change)| {
            let unseen = touched.contains(&unit_of(path)) || *value_at(current, path) != change.from;
            unseen && !agree(path, value_at(current, path), change)
        })
        .map(|(path, _)| unit_of(path))
        .collect();
    let mut clean = patch.clone();
    clean.0.retain(|path, _| !conflicts.contains(&unit_of(path)));
    let mut body = current.clone();
    clean.apply(&mut body);
    Plan { body, merged: !touched.is_empty(), conflicts }
}

/// Whether the ward's value is what the author wanted. A paper's key names its content, so two people who
/// attached the same one agree, whatever else each noted of it.
fn agree(path: &str, current: &Value, change: &FieldChange) -> bool {
    let is_paper = path.split_once('.').is_some_and(|(map, _)| map == FILES);
    *current == change.to || (is_paper && !current.is_null() && !change.to.is_null())
}

/// The units of records that no form definition describes; `path` itself where a field stands alone.
pub fn unit_of_plain_field(kind: &RecordKind, path: &str) -> String {
    let unit = match (kind, path) {
        (RecordKind::Citizen, "id_number" | "old_id_number") => "numbers",
        (RecordKind::Citizen, "phone" | "phone_owner") => "phone",
        (RecordKind::Citizen, "hamlet" | "address") => "home",
        (RecordKind::Visit, "date" | "urgent" | "state" | "moves") => "day",
        (RecordKind::CalendarDay, _) => "day",
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
            let touched = touched.into_iter().map(str::to_owned).collect();
            let plan = plan(&with(&theirs), &patch, &touched, &unit);
            assert_eq!(plan.body, with(&result), "{theirs} against {mine}");
            assert_eq!(plan.conflicts.into_iter().collect::<Vec<_>>(), conflicts, "{theirs} against {mine}");
        }
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
}
