//! Đăng ký thường trú, xóa đăng ký thường trú: each rule, by its source.

use crate::{assert_found, checked, sample_with};
use serde_json::{Value, json};
use tan_nha_forms::Checked;

fn perm(changes: &Value) -> Checked {
    checked("residence_perm", &sample_with("residence_perm", changes))
}

fn found(changes: &Value, expected: &[&str]) {
    assert_found("residence_perm", changes, expected);
}

fn removal(changes: &Value, expected: &[&str]) {
    assert_found("residence_removal", changes, expected);
}

/// A child who moves to her mother.
fn child(more: &Value) -> Value {
    let mut child = json!({"dob": "2014-02-03", "id12": "087314000999", "members": null,
        "guardian_name": "LÊ THỊ MẸ", "guardian_consent": "sign", "head_relation": "Con"});
    child.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    child
}

/// Cổng dịch vụ công 1.004222: 20.000 direct, 10.000 online; TT 75/2022/TT-BTC điều 4.
#[test]
fn the_fee_goes_by_the_way_of_filing_and_some_are_free() {
    // The sample is of somebody of 76 years.
    let adult = |more: Value| {
        let mut adult = json!({"dob": "1980", "id12": "087180000214"});
        adult.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        adult
    };
    for (changes, amount, exempt) in [
        (json!({}), Some(0), Some("Người cao tuổi (từ đủ 60 tuổi)")),
        (adult(json!({})), Some(20_000), None),
        (adult(json!({"channel": "online"})), Some(10_000), None),
        (adult(json!({"channel": null})), None, None),
        (adult(json!({"fee_free": "poor"})), Some(0), Some("Hộ nghèo")),
        (adult(json!({"fee_free": "disabled"})), Some(0), Some("Người khuyết tật")),
        (adult(json!({"fee_free": "merit"})), Some(0), Some("Người có công với cách mạng và thân nhân")),
        (child(&json!({})), Some(0), Some("Trẻ em (dưới 16 tuổi)")),
        // Sixty this year, on a day that is not known.
        (json!({"dob": "1966", "id12": "087166000214"}), Some(20_000), None),
        (json!({"dob": null}), Some(20_000), None),
    ] {
        let due = perm(&changes).fee.unwrap();
        assert_eq!((due.amount, due.exempt.as_deref()), (amount, exempt), "{changes}");
        assert!(due.exempt.is_none() || due.why.unwrap().contains("TT 75/2022"), "{changes}");
    }
}

#[test]
fn who_is_free_by_age_is_not_asked_whether_they_are_free() {
    let asks = |changes: Value| perm(&changes).visible.contains(&"fee_free".to_owned());
    assert!(!asks(json!({})));
    assert!(asks(json!({"dob": "1980"})) && asks(json!({"dob": "1966"})) && asks(json!({"dob": null})));
}

/// TT 53/2025/TT-BCA, CT01 chú thích (3)-(6).
#[test]
fn those_sign_who_have_to_consent_and_have_not_done_it_otherwise() {
    let (declarant, head, guardian) = ("Người kê khai", "Chủ hộ", "Cha, mẹ hoặc người giám hộ");
    let owner = |way: &str| json!({"owner_is": "other", "owner_name": "CAO VĂN MẪU", "owner_consent": way});
    for (changes, signers) in [
        (json!({}), vec![declarant, head]),
        (json!({"head_consent": "vneid"}), vec![declarant]),
        (json!({"head_consent": "letter"}), vec![declarant]),
        (json!({"head_relation": "Chủ hộ", "head_name": null, "head_id": null}), vec![declarant]),
        (owner("sign"), vec![declarant, head, "Chủ sở hữu chỗ ở hợp pháp"]),
        (owner("vneid"), vec![declarant, head]),
        (child(&json!({})), vec![head, guardian]),
        (child(&json!({"guardian_consent": "letter"})), vec![head]),
        (json!({"channel": "online"}), vec![]),
    ] {
        assert_eq!(perm(&changes).signers, signers, "{changes}");
    }
    found(&json!({"channel": "online"}), &["warning signed_online channel"]);
    found(&json!({"channel": "online", "head_consent": "vneid"}), &[]);
}

#[test]
fn what_a_case_does_not_need_is_not_asked() {
    let visible = perm(&json!({})).visible;
    for key in ["owner_name", "owner_consent", "guardian_name", "guardian_consent"] {
        assert!(!visible.contains(&key.to_owned()), "{key}");
    }
    let head = perm(&json!({"head_relation": "chủ hộ", "head_name": null, "head_id": null}));
    assert!(!head.visible.contains(&"head_consent".to_owned()));
    assert_eq!(
        (head.derived["head_name"].as_str(), head.derived["head_id"].as_str()),
        (Some("PHẠM THỊ VÍ DỤ"), Some("087150000214"))
    );
    found(&json!({"owner_is": "other"}), &["error required owner_name", "error required owner_consent"]);
    found(&json!({"head_consent": null}), &["error required head_consent"]);
}

