//! What the ward refuses, and what it keeps of it.

use super::desk::{Device, citizen, desk, dossier, record_id, with};
use crate::ExportKind;
use serde_json::{Value, json};
use tan_nha_domain::{
    act::Act,
    change::{Header, Payload, SealedChange},
    ids::{OpId, ReplicaId, UserId, WardCode},
    patch::Patch,
    record::RecordKind,
    role::Role,
};
use tan_nha_sync::wire::{Refusal, Verdict};
use uuid::Uuid;

fn refused(code: Refusal) -> Verdict {
    Verdict::Refused { code }
}

/// A change that makes a citizen, its header bent.
fn bent(device: &mut Device, bend: impl FnOnce(&mut Header)) -> SealedChange {
    let mut header = device.header(record_id(), RecordKind::Citizen, None);
    bend(&mut header);
    let patch = Patch::between(&super::desk::body(&json!({})), &super::desk::body(&citizen("Ấp 1")));
    SealedChange::seal(header, &Payload { patch, ..Payload::default() }).unwrap()
}

#[test]
fn each_fault_has_its_refusal_and_stays_on_the_shelf() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let new = |ba: &mut Device, kind, body: Value| ba.change((record_id(), kind), None, &json!({}), &body);
    let mut torn = ba.citizen("Ấp 1").1;
    torn.payload = Some(serde_json::value::to_raw_value(&json!({"patch": {}})).unwrap());
    let rows = [
        (
            "a kind of tomorrow",
            Refusal::KindUnknown,
            new(&mut ba, RecordKind::Unknown("survey".into()), json!({"a": 1})),
        ),
        (
            "a form of tomorrow",
            Refusal::FormVersionUnknown,
            new(&mut ba, RecordKind::Dossier, with(&dossier("Ấp 1"), json!({"form_version": "2099-01.1"}))),
        ),
        (
            "a procedure of tomorrow",
            Refusal::FormVersionUnknown,
            new(&mut ba, RecordKind::Dossier, with(&dossier("Ấp 1"), json!({"procedure": "moon_landing"}))),
        ),
        (
            "settings by a volunteer",
            Refusal::NotPermitted,
            new(&mut ba, RecordKind::WardSettings, json!({"zero": "linh"})),
        ),
        (
            "a day off by a volunteer",
            Refusal::NotPermitted,
            new(&mut ba, RecordKind::CalendarDay, json!({"date": "2026-12-24", "kind": "off", "name": "x"})),
        ),
        (
            "a hamlet by a volunteer",
            Refusal::NotPermitted,
            new(&mut ba, RecordKind::Hamlet, json!({"name": "Ấp 3"})),
        ),
        (
            "a team by a volunteer",
            Refusal::NotPermitted,
            new(&mut ba, RecordKind::Team, json!({"name": "Đội 1"})),
        ),
        (
            "another person",
            Refusal::NotPermitted,
            bent(&mut ba, |header| header.user = UserId(Uuid::now_v7())),
        ),
        (
            "another ward",
            Refusal::NotPermitted,
            bent(&mut ba, |header| header.ward = WardCode("00001".into())),
        ),
        ("another payload", Refusal::Malformed, torn),
        ("number nought", Refusal::Malformed, bent(&mut ba, |header| header.seq = 0)),
        ("a number beyond all", Refusal::Malformed, bent(&mut ba, |header| header.base = Some(u64::MAX))),
        (
            "a citizen without a name",
            Refusal::Malformed,
            new(&mut ba, RecordKind::Citizen, json!({"state": "live"})),
        ),
        (
            "a name that is a number",
            Refusal::Malformed,
            new(&mut ba, RecordKind::Citizen, json!({"full_name": 7})),
        ),
        (
            "made in a later state",
            Refusal::Malformed,
            new(&mut ba, RecordKind::Dossier, with(&dossier("Ấp 1"), json!({"state": "settled"}))),
        ),
        (
            "a field nested deeper than replicas read",
            Refusal::Malformed,
            new(&mut ba, RecordKind::Citizen, with(&citizen("Ấp 1"), json!({"note": nested(30)}))),
        ),
        (
            "a payload larger than a batch",
            Refusal::Malformed,
            new(&mut ba, RecordKind::Citizen, with(&citizen("Ấp 1"), json!({"note": "x".repeat(1 << 20)}))),
        ),
        (
            "an act of another kind",
            Refusal::Malformed,
            bent(&mut ba, |header| header.act = Some(Act::Submit)),
        ),
    ];
    for (what, code, change) in &rows {
        assert_eq!(desk.verdict(&ba, change), refused(*code), "{what}");
        assert_eq!(
            desk.verdict(&ba, change),
            Verdict::Duplicate { stored: Box::new(refused(*code)) },
            "{what}, again"
        );
    }
    let shelf = desk.export(ExportKind::Changes);
    assert_eq!(shelf.len(), rows.len());
    assert!(desk.export(ExportKind::Citizens).is_empty() && desk.export(ExportKind::Dossiers).is_empty());
}

