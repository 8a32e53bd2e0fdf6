//! What a save leaves behind.

use super::*;
use crate::{Delivery, Move};
use tan_nha_domain::act::Act;

fn draft(answers: Value) -> Value {
    json!({"procedure": "birth", "state": "draft", "answers": answers})
}

fn act(device: &mut Device, id: RecordId, act: Act, body: Value) -> Result<Record, StoreError> {
    let decided = Move { id, kind: RecordKind::Dossier, act, body: object(body), reason: None };
    device.store().write(NOW, |writer| writer.act(decided))
}

#[test]
fn typing_amends_the_one_open_change_from_the_first_value_to_the_last() {
    let mut device = Device::new();
    for name in ["L", "Lê", "Lê Thị"] {
        device.put(id(1), RecordKind::Dossier, draft(json!({"sub_name": name})), true);
        device.unlock().unwrap();
    }
    assert!(device.outbox().is_empty(), "open changes are not in the outbox");
    device.store().seal_open_changes(NOW).unwrap();
    let [(header, payload)] = &device.outbox()[..] else { panic!("not one change") };
    let name = &payload.patch.0["answers.sub_name"];
    assert_eq!((&name.from, &name.to), (&Value::Null, &json!("Lê Thị")));
    assert!(header.makes_record());
    assert_eq!(device.store().record(id(1)).unwrap().unwrap().revision, 3);
}

#[test]
fn a_finished_save_seals_what_was_open_with_it() {
    let mut device = Device::new();
    device.put(id(1), RecordKind::Dossier, draft(json!({"a": 1})), true);
    device.put(id(1), RecordKind::Dossier, draft(json!({"a": 1, "b": 2})), false);
    let [(_, payload)] = &device.outbox()[..] else { panic!("not one change") };
    assert_eq!(
        payload.patch.0.keys().map(String::as_str).collect::<Vec<_>>(),
        ["answers.a", "answers.b", "procedure", "state"]
    );
    device.put(id(1), RecordKind::Dossier, draft(json!({"a": 3, "b": 2})), true);
    device.put(id(1), RecordKind::Dossier, draft(json!({"a": 3, "b": 2})), false);
    assert_eq!(device.outbox().len(), 2, "an unchanged finished save still seals");
}

#[test]
fn saving_what_is_there_already_writes_nothing() {
    let mut device = Device::new();
    let id = device.new_citizen(citizen("Trần Thị Bình"));
    let before = device.store().record(id).unwrap().unwrap();
    let after = device.put(id, RecordKind::Citizen, citizen("Trần Thị Bình"), false);
    assert_eq!(before, after);
    assert_eq!(device.outbox().len(), 1);
}

#[test]
fn typing_that_comes_back_to_where_it_began_leaves_no_change() {
    let mut device = Device::new();
    device.put(id(1), RecordKind::Dossier, draft(json!({"a": 1})), false);
    device.put(id(1), RecordKind::Dossier, draft(json!({"a": 2})), true);
    device.put(id(1), RecordKind::Dossier, draft(json!({"a": 1})), true);
    device.store().seal_open_changes(NOW).unwrap();
    assert_eq!(device.outbox().len(), 1);
}

