//! The first snapshot: in order of use, in bounded pages, whole, while others go on working.

use super::desk::{Desk, Device, citizen, desk, dossier, record_id, with};
use crate::denied::Denied;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tan_nha_domain::{act::Act, ids::RecordId, record::RecordKind, role::Role};
use tan_nha_sync::wire::{BATCH_BYTES, DenialCode, PullReply, Seen};

/// Four of these make a page.
fn bulky(body: &Value) -> Value {
    with(body, json!({"note": "x".repeat(BATCH_BYTES / 5)}))
}

/// Every one of these makes a page.
fn bulkier(body: &Value) -> Value {
    with(body, json!({"note": "x".repeat(BATCH_BYTES * 3 / 5)}))
}

fn make(desk: &Desk, device: &mut Device, kind: RecordKind, act: Option<Act>, body: &Value) -> RecordId {
    let id = record_id();
    let change = device.change((id, kind), act, &json!({}), body);
    let verdict = desk.verdict(device, &change);
    assert!(verdict.is_receipt(), "{verdict:?}");
    id
}

fn visit(desk: &Desk, device: &mut Device, citizen: RecordId, day: &str) -> RecordId {
    let body = json!({"citizen": citizen, "state": "scheduled", "date": day, "hamlet": "Ấp 1"});
    make(desk, device, RecordKind::Visit, Some(Act::Schedule), &body)
}

#[test]
fn a_snapshot_comes_in_the_order_of_use() {
    let desk = desk();
    let mut an = desk.device("An", Role::Admin, &[]);
    let idle = make(&desk, &mut an, RecordKind::Citizen, None, &citizen("Ấp 1"));
    let busy = make(&desk, &mut an, RecordKind::Citizen, None, &citizen("Ấp 1"));
    let need = json!({"citizen": busy, "procedure": "birth_rereg", "state": "open", "since": "2026-05-01"});
    let need = make(&desk, &mut an, RecordKind::Need, None, &need);
    let past = visit(&desk, &mut an, idle, "2026-05-20");
    let later = visit(&desk, &mut an, idle, "2026-06-18");
    let today = visit(&desk, &mut an, busy, "2026-05-21");
    let draft = with(&dossier("Ấp 1"), json!({"citizen": busy}));
    let draft = make(&desk, &mut an, RecordKind::Dossier, None, &draft);
    let settings = make(&desk, &mut an, RecordKind::WardSettings, None, &json!({"zero": "linh"}));
    let off = json!({"date": "2026-12-24", "kind": "off", "name": "Nghỉ"});
    let off = make(&desk, &mut an, RecordKind::CalendarDay, None, &off);
    let team = make(&desk, &mut an, RecordKind::Team, None, &json!({"name": "Đội 1"}));
    let page = desk.pull(&an, None).unwrap();
    let order: Vec<_> = page.records.iter().map(|record| record.id).collect();
    assert_eq!(order, [settings, off, team, today, later, draft, busy, need, idle, past]);
    assert_eq!(page.caught_up.map(|end| (end.seq, end.live)), Some((10, 10)));
}

#[test]
fn pages_are_bounded_and_a_record_larger_than_a_page_comes_alone() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    for at in 0..9 {
        let body = if at == 4 { bulkier(&citizen("Ấp 1")) } else { bulky(&citizen("Ấp 1")) };
        let id = make(&desk, &mut an, RecordKind::Citizen, None, &body);
        if at == 4 {
            let huge = with(&body, json!({"address": "x".repeat(BATCH_BYTES * 3 / 5)}));
            let change = an.change((id, RecordKind::Citizen), None, &body, &huge);
            assert!(desk.verdict(&an, &change).is_receipt());
        }
    }
    let pages = desk.pull_all(&an, None);
    assert_eq!(pages.iter().map(|page| page.records.len()).collect::<Vec<_>>(), [4, 1, 4]);
    assert_eq!(pages.iter().map(|page| page.to_come).collect::<Vec<_>>(), [Some(5), Some(4), None]);
    for page in &pages {
        let bytes = serde_json::to_vec(&page.records).unwrap().len();
        assert!(bytes <= BATCH_BYTES || page.records.len() == 1, "{bytes}");
    }
}

#[test]
fn what_is_still_to_come_is_counted_in_the_callers_scope_and_never_below_nothing() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let made: Vec<_> = (0..12)
        .map(|at| {
            let body = bulky(&citizen(if at % 2 == 0 { "Ấp 1" } else { "Ấp 2" }));
            (make(&desk, &mut an, RecordKind::Citizen, None, &body), body)
        })
        .collect();
    let first = desk.pull(&ba, None).unwrap();
    assert_eq!((first.records.len(), first.to_come), (4, Some(2)));
    // What changes meanwhile comes in the feed, and the snapshot has no more.
    for (id, body) in &made {
        let change =
            an.change((*id, RecordKind::Citizen), None, body, &with(body, json!({"address": "Số 7"})));
        assert!(desk.verdict(&an, &change).is_receipt());
    }
    let rest = desk.pull_all(&ba, Some(first.cursor));
    assert!(rest.iter().all(|page| page.to_come.is_none()), "{rest:?}");
    let whole = desk.pull_all(&ba, rest.last().map(|page| page.cursor.clone()));
    assert_eq!(whole[0].to_come, None, "a feed says nothing");
}

