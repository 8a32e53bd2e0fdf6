//! The shelf: what the ward refused stays here with its reason until a person settles it.

use crate::{
    error::StoreError,
    record::{self, Record},
    sql,
    store::Store,
};
use rusqlite::{Connection, OptionalExtension, params};
use tan_nha_domain::{
    change::{Hash, Header, Payload},
    ids::{OpId, RecordId},
    record::RecordKind,
    time::Timestamp,
};
use tan_nha_sync::wire::{Refusal, Verdict};

/// A file that is not sent, and the record that names it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShelvedFile {
    /// The file.
    pub sha256: Hash,
    /// A record that names it.
    pub record: Record,
    /// Why: the stable name of a [`tan_nha_sync::pass::FileRefusal`].
    pub refusal: String,
    /// Since when.
    pub since: Timestamp,
}

/// What was done to one record and is on the shelf.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelved {
    /// The change that was refused first; those after it on the same record wait for it.
    pub op_id: OpId,
    /// The record.
    pub record_id: RecordId,
    /// Its kind.
    pub kind: RecordKind,
    /// Why.
    pub refusal: Refusal,
    /// Since when.
    pub since: Timestamp,
    /// How many changes of the record the ward has not taken.
    pub changes: u64,
    /// The record as it stands here; none when this device does not have it any more.
    pub record: Option<Record>,
}

impl Store {
    /// What is on the shelf, the oldest first.
    ///
    /// # Errors
    /// `Database`, `PartDamaged`.
    pub fn shelf(&self) -> Result<Vec<Shelved>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record, min(seq) AS first FROM change WHERE delivery = 'set_aside'
             GROUP BY record ORDER BY first",
        )?;
        let mut rows = statement.query([])?;
        let mut shelf = Vec::new();
        while let Some(row) = rows.next()? {
            shelf.push(self.shelved(sql::id(row, "record")?, row.get("first")?)?);
        }
        Ok(shelf)
    }

    /// The files on the shelf, the oldest first, each with the first record that names it.
    ///
    /// # Errors
    /// `Database`, `PartDamaged`.
    pub fn shelved_files(&self) -> Result<Vec<ShelvedFile>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT sha256, refused, refused_at, (SELECT record FROM paper WHERE paper.sha256 = file.sha256
                                                  ORDER BY n LIMIT 1) AS record
             FROM file WHERE refused IS NOT NULL AND record IS NOT NULL ORDER BY refused_at, n",
        )?;
        let mut rows = statement.query([])?;
        let mut shelf = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(stored) = record::find(&self.connection, sql::id(row, "record")?)? else { continue };
            shelf.push(ShelvedFile {
                sha256: Hash(row.get("sha256")?),
                record: stored.record,
                refusal: row.get("refused")?,
                since: Timestamp(row.get("refused_at")?),
            });
        }
        Ok(shelf)
    }

    fn shelved(&self, record_id: RecordId, seq: i64) -> Result<Shelved, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT op_id, kind, verdict, verdict_at FROM change WHERE seq = ?1")?;
        let (op_id, kind, verdict, since) = statement.query_row([seq], |row| {
            let Ok(kind) = row.get_ref("kind")?.as_str()?.parse();
            let since = Timestamp(row.get("verdict_at")?);
            Ok((sql::id(row, "op_id")?, kind, row.get::<_, String>("verdict")?, since))
        })?;
        let changes = self
            .connection
            .prepare_cached("SELECT count(*) AS n FROM change WHERE record = ?1 AND delivery <> 'received'")?
            .query_row([record_id.0], |row| sql::count(row, "n"))?;
        let record = record::find(&self.connection, record_id)?.map(|stored| stored.record);
        Ok(Shelved { op_id, record_id, kind, refusal: refusal(&verdict)?, since, changes, record })
    }

    /// Lets what is on the shelf of one record go out with the next push, as it was sealed; the ward judges it
    /// anew. `op_id` names any change of it that was refused.
    ///
    /// # Errors
    /// [`StoreError::UnknownOp`] when it is not on the shelf; `DiskFull`, `Database`.
    pub fn send_again(&mut self, op_id: OpId) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let record = on_shelf(&transaction, op_id)?.ok_or(StoreError::UnknownOp(op_id))?;
        transaction
            .prepare_cached(
                "UPDATE change SET delivery = 'sealed' WHERE record = ?1 AND delivery = 'set_aside'",
            )?
            .execute([record.0])?;
        transaction.commit()?;
        self.tell_of_write();
        Ok(())
    }

    /// What was done to a record and the ward has not taken, in the order in which it was done.
    ///
    /// # Errors
    /// [`StoreError::UnknownOp`] when it is not on the shelf; `Database`.
    pub fn shelved_changes(&self, op_id: OpId) -> Result<Vec<(Header, Payload)>, StoreError> {
        let record = on_shelf(&self.connection, op_id)?.ok_or(StoreError::UnknownOp(op_id))?;
        let mut statement = self.connection.prepare_cached(
            "SELECT header, payload FROM change
             WHERE record = ?1 AND delivery <> 'received' AND header IS NOT NULL ORDER BY seq",
        )?;
        let mut rows = statement.query([record.0])?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            let payload: Option<String> = row.get("payload")?;
            changes.push((
                serde_json::from_str(row.get_ref("header")?.as_str().unwrap_or_default())?,
                payload.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default(),
            ));
        }
        Ok(changes)
    }
}

fn on_shelf(connection: &Connection, op_id: OpId) -> Result<Option<RecordId>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT record FROM change WHERE op_id = ?1 AND delivery = 'set_aside'")?;
    Ok(statement.query_row(params![op_id.0], |row| sql::id(row, "record")).optional()?)
}

fn refusal(verdict: &str) -> Result<Refusal, StoreError> {
    match serde_json::from_str::<Verdict>(verdict)?.settled() {
        Verdict::Refused { code } => Ok(*code),
        _ => Err(StoreError::Unexpected("a set aside change that was not refused")),
    }
}
