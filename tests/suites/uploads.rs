//! Papers on their way to the ward: cut, killed, lost and mended, over real sockets and with real programs.

use serde_json::{Value, json};
use std::fs;
use tan_nha_test_support::{Bench, Cut, Device, FaultyNetwork, killed_at_each_commit, photo};

const SLOT: &str = "identity_paper";

/// A dossier with so many photos attached, each of about 8 KB.
fn dossier_with_photos(bench: &Bench, tablet: &mut Device, seeds: std::ops::Range<u64>) -> Value {
    let citizen = tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    let dossier =
        tablet.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": citizen }))["id"].clone();
    for seed in seeds {
        let path = bench.profile(&format!("{seed}.png"));
        fs::write(&path, photo(seed, 110, 80)).unwrap();
        tablet.must("dossier.attach", json!({ "id": dossier, "slot": SLOT, "path": path }));
    }
    dossier
}

fn counts(device: &mut Device, dossier: &Value) -> (u64, u64) {
    let view = device.must("dossier.get", json!({ "id": dossier }));
    let of = |key: &str| view["paper_counts"][key].as_u64().unwrap();
    (of("received"), of("all"))
}

/// How many files of a dossier the ward holds whole, and how many it names.
fn at_ward(bench: &Bench, dossier: &Value) -> (usize, usize) {
    let dossiers = bench.ward.export("dossiers");
    let there = dossiers.iter().find(|there| there["id"] == *dossier);
    let files = there.and_then(|there| there["files"].as_array()).cloned().unwrap_or_default();
    (files.iter().filter(|file| file["whole"] == true).count(), files.len())
}

#[test]
fn a_dossier_is_received_when_its_last_file_is_and_others_see_it_arrive() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    let mut clerk = bench.enrolled("clerk", "Đỗ Văn Sáu", &[]);
    let dossier = dossier_with_photos(&bench, &mut tablet, 0..3);
    let before = tablet.must("sync.status", json!({}));
    assert_eq!(before["files_waiting"], 3);
    let after = tablet.must("sync.now", json!({}));
    assert_eq!((&after["files_waiting"], &after["receipted"]), (&json!(0), &after["created"]), "{after}");
    assert_eq!(at_ward(&bench, &dossier), (3, 3));
    assert_eq!(counts(&mut tablet, &dossier), (3, 3));
    clerk.must("sync.now", json!({}));
    assert_eq!(counts(&mut clerk, &dossier), (3, 3), "the clerk hears of it in the next pull");
    let idle = tablet.must("sync.now", json!({}));
    assert_eq!((&idle["alerts"], &idle["files_waiting"]), (&json!([]), &json!(0)));
}

#[test]
fn a_first_pass_killed_anywhere_leaves_what_the_wards_clock_said_with_what_the_ward_said() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    dossier_with_photos(&bench, &mut tablet, 0..2);
    assert_eq!(tablet.must("sync.status", json!({}))["ward_time_offset_s"], json!(null));
    let mut heard = 0;
    let knows_the_time = |tablet: &mut Device| {
        let status = tablet.must("sync.status", json!({}));
        if status["receipted"].as_u64() > Some(0) {
            heard += 1;
            assert!(status["ward_time_offset_s"].is_i64(), "{status}");
        }
    };
    killed_at_each_commit(tablet, "sync.now", || json!({}), knows_the_time);
    assert!(heard > 0, "some of it was killed after it had receipts");
}

