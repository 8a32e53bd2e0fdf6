//! What the expressions of a definition see: every field by its key, and the day and the ward.

use crate::{context::Context, definition::Definition, functions};
use cel::{
    ExecutionError, Program,
    common::{
        types::{CelBool, CelInt, CelNull, CelString},
        value::CowVal,
    },
    context::VariableResolver,
};
use serde_json::Value;
use std::{collections::HashMap, sync::Arc};
use tan_nha_domain::table::ROW;

/// The names beside the fields. `today` is `2026-05-21`.
pub(crate) const CONTEXT_VARIABLES: [&str; 3] = ["today", "ward_name", "ward_code"];
/// The names that no field may have: those, and the row in what is said of a column.
pub(crate) const TAKEN: [&str; 4] = ["today", "ward_name", "ward_code", ROW];

/// The values of all fields while a form is checked.
pub(crate) struct Scope<'a> {
    functions: cel::Context<'static, 'static>,
    variables: Variables<'a>,
}

struct Variables<'a> {
    definition: &'a Definition,
    context: &'a Context,
    today: String,
    /// By place in the form; text is trimmed, an address is its text, absent and blank are null. A table is
    /// a list of rows, each with all its columns.
    values: Vec<Value>,
    /// The row that is looked at.
    row: Option<Value>,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(definition: &'a Definition, context: &'a Context) -> Self {
        let values = vec![Value::Null; definition.fields.len()];
        let variables =
            Variables { definition, context, today: context.today.to_string(), values, row: None };
        Self { functions: functions::context(context), variables }
    }

    /// The value of the field at that place.
    pub(crate) fn at(&self, place: usize) -> &Value {
        self.variables.values.get(place).unwrap_or(&Value::Null)
    }

    /// The text of the field of that key.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.at(*self.variables.definition.places.get(key)?).as_str()
    }

    pub(crate) fn set(&mut self, place: usize, value: Value) {
        if let Some(old) = self.variables.values.get_mut(place) {
            *old = value;
        }
    }

    /// Gives `row` a meaning, or takes it back.
    pub(crate) fn look_at(&mut self, row: Option<Value>) {
        self.variables.row = row;
    }

    pub(crate) fn evaluate(&self, program: &Program) -> Result<cel::Value, ExecutionError> {
        let mut inner = self.functions.new_inner_scope();
        inner.set_variable_resolver(&self.variables);
        program.execute(&inner)
    }
}

impl VariableResolver for Variables<'_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        let text = |text: &'b str| Some(CowVal::owned(CelString::from(text)));
        match name {
            "today" => return text(&self.today),
            "ward_name" => return text(&self.context.ward_name),
            "ward_code" => return text(&self.context.ward_code),
            _ => {}
        }
        let value = match name {
            ROW => self.row.as_ref()?,
            _ => self.values.get(*self.definition.places.get(name)?)?,
        };
        match value {
            Value::String(string) => text(string),
            Value::Bool(flag) => Some(CowVal::owned(CelBool::from(*flag))),
            Value::Number(number) => number.as_i64().map(|number| CowVal::owned(CelInt::from(number))),
            Value::Array(_) | Value::Object(_) => seen_by_cel(value).try_into().ok().map(CowVal::Owned),
            Value::Null => Some(CowVal::owned(CelNull)),
        }
    }
}

fn seen_by_cel(value: &Value) -> cel::Value {
    match value {
        Value::String(text) => cel::Value::from(text.as_str()),
        Value::Bool(flag) => cel::Value::Bool(*flag),
        Value::Number(number) => number.as_i64().map_or(cel::Value::Null, cel::Value::Int),
        Value::Array(items) => cel::Value::List(Arc::new(items.iter().map(seen_by_cel).collect())),
        Value::Object(cells) => {
            let cells: HashMap<String, cel::Value> =
                cells.iter().map(|(column, cell)| (column.clone(), seen_by_cel(cell))).collect();
            cel::Value::Map(cells.into())
        }
        Value::Null => cel::Value::Null,
    }
}
