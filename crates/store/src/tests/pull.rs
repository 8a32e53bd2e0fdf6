//! Pages from the ward against work on the device.

use super::*;
use crate::Order;
use crate::Query;
use tan_nha_sync::wire::{CaughtUp, Custody};

fn pull(device: &mut Device, records: Vec<RecordState>) -> Vec<RecordId> {
    device.store().apply_page(&page(records), UNITS, NOW).unwrap().changed
}

fn phone(number: &str) -> Value {
    json!({"full_name": "Trần Thị Bình", "state": "live", "phone": number})
}

#[test]
fn a_page_comes_with_its_cursor_and_the_end() {
    let mut device = Device::new();
    let reply = PullReply {
        caught_up: Some(CaughtUp { seq: 12, live: 1, custody: Custody::default() }),
        ..page(vec![state(id(1), RecordKind::Citizen, 3, phone("0912345678"))])
    };
    let result = device.store().apply_page(&reply, UNITS, NOW).unwrap();
    assert_eq!((result.changed, result.caught_up), (vec![id(1)], true));
    let record = device.store().record(id(1)).unwrap().unwrap();
    assert_eq!((record.rev, record.author, record.delivery), (Some(3), somebody_else(), Default::default()));
    assert_eq!(device.store().position().unwrap().seen.seq, 12);
    assert_eq!(device.store().live_records().unwrap(), 1);
}

#[test]
fn a_pull_never_overwrites_unsent_work_whatever_its_delivery() {
    for step in 0..4 {
        let mut device = Device::new();
        pull(&mut device, vec![state(id(1), RecordKind::Citizen, 1, phone("0900000000"))]);
        device.put(id(1), RecordKind::Citizen, phone("0911111111"), step == 0);
        if step >= 2 {
            let op = device.outbox()[0].0.op_id;
            device.store().mark_sent(&[op], NOW).unwrap();
            if step == 3 {
                let code = tan_nha_sync::wire::Refusal::NotPermitted;
                let refused = Receipt { op_id: op, verdict: Verdict::Refused { code } };
                device.store().save_receipts(&said(1, &[refused]), UNITS, NOW).unwrap();
            }
        }
        let mut theirs = phone("0922222222");
        theirs["address"] = "12/3 khóm 2".into();
        assert_eq!(pull(&mut device, vec![state(id(1), RecordKind::Citizen, 2, theirs.clone())]), [id(1)]);
        let body = device.body(id(1));
        assert_eq!((&body["phone"], &body["address"]), (&json!("0911111111"), &theirs["address"]), "{step}");
        let seen = device.store().ward_body(id(1)).unwrap().unwrap();
        assert_eq!(Value::Object(seen), theirs, "the mirror holds the ward's version");
        assert_eq!(device.store().record(id(1)).unwrap().unwrap().rev, Some(2));
    }
}

#[test]
fn receipted_work_gives_way_to_the_ward() {
    let mut device = Device::new();
    device.put(id(1), RecordKind::Citizen, phone("0911111111"), false);
    let op = device.outbox()[0].0.op_id;
    device.store().save_receipts(&said(1, &[accepted(op)]), UNITS, NOW).unwrap();
    pull(&mut device, vec![state(id(1), RecordKind::Citizen, 2, phone("0922222222"))]);
    assert_eq!(device.body(id(1))["phone"], "0922222222");
}

#[test]
fn a_change_names_the_revision_that_was_seen_when_it_was_opened() {
    let mut device = Device::new();
    pull(&mut device, vec![state(id(1), RecordKind::Citizen, 4, phone("0900000000"))]);
    device.put(id(1), RecordKind::Citizen, phone("0911111111"), true);
    pull(&mut device, vec![state(id(1), RecordKind::Citizen, 5, phone("0922222222"))]);
    device.put(id(1), RecordKind::Citizen, phone("0933333333"), true);
    device.store().seal_open_changes(NOW).unwrap();
    let [(first, typed), (second, later)] = &device.outbox()[..] else { panic!("not two changes") };
    assert_eq!((first.base, first.prev), (Some(4), None));
    let change = &typed.patch.0["phone"];
    assert_eq!((&change.from, &change.to), (&json!("0900000000"), &json!("0911111111")));
    assert_eq!(
        (second.base, second.prev),
        (Some(5), Some(first.op_id)),
        "the others' phone was seen by then"
    );
    let change = &later.patch.0["phone"];
    assert_eq!((&change.from, &change.to), (&json!("0911111111"), &json!("0933333333")));
}

