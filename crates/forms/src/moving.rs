//! Moving a draft to a newer version of its form. Nothing that was answered is lost: what the newer form does not ask
//! for, or takes otherwise, is handed back to be kept beside the answers.

use crate::{
    answer::{accept, stored_cell},
    check::check,
    context::Context,
    definition::Definition,
    field::{Field, FieldType},
};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    dossier::Source,
    finding::Finding,
    table::{self, PLACE, ROW, of_row, row_key},
};

/// What becomes of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Its answer stays.
    Kept,
    /// Its answer goes to a field of another name.
    Moved,
    /// It is new, and its answer is known.
    Filled,
    /// It is new, or asked for more strictly: somebody has to answer.
    NeedsAnswer,
    /// The newer form does not ask for it, or takes another kind of answer; what was said is kept beside the form.
    NoLongerAsked,
}

/// A field of which there is something to say.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldMoved {
    /// Its key in the newer form; of what is no longer asked the stored key in the older one, `<table>/<row>` of a row.
    pub field: String,
    /// What people read there.
    pub label: String,
    /// What it was called, where it is called otherwise now.
    pub was: Option<String>,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What was answered, where nothing asks for it any more.
    pub value: Option<Value>,
}

/// The answers of a draft under a newer form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moving {
    /// As they are stored.
    pub answers: Map<String, Value>,
    /// Under which key each answer stands that stays, by the key that it had.
    pub renamed: BTreeMap<String, String>,
    /// Where the answers come from that are new.
    pub filled: BTreeMap<String, Source>,
    /// What the newer form does not take, as it was stored; of a row the cells.
    pub earlier: Map<String, Value>,
    /// In the order of the newer form, and then of the keys that are no longer asked.
    pub fields: Vec<FieldMoved>,
}

/// Moves answers from one version of a form to another. `known` is what a dossier begun today would know
/// ([`crate::prefill()`]); it fills what the older form did not ask. The same in, the same out.
pub fn move_answers(
    (from, to): (&Definition, &Definition),
    answers: &Map<String, Value>,
    known: Vec<(String, Value, Source)>,
    context: &Context,
) -> Moving {
    let mut moving = Moving::default();
    // Names that stay go first, so that no answer of another name takes their place.
    let (staying, others): (Vec<_>, Vec<_>) =
        answers.iter().partition(|(key, _)| to.field(name_of(key)).is_some());
    for (key, value) in staying.into_iter().chain(others) {
        moving.take(to, key, value);
    }
    for (key, value, source) in known {
        let is_new = |field: &&Field| from.field(&field.key).is_none() && old_of(from, field).is_none();
        if to.field(&key).filter(is_new).is_some() && !moving.answers.contains_key(&key) {
            moving.answers.insert(key.clone(), value);
            moving.filled.insert(key, source);
        }
    }
    // What the form does not ask must not stand on it.
    let visible = check(to, &moving.answers, context).visible;
    let unasked = |key: &String| !visible.contains(key);
    moving
        .filled
        .extract_if(.., |key, _| unasked(key))
        .for_each(|(key, _)| drop(moving.answers.remove(&key)));
    moving.fields = moving.report((from, to), answers, context);
    moving
}

/// The field that an answer's key speaks of.
fn name_of(key: &str) -> &str {
    of_row(key).map_or(key, |(table, _)| table)
}

/// The field of an older form that this one was.
fn old_of<'a>(from: &'a Definition, field: &Field) -> Option<&'a Field> {
    field.was.iter().find_map(|was| from.field(was))
}

/// Whoever asks today for what was asked under this name.
fn heir<'a>(mut fields: impl Iterator<Item = &'a Field> + Clone, name: &str) -> Option<&'a Field> {
    let same = fields.clone().find(|field| field.key == name);
    same.or_else(|| fields.find(|field| field.was.iter().any(|was| was == name)))
}

impl Moving {
    fn take(&mut self, to: &Definition, key: &str, value: &Value) {
        let field = heir(to.fields.iter(), name_of(key));
        let taken = field.and_then(|field| match of_row(key) {
            None => self.take_answer(to, field, value),
            Some((_, row)) => self.take_row(field, key, row, value),
        });
        match taken {
            Some(new) => drop(self.renamed.insert(key.to_owned(), new)),
            None => drop(self.earlier.insert(key.to_owned(), value.clone())),
        }
    }

