//! A dossier as it crosses the door.

use super::citizen::citizen_of;
use crate::{App, error::AppError, session::Session};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    change::Hash,
    dossier::{Dossier, Source},
    finding::Finding,
    ids::RecordId,
    paper::{self, Media, Paper},
    record::{RecordKind, from_body},
    table,
    time::Timestamp,
};
use tan_nha_forms::{Checked, Context, Definition, FeeDue, Forms, check as check_form};
use tan_nha_store::{Record, Store};
use tan_nha_sync::wire;
use ts_rs::TS;

/// A dossier as the window shows it.
#[derive(Serialize, TS)]
pub(crate) struct DossierView {
    #[serde(flatten)]
    summary: DossierSummary,
    /// A table is the list of its rows, each with its id `row`.
    #[ts(type = "Record<string, unknown>")]
    answers: Map<String, Value>,
    #[ts(type = "Record<string, unknown>")]
    derived: Map<String, Value>,
    /// The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`.
    visible: Vec<String>,
    /// The slots of the papers that these answers ask for.
    papers: Vec<String>,
    /// What it costs by these answers; absent where the form has only words for it. Without an amount the
    /// answers do not tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(
        optional,
        type = "{ amount: number | null, lines: Array<{ label: string, amount: number }>, exempt: string | null, why: string | null }"
    )]
    fee: Option<FeeDue>,
    /// Who signs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    signers: Vec<String>,
    /// The members of a group that these answers ask for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    members: Vec<String>,
    /// Of each answer, and of each row of a table (`<table>/<row>`).
    #[ts(type = "Record<string, \"spoken\" | \"record\" | \"ward\">")]
    provenance: BTreeMap<String, Source>,
    #[ts(type = "Finding[]")]
    pub(super) findings: Vec<Finding>,
    /// Its papers, in the order in which they were attached.
    files: Vec<FileView>,
    /// Dossiers of the same procedure that others have open for the same citizen.
    also_open: Vec<AlsoOpen>,
    /// The version of the form for today, where it is newer than that of this draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    newer_form: Option<String>,
    /// What its form does not ask for any more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<EarlierAnswer>>")]
    earlier: Vec<EarlierAnswer>,
}

/// An answer to what an older version of the form asked for.
#[derive(Serialize, TS)]
pub(crate) struct EarlierAnswer {
    /// The version; absent where it came from somebody who did not know yet that the draft was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    version: Option<String>,
    field: String,
    label: String,
    #[ts(type = "unknown")]
    value: Value,
}

/// Another person's dossier of the same procedure for the same citizen.
#[derive(Serialize, TS)]
pub(crate) struct AlsoOpen {
    #[ts(type = "string")]
    id: RecordId,
    /// Who has it open.
    by: String,
    state: String,
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
    paper_counts: PaperCounts,
}

/// How many papers a dossier has.
#[derive(Serialize, TS)]
pub(crate) struct PaperCounts {
    /// Those of which this device knows that the ward has them.
    received: usize,
    all: usize,
}

/// A paper of a dossier: one file in one slot.
#[derive(Serialize, TS)]
pub(crate) struct FileView {
    #[ts(type = "string")]
    sha256: Hash,
    slot: String,
    #[ts(type = "number")]
    bytes: u64,
    #[ts(type = "\"image/jpeg\" | \"application/pdf\"")]
    media: Media,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pages: Option<u32>,
    state: FileState,
}

/// Where the content of a paper is.
#[derive(Clone, Copy, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileState {
    /// Here, and nothing of it at the ward.
    OnDevice,
    /// Here, and a part of it at the ward.
    InTransit,
    /// At the ward.
    Received,
    /// Here; the ward has lost it, and it is sent again.
    Missing,
    /// It was attached on another device, and the ward does not have it yet.
    Elsewhere,
}

/// A dossier as it stands.
pub(super) fn view(app: &App, session: &Session, id: RecordId) -> Result<DossierView, AppError> {
    let (summary, dossier, files, notes, forms) = {
        let store = session.store();
        let record = store.record(id)?.ok_or(AppError::RecordNotFound)?;
        let dossier = dossier_of(&record)?;
        let files = files(&store, &record)?;
        (summary(&store, &record, &dossier)?, dossier, files, store.notes(id)?, session.forms(&store)?)
    };
    let twin = |wire::AlsoOpen { id, by, state }| AlsoOpen { id, by, state };
    let also_open = notes.also_open.into_iter().map(twin).collect();
    let Checked { derived, visible, findings, papers, fee, signers, members } =
        checked(&forms, &dossier, &app.form_context(session)?)?;
    let newer = forms.newer(&dossier.procedure, &dossier.form_version, app.today());
    let newer_form = newer.filter(|_| dossier.is_draft()).map(|form| form.version().to_owned());
    let earlier = earlier(&forms, &dossier);
    let Dossier { answers, provenance, .. } = dossier;
    let answers = table::gathered(&answers);
    Ok(DossierView {
        summary,
        answers,
        derived,
        visible,
        papers,
        fee,
        signers,
        members,
        provenance,
        findings,
        files,
        also_open,
        newer_form,
        earlier,
    })
}

