//! A print on its way to a printer: CUPS itself, in a folder of the test, prints what the app sends.

use super::{Case, text};
use serde_json::{Value, json};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};
use tan_nha_test_support::{Device, PIN, Paper, Printer, Queue, program};

/// A tablet with a printer, and a viewer that keeps what it was shown.
struct Desk {
    case: Case,
    printer: Printer,
}

impl Desk {
    fn with(queue: Queue) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (cups, viewer) = (folder.path().join("cups"), folder.path().join("viewer"));
        for below in [&cups, &viewer] {
            fs::create_dir(below).unwrap();
        }
        let printer = Printer::start(&cups, queue);
        let shown = "#!/bin/sh\necho \"$1\" >> \"$(dirname \"$0\")/shown\"\n";
        fs::write(viewer.join("xdg-open"), shown).unwrap();
        fs::set_permissions(viewer.join("xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new(program("tan-nha-rpc"));
        printer.lend(&mut command).env("PATH", format!("{}:{path}", viewer.display()));
        let mut tablet = Device::start_under(&folder.path().join("profile"), command);
        tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
        Self { case: Case::of(folder, tablet), printer }
    }

    fn send(&mut self, path: &Path) -> Result<Value, String> {
        let sent = self.case.tablet.call("print.send", json!({ "path": path }));
        sent.map_err(|refused| refused.code().to_owned())
    }

    /// Whether the print is one of another time; what the viewer was shown last.
    fn show(&mut self, path: &Path) -> (Value, PathBuf) {
        let shown = self.case.tablet.must("print.show", json!({ "path": path }));
        let list = fs::read_to_string(self.case.path("viewer/shown")).unwrap();
        (shown["stale"].clone(), PathBuf::from(list.lines().last().unwrap()))
    }

    fn set(&mut self, answers: Value) {
        self.case.call("dossier.set", json!({ "answers": answers })).unwrap();
    }

    fn print_kind(&mut self, kind: &str, name: &str) -> PathBuf {
        let path = self.case.path(name);
        self.case.call("dossier.print", json!({ "kind": kind, "path": path })).unwrap();
        path
    }
}

#[test]
fn a_file_is_one_print_and_each_time_that_it_is_sent_again_is_one_more() {
    let mut desk = Desk::with(Queue::Chosen);
    desk.case.print("Nguyễn Thị Ví Dụ.pdf");
    let path = desk.case.path("Nguyễn Thị Ví Dụ.pdf");
    assert_eq!(desk.case.printed(), Some((1, false)));
    let sent = desk.send(&path).unwrap();
    assert_eq!(sent["dossier"]["prints"][0]["count"], 1, "the paper of the file that was counted");
    assert_eq!(desk.send(&path).unwrap()["dossier"]["prints"], desk.case.view()["prints"]);
    assert_eq!(desk.case.printed(), Some((2, false)));

    let papers = desk.printer.papers(2);
    let file = fs::read(&path).unwrap();
    for Paper { title, options, content } in papers {
        assert!(content == file, "the printer has what was written");
        assert_eq!(title, "Tận Nhà");
        assert!(!options.contains("Ví Dụ"), "the queue names nobody: {options}");
        // An IPP printer of CUPS's own that is asked for plain "A4" takes the job and drops it.
        assert!(options.contains("media=iso_a4_210x297mm"), "{options}");
    }

    // Another file is another print, and its paper the first that comes of it.
    desk.case.print("b.pdf");
    let path = desk.case.path("b.pdf");
    desk.send(&path).unwrap();
    assert_eq!(desk.case.printed(), Some((3, false)));
    desk.printer.papers(3);
    desk.case.tablet = desk.case.tablet.restart();
    desk.case.tablet.must("profile.unlock", json!({ "pin": PIN }));
    assert_eq!(desk.case.printed(), Some((3, false)), "counted durably");
    assert_eq!(
        desk.send(&path).unwrap_err(),
        "file_not_found",
        "of an earlier time nobody knows what it says"
    );
}

#[test]
fn what_was_saved_before_an_amendment_is_not_sent_and_is_shown_as_what_it_is() {
    let mut desk = Desk::with(Queue::Chosen);
    desk.case.print("a.pdf");
    let path = desk.case.path("a.pdf");
    assert_eq!(desk.show(&path), (json!(false), path.clone()));
    let before = desk.case.view()["answers"]["prev_office"].clone();
    desk.set(json!({ "prev_office": "Ủy ban nhân dân xã Khác" }));
    assert_eq!(desk.send(&path).unwrap_err(), "print_stale");
    assert_eq!(desk.show(&path), (json!(true), path.clone()), "it may still be looked at");
    assert_eq!(desk.case.printed(), Some((1, true)), "nothing was counted");

    desk.case.print("b.pdf");
    desk.send(&desk.case.path("b.pdf")).unwrap();
    let [paper] = desk.printer.papers(1).try_into().unwrap();
    assert!(paper.content == fs::read(desk.case.path("b.pdf")).unwrap(), "the newer one alone came out");
    // Answered as it was before, the first says what is so again.
    desk.set(json!({ "prev_office": before }));
    desk.send(&path).unwrap();
    desk.printer.papers(2);
}

#[test]
fn a_draft_is_not_sent_for_what_was_handed_in_nor_a_checklist_for_what_was_paid_since() {
    let mut desk = Desk::with(Queue::Chosen);
    let [draft, list] =
        ["declaration", "checklist"].map(|kind| desk.print_kind(kind, &format!("{kind}.pdf")));
    desk.case.call("dossier.fee_paid", json!({ "how": "desk", "amount": 8_000 })).unwrap();
    assert_eq!(desk.send(&list).unwrap_err(), "print_stale");
    assert_eq!(desk.show(&list).0, json!(true));
    desk.send(&draft).unwrap();
    assert!(text(&draft).contains("BẢN NHÁP"));
    desk.case.call("dossier.submit", json!({})).unwrap();
    assert_eq!(desk.send(&draft).unwrap_err(), "print_stale", "it says that it is a draft");
    let list = desk.print_kind("checklist", "paid.pdf");
    desk.send(&list).unwrap();
    desk.printer.papers(2);
}

#[test]
fn a_printer_that_does_not_print_is_said_and_counts_nothing() {
    for (queue, code) in [
        (Queue::Absent, "no_printer"),
        (Queue::NotChosen, "no_printer_chosen"),
        (Queue::Refusing, "printer_refused"),
    ] {
        let mut desk = Desk::with(queue);
        desk.case.print("a.pdf");
        let path = desk.case.path("a.pdf");
        for _ in 0..2 {
            assert_eq!(desk.send(&path).unwrap_err(), code);
        }
        assert_eq!(desk.case.printed(), Some((1, false)), "{queue:?}");
        assert!(path.is_file());
        desk.printer.papers(0);
    }
}
