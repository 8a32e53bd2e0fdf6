//! What the two linked procedures have in common: their members, their fields, and the traps. Today is 21/11/2026.

use crate::{assert_found, form, lines, linked_death::with_relatives, sees, with};
use serde_json::{Value, json};
use tan_nha_domain::deadline::{Clock, Term};
use tan_nha_forms::FieldType;

/// `deadline_steps.csv` says the same of the members: which they are, after which, and how long.
#[test]
fn the_members_of_a_group_are_the_steps_of_its_clock() {
    for procedure in ["linked_birth", "linked_death"] {
        let (members, steps) = (form(procedure).members(), &Clock::of(procedure).unwrap().steps);
        assert_eq!(members.len(), steps.len(), "{procedure}");
        for (member, step) in members.iter().zip(steps) {
            let term =
                member.deadline.as_ref().and_then(|said| Some(Term { count: said.count?, unit: said.unit }));
            assert_eq!((&member.key, term), (&step.key, Some(step.term)), "{procedure}");
            assert_eq!(
                (&member.after, member.is_conditional()),
                (&step.after, step.is_choice),
                "{}",
                step.key
            );
        }
    }
    let procedures = |procedure: &str| -> Vec<_> {
        form(procedure).members().iter().filter_map(|member| member.procedure.as_deref()).collect()
    };
    assert_eq!(procedures("linked_birth"), ["birth_reg", "residence_perm", "bhyt_card", "id_card_under14"]);
    assert_eq!(procedures("linked_death"), ["death_reg", "residence_removal", "funeral_social"]);
}

/// NĐ 356/2025 điều 4: the cause of a death is health data, an account is one of a bank.
#[test]
fn causes_and_accounts_are_sensitive() {
    for (procedure, key) in [
        ("linked_death", "death_cause"),
        ("death_reg", "death_cause"),
        ("linked_death", "pay_form_account_no"),
        ("linked_birth", "birth_support_account_no"),
        ("linked_death", "merit_children"),
    ] {
        assert!(form(procedure).field(key).unwrap().sensitive, "{procedure} {key}");
    }
    let relatives = form("linked_death").field("relatives").unwrap();
    assert_eq!(relatives.kind, FieldType::Table);
    assert!(relatives.column("pay").unwrap().sensitive);
}

/// DOMAIN 2.7, 2.8: every field of Mẫu số 01 and 02, in their order; what is only asked stands among them.
#[test]
fn the_fields_are_those_of_the_official_forms() {
    let fields = |procedure: &str, printed: bool| -> Vec<&str> {
        let fields = form(procedure).fields().filter(|field| field.printed == printed);
        fields.map(|field| field.key.as_str()).collect()
    };
    let birth = "offices req_name req_id req_dob req_addr req_relation req_phone req_email child_name child_dob \
                 child_dob_words birthplace sex ethnicity nationality home_town birth_paper_no birth_paper_date \
                 birth_paper_issuer mother_name mother_id mother_dob mother_ethnicity mother_nationality mother_addr \
                 father_name father_id father_dob father_ethnicity father_nationality father_addr marriage_cert_no \
                 marriage_cert_book marriage_cert_date marriage_cert_place hh_head_name hh_head_id hh_relation \
                 residence_addr clinic poor_cert_no poor_cert_date id_card result_form_electronic result_form_copies \
                 result_form_residence result_form_residence_addr result_form_insurance result_form_insurance_addr \
                 result_form_id_card result_form_id_card_addr integrate integrate_account birth_support_kind \
                 birth_support_order birth_support_children birth_support_pay birth_support_account_holder \
                 birth_support_account_no birth_support_account_bank pledge";
    assert_eq!(fields("linked_birth", true), birth.split_whitespace().collect::<Vec<_>>());
    assert_eq!(fields("linked_birth", false), ["req_phone_owner", "birth_evidence"]);
    let death = "offices req_name req_dob req_id req_addr req_relation req_phone req_email request dec_name dec_dob \
                 dec_id dec_sex dec_ethnicity dec_nationality dec_last_addr death_time death_place death_cause \
                 death_paper_no death_paper_issuer death_paper_date benefit_kind social_kind merit_decision_kind \
                 merit_decision_no merit_decision_date merit_decision_by merit_decision_amount \
                 merit_decision_paid_until bhxh_no bhxh_place bhxh_paid_at relatives payees merit_children \
                 receiver_kind receiver_name receiver_dob receiver_sex receiver_id receiver_addr receiver_relation \
                 receiver_phone receiver_id_date receiver_id_issuer receiver_org_name receiver_org_addr \
                 receiver_org_rep receiver_org_title receiver_org_phone lump_rep_name lump_rep_dob lump_rep_sex \
                 lump_rep_id lump_rep_addr lump_rep_relation lump_rep_phone result_form_electronic \
                 result_form_paper result_form_addr pay_form pay_form_account_holder pay_form_account_no \
                 pay_form_account_bank pledge";
    assert_eq!(fields("linked_death", true), death.split_whitespace().collect::<Vec<_>>());
    assert_eq!(fields("linked_death", false), ["req_phone_owner", "death_evidence"]);
    let columns: Vec<_> = form("linked_death")
        .field("relatives")
        .unwrap()
        .columns
        .iter()
        .map(|column| column.key.as_str())
        .collect();
    let expected = "name id bhxh_no relation born sex addr phone income situation benefit pay vneid";
    assert_eq!(columns, expected.split_whitespace().collect::<Vec<_>>());
}

