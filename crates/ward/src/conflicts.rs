//! Conflicts: opened and closed as changes come, and told to whoever may decide them.

use crate::{
    access::Caller,
    chain::{self, Earlier},
    db::{
        conflicts::{self, Applied, Open},
        pages::PageRow,
        records,
    },
    error::WardError,
    succession,
};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    change::{Header, Payload, SealedChange},
    ids::{OpId, UserId},
    merge::{FORM, stands_in},
    patch::{Body, FieldChange},
    record::RecordKind,
};
use tan_nha_forms::Forms;
use tan_nha_sync::wire::{Contested, OpenConflict, Verdict};

/// Notes what a stored change did: it opens a conflict in the units of its verdict, in the place of its
/// replica's earlier ones there; it closes those of its replica in the units that it changed, and those
/// that it decides. Of a predecessor's, which a copy of the device may have raised, those are its own that its
/// author made before it. What its author made after it stays: sealed anew, a beginning may come behind its end.
pub(crate) fn note(
    conn: &Connection,
    caller: &Caller,
    (header, payload): (&Header, &Payload),
    verdict: &Verdict,
    forms: &Forms,
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
    let own = match caller.predecessors.is_empty() {
        true => BTreeSet::new(),
        false => succession::made_before(conn, caller, header)?,
    };
    let touched = payload.patch.0.keys().map(|path| forms.unit_of(&header.kind, &record.body, path));
    let units: BTreeSet<String> = touched.chain(groups.iter().cloned()).collect();
    // The name may be the copy's by now; that what is open is this line's own says the row of the caller.
    let replaced = header.replaces.filter(|_| !caller.predecessors.is_empty());
    for unit in &units {
        // Whoever moved the draft once more has not said again what they had answered.
        if unit == FORM && !groups.contains(unit) {
            continue;
        }
        if let Some(replaced) = &replaced
            && let Some(last) = conflicts::of_replica(conn, header.record, unit, caller.n)?
            && chain::is_after(conn, last, replaced.op_id)?
        {
            continue;
        }
        conflicts::close(conn, header.record, unit, caller.n)?;
        for op_id in &own {
            conflicts::close_of(conn, header.record, unit, *op_id)?;
        }
        if groups.contains(unit) {
            conflicts::open(conn, header.record, unit, caller.n, header.op_id)?;
        }
    }
    Ok(())
}

/// The open conflicts of a record that the caller may decide: their own, and for the ward's staff all. Each has
/// its unit as a whole, so that whoever chooses one side of it has all of that side.
pub(crate) fn told_to(
    conn: &Connection,
    caller: &Caller,
    row: &PageRow,
    forms: &Forms,
) -> Result<Vec<OpenConflict>, WardError> {
    open_of(conn, row, forms, |author| caller.viewer.role.sees_whole_ward() || author == caller.viewer.user)
}

/// The open conflicts of a record that people raised whom `is_told` lets through.
pub(crate) fn open_of(
    conn: &Connection,
    row: &PageRow,
    forms: &Forms,
    is_told: impl Fn(UserId) -> bool,
) -> Result<Vec<OpenConflict>, WardError> {
    let open = conflicts::of_record(conn, row.n)?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let Ok(kind) = row.kind.parse::<RecordKind>();
    let body: Body = serde_json::from_str(&row.body).map_err(|_| WardError::Damaged("body"))?;
    let hands = conflicts::applied(conn, row.id)?;
    let hands: Vec<Hand> = hands.into_iter().map(Hand::read).collect::<Result<_, _>>()?;
    let mut told: Vec<OpenConflict> = Vec::new();
    for Open { unit, by, change, at_rev } in open {
        let (header, payload) = parts(&change)?;
        if !is_told(header.user) {
            continue;
        }
        let unit = Unit { name: unit, kind: &kind, body: &body, forms };
        let earlier = chain::before(conn, &header)?;
        let mut fields = contested(&unit, (&header, &payload, at_rev), &earlier, &hands);
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

/// A unit of merge of a record.
struct Unit<'a> {
    name: String,
    kind: &'a RecordKind,
    body: &'a Body,
    forms: &'a Forms,
}

impl Unit<'_> {
    /// What a change does to it.
    fn of<'p>(&self, payload: &'p Payload) -> impl Iterator<Item = (&'p String, &'p FieldChange)> {
        payload.patch.0.iter().filter(|(path, _)| stands_in(path, &self.unit_of(path), [&self.name]))
    }

    /// What of it did not come in.
    fn kept_out<'p>(
        &self,
        (payload, verdict): (&'p Payload, &Verdict),
    ) -> impl Iterator<Item = (&'p String, &'p FieldChange)> {
        self.of(payload).filter(|(path, _)| self.is_kept_out(path, verdict))
    }

    fn is_kept_out(&self, path: &str, verdict: &Verdict) -> bool {
        matches!(verdict, Verdict::Conflict { groups, .. } if stands_in(path, &self.unit_of(path), groups))
    }

    fn unit_of(&self, path: &str) -> String {
        self.forms.unit_of(self.kind, self.body, path)
    }
}

