//! The shelf on the device.

use super::*;
use crate::Delivery;
use tan_nha_sync::wire::{Custody, Refusal, WaitingFor};

/// A citizen saved three times, the first refused and the others waiting for it.
fn on_the_shelf() -> (Device, Vec<OpId>) {
    let mut device = Device::new();
    for name in ["Một", "Hai", "Ba"] {
        device.put(id(1), RecordKind::Citizen, citizen(name), false);
    }
    let ops: Vec<OpId> = device.outbox().iter().map(|(header, _)| header.op_id).collect();
    let refused = Verdict::Refused { code: Refusal::Reassigned };
    let held = |op| Verdict::Held { waiting_for: WaitingFor::Op(op) };
    let receipts = [
        Receipt { op_id: ops[0], verdict: refused },
        Receipt { op_id: ops[1], verdict: held(ops[0]) },
        Receipt { op_id: ops[2], verdict: held(ops[1]) },
    ];
    device.store().save_receipts(&said(1, &receipts), UNITS, NOW).unwrap();
    (device, ops)
}

#[test]
fn what_was_refused_stays_with_its_reason_over_a_restart_and_its_chain_with_it() {
    let (mut device, ops) = on_the_shelf();
    device.unlock().unwrap();
    let shelf = device.store().shelf().unwrap();
    let [item] = shelf.as_slice() else { panic!("{shelf:?}") };
    assert_eq!((item.op_id, item.record_id, item.refusal), (ops[0], id(1), Refusal::Reassigned));
    assert_eq!((item.changes, item.since), (3, NOW));
    let changes = device.store().shelved_changes(ops[0]).unwrap();
    let names: Vec<_> = changes.iter().map(|(_, payload)| payload.patch.0["full_name"].to.clone()).collect();
    assert_eq!(names, ["Một", "Hai", "Ba"]);
    assert_eq!(device.body(id(1))["full_name"], "Ba", "the work is shown as it was left");
}

#[test]
fn what_is_sent_again_goes_out_with_the_same_bytes_and_is_counted_once() {
    let (mut device, ops) = on_the_shelf();
    let custody = device.store().custody().unwrap();
    device.store().send_again(ops[0]).unwrap();
    assert!(device.store().shelf().unwrap().is_empty());
    let out: Vec<OpId> = device.outbox().iter().map(|(header, _)| header.op_id).collect();
    assert_eq!(out, ops);
    assert_eq!(device.store().record(id(1)).unwrap().unwrap().delivery, Delivery::OnDevice);
    let receipts: Vec<Receipt> = ops.iter().map(|op| accepted(*op)).collect();
    device.store().save_receipts(&said(1, &receipts), UNITS, NOW).unwrap();
    assert_eq!(device.store().custody().unwrap(), custody);
    assert_eq!(custody.count, Custody { count: 3, ..Custody::default() }.count);
}

#[test]
fn only_what_is_on_the_shelf_can_be_sent_again_or_exported() {
    let (mut device, ops) = on_the_shelf();
    assert!(matches!(device.store().send_again(ops[1]), Err(StoreError::UnknownOp(_))));
    assert!(matches!(device.store().shelved_changes(OpId(Uuid::nil())), Err(StoreError::UnknownOp(_))));
    assert_eq!(device.store().shelf().unwrap().len(), 1);
}
