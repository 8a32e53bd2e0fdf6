//! A CEL expression of a definition, compiled once when it is loaded.

use crate::scope::Scope;
use cel::{Program, Value as CelValue};
use serde_json::Value;

mod names;

pub(crate) use names::Member;

/// A condition or a computed value.
#[derive(Debug)]
pub(crate) struct Expression {
    program: Program,
}

/// A fault in the text of an expression.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// The line inside the expression, from 0.
    pub(crate) line: usize,
    /// The column, from 1.
    pub(crate) column: usize,
    pub(crate) message: String,
}

/// Why an expression gave no answer. The message of the evaluator is left out: it quotes answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failed;

/// Functions of CEL itself that definitions may call. Operators are known by their names, which no
/// word can have (`_&&_`, `@in`).
const OF_CEL: [&str; 4] = ["contains", "endsWith", "size", "startsWith"];

impl Expression {
    pub(crate) fn compile(source: &str) -> Result<Self, SyntaxError> {
        Program::compile(source).map(|program| Self { program }).map_err(|errors| {
            let first = errors.errors.first();
            let at = |part: fn(&cel::ParseError) -> isize| {
                first.map(part).and_then(|number| usize::try_from(number).ok()).unwrap_or(1).max(1)
            };
            SyntaxError {
                line: at(|error| error.pos.0) - 1,
                column: at(|error| error.pos.1),
                message: first.map_or_else(|| "not an expression".to_owned(), |error| error.msg.clone()),
            }
        })
    }

    /// The fields and context variables that it reads.
    pub(crate) fn variables(&self) -> Vec<String> {
        let mut names = names::names(self.program.expression()).free;
        names.sort();
        names.dedup();
        names
    }

    /// The cells that it reads of rows: of `row`, and of the rows of a table in `exists`, `all`, `filter`, ….
    pub(crate) fn members(&self) -> Vec<Member> {
        names::names(self.program.expression()).members
    }

    /// The first function that neither CEL nor we have.
    pub(crate) fn unknown_function(&self, own: &[&str]) -> Option<String> {
        let references = self.program.references();
        let is_word = |name: &str| name.starts_with(|letter: char| letter.is_ascii_alphabetic());
        let mut unknown: Vec<&str> = references.functions();
        unknown.retain(|name| is_word(name) && !own.contains(name) && !OF_CEL.contains(name));
        unknown.into_iter().min().map(str::to_owned)
    }

    /// Whether a condition holds.
    pub(crate) fn holds(&self, scope: &Scope<'_>) -> Result<bool, Failed> {
        match scope.evaluate(&self.program) {
            Ok(CelValue::Bool(holds)) => Ok(holds),
            _ => Err(Failed),
        }
    }

    /// The computed value; none for `null` and for a blank text.
    pub(crate) fn value(&self, scope: &Scope<'_>) -> Result<Option<Value>, Failed> {
        match scope.evaluate(&self.program) {
            Ok(CelValue::Null) => Ok(None),
            Ok(CelValue::String(text)) if text.trim().is_empty() => Ok(None),
            Ok(CelValue::String(text)) => Ok(Some(Value::from(text.as_str()))),
            Ok(CelValue::Bool(flag)) => Ok(Some(Value::from(flag))),
            Ok(CelValue::Int(number)) => Ok(Some(Value::from(number))),
            _ => Err(Failed),
        }
    }
}
