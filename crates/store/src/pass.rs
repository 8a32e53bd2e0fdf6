//! The local half of a pass: carries out the effects that touch the store, each in one transaction of its
//! own. Whoever drives it brings the network, and may die between any two effects.

use crate::{error::StoreError, pull::Units, store::Store};
use std::collections::BTreeSet;
use tan_nha_domain::{change::Hash, ids::OpId, patch::Body, record::RecordKind, time::Timestamp};
use tan_nha_sync::{
    pass::{Effect, FileEffect, FileInput, FileToSend, Holdings, Input, Outcome, UploadError},
    wire::{HeldRequest, PageAlong, PullRequest, PushRequest},
};

/// A pass on this device. Nothing is lost with it: what must outlive it is in the store.
pub struct LocalPass {
    /// As it is when a page or receipts are stored: forms may come with an earlier page.
    unit_of: Box<Units>,
    /// Those of the batches under way that had never gone out before.
    first_sent: Vec<OpId>,
    /// The files that the ward was asked for.
    asked: Vec<Hash>,
    /// The files that were taken in this pass.
    tried: BTreeSet<Hash>,
}

/// What comes after an effect.
#[derive(Debug)]
pub enum Step {
    /// It is durable; the machine is to be told this.
    Next(Input),
    /// The ward is to be sent this; the machine is to be told by [`Input::Pushed`].
    Push(PushRequest),
    /// The ward is to be sent both at once; the machine is to be told by [`Input::PushedBoth`].
    PushBoth(PushRequest, PushRequest),
    /// The ward is to be asked this; the machine is to be told by [`Input::Pulled`].
    Pull(PullRequest),
    /// The ward is to be asked this; the machine is to be told by [`Input::Held`].
    AskHeld(HeldRequest),
    /// An upload is to be begun at the ward; the machine is to be told by [`FileInput::Created`].
    CreateUpload {
        /// The file.
        file: FileToSend,
        /// Its first bytes, which go along.
        bytes: Vec<u8>,
    },
    /// The ward is to be asked how much it has; the machine is to be told by [`FileInput::AtWard`].
    AskOffset(String),
    /// This part is to be sent; the machine is to be told by [`FileInput::AtWard`].
    SendPart {
        /// The address of the upload.
        location: String,
        /// Where the part begins.
        offset: u64,
        /// The part.
        bytes: Vec<u8>,
    },
    /// The pass is over.
    Done(Outcome),
}

impl LocalPass {
    /// Seals what is still open, so that it goes along; the machine is to be told what this gives.
    ///
    /// # Errors
    /// Those of [`Store::seal_open_changes`].
    pub fn begin(
        store: &mut Store,
        unit_of: impl Fn(&RecordKind, &Body, &str) -> String + Send + Sync + 'static,
        now: Timestamp,
    ) -> Result<(Self, Input), StoreError> {
        store.seal_open_changes(now)?;
        let unit_of = Box::new(unit_of);
        Ok((
            Self { unit_of, first_sent: Vec::new(), asked: Vec::new(), tried: BTreeSet::new() },
            Input::Begin(store.position()?),
        ))
    }

    /// Carries out one effect of the machine.
    ///
    /// # Errors
    /// Those of the store's own database; nothing of the effect is stored then.
    pub fn carry_out(
        &mut self,
        store: &mut Store,
        effect: Effect,
        now: Timestamp,
    ) -> Result<Step, StoreError> {
        Ok(Step::Next(match effect {
            Effect::Push(request) => {
                let then = page_along(store, &request)?;
                return Ok(Step::Push(PushRequest { then, ..request }));
            }
            Effect::PushBoth(first, second) => return Ok(Step::PushBoth(first, second)),
            Effect::Pull(request) => {
                let standing = Some(store.status_counts()?.standing());
                return Ok(Step::Pull(PullRequest { standing, ..request }));
            }
            Effect::Done(outcome) => return Ok(Step::Done(outcome)),
            Effect::TakeBatch { after, most, bytes, two } => {
                self.take_batch(store, after, (most, bytes, two), now)?
            }
            Effect::SetAside { op_id, refusal } => {
                store.set_aside(op_id, refusal, now)?;
                Input::ChangeSetAside
            }
            Effect::AskHeld => {
                self.asked = store.files_to_ask()?;
                match self.asked.is_empty() {
                    true => Input::Held(Ok(None)),
                    false => return Ok(Step::AskHeld(HeldRequest { files: self.asked.clone() })),
                }
            }
            Effect::SaveHeld(held) => {
                store.note_held(&self.asked, &held, now)?;
                Input::HeldSaved
            }
            Effect::TakeFile => self.take_file(store)?,
            Effect::File(effect) => return file_step(store, effect, now),
            Effect::TakeBack(stayed) => {
                let stayed: Vec<OpId> =
                    self.first_sent.iter().copied().filter(|op| stayed.contains(op)).collect();
                store.take_back(&stayed)?;
                Input::TakenBack
            }
            Effect::SaveReceipts(reply) => {
                store.save_receipts(&reply, &*self.unit_of, now)?;
                Input::ReceiptsSaved
            }
            Effect::SavePage(page) => {
                store.apply_page(&page, &*self.unit_of, now)?;
                Input::PageSaved
            }
            Effect::ForgetCursor => {
                store.forget_cursor()?;
                Input::CursorForgotten
            }
            Effect::OfferAgain { epoch } => {
                store.offer_again(epoch)?;
                Input::OfferedAgain
            }
            Effect::Compare => {
                Input::Compared(Holdings { custody: store.custody()?, live: store.live_records()? })
            }
        }))
    }

