//! What the ward says to a bundle, sealed for the replica that wrote it.

use super::{BundleError, BundleId};
use crate::{codec, wire::PushReply};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, AeadCore, OsRng, Payload},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tan_nha_domain::change::Hash;
use uuid::Uuid;
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"TNRECEIP";
const VERSION: u8 = 1;
/// Bytes of the magic with the version, of the bundle's id, of the key's name, and of the nonce.
const LENGTHS: [usize; 4] = [9, 16, 16, 24];
const CLEAR: usize = LENGTHS[0] + LENGTHS[1] + LENGTHS[2] + LENGTHS[3];

/// What became of a bundle at the ward.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipts {
    /// As to a push of all its changes: one receipt for each, what the ward says of it today.
    pub reply: PushReply,
    /// The files of the bundle that the ward holds whole.
    pub files: Vec<Hash>,
}

impl Receipts {
    /// The bytes for whoever wrote `bundle` and has this token.
    ///
    /// # Errors
    /// [`BundleError::CannotSeal`].
    pub fn seal(&self, bundle: BundleId, token: &str) -> Result<Vec<u8>, BundleError> {
        let key = key(bundle, token);
        let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
        let clear =
            [MAGIC.as_slice(), &[VERSION], bundle.0.as_bytes(), &name(&key), nonce.as_slice()].concat();
        let message = codec::encode(self).map_err(|_| BundleError::CannotSeal)?;
        let sealed = XChaCha20Poly1305::new(key.as_slice().into())
            .encrypt(&nonce, Payload { msg: &message, aad: &clear })
            .map_err(|_| BundleError::CannotSeal)?;
        Ok([clear, sealed].concat())
    }

    /// Reads them with the token of the replica that wrote the bundle.
    ///
    /// # Errors
    /// [`BundleError::NotReceipts`], [`BundleError::Newer`], [`BundleError::OtherReceipts`],
    /// [`BundleError::ReceiptsDamaged`].
    pub fn open(bytes: &[u8], token: &str) -> Result<(BundleId, Self), BundleError> {
        if !bytes.starts_with(MAGIC) {
            return Err(BundleError::NotReceipts);
        }
        let (clear, sealed) = bytes.split_at_checked(CLEAR).ok_or(BundleError::ReceiptsDamaged)?;
        let (head, rest) = clear.split_at(LENGTHS[0]);
        let (id, rest) = rest.split_at(LENGTHS[1]);
        let (named, nonce) = rest.split_at(LENGTHS[2]);
        if head.last() != Some(&VERSION) {
            return Err(BundleError::Newer);
        }
        let id = BundleId(Uuid::from_slice(id).map_err(|_| BundleError::ReceiptsDamaged)?);
        let key = key(id, token);
        if named != name(&key) {
            return Err(BundleError::OtherReceipts);
        }
        let message = XChaCha20Poly1305::new(key.as_slice().into())
            .decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: clear })
            .map_err(|_| BundleError::ReceiptsDamaged)?;
        let receipts = codec::decode(&message).map_err(|_| BundleError::ReceiptsDamaged)?;
        Ok((id, receipts))
    }
}

/// The token has 256 random bits, so a hash derives a key from it.
fn key(bundle: BundleId, token: &str) -> Zeroizing<[u8; 32]> {
    let hasher = Sha256::new_with_prefix(b"tan-nha receipts key v1 ");
    Zeroizing::new(hasher.chain_update(bundle.0.as_bytes()).chain_update(token).finalize().into())
}

/// Tells whether a key is the right one, and nothing else of it.
fn name(key: &Zeroizing<[u8; 32]>) -> [u8; 16] {
    let hash =
        Sha256::new_with_prefix(b"tan-nha receipts key name v1 ").chain_update(key.as_slice()).finalize();
    let mut name = [0; 16];
    name.copy_from_slice(&hash[..16]);
    name
}
