//! A newer law is a folder of files: an admin's device takes it in, the ward checks it, and every device has it at its
//! next sync; drafts go on with it and lose nothing. The form is that of `docs/adding-a-procedure.md`, read from the
//! page itself and given to a running ward as the page says.

mod moved;

use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex},
};
use tan_nha_app::{
    App, KdfCost, Options,
    clock::{Clock, SystemClock},
};
use tan_nha_domain::time::Timestamp;
use tan_nha_test_support::{Bench, Device, PIN};
use tan_nha_ward::Ward;

const FIRST: &str = "2026-10.1";
const NEWER: &str = "2027-03.1";
const DOCUMENT: &str = include_str!("../../../docs/adding-a-procedure.md");

fn sync(device: &mut Device) {
    device.must("sync.now", json!({}));
}

/// Writes the files of a version into a folder as the page has them, the form bent.
fn folder(at: &Path, version: &str, bend: impl Fn(String) -> String) -> PathBuf {
    let block = |file: &str| {
        let title = format!("title=\"yard_use/{version}/{file}\"\n");
        Some(DOCUMENT.split_once(&title)?.1.split_once("```").unwrap().0.to_owned())
    };
    fs::create_dir_all(at).unwrap();
    fs::write(at.join("form.toml"), bend(block("form.toml").unwrap())).unwrap();
    fs::write(at.join("sample.json"), block("sample.json").unwrap()).unwrap();
    if let Some(layout) = block("paper.typ") {
        fs::write(at.join("paper.typ"), layout).unwrap();
    }
    at.to_owned()
}

fn as_it_is(text: String) -> String {
    text
}

/// The newer version, in force already.
fn in_force(text: String) -> String {
    let early = text.replacen("in_force_from = \"2027-03-01\"", "in_force_from = \"2026-01-01\"", 1);
    assert_ne!(early, text);
    early
}

fn take_in(device: &mut Device, path: &Path) -> Value {
    device.must("form.take_in", json!({ "path": path }))
}

fn begin(device: &mut Device, citizen: &Value) -> Value {
    device.must("dossier.open", json!({ "procedure": "yard_use", "citizen": citizen }))["id"].clone()
}

fn get(device: &mut Device, id: &Value) -> Value {
    device.must("dossier.get", json!({ "id": id }))
}

fn versions(device: &mut Device) -> Vec<[Value; 4]> {
    let list = device.must("form.list", json!({}));
    let of_yard = list.as_array().unwrap().iter().filter(|form| form["procedure"] == "yard_use");
    of_yard.map(|form| ["version", "standing", "delivered", "drafts"].map(|key| form[key].clone())).collect()
}

/// The words of a dossier's declaration, as they are found in its PDF.
fn paper(device: &mut Device, bench: &Bench, id: &Value) -> String {
    let path = bench.profile("paper.pdf");
    drop(fs::remove_file(&path));
    let printed = device.must("dossier.print", json!({ "id": id, "path": path }));
    assert_eq!((&printed["kind"], &printed["pages"]), (&json!("declaration"), &json!(1)));
    let text =
        Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(&path).arg("-").output().unwrap();
    String::from_utf8(text.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "{words}: {text}");
    }
}

/// `[field, outcome]` of each field of a move.
fn outcomes(told: &Value) -> Vec<[&str; 2]> {
    let fields = told["fields"].as_array().unwrap().iter();
    fields.map(|field| ["field", "outcome"].map(|key| field[key].as_str().unwrap())).collect()
}

fn exported(bench: &Bench, id: &Value) -> Value {
    bench.ward.export("dossiers").into_iter().find(|dossier| dossier["id"] == *id).unwrap_or_default()
}

