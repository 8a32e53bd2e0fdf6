//! `shelf.list`, `shelf.retry`, `shelf.export`: what the ward did not take, each with its reason and mend.

use super::{
    named::Named,
    sync::{Status, status_of},
};
use crate::{App, error::AppError, new_file, session::Session};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
use std::{fmt, path::PathBuf};
use tan_nha_domain::{
    change::{Hash, Header, Payload},
    ids::{OpId, RecordId},
    record::RecordKind,
    table,
    time::Timestamp,
};
use tan_nha_forms::{Forms, answer_of};
use tan_nha_store::{Shelved, ShelvedFile, Store, StoreError};
use tan_nha_sync::{pass::FileRefusal, wire::Refusal};
use ts_rs::TS;

/// What is on the shelf: what was done to one record, by its first change that the ward did not take; or one
/// file of it.
#[derive(Clone, Copy)]
pub(crate) enum ShelfId {
    Change(OpId),
    File(Hash),
}

impl fmt::Display for ShelfId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShelfId::Change(op_id) => write!(f, "{op_id}"),
            ShelfId::File(sha256) => write!(f, "{sha256}"),
        }
    }
}

impl Serialize for ShelfId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ShelfId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Value::deserialize(deserializer)?;
        let op_id = OpId::deserialize(&text).map(ShelfId::Change);
        op_id.or_else(|_| Hash::deserialize(&text).map(ShelfId::File)).map_err(serde::de::Error::custom)
    }
}

/// What was done to one record and the ward did not take, or a file that is not sent.
#[derive(Serialize, TS)]
pub(crate) struct ShelfItem {
    /// A change's id, or a file's SHA-256.
    #[ts(type = "string")]
    id: ShelfId,
    #[ts(type = "string")]
    record: RecordId,
    #[ts(type = "string")]
    kind: RecordKind,
    /// The code of a refusal, or `file_unreadable`, `file_refused`, `file_out_of_step`.
    reason: String,
    #[ts(type = "string")]
    since: Timestamp,
    /// How many changes of the record are there.
    #[ts(type = "number")]
    changes: u64,
    /// Whether the record is on this device still.
    here: bool,
    #[serde(flatten)]
    #[ts(flatten)]
    named: Named,
    mend: Mend,
}

/// What helps.
#[derive(Serialize, TS)]
#[serde(rename_all = "snake_case")]
enum Mend {
    /// It was disturbed here: send it again.
    SendAgain,
    /// The file has to be attached once more.
    AttachAgain,
    /// Somebody of the ward has to give the record, or the right, back; then it is sent again.
    AskLeader,
    /// A newer version of the app, or of the ward, understands it; then it is sent again.
    UpdateApp,
    /// The tablet was copied: it has to be enrolled anew.
    EnrolAgain,
    /// The form is to be taken in as another version, or as it is right.
    TakeInAnother,
}

impl Mend {
    /// What is out of step is whole here; of whatever else the content is in doubt.
    fn of_file(refusal: &str) -> Self {
        if refusal == FileRefusal::OutOfStep.as_str() { Mend::SendAgain } else { Mend::AttachAgain }
    }

