//! A batch of changes: one transaction, a savepoint for each change, and an answer when it is durable.

use crate::{
    access::Caller,
    arrival::Desk,
    db::{Db, changes, custody, people, records, ward_row},
    denied::Denied,
    epoch,
    error::WardError,
    forms::FormShelf,
    pull::{self, Page},
    rules::Rules,
};
use rusqlite::Connection;
use serde::Serialize;
use std::sync::Arc;
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::wire::{PageAlong, PushReply, PushRequest, Receipt, Tip, Verdict};

/// `wire::PushReply`, with its page as that is written.
#[derive(Serialize)]
pub(crate) struct Answer {
    epoch: u64,
    now: Timestamp,
    tip: Option<Tip>,
    receipts: Vec<Receipt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<Page>,
}

/// Takes a batch in, and reads the page that is to go along once that is durable. Whatever the page fails at, the
/// receipts stand: who gets none asks for it alone, and hears why. Who `caller` is by now is read with each of the two.
pub(crate) fn answer(
    db: &Db,
    caller: &Caller,
    request: &PushRequest,
    ward: &str,
    now: Timestamp,
) -> Result<Answer, Denied> {
    let (reply, then) = db.write(|conn| {
        let reply = push(conn, db.forms(), &caller.by_now(conn)?, request, now)?;
        let then = request.then.as_ref().filter(|_| has_received_all(&reply));
        if let Some(PageAlong { standing: Some(standing), .. }) = then {
            people::note_standing(conn, caller.n, standing, now)?;
        }
        Ok::<_, WardError>((reply, then))
    })?;
    let page = then.and_then(|then| pull::read_page(db, caller, Some(&then.cursor), ward, now).ok());
    let PushReply { epoch, now, tip, receipts, page: _ } = reply;
    Ok(Answer { epoch, now, tip, receipts, page })
}

fn has_received_all(reply: &PushReply) -> bool {
    reply.receipts.iter().all(|receipt| receipt.verdict.is_receipt())
}

/// Takes a batch in. A revoked person's work is taken in too, and stays on the shelf.
pub(crate) fn push(
    conn: &Connection,
    forms: &Arc<FormShelf>,
    caller: &Caller,
    request: &PushRequest,
    now: Timestamp,
) -> Result<PushReply, WardError> {
    let ward = epoch::catch_up(conn, caller, request.seen, now)?;
    let rules = Rules::of(&ward, &records::settings(conn)?, forms, now);
    let custody = custody::get(conn, caller.n)?;
    let mut desk = Desk { conn, caller, ward: &ward, rules: &rules, now, custody };
    let mut receipts = Vec::with_capacity(request.changes.len());
    for change in &request.changes {
        receipts.push(desk.receive(change)?);
    }
    custody::set(conn, caller.n, desk.custody)?;
    let receipts = receipts.into_iter().map(|receipt| today(conn, receipt)).collect::<Result<_, _>>()?;
    Ok(PushReply { epoch: ward.epoch, now, tip: Some(ward_row::get(conn)?.tip), receipts, page: None })
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
