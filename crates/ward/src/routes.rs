//! The requests of the protocol over HTTP. Whoever has no token costs little: it is looked at before
//! the body is read.

use crate::{
    access::{Caller, Shown},
    carrying,
    denied::Denied,
    enrolment, files, messages, pull, push,
    ward::Ward,
};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    response::Response,
    routing::post,
};
use serde::{Serialize, de::DeserializeOwned};
use std::{sync::Arc, time::Duration};
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::{
    codec::Packing,
    wire::{self, DenialCode},
};
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};
use tower_http::catch_panic::CatchPanicLayer;

/// A request that takes longer is given up: the slowest network carries a batch in this time.
const REQUEST: Duration = Duration::from_secs(30);
/// An enrolment is a few hundred bytes, and anybody may send one.
const ENROL_BYTES: usize = 16 * 1024;
/// Requests at work on the file, or on unpacking, at a time.
const AT_WORK: usize = 4;

/// What a request needs.
#[derive(Clone)]
pub(crate) struct Door {
    ward: Ward,
    /// The beginning of the root's fingerprint, for cursors.
    mark: Arc<str>,
    desks: Arc<Semaphore>,
}

/// The routes of a ward.
pub(crate) fn routes(ward: &Ward) -> Router {
    let mark = ward.fingerprint().to_string()[..16].into();
    let door = Door { ward: ward.clone(), mark, desks: Arc::new(Semaphore::new(AT_WORK)) };
    let clock = ward.clock().clone();
    let on_panic = move |_: Box<dyn std::any::Any + Send>| {
        tracing::error!("a request panicked");
        messages::response(Err(Denied(DenialCode::Internal)), clock.now())
    };
    Router::new()
        .route(wire::ENROL, post(enrol))
        .route(wire::PUSH, post(push))
        .route(wire::PULL, post(pull))
        .merge(files::routes())
        .merge(carrying::routes())
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .layer(CatchPanicLayer::custom(on_panic))
        .with_state(door)
}

async fn enrol(State(door): State<Door>, request: Request) -> Response {
    let answer = async {
        let body = messages::body_of(request, ENROL_BYTES).await?;
        door.at_desk(body, |ward, message, now| ward.db().write(|conn| enrolment::enrol(conn, &message, now)))
            .await
    };
    door.respond("enrol", answer).await
}

async fn push(State(door): State<Door>, request: Request) -> Response {
    let mark = Arc::clone(&door.mark);
    let answer = async {
        let (caller, body) = door.let_in(request).await?;
        door.at_desk(body, move |ward, message, now| push::answer(ward.db(), &caller, &message, &mark, now))
            .await
    };
    door.respond("push", answer).await
}

async fn pull(State(door): State<Door>, request: Request) -> Response {
    let mark = Arc::clone(&door.mark);
    let answer = async {
        let (caller, body) = door.let_in(request).await?;
        door.at_desk(body, move |ward, message, now| pull::pull(ward.db(), &caller, &message, &mark, now))
            .await
    };
    door.respond("pull", answer).await
}

async fn unknown(State(door): State<Door>) -> Response {
    messages::denial(StatusCode::NOT_FOUND, DenialCode::BadRequest, door.ward.clock().now())
}

impl Door {
    /// Who calls, and then what they sent.
    pub(crate) async fn let_in(&self, request: Request<Body>) -> Result<(Caller, Vec<u8>), Denied> {
        let shown = Shown::read(request.headers())?;
        let caller = self.blocking(move |ward| ward.db().read(|conn| shown.caller(conn))).await?;
        Ok((caller, messages::body_of(request, wire::MAX_BODY_BYTES).await?))
    }

    /// Reads the message, does the work and writes the answer, off the threads of the network. Its moment
    /// is taken when its turn comes.
    pub(crate) async fn at_desk<Q, A, F>(&self, body: Vec<u8>, work: F) -> Result<Vec<u8>, Denied>
    where
        Q: DeserializeOwned,
        A: Serialize,
        F: FnOnce(&Ward, Q, Timestamp) -> Result<A, Denied> + Send + 'static,
    {
        self.work(move |ward| {
            let (message, packing) = (messages::read(&body)?, Packing::of(&body));
            drop(body);
            messages::write(&work(ward, message, ward.clock().now())?, packing)
        })
        .await
    }

    /// Does the work when its turn comes, off the threads of the network.
    pub(crate) async fn work<T, E>(
        &self,
        work: impl FnOnce(&Ward) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Denied> + Send + 'static,
    {
        let desk = Arc::clone(&self.desks).acquire_owned().await;
        let desk = desk.map_err(|_| Denied(DenialCode::Busy))?;
        self.blocking(move |ward| {
            // The place is free again when the work is done, even if nobody waits for it any more.
            let _desk = desk;
            work(ward)
        })
        .await
    }

    async fn blocking<T, E>(&self, work: impl FnOnce(&Ward) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Denied> + Send + 'static,
    {
        let ward = self.ward.clone();
        spawn_blocking(move || work(&ward)).await.unwrap_or_else(|_| {
            tracing::error!("a request panicked");
            Err(E::from(Denied(DenialCode::Internal)))
        })
    }

    /// The moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.ward.clock().now()
    }

    /// The response that carries the answer of `what`, given up after [`REQUEST`].
    pub(crate) async fn respond(
        &self,
        what: &'static str,
        answer: impl Future<Output = Result<Vec<u8>, Denied>>,
    ) -> Response {
        let answer = timeout(REQUEST, answer).await.unwrap_or(Err(Denied(DenialCode::Busy)));
        match &answer {
            Ok(bytes) => tracing::debug!(what, bytes = bytes.len(), "answered"),
            Err(Denied(code)) => tracing::info!(what, code = code.as_str(), "denied"),
        }
        messages::response(answer, self.ward.clock().now())
    }
}
