//! Seeds that once failed; they are run before all others. A new action changes what a seed does, so each
//! fault has a test of its own beside the code too.

/// The seed, and what it found.
pub const KEPT: &[(u64, &str)] = &[
    (17, "a record moved out of sight before it was ever pulled stayed on the tablet"),
    (34, "the same, in an epoch that began anew"),
    (125, "one's own old value stayed over a later one when the receipt came after the page"),
    (379, "the same over a conflict"),
    (1002, "half a home as a conflict's side, where a page had come between two edits of its author"),
    (1334, "counts that never agree where a restored ward took a copy's change first"),
    (5667, "the same, where the author's sight was of a life that the ward had forgotten"),
    (7372, "a photo that a restored ward never got again, of a dossier that had left its author's sight"),
    (3728, "a last word that its own beginning put away, sealed anew behind it"),
];
