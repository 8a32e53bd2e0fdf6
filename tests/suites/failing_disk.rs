//! A disk that runs full in the middle of a visit: at every write of a save, of three drawn signatures and of a
//! submit. Afterwards the profile holds exactly what was acknowledged, and goes on when there is room. A photo is not
//! even begun with then (`papers.rs`).

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};
use tan_nha_domain::change::Hash;
use tan_nha_test_support::{Device, PIN, as_seen_by, fill_up, on_a_small_disk, program};

/// Room that a step is given more than it had when it failed: little enough that it fails at many of its
/// writes before it succeeds.
const SMALL: u64 = 8 * 1024;
const LARGE: u64 = 16 * 1024;

struct Tablet {
    device: Device,
    /// The profile, as this process sees it on the small disk.
    profile: PathBuf,
    answers: Value,
}

impl Tablet {
    fn new(folder: &Path) -> Self {
        let disk = folder.join("disk");
        fs::create_dir(&disk).unwrap();
        let mut small_disk = on_a_small_disk(&disk, 24);
        small_disk.arg(program("tan-nha-rpc"));
        let mut device = Device::start_under(&disk.join("profile"), small_disk);
        device.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
        let answers =
            device.must("procedure.sample", json!({ "procedure": "birth_rereg" }))["answers"].take();
        let profile = as_seen_by(device.pid(), &disk.join("profile"));
        Self { device, profile, answers }
    }

    fn ballast(&self) -> PathBuf {
        self.profile.with_file_name("ballast")
    }

    /// What a person does in a visit, what each step is called with, and the room it gets at each try.
    fn step(&self, number: u32, view: &Value) -> Option<(&'static str, Value, u64)> {
        let id = &view["id"];
        Some(match number {
            0 => ("dossier.set", json!({ "id": id, "answers": self.answers }), SMALL),
            1..=3 => {
                let args = json!({ "id": id, "answers_hash": view["answers_hash"], "signer": "Người yêu cầu",
                                   "mode": "signature", "strokes": [drawing(number)] });
                ("dossier.sign", args, LARGE)
            }
            4 => ("dossier.submit", json!({ "id": id }), SMALL),
            _ => return None,
        })
    }

    /// Leaves so much room on the disk. The log keeps what a failed write has made of it, so the next write
    /// comes further by as much.
    fn leave(&self, room: u64) {
        let ballast = self.ballast();
        let _ = fs::remove_file(&ballast);
        fill_up(&ballast);
        let file = File::options().write(true).open(&ballast).unwrap();
        let length = file.metadata().unwrap().len();
        file.set_len(length - room).unwrap();
    }

    /// What a device finds that starts anew on the disk as it is now.
    fn reopened(&self, dossier: &Value) -> Value {
        let copy = tempfile::tempdir().unwrap();
        copy_folder(&self.profile, copy.path());
        let mut device = Device::start(copy.path());
        device.must("profile.unlock", json!({ "pin": PIN }));
        state(&mut device, dossier)
    }
}

/// A line of many points: some 80 kB in the store.
fn drawing(seed: u32) -> Vec<(u32, u32)> {
    (0..9_900).map(|point| (100 + (point * 7 + seed) % 900, 100 + (point * 3 + seed) % 300)).collect()
}

/// Everything that a person could see of a dossier, its papers read whole.
fn state(device: &mut Device, dossier: &Value) -> Value {
    let view = device.must("dossier.get", json!({ "id": dossier }));
    for file in view["files"].as_array().unwrap() {
        let paper = device.must("dossier.paper", json!({ "id": dossier, "file": file["sha256"] }));
        let content = BASE64.decode(paper["content"].as_str().unwrap()).unwrap();
        assert_eq!(Hash::of(&content).to_string(), file["sha256"].as_str().unwrap());
    }
    json!({ "view": view, "status": device.must("sync.status", json!({})) })
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn wherever_the_disk_runs_full_the_profile_holds_what_was_acknowledged_and_nothing_half() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Tablet::new(folder.path());
    let opened = tablet.device.must("dossier.open", json!({ "procedure": "birth_rereg" }));
    let dossier = opened["id"].clone();
    let mut acknowledged = state(&mut tablet.device, &dossier);
    for number in 0.. {
        let Some((method, args, room)) = tablet.step(number, &acknowledged["view"]) else { break };
        let mut tries = 0;
        loop {
            tablet.leave(if tries == 0 { 0 } else { room });
            let answer = tablet.device.call(method, args.clone());
            let now = state(&mut tablet.device, &dossier);
            assert_eq!(tablet.reopened(&dossier), now, "step {number}, try {tries}: the disk holds the same");
            let Err(refused) = answer else {
                assert_ne!(now, acknowledged, "step {number}");
                acknowledged = now;
                break;
            };
            assert_eq!(refused.code(), "disk_full", "step {number}, try {tries}");
            assert_eq!(now, acknowledged, "step {number}, try {tries}: nothing half");
            tries += 1;
        }
        let least = if room == LARGE { 3 } else { 1 };
        assert!(tries >= least, "step {number} failed {tries} times only");
    }
    assert_eq!(acknowledged["view"]["state"], "queued");
    assert_eq!(acknowledged["view"]["paper_counts"]["all"], 3);
}
