//! What a kill cannot show: that an acknowledged save has reached the disk, and that a full disk is
//! said and loses nothing.

use serde_json::{Value, json};
use std::{fs, path::Path, process::Command};
use tan_nha_test_support::{Device, PIN, on_a_small_disk, program};

const SAVES: usize = 50;

fn fsyncs(trace: &Path) -> usize {
    fs::read_to_string(trace)
        .unwrap()
        .lines()
        .filter(|line| line.contains("sync(") && line.contains("= 0"))
        .count()
}

#[test]
fn each_acknowledged_save_has_made_at_least_one_fsync() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let mut strace = Command::new("strace");
    strace.args(["--follow-forks", "--trace=fsync,fdatasync,sync_file_range", "--output"]).arg(&trace);
    strace.arg(program("tan-nha-rpc"));
    let mut tablet = Device::start_under(&folder.path().join("profile"), strace);
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
    let dossier = tablet.must("dossier.open", json!({ "procedure": "birth_rereg" }))["id"].clone();
    for save in 0..SAVES {
        let before = fsyncs(&trace);
        tablet.must("dossier.set", json!({ "id": dossier, "answers": { "prev_no": save.to_string() } }));
        assert!(fsyncs(&trace) > before, "save {save} was acknowledged before it was on the disk");
    }
}

#[test]
fn a_full_disk_is_said_and_what_was_saved_stays() {
    let disk = tempfile::tempdir().unwrap();
    let mut small_disk = on_a_small_disk(disk.path(), 3);
    small_disk.arg(program("tan-nha-rpc"));
    let mut tablet = Device::start_under(&disk.path().join("profile"), small_disk);
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
    let address = "Số 15 đường Bằng Lăng ".repeat(80);
    let mut saved = Vec::new();
    let refused = loop {
        let name = format!("Trần Thị Bình {}", saved.len());
        match tablet.call("citizen.save", json!({ "full_name": name, "address": address })) {
            Ok(answer) => saved.push((answer["id"].clone(), name)),
            Err(refused) => break refused,
        }
        assert!(saved.len() < 2000, "the disk is never full");
    };
    assert_eq!(refused.code(), "disk_full");
    assert!(saved.len() > 20, "only {} were saved", saved.len());
    tablet.must("profile.lock", json!({}));
    tablet.must("profile.unlock", json!({ "pin": PIN }));
    for (id, name) in &saved {
        assert_eq!(tablet.must("citizen.get", json!({ "id": id }))["full_name"], Value::from(name.as_str()));
    }
    assert_eq!(tablet.four_numbers()[0], saved.len() as u64, "and nothing half");
}
