//! Papers through the door: photos and PDFs that are attached to a dossier, on one device and on two.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tan_nha_domain::change::Hash;
use tan_nha_test_support::{
    Bench, Cut, Device, FaultyNetwork, PIN, Refused, as_seen_by, fill_up, on_a_small_disk, photo, program,
};

const PDF: &str = "%PDF-1.7
1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj
2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj
3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj
trailer\n<< /Root 1 0 R >>\n%%EOF\n";

/// A tablet of a practice ward with a dossier, and a folder with files to attach.
struct Case {
    folder: tempfile::TempDir,
    tablet: Device,
    dossier: Value,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut tablet = Device::start(&folder.path().join("profile"));
        tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
        let dossier = tablet.must("dossier.open", json!({ "procedure": "birth_rereg" }))["id"].clone();
        Self { folder, tablet, dossier }
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn attach(&mut self, slot: &str, path: &Path) -> Value {
        let args = json!({ "id": self.dossier, "slot": slot, "path": path });
        self.tablet.must("dossier.attach", args)["file"].clone()
    }

    fn view(&mut self) -> Value {
        self.tablet.must("dossier.get", json!({ "id": self.dossier }))
    }

    fn submit(&mut self) {
        let sample = self.tablet.must("procedure.sample", json!({ "procedure": "birth_rereg" }));
        self.tablet.must("dossier.set", json!({ "id": self.dossier, "answers": sample["answers"] }));
        self.tablet.must("dossier.submit", json!({ "id": self.dossier }));
    }

    fn call(&mut self, method: &str, mut args: Value) -> Result<Value, Refused> {
        args["id"] = self.dossier.clone();
        self.tablet.call(method, args)
    }
}

/// Every file of a profile with its size.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files_below(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

fn slots(view: &Value) -> Vec<(&str, &str)> {
    let files = view["files"].as_array().unwrap().iter();
    files.map(|file| (file["slot"].as_str().unwrap(), file["sha256"].as_str().unwrap())).collect()
}

#[test]
fn what_was_attached_is_there_after_a_kill_and_lies_nowhere_unencrypted() {
    let mut case = Case::new();
    let (old_paper, scan) =
        (case.file("IMG_0001.png", &photo(1, 300, 200)), case.file("scan.pdf", PDF.as_bytes()));
    let before = files_below(case.tablet.profile());
    let first = case.attach("old_birth_certificate", &old_paper);
    let second = case.attach("other_papers", &scan);
    let args = json!({ "slot": "identity_paper", "content": BASE64.encode(photo(2, 90, 60)) });
    let third = case.call("dossier.attach", args).unwrap()["file"].clone();
    assert_eq!(second["media"], "application/pdf");
    assert_eq!((&second["pages"], &second["bytes"]), (&json!(1), &json!(PDF.len())));
    assert_eq!((&third["media"], third.get("pages")), (&json!("image/jpeg"), None));
    assert_eq!(files_below(case.tablet.profile()), before, "no file was made beside the encrypted one");

    case.tablet = case.tablet.restart();
    case.tablet.must("profile.unlock", json!({ "pin": PIN }));
    let view = case.view();
    let name = |file: &Value| file["sha256"].as_str().unwrap().to_owned();
    let expected = [
        ("old_birth_certificate", &name(&first)[..]),
        ("other_papers", &name(&second)[..]),
        ("identity_paper", &name(&third)[..]),
    ];
    assert_eq!(slots(&view), expected, "in the order in which they were attached");
    assert!(view["files"].as_array().unwrap().iter().all(|file| file["state"] == "on_device"));
    assert_eq!(view["paper_counts"], json!({ "received": 0, "all": 3 }));
    for file in [&first, &second, &third] {
        let paper = case.call("dossier.paper", json!({ "file": file["sha256"] })).unwrap();
        let content = BASE64.decode(paper["content"].as_str().unwrap()).unwrap();
        assert_eq!(Hash::of(&content).to_string(), name(file));
        assert_eq!((&paper["media"], json!(content.len())), (&file["media"], file["bytes"].clone()));
    }
    let status = case.tablet.must("sync.status", json!({}));
    assert_eq!((&status["files_waiting"], &status["on_device"]), (&json!(3), &json!(1)));
    let bytes = [first, second, third].iter().map(|file| file["bytes"].as_u64().unwrap()).sum::<u64>();
    assert!(status["bytes_waiting"].as_u64().unwrap() > bytes);
}

