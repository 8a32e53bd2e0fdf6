//! The one door: every command that a window, the stdio server or a test may call is an entry of one
//! table, with its name, types, roles and a line of doc. The stdio server, `docs/commands.md` and the
//! window's client all come from it.

use crate::{
    App,
    error::{AppError, Failure},
    typescript::Types,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tan_nha_domain::role::Role;
use ts_rs::TS;

/// Who may call a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody who holds the tablet.
    Anybody,
    /// Somebody who has unlocked the profile and has one of these roles.
    Roles(&'static [Role]),
}

/// Everybody of the ward, unlocked.
pub const EVERY_ROLE: Access = Access::Roles(&Role::ALL);

/// A command with its types taken off.
type Run = dyn Fn(&App, Value) -> Result<Value, AppError> + Send + Sync;

/// One command.
pub struct Command {
    /// `noun.verb`.
    pub name: &'static str,
    /// What it does, in a line.
    pub doc: &'static str,
    /// Who may call it.
    pub access: Access,
    args: fn() -> Types,
    result: fn() -> Types,
    run: Box<Run>,
}

impl Command {
    /// The type of its arguments.
    pub fn args(&self) -> Types {
        (self.args)()
    }

    /// The type of its result.
    pub fn result(&self) -> Types {
        (self.result)()
    }
}

/// Makes an entry of the table.
pub(crate) fn command<A, R>(
    name: &'static str,
    access: Access,
    doc: &'static str,
    run: fn(&App, A) -> Result<R, AppError>,
) -> Command
where
    A: DeserializeOwned + TS + 'static,
    R: Serialize + TS + 'static,
{
    Command {
        name,
        doc,
        access,
        args: Types::of::<A>,
        result: Types::of::<R>,
        run: Box::new(move |app, args| {
            let args = serde_json::from_value(args).map_err(|error| AppError::bad_argument(&error))?;
            serde_json::to_value(run(app, args)?).map_err(|_| AppError::Internal)
        }),
    }
}

impl App {
    /// Calls a command: `args` is a JSON object (`null` stands for none).
    ///
    /// # Errors
    /// The [`Failure`] to show.
    pub fn call(&self, name: &str, args: Value) -> Result<Value, Failure> {
        let args = if args.is_null() { Value::Object(serde_json::Map::new()) } else { args };
        let outcome = self
            .commands()
            .iter()
            .find(|command| command.name == name)
            .ok_or(AppError::UnknownCommand)
            .and_then(|command| {
                if let Access::Roles(roles) = command.access {
                    self.session()?.require(roles)?;
                }
                check_bounds("", &args, MOST_DEPTH)?;
                (command.run)(self, args)
            });
        outcome.map_err(|error| {
            tracing::debug!(command = name, code = error.code(), "a command failed");
            Failure::from(error)
        })
    }
}

/// The longest text of one field, in characters: more than any paper has room for, and so that a form with
/// all its fields full still fits into one change. What is longer must be said before it is saved.
const MOST_CHARS: usize = 2_000;
/// What is not saved as a field: an invitation grows with the ward's addresses, and the content of a paper or
/// a picture is bounded where it is read.
const UNBOUNDED: [&str; 3] = ["/invitation", "/content", "/image"];
/// How deep arguments may be nested.
const MOST_DEPTH: usize = 16;

fn check_bounds(path: &str, value: &Value, depth: usize) -> Result<(), AppError> {
    let too_much = |what: &str| Err(AppError::BadArgument { reason: format!("{path}: {what}") });
    match value {
        _ if depth == 0 => too_much("nested too deeply"),
        Value::String(text) if !UNBOUNDED.contains(&path) && text.chars().count() > MOST_CHARS => {
            too_much("a text of more than 2000 characters")
        }
        Value::Array(values) => values.iter().try_for_each(|value| check_bounds(path, value, depth - 1)),
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| {
            // A key that is none of ours may be anything; ours are short.
            let known = if key.len() <= 40 { key } else { "…" };
            check_bounds(&format!("{path}/{known}"), value, depth - 1)
        }),
        _ => Ok(()),
    }
}
