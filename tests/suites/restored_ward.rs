//! The ward's folder is lost and an older copy is put back: what the ward forgot comes again from the
//! devices, and until it has, nobody is told that it was received.

use serde_json::{Value, json};
use std::{fs, path::Path};
use tan_nha_test_support::{Bench, Device};

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn phone(tablet: &mut Device, id: &Value) -> Value {
    tablet.must("citizen.get", json!({ "id": id }))["phone"].clone()
}

#[test]
fn what_a_restored_ward_forgot_comes_again_from_the_devices() {
    let mut bench = Bench::new();
    let mut first = bench.volunteer();
    let mut second = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let edited = first.save_citizen("Trần Thị Bình", "Khóm 2");
    first.must("sync.now", json!({}));
    bench.ward.stop();
    let backup = bench.profile("backup");
    copy(bench.ward.data(), &backup);
    bench.ward.serve_again();

    first.must("citizen.save", json!({ "id": edited, "phone": "0912345678" }));
    let dossier = first.submit_sample("birth_rereg", &edited);
    first.must("sync.now", json!({}));
    let of_second = second.save_citizen("Hồ Văn Quý", "Khóm 2");
    second.must("sync.now", json!({}));
    let before = bench.ward.export("changes").len();

    bench.ward.kill();
    copy(&backup, bench.ward.data());
    bench.ward.serve_again();
    assert!(bench.ward.export("changes").len() < before, "the copy is older");

    // Nothing new to send: the loss is noticed all the same.
    first.must("sync.now", json!({}));
    assert_eq!(phone(&mut first, &edited), "0912345678", "received work is never reverted");
    second.must("sync.now", json!({}));
    first.must("sync.now", json!({}));
    assert_eq!(bench.ward.export("changes").len(), before, "all of it, once");
    let citizens = bench.ward.export("citizens");
    let held = citizens.iter().find(|citizen| citizen["id"] == edited).unwrap();
    assert_eq!(held["phone"], "0912345678");
    assert!(citizens.iter().any(|citizen| citizen["id"] == of_second));
    assert_eq!(bench.ward.export("dossiers")[0]["id"], dossier);
    for tablet in [&mut first, &mut second] {
        let status = tablet.must("sync.status", json!({}));
        assert_eq!(
            (&status["receipted"], &status["alerts"]),
            (&status["created"], &json!(["ward_restored"]))
        );
    }
}

#[test]
fn what_left_the_scope_while_a_ward_was_restored_leaves_the_tablet_too() {
    let mut bench = Bench::new();
    let mut volunteer = bench.volunteer();
    let mut leader = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let citizen = leader.save_citizen("Trần Thị Bình", "Khóm 2");
    leader.must("sync.now", json!({}));
    volunteer.must("sync.now", json!({}));
    volunteer.must("citizen.get", json!({ "id": citizen }));
    bench.ward.stop();
    let backup = bench.profile("backup");
    copy(bench.ward.data(), &backup);
    bench.ward.serve_again();
    // The volunteer sees more of this ward than the copy knows.
    volunteer.save_citizen("Hồ Văn Quý", "Khóm 2");
    volunteer.must("sync.now", json!({}));
    bench.ward.kill();
    copy(&backup, bench.ward.data());
    bench.ward.serve_again();

    leader.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 3" }));
    leader.must("sync.now", json!({}));
    volunteer.must("sync.now", json!({}));
    assert_eq!(
        volunteer.call("citizen.get", json!({ "id": citizen })).unwrap_err().code(),
        "record_not_found"
    );
    assert_eq!(volunteer.must("sync.status", json!({}))["alerts"], json!(["ward_restored"]));
}

#[test]
fn a_restored_ward_that_gave_the_forgotten_numbers_to_other_work_is_still_known() {
    let mut bench = Bench::new();
    let mut reader = bench.volunteer();
    let mut writer = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let mut away = bench.enrolled("clerk", "Võ Thị Mai", &[]);
    let [first, second] = ["Trần Thị Bình", "Hồ Văn Quý"].map(|name| reader.save_citizen(name, "Khóm 2"));
    for tablet in [&mut reader, &mut writer, &mut away] {
        tablet.must("sync.now", json!({}));
    }
    bench.ward.stop();
    let backup = bench.profile("backup");
    copy(bench.ward.data(), &backup);
    bench.ward.serve_again();
    writer.must("citizen.save", json!({ "id": first, "phone": "0912345678" }));
    writer.must("sync.now", json!({}));
    reader.must("sync.now", json!({}));
    bench.ward.kill();
    copy(&backup, bench.ward.data());
    bench.ward.serve_again();

    // Who saw nothing of what is forgotten comes first: the ward is again as far as the reader knew it.
    away.must("citizen.save", json!({ "id": second, "phone": "0987654321" }));
    away.must("sync.now", json!({}));
    reader.must("sync.now", json!({}));
    assert_eq!(phone(&mut reader, &second), "0987654321", "what stands at the forgotten number");
    assert_eq!(reader.must("sync.status", json!({}))["alerts"], json!(["ward_restored"]));
    writer.must("sync.now", json!({}));
    reader.must("sync.now", json!({}));
    assert_eq!(phone(&mut reader, &first), "0912345678", "what was forgotten came again");
}

#[test]
fn whom_a_restored_ward_forgot_is_enrolled_again_and_hands_in_everything_once() {
    let mut bench = Bench::new();
    bench.ward.stop();
    let backup = bench.profile("backup");
    copy(bench.ward.data(), &backup);
    bench.ward.serve_again();
    // Came to the ward after the copy was made.
    let mut tablet = bench.volunteer();
    let citizen = tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    tablet.must("sync.now", json!({}));
    tablet.must("citizen.save", json!({ "id": citizen, "phone": "0912345678" }));
    let before = bench.ward.export("changes").len();
    bench.ward.kill();
    copy(&backup, bench.ward.data());
    bench.ward.serve_again();

    assert_eq!(tablet.call("sync.now", json!({})).unwrap_err().code(), "token_refused");
    let status = tablet.must("sync.status", json!({}));
    assert_eq!(status["created"], 1, "nothing of it is gone: {status}");
    let invitation = bench.ward.invite("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2"]);
    tablet.must("profile.enrol_again", json!({ "invitation": invitation }));
    tablet.must("sync.now", json!({}));
    let status = tablet.must("sync.now", json!({}));
    assert_eq!((&status["receipted"], &status["set_aside"]), (&json!(1), &json!(0)), "{status}");
    let changes = bench.ward.export("changes");
    assert_eq!(changes.len(), before + 1, "all of it, once");
    assert!(changes.iter().all(|change| change["verdict"] == "accepted"), "{changes:?}");
    assert_eq!(bench.ward.export("citizens")[0]["phone"], "0912345678");
}
