//! `dossier.attach`, `dossier.detach`, `dossier.paper`.

use super::{
    dossier::{keep, reopen},
    dossier_group::{group_of, has_its_own, own},
    dossier_view::{DossierView, definition_of, dossier_of, stored, view},
};
use crate::{App, error::AppError, paper};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use std::path::PathBuf;
use tan_nha_domain::{
    change::Hash,
    checklist::{Checklist, put_absent, put_order},
    dossier::Dossier,
    ids::RecordId,
    paper::{Media, Paper, may_be_added, papers_in},
};
use tan_nha_forms::Forms;
use tan_nha_store::{Store, StoreError};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttachArgs {
    #[ts(type = "string")]
    id: RecordId,
    slot: String,
    /// Where the file is; this or `content`.
    #[ts(optional, type = "string")]
    path: Option<PathBuf>,
    /// The file itself, in base64.
    #[ts(optional)]
    content: Option<String>,
    /// The `sha256` of a file of the slot that it takes the place of.
    #[ts(optional, type = "string")]
    replaces: Option<Hash>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct DetachArgs {
    #[ts(type = "string")]
    id: RecordId,
    /// Its `sha256`.
    #[ts(type = "string")]
    file: Hash,
    /// From this slot; absent from every one that holds it.
    #[ts(optional)]
    slot: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaperArgs {
    #[ts(type = "string")]
    id: RecordId,
    /// Its `sha256`.
    #[ts(type = "string")]
    file: Hash,
}

#[derive(Serialize, TS)]
pub(crate) struct Attached {
    file: KeptFile,
}

/// The dossier as it stands without the file.
#[derive(Serialize, TS)]
pub(crate) struct Detached {
    #[serde(flatten)]
    dossier: DossierView,
    /// What was taken out; absent when it was out already.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    file: Option<KeptFile>,
}

/// A file as it was kept.
#[derive(Serialize, TS)]
pub(crate) struct KeptFile {
    #[ts(type = "string")]
    sha256: Hash,
    #[ts(type = "number")]
    bytes: u64,
    #[ts(type = "\"image/jpeg\" | \"application/pdf\" | \"image/svg+xml\"")]
    media: Media,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pages: Option<u32>,
}

impl KeptFile {
    fn of(paper: &Paper) -> Self {
        Self { sha256: paper.sha256, bytes: paper.bytes, media: paper.media, pages: paper.pages }
    }
}

#[derive(Serialize, TS)]
pub(crate) struct PaperContent {
    #[ts(type = "\"image/jpeg\" | \"application/pdf\" | \"image/svg+xml\"")]
    media: Media,
    /// In base64.
    content: String,
}

/// The file is read and made smaller while others may use the store, and then saved with the dossier's
/// change in one transaction. A paper that is there is no longer one that the citizen does not have.
pub(crate) fn attach(app: &App, args: AttachArgs) -> Result<Attached, AppError> {
    let session = app.session()?;
    let forms = session.forms(&session.store())?;
    takes(&forms, &find(&session.store(), args.id)?, &args.slot)?;
    let given = given(args.path, args.content)?;
    let taken = paper::take(given)?;
    app.has_room_for(taken.content.len() as u64)?;
    let context = app.form_context(&session)?;
    let now = app.now();
    let file = session.store().write(now, |writer| -> Result<KeptFile, AppError> {
        let mut dossier = stored(writer, args.id)?;
        takes(&forms, &dossier, &args.slot)?;
        let sha256 = writer.keep_file(&taken.file())?;
        let (media, pages, bytes) = (taken.media, taken.pages, taken.content.len() as u64);
        let paper =
            Paper { slot: args.slot.clone(), sha256, bytes, media, pages, at: Some(now), rest: Map::new() };
        let before = dossier.clone();
        if let Some(old) = args.replaces.filter(|old| *old != sha256) {
            let old = old_page(&dossier, &args.slot, old)?;
            reopen(writer, args.id, &mut dossier, (&forms, &context))?;
            let mut order = order_of(&dossier, &args.slot);
            order.iter_mut().filter(|page| **page == old.sha256).for_each(|page| *page = sha256);
            dossier.files.remove(&old.key());
            if order.len() > 1 {
                put_order(&mut dossier.checklist, &args.slot, &order);
            }
        }
        dossier.files.entry(paper.key()).or_insert_with(|| json!(paper));
        put_absent(&mut dossier.checklist, &args.slot, None);
        if dossier != before {
            keep(writer, args.id, &dossier)?;
        }
        Ok(KeptFile::of(&paper))
    })?;
    Ok(Attached { file })
}

/// The name goes, the content stays: see the store.
pub(crate) fn detach(app: &App, args: DetachArgs) -> Result<Detached, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let forms = session.forms(&session.store())?;
    let file = session.store().write(app.now(), |writer| -> Result<Option<KeptFile>, AppError> {
        let mut dossier = own(writer, args.id)?;
        let leaves = |paper: &Paper| {
            paper.sha256 == args.file && args.slot.as_ref().is_none_or(|slot| *slot == paper.slot)
        };
        let leaving: Vec<Paper> = papers_in(&dossier.files).filter(leaves).collect();
        let Some(paper) = leaving.first() else {
            return Ok(None); // detached already: the caller may not have heard the answer
        };
        reopen(writer, args.id, &mut dossier, (&forms, &context))?;
        leaving.iter().for_each(|paper| drop(dossier.files.remove(&paper.key())));
        keep(writer, args.id, &dossier)?;
        Ok(Some(KeptFile::of(paper)))
    })?;
    Ok(Detached { dossier: view(app, &session, args.id)?, file })
}

pub(crate) fn paper(app: &App, args: PaperArgs) -> Result<PaperContent, AppError> {
    let session = app.session()?;
    let store = session.store();
    let record = store.record(args.id)?.ok_or(AppError::RecordNotFound)?;
    let forms = session.forms(&store)?;
    let group = group_of(&forms, &store, &record.body)?;
    let serves = |slot: &String| group.as_ref().is_none_or(|group| group.form.papers.contains(slot));
    let own = dossier_of(&record)?;
    let files = group.as_ref().map_or(&own.files, |group| &group.dossier.files);
    if !papers_in(files).any(|paper| paper.sha256 == args.file && serves(&paper.slot)) {
        return Err(AppError::FileNotFound);
    }
    let file = store.file(args.file)?.ok_or(StoreError::FileNotHere { sha256: args.file })?;
    let content = BASE64.encode(store.file_content(args.file)?);
    Ok(PaperContent { media: file.media, content })
}

/// The page of a slot that is to be replaced.
fn old_page(dossier: &Dossier, slot: &str, file: Hash) -> Result<Paper, AppError> {
    let is_it = |paper: &Paper| paper.sha256 == file && paper.slot == slot;
    papers_in(&dossier.files).find(is_it).ok_or(AppError::FileNotFound)
}

/// The pages of a slot, in their order.
fn order_of(dossier: &Dossier, slot: &str) -> Vec<Hash> {
    let papers = Checklist::of(&dossier.checklist).sorted(papers_in(&dossier.files).collect());
    papers.into_iter().filter(|paper| paper.slot == slot).map(|paper| paper.sha256).collect()
}

fn find(store: &Store, id: RecordId) -> Result<Dossier, AppError> {
    dossier_of(&store.record(id)?.ok_or(AppError::RecordNotFound)?)
}

/// Whether a dossier takes papers in a slot.
pub(super) fn takes(forms: &Forms, dossier: &Dossier, slot: &str) -> Result<(), AppError> {
    has_its_own(dossier)?;
    if !definition_of(forms, dossier)?.papers().iter().any(|paper| paper.slot == slot) {
        return Err(AppError::SlotUnknown);
    }
    if !may_be_added(&dossier.state) {
        return Err(AppError::NotInState { state: dossier.state.clone() });
    }
    Ok(())
}

fn given(path: Option<PathBuf>, content: Option<String>) -> Result<Vec<u8>, AppError> {
    let bad = |reason: &str| AppError::BadArgument { reason: reason.to_owned() };
    match (path, content) {
        (Some(path), None) => paper::read(&path),
        (None, Some(text)) => {
            paper::check_base64(text.len())?;
            BASE64.decode(text).map_err(|_| bad("content is not base64"))
        }
        _ => Err(bad("either path or content is required")),
    }
}
