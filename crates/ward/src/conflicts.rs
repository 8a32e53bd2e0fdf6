//! Conflicts: opened and closed as changes come, and told to whoever may decide them.

use crate::{
    access::Caller,
    db::{
        conflicts::{self, Applied, Open},
        pages::PageRow,
        records,
    },
    error::WardError,
};
use rusqlite::Connection;
use std::collections::BTreeMap;
use tan_nha_domain::{
    change::{Header, Payload},
    patch::{Body, FieldChange},
    record::RecordKind,
};
use tan_nha_forms::unit_of;
use tan_nha_sync::wire::{Contested, OpenConflict, Verdict};

/// Notes what a stored change did: it opens a conflict in the units of its verdict, in the place of its
/// replica's earlier ones there; it closes those of its replica in the units that it changed, and those
/// that it decides.
pub(crate) fn note(
    conn: &Connection,
    replica: i64,
    (header, payload): (&Header, &Payload),
    verdict: &Verdict,
) -> Result<(), WardError> {
    let groups: &[String] = match verdict {
        Verdict::Conflict { groups, .. } => groups,
        Verdict::Accepted { .. } | Verdict::Merged { .. } => &[],
        _ => return Ok(()),
    };
    if groups.is_empty() && !conflicts::any_of(conn, header.record)? {
        return Ok(());
    }
    let Some(record) = records::get(conn, header.record)? else { return Ok(()) };
    for decided in &payload.settles {
        conflicts::settle(conn, header.record, *decided)?;
    }
    for path in payload.patch.0.keys() {
        conflicts::close(conn, header.record, &unit_of(&header.kind, &record.body, path), replica)?;
    }
    for unit in groups {
        conflicts::open(conn, header.record, unit, replica, header.op_id)?;
    }
    Ok(())
}

/// The open conflicts of a record that the caller may decide: their own, and for the ward's staff all.
pub(crate) fn told_to(
    conn: &Connection,
    caller: &Caller,
    row: &PageRow,
) -> Result<Vec<OpenConflict>, WardError> {
    let open = conflicts::of_record(conn, row.n)?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let Ok(kind) = row.kind.parse::<RecordKind>();
    let body: Body = serde_json::from_str(&row.body).map_err(|_| WardError::Damaged("body"))?;
    let hands = conflicts::applied(conn, row.id)?;
    let mut told: Vec<OpenConflict> = Vec::new();
    for Open { unit, by, change } in open {
        let (header, payload) = parts(&change)?;
        if !caller.viewer.role.sees_whole_ward() && header.user != caller.viewer.user {
            continue;
        }
        let paths = payload.patch.0.iter().filter(|(path, _)| unit_of(&kind, &body, path) == unit);
        let mut fields = BTreeMap::new();
        for (path, FieldChange { from, to }) in paths {
            let last = hands.iter().find_map(|hand| wrote(hand, &kind, &body, &unit).transpose());
            let last = last.transpose()?;
            let (theirs_by, theirs_at) = last.map_or((None, None), |(by, at)| (Some(by), Some(at)));
            let contested = Contested { before: from.clone(), mine: to.clone(), theirs_by, theirs_at };
            fields.insert(path.clone(), contested);
        }
        match told.last_mut() {
            Some(last) if last.op_id == header.op_id => last.fields.append(&mut fields),
            _ => told.push(OpenConflict {
                op_id: header.op_id,
                user: header.user,
                by,
                at: header.at,
                act: header.act,
                reason: payload.reason,
                fields,
            }),
        }
    }
    Ok(told)
}

/// Who wrote the ward's value of a unit, if this change did, and when by their clock.
fn wrote(
    hand: &Applied,
    kind: &RecordKind,
    body: &Body,
    unit: &str,
) -> Result<Option<(String, tan_nha_domain::time::Timestamp)>, WardError> {
    let kept_out = match &hand.verdict {
        Verdict::Conflict { groups, .. } => groups.iter().any(|group| group == unit),
        _ => false,
    };
    let (header, payload) = parts(&hand.change)?;
    let touches = payload.patch.0.keys().any(|path| unit_of(kind, body, path) == unit);
    Ok((touches && !kept_out).then(|| (hand.by.clone(), header.at)))
}

fn parts(change: &tan_nha_domain::change::SealedChange) -> Result<(Header, Payload), WardError> {
    match (change.header(), change.payload()) {
        (Ok(header), Ok(payload)) => Ok((header, payload)),
        _ => Err(WardError::Damaged("change")),
    }
}
