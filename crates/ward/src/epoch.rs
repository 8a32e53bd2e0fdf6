//! The ward's epoch: a ward that is behind what a replica has seen was restored from an old copy.

use crate::{
    access::Caller,
    db::{alarms, ward_row, ward_row::WardRow},
    error::WardError,
};
use rusqlite::Connection;
use tan_nha_domain::{
    mutant::{self, Mutant},
    time::Timestamp,
};
use tan_nha_sync::wire::{Mark, Seen};

/// So many restored copies one after the other are a fault of the replica: were it followed, one replica
/// could drive the epoch to where no number is left for the next.
const LARGEST_JUMP: u64 = 1000;
/// No honest number is larger; above it JSON programs lose digits.
const LARGEST_SEQ: u64 = 1 << 53;

/// How the ward stands to what a replica has seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It knows of all of it.
    Level,
    /// It has forgotten something.
    Behind,
    /// No ward can have said this.
    Implausible,
}

/// How the ward stands. A restored copy may even be older than the last new epoch; and it may have given the
/// number that was seen once more, to another revision.
pub(crate) fn standing(conn: &Connection, ward: &WardRow, seen: Seen) -> Result<Standing, WardError> {
    let ahead = seen.epoch.saturating_sub(ward.epoch);
    let same = seen.epoch == ward.epoch;
    Ok(if ahead > LARGEST_JUMP || (same && seen.seq > LARGEST_SEQ) {
        Standing::Implausible
    } else if ahead > 0 || (same && (seen.seq > ward.tip.seq || !is_marked_so(conn, seen.seq, seen.mark)?)) {
        Standing::Behind
    } else {
        Standing::Level
    })
}

/// Whether the ward gave a number with this mark. Who was told of no mark cannot tell.
pub(crate) fn is_marked_so(conn: &Connection, seq: u64, mark: Option<Mark>) -> Result<bool, WardError> {
    Ok(mark.is_none() || mutant::is(Mutant::MarkNotCompared) || ward_row::mark_of(conn, seq)? == mark)
}

/// Begins a new epoch if the ward is behind; the ward as it is then. What no ward can have said raises an
/// alarm and nothing else, and a revoked person changes nothing.
pub(crate) fn catch_up(
    conn: &Connection,
    caller: &Caller,
    seen: Seen,
    now: Timestamp,
) -> Result<WardRow, WardError> {
    let mut ward = ward_row::get(conn)?;
    match standing(conn, &ward, seen)? {
        _ if caller.revoked => {}
        Standing::Level => {}
        Standing::Behind if mutant::is(Mutant::EpochNotRaised) => {}
        Standing::Behind => {
            ward.epoch = seen.epoch.max(ward.epoch) + 1;
            ward_row::set_epoch(conn, ward.epoch)?;
            alarms::insert(conn, "ward_restored", caller.n, None, now)?;
            tracing::warn!(
                epoch = ward.epoch,
                seq = ward.tip.seq,
                "the ward was restored from a copy: new epoch"
            );
        }
        Standing::Implausible => {
            alarms::insert(conn, "epoch_implausible", caller.n, None, now)?;
            tracing::warn!(replica = %caller.replica, epoch = seen.epoch, seq = seen.seq, "epoch ignored");
        }
    }
    Ok(ward)
}
