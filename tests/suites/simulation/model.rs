//! What must hold of a tablet, told without the code under test: the model knows what was acknowledged, and
//! reads the tables of store and ward.

use crate::{parsed::parsed, world::World};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    rc::Rc,
};
use tan_nha_domain::{
    change::{Hash, Payload},
    ids::{OpId, RecordId, ReplicaId},
    patch::{Body, DIVIDED},
};
use tan_nha_store::simulation::OwnChange;
use tan_nha_sync::wire::{Custody, Mark, Seen, Verdict};
use tan_nha_ward::simulation::Holdings;

/// A promise that was broken, or a fault that nobody expected.
#[derive(Debug)]
pub struct Violation(pub String);

/// What nobody expected to fail.
pub fn broken(error: impl fmt::Debug) -> Violation {
    Violation(format!("{error:?}"))
}

/// Breaks a promise unless it holds.
#[macro_export]
macro_rules! promise {
    ($holds:expr, $($what:tt)*) => {
        if !$holds {
            return Err($crate::model::Violation(format!($($what)*)));
        }
    };
}

#[derive(Default)]
pub struct Model {
    tablets: Vec<Known>,
    restores: u32,
    /// In which life of the ward, from one restoration to the next, each of its numbers was given: 1, 2, 3, …
    pub lives: Vec<u32>,
    /// In which life each mark that the ward told was drawn.
    marks: BTreeMap<u64, u32>,
    /// The records of which each replica was told, or which it told of.
    pub handed: BTreeMap<ReplicaId, BTreeSet<RecordId>>,
    /// What the ward held when it was looked at last.
    pub ward: Option<Holdings>,
    /// The hash and the verdict of each of its changes.
    pub judged: BTreeMap<OpId, (Hash, Rc<Verdict>)>,
}

/// What the model knows of a tablet.
#[derive(Clone, Default)]
struct Known {
    /// The last value that was acknowledged to the person, by record and path.
    acknowledged: BTreeMap<RecordId, BTreeMap<String, Value>>,
    /// What was received once. To a restored ward it is offered again, while the person may have seen later
    /// values of others.
    received: BTreeSet<OpId>,
    /// The first number of the replica that it is now; 0 until it is enrolled again.
    first: u64,
    /// The files that were attached.
    papers: BTreeSet<Hash>,
    /// The number of the last pass that began before the ward was restored, if the tablet has not heard of it.
    deaf: Option<u32>,
}

impl Model {
    pub fn admit(&mut self) {
        self.tablets.push(Known::default());
    }

    /// The newest tablet is a clone of this one.
    pub fn clone_of(&mut self, tablet: usize) {
        let known = self.tablets[tablet].clone();
        if let Some(newest) = self.tablets.last_mut() {
            *newest = known;
        }
    }

    pub fn acknowledge(&mut self, tablet: usize, record: RecordId, before: &Body, after: &Body) {
        let (before, after) = (flat(before), flat(after));
        let known = self.tablets[tablet].acknowledged.entry(record).or_default();
        for path in before.keys().chain(after.keys()) {
            let value = after.get(path).cloned().unwrap_or_default();
            if before.get(path) != Some(&value) {
                known.insert(path.clone(), value);
            }
        }
    }

    /// It was enrolled again, and counts from this number on.
    pub fn succeeded(&mut self, tablet: usize, first: u64) {
        self.tablets[tablet].first = first;
    }

    /// A photo was attached and acknowledged.
    pub fn attached(&mut self, tablet: usize, sha256: Hash) {
        self.tablets[tablet].papers.insert(sha256);
    }

    pub fn papers_of(&self, tablet: usize) -> impl Iterator<Item = &Hash> {
        self.tablets[tablet].papers.iter()
    }

    pub fn was_restored(&self) -> bool {
        self.restores > 0
    }

    /// Whether a tablet has not heard yet that the ward was restored.
    pub fn is_deaf(&self, tablet: usize) -> bool {
        self.tablets[tablet].deaf.is_some()
    }

    /// A person decided for this value, whatever stood there before.
    pub fn decided(&mut self, tablet: usize, record: RecordId, path: &str, value: Value) {
        self.tablets[tablet].acknowledged.entry(record).or_default().insert(path.to_owned(), value);
    }

    /// The ward was restored; who has not heard of it may still call received what the ward forgot.
    pub fn ward_was_restored(&mut self, passes: u32, lives: &[u32]) {
        self.restores += 1;
        self.lives = lives.to_vec();
        self.tablets.iter_mut().for_each(|tablet| tablet.deaf = Some(passes));
    }

