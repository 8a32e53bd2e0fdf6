//! Khai sinh, bổ sung hộ tịch, khai tử, trích lục, kết hôn: each rule, by its source. Today is 21/11/2026.

use crate::{assert_found, form, lines, sees, with};
use serde_json::{Map, Value, json};
use tan_nha_forms::FeeDue;

fn due(procedure: &str, changes: &Value) -> FeeDue {
    with(procedure, changes).fee.unwrap()
}

/// Answers whose date of birth says itself in words.
fn born(date: &str) -> Value {
    json!({"child_dob": date})
}

#[test]
fn birth_reg_as_a_table() {
    let late = "warning birth_declared_late child_dob";
    for (changes, expected) in [
        // Luật Hộ tịch điều 15(1): sixty days after the day of birth.
        (born("2026-09-22"), vec![]),
        (born("2026-09-21"), vec![late]),
        (born("2026-09"), vec!["warning birth_date_partial child_dob"]),
        (born("2026-08"), vec![late, "warning birth_date_partial child_dob"]),
        // Luật Hộ tịch điều 16(1).
        (json!({"birth_evidence": null}), vec!["error required birth_evidence"]),
        // NĐ 123/2015 điều 14, 15: who is not known stays blank, and both are asked about.
        (
            json!({"father_name": null, "father_birth": null, "father_addr": null, "father_id": null,
                "father_ethnicity": null, "father_nationality": null}),
            vec![],
        ),
        (
            json!({"father_name": null, "father_birth": null, "father_addr": null, "father_id": null,
                "mother_name": null, "mother_birth": null, "mother_addr": null, "mother_id": null}),
            vec!["warning parents_unknown mother_name"],
        ),
        (
            json!({"father_name": null, "father_birth": null, "father_addr": null, "father_id": null,
                "mother_name": null, "mother_birth": null, "mother_addr": null, "mother_id": null,
                "birth_evidence": "abandoned"}),
            vec![],
        ),
        (
            json!({"marriage_cert_no": null, "marriage_cert_date": null, "marriage_cert_place": null}),
            vec!["warning father_without_marriage father_name"],
        ),
        (json!({"marriage_cert_no": null, "marriage_cert_date": null}), vec![]),
        (json!({"father_nationality": "Lào"}), vec!["warning citizenship_agreement child_nationality"]),
        (json!({"marriage_cert_date": "1997"}), vec!["error married_before_birth marriage_cert_date"]),
        (
            json!({"req_relation": "bản thân", "req_name": "LÊ NGUYỄN THÍ DỤ", "req_dob": "2026-10-05",
                "req_id": "Hộ chiếu B1234567", "req_addr": "Khóm 2"}),
            vec!["error requester_is_the_child req_relation"],
        ),
        // TT 04/2024: the number of copies where they are asked for.
        (json!({"copies_count": null}), vec!["error required copies_count"]),
        (json!({"copies_count": 0}), vec!["error copies_count_range copies_count"]),
        (json!({"copies": false, "copies_count": null}), vec![]),
        // DOMAIN 10.10: one number on two people.
        (
            json!({"father_id": "087301000123"}),
            vec![
                "warning id_number_sex father_id",
                "warning id_number_birth_year father_id",
                "error id_number_repeated father_id",
            ],
        ),
        // A parent is the elder one; the words say the date.
        (
            json!({"father_birth": "2026", "father_id": null}),
            vec!["error parent_not_older father_birth", "error married_before_birth marriage_cert_date"],
        ),
        (json!({"child_dob_words": "Năm hai nghìn"}), vec!["error words_differ child_dob_words"]),
    ] {
        assert_found("birth_reg", &changes, &expected);
    }
}

/// Luật Hộ tịch điều 16(1): which paper is asked for hangs on which there is.
#[test]
fn a_birth_is_shown_by_its_paper_by_a_witness_or_by_a_pledge() {
    for procedure in ["birth_reg", "linked_birth"] {
        for (evidence, paper) in [
            ("certificate", "birth_paper"),
            ("witness", "witness_statement"),
            ("pledge", "birth_pledge"),
            ("abandoned", "abandoned_minutes"),
            ("surrogacy", "surrogacy_confirmation"),
        ] {
            assert_eq!(with(procedure, &json!({"birth_evidence": evidence})).papers, [paper], "{procedure}");
        }
    }
}