#[test]
fn a_procedure_of_the_page_goes_from_an_admins_device_to_everybody_and_its_drafts_to_the_newer_law() {
    let bench = Bench::new();
    let mut admin = bench.enrolled("admin", "Nguyễn Văn An", &[]);
    let mut tablet = bench.volunteer();
    let taken = take_in(&mut admin, &folder(&bench.profile("first"), FIRST, as_it_is));
    assert_eq!((&taken["standing"], &taken["delivery"]), (&json!("in_use"), &json!("on_device")));
    assert_eq!(taken["name"], "Mượn sân nhà văn hóa khóm");
    sync(&mut admin);
    sync(&mut tablet);
    assert_eq!(versions(&mut tablet), [[json!(FIRST), json!("in_use"), json!(true), json!(0)]]);
    let procedures = tablet.must("procedure.list", json!({}));
    assert!(procedures.as_array().unwrap().iter().any(|known| known["key"] == "yard_use"));
    let due = tablet.must("deadline.for", json!({ "procedure": "yard_use" }));
    assert_eq!((&due["count"], &due["unit"]), (&json!(2), &json!("working_day")));

    let citizen = tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    let filled = tablet.submit_sample("yard_use", &citizen);
    let asked = ["ĐƠN MƯỢN SÂN", "TRẦN THỊ BÌNH", "Số khách dự kiến: 120", "Xếp ghế", "Người mượn (Ký"];
    assert_says(&paper(&mut tablet, &bench, &filled), &asked);
    let draft = begin(&mut tablet, &citizen);
    let answers = json!({ "occasion": "memorial", "day_and_hour": "Chủ nhật", "guests": 400, "music": false,
                          "helpers": [{ "row": "a", "name": "Lê Thị Dụ", "task": "Nấu ăn" }] });
    tablet.must("dossier.set", json!({ "id": draft, "answers": answers }));
    sync(&mut tablet);
    let received = exported(&bench, &filled);
    assert_eq!((&received["form_version"], &received["state"]), (&json!(FIRST), &json!("queued")));
    assert_eq!((&received["answers"]["guests"], &received["findings"]), (&json!(120), &json!([])));
    let found = &exported(&bench, &draft)["findings"];
    assert!(found.as_array().unwrap().iter().any(|one| one["code"] == "yard_too_small"), "{found}");

    // The law changes.
    take_in(&mut admin, &folder(&bench.profile("newer"), NEWER, in_force));
    sync(&mut admin);
    sync(&mut tablet);
    assert_eq!(
        versions(&mut tablet),
        [
            [json!(NEWER), json!("in_use"), json!(true), json!(0)],
            [json!(FIRST), json!("past"), json!(true), json!(1)],
        ]
    );
    assert_eq!(get(&mut tablet, &filled)["newer_form"], Value::Null, "what was submitted stays as it is");
    let refused = tablet.call("dossier.move", json!({ "id": filled })).unwrap_err();
    assert_eq!(refused.code(), "not_in_state");
    let before = get(&mut tablet, &draft);
    assert_eq!((&before["form_version"], &before["newer_form"]), (&json!(FIRST), &json!(NEWER)));
    let told = tablet.must("dossier.move_preview", json!({ "id": draft }));
    let expected = [
        ["req_name", "kept"],
        ["occasion", "kept"],
        ["day_and_hour", "kept"],
        ["people", "moved"],
        ["cleaner", "needs_answer"],
        ["helpers", "kept"],
        ["helpers/a", "no_longer_asked"],
        ["music", "no_longer_asked"],
    ];
    assert_eq!(outcomes(&told), expected);
    assert_eq!(get(&mut tablet, &draft), before, "looking changes nothing");

    let changes = bench.ward.export("changes").len();
    let moved = tablet.must("dossier.move", json!({ "id": draft }));
    assert_eq!(moved["moved"], told, "what was told is what was done");
    let again = tablet.must("dossier.move", json!({ "id": draft }));
    assert_eq!(again["dossier"]["revision"], moved["dossier"]["revision"], "told twice, done once");
    let mut tablet = tablet.revive();
    let after = get(&mut tablet, &draft);
    assert_eq!((&after["form_version"], &after["newer_form"]), (&json!(NEWER), &Value::Null));
    assert_eq!(
        (&after["answers"]["people"], &after["provenance"]["people"]),
        (&json!(400), &json!("spoken"))
    );
    let earlier: Vec<[Value; 3]> = after["earlier"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| ["version", "label", "value"].map(|key| one[key].clone()))
        .collect();
    assert_eq!(
        earlier,
        [
            [json!(FIRST), json!("Người giúp dọn dẹp"), json!({ "row": "a", "task": "Nấu ăn" })],
            [json!(FIRST), json!("Có nhạc sống hay không"), json!(false)],
        ]
    );
    sync(&mut tablet);
    assert_eq!(bench.ward.export("changes").len(), changes + 1, "moving is one change");
    tablet.must("dossier.set", json!({ "id": draft, "answers": { "people": 40, "cleaner": "Lê Thị Dụ" } }));
    let laid_out = ["Mượn vào lúc: Chủ nhật", "Số người dự kiến: 40", "Lê Thị Dụ", "Người dọn dẹp (Ký"];
    assert_says(&paper(&mut tablet, &bench, &draft), &laid_out);
    tablet.must("dossier.submit", json!({ "id": draft }));
    sync(&mut tablet);
    let received = exported(&bench, &draft);
    assert_eq!((&received["form_version"], &received["state"]), (&json!(NEWER), &json!("queued")));
    assert_eq!((&received["answers"]["people"], &received["findings"]), (&json!(40), &json!([])));
    assert_eq!(exported(&bench, &filled)["form_version"], FIRST);
    sync(&mut admin);
    assert_eq!(get(&mut admin, &draft)["earlier"].as_array().unwrap().len(), 2, "everybody can read them");
}

