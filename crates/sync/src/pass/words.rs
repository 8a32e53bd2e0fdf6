//! What a pass and its driver say to each other.

use super::{FileEffect, FileInput, FileToSend};
use crate::wire::{
    Custody, Denial, HeldReply, PullReply, PullRequest, PushReply, PushRequest, Refusal, Seen,
};
use std::time::Duration;
use tan_nha_domain::{
    change::{Hash, SealedChange},
    ids::OpId,
};

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
    /// The same where there are two: the second has the numbers after the first.
    Batches(Vec<SealedChange>, Vec<SealedChange>),
    /// What came of [`Effect::Push`].
    Pushed(Result<PushReply, CallError>),
    /// What came of [`Effect::PushBoth`], once both have an answer or none to expect.
    PushedBoth(Result<PushReply, CallError>, Result<PushReply, CallError>),
    /// [`Effect::TakeBack`] is durable.
    TakenBack,
    /// [`Effect::SaveReceipts`] is durable.
    ReceiptsSaved,
    /// [`Effect::SetAside`] is durable.
    ChangeSetAside,
    /// What came of [`Effect::Pull`].
    Pulled(Result<PullReply, CallError>),
    /// [`Effect::SavePage`] is durable.
    PageSaved,
    /// [`Effect::ForgetCursor`] is durable.
    CursorForgotten,
    /// [`Effect::OfferAgain`] is durable.
    OfferedAgain,
    /// What came of [`Effect::AskHeld`]; none when there was nothing to ask.
    Held(Result<Option<HeldReply>, CallError>),
    /// [`Effect::SaveHeld`] is durable.
    HeldSaved,
    /// The file that [`Effect::TakeFile`] asked for; none when none is left.
    FileTaken(Option<FileToSend>),
    /// What came of [`Effect::File`].
    File(FileInput),
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
        /// How many at most.
        most: usize,
        /// How many bytes at most, if there are several.
        bytes: usize,
        /// Whether a second batch is wanted, where more waits.
        two: bool,
    },
    /// Send it to the ward.
    Push(PushRequest),
    /// Send both to the ward at once; they may arrive in any order.
    PushBoth(PushRequest, PushRequest),
    /// Note durably that these did not leave this device after all.
    TakeBack(Vec<OpId>),
    /// Store the receipts, one for each change that was sent, and how far the ward has come.
    SaveReceipts(PushReply),
    /// The ward cannot take this change, and took none beside it: set it aside, and the others go on.
    SetAside {
        /// The change.
        op_id: OpId,
        /// Why.
        refusal: Refusal,
    },
    /// Ask the ward for a page, and say where this replica's work stands.
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
    /// Ask the ward which files it holds: those that it should hold, and those whose last answer was lost.
    AskHeld,
    /// Note which of the files that were asked for the ward holds; what it holds no more waits again.
    SaveHeld(Vec<Hash>),
    /// Take the next file that waits and was not tried in this pass.
    TakeFile,
    /// Do this for the file that was taken.
    File(FileEffect),
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
    /// Something on the way to the ward asks to come back after so many seconds at the earliest.
    Later {
        /// As it said.
        after_s: u32,
    },
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
            | CallError::NotTheWard
            | CallError::Later { .. } => true,
            CallError::OtherRoot | CallError::ClockFarOff | CallError::Cancelled => false,
            CallError::Denied(denial) => denial.code.is_retryable(),
        }
    }

    /// How long to wait at least before the next try, as the other side has asked.
    pub fn wait(self) -> Option<Duration> {
        let seconds = match self {
            CallError::Later { after_s } => Some(after_s),
            CallError::Denied(denial) => denial.retry_after_s,
            _ => None,
        };
        seconds.map(|seconds| Duration::from_secs(seconds.into()))
    }
}
