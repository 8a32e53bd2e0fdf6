//! Two people who have the same procedure open for the same citizen, or one a group that yields it: nothing is dropped
//! or joined, each is told of the other.

use crate::{
    db::{
        pages::PageRow,
        records::{self, Record},
        twins::{self, Beside},
        ward_row,
    },
    error::WardError,
    forms::FormShelf,
};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::BTreeSet;
use tan_nha_domain::{group::membership, ids::RecordId, patch::Body, record::RecordKind};
use tan_nha_forms::Forms;
use tan_nha_sync::wire::AlsoOpen;

/// What the viewers of a record are told. A group that was handed in and its members are one filling: of these the one
/// is told that is of the same procedure.
pub(crate) fn of(conn: &Connection, row: &PageRow, forms: &FormShelf) -> Result<Vec<AlsoOpen>, WardError> {
    let others = match row.kind == RecordKind::Dossier.as_str() {
        true => twins::of_others(conn, row.n)?,
        false => Vec::new(),
    };
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let body: Body = serde_json::from_str(&row.body).map_err(|_| WardError::Damaged("body"))?;
    let forms = forms.now(conn)?;
    let own = forms.yields(&body);
    let is_same = |other: &Beside| text(&other.body, "procedure") == text(&body, "procedure");
    let (same, kin): (Vec<_>, Vec<_>) = others
        .iter()
        .filter(|other| !own.is_disjoint(&forms.yields(&other.body)))
        .partition(|other| is_same(other));
    let mut fillings = BTreeSet::new();
    let told = same.into_iter().chain(kin).filter(|other| fillings.insert(filling_of(other)));
    let tell = |other: &Beside| AlsoOpen {
        id: other.id,
        by: other.by.clone(),
        state: text(&other.body, "state").unwrap_or_default().to_owned(),
        procedure: text(&other.body, "procedure").filter(|_| !is_same(other)).map(str::to_owned),
    };
    Ok(told.map(tell).collect())
}

/// Lets the viewers of other dossiers hear of one that came beside theirs, moved on or went.
pub(crate) fn tell(
    conn: &Connection,
    before: Option<&Record>,
    after: &Record,
    forms: &Forms,
) -> Result<(), WardError> {
    if after.kind != RecordKind::Dossier || before.is_some_and(|before| is_told_alike(before, after)) {
        return Ok(());
    }
    let mut others = BTreeSet::new();
    for record in before.into_iter().chain([after]) {
        let Some(citizen) = text(&record.body, "citizen").and_then(|id| id.parse().ok()) else { continue };
        let own = forms.yields(&record.body);
        let beside = twins::of_citizen(conn, after.id, citizen)?;
        let kin = beside.into_iter().filter(|other| !own.is_disjoint(&forms.yields(&other.body)));
        others.extend(kin.map(|other| other.id));
    }
    for other in others {
        records::touch(conn, other, ward_row::next_seq(conn)?)?;
    }
    Ok(())
}

/// Whether two versions of a dossier are the same to those beside it.
fn is_told_alike(before: &Record, after: &Record) -> bool {
    ["citizen", "procedure", "form_version", "state"]
        .iter()
        .all(|key| before.body.get(*key) == after.body.get(*key))
}

fn filling_of(other: &Beside) -> RecordId {
    membership(&RecordKind::Dossier, &other.body).map_or(other.id, |membership| membership.group)
}

fn text<'b>(body: &'b Body, key: &str) -> Option<&'b str> {
    body.get(key).and_then(Value::as_str)
}
