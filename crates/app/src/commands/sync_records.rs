//! `sync.records`, `sync.waiting`: the lists behind the numbers.

use super::named::Named;
use crate::{App, error::AppError};
use serde::{Deserialize, Serialize};
use tan_nha_domain::{ids::RecordId, record::RecordKind, time::Timestamp};
use tan_nha_forms::Forms;
use tan_nha_store::{ChangedRecord, Delivery, HeldChange, Store, StoreError};
use tan_nha_sync::wire::WaitingFor;
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
    /// `citizen`, `need`, `visit`, `dossier`, `ward_settings`, `calendar_day`, `hamlet`, `team`, `form_package`,
    /// `consent`, or a kind of a later version.
    #[ts(type = "string")]
    kind: RecordKind,
    #[ts(type = "string")]
    changed_at: Timestamp,
    /// Whether it is on this device still: what was moved out of the person's sight is only counted.
    here: bool,
    #[serde(flatten)]
    #[ts(flatten)]
    named: Named,
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
    let forms = session.forms(&store)?;
    let changed = store.changed_records(args.share.into(), args.limit)?;
    Ok(changed.into_iter().map(|record| view(&forms, &store, record)).collect::<Result<_, _>>()?)
}

/// A change that the ward holds.
#[derive(Serialize, TS)]
pub(crate) struct WaitingRecord {
    #[ts(type = "string")]
    record: RecordId,
    #[ts(type = "string")]
    kind: RecordKind,
    #[serde(flatten)]
    #[ts(flatten)]
    named: Named,
    #[ts(type = "string")]
    since: Timestamp,
    /// For a record that has not come, or for an earlier change of the same record.
    waits_for: WaitsFor,
}

#[derive(Serialize, TS)]
#[serde(rename_all = "snake_case")]
enum WaitsFor {
    Record,
    Change,
}

pub(crate) fn waiting(app: &App, _: super::NoArgs) -> Result<Vec<WaitingRecord>, AppError> {
    let session = app.session()?;
    let store = session.store();
    let forms = session.forms(&store)?;
    let view = |held: HeldChange| {
        let record = store.record(held.record)?;
        Ok(WaitingRecord {
            record: held.record,
            named: Named::of(&forms, &store, &held.kind, record.as_ref())?,
            kind: held.kind,
            since: held.since,
            waits_for: match held.waiting_for {
                WaitingFor::Record(_) => WaitsFor::Record,
                WaitingFor::Op(_) => WaitsFor::Change,
            },
        })
    };
    store.held_changes()?.into_iter().map(view).collect()
}

fn view(forms: &Forms, store: &Store, changed: ChangedRecord) -> Result<SyncRecord, StoreError> {
    let ChangedRecord { id, kind, changed_at, refusal, record } = changed;
    Ok(SyncRecord {
        id,
        changed_at,
        here: record.is_some(),
        named: Named::of(forms, store, &kind, record.as_ref())?,
        kind,
        reason: refusal.map(|refusal| refusal.as_str()),
    })
}