/// DOMAIN 10.8.
#[test]
fn trap_10_8_of_a_year_of_birth_alone_no_day_is_invented() {
    for procedure in ["linked_death", "death_reg"] {
        assert_eq!(form(procedure).sample()["dec_dob"], json!("1946"));
        assert_found(procedure, &json!({}), &[]);
        assert!(!with(procedure, &json!({})).derived.contains_key("dec_dob"));
    }
    let year = with("linked_birth", &json!({"child_dob": "2026"}));
    assert_eq!(year.derived["child_dob_words"], json!("Năm hai nghìn không trăm hai mươi sáu"));
    assert!(lines(&year.findings).contains(&"warning birth_date_partial child_dob".to_owned()));
}

/// DOMAIN 10.10.
#[test]
fn trap_10_10_one_number_on_two_people_of_a_family() {
    let told = |procedure: &str, changes: Value| lines(&with(procedure, &changes).findings);
    for (procedure, changes, field) in [
        ("linked_birth", json!({"father_id": "087301000123"}), "father_id"),
        ("linked_birth", json!({"mother_id": "087098000456", "req_relation": "cha"}), "father_id"),
        ("linked_death", json!({"dec_id": "087150000789"}), "relatives/b/id"),
        (
            "birth_reg",
            json!({"mother_id": "CCCD 087 098 000 456", "req_id": "CCCD 087301000124"}),
            "father_id",
        ),
        ("id_card_under14", json!({"app_id": "087190000789"}), "mother_id"),
    ] {
        let told = told(procedure, changes);
        assert!(told.contains(&format!("error id_number_repeated {field}")), "{procedure}: {told:?}");
    }
}

/// What is asked only in some cases: shown where it is needed, and nowhere else.
#[test]
fn conditional_questions_of_the_linked_forms() {
    let person = json!({"receiver_id": "087075000123"});
    let organisation = json!({"receiver_kind": "organisation"});
    let cash = json!({"pay_form": "cash"});
    for (procedure, changes, key, shown) in [
        ("linked_birth", json!({}), "poor_cert_date", false),
        ("linked_birth", json!({"poor_cert_no": "12"}), "poor_cert_date", true),
        ("linked_birth", json!({"birth_evidence": "witness"}), "birth_paper_no", false),
        ("linked_birth", json!({"integrate": false}), "integrate_account", false),
        ("linked_birth", json!({}), "result_form_residence_addr", false),
        ("linked_birth", json!({"result_form_residence": "post"}), "result_form_residence_addr", true),
        ("linked_birth", json!({"result_form_id_card": "desk"}), "result_form_id_card_addr", false),
        ("linked_death", json!({}), "receiver_id_date", false),
        ("linked_death", person, "receiver_id_date", true),
        ("linked_death", json!({}), "receiver_org_name", false),
        ("linked_death", organisation.clone(), "receiver_org_name", true),
        ("linked_death", organisation, "receiver_name", false),
        ("linked_death", cash, "pay_form_account_no", false),
        ("linked_death", json!({"death_evidence": "long_ago"}), "death_paper_no", false),
        ("linked_death", json!({"result_form_paper": "post"}), "result_form_addr", true),
        ("linked_death", with_relatives(&[("A A", "once")], json!({})), "lump_rep_name", true),
        ("linked_death", with_relatives(&[("A A", "funeral")], json!({})), "payees", false),
    ] {
        assert_eq!(sees(&with(procedure, &changes), key), shown, "{procedure} {key} {changes}");
    }
}
