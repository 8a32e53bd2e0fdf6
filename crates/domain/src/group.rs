//! Groups: one filling that yields several dossiers, its members. A member's dossier names its group and has a
//! state of its own; answers and papers are the group's, so that no two agencies are told two things.
//!
//! What a group says of a member is one pure function, [`align`]: a device carries it out as acts of its
//! author, the ward whenever the group or the member was written. So they cannot part, in whatever order
//! changes come.

use crate::{
    act::Act,
    ids::RecordId,
    patch::{Body, put, value_at},
    record::RecordKind,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Builder;

/// The key of a member's body that names its group.
pub const GROUP: &str = "group";
/// The key of a member's body that says which of the group's members it is.
pub const MEMBER: &str = "member";
/// The key of a member's body with its revision in which the group moved it last. Only the ward writes it.
pub const MOVED_IN: &str = "moved_in";

/// What of a member is the group's.
const SHARED: [&str; 3] = ["citizen", "visit", "hamlet"];
/// What is the group's too until an agency has the member: by which form and law it is judged.
const FORM: [&str; 3] = ["form_version", "form_package", "law_date"];

/// Which member of which group a dossier is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The group.
    pub group: RecordId,
    /// The member's key in the group's form.
    pub member: String,
}

/// Which member of which group a record is; none for other records.
pub fn membership(kind: &RecordKind, body: &Body) -> Option<Membership> {
    let text = |key| body.get(key).and_then(Value::as_str).filter(|_| *kind == RecordKind::Dossier);
    Some(Membership { group: text(GROUP)?.parse().ok()?, member: text(MEMBER)?.to_owned() })
}

/// Whether a record says that it is a member of a group, readably or not.
pub fn is_member(kind: &RecordKind, body: &Body) -> bool {
    *kind == RecordKind::Dossier && (body.contains_key(GROUP) || body.contains_key(MEMBER))
}

/// The id of a member's dossier (UUIDv8, of the group's id and the key): whoever submits the group makes the
/// same record, also where two do so apart.
pub fn member_id(group: RecordId, member: &str) -> RecordId {
    let digest = Sha256::new()
        .chain_update(b"tan-nha member of a group v1 ")
        .chain_update(group.0.as_bytes())
        .chain_update(member.as_bytes())
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    RecordId(Builder::from_custom_bytes(bytes).into_uuid())
}

/// The procedure of a member: its own, where it also stands alone, or `<group>/<member>`.
pub fn procedure_of_member(group: &str, member: &str, own: Option<&str>) -> String {
    own.map_or_else(|| format!("{group}/{member}"), str::to_owned)
}

/// A group and what it says of one of its members.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The group's record.
    pub group: RecordId,
    /// Its body.
    pub body: &'a Body,
    /// The member's key.
    pub member: &'a str,
    /// The member's procedure.
    pub procedure: &'a str,
    /// Whether the group's answers ask for it.
    pub asked: bool,
}

/// A member's body as its group has it, and the act by which it comes there, where one is due. A member that is not
/// there yet begins as a draft.
///
/// - A group that is handed in has those members handed in that its answers ask for, and withdraws the others. A
///   member that was withdrawn by these very answers, or while they stood, stays so.
/// - A group that is opened again opens those that no agency has received; one that is sent back sends them back.
/// - A group that is withdrawn withdraws them.
/// - What was settled stays, and what an agency has keeps the form and the law that it was handed in by.
pub fn align(asked: &Asked<'_>, member: Option<&Body>) -> (Body, Option<Act>) {
    let mut body = member.cloned().unwrap_or_default();
    let state = value_at(&body, "state").as_str().unwrap_or("draft").to_owned();
    let seal = value_at(asked.body, "sealed_answers");
    let is_of_these_answers = !seal.is_null() && value_at(&body, "sealed_answers") == seal;
    let of_group = value_at(asked.body, "state").as_str().unwrap_or_default();
    let act = match (of_group, state.as_str()) {
        ("draft", "queued" | "sent_back") => Some(Act::Amend),
        ("sent_back", "queued") => Some(Act::SendBack),
        ("draft" | "sent_back", _) => None,
        ("withdrawn", "draft" | "queued" | "sent_back" | "received") => Some(Act::Withdraw),
        ("withdrawn", _) => None,
        (_, "draft") if asked.asked => Some(Act::Submit),
        (_, "withdrawn") if asked.asked && !is_of_these_answers => Some(Act::Submit),
        (_, "draft" | "queued" | "sent_back" | "received") if !asked.asked => Some(Act::Withdraw),
        _ => None,
    };
    let (state, seal) = match act {
        Some(Act::Submit) => ("queued", seal.clone()),
        Some(Act::Amend) => ("draft", Value::Null),
        Some(Act::SendBack) => ("sent_back", value_at(&body, "sealed_answers").clone()),
        Some(Act::Withdraw) => ("withdrawn", seal.clone()),
        // It is withdrawn by these answers now, whatever it was withdrawn by.
        _ if state == "withdrawn" && !asked.asked && !seal.is_null() => (state.as_str(), seal.clone()),
        _ => (state.as_str(), value_at(&body, "sealed_answers").clone()),
    };
    put(&mut body, "state", json!(state));
    put(&mut body, "sealed_answers", seal);
    put(&mut body, GROUP, json!(asked.group));
    put(&mut body, MEMBER, json!(asked.member));
    put(&mut body, "procedure", json!(asked.procedure));
    let is_with_agency = !["draft", "queued", "sent_back", "withdrawn"].contains(&state);
    let of_form = FORM.iter().filter(|_| !is_with_agency);
    for key in SHARED.iter().chain(of_form) {
        put(&mut body, key, value_at(asked.body, key).clone());
    }
    (body, act)
}

#[cfg(test)]
mod tests;
