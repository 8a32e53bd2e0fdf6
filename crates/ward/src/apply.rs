//! One change that is in order: what it waits for, the ruling, and what the ruling does to the records.

use crate::{
    access::Caller,
    chain::{self, Link},
    db::{
        changes::{self, Applied},
        delivered,
        records::{self, Record},
        ward_row,
    },
    error::WardError,
    homes::{self, Homes},
    members, papers,
    rules::Rules,
    ruling::{Case, Ruling, Touched},
    scope,
    succession::{self, Left},
    twins,
};
use rusqlite::Connection;
use std::{borrow::Cow, collections::BTreeSet};
use tan_nha_domain::{
    change::{Header, Payload},
    ids::RecordId,
    merge::{FORM, Plan, stands_in},
    mutant::{self, Mutant},
    patch::Body,
    record::{RecordKind, references},
};
use tan_nha_forms::{Forms, answer_of};
use tan_nha_sync::wire::{Refusal, Verdict, WaitingFor};

/// What became of a change.
pub(crate) struct Outcome {
    /// For the replica.
    pub(crate) verdict: Verdict,
    /// The revision that it made, if it made one.
    pub(crate) made_rev: Option<u64>,
}

impl Outcome {
    /// It stays on the shelf.
    pub(crate) fn refused(code: Refusal) -> Self {
        Self { verdict: Verdict::Refused { code }, made_rev: None }
    }

    /// It waits.
    pub(crate) fn held(waiting_for: WaitingFor) -> Self {
        Self { verdict: Verdict::Held { waiting_for }, made_rev: None }
    }
}

/// Gives a readable change of `caller` its verdict, and applies what it allows.
pub(crate) fn judge(
    conn: &Connection,
    caller: &Caller,
    header: &Header,
    payload: &Payload,
    rules: &Rules,
) -> Result<Outcome, WardError> {
    if matches!(header.kind, RecordKind::Unknown(_)) {
        return Ok(Outcome::refused(Refusal::KindUnknown));
    }
    if header.kind == RecordKind::FormPackage {
        rules.look_at_forms();
    }
    match chain::link(conn, caller, header)? {
        Link::Good => {}
        Link::Waits(prev) => return Ok(Outcome::held(WaitingFor::Op(prev))),
        Link::Broken => return Ok(Outcome::refused(Refusal::Malformed)),
    }
    let current = records::get(conn, header.record)?;
    if let Some(outcome) = members::judge(conn, caller, (header, payload), current.as_ref(), rules)? {
        return Ok(outcome);
    }
    match &current {
        // Whoever made a record makes it again only where two copies of a tablet made it.
        Some(record)
            if record.kind != header.kind
                || header.makes_record()
                    && !(caller.is_one_of_several && record.author == caller.viewer.user) =>
        {
            return Ok(Outcome::refused(Refusal::Malformed));
        }
        None if !header.makes_record() => return Ok(Outcome::held(WaitingFor::Record(header.record))),
        _ => {}
    }
    let forms = rules.forms(conn)?;
    let payload = match succession::left_of(conn, caller, header, payload, (current.as_ref(), &forms))? {
        Left::All => Cow::Borrowed(payload),
        Left::Part(part) => Cow::Owned(part),
        Left::Nothing(verdict) => return Ok(Outcome { verdict, made_rev: None }),
    };
    let touched = match &current {
        Some(record) => touched_by_others(conn, caller, header, (record, &forms))?,
        None => Touched::default(),
    };
    let goes_on = match &current {
        Some(record) if !scope::sees(&caller.viewer, record) => chain::goes_on(conn, caller, header, record)?,
        _ => false,
    };
    let homes = Homes::around(conn, &header.kind, current.as_ref(), &payload.patch)?;
    let had_sight = match &current {
        Some(record) => record.author == caller.viewer.user || delivered::has(conn, caller.n, record.id)?,
        None => false,
    };
    let case = Case {
        viewer: &caller.viewer,
        assigned: caller.assigned > 0,
        had_sight,
        header,
        patch: &payload.patch,
        current: current.as_ref(),
        goes_on,
        touched,
        homes: &homes,
        forms: &forms,
    };
    match (case.rule(), current) {
        (Ruling::Refuse(code), _) => Ok(Outcome::refused(code)),
        // It is here, and its form is not known by it: a later version of the ward may read it.
        (Ruling::Hold(package), _) if records::exists(conn, package)? => {
            Ok(Outcome::refused(Refusal::FormVersionUnknown))
        }
        (Ruling::Hold(package), _) => Ok(Outcome::held(WaitingFor::Record(package))),
        (Ruling::Contest(groups), Some(record)) => contested(conn, &record, groups),
        // There is nothing to contest about a record that is being made.
        (Ruling::Contest(_), None) => Ok(Outcome::refused(Refusal::Malformed)),
        (Ruling::Take(plan), current) => match missing_reference(conn, current.as_ref(), &plan.body, header)?
        {
            Some(missing) => Ok(Outcome::held(WaitingFor::Record(missing))),
            None => take(conn, caller, header, (current, plan), rules),
        },
    }
}

