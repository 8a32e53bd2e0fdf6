//! A dossier as it crosses the door.

use super::{
    also_open::{AlsoOpen, also_open},
    attest_view::AttestsView,
    citizen::citizen_of,
    consent::{of_citizen as of_consents, was_asked},
    dossier_checklist::ChecklistView,
    dossier_fee::{PaymentView, is_for_cash, told},
    dossier_group::{MemberDeadline, MemberDossier, deadlines, group_of, is_amended_since, members},
};
use crate::{App, error::AppError, session::Session};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    attest,
    change::Hash,
    checklist::{CHECKLIST, Checklist},
    citizen::Citizen,
    dossier::{Dossier, Source},
    fee,
    finding::Finding,
    ids::RecordId,
    paper::{self, Media, Paper},
    printing::{Printed, printed},
    record::{RecordKind, from_body},
    source::{Said, field_of},
    table,
    time::Timestamp,
};
use tan_nha_forms::{
    Checked, Context, Definition, FeeDue, Forms, asked_of, check as check_form, same_answer,
};
use tan_nha_store::{Query, Record, Store, StoreError, Writer};
use ts_rs::TS;

/// A dossier as the window shows it.
#[derive(Serialize, TS)]
pub(crate) struct DossierView {
    #[serde(flatten)]
    summary: DossierSummary,
    /// Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    cash_only: bool,
    /// A table is the list of its rows, each with its id `row`.
    #[ts(type = "Record<string, unknown>")]
    answers: Map<String, Value>,
    #[ts(type = "Record<string, unknown>")]
    derived: Map<String, Value>,
    /// The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`.
    visible: Vec<String>,
    /// The slots of the papers that these answers ask for.
    papers: Vec<String>,
    /// What it costs by these answers, null where they do not tell it; absent where the form has only words for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(
        optional,
        type = "{ amount: number | null, lines: Array<{ label: string, amount: number }>, exempt: string | null, why: string | null }"
    )]
    fee: Option<FeeDue>,
    /// What is noted of it; absent for the member of a group, whose fee is the group's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    payment: Option<PaymentView>,
    /// Who signs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    signers: Vec<String>,
    /// When a member of a group is due, were the group received now; absent once an agency has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    deadline: Option<MemberDeadline>,
    /// Of each answer, and of each row of a table (`<table>/<row>`).
    #[ts(type = "Record<string, Source>")]
    provenance: BTreeMap<String, Source>,
    /// What other sources say of an answer otherwise, and of what is not answered yet, by field.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(as = "Option<BTreeMap<String, Vec<SaidView>>>", optional)]
    said: BTreeMap<String, Vec<SaidView>>,
    /// SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it.
    #[ts(type = "string")]
    answers_hash: Hash,
    attests: AttestsView,
    #[ts(type = "Finding[]")]
    pub(super) findings: Vec<Finding>,
    /// Its papers, in the order in which they were attached, or the one that was given to a slot's pages.
    files: Vec<FileView>,
    checklist: ChecklistView,
    /// What was printed of it, by kind; empty when nothing was.
    prints: Vec<PrintView>,
    /// The version of the form for today, where it is newer than that of this draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    newer_form: Option<String>,
    /// What its form does not ask for any more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<EarlierAnswer>>")]
    earlier: Vec<EarlierAnswer>,
}

