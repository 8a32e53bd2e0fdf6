//! Seeds that once failed; they are run before all others.

/// The seed, and what it found.
pub const KEPT: &[(u64, &str)] = &[];
