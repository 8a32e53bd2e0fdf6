//! Files: uploads under way, and the content of what is whole, in chunks.

use crate::{access::Caller, error::WardError};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use sha2::{Digest, Sha256};
use tan_nha_domain::{change::Hash, time::Timestamp};
use uuid::Uuid;

/// An upload of a replica.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    n: i64,
    /// It names the upload in its address.
    pub(crate) id: Uuid,
    /// What the content has to be.
    pub(crate) sha: Hash,
    /// Its bytes.
    pub(crate) length: u64,
    /// How many of them are durable.
    pub(crate) offset: u64,
}

/// Begins the upload of a file, or finds the one that the device began before, as the replica that it is now or as
/// one in whose place that is.
pub(crate) fn begin(
    conn: &Connection,
    caller: &Caller,
    sha: Hash,
    length: u64,
    now: Timestamp,
) -> Result<Upload, WardError> {
    for replica in caller.rows() {
        let known = upload_where(conn, "replica = ?1 AND sha256 = ?2", params![replica, sha.0])?;
        if let Some(known) = known {
            return Ok(known);
        }
    }
    let id = Uuid::new_v4();
    conn.prepare_cached(
        "INSERT INTO upload (id, replica, sha256, length, made_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![id, caller.n, sha.0, length.cast_signed(), now.0])?;
    Ok(Upload { n: conn.last_insert_rowid(), id, sha, length, offset: 0 })
}

/// The device's upload with this id.
pub(crate) fn upload(conn: &Connection, caller: &Caller, id: Uuid) -> Result<Option<Upload>, WardError> {
    for replica in caller.rows() {
        let found = upload_where(conn, "replica = ?1 AND id = ?2", params![replica, id])?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn upload_where(
    conn: &Connection,
    condition: &str,
    params: impl Params,
) -> Result<Option<Upload>, WardError> {
    let sql = format!("SELECT n, id, sha256, length, received FROM upload WHERE {condition}");
    let found = conn.prepare_cached(&sql)?.query_row(params, |row: &Row<'_>| {
        Ok(Upload {
            n: row.get(0)?,
            id: row.get(1)?,
            sha: Hash(row.get(2)?),
            length: row.get::<_, i64>(3)?.cast_unsigned(),
            offset: row.get::<_, i64>(4)?.cast_unsigned(),
        })
    });
    Ok(found.optional()?)
}

/// Adds the next bytes to an upload. Who adds the last ones either makes it whole or discards it in the same
/// transaction.
pub(crate) fn append(conn: &Connection, upload: &mut Upload, bytes: &[u8]) -> Result<(), WardError> {
    conn.prepare_cached("INSERT INTO chunk (upload, start, bytes) VALUES (?1, ?2, ?3)")?.execute(params![
        upload.n,
        upload.offset.cast_signed(),
        bytes
    ])?;
    upload.offset += bytes.len() as u64;
    set_received(conn, upload)
}

/// Throws away what has come of an upload; it begins again.
pub(crate) fn discard(conn: &Connection, upload: &mut Upload) -> Result<(), WardError> {
    delete_chunks(conn, upload)?;
    upload.offset = 0;
    set_received(conn, upload)
}

fn set_received(conn: &Connection, upload: &Upload) -> Result<(), WardError> {
    conn.prepare_cached("UPDATE upload SET received = ?2 WHERE n = ?1")?
        .execute([upload.n, upload.offset.cast_signed()])?;
    Ok(())
}

fn delete_chunks(conn: &Connection, upload: &Upload) -> Result<(), WardError> {
    conn.prepare_cached("DELETE FROM chunk WHERE upload = ?1")?.execute([upload.n])?;
    Ok(())
}

/// The hash of what has come of an upload, as it can be read again.
pub(crate) fn hash_received(conn: &Connection, upload: &Upload) -> Result<Hash, WardError> {
    let mut hasher = Sha256::new();
    chunks(conn, upload.n, &mut |bytes| {
        hasher.update(bytes);
        Ok(())
    })?;
    Ok(Hash(hasher.finalize().into()))
}

/// Notes that an upload is whole: the replica has shown the file, and the ward holds it. Content that the
/// ward holds already is not kept a second time.
pub(crate) fn set_whole(conn: &Connection, upload: &Upload, now: Timestamp) -> Result<(), WardError> {
    conn.prepare_cached("UPDATE upload SET whole_at = ?2 WHERE n = ?1")?.execute([upload.n, now.0])?;
    if content(conn, upload.sha)?.is_some() {
        return delete_chunks(conn, upload);
    }
    conn.prepare_cached("INSERT INTO file (sha256, upload) VALUES (?1, ?2)")?
        .execute(params![upload.sha.0, upload.n])?;
    Ok(())
}

/// How a file of a replica stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The replica has not uploaded it, or not all of it.
    Unknown,
    /// The ward holds it whole from this replica.
    Held,
    /// It did, and the content is gone.
    Lost,
}

/// How a file stands that a device uploaded, as the replica that it is now or as one in whose place that is.
pub(crate) fn standing(conn: &Connection, caller: &Caller, sha: Hash) -> Result<Standing, WardError> {
    for replica in caller.rows() {
        match standing_of(conn, replica, sha)? {
            Standing::Unknown => {}
            known => return Ok(known),
        }
    }
    Ok(Standing::Unknown)
}

fn standing_of(conn: &Connection, replica: i64, sha: Hash) -> Result<Standing, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM file JOIN chunk ON chunk.upload = file.upload WHERE file.sha256 = ?2)
         FROM upload WHERE replica = ?1 AND sha256 = ?2 AND whole_at IS NOT NULL",
    )?;
    let there: Option<bool> = statement.query_row(params![replica, sha.0], |row| row.get(0)).optional()?;
    Ok(there.map_or(Standing::Unknown, |there| if there { Standing::Held } else { Standing::Lost }))
}

