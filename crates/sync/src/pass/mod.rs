//! One pass of the protocol as a machine without I/O: an input goes in, the one effect to carry out
//! comes out, and what became of it is the next input. Whoever drives it may die between any two.
//!
//! Changes go first, then the ward's records come, then files go, each part small enough that a change saved
//! meanwhile goes before the next file; where a file or a change went after the pull, the records come once more.

mod pace;
mod push;
mod upload;
mod words;

pub use pace::Pace;
pub use upload::{Begun, FileEffect, FileInput, FileRefusal, FileToSend, UploadError};
pub use words::{CallError, Effect, Holdings, Input, Outcome, Position};

use crate::wire::{DenialCode, PullReply, PullRequest, Seen};
use push::Batch;
use std::time::Duration;
use upload::{Next, Upload};

/// The machine.
#[derive(Debug)]
pub struct Pass {
    position: Position,
    pace: Pace,
    offered: u64,
    /// How many changes the next batch has at most.
    most: usize,
    /// The batches under way, in the order of their numbers: one, or two.
    under_way: Vec<Batch>,
    /// Those of them that the ward did not take, until the receipts of the other are stored.
    failed: Vec<(Batch, CallError)>,
    /// Whether the next batch goes alone.
    alone: bool,
    /// The page that came with the receipts of the last batch; another batch makes it old.
    page: Option<Box<PullReply>>,
    stage: Stage,
    /// The file under way.
    upload: Option<Upload>,
    /// Whether the ward has taken a push in this pass.
    heard: bool,
    /// Whether anything reached the ward since the last pull.
    moved: bool,
    /// What the ward said at the end of the pull.
    theirs: Holdings,
    began_anew: bool,
    offered_again: bool,
    expects: Expects,
}

/// What comes when no change is left to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Records,
    Files,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expects {
    Begin,
    Batch,
    Pushed,
    TakenBack { after: CallError },
    Understood,
    ReceiptsSaved,
    ChangeSetAside,
    Held,
    HeldSaved,
    FileTaken,
    File,
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
            pace: Pace::default(),
            offered: 0,
            most: usize::MAX,
            under_way: Vec::new(),
            failed: Vec::new(),
            alone: false,
            page: None,
            stage: Stage::Records,
            upload: None,
            heard: false,
            moved: false,
            theirs: Holdings::default(),
            began_anew: false,
            offered_again: false,
            expects: Expects::Begin,
        }
    }
}

impl Pass {
    /// A pass whose requests are as large as the last one's network allowed.
    pub fn at(pace: Pace) -> Self {
        Self { pace, ..Self::default() }
    }

    /// The ward has answered a small request after this time.
    pub fn took(&mut self, round_trip: Duration) {
        self.pace.took(round_trip);
    }

    /// How large the requests of the next pass may be.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Takes what happened and says what to do. An input that was not asked for ends the pass as if
    /// the answer had not been the ward's: nothing is stored upon it.
    pub fn handle(&mut self, input: Input) -> Effect {
        match (self.expects, input) {
            (Expects::Begin, Input::Begin(position)) => {
                self.position = position;
                self.take_batch()
            }
            (Expects::Batch, Input::Batch(changes)) => self.offer(changes, Vec::new()),
            (Expects::Batch, Input::Batches(first, second)) => self.offer(first, second),
            (Expects::Pushed, Input::Pushed(answer)) => self.pushed(vec![answer]),
            (Expects::Pushed, Input::PushedBoth(first, second)) => self.pushed(vec![first, second]),
            (Expects::TakenBack { after }, Input::TakenBack) => self.fail(after),
            (Expects::Understood, Input::Pushed(Ok(_))) => {
                self.heard = true;
                self.part()
            }
            (Expects::ReceiptsSaved, Input::ReceiptsSaved) => self.after_receipts(),
            (Expects::ChangeSetAside, Input::ChangeSetAside) => self.take_batch(),
            (Expects::Pulled, Input::Pulled(Ok(reply))) => self.pulled(reply),
            (Expects::OfferedAgain, Input::OfferedAgain) => self.take_batch(),
            (Expects::PageSaved { last: false }, Input::PageSaved) => self.pull(),
            (Expects::PageSaved { last: true }, Input::PageSaved) => self.after_pull(),
            (Expects::Held, Input::Held(Ok(None))) | (Expects::HeldSaved, Input::HeldSaved) => {
                self.pace.know_held(true);
                self.take_file()
            }
            (Expects::Held, Input::Held(Ok(Some(reply)))) => {
                self.expects = Expects::HeldSaved;
                Effect::SaveHeld(reply.held)
            }
            (Expects::FileTaken, Input::FileTaken(Some(file))) => {
                let (upload, effect) = Upload::begin(file, self.pace.first_bytes());
                self.upload = Some(upload);
                self.expects = Expects::File;
                self.do_with_file(effect)
            }
            (Expects::FileTaken, Input::FileTaken(None)) => self.after_files(),
            (Expects::File, Input::File(input)) => self.go_on_with_file(input),
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
            (Expects::Understood, Input::Pushed(Err(error)))
            | (Expects::Pulled, Input::Pulled(Err(error)))
            | (Expects::Held, Input::Held(Err(error))) => self.fail(error),
            _ => self.end(Outcome::Failed(CallError::NotTheWard)),
        }
    }

