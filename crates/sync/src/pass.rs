//! One pass of the protocol as a machine without I/O: an input goes in, the one effect to carry out
//! comes out, and what became of it is the next input. Whoever drives it may die between any two.

use crate::wire::{
    Custody, Denial, DenialCode, PullReply, PullRequest, PushReply, PushRequest, Receipt, Seen,
};
use tan_nha_domain::change::SealedChange;

/// Where the replica stands: what it saw of the ward and where its pull goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The last state of the ward that it saw.
    pub seen: Seen,
    /// The cursor of the next page; none begins with the snapshot.
    pub cursor: Option<String>,
}

/// What the replica itself holds, to be compared with what the ward says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Its own changes that have any verdict.
    pub custody: Custody,
    /// Records in its scope.
    pub live: u64,
}

/// What the driver tells the machine.
#[derive(Debug)]
pub enum Input {
    /// Begin, from this position.
    Begin(Position),
    /// The batch that [`Effect::TakeBatch`] asked for; empty when nothing is left.
    Batch(Vec<SealedChange>),
    /// What came of [`Effect::Push`].
    Pushed(Result<PushReply, CallError>),
    /// [`Effect::TakeBack`] is durable.
    TakenBack,
    /// [`Effect::SaveReceipts`] is durable.
    ReceiptsSaved,
    /// What came of [`Effect::Pull`].
    Pulled(Result<PullReply, CallError>),
    /// [`Effect::SavePage`] is durable.
    PageSaved,
    /// [`Effect::ForgetCursor`] is durable.
    CursorForgotten,
    /// [`Effect::OfferAgain`] is durable.
    OfferedAgain,
    /// What [`Effect::Compare`] asked for.
    Compared(Holdings),
}

/// What the driver has to do next.
#[derive(Debug)]
pub enum Effect {
    /// Take the next unreceipted changes whose number is above `after`, and note durably that they
    /// are under way.
    TakeBatch {
        /// The number of the last change already offered in this pass.
        after: u64,
    },
    /// Send it to the ward.
    Push(PushRequest),
    /// Note durably that the batch did not leave this device after all.
    TakeBack,
    /// Store the receipts.
    SaveReceipts {
        /// The epoch in which the ward gave them.
        epoch: u64,
        /// One for each change that was sent.
        receipts: Vec<Receipt>,
    },
    /// Ask the ward for a page.
    Pull(PullRequest),
    /// Store the page and its cursor in one transaction.
    SavePage(PullReply),
    /// Begin the pull anew from the snapshot, durably.
    ForgetCursor,
    /// The ward was restored from a copy and may have lost anything: take every verdict back, so that
    /// all changes are offered again, and begin the pull anew in its epoch, in one transaction.
    OfferAgain {
        /// The ward's epoch now.
        epoch: u64,
    },
    /// Say what the replica holds.
    Compare,
    /// The pass is over.
    Done(Outcome),
}

/// How a pass ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was offered and everything in scope was seen.
    Finished {
        /// Whether both sides agree on what they hold; if not, a flag must be raised.
        agreed: bool,
    },
    /// It stopped; everything stored so far stands.
    Failed(CallError),
}

/// Why a request got no answer of the ward, or a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallError {
    /// No connection to any of the ward's addresses.
    Unreachable,
    /// The connection broke.
    Cut,
    /// Nothing came for too long.
    Silent,
    /// The person gave the pass up.
    Cancelled,
    /// The server's certificate is not under the ward's root.
    OtherRoot,
    /// Somebody else answered before a request could be sent: a captive portal.
    Stranger,
    /// The certificate is not valid at this device's time: its clock is far off.
    ClockFarOff,
    /// An answer that is not the protocol's.
    NotTheWard,
    /// The ward said no.
    Denied(Denial),
}

impl CallError {
    /// Whether not a byte of the request can have reached the ward.
    pub fn nothing_left(self) -> bool {
        matches!(
            self,
            CallError::Unreachable | CallError::Stranger | CallError::OtherRoot | CallError::ClockFarOff
        )
    }

