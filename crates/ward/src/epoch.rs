//! The ward's epoch: a ward that is behind what a replica has seen was restored from an old copy.

use crate::{
    access::Caller,
    db::{alarms, ward_row, ward_row::WardRow},
    denied::Denied,
};
use rusqlite::Connection;
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::wire::{DenialCode, Seen};

/// No honest number is larger; above it JSON programs lose digits.
const LARGEST: u64 = 1 << 53;

/// Whether the ward is behind what was seen. A restored copy may even be older than the last new epoch.
pub(crate) fn is_behind(ward: &WardRow, seen: Seen) -> Result<bool, Denied> {
    if seen.epoch > LARGEST || seen.seq > LARGEST {
        return Err(Denied(DenialCode::BadRequest));
    }
    Ok(seen.epoch > ward.epoch || (seen.epoch == ward.epoch && seen.seq > ward.seq))
}

/// Begins a new epoch if the ward is behind; the ward as it is then. A revoked person changes nothing.
pub(crate) fn catch_up(
    conn: &Connection,
    caller: &Caller,
    seen: Seen,
    now: Timestamp,
) -> Result<WardRow, Denied> {
    let mut ward = ward_row::get(conn)?;
    if is_behind(&ward, seen)? && !caller.revoked {
        ward.epoch = seen.epoch.max(ward.epoch) + 1;
        ward_row::set_epoch(conn, ward.epoch)?;
        alarms::insert(conn, "ward_restored", caller.n, None, now)?;
        tracing::warn!(epoch = ward.epoch, seq = ward.seq, "the ward was restored from a copy: new epoch");
    }
    Ok(ward)
}
