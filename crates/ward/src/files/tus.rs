//! The headers of tus 1.0.0 <https://tus.io/protocols/resumable-upload>, read and written.

use super::refused::Refused;
use crate::db::files::Upload;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, de::IntoDeserializer};
use tan_nha_domain::change::Hash;
use tan_nha_sync::wire::{DenialCode, FILE_SHA256, FILES, MAX_FILE_BYTES, TUS_VERSION};
use uuid::Uuid;

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const METHOD_OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

const CONTENT_TYPE: &str = "application/offset+octet-stream";
const NO_STORE: (HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// What a new upload is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Creation {
    pub(super) sha: Hash,
    pub(super) length: u64,
}

/// The method that counts; where a proxy lets only some through, tus names it in a header.
pub(super) fn method(request: &Request<Body>) -> Method {
    let named = request.headers().get(METHOD_OVERRIDE).map(HeaderValue::as_bytes);
    named.and_then(|name| Method::from_bytes(name).ok()).unwrap_or_else(|| request.method().clone())
}

/// Refuses a request of another version of tus, or of none.
pub(super) fn expect_version(headers: &HeaderMap) -> Result<(), Refused> {
    let ours = headers.get(RESUMABLE).is_some_and(|version| version == TUS_VERSION);
    if ours { Ok(()) } else { Err(Refused::OtherVersion) }
}

/// What a `POST` asks for.
pub(super) fn creation(headers: &HeaderMap) -> Result<Creation, Refused> {
    let length = number(headers, &UPLOAD_LENGTH).filter(|length| *length > 0);
    let length = length.ok_or(Refused::Denied(DenialCode::BadRequest))?;
    if length > MAX_FILE_BYTES {
        return Err(Refused::Denied(DenialCode::TooLarge));
    }
    let sha = headers.get(UPLOAD_METADATA).and_then(|value| sha_of(value.to_str().ok()?));
    Ok(Creation { sha: sha.ok_or(Refused::Denied(DenialCode::BadRequest))?, length })
}

/// Whether the body is a part of a file.
pub(super) fn brings_bytes(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == CONTENT_TYPE)
}

/// Where a `PATCH` goes on.
pub(super) fn appending(headers: &HeaderMap) -> Result<u64, Refused> {
    if !brings_bytes(headers) {
        return Err(Refused::OtherContentType);
    }
    number(headers, &UPLOAD_OFFSET).ok_or(Refused::Denied(DenialCode::BadRequest))
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    let digits = headers.get(name)?.to_str().ok()?;
    // `parse` would take a plus sign too.
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// `Upload-Metadata` is a list of keys, each with its value in base64.
fn sha_of(metadata: &str) -> Option<Hash> {
    let mut pairs = metadata.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let (_, value) = pairs.find(|(key, _)| *key == FILE_SHA256)?;
    let text = String::from_utf8(STANDARD.decode(value).ok()?).ok()?;
    let digits: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
        text.as_str().into_deserializer();
    if text.bytes().all(|byte| byte.is_ascii_hexdigit()) { Hash::deserialize(digits).ok() } else { None }
}

/// The answer to `OPTIONS`.
pub(super) fn capabilities() -> Response {
    let max_size = (MAX_SIZE, MAX_FILE_BYTES.to_string());
    (
        StatusCode::NO_CONTENT,
        [(VERSION, TUS_VERSION), (EXTENSION, "creation,creation-with-upload")],
        [max_size],
    )
        .into_response()
}

/// The answer to `POST`. Without scheme and host: the address by which the ward is reached is the caller's.
pub(super) fn created(id: Uuid, offset: u64) -> Response {
    let stands = [(header::LOCATION, format!("{FILES}/{id}")), (UPLOAD_OFFSET, offset.to_string())];
    (StatusCode::CREATED, stands, [NO_STORE]).into_response()
}

/// The answer to `HEAD`.
pub(super) fn stands_at(upload: &Upload) -> Response {
    let stands = [(UPLOAD_OFFSET, upload.offset.to_string()), (UPLOAD_LENGTH, upload.length.to_string())];
    (StatusCode::OK, stands, [NO_STORE]).into_response()
}

/// The answer to `PATCH`.
pub(super) fn appended(offset: u64) -> Response {
    (StatusCode::NO_CONTENT, [(UPLOAD_OFFSET, offset.to_string())], [NO_STORE]).into_response()
}

/// The answer with the version that every answer bears.
pub(super) fn versioned(mut response: Response) -> Response {
    let ours = HeaderValue::from_static(TUS_VERSION);
    if response.status() == StatusCode::PRECONDITION_FAILED {
        response.headers_mut().insert(VERSION, ours.clone());
    }
    response.headers_mut().insert(RESUMABLE, ours);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(length: &str, metadata: &str) -> HeaderMap {
        let value = |text: &str| HeaderValue::from_str(text).unwrap();
        HeaderMap::from_iter([(UPLOAD_LENGTH, value(length)), (UPLOAD_METADATA, value(metadata))])
    }

    #[test]
    fn a_creation_is_read_or_refused_with_its_reason() {
        let sha = Hash::of(b"a photo");
        let named = |text: &str| format!("{FILE_SHA256} {}", STANDARD.encode(text));
        let good = named(&sha.to_string());
        let (bad, large) = (Refused::Denied(DenialCode::BadRequest), Refused::Denied(DenialCode::TooLarge));
        let most = MAX_FILE_BYTES.to_string();
        let whole = Creation { sha, length: 5 };
        for (length, metadata, expected) in [
            ("5", good.clone(), Ok(whole)),
            ("5", format!("filename YQ==, is_confidential,{good}"), Ok(whole)),
            ("5", named(&sha.to_string().to_uppercase()), Ok(whole)),
            (&most, good.clone(), Ok(Creation { sha, length: MAX_FILE_BYTES })),
            (&(MAX_FILE_BYTES + 1).to_string(), good.clone(), Err(large)),
            ("0", good.clone(), Err(bad)),
            ("-5", good.clone(), Err(bad)),
            ("+5", good.clone(), Err(bad)),
            ("", good.clone(), Err(bad)),
            ("99999999999999999999", good.clone(), Err(bad)),
            ("5", String::new(), Err(bad)),
            ("5", "filename YQ==".into(), Err(bad)),
            ("5", format!("{FILE_SHA256} {sha}"), Err(bad)),
            ("5", named(&sha.to_string()[1..]), Err(bad)),
            ("5", named(&sha.to_string().replacen(|_: char| true, "+", 1)), Err(bad)),
        ] {
            assert_eq!(creation(&headers(length, &metadata)), expected, "{length} {metadata}");
        }
    }
}
