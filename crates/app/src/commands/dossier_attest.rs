//! `dossier.written_by`, `dossier.read_back`, `dossier.sign`: what is noted beside the answers. Nobody signs for
//! somebody else, and nothing here certifies or takes a fingerprint.

use super::{
    arguments::{line, required},
    dossier_group::own,
    dossier_view::{DossierView, definition_of, view},
};
use crate::{App, error::AppError, session::Session};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use tan_nha_domain::{
    attest::{
        Attests, Doer, Hand, Interpreter, Noted, Reading, SIGNATURE_SLOT, SignMode, Signing, Witness,
        Writing, check_witnesses, put_reading, put_signing, put_writing, short_hash,
    },
    change::Hash,
    dossier::{Answered, Dossier},
    ids::RecordId,
    paper::{Media, Paper, may_be_added},
    record::{RecordKind, to_body},
    text,
    time::Timestamp,
};
use tan_nha_forms::{Context, Definition, Forms, check as check_form, parties, read_aloud};
use tan_nha_store::{NewFile, Put, Writer};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenByArgs {
    #[ts(type = "string")]
    id: RecordId,
    #[ts(type = "\"citizen\" | \"relative\" | \"volunteer\" | \"official\"")]
    who: Hand,
    /// Of a relative or an official; the volunteer is who is signed in.
    #[ts(optional)]
    name: Option<String>,
    #[ts(optional)]
    interpreter: Option<InterpreterArgs>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct InterpreterArgs {
    name: String,
    language: String,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadBackArgs {
    #[ts(type = "string")]
    id: RecordId,
    /// The dossier's `answers_hash` when it was read.
    #[ts(type = "string")]
    answers_hash: Hash,
    /// What was read and said to be right.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    right: Vec<String>,
    /// What was read and said to be wrong.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    wrong: Vec<String>,
    /// Whether all of it was read to its end, what is pledged too.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    confirmed: bool,
    /// Who read; the volunteer where nothing is said.
    #[ts(optional)]
    read_by: Option<DoerArgs>,
    /// To whom, where it was not the citizen.
    #[ts(optional)]
    to: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct DoerArgs {
    #[ts(type = "\"citizen\" | \"relative\" | \"volunteer\" | \"official\"")]
    who: Hand,
    #[ts(optional)]
    name: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignArgs {
    #[ts(type = "string")]
    id: RecordId,
    /// The dossier's `answers_hash` as it was shown to who signs.
    #[ts(type = "string")]
    answers_hash: Hash,
    /// One of the dossier's `signers`.
    signer: String,
    #[ts(type = "\"signature\" | \"fingerprint_on_paper\" | \"paper\" | \"witnesses\" | \"not_needed\"")]
    mode: SignMode,
    /// The lines of a drawn signature, each a list of points `[x, y]` in a box of 1,000 by 400.
    #[serde(default)]
    #[ts(optional, type = "Array<Array<[number, number]>>")]
    strokes: Option<Vec<Stroke>>,
    /// The two of them, for `witnesses` alone.
    #[serde(default)]
    #[ts(optional, type = "Array<{ name: string, id_number: string, born: string }>")]
    witnesses: Option<Vec<Witness>>,
    /// The official before whom it was done.
    #[ts(optional)]
    official: Option<String>,
}

/// A line of a drawn signature, by its points.
type Stroke = Vec<(u16, u16)>;

/// The box in which a signature is drawn.
const WIDTH: u16 = 1_000;
const HEIGHT: u16 = 400;
/// More points than a hand draws in a minute.
const MOST_POINTS: usize = 10_000;

pub(crate) fn written_by(app: &App, args: WrittenByArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let written_by = doer(&session, Some(DoerArgs { who: args.who, name: args.name }))?;
    let named = |InterpreterArgs { name, language }: InterpreterArgs| -> Result<Interpreter, AppError> {
        Ok(Interpreter {
            name: required("interpreter.name", Some(&name))?,
            language: required("interpreter.language", Some(&language))?,
        })
    };
    let interpreter = args.interpreter.map(named).transpose()?;
    let now = app.now();
    session.store().write(now, |writer| -> Result<(), AppError> {
        let mut dossier = open_to_notes(writer, args.id)?;
        let noted = noted(&session, now, dossier.answered());
        put_writing(&mut dossier.attests, &Writing { written_by, interpreter, noted });
        put(writer, args.id, &dossier, true)
    })?;
    view(app, &session, args.id)
}

pub(crate) fn read_back(app: &App, args: ReadBackArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let forms = session.forms(&session.store())?;
    let now = app.now();
    let read_by = doer(&session, args.read_by)?;
    let to = line(args.to.as_deref());
    session.store().write(now, |writer| -> Result<(), AppError> {
        let mut dossier = open_to_notes(writer, args.id)?;
        still(&dossier, args.answers_hash)?;
        let before = Attests::of(&dossier.attests).reading;
        // Confirmed already: the caller may not have heard the answer. Only a wrong answer takes it back.
        if args.wrong.is_empty() && before.as_ref().is_some_and(|reading| reading.fits(dossier.answered())) {
            return Ok(());
        }
        let aloud = aloud(&forms, &dossier, &context)?;
        let heard = before.filter(|reading| reading.noted.is_of_form(&dossier.form_version));
        let (mut right, mut wrong) = heard.map(|reading| (reading.right, reading.wrong)).unwrap_or_default();
        // What was said of another value is said of nothing any more.
        for said in [&mut right, &mut wrong] {
            said.retain(|key, then| aloud.get(key) == Some(then));
        }
        say(&args.right, &aloud, &mut right, &mut wrong)?;
        say(&args.wrong, &aloud, &mut wrong, &mut right)?;
        let left = aloud.len() - right.len();
        if args.confirmed && (left > 0 || aloud.is_empty()) {
            return Err(AppError::ReadingIncomplete { left });
        }
        let noted = noted(&session, now, dossier.answered());
        let confirmed = args.confirmed;
        put_reading(&mut dossier.attests, &Reading { read_by, to, right, wrong, confirmed, noted });
        put(writer, args.id, &dossier, !confirmed)
    })?;
    view(app, &session, args.id)
}

/// Notes what was said of some answers, in the place of what was said before.
fn say(
    keys: &[String],
    aloud: &BTreeMap<String, String>,
    here: &mut BTreeMap<String, String>,
    no_longer: &mut BTreeMap<String, String>,
) -> Result<(), AppError> {
    for key in keys {
        let hash = aloud.get(key).ok_or_else(|| bad("what is not read aloud"))?;
        here.insert(key.clone(), hash.clone());
        no_longer.remove(key);
    }
    Ok(())
}

pub(crate) fn sign(app: &App, args: SignArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let forms = session.forms(&session.store())?;
    let now = app.now();
    let id = args.id;
    session.store().write(now, |writer| -> Result<(), AppError> {
        let mut dossier = open_to_notes(writer, id)?;
        still(&dossier, args.answers_hash)?;
        let definition = definition_of(&forms, &dossier)?;
        let attests = Attests::of(&dossier.attests);
        let strokes = check_mode(&args, definition, &dossier, &context)?;
        let read = attests.fitting_reading(dossier.answered()).map(|reading| reading.noted.at);
        if args.mode == SignMode::FingerprintOnPaper && read.is_none() {
            return Err(AppError::ReadingFirst);
        }
        let file = strokes.map(|strokes| keep_signature(writer, &mut dossier, strokes, now)).transpose()?;
        let signing = Signing {
            mode: args.mode,
            file,
            read_at: read,
            witnesses: tidied(args.witnesses),
            official: line(args.official.as_deref()),
            noted: noted(&session, now, dossier.answered()),
        };
        put_signing(&mut dossier.attests, &args.signer, &signing);
        put(writer, id, &dossier, false)
    })?;
    view(app, &session, id)
}

/// Whether this signer may sign in this way; the strokes, where it is by hand on the screen.
fn check_mode<'a>(
    args: &'a SignArgs,
    definition: &Definition,
    dossier: &Dossier,
    context: &Context,
) -> Result<Option<&'a [Stroke]>, AppError> {
    let asked = check_form(definition, &dossier.answers, context).signers;
    let form = definition.signers().iter().find(|signer| signer.who == args.signer);
    let form = form.filter(|_| asked.contains(&args.signer)).ok_or_else(|| bad("nobody who signs"))?;
    let by_witnesses = args.mode == SignMode::Witnesses;
    if form.witnesses.is_some() && !by_witnesses {
        return Err(bad("the witnesses are named"));
    }
    if by_witnesses != args.witnesses.is_some() {
        return Err(bad("witnesses belong to the mode witnesses"));
    }
    if let Some(witnesses) = &args.witnesses {
        let parties = parties(definition, &dossier.answers);
        check_witnesses(witnesses, &parties, context.today).map_err(AppError::BadWitness)?;
    }
    match (&args.strokes, args.mode) {
        (Some(strokes), SignMode::Signature) => {
            let mut points = strokes.iter().flatten();
            let drawn = strokes.iter().any(|stroke| stroke.len() > 1);
            if !drawn || points.clone().count() > MOST_POINTS || points.any(|&(x, y)| x > WIDTH || y > HEIGHT)
            {
                return Err(bad("strokes"));
            }
            Ok(Some(strokes))
        }
        (None, SignMode::Signature) | (Some(_), _) => Err(bad("strokes belong to the mode signature")),
        (None, _) => Ok(None),
    }
}

/// Keeps the strokes as a paper in a slot of its own. One that was drawn before stays: nothing is taken away from
/// what was submitted.
fn keep_signature(
    writer: &mut Writer<'_>,
    dossier: &mut Dossier,
    strokes: &[Stroke],
    now: Timestamp,
) -> Result<Hash, AppError> {
    let content = drawing(strokes).into_bytes();
    let (media, bytes) = (Media::Svg, content.len() as u64);
    let sha256 = writer.keep_file(&NewFile { media, pages: None, content: &content })?;
    let slot = SIGNATURE_SLOT.to_owned();
    let paper = Paper { slot, sha256, bytes, media, pages: None, at: Some(now), rest: Default::default() };
    dossier.files.entry(paper.key()).or_insert_with(|| json!(paper));
    Ok(sha256)
}

/// The strokes as a drawing of lines and nothing else.
fn drawing(strokes: &[Stroke]) -> String {
    let lines: String = strokes
        .iter()
        .filter(|stroke| !stroke.is_empty())
        .map(|stroke| {
            let points: Vec<String> = stroke.iter().map(|(x, y)| format!("{x} {y}")).collect();
            format!("<path d=\"M{}\"/>", points.join("L"))
        })
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\"><g fill=\"none\" \
         stroke=\"#000\" stroke-width=\"6\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{lines}</g></svg>"
    )
}

fn tidied(witnesses: Option<Vec<Witness>>) -> Vec<Witness> {
    let tidy = |Witness { name, id_number, born }: Witness| Witness {
        name: text::tidy(&name),
        id_number: text::tidy(&id_number),
        born: text::tidy(&born),
    };
    witnesses.into_iter().flatten().map(tidy).collect()
}

/// What is read aloud, with the short hash of each value.
fn aloud(forms: &Forms, dossier: &Dossier, context: &Context) -> Result<BTreeMap<String, String>, AppError> {
    let definition = definition_of(forms, dossier)?;
    let checked = check_form(definition, &dossier.answers, context);
    let aloud = read_aloud(definition, &dossier.answers, &checked);
    Ok(aloud.into_iter().map(|(key, value)| (key, short_hash(&value))).collect())
}

/// Whether the answers are those that the caller saw.
fn still(dossier: &Dossier, seen: Hash) -> Result<(), AppError> {
    if dossier.answered().mark() == seen { Ok(()) } else { Err(AppError::AnswersChanged) }
}

/// A dossier beside whose answers something may still be noted: until the ward has decided. Of a group it is noted
/// once, for all of its members.
fn open_to_notes(writer: &Writer<'_>, id: RecordId) -> Result<Dossier, AppError> {
    let dossier = own(writer, id)?;
    if may_be_added(&dossier.state) {
        Ok(dossier)
    } else {
        Err(AppError::NotInState { state: dossier.state })
    }
}

fn doer(session: &Session, given: Option<DoerArgs>) -> Result<Doer, AppError> {
    let given = given.unwrap_or(DoerArgs { who: Hand::Volunteer, name: None });
    let name = match given.who {
        Hand::Citizen => None,
        Hand::Volunteer => Some(session.person().user_name.clone()),
        Hand::Relative | Hand::Official => Some(required("name", given.name.as_deref())?),
    };
    Ok(Doer { who: given.who, name })
}

fn noted(session: &Session, at: Timestamp, answered: Answered<'_>) -> Noted {
    let by = session.person().user_name.clone();
    Noted { by, at, answers: answered.hash, form_version: Some(answered.form_version.to_owned()) }
}

/// What seals the answers ends the change that was being typed.
fn put(writer: &mut Writer<'_>, id: RecordId, dossier: &Dossier, keep_open: bool) -> Result<(), AppError> {
    writer.put(Put { id, kind: RecordKind::Dossier, body: to_body(dossier), keep_open })?;
    Ok(())
}

fn bad(what: &str) -> AppError {
    AppError::BadArgument { reason: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_kept_by_its_strokes_and_the_same_strokes_are_the_same_file() {
        let strokes = [vec![(1, 2), (30, 40)], vec![], vec![(5, 6), (7, 8), (9, 10)]];
        let svg = drawing(&strokes);
        assert!(svg.contains("<path d=\"M1 2L30 40\"/><path d=\"M5 6L7 8L9 10\"/>"), "{svg}");
        assert_eq!(svg, drawing(&strokes));
    }
}
