//! Hộ nghèo, trợ cấp xã hội, mai táng: each rule, by its source.

use crate::{assert_found, checked, form, here, lines, sample_with};
use chrono::NaiveDate;
use serde_json::{Value, json};
use tan_nha_forms::{Context, Mark, check};

fn poor(changes: &Value, expected: &[&str]) {
    assert_found("poor_household", changes, expected);
}

fn allowance(changes: &Value, expected: &[&str]) {
    assert_found("social_allowance", changes, expected);
}

fn funeral(changes: &Value, expected: &[&str]) {
    assert_found("funeral_social", changes, expected);
}

fn papers(procedure: &str, changes: &Value) -> Vec<String> {
    checked(procedure, &sample_with(procedure, changes)).papers
}

#[test]
fn what_is_free_costs_nothing() {
    for procedure in [
        "bhyt_card",
        "commendation",
        "disability_assess",
        "disability_reissue",
        "funeral_social",
        "poor_household",
        "residence_removal",
        "social_allowance",
    ] {
        let due = checked(procedure, form(procedure).sample()).fee.unwrap();
        assert_eq!((due.amount, due.exempt), (Some(0), None), "{procedure}");
    }
}

/// QĐ 967/QĐ-BNNMT: one review a month, from the 15th.
#[test]
fn a_review_that_has_begun_is_not_caught_any_more() {
    let answers = sample_with("poor_household", &json!({"review_month": "this"}));
    for (day, begun) in
        [((2026, 11, 14), false), ((2026, 11, 15), true), ((2026, 11, 30), true), ((2026, 12, 1), false)]
    {
        let today = NaiveDate::from_ymd_opt(day.0, day.1, day.2).unwrap();
        let told = lines(&check(form("poor_household"), &answers, &Context { today, ..here() }).findings);
        let expected: &[&str] = if begun { &["warning review_has_begun review_month"] } else { &[] };
        assert_eq!(told, expected, "{today}");
    }
}

/// QĐ 24/2021/QĐ-TTg, Mẫu số 01.
#[test]
fn everybody_of_the_household_is_listed_with_one_head() {
    let row = |row: &str, name: &str, relation: &str| json!({"row": row, "name": name, "sex": "female", "dob": "1971-10", "relation": relation, "status": "not_working"});
    let own = row("a", "LÂM THỊ VÍ DỤ", "Chủ hộ");
    poor(&json!({"members": null}), &["error required members"]);
    poor(&json!({"members": [own]}), &[]);
    poor(&json!({"members": [own, row("b", "A", "là chủ hộ")]}), &["error several_heads members"]);
    poor(&json!({"members": [row("a", "LÂM THỊ VÍ DỤ", "Vợ")]}), &["warning no_head_of_household members"]);
    poor(&json!({"members": [row("b", "A", "Chủ hộ")]}), &["warning applicant_not_listed members"]);
    let child = json!({"row": "b", "name": "A", "sex": "male", "dob": "2012", "relation": "Con", "status": "working"});
    poor(&json!({"members": [own, child]}), &["warning worker_too_young members/b/status"]);
    let older = json!({"row": "b", "name": "A", "sex": "male", "dob": "2011", "relation": "Con", "status": "working"});
    poor(&json!({"members": [own, older]}), &[]);
    let blank = json!({"row": "b"});
    let required =
        ["name", "sex", "dob", "relation", "status"].map(|key| format!("error required members/b/{key}"));
    poor(&json!({"members": [own, blank]}), &required.each_ref().map(String::as_str));
}

/// NĐ 335/2026/NĐ-CP was not read: nothing of it is told as if it had been.
#[test]
fn the_new_text_on_social_allowances_is_nowhere_told_as_known() {
    let form = form("social_allowance");
    assert_eq!((form.deadline().unwrap().count, form.deadline().unwrap().mark), (None, Mark::R));
    assert!(form.sections().iter().all(|section| section.mark == Mark::R));
    assert!(form.papers().iter().all(|paper| paper.mark == Mark::R));
    let layout = crate::form("funeral_social");
    assert!(
        layout
            .sections()
            .iter()
            .filter(|section| section.paper.is_some())
            .all(|section| section.mark == Mark::R)
    );
}

