//! Reads a bundle.

use super::{
    BundleError, BundleId, Part, Writer,
    chunks::Opening,
    envelope,
    writer::{CHANGES, FILE, WRITER},
};
use crate::{
    codec,
    wire::{MAX_BODY_BYTES, MAX_FILE_BYTES},
};
use std::io::Read;
use tan_nha_domain::{change::Hash, ids::WardCode};

/// Bytes of a hash before a file's content.
const NAME: usize = 32;
/// No part is longer.
const MAX_PART: usize = NAME + MAX_FILE_BYTES as usize;
const _: () = assert!(MAX_BODY_BYTES <= MAX_PART);

/// A bundle that is being read, one part in memory at a time. What it has given is what was written; whether
/// nothing is missing is known when it has given the last.
pub struct BundleReader<R> {
    id: BundleId,
    writer: Writer,
    content: Opening<R>,
}

impl<R: Read> BundleReader<R> {
    /// Opens a bundle for this ward with the secret half of its recovery key (X25519).
    ///
    /// # Errors
    /// [`BundleError::NotABundle`], [`BundleError::Newer`], [`BundleError::OtherWard`],
    /// [`BundleError::Damaged`], [`BundleError::Io`].
    pub fn open(mut input: R, ward: &WardCode, secret: &[u8; 32]) -> Result<Self, BundleError> {
        let (id, key, bound) = envelope::open(&mut input, ward, secret)?;
        let mut content = Opening::new(input, &key, bound)?;
        match next_part(&mut content)? {
            Some((WRITER, bytes)) => {
                let writer = codec::decode(&bytes).map_err(|_| BundleError::Damaged)?;
                Ok(Self { id, writer, content })
            }
            _ => Err(BundleError::Damaged),
        }
    }

    /// Its name.
    pub fn id(&self) -> BundleId {
        self.id
    }

    /// Who wrote it, by their own words: whether the token is theirs is the ward's to say.
    pub fn writer(&self) -> &Writer {
        &self.writer
    }

    /// The next part; none after the last.
    ///
    /// # Errors
    /// [`BundleError::Damaged`], [`BundleError::Io`].
    pub fn next_part(&mut self) -> Result<Option<Part>, BundleError> {
        let Some((kind, mut bytes)) = next_part(&mut self.content)? else { return Ok(None) };
        let part = match kind {
            CHANGES => Part::Changes(codec::decode(&bytes).map_err(|_| BundleError::Damaged)?),
            FILE if bytes.len() >= NAME => {
                let content = bytes.split_off(NAME);
                let sha256 = Hash::of(&content);
                if bytes != sha256.0 {
                    return Err(BundleError::Damaged);
                }
                Part::File { sha256, content }
            }
            _ => return Err(BundleError::Damaged),
        };
        Ok(Some(part))
    }
}

/// The kind of the next part and its bytes.
fn next_part(content: &mut Opening<impl Read>) -> Result<Option<(u8, Vec<u8>)>, BundleError> {
    let mut head = [0; 5];
    if !content.fill(&mut head)? {
        return Ok(None);
    }
    let [kind, length @ ..] = head;
    let length = u32::from_be_bytes(length) as usize;
    if length > MAX_PART {
        return Err(BundleError::Damaged);
    }
    let mut bytes = vec![0; length];
    if length > 0 && !content.fill(&mut bytes)? {
        return Err(BundleError::Damaged);
    }
    Ok(Some((kind, bytes)))
}
