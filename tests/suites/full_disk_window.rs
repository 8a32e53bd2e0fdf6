//! A tablet whose disk is full, under the hands of somebody who goes on typing.

use serde_json::json;
use std::fs;
use tan_nha_test_support::{By, PIN, TABLET, Window, as_seen_by, fill_up, on_a_small_disk};
use tan_nha_tests::Hands;

#[test]
fn on_a_full_disk_the_screen_says_so_keeps_what_is_typed_and_saves_it_when_there_is_room_again() {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("tablet");
    fs::create_dir(&profile).unwrap();
    let window = Window::open_under(Some(&on_a_small_disk(&profile, 24)), &profile, TABLET);
    let hands = Hands::at(window);
    hands.must("profile.practice", json!({ "pin": PIN, "role": "volunteer", "people": 3 }));
    let citizen = hands.must("citizen.search", json!({ "text": "" }))[0]["id"].clone();
    let opened = hands.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": citizen }));
    let dossier = opened["id"].as_str().unwrap();
    hands.reload();

    hands.go(&format!("/dossiers/{dossier}/sections/previous"));
    hands.write("field-prev_office", "Ủy ban nhân dân xã Mẫu");
    hands.leave_field();
    hands.read_saved();

    let [process] = hands.window().processes()[..] else { panic!("one process") };
    let ballast = as_seen_by(process, &profile).join("ballast");
    fill_up(&ballast);
    hands.write("field-prev_no", "Quyển số 7, tờ số 15");
    hands.leave_field();
    hands.window().find(&By::css("[data-saved=failed]"));
    hands.read("Chưa lưu. Máy đã hết chỗ nên chưa lưu được. Những gì đã báo \"Đã lưu\" vẫn còn.");
    hands.window().painted_screenshot("full-disk");
    assert_eq!(hands.written("field-prev_no"), "Quyển số 7, tờ số 15", "what was typed stays on the screen");
    let held = || hands.must("dossier.get", json!({ "id": dossier }))["answers"].clone();
    assert_eq!(held()["prev_office"], "Ủy ban nhân dân xã Mẫu", "what was saved stays");
    assert!(held()["prev_no"].is_null(), "and nothing half");

    fs::remove_file(&ballast).unwrap();
    hands.press("Thử lại");
    hands.read_saved();
    assert_eq!(held()["prev_no"], "Quyển số 7, tờ số 15");
}
