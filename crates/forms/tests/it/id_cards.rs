//! Cấp thẻ dưới 14 tuổi, cấp đổi, cấp lại: each rule, by its source. Today is 21/11/2026.

use crate::{assert_found, form, lines, sees, with};
use serde_json::{Value, json};
use tan_nha_forms::{Checked, FeeDue};

const ALL: [&str; 3] = ["id_card_under14", "id_card_change", "id_card_reissue"];

#[test]
fn id_card_under14_as_a_table() {
    let nobody =
        json!({"rep_name": null, "rep_dob": null, "rep_sex": null, "rep_id": null, "with_sheet": false});
    for (changes, expected) in [
        // Luật Căn cước 26/2023/QH15.
        (json!({"app_dob": "2012-11-21", "app_id": "087312000123"}), vec!["error not_under_14 app_dob"]),
        (json!({"app_dob": "2012-11-22", "app_id": "087312000123"}), vec![]),
        (json!({"app_dob": "2012", "app_id": "087312000123"}), vec!["warning perhaps_14 app_dob"]),
        // DC02 mục II: the representative whole.
        (
            nobody,
            vec![
                "error required rep_name",
                "error required rep_dob",
                "error required rep_sex",
                "error required rep_id",
            ],
        ),
        (
            json!({"rep_dob": "2016-05-21", "rep_id": "087216000456"}),
            vec!["error representative_younger rep_dob", "warning representative_under_18 rep_dob"],
        ),
        (
            json!({"rep_dob": "2009", "rep_id": "087209000456"}),
            vec!["warning representative_under_18 rep_dob"],
        ),
        (json!({"req_kind": ["8"]}), vec!["error card_not_asked req_kind"]),
        (json!({"consent": null}), vec!["warning consent_missing consent"]),
        (json!({"child_consent": false}), vec!["warning child_consent_missing child_consent"]),
        // DOMAIN 10.10: one number on the child and who acts for it.
        (
            json!({"rep_id": "087316000123"}),
            vec![
                "warning id_number_sex rep_id",
                "warning id_number_birth_year rep_id",
                "error id_number_repeated rep_id",
            ],
        ),
        (json!({"mother_id": "087316000123"}), vec!["error id_number_repeated mother_id"]),
        (
            json!({"household_head_relation": "chủ hộ"}),
            vec![
                "error head_name_differs app_name",
                "error self_number_differs app_id",
                "error id_number_repeated household_head_id",
            ],
        ),
        (json!({"full_name": "LÊ THỊ KHÁC"}), vec!["warning sheet_differs full_name"]),
    ] {
        assert_found("id_card_under14", &changes, &expected);
    }
    // From seven on the child is asked too.
    assert!(!sees(&with("id_card_under14", &json!({"app_dob": "2019-11-22"})), "child_consent"));
    assert!(sees(&with("id_card_under14", &json!({"app_dob": "2019-11-21"})), "child_consent"));
    let asked = with("id_card_under14", &json!({}));
    assert_eq!(
        (asked.papers, asked.signers),
        (vec!["representative_proof".to_owned()], vec!["Người đại diện".to_owned()])
    );
}

#[test]
fn id_card_change_as_a_table() {
    for (changes, expected) in [
        (json!({"change_reason": null}), vec!["error required change_reason"]),
        (json!({"old_card": null}), vec!["error required old_card"]),
        (json!({"change_reason": "facts"}), vec!["warning database_not_corrected req_kind"]),
        (json!({"change_reason": "facts", "req_kind": ["1", "7"]}), vec![]),
        (json!({"change_reason": "number"}), vec!["warning number_not_reset req_kind"]),
        (json!({"change_reason": "number", "req_kind": ["1", "4"]}), vec![]),
        (json!({"req_kind": ["7"]}), vec!["error card_not_asked req_kind"]),
        (json!({"consent": false}), vec!["warning consent_missing consent"]),
        (
            json!({"rep_name": "LÊ THỊ VÍ DỤ"}),
            vec!["error required rep_dob", "error required rep_sex", "error required rep_id"],
        ),
        (
            json!({"app_dob": "2015-08-30", "app_id": "087315000321", "change_reason": "age"}),
            vec![
                "error required rep_name",
                "error required rep_dob",
                "error required rep_sex",
                "error required rep_id",
                "error age_before_14 change_reason",
            ],
        ),
        (
            json!({"app_dob": "2012", "app_id": "087312000321"}),
            vec!["warning representative_needed rep_name"],
        ),
        (json!({"id_no": "087178000322"}), vec!["warning sheet_differs id_no"]),
        (json!({"dob": "1979"}), vec!["warning sheet_differs dob"]),
        (json!({"sex": "male"}), vec!["warning sheet_differs sex"]),
        // DOMAIN 10.10.
        (
            json!({"father_id": "087075000654"}),
            vec!["error id_number_repeated spouse_id", "error id_number_repeated household_head_id"],
        ),
    ] {
        assert_found("id_card_change", &changes, &expected);
    }
}

#[test]
fn id_card_reissue_as_a_table() {
    for (changes, expected) in [
        (json!({"reissue_reason": null}), vec!["error required reissue_reason"]),
        (json!({"req_kind": null}), vec!["error required req_kind"]),
        (json!({"req_kind": ["2"]}), vec!["error card_not_asked req_kind"]),
        // DOMAIN 10.6, in the year and the sex.
        (json!({"app_id": "087185000987"}), vec!["warning id_number_sex app_id"]),
        (json!({"app_id": "087086000987"}), vec!["warning id_number_birth_year app_id"]),
        (json!({"app_id": "341234567"}), vec!["error id_number_length app_id"]),
    ] {
        assert_found("id_card_reissue", &changes, &expected);
    }
    for (reason, papers) in
        [("lost", vec![]), ("damaged", vec!["damaged_card"]), ("nationality", vec!["nationality_decision"])]
    {
        assert_eq!(with("id_card_reissue", &json!({"reissue_reason": reason})).papers, papers);
    }
}

