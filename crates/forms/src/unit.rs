//! Which paths of a record speak of answers.

use tan_nha_domain::record::RecordKind;

/// The field key of a path that speaks of a dossier's answers.
pub fn answer_of<'a>(kind: &RecordKind, path: &'a str) -> Option<&'a str> {
    let key = path.strip_prefix("answers.").or_else(|| path.strip_prefix("provenance."));
    key.filter(|_| *kind == RecordKind::Dossier)
}
