//! What must hold of the ward: played again in the order of their revisions, each once, the changes that it
//! applied lead to the records that it has.

use crate::{
    model::{Violation, broken, flat},
    parsed::parsed,
    promise,
    world::{Tablet, World},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};
use tan_nha_domain::{
    change::Payload,
    ids::{OpId, RecordId, ReplicaId, UserId},
    patch::Body,
    record::RecordKind,
    role::Role,
};
use tan_nha_sync::wire::{PullReply, Refusal, Verdict, WaitingFor};
use tan_nha_ward::simulation::{Arrived, Holdings, Kept, Known};

/// The unit of merge of the fields that people write here (see `work.rs`).
pub fn unit(kind: &RecordKind, path: &str) -> String {
    let unit = match (kind, path) {
        (RecordKind::Citizen, "phone" | "phone_owner") => "phone",
        (RecordKind::Citizen, "hamlet" | "address") => "home",
        (RecordKind::Visit, "date" | "moves" | "state") => "day",
        (RecordKind::Dossier, "sealed_answers") => "state",
        (RecordKind::Dossier, path) => match path.split_once(['.', '_']) {
            Some(("answers" | "provenance", field)) => field.split_once('_').map_or(field, |(who, _)| who),
            _ => path,
        },
        (_, path) => path,
    };
    unit.to_owned()
}

/// Who sees what, in plain words.
pub fn sees(viewer: &Known, kind: &RecordKind, body: &Body, author: UserId) -> bool {
    let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    let closed = ["handed_over", "withdrawn", "finished", "merged"].contains(&text("state"));
    let theirs = viewer.hamlets.is_empty() && body.contains_key("hamlet")
        || viewer.hamlets.iter().any(|hamlet| hamlet == text("hamlet"));
    let for_all = matches!(
        kind,
        RecordKind::WardSettings
            | RecordKind::CalendarDay
            | RecordKind::Hamlet
            | RecordKind::Team
            | RecordKind::FormPackage
    );
    viewer.role != Role::Volunteer || for_all || theirs || (author == viewer.user && !closed)
}

/// Which replicas are one after the other the same tablet, or a copy of it.
struct Lines(BTreeMap<ReplicaId, ReplicaId>);

impl Lines {
    fn of(tablets: &[Tablet]) -> Self {
        Self(tablets.iter().flat_map(|tablet| tablet.line.iter().map(|own| (*own, tablet.line[0]))).collect())
    }

    fn differ(&self, one: ReplicaId, other: ReplicaId) -> bool {
        self.0.get(&one) != self.0.get(&other)
    }
}

impl World {
    /// What must hold of the ward at any moment.
    pub fn check_ward(&mut self) -> Result<(), Violation> {
        let ward = self.ward.holdings().map_err(broken)?;
        let cloned = self.tablets.iter().any(|tablet| tablet.cloned);
        let lines = Lines::of(&self.tablets);
        let checked =
            ward_holds(&ward, &lines).and_then(|()| if cloned { Ok(()) } else { all_is_well_formed(&ward) });
        self.model.look_at(ward)?;
        checked
    }

    /// A page has nothing for other eyes, and names as gone only what its replica knew.
    pub fn check_page(&mut self, tablet: usize, page: &PullReply) -> Result<(), Violation> {
        let owner = &self.tablets[tablet];
        let people = self.ward.people().map_err(broken)?;
        let viewer = people.iter().find(|known| known.replica == owner.replica);
        let viewer = viewer.ok_or_else(|| Violation("a page for nobody".into()))?;
        promise!(!viewer.revoked, "{} was revoked and got a page", owner.label);
        for record in &page.records {
            let seen = sees(viewer, &record.kind, &record.body, record.author);
            promise!(seen, "{} got {record:?}, which they may not see", owner.label);
            self.model.handed.entry(owner.replica).or_default().insert(record.id);
        }
        let handed = |id| {
            owner
                .line
                .iter()
                .filter_map(|replica| self.model.handed.get(replica))
                .any(|known| known.contains(id))
        };
        for id in &page.gone_from_scope {
            promise!(handed(id), "{} was told of {id}, which they never saw", owner.label);
        }
        Ok(())
    }
}

