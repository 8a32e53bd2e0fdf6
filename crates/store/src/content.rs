//! The content of papers, kept in rows of 256 KiB.
//!
//! Content is never taken out when a paper is detached: the change that attached it is the audit trail,
//! another record or an unsent change may name it still, and a detaching may be undone by a merge. What
//! ends data is retention after a receipt, and a legal erasure.

use crate::{error::StoreError, sql, store::Store, write::Writer};
use rusqlite::{Connection, OptionalExtension, Row, params};
use tan_nha_domain::{change::Hash, paper::Media, time::Timestamp};

/// Bytes of a row.
const CHUNK: usize = 256 * 1024;

/// A file whose content is on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// SHA-256 of its content.
    pub sha256: Hash,
    /// What kind of file it is.
    pub media: Media,
    /// Bytes of its content.
    pub bytes: u64,
    /// Pages, where they were counted.
    pub pages: Option<u32>,
    /// When it was attached first.
    pub added_at: Timestamp,
    /// Its address at the ward, once an upload has begun.
    pub upload: Option<String>,
    /// Bytes that the ward has acknowledged.
    pub sent: u64,
    /// When the ward said that it has all of it.
    pub received_at: Option<Timestamp>,
    /// Whether the ward lost it since.
    pub lost: bool,
}

/// Content to be kept.
#[derive(Clone, Copy)]
pub struct NewFile<'a> {
    /// What kind of file it is.
    pub media: Media,
    /// Pages, where they were counted.
    pub pages: Option<u32>,
    /// All of it.
    pub content: &'a [u8],
}

/// The columns of [`StoredFile`].
macro_rules! file_columns {
    () => {
        "file.n, file.sha256, file.media, file.bytes, file.pages, file.added_at, file.upload, file.sent, \
         file.received_at, file.lost"
    };
}
pub(crate) use file_columns;

/// A row of [`file_columns`].
pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<StoredFile> {
    let media = row.get_ref("media")?.as_str()?;
    Ok(StoredFile {
        sha256: Hash(row.get("sha256")?),
        media: Media::of(media).ok_or(rusqlite::Error::InvalidQuery)?,
        bytes: sql::count(row, "bytes")?,
        pages: row.get("pages")?,
        added_at: Timestamp(row.get("added_at")?),
        upload: row.get("upload")?,
        sent: sql::count(row, "sent")?,
        received_at: row.get::<_, Option<i64>>("received_at")?.map(Timestamp),
        lost: row.get("lost")?,
    })
}

impl Store {
    /// A file whose content is here; none when this device has at most its name.
    ///
    /// # Errors
    /// `Database`.
    pub fn file(&self, sha256: Hash) -> Result<Option<StoredFile>, StoreError> {
        Ok(find(&self.connection, sha256)?.map(|(_, file)| file))
    }

    /// All of a file's content, checked against its name.
    ///
    /// # Errors
    /// [`StoreError::FileNotHere`]; [`StoreError::FileUnreadable`] when a part of it is missing, damaged
    /// or another; `Database`.
    pub fn file_content(&self, sha256: Hash) -> Result<Vec<u8>, StoreError> {
        content(&self.connection, sha256)
    }

    /// At most `max` bytes of a file's content from `offset` on; nothing at its end.
    ///
    /// # Errors
    /// [`StoreError::FileNotHere`]; [`StoreError::FileUnreadable`] when a row is missing or damaged;
    /// `Database`.
    pub fn file_chunk_from(&self, sha256: Hash, offset: u64, max: usize) -> Result<Vec<u8>, StoreError> {
        let (n, file) = find(&self.connection, sha256)?.ok_or(StoreError::FileNotHere { sha256 })?;
        part(&self.connection, n, &file, offset, max)
    }
}