/// A value with so many lists around it.
fn nested(depth: usize) -> Value {
    (0..depth).fold(json!("[{"), |inner, _| json!([inner]))
}

#[test]
fn an_odd_field_that_every_replica_can_read_is_taken() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let odd = json!({"note": nested(28), "more": "\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["});
    let body = with(&citizen("Ấp 1"), odd);
    let change = ba.change((record_id(), RecordKind::Citizen), None, &json!({}), &body);
    assert!(desk.verdict(&ba, &change).is_receipt());
    assert_eq!(desk.pull(&ba, None).unwrap().records[0].body, super::desk::body(&body));
}

#[test]
fn a_record_never_grows_beyond_what_a_page_can_carry() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (id, made) = ba.citizen("Ấp 1");
    desk.push(&ba, &[made]);
    let mut body = citizen("Ấp 1");
    let grown = (0..5).map(|part| {
        let after = with(&body, json!({format!("note{part}"): "x".repeat(1_000_000)}));
        let change = ba.change((id, RecordKind::Citizen), None, &body, &after);
        body = after;
        desk.verdict(&ba, &change)
    });
    let verdicts: Vec<_> = grown.collect();
    assert!(verdicts[0].is_receipt());
    assert!(verdicts.contains(&refused(Refusal::Malformed)));
}

#[test]
fn what_the_ward_decides_for_all_must_be_readable_by_all() {
    let desk = desk();
    let mut an = desk.device("An", Role::Admin, &[]);
    let mut verdict = |kind: RecordKind, body: &Value| {
        let change = an.change((record_id(), kind), None, &json!({}), body);
        desk.verdict(&an, &change)
    };
    for (kind, good, bad) in [
        (
            RecordKind::CalendarDay,
            json!({"date": "2026-12-24", "kind": "off", "name": "Nghỉ"}),
            json!({"date": "2026-12-32", "kind": "off", "name": "Nghỉ"}),
        ),
        (RecordKind::Hamlet, json!({"name": "Ấp 3"}), json!({"name": 3})),
        (RecordKind::Team, json!({"name": "Đội 1", "capacity": 6}), json!({"name": "Đội 1", "capacity": -6})),
        (RecordKind::WardSettings, json!({"visit_rule": "third_thursday"}), json!({"visit_rule": "any"})),
    ] {
        assert!(matches!(verdict(kind.clone(), &good), Verdict::Accepted { .. }), "{kind}");
        assert_eq!(verdict(kind.clone(), &bad), refused(Refusal::Malformed), "{kind}");
    }
}

#[test]
fn a_record_is_made_once() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut ba = desk.device("Ba", Role::Clerk, &[]);
    let (id, made) = an.citizen("Ấp 1");
    desk.push(&an, &[made]);
    let again = ba.change((id, RecordKind::Citizen), None, &json!({}), &citizen("Ấp 2"));
    assert_eq!(desk.verdict(&ba, &again), refused(Refusal::Malformed));
    assert_eq!(desk.body(id), citizen("Ấp 1"));
}

#[test]
fn a_state_moves_by_an_act_and_as_the_table_says() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (id, made) = ba.dossier(None, "Ấp 1");
    desk.push(&ba, &[made]);
    let draft = dossier("Ấp 1");
    let to = |state: &str| with(&draft, json!({"state": state}));
    let rows = [
        (None, to("queued"), Refusal::Malformed),
        (Some(Act::Submit), to("settled"), Refusal::Malformed),
        (Some(Act::Submit), draft.clone(), Refusal::Malformed),
        (Some(Act::Receive), to("received"), Refusal::NotPermitted),
        (Some(Act::Schedule), to("queued"), Refusal::Malformed),
    ];
    for (act, after, code) in rows {
        let last = ba.last.clone();
        let change = ba.change((id, RecordKind::Dossier), act, &draft, &after);
        assert_eq!(desk.verdict(&ba, &change), refused(code), "{act:?}");
        ba.last = last;
    }
    assert_eq!(desk.body(id)["state"], "draft");
}

