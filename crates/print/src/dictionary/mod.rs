//! What templates are given: one JSON object (`README.md` beside this crate describes it). Everything in it is
//! text as it is to be printed; a template decides where it stands.

pub(crate) mod checklist;
pub(crate) mod declaration;
mod fee;
pub(crate) mod missing;

use crate::{Request, Stage, printable};
use serde::Serialize;
use tan_nha_domain::time::Timestamp;

/// What every print has.
#[derive(Serialize)]
pub(crate) struct Head {
    /// The name of the procedure, which is the title of the file too: it names nobody.
    pub(crate) title: String,
    pub(crate) portal_code: String,
    pub(crate) authority: String,
    pub(crate) ward: String,
    /// What stands in the margin of each page.
    pub(crate) marks: Vec<&'static str>,
    /// By which the desk finds what was printed.
    pub(crate) code: String,
    /// When it was printed: `20:15 ngày 22/11/2026`.
    pub(crate) printed_at: String,
}

/// Stands on what was not submitted.
pub(crate) const DRAFT: &str = "BẢN NHÁP";
/// Stands on what was taken back.
pub(crate) const WITHDRAWN: &str = "ĐÃ RÚT";
/// Stands on what was made in a practice ward.
pub(crate) const PRACTICE: &str = "THỰC HÀNH";

impl Head {
    pub(crate) fn of(request: &Request<'_>) -> Self {
        let definition = request.definition;
        Self {
            title: printable::line(definition.name()),
            portal_code: printable::line(definition.portal_code()),
            authority: printable::line(definition.authority()),
            ward: printable::line(&request.context.ward_name),
            marks: marks(request),
            code: request.code(),
            printed_at: moment(request.now),
        }
    }
}

/// Something that is so, and whether it was compared with a text.
#[derive(Serialize)]
struct Fact {
    text: String,
    unchecked: bool,
}

/// Who noted something, and when: `Lê Thị Hường`, `20:15 ngày 22/11/2026`.
#[derive(Serialize)]
struct Note {
    by: String,
    at: String,
}

impl Note {
    fn of(by: &str, at: Timestamp) -> Self {
        Self { by: printable::line(by), at: moment(at) }
    }
}

fn moment(at: Timestamp) -> String {
    at.clock_in_vietnam().format("%H:%M ngày %d/%m/%Y").to_string()
}

/// What has to stand on each page of this print.
pub(crate) fn marks(request: &Request<'_>) -> Vec<&'static str> {
    let stage = match request.stage {
        Stage::Draft => Some(DRAFT),
        Stage::Submitted => None,
        Stage::Withdrawn => Some(WITHDRAWN),
    };
    stage.into_iter().chain(request.practice.then_some(PRACTICE)).collect()
}
