//! Six changes of one dossier, two of them of the same answers by different hands, in every order and some
//! of them twice: the same values are kept, the same group is in conflict, and one choice leads to one record.

use crate::{model::flat, parsed::parsed, world::World};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tan_nha_domain::{
    act::Act,
    change::{Hash, Header, Payload, SealedChange},
    ids::{OpId, RecordId, WardCode},
    patch::{Body, Patch},
    record::RecordKind,
    time::Timestamp,
};
use tan_nha_sync::{
    codec,
    wire::{self, PushReply, PushRequest, Seen, Verdict},
};
use tan_nha_ward::Ward;

/// Who sends it, and the change.
type Sent = (usize, SealedChange);

#[test]
fn in_every_order_the_same_is_kept_and_the_same_is_in_conflict() {
    let world = World::new(0).unwrap();
    let changes = changes(&world);
    for (number, order) in orders((0..changes.len()).collect()).into_iter().enumerate() {
        let ward = world.ward.copy().unwrap();
        for (place, change) in order.iter().enumerate() {
            push(&world, &ward, &changes[*change]);
            if (number + place) % 3 == 0 {
                push(&world, &ward, &changes[order[number % (place + 1)]]);
            }
        }
        let (mut groups, mut kept) = (BTreeSet::new(), BTreeSet::new());
        for change in &changes {
            let Verdict::Duplicate { stored } = push(&world, &ward, change) else { panic!("{order:?}") };
            match *stored {
                Verdict::Conflict { groups: own, .. } => {
                    groups.extend(own);
                    let patch = change.1.payload().unwrap().patch.0;
                    kept.extend(patch.get("answers.mother_name").map(|step| step.to.to_string()));
                }
                stored => assert!(stored.is_receipt(), "{order:?}: {stored:?}"),
            }
        }
        let record = ward.holdings().unwrap().records.remove(0);
        let mut fields = flat(&parsed::<Body>(&record.body).unwrap());
        kept.insert(fields.remove("answers.mother_name").unwrap().to_string());
        assert_eq!(groups, BTreeSet::from(["mother".to_owned()]), "{order:?}");
        assert_eq!(
            kept,
            BTreeSet::from(["\"MẸ CỦA BA\"".to_owned(), "\"MẸ CỦA CHÍN\"".to_owned()]),
            "{order:?}"
        );
        let told = ["state", "answers.father_name", "answers.req_name"].map(|path| fields[path].clone());
        assert_eq!(told, [json!("withdrawn"), json!("CHA"), json!("TRẦN THỊ BÌNH")], "{order:?}");
    }
}

/// What was withdrawn is sealed, so the choice comes before that.
#[test]
fn one_choice_after_every_order_leads_to_one_record() {
    let world = World::new(0).unwrap();
    let changes = changes(&world);
    let withdrawal = 4;
    let mut records = BTreeSet::new();
    for order in orders((0..changes.len()).filter(|change| *change != withdrawal).collect()) {
        let ward = world.ward.copy().unwrap();
        for change in &order {
            push(&world, &ward, &changes[*change]);
        }
        let record = ward.holdings().unwrap().records.remove(0);
        let choice = choice(&world, &changes, &parsed(&record.body).unwrap(), record.rev);
        for last in [&choice, &changes[withdrawal]] {
            let verdict = push(&world, &ward, last);
            let taken = verdict.is_receipt() && !matches!(verdict, Verdict::Conflict { .. });
            assert!(taken, "{order:?}: {verdict:?}");
        }
        records.insert(ward.holdings().unwrap().records.remove(0).body);
    }
    let [body] = records.iter().map(String::as_str).collect::<Vec<_>>()[..] else { panic!("{records:?}") };
    assert!(body.contains("MẸ CỦA BA") && body.contains("withdrawn"), "{body}");
}

