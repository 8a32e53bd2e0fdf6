//! Liên thông khai sinh: each rule, by its source. Today is 21/11/2026.

use crate::{assert_found, sees, with};
use serde_json::{Value, json};

/// NĐ 301/2026 điều 6(4): the card only where it is asked for, and it must be asked.
#[test]
fn a_linked_birth_yields_the_card_only_where_it_is_asked_for() {
    let three = ["birth", "residence", "health_insurance"];
    let asked = with("linked_birth", &json!({}));
    assert_eq!(
        (&asked.members[..3], asked.members.last().unwrap().as_str()),
        (&three.map(str::to_owned)[..], "id_card")
    );
    let not = with("linked_birth", &json!({"id_card": false}));
    assert_eq!(not.members, three);
    assert!(!sees(&not, "result_form_id_card") && !sees(&not, "result_form_id_card_addr"));
    assert_found("linked_birth", &json!({"id_card": null}), &["error required id_card"]);
}

#[test]
fn linked_birth_as_a_table() {
    let late = "warning birth_declared_late child_dob";
    for (changes, expected) in [
        // NĐ 63/2024 điều 1: of children under six.
        (
            json!({"child_dob": "2020-11-22", "birth_paper_date": null, "marriage_cert_date": null}),
            vec![late],
        ),
        (
            json!({"child_dob": "2020-11-21", "birth_paper_date": null}),
            vec!["error child_not_under_6 child_dob", late],
        ),
        (
            json!({"child_dob": "2020-11", "birth_paper_date": null}),
            vec![late, "warning birth_date_partial child_dob"],
        ),
        // Luật Hộ tịch điều 15(1).
        (json!({"child_dob": "2026-09-22"}), vec![]),
        (json!({"child_dob": "2026-09-21"}), vec![late]),
        (json!({"birth_paper_date": "2026-10-04"}), vec!["error birth_paper_before_birth birth_paper_date"]),
        (json!({"birth_paper_no": null}), vec!["error required birth_paper_no"]),
        (json!({"birth_evidence": "pledge", "birth_paper_no": null, "birth_paper_issuer": null}), vec![]),
        (json!({"offices": ["committee", "police"]}), vec!["warning office_missing offices"]),
        (json!({"offices": null}), vec!["error required offices"]),
        (json!({"father_name": null, "father_id": null, "father_dob": null, "father_addr": null}), vec![]),
        (
            json!({"father_name": null, "father_id": null, "father_dob": null, "father_addr": null,
                "mother_name": null, "mother_id": null, "mother_dob": null, "mother_addr": null}),
            vec!["warning parents_unknown mother_name"],
        ),
        (
            json!({"marriage_cert_no": null, "marriage_cert_date": null, "marriage_cert_place": null}),
            vec!["warning father_without_marriage father_name"],
        ),
        (json!({"marriage_cert_date": "1998"}), vec!["error married_before_birth marriage_cert_date"]),
        (json!({"result_form_copies": -1}), vec!["error copies_count_range result_form_copies"]),
        (json!({"result_form_residence": "post"}), vec!["error required result_form_residence_addr"]),
        (json!({"result_form_insurance": "post"}), vec!["error required result_form_insurance_addr"]),
        (json!({"result_form_id_card_addr": null}), vec!["error required result_form_id_card_addr"]),
        (json!({"result_form_residence": null}), vec!["error required result_form_residence"]),
        // Silence is no consent.
        (json!({"integrate": null}), vec!["warning integrate_not_asked integrate"]),
        (json!({"integrate": false}), vec![]),
        (json!({"integrate_account": "father"}), vec!["warning account_not_of_requester integrate_account"]),
        (json!({"integrate_account": "guardian"}), vec![]),
        (json!({"integrate_account": null}), vec!["error required integrate_account"]),
        (json!({"poor_cert_date": "2026-01-05"}), vec!["error required poor_cert_no"]),
        // The support for the mother.
        (json!({"birth_support_order": null}), vec!["error required birth_support_order"]),
        (json!({"birth_support_order": 0}), vec!["error birth_order_range birth_support_order"]),
        (
            json!({"birth_support_account_holder": "LE VAN VI DU"}),
            vec!["warning account_holder_not_mother birth_support_account_holder"],
        ),
        (json!({"birth_support_account_no": null}), vec!["error required birth_support_account_no"]),
        (json!({"birth_support_pay": "cash", "birth_support_account_no": null}), vec![]),
        (
            json!({"birth_support_children": [{"row": "a", "name": "LÊ VĂN MẪU", "born": "2000-06-01"}]}),
            vec!["error child_born_before_mother birth_support_children/a/born"],
        ),
        (
            json!({"mother_dob": "1990-04-09", "mother_id": null}),
            vec!["warning mother_not_under_35 birth_support_kind"],
        ),
        (json!({"mother_dob": "1991-04-09", "mother_id": null}), vec![]),
        // DOMAIN 10.10: the same number on mother and child, or on two of the family.
        (
            json!({"birth_support_children": [{"row": "a", "name": "LÊ VĂN MẪU", "born": "2022-06-01", "id": "087301000123"}]}),
            vec![
                "warning id_number_birth_year birth_support_children/a/id",
                "error id_number_repeated birth_support_children/a/id",
            ],
        ),
        (json!({"hh_head_id": "087301000123"}), vec!["error id_number_repeated hh_head_id"]),
        (json!({"hh_head_id": "087301000123", "hh_head_name": "NGUYỄN THỊ VÍ DỤ"}), vec![]),
        (
            json!({"req_relation": "bản thân"}),
            vec![
                "error requester_is_the_child req_relation",
                "error self_name_differs child_name",
                "warning self_birth_differs child_dob",
                "error id_number_repeated mother_id",
            ],
        ),
    ] {
        assert_found("linked_birth", &changes, &expected);
    }
}

#[test]
fn nothing_of_the_support_is_asked_where_the_mother_has_no_claim() {
    let none = with("linked_birth", &json!({"birth_support_kind": null}));
    for key in
        ["birth_support_order", "birth_support_children", "birth_support_pay", "birth_support_account_no"]
    {
        assert!(!sees(&none, key), "{key}");
    }
    let other = with("linked_birth", &json!({"birth_support_kind": ["low_fertility"]}));
    assert!(!sees(&other, "birth_support_order") && sees(&other, "birth_support_pay"));
}

#[test]
fn parents_of_two_nationalities_agree_in_writing() {
    for procedure in ["linked_birth", "birth_reg"] {
        let papers = |changes: Value| with(procedure, &changes).papers;
        assert_eq!(papers(json!({})), ["birth_paper"]);
        assert_eq!(papers(json!({"father_nationality": "Lào"})), ["birth_paper", "nationality_agreement"]);
        let both = json!({"father_nationality": "Lào", "mother_nationality": "Lào"});
        assert_eq!(papers(both), ["birth_paper"]);
    }
}
