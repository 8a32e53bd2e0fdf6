//! What becomes of an upload in the ward's file. Each of these is one transaction, and each asks anew who
//! calls: a slow upload outlasts a revocation.

use super::{arriving::CHUNK, refused::Refused, tus::Creation};
use crate::{
    access::{Caller, Shown},
    db::{
        Db, alarms,
        files::{self, Standing, Upload},
    },
    denied::Denied,
    error::WardError,
    papers, scope,
};
use rusqlite::Connection;
use tan_nha_domain::{change::Hash, time::Timestamp};
use tan_nha_sync::wire::{DenialCode, HeldReply, HeldRequest};
use uuid::Uuid;

/// Who uploads; a revoked person does not.
pub(super) fn uploader(conn: &Connection, shown: Shown) -> Result<Caller, Refused> {
    let caller = shown.caller(conn)?;
    scope::may_pull(&caller)?;
    Ok(caller)
}

/// Begins an upload; a replica that asks again for the same file gets the same one.
pub(super) fn begin(
    conn: &Connection,
    shown: Shown,
    asked: Result<Creation, Refused>,
    now: Timestamp,
) -> Result<Upload, Refused> {
    let caller = uploader(conn, shown)?;
    let Creation { sha, length } = asked?;
    let upload = files::begin(conn, &caller, sha, length, now)?;
    // One hash has one length: one of the two requests is wrong.
    if upload.length == length { Ok(upload) } else { Err(Refused::Denied(DenialCode::BadRequest)) }
}

/// Which of these files the ward holds from the caller. What it once held and has lost begins anew, and
/// whoever sees a dossier that names it hears that it is missing.
pub(crate) fn held(
    db: &Db,
    caller: &Caller,
    request: &HeldRequest,
    now: Timestamp,
) -> Result<HeldReply, Denied> {
    let mut held = Vec::new();
    let mut lost = Vec::new();
    db.read(|conn| {
        let caller = caller.by_now(conn)?;
        scope::may_pull(&caller)?;
        for sha in &request.files {
            match files::standing(conn, &caller, *sha)? {
                Standing::Held => held.push(*sha),
                Standing::Lost => lost.push(*sha),
                Standing::Unknown => {}
            }
        }
        Ok::<_, Denied>(())
    })?;
    if !lost.is_empty() {
        tracing::warn!(files = lost.len(), "content is lost; asked for again");
        db.write(|conn| {
            lost.iter().try_for_each(|sha| {
                files::forget(conn, *sha)?;
                papers::tell(conn, *sha)
            })
        })?;
    }
    Ok(HeldReply { now, held })
}

/// The caller's upload.
pub(super) fn find(conn: &Connection, shown: Shown, id: Uuid) -> Result<Upload, Refused> {
    let caller = uploader(conn, shown)?;
    files::upload(conn, &caller, id)?.ok_or(Refused::Unknown)
}

/// Keeps the next bytes of an upload, if it still stands at `offset`; its offset after them. With the last
/// bytes the file is whole, or it is another file than was said: then nothing of it is kept, and none is
/// returned.
pub(super) fn keep(
    conn: &Connection,
    shown: Shown,
    id: Uuid,
    offset: u64,
    bytes: &[u8],
    now: Timestamp,
) -> Result<Option<u64>, Refused> {
    let caller = uploader(conn, shown)?;
    let mut upload = files::upload(conn, &caller, id)?.ok_or(Refused::Unknown)?;
    // Of two that append at once, the second to get here finds the bytes of the first.
    if upload.offset != offset {
        return Err(Refused::OtherOffset);
    }
    files::append(conn, &mut upload, bytes)?;
    let is_another = upload.offset == upload.length && !make_whole(conn, &caller, &mut upload, now)?;
    Ok(if is_another { None } else { Some(upload.offset) })
}

/// All of an upload has come: the file is whole, or it is another file than was said and nothing of it is kept.
fn make_whole(
    conn: &Connection,
    caller: &Caller,
    upload: &mut Upload,
    now: Timestamp,
) -> Result<bool, WardError> {
    if files::hash_received(conn, upload)? != upload.sha {
        files::discard(conn, upload)?;
        alarms::insert_file_mismatch(conn, caller.n, upload.sha, now)?;
        tracing::warn!(code = "file_mismatch", replica = %caller.replica, "alarm");
        return Ok(false);
    }
    files::set_whole(conn, upload, now)?;
    papers::tell(conn, upload.sha)?;
    Ok(true)
}

/// Keeps a file of which all content is at hand, in the place of what had come of its upload; whether the ward
/// holds it from this replica then. One that is here already stays as it is.
pub(crate) fn keep_content(
    conn: &Connection,
    caller: &Caller,
    sha: Hash,
    content: &[u8],
    now: Timestamp,
) -> Result<bool, WardError> {
    match files::standing(conn, caller, sha)? {
        Standing::Held => return Ok(true),
        Standing::Lost => files::forget(conn, sha)?,
        Standing::Unknown => {}
    }
    if content.is_empty() {
        return Ok(false);
    }
    let length = content.len() as u64;
    let mut upload = files::begin(conn, caller, sha, length, now)?;
    if upload.length != length {
        return Ok(false);
    }
    files::discard(conn, &mut upload)?;
    for chunk in content.chunks(CHUNK) {
        files::append(conn, &mut upload, chunk)?;
    }
    make_whole(conn, caller, &mut upload, now)
}
