//! The members of a group. What a group says of them is one pure function of the domain: a device carries it out as
//! acts of its author, and the ward does the same whenever a group or a member is written. So a submit, an amendment
//! or a withdrawal is decided about once, with the group: on its members it is done as far as the group as it stands
//! says so, and is otherwise nothing, never a conflict of their own. What an agency decides of a member is judged like
//! any other act.

use crate::{
    access::Caller,
    apply::{self, Outcome},
    chain::{self, Earlier},
    db::{
        delivered,
        records::{self, Record},
        ward_row,
    },
    error::WardError,
    rules::{self, Rules},
    scope, twins,
};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tan_nha_domain::{
    act::Act,
    change::{Header, Payload},
    group::{Asked, GROUP, MEMBER, MOVED_IN, Membership, align, is_member, member_id, membership},
    patch::{Body, DIVIDED, Patch, put, value_at},
    record::RecordKind,
};
use tan_nha_forms::GroupMember;
use tan_nha_sync::wire::{Refusal, Verdict, WaitingFor};

/// What becomes of a change of a member; none where it is of no member, or is to be judged like any other.
pub(crate) fn judge(
    conn: &Connection,
    caller: &Caller,
    (header, payload): (&Header, &Payload),
    current: Option<&Record>,
    rules: &Rules,
) -> Result<Option<Outcome>, WardError> {
    let refused = |code| Ok(Some(Outcome::refused(code)));
    if header.kind != RecordKind::Dossier {
        return Ok(None);
    }
    let made = current.is_none().then(|| applied(&payload.patch));
    let body = current.map(|record| &record.body).or(made.as_ref());
    let Some(named) = body.and_then(|body| membership(&header.kind, body)) else {
        // No dossier comes to a group later.
        let joins = [GROUP, MEMBER].iter().any(|key| payload.patch.0.contains_key(*key));
        return if joins { refused(Refusal::Malformed) } else { Ok(None) };
    };
    if !is_in_order(header, payload, &named) {
        return refused(Refusal::Malformed);
    }
    let Some(group) = records::get(conn, named.group)? else {
        return Ok(Some(Outcome::held(WaitingFor::Record(named.group))));
    };
    if group.kind != RecordKind::Dossier || is_member(&group.kind, &group.body) {
        return refused(Refusal::Malformed);
    }
    if !rules::knows_form(&*rules.forms(conn)?, &group.kind, &group.body) {
        return refused(Refusal::FormVersionUnknown);
    }
    let members = rules.members(conn, &group)?;
    let Some(member) = members.iter().find(|member| member.key == named.member) else {
        return if current.is_none() { refused(Refusal::Malformed) } else { Ok(None) };
    };
    if !goes_with_group(header, &member.of(group.id, &group.body)) {
        return overtaken(conn, header, current);
    }
    if !may(conn, caller, current, &group)? {
        return refused(Refusal::NotPermitted);
    }
    go_along(conn, caller, payload, (current, &group, member), rules).map(Some)
}

/// Brings a member to what its group says, and makes it where it is not there. Nothing is written where it is so
/// already: whoever hands a group in a second time has made its members by that.
fn go_along(
    conn: &Connection,
    caller: &Caller,
    payload: &Payload,
    (current, group, member): (Option<&Record>, &Record, &GroupMember),
    rules: &Rules,
) -> Result<Outcome, WardError> {
    let before = current.map_or_else(
        || {
            let mut first = applied(&payload.patch);
            ["state", "sealed_answers"].into_iter().for_each(|key| put(&mut first, key, Value::Null));
            first
        },
        |record| record.body.clone(),
    );
    let (body, _) = align(&member.of(group.id, &group.body), Some(&before));
    if !rules::is_readable(&RecordKind::Dossier, &body) {
        return Ok(Outcome::refused(Refusal::Malformed));
    }
    let said = payload.patch.0.get("state").map_or(&Value::Null, |change| &change.to);
    let is_as_said = value_at(&body, "state") == said;
    let (rev, seq, made_rev) = match current {
        Some(record) if record.body == body => (record.rev, record.seq, None),
        _ => {
            let (record, n) = write(conn, current, group, (member, body), rules)?;
            if scope::can_lose_sight(&caller.viewer) {
                delivered::add(conn, caller.n, n)?;
            }
            (record.rev, record.seq, Some(record.rev))
        }
    };
    let verdict = if is_as_said { Verdict::Accepted { rev, seq } } else { Verdict::Merged { rev, seq } };
    Ok(Outcome { verdict, made_rev })
}