    pub fn look_at(&mut self, ward: Holdings) -> Result<(), Violation> {
        let judged = ward.changes.iter().map(|change| {
            let verdict = parsed(&change.verdict)?;
            self.handed.entry(change.replica).or_default().extend(change.record);
            Ok((change.op_id, (change.hash, verdict)))
        });
        self.judged = judged.collect::<Result<_, Violation>>()?;
        self.lives.resize(ward.tip.seq as usize, self.restores);
        if let (Some(Mark(mark)), Some(life)) = (ward.tip.mark, self.lives.last()) {
            self.marks.insert(mark, *life);
        }
        self.ward = Some(ward);
        Ok(())
    }

    /// Whether the ward has what was seen: the number, given in the same life.
    pub fn ward_has(&self, seen: Seen) -> bool {
        let given = seen.seq.checked_sub(1).map(|place| self.lives.get(place as usize).copied());
        let told = seen.mark.and_then(|Mark(mark)| self.marks.get(&mark).copied());
        given.is_none_or(|given| given.is_some() && given == told)
    }

    /// A pass heard what the ward has.
    pub fn heard(&mut self, tablet: usize, pass: u32) {
        let deaf = &mut self.tablets[tablet].deaf;
        *deaf = deaf.filter(|last| pass <= *last);
    }
}

/// The fields of a body by their paths; the maps of a dossier entry by entry.
pub fn flat(body: &Body) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::new();
    for (key, value) in body {
        match value {
            Value::Object(entries) if DIVIDED.contains(&key.as_str()) => {
                fields.extend(entries.iter().map(|(entry, value)| (format!("{key}.{entry}"), value.clone())));
            }
            _ => {
                fields.insert(key.clone(), value.clone());
            }
        }
    }
    fields
}

impl World {
    /// What must hold of a tablet at any moment.
    pub fn check_tablet(&mut self, tablet: usize) -> Result<(), Violation> {
        let owner = &self.tablets[tablet];
        let all = owner.store.own_changes().map_err(broken)?;
        let at = |violation: Violation| Violation(format!("{}: {}", owner.label, violation.0));
        numbers_have_no_gap(&all).map_err(at)?;
        // What another goes in the place of is kept, and stands for nothing any more.
        let own: Vec<OwnChange> = all.into_iter().filter(|change| change.delivery != "replaced").collect();
        let received = own.iter().filter(|change| change.delivery == "received");
        self.model.tablets[tablet].received.extend(received.map(|change| change.op_id));
        self.nothing_acknowledged_is_lost(tablet, &own).map_err(at)?;
        if self.model.tablets[tablet].deaf.is_none() {
            self.received_is_at_the_ward(tablet, &own).map_err(at)?;
        }
        let first = self.model.tablets[tablet].first;
        let of_this_replica = own.iter().filter(|change| change.seq.is_some_and(|seq| seq >= first));
        custody_is_counted(of_this_replica, owner.store.custody().map_err(broken)?).map_err(at)?;
        self.shares_add_up(tablet, &own).map_err(at)?;
        self.papers_are_kept(tablet).map_err(at)
    }

    /// The last value acknowledged for a field is in the last change that speaks of it; until that is
    /// received it is also what the person sees.
    fn nothing_acknowledged_is_lost(&self, tablet: usize, own: &[OwnChange]) -> Result<(), Violation> {
        let mut by_record: BTreeMap<RecordId, Vec<&OwnChange>> = BTreeMap::new();
        for change in own {
            by_record.entry(change.record).or_default().push(change);
        }
        for (record, fields) in &self.model.tablets[tablet].acknowledged {
            let changes = by_record.get(record).map(Vec::as_slice).unwrap_or_default();
            let patches: Vec<Rc<Payload>> =
                changes.iter().map(|change| parsed(&change.payload)).collect::<Result<_, _>>()?;
            // A record that has left the person's sight is not shown again because a restored ward is offered
            // its changes again.
            let known = &self.model.tablets[tablet].received;
            let all_received = changes.iter().all(|change| known.contains(&change.op_id));
            let seen = self.tablets[tablet].store.record(*record).map_err(broken)?;
            promise!(all_received || seen.is_some(), "{record} is gone with what was not received of it");
            let seen = seen.map(|record| flat(&record.body)).unwrap_or_default();
            for (path, value) in fields {
                let shown = seen.get(path).unwrap_or(&Value::Null) == value;
                let speaks =
                    changes.iter().zip(&patches).rev().find(|(_, does)| does.patch.0.contains_key(path));
                let Some((last, does)) = speaks else {
                    // It came back to what it was while it was typed.
                    promise!(shown, "{path} of {record} is in no change");
                    continue;
                };
                promise!(does.patch.0[path].to == *value, "{path} of {record} was acknowledged as {value}");
                let waits = !known.contains(&last.op_id);
                // Of a tablet that was copied, an early change may have been refused for the copy's, and not a later one.
                // What is sealed anew after it was received, as a conflict, stays below the ward's value.
                let owner = &self.tablets[tablet];
                let excused = owner.cloned || last.replaces.is_some_and(|old| known.contains(&old));
                // A record that two copies made has its first state behind it as soon as the ward has it.
                let begins = path == "state" && does.patch.0[path].from.is_null();
                let excused = excused || begins && owner.store.ward_body(*record).map_err(broken)?.is_some();
                // What came back to where it was, by changes of which the ward has not taken all, may be another's by now.
                let kept_out =
                    |own: &OwnChange| own.verdict.as_ref().is_some_and(|said| said.contains("conflict"));
                let mut untaken = changes.iter().zip(&patches);
                let came_back = untaken.any(|(own, does)| {
                    let untaken = !known.contains(&own.op_id) || kept_out(own);
                    untaken && does.patch.0.get(path).is_some_and(|step| step.from == *value)
                });
                let excused = excused || came_back;
                promise!(!waits || shown || excused, "{path} of {record} waits as {value} and is not shown");
            }
        }
        Ok(())
    }