#[test]
fn an_older_revision_is_ignored_within_its_epoch_only() {
    let mut device = Device::new();
    pull(&mut device, vec![state(id(1), RecordKind::Citizen, 4, phone("0904444444"))]);
    assert!(pull(&mut device, vec![state(id(1), RecordKind::Citizen, 3, phone("0903333333"))]).is_empty());
    assert_eq!(device.body(id(1))["phone"], "0904444444");
    let restored = page(vec![state(id(1), RecordKind::Citizen, 2, phone("0902222222"))]);
    device.store().apply_page(&PullReply { epoch: 2, ..restored }, UNITS, NOW).unwrap();
    assert_eq!(device.body(id(1))["phone"], "0902222222");
}

#[test]
fn the_same_page_twice_changes_nothing() {
    let mut device = Device::new();
    let states = || vec![state(id(1), RecordKind::Citizen, 1, phone("0900000000"))];
    pull(&mut device, states());
    assert!(pull(&mut device, states()).is_empty());
    assert_eq!(device.store().record(id(1)).unwrap().unwrap().revision, 1);
}

#[test]
fn what_this_version_does_not_know_is_kept_as_it_came() {
    let mut device = Device::new();
    let kind = || RecordKind::Unknown("of_tomorrow".into());
    let body = json!({"hamlet": "Khóm 2", "deep": {"of": ["things", 1]}});
    pull(&mut device, vec![state(id(1), kind(), 1, body.clone())]);
    let mut odd = phone("0900000000");
    odd["of_tomorrow"] = json!({"x": 1});
    pull(&mut device, vec![state(id(2), RecordKind::Citizen, 1, odd.clone())]);
    device.unlock().unwrap();
    assert_eq!((device.body(id(1)), device.body(id(2))), (body, odd));
    assert_eq!(device.store().records(&Query::of(kind())).unwrap().len(), 1);
}

#[test]
fn what_left_the_scope_goes_at_once_when_nothing_of_it_waits() {
    let mut device = Device::new();
    pull(&mut device, vec![state(id(1), RecordKind::Citizen, 1, phone("0900000000"))]);
    let reply = PullReply { gone_from_scope: vec![id(1), id(2)], ..page(vec![]) };
    let result = device.store().apply_page(&reply, UNITS, NOW).unwrap();
    assert_eq!(result.gone, [id(1)]);
    assert!(device.store().record(id(1)).unwrap().is_none());
    assert_eq!(device.store().live_records().unwrap(), 0);
    let search = crate::Search { text: "binh", limit: 5, ..Default::default() };
    assert!(device.store().search_citizens(&search).unwrap().is_empty());
}

#[test]
fn unsent_work_on_what_left_the_scope_stays_until_its_last_receipt() {
    let mut device = Device::new();
    pull(&mut device, vec![state(id(1), RecordKind::Citizen, 1, phone("0900000000"))]);
    device.put(id(1), RecordKind::Citizen, phone("0911111111"), false);
    device.put(id(1), RecordKind::Citizen, phone("0922222222"), false);
    let reply = PullReply { gone_from_scope: vec![id(1)], ..page(vec![]) };
    assert!(device.store().apply_page(&reply, UNITS, NOW).unwrap().gone.is_empty());
    assert_eq!(device.store().live_records().unwrap(), 0);
    let ops: Vec<OpId> = device.outbox().iter().map(|(header, _)| header.op_id).collect();
    device.store().save_receipts(&said(1, &[accepted(ops[0])]), UNITS, NOW).unwrap();
    assert_eq!(device.body(id(1))["phone"], "0922222222");
    device.store().save_receipts(&said(1, &[accepted(ops[1])]), UNITS, NOW).unwrap();
    assert!(device.store().record(id(1)).unwrap().is_none());
    let counts = device.store().status_counts().unwrap();
    assert_eq!((counts.created, counts.receipted), (1, 1), "its changes stay");
}