/// Brings the members of a group to what it says, after it was written: a revision of each, and no change of
/// anybody's.
pub(crate) fn follow(conn: &Connection, group: &Record, rules: &Rules) -> Result<(), WardError> {
    for member in rules.members(conn, group)? {
        let Some(record) = records::get(conn, member.id)? else { continue };
        let (body, _) = align(&member.of(group.id, &group.body), Some(&record.body));
        if body != record.body {
            write(conn, Some(&record), group, (&member, body), rules)?;
        }
    }
    Ok(())
}

/// Whether a change of a member says what one may say: it has no answers and no papers, is made by a submit under the
/// one id that it has, and stays in its group.
fn is_in_order(header: &Header, payload: &Payload, named: &Membership) -> bool {
    let is_of_group = |path: &String| DIVIDED.iter().any(|map| path.split('.').next() == Some(map));
    let paths = &payload.patch.0;
    let is_made_right = || {
        let made = membership(&header.kind, &applied(&payload.patch));
        header.act == Some(Act::Submit) && made.as_ref() == Some(named)
    };
    let stays = || ![GROUP, MEMBER].iter().any(|key| paths.contains_key(*key));
    header.record == member_id(named.group, &named.member)
        && !paths.keys().any(is_of_group)
        && !paths.contains_key(MOVED_IN)
        && if header.makes_record() { is_made_right() } else { stays() }
}

/// Whether a change only carries out what its author decided of the group. To withdraw a member that the group asks
/// for is a decision of its own.
fn goes_with_group(header: &Header, asked: &Asked<'_>) -> bool {
    match header.act {
        Some(Act::Submit | Act::Amend) => true,
        Some(Act::Withdraw) => !asked.asked || value_at(asked.body, "state") == "withdrawn",
        _ => false,
    }
}

/// A decision of a member that its author made before the group moved it on is a conflict: nobody receives what was
/// amended meanwhile. None for one that saw the group's last move, or made it.
fn overtaken(
    conn: &Connection,
    header: &Header,
    current: Option<&Record>,
) -> Result<Option<Outcome>, WardError> {
    let Some(record) = current.filter(|_| header.act.is_some()) else { return Ok(None) };
    let moved_in = record.body.get(MOVED_IN).and_then(Value::as_u64).unwrap_or(0);
    let left_so = |earlier: &Earlier| {
        let to = |path| earlier.payload.patch.0.get(path).map_or(&Value::Null, |change| &change.to);
        ["state", "sealed_answers"].iter().all(|path| to(*path) == value_at(&record.body, path))
    };
    let is_seen = header.base.unwrap_or(0) >= moved_in;
    if is_seen || chain::before(conn, header)?.first().is_some_and(left_so) {
        return Ok(None);
    }
    apply::contested(conn, record, BTreeSet::from(["state".to_owned()])).map(Some)
}

/// Who sees a member, or saw its group, may carry out what the group says of it.
fn may(
    conn: &Connection,
    caller: &Caller,
    current: Option<&Record>,
    group: &Record,
) -> Result<bool, WardError> {
    let sees = |record: &Record| scope::sees(&caller.viewer, record);
    Ok(current.is_some_and(sees)
        || sees(group)
        || group.author == caller.viewer.user
        || delivered::has(conn, caller.n, group.id)?)
}

/// Writes a member's next revision; gives its row too. Who made the group made its members, so that whoever sees the one sees the others.
fn write(
    conn: &Connection,
    before: Option<&Record>,
    group: &Record,
    (member, mut body): (&GroupMember, Body),
    rules: &Rules,
) -> Result<(Record, i64), WardError> {
    let rev = before.map_or(0, |record| record.rev) + 1;
    let state = |body: &Body| [value_at(body, "state").clone(), value_at(body, "sealed_answers").clone()];
    if before.is_none_or(|record| state(&record.body) != state(&body)) {
        put(&mut body, MOVED_IN, json!(rev));
    }
    let record = Record {
        id: member.id,
        kind: RecordKind::Dossier,
        rev,
        seq: ward_row::next_seq(conn)?,
        author: group.author,
        moved: before.and_then(|record| record.moved),
        body,
    };
    let n = records::put(conn, &record, None)?;
    twins::tell(conn, before, &record, &*rules.forms(conn)?)?;
    Ok((record, n))
}

/// What a change makes of nothing.
fn applied(patch: &Patch) -> Body {
    let mut body = Body::new();
    patch.apply(&mut body);
    body
}