    /// What a tablet calls received, held or refused is so at the ward, with the same bytes.
    fn received_is_at_the_ward(&self, tablet: usize, own: &[OwnChange]) -> Result<(), Violation> {
        for change in own {
            let Some(verdict) = &change.verdict else { continue };
            let verdict = parsed::<Verdict>(verdict)?;
            let verdict = verdict.settled();
            let there = self.model.judged.get(&change.op_id);
            let Some((_, there)) = there.filter(|(hash, _)| Some(*hash) == change.hash) else {
                let offered_again = change.delivery != "set_aside";
                // Its person is told that another tablet has its names.
                let told = self.tablets[tablet].cloned || self.is_alarmed(tablet)?;
                let reused = matches!(verdict, Verdict::Refused { .. }) && (told || offered_again);
                promise!(
                    reused,
                    "{} is called {} and the ward does not have it",
                    change.op_id,
                    change.delivery
                );
                continue;
            };
            let received = change.delivery == "received";
            promise!(
                received == is_receipt(verdict),
                "{} is called {} upon {verdict:?}",
                change.op_id,
                change.delivery
            );
            // What was held may have been released since.
            // Its copy, or somebody with a bundle, may have brought the same again, and the ward have taken it.
            let was_copied = self.tablets[tablet].cloned || self.tablets[tablet].line.len() > 1;
            let less = matches!(verdict, Verdict::Refused { .. }) && (was_copied || !self.sticks.is_empty());
            // A ward restored twice may have gone back to where it had given the change another number.
            let elsewhere = self.model.restores > 1 && is_receipt(there) == is_receipt(verdict);
            // What was refused and is sent again is judged anew.
            let again = matches!(verdict, Verdict::Refused { .. }) && change.delivery != "set_aside";
            let held = matches!(verdict, Verdict::Held { .. });
            let same = **there == *verdict || held || less || elsewhere || again;
            promise!(same, "{} is {verdict:?}, at the ward {there:?}", change.op_id);
        }
        Ok(())
    }

    fn shares_add_up(&self, tablet: usize, own: &[OwnChange]) -> Result<(), Violation> {
        let mut worst: BTreeMap<RecordId, u8> = BTreeMap::new();
        for change in own {
            let share = match change.delivery.as_str() {
                "received" => 0,
                "open" | "sealed" => 1,
                "sent" | "held" => 2,
                _ => 3,
            };
            let worst = worst.entry(change.record).or_default();
            *worst = share.max(*worst);
        }
        let count = |share| worst.values().filter(|worst| **worst == share).count() as u64;
        let said = self.tablets[tablet].store.status_counts().map_err(broken)?;
        let said = (said.created, [said.receipted, said.on_device, said.in_transit, said.set_aside]);
        let is = (worst.len() as u64, [count(0), count(1), count(2), count(3)]);
        promise!(said.0 == is.0 && said.1.iter().sum::<u64>() == is.0, "the shares are {said:?}");
        Ok(())
    }
}

fn is_receipt(verdict: &Verdict) -> bool {
    !matches!(verdict, Verdict::Held { .. } | Verdict::Refused { .. })
}

fn numbers_have_no_gap(own: &[OwnChange]) -> Result<(), Violation> {
    let sealed: Vec<u64> = own.iter().filter_map(|change| change.seq).collect();
    promise!(sealed.iter().copied().eq(1..=sealed.len() as u64), "the numbers are {sealed:?}");
    Ok(())
}

fn custody_is_counted<'a>(own: impl Iterator<Item = &'a OwnChange>, said: Custody) -> Result<(), Violation> {
    let mut digest = [0; 32];
    let receipted = own.filter(|change| change.verdict.is_some()).filter_map(|change| change.hash);
    let receipted: Vec<Hash> = receipted.collect();
    for hash in &receipted {
        digest.iter_mut().zip(hash.0).for_each(|(sum, byte)| *sum ^= byte);
    }
    let is = (receipted.len() as u64, Hash(digest));
    promise!((said.count, said.digest) == is, "custody is {} of {}", said.count, receipted.len());
    Ok(())
}
