//! Two people who have the same procedure open for the same citizen: nothing is dropped or joined, each is
//! told of the other.

use crate::{
    db::{
        pages::PageRow,
        records::{self, Record},
        twins, ward_row,
    },
    error::WardError,
};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::BTreeSet;
use tan_nha_domain::{ids::RecordId, record::RecordKind};
use tan_nha_sync::wire::AlsoOpen;

/// What the viewers of a record are told.
pub(crate) fn of(conn: &Connection, row: &PageRow) -> Result<Vec<AlsoOpen>, WardError> {
    if row.kind == RecordKind::Dossier.as_str() { twins::of(conn, row.n) } else { Ok(Vec::new()) }
}

/// Lets the viewers of other dossiers hear of one that came beside theirs, moved on or went.
pub(crate) fn tell(conn: &Connection, before: Option<&Record>, after: &Record) -> Result<(), WardError> {
    if after.kind != RecordKind::Dossier || before.map(key) == Some(key(after)) {
        return Ok(());
    }
    let mut others = BTreeSet::new();
    for (citizen, procedure, _) in before.map(key).into_iter().chain([key(after)]) {
        if let (Some(citizen), Some(procedure)) = (citizen, procedure) {
            others.extend(twins::beside(conn, after.id, citizen, procedure)?);
        }
    }
    for other in others {
        records::touch(conn, other, ward_row::next_seq(conn)?)?;
    }
    Ok(())
}

/// What makes two dossiers twins, and what is told of one.
fn key(record: &Record) -> (Option<RecordId>, Option<&str>, Option<&str>) {
    let text = |key: &str| record.body.get(key).and_then(Value::as_str);
    (text("citizen").and_then(|id| id.parse().ok()), text("procedure"), record.state())
}
