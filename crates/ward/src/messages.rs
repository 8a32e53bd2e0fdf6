//! Bodies of requests and answers.

use crate::denied::Denied;
use axum::{
    body::{Body, HttpBody},
    http::{Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{future::poll_fn, pin::Pin};
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::{
    codec::{self, CodecError, Packing},
    wire::{CONTENT_TYPE, Denial, DenialCode},
};

/// How much of a body that is too large is read away, in multiples of the limit: a client that is
/// still sending would otherwise see a broken connection and not the answer.
const DRAINED: usize = 4;

/// Reads the bytes of a request's body, `limit` at most.
pub(crate) async fn body_of(request: Request<Body>, limit: usize) -> Result<Vec<u8>, Denied> {
    let is_ours = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == CONTENT_TYPE);
    let mut body = request.into_body();
    let (mut bytes, mut seen) = (Vec::new(), 0_usize);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(|_| Denied(DenialCode::BadRequest))?.into_data() else { continue };
        seen = seen.saturating_add(data.len());
        if seen <= limit {
            bytes.extend_from_slice(&data);
        } else if seen > limit.saturating_mul(DRAINED) {
            break;
        } else {
            bytes = Vec::new();
        }
    }
    match (seen > limit, is_ours) {
        (true, _) => Err(Denied(DenialCode::TooLarge)),
        (false, false) => Err(Denied(DenialCode::BadRequest)),
        (false, true) => Ok(bytes),
    }
}

/// Reads a message.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Denied> {
    codec::decode(bytes).map_err(|error| {
        Denied(match error {
            CodecError::TooLarge => DenialCode::TooLarge,
            CodecError::Compression => DenialCode::Garbled,
            CodecError::Shape => DenialCode::BadRequest,
        })
    })
}

/// Writes an answer for who understands `packing`.
pub(crate) fn write<T: Serialize>(answer: &T, packing: Packing) -> Result<Vec<u8>, Denied> {
    codec::encode_as(answer, packing).map_err(|_| Denied(DenialCode::Internal))
}

/// The response that carries an answer.
pub(crate) fn response(answer: Result<Vec<u8>, Denied>, now: Timestamp) -> Response {
    match answer {
        // To a POST, which nobody keeps unless told to.
        Ok(bytes) => (StatusCode::OK, [(header::CONTENT_TYPE, CONTENT_TYPE)], bytes).into_response(),
        Err(Denied(code)) => {
            let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            denial(status, code, now)
        }
    }
}

/// A denial under a status of its own.
pub(crate) fn denial(status: StatusCode, code: DenialCode, now: Timestamp) -> Response {
    let denial = Denial::new(code, now);
    let headers = [(header::CONTENT_TYPE, CONTENT_TYPE), (header::CACHE_CONTROL, "no-store")];
    let mut response = (status, headers, codec::encode(&denial).unwrap_or_default()).into_response();
    if let Some(seconds) = denial.retry_after_s {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ward_that_is_busy_says_after_how_many_seconds_to_come_back_and_others_do_not() {
        let said = |code| {
            let response = response(Err(Denied(code)), Timestamp(0));
            let header = response.headers().get(header::RETRY_AFTER).cloned();
            (response.status().as_u16(), header.map(|seconds| seconds.to_str().unwrap_or("").to_owned()))
        };
        assert_eq!(said(DenialCode::Busy), (503, Some("30".to_owned())));
        assert_eq!(said(DenialCode::Internal), (500, None));
        assert_eq!(said(DenialCode::Revoked), (403, None));
    }
}