/// What a source says of a field, where that is not its answer, or where a person has decided.
#[derive(Serialize, TS)]
#[ts(rename = "Said")]
pub(crate) struct SaidView {
    #[ts(type = "Source")]
    source: Source,
    #[ts(type = "unknown")]
    value: Value,
    /// Whether a person took it; absent while nobody has decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    taken: Option<bool>,
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

/// How often something was printed.
#[derive(Serialize, TS)]
pub(crate) struct PrintView {
    kind: String,
    /// By everybody.
    count: u32,
    /// The last time.
    #[ts(type = "string")]
    at: Timestamp,
    /// Whether the answers have changed since: the paper says something else.
    stale: bool,
}

/// A dossier without its answers. Those of the member of a group are its group's.
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
    /// Dossiers of the same procedure that others have open for the same citizen.
    also_open: Vec<AlsoOpen>,
    /// The group that it is a member of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    group: Option<RecordId>,
    /// Which member it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    member: Option<String>,
    /// As the group's form has it; absent where the group is not on this device.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    authority: Option<String>,
    /// Whether the group's answers are no longer those that it was handed in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    amended_since: Option<bool>,
    /// The members of a group: in a list those that were made, otherwise all that its form has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<MemberDossier>>")]
    members: Vec<MemberDossier>,
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

/// A dossier as it stands; the member of a group with its group's answers, and the papers that serve it.
pub(super) fn view(app: &App, session: &Session, id: RecordId) -> Result<DossierView, AppError> {
    let context = app.form_context(session)?;
    let store = session.store();
    let record = store.record(id)?.ok_or(AppError::RecordNotFound)?;
    let own = dossier_of(&record)?;
    let forms = session.forms(&store)?;
    let group = group_of(&forms, &store, &record.body)?;
    let mut summary = summary(&forms, &store, &record, &own)?;
    let (whole, dossier) = match &group {
        Some(group) => (&group.record, group.dossier.clone()),
        None => match own.group {
            Some(id) if store.record(id)?.is_none() => return Err(AppError::GroupNotHere),
            Some(_) => return Err(AppError::FormVersionUnknown),
            None => (&record, own.clone()),
        },
    };
    let form = definition_of(&forms, &dossier)?;
    let citizen = dossier.citizen.map(|id| store.record(id)).transpose()?.flatten();
    let beside = Beside::of(citizen, |query| store.records(query))?;
    let checked = checked(&forms, &dossier, &context, &beside)?;
    // The group's, as the answers are.
    let attests = AttestsView::of(form, &dossier, &checked, beside.citizen.as_ref());
    let payment = group.is_none().then(|| PaymentView::of(session, &dossier, &checked));
    let Checked { derived, visible, mut findings, mut papers, mut fee, mut signers, members: asked } =
        checked;
    let mut files = files(&store, whole)?;
    let mut deadline = None;
    if !form.members().is_empty() {
        let mut days = deadlines(&store, form, &asked, app.now())?;
        let mut members = members(&store, whole.id, &dossier, form)?;
        for member in &mut members {
            member.asked = Some(asked.contains(&member.key));
            member.deadline = days.remove(&member.key).filter(|_| member.awaits_reception());
        }
        match &group {
            Some(group) => {
                deadline = members
                    .into_iter()
                    .find(|member| member.key == group.form.key)
                    .and_then(|member| member.deadline);
            }
            None => summary.members = members,
        }
    }
    if let Some(group) = &group {
        // What is wrong, what it costs and who signs is the group's.
        (findings, fee, signers) = (Vec::new(), None, Vec::new());
        papers.retain(|slot| group.form.papers.contains(slot));
        files.retain(|file| group.form.papers.contains(&file.slot));
    }
    let serves =
        |slot: &str| group.as_ref().is_none_or(|group| group.form.papers.iter().any(|own| own == slot));
    let checklist = ChecklistView::of(&dossier, serves);
    let prints = prints(&dossier);
    let newer = forms.newer(&dossier.procedure, &dossier.form_version, app.today());
    let newer_form =
        newer.filter(|_| own.is_draft() && group.is_none()).map(|form| form.version().to_owned());
    let earlier = earlier(&forms, &dossier);
    let answers_hash = dossier.answered().mark();
    let said = said(form, &dossier);
    let Dossier { answers, provenance, .. } = dossier;
    let answers = table::gathered(&answers);
    Ok(DossierView {
        summary,
        cash_only: is_for_cash(session, &store, whole)?,
        answers,
        derived,
        visible,
        papers,
        fee,
        payment,
        signers,
        deadline,
        provenance,
        said,
        answers_hash,
        attests,
        findings,
        files,
        checklist,
        prints,
        newer_form,
        earlier,
    })
}

/// What nobody has decided comes first; who says what is answered anyway is not heard.
fn said(form: &Definition, dossier: &Dossier) -> BTreeMap<String, Vec<SaidView>> {
    let mut said: BTreeMap<String, Vec<SaidView>> = BTreeMap::new();
    for (entry, Said { source, value, taken }) in &dossier.said {
        let field = field_of(entry);
        let agrees = dossier.answers.get(field).is_some_and(|answer| same_answer(form, field, answer, value));
        if taken.is_some() || !agrees {
            let view = SaidView { source: source.clone(), value: value.clone(), taken: *taken };
            said.entry(field.to_owned()).or_default().push(view);
        }
    }
    said.values_mut().for_each(|said| said.sort_by_key(|said| said.taken.is_some()));
    said
}

fn prints(dossier: &Dossier) -> Vec<PrintView> {
    let view = |printed: Printed| {
        let stale = !printed.is_of(dossier.answered());
        let Printed { kind, count, at, .. } = printed;
        PrintView { kind, count, at, stale }
    };
    printed(&dossier.prints).into_iter().map(view).collect()
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
        let asked_consent = was_asked(records(&of_consents(record.id))?)?;
        Ok(Self { citizen: Some(citizen_of(record)?), asked_consent })
    }
}

