//! What holds for every form.

use crate::{assert_found, checked, form, here, lines, sample_with};
use serde_json::{Map, Value, json};
use tan_nha_domain::words::{NumberStyle, Thousand, Zero};
use tan_nha_forms::{Context, Definition, check};

#[test]
fn nothing_answered_is_only_incomplete() {
    let found = checked("birth_rereg", &Map::new());
    let expected = "to_office req_name req_dob req_id req_addr req_relation sub_name sub_dob sub_dob_words \
                    sub_sex sub_ethnicity sub_nationality sub_birthplace sub_home_town prev_office copies";
    let expected: Vec<_> = expected.split_whitespace().map(|key| format!("error required {key}")).collect();
    assert_eq!(lines(&found.findings), expected);
    assert_eq!(found.derived, Map::new());
}

#[test]
fn a_blank_answer_is_no_answer() {
    assert_found("birth_rereg", &json!({"sub_name": "  "}), &["error required sub_name"]);
    assert_found("birth_rereg", &json!({"sub_home_town": {"text": " "}}), &["error required sub_home_town"]);
    assert_found("id_card_14plus", &json!({"req_kind": []}), &["error required req_kind"]);
}

#[test]
fn an_address_may_be_given_in_parts() {
    let address = json!({"text": "Khóm 2, phường Cao Lãnh", "unit": "29869", "unit_set": "2025"});
    assert_found("birth_rereg", &json!({"sub_home_town": address}), &[]);
}

#[test]
fn answers_are_judged_by_their_type() {
    for (procedure, changes, expected) in [
        ("birth_rereg", json!({"prev_date": "30/02/1978"}), "error date_unreadable prev_date"),
        ("birth_rereg", json!({"prev_date": "1978-13"}), "error date_unreadable prev_date"),
        ("birth_rereg", json!({"mother_birth": "1940 "}), ""),
        ("birth_rereg", json!({"sub_sex": "nữ"}), "error choice_unknown sub_sex"),
        ("birth_rereg", json!({"sub_ethnicity": "Sao Hỏa"}), "error choice_unknown sub_ethnicity"),
        ("birth_rereg", json!({"sub_ethnicity": "Khmer"}), ""),
        ("birth_rereg", json!({"sub_nationality": "Na Uy"}), "warning choice_unlisted sub_nationality"),
        ("id_card_14plus", json!({"marital": "engaged"}), "error choice_unknown marital"),
        ("id_card_14plus", json!({"req_kind": ["1", "2", "12"]}), "error choice_unknown req_kind"),
        ("id_card_14plus", json!({"spouse_id": "08716000032"}), "error id_number_length spouse_id"),
        ("id_card_14plus", json!({"spouse_id": "08716000032A"}), "error id_number_digits spouse_id"),
        ("id_card_14plus", json!({"spouse_id": "341234567"}), ""),
        ("id_card_14plus", json!({"father_id": "087135000321"}), "warning id_number_sex father_id"),
        ("id_card_14plus", json!({"request_phone": "12345"}), "warning phone_length request_phone"),
    ] {
        let expected: Vec<&str> = Some(expected).filter(|line| !line.is_empty()).into_iter().collect();
        assert_found(procedure, &changes, &expected);
    }
}

#[test]
fn a_date_to_come_is_an_error_and_today_is_not() {
    let about = |born: &str| {
        let found = checked("birth_rereg", &sample_with("birth_rereg", &json!({"mother_birth": born})));
        lines(&found.findings).contains(&"error date_future mother_birth".to_owned())
    };
    assert!(about("2026-11-22") && about("2026-12") && about("2027"));
    assert!(!about("2026-11-21") && !about("2026-11") && !about("2026"));
}

#[test]
fn what_another_device_should_not_have_sent_is_a_finding_and_no_panic() {
    let answers = sample_with("birth_rereg", &json!({"copies": "yes", "shoe_size": 43, "sign": "x"}));
    let found = lines(&checked("birth_rereg", &answers).findings);
    assert_eq!(
        found,
        [
            "error bad_answer copies",
            "error required copies",
            "error bad_answer sign",
            "warning unknown_field shoe_size",
        ]
    );
}

#[test]
fn an_invisible_field_keeps_its_answer_is_not_required_and_gives_no_finding() {
    let answers = sample_with("birth_rereg", &json!({"copies": false, "copies_count": -5}));
    let found = checked("birth_rereg", &answers);
    assert!(!found.visible.contains(&"copies_count".to_owned()));
    assert_eq!(lines(&found.findings), [""; 0]);
    assert_found(
        "birth_rereg",
        &json!({"copies": true, "copies_count": null}),
        &["error required copies_count"],
    );
}