#[test]
fn files_that_were_cut_go_on_where_they_stopped_and_nothing_is_called_received_that_is_not() {
    let bench = Bench::new();
    let network = FaultyNetwork::to(bench.ward.address());
    let mut tablet =
        bench.enrolled("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2", "--url", &network.url()]);
    let dossier = dossier_with_photos(&bench, &mut tablet, 0..12);
    network.cut(Cut::default());
    let mut cuts = 0;
    let mut last = 0;
    for round in 0_u64.. {
        network.cut(Cut { up: Some(6_000 + round * 9_000), down: None });
        let outcome = tablet.call("sync.now", json!({}));
        let (received, all) = counts(&mut tablet, &dossier);
        let (whole, named) = at_ward(&bench, &dossier);
        assert!(received <= whole as u64 || named == 0, "{received} said to be received, {whole} are");
        assert!(received >= last, "what was received stays so");
        last = received;
        if round % 3 == 1 {
            tablet = tablet.revive();
        }
        match outcome {
            Ok(status) => {
                assert_eq!((received, all, &status["files_waiting"]), (12, 12, &json!(0)));
                break;
            }
            Err(refused) => assert!(
                ["ward_cut", "ward_silent", "ward_unreachable", "not_the_ward"].contains(&refused.code()),
                "{}",
                refused.code()
            ),
        }
        cuts += 1;
        assert!(cuts < 60, "it never ended");
    }
    assert!(cuts > 3, "only {cuts} passes were cut");
    assert_eq!(at_ward(&bench, &dossier), (12, 12));
}

#[test]
fn files_outlive_a_ward_that_is_killed_while_they_come() {
    let mut bench = Bench::new();
    let network = FaultyNetwork::to(bench.ward.address());
    let mut tablet =
        bench.enrolled("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2", "--url", &network.url()]);
    let dossier = dossier_with_photos(&bench, &mut tablet, 0..6);
    network.cut(Cut { up: Some(30_000), down: None });
    assert!(tablet.call("sync.now", json!({})).is_err());
    bench.ward.kill();
    assert_eq!(tablet.call("sync.now", json!({})).unwrap_err().code(), "ward_unreachable");
    bench.ward.serve_again();
    network.cut(Cut::default());
    tablet.must("sync.now", json!({}));
    assert_eq!((at_ward(&bench, &dossier), counts(&mut tablet, &dossier)), ((6, 6), (6, 6)));
}

#[test]
fn a_second_tablet_that_attaches_the_same_photo_has_to_send_it_itself() {
    let bench = Bench::new();
    let mut first = bench.volunteer();
    let mut second = bench.enrolled("volunteer", "Võ Thị Mai", &["--hamlets", "Khóm 2"]);
    let dossier = dossier_with_photos(&bench, &mut first, 0..1);
    first.must("sync.now", json!({}));
    let other = dossier_with_photos(&bench, &mut second, 0..1);
    assert_eq!(second.must("sync.status", json!({}))["files_waiting"], 1, "knowing it is not having sent it");
    second.must("sync.now", json!({}));
    assert_eq!((at_ward(&bench, &dossier), at_ward(&bench, &other)), ((1, 1), (1, 1)));
}

#[test]
fn a_photo_of_refused_work_waits_until_the_ward_has_it_and_no_longer() {
    let bench = Bench::new();
    let mut leader = bench.enrolled("leader", "Nguyễn Văn Tư", &[]);
    let mut volunteer = bench.volunteer();
    let dossier = dossier_with_photos(&bench, &mut leader, 0..1);
    leader.must("sync.now", json!({}));
    volunteer.must("sync.now", json!({}));
    let citizen = leader.must("dossier.get", json!({ "id": dossier }))["citizen"].clone();
    leader.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 3" }));
    leader.must("sync.now", json!({}));
    let path = bench.profile("another.png");
    fs::write(&path, photo(7, 110, 80)).unwrap();
    let given = json!({ "id": dossier, "slot": SLOT, "path": path });
    volunteer.must("dossier.attach", given);
    let share = |status: &Value| ["on_device", "set_aside", "files_waiting"].map(|key| status[key].clone());
    assert_eq!(share(&volunteer.must("sync.status", json!({}))), [json!(1), json!(0), json!(1)]);
    let after = volunteer.must("sync.now", json!({}));
    assert_eq!(
        share(&after),
        [json!(0), json!(1), json!(0)],
        "it has gone, and its dossier's change was refused"
    );
    leader.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 2" }));
    leader.must("sync.now", json!({}));
    let shelf = volunteer.must("shelf.list", json!({}));
    volunteer.must("shelf.retry", json!({ "id": shelf[0]["id"] }));
    volunteer.must("sync.now", json!({}));
    assert_eq!(at_ward(&bench, &dossier), (2, 2), "and is there when that is taken");
}
