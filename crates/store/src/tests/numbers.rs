//! The numbers on the status screen against a model, over random days of work.

use super::*;
use crate::{Delivery, StatusCounts};
use proptest::prelude::*;
use std::collections::BTreeMap;
use tan_nha_sync::wire::{Custody, Refusal, WaitingFor};

#[derive(Clone, Debug)]
enum Step {
    Type(u128),
    Save(u128),
    SealAll,
    Send(usize),
    Answer(usize, Answer),
    Pull(u128),
    Reopen,
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Accept,
    Conflict,
    Refuse,
    Hold,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum At {
    Received,
    Sent,
    Sealed,
    Open,
    SetAside,
}

/// What the store should say, kept by the simplest means.
#[derive(Default)]
struct Model {
    records: BTreeMap<RecordId, Vec<At>>,
    /// The sealed changes in order of seq: whose they are, and which of its record's they are.
    sealed: Vec<(RecordId, usize)>,
    conflicts: std::collections::BTreeSet<RecordId>,
}

impl Model {
    fn save(&mut self, id: RecordId, seal: bool) {
        let changes = self.records.entry(id).or_default();
        if changes.last() != Some(&At::Open) {
            changes.push(At::Open);
        }
        if seal {
            self.seal(id);
        }
    }

    fn seal(&mut self, id: RecordId) {
        if let Some(changes) = self.records.get_mut(&id)
            && let Some(last) = changes.last_mut()
            && *last == At::Open
        {
            *last = At::Sealed;
            self.sealed.push((id, changes.len() - 1));
        }
    }

    fn at(&mut self, sealed: usize) -> &mut At {
        let (id, index) = self.sealed[sealed];
        &mut self.records.get_mut(&id).unwrap()[index]
    }

