//! Bundles: taken in by the same rules as what comes over the network, whole or not at all.

use super::desk::{Desk, Device, NOW, desk, record_id, with};
use crate::{
    ExportKind,
    db::{files, ward_row},
    files::keep_content,
};
use serde_json::{Value, json};
use std::io::Cursor;
use tan_nha_domain::{
    change::{Hash, SealedChange},
    ids::WardCode,
    role::Role,
};
use tan_nha_sync::{
    bundle::{BundleWriter, Receipts, Writer},
    wire::{Custody, Refusal, Seen, Verdict},
};

const PHOTO: &[u8] = &[7; 600_000];

impl Desk {
    fn public_key(&self) -> [u8; 32] {
        let secret = self.ward.db().read(ward_row::recovery_key).unwrap();
        *crypto_box::SecretKey::from(*secret).public_key().as_bytes()
    }

    /// A bundle of a person's device; their name is its token.
    fn bundle(&self, name: &str, device: &Device, changes: &[SealedChange], contents: &[&[u8]]) -> Vec<u8> {
        let writer = Writer { replica: device.replica, token: name.to_owned(), seen: device.seen, at: NOW };
        let ward = WardCode("29869".into());
        let mut bundle = BundleWriter::begin(Vec::new(), &ward, &self.public_key(), &writer).unwrap();
        for some in changes.chunks(2) {
            bundle.changes(some).unwrap();
        }
        contents.iter().for_each(|content| bundle.file(Hash::of(content), content).unwrap());
        bundle.finish().unwrap().0
    }

    fn take_in(&self, name: &str, bundle: &[u8]) -> Receipts {
        let taken_in = self.ward.take_in(&mut Cursor::new(bundle)).unwrap();
        Receipts::open(&taken_in.receipts, name).unwrap().1
    }

    fn refuses(&self, bundle: &[u8]) -> &'static str {
        self.ward.take_in(&mut Cursor::new(bundle)).unwrap_err().code()
    }

    fn holds(&self, device: &Device, content: &[u8]) -> bool {
        let caller = self.caller(device);
        let standing = self.ward.db().read(|conn| files::standing(conn, &caller, Hash::of(content)));
        standing.unwrap() == files::Standing::Held
    }
}

fn citizens(device: &mut Device, number: usize) -> Vec<SealedChange> {
    (0..number).map(|_| device.citizen("Ấp 1").1).collect()
}

#[test]
fn a_bundle_is_taken_in_as_a_push_and_uploads_are_and_twice_is_once() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let changes = citizens(&mut ba, 5);
    let bundle = desk.bundle("Ba", &ba, &changes, &[PHOTO, b"small"]);
    let said = desk.take_in("Ba", &bundle);
    assert_eq!(said.files, [Hash::of(PHOTO), Hash::of(b"small")]);
    assert!(
        said.reply.receipts.iter().all(|receipt| matches!(receipt.verdict, Verdict::Accepted { rev: 1, .. }))
    );
    let ops: Vec<_> = changes.iter().map(|change| change.header().unwrap().op_id).collect();
    assert_eq!(said.reply.receipts.iter().map(|receipt| receipt.op_id).collect::<Vec<_>>(), ops);
    assert_eq!(desk.take_in("Ba", &bundle), said);
    let later = desk.verdicts(&ba, &changes);
    assert!(later.iter().all(|verdict| matches!(verdict, Verdict::Duplicate { .. })));
    assert_eq!(desk.export(ExportKind::Citizens).len(), 5);
    assert_eq!(desk.custody(&ba).count, 5);
    assert!(desk.holds(&ba, PHOTO) && desk.holds(&ba, b"small"));
}

#[test]
fn what_came_over_the_network_before_is_not_taken_a_second_time() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let changes = citizens(&mut ba, 3);
    desk.push(&ba, &changes[..2]);
    let caller = desk.caller(&ba);
    desk.ward
        .db()
        .write(|conn| {
            let mut upload = files::begin(conn, &caller, Hash::of(PHOTO), PHOTO.len() as u64, NOW)?;
            files::append(conn, &mut upload, &PHOTO[..1000])
        })
        .unwrap();
    let said = desk.take_in("Ba", &desk.bundle("Ba", &ba, &changes, &[PHOTO]));
    assert_eq!((said.reply.receipts.len(), said.files.len()), (3, 1));
    assert_eq!(desk.custody(&ba).count, 3);
    let mut content = Vec::new();
    assert!(desk.ward.write_file(Hash::of(PHOTO), &mut content).unwrap() && content == PHOTO);
}

