//! Files on their way to the ward.
//!
//! A file waits when its content is here, a record that this replica changed names it, and the ward has
//! not said that it has it. Only what this replica attached has its content here without a receipt.

use crate::{
    content::{self, StoredFile, file_columns},
    error::StoreError,
    pull, sql,
    store::Store,
};
use rusqlite::{Connection, ToSql, params};
use tan_nha_domain::{
    change::Hash,
    ids::RecordId,
    mutant::{self, Mutant},
    time::Timestamp,
};
use tan_nha_sync::{pass::FileRefusal, wire::MAX_HELD};

/// The condition under which a row of `file` waits.
macro_rules! file_waits {
    () => {
        "file.received_at IS NULL AND file.refused IS NULL AND EXISTS (
             SELECT 1 FROM paper WHERE paper.sha256 = file.sha256
             AND EXISTS (SELECT 1 FROM change WHERE change.record = paper.record))"
    };
}

/// The rank among [`crate::Delivery`] of a file that waits.
macro_rules! file_rank {
    () => {
        "CASE WHEN file.refused IS NOT NULL THEN 4 WHEN file.sent > 0 THEN 2 ELSE 3 END"
    };
}
pub(crate) use file_rank;

/// The files that wait, once for each record of this replica that names them, with their rank.
macro_rules! files_waiting {
    () => {
        concat!(
            "SELECT paper.record AS record, ",
            $crate::upload::file_rank!(),
            " AS rank FROM file JOIN paper USING (sha256)
              WHERE file.received_at IS NULL
              AND EXISTS (SELECT 1 FROM change WHERE change.record = paper.record)"
        )
    };
}
pub(crate) use files_waiting;

/// The worst rank of the files of the record `$record` that the ward does not have; 0 when it has all.
macro_rules! files_rank_of {
    ($record:literal) => {
        concat!(
            "coalesce((SELECT max(",
            $crate::upload::file_rank!(),
            ") FROM paper JOIN file USING (sha256) WHERE paper.record = ",
            $record,
            " AND file.received_at IS NULL), 0)"
        )
    };
}
pub(crate) use files_rank_of;

