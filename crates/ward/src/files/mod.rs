//! Files come up by tus 1.0.0 (core, `creation` and `creation-with-upload`), and a replica asks which of them are here.
//!
//! ```text
//!  routes ── mod ──┬── tus       headers, pure
//!                  ├── arriving  a body that takes its time, a chunk at a time
//!                  ├── keeping   the transactions: who, which upload, its next bytes
//!                  └── refused   what is answered instead
//! ```
//!
//! A chunk is durable together with the upload's offset before the next one is read, so the offset that the
//! ward says is what it has, whatever breaks. An upload belongs to one replica, and a replica is told of a
//! file only when it has sent every byte of it: to know a hash or an address gives nothing.

mod arriving;
mod keeping;
mod refused;
#[cfg(feature = "simulation")]
mod simulation;
mod tus;

use crate::{access::Shown, db::files::Upload, denied::Denied, routes::Door};
pub(crate) use arriving::Arriving;
use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, Method},
    response::Response,
    routing::{any, post},
};
pub(crate) use keeping::keep_content;
use refused::Refused;
use tan_nha_sync::wire::{self, DenialCode, HeldRequest};
use tokio::sync::oneshot;
use uuid::Uuid;

/// The routes of files.
pub(crate) fn routes() -> Router<Door> {
    // Every method, because a request may say another one than its own (see `tus::method`).
    Router::new()
        .route(wire::FILES, any(endpoint))
        .route(&format!("{}/{{upload}}", wire::FILES), any(one_upload))
        .route(wire::FILES_HELD, post(held))
}

async fn endpoint(State(door): State<Door>, request: Request) -> Response {
    let answer = async {
        let shown = Shown::read(request.headers())?;
        match tus::method(&request) {
            Method::OPTIONS => capabilities(&door, shown).await,
            Method::POST => create(&door, shown, request).await,
            _ => Err(Refused::Unknown),
        }
    };
    finish(&door, answer.await)
}

async fn one_upload(State(door): State<Door>, Path(upload): Path<String>, request: Request) -> Response {
    let answer = async {
        let shown = Shown::read(request.headers())?;
        let id = upload.parse().map_err(|_| Refused::Unknown)?;
        match tus::method(&request) {
            Method::HEAD => offset(&door, shown, request.headers(), id).await,
            Method::PATCH => append(&door, shown, id, request).await,
            _ => Err(Refused::Unknown),
        }
    };
    finish(&door, answer.await)
}

/// Everything that is answered here says the version of tus.
fn finish(door: &Door, answer: Result<Response, Refused>) -> Response {
    match answer {
        Ok(response) => tus::versioned(response),
        Err(refused) => {
            tracing::info!(what = "files", status = refused.status().as_u16(), "denied");
            tus::versioned(refused.response(door.now()))
        }
    }
}

async fn capabilities(door: &Door, shown: Shown) -> Result<Response, Refused> {
    door.work(move |ward| ward.db().read(|conn| keeping::uploader(conn, shown).map(drop))).await?;
    Ok(tus::capabilities())
}

async fn create(door: &Door, shown: Shown, request: Request) -> Result<Response, Refused> {
    let (id, offset) = to_its_end(door, shown, None, request).await?;
    Ok(tus::created(id, offset))
}

async fn offset(door: &Door, shown: Shown, headers: &HeaderMap, id: Uuid) -> Result<Response, Refused> {
    tus::expect_version(headers)?;
    let upload = door.work(move |ward| ward.db().read(|conn| keeping::find(conn, shown, id))).await?;
    Ok(tus::stands_at(&upload))
}

async fn append(door: &Door, shown: Shown, id: Uuid, request: Request) -> Result<Response, Refused> {
    let (_, offset) = to_its_end(door, shown, Some(id), request).await?;
    Ok(tus::appended(offset))
}

/// Takes in what a request brings for an upload, or for one that it begins: which it is, and its offset then.
async fn to_its_end(
    door: &Door,
    shown: Shown,
    id: Option<Uuid>,
    request: Request,
) -> Result<(Uuid, u64), Refused> {
    let door = door.clone();
    let (tell, told) = oneshot::channel();
    // A task of its own: what has come is kept, even if the connection is gone and the answer with it.
    tokio::spawn(async move {
        let (head, mut body) = request.into_parts();
        let answer = match id {
            Some(id) => go_on(&door, shown, id, &head.headers, &mut body).await,
            None => begin(&door, shown, &head.headers, &mut body).await,
        };
        let known = answer != Err(Refused::Denied(DenialCode::TokenRefused));
        // Who was waiting may be gone.
        let _ = tell.send(answer);
        if known {
            Arriving::drain(&mut body).await;
        }
    });
    told.await.unwrap_or(Err(Refused::Denied(DenialCode::Internal)))
}

/// Begins an upload with what the request brings of it. One that was begun before stands where it stands: what
/// comes is its first bytes, and those are here.
async fn begin(
    door: &Door,
    shown: Shown,
    headers: &HeaderMap,
    body: &mut Body,
) -> Result<(Uuid, u64), Refused> {
    tus::expect_version(headers)?;
    let asked = tus::creation(headers);
    let begun = door.work(move |ward| {
        let now = ward.clock().now();
        ward.db().write(|conn| keeping::begin(conn, shown, asked, now))
    });
    let upload = begun.await?;
    if !tus::brings_bytes(headers) || upload.offset > 0 {
        return Ok((upload.id, upload.offset));
    }
    take_in(door, shown, &upload, body).await
}

async fn go_on(
    door: &Door,
    shown: Shown,
    id: Uuid,
    headers: &HeaderMap,
    body: &mut Body,
) -> Result<(Uuid, u64), Refused> {
    tus::expect_version(headers)?;
    let upload = door.work(move |ward| ward.db().read(|conn| keeping::find(conn, shown, id))).await?;
    if tus::appending(headers)? != upload.offset {
        return Err(Refused::OtherOffset);
    }
    take_in(door, shown, &upload, body).await
}

/// Keeps what arrives of an upload; the offset after it.
async fn take_in(
    door: &Door,
    shown: Shown,
    upload: &Upload,
    body: &mut Body,
) -> Result<(Uuid, u64), Refused> {
    let (id, mut offset) = (upload.id, upload.offset);
    let mut arriving = Arriving::new(body, upload.length - offset);
    while let Some(bytes) = arriving.next().await? {
        let kept = door.work(move |ward| {
            let now = ward.clock().now();
            ward.db().write(|conn| keeping::keep(conn, shown, id, offset, &bytes, now))
        });
        offset = kept.await?.ok_or(Refused::OtherContent)?;
    }
    Ok((id, offset))
}

async fn held(State(door): State<Door>, request: Request) -> Response {
    let answer = async {
        let (caller, body) = door.let_in(request).await?;
        door.at_desk(body, move |ward, message: HeldRequest, now| {
            if message.files.len() > wire::MAX_HELD {
                return Err(Denied(DenialCode::TooLarge));
            }
            keeping::held(ward.db(), &caller, &message, now)
        })
        .await
    };
    door.respond("held", answer).await
}
