//! Files go to the ward by tus 1.0.0 (core, creation and creation-with-upload;
//! tus.io/protocols/resumable-upload).

use super::{WardClient, http::denial_in};
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{
    Method, Response, StatusCode,
    header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION},
};
use tan_nha_sync::{
    pass::{Begun, CallError, FileToSend, UploadError},
    wire::{FILE_MISMATCH, FILE_SHA256, FILES, TUS_VERSION},
};

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
/// The content type of a part of a file.
const PART: &str = "application/offset+octet-stream";

impl WardClient {
    /// Begins an upload with its first bytes, or finds the one that this replica began before.
    pub(super) async fn create_upload(
        &mut self,
        file: &FileToSend,
        first: Vec<u8>,
    ) -> Result<Begun, UploadError> {
        let named = format!("{FILE_SHA256} {}", STANDARD.encode(file.sha256.to_string()));
        let headers = [(LENGTH, file.bytes.to_string()), (METADATA, named)];
        let kind = (!first.is_empty()).then(|| (CONTENT_TYPE, PART.to_owned()));
        let answer = self.tus(Method::POST, FILES, headers.into_iter().chain(kind), first).await?;
        let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        // The ward says a path, which holds at each of its addresses.
        match location.filter(|path| answer.status() == StatusCode::CREATED && path.starts_with('/')) {
            Some(path) => Ok(Begun { location: path.to_owned(), offset: offset_of(&answer) }),
            None => Err(refusal(answer).await),
        }
    }

    /// How many bytes of an upload the ward has.
    pub(super) async fn offset_of(&mut self, location: &str) -> Result<u64, UploadError> {
        let answer = self.tus(Method::HEAD, location, [], Vec::new()).await?;
        offset_in(answer, StatusCode::OK).await
    }

    /// Sends what follows on the first `offset` bytes; how many the ward has then.
    pub(super) async fn send_part(
        &mut self,
        location: &str,
        offset: u64,
        bytes: Vec<u8>,
    ) -> Result<u64, UploadError> {
        let kind = (CONTENT_TYPE, PART.to_owned());
        let answer = self.tus(Method::PATCH, location, [(OFFSET, offset.to_string()), kind], bytes).await?;
        offset_in(answer, StatusCode::NO_CONTENT).await
    }

    async fn tus(
        &mut self,
        method: Method,
        path: &str,
        more: impl IntoIterator<Item = (HeaderName, String)>,
        body: Vec<u8>,
    ) -> Result<Response, UploadError> {
        let mut headers = HeaderMap::new();
        headers.insert(RESUMABLE, HeaderValue::from_static(TUS_VERSION));
        for (name, value) in more {
            let value =
                HeaderValue::from_str(&value).map_err(|_| UploadError::Call(CallError::NotTheWard))?;
            headers.insert(name, value);
        }
        let answer = self.request(method, path, headers, body).await.map_err(UploadError::Call)?;
        // Every answer of the ward says so, also one that refuses; a captive portal's does not.
        match answer.headers().get(RESUMABLE) {
            Some(version) if version == TUS_VERSION => Ok(answer),
            _ => Err(UploadError::Call(denial_in(answer).await)),
        }
    }
}

async fn offset_in(answer: Response, success: StatusCode) -> Result<u64, UploadError> {
    match offset_of(&answer) {
        Some(offset) if answer.status() == success => Ok(offset),
        _ => Err(refusal(answer).await),
    }
}

fn offset_of(answer: &Response) -> Option<u64> {
    answer.headers().get(OFFSET)?.to_str().ok()?.parse().ok()
}

/// What a status says of a file: it goes by the status, since a HEAD has no body.
async fn refusal(answer: Response) -> UploadError {
    match answer.status() {
        StatusCode::NOT_FOUND | StatusCode::GONE => UploadError::Gone,
        StatusCode::CONFLICT => UploadError::OtherOffset,
        status if status.as_u16() == FILE_MISMATCH => UploadError::OtherContent,
        StatusCode::BAD_REQUEST
        | StatusCode::PAYLOAD_TOO_LARGE
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY => UploadError::Refused,
        _ => UploadError::Call(denial_in(answer).await),
    }
}
