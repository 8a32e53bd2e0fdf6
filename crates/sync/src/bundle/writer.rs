//! Writes a bundle.

use super::{BundleError, BundleId, Writer, chunks::Sealing, envelope};
use crate::codec;
use std::io::Write;
use tan_nha_domain::{
    change::{Hash, SealedChange},
    ids::WardCode,
};

/// The kinds of parts.
pub(super) const WRITER: u8 = 1;
pub(super) const CHANGES: u8 = 2;
pub(super) const FILE: u8 = 3;

/// A bundle that is being written. One that was not finished is cut, and no ward takes it.
pub struct BundleWriter<W> {
    id: BundleId,
    clear_bytes: u64,
    content: Sealing<W>,
}

impl<W: Write> BundleWriter<W> {
    /// Begins a bundle for the ward whose recovery key has this public half (X25519).
    ///
    /// # Errors
    /// [`BundleError::CannotSeal`], [`BundleError::Io`].
    pub fn begin(
        mut out: W,
        ward: &WardCode,
        public: &[u8; 32],
        writer: &Writer,
    ) -> Result<Self, BundleError> {
        let id = envelope::new_id();
        let (key, clear) = envelope::seal(id, ward, public)?;
        out.write_all(&clear)?;
        let clear_bytes = clear.len() as u64;
        let mut bundle = Self { id, clear_bytes, content: Sealing::new(out, &key, clear) };
        bundle.part(WRITER, &[&codec::encode(writer).map_err(|_| BundleError::CannotSeal)?])?;
        Ok(bundle)
    }

    /// Its name.
    pub fn id(&self) -> BundleId {
        self.id
    }

    /// Writes the next changes, in the order of their numbers and no more than one push would carry.
    ///
    /// # Errors
    /// [`BundleError::CannotSeal`], [`BundleError::Io`].
    pub fn changes(&mut self, changes: &[SealedChange]) -> Result<(), BundleError> {
        let message = codec::encode(&changes).map_err(|_| BundleError::CannotSeal)?;
        self.part(CHANGES, &[&message])
    }

    /// Writes a file; `content` is what `sha256` says, and at most [`crate::wire::MAX_FILE_BYTES`].
    ///
    /// # Errors
    /// [`BundleError::CannotSeal`], [`BundleError::Io`].
    pub fn file(&mut self, sha256: Hash, content: &[u8]) -> Result<(), BundleError> {
        self.part(FILE, &[&sha256.0, content])
    }

    /// Ends the bundle; what was written to, and how many bytes it has.
    ///
    /// # Errors
    /// [`BundleError::CannotSeal`], [`BundleError::Io`].
    pub fn finish(self) -> Result<(W, u64), BundleError> {
        let (out, sealed_bytes) = self.content.finish()?;
        Ok((out, self.clear_bytes + sealed_bytes))
    }

    fn part(&mut self, kind: u8, pieces: &[&[u8]]) -> Result<(), BundleError> {
        let length: usize = pieces.iter().map(|piece| piece.len()).sum();
        let length = u32::try_from(length).map_err(|_| BundleError::CannotSeal)?;
        self.content.write(&[kind])?;
        self.content.write(&length.to_be_bytes())?;
        pieces.iter().try_for_each(|piece| self.content.write(piece))
    }
}