/// Whatever the ward kept, the desk decides for the volunteer's.
fn choice(world: &World, changes: &[Sent], body: &Body, rev: u64) -> Sent {
    let (tablet, last) = &changes[5];
    let mut header = last.header().unwrap();
    header.prev = Some(header.op_id);
    (header.op_id, header.seq, header.base) = (op(*tablet, 2), 2, Some(rev));
    let from = flat(body)["answers.mother_name"].clone();
    let step = tan_nha_domain::patch::FieldChange { from, to: json!("MẸ CỦA BA") };
    let patch = Patch([("answers.mother_name".to_owned(), step)].into());
    let settles = vec![op(0, 3), op(1, 1)];
    header.at = Timestamp(world.now);
    (*tablet, SealedChange::seal(header, &Payload { patch, settles, ..Payload::default() }).unwrap())
}

/// The name of a tablet's change.
fn op(tablet: usize, seq: u64) -> OpId {
    format!("0000000{tablet}-0000-7000-8000-{seq:012}").parse().unwrap()
}

/// A volunteer makes a dossier, writes three times and withdraws it; the desk, which saw it new, writes once.
fn changes(world: &World) -> Vec<Sent> {
    let draft = json!({"procedure": "birth_rereg", "form_version": "2024-06.1", "law_date": "2026-05-21",
                       "state": "draft", "hamlet": "Ấp 1"});
    let mother = |name: &str| json!({"answers.mother_name": name});
    let volunteer = [
        (None, draft),
        (None, json!({"answers.father_name": "CHA"})),
        (None, mother("MẸ CỦA BA")),
        (None, json!({"answers.req_name": "TRẦN THỊ BÌNH"})),
        (Some(Act::Withdraw), json!({"state": "withdrawn"})),
    ];
    let mut changes: Vec<Sent> =
        (1..).zip(volunteer).map(|(seq, (act, to))| change(world, 0, seq, act, &to)).collect();
    changes.push(change(world, 1, 1, None, &mother("MẸ CỦA CHÍN")));
    changes
}

fn change(world: &World, tablet: usize, seq: u64, act: Option<Act>, to: &Value) -> Sent {
    let op = |seq| op(tablet, seq);
    let record: RecordId = "00000009-0000-7000-8000-000000000000".parse().unwrap();
    let steps = to.as_object().unwrap().iter().map(|(path, to)| {
        let from = if path == "state" && act.is_some() { json!("draft") } else { Value::Null };
        (path.clone(), tan_nha_domain::patch::FieldChange { from, to: to.clone() })
    });
    let owner = &world.tablets[tablet];
    let header = Header {
        op_id: op(seq),
        replica_id: owner.replica,
        seq,
        user: owner.user,
        ward: WardCode("29869".into()),
        record,
        kind: RecordKind::Dossier,
        prev: (seq > 1).then(|| op(seq - 1)),
        base: (tablet == 1).then_some(1),
        act,
        at: Timestamp(world.now),
        replaces: None,
        payload: Hash::default(),
    };
    (
        tablet,
        SealedChange::seal(header, &Payload { patch: Patch(steps.collect()), ..Payload::default() }).unwrap(),
    )
}

fn push(world: &World, ward: &Ward, (tablet, change): &Sent) -> Verdict {
    let request = PushRequest { seen: Seen::default(), changes: vec![change.clone()], then: None };
    let answer = ward.answer(wire::PUSH, &world.tablets[*tablet].shown, &codec::encode(&request).unwrap());
    let mut reply: PushReply = codec::decode(&answer.unwrap()).unwrap();
    reply.receipts.remove(0).verdict
}

fn orders(of: Vec<usize>) -> Vec<Vec<usize>> {
    if of.len() < 2 {
        return vec![of];
    }
    let first = |place: usize| {
        let mut rest = of.clone();
        let first = rest.remove(place);
        orders(rest).into_iter().map(move |rest| [vec![first], rest].concat())
    };
    (0..of.len()).flat_map(first).collect()
}
