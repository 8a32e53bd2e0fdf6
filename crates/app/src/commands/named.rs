//! What a person recognises a record by, in lists of records of any kind: read by what is indexed of every
//! record, so that one of a later version is listed as well.

use super::dossier_group::member_name;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use tan_nha_domain::{
    ids::RecordId,
    record::{RecordKind, index_columns},
};
use tan_nha_forms::Forms;
use tan_nha_store::{Record, Store, StoreError};
use ts_rs::TS;

/// A record's name and what it is about.
#[derive(Default, Serialize, TS)]
pub(crate) struct Named {
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
    /// Of the member of a group, what its group's form calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    member_name: Option<String>,
    /// The day of a visit, or of the calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    state: Option<String>,
}

impl Named {
    /// Of a record; nothing of one that is not here.
    pub(crate) fn of(
        forms: &Forms,
        store: &Store,
        kind: &RecordKind,
        record: Option<&Record>,
    ) -> Result<Self, StoreError> {
        let Some(Record { body, .. }) = record else { return Ok(Self::default()) };
        let columns = index_columns(kind, body);
        let name = match columns.citizen {
            Some(citizen) => name_of_citizen(store, citizen)?,
            None => columns.name.or_else(|| body.get("name").and_then(Value::as_str).map(str::to_owned)),
        };
        Ok(Self {
            name,
            citizen: columns.citizen,
            procedure: columns.procedure,
            member_name: member_name(forms, store, body)?,
            date: columns.day.and_then(|day| day.parse().ok()),
            state: columns.state,
        })
    }
}

fn name_of_citizen(store: &Store, id: RecordId) -> Result<Option<String>, StoreError> {
    let citizen = store.record(id)?;
    Ok(citizen.and_then(|citizen| index_columns(&citizen.kind, &citizen.body).name))
}