/// Luật Hộ tịch điều 11; TT 281/2016/TT-BTC.
#[test]
fn what_civil_status_costs_by_case() {
    let amount = |procedure: &str, changes: Value| due(procedure, &changes).amount;
    for (procedure, changes, expected) in [
        ("birth_reg", json!({}), Some(16_000)),
        ("birth_reg", json!({"copies": false}), Some(0)),
        ("birth_reg", json!({"child_dob": "2026-01-05"}), None),
        ("birth_reg", json!({"child_dob": null}), None),
        ("death_reg", json!({}), Some(24_000)),
        ("death_reg", json!({"copies": false}), Some(0)),
        ("death_reg", json!({"death_time": "2026-11-05"}), None),
        ("death_reg", json!({"death_time": "2026-11-05", "fee_group": "none"}), None),
        ("death_reg", json!({"death_time": "2026-11-05", "fee_group": "poor"}), Some(24_000)),
        ("civil_supplement", json!({}), None),
        ("civil_supplement", json!({"fee_group": "merit"}), Some(8_000)),
        ("civil_extract", json!({}), Some(16_000)),
        ("civil_extract", json!({"copies_count": null}), None),
        ("marriage", json!({}), Some(0)),
        ("marriage", json!({"copies": true, "copies_count": 1}), Some(8_000)),
        ("linked_birth", json!({}), Some(16_000)),
        ("linked_birth", json!({"result_form_copies": null}), Some(0)),
        ("linked_birth", json!({"child_dob": "2026-01-05"}), None),
        ("linked_death", json!({}), Some(0)),
        ("linked_death", json!({"death_time": "2026-11"}), None),
        ("linked_death", json!({"death_time": "2026-10"}), None),
    ] {
        assert_eq!(amount(procedure, changes.clone()), expected, "{procedure} {changes}");
    }
    for (group, who) in [
        ("merit", "Người thuộc gia đình có công với cách mạng"),
        ("poor", "Người thuộc hộ nghèo"),
        ("disabled", "Người khuyết tật"),
    ] {
        let free = json!({"fee_group": group, "copies": false});
        let late = json!({"fee_group": group, "copies": false, "death_time": "2026-10-01"});
        for due in [due("civil_supplement", &free), due("death_reg", &late)] {
            assert_eq!((due.amount, due.exempt.as_deref()), (Some(0), Some(who)));
            assert_eq!(due.why.as_deref(), Some("Luật Hộ tịch 60/2014/QH13 điều 11(1)(a)"));
        }
    }
}

/// TT 04/2020 điều 18(3): the ladder for a missing day and month.
#[test]
fn civil_supplement_as_a_table() {
    let dates = |original: &str, completed: &str, basis: Value| json!({"dob_original": original, "sub_dob": completed, "req_dob": completed, "dob_basis": basis});
    let default = vec!["error default_date_differs sub_dob"];
    for (changes, expected) in [
        (json!({"dob_basis": null}), vec!["error required dob_basis"]),
        (json!({"dob_evidence": null}), vec!["error required dob_evidence"]),
        (json!({"dob_basis": "4", "dob_evidence": null}), vec![]),
        (json!({"dob_original": null}), vec!["error required dob_original", "error required content"]),
        // Another year is a correction, and a date that is no more than before no supplement.
        (
            json!({"dob_original": "1949"}),
            vec!["error birth_date_not_completed sub_dob", "error required content"],
        ),
        (
            json!({"sub_dob": "1948"}),
            vec!["error birth_date_not_completed sub_dob", "error required content"],
        ),
        (json!({"sub_dob": "1948-06"}), vec!["error birth_date_still_partial sub_dob"]),
        // Basis 5 is 01/01, or the first of the month that is known, and nothing else.
        (dates("1948", "1948-01-01", json!("5")), vec![]),
        (dates("1948-06", "1948-06-01", json!("5")), vec![]),
        (dates("1948", "1948-06-01", json!("5")), default.clone()),
        (dates("1948-06", "1948-06-17", json!("5")), default),
        // 01/01 is never silent.
        (
            dates("1948", "1948-01-01", Value::Null),
            vec!["warning birth_first_of_january sub_dob", "error required dob_basis"],
        ),
        (
            json!({"supplement_item": "other", "content": "Bổ sung quê quán", "sub_dob": "1948-01-01",
                "req_dob": "1948", "dob_original": null, "dob_basis": null, "dob_evidence": null}),
            vec!["warning birth_first_of_january sub_dob"],
        ),
        (json!({"record_left": "none"}), vec!["error record_lost record_left"]),
        (json!({"record_left": "unknown"}), vec![]),
        (json!({"record_left": null}), vec!["error required record_left"]),
        (json!({"reg_event": "marriage"}), vec!["warning birth_date_of_birth_record reg_event"]),
        (json!({"reg_date": "1947"}), vec!["error registered_before_birth reg_date"]),
        (json!({"reg_date": "1948"}), vec![]),
        (json!({"copies_count": 0}), vec!["error copies_count_range copies_count"]),
        (
            json!({"req_name": "PHẠM VĂN KHÁC"}),
            vec!["error self_name_differs sub_name", "error id_number_repeated sub_id"],
        ),
        (json!({"req_dob": "1948-06-18"}), vec!["warning self_birth_differs sub_dob"]),
        // Another matter: the ladder is not asked, the content is.
        (
            json!({"request_kind": "correction", "supplement_item": null, "dob_original": null, "dob_basis": null, "dob_evidence": null}),
            vec!["error required content"],
        ),
        (
            json!({"supplement_item": "other", "dob_original": null, "dob_basis": null, "dob_evidence": null,
                "content": "Bổ sung quê quán", "sub_dob": "1948", "req_dob": "1948"}),
            vec!["warning birth_date_partial sub_dob"],
        ),
    ] {
        assert_found("civil_supplement", &changes, &expected);
    }
}

