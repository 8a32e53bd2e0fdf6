//! What holds for any answers whatever.

use crate::{every_type, here, people_form};
use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};
use tan_nha_domain::{table, text};
use tan_nha_forms::{Definition, FieldType, accept, catalogue, check, put_answer};

/// Words that rules and types look for, and words that nobody expects.
fn words() -> impl Strategy<Value = String> {
    let telling = select(vec![
        "",
        " ",
        "bản thân",
        "chủ hộ",
        "con",
        "Đã chết",
        "male",
        "female",
        "Kinh",
        "Việt Nam",
        "single",
        "1",
        "1938",
        "1962-05",
        "1962-05-17",
        "2016-01-01",
        "2012-11-22",
        "2099",
        "2026-05-21T14:30",
        "2026-05-21T14",
        "monthly",
        "vi-du@vi-du.vn",
        "0000",
        "17/05/1962",
        "087162000123",
        "CCCD số 087 162 000 123",
        "341234567",
        "0912000111",
        "Hoa\u{300}",
        "NGUYỄN THỊ VÍ DỤ",
        "Năm một nghìn chín trăm ba mươi tám",
    ]);
    prop_oneof![4 => telling.prop_map(str::to_owned), 1 => any::<String>()]
}

fn json_value() -> impl Strategy<Value = Value> {
    let address = (words(), words()).prop_map(|(text, hamlet)| json!({"text": text, "hamlet": hamlet}));
    prop_oneof![
        6 => words().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => prop_oneof![any::<i64>(), -1..3_i64].prop_map(Value::from),
        1 => prop::collection::vec(words(), 0..3).prop_map(Value::from),
        1 => address,
        1 => select(vec![Value::Null, json!(1.5), json!([1]), json!({}), json!([{"row": 1}, {}])]),
    ]
}

/// A form and an attempt at many of its fields.
pub(crate) fn attempts() -> impl Strategy<Value = (&'static Definition, Vec<(String, Value)>)> {
    let forms: Vec<&'static Definition> = catalogue().all().chain([every_type(), people_form()]).collect();
    select(forms).prop_flat_map(|form| {
        let keys: Vec<String> =
            form.fields().map(|field| field.key.clone()).chain(["shoe_size".to_owned()]).collect();
        let attempt = (select(keys), json_value()).prop_map(|attempt| vec![attempt]);
        (Just(form), prop::collection::vec(prop_oneof![3 => attempt, 1 => table_attempt(form)], 0..60))
            .prop_map(|(form, attempts)| (form, attempts.into_iter().flatten().collect()))
    })
}

/// Rows of a table, whole or one by one, with cells of any kind; nothing for a form without tables.
fn table_attempt(form: &'static Definition) -> BoxedStrategy<Vec<(String, Value)>> {
    let tables: Vec<_> = form.fields().filter(|field| field.kind == FieldType::Table).collect();
    if tables.is_empty() {
        return Just(Vec::new()).boxed();
    }
    let attempt = select(tables).prop_flat_map(|table| {
        let columns: Vec<String> = table.columns.iter().map(|column| column.key.clone()).collect();
        let cells = prop::collection::btree_map(select(columns), json_value(), 0..5);
        let rows = prop::collection::vec((select(vec!["a", "b", "c", "", "a/b"]), cells), 0..4);
        (Just(table.key.clone()), rows, any::<bool>())
    });
    let written = attempt.prop_map(|(key, rows, whole)| {
        let with_id = |(id, cells): (&str, std::collections::BTreeMap<String, Value>)| {
            let mut cells: Map<String, Value> = cells.into_iter().collect();
            cells.insert("row".to_owned(), json!(id));
            (id.to_owned(), Value::Object(cells))
        };
        let rows: Vec<_> = rows.into_iter().map(with_id).collect();
        match whole {
            true => vec![(key, rows.into_iter().map(|(_, row)| row).collect())],
            false => rows.into_iter().map(|(id, row)| (table::row_key(&key, &id), row)).collect(),
        }
    });
    written.boxed()
}

pub(crate) fn accepted(form: &Definition, attempts: &[(String, Value)]) -> Map<String, Value> {
    let mut stored = Map::new();
    for (key, value) in attempts {
        let before = stored.clone();
        if put_answer(form, &mut stored, key, value).is_err() {
            assert_eq!(stored, before);
        }
    }
    stored
}

proptest! {
    #[test]
    fn no_answers_make_a_rule_fail_and_the_check_is_pure((form, attempts) in attempts()) {
        let answers = accepted(form, &attempts);
        let first = check(form, &answers, &here());
        prop_assert!(first.findings.iter().all(|finding| finding.code != "rule_failed"), "{:?}", first);
        prop_assert!(first.findings.iter().all(|finding| finding.code != "bad_answer"), "{:?}", first);
        prop_assert_eq!(first, check(form, &answers, &here()));
    }

    #[test]
    fn whatever_comes_from_elsewhere_is_checked_without_panic((form, attempts) in attempts()) {
        let answers: Map<String, Value> = attempts.into_iter().collect();
        let checked = check(form, &answers, &here());
        prop_assert!(checked.findings.iter().all(|finding| finding.code != "rule_failed"), "{:?}", checked);
    }

    #[test]
    fn invisible_fields_give_no_findings_and_nothing_derived((form, attempts) in attempts()) {
        let checked = check(form, &accepted(form, &attempts), &here());
        let shown = |key: &String| checked.visible.contains(key);
        prop_assert!(checked.findings.iter().all(|finding| shown(&finding.field)), "{:?}", checked);
        prop_assert!(checked.derived.keys().all(shown));
    }

    #[test]
    fn what_was_accepted_is_read_and_checked_the_same_however_it_is_stored((form, attempts) in attempts()) {
        let answers = accepted(form, &attempts);
        let people = table::gathered(&answers);
        let mut again = Map::new();
        for (key, value) in &people {
            put_answer(form, &mut again, key, value).unwrap();
        }
        prop_assert_eq!(table::gathered(&again), people.clone());
        prop_assert_eq!(check(form, &people, &here()), check(form, &answers, &here()));
    }

    #[test]
    fn accepting_twice_is_accepting_once_and_text_is_nfc((form, attempts) in attempts()) {
        for (key, value) in attempts {
            if let Ok(once) = accept(form, &key, &value) {
                let written = once.to_string();
                prop_assert_eq!(text::nfc(&written), written);
                prop_assert_eq!(accept(form, &key, &once), Ok(once));
            }
        }
    }
}
