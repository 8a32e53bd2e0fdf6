//! `sync.records`: the lists behind the four numbers.

use crate::{App, error::AppError};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tan_nha_domain::{
    ids::RecordId,
    record::{RecordKind, index_columns},
    time::Timestamp,
};
use tan_nha_store::{ChangedRecord, Delivery, Store, StoreError};
use ts_rs::TS;

/// One of the four numbers.
#[derive(Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
enum Share {
    OnDevice,
    InTransit,
    Receipted,
    SetAside,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordsArgs {
    share: Share,
    #[ts(optional)]
    limit: Option<usize>,
}

/// A record that this replica changed, with what a person needs to recognise it.
#[derive(Serialize, TS)]
pub(crate) struct SyncRecord {
    #[ts(type = "string")]
    id: RecordId,
    /// `citizen`, `need`, `visit`, `dossier`, `ward_settings`, `calendar_day`, `hamlet`, `team`, or a kind of a
    /// later version.
    #[ts(type = "string")]
    kind: RecordKind,
    #[ts(type = "string")]
    changed_at: Timestamp,
    /// Whether it is on this device still: what was moved out of the person's sight is only counted.
    here: bool,
    /// Its own name, or that of the citizen it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    name: Option<String>,
    /// The citizen it is about, where it is not one itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    citizen: Option<RecordId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    procedure: Option<String>,
    /// The day of a visit, or of the calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    state: Option<String>,
    /// Why the ward set it aside: the code of an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    reason: Option<&'static str>,
}

impl From<Share> for Delivery {
    fn from(share: Share) -> Self {
        match share {
            Share::OnDevice => Delivery::OnDevice,
            Share::InTransit => Delivery::InTransit,
            Share::Receipted => Delivery::Receipted,
            Share::SetAside => Delivery::SetAside,
        }
    }
}

pub(crate) fn records(app: &App, args: RecordsArgs) -> Result<Vec<SyncRecord>, AppError> {
    let session = app.session()?;
    let store = session.store();
    let changed = store.changed_records(args.share.into(), args.limit)?;
    Ok(changed.into_iter().map(|record| view(&store, record)).collect::<Result<_, _>>()?)
}

/// Read by what is indexed of every record, so that one of a later version is listed as well.
fn view(store: &Store, changed: ChangedRecord) -> Result<SyncRecord, StoreError> {
    let ChangedRecord { id, kind, changed_at, refusal, record } = changed;
    let body = record.as_ref().map(|record| &record.body);
    let columns = body.map(|body| index_columns(&kind, body)).unwrap_or_default();
    let name = match columns.citizen {
        Some(citizen) => name_of_citizen(store, citizen)?,
        None => columns.name.or_else(|| body?.get("name").and_then(Value::as_str).map(str::to_owned)),
    };
    Ok(SyncRecord {
        id,
        kind,
        changed_at,
        here: record.is_some(),
        name,
        citizen: columns.citizen,
        procedure: columns.procedure,
        date: columns.day.and_then(|day| day.parse().ok()),
        state: columns.state,
        reason: refusal.map(|refusal| refusal.as_str()),
    })
}

fn name_of_citizen(store: &Store, id: RecordId) -> Result<Option<String>, StoreError> {
    let citizen = store.record(id)?;
    Ok(citizen.and_then(|citizen| index_columns(&citizen.kind, &citizen.body).name))
}
