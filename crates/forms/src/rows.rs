//! The rows of a table among the answers: which may be set, and how they are put among the others.

use crate::{
    answer::{BadAnswer, BadAnswerReason, accept, stored_cell},
    definition::Definition,
    field::{Field, FieldType},
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use tan_nha_domain::table::{self, ROW, Row, is_row_id, row_key};

/// The member of a single row that says behind which it is to stand; never stored.
const AFTER: &str = "after";

/// Names that no column has.
pub(crate) const RESERVED: [&str; 3] = [ROW, table::PLACE, AFTER];

/// Puts an answer among the stored ones; `null` takes it out. Beside the keys of fields, `<table>/<row>` is
/// one row: only it is put or taken out, so that nobody takes out a row that they have not seen. A single
/// row may say behind which it is to stand, `"after": "<row>"`, or `""` for the beginning.
///
/// # Errors
/// [`BadAnswer`], and then `answers` is as it was.
pub fn put_answer(
    definition: &Definition,
    answers: &mut Map<String, Value>,
    key: &str,
    value: &Value,
) -> Result<(), BadAnswer> {
    let accepted = accept(definition, key, value)?;
    let is_table = definition.field(key).is_some_and(|field| field.kind == FieldType::Table);
    match (table::of_row(key), accepted) {
        (Some((table, row)), Value::Object(cells)) => {
            let after = value.get(AFTER).and_then(Value::as_str);
            table::put_row(answers, table, row, Some(cells), after);
        }
        (Some((table, row)), _) => table::put_row(answers, table, row, None, None),
        (None, Value::Array(rows)) if is_table => {
            let rows: Vec<Row> = rows.iter().filter_map(Value::as_object).cloned().collect();
            table::put_rows(answers, key, &rows);
        }
        (None, _) if is_table => table::put_rows(answers, key, &[]),
        (None, Value::Null) => drop(answers.remove(key)),
        (None, value) => drop(answers.insert(key.to_owned(), value)),
    }
    Ok(())
}

/// All rows of a table as they are stored, each with its id; no rows are no answer.
pub(crate) fn accept_rows(field: &Field, value: &Value) -> Result<Value, BadAnswer> {
    let Some(rows) = value.as_array() else { return Err(not_rows(&field.key)) };
    let mut met = BTreeSet::new();
    let mut accepted = Vec::with_capacity(rows.len());
    for row in rows {
        let cells = row.as_object().ok_or_else(|| not_rows(&field.key))?;
        let id = cells.get(ROW).and_then(Value::as_str).filter(|id| is_row_id(id) && met.insert(*id));
        let id = id.ok_or_else(|| BadAnswer { field: field.key.clone(), reason: BadAnswerReason::RowId })?;
        accepted.push(accept_cells(field, id, cells)?);
    }
    Ok(if accepted.is_empty() { Value::Null } else { Value::from(accepted) })
}

/// One row; it need not repeat its id.
pub(crate) fn accept_row(field: &Field, id: &str, value: &Value) -> Result<Value, BadAnswer> {
    let bad = |reason| BadAnswer { field: row_key(&field.key, id), reason };
    if !is_row_id(id) {
        return Err(bad(BadAnswerReason::RowId));
    }
    match value {
        Value::Null => Ok(Value::Null),
        Value::Object(cells) if cells.get(ROW).is_some_and(|named| named != id) => {
            Err(bad(BadAnswerReason::RowId))
        }
        Value::Object(cells) => {
            let mut cells = cells.clone();
            cells.remove(AFTER);
            accept_cells(field, id, &cells)
        }
        _ => Err(not_rows(&row_key(&field.key, id))),
    }
}

fn not_rows(key: &str) -> BadAnswer {
    BadAnswer { field: key.to_owned(), reason: BadAnswerReason::WrongType { expected: "list of rows" } }
}

fn accept_cells(field: &Field, id: &str, cells: &Row) -> Result<Value, BadAnswer> {
    let mut accepted = Row::from_iter([(ROW.to_owned(), Value::from(id))]);
    for (key, value) in cells.iter().filter(|(key, value)| *key != ROW && !value.is_null()) {
        let bad = |reason| BadAnswer { field: cell_name(&field.key, id, key), reason };
        let column = field.column(key).ok_or_else(|| bad(BadAnswerReason::UnknownField))?;
        accepted.insert(key.clone(), stored_cell(column.kind, value).map_err(bad)?);
    }
    Ok(Value::Object(accepted))
}

/// How findings and refusals name a cell: `relatives/<row>/name`.
pub(crate) fn cell_name(table: &str, row: &str, column: &str) -> String {
    format!("{table}/{row}/{column}")
}
