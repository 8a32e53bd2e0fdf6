//! Filling the fields of a person from what a source knows of them.
//!
//! Nothing that is answered is taken away. What is asked and not answered is filled where the source is sure of it; what
//! the source says otherwise, or is not sure of, is noted beside the answer until a person decides. Filling twice is
//! filling once.

use crate::{
    answer::accept,
    check::check,
    context::Context,
    definition::Definition,
    field::{Field, FieldType},
    functions::same_marked_name,
    known::{Fact, Known, Part, is_blank},
    numbers::numbers_in,
    people::{PersonGroup, Role},
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use tan_nha_domain::{
    dossier::Dossier,
    partial_date::PartialDate,
    source::{Source, note},
    text,
};

/// Why nothing is filled in without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// This person has another number in the form.
    OtherNumber,
    /// This person has another name in the form, and no number there tells.
    OtherName,
    /// Who this person is leaves no choice of sex, and the source says the other one.
    OtherSex,
    /// It is somebody else of the form.
    OtherPerson,
}

/// What a filling did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The fields that have an answer now.
    pub filled: Vec<String>,
    /// The fields that are answered as the source says.
    pub agrees: Vec<String>,
    /// The fields of which the source says something else, or something that it is not sure of, and nobody has decided.
    pub differs: Vec<String>,
    /// Why nothing was filled.
    pub doubt: Option<Doubt>,
    /// The keys of the other people of the form who are the same person by number, or name and birth.
    pub also: Vec<String>,
}

/// Fills one of the people of a form. What the form does not ask of them stays unanswered.
pub fn fill(
    definition: &Definition,
    dossier: &mut Dossier,
    person: &PersonGroup,
    (known, source): (&Known, &Source),
    context: &Context,
) -> Filled {
    let also = others_like(definition, dossier, &person.key, known);
    let here = Known::of_person(definition, &dossier.answers, person);
    let doubt = doubt_of(&here, person.role, known, &also);
    let also = also.into_iter().map(|other| other.key.clone()).collect();
    let mut done = Filled { doubt, also, ..Filled::default() };
    let visible: BTreeSet<String> =
        check(definition, &dossier.answers, context).visible.into_iter().collect();
    for (part, key) in person.parts.iter().filter(|(_, key)| visible.contains(*key)) {
        let Some(field) = definition.field(key) else { continue };
        let Some(fact) = fact_for(known, *part, field.kind) else { continue };
        // What this form does not take, or does not offer as a choice, is none of its answers.
        let Ok(value) = accept(definition, key, &fact.value) else { continue };
        if field.kind == FieldType::Enum && !is_choice(field, &value) {
            continue;
        }
        let sure = fact.sure && doubt.is_none();
        match dossier.answers.get(key).filter(|answer| !is_blank(answer)) {
            None if sure => put(dossier, key, value, source, &mut done.filled),
            Some(answer) if says_the_same(*part, answer, &value, fact.sure) => {
                if sure && says_more(*part, answer, &value) && !is_spoken(dossier, key) {
                    put(dossier, key, value, source, &mut done.filled);
                } else {
                    done.agrees.push(key.clone());
                }
            }
            Some(answer) if sure && refines(*part, answer, &value) && !is_spoken(dossier, key) => {
                put(dossier, key, value, source, &mut done.filled);
            }
            _ if note(&mut dossier.said, key, source, value) => done.differs.push(key.clone()),
            _ => {} // a person has decided already
        }
    }
    done
}

/// Whether a value is one that the form offers.
pub(crate) fn is_choice(field: &Field, value: &Value) -> bool {
    value.as_str().is_some_and(|value| field.choices.open || field.choices.has(value))
}

fn put(dossier: &mut Dossier, key: &str, value: Value, source: &Source, filled: &mut Vec<String>) {
    dossier.answers.insert(key.to_owned(), value);
    dossier.provenance.insert(key.to_owned(), source.clone());
    filled.push(key.to_owned());
}

/// Whether a person gave the answer. One of which nobody knows where it came from is taken for that.
fn is_spoken(dossier: &Dossier, key: &str) -> bool {
    dossier.provenance.get(key).is_none_or(|source| matches!(source, Source::Spoken | Source::Later(_)))
}

