//! Smaller batches and pages for the simulation: with a few records a pass has many of them.

use std::cell::Cell;

thread_local! {
    static BATCH_BYTES: Cell<usize> = const { Cell::new(crate::wire::BATCH_BYTES) };
}

/// What a batch or a page holds in this thread.
pub(crate) fn batch_bytes() -> usize {
    BATCH_BYTES.get()
}

/// Says what a batch or a page holds in this thread.
pub fn set_batch_bytes(bytes: usize) {
    BATCH_BYTES.set(bytes);
}