#[test]
fn visible_fields_and_findings_come_in_form_order() {
    let definition = form("id_card_14plus");
    let order: Vec<&str> = definition.fields().map(|field| field.key.as_str()).collect();
    let place = |key: &String| order.iter().position(|known| known == key);
    let found = checked(
        "id_card_14plus",
        &sample_with(
            "id_card_14plus",
            &json!({
                "app_name": null, "req_kind": ["x"], "father_id": "1", "app_dob": "2020", "consent": false
            }),
        ),
    );
    assert!(found.visible.is_sorted_by_key(place));
    assert!(found.findings.is_sorted_by_key(|finding| place(&finding.field)));
    assert!(found.findings.len() > 5);
}

#[test]
fn words_follow_the_ward() {
    let south = NumberStyle { zero: Zero::Le, thousand: Thousand::Ngan };
    let context = Context { number_style: south, ..here() };
    let answers = sample_with("birth_rereg", &json!({"sub_dob": "2005", "sub_dob_words": null}));
    let found = check(form("birth_rereg"), &answers, &context);
    assert_eq!(found.derived.get("sub_dob_words"), Some(&json!("Năm hai ngàn không trăm lẻ năm")));
}

#[test]
fn an_answer_stands_before_what_is_derived() {
    let answers = sample_with("id_card_14plus", &json!({"full_name": "LÊ VĂN KHÁC"}));
    let found = checked("id_card_14plus", &answers);
    assert_eq!(found.derived.get("full_name"), Some(&json!("LÊ VĂN VÍ DỤ")));
    assert_eq!(lines(&found.findings), ["warning sheet_differs full_name"]);
}

#[test]
fn a_paper_may_be_asked_for_by_an_answer() {
    let representative = json!({
        "rep_name": "LÊ THỊ VÍ DỤ", "rep_dob": "1985", "rep_sex": "female", "rep_id": "087185000444"
    });
    let found = checked("id_card_14plus", &sample_with("id_card_14plus", &representative));
    assert_eq!(found.papers, ["representative_proof"]);
    assert_eq!(lines(&found.findings), [""; 0]);
    assert_eq!(checked("id_card_14plus", form("id_card_14plus").sample()).papers, [""; 0]);
}

/// The loader finds such a rule only when it fails on no answers or on the sample.
#[test]
fn a_rule_that_fails_is_a_warning_and_stops_nothing() {
    let toml = r#"
key = "test"
version = "2026-01.1"
portal_code = ""
name = "Thử"
authority = ""
mark = "R"
deadline = { count = 0, unit = "hour", mark = "R" }
fee = { text = "", mark = "R" }
paper = [{ slot = "form", label = "Tờ khai", form = true }]
[[section]]
key = "one"
label = "Phần một"
paper = "form"
[[section.field]]
key = "count"
label = "Số"
type = "int"
[[rule]]
code = "too_clever"
field = "count"
severity = "error"
when = 'count != null && 10 / count > 1'
what_to_do = "Xem lại."
"#;
    let definition = Definition::parse("form.toml", toml, "{}").unwrap();
    let answers = Map::from_iter([("count".to_owned(), Value::from(0))]);
    let found = check(&definition, &answers, &here()).findings;
    assert_eq!(lines(&found), ["warning rule_failed count"]);
    assert_eq!(found[0].params.get("rule"), Some(&json!("too_clever")));
}

/// What a section says of all, a field may narrow; where it is not asked, nothing of it is found.
#[test]
fn a_section_says_when_its_fields_are_asked() {
    let toml = r#"
        key = "sections"
        version = "2026-01.1"
        portal_code = ""
        name = "Thủ tục thử"
        authority = "UBND cấp xã"
        mark = "R"
        fee = { text = "Không", mark = "R" }
        [[section]]
        key = "asked"
        label = "Hỏi"
        field = [
            { key = "wanted", label = "Cần", type = "bool" },
            { key = "count", label = "Số", type = "int" },
        ]
        [[section]]
        key = "more"
        label = "Thêm"
        visible_when = 'wanted == true'
        field = [
            { key = "name", label = "Tên", type = "text", required = true },
            { key = "second", label = "Tên hai", type = "text", required = true, visible_when = 'count == 2 || count == 3' },
        ]
        [[section.person]]
        key = "friend"
        role = "requester"
        parts = ["name"]
        required = ["name"]
    "#;
    let form = Definition::parse("form.toml", toml, "{}").unwrap();
    let found = |answers: &Value| lines(&check(&form, answers.as_object().unwrap(), &here()).findings);
    let three = ["error required friend_name", "error required name", "error required second"];
    assert_eq!(found(&json!({"count": 2})), [""; 0]);
    assert_eq!(found(&json!({"wanted": true})), three[..2]);
    assert_eq!(found(&json!({"wanted": true, "count": 3})), three);
    let broken = toml.replace("count == 2 ||", "age == 2 ||");
    let fault = Definition::parse("form.toml", &broken, "{}").unwrap_err().to_string();
    assert!(fault.contains("the expression names no field: `age`"), "{fault}");
}
