//! A batch of changes: one transaction, a savepoint for each change, and an answer when it is durable.

use crate::{
    access::Caller,
    arrival::Desk,
    db::{changes, custody, records, ward_row},
    epoch,
    error::WardError,
    rules::Rules,
};
use rusqlite::Connection;
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::wire::{PushReply, PushRequest, Receipt, Verdict};

/// Takes a batch in. A revoked person's work is taken in too, and stays on the shelf.
pub(crate) fn push(
    conn: &Connection,
    caller: &Caller,
    request: &PushRequest,
    now: Timestamp,
) -> Result<PushReply, WardError> {
    let ward = epoch::catch_up(conn, caller, request.seen, now)?;
    let rules = Rules::of(&ward, &records::settings(conn)?, now);
    let custody = custody::get(conn, caller.n)?;
    let mut desk = Desk { conn, caller, ward: &ward, rules: &rules, now, custody };
    let mut receipts = Vec::with_capacity(request.changes.len());
    for change in &request.changes {
        receipts.push(desk.receive(change)?);
    }
    custody::set(conn, caller.n, desk.custody)?;
    let receipts = receipts.into_iter().map(|receipt| today(conn, receipt)).collect::<Result<_, _>>()?;
    Ok(PushReply { epoch: ward.epoch, now, tip: Some(ward_row::get(conn)?.tip), receipts })
}

/// What was held when it came may have been released by a later change of the same batch.
fn today(conn: &Connection, receipt: Receipt) -> Result<Receipt, WardError> {
    let Receipt { op_id, verdict } = receipt;
    if !matches!(verdict.settled(), Verdict::Held { .. }) {
        return Ok(Receipt { op_id, verdict });
    }
    let stored = changes::known(conn, op_id)?.ok_or(WardError::Damaged("change"))?.verdict;
    let verdict = match verdict {
        Verdict::Duplicate { .. } => Verdict::Duplicate { stored: Box::new(stored) },
        _ => stored,
    };
    Ok(Receipt { op_id, verdict })
}
