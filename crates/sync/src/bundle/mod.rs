//! A bundle: the work of one replica as a file that is carried to the ward where no network is, and the file
//! with the receipts that comes back.
//!
//! ```text
//! bundle    TNBUNDLE version id  ward's code and key  content key in a sealed box │ chunks: parts
//! receipts  TNRECEIP version id  name of the key  nonce                           │ one sealed message
//! ```
//!
//! What is clear says for which ward a bundle is, and no more. The content key is drawn for each bundle and only
//! the ward's recovery key opens its box ([libsodium's sealed box]). The content is cut into chunks of 64 KiB, each
//! sealed by XChaCha20-Poly1305 under its number and whether it is the last ([STREAM]), and bound to all that is
//! clear: a byte that was changed, a chunk that is missing and an end that was cut are noticed. Within it are parts:
//! first who writes and what they have seen, then the changes in the order of their numbers with the bytes that a
//! push would send, then files.
//!
//! The receipts are sealed under a key that is derived from the replica's token and the bundle's id. The ward has
//! the token's hash only, and learns the token itself from the sealed part of the bundle; so nobody but the two can
//! have written them.
//!
//! Nothing here opens a file: whoever calls brings what is read from or written to.
//!
//! [libsodium's sealed box]: https://doc.libsodium.org/public-key_cryptography/sealed_boxes
//! [STREAM]: https://eprint.iacr.org/2015/189

mod chunks;
mod envelope;
mod reader;
mod receipts;
#[cfg(test)]
mod tests;
mod writer;

pub use envelope::check_ward;
pub use reader::BundleReader;
pub use receipts::Receipts;
pub use writer::BundleWriter;

use crate::wire::Seen;
use serde::{Deserialize, Serialize};
use std::{fmt, io};
use tan_nha_domain::{
    change::{Hash, SealedChange},
    ids::ReplicaId,
    time::Timestamp,
};
use uuid::Uuid;

/// Where a device brings the bundle of another one to the ward; the answer is its receipts.
pub const BUNDLES: &str = "/v1/bundles";
/// The content type of a bundle and of its receipts.
pub const CONTENT_TYPE: &str = "application/vnd.tan-nha.v1.bundle";
/// The largest bundle that is carried over the network. A file may be larger.
pub const MAX_BYTES: u64 = 1024 * 1024 * 1024;

/// Names a bundle; random.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BundleId(pub Uuid);

/// Who wrote a bundle, and what they knew of the ward.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writer {
    /// The replica.
    pub replica: ReplicaId,
    /// The secret by which the ward knows it.
    pub token: String,
    /// What it has seen of the ward.
    pub seen: Seen,
    /// When it was written, by the device's clock.
    pub at: Timestamp,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Writer({})", self.replica)
    }
}

/// What follows on the writer.
#[derive(Debug)]
pub enum Part {
    /// The next changes, in the order of their numbers.
    Changes(Vec<SealedChange>),
    /// A file.
    File {
        /// What its content is; the reader has checked it.
        sha256: Hash,
        /// All of it.
        content: Vec<u8>,
    },
}

/// Why a bundle or its receipts are not taken.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The file is something else.
    #[error("the file is no bundle")]
    NotABundle,
    /// It was written by a later version of the program.
    #[error("the bundle was written by a later version")]
    Newer,
    /// It is for another ward.
    #[error("the bundle is for another ward")]
    OtherWard,
    /// It is cut, or not what was written.
    #[error("the bundle is cut or damaged")]
    Damaged,
    /// The file holds no receipts of a bundle.
    #[error("the file holds no receipts")]
    NotReceipts,
    /// The receipts are for another replica.
    #[error("the receipts are for another replica")]
    OtherReceipts,
    /// The receipts are cut, or not what the ward wrote.
    #[error("the receipts are cut or damaged")]
    ReceiptsDamaged,
    /// Nothing can be sealed here: the ward's key, or the source of random numbers, does not work.
    #[error("nothing can be sealed")]
    CannotSeal,
    /// The file cannot be read or written.
    #[error("a file operation failed")]
    Io(#[from] io::Error),
}

impl BundleError {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            BundleError::NotABundle => "not_a_bundle",
            BundleError::Newer => "bundle_newer",
            BundleError::OtherWard => "bundle_other_ward",
            BundleError::Damaged => "bundle_damaged",
            BundleError::NotReceipts => "not_receipts",
            BundleError::OtherReceipts => "receipts_of_others",
            BundleError::ReceiptsDamaged => "receipts_damaged",
            BundleError::CannotSeal => "cannot_seal",
            BundleError::Io(_) => "io",
        }
    }
}