#[test]
fn a_paper_is_added_to_what_was_submitted_and_taking_one_out_makes_a_draft_of_it() {
    let mut case = Case::new();
    let path = case.file("a.png", &photo(1, 90, 60));
    case.submit();
    let file = case.attach("identity_paper", &path);
    let (state, revision) = (case.view()["state"].clone(), case.view()["revision"].clone());
    assert_eq!(state, "queued", "a paper is no answer");
    assert_eq!(case.attach("identity_paper", &path), file);
    assert_eq!(case.view()["revision"], revision, "the same again changes nothing");
    case.attach("other_papers", &path);
    assert_eq!(slots(&case.view()).len(), 2);

    let elsewhere = json!({ "file": file["sha256"], "slot": "residence_paper" });
    assert_eq!(case.call("dossier.detach", elsewhere).unwrap()["state"], "queued");
    let detached =
        case.call("dossier.detach", json!({ "file": file["sha256"], "slot": "other_papers" })).unwrap();
    assert_eq!(slots(&detached), [("identity_paper", file["sha256"].as_str().unwrap())]);
    assert_eq!(detached["file"], file);
    assert_eq!(detached["state"], "draft", "to be submitted again");
    let detached = case.call("dossier.detach", json!({ "file": file["sha256"] })).unwrap();
    assert_eq!(detached["files"], json!([]));
    case.call("dossier.submit", json!({})).unwrap();
    assert_eq!(case.call("dossier.detach", json!({ "file": file["sha256"] })).unwrap()["state"], "queued");
    assert_eq!(case.tablet.must("sync.status", json!({}))["files_waiting"], 0);
}

#[test]
fn what_cannot_be_attached_says_why_and_changes_nothing() {
    let mut case = Case::new();
    let good = case.file("good.png", &photo(1, 90, 60));
    let secret = case.file("giay-to-bi-mat.txt", "Biên bản họp khóm".as_bytes());
    let broken = case.file("broken.png", &photo(1, 90, 60)[..2_000]);
    let scan = case.file("broken.pdf", b"%PDF-1.7 and no more");
    let before = case.view();
    let nowhere = case.folder.path().join("giay-to-bi-mat-khac.jpg");
    let slot = "identity_paper";
    let rows = [
        (json!({ "slot": "no_such_paper", "path": good }), "slot_unknown"),
        (json!({ "slot": slot, "path": nowhere }), "file_not_found"),
        (json!({ "slot": slot, "path": case.folder.path() }), "file_not_found"),
        (json!({ "slot": slot, "path": secret }), "paper_unsupported"),
        (json!({ "slot": slot, "path": broken }), "paper_unreadable"),
        (json!({ "slot": slot, "path": scan }), "paper_unreadable"),
        (json!({ "slot": slot, "content": BASE64.encode("GIF89a") }), "paper_unsupported"),
        (json!({ "slot": slot, "content": "not base64!" }), "bad_argument"),
        (json!({ "slot": slot, "content": "A".repeat(90 * 1024 * 1024) }), "paper_too_large"),
        (json!({ "slot": slot }), "bad_argument"),
        (json!({ "slot": slot, "path": good, "content": "" }), "bad_argument"),
    ];
    for (args, code) in rows {
        let refused = case.call("dossier.attach", args).unwrap_err();
        assert_eq!(refused.code(), code);
        let Refused::Failure(data) = refused else { panic!("{code}") };
        assert!(!data.to_string().contains("bi-mat"), "{data}");
    }
    let nobody = json!({ "id": "01976f00-0000-7000-8000-000000000000", "slot": slot, "path": good });
    assert_eq!(case.tablet.call("dossier.attach", nobody).unwrap_err().code(), "record_not_found");
    let unknown = json!({ "file": Hash::of(b"nothing") });
    assert_eq!(case.call("dossier.paper", unknown).unwrap_err().code(), "file_not_found");
    assert_eq!(case.call("dossier.paper", json!({ "file": "abc" })).unwrap_err().code(), "bad_argument");
    assert_eq!(case.view(), before);
    assert_eq!(case.tablet.must("sync.status", json!({}))["files_waiting"], 0);
}