#[test]
fn lists_are_narrowed_and_ordered() {
    let mut device = Device::new();
    let visit = |day: &str, hamlet: &str| json!({"citizen": id(1), "state": "scheduled", "date": day, "hamlet": hamlet});
    let rows = [(11, "2026-12-18", "Khóm 1"), (12, "2026-12-17", "Khóm 1"), (13, "2027-01-21", "Khóm 2")];
    let states = rows.map(|(n, day, hamlet)| state(id(n), RecordKind::Visit, 1, visit(day, hamlet)));
    pull(&mut device, states.to_vec());
    let december =
        Query { days: Some(("2026-12-01", "2026-12-31")), order: Order::Day, ..Query::of(RecordKind::Visit) };
    let ids = |device: &mut Device, query: &Query<'_>| {
        let records = device.store().records(query).unwrap();
        records.iter().map(|record| record.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&mut device, &december), [id(12), id(11)]);
    assert_eq!(ids(&mut device, &Query { limit: Some(1), ..december.clone() }), [id(12)]);
    assert_eq!(ids(&mut device, &Query { hamlet: Some("Khóm 2"), ..december }), []);
    let of_citizen = Query { citizen: Some(id(1)), ..Query::of(RecordKind::Visit) };
    assert_eq!(device.store().count(&of_citizen).unwrap(), 3);
    assert_eq!(device.store().counts_by_state(&RecordKind::Visit).unwrap()["scheduled"], 3);
}

#[test]
fn what_was_moved_out_of_sight_before_it_was_ever_pulled_goes_with_the_end_of_a_pull() {
    let mut device = Device::new();
    device.put(id(1), RecordKind::Citizen, phone("0911111111"), false);
    let op = device.outbox()[0].0.op_id;
    let end = |device: &mut Device, custody| {
        let caught_up = Some(CaughtUp { seq: 1, live: 0, custody });
        device.store().apply_page(&PullReply { caught_up, ..page(vec![]) }, UNITS, NOW).unwrap().gone
    };
    assert_eq!(end(&mut device, Custody::default()), [], "it waits to be sent");
    device.store().save_receipts(&said(1, &[accepted(op)]), UNITS, NOW).unwrap();
    assert_eq!(end(&mut device, Custody::default()), [], "a ward that has forgotten it does not name it");
    let custody = device.store().custody().unwrap();
    assert_eq!(end(&mut device, custody), [id(1)]);
    assert!(device.store().record(id(1)).unwrap().is_none());
}

#[test]
fn a_receipt_for_what_the_ward_had_decided_before_the_page_gives_way_at_once() {
    for conflict in [false, true] {
        let mut device = Device::new();
        pull(&mut device, vec![state(id(1), RecordKind::Citizen, 1, phone("0900000000"))]);
        device.put(id(1), RecordKind::Citizen, phone("0911111111"), false);
        let op_id = device.outbox()[0].0.op_id;
        pull(&mut device, vec![state(id(1), RecordKind::Citizen, 3, phone("0922222222"))]);
        assert_eq!(device.body(id(1))["phone"], json!("0911111111"), "it has no receipt yet");
        let verdict = match conflict {
            true => Verdict::Conflict { rev: 3, seq: 3, groups: vec!["phone".into()] },
            false => Verdict::Accepted { rev: 2, seq: 2 },
        };
        device.store().save_receipts(&said(1, &[Receipt { op_id, verdict }]), UNITS, NOW).unwrap();
        assert_eq!(device.body(id(1))["phone"], json!("0922222222"), "no page will bring it again");
    }
}
