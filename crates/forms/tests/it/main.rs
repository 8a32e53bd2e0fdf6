//! What the forms promise to the crates that use them.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

mod accepting;
mod addresses;
mod attesting;
mod birth_rereg;
mod broken_definitions;
mod certification;
mod checking;
mod checklists;
mod civil_status;
mod deadlines;
mod definitions;
mod disability;
mod filling;
mod head;
mod health_insurance;
mod id_card_14plus;
mod id_cards;
mod linked;
mod linked_birth;
mod linked_death;
mod moving;
mod packages;
mod people;
mod prefilling;
mod properties;
mod residence;
mod shipped;
mod tables;
mod welfare;

use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::sync::OnceLock;
use tan_nha_domain::{finding::Finding, words::NumberStyle};
use tan_nha_forms::{Checked, Context, Definition, catalogue, check};

fn form(procedure: &str) -> &'static Definition {
    catalogue().latest(procedure).unwrap()
}

/// An invented form with every type in it.
fn every_type() -> &'static Definition {
    static FORM: OnceLock<Definition> = OnceLock::new();
    let toml = include_str!("fixtures/every_type/form.toml");
    FORM.get_or_init(|| parsed(toml, include_str!("fixtures/every_type/sample.json")))
}

/// An invented form with people of every role in it.
fn people_form() -> &'static Definition {
    static FORM: OnceLock<Definition> = OnceLock::new();
    let toml = include_str!("fixtures/people/form.toml");
    FORM.get_or_init(|| parsed(toml, include_str!("fixtures/people/sample.json")))
}

/// Definition and sample of the invented form that the documents tell of, in one of its versions.
fn yard_texts(version: &str) -> (String, String) {
    let document = include_str!("../../../../docs/adding-a-procedure.md");
    let block = |file: &str| {
        let title = format!("title=\"yard_use/{version}/{file}\"\n");
        let text = document.split_once(&title).unwrap().1;
        text.split_once("```").unwrap().0.to_owned()
    };
    (block("form.toml"), block("sample.json"))
}

fn yard(version: &str) -> Definition {
    let (toml, sample) = yard_texts(version);
    parsed(&toml, &sample)
}

fn parsed(toml: &str, sample: &str) -> Definition {
    Definition::parse("form.toml", toml, sample).unwrap()
}

/// 21 November 2026 in an invented ward.
fn here() -> Context {
    Context {
        today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
        ward_name: "Phường Mẫu".to_owned(),
        ward_code: "00000".to_owned(),
        number_style: NumberStyle::default(),
    }
}

/// The sample with other answers; `null` takes one out.
fn sample_with(procedure: &str, changes: &Value) -> Map<String, Value> {
    let mut answers = form(procedure).sample().clone();
    for (key, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(answers.remove(key)),
            value => drop(answers.insert(key.clone(), value.clone())),
        }
    }
    answers
}

fn checked(procedure: &str, answers: &Map<String, Value>) -> Checked {
    check(form(procedure), answers, &here())
}

/// What a check of the sample with other answers gives.
fn with(procedure: &str, changes: &Value) -> Checked {
    checked(procedure, &sample_with(procedure, changes))
}

fn sees(result: &Checked, key: &str) -> bool {
    result.visible.iter().any(|visible| visible == key)
}

/// `error code field` or `warning code field` of each finding, in order.
fn lines(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| {
            let severity = if finding.is_error() { "error" } else { "warning" };
            format!("{severity} {} {}", finding.code, finding.field)
        })
        .collect()
}

/// Changes the sample and compares all that is found.
fn assert_found(procedure: &str, changes: &Value, expected: &[&str]) {
    let answers = sample_with(procedure, changes);
    assert_eq!(lines(&checked(procedure, &answers).findings), expected, "{changes}");
}
