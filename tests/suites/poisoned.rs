//! Fifty items of which seven are poisoned, none of them named by another: one sync delivers the other 43, the seven
//! are on the shelf with their reasons; what was disturbed is mended, and they go.
//!
//! Items are records and papers. Nothing is played: the device's own file, or the ward's, is disturbed while its
//! program is closed, and the real programs meet what comes of it.
//!
//! | poison | what is disturbed | what the ward says |
//! |---|---|---|
//! | 400 | the row of a paper says that it has no byte | 400 to its upload |
//! | 409 | the ward's file keeps nothing of one upload, so that the two never agree where it stands | 409, again and again |
//! | 413 | a change grew, sealed as it is, beyond what the ward unpacks | 413 to each batch with it |
//! | 422 | a paper's bytes are others than its name says | 460, which is tus's word for it |
//! | file missing | the rows of a paper's content are gone | nothing, it is never asked |
//! | row unreadable | the bytes of a change are not those that were sealed | nothing, it is never sent |
//! | form unknown | a dossier names a version of its form that nobody knows | refused, and kept there |

use rusqlite::params;
use serde_json::{Value, json};
use std::{fs, path::Path};
use tan_nha_app::clock::{Clock as _, SystemClock};
use tan_nha_domain::{change::Hash, patch::Body};
use tan_nha_store::{Profile, ReplicaFile, Store};
use tan_nha_test_support::{Bench, Device, PIN, photo};
use tan_nha_ward::{Clock, Ward};

const SLOT: &str = "identity_paper";
const FAMILIES: [&str; 8] = ["Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Ngô"];
const GIVEN: [&str; 5] = ["Thị Ánh", "Văn Bảo", "Thị Cúc", "Văn Đạt", "Thị Em"];

/// What is done, and what the volunteer's file held before it was disturbed.
struct Work {
    citizens: Vec<Value>,
    dossier: Value,
    other_dossier: Value,
    papers: Vec<std::path::PathBuf>,
    changes: Vec<Body>,
    files: Vec<Body>,
    chunks: Vec<Body>,
}

/// 40 citizens, a dossier with eight papers, and a dossier with none: fifty items.
fn fifty_items(bench: &Bench, tablet: &mut Device) -> Work {
    let names = FAMILIES.iter().flat_map(|family| GIVEN.iter().map(move |given| format!("{family} {given}")));
    let citizens: Vec<Value> = names.map(|name| tablet.save_citizen(&name, "Khóm 2")).collect();
    let mut open = |citizen: &Value| {
        let args = json!({ "procedure": "birth_rereg", "citizen": citizen });
        tablet.must("dossier.open", args)["id"].clone()
    };
    let (dossier, other_dossier) = (open(&citizens[0]), open(&citizens[1]));
    let papers: Vec<_> = (0..8).map(|number| bench.profile(&format!("{number}.png"))).collect();
    for (seed, path) in papers.iter().enumerate() {
        // The last one is larger than what the ward keeps at a time.
        let (width, height) = if seed == 7 { (900, 700) } else { (110, 80) };
        fs::write(path, photo(seed as u64, width, height)).unwrap();
        tablet.must("dossier.attach", json!({ "id": dossier, "slot": SLOT, "path": path }));
    }
    let none = || Vec::new();
    Work { citizens, dossier, other_dossier, papers, changes: none(), files: none(), chunks: none() }
}

/// The volunteer's file, with no program at it.
fn with_store(profile: &Path, work: impl FnOnce(&mut Store)) {
    let folder = Profile::open(profile).unwrap();
    let replica = folder.folder_of(folder.people()[0].replica);
    work(&mut ReplicaFile::unlock(&replica, PIN, SystemClock.now()).unwrap());
}

fn once(changed: Result<usize, tan_nha_store::StoreError>) {
    assert_eq!(changed.unwrap(), 1);
}

impl Work {
    /// The first change of a record, as it was sealed.
    fn change(&self, record: &Value) -> &Body {
        let id = record.as_str().unwrap().replace('-', "");
        self.changes.iter().find(|change| change["record"] == *id).unwrap()
    }

