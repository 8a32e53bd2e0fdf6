//! What the papers promise: every answer on them, nothing over anything else, nothing that is not true.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

mod kinds;
mod margins;
mod overflow;
mod pdf;
mod templates;

use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::sync::OnceLock;
use tan_nha_domain::{time::Timestamp, words::NumberStyle};
use tan_nha_forms::{Context, Definition, catalogue, check};
use tan_nha_print::{Kind, Laid, Noted, PrintError, Request, Stage, print};

/// 20:15 on 21 November 2026 in Vietnam.
const NOW: Timestamp = Timestamp(1_795_266_900_000);

/// Every definition that is built in, and invented ones that have every type and people of every role.
fn every_form() -> Vec<&'static Definition> {
    catalogue().all().chain([every_type(), people()]).collect()
}

fn every_type() -> &'static Definition {
    static FORM: OnceLock<Definition> = OnceLock::new();
    FORM.get_or_init(|| {
        parsed(
            include_str!("../../../forms/tests/it/fixtures/every_type/form.toml"),
            include_str!("../../../forms/tests/it/fixtures/every_type/sample.json"),
        )
    })
}

fn people() -> &'static Definition {
    static FORM: OnceLock<Definition> = OnceLock::new();
    FORM.get_or_init(|| {
        parsed(
            include_str!("../../../forms/tests/it/fixtures/people/form.toml"),
            include_str!("../../../forms/tests/it/fixtures/people/sample.json"),
        )
    })
}

fn parsed(toml: &str, sample: &str) -> Definition {
    Definition::parse("form.toml", toml, sample).unwrap()
}

fn form(procedure: &str) -> &'static Definition {
    catalogue().latest(procedure).unwrap()
}

fn here() -> Context {
    Context {
        today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
        ward_name: "Phường Mẫu".to_owned(),
        ward_code: "00000".to_owned(),
        number_style: NumberStyle::default(),
    }
}

/// How something is printed; what is not said is as for a dossier that was submitted.
struct Printing<'a> {
    definition: &'a Definition,
    template: Option<&'a str>,
    answers: Map<String, Value>,
    noted: Noted,
    stage: Stage,
    practice: bool,
}

impl<'a> Printing<'a> {
    fn of(definition: &'a Definition, answers: Map<String, Value>) -> Self {
        let template = definition.template();
        Self {
            definition,
            template,
            answers,
            noted: Noted::default(),
            stage: Stage::Submitted,
            practice: false,
        }
    }

    fn sample(definition: &'a Definition) -> Self {
        Self::of(definition, definition.sample().clone())
    }

    fn lay(&self, kind: Kind) -> Result<Laid, PrintError> {
        let context = here();
        let checked = check(self.definition, &self.answers, &context);
        let request = Request {
            definition: self.definition,
            template: self.template,
            answers: &self.answers,
            checked: &checked,
            context: &context,
            noted: &self.noted,
            stage: self.stage,
            practice: self.practice,
            now: NOW,
        };
        print(kind, &request)
    }

    fn must(&self, kind: Kind) -> Laid {
        match self.lay(kind) {
            Ok(laid) => laid,
            Err(error) => panic!("{} {}: {error}", self.definition.key(), kind.as_str()),
        }
    }
}

/// The kinds that a form has.
fn kinds(definition: &Definition) -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| kind.is_of(definition))
}
