//! Bundles: what waits goes out as it was sealed, and only receipts make it received.

use super::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use crypto_box::SecretKey;
use std::io::{self, Write};
use tan_nha_sync::{
    bundle::{BundleId, BundleReader, Part, Receipts},
    wire::{Custody, Refusal, WaitingFor},
};

const SECRET: [u8; 32] = [7; 32];

fn enrolled() -> Device {
    let mut device = Device::new();
    let mut membership = membership();
    let public = SecretKey::from_bytes(SECRET).public_key();
    if let Some(enrolment) = &mut membership.enrolment {
        enrolment.recovery_key = Some(URL_SAFE_NO_PAD.encode(public.as_bytes()));
    }
    device.store().save_membership(&membership).unwrap();
    device
}

fn written(device: &mut Device) -> Vec<u8> {
    let mut bytes = Vec::new();
    device.store().write_bundle(&mut bytes, NOW).unwrap();
    bytes
}

struct Carried {
    id: BundleId,
    hashes: Vec<Hash>,
    ops: Vec<OpId>,
    files: Vec<Hash>,
}

fn carried(bytes: &[u8]) -> Carried {
    let mut reader = BundleReader::open(bytes, &membership().ward, &SECRET).unwrap();
    assert_eq!((reader.writer().replica, reader.writer().token.as_str()), (replica(), "token-of-the-test"));
    let mut carried = Carried { id: reader.id(), hashes: vec![], ops: vec![], files: vec![] };
    while let Some(part) = reader.next_part().unwrap() {
        match part {
            Part::Changes(changes) => changes.iter().for_each(|change| {
                carried.hashes.push(change.hash());
                carried.ops.push(change.header().unwrap().op_id);
            }),
            Part::File { sha256, .. } => carried.files.push(sha256),
        }
    }
    carried
}

fn said(carried: &Carried, epoch: u64, verdict: impl Fn(usize) -> Verdict) -> Vec<u8> {
    let receipts = carried.ops.iter().enumerate();
    let receipts = receipts.map(|(place, op_id)| Receipt { op_id: *op_id, verdict: verdict(place) });
    let receipts: Vec<_> = receipts.collect();
    let receipts = Receipts { reply: super::said(epoch, &receipts), files: carried.files.clone() };
    receipts.seal(carried.id, "token-of-the-test").unwrap()
}

fn taken(place: usize) -> Verdict {
    Verdict::Accepted { rev: 1, seq: place as u64 + 1 }
}

/// How many records are on the device, in transit, received, on the shelf; and files that wait.
fn counts(device: &mut Device) -> (u64, u64, u64, u64, u64) {
    let counts = device.store().status_counts().unwrap();
    (counts.on_device, counts.in_transit, counts.receipted, counts.set_aside, counts.files_waiting)
}

fn read(device: &mut Device, bytes: &[u8]) -> Result<crate::ReceiptsRead, StoreError> {
    device.store().read_receipts(bytes, UNITS, NOW)
}

#[test]
fn what_waits_goes_out_as_it_was_sealed_and_is_received_by_its_receipts_alone() {
    let mut device = enrolled();
    device.new_citizen(citizen("Trần Thị Bình"));
    device.attach(id(1), b"a photo");
    let bundle = carried(&written(&mut device));
    let sent: Vec<Hash> = device
        .store()
        .next_batch(0, usize::MAX, usize::MAX, NOW)
        .unwrap()
        .iter()
        .map(|change| change.hash())
        .collect();
    assert_eq!((&bundle.hashes, &bundle.files), (&sent, &vec![Hash::of(b"a photo")]));
    assert_eq!(counts(&mut device), (1, 1, 0, 0, 1), "the photo has not gone out as far as anybody knows");
    let receipts = said(&bundle, 1, taken);
    for _ in 0..2 {
        let told = read(&mut device, &receipts).unwrap();
        assert_eq!((told.changes, told.not_taken, told.files), (2, 0, 1));
        assert_eq!(counts(&mut device), (0, 0, 2, 0, 0));
        let mut custody = Custody::default();
        sent.iter().for_each(|hash| custody.add(*hash));
        assert_eq!(device.store().custody().unwrap(), custody);
    }
    assert!(carried(&written(&mut device)).ops.is_empty(), "nothing is left to carry");
}

#[test]
fn receipts_that_are_older_than_what_the_ward_said_since_take_nothing_back() {
    let mut device = enrolled();
    for number in 1..=3 {
        device.put(id(number), RecordKind::Citizen, citizen("Trần Thị Bình"), false);
    }
    let bundle = carried(&written(&mut device));
    let held = Verdict::Held { waiting_for: WaitingFor::Record(id(9)) };
    let refused = Verdict::Refused { code: Refusal::NotPermitted };
    let old = said(&bundle, 1, |place| if place == 0 { held.clone() } else { refused.clone() });
    // Online since: the first was taken, the second refused and sent again by a person.
    let since = [accepted(bundle.ops[0]), Receipt { op_id: bundle.ops[1], verdict: refused.clone() }];
    device.store().save_receipts(&super::said(1, &since), UNITS, NOW).unwrap();
    device.store().send_again(bundle.ops[1]).unwrap();
    let told = read(&mut device, &old).unwrap();
    assert_eq!((told.changes, told.not_taken), (0, 3));
    assert_eq!(counts(&mut device), (1, 0, 1, 1, 0), "the third hears of its refusal here first");
    read(&mut device, &said(&bundle, 1, taken)).unwrap();
    assert_eq!(counts(&mut device), (0, 0, 3, 0, 0));
}

