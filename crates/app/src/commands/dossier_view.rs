//! A dossier as it crosses the door.

use super::{attest_view::AttestsView, citizen::citizen_of};
use crate::{App, error::AppError, session::Session};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    attest,
    change::Hash,
    citizen::Citizen,
    dossier::{Dossier, Source, answers_hash},
    finding::Finding,
    ids::RecordId,
    paper::{self, Media, Paper},
    record::{RecordKind, from_body},
    table,
    time::Timestamp,
};
use tan_nha_forms::{Checked, Context, Definition, FeeDue, asked_of, catalogue, check as check_form};
use tan_nha_store::{Query, Record, Store, StoreError};
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
    /// SHA-256 of the answers as they stand; what is read back or signed names it.
    #[ts(type = "string")]
    answers_hash: Hash,
    attests: AttestsView,
    #[ts(type = "Finding[]")]
    pub(super) findings: Vec<Finding>,
    /// Its papers, in the order in which they were attached.
    files: Vec<FileView>,
    /// Dossiers of the same procedure that others have open for the same citizen.
    also_open: Vec<AlsoOpen>,
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
    #[ts(type = "\"image/jpeg\" | \"application/pdf\" | \"image/svg+xml\"")]
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
    let (summary, dossier, files, notes, beside) = {
        let store = session.store();
        let record = store.record(id)?.ok_or(AppError::RecordNotFound)?;
        let dossier = dossier_of(&record)?;
        let citizen = dossier.citizen.map(|id| store.record(id)).transpose()?.flatten();
        let beside = Beside::of(citizen, |query| store.records(query))?;
        (summary(&store, &record, &dossier)?, dossier, files(&store, &record)?, store.notes(id)?, beside)
    };
    let twin = |wire::AlsoOpen { id, by, state }| AlsoOpen { id, by, state };
    let also_open = notes.also_open.into_iter().map(twin).collect();
    let checked = checked(&dossier, &app.form_context(session)?, &beside)?;
    let attests = AttestsView::of(definition_of(&dossier)?, &dossier, &checked, beside.citizen.as_ref());
    let answers_hash = answers_hash(&dossier.answers);
    let Checked { derived, visible, findings, papers, fee, signers, members } = checked;
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
        answers_hash,
        attests,
        findings,
        files,
        also_open,
    })
}

/// What is known of the citizen beside a dossier.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) citizen: Option<Citizen>,
    /// Whether they were ever asked what may be done with their data.
    asked_consent: bool,
}

impl Beside {
    /// Of the citizen's record; `records` asks for others.
    pub(super) fn of(
        citizen: Option<Record>,
        records: impl FnOnce(&Query<'_>) -> Result<Vec<Record>, StoreError>,
    ) -> Result<Self, AppError> {
        let Some(record) = citizen else { return Ok(Self::default()) };
        let query = Query { citizen: Some(record.id), limit: Some(1), ..Query::of(RecordKind::Consent) };
        let asked_consent = !records(&query)?.is_empty();
        Ok(Self { citizen: Some(citizen_of(record)?), asked_consent })
    }
}

/// The check of a dossier's form; and until the desk has received it a warning for each paper that is missing, for
/// what is not attested, and where the citizen was not asked for consent.
pub(super) fn checked(dossier: &Dossier, context: &Context, beside: &Beside) -> Result<Checked, AppError> {
    let definition = definition_of(dossier)?;
    let mut checked = check_form(definition, &dossier.answers, context);
    if matches!(dossier.state.as_str(), "draft" | "queued" | "sent_back") {
        let asked = asked_of(definition, &checked, dossier, beside.citizen.as_ref());
        let attests = attest::Attests::of(&dossier.attests);
        checked.findings.extend(attest::findings(&attests, answers_hash(&dossier.answers), &asked));
        if beside.citizen.is_some() && !beside.asked_consent {
            checked.findings.push(Finding::warning("consent_missing", ""));
        }
    }
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
pub(super) fn definition_of(dossier: &Dossier) -> Result<&'static Definition, AppError> {
    catalogue().version(&dossier.procedure, &dossier.form_version).ok_or(AppError::FormVersionUnknown)
}