/// The check of a dossier's form; a warning for each paper that it asks for and that is missing, which may still be
/// brought to the desk; and until the desk has received it one for what is not attested, and where the citizen was not
/// asked for consent.
pub(super) fn checked(
    forms: &Forms,
    dossier: &Dossier,
    context: &Context,
    beside: &Beside,
) -> Result<Checked, AppError> {
    let definition = definition_of(forms, dossier)?;
    let mut checked = check_form(definition, &dossier.answers, context);
    if matches!(dossier.state.as_str(), "draft" | "queued" | "sent_back") {
        let asked = asked_of(definition, &checked, dossier, beside.citizen.as_ref());
        let attests = attest::Attests::of(&dossier.attests);
        checked.findings.extend(attest::findings(&attests, dossier.answered(), &asked));
        if beside.citizen.is_some() && !beside.asked_consent {
            checked.findings.push(Finding::warning("consent_missing", ""));
        }
    }
    checked.findings.extend(fee::Noted::of(&dossier.fee).finding(told(&checked)));
    let attached: BTreeSet<String> = paper::papers_in(&dossier.files).map(|paper| paper.slot).collect();
    let missing = checked.papers.iter().filter(|slot| !attached.contains(*slot));
    let absent = Checklist::of(&dossier.checklist).absent;
    checked.findings.extend(missing.map(|slot| match absent.get(slot) {
        Some(noted) => Finding::warning("paper_absent", slot).with("why", noted.why.clone()),
        None => Finding::warning("paper_missing", slot),
    }));
    Ok(checked)
}

/// The papers that a record names, the one attached first first, the pages of a slot in the order that they were given.
fn files(store: &Store, record: &Record) -> Result<Vec<FileView>, AppError> {
    let nothing = Map::new();
    let noted = record.body.get(CHECKLIST).and_then(Value::as_object).unwrap_or(&nothing);
    let papers = Checklist::of(noted).sorted(paper::papers(&record.kind, &record.body).collect());
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
pub(super) fn summary(
    forms: &Forms,
    store: &Store,
    record: &Record,
    dossier: &Dossier,
) -> Result<DossierSummary, AppError> {
    let group = group_of(forms, store, &record.body)?;
    let mut files = files(store, group.as_ref().map_or(record, |group| &group.record))?;
    if let Some(group) = &group {
        files.retain(|file| group.form.papers.contains(&file.slot));
    }
    let received = files.iter().filter(|file| file.state == FileState::Received).count();
    let citizen = dossier.citizen.map(|id| store.record(id)).transpose()?.flatten();
    let mut made = match forms.definition_of(&record.kind, &record.body) {
        Some(form) => members(store, record.id, dossier, form)?,
        None => Vec::new(),
    };
    made.retain(MemberDossier::is_made);
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
        also_open: also_open(forms, store, record, dossier)?,
        group: dossier.group,
        member: dossier.member.clone(),
        name: group.as_ref().map(|group| group.form.name.clone()),
        authority: group.as_ref().map(|group| group.form.authority.clone()),
        amended_since: group.as_ref().map(|group| is_amended_since(dossier, &group.dossier)),
        members: made,
    })
}

/// A record as the dossier it is.
pub(super) fn dossier_of(record: &Record) -> Result<Dossier, AppError> {
    if record.kind != RecordKind::Dossier {
        return Err(AppError::RecordNotFound);
    }
    from_body(record.body.clone()).map_err(|_| AppError::Internal)
}

/// The dossier as a writer finds it.
pub(super) fn stored(writer: &Writer<'_>, id: RecordId) -> Result<Dossier, AppError> {
    dossier_of(&writer.record(id)?.ok_or(AppError::RecordNotFound)?)
}

/// The form that a dossier was begun with.
pub(super) fn definition_of<'f>(forms: &'f Forms, dossier: &Dossier) -> Result<&'f Definition, AppError> {
    forms.version(&dossier.procedure, &dossier.form_version).ok_or(AppError::FormVersionUnknown)
}
