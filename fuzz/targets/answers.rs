//! Answers to the built-in forms: no sequence of them stops the engine, a check is pure, and one that is
//! refused changes nothing. The first byte chooses the form; each line is a byte that chooses the field, then
//! the answer as JSON, or as text where it is none.
#![no_main]

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use tan_nha_domain::words::NumberStyle;
use tan_nha_forms::{Context, Definition, catalogue, check, put_answer};

/// The `choice`th of them, round and round.
fn chosen<T>(all: &[T], choice: u8) -> Option<&T> {
    all.get(usize::from(choice) % all.len().max(1))
}

fuzz_target!(|given: &[u8]| {
    let forms: Vec<&Definition> = catalogue().all().collect();
    let Some((choice, lines)) = given.split_first() else { return };
    let Some(form) = chosen(&forms, *choice) else { return };
    let fields: Vec<&str> = form.fields().map(|field| field.key.as_str()).collect();
    let mut answers = Map::new();
    for line in lines.split(|byte| *byte == b'\n') {
        let Some((choice, answer)) = line.split_first() else { continue };
        let Some(key) = chosen(&fields, *choice) else { continue };
        let text = String::from_utf8_lossy(answer);
        let answer = serde_json::from_str(&text).unwrap_or_else(|_| Value::from(text.as_ref()));
        let before = answers.clone();
        if put_answer(form, &mut answers, key, &answer).is_err() {
            assert_eq!(answers, before);
        }
    }
    let context = Context {
        today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default(),
        ward_name: "Phường Mẫu".to_owned(),
        ward_code: "00000".to_owned(),
        number_style: NumberStyle::default(),
    };
    assert_eq!(check(form, &answers, &context), check(form, &answers, &context));
});
