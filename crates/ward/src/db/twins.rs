//! Open dossiers for one citizen.

use crate::error::WardError;
use rusqlite::{Connection, Row, params};
use tan_nha_domain::{ids::RecordId, patch::Body};

/// An open dossier, and who made it.
pub(crate) struct Beside {
    pub(crate) id: RecordId,
    pub(crate) by: String,
    pub(crate) body: Body,
}

/// Those that somebody else has open for the citizen of the dossier in this row, in the order in which they came.
pub(crate) fn of_others(conn: &Connection, dossier: i64) -> Result<Vec<Beside>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT other.id, person.name, other.body
         FROM in_work AS own JOIN record AS this ON this.n = own.dossier
              JOIN in_work AS work ON work.citizen = own.citizen AND work.until IS NULL AND work.dossier <> own.dossier
              JOIN record AS other ON other.n = work.dossier
              JOIN person ON person.id = other.author
         WHERE own.dossier = ?1 AND own.until IS NULL AND other.author <> this.author
         ORDER BY other.n",
    )?;
    let mut rows = statement.query([dossier])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(beside(row)?);
    }
    Ok(found)
}

/// All open dossiers of a citizen, but this one.
pub(crate) fn of_citizen(
    conn: &Connection,
    dossier: RecordId,
    citizen: RecordId,
) -> Result<Vec<Beside>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT record.id, '', record.body FROM in_work JOIN record ON record.n = in_work.dossier
         WHERE in_work.citizen = ?1 AND until IS NULL AND record.id <> ?2",
    )?;
    let mut rows = statement.query(params![citizen.0, dossier.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(beside(row)?);
    }
    Ok(found)
}

fn beside(row: &Row<'_>) -> Result<Beside, WardError> {
    let body = serde_json::from_str(row.get_ref(2)?.as_str().unwrap_or_default());
    Ok(Beside {
        id: RecordId(row.get(0)?),
        by: row.get(1)?,
        body: body.map_err(|_| WardError::Damaged("body"))?,
    })
}