impl Writer<'_> {
    /// A file whose content is here; none when this device has at most its name.
    ///
    /// # Errors
    /// `Database`.
    pub fn file(&self, sha256: Hash) -> Result<Option<StoredFile>, StoreError> {
        Ok(find(self.connection, sha256)?.map(|(_, file)| file))
    }

    /// Keeps a file's content, in the transaction of the change that names it; gives its name. Content that
    /// is here already stays, unless it cannot be read any more: then this is the cure.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn keep_file(&mut self, new: &NewFile<'_>) -> Result<Hash, StoreError> {
        let sha256 = Hash::of(new.content);
        let n = match find(self.connection, sha256)? {
            None => insert(self.connection, sha256, new, self.now)?,
            Some((n, _)) => match content(self.connection, sha256) {
                Ok(_) => return Ok(sha256),
                Err(StoreError::FileUnreadable { .. }) => n,
                Err(other) => return Err(other),
            },
        };
        // Whoever attaches it again has mended it.
        self.connection
            .prepare_cached("UPDATE file SET refused = NULL, refused_at = NULL WHERE n = ?1")?
            .execute([n])?;
        self.wrote = true;
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO file_chunk (file, place, content) VALUES (?1, ?2, ?3)
             ON CONFLICT (file, place) DO UPDATE SET content = ?3",
        )?;
        for (place, chunk) in new.content.chunks(CHUNK).enumerate() {
            statement.execute(params![n, sql::int(place as u64), chunk])?;
        }
        Ok(sha256)
    }
}

fn insert(
    connection: &Connection,
    sha256: Hash,
    new: &NewFile<'_>,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO file (sha256, media, bytes, pages, added_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let bytes = sql::int(new.content.len() as u64);
    Ok(statement.insert(params![sha256.0, new.media.as_str(), bytes, new.pages, now.0])?)
}

fn find(connection: &Connection, sha256: Hash) -> Result<Option<(i64, StoredFile)>, StoreError> {
    let mut statement =
        connection.prepare_cached(concat!("SELECT ", file_columns!(), " FROM file WHERE sha256 = ?1"))?;
    Ok(statement.query_row([sha256.0], |row| Ok((row.get("n")?, read(row)?))).optional()?)
}

fn content(connection: &Connection, sha256: Hash) -> Result<Vec<u8>, StoreError> {
    let (n, file) = find(connection, sha256)?.ok_or(StoreError::FileNotHere { sha256 })?;
    let content = part(connection, n, &file, 0, usize::MAX)?;
    if Hash::of(&content) == sha256 { Ok(content) } else { Err(StoreError::FileUnreadable { sha256 }) }
}

fn part(
    connection: &Connection,
    n: i64,
    file: &StoredFile,
    offset: u64,
    max: usize,
) -> Result<Vec<u8>, StoreError> {
    let end = file.bytes.min(offset.saturating_add(max as u64));
    let mut at = offset;
    let mut bytes = Vec::new();
    while at < end {
        let (place, within) = (at / CHUNK as u64, at % CHUNK as u64);
        let rest_of_row = file.bytes.min((place + 1) * CHUNK as u64) - at;
        let chunk = row(connection, n, place, file.sha256)?;
        let wanted = within..within + rest_of_row.min(end - at);
        let wanted = chunk.get(wanted.start as usize..wanted.end as usize);
        bytes.extend_from_slice(wanted.ok_or(StoreError::FileUnreadable { sha256: file.sha256 })?);
        at += rest_of_row.min(end - at);
    }
    Ok(bytes)
}

/// One row of a file. Damage in it is damage of this file; everything else in the database may be sound.
fn row(connection: &Connection, n: i64, place: u64, sha256: Hash) -> Result<Vec<u8>, StoreError> {
    let unreadable = StoreError::FileUnreadable { sha256 };
    let mut statement =
        connection.prepare_cached("SELECT content FROM file_chunk WHERE file = ?1 AND place = ?2")?;
    let found = statement.query_row(params![n, sql::int(place)], |row| row.get(0)).optional();
    match found.map_err(StoreError::from) {
        Ok(chunk) => chunk.ok_or(unreadable),
        Err(StoreError::PartDamaged { .. }) => Err(unreadable),
        Err(other) => Err(other),
    }
}