/// What goes into a field: a text wants the card in words, and takes the number alone where nothing more is known.
pub(crate) fn fact_for(known: &Known, part: Part, kind: FieldType) -> Option<Fact> {
    let fact = match (part, kind) {
        (Part::Number | Part::Paper, FieldType::Text) => {
            known.fact(Part::Paper).or_else(|| known.fact(Part::Number))
        }
        (Part::Number | Part::Paper, _) => known.fact(Part::Number),
        (part, _) => known.fact(part),
    };
    fact.cloned()
}

/// The other people of the form who are the same person.
pub(crate) fn others_like<'d>(
    definition: &'d Definition,
    dossier: &Dossier,
    person: &str,
    known: &Known,
) -> Vec<&'d PersonGroup> {
    let is_like = |other: &&PersonGroup| {
        other.key != person && Known::of_person(definition, &dossier.answers, other).is_same(known)
    };
    definition.fillable.iter().filter(is_like).collect()
}

/// What speaks against filling somebody of this role, who is answered as `here`, from what is known.
pub(crate) fn doubt_of(here: &Known, role: Role, known: &Known, also: &[&PersonGroup]) -> Option<Doubt> {
    if also.iter().any(|other| !other.role.may_be(role)) {
        return Some(Doubt::OtherPerson);
    }
    if role.sex().zip(known.sex()).is_some_and(|(role, sex)| role != sex) {
        return Some(Doubt::OtherSex);
    }
    match here.number().zip(known.number()) {
        Some((here, there)) => (here != there).then_some(Doubt::OtherNumber),
        None => {
            let names = here.name().zip(known.name());
            let differ = names.is_some_and(|(here, there)| text::fold(here) != text::fold(there));
            differ.then_some(Doubt::OtherName)
        }
    }
}

/// Whether an answer says what a source says; of a name without marks that is no source of marks, what it can say.
pub(crate) fn says_the_same(part: Part, answer: &Value, value: &Value, sure: bool) -> bool {
    let (Some(answer), Some(value)) = (text_of(answer), text_of(value)) else { return answer == value };
    match part {
        Part::Name if !sure => text::fold(answer) == text::fold(value),
        Part::Name => same_marked_name(answer, value),
        Part::Born => {
            PartialDate::parse(answer).is_some() && PartialDate::parse(answer) == PartialDate::parse(value)
        }
        Part::Number | Part::Paper => {
            let numbers = numbers_in(value);
            numbers_in(answer).iter().any(|number| numbers.contains(number))
        }
        Part::Address | Part::Birthplace | Part::HomeTown => same_marked_name(&bare(answer), &bare(value)),
        _ => text::tidy(answer) == text::tidy(value),
    }
}

/// Whether two values of a field say the same, also where they are written in two ways: a name in capitals, an address
/// with other commas.
pub fn same_answer(definition: &Definition, field: &str, answer: &Value, value: &Value) -> bool {
    let is_it = |(part, key): (&Part, &String)| (key == field).then_some(*part);
    let part = definition.fillable.iter().find_map(|person| person.parts.iter().find_map(is_it));
    answer == value || part.is_some_and(|part| says_the_same(part, answer, value, true))
}

/// Whether a source that says the same says more: the card in words, where only its number is answered.
fn says_more(part: Part, answer: &Value, value: &Value) -> bool {
    let (Some(answer), Some(value)) = (text_of(answer), text_of(value)) else { return false };
    matches!(part, Part::Number | Part::Paper)
        && numbers_in(value).iter().any(|number| answer.trim() == number)
        && value.trim().len() > answer.trim().len()
}

/// Whether a date says an answered one more exactly.
fn refines(part: Part, answer: &Value, value: &Value) -> bool {
    let date = |value: &Value| value.as_str().and_then(PartialDate::parse);
    let Some((answer, value)) = date(answer).zip(date(value)) else { return false };
    let known = |date: PartialDate| (date.month().is_some(), date.day().is_some());
    part == Part::Born && answer.agrees_with(value) && known(value) > known(answer)
}

/// The text of an answer, also of an address with its unit.
fn text_of(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("text")?.as_str())
}

/// An address without its commas and dots.
fn bare(address: &str) -> String {
    address.replace(|letter: char| !letter.is_alphanumeric(), " ")
}