#[test]
fn a_cursor_of_another_epoch_or_made_up_is_unknown() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    make(&desk, &mut an, RecordKind::Citizen, None, &citizen("Ấp 1"));
    let cursor = desk.pull(&an, None).unwrap().cursor;
    assert!(desk.pull(&an, Some(&cursor)).is_ok());
    let unknown = Denied(DenialCode::CursorUnknown);
    for wrong in ["", "x", "eyJ3YXJkIjoiIn0", &cursor[1..]] {
        assert_eq!(desk.pull(&an, Some(wrong)).unwrap_err(), unknown, "{wrong:?}");
    }
    an.seen = Seen { epoch: 1, seq: 99, mark: None };
    assert_eq!(desk.pull(&an, Some(&cursor)).unwrap_err(), unknown);
    assert_eq!(desk.pull(&an, None).unwrap().epoch, 2);
}

/// What others do between two pages.
#[derive(Clone, Debug)]
enum Meanwhile {
    Nothing,
    NewDraftFor(usize),
    Withdraw(usize),
    Phone(usize),
    NewCitizen,
}

fn meanwhile() -> impl Strategy<Value = Meanwhile> {
    prop_oneof![
        Just(Meanwhile::Nothing),
        (0_usize..6).prop_map(Meanwhile::NewDraftFor),
        (0_usize..3).prop_map(Meanwhile::Withdraw),
        (0_usize..6).prop_map(Meanwhile::Phone),
        Just(Meanwhile::NewCitizen),
    ]
}

/// Six citizens, three of them with open drafts, and a person who goes on working.
struct Office {
    desk: Desk,
    an: Device,
    people: Vec<RecordId>,
    drafts: Vec<(RecordId, Value)>,
}

impl Office {
    fn new() -> Self {
        let desk = desk();
        let mut an = desk.device("An", Role::Clerk, &[]);
        let body = bulkier(&citizen("Ấp 1"));
        let people: Vec<_> = (0..6).map(|_| make(&desk, &mut an, RecordKind::Citizen, None, &body)).collect();
        let mut office = Self { desk, an, people, drafts: vec![] };
        (0..3).for_each(|person| office.draft_for(person));
        office
    }

    fn draft_for(&mut self, person: usize) {
        let body = with(&bulkier(&dossier("Ấp 1")), json!({"citizen": self.people[person]}));
        let id = make(&self.desk, &mut self.an, RecordKind::Dossier, None, &body);
        self.drafts.push((id, body));
    }

    fn work(&mut self, step: &Meanwhile) {
        match *step {
            Meanwhile::Nothing => {}
            Meanwhile::NewDraftFor(person) => self.draft_for(person),
            Meanwhile::Withdraw(draft) => {
                let (id, body) = self.drafts[draft].clone();
                let after = with(&body, json!({"state": "withdrawn"}));
                let act = self.an.change((id, RecordKind::Dossier), Some(Act::Withdraw), &body, &after);
                self.desk.push(&self.an, &[act]);
            }
            Meanwhile::Phone(person) => {
                let id = self.people[person];
                let before = self.desk.body(id);
                let after = with(&before, json!({"phone": format!("09{:08}", self.an.seq)}));
                let change = self.an.change((id, RecordKind::Citizen), None, &before, &after);
                assert!(self.desk.verdict(&self.an, &change).is_receipt());
            }
            Meanwhile::NewCitizen => {
                make(&self.desk, &mut self.an, RecordKind::Citizen, None, &citizen("Ấp 1"));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// No record comes after a newer revision of it (it comes again for its notes), none is missing, and the last one that comes is the
    /// newest.
    #[test]
    fn a_snapshot_is_whole_and_never_goes_back_while_others_work(
        steps in prop::collection::vec(meanwhile(), 0..12),
    ) {
        let mut office = Office::new();
        let reader = office.desk.device("Đọc", Role::Leader, &[]);
        let mut steps = steps.into_iter();
        let mut pages: Vec<PullReply> = Vec::new();
        loop {
            let page = office.desk.pull(&reader, pages.last().map(|page| page.cursor.as_str())).unwrap();
            let last = page.caught_up.is_some();
            pages.push(page);
            match steps.next() {
                Some(step) => office.work(&step),
                None if last => break,
                None => {}
            }
        }
        let mut got = BTreeMap::new();
        for record in pages.iter().flat_map(|page| &page.records) {
            let before = got.insert(record.id, (record.rev, record.notes.clone()));
            let forward = before.is_none_or(|(rev, _)| rev <= record.rev);
            prop_assert!(forward, "{:?} after a newer one", record);
        }
        let fresh = office.desk.pull_all(&office.an, None);
        let fresh = fresh.iter().flat_map(|page| &page.records);
        let now: BTreeMap<_, _> = fresh.map(|record| (record.id, (record.rev, record.notes.clone()))).collect();
        prop_assert!(got == now);
    }
}
