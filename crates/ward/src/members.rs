//! The members of a group. What a group says of them is one pure function of the domain: a device carries it out as
//! acts of its author, and the ward does the same whenever a group or a member is written. So a submit, an amendment
//! or a withdrawal is decided about once, with the group: on its members it is done as far as the group as it stands
//! says so, and is otherwise nothing, never a conflict of their own. What an agency decides of a member is judged like
//! any other act.

use crate::{
    access::Caller,
    apply::{self, Outcome},
    db::{
        changes, delivered,
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
    let malformed = Ok(Some(Outcome::refused(Refusal::Malformed)));
    let named = match current {
        Some(record) => membership(&record.kind, &record.body),
        None => membership(&header.kind, &applied(&Body::new(), &payload.patch)),
    };
    let says_which = payload.patch.0.contains_key(GROUP) || payload.patch.0.contains_key(MEMBER);
    let Some(named) = named else {
        // No dossier comes to a group later.
        return if says_which && header.kind == RecordKind::Dossier { malformed } else { Ok(None) };
    };
    if !is_in_order(header, payload, current, &named) {
        return malformed;
    }
    let Some(group) = records::get(conn, named.group)? else {
        return Ok(Some(Outcome::held(WaitingFor::Record(named.group))));
    };
    if group.kind != RecordKind::Dossier || is_member(&group.kind, &group.body) {
        return malformed;
    }
    if !rules::knows_form(&group.kind, &group.body) {
        return Ok(Some(Outcome::refused(Refusal::FormVersionUnknown)));
    }
    let members = rules.members(&group);
    let Some(member) = members.iter().find(|member| member.form.key == named.member) else {
        return if current.is_none() { malformed } else { Ok(None) };
    };
    let asked = member.of(group.id, &group.body);
    if !goes_with_group(header, current, &asked) {
        return overtaken(conn, header, current);
    }
    if !may(conn, caller, current, &group)? {
        return Ok(Some(Outcome::refused(Refusal::NotPermitted)));
    }
    let made;
    let before = match current {
        Some(record) => &record.body,
        None => {
            let mut first = applied(&Body::new(), &payload.patch);
            ["state", "sealed_answers"].into_iter().for_each(|key| put(&mut first, key, Value::Null));
            made = first;
            &made
        }
    };
    let (body, _) = align(&asked, Some(before));
    if !rules::is_readable(&header.kind, &body) {
        return malformed;
    }
    let said = payload.patch.0.get("state").map_or(&Value::Null, |change| &change.to);
    let is_as_said = body.get("state") == Some(said);
    let verdict = |rev, seq| match is_as_said {
        true => Verdict::Accepted { rev, seq },
        false => Verdict::Merged { rev, seq },
    };
    let outcome = match current {
        Some(record) if record.body == body => {
            Outcome { verdict: verdict(record.rev, record.seq), made_rev: None }
        }
        _ => {
            let (record, n) = write(conn, current, &group, (member, body))?;
            if scope::can_lose_sight(&caller.viewer) {
                delivered::add(conn, caller.n, n)?;
            }
            Outcome { verdict: verdict(record.rev, record.seq), made_rev: Some(record.rev) }
        }
    };
    Ok(Some(outcome))
}

/// Brings the members of a group to what it says, after it was written: a revision of each, and no change of
/// anybody's.
pub(crate) fn follow(conn: &Connection, group: &Record, rules: &Rules) -> Result<(), WardError> {
    for member in rules.members(group) {
        let Some(record) = records::get(conn, member.id)? else { continue };
        let (body, _) = align(&member.of(group.id, &group.body), Some(&record.body));
        if body != record.body {
            write(conn, Some(&record), group, (&member, body))?;
        }
    }
    Ok(())
}

/// Whether a change of a member says what one may say: it has no answers and no papers, is made by a submit under the
/// one id that it has, and stays in its group.
fn is_in_order(header: &Header, payload: &Payload, current: Option<&Record>, named: &Membership) -> bool {
    let of_group = |path: &String| DIVIDED.iter().any(|map| path.split('.').next() == Some(map));
    let paths = &payload.patch.0;
    let made_right = || {
        let body = applied(&Body::new(), &payload.patch);
        header.act == Some(Act::Submit) && membership(&header.kind, &body).as_ref() == Some(named)
    };
    let stays = || ![GROUP, MEMBER].iter().any(|key| paths.contains_key(*key));
    header.record == member_id(named.group, &named.member)
        && current.is_none_or(|record| record.kind == header.kind)
        && !paths.keys().any(of_group)
        && !paths.contains_key(MOVED_IN)
        && if header.makes_record() { made_right() } else { stays() }
}

/// Whether a change only carries out what its author decided of the group. To withdraw a member that the group asks
/// for is a decision of its own.
fn goes_with_group(header: &Header, current: Option<&Record>, asked: &Asked<'_>) -> bool {
    match header.act {
        Some(Act::Submit | Act::Amend) => true,
        Some(Act::Withdraw) => {
            !asked.asked || value_at(asked.body, "state") == "withdrawn" || current.is_none()
        }
        _ => false,
    }
}

/// A decision of a member that its author made before the group moved it on is a conflict: nobody receives what was
/// amended meanwhile. None for one that saw the group's last move.
fn overtaken(
    conn: &Connection,
    header: &Header,
    current: Option<&Record>,
) -> Result<Option<Outcome>, WardError> {
    let Some(record) = current.filter(|_| header.act.is_some()) else { return Ok(None) };
    let moved_in = record.body.get(MOVED_IN).and_then(Value::as_u64).unwrap_or(0);
    let own = match header.prev {
        Some(prev) => changes::known(conn, prev)?.and_then(|known| match known.verdict {
            Verdict::Accepted { rev, .. } => Some(rev),
            _ => None,
        }),
        None => None,
    };
    if header.base.max(own).unwrap_or(0) >= moved_in {
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
    (member, mut body): (&GroupMember<'_>, Body),
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
    twins::tell(conn, before, &record)?;
    Ok((record, n))
}

fn applied(body: &Body, patch: &Patch) -> Body {
    let mut after = body.clone();
    patch.apply(&mut after);
    after
}
