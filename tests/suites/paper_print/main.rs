//! Paper through the door: a dossier printed as a draft and as it was handed in, counted, on one device and on two.

mod noted;
mod printer;

use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use tan_nha_test_support::{Bench, Device, PIN, Refused};

/// A tablet with a dossier filled with its sample, and a folder to print into.
struct Case {
    folder: tempfile::TempDir,
    tablet: Device,
    dossier: Value,
}

impl Case {
    fn practice() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut tablet = Device::start(&folder.path().join("profile"));
        tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
        Self::of(folder, tablet)
    }

    fn enrolled(bench: &Bench) -> Self {
        Self::of(tempfile::tempdir().unwrap(), bench.enrolled("volunteer", "Lê Thị Hường", &[]))
    }

    fn of(folder: tempfile::TempDir, mut tablet: Device) -> Self {
        let dossier = tablet.must("dossier.open", json!({ "procedure": "birth_rereg" }))["id"].clone();
        let sample = tablet.must("procedure.sample", json!({ "procedure": "birth_rereg" }));
        tablet.must("dossier.set", json!({ "id": dossier, "answers": sample["answers"] }));
        Self { folder, tablet, dossier }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn call(&mut self, method: &str, mut args: Value) -> Result<Value, Refused> {
        args["id"] = self.dossier.clone();
        self.tablet.call(method, args)
    }

    fn print(&mut self, name: &str) -> Value {
        let path = self.path(name);
        self.call("dossier.print", json!({ "path": path })).unwrap()
    }

    fn view(&mut self) -> Value {
        self.call("dossier.get", json!({})).unwrap()
    }

    /// Count and whether it is stale, of the declaration.
    fn printed(&mut self) -> Option<(u64, bool)> {
        let view = self.view();
        let prints = view["prints"].as_array().unwrap();
        let print = prints.iter().find(|print| print["kind"] == "declaration")?;
        Some((print["count"].as_u64().unwrap(), print["stale"].as_bool().unwrap()))
    }

    fn left(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| name != "profile");
        names.sort();
        names
    }
}

fn text(path: &Path) -> String {
    let read = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(path).arg("-").output();
    let text = String::from_utf8(read.expect("poppler-utils").stdout).unwrap();
    // What stands across the page comes letter group by letter group, each on a line.
    let line = |page: &str| page.split_whitespace().collect::<Vec<_>>().join(" ");
    text.split('\u{c}').map(line).collect::<Vec<_>>().join("\u{c}")
}

#[test]
fn a_draft_and_what_was_submitted_are_told_apart_on_paper_and_counted() {
    let bench = Bench::new();
    let mut case = Case::enrolled(&bench);
    assert_eq!(case.printed(), None);
    let draft = case.print("draft.pdf");
    let path = case.path("draft.pdf");
    assert_eq!((&draft["path"], draft["kind"].as_str()), (&json!(path), Some("declaration")));
    let words = text(&path);
    assert!(words.contains("BẢN NHÁP") && !words.contains("THỰC HÀNH"), "{words}");
    assert!(words.contains("NGUYỄN THỊ VÍ DỤ") && words.contains("Ủy ban nhân dân phường Mẫu"), "{words}");
    assert_eq!(words.matches('\u{c}').count() as u64, draft["pages"].as_u64().unwrap());
    assert_eq!(case.printed(), Some((1, false)));
    assert_eq!(draft["dossier"]["prints"], case.view()["prints"]);

    case.call("dossier.submit", json!({})).unwrap();
    case.print("submitted.pdf");
    assert!(!text(&case.path("submitted.pdf")).contains("BẢN NHÁP"));
    assert_eq!(case.view()["state"], "queued", "to print takes nothing back");
    assert_eq!(case.printed(), Some((2, false)));

    // Opened again and changed: the paper says something else than the dossier.
    case.call("dossier.set", json!({ "answers": { "prev_office": "Ủy ban nhân dân xã Khác" } })).unwrap();
    assert_eq!(case.printed(), Some((2, true)));
    case.print("again.pdf");
    assert_eq!(case.printed(), Some((3, false)));
    let words = text(&case.path("again.pdf"));
    assert!(words.contains("BẢN NHÁP") && words.contains("xã Khác"), "{words}");

    case.tablet = case.tablet.restart();
    case.tablet.must("profile.unlock", json!({ "pin": PIN }));
    assert_eq!(case.printed(), Some((3, false)), "counted durably");
}

#[test]
fn the_desk_hears_of_prints_and_prints_of_two_meet_in_no_conflict() {
    let bench = Bench::new();
    let mut case = Case::enrolled(&bench);
    case.call("dossier.submit", json!({})).unwrap();
    case.print("first.pdf");
    case.tablet.must("sync.now", json!({}));
    let mut desk = bench.enrolled("clerk", "Nguyễn Văn Một Cửa", &[]);
    desk.must("sync.now", json!({}));
    let path = case.path("desk.pdf");
    let id = case.dossier.clone();
    let printed = desk.must("dossier.print", json!({ "id": id, "path": path }));
    assert_eq!(printed["dossier"]["prints"][0]["count"], 2);
    case.print("second.pdf");
    desk.must("sync.now", json!({}));
    case.tablet.must("sync.now", json!({}));
    desk.must("sync.now", json!({}));
    assert_eq!(case.printed(), Some((3, false)));
    assert_eq!(desk.must("dossier.get", json!({ "id": id }))["prints"][0]["count"], 3);
    for device in [&mut desk, &mut case.tablet] {
        assert_eq!(device.must("conflict.list", json!({})), json!([]));
        let status = device.must("sync.status", json!({}));
        assert_eq!((&status["on_device"], &status["set_aside"]), (&json!(0), &json!(0)));
    }
}

