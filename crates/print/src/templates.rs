//! The templates of this crate.

/// How a procedure's own template is called by ours. It has `declaration(paper)`.
pub(crate) const PAPER: &str = "paper.typ";

/// The general template of a declaration, where a procedure has none of its own.
pub(crate) const GENERAL: &str = include_str!("../templates/declaration.typ");

/// File names and texts.
pub(crate) const OURS: [(&str, &str); 4] = [
    ("official.typ", include_str!("../templates/official.typ")),
    ("declarations.typ", include_str!("../templates/declarations.typ")),
    ("checklist.typ", include_str!("../templates/checklist.typ")),
    ("missing.typ", include_str!("../templates/missing.typ")),
];