#[test]
fn a_paper_that_is_asked_for_and_missing_is_a_warning_and_stops_nothing() {
    let mut case = Case::new();
    let opened = case.tablet.must("dossier.open", json!({ "procedure": "id_card_14plus" }));
    case.dossier = opened["id"].clone();
    let mut answers =
        case.tablet.must("procedure.sample", json!({ "procedure": "id_card_14plus" }))["answers"].take();
    for (key, value) in [
        ("rep_name", json!("TRẦN VĂN NĂM")),
        ("rep_dob", json!("1970-02-03")),
        ("rep_sex", json!("male")),
        ("rep_id", json!("087070000123")),
    ] {
        answers[key] = value;
    }
    let missing = json!({ "code": "paper_missing", "field": "representative_proof", "severity": "warning", "params": {} });
    let says = |view: &Value| view["findings"].as_array().unwrap().contains(&missing);
    assert!(says(&case.call("dossier.set", json!({ "answers": answers })).unwrap()));
    let check = case.call("dossier.check", json!({})).unwrap();
    assert_eq!((says(&check), &check["complete"]), (true, &json!(true)), "{check}");
    assert!(says(&case.call("dossier.submit", json!({})).unwrap()));
    let path = case.file("proof.png", &photo(1, 90, 60));
    case.attach("representative_proof", &path);
    assert!(!says(&case.view()));
}

#[test]
fn nothing_is_called_received_while_its_papers_are_here_only() {
    let bench = Bench::new();
    let network = FaultyNetwork::to(bench.ward.address());
    let mut tablet =
        bench.enrolled("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2", "--url", &network.url()]);
    let dossier = tablet.must("dossier.open", json!({ "procedure": "birth_rereg" }))["id"].clone();
    let content = BASE64.encode(photo(1, 400, 300));
    let args = json!({ "id": dossier, "slot": "identity_paper", "content": content });
    let file = tablet.must("dossier.attach", args)["file"]["sha256"].clone();
    let mut desk = bench.enrolled("clerk", "Nguyễn Văn Một Cửa", &[]);
    // The network breaks after the changes and before the file.
    network.cut(Cut { up: Some(9_000), down: None });
    assert!(tablet.call("sync.now", json!({})).is_err());
    assert_eq!(tablet.four_numbers(), [1, 0, 0, 0], "the ward has the change and not the file");
    assert_eq!(tablet.must("sync.status", json!({}))["files_waiting"], 1);
    assert_eq!(tablet.must("dossier.get", json!({ "id": dossier }))["delivery"], "on_device");

    desk.must("sync.now", json!({}));
    let seen = desk.must("dossier.get", json!({ "id": dossier }));
    assert_eq!((&seen["files"][0]["sha256"], &seen["files"][0]["state"]), (&file, &json!("elsewhere")));
    let refused = desk.call("dossier.paper", json!({ "id": dossier, "file": file })).unwrap_err();
    assert_eq!(refused.code(), "file_not_here");
    assert_eq!(desk.four_numbers(), [0, 0, 0, 0]);

    network.cut(Cut::default());
    tablet.must("sync.now", json!({}));
    assert_eq!(tablet.four_numbers(), [0, 0, 1, 0]);
    desk.must("sync.now", json!({}));
    assert_eq!(desk.must("dossier.get", json!({ "id": dossier }))["files"][0]["state"], "received");
}

#[test]
fn a_photo_is_not_begun_with_on_a_full_disk_and_answers_still_have_room() {
    const MB: u64 = 1024 * 1024;
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mut small_disk = on_a_small_disk(&disk, 24);
    small_disk.arg(program("tan-nha-rpc"));
    let mut tablet = Device::start_under(&disk.join("profile"), small_disk);
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
    let dossier = tablet.must("dossier.open", json!({ "procedure": "birth_rereg" }))["id"].clone();
    let space = tablet.must("device.space", json!({}));
    let photos = space["photos"].as_u64().unwrap();
    assert!(
        space["short"] == true && (1..12).contains(&photos),
        "it is said before the first photo: {space}"
    );

    let ballast = as_seen_by(tablet.pid(), &disk).join("ballast");
    fill_up(&ballast);
    let file = fs::File::options().write(true).open(&ballast).unwrap();
    file.set_len(file.metadata().unwrap().len() - 2 * MB).unwrap();
    let attach =
        json!({ "id": dossier, "slot": "identity_paper", "content": BASE64.encode(photo(1, 400, 300)) });
    let before = tablet.must("dossier.get", json!({ "id": dossier }));
    let refused = tablet.call("dossier.attach", attach.clone()).unwrap_err();
    let Refused::Failure(data) = &refused else { panic!("{refused:?}") };
    assert_eq!(refused.code(), "no_space");
    let [free, needed] = ["free", "needed"].map(|name| data["params"][name].as_u64().unwrap());
    assert!(free <= 2 * MB && needed > 4 * MB, "{data}");
    assert_eq!(tablet.must("dossier.get", json!({ "id": dossier })), before, "nothing half");
    assert_eq!(tablet.must("device.space", json!({}))["photos"], 0);
    let sample = tablet.must("procedure.sample", json!({ "procedure": "birth_rereg" }));
    tablet.must("dossier.set", json!({ "id": dossier, "answers": sample["answers"] }));

    drop(file);
    fs::remove_file(&ballast).unwrap();
    tablet.must("dossier.attach", attach);
    assert_eq!(tablet.must("dossier.get", json!({ "id": dossier }))["paper_counts"]["all"], 1);
}

