//! Which paths of a record speak of answers.

use tan_nha_domain::{record::RecordKind, source};

/// The field key of a path that speaks of a dossier's answers: of one, of where it came from, of what else is said of it.
pub fn answer_of<'a>(kind: &RecordKind, path: &'a str) -> Option<&'a str> {
    let said = || path.strip_prefix("said.").map(source::field_of);
    let key = path.strip_prefix("answers.").or_else(|| path.strip_prefix("provenance.")).or_else(said);
    key.filter(|_| *kind == RecordKind::Dossier)
}
