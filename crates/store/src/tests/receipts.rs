//! The outbox and what the ward says of it.

use super::*;
use crate::Delivery;
use tan_nha_sync::wire::{Custody, Mark, Refusal, Seen, Tip, WaitingFor};

fn receipt(op_id: OpId, verdict: Verdict) -> Receipt {
    Receipt { op_id, verdict }
}

#[test]
fn a_batch_is_bounded_by_bytes_and_never_empty_while_something_waits() {
    let mut device = Device::new();
    for number in 1..=5 {
        device.put(id(number), RecordKind::Citizen, citizen("Trần Thị Bình"), false);
    }
    assert_eq!(device.store().next_batch(0, usize::MAX, 1, NOW).unwrap().len(), 1);
    let all = device.store().status_counts().unwrap().bytes_waiting;
    let half = usize::try_from(all / 2).unwrap();
    assert_eq!(device.store().next_batch(0, usize::MAX, half, NOW).unwrap().len(), 2);
    let rest = device.store().next_batch(3, usize::MAX, usize::MAX, NOW).unwrap();
    assert_eq!(rest.iter().map(|change| change.header().unwrap().seq).collect::<Vec<_>>(), [4, 5]);
}

#[test]
fn a_change_that_is_not_what_was_sealed_is_set_aside_and_one_that_was_erased_is_not() {
    let rows = [
        ("payload = substr(payload, 1, 9)", true),
        ("payload = replace(payload, 'Bình', 'Bính')", true),
        ("payload = CAST(x'ff' AS TEXT)", true),
        ("header = substr(header, 2)", true),
        ("header = replace(header, 'citizen', 'visit')", true),
        ("payload = NULL", false),
    ];
    for (damage, is_damage) in rows {
        let mut device = Device::new();
        device.new_citizen(citizen("Trần Thị Bình"));
        device.put(id(9), RecordKind::Citizen, citizen("Hồ Văn Quý"), false);
        assert_eq!(device.outbox().len(), 2);
        let damage = format!("UPDATE change SET {damage} WHERE seq = 1");
        assert_eq!(device.store().connection.execute(&damage, []).unwrap(), 1);
        let batch = device.store().next_batch(0, usize::MAX, usize::MAX, NOW).unwrap();
        assert_eq!(batch.len(), if is_damage { 1 } else { 2 }, "{damage}");
        let shelf: Vec<_> = device.store().shelf().unwrap().iter().map(|item| item.refusal).collect();
        assert_eq!(shelf, vec![Refusal::Unreadable; usize::from(is_damage)], "{damage}");
    }
}

#[test]
fn a_record_stands_by_its_worst_change() {
    let mut device = Device::new();
    let delivery = |device: &mut Device| device.store().record(id(1)).unwrap().unwrap().delivery;
    let mut seen = Vec::new();
    for name in ["Một", "Hai", "Ba"] {
        device.put(id(1), RecordKind::Citizen, citizen(name), false);
    }
    let ops: Vec<OpId> = device.outbox().iter().map(|(header, _)| header.op_id).collect();
    seen.push(delivery(&mut device));
    device.store().mark_sent(&ops, NOW).unwrap();
    seen.push(delivery(&mut device));
    let held = Verdict::Held { waiting_for: WaitingFor::Op(ops[0]) };
    device.store().save_receipts(&said(1, &[accepted(ops[0]), receipt(ops[1], held)]), UNITS, NOW).unwrap();
    seen.push(delivery(&mut device));
    let duplicate = Verdict::Duplicate { stored: Box::new(Verdict::Merged { rev: 2, seq: 2 }) };
    let refused = Verdict::Refused { code: Refusal::NotPermitted };
    device
        .store()
        .save_receipts(&said(1, &[receipt(ops[1], duplicate), receipt(ops[2], refused)]), UNITS, NOW)
        .unwrap();
    seen.push(delivery(&mut device));
    device.store().save_receipts(&said(1, &[accepted(ops[2])]), UNITS, NOW).unwrap();
    seen.push(delivery(&mut device));
    assert_eq!(
        seen,
        [
            Delivery::OnDevice,
            Delivery::InTransit,
            Delivery::InTransit,
            Delivery::SetAside,
            Delivery::Receipted
        ]
    );
    assert!(device.outbox().is_empty());
}

#[test]
fn held_changes_go_out_again_and_refused_ones_stay_on_the_shelf() {
    let mut device = Device::new();
    for number in 1..=3 {
        device.put(id(number), RecordKind::Citizen, citizen("Trần Thị Bình"), false);
    }
    let ops: Vec<OpId> = device.outbox().iter().map(|(header, _)| header.op_id).collect();
    let held = Verdict::Held { waiting_for: WaitingFor::Record(id(9)) };
    let refused = Verdict::Refused { code: Refusal::Malformed };
    let receipts = [accepted(ops[0]), receipt(ops[1], refused), receipt(ops[2], held)];
    device.store().save_receipts(&said(1, &receipts), UNITS, NOW).unwrap();
    assert_eq!(device.outbox().iter().map(|(header, _)| header.op_id).collect::<Vec<_>>(), [ops[2]]);
}

