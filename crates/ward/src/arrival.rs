//! A change comes in: it is known, it is odd and goes to the alarms, or it is judged and stored.

use crate::{
    access::Caller,
    apply::{self, Outcome},
    bounds, conflicts,
    db::{
        alarms,
        changes::{self, Known, Shelf},
        custody, in_savepoint,
        ward_row::WardRow,
    },
    error::WardError,
    rules::Rules,
    succession, waiting,
};
use rusqlite::Connection;
use serde::Deserialize;
use tan_nha_domain::{
    change::{Hash, Header, Payload, SealedChange},
    ids::OpId,
    mutant::{self, Mutant},
    time::Timestamp,
};
use tan_nha_sync::wire::{Custody, Receipt, Refusal, Verdict};

/// The part of a header that names the change, for one that is not readable as a whole.
#[derive(Deserialize)]
struct Named {
    op_id: OpId,
}

/// A batch under way.
pub(crate) struct Desk<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) caller: &'a Caller,
    pub(crate) ward: &'a WardRow,
    pub(crate) rules: &'a Rules,
    pub(crate) now: Timestamp,
    pub(crate) custody: Custody,
}

impl Desk<'_> {
    /// Takes one change in; the receipt as it is now.
    pub(crate) fn receive(&mut self, sealed: &SealedChange) -> Result<Receipt, WardError> {
        let Ok(Named { op_id }) = serde_json::from_str(sealed.header.get()) else {
            // Without a name it cannot be receipted: the nil id stands in its place in the reply.
            self.alarm("unreadable", None, sealed)?;
            return Ok(refused(OpId(uuid::Uuid::nil()), Refusal::Malformed));
        };
        if let Some(known) = changes::known(self.conn, op_id)? {
            if known.hash != sealed.hash() {
                self.alarm("op_reused", Some(op_id), sealed)?;
                return Ok(refused(op_id, Refusal::OpReused));
            }
            if mutant::is(Mutant::ApplyDuplicateAgain)
                && let Ok((header, Some(payload))) = read(sealed)
            {
                apply::judge(self.conn, self.caller, &header, &payload, self.rules)?;
            }
            let verdict = Verdict::Duplicate { stored: Box::new(self.again(sealed, known)?) };
            return Ok(Receipt { op_id, verdict });
        }
        match read(sealed) {
            Ok((header, payload)) => match self.caller.row_of(header.replica_id) {
                Some(row) => self.receive_readable(sealed, row, &header, payload.as_ref()),
                None => {
                    // Stored under its op_id it would stand in the way of the replica whose change it is.
                    self.alarm("other_replica", Some(op_id), sealed)?;
                    Ok(refused(op_id, Refusal::NotPermitted))
                }
            },
            Err(()) => {
                let verdict = self
                    .store(&self.shelf(op_id, None), sealed, |_| Ok(Outcome::refused(Refusal::Malformed)))?;
                Ok(Receipt { op_id, verdict })
            }
        }
    }

    /// Takes in a change of the replica in `row`: the caller's, or that of one in whose place the caller is.
    fn receive_readable(
        &mut self,
        sealed: &SealedChange,
        row: i64,
        header: &Header,
        payload: Option<&Payload>,
    ) -> Result<Receipt, WardError> {
        let op_id = header.op_id;
        if changes::is_taken(self.conn, row, header.seq.cast_signed())? {
            self.alarm("seq_reused", Some(op_id), sealed)?;
            return Ok(refused(op_id, Refusal::OpReused));
        }
        let shelf = self.shelf(op_id, Some((row, header)));
        let verdict = self.store(&shelf, sealed, |desk| desk.judge(sealed, header, payload))?;
        succession::put_in_place(self.conn, self.caller, header, self.now)?;
        self.follow(header, payload, &verdict)?;
        Ok(Receipt { op_id, verdict })
    }

    /// What the ward says today of a change that it has. One that it refused is judged anew: whoever offers
    /// it again believes that the reason has passed.
    fn again(&self, sealed: &SealedChange, known: Known) -> Result<Verdict, WardError> {
        if !matches!(known.verdict, Verdict::Refused { .. }) || !self.caller.is_own(known.replica) {
            return Ok(known.verdict);
        }
        let Ok((header, payload)) = read(sealed) else { return Ok(known.verdict) };
        let outcome = in_savepoint(self.conn, || self.judge(sealed, &header, payload.as_ref()));
        let outcome = match outcome {
            Err(error) if error.is_constraint() => return Ok(known.verdict),
            other => other?,
        };
        changes::settle(self.conn, known.n, &outcome)?;
        if !matches!(outcome.verdict, Verdict::Refused { .. }) {
            changes::complete(self.conn, known.n, sealed)?;
        }
        self.follow(&header, payload.as_ref(), &outcome.verdict)?;
        Ok(outcome.verdict)
    }

    fn judge(
        &self,
        sealed: &SealedChange,
        header: &Header,
        payload: Option<&Payload>,
    ) -> Result<Outcome, WardError> {
        let is_theirs = header.user == self.caller.viewer.user && header.ward == self.ward.code;
        match payload {
            _ if self.caller.revoked => Ok(Outcome::refused(Refusal::Revoked)),
            _ if !is_theirs => Ok(Outcome::refused(Refusal::NotPermitted)),
            None => Ok(Outcome::refused(Refusal::Malformed)),
            Some(_) if succession::is_replaced(self.conn, self.caller, sealed.hash())? => {
                Ok(Outcome::refused(Refusal::OpReused))
            }
            Some(payload) => apply::judge(self.conn, self.caller, header, payload, self.rules),
        }
    }

    /// What follows from a change that was taken: conflicts are opened and closed, and what waited for it
    /// is looked at.
    fn follow(&self, header: &Header, payload: Option<&Payload>, verdict: &Verdict) -> Result<(), WardError> {
        match payload {
            Some(payload) if verdict.is_receipt() => {
                let forms = self.rules.forms(self.conn)?;
                conflicts::note(self.conn, self.caller, (header, payload), verdict, &forms)?;
                waiting::release(self.conn, self.rules, header)
            }
            _ => Ok(()),
        }
    }

    /// Stores a change with the outcome of `judge`. One that breaks a rule of the file is undone alone and
    /// goes to the shelf; the others of its batch are not held up.
    fn store(
        &mut self,
        shelf: &Shelf,
        sealed: &SealedChange,
        judge: impl FnOnce(&Self) -> Result<Outcome, WardError>,
    ) -> Result<Verdict, WardError> {
        let stored = in_savepoint(self.conn, || {
            let outcome = judge(self)?;
            changes::insert(self.conn, shelf, sealed, &outcome)?;
            Ok(outcome)
        });
        let outcome = match stored {
            Err(error) if error.is_constraint() => {
                tracing::warn!(op_id = %shelf.op_id, "a change breaks a rule of the file; on the shelf");
                let outcome = Outcome::refused(Refusal::Malformed);
                changes::insert(self.conn, shelf, sealed, &outcome)?;
                outcome
            }
            other => other?,
        };
        if !(mutant::is(Mutant::CustodyNotCounted) && matches!(outcome.verdict, Verdict::Held { .. })) {
            self.count(shelf.replica, sealed.hash())?;
        }
        Ok(outcome.verdict)
    }

    /// Counts a change to the custody of its replica.
    fn count(&mut self, row: i64, hash: Hash) -> Result<(), WardError> {
        if row == self.caller.n {
            self.custody.add(hash);
            return Ok(());
        }
        let mut custody = custody::get(self.conn, row)?;
        custody.add(hash);
        custody::set(self.conn, row, custody)
    }

    fn shelf(&self, op_id: OpId, read: Option<(i64, &Header)>) -> Shelf {
        let header = read.map(|(_, header)| header);
        Shelf {
            op_id,
            replica: read.map_or(self.caller.n, |(row, _)| row),
            replica_seq: header.map(|header| header.seq.cast_signed()),
            record: header.map(|header| header.record),
            replaces: header.and_then(|header| header.replaces).map(|replaced| replaced.hash),
            arrived_at: self.now,
        }
    }

    fn alarm(&self, code: &'static str, op_id: Option<OpId>, sealed: &SealedChange) -> Result<(), WardError> {
        tracing::warn!(code, replica = %self.caller.replica, "alarm");
        // A predecessor's change raises the same alarm, whoever of its line shows it.
        let row = sealed.header().ok().and_then(|header| self.caller.row_of(header.replica_id));
        alarms::insert(self.conn, code, row.unwrap_or(self.caller.n), Some((op_id, sealed)), self.now)
    }
}

/// The header, and the payload where that can be read too, here and by the record's viewers.
fn read(sealed: &SealedChange) -> Result<(Header, Option<Payload>), ()> {
    let header = sealed.header().map_err(|_| ())?;
    let fits = |number: u64| i64::try_from(number).is_ok();
    if header.seq == 0 || !fits(header.seq) || !header.base.is_none_or(fits) {
        return Err(());
    }
    let bounded = sealed.payload.as_ref().is_none_or(|payload| bounds::holds(payload));
    let payload = if bounded { sealed.payload().ok() } else { None };
    Ok((header, payload))
}

fn refused(op_id: OpId, code: Refusal) -> Receipt {
    Receipt { op_id, verdict: Verdict::Refused { code } }
}
