//! The local half of a pass: carries out the effects that touch the store, each in one transaction of its
//! own. Whoever drives it brings the network, and may die between any two effects.

use crate::{error::StoreError, pull::UnitOf, store::Store};
use tan_nha_domain::{ids::OpId, time::Timestamp};
use tan_nha_sync::{
    pass::{Effect, Holdings, Input, Outcome},
    wire::{PullRequest, PushRequest, batch_bytes},
};

/// A pass on this device. Nothing is lost with it: what must outlive it is in the store.
#[derive(Debug)]
pub struct LocalPass {
    unit_of: UnitOf,
    /// Those of the batch under way that had never gone out before.
    first_sent: Vec<OpId>,
}

/// What comes after an effect.
#[derive(Debug)]
pub enum Step {
    /// It is durable; the machine is to be told this.
    Next(Input),
    /// The ward is to be sent this; the machine is to be told by [`Input::Pushed`].
    Push(PushRequest),
    /// The ward is to be asked this; the machine is to be told by [`Input::Pulled`].
    Pull(PullRequest),
    /// The pass is over.
    Done(Outcome),
}

impl LocalPass {
    /// Seals what is still open, so that it goes along; the machine is to be told what this gives.
    ///
    /// # Errors
    /// Those of [`Store::seal_open_changes`].
    pub fn begin(store: &mut Store, unit_of: UnitOf, now: Timestamp) -> Result<(Self, Input), StoreError> {
        store.seal_open_changes(now)?;
        Ok((Self { unit_of, first_sent: Vec::new() }, Input::Begin(store.position()?)))
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
            Effect::Push(request) => return Ok(Step::Push(request)),
            Effect::Pull(request) => return Ok(Step::Pull(request)),
            Effect::Done(outcome) => return Ok(Step::Done(outcome)),
            Effect::TakeBatch { after } => self.take_batch(store, after, now)?,
            Effect::TakeBack => {
                store.take_back(&self.first_sent)?;
                Input::TakenBack
            }
            Effect::SaveReceipts { epoch, receipts } => {
                store.save_receipts(&receipts, epoch, now)?;
                Input::ReceiptsSaved
            }
            Effect::SavePage(page) => {
                store.apply_page(&page, self.unit_of, now)?;
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
    fn take_batch(&mut self, store: &mut Store, after: u64, now: Timestamp) -> Result<Input, StoreError> {
        let batch = store.next_batch(after, batch_bytes())?;
        let ops: Vec<OpId> = batch.iter().filter_map(|change| Some(change.header().ok()?.op_id)).collect();
        self.first_sent = store.mark_sent(&ops, now)?;
        Ok(Input::Batch(batch))
    }
}
