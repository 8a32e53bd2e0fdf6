//! Faults that the simulation has to find (`tests/suites/simulation`): each stands as one line at the place
//! where it would be made, and shows that the simulation would see it.
//!
//! None exists in the shipped programs: without the feature `simulation` [`is`] is a constant. With it, a
//! mutant lives only in a thread that called [`live`], so that the feature alone changes nothing.

/// A fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// The ward answers a push although its commit failed.
    AckBeforeCommit,
    /// The ward takes a change in a second time when it comes again.
    ApplyDuplicateAgain,
    /// The ward leaves held what waited longest, when what it waited for has come.
    SkipHeldOnRelease,
    /// Of a unit of merge in conflict, the ward applies the fields that nobody else changed.
    MergeHalfGroup,
    /// The ward does not look at what others changed since the author's revision.
    ForgetWhatOthersTouched,
    /// The ward does not count held changes among those that it has.
    CustodyNotCounted,
    /// A ward that was restored from a copy does not begin a new epoch.
    EpochNotRaised,
    /// A ward that was restored from a copy is known by its numbers alone.
    MarkNotCompared,
    /// A volunteer's pull holds the whole ward.
    ScopeForgotten,
    /// A page's cursor is stored before its records.
    CursorBeforeRows,
    /// A pulled record takes the place of unsent work.
    PullOverwritesUnsent,
    /// A record that leaves the scope goes with what was not sent of it.
    DropUnsentOnLeaving,
    /// A batch's receipts are stored for the changes beside those that they are for.
    ReceiptsForOthers,
    /// What the ward holds or refused is called received.
    AllIsReceived,
    /// An act takes two numbers.
    SealSkipsSeq,
    /// A file is called received with its first bytes.
    FileReceivedEarly,
    /// Files stay received though the ward was restored from a copy.
    FilesNotDoubted,
    /// What the ward refused for a copy's sake is not sealed anew.
    NotSealedAnew,
}

/// Whether a mutant lives in this thread.
#[cfg(feature = "simulation")]
pub fn is(mutant: Mutant) -> bool {
    LIVE.get() == Some(mutant)
}

/// Without the feature none does.
#[cfg(not(feature = "simulation"))]
#[inline(always)]
pub const fn is(_: Mutant) -> bool {
    false
}

/// Lets one mutant live in this thread, or none.
#[cfg(feature = "simulation")]
pub fn live(mutant: Option<Mutant>) {
    LIVE.set(mutant);
}

#[cfg(feature = "simulation")]
thread_local! {
    static LIVE: std::cell::Cell<Option<Mutant>> = const { std::cell::Cell::new(None) };
}
