//! A form is tried before anybody needs its papers.

use crate::{Kind, Noted, PrintError, Request, Stage, print};
use serde_json::Map;
use tan_nha_domain::time::Timestamp;
use tan_nha_forms::{Context, Definition, check};

/// Lays out all that is printed of a form, of its sample and of nothing, as a draft in a ward for practice, which
/// has every mark.
///
/// # Errors
/// What [`print`] says; [`PrintError::Misplaced`] where text stands where none may.
pub fn try_out(
    definition: &Definition,
    template: Option<&str>,
    context: &Context,
    now: Timestamp,
) -> Result<(), PrintError> {
    for answers in [definition.sample(), &Map::new()] {
        let checked = check(definition, answers, context);
        let request = Request {
            definition,
            template,
            answers,
            checked: &checked,
            context,
            noted: &Noted::default(),
            stage: Stage::Draft,
            practice: true,
            now,
        };
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_of(definition)) {
            if let Some(stray) = print(kind, &request)?.strays().into_iter().next() {
                return Err(PrintError::Misplaced { page: stray.page, text: stray.text });
            }
        }
    }
    Ok(())
}