/// What an author wanted of a unit: by the change that is in conflict, and by those before it that did not come in
/// either and that they still had before them when they made it. What somebody has decided about is behind them.
fn wanted(
    unit: &Unit<'_>,
    (last, payload): (&Header, &Payload),
    earlier: &[Earlier],
    decisions: impl Iterator<Item = OpId>,
) -> BTreeMap<String, FieldChange> {
    let mut wanted: BTreeMap<String, FieldChange> =
        unit.of(payload).map(|(path, change)| (path.clone(), change.clone())).collect();
    let decided: BTreeSet<OpId> = decisions.collect();
    let undecided = earlier.iter().take_while(|made| !decided.contains(&made.header.op_id));
    for Earlier { header, payload, verdict, .. } in undecided {
        let kept_out: BTreeMap<_, _> = unit.kept_out((payload, verdict)).collect();
        if kept_out.is_empty() {
            continue;
        }
        // A page may have come in between; what waited for an answer stayed above it, and was gone on from.
        let is_gone_on_from = |(path, change): (&&String, &&FieldChange)| {
            wanted.get(*path).is_some_and(|later| later.from == change.to)
        };
        if header.base != last.base && !kept_out.iter().any(is_gone_on_from) {
            break;
        }
        for (path, earlier) in kept_out {
            wanted.entry(path.clone()).or_insert_with(|| earlier.clone()).from = earlier.from.clone();
        }
    }
    wanted
}

/// A change that made a revision.
struct Hand {
    by: String,
    rev: u64,
    header: Header,
    payload: Payload,
    verdict: Verdict,
}

impl Hand {
    fn read(applied: Applied) -> Result<Self, WardError> {
        let (header, payload) = parts(&applied.change)?;
        Ok(Self { by: applied.by, rev: applied.rev, header, payload, verdict: applied.verdict })
    }

    /// What it did to a unit.
    fn wrote<'h>(&'h self, unit: &Unit<'_>) -> impl Iterator<Item = (&'h String, &'h FieldChange)> {
        unit.of(&self.payload).filter(|(path, _)| !unit.is_kept_out(path, &self.verdict))
    }
}

/// The revision that an author saw, where it was judged when the record had the revision `at_rev`. One that had not been
/// come to was of a life that a restored ward has forgotten: then the last one counts that left what they saw.
fn sight(
    unit: &Unit<'_>,
    (header, at_rev): (&Header, u64),
    wanted: &BTreeMap<String, FieldChange>,
    hands: &[Hand],
) -> u64 {
    let left_it = |hand: &&Hand| {
        hand.wrote(unit).any(|(path, change)| wanted.get(path).is_some_and(|own| own.from == change.to))
    };
    match header.base {
        Some(base) if base > at_rev => hands.iter().find(left_it).map_or(0, |hand| hand.rev),
        base => base.unwrap_or(0),
    }
}

/// The fields of a unit with both sides: what its author wanted, and what others changed unseen by them, which on
/// the author's side is as they had left it.
fn contested(
    unit: &Unit<'_>,
    (header, payload, at_rev): (&Header, &Payload, u64),
    earlier: &[Earlier],
    hands: &[Hand],
) -> BTreeMap<String, Contested> {
    let last = hands.iter().find(|hand| hand.wrote(unit).next().is_some());
    let of = |before: Value, mine: Value| Contested {
        before,
        mine,
        theirs_by: last.map(|hand| hand.by.clone()),
        theirs_at: last.map(|hand| hand.header.at),
    };
    let decisions = hands.iter().map(|hand| &hand.payload).chain(earlier.iter().map(|made| &made.payload));
    let decisions = decisions.chain([payload]).flat_map(|payload| payload.settles.iter().copied());
    let wanted = wanted(unit, (header, payload), earlier, decisions);
    let base = sight(unit, (header, at_rev), &wanted, hands);
    let left = |path: &str| earlier.iter().find_map(|made| made.payload.patch.0.get(path));
    let unseen = |hand: &&Hand| {
        let is_own = earlier.iter().any(|made| made.header.op_id == hand.header.op_id);
        // What makes a record saw nothing of it: only the copy of a tablet made it too.
        hand.rev > base && !is_own
    };
    let mut fields: BTreeMap<String, Contested> = BTreeMap::new();
    // The last hand comes first: what is said of a field in the end is what stood before all of them.
    for (path, change) in hands.iter().filter(unseen).flat_map(|hand| hand.wrote(unit)) {
        let mine = left(path).map_or(&change.from, |own| &own.to);
        fields.insert(path.clone(), of(change.from.clone(), mine.clone()));
    }
    fields.extend(wanted.into_iter().map(|(path, change)| (path, of(change.from, change.to))));
    fields
}

fn parts(change: &SealedChange) -> Result<(Header, Payload), WardError> {
    match (change.header(), change.payload()) {
        (Ok(header), Ok(payload)) => Ok((header, payload)),
        _ => Err(WardError::Damaged("change")),
    }
}
