//! Liên thông khai tử, hai trong một and ba trong một: each rule, by its source. Today is 21/11/2026.

use crate::{assert_found, checked, lines, sample_with, sees, with};
use serde_json::{Value, json};

/// NĐ 301/2026 điều 2, 10: "2 trong 1" is one without a benefit, and the kind of benefit says who pays.
#[test]
fn the_kind_of_benefit_decides_who_pays_and_what_is_asked() {
    let members = |changes: Value| with("linked_death", &changes).members;
    let two = ["death", "residence_removal"];
    for (kind, social, more) in [
        (json!(null), json!(null), vec![]),
        (json!(["insurance"]), json!(null), vec!["social_insurance"]),
        (json!(["social"]), json!(["pension"]), vec!["health"]),
        (json!(["social"]), json!(["survivor"]), vec!["health", "survivor_end"]),
        (json!(["merit"]), json!(["survivor"]), vec!["interior"]),
        (
            json!(["social", "merit", "insurance"]),
            json!(["allowance"]),
            vec!["social_insurance", "health", "interior"],
        ),
    ] {
        let expected: Vec<&str> = two.into_iter().chain(more).collect();
        assert_eq!(members(json!({"benefit_kind": kind, "social_kind": social})), expected, "{kind}");
    }
    let two_in_one = with("linked_death", &json!({"benefit_kind": null}));
    assert_eq!(two_in_one.signers, ["Người yêu cầu"]);
    assert_eq!(two_in_one.papers, ["death_notice_substitute"]);
    assert_eq!(two_in_one.derived["request"], json!("Đăng ký khai tử, xóa đăng ký thường trú"));
    for key in [
        "social_kind",
        "merit_decision_kind",
        "bhxh_no",
        "relatives",
        "receiver_kind",
        "receiver_name",
        "pay_form",
        "pay_form_account_no",
    ] {
        assert!(!sees(&two_in_one, key), "{key}");
    }
    assert_found("linked_death", &json!({"benefit_kind": null}), &[]);
}

#[test]
fn every_kind_of_benefit_asks_for_what_its_agency_needs() {
    let social = with("linked_death", &json!({"benefit_kind": ["social"], "social_kind": ["pension"]}));
    assert!(sees(&social, "social_kind") && sees(&social, "receiver_kind") && !sees(&social, "relatives"));
    let merit = with("linked_death", &json!({"benefit_kind": ["merit"]}));
    assert!(sees(&merit, "merit_decision_no") && sees(&merit, "relatives/b/situation"));
    assert!(!sees(&merit, "relatives/b/income") && sees(&merit, "merit_children"));
    let insurance = with("linked_death", &json!({}));
    assert!(sees(&insurance, "relatives/b/income") && !sees(&insurance, "relatives/b/situation"));
    assert!(
        !sees(&insurance, "merit_children")
            && sees(&insurance, "payees")
            && !sees(&insurance, "lump_rep_name")
    );
}

#[test]
fn a_dead_relative_is_named_and_asked_nothing_more() {
    let result = with("linked_death", &json!({}));
    for column in ["phone", "income", "benefit", "pay", "vneid"] {
        assert!(!sees(&result, &format!("relatives/c/{column}")), "{column}");
    }
    let mut answers = sample_with("linked_death", &json!({}));
    answers["relatives"][2]["addr"] = json!("đã mất");
    let told = lines(&checked("linked_death", &answers).findings);
    assert_eq!(
        told,
        [
            "error required relatives/c/born",
            "error required relatives/c/sex",
            "warning dead_in_other_words relatives/c/addr",
            "error required relatives/c/benefit",
        ]
    );
}

/// The sample with other relatives: each row a name, a benefit and, where it is not an address, "Đã chết".
pub(crate) fn with_relatives(rows: &[(&str, &str)], more: Value) -> Value {
    let row = |(n, (name, benefit)): (usize, &(&str, &str))| {
        json!({"row": format!("r{n}"), "name": name, "relation": "con", "born": "1980", "sex": "female",
            "addr": "Khóm 1", "benefit": benefit, "income": 0, "vneid": true})
    };
    let rows: Vec<Value> = rows.iter().enumerate().map(row).collect();
    let mut changes = json!({"relatives": rows, "receiver_dob": "1975", "receiver_sex": "male",
        "receiver_id": "087075000123", "receiver_addr": "Khóm 1", "receiver_relation": "con"});
    changes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    changes
}

/// Mẫu số 02: at most four relatives with a monthly benefit of the insurance.
#[test]
fn at_most_four_relatives_have_a_monthly_benefit() {
    let five =
        [("A A", "monthly"), ("B B", "monthly"), ("C C", "monthly"), ("D D", "monthly"), ("E E", "monthly")];
    assert_found("linked_death", &with_relatives(&five[..4], json!({})), &[]);
    assert_found("linked_death", &with_relatives(&five, json!({})), &["error too_many_monthly relatives"]);
    let merit = json!({"benefit_kind": ["merit"], "merit_decision_kind": "Thương binh", "merit_decision_no": "12", "offices": ["committee", "police", "interior"]});
    assert_found("linked_death", &with_relatives(&five, merit), &[]);
}

