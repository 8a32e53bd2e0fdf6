//! The network between device and ward is cut at every end of a flight and at random bytes, before and
//! after the ward's commit: each change arrives once, and "received" is never said falsely.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use tan_nha_test_support::{Bench, Cut, Device, FaultyNetwork, PIN, Traffic};

/// The cuts of a request whose whole traffic is known: each end of a flight and the byte before it,
/// and some bytes between, in both directions.
fn cuts(traffic: &Traffic, seed: u64) -> Vec<Cut> {
    let places = |ends: &[u64]| {
        let whole = ends.last().copied().unwrap_or(0);
        let random = (1..=8).map(|n| (seed + n).wrapping_mul(0x9E37_79B9_7F4A_7C15) % whole.max(1));
        let all: BTreeSet<u64> =
            ends.iter().flat_map(|end| [end.saturating_sub(1), *end]).chain(random).collect();
        all.into_iter().filter(move |place| *place <= whole).collect::<Vec<_>>()
    };
    let up = places(&traffic.up).into_iter().map(|place| Cut { up: Some(place), down: None });
    let down = places(&traffic.down).into_iter().map(|place| Cut { up: None, down: Some(place) });
    up.chain(down).collect()
}

fn count(rows: &[Value], field: &str, value: &Value) -> usize {
    rows.iter().filter(|row| row[field] == *value).count()
}

#[test]
fn changes_pushed_and_records_pulled_over_a_cut_network_are_there_once() {
    let bench = Bench::new();
    let network = FaultyNetwork::to(bench.ward.address());
    let mut tablet =
        bench.enrolled("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2", "--url", &network.url()]);
    let mut other = bench.enrolled("leader", "Võ Quốc Sơn", &[]);

    // A whole pass, to know where its flights end.
    tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    network.cut(Cut::default());
    tablet.must("sync.now", json!({}));
    let (mut ids, mut failures) = (Vec::new(), 0);
    for (round, cut) in cuts(&network.take_traffic(), 1).into_iter().enumerate() {
        ids.push(tablet.save_citizen(&format!("Đỗ Văn Lộc {round}"), "Khóm 2"));
        let theirs = other.save_citizen(&format!("Bùi Thị Ngà {round}"), "Khóm 2");
        other.must("sync.now", json!({}));

        network.cut(cut);
        // Each pass begins on a connection of its own, so the cut meets its first bytes.
        let outcome = tablet.call("sync.now", json!({}));
        failures += usize::from(outcome.is_err());
        let at_ward = bench.ward.export("citizens");
        if tablet.must("citizen.get", json!({ "id": ids[round] }))["delivery"] == "receipted" {
            assert_eq!(count(&at_ward, "id", &ids[round]), 1, "{cut:?}: received, but not at the ward");
        }
        if round % 7 == 0 {
            tablet = tablet.revive();
        }
        network.cut(Cut::default());
        tablet.must("sync.now", json!({}));
        tablet.must("citizen.get", json!({ "id": theirs }));
    }
    assert!(failures > 10, "only {failures} passes were cut");
    let (at_ward, changes) = (bench.ward.export("citizens"), bench.ward.export("changes"));
    for id in &ids {
        assert_eq!((count(&at_ward, "id", id), count(&changes, "record", id)), (1, 1));
    }
    let created = tablet.must("sync.status", json!({}))["created"].as_u64().unwrap();
    assert_eq!(tablet.four_numbers(), [0, 0, created, 0]);
    assert_eq!(tablet.must("sync.status", json!({}))["alerts"], json!([]));
}

#[test]
fn an_enrolment_cut_anywhere_is_finished_by_the_same_device_and_by_no_other() {
    let bench = Bench::new();
    let network = FaultyNetwork::to(bench.ward.address());
    let url = network.url();
    let invite = |name: &str| bench.ward.invite("volunteer", name, &["--hamlets", "Khóm 2", "--url", &url]);
    let enrol = |tablet: &mut Device, invitation: &str| {
        tablet.call("profile.enrol", json!({ "invitation": invitation, "pin": PIN }))
    };

    let mut first = Device::start(&bench.profile("whole"));
    network.cut(Cut::default());
    enrol(&mut first, &invite("Lê Thị Hường")).unwrap();
    let mut failures = 0;
    for (round, cut) in cuts(&network.take_traffic(), 2).into_iter().enumerate() {
        let name = format!("Phạm Thị Đào {round}");
        let invitation = invite(&name);
        let mut tablet = Device::start(&bench.profile(&format!("cut {round}")));
        network.cut(cut);
        let outcome = enrol(&mut tablet, &invitation);
        failures += usize::from(outcome.is_err());
        if outcome.is_err() {
            assert_eq!(tablet.must("profile.status", json!({}))["state"], "empty", "{cut:?}");
        }
        network.cut(Cut::default());
        if round % 3 == 0 {
            tablet = tablet.restart();
        }
        let identity =
            enrol(&mut tablet, &invitation).unwrap_or_else(|refused| panic!("{cut:?}: {refused:?}"));
        assert_eq!(identity["user"], name);
        assert_eq!(enrol(&mut tablet, &invitation).unwrap()["user"], name, "and once more");

        if round % 5 == 0 {
            let mut stranger = Device::start(&bench.profile(&format!("stranger {round}")));
            assert_eq!(enrol(&mut stranger, &invitation).unwrap_err().code(), "invitation_used");
        }
        let id = tablet.save_citizen("Trần Thị Bình", "Khóm 2");
        tablet.must("sync.now", json!({}));
        assert_eq!(count(&bench.ward.export("citizens"), "id", &id), 1);
    }
    assert!(failures > 5, "only {failures} enrolments were cut");
}

#[test]
fn another_server_at_the_wards_address_is_never_the_ward() {
    let mut bench = Bench::new();
    let mut tablet = bench.volunteer();
    let id = tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    bench.ward.kill();
    let impostor_folder = tempfile::tempdir().unwrap();
    let mut impostor = tan_nha_test_support::WardMachine::init(impostor_folder.path());
    impostor.serve(bench.ward.address());
    assert_eq!(tablet.call("sync.now", json!({})).unwrap_err().code(), "certificate_other_root");
    assert_ne!(tablet.must("citizen.get", json!({ "id": id }))["delivery"], "receipted");
    assert!(impostor.export("citizens").is_empty());
}