/// Forgets that anybody uploaded a file, so that they may again.
pub(crate) fn forget(conn: &Connection, sha: Hash) -> Result<(), WardError> {
    conn.execute("DELETE FROM chunk WHERE upload IN (SELECT n FROM upload WHERE sha256 = ?1)", [sha.0])?;
    conn.execute("DELETE FROM file WHERE sha256 = ?1", [sha.0])?;
    conn.execute("UPDATE upload SET received = 0, whole_at = NULL WHERE sha256 = ?1", [sha.0])?;
    Ok(())
}

/// Hands the content of a file to `take`, a chunk at a time; false when the ward does not hold it whole.
/// The file's state is held still for so long, so `take` waits for nobody.
pub(crate) fn read(
    conn: &Connection,
    sha: Hash,
    take: &mut dyn FnMut(&[u8]) -> Result<(), WardError>,
) -> Result<bool, WardError> {
    let Some(upload) = content(conn, sha)? else { return Ok(false) };
    chunks(conn, upload, take)?;
    Ok(true)
}

/// The upload whose chunks are the content of a file.
fn content(conn: &Connection, sha: Hash) -> Result<Option<i64>, WardError> {
    let mut statement = conn.prepare_cached("SELECT upload FROM file WHERE sha256 = ?1")?;
    Ok(statement.query_row([sha.0], |row| row.get(0)).optional()?)
}

fn chunks(
    conn: &Connection,
    upload: i64,
    take: &mut dyn FnMut(&[u8]) -> Result<(), WardError>,
) -> Result<(), WardError> {
    let mut statement = conn.prepare_cached("SELECT bytes FROM chunk WHERE upload = ?1 ORDER BY start")?;
    let mut rows = statement.query([upload])?;
    while let Some(row) = rows.next()? {
        take(row.get_ref(0)?.as_blob().map_err(|_| WardError::Damaged("chunk"))?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_stored_once_however_many_replicas_upload_it() {
        let mut conn = Connection::open_in_memory().unwrap();
        crate::db::migrations::bring_up_to_date(&mut conn).unwrap();
        conn.execute_batch(
            "INSERT INTO person (n, id, name, role, hamlets, made_at)
             VALUES (1, zeroblob(16), 'An', 'clerk', '[]', 0);
             INSERT INTO replica (n, id, person, token_hash, enrolled_at)
             SELECT value, randomblob(16), 1, zeroblob(32), 0 FROM json_each('[1, 2, 3]');",
        )
        .unwrap();
        let sha = Hash::of(b"a photo");
        for replica in 1..=3 {
            let replica = &crate::db::people::caller_of_row(&conn, replica).unwrap();
            let mut upload = begin(&conn, replica, sha, 7, Timestamp(0)).unwrap();
            append(&conn, &mut upload, b"a ph").unwrap();
            append(&conn, &mut upload, b"oto").unwrap();
            assert_eq!(hash_received(&conn, &upload).unwrap(), sha);
            assert_eq!(standing(&conn, replica, sha).unwrap(), Standing::Unknown);
            set_whole(&conn, &upload, Timestamp(0)).unwrap();
            assert_eq!(standing(&conn, replica, sha).unwrap(), Standing::Held);
        }
        let stored = conn.query_row("SELECT sum(length(bytes)) FROM chunk", [], |row| row.get::<_, i64>(0));
        assert_eq!(stored.unwrap(), 7);
        let mut content = Vec::new();
        let take = &mut |bytes: &[u8]| {
            content.extend_from_slice(bytes);
            Ok(())
        };
        assert!(read(&conn, sha, take).unwrap() && !read(&conn, Hash::of(b"another"), take).unwrap());
        assert_eq!(content, b"a photo");
    }
}
