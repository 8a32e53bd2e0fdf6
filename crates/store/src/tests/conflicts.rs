//! Conflicts on the device: told by the ward, decided here.

use super::*;
use crate::{Decision, Delivery};
use std::collections::BTreeMap;
use tan_nha_domain::{act::Act, patch::FieldChange};
use tan_nha_sync::wire::{Contested, Notes, OpenConflict};

const OP: OpId = OpId(Uuid::from_u128(500));

fn phone(number: &str) -> Value {
    json!({"full_name": "Trần Thị Bình", "state": "live", "phone": number})
}

/// The ward's record, with a conflict in its phone.
fn contested(rev: u64, ward: &str, mine: &str) -> RecordState {
    let field = Contested {
        before: json!("0900000000"),
        mine: json!(mine),
        theirs_by: Some("Ba".into()),
        theirs_at: Some(NOW),
    };
    let conflict = OpenConflict {
        op_id: OP,
        user: user(),
        by: "Lê Thị Mẫu".into(),
        at: NOW,
        act: None,
        reason: None,
        fields: BTreeMap::from([("phone".to_owned(), field)]),
    };
    let notes = Notes { conflicts: vec![conflict], ..Notes::default() };
    RecordState { notes, ..state(id(1), RecordKind::Citizen, rev, phone(ward)) }
}

fn pull(device: &mut Device, states: Vec<RecordState>) {
    device.store().apply_page(&page(states), UNITS, NOW).unwrap();
}

fn decide(device: &mut Device, number: &str) {
    let decision = Decision {
        id: id(1),
        kind: RecordKind::Citizen,
        body: object(phone(number)),
        act: None,
        chosen: vec!["phone".into()],
        settles: vec![OP],
        reason: Some("đã gọi lại".into()),
    };
    device.store().write::<_, StoreError>(NOW, |writer| writer.decide(decision)).unwrap();
}

#[test]
fn a_conflict_is_there_until_it_is_decided_here_or_by_somebody_else() {
    let mut device = Device::new();
    pull(&mut device, vec![contested(2, "0911111111", "0922222222")]);
    let found = device.store().conflicts().unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].ward_body["phone"], "0911111111");
    assert_eq!(found[0].conflict.fields["phone"].mine, json!("0922222222"));
    assert_eq!(device.store().status_counts().unwrap().conflicts, 1);
    pull(&mut device, vec![state(id(1), RecordKind::Citizen, 3, phone("0922222222"))]);
    assert!(device.store().conflicts().unwrap().is_empty(), "somebody decided");
    pull(&mut device, vec![contested(4, "0911111111", "0922222222")]);
    decide(&mut device, "0922222222");
    pull(&mut device, vec![contested(4, "0911111111", "0922222222")]);
    assert!(device.store().conflicts().unwrap().is_empty(), "a page from before does not bring it back");
    assert_eq!(device.store().status_counts().unwrap().conflicts, 0);
}

#[test]
fn a_decision_is_a_change_that_names_what_was_chosen_also_where_the_wards_value_stays() {
    for (chosen, before) in [("0922222222", "0911111111"), ("0911111111", "0911111111")] {
        let mut device = Device::new();
        pull(&mut device, vec![contested(2, "0911111111", "0922222222")]);
        decide(&mut device, chosen);
        let [(header, payload)] = &device.outbox()[..] else { panic!("not one change") };
        assert_eq!((header.base, header.act), (Some(2), None));
        assert_eq!((payload.settles.as_slice(), payload.reason.as_deref()), (&[OP][..], Some("đã gọi lại")));
        let FieldChange { from, to } = &payload.patch.0["phone"];
        assert_eq!((from, to), (&json!(before), &json!(chosen)));
        assert_eq!(device.store().record(id(1)).unwrap().unwrap().delivery, Delivery::OnDevice);
    }
}

#[test]
fn what_is_typed_into_a_unit_stays_whole_when_others_change_its_other_half() {
    let mut device = Device::new();
    let ours = |owner: &str, number: &str| json!({"full_name": "Trần Thị Bình", "state": "live", "phone": number, "phone_owner": owner});
    pull(&mut device, vec![state(id(1), RecordKind::Citizen, 1, ours("con", "0900000000"))]);
    device.put(id(1), RecordKind::Citizen, ours("con", "0922222222"), true);
    for rev in 2..5 {
        let mut ward = ours("hàng xóm", "0900000000");
        ward["address"] = json!(format!("Tổ {rev}"));
        pull(&mut device, vec![state(id(1), RecordKind::Citizen, rev, ward)]);
        let body = device.body(id(1));
        assert_eq!((&body["phone"], &body["phone_owner"]), (&json!("0922222222"), &json!("con")), "{rev}");
        assert_eq!(body["address"], json!(format!("Tổ {rev}")), "the rest is the ward's");
    }
}

#[test]
fn what_is_typed_on_a_moved_form_names_it_and_no_page_lays_anothers_answers_into_it() {
    let mut device = Device::new();
    let dossier = |form: &str, answers: Value| json!({"procedure": "birth_rereg", "form_version": form, "state": "draft", "answers": answers});
    let pull = |device: &mut Device, rev, body| {
        let state = state(id(1), RecordKind::Dossier, rev, body);
        device.store().apply_page(&page(vec![state]), UNITS, NOW).unwrap();
    };
    let older = dossier("1", json!({"guests": 40}));
    pull(&mut device, 1, older.clone());
    device.put(id(1), RecordKind::Dossier, dossier("2", json!({"people": 40})), false);
    pull(&mut device, 2, dossier("1", json!({"guests": 40, "hour": "9"})));
    assert_eq!(json!(device.body(id(1))), dossier("2", json!({"people": 40})));
    device.put(id(1), RecordKind::Dossier, dossier("2", json!({"people": 50})), true);
    device.put(id(1), RecordKind::Dossier, dossier("2", json!({"people": 60})), false);
    let [_, (header, payload)] = &device.outbox()[..] else { panic!("not two changes") };
    assert_eq!(header.base, Some(2), "it was typed with the page there");
    let FieldChange { from, to } = &payload.patch.0["form_version"];
    assert_eq!((from, to), (&json!("2"), &json!("2")));
    // On the ward's own form nothing has to be said.
    let mut other = Device::new();
    pull(&mut other, 1, older);
    other.put(id(1), RecordKind::Dossier, dossier("1", json!({"guests": 50})), false);
    let [(_, payload)] = &other.outbox()[..] else { panic!("not one change") };
    assert_eq!(payload.patch.0.keys().collect::<Vec<_>>(), ["answers.guests"]);
}

#[test]
fn an_act_that_came_too_late_can_be_done_by_a_decision_only_where_the_state_allows_it() {
    let mut device = Device::new();
    let visit = |state: &str| json!({"citizen": id(9), "state": state, "date": "2026-12-17"});
    pull(&mut device, vec![state(id(1), RecordKind::Visit, 2, visit("finished"))]);
    let decision = |body: Value, act| Decision {
        id: id(1),
        kind: RecordKind::Visit,
        body: object(body),
        act,
        chosen: vec!["state".into()],
        settles: vec![OP],
        reason: None,
    };
    let mut try_it = |decision| device.store().write::<_, StoreError>(NOW, |writer| writer.decide(decision));
    let late = try_it(decision(visit("scheduled"), Some(Act::Reschedule)));
    assert!(matches!(late, Err(StoreError::NotInState(_))));
    try_it(decision(visit("finished"), None)).unwrap();
}