    fn of(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotPermitted | Refusal::Reassigned | Refusal::RoleChanged | Refusal::Revoked => {
                Mend::AskLeader
            }
            Refusal::Malformed | Refusal::FormVersionUnknown | Refusal::KindUnknown => Mend::UpdateApp,
            Refusal::FormPackageBroken | Refusal::FormVersionTaken => Mend::TakeInAnother,
            Refusal::OpReused => Mend::EnrolAgain,
            Refusal::Unreadable => Mend::SendAgain,
        }
    }
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemArgs {
    #[ts(type = "string")]
    id: ShelfId,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportArgs {
    #[ts(type = "string")]
    id: ShelfId,
    /// A file that is not there yet; without one a new file in the person's documents.
    #[ts(optional, type = "string | null")]
    path: Option<PathBuf>,
}

/// Where it was written.
#[derive(Serialize, TS)]
pub(crate) struct Exported {
    #[ts(type = "string")]
    path: PathBuf,
    #[ts(type = "number")]
    bytes: u64,
}

pub(crate) fn list(app: &App, _: super::NoArgs) -> Result<Vec<ShelfItem>, AppError> {
    let session = app.session()?;
    let store = session.store();
    let forms = session.forms(&store)?;
    let files = store.shelved_files()?.into_iter().map(|file| view_of_file(&forms, &store, file));
    Ok(store
        .shelf()?
        .into_iter()
        .map(|item| view(&forms, &store, item))
        .chain(files)
        .collect::<Result<_, _>>()?)
}

fn view_of_file(forms: &Forms, store: &Store, file: ShelvedFile) -> Result<ShelfItem, StoreError> {
    Ok(ShelfItem {
        id: ShelfId::File(file.sha256),
        record: file.record.id,
        named: Named::of(forms, store, &file.record.kind, Some(&file.record))?,
        kind: file.record.kind,
        mend: Mend::of_file(&file.refusal),
        reason: file.refusal,
        since: file.since,
        changes: 0,
        here: true,
    })
}

fn view(forms: &Forms, store: &Store, item: Shelved) -> Result<ShelfItem, StoreError> {
    Ok(ShelfItem {
        id: ShelfId::Change(item.op_id),
        record: item.record_id,
        named: Named::of(forms, store, &item.kind, item.record.as_ref())?,
        kind: item.kind,
        reason: item.refusal.as_str().to_owned(),
        since: item.since,
        changes: item.changes,
        here: item.record.is_some(),
        mend: Mend::of(item.refusal),
    })
}

pub(crate) fn retry(app: &App, args: ItemArgs) -> Result<Status, AppError> {
    let session = app.session()?;
    let sent = match args.id {
        ShelfId::Change(op_id) => session.store().send_again(op_id),
        ShelfId::File(sha256) => session.store().send_file_again(sha256),
    };
    sent.map_err(not_there)?;
    status_of(app, &session)
}

/// Writes what is on the shelf of one record as JSON, with the labels of the form. The file holds what people
/// typed, because a person asked for it; its name does not.
pub(crate) fn export(app: &App, args: ExportArgs) -> Result<Exported, AppError> {
    let session = app.session()?;
    let (name, content) = match args.id {
        ShelfId::Change(op_id) => (format!("ban-treo-{op_id}.json"), written_out(&session, op_id)?),
        ShelfId::File(sha256) => {
            let store = session.store();
            let file = store.file(sha256)?.ok_or(AppError::RecordNotFound)?;
            (format!("ban-treo-{sha256}.{}", file.media.ending()), store.file_content(sha256)?)
        }
    };
    let path = match args.path {
        Some(path) => path,
        None => app.documents().ok_or(AppError::PathMissing)?.join(name),
    };
    new_file::write(&path, &content)?;
    Ok(Exported { path, bytes: content.len() as u64 })
}

fn written_out(session: &Session, op_id: OpId) -> Result<Vec<u8>, AppError> {
    let store = session.store();
    let changes = store.shelved_changes(op_id).map_err(not_there)?;
    let of_it = |item: &Shelved| changes.first().is_some_and(|(header, _)| header.record == item.record_id);
    let item = store.shelf()?.into_iter().find(of_it).ok_or(AppError::RecordNotFound)?;
    let forms = session.forms(&store)?;
    serde_json::to_vec_pretty(&json!({
        "record": item.record_id,
        "kind": item.kind,
        "reason": item.refusal.as_str(),
        "since": item.since,
        "person": session.person().user_name,
        "ward": session.person().ward_name,
        "changes": changes.iter().map(|change| written(&forms, &item, change)).collect::<Vec<_>>(),
    }))
    .map_err(|_| AppError::Internal)
}

fn written(forms: &Forms, item: &Shelved, (header, payload): &(Header, Payload)) -> Value {
    let form = item.record.as_ref().and_then(|record| forms.definition_of(&record.kind, &record.body));
    let fields: Vec<Value> = payload
        .patch
        .0
        .iter()
        .map(|(path, change)| {
            let key = answer_of(&header.kind, path);
            let label = key.and_then(|key| form?.field_named(key)).map(|field| &field.label);
            let seen = |value| table::seen(key.unwrap_or_default(), value);
            json!({"field": path, "label": label, "from": seen(&change.from), "to": seen(&change.to)})
        })
        .collect();
    json!({"op_id": header.op_id, "at": header.at, "act": header.act, "reason": payload.reason, "fields": fields})
}

fn not_there(error: StoreError) -> AppError {
    match error {
        StoreError::UnknownOp(_) | StoreError::FileNotHere { .. } => AppError::RecordNotFound,
        other => other.into(),
    }
}