#[test]
fn what_is_held_for_three_days_by_the_wards_clock_is_counted_until_it_is_not() {
    let mut device = Device::new();
    device.new_citizen(citizen("Trần Thị Bình"));
    let op = device.outbox()[0].0.op_id;
    let held = [receipt(op, Verdict::Held { waiting_for: WaitingFor::Record(id(9)) })];
    let days = |days: i64| NOW.plus_seconds(days * 24 * 3600);
    let mut hear = |receipts: &[Receipt], ward_now| {
        // This device's clock is years off.
        let reply = PushReply { now: ward_now, ..said(1, receipts) };
        device.store().save_receipts(&reply, UNITS, Timestamp(0)).unwrap();
        [3, 4].map(|later| device.store().held_long(days(later)).unwrap())
    };
    assert_eq!(hear(&held, NOW), [0, 1]);
    assert_eq!(hear(&held, days(2)), [0, 1], "it has been held since it first was");
    assert_eq!(hear(&[accepted(op)], days(2)), [0, 0]);
    assert_eq!(hear(&held, days(2)), [0, 0], "a new wait begins anew");
}

#[test]
fn a_receipt_for_an_unknown_change_is_an_error_and_applies_nothing() {
    let mut device = Device::new();
    device.new_citizen(citizen("Trần Thị Bình"));
    let op = device.outbox()[0].0.op_id;
    let unknown = OpId(Uuid::from_u128(99));
    let failed = device.store().save_receipts(&said(1, &[accepted(op), accepted(unknown)]), UNITS, NOW);
    assert!(matches!(failed, Err(StoreError::UnknownOp(found)) if found == unknown));
    assert_eq!(device.outbox().len(), 1);
    assert_eq!(device.store().custody().unwrap(), Custody::default());
}

#[test]
fn custody_counts_each_change_once_whatever_the_verdict() {
    let mut device = Device::new();
    let mut expected = Custody::default();
    for number in 1..=2 {
        device.put(id(number), RecordKind::Citizen, citizen("Trần Thị Bình"), false);
    }
    let batch = device.store().next_batch(0, usize::MAX, usize::MAX, NOW).unwrap();
    let refused = Verdict::Refused { code: Refusal::KindUnknown };
    let op = |index: usize| batch[index].header().unwrap().op_id;
    for _ in 0..2 {
        device
            .store()
            .save_receipts(&said(1, &[accepted(op(0)), receipt(op(1), refused.clone())]), UNITS, NOW)
            .unwrap();
    }
    batch.iter().for_each(|change| expected.add(change.hash()));
    device.unlock().unwrap();
    assert_eq!(device.store().custody().unwrap(), expected);
}

#[test]
fn receipts_and_pages_move_what_was_seen_of_their_own_epoch() {
    let mut device = Device::new();
    device.new_citizen(citizen("Trần Thị Bình"));
    let op = device.outbox()[0].0.op_id;
    let seen = |device: &mut Device| {
        let seen = device.store().position().unwrap().seen;
        (seen.epoch, seen.seq)
    };
    assert_eq!(seen(&mut device), (0, 0));
    let verdict = Verdict::Accepted { rev: 1, seq: 40 };
    device.store().save_receipts(&said(1, &[receipt(op, verdict.clone())]), UNITS, NOW).unwrap();
    assert_eq!(seen(&mut device), (1, 40));
    device
        .store()
        .save_receipts(&said(2, &[receipt(op, Verdict::Accepted { rev: 1, seq: 90 })]), UNITS, NOW)
        .unwrap();
    assert_eq!(seen(&mut device), (1, 40), "a new epoch is seen by a pull");
    device.store().apply_page(&PullReply { epoch: 2, ..page(vec![]) }, UNITS, NOW).unwrap();
    assert_eq!(seen(&mut device), (2, 0));
    assert_eq!(device.store().position().unwrap().cursor.as_deref(), Some("next"));
    let mark = |mark| Some(Mark(mark));
    let tip = |seq, mark| Some(Tip { seq, mark });
    device
        .store()
        .save_receipts(&PushReply { tip: tip(7, mark(u64::MAX)), ..said(2, &[]) }, UNITS, NOW)
        .unwrap();
    assert_eq!(device.store().position().unwrap().seen, Seen { epoch: 2, seq: 7, mark: mark(u64::MAX) });
    device
        .store()
        .apply_page(&PullReply { epoch: 2, tip: tip(6, mark(5)), ..page(vec![]) }, UNITS, NOW)
        .unwrap();
    assert_eq!(seen(&mut device), (2, 7), "numbers only grow");
    device.store().offer_again(3).unwrap();
    assert_eq!(device.store().position().unwrap().seen, Seen::nothing_of(3), "a mark is of its epoch");
    device.store().forget_cursor().unwrap();
    assert_eq!(device.store().position().unwrap().cursor, None);
}

#[test]
fn contact_keeps_the_last_success_and_the_last_known_clock() {
    let mut device = Device::new();
    device.store().note_contact(true, Some(-7), NOW).unwrap();
    device.store().note_contact(false, None, NOW.plus_seconds(60)).unwrap();
    let contact = device.store().contact().unwrap();
    assert_eq!(contact.last_success_at, Some(NOW));
    assert_eq!(contact.last_contact_at, Some(NOW.plus_seconds(60)));
    assert_eq!(contact.clock_offset_s, Some(-7));
}

#[test]
fn an_alert_keeps_its_beginning_until_it_is_cleared() {
    let mut device = Device::new();
    device.store().raise_alert("clock_off", &json!({"offset_s": 400}), NOW).unwrap();
    device.store().raise_alert("clock_off", &json!({"offset_s": 500}), NOW.plus_seconds(9)).unwrap();
    let alerts = device.store().alerts().unwrap();
    assert_eq!((alerts.len(), alerts[0].since, &alerts[0].params), (1, NOW, &json!({"offset_s": 500})));
    device.store().clear_alert("clock_off").unwrap();
    assert!(device.store().alerts().unwrap().is_empty());
}
