//! The two linked procedures: each rule, by its source, and the dossiers that one filling yields. Today is 21/11/2026.

use crate::{assert_found, checked, form, lines, sample_with};
use serde_json::{Value, json};
use tan_nha_domain::deadline::{Clock, Term};
use tan_nha_forms::{Checked, FieldType};

fn with(procedure: &str, changes: &Value) -> Checked {
    checked(procedure, &sample_with(procedure, changes))
}

fn sees(result: &Checked, key: &str) -> bool {
    result.visible.iter().any(|visible| visible == key)
}

/// `deadline_steps.csv` says the same of the members: which they are, after which, and how long.
#[test]
fn the_members_of_a_group_are_the_steps_of_its_clock() {
    for procedure in ["linked_birth", "linked_death"] {
        let (members, steps) = (form(procedure).members(), &Clock::of(procedure).unwrap().steps);
        assert_eq!(members.len(), steps.len(), "{procedure}");
        for (member, step) in members.iter().zip(steps) {
            let term = member.deadline.as_ref().and_then(|said| Some(Term { count: said.count?, unit: said.unit }));
            assert_eq!((&member.key, term), (&step.key, Some(step.term)), "{procedure}");
            assert_eq!((&member.after, member.is_conditional()), (&step.after, step.is_choice), "{}", step.key);
        }
    }
    let procedures = |procedure: &str| -> Vec<_> {
        form(procedure).members().iter().filter_map(|member| member.procedure.as_deref()).collect()
    };
    assert_eq!(procedures("linked_birth"), ["birth_reg", "residence_perm", "bhyt_card", "id_card_under14"]);
    assert_eq!(procedures("linked_death"), ["death_reg", "residence_removal", "funeral_social"]);
}

/// NĐ 301/2026 điều 6(4): the card only where it is asked for, and it must be asked.
#[test]
fn a_linked_birth_yields_the_card_only_where_it_is_asked_for() {
    let three = ["birth", "residence", "health_insurance"];
    let asked = with("linked_birth", &json!({}));
    assert_eq!((&asked.members[..3], asked.members.last().unwrap().as_str()), (&three.map(str::to_owned)[..], "id_card"));
    let not = with("linked_birth", &json!({"id_card": false}));
    assert_eq!(not.members, three);
    assert!(!sees(&not, "result_id_card") && !sees(&not, "result_id_card_addr"));
    assert_found("linked_birth", &json!({"id_card": null}), &["error required id_card"]);
}

