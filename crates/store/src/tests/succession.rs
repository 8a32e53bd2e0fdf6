//! A tablet that was copied is enrolled again: it is another replica in the same file, and nothing is lost.

use super::{Device, NOW, PIN, UNITS, citizen, membership, replica};
use crate::{CLONED, Delivery, Membership, Profile, ReplicaFile, StoreError};
use serde_json::{Value, json};
use std::{fs, path::Path};
use tan_nha_domain::{
    change::{Hash, Header, Payload},
    ids::{OpId, RecordId, ReplicaId},
    record::RecordKind,
};
use tan_nha_sync::wire::{Custody, Receipt, Refusal, Verdict, WaitingFor};
use uuid::Uuid;

fn new_replica() -> ReplicaId {
    ReplicaId(Uuid::from_u128(8))
}

fn again() -> Membership {
    Membership { replica: new_replica(), token: "another".into(), ..membership() }
}

impl Device {
    fn hear(&mut self, receipts: &[(OpId, Verdict)]) {
        let receipts: Vec<Receipt> = receipts
            .iter()
            .map(|(op_id, verdict)| Receipt { op_id: *op_id, verdict: verdict.clone() })
            .collect();
        self.store().save_receipts(&super::said(1, &receipts), UNITS, NOW).unwrap();
    }

    fn succeed(&mut self) {
        let first = self.store().next_seq().unwrap();
        assert!(self.store().succeed(&again(), first, NOW).unwrap());
    }

    fn edit(&mut self, id: RecordId, fields: Value, keep_open: bool) {
        let mut body = self.body(id);
        body.as_object_mut().unwrap().extend(super::object(fields));
        self.put(id, RecordKind::Citizen, body, keep_open);
    }

    fn alerts(&mut self) -> Vec<String> {
        self.store().alerts().unwrap().into_iter().map(|alert| alert.code).collect()
    }

    fn row(&mut self, query: &str) -> i64 {
        self.store().connection.query_row(query, [], |row| row.get(0)).unwrap()
    }
}

fn accepted(rev: u64) -> Verdict {
    Verdict::Accepted { rev, seq: rev }
}

fn reused() -> Verdict {
    Verdict::Refused { code: Refusal::OpReused }
}

fn ops(outbox: &[(Header, Payload)]) -> Vec<OpId> {
    outbox.iter().map(|(header, _)| header.op_id).collect()
}

#[test]
fn what_was_sealed_before_goes_with_its_old_bytes_and_what_is_sealed_after_counts_from_zero() {
    let mut device = Device::new();
    let id = device.new_citizen(citizen("Trần Thị Bình"));
    device.edit(id, json!({"phone": "0912345678"}), false);
    let before = device.outbox();
    device.hear(&[(before[0].0.op_id, accepted(1))]);
    device.edit(id, json!({"address": "Tổ 4"}), true);
    device.succeed();
    assert_eq!(device.store().replica(), new_replica());
    assert_eq!(device.store().custody().unwrap(), Custody::default());
    device.store().seal_open_changes(NOW).unwrap();
    assert!(device.outbox() == before[1..]);
    device.hear(&[(before[1].0.op_id, accepted(2))]);
    assert_eq!(device.store().custody().unwrap(), Custody::default(), "the ward counts it with the old one");
    let (own, _) = device.outbox().pop().unwrap();
    assert_eq!((own.replica_id, own.seq, own.prev), (new_replica(), 3, Some(before[1].0.op_id)));
    device.hear(&[(own.op_id, accepted(3))]);
    assert_eq!(device.store().custody().unwrap().count, 1);
    // A ward that was restored is offered all of it again, as it was.
    device.store().offer_again(2).unwrap();
    assert!(device.outbox() == before);
    device.hear(&[(before[0].0.op_id, accepted(1)), (before[1].0.op_id, accepted(2))]);
    assert_eq!(ops(&device.outbox()), [own.op_id]);
}

#[test]
fn an_open_change_gets_a_name_that_no_copy_of_the_tablet_has() {
    let mut device = Device::new();
    let id = device.new_citizen(citizen("Trần Thị Bình"));
    let made = device.outbox()[0].0.op_id;
    device.hear(&[(made, accepted(1))]);
    device.edit(id, json!({"phone": "0912345678"}), true);
    let name = "SELECT count(*) FROM change WHERE delivery = 'open' AND hex(op_id) = ";
    let open: String = device
        .store()
        .connection
        .query_row("SELECT hex(op_id) FROM change WHERE delivery = 'open'", [], |row| row.get(0))
        .unwrap();
    device.succeed();
    assert_eq!(device.row(&format!("{name}'{open}'")), 0);
    assert_eq!(device.body(id)["phone"], "0912345678");
    device.edit(id, json!({"phone": "0987654321"}), false);
    let (_, typed) = device.outbox().pop().unwrap();
    assert_eq!(typed.patch.0["phone"].to, json!("0987654321"), "it is amended as before");
}

