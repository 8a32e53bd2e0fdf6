//! Quiet time: the network is whole and everybody syncs until nothing changes. Then all see the same.

use crate::{
    model::{Violation, broken, flat},
    parsed::parsed,
    promise,
    ward_model::{sees, unit},
    world::World,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{change::Payload, ids::RecordId, patch::Body};
use tan_nha_store::simulation::OwnChange;
use tan_nha_sync::{
    pass::{CallError, Outcome},
    wire::{DenialCode, Refusal, Verdict},
};
use tan_nha_ward::simulation::{Kept, Known};

/// So many rounds are enough for what was held to come to rest: two tablets that wait for each other need
/// three.
const ROUNDS: usize = 6;

impl World {
    pub fn quiet_time(&mut self) -> Result<(), Violation> {
        self.note("quiet time");
        self.flights.clear();
        self.tablets.iter_mut().for_each(|tablet| tablet.pass = None);
        self.mend_the_forgotten()?;
        for round in 1.. {
            let before = self.standing()?;
            let mut outcomes = Vec::new();
            for tablet in 0..self.tablets.len() {
                outcomes.push(self.whole_pass(tablet)?);
                self.pass_time(1_000);
            }
            let rest = !self.mend_the_alarmed()? && self.standing()? == before;
            // Two tablets with one replica never agree with the ward.
            if rest || (round == ROUNDS && self.tablets.iter().any(|tablet| tablet.cloned)) {
                return self.check_rest(&outcomes);
            }
            promise!(round < ROUNDS, "after {round} rounds everybody is still changing: {outcomes:?}");
        }
        Ok(())
    }

    /// What changes as long as there is something to say.
    fn standing(&self) -> Result<(u64, u64, Vec<String>), Violation> {
        let ward = self.ward.holdings().map_err(broken)?;
        let mut tablets = Vec::new();
        for tablet in &self.tablets {
            let position = tablet.store.position().map_err(broken)?;
            let waiting = tablet.store.changes_waiting().map_err(broken)?;
            tablets.push(format!("{:?} {waiting}", position.seen));
        }
        Ok((ward.epoch, ward.tip.seq, tablets))
    }

    fn check_rest(&mut self, outcomes: &[Outcome]) -> Result<(), Violation> {
        self.check_ward()?;
        for (tablet, outcome) in outcomes.iter().enumerate() {
            let Some(ward) = &self.model.ward else { continue };
            let owner = &self.tablets[tablet];
            let viewer = ward.people.iter().find(|known| known.replica == owner.replica);
            let of_person = ward.people.iter().filter(|known| known.user == owner.user);
            if viewer.is_none() && of_person.into_iter().any(|known| known.revoked) {
                // Forgotten by a ward that was restored, and revoked before it could be enrolled once more.
                continue;
            }
            let viewer = viewer.ok_or_else(|| Violation(format!("{} is unknown", owner.label)))?;
            let at = |violation: Violation| Violation(format!("{} at rest: {}", owner.label, violation.0));
            if !owner.cloned {
                self.all_was_judged(tablet, viewer.revoked).map_err(at)?;
                let told = self.is_alarmed(tablet)?;
                promise!(!told || owner.line.len() > 1, "{} is told of a copy, and has none", owner.label);
            }
            if viewer.revoked {
                let denied = matches!(outcome, Outcome::Failed(CallError::Denied(denial)) if denial.code == DenialCode::Revoked);
                promise!(denied, "{} was revoked: {outcome:?}", owner.label);
                continue;
            }
            if !owner.cloned {
                promise!(*outcome == Outcome::Finished { agreed: true }, "{}: {outcome:?}", owner.label);
                self.papers_are_at_the_ward(tablet).map_err(at)?;
            }
            self.sees_what_the_ward_has(tablet, viewer, &ward.records).map_err(at)?;
        }
        for (tablet, outcome) in outcomes.iter().enumerate() {
            // Who is revoked gets no pages, and never hears that the ward was restored.
            if matches!(outcome, Outcome::Finished { .. }) {
                self.model.heard(tablet, u32::MAX);
            }
            self.check_tablet(tablet)?;
        }
        Ok(())
    }

    fn all_was_judged(&self, tablet: usize, revoked: bool) -> Result<(), Violation> {
        for change in self.tablets[tablet].store.own_changes().map_err(broken)? {
            if change.delivery == "replaced" {
                continue;
            }
            let Some(verdict) = &change.verdict else {
                return Err(Violation(format!("{} has no verdict and is {}", change.op_id, change.delivery)));
            };
            let reused = Verdict::Refused { code: Refusal::OpReused };
            // Who was revoked while they were to be enrolled once more keeps it on the shelf.
            let told = revoked && self.is_alarmed(tablet)?;
            promise!(
                *parsed::<Verdict>(verdict)?.settled() != reused || told,
                "{} stays refused for a copy",
                change.op_id
            );
        }
        Ok(())
    }

    /// The tablet has the records of its person's scope, as the ward has them, with what the ward has not
    /// taken on top, and no others.
    fn sees_what_the_ward_has(
        &self,
        tablet: usize,
        viewer: &Known,
        records: &[Kept],
    ) -> Result<(), Violation> {
        let store = &self.tablets[tablet].store;
        let mut waiting: BTreeMap<RecordId, Vec<OwnChange>> = BTreeMap::new();
        for change in store.own_changes().map_err(broken)? {
            if !["received", "replaced"].contains(&change.delivery.as_str()) {
                waiting.entry(change.record).or_default().push(change);
            }
        }
        let mut kept = store.kept_records().map_err(broken)?;
        for record in records {
            let body = parsed::<Body>(&record.body)?;
            if !sees(viewer, &record.kind, &body, record.author) {
                continue;
            }
            let place = kept.iter().position(|kept| kept.id == record.id && kept.mirrored && !kept.leaving);
            let Some(place) = place else {
                return Err(Violation(format!("{} {} is missing", record.kind, record.id)));
            };
            kept.swap_remove(place);
            let mirror = store.ward_body(record.id).map_err(broken)?;
            promise!(mirror.as_ref() == Some(&*body), "{} of the ward is not what it has", record.id);
            let shown = store.record(record.id).map_err(broken)?.map(|record| flat(&record.body));
            let mut shown = shown.unwrap_or_default();
            if self.tablets[tablet].cloned {
                // An early change of its chain may be refused for its twin's and a later one taken: then the
                // person's last word stays, and whole units of it.
                promise!(!shown.is_empty(), "{} is not shown", record.id);
                continue;
            }
            let mut expected = flat(&body);
            let mut waits: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            let mut typed: BTreeMap<String, (Value, Value)> = BTreeMap::new();
            let mut makes_it = false;
            for change in waiting.get(&record.id).into_iter().flatten() {
                for (path, step) in &parsed::<Payload>(&change.payload)?.patch.0 {
                    makes_it |= path == "state" && step.from.is_null();
                    waits.entry(unit(&record.kind, path)).or_default().insert(path.clone());
                    let began = (step.from.clone(), Value::Null);
                    typed.entry(path.clone()).or_insert(began).1 = step.to.clone();
                }
            }
            if makes_it {
                // What makes a record that is there says nothing of its state.
                typed.retain(|path, _| unit(&record.kind, path) != "state");
                for side in [&mut expected, &mut shown] {
                    side.retain(|path, _| unit(&record.kind, path) != "state");
                }
            }
            // What came back to where it was is the ward's.
            for (path, (_, to)) in typed.into_iter().filter(|(_, (from, to))| from != to) {
                match to {
                    Value::Null => expected.remove(&path),
                    value => expected.insert(path, value),
                };
            }
            // A unit that waits for the ward's word may stay as it was typed, also where only one field of it waits.
            let is_told = |path: &String, _: &mut Value| {
                waits.get(&unit(&record.kind, path)).is_none_or(|typed| typed.contains(path))
            };
            expected.retain(is_told);
            shown.retain(is_told);
            promise!(shown == expected, "{} is {shown:?}, not {expected:?}", record.id);
        }
        for other in kept {
            // Of two tablets with one replica only one hears that a record has gone.
            let keeps = waiting.contains_key(&other.id) || self.tablets[tablet].cloned;
            promise!(keeps, "{} is out of sight and still there ({other:?})", other.id);
        }
        Ok(())
    }
}
