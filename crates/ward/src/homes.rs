//! A need, a visit, a dossier or a consent lies where its citizen lives: its hamlet decides who sees it, and is taken
//! from the citizen's record, whatever a device says.

use crate::{
    access::Caller,
    db::{
        records::{self, Moved, Record},
        ward_row,
    },
    error::WardError,
    rules::Rules,
    scope,
};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::BTreeMap;
use tan_nha_domain::{
    ids::RecordId,
    patch::{Body, Patch, put, value_at},
    record::RecordKind,
};

/// The hamlets of the citizens that the ward holds, among those that matter.
#[derive(Default)]
pub(crate) struct Homes(BTreeMap<RecordId, Option<String>>);

impl Homes {
    /// The homes that a record may have after `patch`: of the citizen it names, and of the one it is to name.
    pub(crate) fn around(
        conn: &Connection,
        kind: &RecordKind,
        current: Option<&Record>,
        patch: &Patch,
    ) -> Result<Self, WardError> {
        let mut homes = Self::default();
        if !kind.follows_citizen() {
            return Ok(homes);
        }
        let named = current.and_then(|record| citizen_of(kind, &record.body));
        let to_name = patch.0.get("citizen").and_then(|change| id_of(&change.to));
        for id in named.into_iter().chain(to_name) {
            if let Some(citizen) = records::get(conn, id)?.filter(|found| found.kind == RecordKind::Citizen) {
                homes.0.insert(id, citizen.hamlet().map(str::to_owned));
            }
        }
        Ok(homes)
    }

    /// Moves a body to its citizen's home; whether there was one to move it to.
    pub(crate) fn settle(&self, kind: &RecordKind, body: &mut Body) -> bool {
        let home = citizen_of(kind, body).and_then(|citizen| self.0.get(&citizen));
        if let Some(hamlet) = home {
            move_to(body, hamlet.as_deref());
        }
        home.is_some()
    }
}

/// Whether this path of a record says what its citizen says.
pub(crate) fn is_derived(record: &Record, path: &str) -> bool {
    path == "hamlet" && citizen_of(&record.kind, &record.body).is_some()
}

/// Moves everything of a citizen to their new hamlet: a revision of each record, and no change of anybody's,
/// so that nothing conflicts with it.
pub(crate) fn take_along(
    conn: &Connection,
    caller: &Caller,
    citizen: &Record,
    rules: &Rules,
) -> Result<(), WardError> {
    for id in records::of_citizen(conn, citizen.id)? {
        let mut record = records::get(conn, id)?.ok_or(WardError::Damaged("record"))?;
        if record.hamlet() == citizen.hamlet() {
            continue;
        }
        let seen = scope::sees(&caller.viewer, &record);
        record.rev += 1;
        record.seq = ward_row::next_seq(conn)?;
        if seen && scope::can_lose_sight(&caller.viewer) {
            record.moved = Some(Moved { replica: caller.n, rev: record.rev });
        }
        move_to(&mut record.body, citizen.hamlet());
        let findings = rules.findings(conn, &record.kind, &record.body)?;
        records::put(conn, &record, findings.as_deref())?;
    }
    Ok(())
}

fn citizen_of(kind: &RecordKind, body: &Body) -> Option<RecordId> {
    if kind.follows_citizen() { id_of(value_at(body, "citizen")) } else { None }
}

fn id_of(value: &Value) -> Option<RecordId> {
    value.as_str()?.parse().ok()
}

fn move_to(body: &mut Body, hamlet: Option<&str>) {
    put(body, "hamlet", hamlet.map_or(Value::Null, Value::from));
}