#[test]
fn what_another_tablets_change_stands_in_the_way_of_is_sealed_anew_with_all_after_it() {
    let mut device = Device::new();
    let id = device.new_citizen(citizen("Trần Thị Bình"));
    let other = device.new_citizen(citizen("Lê Văn Mẫu"));
    for (field, value) in [("phone", "0911111111"), ("address", "Tổ 4"), ("phone", "0922222222")] {
        device.edit(id, json!({field: value}), false);
    }
    let before = device.outbox();
    let held = Verdict::Held { waiting_for: WaitingFor::Op(before[2].0.op_id) };
    let verdicts = [accepted(1), accepted(1), reused(), held, accepted(2)];
    let receipts: Vec<_> = ops(&before).into_iter().zip(verdicts).collect();
    device.hear(&receipts);
    device.edit(id, json!({"sex": "female"}), true);
    assert_eq!(device.alerts(), [CLONED]);
    assert_eq!(device.store().status_counts().unwrap().set_aside, 1);

    device.succeed();
    assert_eq!(device.alerts(), [""; 0]);
    assert_eq!(device.store().status_counts().unwrap().set_aside, 0);
    device.store().seal_open_changes(NOW).unwrap();
    let after = device.outbox();
    let told: Vec<_> = after.iter().map(|(header, _)| (header.replica_id, header.seq)).collect();
    assert_eq!(told, [6, 7, 8, 9].map(|seq| (new_replica(), seq)));
    assert_eq!(after[0].0.prev, before[2].0.prev);
    for (place, (old, new)) in before[2..].iter().zip(&after).enumerate() {
        assert!(new.1 == old.1, "the same words");
        assert_eq!((new.0.base, new.0.at, new.0.act), (old.0.base, old.0.at, old.0.act));
        assert_eq!(new.0.replaces.unwrap().op_id, old.0.op_id);
        assert_ne!(new.0.op_id, old.0.op_id);
        assert_eq!(after[place + 1].0.prev, Some(new.0.op_id), "each upon the one before");
    }
    assert_eq!(device.row("SELECT count(*) FROM replaced WHERE payload IS NOT NULL"), 3);
    assert_eq!(device.body(id)["phone"], "0922222222");
    assert_eq!(device.store().record(other).unwrap().unwrap().delivery, Delivery::Receipted);
    // What the ward still says of the old ones, late, changes nothing.
    device.hear(&[(before[3].0.op_id, accepted(7))]);
    let unknown = OpId(Uuid::from_u128(99));
    let receipt = Receipt { op_id: unknown, verdict: accepted(1) };
    let refused = device.store().save_receipts(&super::said(1, &[receipt]), UNITS, NOW);
    assert!(matches!(refused, Err(StoreError::UnknownOp(op)) if op == unknown));
    assert_eq!(device.outbox().len(), 4);
    // Nor is a restored ward offered both.
    device.store().offer_again(2).unwrap();
    assert_eq!(ops(&device.outbox()), ops(&before)[..2]);
    device.hear(&[(before[0].0.op_id, accepted(1)), (before[1].0.op_id, accepted(1))]);
    assert!(device.outbox() == after);
}

#[test]
fn what_had_never_gone_out_is_sealed_anew_only_when_the_ward_says_that_its_number_is_taken() {
    let mut device = Device::new();
    let id = device.new_citizen(citizen("Trần Thị Bình"));
    device.edit(id, json!({"phone": "0911111111"}), false);
    let before = ops(&device.outbox());
    device.succeed();
    assert_eq!(ops(&device.outbox()), before);
    device.hear(&[
        (before[0], reused()),
        (before[1], Verdict::Held { waiting_for: WaitingFor::Op(before[0]) }),
    ]);
    let after = device.outbox();
    assert_eq!(after.iter().map(|(header, _)| header.seq).collect::<Vec<_>>(), [3, 4]);
    assert!(after[0].0.makes_record() && after[1].0.prev == Some(after[0].0.op_id));
    assert_eq!(device.alerts(), [""; 0], "it is mended, and nobody need hear of it");
    // Its own, refused the same way, is another copy.
    device.hear(&[(after[0].0.op_id, reused())]);
    assert_eq!(device.alerts(), [CLONED]);
}

#[test]
fn the_ward_is_to_know_the_first_number_that_the_new_replica_really_gives() {
    let mut device = Device::new();
    let first = device.store().next_seq().unwrap();
    device.new_citizen(citizen("Trần Thị Bình"));
    assert!(!device.store().succeed(&again(), first, NOW).unwrap());
    assert_eq!(device.store().replica(), replica());
    let nobody = Membership { enrolment: None, ..again() };
    assert!(matches!(device.store().succeed(&nobody, first + 1, NOW), Err(StoreError::NotEnrolled)));
    device.succeed();
}

