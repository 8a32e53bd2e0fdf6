//! Replicas of one line: a device that was enrolled again, and the replicas that it was before. To the ward they
//! are the same author's own device. A tablet that was copied has two lines that begin with the same replica, so
//! of a predecessor's changes only those are the caller's own upon which the change at hand was made.

use crate::{
    access::Caller,
    apply::Outcome,
    db::{
        alarms,
        changes::{self, Known},
        conflicts,
        records::Record,
    },
    error::WardError,
};
use rusqlite::Connection;
use std::collections::BTreeSet;
use tan_nha_domain::{
    change::{Hash, Header, Payload},
    ids::OpId,
    merge::stands_in,
    patch::{Body, value_at},
    time::Timestamp,
};
use tan_nha_forms::Forms;
use tan_nha_sync::wire::{Refusal, Verdict};

/// The changes of a record that the author of `header` made before it, as the ward holds them: each upon the one
/// before, and those in whose place they go.
pub(crate) fn made_before(
    conn: &Connection,
    caller: &Caller,
    header: &Header,
) -> Result<BTreeSet<OpId>, WardError> {
    let mut own = BTreeSet::new();
    let mut next = Some(header.clone());
    while let Some(header) = next {
        if let Some(known) = replaced_by(conn, caller, &header)? {
            own.insert(known.op_id);
        }
        next = match header.prev.filter(|prev| own.insert(*prev)) {
            Some(prev) => changes::read_header(conn, prev)?,
            None => None,
        };
    }
    Ok(own)
}

/// The change that one goes in the place of, where the ward has it, with these bytes and of the caller's line.
fn replaced_by(conn: &Connection, caller: &Caller, header: &Header) -> Result<Option<Known>, WardError> {
    let Some(replaced) = &header.replaces else { return Ok(None) };
    let known = changes::known(conn, replaced.op_id)?;
    Ok(known.filter(|known| known.hash == replaced.hash && caller.is_own(known.replica)))
}

/// What is left to be done of a change where some of it is there already.
pub(crate) enum Left {
    /// All of it.
    All,
    /// This part.
    Part(Payload),
    /// Nothing, and this is what became of it.
    Nothing(Verdict),
}

/// What is left of a change: of one that the ward had applied under its old name, only what still waits for a
/// decision. A receipt that was lost gives nothing its effect twice. A record that was being made when the tablet
/// was copied is made by both copies: of the second, what it says otherwise.
pub(crate) fn left_of(
    conn: &Connection,
    caller: &Caller,
    header: &Header,
    payload: &Payload,
    (current, forms): (Option<&Record>, &Forms),
) -> Result<Left, WardError> {
    let nothing = Body::new();
    let body = current.map_or(&nothing, |record| &record.body);
    let Some(known) = replaced_by(conn, caller, header)? else {
        let made_by_both = current.is_some() && header.makes_record();
        return Ok(if made_by_both { Left::Part(said_otherwise(payload, body)) } else { Left::All });
    };
    match known.verdict {
        Verdict::Conflict { rev, seq, .. } => {
            let open = conflicts::units_of(conn, known.op_id)?;
            if open.is_empty() {
                return Ok(Left::Nothing(Verdict::Accepted { rev, seq }));
            }
            // An act is done whole or not at all.
            if header.act.is_some() {
                return Ok(Left::All);
            }
            let mut part = payload.clone();
            part.patch.0.retain(|path, _| stands_in(path, &forms.unit_of(&header.kind, body, path), &open));
            Ok(Left::Part(part))
        }
        verdict if verdict.is_receipt() => Ok(Left::Nothing(verdict)),
        _ => Ok(Left::All),
    }
}

/// What a change that makes a record says of it otherwise than the record is. Its first state is behind it.
fn said_otherwise(payload: &Payload, body: &Body) -> Payload {
    let mut rest = payload.clone();
    rest.patch.0.retain(|path, change| path != "state" && *value_at(body, path) != change.to);
    rest
}

/// Whether another change of the same person went in the place of this one: should it still come, late, it has
/// no effect.
pub(crate) fn is_replaced(conn: &Connection, caller: &Caller, hash: Hash) -> Result<bool, WardError> {
    changes::is_replaced(conn, caller.n, hash)
}

/// A change came in the place of another: nothing waits under the old name any more, and the alarm that it
/// raised is closed.
pub(crate) fn put_in_place(
    conn: &Connection,
    caller: &Caller,
    header: &Header,
    now: Timestamp,
) -> Result<(), WardError> {
    let Some(replaced) = &header.replaces else { return Ok(()) };
    for (row, _) in &caller.predecessors {
        alarms::close(conn, *row, replaced, now)?;
    }
    match replaced_by(conn, caller, header)? {
        Some(known) if matches!(known.verdict, Verdict::Held { .. }) => {
            changes::settle(conn, known.n, &Outcome::refused(Refusal::OpReused))
        }
        _ => Ok(()),
    }
}
