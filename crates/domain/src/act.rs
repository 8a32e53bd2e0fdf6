//! Acts move a state. This table says from which state, to which, and by whom; tablet and ward obey
//! the same one. Acts are never merged: the second of two on the same state is a conflict.

use crate::{
    group::is_member,
    patch::Body,
    record::RecordKind,
    role::{
        Role,
        Role::{Admin, Clerk, Leader, Volunteer},
    },
};
use serde::{Deserialize, Serialize};

/// What a person decided about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The volunteer hands a dossier to the one-stop desk.
    Submit,
    /// Answers that were already submitted are opened again; they must be submitted anew.
    Amend,
    /// The desk takes the dossier in.
    Receive,
    /// The desk returns it with its faults.
    SendBack,
    /// The competent office has decided.
    Settle,
    /// The result is in the citizen's hands.
    HandOver,
    /// The citizen takes the request back.
    Withdraw,
    /// A visit gets its day.
    Schedule,
    /// A visit gets another day.
    Reschedule,
    /// A visit is over.
    Finish,
    /// A citizen recorded twice points at the record that stays.
    Merge,
}

/// One allowed move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The act.
    pub act: Act,
    /// The state before; `None` when the act makes the record.
    pub from: Option<&'static str>,
    /// The state after.
    pub to: &'static str,
    /// Who may.
    pub roles: &'static [Role],
}

const EVERYBODY: &[Role] = &[Volunteer, Leader, Clerk, Admin];
const DESK: &[Role] = &[Clerk, Admin];
const WARD: &[Role] = &[Leader, Clerk, Admin];

const fn row(act: Act, from: Option<&'static str>, to: &'static str, roles: &'static [Role]) -> Transition {
    Transition { act, from, to, roles }
}

const DOSSIER: &[Transition] = &[
    row(Act::Submit, Some("draft"), "queued", EVERYBODY),
    row(Act::Amend, Some("queued"), "draft", EVERYBODY),
    row(Act::Amend, Some("sent_back"), "draft", EVERYBODY),
    row(Act::Receive, Some("queued"), "received", DESK),
    row(Act::SendBack, Some("queued"), "sent_back", DESK),
    row(Act::SendBack, Some("received"), "sent_back", DESK),
    row(Act::Settle, Some("received"), "settled", DESK),
    row(Act::HandOver, Some("settled"), "handed_over", EVERYBODY),
    row(Act::Withdraw, Some("draft"), "withdrawn", EVERYBODY),
    row(Act::Withdraw, Some("queued"), "withdrawn", EVERYBODY),
    row(Act::Withdraw, Some("sent_back"), "withdrawn", EVERYBODY),
    row(Act::Withdraw, Some("received"), "withdrawn", EVERYBODY),
];

/// A member of a group is made by the submit of its group, and goes with it: see [`crate::group`].
const MEMBER: &[Transition] = &[
    row(Act::Submit, None, "queued", EVERYBODY),
    row(Act::Submit, Some("draft"), "queued", EVERYBODY),
    row(Act::Submit, Some("withdrawn"), "queued", EVERYBODY),
    row(Act::Amend, Some("queued"), "draft", EVERYBODY),
    row(Act::Amend, Some("sent_back"), "draft", EVERYBODY),
    row(Act::Receive, Some("queued"), "received", DESK),
    row(Act::SendBack, Some("queued"), "sent_back", DESK),
    row(Act::SendBack, Some("received"), "sent_back", DESK),
    row(Act::Settle, Some("received"), "settled", DESK),
    row(Act::HandOver, Some("settled"), "handed_over", EVERYBODY),
    row(Act::Withdraw, Some("draft"), "withdrawn", EVERYBODY),
    row(Act::Withdraw, Some("queued"), "withdrawn", EVERYBODY),
    row(Act::Withdraw, Some("sent_back"), "withdrawn", EVERYBODY),
    row(Act::Withdraw, Some("received"), "withdrawn", EVERYBODY),
];

const VISIT: &[Transition] = &[
    row(Act::Schedule, None, "scheduled", EVERYBODY),
    row(Act::Reschedule, Some("scheduled"), "scheduled", EVERYBODY),
    row(Act::Finish, Some("scheduled"), "finished", EVERYBODY),
];

const CITIZEN: &[Transition] = &[row(Act::Merge, Some("live"), "merged", WARD)];

/// The moves that records of `kind` know.
pub fn transitions(kind: &RecordKind) -> &'static [Transition] {
    match kind {
        RecordKind::Dossier => DOSSIER,
        RecordKind::Visit => VISIT,
        RecordKind::Citizen => CITIZEN,
        _ => &[],
    }
}

/// The moves that a record with this body knows: those of its kind, and of a member of a group its own.
pub fn moves(kind: &RecordKind, body: &Body) -> &'static [Transition] {
    if is_member(kind, body) { MEMBER } else { transitions(kind) }
}

/// The state in which a record of `kind` begins when no act makes it; `None` for kinds without states.
pub fn first_state(kind: &RecordKind) -> Option<&'static str> {
    match kind {
        RecordKind::Dossier => Some("draft"),
        RecordKind::Citizen => Some("live"),
        RecordKind::Need => Some("open"),
        _ => None,
    }
}

/// The move that `act` makes of a record with this body from `state`, if the table has one.
pub fn transition(
    kind: &RecordKind,
    body: &Body,
    act: Act,
    state: Option<&str>,
) -> Option<&'static Transition> {
    moves(kind, body).iter().find(|row| row.act == act && row.from == state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn an_act_leads_from_a_state_to_one_state_only() {
        for rows in [DOSSIER, MEMBER, VISIT, CITIZEN] {
            let keys: BTreeSet<_> = rows.iter().map(|row| (format!("{:?}", row.act), row.from)).collect();
            assert_eq!(keys.len(), rows.len(), "{rows:?}");
        }
    }

    #[test]
    fn every_state_of_a_dossier_is_reached_from_a_draft() {
        let mut reached = BTreeSet::from([first_state(&RecordKind::Dossier).unwrap()]);
        for _ in 0..DOSSIER.len() {
            let next = DOSSIER.iter().filter(|row| reached.contains(row.from.unwrap())).map(|row| row.to);
            reached.extend(next.collect::<Vec<_>>());
        }
        assert!(DOSSIER.iter().all(|row| reached.contains(row.from.unwrap()) && reached.contains(row.to)));
    }

    #[test]
    fn a_volunteer_never_receives_sends_back_or_settles() {
        for act in [Act::Receive, Act::SendBack, Act::Settle] {
            let rows = DOSSIER.iter().chain(MEMBER).filter(|row| row.act == act);
            assert!(rows.into_iter().all(|row| !row.roles.contains(&Volunteer)));
        }
    }
}
