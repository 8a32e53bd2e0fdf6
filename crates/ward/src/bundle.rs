//! Takes a bundle in: the work of a replica that came as a file and not over the network.
//!
//! ```text
//!  open ─► who wrote it? ─► read to its end: nothing changed, nothing missing ─► from the beginning again:
//!                                               changes ─► push, a batch a transaction ─┐
//!                                               files ─► kept whole, one a transaction ─┴─► receipts
//! ```
//!
//! What was taken in before a death stays and the same bundle is taken in again: a change that came already is a
//! duplicate and a file that is here already is here, whichever way they came.

use crate::{
    access::{Caller, Shown},
    db::ward_row,
    error::WardError,
    files, push,
    ward::Ward,
};
use rusqlite::Connection;
use std::io::{Read, Seek, SeekFrom};
use tan_nha_domain::change::Hash;
use tan_nha_sync::{
    bundle::{BundleReader, Part, Receipts, Writer},
    wire::{PushReply, PushRequest, Receipt},
};

/// What came of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenIn {
    /// The receipts, sealed for the replica that wrote the bundle.
    pub receipts: Vec<u8>,
    /// How many changes it had.
    pub changes: u64,
    /// How many of them the ward has taken; the others wait, or are on its shelf.
    pub taken: u64,
    /// How many files it had.
    pub files: u64,
    /// How many of them the ward holds.
    pub whole: u64,
}

impl Ward {
    /// Takes a bundle in, which begins where `bundle` stands. Nothing of one that is refused is stored.
    ///
    /// # Errors
    /// [`WardError::Bundle`] when it is no bundle, damaged, cut, of a later version or for another ward;
    /// [`WardError::BundleReplicaUnknown`]; what the ward's file or the reading says, and then what came before is
    /// stored.
    pub fn take_in(&self, bundle: &mut (impl Read + Seek)) -> Result<TakenIn, WardError> {
        let start = bundle.stream_position()?;
        self.check(bundle)?;
        bundle.seek(SeekFrom::Start(start))?;
        self.take_in_checked(bundle)
    }

    /// Reads a bundle to its end.
    fn check(&self, bundle: &mut impl Read) -> Result<(), WardError> {
        let mut reader = self.open_bundle(bundle)?;
        let shown = shown(reader.writer());
        self.db().read(|conn| caller(conn, shown))?;
        while reader.next_part()?.is_some() {}
        Ok(())
    }

    fn take_in_checked(&self, bundle: &mut impl Read) -> Result<TakenIn, WardError> {
        let mut reader = self.open_bundle(bundle)?;
        let (shown, seen) = (shown(reader.writer()), reader.writer().seen);
        let reply =
            PushReply { epoch: 0, now: self.clock().now(), tip: None, receipts: Vec::new(), page: None };
        let mut said = Receipts { reply, files: Vec::new() };
        let mut files = 0;
        // Also where it has no change, the ward has to hear what its writer has seen.
        self.push_part(shown, PushRequest { seen, changes: Vec::new(), then: None }, &mut said)?;
        while let Some(part) = reader.next_part()? {
            match part {
                Part::Changes(changes) => {
                    self.push_part(shown, PushRequest { seen, changes, then: None }, &mut said)?;
                }
                Part::File { sha256, content } => {
                    files += 1;
                    if self.keep_file(shown, sha256, &content)? {
                        said.files.push(sha256);
                    }
                }
            }
        }
        let taken = said.reply.receipts.iter().filter(|receipt| receipt.verdict.is_receipt()).count() as u64;
        let receipts = said.seal(reader.id(), &reader.writer().token)?;
        let (changes, whole) = (said.reply.receipts.len() as u64, said.files.len() as u64);
        tracing::info!(changes, taken, files, whole, "a bundle was taken in");
        Ok(TakenIn { receipts, changes, taken, files, whole })
    }

    fn open_bundle<R: Read>(&self, bundle: R) -> Result<BundleReader<R>, WardError> {
        let secret = self.db().read(ward_row::recovery_key)?;
        Ok(BundleReader::open(bundle, self.code(), &secret)?)
    }

    /// Takes changes in as a push of their replica. The receipts are the same the second time.
    fn push_part(&self, shown: Shown, request: PushRequest, said: &mut Receipts) -> Result<(), WardError> {
        let now = self.clock().now();
        let push =
            |conn: &Connection| push::push(conn, self.db().forms(), &caller(conn, shown)?, &request, now);
        let reply = self.db().write(push)?;
        let as_it_is = |Receipt { op_id, verdict }| Receipt { op_id, verdict: verdict.settled().clone() };
        let PushReply { epoch, now, tip, receipts, page: _ } = reply;
        said.reply.receipts.extend(receipts.into_iter().map(as_it_is));
        (said.reply.epoch, said.reply.now, said.reply.tip) = (epoch, now, tip);
        Ok(())
    }

    /// Keeps a file; whether the ward holds it from this replica then. From a revoked person it takes none.
    fn keep_file(&self, shown: Shown, sha256: Hash, content: &[u8]) -> Result<bool, WardError> {
        let now = self.clock().now();
        self.db().write(|conn| match caller(conn, shown)? {
            caller if caller.revoked => Ok(false),
            caller => files::keep_content(conn, &caller, sha256, content, now),
        })
    }
}

fn shown(writer: &Writer) -> Shown {
    Shown::of(writer.replica, &writer.token)
}

fn caller(conn: &Connection, shown: Shown) -> Result<Caller, WardError> {
    shown.find(conn)?.ok_or(WardError::BundleReplicaUnknown)
}
