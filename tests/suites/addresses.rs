//! Addresses at the door of the real program: units by what is typed, what became of the old ones, and what is said
//! of an answer that names one.

use serde_json::{Value, json};
use std::path::Path;
use tan_nha_test_support::{Bench, Device, PIN};

const PAPER: &str = "Khóm 2, phường Hòa Thuận, thành phố Cao Lãnh, tỉnh Đồng Tháp";

fn practice(folder: &Path, role: &str) -> Device {
    let mut tablet = Device::start(folder);
    tablet.must("profile.practice", json!({ "pin": PIN, "role": role }));
    tablet
}

/// What is found about an answer.
fn said(tablet: &mut Device, dossier: &Value, field: &str, address: &Value) -> Vec<String> {
    let saved = tablet.must("dossier.set", json!({ "id": dossier, "answers": { field: address } }));
    assert_eq!(saved["answers"][field], *address, "it comes back as it was given");
    let findings = saved["findings"].as_array().into_iter().flatten();
    let about = findings.filter(|finding| finding["field"] == field);
    about.map(|finding| finding["code"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_role_finds_the_units_of_today_and_of_2024_without_marks() {
    for role in ["volunteer", "leader", "clerk", "admin"] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut tablet = practice(folder.path(), role);
        let found = tablet.must("unit.search", json!({ "text": "hoa thuan cao lanh dong thap" }));
        assert_eq!(
            found[0],
            json!({
                "set": "2024",
                "code": "29892",
                "kind": "ward",
                "name": "Hòa Thuận",
                "path": "Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp",
            })
        );
        let today = json!({ "text": "hoà xuân", "set": "2025", "within": "48", "limit": 1 });
        assert_eq!(tablet.must("unit.search", today)[0]["path"], "Phường Hòa Xuân, Đà Nẵng");
        let all = tablet.must("unit.search", json!({ "text": "", "limit": 100_000 }));
        assert_eq!(all.as_array().map(Vec::len), Some(100));
        tablet.must("profile.lock", json!({}));
        assert_eq!(tablet.call("unit.search", json!({ "text": "" })).unwrap_err().code(), "locked");
    }
}

#[test]
fn a_ward_sees_its_own_units_first() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    let found = tablet.must("unit.search", json!({ "text": "", "limit": 5 }));
    assert_eq!(
        found[0],
        json!({ "set": "2025", "code": "29869", "kind": "ward", "name": "Cao Lãnh",
        "path": "Phường Cao Lãnh, Đồng Tháp" })
    );
    let became =
        tablet.must("unit.successors", json!({ "unit": found[1]["code"], "unit_set": found[1]["set"] }));
    assert_eq!(became["now"][0]["code"], "29869", "what it was made of comes next");
}

#[test]
fn an_old_unit_says_what_it_became_and_a_divided_one_asks() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut tablet = practice(folder.path(), "volunteer");
    let mut became =
        |unit: &str, set: &str| tablet.must("unit.successors", json!({ "unit": unit, "unit_set": set }));
    let whole = became("20308", "2024");
    assert_eq!(whole["unit"]["path"], "Xã Hòa Nhơn, Huyện Hòa Vang, Đà Nẵng");
    assert_eq!((&whole["became"], &whole["now"][0]["path"]), (&json!("whole"), &json!("Xã Bà Nà, Đà Nẵng")));
    assert_eq!(became("20308", "2025")["became"], "is_today", "the same code, another place");
    let parts = became("20296", "2024");
    assert_eq!((&parts["became"], parts["now"].as_array().map(Vec::len)), (&json!("parts"), Some(2)));
    assert_eq!(became("01651", "2024")["became"], "unsure");
    for (unit, set) in [("00000", "2024"), ("866", "2024"), ("06978", "2024")] {
        let arguments = json!({ "unit": unit, "unit_set": set });
        assert_eq!(tablet.call("unit.successors", arguments).unwrap_err().code(), "unit_unknown");
    }
    let arguments = json!({ "unit": "29869", "unit_set": "2023" });
    assert_eq!(tablet.call("unit.successors", arguments).unwrap_err().code(), "bad_argument");
}

#[test]
fn a_paper_names_one_unit_or_all_that_it_may_mean() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut tablet = practice(folder.path(), "volunteer");
    let mut read = |text: &str| tablet.must("unit.parse", json!({ "text": text }));
    let paper = read(PAPER);
    assert_eq!(paper.as_array().map(Vec::len), Some(1));
    assert_eq!((&paper[0]["unit"]["code"], &paper[0]["rest"]), (&json!("29892"), &json!("Khóm 2")));
    let several = read("phường Hòa Xuân");
    assert!(several.as_array().is_some_and(|units| units.len() > 1), "the name repeats");
    assert_eq!(read("Đã chết"), json!([]));
}

#[test]
fn an_answer_keeps_its_text_whatever_its_unit_and_both_are_judged() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut tablet = practice(folder.path(), "volunteer");
    let opened = tablet.must("dossier.open", json!({ "procedure": "id_card_14plus" }));
    let dossier = opened["id"].clone();
    let address =
        |unit: &str, set: &str| json!({ "text": PAPER, "unit": unit, "unit_set": set, "hamlet": "Khóm 2" });
    for (answer, expected) in [
        (json!(PAPER), vec![]),
        (address("29869", "2025"), vec![]),
        (address("29892", "2024"), vec!["unit_old"]),
        (address("20296", "2024"), vec!["unit_old_divided", "unit_text_differs"]),
        (address("29954", "2025"), vec!["unit_text_differs"]),
        (address("00000", "2025"), vec!["unit_unknown"]),
        (json!({ "text": "xã Bà Nà", "unit": "20308" }), vec!["unit_set_missing"]),
    ] {
        assert_eq!(said(&mut tablet, &dossier, "perm_addr", &answer), expected, "{answer}");
    }
    assert!(
        said(&mut tablet, &dossier, "home_town", &address("29892", "2024")).is_empty(),
        "an old place of birth"
    );
    let wrong = json!({ "id": dossier, "answers": { "perm_addr": address("00000", "2025") } });
    tablet.must("dossier.set", wrong);
    let refused = tablet.call("dossier.submit", json!({ "id": dossier })).unwrap_err();
    assert_eq!(refused.code(), "incomplete");
}
