//! `dossier.fill`, `dossier.decide`, `dossier.put_away`: a card that was scanned fills a person of a form, and a person
//! decides where sources disagree, or that a source is of somebody else.

use super::{
    dossier::{keep, reopen},
    dossier_group::own,
    dossier_view::{DossierView, definition_of, view},
    id_scan::{self, ScanArgs, Scanned},
};
use crate::{App, error::AppError, session::Session};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{collections::BTreeSet, path::PathBuf};
use tan_nha_domain::{
    dossier::{Dossier, Source},
    ids::RecordId,
    source::{self, decide as decide_said, said_of},
    table::{is_row_id, of_row},
};
use tan_nha_forms::{
    Context, Definition, Doubt, Filled, Forms, Known, PersonGroup, fill, fill_row, put_answer,
};
use tan_nha_store::Writer;
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct FillArgs {
    #[ts(type = "string")]
    id: RecordId,
    /// The key of one of the people of the form, or `<table>/<row>` where a row is a person; a row that is not there is
    /// made.
    person: String,
    /// The text of the card's QR code, or the three lines on its back; this, `image_path` or `image`.
    #[ts(optional)]
    text: Option<String>,
    /// Where a picture with the QR code is.
    #[ts(optional, type = "string")]
    image_path: Option<PathBuf>,
    /// The picture itself, in base64.
    #[ts(optional)]
    image: Option<String>,
}

/// What a filling did.
#[derive(Serialize, TS)]
pub(super) struct FilledView {
    /// The fields that have an answer now.
    filled: Vec<String>,
    /// The fields that were answered as the source says.
    agrees: Vec<String>,
    /// The fields of which the source says something else, or what it is not sure of; it stands in the dossier's `said`,
    /// but for the cells of a row, which are only named.
    differs: Vec<String>,
    /// Why nothing was filled without asking: this person has another number or name in the form, must be of the other
    /// sex, or it is somebody else of the form.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "\"other_number\" | \"other_name\" | \"other_sex\" | \"other_person\"")]
    doubt: Option<Doubt>,
    /// The keys of other people of the form who are the same person by number, or name and birth.
    also: Vec<String>,
}

/// A dossier after a filling.
#[derive(Serialize, TS)]
pub(crate) struct DossierFilled {
    #[serde(flatten)]
    #[ts(flatten)]
    done: FilledView,
    dossier: DossierView,
    /// What was read on the card, with its findings. Of it only answers are kept, and what differs from answers.
    card: Scanned,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecideArgs {
    #[ts(type = "string")]
    id: RecordId,
    field: String,
    /// The answer that stands, or what one of the sources says.
    #[ts(type = "unknown")]
    value: Value,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PutAwayArgs {
    #[ts(type = "string")]
    id: RecordId,
    /// What is said of these; without a `source`, only what nobody has decided.
    fields: BTreeSet<String>,
    /// Only what this one says, and all of it that nobody took: a card of somebody else.
    #[ts(optional, type = "Source")]
    source: Option<Source>,
}

pub(crate) fn fill_from_card(app: &App, args: FillArgs) -> Result<DossierFilled, AppError> {
    let session = app.session()?;
    let FillArgs { id, person, text, image_path, image } = args;
    let card = id_scan::read(app, ScanArgs { text, image_path, image })?;
    let known = Known::of_card(&card);
    let done = fill_person(app, &session, (id, &person), (&known, &Source::Scan))?;
    Ok(DossierFilled { done, dossier: view(app, &session, id)?, card: Scanned::of(card) })
}

/// Fills a person of a dossier from what a source knows of them.
pub(super) fn fill_person(
    app: &App,
    session: &Session,
    (id, person): (RecordId, &str),
    says: (&Known, &Source),
) -> Result<FilledView, AppError> {
    let context = app.form_context(session)?;
    let forms = session.forms(&session.store())?;
    let done = session.store().write(app.now(), |writer| -> Result<Filled, AppError> {
        let mut dossier = own(writer, id)?;
        let definition = definition_of(&forms, &dossier)?;
        let before = dossier.clone();
        let done = match of_row(person) {
            Some((table, row)) => {
                let person = (person_of_row(definition, table, row)?, row);
                fill_row(definition, &mut dossier, person, says, &context)
            }
            None => fill(definition, &mut dossier, person_of(definition, person)?, says, &context),
        };
        if dossier != before {
            save(writer, id, (before, dossier), (&forms, &context))?;
        }
        Ok(done)
    })?;
    let Filled { filled, agrees, differs, doubt, also } = done;
    Ok(FilledView { filled, agrees, differs, doubt, also })
}

/// One of the people of a form whose fields can be filled.
pub(super) fn person_of<'d>(definition: &'d Definition, key: &str) -> Result<&'d PersonGroup, AppError> {
    let person = definition.fillable_people().iter().find(|person| person.key == key);
    person.ok_or_else(|| AppError::BadArgument { reason: format!("the form has no person {key}") })
}

/// Who the rows of a table are.
fn person_of_row<'d>(
    definition: &'d Definition,
    table: &str,
    row: &str,
) -> Result<&'d PersonGroup, AppError> {
    let person = definition.person_of_rows(table).filter(|_| is_row_id(row));
    person.ok_or_else(|| AppError::BadArgument { reason: format!("no row of {table} is a person") })
}

/// What was submitted is opened again first.
fn save(
    writer: &mut Writer<'_>,
    id: RecordId,
    (mut before, mut after): (Dossier, Dossier),
    (forms, context): (&Forms, &Context),
) -> Result<(), AppError> {
    reopen(writer, id, &mut before, (forms, context))?;
    after.state = before.state;
    after.sealed_answers = before.sealed_answers;
    keep(writer, id, &after)
}

/// The answers stay; what is put away reaches nobody who has not seen it.
pub(crate) fn put_away(app: &App, args: PutAwayArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    session.store().write(app.now(), |writer| -> Result<(), AppError> {
        let before = own(writer, args.id)?;
        let mut after = before.clone();
        source::put_away(&mut after.said, &args.fields, args.source.as_ref());
        if after == before { Ok(()) } else { keep(writer, args.id, &after) }
    })?;
    view(app, &session, args.id)
}

pub(crate) fn decide(app: &App, args: DecideArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let forms = session.forms(&session.store())?;
    session.store().write(app.now(), |writer| -> Result<(), AppError> {
        let before = own(writer, args.id)?;
        let definition = definition_of(&forms, &before)?;
        let DecideArgs { field, value, .. } = args;
        let answer = before.answers.get(&field);
        let is_said = || said_of(&before.said, &field).any(|said| said.value == value);
        if answer != Some(&value) && !is_said() {
            return Err(AppError::BadArgument { reason: format!("nobody says this of {field}") });
        }
        let mut after = before.clone();
        decide_said(&mut after.said, &field, &value, before.provenance.get(&field).zip(answer));
        put_answer(definition, &mut after.answers, &field, &value).map_err(AppError::BadAnswer)?;
        after.provenance.insert(field, Source::Spoken);
        if after == before { Ok(()) } else { save(writer, args.id, (before, after), (&forms, &context)) }
    })?;
    view(app, &session, args.id)
}
