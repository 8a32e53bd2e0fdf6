//! Chứng thực chữ ký, Giấy ủy quyền nhận trợ cấp, chứng thực bản sao, bản sao từ sổ gốc: each rule, by its source.

use crate::{assert_found, checked, form, sample_with};
use serde_json::{Value, json};

fn auth(changes: &Value, expected: &[&str]) {
    assert_found("auth_allowance", changes, expected);
}

fn signature(changes: &Value, expected: &[&str]) {
    assert_found("cert_signature", changes, expected);
}

fn original(changes: &Value, expected: &[&str]) {
    assert_found("copy_original", changes, expected);
}

fn due(procedure: &str, changes: &Value) -> Option<i64> {
    checked(procedure, &sample_with(procedure, changes)).fee.unwrap().amount
}

fn with(mut changes: Value, more: Value) -> Value {
    changes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    changes
}

/// TT 01/2020/TT-BTP điều 14: unpaid, and no property; anything else is a contract.
#[test]
fn an_authorisation_with_pay_or_property_is_a_contract() {
    auth(&json!({"paid": true}), &["error contract_needed paid"]);
    auth(&json!({"transfers_property": true}), &["error contract_needed transfers_property"]);
    let answers = sample_with("auth_allowance", &json!({"paid": true}));
    assert_eq!(checked("auth_allowance", &answers).findings[0].params["procedure"], "cert_contract");
    signature(&json!({"authorisation_for": "other"}), &["error contract_needed authorisation_for"]);
    signature(&json!({"authorisation_paid": true}), &["error contract_needed authorisation_paid"]);
    signature(&json!({"document_kind": "contract"}), &["error contract_needed document_kind"]);
    for allowed in ["papers", "house", "loan"] {
        signature(&json!({"authorisation_for": allowed}), &[]);
    }
    let pension = json!({"authorisation_for": "allowance"});
    signature(&pension, &["warning auth_allowance_instead authorisation_for"]);
    // Of a paper of one's own, nothing is asked about authorising.
    signature(&json!({"document_kind": "own", "authorisation_for": "other"}), &[]);
}

/// NĐ 23/2015/NĐ-CP điều 25(1).
#[test]
fn nothing_is_certified_of_somebody_who_is_not_lucid() {
    for procedure in ["auth_allowance", "cert_signature"] {
        assert_found(procedure, &json!({"lucid": false}), &["error not_lucid lucid"]);
        assert_found(procedure, &json!({"lucid": null}), &["error required lucid"]);
    }
}

/// NĐ 23/2015/NĐ-CP điều 10, 24: before the official, at home for the old and the immobile; copies never.
#[test]
fn an_official_has_to_be_there_also_at_home() {
    for procedure in ["auth_allowance", "cert_signature"] {
        assert!(form(procedure).official_present(), "{procedure}");
        assert_found(procedure, &json!({"home_reason": null}), &["error required home_reason"]);
        assert_found(procedure, &json!({"place_kind": "office", "home_reason": null}), &[]);
    }
    let copies = form("cert_copy");
    assert!(copies.deadline().unwrap().extra.as_ref().unwrap().contains("không làm tại nhà"));
    assert!(copies.field("place_kind").is_none());
}