    fn too_large(&self) -> &Value {
        &self.citizens[39]
    }

    fn unreadable(&self) -> &Value {
        &self.citizens[7]
    }

    fn poison(&mut self, store: &mut Store) {
        store.seal_open_changes(SystemClock.now()).unwrap();
        self.changes = store.rows("change").unwrap();
        self.files = store.rows("file").unwrap();
        self.chunks = store.rows("file_chunk").unwrap();
        let paper = |number: usize| self.files[number]["n"].as_i64().unwrap();
        once(store.disturb("UPDATE file SET bytes = 0 WHERE n = ?1", [paper(0)]));
        once(store.disturb("DELETE FROM file_chunk WHERE file = ?1", [paper(1)]));
        once(store.disturb(
            "UPDATE file_chunk SET content = zeroblob(length(content)) WHERE file = ?1",
            [paper(2)],
        ));
        let half = "UPDATE change SET payload = substr(payload, 1, length(payload) / 2) WHERE n = ?1";
        once(store.disturb(half, [self.change(self.unreadable())["n"].as_i64()]));
        seal_otherwise(store, self.change(self.too_large()), "full_name", &"a".repeat(33 * 1024 * 1024));
        seal_otherwise(store, self.change(&self.other_dossier), "form_version", "9999.1");
    }

    /// Puts back what the file held.
    fn mend(&self, store: &Store) {
        let [empty, missing] = [0, 1].map(|number| &self.files[number]);
        let n = |row: &Body| row["n"].as_i64().unwrap();
        let (bytes, text) =
            (empty["bytes"].as_i64(), |row: &Body, key: &str| row[key].as_str().map(str::to_owned));
        once(store.disturb("UPDATE file SET bytes = ?2 WHERE n = ?1", params![n(empty), bytes]));
        let chunk = self.chunks.iter().find(|chunk| chunk["file"] == missing["n"]).unwrap();
        once(store.disturb(
            "INSERT INTO file_chunk (file, place, content) VALUES (?1, 0, unhex(?2))",
            params![n(missing), text(chunk, "content")],
        ));
        for change in [self.unreadable(), self.too_large()].map(|record| self.change(record)) {
            once(store.disturb(
                "UPDATE change SET header = ?2, payload = ?3, hash = unhex(?4) WHERE n = ?1",
                params![n(change), text(change, "header"), text(change, "payload"), text(change, "hash")],
            ));
        }
    }
}

/// Has a change say another value of a field, as if it had been sealed so.
fn seal_otherwise(store: &Store, change: &Body, field: &str, value: &str) {
    let json = |column: &str| serde_json::from_str::<Value>(change[column].as_str().unwrap()).unwrap();
    let (mut header, mut payload) = (json("header"), json("payload"));
    assert!(payload["patch"][field]["to"].is_string(), "{payload}");
    payload["patch"][field]["to"] = json!(value);
    let payload = payload.to_string();
    header["payload"] = json!(Hash::of(payload.as_bytes()));
    let header = header.to_string();
    once(store.disturb(
        "UPDATE change SET header = ?2, payload = ?3, hash = ?4 WHERE n = ?1",
        params![change["n"].as_i64(), header, payload, Hash::of(header.as_bytes()).0],
    ));
}

/// Disturbs the ward's file while it does not serve.
fn at_the_ward(bench: &mut Bench, sql: &str) {
    bench.ward.stop();
    let clock = Clock::new(|| SystemClock.now());
    Ward::open(bench.ward.data(), None, clock).unwrap().disturb(sql).unwrap();
    bench.ward.serve_again();
}

fn reasons(tablet: &mut Device) -> Vec<String> {
    let shelf = tablet.must("shelf.list", json!({}));
    let mut reasons: Vec<String> =
        shelf.as_array().unwrap().iter().map(|item| item["reason"].as_str().unwrap().to_owned()).collect();
    reasons.sort();
    reasons
}

