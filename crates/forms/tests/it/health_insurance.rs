//! Cấp thẻ bảo hiểm y tế: each rule, by its source.

use crate::{assert_found, checked, form, sample_with};
use serde_json::{Value, json};
use tan_nha_forms::{Checked, Mark};

fn found(changes: &Value, expected: &[&str]) {
    assert_found("bhyt_card", changes, expected);
}

fn of(changes: &Value) -> Checked {
    checked("bhyt_card", &sample_with("bhyt_card", changes))
}

/// DOMAIN 2.12: under 6 goes with the linked birth. Today is 21/11/2026.
#[test]
fn a_child_under_6_is_shown_the_linked_birth_and_its_parents_are_asked() {
    let child = |born: &str| json!({"ins_dob": born, "ins_id": null, "insured_group": "child", "guardian_name": "LÊ THỊ MẸ"});
    found(&child("2022"), &["warning linked_birth_instead ins_dob", "error required ins_id"]);
    let asks = |born: &str| of(&child(born)).visible.contains(&"guardian_name".to_owned());
    assert!(asks("2022") && asks("2020") && !asks("2020-11-21"));
    found(&json!({"insured_group": "child"}), &["error not_under_6 insured_group"]);
    found(
        &json!({"ins_dob": "2020", "ins_id": "087320002030", "ins_sex": "female", "insured_group": "child", "guardian_name": "LÊ THỊ MẸ"}),
        &[],
    );
}

/// TK1-TS [16]: only who pays as a household lists it.
#[test]
fn the_household_is_listed_only_by_who_pays_as_one() {
    found(&json!({"insured_group": "household"}), &["error required members"]);
    assert!(!of(&json!({})).visible.contains(&"members".to_owned()));
    let row =
        |id: &str| json!([{"row": "a", "name": "LƯƠNG THỊ MẪU", "dob": "1958", "relation": "Vợ", "id": id}]);
    found(&json!({"insured_group": "household", "members": row("087158002131")}), &[]);
    // DOMAIN 10.10.
    found(
        &json!({"insured_group": "household", "members": row("087052002030")}),
        &["warning id_number_birth_year members/a/id", "error id_number_repeated members/a/id"],
    );
}

#[test]
fn a_citizen_has_a_number_of_12_digits_and_a_foreigner_a_passport() {
    found(&json!({"ins_id": "341234567"}), &["error number_of_no_card ins_id"]);
    found(&json!({"ins_id": "B1234567", "ins_nationality": "Lào"}), &[]);
}

/// NĐ 188/2025/NĐ-CP, Mẫu số 2: its fields were not found, but that a card is chosen was read.
#[test]
fn the_layout_is_unverified_and_the_kind_of_card_is_not() {
    let form = form("bhyt_card");
    assert!(form.sections().iter().all(|section| section.mark == Mark::R));
    assert_eq!(form.field("card_form").map(|field| (field.mark, field.required)), Some((Mark::V, true)));
    found(&json!({"card_form": null}), &["error required card_form"]);
}

#[test]
fn what_proves_the_group_is_asked_of_those_who_pay_nothing() {
    assert_eq!(of(&json!({})).papers, ["group_proof"]);
    assert_eq!(of(&json!({"insured_group": "other"})).papers, [""; 0]);
}