fn ward_holds(ward: &Holdings, lines: &Lines) -> Result<(), Violation> {
    let mut applied: BTreeMap<RecordId, BTreeMap<u64, &Arrived>> = BTreeMap::new();
    for change in &ward.changes {
        let verdict = parsed::<Verdict>(&change.verdict)?;
        let receipt = !matches!(*verdict, Verdict::Held { .. } | Verdict::Refused { .. });
        let op = change.op_id;
        let Some(id) = change.record else { continue };
        match (change.rev, &*verdict) {
            (Some(rev), _) => {
                promise!(receipt, "{op} was applied and is {verdict:?}");
                let other = applied.entry(id).or_default().insert(rev, change);
                promise!(other.is_none(), "revision {rev} of {id} was made twice");
            }
            (None, Verdict::Conflict { .. }) => {}
            (None, _) => {
                // Of what was sealed anew, the old one may have done it all.
                let old = ward.changes.iter().find(|old| change.replaces == Some(old.hash));
                let done = old.map(|old| parsed::<Verdict>(&old.verdict)).transpose()?;
                let done = done.is_some_and(|verdict| verdict.is_receipt());
                promise!(!receipt || done, "{op} made no revision and is {verdict:?}");
            }
        }
    }
    let numbers: BTreeSet<u64> = ward.records.iter().map(|record| record.seq).collect();
    promise!(numbers.len() == ward.records.len(), "two records have one number");
    promise!(numbers.last().is_none_or(|last| *last <= ward.tip.seq), "a number above the ward's");
    for record in &ward.records {
        let changes = applied.remove(&record.id).unwrap_or_default();
        leads_to(record, &changes, ward, lines)
            .map_err(|why| Violation(format!("at the ward: {}", why.0)))?;
        units_are_whole(record)?;
    }
    promise!(applied.is_empty(), "applied, and there is no record: {:?}", applied.keys());
    held_for_a_reason(ward)
}

/// What an app made is never called malformed. Two tablets with one replica do not know of each other.
fn all_is_well_formed(ward: &Holdings) -> Result<(), Violation> {
    for change in &ward.changes {
        let malformed = Verdict::Refused { code: Refusal::Malformed };
        promise!(
            *parsed::<Verdict>(&change.verdict)? != malformed,
            "{} is called malformed: {}",
            change.op_id,
            change.payload
        );
    }
    Ok(())
}