#[test]
fn linked_birth_as_a_table() {
    let late = "warning birth_declared_late child_dob";
    for (changes, expected) in [
        // NĐ 63/2024 điều 1: of children under six.
        (json!({"child_dob": "2020-11-22", "birth_paper_date": null, "marriage_cert_date": null}), vec![late]),
        (
            json!({"child_dob": "2020-11-21", "birth_paper_date": null}),
            vec!["error child_not_under_6 child_dob", late],
        ),
        (json!({"child_dob": "2020-11", "birth_paper_date": null}), vec![late, "warning birth_date_partial child_dob"]),
        // Luật Hộ tịch điều 15(1).
        (json!({"child_dob": "2026-09-22"}), vec![]),
        (json!({"child_dob": "2026-09-21"}), vec![late]),
        (json!({"birth_paper_date": "2026-10-04"}), vec!["error birth_paper_before_birth birth_paper_date"]),
        (json!({"birth_paper_no": null}), vec!["error required birth_paper_no"]),
        (json!({"birth_evidence": "pledge", "birth_paper_no": null, "birth_paper_issuer": null}), vec![]),
        (json!({"offices": ["committee", "police"]}), vec!["warning office_missing offices"]),
        (json!({"offices": null}), vec!["error required offices"]),
        (
            json!({"father_name": null, "father_id": null, "father_dob": null, "father_addr": null}),
            vec![],
        ),
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
        (json!({"result_birth_copies": -1}), vec!["error copies_count_range result_birth_copies"]),
        (json!({"result_residence": "post"}), vec!["error required result_residence_addr"]),
        (json!({"result_insurance": "post"}), vec!["error required result_insurance_addr"]),
        (json!({"result_id_card_addr": null}), vec!["error required result_id_card_addr"]),
        (json!({"result_residence": null}), vec!["error required result_residence"]),
        // Silence is no consent.
        (json!({"integrate": null}), vec!["warning integrate_not_asked integrate"]),
        (json!({"integrate": false}), vec![]),
        (json!({"integrate_account": null}), vec!["error required integrate_account"]),
        (json!({"poor_cert_date": "2026-01-05"}), vec!["error required poor_cert_no"]),
        // The support for the mother.
        (json!({"birth_support_order": null}), vec!["error required birth_support_order"]),
        (json!({"birth_support_order": 0}), vec!["error birth_order_range birth_support_order"]),
        (json!({"account_holder": "LE VAN VI DU"}), vec!["warning account_holder_not_mother account_holder"]),
        (json!({"account_no": null}), vec!["error required account_no"]),
        (json!({"birth_support_pay": "cash", "account_no": null}), vec![]),
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
    for key in ["birth_support_order", "birth_support_children", "birth_support_pay", "account_no"] {
        assert!(!sees(&none, key), "{key}");
    }
    let other = with("linked_birth", &json!({"birth_support_kind": ["low_fertility"]}));
    assert!(!sees(&other, "birth_support_order") && sees(&other, "birth_support_pay"));
}

#[test]
fn parents_of_two_nationalities_agree_in_writing() {
    let papers = |changes: Value| with("linked_birth", &changes).papers;
    assert_eq!(papers(json!({})), ["birth_paper"]);
    assert_eq!(papers(json!({"father_nationality": "Lào"})), ["birth_paper", "nationality_agreement"]);
    let both = json!({"father_nationality": "Lào", "mother_nationality": "Lào"});
    assert_eq!(papers(both), ["birth_paper"]);
}

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
        (json!(["social", "merit", "insurance"]), json!(["allowance"]), vec!["social_insurance", "health", "interior"]),
    ] {
        let expected: Vec<&str> = two.into_iter().chain(more).collect();
        assert_eq!(members(json!({"benefit_kind": kind, "social_kind": social})), expected, "{kind}");
    }
    let two_in_one = with("linked_death", &json!({"benefit_kind": null}));
    assert_eq!(two_in_one.signers, ["Người yêu cầu"]);
    assert_eq!(two_in_one.papers, ["death_notice_substitute"]);
    assert_eq!(two_in_one.derived["request"], json!("Đăng ký khai tử, xóa đăng ký thường trú"));
    for key in ["social_kind", "merit_kind", "bhxh_no", "relatives", "receiver_kind", "receiver_name", "pay_form", "account_no"] {
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
    assert!(!sees(&insurance, "merit_children") && sees(&insurance, "payees") && !sees(&insurance, "lump_rep_name"));
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
fn with_relatives(rows: &[(&str, &str)], more: Value) -> Value {
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
    let five = [("A A", "monthly"), ("B B", "monthly"), ("C C", "monthly"), ("D D", "monthly"), ("E E", "monthly")];
    assert_found("linked_death", &with_relatives(&five[..4], json!({})), &[]);
    assert_found("linked_death", &with_relatives(&five, json!({})), &["error too_many_monthly relatives"]);
    let merit = json!({"benefit_kind": ["merit"], "merit_kind": "Thương binh", "merit_decision_no": "12", "offices": ["committee", "police", "interior"]});
    assert_found("linked_death", &with_relatives(&five, merit), &[]);
}

#[test]
fn linked_death_as_a_table() {
    for (changes, expected) in [
        (json!({"death_time": "1945", "death_paper_date": "2026-11-16"}), vec!["error death_before_birth death_time", "warning death_declared_late death_time"]),
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
        (json!({"benefit_kind": ["social"], "social_kind": null, "offices": ["committee", "police", "health"]}), vec!["error required social_kind"]),
        (json!({"bhxh_no": null}), vec!["error required bhxh_no"]),
        (json!({"bhxh_place": null}), vec!["error required bhxh_place"]),
        (json!({"bhxh_place": null, "bhxh_paid_at": "Bảo hiểm xã hội cơ sở Mẫu"}), vec![]),
        // Mẫu số 02 chú thích [21]: the account is the receiver's.
        (json!({"account_holder": "NGUYEN THI THI DU"}), vec!["error account_holder_differs account_holder"]),
        (json!({"pay_form": "cash", "account_holder": "NGUYEN THI THI DU"}), vec![]),
        (json!({"account_no": null}), vec!["error required account_no"]),
        (json!({"pay_form": null}), vec!["error required pay_form"]),
        (
            json!({"receiver_kind": "organisation", "receiver_org_name": "Hội Người cao tuổi Mẫu", "receiver_org_addr": "Khóm 1",
                "receiver_org_rep": "LÊ VĂN MẪU"}),
            vec!["error account_holder_differs account_holder"],
        ),
        (
            json!({"receiver_kind": "organisation", "receiver_org_name": "Hội Người cao tuổi Mẫu", "receiver_org_addr": "Khóm 1",
                "receiver_org_rep": "LÊ VĂN MẪU", "account_holder": "HOI NGUOI CAO TUOI MAU"}),
            vec![],
        ),
        // Chú thích [16]: who is no relative of the table says more of themself.
        (
            json!({"receiver_name": "LÊ VĂN KHÁC", "account_holder": "LE VAN KHAC"}),
            vec![
                "error required receiver_dob",
                "error required receiver_sex",
                "error required receiver_id",
                "error required receiver_addr",
                "error required receiver_relation",
            ],
        ),
        (
            json!({"receiver_name": "TRẦN VĂN THÍ DỤ", "account_holder": "TRAN VAN THI DU", "receiver_dob": "1946", "receiver_sex": "male",
                "receiver_id": "087046000457", "receiver_addr": "Khóm 1", "receiver_relation": "con"}),
            vec!["error receiver_is_deceased receiver_name"],
        ),
        (json!({"relatives": null, "receiver_dob": "1975", "receiver_sex": "male", "receiver_id": "087075000123",
            "receiver_addr": "Khóm 1", "receiver_relation": "con"}), vec!["warning relatives_missing relatives"]),
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
            with_relatives(&[("A A", "monthly")], json!({"payees": [{"row": "a", "beneficiary": "B B", "name": "A A", "relation": "mẹ"}]})),
            vec!["warning payee_not_for_a_relative payees/a/beneficiary"],
        ),
        (
            with_relatives(&[("A A", "monthly")], json!({"payees": [{"row": "a", "beneficiary": "A A", "name": "C C", "relation": "mẹ"}]})),
            vec!["error required payees/a/id", "error required payees/a/addr"],
        ),
        (json!({"result_electronic": false, "result_form": null}), vec!["error required result_form"]),
        (json!({"result_form": "post"}), vec!["error required result_addr"]),
        // DOMAIN 10.10.
        (
            json!({"dec_id": "087075000123"}),
            vec!["warning id_number_birth_year dec_id", "error id_number_repeated dec_id", "error id_number_repeated relatives/a/id"],
        ),
        (
            json!({"req_relation": "bản thân"}),
            vec!["error requester_is_deceased req_relation", "error self_name_differs dec_name", "warning self_birth_differs dec_dob", "error self_number_differs dec_id", "error id_number_repeated relatives/a/id"],
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

/// NĐ 356/2025 điều 4: the cause of a death is health data, an account is one of a bank.
#[test]
fn causes_and_accounts_are_sensitive() {
    for (procedure, key) in [
        ("linked_death", "death_cause"),
        ("death_reg", "death_cause"),
        ("linked_death", "account_no"),
        ("linked_birth", "account_no"),
        ("linked_death", "merit_children"),
    ] {
        assert!(form(procedure).field(key).unwrap().sensitive, "{procedure} {key}");
    }
    let relatives = form("linked_death").field("relatives").unwrap();
    assert_eq!(relatives.kind, FieldType::Table);
    assert!(relatives.column("pay").unwrap().sensitive);
}
