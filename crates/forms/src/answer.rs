//! What may be set as an answer: the key must be known, and the JSON must be of the field's type. What
//! the answer says is not judged here.

use crate::{
    definition::Definition,
    field::FieldType,
    rows::{accept_row, accept_rows},
};
use serde_json::{Map, Value};
use std::fmt;
use tan_nha_domain::{money, table, text};

/// An answer that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("bad answer for `{field}`: {reason}")]
pub struct BadAnswer {
    /// The key as it was given.
    pub field: String,
    /// Why.
    pub reason: BadAnswerReason,
}

/// Why an answer cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAnswerReason {
    /// The form has no such field.
    UnknownField,
    /// The form says it itself, or a signature stands there.
    NotSettable,
    /// A row of a table has no id, one that another row has, or one that cannot be an id.
    RowId,
    /// It is of another JSON type.
    WrongType {
        /// What it should be: `string`, `boolean`, `integer`, `list of strings`, `address`, `list of rows`.
        expected: &'static str,
    },
}

impl fmt::Display for BadAnswerReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadAnswerReason::UnknownField => f.write_str("the form has no such field"),
            BadAnswerReason::NotSettable => f.write_str("it is not answered"),
            BadAnswerReason::RowId => f.write_str("a row needs an id of its own"),
            BadAnswerReason::WrongType { expected } => write!(f, "not of the type {expected}"),
        }
    }
}

/// The answer as it is kept: text in NFC, everything else as given; `null` clears. Of a table, `<table>/<row>`
/// is one row. [`crate::put_answer`] puts it among the others.
///
/// # Errors
/// [`BadAnswer`], and then nothing may be changed.
pub fn accept(definition: &Definition, key: &str, value: &Value) -> Result<Value, BadAnswer> {
    let bad = |reason| BadAnswer { field: key.to_owned(), reason };
    if let Some((table, row)) = table::of_row(key) {
        let field = definition.field(table).filter(|field| field.kind == FieldType::Table);
        return accept_row(field.ok_or_else(|| bad(BadAnswerReason::UnknownField))?, row, value);
    }
    let field = definition.field(key).ok_or_else(|| bad(BadAnswerReason::UnknownField))?;
    if !field.kind.is_settable() {
        return Err(bad(BadAnswerReason::NotSettable));
    }
    if value.is_null() {
        return Ok(Value::Null);
    }
    if field.kind == FieldType::Table {
        return accept_rows(field, value);
    }
    stored_cell(field.kind, value).map_err(bad)
}

/// The stored form of one value, or why there is none.
pub(crate) fn stored_cell(kind: FieldType, value: &Value) -> Result<Value, BadAnswerReason> {
    stored(kind, value).ok_or(BadAnswerReason::WrongType { expected: json_type(kind) })
}

fn json_type(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Bool => "boolean",
        FieldType::Int | FieldType::Money => "integer",
        FieldType::Multi => "list of strings",
        FieldType::Addr => "address",
        FieldType::Table => "list of rows",
        _ => "string",
    }
}

/// The stored form of a value that is of the field's JSON type.
pub(crate) fn stored(kind: FieldType, value: &Value) -> Option<Value> {
    match (kind, value) {
        (FieldType::Bool, Value::Bool(flag)) => Some(Value::from(*flag)),
        (FieldType::Int | FieldType::Money, Value::Number(number)) => number.as_i64().map(Value::from),
        (FieldType::Multi, Value::Array(items)) => {
            items.iter().map(nfc).collect::<Option<Vec<_>>>().map(Value::from)
        }
        (FieldType::Addr, Value::Object(parts)) => address(parts),
        (FieldType::Bool | FieldType::Int | FieldType::Money | FieldType::Multi, _) => None,
        (FieldType::Table | FieldType::Fixed | FieldType::Sign, _) => None,
        (_, text) => nfc(text),
    }
}

fn nfc(value: &Value) -> Option<Value> {
    value.as_str().map(|string| Value::from(text::nfc(string)))
}

/// `{text, unit?, unit_set?, hamlet?}`; a part that this version does not know is kept.
fn address(parts: &Map<String, Value>) -> Option<Value> {
    parts.get("text")?.as_str()?;
    let part = |(key, value): (&String, &Value)| {
        let value = match value {
            Value::String(string) => Value::from(text::nfc(string)),
            Value::Array(_) | Value::Object(_) => return None,
            scalar => scalar.clone(),
        };
        Some((key.clone(), value))
    };
    parts.iter().map(part).collect::<Option<Map<_, _>>>().map(Value::from)
}

/// What expressions see of a stored value: text trimmed, an address as its text, blank as null; none
/// when it is of another JSON type than the field. Comparing is left to functions that do not mind how
/// letters are composed: bringing each answer to NFC again took most of the time of a check. A number that no
/// paper can mean ends where it does no harm to sums; it is a finding anyway.
pub(crate) fn seen(kind: FieldType, value: &Value) -> Option<Value> {
    match (kind, value) {
        (_, Value::Null) => Some(Value::Null),
        (FieldType::Multi, Value::Array(items)) if items.is_empty() => Some(Value::Null),
        (FieldType::Int | FieldType::Money, Value::Number(number)) => {
            let beyond = money::MOST + 1;
            number.as_i64().map(|number| Value::from(number.clamp(-beyond, beyond)))
        }
        (FieldType::Addr, Value::Object(parts)) => address(parts)?.get("text")?.as_str().map(visible_text),
        (kind, Value::String(string)) if json_type(kind) == "string" || kind == FieldType::Addr => {
            kind.is_settable().then(|| visible_text(string))
        }
        _ => stored(kind, value),
    }
}

/// White space and the zero-width characters that pasting brings along are nothing.
fn visible_text(string: &str) -> Value {
    let invisible = |letter: char| {
        letter.is_whitespace() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    match string.trim_matches(invisible) {
        "" => Value::Null,
        text => Value::from(text),
    }
}
