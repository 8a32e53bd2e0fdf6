//! Official papers from answers: the declarations of a dossier, what to bring with it, and what is still missing,
//! laid out by Typst on A4 in a font as wide as Times New Roman.
//!
//! Nothing here reads a file, a clock, a network or a font of the machine. A template sees the pieces of
//! `templates/official.typ`, one dictionary (`README.md`) and nothing else; one that came with a procedure may be
//! faulty or hostile, and then printing is an error with its line.
//!
//! Where nothing is known, dots stand; where a draft is printed, every page says so in its margin.

mod dictionary;
mod engine;
mod error;
mod frames;
mod fuel;
mod noted;
mod printable;
mod templates;
mod trial;
mod value;
mod world;

pub use engine::Laid;
pub use error::PrintError;
pub use frames::Stray;
pub use noted::Noted;
pub use trial::try_out;

use serde_json::{Map, Value};
use tan_nha_domain::{change::Hash, dossier::answers_hash, time::Timestamp};
use tan_nha_forms::{Checked, Context, Definition, Paper};

/// What can be printed of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Its declarations, filled.
    Declaration,
    /// What to bring: papers, copies, originals, fee, time.
    Checklist,
    /// What is still missing, in large letters, for the citizen.
    Missing,
    /// The sheet on which the team collects what the police will ask.
    CollectionSheet,
}

/// The slot of the collection sheet.
const COLLECTION_SHEET: &str = "collection_sheet";

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Declaration, Self::Checklist, Self::Missing, Self::CollectionSheet];

    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Declaration => "declaration",
            Kind::Checklist => "checklist",
            Kind::Missing => "missing",
            Kind::CollectionSheet => "collection_sheet",
        }
    }

    /// The kind of that name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether a procedure has it. One without a declaration has its checklist.
    pub fn is_of(self, definition: &Definition) -> bool {
        match self {
            Kind::Declaration => forms(definition).next().is_some(),
            Kind::Checklist | Kind::Missing => true,
            Kind::CollectionSheet => sheet(definition).is_some(),
        }
    }
}

/// Whether the answers were handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Not yet: they may change.
    Draft,
    /// They are sealed.
    Submitted,
    /// They were, and were taken back.
    Withdrawn,
}

/// A dossier that is to be printed.
pub struct Request<'a> {
    /// Its form.
    pub definition: &'a Definition,
    /// The layout of its declarations (`paper.typ`); the general one without it.
    pub template: Option<&'a str>,
    /// Its answers, as they are stored or as people see them.
    pub answers: &'a Map<String, Value>,
    /// What a check found in them, papers that are missing too.
    pub checked: &'a Checked,
    /// The ward and the day.
    pub context: &'a Context,
    /// What is noted of it beside them.
    pub noted: &'a Noted,
    /// How far it is.
    pub stage: Stage,
    /// Whether the ward is one to practise in.
    pub practice: bool,
    /// The moment of printing.
    pub now: Timestamp,
}

impl Request<'_> {
    /// By which the desk finds which answers were printed: the beginning of their hash, which the dossier keeps.
    pub fn code(&self) -> String {
        answers_hash(self.answers).to_string().chars().take(8).collect::<String>().to_uppercase()
    }
}

/// The papers that are printed from the answers and handed in.
fn forms(definition: &Definition) -> impl Iterator<Item = &Paper> {
    definition.papers().iter().filter(|paper| paper.is_form && paper.slot != COLLECTION_SHEET)
}

fn sheet(definition: &Definition) -> Option<&Paper> {
    definition.papers().iter().find(|paper| paper.is_form && paper.slot == COLLECTION_SHEET)
}

/// Lays out one kind of paper of a dossier.
///
/// # Errors
/// [`PrintError::NoSuchPaper`]; of a template that came with the procedure: [`PrintError::Template`] with its line,
/// [`PrintError::MarksHidden`], [`PrintError::TooLong`]; [`PrintError::Broken`].
pub fn print(kind: Kind, request: &Request<'_>) -> Result<Laid, PrintError> {
    let main = match kind {
        Kind::Declaration | Kind::CollectionSheet => "declarations.typ",
        Kind::Checklist => "checklist.typ",
        Kind::Missing => "missing.typ",
    };
    let laid = engine::lay(main, layout(kind, request), data(kind, request)?, request.now)?;
    if frames::hides(laid.document(), &dictionary::marks(request)) {
        return Err(PrintError::MarksHidden);
    }
    Ok(laid)
}

/// What a print would say, as a hash: the same where only the moment of printing is another. By it is known whether what
/// was printed before still says what is so.
///
/// # Errors
/// [`PrintError::NoSuchPaper`]; [`PrintError::Broken`].
pub fn saying(kind: Kind, request: &Request<'_>) -> Result<Hash, PrintError> {
    let data = data(kind, &Request { now: Timestamp(0), ..*request })?;
    Ok(Hash::of(&[kind.as_str().as_bytes(), layout(kind, request).as_bytes(), &data].join(&0)))
}

/// The procedure's own layout of a paper, or the general one.
fn layout<'a>(kind: Kind, request: &Request<'a>) -> &'a str {
    // The sheet looks the same in every procedure: it is the team's own.
    request.template.filter(|_| kind == Kind::Declaration).unwrap_or(templates::GENERAL)
}

/// What the templates are given, as JSON.
fn data(kind: Kind, request: &Request<'_>) -> Result<Vec<u8>, PrintError> {
    if !kind.is_of(request.definition) {
        return Err(PrintError::NoSuchPaper);
    }
    let declarations = |papers: Vec<&Paper>| {
        serde_json::to_vec(&dictionary::declaration::Declarations::of(request, &papers))
    };
    let data = match kind {
        Kind::Declaration => declarations(forms(request.definition).collect()),
        Kind::CollectionSheet => declarations(sheet(request.definition).into_iter().collect()),
        Kind::Checklist => serde_json::to_vec(&dictionary::checklist::Checklist::of(request)),
        Kind::Missing => serde_json::to_vec(&dictionary::missing::Missing::of(request)),
    };
    data.map_err(|_| PrintError::Broken)
}

/// The labels of answers with letters that the font does not have, which stand on paper as empty boxes: they
/// have to be written by hand.
pub fn unprintable(definition: &Definition, answers: &Map<String, Value>) -> Vec<String> {
    let has_all = |text: &str| printable::lines(text).iter().all(|line| line.chars().all(world::has_glyph));
    fn every_text<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
        match value {
            Value::String(text) => texts.push(text),
            Value::Array(values) => values.iter().for_each(|value| every_text(value, texts)),
            Value::Object(values) => values.values().for_each(|value| every_text(value, texts)),
            _ => {}
        }
    }
    let mut labels: Vec<String> = Vec::new();
    for (key, answer) in answers {
        let mut texts = Vec::new();
        every_text(answer, &mut texts);
        if let Some(field) = definition.field_named(key)
            && !texts.into_iter().all(has_all)
            && !labels.contains(&field.label)
        {
            labels.push(field.label.clone());
        }
    }
    labels
}