impl Store {
    /// The files that wait, the smallest first: many small ones are worth more than half of a large one.
    ///
    /// # Errors
    /// `Database`.
    pub fn files_waiting(&self) -> Result<Vec<StoredFile>, StoreError> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT ",
            file_columns!(),
            " FROM file WHERE ",
            file_waits!(),
            " ORDER BY file.bytes, file.n"
        ))?;
        let files = statement.query_map([], content::read)?;
        Ok(files.collect::<Result<_, _>>()?)
    }

    /// Notes that a bundle carries the file: the ward may have it before this device has sent a byte.
    ///
    /// # Errors
    /// [`StoreError::FileNotHere`]; `DiskFull`, `Database`.
    pub(crate) fn note_carried(&mut self, sha256: Hash) -> Result<(), StoreError> {
        note(&self.connection, sha256, "carried = 1", &[])
    }

    /// Notes the file's address at the ward.
    ///
    /// # Errors
    /// [`StoreError::FileNotHere`]; `DiskFull`, `Database`.
    pub fn note_upload(&mut self, sha256: Hash, location: &str) -> Result<(), StoreError> {
        note(&self.connection, sha256, "upload = ?2", &[&location])
    }

    /// Notes that the ward has the first `offset` bytes of the file.
    ///
    /// # Errors
    /// [`StoreError::FileNotHere`]; `DiskFull`, `Database`.
    pub fn note_sent(&mut self, sha256: Hash, offset: u64) -> Result<(), StoreError> {
        note(&self.connection, sha256, "sent = min(bytes, ?2)", &[&sql::int(offset)])
    }

    /// Takes in the ward's receipt: it has all of the file.
    ///
    /// # Errors
    /// [`StoreError::FileNotHere`]; `DiskFull`, `Database`.
    pub fn note_received(&mut self, sha256: Hash, now: Timestamp) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        note(
            &transaction,
            sha256,
            "sent = bytes, received_at = ?2, lost = 0, refused = NULL, refused_at = NULL",
            &[&now.0],
        )?;
        for record in records_that_name(&transaction, sha256)? {
            pull::drop_if_left(&transaction, record)?;
        }
        Ok(transaction.commit()?)
    }

    /// Notes that the ward does not have the file, or not any more: it waits again, from its first byte.
    ///
    /// # Errors
    /// [`StoreError::FileNotHere`]; `DiskFull`, `Database`.
    pub fn note_missing(&mut self, sha256: Hash) -> Result<(), StoreError> {
        note(
            &self.connection,
            sha256,
            "lost = lost OR received_at IS NOT NULL, upload = NULL, sent = 0, received_at = NULL",
            &[],
        )
    }

    /// Puts a file on the shelf: it is not sent until somebody mends it.
    ///
    /// # Errors
    /// [`StoreError::FileNotHere`]; `DiskFull`, `Database`.
    pub fn set_file_aside(
        &mut self,
        sha256: Hash,
        why: FileRefusal,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        note(&self.connection, sha256, "refused = ?2, refused_at = ?3", &[&why.as_str(), &now.0])
    }

    /// Lets a file from the shelf go again with the next pass, from its first byte.
    ///
    /// # Errors
    /// [`StoreError::FileNotHere`] when it is not on the shelf; `DiskFull`, `Database`.
    pub fn send_file_again(&mut self, sha256: Hash) -> Result<(), StoreError> {
        let back = "refused = NULL, refused_at = NULL, upload = NULL, sent = 0";
        note(&self.connection, sha256, back, &[])?;
        self.tell_of_write();
        Ok(())
    }

    /// What to ask the ward: whether it holds the files that it receipted, of records that are still in work,
    /// and those of which it may have taken the last byte without our hearing of it, or a bundle.
    ///
    /// # Errors
    /// `Database`.
    pub fn files_to_ask(&self) -> Result<Vec<Hash>, StoreError> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT sha256 FROM file WHERE (",
            file_waits!(),
            " AND (carried = 1 OR (upload IS NOT NULL AND sent > 0)))
              OR (received_at IS NOT NULL AND EXISTS (
                  SELECT 1 FROM paper JOIN record ON record.id = paper.record
                  WHERE paper.sha256 = file.sha256
                  AND coalesce(record.state, '') NOT IN ('settled', 'handed_over', 'withdrawn')))
              ORDER BY received_at IS NOT NULL, received_at DESC LIMIT ?1"
        ))?;
        let files = statement.query_map([MAX_HELD as i64], |row| row.get(0).map(Hash))?;
        Ok(files.collect::<Result<_, _>>()?)
    }

    /// Takes in which of the files that it was asked for the ward holds. What it holds no more waits again.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn note_held(&mut self, asked: &[Hash], held: &[Hash], now: Timestamp) -> Result<(), StoreError> {
        for sha256 in asked {
            let received = self.file(*sha256)?.and_then(|file| file.received_at);
            match (held.contains(sha256), received) {
                (true, None) => self.note_received(*sha256, now)?,
                (false, Some(_)) => self.note_missing(*sha256)?,
                _ => {}
            }
        }
        Ok(())
    }
}

/// How many files wait, and their bytes that the ward has not acknowledged.
pub(crate) fn waiting(connection: &Connection) -> Result<(u64, u64), StoreError> {
    let mut statement = connection.prepare_cached(concat!(
        "SELECT count(*) AS files, sum(file.bytes - file.sent) AS bytes FROM file WHERE ",
        file_waits!()
    ))?;
    Ok(statement.query_row([], |row| Ok((sql::count(row, "files")?, sql::count(row, "bytes")?)))?)
}

/// Calls no file received until the ward has been asked again. Its upload is remembered: what the ward still has is
/// not sent once more.
pub(crate) fn doubt_all(connection: &Connection) -> Result<(), StoreError> {
    if mutant::is(Mutant::FilesNotDoubted) {
        return Ok(());
    }
    connection
        .execute("UPDATE file SET received_at = NULL, carried = 1 WHERE received_at IS NOT NULL", [])?;
    Ok(())
}

fn note(
    connection: &Connection,
    sha256: Hash,
    what: &'static str,
    values: &[&dyn ToSql],
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(&format!("UPDATE file SET {what} WHERE sha256 = ?1"))?;
    let all: Vec<&dyn ToSql> = [&sha256.0 as &dyn ToSql].into_iter().chain(values.iter().copied()).collect();
    match statement.execute(&*all)? {
        0 => Err(StoreError::FileNotHere { sha256 }),
        _ => Ok(()),
    }
}

fn records_that_name(connection: &Connection, sha256: Hash) -> Result<Vec<RecordId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT record FROM paper WHERE sha256 = ?1")?;
    let records = statement.query_map(params![sha256.0], |row| sql::id(row, "record"))?;
    Ok(records.collect::<Result<_, _>>()?)
}
