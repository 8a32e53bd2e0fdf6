//! Declarations: each paper of a definition that is printed from the answers.

use super::Head;
use crate::{Request, printable, value};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use tan_nha_domain::table;
use tan_nha_forms::{Checked, Definition, Field, FieldType, Mark, Paper};

/// The place where a paper says to whom it goes.
const TO: [&str; 2] = ["to_office", "offices"];
/// The place of "Làm tại …, ngày …".
const PLACE_DATE: &str = "place_date";

/// All declarations of a dossier.
#[derive(Serialize)]
pub(crate) struct Declarations {
    #[serde(flatten)]
    pub(crate) head: Head,
    pub(crate) papers: Vec<Declaration>,
}

/// One paper.
#[derive(Serialize)]
pub(crate) struct Declaration {
    pub(crate) slot: String,
    /// "Tờ khai đăng ký lại khai sinh".
    pub(crate) title: String,
    /// The code of the form, where its label begins with one: `DC02`.
    pub(crate) form_code: Option<String>,
    /// "Kính gửi": a line for each office, empty where none is known.
    pub(crate) to: Vec<String>,
    /// Whether it asks for the office.
    pub(crate) asks_to: bool,
    pub(crate) sections: Vec<Part>,
    /// Each answer that is printed, by its key; null where nothing is known.
    pub(crate) answers: BTreeMap<String, Option<String>>,
    /// Who signs.
    pub(crate) signers: Vec<Signature>,
    /// Whether something of its layout was not compared with the official form.
    pub(crate) unchecked: bool,
}

/// A part of a paper.
#[derive(Serialize)]
pub(crate) struct Part {
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) items: Vec<Item>,
}

/// What stands in a part.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Item {
    /// A question with its answer on lines.
    Line {
        key: String,
        label: String,
        /// Empty where nothing is known.
        lines: Vec<String>,
        /// Whether it may share a line with others.
        short: bool,
        /// The unit of its answers: a person, a paper with its date.
        group: String,
    },
    /// A question with a box for each choice.
    Boxes { key: String, label: String, boxes: Vec<TickBox>, group: String },
    /// Rows with the same questions; none in a row that does not ask one of them.
    Table { key: String, label: String, columns: Vec<Column>, rows: Vec<Vec<Option<Vec<String>>>> },
    /// What the form itself says.
    Text { key: String, lines: Vec<String> },
}

/// A choice.
#[derive(Serialize)]
pub(crate) struct TickBox {
    pub(crate) label: String,
    pub(crate) on: bool,
}

/// A column of a table.
#[derive(Serialize)]
pub(crate) struct Column {
    pub(crate) key: String,
    pub(crate) label: String,
}

/// A place for a signature.
#[derive(Serialize)]
pub(crate) struct Signature {
    pub(crate) who: String,
    pub(crate) note: Option<String>,
}

impl Declarations {
    pub(crate) fn of(request: &Request<'_>, papers: &[&Paper]) -> Self {
        let answers = table::gathered(request.answers);
        let seen = Seen { definition: request.definition, answers: &answers, checked: request.checked };
        Self { head: Head::of(request), papers: papers.iter().map(|paper| seen.declaration(paper)).collect() }
    }
}

/// A dossier as it stands.
struct Seen<'a> {
    definition: &'a Definition,
    answers: &'a Map<String, Value>,
    checked: &'a Checked,
}