/// NĐ 20/2021/NĐ-CP điều 5, 8(1)(a), replaced.
#[test]
fn the_group_decides_what_is_asked_and_shown() {
    allowance(&json!({"disability_degree": null}), &["error required disability_degree"]);
    allowance(&json!({"disability_degree": "mild"}), &["warning mild_disability disability_degree"]);
    let elderly = json!({"group_kind": "elderly", "disability_degree": null});
    allowance(&elderly, &[]);
    let sixty = |date: &str| json!({"group_kind": "elderly", "sub_dob": date, "sub_id": null});
    allowance(&sixty("1967"), &["warning not_elderly group_kind"]);
    allowance(&sixty("1966"), &[]);
    allowance(&sixty("1951"), &[]);
    allowance(&sixty("1951-11-21"), &["warning perhaps_social_pension group_kind"]);
    let child = |date: &str| json!({"group_kind": "child", "sub_dob": date, "sub_id": null});
    allowance(&child("2009"), &["warning not_a_child group_kind"]);
    allowance(&child("2010"), &[]);
    assert_eq!(papers("social_allowance", &json!({})), ["disability_certificate"]);
    assert_eq!(papers("social_allowance", &child("2015")), ["birth_certificate"]);
    assert_eq!(papers("social_allowance", &elderly), [""; 0]);
}

#[test]
fn who_declares_for_another_and_where_the_money_goes() {
    allowance(&json!({"rep_relation": null}), &["error required rep_relation"]);
    let own = json!({"declared_by": "self", "rep_name": null, "rep_id": null, "rep_relation": null});
    allowance(&own, &[]);
    allowance(&json!({"account_name": "PHAN THỊ MẪU"}), &[]);
    allowance(&json!({"account_name": "LÊ VĂN KHÁC"}), &["warning account_of_another account_name"]);
    allowance(
        &json!({"declared_by": "self", "account_name": "PHAN THỊ MẪU"}),
        &["warning account_of_another account_name"],
    );
    allowance(&json!({"account_no": null}), &["error required account_no"]);
    allowance(&json!({"pay_form": "cash", "account_no": null, "account_name": "X"}), &[]);
    allowance(&json!({"other_benefits": true}), &["error required other_benefits_detail"]);
    // DOMAIN 10.10.
    allowance(&json!({"rep_id": "093159001626"}), &["error id_number_repeated rep_id"]);
}

/// NĐ 20/2021/NĐ-CP điều 11, replaced.
#[test]
fn the_funeral_of_somebody_of_80_needs_the_end_of_their_benefit() {
    assert_eq!(papers("funeral_social", &json!({})), ["death_certificate"]);
    let survivor = json!({"dec_kind": "survivor_80"});
    assert_eq!(papers("funeral_social", &survivor), ["death_certificate", "benefit_end"]);
    funeral(&survivor, &[]);
    for (born, expected) in [("1947", vec!["warning under_80_at_death dec_kind"]), ("1946", vec![])] {
        funeral(&json!({"dec_kind": "survivor_80", "dec_dob": born, "dec_id": null}), &expected);
    }
    funeral(&json!({"dec_kind": "other"}), &["warning perhaps_not_entitled dec_kind"]);
    funeral(&json!({"other_funeral_money": true}), &["warning paid_once other_funeral_money"]);
    funeral(&json!({"death_registered": false}), &["warning linked_death_instead death_registered"]);
}

#[test]
fn a_life_has_its_order() {
    funeral(&json!({"death_date": "1935"}), &["error death_before_birth death_date"]);
    funeral(&json!({"death_date": "1936"}), &[]);
    funeral(&json!({"burial_time": "2026-11-01"}), &["error burial_before_death burial_time"]);
    funeral(&json!({"burial_time": "2026-11-02T06:30"}), &[]);
    funeral(&json!({"burial_time": "2026-11"}), &[]);
}

/// The money of a funeral goes to whoever pays for it.
#[test]
fn the_account_is_of_whoever_buries() {
    let account = |name: &str| json!({"pay_form": "account", "account_name": name, "account_no": "0", "account_bank": "Ngân hàng Mẫu"});
    funeral(&account("Ngo Van Vi Du"), &[]);
    funeral(&account("LÊ VĂN KHÁC"), &["warning account_of_another account_name"]);
    let mut organisation = account("HỘI NGƯỜI CAO TUỔI PHƯỜNG MẪU");
    organisation.as_object_mut().unwrap().extend(
        json!({"organiser_kind": "organisation", "org_name": "Hội Người cao tuổi phường Mẫu", "org_addr": "Khóm 1",
            "org_rep_name": "LÊ VĂN MẪU"}).as_object().unwrap().clone(),
    );
    funeral(&organisation, &[]);
    let result = checked("funeral_social", &sample_with("funeral_social", &organisation));
    assert!(!result.visible.iter().any(|key| key.starts_with("recv_")));
    funeral(
        &json!({"organiser_kind": "organisation"}),
        &["error required org_name", "error required org_addr", "error required org_rep_name"],
    );
    // DOMAIN 10.10: the dead get no money.
    funeral(
        &json!({"recv_id": "Căn cước số 087136001828"}),
        &["warning id_number_birth_year recv_id", "error id_number_repeated recv_id"],
    );
}