/// What other replicas changed since the revision that the author saw; where a conflict left the ward's
/// value, they changed nothing.
fn touched_by_others(
    conn: &Connection,
    caller: &Caller,
    header: &Header,
    (record, forms): (&Record, &Forms),
) -> Result<Touched, WardError> {
    let mut touched = Touched::default();
    let base = header.base.unwrap_or(0);
    if base >= record.rev || mutant::is(Mutant::ForgetWhatOthersTouched) {
        return Ok(touched);
    }
    let others = changes::of_others(conn, record.id, caller.n, base.cast_signed())?;
    let own = match others.iter().any(|applied| caller.is_own(applied.replica)) {
        true => succession::made_before(conn, caller, header)?,
        false => BTreeSet::new(),
    };
    for Applied { sealed, verdict, .. } in others.into_iter().filter(|applied| !own.contains(&applied.op_id))
    {
        let payload = sealed.payload().map_err(|_| WardError::Damaged("change"))?;
        let kept = match verdict {
            Verdict::Conflict { groups, .. } => groups,
            _ => Vec::new(),
        };
        for (path, change) in &payload.patch.0 {
            // Whoever only names the form that they typed for has not moved it, nor has who began with it.
            let is_named = path == FORM && (change.from == change.to || change.from.is_null());
            if is_named || homes::is_derived(record, path) {
                continue;
            }
            let unit = forms.unit_of(&record.kind, &record.body, path);
            if !stands_in(path, &unit, &kept) {
                touched.answers |= path == FORM || answer_of(&record.kind, path).is_some();
                touched.paths.insert(path.clone());
            }
        }
    }
    Ok(touched)
}

/// Nothing of it applies; the record's viewers hear that somebody has to decide.
pub(crate) fn contested(
    conn: &Connection,
    record: &Record,
    groups: BTreeSet<String>,
) -> Result<Outcome, WardError> {
    let seq = ward_row::next_seq(conn)?;
    records::touch(conn, record.id, seq)?;
    let groups = groups.into_iter().collect();
    Ok(Outcome { verdict: Verdict::Conflict { rev: record.rev, seq, groups }, made_rev: None })
}

/// A record that the body newly names and that the ward does not have.
fn missing_reference(
    conn: &Connection,
    current: Option<&Record>,
    body: &Body,
    header: &Header,
) -> Result<Option<RecordId>, WardError> {
    let known: Vec<RecordId> = current.map(|record| references(&record.body).collect()).unwrap_or_default();
    for id in references(body) {
        if id != header.record && !known.contains(&id) && !records::exists(conn, id)? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Writes the record's next revision.
fn take(
    conn: &Connection,
    caller: &Caller,
    header: &Header,
    (before, plan): (Option<Record>, Plan),
    rules: &Rules,
) -> Result<Outcome, WardError> {
    let groups: Vec<String> = plan.conflicts.into_iter().collect();
    if let Some(record) = &before
        && !groups.is_empty()
        && record.body == plan.body
    {
        return contested(conn, record, groups.into_iter().collect());
    }
    let record = Record {
        id: header.record,
        kind: header.kind.clone(),
        rev: before.as_ref().map_or(0, |record| record.rev) + 1,
        seq: ward_row::next_seq(conn)?,
        author: before.as_ref().map_or(caller.viewer.user, |record| record.author),
        moved: before.as_ref().and_then(|record| record.moved),
        body: plan.body,
    };
    let findings = rules.findings(conn, &record.kind, &record.body)?;
    let n = records::put(conn, &record, findings.as_deref())?;
    if record.kind == RecordKind::FormPackage {
        rules.look_at_forms();
    }
    if scope::can_lose_sight(&caller.viewer) {
        delivered::add(conn, caller.n, n)?;
    }
    if record.kind == RecordKind::Citizen
        && before.as_ref().is_some_and(|before| before.hamlet() != record.hamlet())
    {
        homes::take_along(conn, caller, &record, rules)?;
    }
    papers::note(conn, caller, n, &record)?;
    twins::tell(conn, before.as_ref(), &record, &*rules.forms(conn)?)?;
    members::follow(conn, &record, rules)?;
    let (rev, seq) = (record.rev, record.seq);
    let verdict = match (groups.is_empty(), plan.merged) {
        (false, _) => Verdict::Conflict { rev, seq, groups },
        (true, true) => Verdict::Merged { rev, seq },
        (true, false) => Verdict::Accepted { rev, seq },
    };
    Ok(Outcome { verdict, made_rev: Some(rev) })
}