    /// Whether the same may succeed later without anybody doing anything.
    pub fn is_retryable(self) -> bool {
        match self {
            CallError::Unreachable
            | CallError::Stranger
            | CallError::Cut
            | CallError::Silent
            | CallError::NotTheWard => true,
            CallError::OtherRoot | CallError::ClockFarOff | CallError::Cancelled => false,
            CallError::Denied(denial) => denial.code.is_retryable(),
        }
    }
}

/// The machine.
#[derive(Debug)]
pub struct Pass {
    position: Position,
    offered: u64,
    /// What the ward said at the end of the pull.
    theirs: Holdings,
    began_anew: bool,
    offered_again: bool,
    expects: Expects,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expects {
    Begin,
    Batch,
    Pushed,
    TakenBack { after: CallError },
    ReceiptsSaved,
    Pulled,
    PageSaved { last: bool },
    CursorForgotten,
    OfferedAgain,
    Compared,
    Nothing,
}

impl Default for Pass {
    fn default() -> Self {
        Self {
            position: Position::default(),
            offered: 0,
            theirs: Holdings::default(),
            began_anew: false,
            offered_again: false,
            expects: Expects::Begin,
        }
    }
}

impl Pass {
    /// Takes what happened and says what to do. An input that was not asked for ends the pass as if
    /// the answer had not been the ward's: nothing is stored upon it.
    pub fn handle(&mut self, input: Input) -> Effect {
        match (self.expects, input) {
            (Expects::Begin, Input::Begin(position)) => {
                self.position = position;
                self.take_batch()
            }
            (Expects::Batch, Input::Batch(changes)) => self.offer(changes),
            (Expects::Pushed, Input::Pushed(Ok(reply))) if self.is_restored(reply.epoch) => {
                self.offer_again(reply.epoch)
            }
            (Expects::Pushed, Input::Pushed(Ok(reply))) => {
                self.saw(reply.epoch, None);
                self.expects = Expects::ReceiptsSaved;
                Effect::SaveReceipts { epoch: reply.epoch, receipts: reply.receipts }
            }
            (Expects::Pushed, Input::Pushed(Err(error))) if error.nothing_left() => {
                self.expects = Expects::TakenBack { after: error };
                Effect::TakeBack
            }
            (Expects::TakenBack { after }, Input::TakenBack) => self.end(Outcome::Failed(after)),
            (Expects::ReceiptsSaved, Input::ReceiptsSaved) => self.take_batch(),
            (Expects::Pulled, Input::Pulled(Ok(reply))) if self.is_restored(reply.epoch) => {
                self.offer_again(reply.epoch)
            }
            (Expects::Pulled, Input::Pulled(Ok(reply))) => {
                let end = reply.caught_up;
                self.saw(reply.epoch, end.map(|end| end.seq));
                self.theirs =
                    end.map_or(self.theirs, |end| Holdings { custody: end.custody, live: end.live });
                self.position.cursor = Some(reply.cursor.clone());
                self.expects = Expects::PageSaved { last: end.is_some() };
                Effect::SavePage(reply)
            }
            (Expects::OfferedAgain, Input::OfferedAgain) => self.take_batch(),
            (Expects::PageSaved { last: false }, Input::PageSaved) => self.pull(),
            (Expects::PageSaved { last: true }, Input::PageSaved) => {
                self.expects = Expects::Compared;
                Effect::Compare
            }
            (Expects::Pulled, Input::Pulled(Err(CallError::Denied(denial))))
                if denial.code == DenialCode::CursorUnknown && !self.began_anew =>
            {
                self.begin_anew()
            }
            (Expects::CursorForgotten, Input::CursorForgotten) => {
                self.position.cursor = None;
                self.pull()
            }
            (Expects::Compared, Input::Compared(mine)) => self.compare(mine),
            (Expects::Pushed, Input::Pushed(Err(error))) | (Expects::Pulled, Input::Pulled(Err(error))) => {
                self.end(Outcome::Failed(error))
            }
            _ => self.end(Outcome::Failed(CallError::NotTheWard)),
        }
    }

    fn take_batch(&mut self) -> Effect {
        self.expects = Expects::Batch;
        Effect::TakeBatch { after: self.offered }
    }

