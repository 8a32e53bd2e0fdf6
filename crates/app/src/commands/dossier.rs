//! `dossier.open`, `dossier.set`, `dossier.check`, `dossier.submit`, `dossier.get`, `dossier.list`.

use super::{
    citizen::citizen_of,
    dossier_group::{follow, has_its_own},
    dossier_known::fill_from_before,
    dossier_view::{Beside, DossierSummary, DossierView, checked, definition_of, dossier_of, summary, view},
};
use crate::{App, error::AppError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use tan_nha_domain::{
    act::Act,
    dossier::{Dossier, Source, answers_hash},
    finding::Finding,
    ids::RecordId,
    record::{RecordKind, to_body},
    source::SaidMap,
};
use tan_nha_forms::{Context, Forms, check as check_form, prefill, put_answer};
use tan_nha_store::{Move, Put, Query, Writer};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenArgs {
    procedure: String,
    #[ts(optional, type = "string")]
    citizen: Option<RecordId>,
    #[ts(optional, type = "string")]
    visit: Option<RecordId>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetArgs {
    #[ts(type = "string")]
    id: RecordId,
    #[ts(type = "Record<string, unknown>")]
    answers: Map<String, Value>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdArgs {
    #[ts(type = "string")]
    pub(super) id: RecordId,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListArgs {
    #[ts(optional)]
    state: Option<String>,
    #[ts(optional)]
    procedure: Option<String>,
    #[ts(optional, type = "string")]
    citizen: Option<RecordId>,
    #[ts(optional)]
    limit: Option<usize>,
    /// Without them, the members of groups stand in their groups only.
    #[ts(optional)]
    members: Option<bool>,
}

#[derive(Serialize, TS)]
pub(crate) struct CheckResult {
    complete: bool,
    #[ts(type = "Finding[]")]
    findings: Vec<Finding>,
}

pub(crate) fn open(app: &App, args: OpenArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let forms = session.forms(&session.store())?;
    let definition = forms.latest(&args.procedure, app.today()).ok_or(AppError::ProcedureUnknown)?;
    let delivered = forms.delivered(definition.key(), definition.version());
    let context = app.form_context(&session)?;
    let id = session.store().write(app.now(), |writer| {
        let citizen = match args.citizen {
            Some(id) => Some(citizen_of(writer.record(id)?.ok_or(AppError::RecordNotFound)?)?),
            None => None,
        };
        if let Some(visit) = args.visit
            && writer.record(visit)?.is_none_or(|record| record.kind != RecordKind::Visit)
        {
            return Err(AppError::RecordNotFound);
        }
        let mut dossier = Dossier {
            procedure: definition.key().to_owned(),
            form_version: definition.version().to_owned(),
            form_package: delivered.map(|delivered| delivered.package),
            law_date: app.today(),
            state: "draft".into(),
            citizen: args.citizen,
            visit: args.visit,
            hamlet: citizen.as_ref().and_then(|citizen| citizen.hamlet.clone()),
            answers: Map::new(),
            earlier_answers: BTreeMap::new(),
            provenance: BTreeMap::new(),
            said: SaidMap::new(),
            files: Map::new(),
            checklist: Map::new(),
            fee: Map::new(),
            prints: Map::new(),
            attests: Map::new(),
            sealed_answers: None,
            group: None,
            member: None,
            rest: Map::new(),
        };
        for (key, value, source) in prefill(definition, citizen.as_ref(), &context) {
            dossier.answers.insert(key.clone(), value);
            dossier.provenance.insert(key, source);
        }
        // What the form does not ask must not stand on it.
        let visible = check_form(definition, &dossier.answers, &context).visible;
        dossier.answers.retain(|key, _| visible.contains(key));
        dossier.provenance.retain(|key, _| visible.contains(key));
        if let Some((id, citizen)) = args.citizen.zip(citizen) {
            fill_from_before(&mut dossier, definition, (id, &citizen), (&forms, writer), &context)?;
        }
        let id = writer.new_record_id();
        writer.put(Put { id, kind: RecordKind::Dossier, body: to_body(&dossier), keep_open: true })?;
        Ok(id)
    })?;
    view(app, &session, id)
}

pub(crate) fn set(app: &App, args: SetArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let forms = session.forms(&session.store())?;
    session.store().write(app.now(), |writer| -> Result<(), AppError> {
        let record = writer.record(args.id)?.ok_or(AppError::RecordNotFound)?;
        let mut dossier = dossier_of(&record)?;
        has_its_own(&dossier)?;
        let definition = definition_of(&forms, &dossier)?;
        let mut answers = dossier.answers.clone();
        for (key, value) in &args.answers {
            put_answer(definition, &mut answers, key, value).map_err(AppError::BadAnswer)?;
        }
        if dossier.answers == answers {
            return Ok(());
        }
        reopen(writer, args.id, &mut dossier, (&forms, &context))?;
        dossier.provenance.retain(|key, _| answers.contains_key(key));
        for (key, answer) in &answers {
            if dossier.answers.get(key) != Some(answer) {
                dossier.provenance.insert(key.clone(), Source::Spoken);
            }
        }
        dossier.answers = answers;
        keep(writer, args.id, &dossier)
    })?;
    view(app, &session, args.id)
}

/// Makes a draft of what was submitted: it stands until the amendment is submitted in its turn. A group's members go
/// with it.
pub(super) fn reopen(
    writer: &mut Writer<'_>,
    id: RecordId,
    dossier: &mut Dossier,
    (forms, context): (&Forms, &Context),
) -> Result<(), AppError> {
    if dossier.is_draft() {
        return Ok(());
    }
    dossier.state = "draft".into();
    dossier.sealed_answers = None;
    let body = to_body(dossier);
    writer.act(Move { id, kind: RecordKind::Dossier, act: Act::Amend, body, reason: None })?;
    follow(writer, forms, id, context)
}

/// Saves a dossier that is still being worked on.
pub(super) fn keep(writer: &mut Writer<'_>, id: RecordId, dossier: &Dossier) -> Result<(), AppError> {
    writer.put(Put { id, kind: RecordKind::Dossier, body: to_body(dossier), keep_open: true })?;
    Ok(())
}

pub(crate) fn check(app: &App, args: IdArgs) -> Result<CheckResult, AppError> {
    let session = app.session()?;
    let record = session.store().record(args.id)?.ok_or(AppError::RecordNotFound)?;
    // The answers of a member are its group's.
    let whose = dossier_of(&record)?.group.unwrap_or(args.id);
    let findings = view(app, &session, whose)?.findings;
    Ok(CheckResult { complete: !findings.iter().any(Finding::is_error), findings })
}

pub(crate) fn submit(app: &App, args: IdArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let forms = session.forms(&session.store())?;
    session.store().write(app.now(), |writer| {
        let record = writer.record(args.id)?.ok_or(AppError::RecordNotFound)?;
        let mut dossier = dossier_of(&record)?;
        has_its_own(&dossier)?;
        if dossier.state == "queued" {
            return Ok(()); // submitted already: the caller may not have heard the answer
        }
        let citizen = dossier.citizen.map(|id| writer.record(id)).transpose()?.flatten();
        let beside = Beside::of(citizen, |query| writer.records(query))?;
        let findings = checked(&forms, &dossier, &context, &beside)?.findings;
        if findings.iter().any(Finding::is_error) {
            return Err(AppError::Incomplete(findings));
        }
        if !dossier.is_draft() {
            return Err(AppError::NotInState { state: dossier.state });
        }
        dossier.state = "queued".into();
        dossier.sealed_answers = Some(answers_hash(&dossier.answers).to_string());
        let body = to_body(&dossier);
        writer.act(Move { id: args.id, kind: RecordKind::Dossier, act: Act::Submit, body, reason: None })?;
        follow(writer, &forms, args.id, &context)
    })?;
    view(app, &session, args.id)
}

pub(crate) fn get(app: &App, args: IdArgs) -> Result<DossierView, AppError> {
    view(app, &app.session()?, args.id)
}

pub(crate) fn list(app: &App, args: ListArgs) -> Result<Vec<DossierSummary>, AppError> {
    let session = app.session()?;
    let query = Query {
        state: args.state.as_deref(),
        procedure: args.procedure.as_deref(),
        citizen: args.citizen,
        limit: args.limit,
        members: args.members != Some(false),
        ..Query::of(RecordKind::Dossier)
    };
    let store = session.store();
    let forms = session.forms(&store)?;
    let records = store.records(&query)?;
    records.iter().map(|record| summary(&forms, &store, record, &dossier_of(record)?)).collect()
}
