//! `dossier.move_preview`, `dossier.move`: a draft goes on with the form of today.

use super::{
    citizen::citizen_of,
    dossier::IdArgs,
    dossier_group::has_its_own,
    dossier_view::{DossierView, definition_of, dossier_of, stored, view},
};
use crate::{App, error::AppError};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    citizen::Citizen,
    dossier::{Dossier, name_form},
    ids::RecordId,
    paper::papers_in,
    record::{RecordKind, to_body},
    source::field_of,
};
use tan_nha_forms::{Context, Definition, FieldMoved, Forms, Moving, Outcome, move_answers, prefill};
use tan_nha_store::{Put, Record};
use ts_rs::TS;

/// What moving a draft to the form of today does.
#[derive(Serialize, TS)]
pub(crate) struct DossierMove {
    from: String,
    /// The same where there is no newer form.
    to: String,
    /// In the order of the newer form, and then what it does not ask for any more.
    fields: Vec<FieldMoveView>,
    /// Papers that were attached and that the newer form does not ask for; they stay.
    papers: Vec<String>,
}

/// What becomes of a field.
#[derive(Serialize, TS)]
#[ts(rename = "FieldMove")]
struct FieldMoveView {
    field: String,
    label: String,
    /// What it was called, where it is called otherwise now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    was: Option<String>,
    #[ts(type = "\"kept\" | \"moved\" | \"filled\" | \"needs_answer\" | \"no_longer_asked\"")]
    outcome: Outcome,
    /// What was answered, where nothing asks for it any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "unknown")]
    value: Option<Value>,
}

/// A draft after it was moved, and what became of its answers.
#[derive(Serialize, TS)]
pub(crate) struct DossierMoved {
    dossier: DossierView,
    moved: DossierMove,
}

pub(crate) fn preview(app: &App, args: IdArgs) -> Result<DossierMove, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let store = session.store();
    let forms = session.forms(&store)?;
    let dossier = dossier_of(&store.record(args.id)?.ok_or(AppError::RecordNotFound)?)?;
    let citizen = known(dossier.citizen, |id| Ok(store.record(id)?))?;
    Ok(plan(&forms, &dossier, citizen.as_ref(), &context)?.told)
}

/// One change, in which nothing is lost: what the newer form does not ask for stays beside the answers. Where there is
/// no newer form nothing is changed: the caller may not have heard the answer.
pub(crate) fn move_to_newer(app: &App, args: IdArgs) -> Result<DossierMoved, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let forms = session.forms(&session.store())?;
    let moved = session.store().write(app.now(), |writer| -> Result<DossierMove, AppError> {
        let mut dossier = stored(writer, args.id)?;
        let citizen = known(dossier.citizen, |id| Ok(writer.record(id)?))?;
        let Plan { told, move_to } = plan(&forms, &dossier, citizen.as_ref(), &context)?;
        if let Some((to, moving)) = move_to {
            carry_over(&mut dossier, to, moving);
            dossier.form_package = forms.delivered(to.key(), to.version()).map(|delivered| delivered.package);
            let body = to_body(&dossier);
            writer.put(Put { id: args.id, kind: RecordKind::Dossier, body, keep_open: false })?;
        }
        Ok(told)
    })?;
    Ok(DossierMoved { dossier: view(app, &session, args.id)?, moved })
}

fn known(
    citizen: Option<RecordId>,
    record: impl FnOnce(RecordId) -> Result<Option<Record>, AppError>,
) -> Result<Option<Citizen>, AppError> {
    citizen.map(record).transpose()?.flatten().map(citizen_of).transpose()
}

/// A move, and what is told of it.
struct Plan<'f> {
    told: DossierMove,
    /// None where there is no newer form.
    move_to: Option<(&'f Definition, Moving)>,
}

/// What a move would do.
fn plan<'f>(
    forms: &'f Forms,
    dossier: &Dossier,
    citizen: Option<&Citizen>,
    context: &Context,
) -> Result<Plan<'f>, AppError> {
    has_its_own(dossier)?;
    let from = definition_of(forms, dossier)?;
    let version = dossier.form_version.clone();
    let Some(to) = forms.newer(from.key(), from.version(), context.today) else {
        let nothing =
            DossierMove { from: version.clone(), to: version, fields: Vec::new(), papers: Vec::new() };
        return Ok(Plan { told: nothing, move_to: None });
    };
    if !dossier.is_draft() {
        return Err(AppError::NotInState { state: dossier.state.clone() });
    }
    let known = prefill(to, citizen, context);
    let moving = move_answers((from, to), &dossier.answers, known, context);
    let attached: BTreeSet<String> = papers_in(&dossier.files).map(|paper| paper.slot).collect();
    let unasked = from.papers().iter().filter(|paper| {
        attached.contains(&paper.slot) && !to.papers().iter().any(|asked| asked.slot == paper.slot)
    });
    let told = DossierMove {
        from: version,
        to: to.version().to_owned(),
        fields: moving.fields.iter().map(field_view).collect(),
        papers: unasked.map(|paper| paper.label.clone()).collect(),
    };
    Ok(Plan { told, move_to: Some((to, moving)) })
}

fn field_view(moved: &FieldMoved) -> FieldMoveView {
    let FieldMoved { field, label, was, outcome, value } = moved.clone();
    FieldMoveView { field, label, was, outcome, value }
}

/// Puts the answers under another version in their place; what was noted of them was of the version before.
pub(super) fn carry_over(dossier: &mut Dossier, to: &Definition, moving: Moving) {
    let Moving { answers, renamed, filled, earlier, fields: _ } = moving;
    let before = std::mem::take(&mut dossier.provenance);
    dossier.provenance =
        before.into_iter().filter_map(|(key, source)| Some((renamed.get(&key)?.clone(), source))).collect();
    dossier.provenance.extend(filled);
    let said = std::mem::take(&mut dossier.said);
    dossier.said = said
        .into_iter()
        .filter_map(|(entry, said)| Some((renamed_entry(&entry, to, &renamed)?, said)))
        .collect();
    dossier.answers = answers;
    if !earlier.is_empty() {
        dossier.earlier_answers.entry(dossier.form_version.clone()).or_default().extend(earlier);
    }
    for noted in [&mut dossier.attests, &mut dossier.prints] {
        name_form(noted, &dossier.form_version);
    }
    to.version().clone_into(&mut dossier.form_version);
    // Two who move the same draft on different days say the same.
    dossier.law_date = to.in_force_from().map_or(dossier.law_date, |from| from.max(dossier.law_date));
}

/// What other sources say goes with its field, as long as there is one.
fn renamed_entry(entry: &str, to: &Definition, renamed: &BTreeMap<String, String>) -> Option<String> {
    let field = field_of(entry);
    let same = || to.field(field).map(|field| &field.key);
    let now = renamed.get(field).or_else(same)?;
    Some(format!("{now}{}", &entry[field.len()..]))
}
