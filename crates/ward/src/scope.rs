//! What a caller may see and do: the one place that decides it, from the rules of the domain.

use crate::{access::Caller, db::records::Record, denied::Denied};
use tan_nha_domain::{
    act::{Act, Transition, moves, transitions},
    change::Header,
    record::Viewer,
};
use tan_nha_sync::wire::DenialCode;

/// A revoked person gets nothing.
pub(crate) fn may_pull(caller: &Caller) -> Result<(), Denied> {
    if caller.revoked { Err(Denied(DenialCode::Revoked)) } else { Ok(()) }
}

/// Whether records can leave the viewer's scope. The staff sees the ward for good, so nothing needs to be
/// remembered of what they got.
pub(crate) fn can_lose_sight(viewer: &Viewer) -> bool {
    !viewer.role.sees_whole_ward()
}

/// Whether the viewer sees a record.
pub(crate) fn sees(viewer: &Viewer, record: &Record) -> bool {
    viewer.sees(&record.kind, &record.body, record.author)
}

/// What the table says of the change's act for this person.
pub(crate) enum ActRule {
    /// The kind knows no such act.
    Unknown,
    /// The role may not.
    Forbidden,
    /// Not from this state.
    NotNow,
    /// This move.
    Move(&'static Transition),
}

/// The rule for the header's act on a record, or to make one.
pub(crate) fn act_rule(viewer: &Viewer, header: &Header, act: Act, current: Option<&Record>) -> ActRule {
    let state = current.and_then(Record::state);
    let table = current.map_or(transitions(&header.kind), |record| moves(&record.kind, &record.body));
    let mut rows = table.iter().filter(|row| row.act == act).peekable();
    if rows.peek().is_none() {
        return ActRule::Unknown;
    }
    let mut allowed = rows.filter(|row| row.roles.contains(&viewer.role)).peekable();
    if allowed.peek().is_none() {
        return ActRule::Forbidden;
    }
    allowed.find(|row| row.from == state).map_or(ActRule::NotNow, ActRule::Move)
}
