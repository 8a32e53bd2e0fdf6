//! A disk that runs full in the middle of a visit: at every write of a save, of three photos and of a
//! submit. Afterwards the profile holds exactly what was acknowledged, and goes on when there is room.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};
use tan_nha_domain::change::Hash;
use tan_nha_test_support::{Device, PIN, as_seen_by, fill_up, on_a_small_disk, photo, program};

const KIB: u64 = 1024;
/// Room that is left when the work begins: the small steps fall into the save, the large ones into the
/// photos, and the last leaves room for everything.
const SMALL_STEPS: u64 = 10;
const SMALL_STEP: u64 = 8 * KIB;
const LARGE_STEPS: u64 = 16;
const LARGE_STEP: u64 = 96 * KIB;

struct Tablet {
    device: Device,
    /// The profile, as this process sees it on the small disk.
    profile: PathBuf,
    photos: Vec<PathBuf>,
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
        let photos = (0..3).map(|number| {
            let path = folder.join(format!("{number}.png"));
            fs::write(&path, photo(number, 500, 400)).unwrap();
            path
        });
        Self { photos: photos.collect(), device, profile, answers }
    }

    fn ballast(&self) -> PathBuf {
        self.profile.with_file_name("ballast")
    }

    /// What a person does in a visit, and what each step is called with.
    fn steps(&self, dossier: &Value) -> Vec<(&'static str, Value)> {
        let mut steps = vec![("dossier.set", json!({ "id": dossier, "answers": self.answers }))];
        for path in &self.photos {
            let args = json!({ "id": dossier, "slot": "other_papers", "path": path });
            steps.push(("dossier.attach", args));
        }
        steps.push(("dossier.submit", json!({ "id": dossier })));
        steps
    }

    /// Takes the steps with so much room; how many were acknowledged, and the state after them.
    fn work(&mut self, dossier: &Value, room: u64) -> (usize, Value) {
        fill_up(&self.ballast());
        let ballast = File::options().write(true).open(self.ballast()).unwrap();
        let length = ballast.metadata().unwrap().len();
        ballast.set_len(length - room).unwrap();
        let (mut done, mut state) = (0, state(&mut self.device, dossier));
        for (method, args) in self.steps(dossier) {
            match self.device.call(method, args) {
                Ok(_) => (done, state) = (done + 1, self::state(&mut self.device, dossier)),
                Err(refused) => {
                    // Without its answers a dossier is incomplete, whatever the disk says.
                    let code = refused.code().to_owned();
                    assert!(code == "disk_full" || code == "incomplete", "{method} with {room}: {code}");
                    assert_eq!(self::state(&mut self.device, dossier), state, "{method} with {room}");
                }
            }
        }
        (done, state)
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
    let small = (0..SMALL_STEPS).map(|step| step * SMALL_STEP);
    let large = (1..=LARGE_STEPS).map(|step| SMALL_STEPS * SMALL_STEP + step * LARGE_STEP);
    let mut ends = Vec::new();
    for room in small.chain(large) {
        // The log is gone when the file is closed, so that every run writes it anew.
        tablet.device.must("profile.lock", json!({}));
        tablet.device.must("profile.unlock", json!({ "pin": PIN }));
        let opened = tablet.device.must("dossier.open", json!({ "procedure": "birth_rereg" }));
        let dossier = opened["id"].clone();
        let (done, state) = tablet.work(&dossier, room);
        assert_eq!(tablet.reopened(&dossier), state, "with {room}");
        ends.push(done);
        fs::remove_file(tablet.ballast()).unwrap();
        for (method, args) in tablet.steps(&dossier) {
            tablet.device.must(method, args);
        }
        let whole = self::state(&mut tablet.device, &dossier);
        assert_eq!(whole["view"]["state"], "queued");
        assert_eq!(whole["view"]["paper_counts"]["all"], 3);
    }
    for done in 0..=5 {
        assert!(ends.contains(&done), "no run ended after {done} steps: {ends:?}");
    }
}