#[test]
fn what_is_wrong_with_a_package_is_said_by_file_and_line_and_changes_nothing() {
    let bench = Bench::new();
    let mut admin = bench.enrolled("admin", "Nguyễn Văn An", &[]);
    let mut tablet = bench.volunteer();
    let good = folder(&bench.profile("good"), FIRST, as_it_is);
    let refused = tablet.call("form.take_in", json!({ "path": good })).unwrap_err();
    assert_eq!(refused.code(), "not_allowed", "a volunteer decides no form");

    let broken = |device: &mut Device, path: &Path| {
        let refused = device.call("form.take_in", json!({ "path": path })).unwrap_err();
        assert_eq!(refused.code(), "form_package_broken");
        let tan_nha_test_support::Refused::Failure(data) = refused else { panic!("it died") };
        (data["params"]["file"].as_str().unwrap().to_owned(), data["params"]["line"].as_u64().unwrap())
    };
    let misspelt = folder(&bench.profile("misspelt"), FIRST, |text| {
        text.replacen("required = true", "requird = true", 1)
    });
    let text = fs::read_to_string(misspelt.join("form.toml")).unwrap();
    let line = 1 + text.lines().position(|line| line.starts_with("requird")).unwrap() as u64;
    assert_eq!(broken(&mut admin, &misspelt), ("form.toml".into(), line));
    let strict =
        folder(&bench.profile("strict"), FIRST, |text| text.replacen("guests > 300", "guests > 100", 1));
    let text = fs::read_to_string(strict.join("sample.json")).unwrap();
    let line = 1 + text.lines().position(|line| line.contains("guests")).unwrap() as u64;
    assert_eq!(broken(&mut admin, &strict), ("sample.json".into(), line));
    let half = folder(&bench.profile("half"), FIRST, as_it_is);
    fs::remove_file(half.join("sample.json")).unwrap();
    assert_eq!(broken(&mut admin, &half), ("sample.json".into(), 1));
    let bytes = folder(&bench.profile("bytes"), FIRST, as_it_is);
    fs::write(bytes.join("paper.typ"), b"#set page()\n\xff\xfe").unwrap();
    assert_eq!(broken(&mut admin, &bytes), ("paper.typ".into(), 2));
    for (name, layout, line) in [
        ("faulty", "#import \"official.typ\": *\n#let declaration(paper) = {\n  titel(paper.title)\n}", 3),
        ("endless", "#let declaration(paper) = {\n  while true {}\n}", 2),
        ("beside", "#let declaration(paper) = place(dx: -3cm)[Bên lề]", 1),
        ("unmarked", "#let declaration(paper) = page(background: none)[Không có dấu]", 1),
    ] {
        let faulty = folder(&bench.profile(name), FIRST, as_it_is);
        fs::write(faulty.join("paper.typ"), layout).unwrap();
        assert_eq!(broken(&mut admin, &faulty), ("paper.typ".into(), line), "{name}");
    }
    let usurper = folder(&bench.profile("usurper"), FIRST, |text| {
        text.replacen("yard_use", "birth_rereg", 1).replacen(FIRST, "2024-06.1", 1)
    });
    assert_eq!(
        admin.call("form.take_in", json!({ "path": usurper })).unwrap_err().code(),
        "form_version_taken"
    );
    assert_eq!((versions(&mut admin), admin.four_numbers()), (vec![], [0; 4]));

    take_in(&mut admin, &good);
    take_in(&mut admin, &good);
    assert_eq!(admin.four_numbers(), [1, 0, 0, 0], "the same files are the same form");
    let texts = json!({ "definition": fs::read_to_string(good.join("form.toml")).unwrap(),
                        "sample": fs::read_to_string(good.join("sample.json")).unwrap() });
    admin.must("form.take_in", texts);
    assert_eq!(admin.four_numbers(), [1, 0, 0, 0], "also as texts");
}