/// DOMAIN 10.11: cannot sign, cannot print, cannot read and hear. TT 01/2020/TT-BTP điều 22.
#[test]
fn trap_10_11_two_witnesses_for_who_can_neither_sign_nor_read_and_hear() {
    let witness =
        |row: &str, name: &str, id: &str| json!({"row": row, "name": name, "id": id, "has_interest": false});
    let two =
        json!([witness("a", "MAI THỊ MẪU", "093175003131"), witness("b", "TÔ VĂN MẪU", "093070003232")]);
    let neither = json!({"sign_mode": "neither", "cannot_read_hear": true});
    for procedure in ["auth_allowance", "cert_signature"] {
        let found = |more: Value, expected: &[&str]| {
            assert_found(procedure, &with(neither.clone(), more), expected);
        };
        found(json!({}), &["error required witnesses"]);
        found(json!({"witnesses": two}), &[]);
        found(json!({"witnesses": [two[0]]}), &["error rows_too_few witnesses"]);
        let interested =
            json!([two[0], {"row": "b", "name": "TÔ VĂN MẪU", "id": "093070003232", "has_interest": true}]);
        found(json!({"witnesses": interested}), &["error witness_with_interest witnesses/b/has_interest"]);
        let same = json!([two[0], witness("b", "TÔ VĂN MẪU", "093175003131")]);
        found(json!({"witnesses": same}), &["error id_number_repeated witnesses/b/id"]);
        let answers = sample_with(procedure, &with(neither.clone(), json!({"witnesses": two})));
        let result = checked(procedure, &answers);
        assert!(result.signers.contains(&"Hai người làm chứng".to_owned()), "{procedure}");
        assert!(result.papers.contains(&"witness_identity".to_owned()), "{procedure}");
        // Whoever hears, or prints a finger, needs none.
        assert_found(procedure, &json!({"sign_mode": "neither", "cannot_read_hear": false}), &[]);
        assert_found(procedure, &json!({"sign_mode": "neither"}), &["error required cannot_read_hear"]);
        assert_found(procedure, &json!({"sign_mode": "fingerprint", "cannot_read_hear": true}), &[]);
    }
    let party = json!([two[0], witness("b", "HUỲNH VĂN THÍ DỤ", "093070003232")]);
    auth(&with(neither, json!({"witnesses": party})), &["error witness_is_party witnesses/b/name"]);
}

#[test]
fn both_sides_of_an_authorisation_are_people_of_their_own() {
    // DOMAIN 10.10.
    auth(
        &json!({"agent_id": "093141001121"}),
        &["warning id_number_birth_year agent_id", "error id_number_repeated agent_id"],
    );
    auth(
        &json!({"agent_dob": "2010", "agent_id": null}),
        &["warning agent_under_18 agent_dob", "error required agent_id"],
    );
    auth(&json!({"principal_addr": "Đã chết"}), &["error person_dead principal_addr"]);
    let young = json!({"principal_dob": "2012", "principal_id": "093212001121"});
    auth(&young, &["warning principal_minor principal_dob"]);
}

/// DOMAIN 2.9, 2.14: 10.000 a case; 2.000 for two pages, then 1.000, at most 200.000 for a copy.
#[test]
fn fees_of_certification_by_case() {
    assert_eq!(due("auth_allowance", &json!({})), Some(10_000));
    for (count, amount) in
        [(json!(1), Some(10_000)), (json!(3), Some(30_000)), (json!(0), None), (json!(null), None)]
    {
        assert_eq!(due("cert_signature", &json!({"papers_count": count})), amount, "{count}");
    }
    let document = |row: &str, pages: i64, copies: i64| json!({"row": row, "title": "Giấy mẫu", "pages": pages, "copies": copies, "intact": true, "issued": true});
    for (pages, copies, amount) in [
        (1, 1, Some(2_000)),
        (2, 1, Some(4_000)),
        (3, 1, Some(5_000)),
        (4, 2, Some(12_000)),
        (197, 1, Some(199_000)),
        (198, 1, Some(200_000)),
        (500, 3, Some(600_000)),
        (0, 1, None),
        (1, 0, None),
    ] {
        let documents = json!({"documents": [document("a", pages, copies)]});
        assert_eq!(due("cert_copy", &documents), amount, "{pages} pages, {copies} copies");
    }
    let two = json!({"documents": [document("a", 1, 3), document("b", 4, 2)]});
    assert_eq!(due("cert_copy", &two), Some(18_000));
    let half_told = json!({"documents": [document("a", 1, 3), {"row": "b", "title": "Giấy mẫu"}]});
    assert_eq!(due("cert_copy", &half_told), None);
    assert_eq!(due("cert_copy", &json!({"documents": null})), None);
    assert_eq!(checked("copy_original", form("copy_original").sample()).fee, None);
}

