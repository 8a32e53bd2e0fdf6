//! What somebody should look into.

use crate::error::WardError;
use rusqlite::{Connection, params};
use tan_nha_domain::{
    change::{Hash, Replaced, SealedChange},
    ids::OpId,
    time::Timestamp,
};

/// Stores an alarm, with the change that raised it where there is one; the same once.
pub(crate) fn insert(
    conn: &Connection,
    code: &'static str,
    replica: i64,
    change: Option<(Option<OpId>, &SealedChange)>,
    now: Timestamp,
) -> Result<(), WardError> {
    let (op_id, sealed) = change.map_or((None, None), |(op_id, sealed)| (op_id, Some(sealed)));
    conn.execute(
        "INSERT INTO alarm (at, code, replica, op_id, hash, header, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT DO NOTHING",
        params![
            now.0,
            code,
            replica,
            op_id.map(|op| op.0),
            sealed.map(|sealed| sealed.hash().0),
            sealed.map(|sealed| sealed.header.get()),
            sealed.and_then(|sealed| sealed.payload.as_ref()).map(|payload| payload.get()),
        ],
    )?;
    Ok(())
}

/// Closes the alarms that a change of this replica raised: it came under another name or number.
pub(crate) fn close(
    conn: &Connection,
    replica: i64,
    replaced: &Replaced,
    now: Timestamp,
) -> Result<(), WardError> {
    conn.prepare_cached(
        "UPDATE alarm SET closed_at = ?4 WHERE code IN ('op_reused', 'seq_reused') AND replica = ?1
         AND op_id = ?2 AND hash = ?3 AND closed_at IS NULL",
    )?
    .execute(params![replica, replaced.op_id.0, replaced.hash.0, now.0])?;
    Ok(())
}

/// Stores that the content of a file was another than its hash says; the same once.
pub(crate) fn insert_file_mismatch(
    conn: &Connection,
    replica: i64,
    sha: Hash,
    now: Timestamp,
) -> Result<(), WardError> {
    conn.execute(
        "INSERT INTO alarm (at, code, replica, hash) VALUES (?1, 'file_mismatch', ?2, ?3)
         ON CONFLICT DO NOTHING",
        params![now.0, replica, sha.0],
    )?;
    Ok(())
}
