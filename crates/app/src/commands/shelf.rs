//! `shelf.list`, `shelf.retry`, `shelf.export`: what the ward did not take, each with its reason and mend.

use super::{
    named::Named,
    sync::{Status, status_of},
};
use crate::{App, error::AppError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{
    io::Write,
    path::{Path, PathBuf},
};
use tan_nha_domain::{
    change::{Header, Payload},
    ids::{OpId, RecordId},
    record::RecordKind,
    time::Timestamp,
};
use tan_nha_forms::{answer_of, definition_of};
use tan_nha_store::{Shelved, Store, StoreError};
use tan_nha_sync::wire::Refusal;
use ts_rs::TS;

/// What was done to one record and the ward did not take.
#[derive(Serialize, TS)]
pub(crate) struct ShelfItem {
    #[ts(type = "string")]
    id: OpId,
    #[ts(type = "string")]
    record: RecordId,
    #[ts(type = "string")]
    kind: RecordKind,
    /// The code of a refusal.
    #[ts(type = "string")]
    reason: &'static str,
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
    /// Somebody of the ward has to give the record, or the right, back; then it is sent again.
    AskLeader,
    /// A newer version of the app, or of the ward, understands it; then it is sent again.
    UpdateApp,
    /// The tablet was copied: it has to be enrolled anew.
    EnrolAgain,
}

impl Mend {
    fn of(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotPermitted | Refusal::Reassigned | Refusal::RoleChanged | Refusal::Revoked => {
                Mend::AskLeader
            }
            Refusal::Malformed | Refusal::FormVersionUnknown | Refusal::KindUnknown => Mend::UpdateApp,
            Refusal::OpReused => Mend::EnrolAgain,
        }
    }
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemArgs {
    #[ts(type = "string")]
    id: OpId,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportArgs {
    #[ts(type = "string")]
    id: OpId,
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
    Ok(store.shelf()?.into_iter().map(|item| view(&store, item)).collect::<Result<_, _>>()?)
}

fn view(store: &Store, item: Shelved) -> Result<ShelfItem, StoreError> {
    Ok(ShelfItem {
        id: item.op_id,
        record: item.record_id,
        named: Named::of(store, &item.kind, item.record.as_ref())?,
        kind: item.kind,
        reason: item.refusal.as_str(),
        since: item.since,
        changes: item.changes,
        here: item.record.is_some(),
        mend: Mend::of(item.refusal),
    })
}

pub(crate) fn retry(app: &App, args: ItemArgs) -> Result<Status, AppError> {
    let session = app.session()?;
    session.store().send_again(args.id).map_err(not_there)?;
    status_of(&session)
}

/// Writes what is on the shelf of one record as JSON, with the labels of the form. The file holds what people
/// typed, because a person asked for it; its name does not.
pub(crate) fn export(app: &App, args: ExportArgs) -> Result<Exported, AppError> {
    let session = app.session()?;
    let (item, changes) = {
        let store = session.store();
        let changes = store.shelved_changes(args.id).map_err(not_there)?;
        let item = store.shelf()?.into_iter().find(|item| item.record_id == changes[0].0.record);
        (item.ok_or(AppError::RecordNotFound)?, changes)
    };
    let text = serde_json::to_vec_pretty(&json!({
        "record": item.record_id,
        "kind": item.kind,
        "reason": item.refusal.as_str(),
        "since": item.since,
        "person": session.person().user_name,
        "ward": session.person().ward_name,
        "changes": changes.iter().map(|change| written(&item, change)).collect::<Vec<_>>(),
    }))
    .map_err(|_| AppError::Internal)?;
    let path = match args.path {
        Some(path) => path,
        None => app.documents().ok_or(AppError::PathMissing)?.join(format!("ban-treo-{}.json", item.op_id)),
    };
    write_new(&path, &text)?;
    Ok(Exported { path, bytes: text.len() as u64 })
}

fn written(item: &Shelved, (header, payload): &(Header, Payload)) -> Value {
    let form = item.record.as_ref().and_then(|record| definition_of(&record.kind, &record.body));
    let fields: Vec<Value> = payload
        .patch
        .0
        .iter()
        .map(|(path, change)| {
            let field = answer_of(&header.kind, path).and_then(|key| form?.field(key));
            let label = field.map(|field| &field.label);
            json!({"field": path, "label": label, "from": change.from, "to": change.to})
        })
        .collect();
    json!({"op_id": header.op_id, "at": header.at, "act": header.act, "reason": payload.reason, "fields": fields})
}

/// Never over a file that is there; readable for its owner alone.
fn write_new(path: &Path, text: &[u8]) -> Result<(), AppError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => AppError::FileThere,
        _ => AppError::Store(StoreError::from(error)),
    };
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text).and_then(|()| file.sync_all()).map_err(|error| {
        // Half a file would pass for the work.
        drop(std::fs::remove_file(path));
        failed(error)
    })
}

fn not_there(error: StoreError) -> AppError {
    match error {
        StoreError::UnknownOp(_) => AppError::RecordNotFound,
        other => other.into(),
    }
}