    fn offer(&mut self, changes: Vec<SealedChange>) -> Effect {
        // Numbers only grow within a pass: what is held again at its end waits for the next pass.
        let last = changes.last().and_then(|change| change.header().ok()).map(|header| header.seq);
        match last {
            None => self.pull(),
            Some(seq) => {
                self.offered = seq;
                self.expects = Expects::Pushed;
                Effect::Push(PushRequest { seen: self.position.seen, changes })
            }
        }
    }

    fn pull(&mut self) -> Effect {
        self.expects = Expects::Pulled;
        Effect::Pull(PullRequest { seen: self.position.seen, cursor: self.position.cursor.clone() })
    }

    /// Where the ward does not hold this replica's changes it was restored and has caught up since, so
    /// that its epoch did not tell; where only the records differ, a page was lost.
    fn compare(&mut self, mine: Holdings) -> Effect {
        let agreed = mine == self.theirs;
        if mine.custody != self.theirs.custody && !self.offered_again {
            self.offer_again(self.position.seen.epoch)
        } else if agreed || self.began_anew || self.offered_again {
            self.end(Outcome::Finished { agreed })
        } else {
            self.begin_anew()
        }
    }

    fn begin_anew(&mut self) -> Effect {
        self.began_anew = true;
        self.expects = Expects::CursorForgotten;
        Effect::ForgetCursor
    }

    /// Whether the ward is no longer the one that this replica knows.
    fn is_restored(&self, epoch: u64) -> bool {
        self.position.seen.epoch != 0 && self.position.seen.epoch != epoch
    }

    /// Nothing of a new epoch is stored before everything was offered to it again. Twice in one pass is
    /// not a restored ward but two of them in turn.
    fn offer_again(&mut self, epoch: u64) -> Effect {
        if self.offered_again {
            return self.end(Outcome::Failed(CallError::NotTheWard));
        }
        self.offered_again = true;
        self.offered = 0;
        self.position = Position { seen: Seen { epoch, seq: 0 }, cursor: None };
        self.expects = Expects::OfferedAgain;
        Effect::OfferAgain { epoch }
    }

    fn saw(&mut self, epoch: u64, seq: Option<u64>) {
        let seq = seq.unwrap_or(self.position.seen.seq);
        self.position.seen = Seen { epoch, seq };
    }