/// How many records and how many whole papers the ward has.
fn at_ward(bench: &Bench) -> (usize, usize) {
    let (citizens, dossiers) = (bench.ward.export("citizens"), bench.ward.export("dossiers"));
    let files = dossiers.iter().flat_map(|dossier| dossier["files"].as_array().unwrap());
    (citizens.len() + dossiers.len(), files.filter(|file| file["whole"] == true).count())
}

fn unlocked(profile: &Path) -> Device {
    let mut tablet = Device::start(profile);
    tablet.must("profile.unlock", json!({ "pin": PIN }));
    tablet
}

#[test]
fn seven_poisoned_items_of_fifty_hold_none_of_the_others_back_and_go_when_they_are_mended() {
    let mut bench = Bench::new();
    let mut tablet = bench.volunteer();
    let mut work = fifty_items(&bench, &mut tablet);
    let profile = tablet.profile().to_owned();
    tablet.finish();
    with_store(&profile, |store| work.poison(store));
    let stuck = work.files[7]["sha256"].as_str().unwrap();
    let keep_nothing = format!(
        "CREATE TRIGGER keep_no_byte BEFORE INSERT ON chunk
         WHEN (SELECT sha256 FROM upload WHERE n = new.upload) = x'{stuck}' BEGIN SELECT raise(IGNORE); END;
         CREATE TRIGGER stand_still BEFORE UPDATE OF received ON upload
         WHEN old.sha256 = x'{stuck}' BEGIN SELECT raise(IGNORE); END;"
    );
    at_the_ward(&mut bench, &keep_nothing);

    let mut tablet = unlocked(&profile);
    let status = tablet.must("sync.now", json!({}));
    assert_eq!(at_ward(&bench), (39, 4), "38 citizens, the dossier and four of its papers: 43 items");
    let seven = [
        "file_out_of_step",
        "file_refused",
        "file_unreadable",
        "file_unreadable",
        "form_version_unknown",
        "malformed",
        "unreadable",
    ];
    assert_eq!(reasons(&mut tablet), seven);
    // The dossier counts by its worst paper.
    assert_eq!(tablet.four_numbers(), [0, 0, 38, 4], "{status}");
    assert_eq!(
        ["files_waiting", "held", "alerts"].map(|key| &status[key]),
        [&json!(0), &json!(0), &json!([])]
    );
    tablet.must("sync.now", json!({}));
    assert_eq!(
        (at_ward(&bench), reasons(&mut tablet)),
        ((39, 4), seven.map(str::to_owned).to_vec()),
        "at rest"
    );

    tablet.finish();
    with_store(&profile, |store| work.mend(store));
    at_the_ward(&mut bench, "DROP TRIGGER keep_no_byte; DROP TRIGGER stand_still;");
    let mut tablet = unlocked(&profile);
    tablet.must("dossier.attach", json!({ "id": work.dossier, "slot": SLOT, "path": work.papers[2] }));
    for item in tablet.must("shelf.list", json!({})).as_array().unwrap() {
        tablet.must("shelf.retry", json!({ "id": item["id"] }));
    }
    tablet.must("sync.now", json!({}));
    assert_eq!(at_ward(&bench), (41, 8), "all but what nobody can read yet");
    // Its bytes are at the ward and stay what they are: it goes when the ward knows the form. Until then it can be
    // taken out, and the dossier be opened anew.
    assert_eq!(reasons(&mut tablet), ["form_version_unknown"]);
    let item = tablet.must("shelf.list", json!({})).as_array().unwrap().first().cloned().unwrap();
    assert_eq!((&item["record"], &item["mend"]), (&work.other_dossier, &json!("update_app")));
    let file = bench.profile("exported.json");
    tablet.must("shelf.export", json!({ "id": item["id"], "path": file }));
    assert!(fs::read_to_string(file).unwrap().contains("9999.1"));
    tablet.must("dossier.open", json!({ "procedure": "id_card_14plus", "citizen": work.citizens[1] }));
    tablet.must("sync.now", json!({}));
    assert_eq!(at_ward(&bench), (42, 8));
    assert_eq!(tablet.four_numbers(), [0, 0, 42, 1]);
}