    fn counts(&self) -> StatusCounts {
        let worst = |wanted: &[At]| {
            let is = |changes: &&Vec<At>| changes.iter().max().is_some_and(|worst| wanted.contains(worst));
            self.records.values().filter(is).count() as u64
        };
        StatusCounts {
            created: self.records.len() as u64,
            on_device: worst(&[At::Open, At::Sealed]),
            in_transit: worst(&[At::Sent]),
            receipted: worst(&[At::Received]),
            set_aside: worst(&[At::SetAside]),
            conflicts: self.conflicts.len() as u64,
            files_waiting: 0,
            bytes_waiting: 0,
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let answer = prop_oneof![
        4 => Just(Answer::Accept),
        1 => Just(Answer::Conflict),
        1 => Just(Answer::Refuse),
        1 => Just(Answer::Hold)
    ];
    prop_oneof![
        4 => (1..6_u128).prop_map(Step::Type),
        3 => (1..6_u128).prop_map(Step::Save),
        2 => Just(Step::SealAll),
        3 => (0..4_usize).prop_map(Step::Send),
        6 => (0..8_usize, answer).prop_map(|(index, answer)| Step::Answer(index, answer)),
        1 => (1..8_u128).prop_map(Step::Pull),
        1 => Just(Step::Reopen),
    ]
}

fn take(device: &mut Device, model: &mut Model, step: Step, number: usize) {
    match step {
        Step::Type(record) | Step::Save(record) => {
            let finished = matches!(step, Step::Save(_));
            device.put(id(record), RecordKind::Citizen, citizen(&format!("Tên {number}")), !finished);
            model.save(id(record), finished);
        }
        Step::SealAll => {
            device.store().seal_open_changes(NOW).unwrap();
            // In the order they were opened, which the model does not know: ask the outbox.
            let known = model.sealed.len() as u64;
            for (header, _) in device.outbox().iter().filter(|(header, _)| header.seq > known) {
                model.seal(header.record);
            }
        }
        Step::Send(count) => {
            let ops: Vec<_> =
                device.outbox().iter().map(|(header, _)| (header.op_id, header.seq)).take(count).collect();
            let ids: Vec<OpId> = ops.iter().map(|(op, _)| *op).collect();
            device.store().mark_sent(&ids, NOW).unwrap();
            for (_, seq) in ops {
                let at = model.at(usize::try_from(seq).unwrap() - 1);
                *at = (*at).min(At::Sent);
            }
        }
        Step::Answer(index, answer) => {
            let Some((header, _)) = device.outbox().into_iter().nth(index) else { return };
            let (rev, seq) = (1, header.seq);
            let (verdict, then) = match answer {
                Answer::Accept => (Verdict::Accepted { rev, seq }, At::Received),
                Answer::Conflict => {
                    (Verdict::Conflict { rev, seq, groups: vec!["phone".into()] }, At::Received)
                }
                Answer::Refuse => (Verdict::Refused { code: Refusal::NotPermitted }, At::SetAside),
                Answer::Hold => (Verdict::Held { waiting_for: WaitingFor::Record(id(50)) }, At::Sent),
            };
            if matches!(answer, Answer::Conflict) {
                model.conflicts.insert(header.record);
            }
            *model.at(usize::try_from(seq).unwrap() - 1) = then;
            let receipt = Receipt { op_id: header.op_id, verdict };
            device.store().save_receipts(&[receipt], 1, NOW).unwrap();
        }
        Step::Pull(record) => {
            let rev = number as u64 + 1;
            let theirs = state(id(record), RecordKind::Citizen, rev, citizen("Tên của phường"));
            device.store().apply_page(&page(vec![theirs]), NOW).unwrap();
        }
        Step::Reopen => device.unlock().unwrap(),
    }
}

/// How many records each share lists; each with the reason for which it was set aside, and only then.
fn listed(device: &mut Device) -> [u64; 4] {
    let shares = [Delivery::OnDevice, Delivery::InTransit, Delivery::Receipted, Delivery::SetAside];
    shares.map(|share| {
        let records = device.store().changed_records(share, None).unwrap();
        for changed in &records {
            assert_eq!(changed.refusal.is_some(), share == Delivery::SetAside, "{changed:?}");
            assert_eq!(changed.record.as_ref().map(|record| record.delivery), Some(share), "{changed:?}");
        }
        assert!(records.is_sorted_by_key(|changed| std::cmp::Reverse(changed.changed_at)));
        records.len() as u64
    })
}

/// Custody, counted from the rows themselves.
fn custody_of_rows(device: &mut Device) -> Custody {
    let store = device.store();
    let mut statement =
        store.connection.prepare("SELECT hash FROM change WHERE verdict IS NOT NULL").unwrap();
    let mut custody = Custody::default();
    for hash in statement.query_map([], |row| row.get::<_, [u8; 32]>(0)).unwrap() {
        custody.add(tan_nha_domain::change::Hash(hash.unwrap()));
    }
    custody
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn four_numbers_add_up_and_agree_with_a_model_and_with_their_lists(steps in prop::collection::vec(step(), 1..40)) {
        let mut device = Device::new();
        let mut model = Model::default();
        for (number, step) in steps.into_iter().enumerate() {
            take(&mut device, &mut model, step, number);
            let counts = device.store().status_counts().unwrap();
            prop_assert_eq!(
                counts.created,
                counts.on_device + counts.in_transit + counts.receipted + counts.set_aside
            );
            prop_assert_eq!(StatusCounts { bytes_waiting: 0, ..counts }, model.counts());
            let four = [counts.on_device, counts.in_transit, counts.receipted, counts.set_aside];
            prop_assert_eq!(listed(&mut device), four);
            let waits = counts.on_device + counts.in_transit > 0;
            prop_assert!(counts.bytes_waiting > 0 || !waits);
            prop_assert_eq!(device.store().custody().unwrap(), custody_of_rows(&mut device));
        }
        let sealed: (i64, i64) = device.store().connection
            .query_row("SELECT count(seq), coalesce(max(seq), 0) FROM change", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        prop_assert_eq!(sealed.0, sealed.1, "seq has no gap");
        prop_assert_eq!(sealed.0 as usize, model.sealed.len());
    }
}
