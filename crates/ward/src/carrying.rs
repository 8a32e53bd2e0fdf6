//! A bundle that somebody else's device carries here over the network. Who carries it can read nothing of it; who
//! wrote it shows themselves within.
//!
//! It is kept in a file without a name, as it came, until it was taken in whole: nothing of it stays, whatever breaks.

use crate::{
    access::Shown, denied::Denied, error::WardError, files::Arriving, messages, routes::Door, scope,
};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use std::{
    fs::{self, File, OpenOptions},
    io::{Seek, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::Arc,
};
use tan_nha_sync::{
    bundle::{BUNDLES, BundleError, CONTENT_TYPE, MAX_BYTES},
    wire::DenialCode,
};
use tokio::{sync::Semaphore, task::spawn_blocking};
use uuid::Uuid;

/// Bundles that come at a time: each may take [`MAX_BYTES`] of the disk.
const AT_A_TIME: usize = 2;

/// The route of bundles.
pub(crate) fn routes() -> Router<Door> {
    let places = Arc::new(Semaphore::new(AT_A_TIME));
    Router::new().route(
        BUNDLES,
        post(move |State(door): State<Door>, request: Request| carried(door, places, request)),
    )
}

async fn carried(door: Door, places: Arc<Semaphore>, request: Request) -> Response {
    let (head, mut body) = request.into_parts();
    let answer = take_in(&door, places, &head.headers, &mut body).await;
    match answer {
        Ok(receipts) => {
            let headers = [(header::CONTENT_TYPE, CONTENT_TYPE), (header::CACHE_CONTROL, "no-store")];
            (StatusCode::OK, headers, receipts).into_response()
        }
        Err(Denied(code)) => {
            tracing::info!(what = "bundle", code = code.as_str(), "denied");
            if code != DenialCode::TokenRefused {
                Arriving::drain(&mut body).await;
            }
            messages::response(Err(Denied(code)), door.now())
        }
    }
}

async fn take_in(
    door: &Door,
    places: Arc<Semaphore>,
    headers: &HeaderMap,
    body: &mut Body,
) -> Result<Vec<u8>, Denied> {
    let shown = Shown::read(headers)?;
    door.work(move |ward| ward.db().read(|conn| scope::may_pull(&shown.caller(conn)?))).await?;
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != CONTENT_TYPE) {
        return Err(Denied(DenialCode::BadRequest));
    }
    let place = places.try_acquire_owned().map_err(|_| Denied(DenialCode::Busy))?;
    let mut file = door.work(|ward| nameless(&ward.folder()?).map_err(Denied::from)).await?;
    let mut arriving = Arriving::new(body, MAX_BYTES);
    while let Some(bytes) = arriving.next().await.map_err(|refused| refused.denied())? {
        let kept = spawn_blocking(move || file.write_all(&bytes).map(|()| file)).await;
        file = kept.map_err(|_| Denied(DenialCode::Internal))?.map_err(WardError::from)?;
    }
    door.work(move |ward| {
        // Kept to the end of the work, also when whoever waits for it has gone.
        let _place = place;
        file.rewind().map_err(WardError::from)?;
        Ok(ward.take_in(&mut file).map_err(refusal)?.receipts)
    })
    .await
}

/// A file that is gone when it is closed, however that comes.
fn nameless(folder: &Path) -> Result<File, WardError> {
    let path = folder.join(format!("carried-{}", Uuid::new_v4()));
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}

/// Whoever carries it is told whether another try helps.
fn refusal(error: WardError) -> Denied {
    match error {
        WardError::Bundle(BundleError::Damaged) => Denied(DenialCode::BundleDamaged),
        WardError::Bundle(_) => Denied(DenialCode::BadRequest),
        WardError::BundleReplicaUnknown => Denied(DenialCode::BundleReplicaUnknown),
        fault => fault.into(),
    }
}