    fn end(&mut self, outcome: Outcome) -> Effect {
        self.expects = Expects::Nothing;
        Effect::Done(outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::CaughtUp;
    use tan_nha_domain::time::Timestamp;

    fn page(live: u64, last: bool) -> PullReply {
        PullReply {
            epoch: 1,
            now: Timestamp(0),
            records: vec![],
            assignment: None,
            gone_from_scope: vec![],
            cursor: "next".into(),
            caught_up: last.then_some(CaughtUp { seq: 9, live, custody: Custody::default() }),
        }
    }

    fn denied(code: DenialCode) -> CallError {
        CallError::Denied(Denial { code, now: Timestamp(0) })
    }

    /// Drives a pass that has nothing to push, and writes down what it asked for.
    fn drive(pages: Vec<Result<PullReply, CallError>>, live: u64) -> (Vec<&'static str>, Outcome) {
        let (mut pages, mut pass, mut asked) = (pages.into_iter(), Pass::default(), Vec::new());
        let mut effect = pass.handle(Input::Begin(Position::default()));
        loop {
            let (name, input) = match effect {
                Effect::TakeBatch { .. } => ("batch", Input::Batch(vec![])),
                Effect::Push(_) => ("push", Input::Pushed(Err(CallError::Cut))),
                Effect::TakeBack => ("back", Input::TakenBack),
                Effect::SaveReceipts { .. } => ("receipts", Input::ReceiptsSaved),
                Effect::Pull(request) => (
                    if request.cursor.is_some() { "next" } else { "snapshot" },
                    Input::Pulled(pages.next().unwrap()),
                ),
                Effect::SavePage(_) => ("page", Input::PageSaved),
                Effect::ForgetCursor => ("anew", Input::CursorForgotten),
                Effect::OfferAgain { .. } => ("again", Input::OfferedAgain),
                Effect::Compare => {
                    ("compare", Input::Compared(Holdings { custody: Custody::default(), live }))
                }
                Effect::Done(outcome) => return (asked, outcome),
            };
            asked.push(name);
            effect = pass.handle(input);
        }
    }

    #[test]
    fn pages_follow_each_other_until_the_ward_says_that_all_was_seen() {
        let (asked, outcome) = drive(vec![Ok(page(0, false)), Ok(page(3, true))], 3);
        assert_eq!(asked, ["batch", "snapshot", "page", "next", "page", "compare"]);
        assert_eq!(outcome, Outcome::Finished { agreed: true });
    }

    #[test]
    fn a_difference_pulls_everything_once_more_and_is_then_said() {
        let (asked, outcome) = drive(vec![Ok(page(3, true)), Ok(page(3, true))], 2);
        assert_eq!(asked, ["batch", "snapshot", "page", "compare", "anew", "snapshot", "page", "compare"]);
        assert_eq!(outcome, Outcome::Finished { agreed: false });
    }

    #[test]
    fn to_a_restored_ward_everything_is_offered_again_before_anything_of_it_is_stored() {
        let mut pass = Pass::default();
        pass.handle(Input::Begin(Position { seen: Seen { epoch: 1, seq: 90 }, cursor: Some("old".into()) }));
        pass.handle(Input::Batch(vec![]));
        let restored = || Input::Pulled(Ok(PullReply { epoch: 2, ..page(0, false) }));
        assert!(matches!(pass.handle(restored()), Effect::OfferAgain { epoch: 2 }));
        assert!(matches!(pass.handle(Input::OfferedAgain), Effect::TakeBatch { after: 0 }));
        let Effect::Pull(first) = pass.handle(Input::Batch(vec![])) else { panic!("the snapshot") };
        assert_eq!(first, PullRequest { seen: Seen { epoch: 2, seq: 0 }, cursor: None });
        assert!(matches!(pass.handle(restored()), Effect::SavePage(_)));
        pass.handle(Input::PageSaved);
        let again = Input::Pulled(Ok(PullReply { epoch: 3, ..page(0, false) }));
        assert!(matches!(pass.handle(again), Effect::Done(Outcome::Failed(CallError::NotTheWard))));
    }

    #[test]
    fn what_the_ward_does_not_hold_is_offered_again_once_and_then_said() {
        let mut pass = Pass::default();
        let mine = Holdings { custody: Custody { count: 7, ..Custody::default() }, live: 3 };
        let mut effect = pass.handle(Input::Begin(Position::default()));
        let mut offered_again = 0;
        let outcome = loop {
            effect = match effect {
                Effect::TakeBatch { .. } => pass.handle(Input::Batch(vec![])),
                Effect::Pull(_) => pass.handle(Input::Pulled(Ok(page(3, true)))),
                Effect::SavePage(_) => pass.handle(Input::PageSaved),
                Effect::Compare => pass.handle(Input::Compared(mine)),
                Effect::OfferAgain { .. } => {
                    offered_again += 1;
                    pass.handle(Input::OfferedAgain)
                }
                Effect::Done(outcome) => break outcome,
                other => panic!("{other:?}"),
            };
        };
        assert_eq!((offered_again, outcome), (1, Outcome::Finished { agreed: false }));
    }

    #[test]
    fn an_unknown_cursor_begins_with_the_snapshot_once() {
        let unknown = || Err(denied(DenialCode::CursorUnknown));
        let (asked, outcome) = drive(vec![unknown(), unknown()], 0);
        assert_eq!(asked, ["batch", "snapshot", "anew", "snapshot"]);
        assert_eq!(outcome, Outcome::Failed(denied(DenialCode::CursorUnknown)));
    }

    #[test]
    fn an_answer_that_was_not_asked_for_is_not_the_wards() {
        let mut pass = Pass::default();
        pass.handle(Input::Begin(Position::default()));
        let effect = pass.handle(Input::Pulled(Ok(page(0, true))));
        assert!(matches!(effect, Effect::Done(Outcome::Failed(CallError::NotTheWard))));
    }
}
