//! Open dossiers of one procedure for one citizen.

use crate::error::WardError;
use rusqlite::{Connection, params};
use tan_nha_domain::ids::RecordId;
use tan_nha_sync::wire::AlsoOpen;

/// Those that somebody else has open beside the dossier in this row.
pub(crate) fn of(conn: &Connection, dossier: i64) -> Result<Vec<AlsoOpen>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT other.id, person.name, other.state
         FROM in_work AS own JOIN record AS this ON this.n = own.dossier
              JOIN in_work AS work ON work.citizen = own.citizen AND work.until IS NULL AND work.dossier <> own.dossier
              JOIN record AS other ON other.n = work.dossier
              JOIN person ON person.id = other.author
         WHERE own.dossier = ?1 AND own.until IS NULL AND other.author <> this.author
           AND other.body ->> 'procedure' = this.body ->> 'procedure'
         ORDER BY other.n",
    )?;
    let twins = statement.query_map([dossier], |row| {
        let state: Option<String> = row.get(2)?;
        Ok(AlsoOpen { id: RecordId(row.get(0)?), by: row.get(1)?, state: state.unwrap_or_default() })
    })?;
    Ok(twins.collect::<Result<_, _>>()?)
}

/// The open dossiers of a procedure for a citizen, but this one.
pub(crate) fn beside(
    conn: &Connection,
    dossier: RecordId,
    citizen: RecordId,
    procedure: &str,
) -> Result<Vec<RecordId>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT record.id FROM in_work JOIN record ON record.n = in_work.dossier
         WHERE in_work.citizen = ?1 AND until IS NULL AND record.id <> ?2 AND body ->> 'procedure' = ?3",
    )?;
    let ids =
        statement.query_map(params![citizen.0, dossier.0, procedure], |row| row.get(0).map(RecordId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
