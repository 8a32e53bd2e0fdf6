//! Papers: their content, and what the ward has of it.

use super::*;
use crate::Delivery;

/// Content of so many bytes that no compression helps and no two rows share.
fn noise(bytes: usize) -> Vec<u8> {
    let mut seed = 7_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 56) as u8
    };
    (0..bytes).map(|_| next()).collect()
}

fn receive_changes(device: &mut Device) {
    device.store().seal_open_changes(NOW).unwrap();
    let receipts: Vec<Receipt> = device.outbox().iter().map(|(header, _)| accepted(header.op_id)).collect();
    device.store().save_receipts(&said(1, &receipts), UNITS, NOW).unwrap();
}

fn delivery(device: &mut Device) -> Delivery {
    device.store().record(id(1)).unwrap().unwrap().delivery
}

#[test]
fn content_of_any_size_comes_back_whole_and_in_parts() {
    let mut device = Device::new();
    for (number, size) in [0, 1, 262_143, 262_144, 262_145, 700_000].into_iter().enumerate() {
        let content = noise(size);
        device.attach(id(number as u128 + 1), &content);
        device.unlock().unwrap();
        let sha256 = Hash::of(&content);
        let store = device.store();
        assert!(store.file_content(sha256).unwrap() == content);
        let mut parts = Vec::new();
        loop {
            let part = store.file_chunk_from(sha256, parts.len() as u64, 100_000).unwrap();
            if part.is_empty() {
                break;
            }
            parts.extend(part);
        }
        assert!(parts == content, "{size}");
        assert_eq!(store.file(sha256).unwrap().unwrap().bytes, size as u64);
    }
    let nothing = Hash::of(b"nothing");
    assert_eq!(device.store().file(nothing).unwrap(), None);
    assert!(matches!(device.store().file_content(nothing), Err(StoreError::FileNotHere { .. })));
    assert!(matches!(device.store().note_sent(nothing, 1), Err(StoreError::FileNotHere { .. })));
}