    fn after_pull(&mut self) -> Effect {
        self.moved = false;
        if self.stage == Stage::Records {
            self.stage = Stage::Files;
            if self.pace.held_is_known() {
                return self.take_file();
            }
            self.expects = Expects::Held;
            return Effect::AskHeld;
        }
        self.expects = Expects::Compared;
        Effect::Compare
    }

    fn take_file(&mut self) -> Effect {
        self.expects = Expects::FileTaken;
        Effect::TakeFile
    }

    fn go_on_with_file(&mut self, input: FileInput) -> Effect {
        if matches!(input, FileInput::AtWard(Ok(_)) | FileInput::Created(Ok(_))) {
            self.pace.held();
            self.pace.file_is_in_doubt(false);
            self.moved = true;
        }
        match self.upload.as_mut().map(|upload| upload.handle(input, self.pace.bytes())) {
            Some(Next::Do(effect)) => self.do_with_file(effect),
            Some(Next::Settled) => {
                self.upload = None;
                // What was saved meanwhile goes before the next file.
                self.take_batch()
            }
            Some(Next::Fail(error)) => self.fail(error),
            None => self.fail(CallError::NotTheWard),
        }
    }

    /// Until its answer comes, a beginning is in doubt: the bytes that go along may be at the ward.
    fn do_with_file(&mut self, effect: FileEffect) -> Effect {
        if matches!(effect, FileEffect::Create { .. }) {
            self.pace.file_is_in_doubt(true);
        }
        Effect::File(effect)
    }

    fn after_files(&mut self) -> Effect {
        self.stage = Stage::End;
        if self.moved {
            return self.pull();
        }
        self.expects = Expects::Compared;
        Effect::Compare
    }

    fn fail(&mut self, error: CallError) -> Effect {
        if matches!(error, CallError::Cut | CallError::Silent) {
            self.pace.broke();
        }
        self.end(Outcome::Failed(error))
    }

    fn pull(&mut self) -> Effect {
        if let Some(page) = self.page.take() {
            return self.pulled(*page);
        }
        self.expects = Expects::Pulled;
        let (seen, cursor) = (self.position.seen, self.position.cursor.clone());
        Effect::Pull(PullRequest { seen, cursor, standing: None })
    }

    fn pulled(&mut self, reply: PullReply) -> Effect {
        if self.is_restored(reply.epoch) {
            return self.offer_again(reply.epoch);
        }
        let end = reply.caught_up;
        self.position.seen = self.position.seen.and(reply.seen());
        self.theirs = end.map_or(self.theirs, |end| Holdings { custody: end.custody, live: end.live });
        self.position.cursor = Some(reply.cursor.clone());
        self.expects = Expects::PageSaved { last: end.is_some() };
        Effect::SavePage(reply)
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
        self.pace.know_held(false);
        self.stage = Stage::Records;
        self.offered = 0;
        self.position = Position { seen: Seen::nothing_of(epoch), cursor: None };
        self.expects = Expects::OfferedAgain;
        Effect::OfferAgain { epoch }
    }

    fn end(&mut self, outcome: Outcome) -> Effect {
        if matches!(outcome, Outcome::Finished { .. }) {
            self.pace.know_held(false);
        }
        self.expects = Expects::Nothing;
        Effect::Done(outcome)
    }
}

#[cfg(test)]
mod tests;
