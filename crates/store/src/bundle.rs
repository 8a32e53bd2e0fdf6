//! The device's half of a bundle: unreceipted work goes out as a file, and the ward's receipts come in as one.
//!
//! Nothing of a bundle is kept here. What it carried stays unreceipted, goes along with every pass and every later
//! bundle, and is received when receipts say so, whichever way they come.

use crate::{error::StoreError, pull::UnitOf, store::Store, succession};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rusqlite::{OptionalExtension, params};
use serde_json::json;
use std::{collections::VecDeque, io::Write};
use tan_nha_domain::{change::Hash, ids::OpId, time::Timestamp};
use tan_nha_sync::{
    bundle::{BundleError, BundleId, BundleWriter, Receipts, Writer},
    pass::FileRefusal,
    wire::{MAX_FILE_BYTES, PushReply, Receipt, batch_bytes},
};

/// What a bundle carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BundleContents {
    /// Changes.
    pub changes: u64,
    /// Files.
    pub files: u64,
    /// Changes that wait and are not in it: they follow a predecessor's that have no verdict yet.
    pub left_out: u64,
}

/// What receipts of a bundle said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceiptsRead {
    /// Changes of the bundle that the ward has taken.
    pub changes: u64,
    /// Changes that it keeps and has not taken: refused, or held until something else comes.
    pub not_taken: u64,
    /// Files that it holds whole.
    pub files: u64,
}

/// A bundle that is being written, a part at a time, so that the store is free between two parts.
pub struct BundleWriting<W> {
    writer: BundleWriter<W>,
    stage: Stage,
    contents: BundleContents,
    /// The changes that had never gone out before.
    first_sent: Vec<OpId>,
}

enum Stage {
    /// The changes after this number.
    Changes(u64),
    Files(VecDeque<Hash>),
}

impl<W: Write> BundleWriting<W> {
    /// Seals what is still open, so that it goes along, and begins a bundle in `out`.
    ///
    /// # Errors
    /// [`StoreError::NotEnrolled`], also where the ward gave no recovery key; `Bundle`, `DiskFull`, `Io`,
    /// `Database`.
    pub fn begin(store: &mut Store, out: W, now: Timestamp) -> Result<Self, StoreError> {
        let membership = store.membership().ok_or(StoreError::NotEnrolled)?;
        let public = membership.enrolment.as_ref().and_then(|enrolment| enrolment.recovery_key.as_deref());
        let public = public.and_then(|key| URL_SAFE_NO_PAD.decode(key).ok()?.try_into().ok());
        let public: [u8; 32] = public.ok_or(StoreError::NotEnrolled)?;
        let (ward, token) = (membership.ward.clone(), membership.token.clone());
        let who = Writer { replica: store.replica(), token, seen: store.position()?.seen, at: now };
        store.seal_open_changes(now)?;
        Ok(Self {
            writer: BundleWriter::begin(out, &ward, &public, &who)?,
            stage: Stage::Changes(0),
            contents: BundleContents::default(),
            first_sent: Vec::new(),
        })
    }

    /// Its name.
    pub fn id(&self) -> BundleId {
        self.writer.id()
    }