#[test]
fn the_switch_is_whole_after_a_death_and_leaves_folder_registry_and_pin_as_they_were() {
    let mut device = Device::new();
    let files = |folder: &Path| {
        let read = |name: &str| fs::read(folder.join(name)).unwrap();
        (read("key.json"), super::names(folder))
    };
    let id = device.new_citizen(citizen("Trần Thị Bình"));
    let (invitation, other) = (Hash::of(b"a code"), Hash::of(b"another code"));
    device.store().keep_successor(invitation, new_replica(), "another").unwrap();
    device.unlock().unwrap();
    assert_eq!(device.store().replica(), replica());
    assert_eq!(device.store().successor(invitation).unwrap(), Some((new_replica(), "another".into())));
    assert_eq!(device.store().successor(other).unwrap(), None, "a copy of the file is to be another one");
    let before = files(&device.folder());
    device.succeed();
    device.unlock().unwrap();
    assert_eq!(files(&device.folder()), before);
    assert_eq!(device.store().replica(), new_replica());
    assert_eq!(device.store().membership().unwrap(), &again());
    assert_eq!(device.store().successor(invitation).unwrap(), None);
    device.store().save_membership(&again()).unwrap();
    device.store().change_pin(PIN, "246802", NOW).unwrap();
    device.close();
    let mut store = ReplicaFile::unlock(&device.folder(), "246802", NOW).unwrap();
    assert!(store.record(id).unwrap().is_some());
    store.add_recovery_wrap(&[9; 32]).unwrap();
}

/// A registry that is made anew from the folders names them by what they were first.
#[test]
fn a_rebuilt_registry_finds_the_folder_of_a_device_that_is_another_replica_now() {
    let root = tempfile::tempdir().unwrap();
    let mut profile = Profile::open(root.path()).unwrap();
    let folder = profile.folder_of(replica());
    let mut store = ReplicaFile::create(&folder, replica(), PIN, crate::KdfCost::TESTS_ONLY).unwrap();
    store.save_membership(&membership()).unwrap();
    let person = crate::RegisteredPerson {
        handle: "Bình".into(),
        replica: replica(),
        practice: false,
        state: crate::PersonState::Ready,
        invitation: None,
    };
    profile.register(person).unwrap();
    assert!(store.succeed(&again(), 1, NOW).unwrap());
    drop((store, profile));
    fs::write(root.path().join("registry.json"), "no registry").unwrap();
    let profile = Profile::open(root.path()).unwrap();
    let folder = profile.folder_of(profile.people()[0].replica);
    assert_eq!(ReplicaFile::unlock(&folder, PIN, NOW).unwrap().replica(), new_replica());
}

#[test]
fn what_can_no_longer_be_read_is_left_alone_and_nothing_is_sealed_anew_twice() {
    let mut device = Device::new();
    let id = device.new_citizen(citizen("Trần Thị Bình"));
    device.edit(id, json!({"phone": "0911111111"}), false);
    let before = ops(&device.outbox());
    device.hear(&[(before[0], reused())]);
    device.store().connection.execute("UPDATE change SET payload = NULL WHERE seq = 1", []).unwrap();
    device.succeed();
    assert_eq!(ops(&device.outbox()), before[1..]);
    device.hear(&[(before[1], Verdict::Held { waiting_for: WaitingFor::Op(before[0]) })]);
    assert_eq!(ops(&device.outbox()), before[1..]);
}

#[test]
fn what_is_typed_after_the_switch_waits_for_the_verdict_on_what_it_follows() {
    let mut device = Device::new();
    let id = device.new_citizen(citizen("Trần Thị Bình"));
    let other = device.new_citizen(citizen("Lê Văn Mẫu"));
    let before = ops(&device.outbox());
    device.succeed();
    device.edit(id, json!({"phone": "0911111111"}), false);
    device.edit(other, json!({"phone": "0922222222"}), false);
    assert_eq!(ops(&device.outbox()), before);
    device.hear(&[(before[0], reused()), (before[1], accepted(1))]);
    let after = device.outbox();
    let told: Vec<_> = after.iter().map(|(header, _)| (header.record, header.seq)).collect();
    assert_eq!(told, [(id, 3), (other, 4), (id, 5)], "no number is missing at the ward");
    assert_eq!(after[2].0.prev, Some(after[0].0.op_id), "and the order is that in which it was typed");
    assert!(after[0].0.makes_record() && after[2].0.replaces.is_none());
    let verdicts = [accepted(1), accepted(2), accepted(2)];
    device.hear(&ops(&after).into_iter().zip(verdicts).collect::<Vec<_>>());
    assert_eq!(device.store().custody().unwrap().count, 3);
}