#[test]
fn changes_of_a_record_name_their_predecessor_and_count_without_a_gap_across_restarts() {
    let mut device = Device::new();
    for round in 0..4 {
        for record in [1, 2] {
            device.put(id(record), RecordKind::Citizen, citizen(&format!("Tên {round}")), false);
        }
        device.unlock().unwrap();
    }
    let headers: Vec<Header> = device.outbox().into_iter().map(|(header, _)| header).collect();
    assert_eq!(headers.iter().map(|header| header.seq).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
    for (index, header) in headers.iter().enumerate() {
        let prev = index.checked_sub(2).map(|earlier| headers[earlier].op_id);
        assert_eq!(header.prev, prev);
        assert_eq!((header.replica_id, header.user), (replica(), user()));
    }
}

#[test]
fn sealed_bytes_are_sent_as_they_were_hashed() {
    let mut device = Device::new();
    device.new_citizen(citizen("Đặng Văn Ví Dụ"));
    let first = device.store().next_batch(0, usize::MAX, 1, NOW).unwrap();
    device.unlock().unwrap();
    let again = device.store().next_batch(0, usize::MAX, 1, NOW).unwrap();
    assert_eq!(first[0].hash(), again[0].hash());
    assert!(again[0].payload().is_ok(), "the payload is the one that the header names");
}

#[test]
fn an_act_seals_the_typing_before_it() {
    let mut device = Device::new();
    device.put(id(1), RecordKind::Dossier, draft(json!({"a": 1})), true);
    let mut queued = draft(json!({"a": 1}));
    queued["state"] = "queued".into();
    let record = act(&mut device, id(1), Act::Submit, queued).unwrap();
    assert_eq!(record.delivery, Delivery::OnDevice);
    let [(typing, _), (submit, payload)] = &device.outbox()[..] else { panic!("not two changes") };
    assert_eq!((typing.act, submit.act), (None, Some(Act::Submit)));
    assert_eq!(submit.prev, Some(typing.op_id));
    assert_eq!(payload.patch.0["state"].to, json!("queued"));
}

#[test]
fn a_state_moves_only_by_an_act_that_leads_there() {
    let mut device = Device::new();
    device.put(id(1), RecordKind::Dossier, draft(json!({})), false);
    let with_state = |state: &str| json!({"procedure": "birth", "state": state});
    for (wrong, state) in [(Act::Receive, "received"), (Act::Submit, "received"), (Act::Submit, "draft")] {
        let refused = act(&mut device, id(1), wrong, with_state(state));
        assert!(matches!(refused, Err(StoreError::NotInState(_))), "{wrong:?} {state}");
    }
    for (record, state) in [(1, "queued"), (2, "queued")] {
        let body = object(with_state(state));
        let put = Put { id: id(record), kind: RecordKind::Dossier, body, keep_open: false };
        let refused = device.store().write::<_, StoreError>(NOW, |writer| writer.put(put));
        assert!(matches!(refused, Err(StoreError::NotInState(_))), "{record}");
    }
    assert_eq!(device.outbox().len(), 1);
}

#[test]
fn an_act_may_make_a_record() {
    let mut device = Device::new();
    let body = object(json!({"citizen": id(1), "state": "scheduled", "date": "2026-12-17"}));
    let visit =
        Move { id: id(2), kind: RecordKind::Visit, act: Act::Schedule, body, reason: Some("ốm".into()) };
    let visit = device.store().write::<_, StoreError>(NOW, |writer| writer.act(visit)).unwrap();
    let [(header, payload)] = &device.outbox()[..] else { panic!("not one change") };
    assert!(header.makes_record() && visit.author == user());
    assert_eq!(payload.reason.as_deref(), Some("ốm"));
}

#[test]
fn a_record_is_sealed_before_those_that_name_it() {
    let mut device = Device::new();
    let dossier = |citizen| json!({"procedure": "birth", "state": "draft", "citizen": citizen});
    device.put(id(1), RecordKind::Dossier, dossier(id(2)), true);
    device.put(id(2), RecordKind::Citizen, citizen("Võ Thị Thử"), true);
    device.store().seal_open_changes(NOW).unwrap();
    device.put(id(4), RecordKind::Citizen, citizen("Võ Văn Thử"), true);
    device.put(id(3), RecordKind::Dossier, dossier(id(4)), false);
    let order: Vec<_> = device.outbox().iter().map(|(header, _)| header.record).collect();
    assert_eq!(order, [id(2), id(1), id(4), id(3)]);
}

#[test]
fn a_write_that_fails_leaves_nothing() {
    let mut device = Device::new();
    let put = Put {
        id: id(1),
        kind: RecordKind::Citizen,
        body: object(citizen("Trần Thị Bình")),
        keep_open: false,
    };
    let failed = device.store().write::<(), StoreError>(NOW, |writer| {
        writer.put(put)?;
        Err(StoreError::NoRecord(id(9)))
    });
    assert!(matches!(failed, Err(StoreError::NoRecord(_))));
    assert!(device.store().record(id(1)).unwrap().is_none());
    device.new_citizen(citizen("Trần Thị Bính"));
    assert_eq!(device.outbox()[0].0.seq, 1, "the failed write used no seq");
}

#[test]
fn nobody_writes_before_the_ward_has_answered() {
    let mut device = Device::new();
    device.store().save_membership(&Membership { enrolment: None, ..membership() }).unwrap();
    let refused = device.store().write::<_, StoreError>(NOW, |writer| Ok(writer.new_record_id()));
    assert!(matches!(refused, Err(StoreError::NotEnrolled)));
}

#[test]
fn new_ids_ascend_even_when_the_clock_is_set_back() {
    let mut device = Device::new();
    let mut last = RecordId(Uuid::nil());
    for step in [0, 0, 5, -60, 1] {
        let now = NOW.plus_seconds(step);
        let next = device.store().write::<_, StoreError>(now, |writer| Ok(writer.new_record_id())).unwrap();
        assert!(next > last && next.0.get_version_num() == 7);
        last = next;
    }
}