/// DOMAIN 10.8: no day is invented, and the later completion keeps what it was completed upon and from.
#[test]
fn trap_10_8_a_completed_date_keeps_the_partial_one_and_its_basis() {
    let form = form("civil_supplement");
    let unit = form.group_of("sub_dob");
    for key in ["dob_original", "dob_basis", "dob_evidence"] {
        assert_eq!(form.group_of(key), unit, "{key}");
        assert!(!form.field(key).unwrap().printed, "{key}");
    }
    let derived = with("civil_supplement", &json!({})).derived;
    let content = "Bổ sung ngày, tháng sinh: Ngày mười bảy tháng sáu năm một nghìn chín trăm bốn mươi tám";
    assert_eq!(derived, Map::from_iter([("content".to_owned(), json!(content))]));
    let nothing = with("civil_supplement", &json!({"sub_dob": "1948", "dob_original": "1948"})).derived;
    assert_eq!(nothing, Map::new());
}

#[test]
fn the_papers_of_a_supplement_follow_its_basis() {
    for (changes, papers) in [
        (json!({}), vec!["evidence"]),
        (json!({"dob_basis": "4"}), vec!["date_pledge"]),
        (json!({"dob_basis": "5"}), vec![]),
        (json!({"dob_basis": null}), vec!["evidence"]),
        (json!({"dob_basis": "4", "supplement_item": "other"}), vec!["evidence"]),
    ] {
        assert_eq!(with("civil_supplement", &changes).papers, papers, "{changes}");
    }
}

#[test]
fn death_reg_as_a_table() {
    let paper = json!({"death_paper_no": null, "death_paper_issuer": null, "death_paper_date": null});
    let without_paper = |evidence: &str| {
        let mut changes = paper.clone();
        changes["death_evidence"] = json!(evidence);
        changes
    };
    for (changes, expected) in [
        // Luật Hộ tịch điều 33(1).
        (json!({"death_time": "2026-11-06"}), vec![]),
        (json!({"death_time": "2026-11-05T23:50"}), vec!["warning death_declared_late death_time"]),
        (json!({"death_time": "2026-11"}), vec![]),
        (json!({"death_time": "2025"}), vec!["warning death_declared_late death_time"]),
        // The dates of a life.
        (
            json!({"death_time": "1945-12", "death_paper_date": "1945-12-31", "dec_id": null}),
            vec!["error death_before_birth death_time", "warning death_declared_late death_time"],
        ),
        (
            json!({"death_time": "2026-11-22"}),
            vec!["error date_future death_time", "error death_paper_before_death death_paper_date"],
        ),
        (json!({"death_paper_date": "2026-11-14"}), vec!["error death_paper_before_death death_paper_date"]),
        (json!({"death_paper_date": "2026-11-15"}), vec![]),
        // Luật Hộ tịch điều 34(1).
        (
            without_paper("notice"),
            vec![
                "error required death_paper_no",
                "error required death_paper_issuer",
                "error required death_paper_date",
            ],
        ),
        (without_paper("long_ago"), vec![]),
        (json!({"death_evidence": null}), vec!["error required death_evidence"]),
        (
            json!({"req_relation": "bản thân", "req_name": "TRẦN VĂN THÍ DỤ", "req_dob": "1946", "req_id": "087046000456"}),
            vec!["error requester_is_deceased req_relation"],
        ),
        (json!({"copies_count": 0}), vec!["error copies_count_range copies_count"]),
        // DOMAIN 10.10.
        (
            json!({"dec_id": "087075000123"}),
            vec!["warning id_number_birth_year dec_id", "error id_number_repeated dec_id"],
        ),
        (json!({"req_id": "CMND 341234567"}), vec!["error required req_addr"]),
    ] {
        assert_found("death_reg", &changes, &expected);
    }
    for (evidence, slot) in
        [("notice", "death_notice"), ("substitute", "death_notice_substitute"), ("long_ago", "death_proof")]
    {
        assert_eq!(with("death_reg", &json!({"death_evidence": evidence})).papers, [slot]);
        let two = json!({"death_evidence": evidence, "benefit_kind": null});
        assert_eq!(with("linked_death", &two).papers, [slot]);
    }
    assert!(!sees(&with("death_reg", &json!({})), "fee_group"));
    assert!(sees(&with("death_reg", &json!({"death_time": "2026-11-05"})), "fee_group"));
}