/// NĐ 23/2015/NĐ-CP điều 18, 20, 22.
#[test]
fn an_original_that_cannot_be_copied_is_told_row_by_row() {
    let document = |key: &str, value: Value| {
        let mut row =
            json!({"row": "a", "title": "Giấy mẫu", "pages": 1, "copies": 1, "intact": true, "issued": true});
        row[key] = value;
        json!({"documents": [row]})
    };
    for (key, value, code) in [
        ("intact", json!(false), "original_unreadable"),
        ("issued", json!(false), "original_without_seal"),
        ("pages", json!(0), "pages_range"),
        ("copies", json!(0), "copies_range"),
    ] {
        assert_found("cert_copy", &document(key, value), &[&format!("error {code} documents/a/{key}")]);
    }
    let papers = |changes: Value| checked("cert_copy", &sample_with("cert_copy", &changes)).papers;
    assert_eq!(papers(json!({})), ["originals"]);
    assert_eq!(papers(document("foreign", json!(true))), ["originals", "legalisation"]);
}

/// TT 01/2020/TT-BTP điều 12, 13, 15.
#[test]
fn what_is_signed_decides_what_is_brought_and_who_signs() {
    let cv = json!({"document_kind": "cv", "cv_blank_struck": false});
    signature(&cv, &["warning cv_not_struck cv_blank_struck"]);
    signature(&json!({"document_kind": "cv", "cv_blank_struck": true}), &[]);
    signature(&json!({"papers_count": 0}), &["error papers_count_range papers_count"]);
    let result = |changes: Value| checked("cert_signature", &sample_with("cert_signature", &changes));
    assert_eq!(result(json!({})).papers, ["paper_to_sign", "identity_paper"]);
    assert!(result(json!({"foreign_language": true})).papers.contains(&"translation".to_owned()));
    assert_eq!(result(json!({})).signers.len(), 2);
    assert_eq!(result(json!({"several_signers": false})).signers, ["Người yêu cầu chứng thực"]);
}

/// NĐ 23/2015/NĐ-CP điều 16, 17.
#[test]
fn a_copy_from_the_register_is_for_the_holder_who_acts_for_them_and_the_family_of_the_dead() {
    original(&json!({"holder_dead": false}), &["error holder_alive holder_dead"]);
    let own = json!({"capacity": "self", "holder_name": null, "holder_dob": null, "holder_dead": null, "document_date": "1999"});
    original(&own, &[]);
    original(&json!({"capacity": "legal", "holder_dead": null}), &[]);
    original(
        &json!({"holder_name": null}),
        &["error required holder_name", "warning person_without_name holder_name"],
    );
    let papers = |changes: Value| checked("copy_original", &sample_with("copy_original", &changes)).papers;
    assert_eq!(papers(json!({})), ["identity_paper", "relation_proof", "death_proof"]);
    assert_eq!(papers(json!({"capacity": "authorised"})), ["identity_paper", "relation_proof"]);
    assert_eq!(papers(own), ["identity_paper"]);
    assert_eq!(
        papers(json!({"capacity": "self", "channel": "post"})),
        ["identity_paper", "stamped_envelope"]
    );
}

#[test]
fn papers_of_civil_status_and_dates_that_cannot_be_are_told() {
    original(&json!({"document_kind": "civil"}), &["warning civil_extract_instead document_kind"]);
    original(&json!({"document_date": "1949"}), &["error issued_before_birth document_date"]);
    original(&json!({"document_date": "1950"}), &[]);
    // Of one's own paper one's own birth is compared, and not that of a holder who is asked no more.
    original(
        &json!({"capacity": "self", "document_date": "1978"}),
        &["error issued_before_birth document_date"],
    );
    original(&json!({"capacity": "self", "holder_dob": "1999", "document_date": "1990"}), &[]);
    original(&json!({"copies_count": 0}), &["error copies_count_range copies_count"]);
}
