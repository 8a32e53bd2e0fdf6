//! What can be said of one answer by its type.

use crate::{
    context::Context,
    field::{Field, FieldType},
    numbers::personal_number,
};
use serde_json::Value;
use tan_nha_domain::{
    email,
    finding::{Finding, Severity},
    id_number::{self, IdKind},
    moment::Moment,
    money,
    partial_date::PartialDate,
    phone,
    sex::Sex,
};

/// More than nine digits are no count of anything.
const MOST: i64 = 999_999_999;

/// A value that is looked at: of a field, or of a cell of a row.
pub(crate) struct Given<'a> {
    pub(crate) field: &'a Field,
    /// What findings call it: the field's key, or `<table>/<row>/<column>`.
    pub(crate) name: &'a str,
    /// The text of another field, or of another cell of the same row.
    pub(crate) beside: &'a dyn Fn(&str) -> Option<&'a str>,
}

/// The findings about an answer, as expressions see it.
pub(crate) fn check(given: &Given<'_>, answer: &Value, context: &Context) -> Vec<Finding> {
    match answer {
        Value::String(text) => check_text(given, text, context),
        Value::Number(number) if given.field.kind == FieldType::Money => {
            let fits = number.as_i64().is_some_and(|dong| (0..=money::MOST).contains(&dong));
            let finding =
                || Finding::error("money_range", given.name).with("most", money::grouped(money::MOST));
            (!fits).then(finding).into_iter().collect()
        }
        Value::Number(number) => {
            let fits = number.as_i64().is_some_and(|number| number.abs() <= MOST);
            let finding = || Finding::error("int_range", given.name).with("most", money::grouped(MOST));
            (!fits).then(finding).into_iter().collect()
        }
        Value::Array(items) => {
            items.iter().filter_map(Value::as_str).filter_map(|item| check_choice(given, item)).collect()
        }
        _ => Vec::new(),
    }
}

fn check_text(given: &Given<'_>, text: &str, context: &Context) -> Vec<Finding> {
    let Given { field, name, .. } = given;
    match field.kind {
        FieldType::Date | FieldType::Pdate => check_date(given, text, context).into_iter().collect(),
        FieldType::Datetime => check_moment(name, text, context).into_iter().collect(),
        FieldType::Sex if Sex::parse(text).is_none() => vec![Finding::error("choice_unknown", name)],
        FieldType::Enum => check_choice(given, text).into_iter().collect(),
        FieldType::Phone => phone::check(name, text),
        FieldType::Email => email::check(name, text),
        // Twelve boxes hold no old number.
        FieldType::Id12 if id_number::read(text).kind == IdKind::Cmnd => {
            vec![Finding::error("id_number_length", name).with("digits", 9)]
        }
        FieldType::Id12 => check_number(given, text, context),
        FieldType::Id9or12 if id_number::read(text).kind != IdKind::Cmnd => {
            check_number(given, text, context)
        }
        FieldType::Text if field.person.is_some() => check_paper(given, text, context),
        _ => Vec::new(),
    }
}

fn check_moment(name: &str, text: &str, context: &Context) -> Option<Finding> {
    let code = match Moment::parse(text) {
        None => "moment_unreadable",
        Some(moment) if moment.date().earliest() > context.today => "date_future",
        Some(_) => return None,
    };
    Some(Finding::error(code, name))
}

fn check_date(given: &Given<'_>, text: &str, context: &Context) -> Option<Finding> {
    let code = match PartialDate::parse(text) {
        None => "date_unreadable",
        Some(date) if date.earliest() > context.today => "date_future",
        Some(date) if given.field.kind == FieldType::Date && date.day().is_none() => "date_incomplete",
        Some(_) => return None,
    };
    Some(Finding::error(code, given.name))
}

fn check_choice(given: &Given<'_>, chosen: &str) -> Option<Finding> {
    let choices = &given.field.choices;
    if choices.has(chosen) {
        return None;
    }
    let (code, severity) = match choices.open {
        true => ("choice_unlisted", Severity::Warning),
        false => ("choice_unknown", Severity::Error),
    };
    Some(Finding::new(code, given.name, severity))
}

/// "Căn cước công dân số …, do … cấp ngày …", or the bare number. Another number in it may be that of
/// a passport or an old card; one of 11 or 13 digits is most likely a personal number typed wrong.
fn check_paper(given: &Given<'_>, text: &str, context: &Context) -> Vec<Finding> {
    if let Some(number) = personal_number(text) {
        return check_number(given, &number, context);
    }
    let bare = id_number::clean(text).bytes().all(|byte| byte.is_ascii_digit());
    if bare && id_number::read(text).kind != IdKind::Cmnd {
        return check_number(given, text, context);
    }
    let mut lengths = text.split(|letter: char| !letter.is_ascii_digit()).map(str::len);
    let mistyped = lengths.find(|digits| matches!(digits, 11 | 13));
    let finding = |digits| Finding::warning("id_number_length", given.name).with("digits", digits);
    mistyped.map(finding).into_iter().collect()
}

fn check_number(given: &Given<'_>, number: &str, context: &Context) -> Vec<Finding> {
    let (mut sex, mut born) = (None, None);
    if let Some(person) = &given.field.person {
        let text = |key: &Option<String>| key.as_ref().and_then(|key| (given.beside)(key));
        sex = person.sex_is.or_else(|| text(&person.sex).and_then(Sex::parse));
        born = text(&person.born).and_then(PartialDate::parse);
    }
    id_number::check(given.name, number, sex, born, context.today)
}