#[test]
fn of_a_bundle_that_is_damaged_or_not_for_this_ward_or_of_nobody_nothing_is_stored() {
    let (desk, other) = (desk(), desk());
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let changes = citizens(&mut ba, 5);
    let bundle = desk.bundle("Ba", &ba, &changes, &[PHOTO]);
    let mut changed = bundle.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    assert_eq!(desk.refuses(&changed), "bundle_damaged");
    assert_eq!(desk.refuses(&bundle[..last]), "bundle_damaged");
    assert_eq!(desk.refuses(&bundle[..bundle.len() - 100_000]), "bundle_damaged");
    assert_eq!(desk.refuses(&other.bundle("Ba", &ba, &changes, &[])), "bundle_other_ward");
    assert_eq!(desk.refuses(&desk.bundle("somebody", &ba, &changes, &[])), "bundle_replica_unknown");
    assert_eq!(desk.refuses(b"a letter"), "not_a_bundle");
    assert_eq!((desk.custody(&ba), desk.holds(&ba, PHOTO)), (Custody::default(), false));
    assert_eq!(desk.take_in("Ba", &bundle).reply.receipts.len(), 5, "and whole it is taken");
}

#[test]
fn the_work_of_a_revoked_person_goes_to_the_shelf_and_their_files_are_not_taken() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let changes = citizens(&mut ba, 1);
    let bundle = desk.bundle("Ba", &ba, &changes, &[PHOTO]);
    desk.ward.revoke("Ba").unwrap();
    let said = desk.take_in("Ba", &bundle);
    assert_eq!(said.reply.receipts[0].verdict, Verdict::Refused { code: Refusal::Revoked });
    assert_eq!((said.files.len(), desk.custody(&ba).count, desk.holds(&ba, PHOTO)), (0, 1, false));
}

#[test]
fn a_bundle_tells_a_restored_ward_what_it_has_forgotten() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    ba.seen = Seen { epoch: 1, seq: 40, mark: None };
    let changes = citizens(&mut ba, 3);
    let said = desk.take_in("Ba", &desk.bundle("Ba", &ba, &changes, &[]));
    assert_eq!((said.reply.epoch, said.reply.receipts.len()), (2, 3));
    let mut an = desk.device("An", Role::Volunteer, &["Ấp 1"]);
    an.seen = Seen { epoch: 2, seq: 99, mark: None };
    assert_eq!(desk.take_in("An", &desk.bundle("An", &an, &[], &[])).reply.epoch, 3, "also without a change");
}

#[test]
fn content_that_the_ward_lost_comes_back_by_a_bundle_and_others_are_told() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let chief = desk.device("An", Role::Clerk, &[]);
    let id = record_id();
    let entry = json!({ "slot": "old_paper", "sha256": Hash::of(PHOTO), "bytes": PHOTO.len(), "media": "image/jpeg" });
    let files_of = json!({ "files": { format!("old_paper/{}", Hash::of(PHOTO)): entry } });
    let kind = tan_nha_domain::record::RecordKind::Dossier;
    let made = ba.change((id, kind), None, &json!({}), &with(&super::desk::dossier("Ấp 1"), files_of));
    let bundle = desk.bundle("Ba", &ba, &[made], &[PHOTO]);
    desk.take_in("Ba", &bundle);
    let missing = |desk: &Desk| {
        let pages = desk.pull_all(&chief, None);
        let record = pages.iter().flat_map(|page| &page.records).find(|record| record.id == id);
        json!(record.unwrap().notes.missing)
    };
    assert_eq!(missing(&desk), json!([]));
    desk.ward.db().write::<_, crate::WardError>(|conn| Ok(conn.execute("DELETE FROM chunk", [])?)).unwrap();
    let caller = desk.caller(&ba);
    let standing = desk.ward.db().read(|conn| files::standing(conn, &caller, Hash::of(PHOTO))).unwrap();
    assert_eq!(standing, files::Standing::Lost);
    desk.take_in("Ba", &bundle);
    assert_eq!((missing(&desk), desk.holds(&ba, PHOTO)), (Value::Array(vec![]), true));
    let again = desk.ward.db().write(|conn| keep_content(conn, &desk.caller(&ba), Hash::of(b""), b"", NOW));
    assert!(!again.unwrap(), "nothing is no file");
}
