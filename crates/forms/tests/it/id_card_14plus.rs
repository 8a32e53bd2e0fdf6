//! Cấp thẻ căn cước từ đủ 14 tuổi: each rule, by its source.

use crate::{assert_found, checked, form, here, lines, sample_with};
use serde_json::{Value, json};
use tan_nha_domain::finding::Finding;
use tan_nha_forms::{Context, check};

fn found(changes: &Value, expected: &[&str]) {
    assert_found("id_card_14plus", changes, expected);
}

/// Luật Căn cước 26/2023/QH15. Today is 21/11/2026.
#[test]
fn somebody_under_14_has_a_procedure_of_their_own() {
    let about_birth = |born: &str| -> Vec<Finding> {
        let changes = json!({"app_dob": born, "app_id": "087212000789"});
        let result = checked("id_card_14plus", &sample_with("id_card_14plus", &changes));
        result.findings.into_iter().filter(|finding| finding.field == "app_dob").collect()
    };
    for (born, expected) in [
        ("2012-11-22", Some("error under_14 app_dob")),
        ("2012-11-21", None),
        ("2012-11", Some("warning perhaps_under_14 app_dob")),
        ("2012", Some("warning perhaps_under_14 app_dob")),
        ("2013", Some("error under_14 app_dob")),
        ("2011", None),
    ] {
        let told = about_birth(born);
        assert_eq!(lines(&told).first().map(String::as_str), expected, "{born}");
    }
    assert_eq!(about_birth("2020")[0].params.get("procedure"), Some(&json!("id_card_under14")));
}

#[test]
fn age_is_of_the_day_that_is_passed_in() {
    let answers = sample_with("id_card_14plus", &json!({"app_dob": "2012-11-22"}));
    let tomorrow = Context { today: here().today.succ_opt().unwrap(), ..here() };
    let told = lines(&check(form("id_card_14plus"), &answers, &tomorrow).findings);
    assert!(!told.iter().any(|line| line.contains("under_14")), "{told:?}");
}

/// TT 17/2024/TT-BCA, DC02 mục II.
#[test]
fn a_representative_is_given_whole_or_not_at_all() {
    found(
        &json!({"rep_name": "LÊ THỊ VÍ DỤ"}),
        &["error required rep_dob", "error required rep_sex", "error required rep_id"],
    );
    found(
        &json!({"rep_id": "087185000444", "rep_sex": "female", "rep_dob": "1985"}),
        &["error required rep_name"],
    );
}

/// TT 17/2024/TT-BCA, DC02 mục III.
#[test]
fn an_address_is_needed_where_the_result_comes_by_post() {
    found(&json!({"recv_addr": null, "request_post": true}), &["error required recv_addr"]);
    found(&json!({"recv_addr": null, "request_post": false}), &[]);
    let by_hand = checked("id_card_14plus", &sample_with("id_card_14plus", &json!({"recv_addr": null})));
    assert!(!by_hand.visible.contains(&"request_phone".to_owned()));
}

#[test]
fn a_request_names_at_least_one_matter() {
    found(&json!({"req_kind": null}), &["error required req_kind"]);
}

#[test]
fn consent_is_explicit_and_its_absence_only_a_warning() {
    found(&json!({"consent": null}), &["warning consent_missing consent"]);
    found(&json!({"consent": false}), &["warning consent_missing consent"]);
}

/// DOMAIN 10.6: 087067001234 with Nữ, 087267001234, prefix 003.
#[test]
fn trap_10_6_a_number_is_compared_with_sex_year_and_province() {
    let of = |number: &str, sex: &str| {
        json!({
            "app_id": number, "app_sex": sex, "app_dob": "1967",
            "household_head_id": number
        })
    };
    found(&of("087067001234", "female"), &["warning id_number_sex app_id"]);
    found(&of("087067001234", "male"), &[]);
    found(
        &of("003067001234", "male"),
        &["warning id_number_province app_id", "warning id_number_province household_head_id"],
    );
    let told = checked("id_card_14plus", &sample_with("id_card_14plus", &of("087267001234", "male")));
    assert!(lines(&told.findings).contains(&"error id_number_future app_id".to_owned()));
}

/// DOMAIN 3.1: "same number for two persons of a dossier → error".
#[test]
fn trap_10_10_the_same_number_on_two_people_is_an_error() {
    let own = "087057000789";
    found(&json!({"father_id": own}), &["error id_number_repeated father_id"]);
    for (field, number) in [("mother_id", own), ("spouse_id", own), ("rep_id", own)] {
        let told = checked("id_card_14plus", &sample_with("id_card_14plus", &json!({field: number})));
        assert!(lines(&told.findings).contains(&format!("error id_number_repeated {field}")), "{field}");
    }
    found(
        &json!({"household_head_name": "LÊ THỊ KHÁC", "household_head_relation": "con"}),
        &["error id_number_repeated household_head_id"],
    );
}

#[test]
fn who_is_the_head_of_the_household_has_the_heads_name() {
    let other = json!({"household_head_name": "LÊ THỊ KHÁC", "household_head_id": null});
    found(&other, &["error head_name_differs household_head_name"]);
    found(
        &json!({"household_head_name": "LÊ THỊ KHÁC", "household_head_id": null, "household_head_relation": "con"}),
        &[],
    );
}

#[test]
fn a_spouse_is_asked_of_the_married_only() {
    let result = checked("id_card_14plus", &sample_with("id_card_14plus", &json!({"marital": "widowed"})));
    assert!(!result.visible.iter().any(|key| key.starts_with("spouse_")));
    assert_eq!(lines(&result.findings), [""; 0]);
    let unknown = checked("id_card_14plus", &sample_with("id_card_14plus", &json!({"marital": null})));
    assert!(unknown.visible.contains(&"spouse_name".to_owned()));
}

#[test]
fn the_old_number_stays_beside_the_new_one() {
    found(&json!({"id_no": "341234567"}), &[]);
    found(&json!({"id_no": "087057000788"}), &["warning sheet_differs id_no"]);
    found(&json!({"app_id": "341234567", "household_head_id": null}), &["error id_number_length app_id"]);
}

#[test]
fn the_sheet_may_differ_from_dc02_with_a_warning() {
    found(&json!({"full_name": "LÊ VĂN KHÁC"}), &["warning sheet_differs full_name"]);
    found(&json!({"dob": "1957"}), &[]);
    found(&json!({"sex": "female", "id_no": "341234567"}), &["warning sheet_differs sex"]);
}
