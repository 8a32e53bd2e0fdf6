//! Answers as they are printed.

use crate::printable;
use serde_json::Value;
use tan_nha_domain::{moment::Moment, money, partial_date::PartialDate, text};
use tan_nha_forms::{Field, FieldType};

/// How many choices a question has at most that shows them all; a longer list shows what was chosen.
const FEW: usize = 12;

/// Whether a question is printed with a box for each of its choices.
pub(crate) fn has_boxes(field: &Field) -> bool {
    match field.kind {
        FieldType::Bool | FieldType::Multi => true,
        FieldType::Enum => field.choices.all.len() <= FEW && !field.choices.open,
        _ => false,
    }
}

/// The choices of a question, and whether each was chosen.
pub(crate) fn boxes(field: &Field, answer: &Value) -> Vec<(String, bool)> {
    if field.kind == FieldType::Bool {
        return [("Có", true), ("Không", false)]
            .map(|(label, says)| (label.to_owned(), *answer == says))
            .into();
    }
    let chosen: Vec<&str> = match answer {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let of_form = field.choices.all.iter().map(|choice| {
        let on = chosen.iter().any(|one| *one == choice.value || choice.also.iter().any(|also| also == one));
        (printable::line(choice.label()), on)
    });
    // What is none of the choices was answered all the same.
    let known = |one: &&&str| {
        !field
            .choices
            .all
            .iter()
            .any(|choice| choice.value == ***one || choice.also.iter().any(|also| also == **one))
    };
    let others = chosen.iter().filter(known).map(|one| (printable::line(one), true));
    of_form.chain(others).filter(|(label, _)| !label.is_empty()).collect()
}

/// An answer as lines of text; none where nothing is known.
pub(crate) fn lines(field: &Field, answer: &Value) -> Vec<String> {
    match (field.kind, answer) {
        (_, Value::Null) | (FieldType::Fixed | FieldType::Sign | FieldType::Table, _) => Vec::new(),
        (FieldType::Bool, Value::Bool(says)) => vec![if *says { "Có" } else { "Không" }.to_owned()],
        (FieldType::Money, Value::Number(number)) => {
            number.as_i64().map(|dong| vec![money::print(dong)]).unwrap_or_default()
        }
        (_, Value::Number(number)) => vec![number.to_string()],
        (FieldType::Multi | FieldType::Enum, _) => {
            let chosen = boxes(field, answer).into_iter().filter(|(_, on)| *on).map(|(label, _)| label);
            Some(chosen.collect::<Vec<_>>().join("; ")).filter(|text| !text.is_empty()).into_iter().collect()
        }
        (_, Value::Object(parts)) => parts.get("text").map(|text| lines(field, text)).unwrap_or_default(),
        (kind, Value::String(text)) => printable::lines(&said(kind, text)),
        _ => Vec::new(),
    }
}

/// What cannot be read as what it should be stands as it was given.
fn said(kind: FieldType, answer: &str) -> String {
    let read = match kind {
        FieldType::Date | FieldType::Pdate => PartialDate::parse(answer).map(|date| date.print()),
        FieldType::Datetime => Moment::parse(answer).map(moment),
        FieldType::Sex => match answer {
            "male" => Some("Nam".to_owned()),
            "female" => Some("Nữ".to_owned()),
            _ => None,
        },
        FieldType::Upper => Some(text::upper(answer)),
        _ => None,
    };
    read.unwrap_or_else(|| answer.to_owned())
}

fn moment(moment: Moment) -> String {
    let date = moment.date().print();
    match (moment.hour(), moment.minute()) {
        (Some(hour), Some(minute)) => format!("{hour:02} giờ {minute:02} phút, ngày {date}"),
        (Some(hour), None) => format!("{hour:02} giờ, ngày {date}"),
        _ => date,
    }
}
