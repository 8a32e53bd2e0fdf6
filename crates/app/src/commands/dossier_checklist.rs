//! `dossier.original_seen`, `dossier.paper_absent`, `dossier.paper_order`, `dossier.paper_back`: what is noted of a
//! dossier's papers beside their files.

use super::{
    arguments::required,
    dossier::keep,
    dossier_papers::takes,
    dossier_view::{DossierView, stored, view},
};
use crate::{App, error::AppError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    change::Hash,
    checklist::{Absent, Checklist, OriginalSeen, put_absent, put_order, put_original},
    dossier::Dossier,
    ids::RecordId,
    paper::{Paper, papers, papers_in},
    record::RecordKind,
    time::Timestamp,
};
use tan_nha_store::{StoreError, StoredFile, Writer};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct OriginalSeenArgs {
    #[ts(type = "string")]
    id: RecordId,
    slot: String,
    /// Whether it was; false takes the note back.
    seen: bool,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaperAbsentArgs {
    #[ts(type = "string")]
    id: RecordId,
    slot: String,
    /// Why the citizen does not have it; null takes the note back.
    why: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaperOrderArgs {
    #[ts(type = "string")]
    id: RecordId,
    slot: String,
    /// The `sha256` of its files, the first page first.
    #[ts(as = "Vec<String>")]
    files: Vec<Hash>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaperBackArgs {
    #[ts(type = "string")]
    id: RecordId,
    slot: String,
    /// The `sha256` of what was taken out.
    #[ts(type = "string")]
    file: Hash,
    /// The order of the slot's files before it was.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    order: Vec<Hash>,
}

/// What is noted of a dossier's papers, by slot.
#[derive(Serialize, TS)]
pub(crate) struct ChecklistView {
    /// The originals that somebody has seen.
    #[ts(type = "Record<string, { by: string, at: string }>")]
    originals: BTreeMap<String, SeenView>,
    /// The papers that the citizen does not have.
    #[ts(type = "Record<string, { why: string, by: string, at: string }>")]
    absent: BTreeMap<String, AbsentView>,
}

#[derive(Serialize)]
struct SeenView {
    by: String,
    at: Timestamp,
}

#[derive(Serialize)]
struct AbsentView {
    why: String,
    by: String,
    at: Timestamp,
}

impl ChecklistView {
    /// Of a dossier, in the slots that `serves` lets through. A paper that somebody has attached meanwhile is no longer one
    /// that the citizen does not have.
    pub(super) fn of(dossier: &Dossier, serves: impl Fn(&str) -> bool) -> Self {
        let Checklist { originals, absent, .. } = Checklist::of(&dossier.checklist);
        let attached: BTreeSet<String> = papers_in(&dossier.files).map(|paper| paper.slot).collect();
        let seen = |OriginalSeen { by, at, .. }| SeenView { by, at };
        let missing = |Absent { why, by, at, .. }| AbsentView { why, by, at };
        Self {
            originals: originals
                .into_iter()
                .filter(|(slot, _)| serves(slot))
                .map(|(slot, note)| (slot, seen(note)))
                .collect(),
            absent: absent
                .into_iter()
                .filter(|(slot, _)| serves(slot) && !attached.contains(slot))
                .map(|(slot, note)| (slot, missing(note)))
                .collect(),
        }
    }
}

pub(crate) fn original_seen(app: &App, args: OriginalSeenArgs) -> Result<DossierView, AppError> {
    let (by, at) = (app.session()?.person().user_name.clone(), app.now());
    noted(app, args.id, &args.slot, |_, dossier| {
        let has_it = Checklist::of(&dossier.checklist).originals.contains_key(&args.slot);
        if has_it != args.seen {
            let seen = args.seen.then(|| OriginalSeen { by, at, rest: Map::new() });
            put_original(&mut dossier.checklist, &args.slot, seen.as_ref());
        }
        Ok(())
    })
}

pub(crate) fn paper_absent(app: &App, args: PaperAbsentArgs) -> Result<DossierView, AppError> {
    let (by, at) = (app.session()?.person().user_name.clone(), app.now());
    let why = args.why.map(|why| required("why", Some(&why))).transpose()?;
    noted(app, args.id, &args.slot, |_, dossier| {
        let before = Checklist::of(&dossier.checklist).absent.remove(&args.slot);
        if before.map(|absent| absent.why) != why {
            let absent = why.map(|why| Absent { why, by, at, rest: Map::new() });
            put_absent(&mut dossier.checklist, &args.slot, absent.as_ref());
        }
        Ok(())
    })
}

pub(crate) fn paper_order(app: &App, args: PaperOrderArgs) -> Result<DossierView, AppError> {
    noted(app, args.id, &args.slot, |_, dossier| {
        put_order(&mut dossier.checklist, &args.slot, &args.files);
        Ok(())
    })
}

/// Its content was never thrown away: only the name is put back. What was attached elsewhere is known by the ward's
/// version of the dossier.
pub(crate) fn paper_back(app: &App, args: PaperBackArgs) -> Result<DossierView, AppError> {
    let now = app.now();
    let is_it = |paper: &Paper| paper.slot == args.slot && paper.sha256 == args.file;
    let at_ward = app.session()?.store().ward_body(args.id)?;
    let at_ward = at_ward.and_then(|body| papers(&RecordKind::Dossier, &body).find(is_it));
    noted(app, args.id, &args.slot, |writer, dossier| {
        if !papers_in(&dossier.files).any(|paper| is_it(&paper)) {
            let paper = match (at_ward, writer.file(args.file)?) {
                (Some(paper), _) => paper,
                (None, Some(StoredFile { media, pages, bytes, .. })) => {
                    let (slot, sha256) = (args.slot.clone(), args.file);
                    Paper { slot, sha256, bytes, media, pages, at: Some(now), rest: Map::new() }
                }
                (None, None) => return Err(StoreError::FileNotHere { sha256: args.file }.into()),
            };
            dossier.files.insert(paper.key(), json!(paper));
        }
        if !args.order.is_empty() {
            put_order(&mut dossier.checklist, &args.slot, &args.order);
        }
        Ok(())
    })
}

/// Notes something of a slot, where the dossier still takes papers.
fn noted(
    app: &App,
    id: RecordId,
    slot: &str,
    note: impl FnOnce(&mut Writer<'_>, &mut Dossier) -> Result<(), AppError>,
) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let forms = session.forms(&session.store())?;
    session.store().write(app.now(), |writer| -> Result<(), AppError> {
        let mut dossier = stored(writer, id)?;
        takes(&forms, &dossier, slot)?;
        note(writer, &mut dossier)?;
        keep(writer, id, &dossier)
    })?;
    view(app, &session, id)
}