#[test]
fn of_two_admins_who_take_in_the_same_version_the_first_at_the_ward_has_made_it() {
    let bench = Bench::new();
    let mut first = bench.enrolled("admin", "Nguyễn Văn An", &[]);
    let mut second = bench.enrolled("admin", "Phạm Thị Bích", &[]);
    let label = |device: &mut Device| {
        let form = device.must("procedure.form", json!({ "procedure": "yard_use" }));
        form["sections"][1]["fields"][2]["label"].clone()
    };
    // Made first on the device whose sync comes second.
    let other = |text: String| text.replacen("Số khách dự kiến", "Bao nhiêu khách", 1);
    take_in(&mut second, &folder(&bench.profile("other"), FIRST, other));
    take_in(&mut first, &folder(&bench.profile("one"), FIRST, as_it_is));
    let citizen = second.save_citizen("Trần Thị Bình", "Khóm 2");
    let begun = begin(&mut second, &citizen);
    second.must("dossier.set", json!({ "id": begun, "answers": { "guests": 30 } }));
    assert_eq!(label(&mut second), "Bao nhiêu khách");
    sync(&mut first);
    sync(&mut second);
    let shelf = second.must("shelf.list", json!({}));
    let reasons: Vec<&Value> = shelf.as_array().unwrap().iter().map(|item| &item["reason"]).collect();
    assert_eq!(reasons, ["form_version_taken"]);
    for device in [&mut first, &mut second] {
        assert_eq!(label(device), "Số khách dự kiến");
    }
    assert_eq!(get(&mut second, &begun)["answers"]["guests"], 30, "and what was begun goes on");
    assert_eq!(exported(&bench, &begun)["answers"]["guests"], 30);
}