#[test]
fn content_and_the_change_that_names_it_are_written_together_or_not_at_all() {
    let mut device = Device::new();
    let failed = device.store().write::<(), StoreError>(NOW, |writer| {
        let content = noise(600_000);
        let sha256 = writer.keep_file(&NewFile { media: Media::Jpeg, pages: None, content: &content })?;
        let entry = paper(sha256, 600_000);
        let body = object(json!({ "state": "draft", "files": { entry.key(): entry } }));
        writer.put(Put { id: id(1), kind: RecordKind::Dossier, body, keep_open: true })?;
        Err(StoreError::DiskFull)
    });
    assert!(matches!(failed, Err(StoreError::DiskFull)));
    assert_eq!(device.store().record(id(1)).unwrap(), None);
    for table in ["file", "file_chunk", "paper", "change"] {
        let count = format!("SELECT count(*) FROM {table}");
        let rows: i64 = device.store().connection.query_row(&count, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

#[test]
fn a_damaged_or_missing_row_is_said_by_name_and_the_same_content_again_is_the_cure() {
    let content = noise(600_000);
    let sha256 = Hash::of(&content);
    let damages = [
        "DELETE FROM file_chunk WHERE place = 1",
        "UPDATE file_chunk SET content = substr(content, 1, 9) WHERE place = 1",
        "UPDATE file_chunk SET content = zeroblob(length(content)) WHERE place = 1",
    ];
    for damage in damages {
        let mut device = Device::new();
        device.attach(id(1), &content);
        device.store().connection.execute(damage, []).unwrap();
        let unreadable =
            |error| matches!(error, StoreError::FileUnreadable { sha256: named } if named == sha256);
        assert!(unreadable(device.store().file_content(sha256).unwrap_err()), "{damage}");
        assert!(device.store().file_chunk_from(sha256, 0, 1_000).is_ok(), "the other rows are sound");
        if !damage.contains("zeroblob") {
            assert!(unreadable(device.store().file_chunk_from(sha256, 300_000, 1_000).unwrap_err()));
        }
        device.attach(id(1), &content);
        assert!(device.store().file_content(sha256).unwrap() == content);
    }
}

#[test]
fn a_record_is_received_only_with_its_files() {
    let mut device = Device::new();
    let content = noise(1_000);
    let sha256 = Hash::of(&content);
    device.attach(id(1), &content);
    receive_changes(&mut device);
    let mut seen = vec![delivery(&mut device)];
    device.store().note_upload(sha256, "/files/1").unwrap();
    device.store().note_sent(sha256, 400).unwrap();
    let file = device.store().files_waiting().unwrap().remove(0);
    assert_eq!((file.upload.as_deref(), file.sent), (Some("/files/1"), 400));
    let counts = device.store().status_counts().unwrap();
    assert_eq!((counts.files_waiting, counts.bytes_waiting), (1, 600));
    seen.push(delivery(&mut device));
    device.store().note_received(sha256, NOW).unwrap();
    seen.push(delivery(&mut device));
    device.store().note_missing(sha256).unwrap();
    let file = device.store().file(sha256).unwrap().unwrap();
    assert_eq!((file.upload, file.sent, file.received_at), (None, 0, None));
    seen.push(delivery(&mut device));
    assert_eq!(seen, [Delivery::OnDevice, Delivery::InTransit, Delivery::Receipted, Delivery::OnDevice]);
}

#[test]
fn of_a_restored_ward_no_file_is_called_received_before_it_says_so_again() {
    let mut device = Device::new();
    let (at_ward, forgotten) = (noise(300), noise(500));
    let [at_ward, forgotten] = [(1, at_ward), (2, forgotten)].map(|(number, content)| {
        device.attach(id(number), &content);
        let sha256 = Hash::of(&content);
        device.store().note_upload(sha256, "/v1/files/7").unwrap();
        device.store().note_received(sha256, NOW).unwrap();
        sha256
    });
    receive_changes(&mut device);
    assert_eq!(delivery(&mut device), Delivery::Receipted);
    device.store().offer_again(2).unwrap();
    assert_eq!(device.store().files_waiting().unwrap().len(), 2);
    let asked = device.store().files_to_ask().unwrap();
    assert!(asked.contains(&at_ward) && asked.contains(&forgotten));
    device.store().note_held(&asked, &[at_ward], NOW).unwrap();
    let waiting = device.store().files_waiting().unwrap();
    assert_eq!(waiting.iter().map(|file| file.sha256).collect::<Vec<_>>(), [forgotten]);
}

#[test]
fn detached_content_stays_and_waits_no_more() {
    let mut device = Device::new();
    let content = noise(1_000);
    device.attach(id(1), &content);
    device.put(id(1), RecordKind::Dossier, json!({ "state": "draft" }), true);
    assert!(device.store().file_content(Hash::of(&content)).unwrap() == content);
    assert_eq!(device.store().files_waiting().unwrap(), []);
    receive_changes(&mut device);
    assert_eq!(delivery(&mut device), Delivery::Receipted);
}

#[test]
fn the_smallest_file_waits_first_and_what_others_attached_does_not_wait_here() {
    let mut device = Device::new();
    for size in [3_000, 1_000, 2_000] {
        device.attach(id(1), &noise(size));
    }
    let entry = paper(Hash::of(b"attached by somebody else"), 25);
    let body = json!({ "state": "draft", "files": { entry.key(): entry } });
    device.store().apply_page(&page(vec![state(id(2), RecordKind::Dossier, 1, body)]), UNITS, NOW).unwrap();
    let sizes: Vec<u64> = device.store().files_waiting().unwrap().iter().map(|file| file.bytes).collect();
    assert_eq!(sizes, [1_000, 2_000, 3_000]);
}

#[test]
fn a_record_that_leaves_the_scope_stays_until_its_files_are_received() {
    let mut device = Device::new();
    let content = noise(1_000);
    device.attach(id(1), &content);
    receive_changes(&mut device);
    let gone = PullReply { gone_from_scope: vec![id(1)], ..page(Vec::new()) };
    assert_eq!(device.store().apply_page(&gone, UNITS, NOW).unwrap().gone, []);
    device.store().note_received(Hash::of(&content), NOW).unwrap();
    assert_eq!(device.store().record(id(1)).unwrap(), None);
    assert!(device.store().file_content(Hash::of(&content)).is_ok(), "what this person made stays");
    assert_eq!(device.store().status_counts().unwrap().receipted, 1);
}

#[test]
fn a_restored_ward_gets_the_files_of_a_record_that_has_left_too() {
    let mut device = Device::new();
    let [kept, detached] = [noise(1_000), noise(2_000)].map(|content| {
        device.attach(id(1), &content);
        Hash::of(&content)
    });
    let others = paper(Hash::of(b"attached by somebody else"), 25);
    let mine = device.store().record(id(1)).unwrap().unwrap().body["files"].clone();
    let mut files = mine.as_object().unwrap().clone();
    files.retain(|key, _| key.ends_with(&kept.to_string()));
    files.insert(others.key(), json!(others));
    device.put(id(1), RecordKind::Dossier, json!({ "state": "draft", "files": files }), true);
    receive_changes(&mut device);
    device.store().note_received(kept, NOW).unwrap();
    let gone = PullReply { gone_from_scope: vec![id(1)], ..page(Vec::new()) };
    device.store().apply_page(&gone, UNITS, NOW).unwrap();
    assert_eq!(device.store().record(id(1)).unwrap(), None);
    assert_eq!(device.store().files_waiting().unwrap(), []);
    device.store().offer_again(2).unwrap();
    let waiting = device.store().files_waiting().unwrap();
    assert_eq!(waiting.iter().map(|file| file.sha256).collect::<Vec<_>>(), [kept], "and not {detached}");
    receive_changes(&mut device);
    assert_eq!(device.store().status_counts().unwrap().receipted, 0, "its photo is not there yet");
    device.store().note_received(kept, NOW).unwrap();
    assert_eq!(device.store().status_counts().unwrap().receipted, 1);
    // It comes back without the photo, which somebody has taken out of it meanwhile.
    let body = json!({ "state": "draft" });
    device.store().apply_page(&page(vec![state(id(1), RecordKind::Dossier, 3, body)]), UNITS, NOW).unwrap();
    device.store().offer_again(3).unwrap();
    assert_eq!(device.store().files_waiting().unwrap(), []);
}

#[test]
fn an_upgrade_finds_the_papers_that_an_older_version_kept_unknowingly() {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    crate::migrations::apply(&mut connection, &crate::migrations::ALL[..1]).unwrap();
    let entry = paper(Hash::of(b"photo"), 5);
    let strange = json!({ "slot": "old_paper" });
    for (number, body) in [
        json!({ "files": { entry.key(): entry, "old_paper/7": strange } }),
        json!({ "files": "none" }),
        json!({ "state": "draft" }),
    ]
    .iter()
    .enumerate()
    {
        connection
            .execute(
                "INSERT INTO record (id, kind, author, revision, updated_at, body)
                 VALUES (?1, 'dossier', ?1, 1, 0, ?2)",
                rusqlite::params![id(number as u128).0, body.to_string()],
            )
            .unwrap();
    }
    crate::migrations::apply(&mut connection, crate::migrations::ALL).unwrap();
    let mut statement = connection.prepare("SELECT record, slot, sha256 FROM paper").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let rows: Vec<(Uuid, String, [u8; 32])> = rows.collect::<Result<_, _>>().unwrap();
    assert_eq!(rows, [(id(0).0, "old_paper".to_owned(), entry.sha256.0)]);
}

#[test]
fn an_upgrade_finds_which_files_a_record_named_that_had_left_before() {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    crate::migrations::apply(&mut connection, &crate::migrations::ALL[..6]).unwrap();
    let [kept, detached, elsewhere] =
        [&b"kept"[..], b"detached", b"of another"].map(|photo| paper(Hash::of(photo), 5));
    for own in [&kept, &detached] {
        let insert = "INSERT INTO file (sha256, media, bytes, added_at) VALUES (?1, 'image/jpeg', 5, 0)";
        connection.execute(insert, [own.sha256.0]).unwrap();
    }
    let attach = |entry: &Paper| json!({ "from": null, "to": entry });
    let key = |entry: &Paper| format!("files.{}", entry.key());
    for (number, patch) in [
        json!({ key(&kept): attach(&kept), key(&detached): attach(&detached), "state": { "from": null, "to": "draft" } }),
        json!({ key(&detached): { "from": &detached, "to": null }, key(&elsewhere): attach(&elsewhere) }),
    ]
    .iter()
    .enumerate()
    {
        let insert = "INSERT INTO change (op_id, record, kind, opened_at, amended_at, delivery, bytes, payload,
                                          seq, sealed_at, header, hash, verdict, prev)
                      VALUES (?1, ?2, 'dossier', 0, 0, 'received', 0, ?3, ?4, 0, '{}', zeroblob(32), '{}',
                              (SELECT max(op_id) FROM change))";
        let (op_id, payload) = (id(number as u128).0, json!({ "patch": patch }).to_string());
        connection.execute(insert, rusqlite::params![op_id, id(7).0, payload, number as i64 + 1]).unwrap();
    }
    crate::migrations::apply(&mut connection, crate::migrations::ALL).unwrap();
    let mut statement = connection.prepare("SELECT record, slot, sha256 FROM paper").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let rows: Vec<(Uuid, String, [u8; 32])> = rows.collect::<Result<_, _>>().unwrap();
    assert_eq!(rows, [(id(7).0, kept.slot.clone(), kept.sha256.0)]);
}