/// What is kept of earlier versions, and what somebody else answered to one while the draft was moved.
fn earlier(forms: &Forms, dossier: &Dossier) -> Vec<EarlierAnswer> {
    let name = |key: &str| table::of_row(key).map_or(key.to_owned(), |(table, _)| table.to_owned());
    let versions = || forms.all().filter(|form| form.key() == dossier.procedure);
    let view = |version: Option<&String>, key: &String, value: &Value| {
        let field = versions().find_map(|form| form.field(&name(key)));
        EarlierAnswer {
            version: version.cloned(),
            field: key.clone(),
            label: field.map_or_else(|| key.clone(), |field| field.label.clone()),
            value: table::seen(key, value),
        }
    };
    let kept = dossier.earlier_answers.iter();
    let kept = kept
        .flat_map(|(version, answers)| answers.iter().map(move |(key, value)| (Some(version), key, value)));
    let form = forms.version(&dossier.procedure, &dossier.form_version);
    let is_late = |key: &str| form.is_some_and(|form| form.field(&name(key)).is_none());
    let late = dossier.answers.iter().filter(|(key, _)| is_late(key)).map(|(key, value)| (None, key, value));
    kept.chain(late).map(|(version, key, value)| view(version, key, value)).collect()
}

/// The check of a dossier's form, and a warning for each paper that it asks for and that is missing: it may
/// still be brought to the desk.
pub(super) fn checked(forms: &Forms, dossier: &Dossier, context: &Context) -> Result<Checked, AppError> {
    let mut checked = check_form(definition_of(forms, dossier)?, &dossier.answers, context);
    let attached: BTreeSet<String> = paper::papers_in(&dossier.files).map(|paper| paper.slot).collect();
    let missing = checked.papers.iter().filter(|slot| !attached.contains(*slot));
    checked.findings.extend(missing.map(|slot| Finding::warning("paper_missing", slot)));
    Ok(checked)
}

/// The papers that a record names, the one attached first first.
fn files(store: &Store, record: &Record) -> Result<Vec<FileView>, AppError> {
    let mut papers: Vec<Paper> = paper::papers(&record.kind, &record.body).collect();
    papers.sort_by_key(|paper| paper.at);
    let missing = if papers.is_empty() { Vec::new() } else { store.notes(record.id)?.missing };
    papers.into_iter().map(|paper| file(store, paper, &missing)).collect()
}

/// `missing`: what the ward said last that it does not have.
fn file(store: &Store, paper: Paper, missing: &[Hash]) -> Result<FileView, AppError> {
    let state = match store.file(paper.sha256)? {
        None if missing.contains(&paper.sha256) => FileState::Elsewhere,
        // It came from the ward that it is named, and the ward misses nothing of it.
        None => FileState::Received,
        Some(file) if file.received_at.is_some() => FileState::Received,
        Some(file) if file.lost => FileState::Missing,
        Some(file) if file.sent > 0 => FileState::InTransit,
        Some(_) => FileState::OnDevice,
    };
    let Paper { slot, sha256, bytes, media, pages, .. } = paper;
    Ok(FileView { sha256, slot, bytes, media, pages, state })
}

/// A dossier in a list.
pub(super) fn summary(store: &Store, record: &Record, dossier: &Dossier) -> Result<DossierSummary, AppError> {
    let files = files(store, record)?;
    let received = files.iter().filter(|file| file.state == FileState::Received).count();
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
        paper_counts: PaperCounts { received, all: files.len() },
    })
}

/// A record as the dossier it is.
pub(super) fn dossier_of(record: &Record) -> Result<Dossier, AppError> {
    if record.kind != RecordKind::Dossier {
        return Err(AppError::RecordNotFound);
    }
    from_body(record.body.clone()).map_err(|_| AppError::Internal)
}

/// The form that a dossier was begun with.
pub(super) fn definition_of<'f>(forms: &'f Forms, dossier: &Dossier) -> Result<&'f Definition, AppError> {
    forms.version(&dossier.procedure, &dossier.form_version).ok_or(AppError::FormVersionUnknown)
}