#[test]
fn pages_keep_the_order_they_are_given_and_what_was_taken_out_comes_back_in_its_place() {
    let mut case = Case::new();
    let slot = "identity_paper";
    let paths = [1, 2, 3].map(|seed| case.file(&format!("{seed}.png"), &photo(seed, 90, 60)));
    let names: Vec<Value> = paths.iter().map(|path| case.attach(slot, path)["sha256"].clone()).collect();
    let order = |view: &Value| -> Vec<Value> {
        view["files"].as_array().unwrap().iter().map(|file| file["sha256"].clone()).collect()
    };
    let [a, b, c] = [0, 1, 2].map(|at| names[at].clone());
    let turned = [c.clone(), a.clone(), b.clone()];
    let args = json!({ "slot": slot, "files": turned });
    assert_eq!(order(&case.call("dossier.paper_order", args).unwrap()), turned);
    // One is taken out and put back, also after a kill.
    case.call("dossier.detach", json!({ "file": a })).unwrap();
    case.tablet = case.tablet.restart();
    case.tablet.must("profile.unlock", json!({ "pin": PIN }));
    assert_eq!(order(&case.view()), [c.clone(), b.clone()]);
    let back = json!({ "slot": slot, "file": a, "order": turned });
    assert_eq!(order(&case.call("dossier.paper_back", back).unwrap()), turned);
    let nothing = json!({ "slot": slot, "file": Hash::of(b"nothing") });
    assert_eq!(case.call("dossier.paper_back", nothing).unwrap_err().code(), "file_not_here");
    // One is taken again: the new one stands where the old one stood.
    let better = case.file("better.png", &photo(9, 90, 60));
    let args = json!({ "slot": slot, "path": better, "replaces": a });
    let new = case.call("dossier.attach", args.clone()).unwrap()["file"]["sha256"].clone();
    assert_eq!(order(&case.view()), [c, new, b]);
    assert_eq!(case.call("dossier.attach", args).unwrap_err().code(), "file_not_found", "it is gone");
}

#[test]
fn an_original_that_was_seen_and_a_paper_that_is_not_there_are_known_to_the_desk() {
    let bench = Bench::new();
    let mut tablet = bench.enrolled("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2"]);
    let dossier = tablet.must("dossier.open", json!({ "procedure": "id_card_14plus" }))["id"].clone();
    let answers = json!({ "rep_name": "TRẦN VĂN NĂM", "rep_id": "087070000123" });
    tablet.must("dossier.set", json!({ "id": dossier, "answers": answers }));
    let slot = "representative_proof";
    let why = |why: Value| json!({ "id": dossier, "slot": slot, "why": why });
    assert_eq!(tablet.call("dossier.paper_absent", why(json!(" "))).unwrap_err().code(), "bad_argument");
    let noted = tablet.must("dossier.paper_absent", why(json!("con trai giữ")));
    let found = |view: &Value| -> Vec<Value> {
        let all = view["findings"].as_array().unwrap().iter();
        all.filter(|finding| finding["field"] == slot).cloned().collect()
    };
    let expected = json!({ "code": "paper_absent", "field": slot, "severity": "warning",
                           "params": { "why": "con trai giữ" } });
    assert_eq!(found(&noted), [expected], "a warning, and no other of the same");
    tablet.must("dossier.original_seen", json!({ "id": dossier, "slot": slot, "seen": true }));
    tablet.must("sync.now", json!({}));
    let mut desk = bench.enrolled("clerk", "Nguyễn Văn Một Cửa", &[]);
    desk.must("sync.now", json!({}));
    let checklist = desk.must("dossier.get", json!({ "id": dossier }))["checklist"].clone();
    assert_eq!(checklist["absent"][slot]["why"], "con trai giữ");
    assert_eq!(checklist["originals"][slot]["by"], "Lê Thị Hường");
    assert_eq!(bench.ward.export("dossiers")[0]["checklist"][format!("absent/{slot}")]["by"], "Lê Thị Hường");
    // It is there now: nobody says any more that it is not.
    let content = BASE64.encode(photo(1, 90, 60));
    desk.must("dossier.attach", json!({ "id": dossier, "slot": slot, "content": content }));
    let seen = desk.must("dossier.get", json!({ "id": dossier }));
    assert_eq!((&seen["checklist"]["absent"], found(&seen)), (&json!({}), vec![]));
}
