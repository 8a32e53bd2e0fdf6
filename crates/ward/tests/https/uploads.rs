//! A device that uploads, and a line that stops in the middle of a request.

use crate::device::{Answer, Device, address, trust};
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use rustls::{ClientConnection, StreamOwned};
use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    sync::Arc,
    time::Duration,
};
use tan_nha_domain::change::Hash;
use tan_nha_sync::wire::{self, HeldReply, HeldRequest};
use tan_nha_ward::Ward;

pub(crate) const CHUNK: usize = 256 * 1024;
/// The content type of a part of a file.
const PART: &str = "application/offset+octet-stream";

/// Bytes like a photo's: none repeats another.
pub(crate) fn photo(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..length).map(|_| next()).collect()
}

/// The content that the ward holds of a file.
pub(crate) fn content(ward: &Ward, sha: Hash) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    ward.write_file(sha, &mut bytes).unwrap().then_some(bytes)
}

pub(crate) fn metadata(sha: Hash) -> String {
    format!("{} {}", wire::FILE_SHA256, STANDARD.encode(sha.to_string()))
}

pub(crate) fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

impl Device {
    /// A request of tus, with what every one of them bears.
    pub(crate) fn tus(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, self.url(path));
        request.header("authorization", self.bearer()).header("tus-resumable", wire::TUS_VERSION)
    }

    pub(crate) fn creation(&self, sha: Hash, length: u64) -> RequestBuilder {
        let request = self.tus(Method::POST, wire::FILES).header("upload-length", length);
        request.header("upload-metadata", metadata(sha))
    }

    /// Begins an upload: where it is.
    pub(crate) async fn begin(&self, sha: Hash, length: usize) -> String {
        let response = self.creation(sha, length as u64).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::CREATED);
        header(&response, "location").unwrap().to_owned()
    }

    /// Begins an upload with its first bytes: its offset, or the status under which it was refused.
    pub(crate) async fn begin_with(&self, sha: Hash, length: usize, first: &[u8]) -> Result<usize, u16> {
        let request = self.creation(sha, length as u64).header("content-type", PART).body(first.to_vec());
        offset_of(&request.send().await.unwrap(), StatusCode::CREATED)
    }

    pub(crate) fn patch(&self, upload: &str, offset: usize, bytes: &[u8]) -> RequestBuilder {
        self.tus(Method::PATCH, upload)
            .header("content-type", PART)
            .header("upload-offset", offset)
            .body(bytes.to_vec())
    }

    /// Adds bytes to an upload: its new offset, or the status under which they were refused.
    pub(crate) async fn append(&self, upload: &str, offset: usize, bytes: &[u8]) -> Result<usize, u16> {
        offset_of(&self.patch(upload, offset, bytes).send().await.unwrap(), StatusCode::NO_CONTENT)
    }

    /// The offset of an upload, or the status under which it was refused.
    pub(crate) async fn offset(&self, upload: &str) -> Result<usize, u16> {
        offset_of(&self.tus(Method::HEAD, upload).send().await.unwrap(), StatusCode::OK)
    }

    /// Waits until the ward has kept what came on another line.
    pub(crate) async fn offset_becomes(&self, upload: &str, expected: usize) {
        let asked = async { while self.offset(upload).await.unwrap() != expected {} };
        tokio::time::timeout(Duration::from_secs(60), asked).await.unwrap();
    }

    /// Uploads a file in one go.
    pub(crate) async fn upload(&self, bytes: &[u8]) -> Hash {
        let sha = Hash::of(bytes);
        let upload = self.begin(sha, bytes.len()).await;
        assert_eq!(self.append(&upload, 0, bytes).await, Ok(bytes.len()));
        sha
    }

    pub(crate) async fn held(&self, files: &[Hash]) -> Answer<Vec<Hash>> {
        let request = HeldRequest { files: files.to_vec() };
        self.ask::<HeldReply>(wire::FILES_HELD, &request).await.map(|reply| reply.held)
    }

    /// A `PATCH` on a line of its own, of which only the head was sent yet; `framing` is the header that
    /// says where its body ends.
    pub(crate) fn line(&self, upload: &str, offset: usize, framing: &str) -> Line {
        self.head(&format!("PATCH {upload}"), &format!("upload-offset: {offset}\r\n{framing}"))
    }

    /// A `POST` that begins an upload with all of its bytes, of which only the head was sent yet.
    pub(crate) fn beginning(&self, sha: Hash, length: usize) -> Line {
        let named = metadata(sha);
        let more = format!("upload-length: {length}\r\nupload-metadata: {named}\r\ncontent-length: {length}");
        self.head(&format!("POST {}", wire::FILES), &more)
    }

    fn head(&self, request: &str, more: &str) -> Line {
        let name = wire::SERVER_NAME.try_into().unwrap();
        let connection = ClientConnection::new(Arc::new(trust(&self.invitation)), name).unwrap();
        let socket = TcpStream::connect(address(&self.invitation)).unwrap();
        let mut line = Line(StreamOwned::new(connection, socket));
        let head = format!(
            "{request} HTTP/1.1\r\nhost: {}\r\nauthorization: {}\r\ntus-resumable: 1.0.0\r\n\
             content-type: {PART}\r\n{more}\r\n\r\n",
            wire::SERVER_NAME,
            self.bearer(),
        );
        line.send(head.as_bytes());
        line
    }
}

fn offset_of(response: &Response, success: StatusCode) -> Result<usize, u16> {
    assert_eq!(header(response, "tus-resumable"), Some(wire::TUS_VERSION));
    if response.status() != success {
        return Err(response.status().as_u16());
    }
    Ok(header(response, "upload-offset").unwrap().parse().unwrap())
}

/// A connection that sends when it is told to.
pub(crate) struct Line(StreamOwned<ClientConnection, TcpStream>);

impl Line {
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap();
        self.0.flush().unwrap();
    }

    /// Cuts the line after what was sent, without the farewell of TLS. What the ward says is read, since a
    /// socket closed with something unread in it takes back what it sent.
    pub(crate) fn cut(mut self) {
        self.0.sock.shutdown(Shutdown::Write).unwrap();
        let _ = self.0.sock.read_to_end(&mut Vec::new());
    }

    /// The status of the answer.
    pub(crate) fn status(&mut self) -> u16 {
        let mut first = [0; 12];
        self.0.read_exact(&mut first).unwrap();
        std::str::from_utf8(&first[9..]).unwrap().parse().unwrap()
    }
}
