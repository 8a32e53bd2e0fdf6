//! Changes on their way: a batch, or two at once where an answer is long in coming. What the ward took is stored
//! before anything is made of what it did not take.

use super::{CallError, Effect, Expects, Outcome, Pass, Stage};
use crate::wire::{PageAlong, PushReply, PushRequest, Refusal, Verdict};
use tan_nha_domain::{change::SealedChange, ids::OpId};

/// A batch that was sent.
#[derive(Debug)]
pub(super) struct Batch {
    ops: Vec<OpId>,
    /// The number of its last change.
    last: u64,
}

impl Batch {
    /// None of nothing.
    fn of(changes: &[SealedChange]) -> Option<Self> {
        let headers: Vec<_> = changes.iter().filter_map(|change| change.header().ok()).collect();
        Some(Self { last: headers.last()?.seq, ops: headers.iter().map(|header| header.op_id).collect() })
    }
}

impl Pass {
    pub(super) fn take_batch(&mut self) -> Effect {
        self.expects = Expects::Batch;
        let two = self.pace.is_far() && !std::mem::take(&mut self.alone);
        Effect::TakeBatch { after: self.offered, most: self.most, bytes: self.pace.bytes(), two }
    }

    pub(super) fn offer(&mut self, first: Vec<SealedChange>, second: Vec<SealedChange>) -> Effect {
        // Numbers only grow within a pass: what is held again at its end waits for the next pass.
        let batches = (Batch::of(&first), Batch::of(&second));
        let seen = self.position.seen;
        let request = |changes, then| PushRequest { seen, changes, then };
        if batches.0.is_some() {
            self.page = None;
        }
        let effect = match batches {
            (None, _) if self.stage == Stage::Files => return self.take_file(),
            (None, _) => return self.pull(),
            (Some(only), None) => {
                self.under_way = vec![only];
                Effect::Push(request(first, self.page_along()))
            }
            (Some(one), Some(other)) => {
                self.under_way = vec![one, other];
                Effect::PushBoth(request(first, None), request(second, None))
            }
        };
        self.expects = Expects::Pushed;
        effect
    }

    /// The page to ask for with a batch, which may be the last one. Where the network or a push failed, receipts wait for
    /// nothing else; and the first page of all is a large one.
    fn page_along(&self) -> Option<PageAlong> {
        let may = self.stage == Stage::Records && self.pace.has_room_for_page();
        let cursor = self.position.cursor.clone().filter(|_| may)?;
        Some(PageAlong { cursor, standing: None })
    }

    /// The ward's answers to the batches under way, in their order.
    pub(super) fn pushed(&mut self, answers: Vec<Result<PushReply, CallError>>) -> Effect {
        let batches = std::mem::take(&mut self.under_way);
        if batches.len() != answers.len() {
            return self.end(Outcome::Failed(CallError::NotTheWard));
        }
        let epochs: Vec<u64> = answers.iter().flatten().map(|reply| reply.epoch).collect();
        let epoch = epochs.iter().copied().max();
        // Where two answers are of two epochs, the ward was restored between them.
        if let Some(epoch) = epoch
            && (self.is_restored(epoch) || epochs.iter().any(|other| *other != epoch))
        {
            return self.offer_again(epoch);
        }
        self.pace.push_failed(answers.iter().any(Result::is_err));
        let (mut said, mut before_it_all_went) = (None, true);
        for (place, (batch, answer)) in batches.into_iter().zip(answers).enumerate() {
            match answer {
                Ok(reply) => {
                    self.pace.held();
                    (self.heard, self.moved) = (true, true);
                    // What overtook the batch before it is held, and no longer once that has come: it is asked for
                    // once more.
                    let overtook =
                        place > 0 && reply.receipts.iter().any(|receipt| is_held(&receipt.verdict));
                    self.alone |= overtook;
                    if before_it_all_went && !overtook {
                        self.offered = batch.last;
                    }
                    said = Some(joined(said, reply));
                }
                Err(error) => {
                    before_it_all_went = false;
                    self.failed.push((batch, error));
                }
            }
        }
        let Some(mut reply) = said else { return self.after_receipts() };
        self.page = reply.page.take();
        if self.failed.is_empty() {
            self.most = self.most.saturating_mul(2);
        }
        self.position.seen = self.position.seen.and(reply.seen());
        self.expects = Expects::ReceiptsSaved;
        Effect::SaveReceipts(reply)
    }

    /// What the ward took is stored; then what became of the rest counts.
    pub(super) fn after_receipts(&mut self) -> Effect {
        let failed = std::mem::take(&mut self.failed);
        let Some(error) = failed.iter().map(|(_, error)| *error).find(|error| !is_of_content(*error)) else {
            self.under_way = failed.into_iter().map(|(batch, _)| batch).take(1).collect();
            return if self.under_way.is_empty() { self.take_batch() } else { self.part() };
        };
        let stayed = failed.into_iter().filter(|(_, error)| error.nothing_left());
        let stayed: Vec<OpId> = stayed.flat_map(|(batch, _)| batch.ops).collect();
        if stayed.is_empty() {
            return self.fail(error);
        }
        self.expects = Expects::TakenBack { after: error };
        Effect::TakeBack(stayed)
    }

    /// The ward took the batch for no message of its own, or for too much: half of it goes alone, down to the one
    /// change that is to blame, which is set aside.
    pub(super) fn part(&mut self) -> Effect {
        let Some(Batch { ops, last }) = self.under_way.first() else {
            return self.fail(CallError::NotTheWard);
        };
        match ops.as_slice() {
            [op_id] if self.heard => {
                let op_id = *op_id;
                self.offered = *last;
                self.expects = Expects::ChangeSetAside;
                Effect::SetAside { op_id, refusal: Refusal::Malformed }
            }
            // Is it the change, or do the two not understand each other at all?
            [_] => {
                self.expects = Expects::Understood;
                Effect::Push(PushRequest { seen: self.position.seen, changes: Vec::new(), then: None })
            }
            several => {
                self.most = several.len() / 2;
                self.alone = true;
                self.take_batch()
            }
        }
    }
}

/// Two answers of one epoch as one: all receipts, and how far the ward had come at the later of them.
fn joined(first: Option<PushReply>, second: PushReply) -> PushReply {
    let Some(first) = first else { return second };
    let far = |reply: &PushReply| reply.tip.map(|tip| tip.seq);
    let later = if far(&first) > far(&second) { &first } else { &second };
    let (now, tip) = (later.now, later.tip);
    let receipts = [first.receipts, second.receipts].concat();
    PushReply { epoch: second.epoch, now, tip, receipts, page: None }
}

fn is_of_content(error: CallError) -> bool {
    matches!(error, CallError::Denied(denial) if denial.code.is_of_content())
}

fn is_held(verdict: &Verdict) -> bool {
    matches!(verdict.settled(), Verdict::Held { .. })
}

#[cfg(test)]
mod tests;