/// Cổng dịch vụ công 1.004222; NQ 66.7/2025/NQ-CP: no paper that a database has.
#[test]
fn papers_go_by_the_place() {
    for (changes, papers) in [
        (json!({}), vec![]),
        (json!({"place_kind": "own", "owner_is": "self"}), vec![]),
        (json!({"place_kind": "rent"}), vec!["rental_contract"]),
        (json!({"place_kind": "care"}), vec!["care_proof"]),
        (json!({"head_consent": "letter"}), vec!["consent_letters"]),
        (json!({"owner_is": "other", "owner_name": "A", "owner_consent": "letter"}), vec!["consent_letters"]),
        (child(&json!({"guardian_consent": "letter"})), vec!["consent_letters"]),
        // What is not asked any more asks for nothing.
        (json!({"owner_consent": "letter", "guardian_consent": "letter"}), vec![]),
        (json!({"head_relation": "Chủ hộ", "head_consent": "letter"}), vec![]),
    ] {
        assert_eq!(perm(&changes).papers, papers, "{changes}");
    }
}

/// TT 53/2025/TT-BCA, CT01 chú thích (2): the exact address.
#[test]
fn the_request_names_the_address() {
    let request = "Đăng ký thường trú tại Số 12, Khóm 2, phường Cao Lãnh, tỉnh Đồng Tháp";
    assert_eq!(perm(&json!({})).derived["request"], request);
    let about = "warning request_without_place request";
    found(&json!({"request": "Nhập hộ khẩu về nhà con"}), &[about]);
    found(&json!({"request": format!("{request}, kể từ hôm nay")}), &[]);
    found(&json!({"place_addr": null}), &["error required place_addr", "error required request"]);
}

/// TT 53/2025/TT-BCA, CT01 chú thích (5). Today is 21/11/2026.
#[test]
fn somebody_under_18_needs_a_parent_or_guardian() {
    found(&child(&json!({})), &[]);
    found(&child(&json!({"guardian_name": null})), &["error required guardian_name"]);
    found(&child(&json!({"guardian_needed": false})), &["error minor_without_guardian guardian_needed"]);
    found(&json!({"dob": "2008", "id12": "087308000999"}), &["warning perhaps_minor dob"]);
    found(&json!({"dob": "2008-11-21", "id12": "087308000999"}), &[]);
    found(&json!({"dob": "2008", "id12": "087308000999", "guardian_needed": false}), &[]);
}

#[test]
fn whose_place_it_is_agrees_with_what_kind_of_place() {
    let other = json!({"place_kind": "own", "owner_is": "other", "owner_name": "A", "owner_consent": "sign"});
    found(&other, &["warning own_place_of_another owner_is"]);
    found(&json!({"place_kind": "rent", "owner_is": "self"}), &["error lent_by_oneself owner_is"]);
    found(&json!({"place_kind": "rent", "owner_is": "head"}), &[]);
}

/// DOMAIN 10.6 and 10.10, in the rows of item 11 and of the head.
#[test]
fn traps_10_6_and_10_10_every_member_has_a_number_of_their_own() {
    let row = |id: &str| json!([{"row": "a", "name": "NGUYỄN THỊ MẪU", "dob": "2012-03", "sex": "female", "id": id, "relation": "Cháu"}]);
    found(
        &json!({"members": row("087150000214")}),
        &["warning id_number_birth_year members/a/id", "error id_number_repeated members/a/id"],
    );
    found(&json!({"members": row("087212000415")}), &["warning id_number_sex members/a/id"]);
    found(&json!({"head_id": "087150000214"}), &["error id_number_repeated head_id"]);
    // Who says "chủ hộ" is the head, with the head's name and number.
    found(
        &json!({"head_relation": "Chủ hộ"}),
        &["error head_name_differs full_name", "error self_number_differs id12"],
    );
}

/// Cổng dịch vụ công 1.003197: the person, or somebody of the household for them.
#[test]
fn the_dead_are_removed_by_somebody_of_the_household() {
    removal(&json!({"who": "self"}), &["error dead_asks who"]);
    removal(&json!({"who": "self", "reason": "abroad", "members": null}), &[]);
    removal(&json!({"members": null}), &["error required members"]);
    removal(&json!({"death_registered": false}), &["warning linked_death_instead death_registered"]);
    let living =
        checked("residence_removal", &sample_with("residence_removal", &json!({"reason": "abroad"})));
    assert!(!living.visible.contains(&"death_registered".to_owned()));
    assert_eq!(living.fee.and_then(|fee| fee.amount), Some(0));
}

#[test]
fn the_request_for_removal_says_where_whom_and_why() {
    let request = |changes: Value| {
        let result = checked("residence_removal", &sample_with("residence_removal", &changes));
        result.derived.get("request").and_then(Value::as_str).map(str::to_owned)
    };
    let place = "Xóa đăng ký thường trú tại Số 5, Khóm 1, phường Hồng Ngự, tỉnh Đồng Tháp";
    assert_eq!(request(json!({})).unwrap(), format!("{place}, cho người ghi ở mục 11, lý do: chết"));
    let abroad = json!({"who": "self", "reason": "abroad"});
    assert_eq!(request(abroad).unwrap(), format!("{place}, lý do: ra nước ngoài định cư"));
    assert_eq!(request(json!({"who": "self", "reason": "absent"})).unwrap(), place);
    assert_eq!(request(json!({"place_addr": null})), None);
    removal(&json!({"request": "Xóa khẩu"}), &["warning request_without_place request"]);
}
