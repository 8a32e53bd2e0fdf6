//! SIGKILL at random moments while answers are saved: what was acknowledged is there.

use serde_json::json;
use std::{path::Path, thread, time::Duration};
use tan_nha_domain::time::Timestamp;
use tan_nha_store::ReplicaFile;
use tan_nha_test_support::{Device, PIN, signal};

const ROUNDS: u64 = 200;

/// A plain linear congruence: the same moments in every run, as far as the machine allows.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[test]
fn every_acknowledged_answer_survives_200_kills() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Device::start(folder.path());
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
    let dossier = tablet.must("dossier.open", json!({ "procedure": "birth_rereg" }))["id"].clone();
    let (mut acknowledged, mut seed, mut saves) = (0, 42, 0_u64);
    for round in 0..ROUNDS {
        let delay = Duration::from_micros(next(&mut seed) % 30_000);
        let victim = tablet.pid();
        let killer = thread::spawn(move || {
            thread::sleep(delay);
            signal("KILL", victim);
        });
        let mut typed = acknowledged;
        loop {
            typed += 1;
            let answers = json!({ "prev_no": typed.to_string(), "prev_book": format!("Quyển {typed}") });
            match tablet.call("dossier.set", json!({ "id": dossier, "answers": answers })) {
                Ok(_) => (acknowledged, saves) = (typed, saves + 1),
                Err(_) => break,
            }
        }
        killer.join().unwrap();
        tablet = tablet.revive();
        let held = tablet.must("dossier.get", json!({ "id": dossier }))["answers"].clone();
        let number: u64 = held["prev_no"].as_str().map_or(0, |text| text.parse().unwrap());
        assert!(
            number == acknowledged || number == typed,
            "round {round}: {number}, acknowledged {acknowledged}"
        );
        if number > 0 {
            assert_eq!(
                held["prev_book"],
                format!("Quyển {number}"),
                "round {round}: a save is whole or not there"
            );
        }
        acknowledged = number;
    }
    assert!(saves > ROUNDS, "the kills left room for {saves} saves only");
    assert_sound(&tablet.kill());
}

fn assert_sound(profile: &Path) {
    let replica = std::fs::read_dir(profile.join("replicas")).unwrap().next().unwrap().unwrap().path();
    let store = ReplicaFile::unlock(&replica, PIN, Timestamp(0)).unwrap();
    let pragmas = store.live_pragmas().unwrap();
    assert_eq!(pragmas.integrity_check, "ok");
}