/// TT 73/2024/TT-BTC điều 4, 5; Luật Căn cước điều 38.
#[test]
fn what_a_card_costs_by_case() {
    let due = |procedure: &str, changes: &Value| -> FeeDue { with(procedure, changes).fee.unwrap() };
    let child = "Trẻ em dưới 16 tuổi";
    let elder = "Người cao tuổi, từ đủ 60 tuổi";
    for (procedure, changes, amount, exempt) in [
        ("id_card_under14", json!({}), Some(0), None),
        ("id_card_change", json!({}), Some(30_000), None),
        ("id_card_change", json!({"old_card": "can_cuoc"}), Some(50_000), None),
        ("id_card_change", json!({"old_card": null}), None, None),
        ("id_card_change", json!({"change_reason": null}), None, None),
        ("id_card_change", json!({"change_reason": "age"}), Some(0), Some("Đổi thẻ khi đến tuổi phải đổi")),
        (
            "id_card_change",
            json!({"change_reason": "units"}),
            Some(0),
            Some("Đổi thẻ do sắp xếp đơn vị hành chính"),
        ),
        (
            "id_card_change",
            json!({"change_reason": "agency_error"}),
            Some(0),
            Some("Thẻ in sai do cơ quan quản lý căn cước"),
        ),
        ("id_card_change", json!({"change_reason": "other_error"}), Some(30_000), None),
        ("id_card_change", json!({"app_dob": "1966-11-21"}), Some(0), Some(elder)),
        ("id_card_change", json!({"app_dob": "1966-11-22"}), Some(30_000), None),
        ("id_card_change", json!({"app_dob": "1966"}), Some(30_000), None),
        ("id_card_reissue", json!({}), Some(0), Some("Người thuộc hộ nghèo")),
        ("id_card_reissue", json!({"fee_group": "none"}), Some(70_000), None),
        (
            "id_card_reissue",
            json!({"fee_group": "merit"}),
            Some(0),
            Some("Người có công với cách mạng và thân nhân"),
        ),
        ("id_card_reissue", json!({"fee_group": "disabled"}), Some(0), Some("Người khuyết tật")),
        ("id_card_reissue", json!({"fee_group": "none", "app_dob": "2010-11-22"}), Some(0), Some(child)),
        ("id_card_reissue", json!({"fee_group": "none", "app_dob": "2010-11-21"}), Some(70_000), None),
    ] {
        let due = due(procedure, &changes);
        assert_eq!((due.amount, due.exempt.as_deref()), (amount, exempt), "{procedure} {changes}");
        assert!(due.exempt.is_none() || due.why.is_some());
    }
    // Who is free anyway is not asked.
    assert!(!sees(&with("id_card_reissue", &json!({"app_dob": "1950"})), "fee_group"));
    assert!(!sees(&with("id_card_change", &json!({"change_reason": "age"})), "fee_group"));
    assert!(sees(&with("id_card_change", &json!({})), "fee_group"));
}

/// DC02 mục III and chú thích (8); the sheet says what DC02 says.
#[test]
fn what_the_three_have_in_common() {
    for procedure in ALL {
        let told = |changes: Value| {
            let mut changes = changes;
            changes["with_sheet"] = json!(true);
            lines(&with(procedure, &changes).findings)
        };
        for (changes, expected) in [
            (json!({}), None),
            (json!({"consent": null}), Some("warning consent_missing consent")),
            (json!({"req_kind": ["9"]}), Some("error card_not_asked req_kind")),
            (json!({"req_kind": ["1", "9"]}), None),
            (json!({"full_name": "LÊ THỊ KHÁC"}), Some("warning sheet_differs full_name")),
            (json!({"dob": "1950", "id_no": "341234567"}), Some("warning sheet_differs dob")),
            (json!({"id_no": "341234567"}), None),
        ] {
            assert_eq!(told(changes.clone()), Vec::from_iter(expected), "{procedure} {changes}");
        }
    }
}

/// The old CC01 is repealed: a paper of its own that nobody has to fill in, and its own words say so.
#[test]
fn the_collection_sheet_is_asked_only_where_somebody_wants_it() {
    for procedure in ALL {
        let form = form(procedure);
        let sheet = form.papers().iter().find(|paper| paper.slot == "collection_sheet").unwrap();
        assert!(sheet.label.contains("hết hiệu lực") && !sheet.required && !sheet.is_required_sometimes());
        assert!(sheet.note.as_ref().unwrap().starts_with("Không phải giấy tờ chính thức"));
        let of_sheet = |result: &Checked| {
            let sections =
                form.sections().iter().filter(|section| section.paper.as_deref() == Some("collection_sheet"));
            let fields = sections.flat_map(|section| form.fields_of(section));
            fields.filter(|field| result.visible.contains(&field.key)).count()
        };
        assert_eq!(of_sheet(&with(procedure, &json!({"with_sheet": null}))), 0, "{procedure}");
        let wanted = with(procedure, &json!({"with_sheet": true}));
        assert!(of_sheet(&wanted) > 20, "{procedure}");
        for (key, value) in [("full_name", "app_name"), ("dob", "app_dob"), ("sex", "app_sex")] {
            assert_eq!(wanted.derived.get(key), form.sample().get(value), "{procedure} {key}");
        }
        assert!(!form.field("with_sheet").unwrap().printed);
    }
}
