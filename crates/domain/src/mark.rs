//! How sure a fact is. What was not read in the law stays marked, down to the paper and the screen.

use serde::{Deserialize, Serialize};

/// How sure a fact is; a later one is less sure than an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Mark {
    /// Read in the text of the law or an official record.
    V,
    /// Read in a secondary text only.
    S,
    /// Remembered only: to be checked before it is relied on.
    R,
}