/// Each change applied once: what it speaks of was as its author saw it, or a conflict was said.
fn leads_to(
    record: &Kept,
    changes: &BTreeMap<u64, &Arrived>,
    ward: &Holdings,
    lines: &Lines,
) -> Result<(), Violation> {
    let follows = matches!(record.kind, RecordKind::Need | RecordKind::Visit | RecordKind::Dossier);
    let mut fields: BTreeMap<String, Value> = BTreeMap::new();
    let mut touched: Vec<(u64, ReplicaId, String)> = Vec::new();
    for (rev, change) in changes {
        let verdict = parsed::<Verdict>(&change.verdict)?;
        let kept = match &*verdict {
            Verdict::Conflict { groups, .. } => groups.as_slice(),
            _ => &[],
        };
        for (path, step) in &parsed::<Payload>(&change.payload)?.patch.0 {
            let unit = unit(&record.kind, path);
            if kept.contains(&unit) || (follows && path == "hamlet") {
                continue;
            }
            let before = fields.get(path).unwrap_or(&Value::Null);
            let op = change.op_id;
            // A record that two copies of a tablet were making is made once; its first state is behind it the second time.
            if *rev > 1 && change.base == 0 && path == "state" && step.from.is_null() {
                continue;
            }
            // Of what was sealed anew, the ward takes what had not come before.
            if change.replaces.is_some() && *before != step.from && *before != step.to {
                continue;
            }
            promise!(
                *before == step.from || *before == step.to,
                "{op} (revision {rev}) put {path} of {} from {before} to {}, its author saw {}",
                record.id,
                step.to,
                step.from
            );
            let unseen = touched.iter().any(|(rev, replica, other)| {
                *rev > change.base && lines.differ(*replica, change.replica) && *other == unit
            });
            promise!(
                !unseen || *before == step.to,
                "{op} (revision {rev}) put {path} of {}, whose {unit} others changed unseen by its author",
                record.id
            );
            touched.push((*rev, change.replica, unit));
            match &step.to {
                Value::Null => fields.remove(path),
                value => fields.insert(path.clone(), value.clone()),
            };
        }
    }
    let body = parsed::<Body>(&record.body)?;
    let mut is = flat(&body);
    if follows {
        let citizen = body.get("citizen").and_then(Value::as_str).and_then(|id| id.parse().ok());
        let citizen = ward.records.iter().find(|other| Some(other.id) == citizen);
        let home = citizen.map(|citizen| parsed::<Body>(&citizen.body)).transpose()?;
        promise!(
            is.get("hamlet") == home.as_ref().and_then(|home| home.get("hamlet")),
            "{} is not where its citizen is",
            record.id
        );
        is.remove("hamlet");
        fields.remove("hamlet");
    } else {
        promise!(
            record.rev == changes.len() as u64,
            "{} has revision {} of {}",
            record.id,
            record.rev,
            changes.len()
        );
    }
    promise!(is == fields, "{} is {is:?}, its changes lead to {fields:?}", record.id);
    Ok(())
}

/// Never half a person: both fields of a unit are of the same edit.
fn units_are_whole(record: &Kept) -> Result<(), Violation> {
    let body = parsed::<Body>(&record.body)?;
    let fields = flat(&body);
    let text = |path: &str| fields.get(path).and_then(Value::as_str).unwrap_or_default();
    let number = |path: &str| text(path).rsplit(' ').next().unwrap_or_default().to_owned();
    let whole = match record.kind {
        RecordKind::Citizen => {
            let phone = text("phone").is_empty()
                || text("phone").ends_with(&format!("{:0>8}", number("phone_owner")));
            phone && text("address").starts_with(text("hamlet"))
        }
        RecordKind::Visit => {
            let moves = body.get("moves").and_then(Value::as_array);
            moves.and_then(|moves| moves.last()).is_some_and(|last| last["to"] == fields["date"])
        }
        RecordKind::Dossier => ["mother", "father"]
            .iter()
            .all(|who| number(&format!("answers.{who}_name")) == number(&format!("answers.{who}_id"))),
        _ => true,
    };
    promise!(whole, "half a unit in {}: {fields:?}", record.id);
    Ok(())
}

/// What a held change waits for is not there.
fn held_for_a_reason(ward: &Holdings) -> Result<(), Violation> {
    let verdicts = ward.changes.iter().map(|change| Ok((change.op_id, parsed(&change.verdict)?)));
    let verdicts: BTreeMap<OpId, Rc<Verdict>> = verdicts.collect::<Result<_, Violation>>()?;
    let records: BTreeSet<RecordId> = ward.records.iter().map(|record| record.id).collect();
    for (op, verdict) in &verdicts {
        let Verdict::Held { waiting_for } = &**verdict else { continue };
        let waits = match waiting_for {
            WaitingFor::Op(prev) => {
                matches!(
                    verdicts.get(prev).map(|prev| &**prev),
                    None | Some(Verdict::Held { .. } | Verdict::Refused { .. })
                )
            }
            WaitingFor::Record(record) => !records.contains(record),
        };
        promise!(waits, "{op} is held for {waiting_for:?}, which is there");
    }
    Ok(())
}