    /// Takes the next changes and notes durably that they are under way, and which never were before.
    fn take_batch(
        &mut self,
        store: &mut Store,
        after: u64,
        (most, bytes, two): (usize, usize, bool),
        now: Timestamp,
    ) -> Result<Input, StoreError> {
        let first = store.next_batch(after, most, bytes, now)?;
        let last = first.last().and_then(|change| change.header().ok()).map(|header| header.seq);
        let second = match last.filter(|_| two) {
            Some(last) => store.next_batch(last, most, bytes, now)?,
            None => Vec::new(),
        };
        let both = first.iter().chain(&second);
        let ops: Vec<OpId> = both.filter_map(|change| Some(change.header().ok()?.op_id)).collect();
        self.first_sent = store.mark_sent(&ops, now)?;
        Ok(if second.is_empty() { Input::Batch(first) } else { Input::Batches(first, second) })
    }

    /// The next file that was not tried in this pass.
    fn take_file(&mut self, store: &Store) -> Result<Input, StoreError> {
        let next = store.files_waiting()?.into_iter().find(|file| !self.tried.contains(&file.sha256));
        Ok(Input::FileTaken(next.map(|file| {
            self.tried.insert(file.sha256);
            FileToSend { sha256: file.sha256, bytes: file.bytes, location: file.upload }
        })))
    }
}

/// The page goes along with the last batch only, with how this replica's work stands once all of it is received.
fn page_along(store: &Store, request: &PushRequest) -> Result<Option<PageAlong>, StoreError> {
    let Some(then) = &request.then else { return Ok(None) };
    let standing = store.standing_once_received(request.changes.len() as u64)?;
    Ok(standing.map(|standing| PageAlong { standing: Some(standing), ..then.clone() }))
}

fn file_step(store: &mut Store, effect: FileEffect, now: Timestamp) -> Result<Step, StoreError> {
    match effect {
        FileEffect::Create { file, most } => {
            return Ok(match part_of(store, file.sha256, 0, most)? {
                Ok(bytes) => Step::CreateUpload { file, bytes },
                Err(error) => Step::Next(Input::File(FileInput::Created(Err(error)))),
            });
        }
        FileEffect::AskOffset(location) => return Ok(Step::AskOffset(location)),
        FileEffect::SendPart { sha256, location, offset, most } => {
            return Ok(match part_of(store, sha256, offset, most)? {
                Ok(bytes) => Step::SendPart { location, offset, bytes },
                Err(error) => Step::Next(Input::File(FileInput::AtWard(Err(error)))),
            });
        }
        FileEffect::NoteAddress(sha256, location) => store.note_upload(sha256, &location)?,
        FileEffect::NoteSent(sha256, offset) => store.note_sent(sha256, offset)?,
        FileEffect::NoteReceived(sha256) => store.note_received(sha256, now)?,
        FileEffect::NoteMissing(sha256) => store.note_missing(sha256)?,
        FileEffect::SetAside(sha256, refusal) => store.set_file_aside(sha256, refusal, now)?,
    }
    Ok(Step::Next(Input::File(FileInput::Noted)))
}

/// What follows on the first `offset` bytes of a file, if its content can be read here.
fn part_of(
    store: &Store,
    sha256: Hash,
    offset: u64,
    most: usize,
) -> Result<Result<Vec<u8>, UploadError>, StoreError> {
    match store.file_chunk_from(sha256, offset, most) {
        Ok(bytes) => Ok(Ok(bytes)),
        Err(StoreError::FileUnreadable { .. } | StoreError::FileNotHere { .. }) => {
            Ok(Err(UploadError::Unreadable))
        }
        Err(error) => Err(error),
    }
}
