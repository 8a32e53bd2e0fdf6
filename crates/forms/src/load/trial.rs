//! A definition is tried before it is used: no expression may fail on no answers or on the sample, and
//! the sample must pass.

use super::{
    ExpressionPlaces,
    file::{DefinitionError, File},
    names::Names,
};
use crate::{
    answer::accept,
    check::{Checked, RULE_FAILED, check},
    context::Context,
    definition::Definition,
    field::FieldType,
};
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use tan_nha_domain::words::NumberStyle;

/// An invented day and ward. Samples are of grown people: any later day would do as well.
fn somewhere() -> Context {
    Context {
        today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default(),
        ward_name: "Phường Mẫu".to_owned(),
        ward_code: "00000".to_owned(),
        number_style: NumberStyle::default(),
    }
}

pub(super) fn on_nothing(
    definition: &Definition,
    names: &Names<'_>,
    places: &ExpressionPlaces,
) -> Result<(), DefinitionError> {
    no_failure(definition, names, places, &check(definition, &Map::new(), &somewhere()), "no answers")
}

/// Each table has one row, and nothing in it.
pub(super) fn on_blank_rows(
    definition: &Definition,
    names: &Names<'_>,
    places: &ExpressionPlaces,
) -> Result<(), DefinitionError> {
    let tables = definition.fields.iter().filter(|field| field.kind == FieldType::Table);
    let answers: Map<String, Value> =
        tables.map(|table| (table.key.clone(), json!([{ "row": "a" }]))).collect();
    no_failure(definition, names, places, &check(definition, &answers, &somewhere()), "blank rows")
}

/// Reads the sample into the definition and checks it.
pub(super) fn on_sample(
    definition: &mut Definition,
    names: &Names<'_>,
    places: &ExpressionPlaces,
    json: &str,
) -> Result<(), DefinitionError> {
    let name = names.file.name.replace("form.toml", "sample.json");
    let file = File { name: &name, text: json };
    let answers: Map<String, Value> = serde_json::from_str(json)
        .map_err(|error| file.fault_in_line(error.line().max(1), error.to_string()))?;
    let line = |name: &str| {
        let key = name.rsplit('/').next().unwrap_or_default();
        file.line_with(&format!("\"{key}\""))
    };
    for (key, value) in &answers {
        let accepted = accept(definition, key, value)
            .map_err(|error| file.fault_in_line(line(&error.field), error.to_string()))?;
        definition.sample.insert(key.clone(), accepted);
    }
    let checked = check(definition, &definition.sample, &somewhere());
    no_failure(definition, names, places, &checked, "the sample")?;
    match checked.findings.iter().find(|finding| finding.is_error()) {
        None => Ok(()),
        Some(error) => {
            let message = format!("the sample does not pass: `{}` in `{}`", error.code, error.field);
            Err(file.fault_in_line(line(&error.field), message))
        }
    }
}

fn no_failure(
    definition: &Definition,
    names: &Names<'_>,
    places: &ExpressionPlaces,
    checked: &Checked,
    tried_on: &str,
) -> Result<(), DefinitionError> {
    let Some(failed) = checked.findings.iter().find(|finding| finding.code == RULE_FAILED) else {
        return Ok(());
    };
    let expression = failed.params.get("rule").and_then(Value::as_str).unwrap_or_default();
    // Of a cell, the table and its column.
    let field = match failed.field.split('/').collect::<Vec<_>>()[..] {
        [table, _, column] => format!("{table}/{column}"),
        _ => failed.field.clone(),
    };
    let rule = definition.rules.iter().position(|rule| rule.code == expression && rule.field == field);
    let in_head = places.head.get(expression).filter(|_| field.is_empty());
    let at = match rule.and_then(|place| places.rules.get(place)).or(in_head) {
        Some(at) => at.clone(),
        None => names.span_of(field.split('/').next().unwrap_or_default()),
    };
    Err(names.file.fault(&at, format!("`{expression}` of `{field}` fails on {tried_on}")))
}
