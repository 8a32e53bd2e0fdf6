//! A field of a form: a question, or a text or signature that stands among them.

use crate::{choices::Choices, definition::Mark, expression::Expression, prefill::Prefill};
use serde::{Deserialize, Serialize};
use tan_nha_domain::{sex::Sex, unit::UnitSet};

/// The type of a field's value. JSON: a string, unless something else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Free text.
    Text,
    /// A name, printed in capitals.
    Upper,
    /// A day: `1942-06-17`.
    Date,
    /// A date as far as it is known: `1942`, `1942-06`, `1942-06-17`.
    Pdate,
    /// `male` or `female`.
    Sex,
    /// The personal number of 12 digits.
    Id12,
    /// A personal number, or the 9 digits of an old card.
    Id9or12,
    /// A phone number.
    Phone,
    /// A string as on the paper, or an object `{text, unit?, unit_set?, hamlet?}`.
    Addr,
    /// An e-mail address.
    Email,
    /// A date with the time of the day as far as it is known: `2026-05-21T14:30`, or a partial date.
    Datetime,
    /// Yes or no; a JSON boolean.
    Bool,
    /// A whole number; a JSON number.
    Int,
    /// Whole đồng; a JSON number.
    Money,
    /// The value of one choice.
    Enum,
    /// The values of several choices; a JSON list of strings.
    Multi,
    /// A list of rows, each an object with its id `row` and its cells by column.
    Table,
    /// A text that the form itself says; never answered.
    Fixed,
    /// A place for a signature; never answered.
    Sign,
}

impl FieldType {
    /// Whether an answer may be set.
    pub fn is_settable(self) -> bool {
        !matches!(self, FieldType::Fixed | FieldType::Sign)
    }
}

/// The person whose number a field holds, for comparing the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The field with their date of birth.
    pub born: Option<String>,
    /// The field with their sex.
    pub sex: Option<String>,
    /// Their sex where the form leaves no choice (a mother).
    pub sex_is: Option<Sex>,
}

/// How many rows a table may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowBounds {
    /// The fewest.
    pub least: Option<u32>,
    /// The most.
    pub most: Option<u32>,
}

/// A question, or a text or signature that stands among them.
#[derive(Debug)]
pub struct Field {
    /// Its stable name, and its name in expressions.
    pub key: String,
    /// The names that it had in earlier versions of the form.
    pub was: Vec<String>,
    /// What people read.
    pub label: String,
    /// A short help under the label.
    pub hint: Option<String>,
    /// The type of its value.
    pub kind: FieldType,
    /// The key of its section.
    pub section: String,
    /// The fields that are merged together share it; its own key for a field that stands alone.
    pub group: String,
    /// What may be chosen; empty for other types.
    pub choices: Choices,
    /// What a fixed field says.
    pub text: Option<String>,
    /// Whether it must be answered whenever it is visible.
    pub required: bool,
    /// Where its value comes from when a dossier is opened.
    pub prefill: Option<Prefill>,
    /// Whose number it holds.
    pub person: Option<Person>,
    /// Of an address: the units that it is to name. Without it those of any time will do, as of where somebody was
    /// born.
    pub unit_set: Option<UnitSet>,
    /// The columns of a table; empty for other types.
    pub columns: Vec<Field>,
    /// How many rows a table has at least where it has any, and at most.
    pub rows: RowBounds,
    /// Whether it is sensitive personal data (NĐ 356/2025 điều 4).
    pub sensitive: bool,
    /// Whether it stands on the paper of its section; otherwise it is only asked.
    pub printed: bool,
    /// How sure it is.
    pub mark: Mark,
    /// Where it is written.
    pub source: Option<String>,
    pub(crate) required_when: Option<Expression>,
    pub(crate) visible_when: Option<Expression>,
    pub(crate) derive: Option<Expression>,
}

impl Field {
    /// Whether it may be required, depending on other answers.
    pub fn is_required_sometimes(&self) -> bool {
        self.required_when.is_some()
    }

    /// The column of a table of that key.
    pub fn column(&self, key: &str) -> Option<&Field> {
        self.columns.iter().find(|column| column.key == key)
    }

    /// Whether its value is computed where nobody answers.
    pub fn is_derived(&self) -> bool {
        self.derive.is_some()
    }
}