    fn take_answer(&mut self, to: &Definition, field: &Field, value: &Value) -> Option<String> {
        let fits = field.kind != FieldType::Table
            && accept(to, &field.key, value).is_ok_and(|taken| taken == *value);
        if !fits || self.answers.contains_key(&field.key) {
            return None;
        }
        self.answers.insert(field.key.clone(), value.clone());
        Some(field.key.clone())
    }

    /// Takes the cells that have a column; the others are kept under the key of the row.
    fn take_row(&mut self, table: &Field, key: &str, row: &str, value: &Value) -> Option<String> {
        let (FieldType::Table, Value::Object(cells)) = (table.kind, value) else { return None };
        let new = row_key(&table.key, row);
        if self.answers.contains_key(&new) {
            return None;
        }
        let (mut kept, mut left) = (Map::new(), Map::new());
        let (staying, others): (Vec<_>, Vec<_>) =
            cells.iter().partition(|(name, _)| table.column(name).is_some());
        for (name, cell) in staying.into_iter().chain(others) {
            let column = heir(table.columns.iter(), name);
            let fits = |column: &&Field| {
                stored_cell(column.kind, cell).is_ok_and(|taken| taken == *cell)
                    && !kept.contains_key(&column.key)
            };
            match column.filter(fits) {
                _ if name == PLACE || name == ROW => kept.insert(name.clone(), cell.clone()),
                Some(column) => kept.insert(column.key.clone(), cell.clone()),
                None => left.insert(name.clone(), cell.clone()),
            };
        }
        // A row of which nothing is asked any more is no row.
        if !left.is_empty() && kept.keys().all(|name| name == PLACE || name == ROW) {
            return None;
        }
        if !left.is_empty() {
            self.earlier.insert(key.to_owned(), Value::Object(left));
        }
        self.answers.insert(new.clone(), Value::Object(kept));
        Some(new)
    }

    fn report(
        &self,
        (from, to): (&Definition, &Definition),
        before: &Map<String, Value>,
        context: &Context,
    ) -> Vec<FieldMoved> {
        let wanting = self.wanting((from, to), before, context);
        let mut fields = Vec::new();
        for field in to.fields() {
            let stays = self.renamed.iter().find(|(_, new)| name_of(new) == field.key);
            let old = stays.and_then(|(old, _)| from.field(name_of(old)));
            let outcome = match stays {
                _ if wanting.contains(field.key.as_str()) => Outcome::NeedsAnswer,
                Some((old, _)) if name_of(old) == field.key => Outcome::Kept,
                Some(_) => Outcome::Moved,
                None if self.filled.contains_key(&field.key) => Outcome::Filled,
                None => continue,
            };
            fields.push(FieldMoved {
                field: field.key.clone(),
                label: field.label.clone(),
                was: old.filter(|old| old.label != field.label).map(|old| old.label.clone()),
                outcome,
                value: None,
            });
        }
        fields.extend(self.earlier.iter().map(|(key, value)| FieldMoved {
            field: key.clone(),
            label: from.field(name_of(key)).map_or_else(|| key.clone(), |field| field.label.clone()),
            was: None,
            outcome: Outcome::NoLongerAsked,
            value: Some(table::seen(key, value)),
        }));
        fields
    }

    /// The fields in which the newer form finds errors that the older one did not.
    fn wanting(
        &self,
        (from, to): (&Definition, &Definition),
        before: &Map<String, Value>,
        context: &Context,
    ) -> BTreeSet<String> {
        let errors = |definition: &Definition, answers: &Map<String, Value>| -> Vec<(String, String)> {
            let found = check(definition, answers, context).findings.into_iter().filter(Finding::is_error);
            found.map(|error| (name_of(&error.field).to_owned(), error.code)).collect()
        };
        let old = errors(from, before).into_iter().map(|(name, code)| match heir(to.fields.iter(), &name) {
            Some(field) => (field.key.clone(), code),
            None => (name, code),
        });
        let old: BTreeSet<(String, String)> = old.collect();
        let new = errors(to, &self.answers).into_iter().filter(|error| !old.contains(error));
        new.map(|(name, _)| name).collect()
    }
}
