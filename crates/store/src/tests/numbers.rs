//! The numbers on the status screen against a model, over random days of work.

use super::*;
use crate::{Delivery, StatusCounts};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_sync::wire::{Custody, Refusal, WaitingFor};

#[derive(Clone, Debug)]
enum Step {
    Type(u128),
    Save(u128),
    SealAll,
    Send(usize),
    Answer(usize, Answer),
    Pull(u128),
    Attach(u128, u8),
    Detach(u128),
    Upload(u8, Progress),
    Reopen,
}

#[derive(Clone, Copy, Debug)]
enum Progress {
    Part,
    Whole,
    Lost,
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
    /// What each dossier names, and how far each file has come whose content is here.
    papers: BTreeMap<RecordId, BTreeSet<u8>>,
    files: BTreeMap<u8, At>,
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
            let is = |(id, changes): &(&RecordId, &Vec<At>)| {
                let files = self.papers.get(id).into_iter().flatten().map(|file| &self.files[file]);
                changes.iter().chain(files).max().is_some_and(|worst| wanted.contains(worst))
            };
            self.records.iter().filter(is).count() as u64
        };
        let named: BTreeSet<&u8> = self.papers.values().flatten().collect();
        StatusCounts {
            created: self.records.len() as u64,
            on_device: worst(&[At::Open, At::Sealed]),
            in_transit: worst(&[At::Sent]),
            receipted: worst(&[At::Received]),
            set_aside: worst(&[At::SetAside]),
            files_waiting: named.iter().filter(|file| self.files[**file] != At::Received).count() as u64,
            ..StatusCounts::default()
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
    let progress = prop_oneof![Just(Progress::Part), Just(Progress::Whole), Just(Progress::Lost)];
    prop_oneof![
        4 => (1..6_u128).prop_map(Step::Type),
        3 => (1..6_u128).prop_map(Step::Save),
        2 => Just(Step::SealAll),
        3 => (0..4_usize).prop_map(Step::Send),
        6 => (0..8_usize, answer).prop_map(|(index, answer)| Step::Answer(index, answer)),
        1 => (1..8_u128).prop_map(Step::Pull),
        2 => (11..14_u128, 0..3_u8).prop_map(|(dossier, file)| Step::Attach(dossier, file)),
        1 => (11..14_u128).prop_map(Step::Detach),
        3 => (0..3_u8, progress).prop_map(|(file, progress)| Step::Upload(file, progress)),
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
            *model.at(usize::try_from(seq).unwrap() - 1) = then;
            let receipt = Receipt { op_id: header.op_id, verdict };
            device.store().save_receipts(&said(1, &[receipt]), UNITS, NOW).unwrap();
        }
        Step::Pull(record) => {
            let rev = number as u64 + 1;
            let theirs = state(id(record), RecordKind::Citizen, rev, citizen("Tên của phường"));
            device.store().apply_page(&page(vec![theirs]), UNITS, NOW).unwrap();
            // What is typed after others' work came knows of it.
            model.seal(id(record));
        }
        Step::Attach(dossier, file) => {
            let is_new = model.papers.entry(id(dossier)).or_default().insert(file);
            model.files.entry(file).or_insert(At::Open);
            let made = device.attach(id(dossier), &content_of(file));
            assert_eq!(made, is_new, "the same paper twice is one");
            if is_new {
                model.save(id(dossier), false);
            }
        }
        Step::Detach(dossier) => {
            if model.papers.get(&id(dossier)).is_none_or(BTreeSet::is_empty) {
                return;
            }
            model.papers.remove(&id(dossier));
            let is_open = model.records[&id(dossier)].last() == Some(&At::Open);
            let body = json!({ "state": "draft", "note": number });
            device.put(id(dossier), RecordKind::Dossier, body, true);
            if !is_open {
                model.save(id(dossier), false);
            }
        }
        Step::Upload(file, progress) => {
            let sha256 = Hash::of(&content_of(file));
            let Some(at) = model.files.get_mut(&file) else { return };
            match progress {
                Progress::Part if *at == At::Received => return,
                Progress::Part => device.store().note_sent(sha256, 2).unwrap(),
                Progress::Whole => device.store().note_received(sha256, NOW).unwrap(),
                Progress::Lost => device.store().note_missing(sha256).unwrap(),
            }
            *at = match progress {
                Progress::Part => At::Sent,
                Progress::Whole => At::Received,
                Progress::Lost => At::Open,
            };
        }
        Step::Reopen => device.unlock().unwrap(),
    }
}

/// A few bytes that are those of one file.
fn content_of(file: u8) -> Vec<u8> {
    vec![file; 3]
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
        custody.add(Hash(hash.unwrap()));
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
            prop_assert_eq!(StatusCounts { bytes_waiting: 0, file_bytes_waiting: 0, held: 0, ..counts }, model.counts());
            let four = [counts.on_device, counts.in_transit, counts.receipted, counts.set_aside];
            prop_assert_eq!(listed(&mut device), four);
            prop_assert_eq!(device.store().files_waiting().unwrap().len() as u64, counts.files_waiting);
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