#[test]
fn a_volunteer_edits_what_they_see_only() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    for (hamlet, allowed) in [("Ấp 1", true), ("Ấp 2", false)] {
        let (id, made) = an.citizen(hamlet);
        desk.push(&an, &[made]);
        ba.saw(id, 1);
        let before = citizen(hamlet);
        let edit = ba.change(
            (id, RecordKind::Citizen),
            None,
            &before,
            &with(&before, json!({"phone": "0912345678"})),
        );
        assert_eq!(desk.verdict(&ba, &edit).is_receipt(), allowed, "{hamlet}");
        assert_eq!(desk.body(id).get("phone").is_some(), allowed, "{hamlet}");
    }
    let (_, elsewhere) = ba.citizen("Ấp 2");
    assert!(desk.verdict(&ba, &elsewhere).is_receipt(), "anybody makes records anywhere in the ward");
}

#[test]
fn a_cloned_tablet_is_an_alarm_and_changes_nothing() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (id, good) = ba.citizen("Ấp 1");
    let op_id = good.header().unwrap().op_id;
    desk.push(&ba, &[good]);
    ba.seq = 0;
    let same_op = bent(&mut ba, |header| header.op_id = op_id);
    ba.seq = 0;
    let same_seq = bent(&mut ba, |_| {});
    for _ in 0..2 {
        assert_eq!(desk.verdict(&ba, &same_op), refused(Refusal::OpReused));
        assert_eq!(desk.verdict(&ba, &same_seq), refused(Refusal::OpReused));
    }
    assert_eq!(desk.body(id), citizen("Ấp 1"));
    assert_eq!(desk.export(ExportKind::Changes).len(), 1);
    let codes: Vec<Value> =
        desk.export(ExportKind::Alarms).iter().map(|alarm| alarm["code"].clone()).collect();
    assert_eq!(codes, ["op_reused", "seq_reused"], "the same alarm is raised once");
}

#[test]
fn a_change_of_another_replica_never_stands_in_its_way() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let ba = desk.device("Ba", Role::Clerk, &[]);
    let (_, theirs) = an.citizen("Ấp 1");
    assert_eq!(desk.verdict(&ba, &theirs), refused(Refusal::NotPermitted));
    assert!(desk.verdict(&an, &theirs).is_receipt());
    assert_eq!(desk.export(ExportKind::Alarms)[0]["code"], "other_replica");
    let mut nobody = an.header(record_id(), RecordKind::Citizen, None);
    nobody.replica_id = ReplicaId(Uuid::now_v7());
    let change = SealedChange::seal(nobody, &Payload::default()).unwrap();
    assert_eq!(desk.verdict(&ba, &change), refused(Refusal::NotPermitted));
}

#[test]
fn a_change_without_a_name_is_kept_among_the_alarms_and_the_batch_goes_on() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let raw = |value: Value| serde_json::value::to_raw_value(&value).unwrap();
    let nameless = SealedChange { header: raw(json!({"seq": 1})), payload: Some(raw(json!("x"))) };
    let (_, good) = ba.citizen("Ấp 1");
    let reply = desk.push(&ba, &[nameless, good]);
    assert_eq!(reply.receipts[0].op_id, OpId(Uuid::nil()));
    assert_eq!(reply.receipts[0].verdict, refused(Refusal::Malformed));
    assert!(reply.receipts[1].verdict.is_receipt());
    assert_eq!(desk.export(ExportKind::Alarms)[0]["code"], "unreadable");
}

#[test]
fn a_change_whose_payload_came_torn_is_kept_with_the_one_with_which_it_was_taken() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let torn = serde_json::value::to_raw_value(&json!({"patch": {}})).unwrap();
    for payload in [None, Some(torn)] {
        let (id, whole) = ba.citizen("Ấp 1");
        let broken = SealedChange { payload, ..whole.clone() };
        assert_eq!(desk.verdict(&ba, &broken), refused(Refusal::Malformed));
        let Verdict::Duplicate { stored } = desk.verdict(&ba, &whole) else { panic!("it came before") };
        assert!(stored.is_receipt());
        let kept = desk.export(ExportKind::Changes).into_iter().find(|change| change["record"] == json!(id));
        assert_eq!(kept.unwrap()["patch"]["full_name"]["to"], desk.body(id)["full_name"]);
    }
}
