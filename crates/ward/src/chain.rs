//! The changes that one device made of a record, each upon the one before.

use crate::{
    access::Caller,
    db::{changes, conflicts, records::Record},
    error::WardError,
};
use rusqlite::Connection;
use std::collections::BTreeSet;
use tan_nha_domain::{
    change::{Header, Payload},
    ids::OpId,
};
use tan_nha_sync::wire::Verdict;

/// How a change stands to its predecessor.
pub(crate) enum Link {
    /// It has none, or follows one that was applied.
    Good,
    /// It waits for this one.
    Waits(OpId),
    /// What it names is no change of this device and record.
    Broken,
}

/// A chain waits as a whole: for a change that has not come, that waits itself, or that was refused until
/// a person settles it.
pub(crate) fn link(conn: &Connection, caller: &Caller, header: &Header) -> Result<Link, WardError> {
    let Some(prev) = header.prev else { return Ok(Link::Good) };
    let Some(known) = changes::known(conn, prev)? else { return Ok(Link::Waits(prev)) };
    if !caller.is_own(known.replica) || known.record != Some(header.record) {
        return Ok(Link::Broken);
    }
    let stuck = matches!(known.verdict, Verdict::Refused { .. } | Verdict::Held { .. });
    Ok(if stuck { Link::Waits(prev) } else { Link::Good })
}

/// Whether the author, who no longer sees the record, goes on with what they did while they saw it and have
/// pulled nothing of it since: upon a change that was applied, or where they moved the record away
/// themselves with its citizen. An offline day of work is not torn at the correction of a hamlet.
pub(crate) fn goes_on(
    conn: &Connection,
    caller: &Caller,
    header: &Header,
    record: &Record,
) -> Result<bool, WardError> {
    if let Some(prev) = header.prev
        && changes::header(conn, prev)?.base == header.base
    {
        return Ok(true);
    }
    let moved = record.moved.filter(|moved| caller.is_own(moved.replica));
    Ok(moved.is_some_and(|moved| header.base.is_some_and(|base| base < moved.rev)))
}

/// A change that its author made of the record before another.
pub(crate) struct Earlier {
    pub(crate) header: Header,
    pub(crate) payload: Payload,
    pub(crate) verdict: Verdict,
}

/// The changes of the record that the author of `header` made before it, as far as they are here, the last first.
pub(crate) fn before(conn: &Connection, header: &Header) -> Result<Vec<Earlier>, WardError> {
    let mut made: Vec<Earlier> = Vec::new();
    let mut next = header.prev;
    while let Some(prev) = next.filter(|prev| made.iter().all(|known| known.header.op_id != *prev)) {
        let Some((change, verdict)) = conflicts::judged(conn, prev)? else { break };
        // What cannot be read tells nothing; what was erased by law reads as if it had done nothing.
        let (Ok(header), Ok(payload)) = (change.header(), change.payload()) else { break };
        next = header.prev;
        made.push(Earlier { header, payload, verdict });
    }
    Ok(made)
}

/// Whether a change was made upon the one of this name, by whatever is named in its chain.
pub(crate) fn is_after(conn: &Connection, op_id: OpId, earlier: OpId) -> Result<bool, WardError> {
    let mut met = BTreeSet::from([op_id]);
    let mut next = changes::read_header(conn, op_id)?.and_then(|header| header.prev);
    while let Some(prev) = next.filter(|prev| met.insert(*prev)) {
        if prev == earlier {
            return Ok(true);
        }
        next = changes::read_header(conn, prev)?.and_then(|header| header.prev);
    }
    Ok(false)
}