#[test]
fn civil_extract_as_a_table() {
    let death = |more: Value| {
        let mut changes = json!({"event": "death", "req_relation": "con", "sub_name": "VÕ VĂN THÍ DỤ", "sub_dob": "1932",
            "sub_sex": "male", "sub_id": null, "sub_addr": "Đã chết"});
        changes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        changes
    };
    for (changes, expected) in [
        (json!({"event": null}), vec!["error required event"]),
        (json!({"event": "other"}), vec!["error required event_other"]),
        (json!({"event": "other", "event_other": "giám hộ"}), vec![]),
        (json!({"copies_count": null}), vec!["error required copies_count"]),
        (json!({"copies_count": 0}), vec!["error copies_count_range copies_count"]),
        (json!({"reg_office": null}), vec!["error required reg_office"]),
        (json!({"reg_date": "1959"}), vec!["error registered_before_birth reg_date"]),
        (death(json!({})), vec![]),
        (death(json!({"sub_addr": "Khóm 3"})), vec!["warning death_of_the_living sub_addr"]),
        (json!({"event": "death", "sub_addr": null}), vec!["error requester_is_deceased req_relation"]),
    ] {
        assert_found("civil_extract", &changes, &expected);
    }
}

/// Luật Hôn nhân và gia đình điều 8(1)(a): from 18 and from 20, by what the dates let them be.
#[test]
fn marriage_as_a_table() {
    for (changes, expected) in [
        (json!({"bride_dob": "2008-11-21", "bride_id": null}), vec!["error required bride_id"]),
        (
            json!({"bride_dob": "2008-11-22", "bride_id": "Hộ chiếu B1234567"}),
            vec!["error bride_under_18 bride_dob"],
        ),
        (
            json!({"bride_dob": "2008", "bride_id": "Hộ chiếu B1234567"}),
            vec!["warning bride_perhaps_under_18 bride_dob"],
        ),
        (json!({"bride_dob": "2007", "bride_id": "Hộ chiếu B1234567"}), vec![]),
        (
            json!({"groom_dob": "2006-11-22", "groom_id": "Hộ chiếu B1234567"}),
            vec!["error groom_under_20 groom_dob"],
        ),
        (json!({"groom_dob": "2006-11-21", "groom_id": "Hộ chiếu B1234567"}), vec![]),
        (
            json!({"groom_dob": "2006-11", "groom_id": "Hộ chiếu B1234567"}),
            vec!["warning groom_perhaps_under_20 groom_dob"],
        ),
        (json!({"bride_times": 0}), vec!["error marriage_times_range bride_times"]),
        (json!({"groom_times": 0}), vec!["error marriage_times_range groom_times"]),
        (json!({"bride_times": 2}), vec!["warning married_before bride_times"]),
        (json!({"groom_times": 2}), vec!["warning married_before groom_times"]),
        (json!({"groom_nationality": "Lào"}), vec!["warning foreign_nationality groom_nationality"]),
        (json!({"bride_nationality": "Lào"}), vec!["warning foreign_nationality bride_nationality"]),
        (json!({"groom_addr": "Đã chết"}), vec!["error person_dead groom_addr"]),
        (json!({"copies": true}), vec!["error required copies_count"]),
        (json!({"copies": true, "copies_count": 0}), vec!["error copies_count_range copies_count"]),
        // DOMAIN 10.6, 10.10: a number is of one person and of their sex.
        (
            json!({"groom_id": "087302000123"}),
            vec![
                "warning id_number_sex groom_id",
                "warning id_number_birth_year groom_id",
                "error id_number_repeated groom_id",
            ],
        ),
    ] {
        assert_found("marriage", &changes, &expected);
    }
    assert!(form("marriage").official_present());
    assert_eq!(with("marriage", &json!({})).signers, ["Bên nữ", "Bên nam"]);
}

/// TT 04/2024: the number stands for the residence.
#[test]
fn residence_of_who_asks_is_asked_only_without_a_personal_number() {
    for procedure in ["birth_reg", "civil_supplement", "death_reg", "civil_extract"] {
        assert!(!sees(&with(procedure, &json!({})), "req_addr"), "{procedure}");
        let told = lines(&with(procedure, &json!({"req_id": "CMND 341234567", "req_addr": null})).findings);
        assert!(told.contains(&"error required req_addr".to_owned()), "{procedure}: {told:?}");
    }
}
