//! What may be set, and how it is stored.

use crate::form;
use serde_json::{Value, json};
use tan_nha_forms::{BadAnswerReason, accept};

fn reason(procedure: &str, key: &str, value: &Value) -> Option<BadAnswerReason> {
    accept(form(procedure), key, value).err().map(|bad| {
        assert_eq!(bad.field, key);
        bad.reason
    })
}

#[test]
fn an_unknown_key_a_fixed_text_and_a_signature_are_refused() {
    for (key, expected) in [
        ("shoe_size", BadAnswerReason::UnknownField),
        ("pledge", BadAnswerReason::NotSettable),
        ("sign", BadAnswerReason::NotSettable),
        ("place_date", BadAnswerReason::NotSettable),
    ] {
        assert_eq!(reason("birth_rereg", key, &json!("x")), Some(expected));
        assert_eq!(reason("birth_rereg", key, &Value::Null), Some(expected));
    }
}

#[test]
fn a_wrong_json_type_is_refused() {
    for (procedure, key, value, expected) in [
        ("birth_rereg", "sub_name", json!(7), "string"),
        ("birth_rereg", "sub_dob", json!(1962), "string"),
        ("birth_rereg", "sub_sex", json!(true), "string"),
        ("birth_rereg", "copies", json!("true"), "boolean"),
        ("birth_rereg", "copies_count", json!("2"), "integer"),
        ("birth_rereg", "copies_count", json!(1.5), "integer"),
        ("birth_rereg", "req_addr", json!(["Khóm 2"]), "address"),
        ("birth_rereg", "req_addr", json!({"unit": "29869"}), "address"),
        ("birth_rereg", "req_addr", json!({"text": "Khóm 2", "hamlet": {}}), "address"),
        ("id_card_14plus", "req_kind", json!("1"), "list of strings"),
        ("id_card_14plus", "req_kind", json!([1]), "list of strings"),
        ("id_card_14plus", "app_id", json!(87057000789_i64), "string"),
    ] {
        assert_eq!(reason(procedure, key, &value), Some(BadAnswerReason::WrongType { expected }), "{key}");
    }
}

#[test]
fn anything_of_the_right_json_type_is_kept_and_null_clears() {
    for (procedure, key, value) in [
        ("birth_rereg", "sub_dob", json!("ba mươi tháng hai")),
        ("birth_rereg", "sub_sex", json!("nam")),
        ("birth_rereg", "sub_ethnicity", json!("Sao Hỏa")),
        ("birth_rereg", "copies_count", json!(-3)),
        ("birth_rereg", "req_addr", json!("Khóm 2 ")),
        (
            "birth_rereg",
            "req_addr",
            json!({"text": "Khóm 2", "unit": "29869", "unit_set": "2025", "hamlet": null}),
        ),
        ("id_card_14plus", "app_id", json!("12345678901")),
        ("id_card_14plus", "req_kind", json!([])),
        ("id_card_14plus", "consent", json!(false)),
        ("id_card_14plus", "app_name", Value::Null),
    ] {
        assert_eq!(accept(form(procedure), key, &value), Ok(value.clone()), "{key}");
    }
}

#[test]
fn text_is_stored_in_nfc_wherever_it_stands() {
    let (typed, stored) = ("Hoa\u{300} Thua\u{323}\u{302}n", "Hoà Thuận");
    let birth = form("birth_rereg");
    assert_eq!(accept(birth, "sub_name", &json!(typed)), Ok(json!(stored)));
    let address = accept(birth, "req_addr", &json!({"text": typed, "hamlet": typed}));
    assert_eq!(address, Ok(json!({"text": stored, "hamlet": stored})));
    let list = accept(form("id_card_14plus"), "req_kind", &json!([typed]));
    assert_eq!(list, Ok(json!([stored])));
}
