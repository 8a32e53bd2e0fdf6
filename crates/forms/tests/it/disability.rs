//! Xác định mức độ khuyết tật; đổi, cấp lại Giấy xác nhận khuyết tật: each rule, by its source.

use crate::{assert_found, checked, sample_with};
use serde_json::{Value, json};
use tan_nha_forms::Checked;

const ASSESS: &str = "disability_assess";
const REISSUE: &str = "disability_reissue";

fn of(procedure: &str, changes: &Value) -> Checked {
    checked(procedure, &sample_with(procedure, changes))
}

fn asks(result: &Checked, prefix: &str) -> usize {
    result.visible.iter().filter(|key| key.starts_with(prefix)).count()
}

/// Somebody of that birth, whose number says nothing against it.
fn born(date: &str) -> Value {
    json!({"sub_dob": date, "sub_id": null})
}

/// A certificate that was lost, with the whole of part III.
fn lost(more: Value) -> Value {
    let mut lost =
        json!({"reason": "lost", "wrong_data": null, "request_kind": ["reissue"], "kind_movement": ["1.4"]});
    for act in "walk eat toilet wash dress hear speak work social learn".split(' ') {
        lost[format!("act_{act}")] = json!("helped");
    }
    lost.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    lost
}

/// TT 01/2019/TT-BLĐTBXH, Mẫu số 01 mục III.2: not for children under 6. Today is 21/11/2026.
#[test]
fn the_table_of_degrees_is_not_for_children_under_6() {
    for (date, activities) in
        [("2020-11-22", 0), ("2020-11-21", 10), ("2021", 0), ("2020", 10), ("2020-12", 0), ("1948-02", 10)]
    {
        let result = of(ASSESS, &born(date));
        assert_eq!((asks(&result, "act_"), asks(&result, "kind_")), (activities, 6), "{date}");
    }
    assert_found(ASSESS, &born("2020"), &["warning perhaps_under_6 sub_dob"]);
    // What was ticked before is not looked at, nor asked for.
    assert_found(ASSESS, &json!({"sub_dob": "2021", "sub_id": null, "act_walk": null}), &[]);
    assert_found(ASSESS, &json!({"act_walk": null}), &["error required act_walk"]);
}

/// TT 01/2019/TT-BLĐTBXH, Mẫu số 01: an exchange declares nothing of part III.
#[test]
fn an_exchange_says_nothing_of_the_disability() {
    let exchange = of(REISSUE, &json!({}));
    assert_eq!((asks(&exchange, "act_"), asks(&exchange, "kind_")), (0, 0));
    let reissue = of(REISSUE, &lost(json!({})));
    assert_eq!((asks(&reissue, "act_"), asks(&reissue, "kind_")), (10, 6));
    assert_found(REISSUE, &lost(json!({})), &[]);
    assert_found(REISSUE, &lost(json!({"act_walk": null})), &["error required act_walk"]);
    let child = of(REISSUE, &lost(born("2021")));
    assert_eq!((asks(&child, "act_"), asks(&child, "kind_")), (0, 6));
    let by_a_parent = json!({"sub_dob": "2020", "sub_id": null, "asked_by": "representative", "rep_name": "TRẦN THỊ MẪU",
        "rep_relation": "Mẹ", "rep_id": "093190000111", "rep_perm_addr": "Phường Long Bình"});
    assert_found(REISSUE, &lost(by_a_parent.clone()), &["warning perhaps_under_6 sub_dob"]);
    assert_found(REISSUE, &by_a_parent, &[]);
}

/// TT 01/2019/TT-BLĐTBXH điều 8, 9.
#[test]
fn each_reason_has_its_request_and_some_are_a_new_assessment() {
    assert_found(REISSUE, &json!({"reason": "damaged", "wrong_data": null}), &[]);
    assert_found(REISSUE, &json!({"reason": "lost"}), &["error not_asked_by_reason request_kind"]);
    assert_found(REISSUE, &lost(json!({"reason": "damaged"})), &["error not_asked_by_reason request_kind"]);
    for reason in ["degree_changed", "reached_6"] {
        assert_found(REISSUE, &json!({"reason": reason}), &["error needs_assessment reason"]);
    }
    let both = json!({"request_kind": ["exchange", "reassess"]});
    assert_found(REISSUE, &both, &["error assessment_asked request_kind"]);
    assert_found(REISSUE, &json!({"wrong_data": null}), &["error required wrong_data"]);
    let told = of(REISSUE, &json!({"reason": "reached_6"})).findings;
    assert_eq!(told[0].params["procedure"], ASSESS);
}

/// TT 01/2019/TT-BLĐTBXH điều 5, 9.
#[test]
fn an_assessment_asks_for_one() {
    assert_found(ASSESS, &json!({"request_kind": ["reassess"]}), &[]);
    assert_found(ASSESS, &json!({"request_kind": ["reissue", "assess"]}), &[]);
    assert_found(ASSESS, &json!({"request_kind": ["reissue"]}), &["error not_an_assessment request_kind"]);
    assert_found(ASSESS, &json!({"request_kind": null}), &["error required request_kind"]);
}

#[test]
fn no_disability_at_all_is_asked_about() {
    let none = json!({"kind_movement": null, "kind_sight": null});
    assert_found(ASSESS, &none, &["warning no_disability_told kind_movement"]);
    assert_found(ASSESS, &json!({"kind_movement": [], "kind_sight": ["3.1"]}), &[]);
    assert_found(ASSESS, &json!({"kind_movement": ["9.9"]}), &["error choice_unknown kind_movement"]);
}

#[test]
fn a_representative_is_asked_only_where_one_writes() {
    let own = json!({"asked_by": "self", "rep_name": null});
    assert_eq!(asks(&of(ASSESS, &own), "rep_"), 0);
    assert_found(ASSESS, &own, &[]);
    assert_found(
        ASSESS,
        &json!({"rep_name": null, "rep_phone": null}),
        &["error required rep_name", "warning person_without_name rep_name"],
    );
    for (date, expected) in [("2012", vec!["warning child_asks asked_by"]), ("2011", vec![])] {
        let child = json!({"asked_by": "self", "sub_dob": date, "sub_id": null});
        assert_found(ASSESS, &child, &expected);
    }
    // DOMAIN 10.10.
    assert_found(ASSESS, &json!({"rep_id": "093148000717"}), &["error id_number_repeated rep_id"]);
}

/// TT 01/2019/TT-BLĐTBXH điều 4, 5(1), 9(1).
#[test]
fn papers_go_by_who_it_is_and_why() {
    let papers = |procedure: &str, changes: Value| of(procedure, &changes).papers;
    assert_eq!(papers(ASSESS, json!({})), ["rep_identity_paper"]);
    assert_eq!(papers(ASSESS, json!({"asked_by": "self"})), [""; 0]);
    assert_eq!(papers(ASSESS, born("2018")), ["birth_certificate", "rep_identity_paper"]);
    assert_eq!(papers(ASSESS, born("2010")), ["rep_identity_paper"]);
    assert_eq!(papers(REISSUE, json!({})), ["old_certificate", "identity_paper"]);
    assert_eq!(papers(REISSUE, json!({"reason": "damaged"})), ["old_certificate"]);
    assert_eq!(papers(REISSUE, lost(json!({}))), [""; 0]);
}