    /// Writes the next part; false when nothing is left. Changes are under way from then on: whether the bundle
    /// arrives only receipts tell. A file that cannot be read any more, or that no ward takes, goes to the shelf and
    /// holds nothing up.
    ///
    /// # Errors
    /// `Bundle`, `DiskFull`, `Io`, `Database`; the bundle is to be given up then.
    pub fn go_on(&mut self, store: &mut Store, now: Timestamp) -> Result<bool, StoreError> {
        match &mut self.stage {
            Stage::Changes(after) => {
                let batch = store.next_for_bundle(*after, batch_bytes(), now)?;
                let headers = batch.iter().filter_map(|change| change.header().ok());
                let (ops, numbers): (Vec<OpId>, Vec<u64>) =
                    headers.map(|header| (header.op_id, header.seq)).unzip();
                let Some(last) = numbers.last() else {
                    self.contents.left_out = store.left_out_of_bundles()?;
                    let files = store.files_waiting()?;
                    self.stage = Stage::Files(files.into_iter().map(|file| file.sha256).collect());
                    return Ok(true);
                };
                *after = *last;
                self.first_sent.extend(store.mark_sent(&ops, now)?);
                self.writer.changes(&batch)?;
                self.contents.changes += batch.len() as u64;
            }
            Stage::Files(files) => {
                let Some(sha256) = files.pop_front() else { return Ok(false) };
                match store.file_content(sha256) {
                    Ok(content) if !(1..=MAX_FILE_BYTES).contains(&(content.len() as u64)) => {
                        store.set_file_aside(sha256, FileRefusal::Refused, now)?;
                    }
                    Ok(content) => {
                        self.writer.file(sha256, &content)?;
                        store.note_carried(sha256)?;
                        self.contents.files += 1;
                    }
                    Err(StoreError::FileUnreadable { .. } | StoreError::FileNotHere { .. }) => {
                        store.set_file_aside(sha256, FileRefusal::Unreadable, now)?;
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(true)
    }

    /// Ends the bundle: what was written to, its bytes, and what it carries.
    ///
    /// # Errors
    /// `Bundle`, `DiskFull`, `Io`.
    pub fn finish(self) -> Result<(W, u64, BundleContents), StoreError> {
        let (out, bytes) = self.writer.finish()?;
        Ok((out, bytes, self.contents))
    }

    /// The changes that are under way by this bundle alone: to be taken back ([`Store::take_back`]) where it was
    /// never finished.
    pub fn first_sent(&self) -> &[OpId] {
        &self.first_sent
    }
}

impl Store {
    /// Writes everything that waits as one bundle.
    ///
    /// # Errors
    /// Those of [`BundleWriting`]; changes that went out for the first time are taken back then.
    pub fn write_bundle(&mut self, out: impl Write, now: Timestamp) -> Result<BundleContents, StoreError> {
        let mut writing = BundleWriting::begin(self, out, now)?;
        loop {
            match writing.go_on(self, now) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    self.take_back(writing.first_sent())?;
                    return Err(error);
                }
            }
        }
        let first_sent = writing.first_sent().to_vec();
        match writing.finish() {
            Ok((_, _, contents)) => Ok(contents),
            Err(error) => {
                self.take_back(&first_sent)?;
                Err(error)
            }
        }
    }

    /// Takes in the receipts of a bundle that this replica wrote. They may be older than what came from the ward
    /// since, so they only ever add: what is received stays so, and what the ward lost since stays lost.
    ///
    /// A ward of a later epoch was restored from a copy: everything is offered to it again, and only what these
    /// receipts name is received.
    ///
    /// # Errors
    /// [`StoreError::Bundle`]; [`StoreError::ReceiptsOutdated`] when they are of an earlier epoch than this replica
    /// has seen; [`StoreError::UnknownOp`] when a copy of this tablet wrote the bundle. Nothing is stored then.
    /// `DiskFull`, `Database`.
    pub fn read_receipts(
        &mut self,
        bytes: &[u8],
        unit_of: UnitOf<'_>,
        now: Timestamp,
    ) -> Result<ReceiptsRead, StoreError> {
        let said = self.open_receipts(bytes)?;
        let deliveries = said.reply.receipts.iter().map(|receipt| self.delivery_of(receipt.op_id));
        deliveries.collect::<Result<Vec<_>, _>>()?;
        let seen = self.position()?.seen;
        if said.reply.epoch < seen.epoch {
            return Err(StoreError::ReceiptsOutdated);
        }
        if seen.epoch != 0 && said.reply.epoch > seen.epoch {
            self.offer_again(said.reply.epoch)?;
            self.raise_alert(crate::WARD_RESTORED, &json!({}), now)?;
        }
        let mut news = Vec::new();
        for receipt in &said.reply.receipts {
            // What another change goes in the place of has no word of its own any more.
            let delivery = self.delivery_of(receipt.op_id)?;
            if delivery.is_some_and(|delivery| is_news(receipt, &delivery)) {
                news.push(receipt.clone());
            }
        }
        self.save_receipts(&PushReply { receipts: news, ..said.reply.clone() }, unit_of, now)?;
        let mut read = ReceiptsRead::default();
        for sha256 in &said.files {
            let file = self.file(*sha256)?;
            if file.as_ref().is_some_and(|file| file.received_at.is_none() && !file.lost) {
                self.note_received(*sha256, now)?;
            }
            read.files += u64::from(file.is_some());
        }
        read.changes =
            said.reply.receipts.iter().filter(|receipt| receipt.verdict.is_receipt()).count() as u64;
        read.not_taken = said.reply.receipts.len() as u64 - read.changes;
        Ok(read)
    }

    /// They are sealed for the replica that this device is, or for one that it was when it wrote the bundle.
    fn open_receipts(&self, bytes: &[u8]) -> Result<Receipts, StoreError> {
        let token = self.membership().ok_or(StoreError::NotEnrolled)?.token.clone();
        let opened = Receipts::open(bytes, &token);
        if !matches!(opened, Err(BundleError::OtherReceipts)) {
            return Ok(opened?.1);
        }
        for (_, former) in self.former_replicas()? {
            if let Ok((_, said)) = Receipts::open(bytes, &former) {
                return Ok(said);
            }
        }
        Ok(opened?.1)
    }

    /// How a sealed change stands; none where another goes in its place.
    fn delivery_of(&self, op_id: OpId) -> Result<Option<String>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT delivery FROM change WHERE op_id = ?1 AND seq IS NOT NULL")?;
        let delivery = statement.query_row(params![op_id.0], |row| row.get(0)).optional()?;
        match delivery {
            None if !succession::is_replaced(&self.connection, op_id)? => Err(StoreError::UnknownOp(op_id)),
            delivery => Ok(delivery),
        }
    }
}

/// Whether a receipt says more than is known. What waits for a person, or was offered again by one, is moved only
/// by the ward's taking it.
fn is_news(receipt: &Receipt, delivery: &str) -> bool {
    match delivery {
        "received" => false,
        "sent" => true,
        _ => receipt.verdict.is_receipt(),
    }
}
