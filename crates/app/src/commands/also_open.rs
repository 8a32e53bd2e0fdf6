//! Who else has the same procedure open for the same citizen: by the ward's word, and by what is on this device, which
//! knows it before the ward was ever asked.

use super::dossier_view::dossier_of;
use crate::error::AppError;
use serde::Serialize;
use std::collections::BTreeSet;
use tan_nha_domain::{
    dossier::Dossier,
    group::member_id,
    ids::RecordId,
    record::{CLOSED_STATES, RecordKind},
};
use tan_nha_forms::{Definition, Forms};
use tan_nha_store::{Query, Record, Store};
use tan_nha_sync::wire;
use ts_rs::TS;

/// Another person's dossier of the same procedure for the same citizen.
#[derive(Serialize, TS)]
pub(crate) struct AlsoOpen {
    #[ts(type = "string")]
    id: RecordId,
    /// Who has it open; absent until the ward has said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    by: Option<String>,
    state: String,
    /// What it is called, where it is not of the same procedure but one of them yields the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    procedure: Option<String>,
}

/// Those beside a dossier, in the order in which they were made. The members of a group stand in their group; a group is
/// met by whatever it yields.
pub(super) fn also_open(
    forms: &Forms,
    store: &Store,
    record: &Record,
    dossier: &Dossier,
) -> Result<Vec<AlsoOpen>, AppError> {
    let mut found: Vec<AlsoOpen> = Vec::new();
    // By their groups: a group and its members are one filling.
    let mut fillings: BTreeSet<RecordId> = BTreeSet::new();
    for note in told(forms, store, (record.id, dossier))? {
        let here = store.record(note.id)?.as_ref().map(dossier_of).transpose()?;
        let filling = here.as_ref().and_then(|other| other.group).unwrap_or(note.id);
        if here.as_ref().is_none_or(is_open) && fillings.insert(filling) {
            let other = here.map(|other| other.procedure).or(note.procedure);
            let other = other.filter(|other| *other != dossier.procedure);
            let procedure = other.map(|other| named(forms, dossier, other));
            found.push(AlsoOpen { id: note.id, by: Some(note.by), state: note.state, procedure });
        }
    }
    let Some(citizen) = dossier.citizen.filter(|_| is_open(dossier)) else { return Ok(found) };
    let own = forms.yields(&record.body);
    let person = store.membership().and_then(|membership| membership.enrolment.as_ref());
    let query = Query { citizen: Some(citizen), ..Query::of(RecordKind::Dossier) };
    for beside in store.records(&query)? {
        let other = dossier_of(&beside)?;
        let is_family = beside.id == record.id
            || other.group == Some(record.id)
            || dossier.group == Some(beside.id)
            || (other.group.is_some() && other.group == dossier.group);
        if is_family || beside.author == record.author || !is_open(&other) {
            continue;
        }
        let filling = other.group.unwrap_or(beside.id);
        if own.is_disjoint(&forms.yields(&beside.body)) || !fillings.insert(filling) {
            continue;
        }
        let is_other = other.procedure != dossier.procedure;
        let procedure = is_other.then(|| named(forms, dossier, other.procedure.clone()));
        // Of all names a device knows that of its own person.
        let by = person.filter(|person| person.user == beside.author).map(|person| person.user_name.clone());
        found.push(AlsoOpen { id: beside.id, by, state: other.state, procedure });
    }
    found.sort_by_key(|other| other.id);
    Ok(found)
}

/// What the ward says of a dossier, and of what it yields.
fn told(
    forms: &Forms,
    store: &Store,
    (id, dossier): (RecordId, &Dossier),
) -> Result<Vec<wire::AlsoOpen>, AppError> {
    let mut told = store.notes(id)?.also_open;
    let form = forms.version(&dossier.procedure, &dossier.form_version).filter(|_| dossier.group.is_none());
    for member in form.map(Definition::members).unwrap_or_default() {
        told.extend(store.notes(member_id(id, &member.key))?.also_open);
    }
    Ok(told)
}

fn is_open(dossier: &Dossier) -> bool {
    !CLOSED_STATES.contains(&dossier.state.as_str())
}

/// What people call a procedure; the member of a group that never stands alone is called as its group.
fn named(forms: &Forms, dossier: &Dossier, procedure: String) -> String {
    let key = procedure.split_once('/').map_or(procedure.as_str(), |(group, _)| group);
    let form = forms.latest(key, dossier.law_date).or_else(|| forms.all().find(|form| form.key() == key));
    form.map_or_else(|| key.to_owned(), |form| form.name().to_owned())
}
