//! What was held is looked at again when what it waited for has come.

use crate::{
    apply::{self, Outcome},
    conflicts,
    db::{
        changes::{self, Held},
        in_savepoint, people,
    },
    error::WardError,
    rules::Rules,
};
use rusqlite::Connection;
use std::collections::BTreeMap;
use tan_nha_domain::{
    change::{Header, Payload, SealedChange},
    mutant::{self, Mutant},
};
use tan_nha_sync::wire::Refusal;

/// Judges the changes that waited for this one or for its record, then those that waited for them, in the
/// order in which they arrived.
pub(crate) fn release(conn: &Connection, rules: &Rules, applied: &Header) -> Result<(), WardError> {
    let mut due = BTreeMap::new();
    look_for(conn, &mut due, applied)?;
    if mutant::is(Mutant::SkipHeldOnRelease) {
        due.pop_first();
    }
    while let Some((n, held)) = due.pop_first() {
        let (header, payload) = parts(&held.sealed)?;
        let caller = people::caller_of_row(conn, held.replica)?;
        let judged = in_savepoint(conn, || match caller.revoked {
            // Nothing of theirs applies from then on, also what came before.
            true => Ok(Outcome::refused(Refusal::Revoked)),
            false => apply::judge(conn, &caller, &header, &payload, rules),
        });
        let outcome = match judged {
            Err(error) if error.is_constraint() => Outcome::refused(Refusal::Malformed),
            other => other?,
        };
        changes::settle(conn, n, &outcome)?;
        if outcome.verdict.is_receipt() {
            conflicts::note(conn, &caller, (&header, &payload), &outcome.verdict, &*rules.forms(conn)?)?;
            look_for(conn, &mut due, &header)?;
        }
    }
    Ok(())
}

/// Adds what waited for this change or for the record that it made.
fn look_for(conn: &Connection, due: &mut BTreeMap<i64, Held>, header: &Header) -> Result<(), WardError> {
    let record = header.makes_record().then_some(header.record.0);
    for what in [Some(header.op_id.0), record].into_iter().flatten() {
        due.extend(changes::waiting_for(conn, what)?.into_iter().map(|held| (held.n, held)));
    }
    Ok(())
}

/// A change is only held after it was read.
fn parts(sealed: &SealedChange) -> Result<(Header, Payload), WardError> {
    match (sealed.header(), sealed.payload()) {
        (Ok(header), Ok(payload)) => Ok((header, payload)),
        _ => Err(WardError::Damaged("change")),
    }
}
