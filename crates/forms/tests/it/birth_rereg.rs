//! Đăng ký lại khai sinh: each rule, by its source.

use crate::{assert_found, checked, lines, sample_with};
use serde_json::{Map, Value, json};

fn found(changes: &Value, expected: &[&str]) {
    assert_found("birth_rereg", changes, expected);
}

/// Somebody else who asks, so that a test on the subject is not one on "bản thân".
fn asked_by_a_child(mut changes: Value) -> Value {
    let child = json!({
        "req_relation": "con", "req_name": "LÊ THỊ CON", "req_dob": "1988",
        "req_id": "Căn cước công dân số 087188000777"
    });
    let changes = changes.as_object_mut().unwrap();
    let mut all = child.as_object().unwrap().clone();
    all.append(changes);
    Value::Object(all)
}

/// NĐ 123/2015/NĐ-CP điều 24.
#[test]
fn only_a_birth_registered_before_2016_is_registered_again() {
    for (date, expected) in [
        ("2016-01-01", vec!["warning birth_first_of_january sub_dob", "error born_since_2016 sub_dob"]),
        ("2016", vec!["warning birth_date_partial sub_dob", "error born_since_2016 sub_dob"]),
        ("2015-12-31", vec![]),
        ("2015", vec!["warning birth_date_partial sub_dob"]),
    ] {
        let changes = asked_by_a_child(json!({"sub_dob": date, "sub_dob_words": null, "prev_date": null}));
        let answers = sample_with("birth_rereg", &changes);
        let mut told = lines(&checked("birth_rereg", &answers).findings);
        told.sort_by_key(|line| line.starts_with("error"));
        assert_eq!(told, expected, "{date}");
    }
    found(&json!({"prev_date": "2016-01-01"}), &["error registered_since_2016 prev_date"]);
    found(&json!({"prev_date": "2016"}), &["error registered_since_2016 prev_date"]);
    found(&json!({"prev_date": "2015-12-31"}), &[]);
}

#[test]
fn a_birth_is_not_registered_before_it_happened() {
    found(&json!({"prev_date": "1962-05-16"}), &["error registered_before_birth prev_date"]);
    found(&json!({"prev_date": "1962"}), &[]);
}

/// TT 04/2024/TT-BTP: the number stands for the residence.
#[test]
fn residence_is_asked_only_where_no_personal_number_is_given() {
    found(&json!({"req_id": "CMND số 341234567"}), &["error required req_addr"]);
    found(&json!({"req_id": "Hộ chiếu B1234567", "req_addr": "Khóm 2, phường Mẫu"}), &[]);
    let with_number = checked("birth_rereg", &sample_with("birth_rereg", &json!({"req_addr": "Khóm 2"})));
    assert!(!with_number.visible.contains(&"req_addr".to_owned()));
}

/// DOMAIN 10.8.
#[test]
fn trap_10_8_of_a_birth_year_alone_no_day_is_invented() {
    let changes = asked_by_a_child(
        json!({"sub_dob": "1938", "sub_dob_words": null, "mother_birth": "1915", "father_birth": null}),
    );
    let result = checked("birth_rereg", &sample_with("birth_rereg", &changes));
    assert_eq!(
        result.derived,
        Map::from_iter([("sub_dob_words".to_owned(), json!("Năm một nghìn chín trăm ba mươi tám"),)])
    );
    let told = lines(&result.findings);
    assert!(told.contains(&"warning birth_date_partial sub_dob".to_owned()));
    assert!(!told.iter().any(|line| line.starts_with("error")), "{told:?}");
}

/// TT 04/2020/TT-BTP điều 18(3): what a missing day and month were completed upon stays beside them.
#[test]
fn a_completed_date_of_birth_says_what_it_was_completed_upon() {
    let with = |original: &str, basis: Value, evidence: Value| json!({"dob_original": original, "dob_basis": basis, "dob_evidence": evidence});
    found(&with("1962", Value::Null, Value::Null), &["error required dob_basis"]);
    found(&with("1962", json!("2"), Value::Null), &["error required dob_evidence"]);
    found(&with("1962", json!("2"), json!("Học bạ, Trường Mẫu, 1975")), &[]);
    found(&with("1962", json!("4"), Value::Null), &[]);
    found(&with("1961", json!("4"), Value::Null), &["error birth_date_not_completed sub_dob"]);
}

/// TT 04/2020/TT-BTP điều 18(3): 01/01 is the last step of the ladder.
#[test]
fn the_first_of_january_is_looked_at_twice() {
    found(
        &json!({"sub_dob": "1962-01-01", "req_dob": "1962-01-01", "sub_dob_words": null}),
        &["warning birth_first_of_january sub_dob"],
    );
}

#[test]
fn words_of_another_date_are_an_error_and_other_spellings_are_not() {
    for (words, differ) in [
        ("ngày mười bảy tháng năm năm một ngàn chín trăm sáu mươi hai", false),
        ("Ngày mười bảy, tháng năm, năm một chín sáu hai", false),
        ("Ngày mười tám tháng năm năm một nghìn chín trăm sáu mươi hai", true),
        ("Năm một nghìn chín trăm sáu mươi hai", true),
        ("không rõ", true),
    ] {
        let expected: &[&str] = if differ { &["error words_differ sub_dob_words"] } else { &[] };
        found(&json!({"sub_dob_words": words}), expected);
    }
    let derived = checked("birth_rereg", &sample_with("birth_rereg", &json!({"sub_dob_words": null})));
    assert_eq!(lines(&derived.findings), [""; 0]);
}

