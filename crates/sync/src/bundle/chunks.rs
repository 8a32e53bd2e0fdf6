//! The sealed content as a stream of chunks.

use super::BundleError;
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{
        Payload,
        stream::{DecryptorBE32, EncryptorBE32},
    },
};
use std::io::{ErrorKind, Read, Write};
use zeroize::Zeroizing;

/// Bytes of a chunk before it is sealed.
const CHUNK: usize = 64 * 1024;
/// What sealing adds to a chunk.
const TAG: usize = 16;

/// The key of one bundle's content.
pub(super) type ContentKey = Zeroizing<[u8; 32]>;

/// A key seals one bundle and no other, so the part of the nonce that does not count may be the same in all.
const NONCE: [u8; 19] = [0; 19];

/// Seals what is written, chunk by chunk.
pub(super) struct Sealing<W> {
    out: W,
    encryptor: EncryptorBE32<XChaCha20Poly1305>,
    /// What every chunk is bound to.
    bound: Vec<u8>,
    waiting: Zeroizing<Vec<u8>>,
    written: u64,
}

impl<W: Write> Sealing<W> {
    pub(super) fn new(out: W, key: &ContentKey, bound: Vec<u8>) -> Self {
        let cipher = XChaCha20Poly1305::new(key.as_slice().into());
        let encryptor = EncryptorBE32::from_aead(cipher, NONCE.as_slice().into());
        Self { out, encryptor, bound, waiting: Zeroizing::new(Vec::with_capacity(CHUNK)), written: 0 }
    }

    /// Writes what comes next.
    pub(super) fn write(&mut self, mut bytes: &[u8]) -> Result<(), BundleError> {
        while !bytes.is_empty() {
            // A full chunk waits until more comes: it may be the last.
            if self.waiting.len() == CHUNK {
                let message = Payload { msg: &self.waiting, aad: &self.bound };
                let sealed = self.encryptor.encrypt_next(message).map_err(|_| BundleError::CannotSeal)?;
                self.out.write_all(&sealed)?;
                self.written += sealed.len() as u64;
                self.waiting.clear();
            }
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Writes the last chunk; what was written to, and how many bytes.
    pub(super) fn finish(mut self) -> Result<(W, u64), BundleError> {
        let message = Payload { msg: &self.waiting, aad: &self.bound };
        let sealed = self.encryptor.encrypt_last(message).map_err(|_| BundleError::CannotSeal)?;
        self.out.write_all(&sealed)?;
        self.out.flush()?;
        Ok((self.out, self.written + sealed.len() as u64))
    }
}

/// Opens what was sealed, chunk by chunk.
pub(super) struct Opening<R> {
    input: R,
    /// None once the last chunk was opened.
    decryptor: Option<DecryptorBE32<XChaCha20Poly1305>>,
    bound: Vec<u8>,
    /// The next chunk, sealed: where it is empty, the one before it is the last.
    ahead: Vec<u8>,
    open: Zeroizing<Vec<u8>>,
    /// How much of `open` was handed out.
    taken: usize,
}

impl<R: Read> Opening<R> {
    pub(super) fn new(mut input: R, key: &ContentKey, bound: Vec<u8>) -> Result<Self, BundleError> {
        let cipher = XChaCha20Poly1305::new(key.as_slice().into());
        let decryptor = Some(DecryptorBE32::from_aead(cipher, NONCE.as_slice().into()));
        let ahead = read_chunk(&mut input)?;
        Ok(Self { input, decryptor, bound, ahead, open: Zeroizing::default(), taken: 0 })
    }

    /// Fills `bytes` with what comes next; false, and nothing of it, when the end was reached before.
    pub(super) fn fill(&mut self, bytes: &mut [u8]) -> Result<bool, BundleError> {
        let mut filled = 0;
        while filled < bytes.len() {
            if self.taken == self.open.len() && !self.open_next()? {
                return if filled == 0 { Ok(false) } else { Err(BundleError::Damaged) };
            }
            let some = (bytes.len() - filled).min(self.open.len() - self.taken);
            bytes[filled..filled + some].copy_from_slice(&self.open[self.taken..self.taken + some]);
            filled += some;
            self.taken += some;
        }
        Ok(true)
    }

    fn open_next(&mut self) -> Result<bool, BundleError> {
        let Some(mut decryptor) = self.decryptor.take() else { return Ok(false) };
        let sealed = std::mem::take(&mut self.ahead);
        self.ahead = read_chunk(&mut self.input)?;
        let message = Payload { msg: &sealed, aad: &self.bound };
        let opened = if self.ahead.is_empty() {
            decryptor.decrypt_last(message)
        } else {
            let opened = decryptor.decrypt_next(message);
            self.decryptor = Some(decryptor);
            opened
        };
        self.open = Zeroizing::new(opened.map_err(|_| BundleError::Damaged)?);
        self.taken = 0;
        Ok(true)
    }
}

/// As much as a chunk has, less only at the end of the file.
fn read_chunk(input: &mut impl Read) -> Result<Vec<u8>, BundleError> {
    let mut sealed = Vec::with_capacity(CHUNK + TAG);
    input.by_ref().take((CHUNK + TAG) as u64).read_to_end(&mut sealed)?;
    Ok(sealed)
}

/// Fills `bytes` from what is not sealed; a file that ends before is damaged.
pub(super) fn read_exact(input: &mut impl Read, bytes: &mut [u8]) -> Result<(), BundleError> {
    input.read_exact(bytes).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => BundleError::Damaged,
        _ => BundleError::Io(error),
    })
}
