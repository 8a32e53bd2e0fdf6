//! What can be said of one answer by its type.

use crate::{
    context::Context,
    field::{Field, FieldType},
    numbers::personal_number,
    scope::Scope,
};
use serde_json::Value;
use tan_nha_domain::{
    finding::{Finding, Severity},
    id_number::{self, IdKind},
    partial_date::PartialDate,
    phone,
    sex::Sex,
};

/// The findings about an answer, as expressions see it.
pub(crate) fn check(field: &Field, answer: &Value, scope: &Scope<'_>, context: &Context) -> Vec<Finding> {
    match answer {
        Value::String(text) => check_text(field, text, scope, context),
        Value::Array(items) => {
            items.iter().filter_map(Value::as_str).filter_map(|item| check_choice(field, item)).collect()
        }
        _ => Vec::new(),
    }
}

fn check_text(field: &Field, text: &str, scope: &Scope<'_>, context: &Context) -> Vec<Finding> {
    match field.kind {
        FieldType::Date | FieldType::Pdate => check_date(field, text, context).into_iter().collect(),
        FieldType::Sex if Sex::parse(text).is_none() => vec![Finding::error("choice_unknown", &field.key)],
        FieldType::Enum => check_choice(field, text).into_iter().collect(),
        FieldType::Phone => phone::check(&field.key, text),
        // Twelve boxes hold no old number.
        FieldType::Id12 if id_number::read(text).kind == IdKind::Cmnd => {
            vec![Finding::error("id_number_length", &field.key).with("digits", 9)]
        }
        FieldType::Id12 => check_number(field, text, scope, context),
        FieldType::Id9or12 if id_number::read(text).kind != IdKind::Cmnd => {
            check_number(field, text, scope, context)
        }
        FieldType::Text if field.person.is_some() => check_paper(field, text, scope, context),
        _ => Vec::new(),
    }
}

fn check_date(field: &Field, text: &str, context: &Context) -> Option<Finding> {
    let code = match PartialDate::parse(text) {
        None => "date_unreadable",
        Some(date) if date.earliest() > context.today => "date_future",
        Some(date) if field.kind == FieldType::Date && date.day().is_none() => "date_incomplete",
        Some(_) => return None,
    };
    Some(Finding::error(code, &field.key))
}

fn check_choice(field: &Field, chosen: &str) -> Option<Finding> {
    if field.choices.has(chosen) {
        return None;
    }
    let (code, severity) = match field.choices.open {
        true => ("choice_unlisted", Severity::Warning),
        false => ("choice_unknown", Severity::Error),
    };
    Some(Finding::new(code, &field.key, severity))
}

/// "Căn cước công dân số …, do … cấp ngày …", or the bare number. Another number in it may be that of
/// a passport or an old card; one of 11 or 13 digits is most likely a personal number typed wrong.
fn check_paper(field: &Field, text: &str, scope: &Scope<'_>, context: &Context) -> Vec<Finding> {
    if let Some(number) = personal_number(text) {
        return check_number(field, &number, scope, context);
    }
    let bare = id_number::clean(text).bytes().all(|byte| byte.is_ascii_digit());
    if bare && id_number::read(text).kind != IdKind::Cmnd {
        return check_number(field, text, scope, context);
    }
    let mut lengths = text.split(|letter: char| !letter.is_ascii_digit()).map(str::len);
    let mistyped = lengths.find(|digits| matches!(digits, 11 | 13));
    let finding = |digits| Finding::warning("id_number_length", &field.key).with("digits", digits);
    mistyped.map(finding).into_iter().collect()
}

fn check_number(field: &Field, number: &str, scope: &Scope<'_>, context: &Context) -> Vec<Finding> {
    let (mut sex, mut born) = (None, None);
    if let Some(person) = &field.person {
        let text = |key: &Option<String>| key.as_ref().and_then(|key| scope.text(key));
        sex = person.sex_is.or_else(|| text(&person.sex).and_then(Sex::parse));
        born = text(&person.born).and_then(PartialDate::parse);
    }
    id_number::check(&field.key, number, sex, born, context.today)
}