/// DOMAIN 10.10.
#[test]
fn trap_10_10_the_same_number_on_two_people_is_an_error() {
    let own = "CCCD số 087 162 000 123";
    let mother = "087140000456";
    found(
        &json!({"mother_id": own}),
        &["warning id_number_birth_year mother_id", "error id_number_repeated mother_id"],
    );
    let told =
        lines(&checked("birth_rereg", &sample_with("birth_rereg", &json!({"father_id": own}))).findings);
    assert!(told.contains(&"error id_number_repeated father_id".to_owned()), "{told:?}");
    let told =
        lines(&checked("birth_rereg", &sample_with("birth_rereg", &json!({"father_id": mother}))).findings);
    assert!(told.contains(&"error id_number_repeated father_id".to_owned()), "{told:?}");
}

#[test]
fn a_mother_who_asks_for_her_child_may_give_her_own_number_twice() {
    let changes = json!({
        "req_relation": "mẹ", "req_name": "TRẦN THỊ THÍ DỤ", "req_dob": "1940",
        "req_id": "Căn cước công dân số 087140000456"
    });
    found(&changes, &[]);
}

/// DOMAIN 10.10.
#[test]
fn trap_10_10_bản_thân_with_another_name_is_an_error() {
    found(&json!({"req_name": "NGUYỄN THỊ KHÁC"}), &["error self_name_differs sub_name"]);
    found(&json!({"req_name": "Nguyễn Thị Vỉ Dụ"}), &["warning self_name_marks_differ sub_name"]);
    found(&json!({"req_name": "Nguyễn Thị Ví Dụ", "req_relation": "tự khai"}), &[]);
}

#[test]
fn bản_thân_with_another_date_is_looked_at_twice() {
    let changes = json!({"req_dob": "1962-05-18"});
    found(&changes, &["warning self_birth_differs sub_dob"]);
    found(&json!({"req_dob": "1962"}), &[]);
    found(&json!({"req_relation": "con"}), &["warning requester_is_subject req_relation"]);
}

#[test]
fn a_parent_is_older_than_the_child() {
    let mother = "error parent_not_older mother_birth";
    for (born, expected) in [("1962", vec![mother]), ("1970", vec![mother]), ("1950", vec![])] {
        found(&json!({"mother_birth": born, "mother_id": null}), &expected);
    }
    found(&json!({"mother_birth": "1951", "mother_id": null}), &["warning parent_very_young mother_birth"]);
    found(&json!({"father_birth": "1962-05-17"}), &["error parent_not_older father_birth"]);
    found(&json!({"father_birth": "1951"}), &["warning parent_very_young father_birth"]);
}

/// Cổng dịch vụ công 1.004884.
#[test]
fn a_dead_parent_is_written_so_and_an_unknown_one_left_blank() {
    found(&json!({"mother_addr": "Đã chết", "mother_id": null}), &[]);
    let nobody = json!({
        "father_name": null, "father_birth": null, "father_ethnicity": null, "father_nationality": null,
        "father_addr": null
    });
    found(&nobody, &[]);
    found(&json!({"father_name": null}), &["warning parent_without_name father_name"]);
}

/// DOMAIN 2.3: "fill only when known; never guess".
#[test]
fn the_old_paper_is_described_only_as_far_as_it_is_known() {
    found(&json!({"prev_date": null, "prev_no": null, "prev_book": null}), &[]);
    found(&json!({"prev_no": "27", "prev_book": "01/1978"}), &[]);
}

#[test]
fn copies_are_counted_from_one() {
    found(&json!({"copies_count": 0}), &["error copies_count_range copies_count"]);
    found(&json!({"copies_count": 1}), &[]);
    found(&json!({"copies": null}), &["error required copies"]);
}

/// DOMAIN 10.6, in the free text of a paper.
#[test]
fn trap_10_6_a_parents_number_is_compared_with_sex_and_year() {
    found(&json!({"mother_id": "CCCD 087040000456"}), &["warning id_number_sex mother_id"]);
    found(&json!({"mother_id": "CCCD 087141000456"}), &["warning id_number_birth_year mother_id"]);
    found(&json!({"mother_id": "CCCD 003140000456"}), &["warning id_number_province mother_id"]);
    found(&json!({"mother_id": "không nhớ số"}), &[]);
}

#[test]
fn a_personal_number_typed_wrong_is_noticed_in_free_text_too() {
    found(&json!({"father_id": "08703600045"}), &["error id_number_length father_id"]);
    found(&json!({"father_id": "CCCD số 08703600045"}), &["warning id_number_length father_id"]);
    found(&json!({"father_id": "CMND số 341234567"}), &[]);
    found(&json!({"father_id": "341234567"}), &[]);
    found(&json!({"father_id": "Hộ chiếu B1234567"}), &[]);
}