#[test]
fn a_restored_ward_that_forgot_a_form_gets_it_back_and_what_was_filled_waits_for_it() {
    let mut bench = Bench::new();
    let mut admin = bench.enrolled("admin", "Nguyễn Văn An", &[]);
    let mut tablet = bench.volunteer();
    bench.ward.stop();
    let backup = bench.profile("backup");
    copy(bench.ward.data(), &backup);
    bench.ward.serve_again();
    take_in(&mut admin, &folder(&bench.profile("first"), FIRST, as_it_is));
    sync(&mut admin);
    sync(&mut tablet);
    let citizen = tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    let filled = tablet.submit_sample("yard_use", &citizen);
    sync(&mut tablet);
    bench.ward.kill();
    copy(&backup, bench.ward.data());
    bench.ward.serve_again();

    sync(&mut tablet);
    assert_eq!(exported(&bench, &filled), Value::Null);
    let shelf = tablet.must("shelf.list", json!({}));
    assert_eq!(shelf, json!([]), "it waits for the form, and is not refused");
    let [_, in_transit, receipted, set_aside] = tablet.four_numbers();
    assert_eq!((in_transit, receipted, set_aside), (1, 1, 0), "the dossier is not called received");
    sync(&mut admin);
    sync(&mut tablet);
    assert_eq!(exported(&bench, &filled)["state"], "queued");
    assert_eq!(tablet.four_numbers(), [0, 0, 2, 0]);
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn a_form_of_a_later_app_is_kept_unread_and_stops_nothing_else() {
    let mut bench = Bench::new();
    let mut admin = bench.enrolled("admin", "Nguyễn Văn An", &[]);
    let mut tablet = bench.volunteer();
    take_in(&mut admin, &folder(&bench.profile("first"), FIRST, as_it_is));
    take_in(&mut admin, &folder(&bench.profile("newer"), NEWER, in_force));
    let citizen = admin.save_citizen("Trần Thị Bình", "Khóm 2");
    let filled = begin(&mut admin, &citizen);
    admin.must("dossier.set", json!({ "id": filled, "answers": { "cleaner": "Lê Thị Dụ" } }));
    sync(&mut admin);
    // As an app sees it that does not know all that may stand in a form.
    let at_ward = |bench: &mut Bench, sql: &str| {
        bench.ward.stop();
        let clock = tan_nha_ward::Clock::new(|| SystemClock.now());
        Ward::open(bench.ward.data(), None, clock).unwrap().disturb(sql).unwrap();
        bench.ward.serve_again();
    };
    at_ward(&mut bench, &unreadable());
    sync(&mut tablet);
    assert_eq!(
        versions(&mut tablet),
        [
            [json!(NEWER), json!("unreadable"), json!(true), json!(1)],
            [json!(FIRST), json!("in_use"), json!(true), json!(0)],
        ]
    );
    let listed = tablet.must("dossier.list", json!({}));
    assert_eq!(listed[0]["id"], filled, "it is there");
    assert_eq!(
        tablet.call("dossier.get", json!({ "id": filled })).unwrap_err().code(),
        "form_version_unknown"
    );
    let own = begin(&mut tablet, &citizen);
    assert_eq!(get(&mut tablet, &own)["form_version"], FIRST, "the others are as they were");
    sync(&mut tablet);
    assert_eq!(exported(&bench, &own)["form_version"], FIRST);
}

/// Puts a key into the newer form that no app knows.
fn unreadable() -> String {
    format!(
        "UPDATE record SET body = json_set(body, '$.definition', 'key_of_tomorrow = 1' || char(10) || (body ->> '$.definition'))
         WHERE kind = 'form_package' AND body ->> '$.version' = '{NEWER}'"
    )
}

/// A day that a test sets.
#[derive(Clone)]
struct Day(Arc<Mutex<&'static str>>);

impl Clock for Day {
    fn now(&self) -> Timestamp {
        serde_json::from_value(json!(format!("{}T05:00:00Z", self.0.lock().unwrap()))).expect("a moment")
    }
}

#[test]
fn a_form_that_is_coming_waits_for_its_day_also_where_one_practises() {
    let folder_of_app = tempfile::tempdir().unwrap();
    let day = Day(Arc::new(Mutex::new("2027-02-28")));
    let app = App::open(Options {
        folder: folder_of_app.path().to_owned(),
        clock: Arc::new(day.clone()),
        documents: None,
        kdf: KdfCost::TESTS_ONLY,
        news: Box::new(|_| {}),
    })
    .unwrap();
    let call = |command: &str, args: Value| app.call(command, args).unwrap();
    call("profile.practice", json!({ "pin": PIN, "role": "admin", "people": 1 }));
    let files = tempfile::tempdir().unwrap();
    call("form.take_in", json!({ "path": folder(&files.path().join("1"), FIRST, as_it_is) }));
    let coming = call("form.take_in", json!({ "path": folder(&files.path().join("2"), NEWER, as_it_is) }));
    assert_eq!((&coming["standing"], &coming["in_force_from"]), (&json!("coming"), &json!("2027-03-01")));
    let begun = call("dossier.open", json!({ "procedure": "yard_use" }));
    assert_eq!((&begun["form_version"], &begun["newer_form"]), (&json!(FIRST), &Value::Null));
    let unmoved = call("dossier.move", json!({ "id": begun["id"] }));
    assert_eq!((&unmoved["moved"]["to"], &unmoved["dossier"]), (&json!(FIRST), &begun));

    *day.0.lock().unwrap() = "2027-03-01";
    assert_eq!(call("dossier.get", json!({ "id": begun["id"] }))["newer_form"], NEWER);
    assert_eq!(call("dossier.open", json!({ "procedure": "yard_use" }))["form_version"], NEWER);
    call("dossier.move", json!({ "id": begun["id"] }));
    assert_eq!(call("dossier.get", json!({ "id": begun["id"] }))["form_version"], NEWER);
}
