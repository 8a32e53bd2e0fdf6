//! `dossier.open`, `dossier.set`, `dossier.check`, `dossier.submit`, `dossier.get`, `dossier.list`.

use super::citizen::citizen_of;
use crate::{App, error::AppError, session::Session};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use tan_nha_domain::{
    act::Act,
    dossier::{Dossier, Source, answers_hash},
    finding::Finding,
    ids::RecordId,
    record::{RecordKind, from_body, to_body},
    time::Timestamp,
};
use tan_nha_forms::{Checked, Definition, accept, catalogue, check as check_form, prefill};
use tan_nha_store::{Move, Put, Query, Record, Store};
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
    id: RecordId,
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
}

/// A dossier as the window shows it.
#[derive(Serialize, TS)]
pub(crate) struct DossierView {
    #[serde(flatten)]
    summary: DossierSummary,
    #[ts(type = "Record<string, unknown>")]
    answers: Map<String, Value>,
    #[ts(type = "Record<string, unknown>")]
    derived: Map<String, Value>,
    visible: Vec<String>,
    /// The slots of the papers that these answers ask for.
    papers: Vec<String>,
    #[ts(type = "Record<string, \"spoken\" | \"record\" | \"ward\">")]
    provenance: BTreeMap<String, Source>,
    #[ts(type = "Finding[]")]
    findings: Vec<Finding>,
    /// Papers and photos; none can be attached yet.
    #[ts(type = "unknown[]")]
    files: Vec<Value>,
}

/// A dossier without its answers.
#[derive(Serialize, TS)]
pub(crate) struct DossierSummary {
    #[ts(type = "string")]
    id: RecordId,
    procedure: String,
    form_version: String,
    state: String,
    /// Grows with every change of this record on this device.
    #[ts(type = "number")]
    revision: u64,
    /// Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`.
    delivery: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    citizen: Option<RecordId>,
    /// The citizen's; absent when their record is not on this device.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    full_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    visit: Option<RecordId>,
    #[ts(type = "string")]
    updated_at: Timestamp,
}

#[derive(Serialize, TS)]
pub(crate) struct CheckResult {
    complete: bool,
    #[ts(type = "Finding[]")]
    findings: Vec<Finding>,
}

pub(crate) fn open(app: &App, args: OpenArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let definition = catalogue().latest(&args.procedure).ok_or(AppError::ProcedureUnknown)?;
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
            law_date: app.today(),
            state: "draft".into(),
            citizen: args.citizen,
            visit: args.visit,
            hamlet: citizen.as_ref().and_then(|citizen| citizen.hamlet.clone()),
            answers: Map::new(),
            provenance: BTreeMap::new(),
            sealed_answers: None,
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
        let id = writer.new_record_id();
        writer.put(Put { id, kind: RecordKind::Dossier, body: to_body(&dossier), keep_open: true })?;
        Ok(id)
    })?;
    view(app, &session, id)
}

pub(crate) fn set(app: &App, args: SetArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    session.store().write(app.now(), |writer| -> Result<(), AppError> {
        let record = writer.record(args.id)?.ok_or(AppError::RecordNotFound)?;
        let mut dossier = dossier_of(&record)?;
        let definition = definition_of(&dossier)?;
        let before = dossier.clone();
        for (key, value) in &args.answers {
            let value = accept(definition, key, value).map_err(AppError::BadAnswer)?;
            if value.is_null() {
                dossier.answers.remove(key);
                dossier.provenance.remove(key);
            } else if dossier.answers.get(key) != Some(&value) {
                dossier.answers.insert(key.clone(), value);
                dossier.provenance.insert(key.clone(), Source::Spoken);
            }
        }
        if dossier.answers == before.answers {
            return Ok(());
        }
        if !dossier.is_draft() {
            // What was submitted stands until the amendment is submitted in its turn.
            let reopened = Dossier { state: "draft".into(), sealed_answers: None, ..before };
            (dossier.state, dossier.sealed_answers) = (reopened.state.clone(), None);
            let body = to_body(&reopened);
            writer.act(Move {
                id: args.id,
                kind: RecordKind::Dossier,
                act: Act::Amend,
                body,
                reason: None,
            })?;
        }
        writer.put(Put {
            id: args.id,
            kind: RecordKind::Dossier,
            body: to_body(&dossier),
            keep_open: true,
        })?;
        Ok(())
    })?;
    view(app, &session, args.id)
}

pub(crate) fn check(app: &App, args: IdArgs) -> Result<CheckResult, AppError> {
    let session = app.session()?;
    let findings = view(app, &session, args.id)?.findings;
    Ok(CheckResult { complete: !findings.iter().any(Finding::is_error), findings })
}

pub(crate) fn submit(app: &App, args: IdArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    session.store().write(app.now(), |writer| {
        let record = writer.record(args.id)?.ok_or(AppError::RecordNotFound)?;
        let mut dossier = dossier_of(&record)?;
        if dossier.state == "queued" {
            return Ok(()); // submitted already: the caller may not have heard the answer
        }
        let findings = check_form(definition_of(&dossier)?, &dossier.answers, &context).findings;
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
        Ok(())
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
        ..Query::of(RecordKind::Dossier)
    };
    let store = session.store();
    let records = store.records(&query)?;
    records.iter().map(|record| summary(&store, record, &dossier_of(record)?)).collect()
}

fn view(app: &App, session: &Session, id: RecordId) -> Result<DossierView, AppError> {
    let (summary, dossier) = {
        let store = session.store();
        let record = store.record(id)?.ok_or(AppError::RecordNotFound)?;
        let dossier = dossier_of(&record)?;
        (summary(&store, &record, &dossier)?, dossier)
    };
    let Checked { derived, visible, findings, papers } =
        check_form(definition_of(&dossier)?, &dossier.answers, &app.form_context(session)?);
    let Dossier { answers, provenance, .. } = dossier;
    Ok(DossierView { summary, answers, derived, visible, papers, provenance, findings, files: vec![] })
}

fn summary(store: &Store, record: &Record, dossier: &Dossier) -> Result<DossierSummary, AppError> {
    let citizen = dossier.citizen.map(|id| store.record(id)).transpose()?.flatten();
    Ok(DossierSummary {
        id: record.id,
        procedure: dossier.procedure.clone(),
        form_version: dossier.form_version.clone(),
        state: dossier.state.clone(),
        revision: record.revision,
        delivery: record.delivery.as_str().to_owned(),
        citizen: dossier.citizen,
        full_name: citizen.map(citizen_of).transpose()?.map(|citizen| citizen.full_name),
        visit: dossier.visit,
        updated_at: record.updated_at,
    })
}

fn dossier_of(record: &Record) -> Result<Dossier, AppError> {
    if record.kind != RecordKind::Dossier {
        return Err(AppError::RecordNotFound);
    }
    from_body(record.body.clone()).map_err(|_| AppError::Internal)
}

fn definition_of(dossier: &Dossier) -> Result<&'static Definition, AppError> {
    catalogue().version(&dossier.procedure, &dossier.form_version).ok_or(AppError::FormVersionUnknown)
}