#[test]
fn in_a_practice_ward_every_page_of_every_kind_says_so() {
    let mut case = Case::practice();
    for kind in ["declaration", "checklist", "missing"] {
        let path = case.path(&format!("{kind}.pdf"));
        let printed = case.call("dossier.print", json!({ "kind": kind, "path": path })).unwrap();
        let pages = text(&path);
        let pages: Vec<&str> = pages.trim_end_matches('\u{c}').split('\u{c}').collect();
        assert_eq!(json!(pages.len()), printed["pages"]);
        assert!(pages.iter().all(|page| page.contains("THỰC HÀNH")), "{kind}: {pages:?}");
    }
    assert_eq!(case.view()["prints"].as_array().unwrap().len(), 3);
}

#[test]
fn a_preview_shows_the_pages_and_writes_nothing() {
    let mut case = Case::practice();
    let before = case.view();
    let preview = case.call("dossier.preview", json!({})).unwrap();
    assert_eq!(preview["kinds"], json!(["declaration", "checklist", "missing"]));
    let pages = preview["pages"].as_array().unwrap();
    assert!(!pages.is_empty() && pages.iter().all(|page| page.as_str().unwrap().starts_with("<svg")));
    let words = case.call("dossier.set", json!({ "answers": { "prev_office": "ភូមិ" } })).unwrap();
    assert_eq!(words["prints"], json!([]));
    let preview = case.call("dossier.preview", json!({ "kind": "declaration" })).unwrap();
    assert_eq!(preview["unprintable"], json!(["Đã đăng ký khai sinh tại"]));
    case.call("dossier.set", json!({ "answers": { "prev_office": before["answers"]["prev_office"] } }))
        .unwrap();
    assert_eq!((case.view()["prints"].clone(), case.left()), (json!([]), vec![]));
}

#[test]
fn what_cannot_be_printed_says_why_and_changes_nothing() {
    let mut case = Case::practice();
    let there = case.path("there.pdf");
    fs::write(&there, "somebody's").unwrap();
    let before = case.view();
    let nowhere = case.path("no/such/folder/a.pdf");
    for (args, code) in [
        (json!({ "kind": "poster", "path": there }), "print_unknown"),
        (json!({ "kind": "collection_sheet", "path": there }), "print_unknown"),
        (json!({ "path": there }), "file_there"),
        (json!({ "path": nowhere }), "io"),
        (json!({}), "path_missing"),
    ] {
        let refused = case.call("dossier.print", args).unwrap_err();
        assert_eq!(refused.code(), code);
    }
    let nobody = json!({ "id": "01976f00-0000-7000-8000-000000000000", "path": case.path("a.pdf") });
    assert_eq!(case.tablet.call("dossier.print", nobody).unwrap_err().code(), "record_not_found");
    // Only what was printed here is opened or sent.
    for command in ["print.show", "print.send"] {
        let refused = case.tablet.call(command, json!({ "path": there })).unwrap_err();
        assert_eq!(refused.code(), "file_not_found");
    }
    assert_eq!(fs::read_to_string(&there).unwrap(), "somebody's");
    assert_eq!(case.left(), ["there.pdf"]);
    assert_eq!(case.view(), before);

    case.tablet.must("profile.lock", json!({}));
    for command in ["dossier.print", "dossier.preview"] {
        assert_eq!(case.call(command, json!({})).unwrap_err().code(), "locked");
    }
}

#[test]
fn nobody_prints_what_is_not_theirs() {
    let bench = Bench::new();
    let mut case = Case::enrolled(&bench);
    case.tablet.must("sync.now", json!({}));
    let mut other = bench.enrolled("volunteer", "Võ Quốc Sơn", &["--hamlets", "Khóm 5"]);
    other.must("sync.now", json!({}));
    let args = json!({ "id": case.dossier, "path": case.path("a.pdf") });
    for command in ["dossier.print", "dossier.preview"] {
        let mut args = args.clone();
        if command == "dossier.preview" {
            args.as_object_mut().unwrap().remove("path");
        }
        assert_eq!(other.call(command, args).unwrap_err().code(), "record_not_found");
    }
    assert_eq!(case.left(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_print_is_its_owners_alone_and_its_name_names_nobody() {
    use std::os::unix::fs::PermissionsExt;
    let mut case = Case::practice();
    case.print("a.pdf");
    let mode = fs::metadata(case.path("a.pdf")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(case.left(), ["a.pdf"], "nothing beside it");
}
