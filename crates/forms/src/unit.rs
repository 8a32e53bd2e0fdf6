//! The unit of merge of a path of a record: what people understand as one thing.

use crate::{Definition, catalogue};
use serde_json::Value;
use tan_nha_domain::{group::is_member, merge::unit_of_plain_field, patch::Body, record::RecordKind};

/// The form that a dossier's body follows; none for other kinds, for forms that are not known here, and for the members
/// of a group, whose answers are the group's.
pub fn definition_of(kind: &RecordKind, body: &Body) -> Option<&'static Definition> {
    let text = |key| body.get(key).and_then(Value::as_str);
    if *kind != RecordKind::Dossier || is_member(kind, body) {
        return None;
    }
    catalogue().version(text("procedure")?, text("form_version")?)
}

/// The unit of merge of `path` in a record with this body: for answers and where they came from the
/// definition's field group, or the field where it stands alone.
pub fn unit_of(kind: &RecordKind, body: &Body, path: &str) -> String {
    match answer_of(kind, path) {
        Some(key) => definition_of(kind, body).and_then(|form| form.group_of(key)).unwrap_or(key).to_owned(),
        None => unit_of_plain_field(kind, path),
    }
}

/// The field key of a path that speaks of a dossier's answers.
pub fn answer_of<'a>(kind: &RecordKind, path: &'a str) -> Option<&'a str> {
    let key = path.strip_prefix("answers.").or_else(|| path.strip_prefix("provenance."));
    key.filter(|_| *kind == RecordKind::Dossier)
}