#[test]
fn a_file_that_the_ward_lost_since_is_not_called_received_by_old_receipts() {
    let mut device = enrolled();
    device.attach(id(1), b"a photo");
    let receipts = said(&carried(&written(&mut device)), 1, taken);
    read(&mut device, &receipts).unwrap();
    device.store().note_missing(Hash::of(b"a photo")).unwrap();
    read(&mut device, &receipts).unwrap();
    assert_eq!(counts(&mut device).4, 1);
}

#[test]
fn receipts_of_a_restored_ward_leave_received_what_they_name_and_older_ones_are_not_taken() {
    let mut device = enrolled();
    device.put(id(1), RecordKind::Citizen, citizen("Trần Thị Bình"), false);
    let first = said(&carried(&written(&mut device)), 1, taken);
    read(&mut device, &first).unwrap();
    device.put(id(2), RecordKind::Citizen, citizen("Lê Văn Tám"), false);
    let second = said(&carried(&written(&mut device)), 2, taken);
    read(&mut device, &second).unwrap();
    assert_eq!(counts(&mut device), (1, 0, 1, 0, 0), "what the ward may have lost waits again");
    assert_eq!(device.store().alerts().unwrap()[0].code, "ward_restored");
    assert_eq!(read(&mut device, &first).unwrap_err().code(), "receipts_outdated");
    assert_eq!(counts(&mut device), (1, 0, 1, 0, 0));
    assert_eq!(carried(&written(&mut device)).ops.len(), 1);
}

#[test]
fn receipts_of_a_bundle_from_before_the_device_was_enrolled_again_are_read_but_for_what_was_replaced() {
    let mut device = enrolled();
    for number in 1..=2 {
        device.put(id(number), RecordKind::Citizen, citizen("Trần Thị Bình"), false);
    }
    let bundle = carried(&written(&mut device));
    let mut again = membership();
    again.replica = ReplicaId(uuid::Uuid::from_u128(77));
    again.token = "another-token".into();
    let first = device.store().next_seq().unwrap();
    assert!(device.store().succeed(&again, first, NOW).unwrap());
    let reused = Verdict::Refused { code: Refusal::OpReused };
    let receipt = Receipt { op_id: bundle.ops[0], verdict: reused };
    device.store().save_receipts(&super::said(1, &[receipt]), UNITS, NOW).unwrap();
    let receipts = said(&bundle, 1, taken);
    for _ in 0..2 {
        read(&mut device, &receipts).unwrap();
        let counts = counts(&mut device);
        assert_eq!((counts.0 + counts.1, counts.2), (1, 1), "the one that was sealed anew waits still");
    }
}

#[test]
fn receipts_that_are_not_for_this_replica_change_nothing() {
    let mut device = enrolled();
    device.new_citizen(citizen("Trần Thị Bình"));
    let bundle = carried(&written(&mut device));
    let before = counts(&mut device);
    let whole = said(&bundle, 1, taken);
    let cut = &whole[..whole.len() - 1];
    let others = Receipts { reply: super::said(1, &[]), files: vec![] }.seal(bundle.id, "other").unwrap();
    let of_a_copy = said(&Carried { ops: vec![OpId(Uuid::from_u128(99))], ..bundle }, 9, taken);
    let rows: [(&[u8], _); 4] = [
        (cut, "receipts_damaged"),
        (&others, "receipts_of_others"),
        (b"a letter", "not_receipts"),
        (&of_a_copy, "unknown_op"),
    ];
    for (bytes, code) in rows {
        assert_eq!(read(&mut device, bytes).unwrap_err().code(), code);
        assert_eq!((counts(&mut device), device.store().position().unwrap().seen.epoch), (before, 0));
    }
}

/// A stick with room for so many bytes.
struct Stick(usize);

impl Write for Stick {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_bundle_for_which_there_is_no_room_leaves_everything_as_never_sent() {
    let mut device = enrolled();
    device.new_citizen(citizen("Trần Thị Bình"));
    device.attach(id(1), &[7; 200_000]);
    for room in [10, 300, 100_000] {
        let failed = device.store().write_bundle(Stick(room), NOW).unwrap_err();
        assert_eq!((failed.code(), counts(&mut device)), ("disk_full", (2, 0, 0, 0, 1)), "{room}");
    }
    device.store().write_bundle(Stick(1_000_000), NOW).unwrap();
    assert_eq!(counts(&mut device), (1, 1, 0, 0, 1));
}

#[test]
fn a_file_that_cannot_be_read_goes_to_the_shelf_and_the_others_go_along() {
    let mut device = enrolled();
    device.attach(id(1), b"a photo");
    device.attach(id(1), b"another photo");
    device
        .store()
        .connection
        .execute("UPDATE file_chunk SET content = zeroblob(7) WHERE file = 1", [])
        .unwrap();
    assert_eq!(carried(&written(&mut device)).files, [Hash::of(b"another photo")]);
    assert_eq!(device.store().shelved_files().unwrap().len(), 1);
}