#[test]
fn linked_death_as_a_table() {
    for (changes, expected) in [
        (
            json!({"death_time": "1945", "death_paper_date": "2026-11-16"}),
            vec!["error death_before_birth death_time", "warning death_declared_late death_time"],
        ),
        // Luật Hộ tịch điều 33(1).
        (json!({"death_time": "2026-11-06"}), vec![]),
        (json!({"death_time": "2026-11-05"}), vec!["warning death_declared_late death_time"]),
        (json!({"death_paper_date": "2026-11-14"}), vec!["error death_paper_before_death death_paper_date"]),
        (json!({"death_paper_no": null}), vec!["error required death_paper_no"]),
        (json!({"offices": ["committee", "police"]}), vec!["warning office_missing offices"]),
        (
            json!({"benefit_kind": ["social"], "social_kind": ["survivor"], "offices": ["committee", "police", "health"],
                "receiver_dob": "1975", "receiver_sex": "male", "receiver_id": "087075000123", "receiver_addr": "Khóm 1", "receiver_relation": "con"}),
            vec!["warning survivor_office_missing offices"],
        ),
        (
            json!({"benefit_kind": ["social"], "social_kind": null, "offices": ["committee", "police", "health"]}),
            vec!["error required social_kind"],
        ),
        (json!({"bhxh_no": null}), vec!["error required bhxh_no"]),
        (json!({"bhxh_place": null}), vec!["error required bhxh_place"]),
        (json!({"bhxh_place": null, "bhxh_paid_at": "Bảo hiểm xã hội cơ sở Mẫu"}), vec![]),
        // Mẫu số 02 chú thích [21]: the account is the receiver's.
        (
            json!({"pay_form_account_holder": "NGUYEN THI THI DU"}),
            vec!["error account_holder_differs pay_form_account_holder"],
        ),
        (json!({"pay_form": "cash", "pay_form_account_holder": "NGUYEN THI THI DU"}), vec![]),
        (json!({"pay_form_account_no": null}), vec!["error required pay_form_account_no"]),
        (json!({"pay_form": null}), vec!["error required pay_form"]),
        (
            json!({"receiver_kind": "organisation", "receiver_org_name": "Hội Người cao tuổi Mẫu", "receiver_org_addr": "Khóm 1",
                "receiver_org_rep": "LÊ VĂN MẪU"}),
            vec!["error account_holder_differs pay_form_account_holder"],
        ),
        (
            json!({"receiver_kind": "organisation", "receiver_org_name": "Hội Người cao tuổi Mẫu", "receiver_org_addr": "Khóm 1",
                "receiver_org_rep": "LÊ VĂN MẪU", "pay_form_account_holder": "HOI NGUOI CAO TUOI MAU"}),
            vec![],
        ),
        // Chú thích [16]: who is no relative of the table says more of themself.
        (
            json!({"receiver_name": "LÊ VĂN KHÁC", "pay_form_account_holder": "LE VAN KHAC"}),
            vec![
                "error required receiver_dob",
                "error required receiver_sex",
                "error required receiver_id",
                "error required receiver_addr",
                "error required receiver_relation",
            ],
        ),
        (
            json!({"receiver_name": "TRẦN VĂN THÍ DỤ", "pay_form_account_holder": "TRAN VAN THI DU", "receiver_dob": "1946", "receiver_sex": "male",
                "receiver_id": "087046000457", "receiver_addr": "Khóm 1", "receiver_relation": "con"}),
            vec!["error receiver_is_deceased receiver_name"],
        ),
        (
            json!({"relatives": null, "receiver_dob": "1975", "receiver_sex": "male", "receiver_id": "087075000123",
            "receiver_addr": "Khóm 1", "receiver_relation": "con"}),
            vec!["warning relatives_missing relatives"],
        ),
        (
            with_relatives(&[("A A", "once"), ("B B", "monthly")], json!({"lump_rep_name": "A A"})),
            vec!["warning once_and_monthly relatives"],
        ),
        (with_relatives(&[("A A", "once")], json!({})), vec!["error required lump_rep_name"]),
        (
            with_relatives(&[("TRẦN VĂN THÍ DỤ", "none")], json!({"dec_dob": "1980", "dec_id": null})),
            vec!["error relative_is_deceased relatives/r0/name"],
        ),
        (
            with_relatives(
                &[("A A", "monthly")],
                json!({"payees": [{"row": "a", "beneficiary": "B B", "name": "A A", "relation": "mẹ"}]}),
            ),
            vec!["warning payee_not_for_a_relative payees/a/beneficiary"],
        ),
        (
            with_relatives(
                &[("A A", "monthly")],
                json!({"payees": [{"row": "a", "beneficiary": "A A", "name": "C C", "relation": "mẹ"}]}),
            ),
            vec!["error required payees/a/id", "error required payees/a/addr"],
        ),
        (
            json!({"result_form_electronic": false, "result_form_paper": null}),
            vec!["error required result_form_paper"],
        ),
        (json!({"result_form_paper": "post"}), vec!["error required result_form_addr"]),
        // DOMAIN 10.10.
        (
            json!({"dec_id": "087075000123"}),
            vec![
                "warning id_number_birth_year dec_id",
                "error id_number_repeated dec_id",
                "error id_number_repeated relatives/a/id",
            ],
        ),
        (
            json!({"req_relation": "bản thân"}),
            vec![
                "error requester_is_deceased req_relation",
                "error self_name_differs dec_name",
                "warning self_birth_differs dec_dob",
                "error self_number_differs dec_id",
                "error id_number_repeated relatives/a/id",
            ],
        ),
    ] {
        assert_found("linked_death", &changes, &expected);
    }
}

/// Mẫu số 02 chú thích [7].
#[test]
fn relatives_confirm_by_vneid_or_agree_in_writing() {
    let asked = |changes: &Value| {
        let result = with("linked_death", changes);
        (result.papers.contains(&"representative_agreement".to_owned()), result.signers.len())
    };
    assert_eq!(asked(&json!({})), (true, 2));
    assert_eq!(asked(&with_relatives(&[("A A", "monthly")], json!({}))), (false, 2));
    assert_eq!(asked(&with_relatives(&[("A A", "none")], json!({}))), (false, 1));
}
