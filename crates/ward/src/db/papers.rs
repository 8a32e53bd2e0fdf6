//! Which dossier names which file.

use crate::error::WardError;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use tan_nha_domain::{change::Hash, ids::RecordId, paper::Paper};

/// Writes the papers of a dossier; those that are new were named by `replica`.
pub(crate) fn index(
    conn: &Connection,
    record: i64,
    papers: impl Iterator<Item = Paper>,
    replica: i64,
) -> Result<(), WardError> {
    let named: BTreeSet<(String, Hash)> = papers.map(|paper| (paper.slot, paper.sha256)).collect();
    let mut known = conn.prepare_cached("SELECT slot, sha256 FROM paper WHERE record = ?1")?;
    let known = known.query_map([record], |row| Ok((row.get(0)?, Hash(row.get(1)?))))?;
    let known: BTreeSet<(String, Hash)> = known.collect::<Result<_, _>>()?;
    for (slot, sha) in known.difference(&named) {
        conn.prepare_cached("DELETE FROM paper WHERE record = ?1 AND slot = ?2 AND sha256 = ?3")?
            .execute(params![record, slot, sha.0])?;
    }
    for (slot, sha) in named.difference(&known) {
        conn.prepare_cached("INSERT INTO paper (record, slot, sha256, replica) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![record, slot, sha.0, replica])?;
    }
    Ok(())
}

/// The records that name a file.
pub(crate) fn naming(conn: &Connection, sha: Hash) -> Result<Vec<RecordId>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT id FROM record JOIN paper ON paper.record = record.n WHERE sha256 = ?1",
    )?;
    let ids = statement.query_map([sha.0], |row| row.get(0).map(RecordId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The files of a dossier that are not there: neither the replica that named them nor another of its line has
/// uploaded them, or their content is lost.
pub(crate) fn missing(conn: &Connection, record: i64) -> Result<Vec<Hash>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT sha256 FROM paper WHERE record = ?1 AND NOT EXISTS (
             SELECT 1 FROM upload JOIN file ON file.sha256 = upload.sha256
             WHERE upload.replica IN (
                 SELECT sender.n FROM replica AS namer JOIN replica AS sender
                 ON coalesce(sender.line, sender.n) = coalesce(namer.line, namer.n) WHERE namer.n = paper.replica)
             AND upload.sha256 = paper.sha256 AND whole_at IS NOT NULL
               AND EXISTS (SELECT 1 FROM chunk WHERE chunk.upload = file.upload))",
    )?;
    let missing = statement.query_map([record], |row| row.get(0).map(Hash))?;
    Ok(missing.collect::<Result<_, _>>()?)
}