impl Seen<'_> {
    fn is_visible(&self, name: &str) -> bool {
        self.checked.visible.iter().any(|visible| visible == name)
    }

    /// What was answered, or what follows from other answers where nobody did.
    fn value(&self, field: &Field) -> &Value {
        let given = self.answers.get(&field.key).filter(|answer| !is_blank(answer));
        given.or_else(|| self.checked.derived.get(&field.key)).unwrap_or(&Value::Null)
    }

    fn declaration(&self, paper: &Paper) -> Declaration {
        let sections = self.definition.sections().iter();
        let ours: Vec<_> = sections.filter(|section| section.paper.as_ref() == Some(&paper.slot)).collect();
        let fields = |section| {
            let fields = self.definition.fields_of(section).iter();
            fields.filter(|field| field.printed && self.is_visible(&field.key))
        };
        let all: Vec<&Field> = ours.iter().flat_map(|section| fields(section)).collect();
        let to = all.iter().find(|field| TO.contains(&field.key.as_str()));
        let parts = ours.iter().map(|section| Part {
            key: section.key.clone(),
            label: printable::line(&section.label),
            items: fields(section).filter_map(|field| self.item(field)).collect(),
        });
        let sure = ours.iter().map(|section| section.mark).chain(all.iter().map(|field| field.mark));
        let (form_code, title) = title_of(&paper.label);
        let answers = all.iter().filter(|field| is_answered(field));
        Declaration {
            slot: paper.slot.clone(),
            title,
            form_code,
            to: to.map(|field| self.offices(field)).unwrap_or_default(),
            asks_to: to.is_some(),
            sections: parts.filter(|part| !part.items.is_empty()).collect(),
            answers: answers.map(|field| (field.key.clone(), self.text(field))).collect(),
            signers: self.signatures(&all),
            unchecked: sure.chain([paper.mark]).any(|mark| mark == Mark::R),
        }
    }

    /// An office a line.
    fn offices(&self, field: &Field) -> Vec<String> {
        let value = self.value(field);
        match field.kind {
            FieldType::Multi => {
                value::boxes(field, value).into_iter().filter(|(_, on)| *on).map(|(label, _)| label).collect()
            }
            _ => value::lines(field, value),
        }
    }

    fn text(&self, field: &Field) -> Option<String> {
        let lines = value::lines(field, self.value(field));
        Some(lines.join("\n")).filter(|text| !text.is_empty())
    }

    fn item(&self, field: &Field) -> Option<Item> {
        let (key, label, group) = (field.key.clone(), printable::line(&field.label), field.group.clone());
        match field.kind {
            _ if TO.contains(&field.key.as_str()) => None,
            FieldType::Sign => None,
            FieldType::Fixed => {
                let lines = printable::lines(field.text.as_deref().unwrap_or_default());
                Some(Item::Text { key, lines })
            }
            FieldType::Table => Some(self.table(field, key, label)),
            _ if value::has_boxes(field) => {
                let boxes = value::boxes(field, self.value(field)).into_iter();
                let boxes = boxes.map(|(label, on)| TickBox { label, on }).collect();
                Some(Item::Boxes { key, label, boxes, group })
            }
            _ => {
                let lines = value::lines(field, self.value(field));
                Some(Item::Line { key, label, lines, short: is_short(field), group })
            }
        }
    }

    /// A column that no row shows is left out; in an empty table all stand.
    fn table(&self, field: &Field, key: String, label: String) -> Item {
        let empty = Vec::new();
        let rows = self.answers.get(&field.key).and_then(Value::as_array).unwrap_or(&empty);
        let cell_name = |row: &Value, column: &Field| {
            let row = row.get(table::ROW).and_then(Value::as_str).unwrap_or_default();
            format!("{}/{row}/{}", field.key, column.key)
        };
        let shown = |column: &&Field| {
            column.printed
                && (rows.is_empty() || rows.iter().any(|row| self.is_visible(&cell_name(row, column))))
        };
        let columns: Vec<&Field> = field.columns.iter().filter(shown).collect();
        let cell = |row: &Value, column: &&Field| {
            let asked = self.is_visible(&cell_name(row, column));
            asked.then(|| value::lines(column, row.get(&column.key).unwrap_or(&Value::Null)))
        };
        Item::Table {
            key,
            label,
            rows: rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect(),
            columns: columns
                .iter()
                .map(|column| Column { key: column.key.clone(), label: printable::line(&column.label) })
                .collect(),
        }
    }

    /// Who signs this paper: those whom the definition names or, where it names none, the places for signatures
    /// among its fields. A paper without such places is not signed, unless no paper of the form has any.
    fn signatures(&self, fields: &[&Field]) -> Vec<Signature> {
        let is_place = |field: &&&Field| field.kind == FieldType::Sign && field.key != PLACE_DATE;
        let here: Vec<&&Field> = fields.iter().filter(is_place).collect();
        let anywhere = self.definition.fields().any(|field| is_place(&&field));
        let named =
            self.definition.signers().iter().filter(|signer| self.checked.signers.contains(&signer.who));
        if here.is_empty() && anywhere {
            return Vec::new();
        }
        let named: Vec<Signature> = named
            .map(|signer| Signature {
                who: printable::line(&signer.who),
                note: signer.note.as_deref().map(printable::line),
            })
            .collect();
        if !named.is_empty() {
            return named;
        }
        here.iter().map(|field| Signature { who: printable::line(&field.label), note: None }).collect()
    }
}

fn is_answered(field: &Field) -> bool {
    field.kind.is_settable() && field.kind != FieldType::Table
}

fn is_blank(answer: &Value) -> bool {
    match answer {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(parts) => parts.get("text").is_none_or(is_blank),
        _ => false,
    }
}

/// Whether its answers are a word or a number.
fn is_short(field: &Field) -> bool {
    use FieldType::{Date, Email, Enum, Id9or12, Id12, Int, Money, Pdate, Phone, Sex};
    matches!(field.kind, Date | Pdate | Sex | Id12 | Id9or12 | Phone | Email | Int | Money | Enum)
}

/// "DC02 - Phiếu …" is the form DC02 with that title.
fn title_of(label: &str) -> (Option<String>, String) {
    let label = printable::line(label);
    let is_code = |code: &str| {
        code.len() <= 12
            && code.chars().any(|letter| letter.is_ascii_digit())
            && code
                .chars()
                .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '-')
    };
    match label.split_once(" - ") {
        Some((code, title)) if is_code(code) => (Some(code.to_owned()), title.to_owned()),
        _ => (None, label),
    }
}
