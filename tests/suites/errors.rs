//! What a person is told when something is wrong: a stable code, nothing changed, nothing lost.

use serde_json::{Value, json};
use std::{fs, path::PathBuf, sync::Arc};
use tan_nha_app::{
    App, KdfCost, Options,
    clock::{Clock, SystemClock},
};
use tan_nha_domain::{role::Role, time::Timestamp};
use tan_nha_test_support::{Bench, Device, PIN, WardMachine};
use tan_nha_ward::{Guest, Ward};

fn enrol(tablet: &mut Device, invitation: &str) -> Result<Value, String> {
    tablet
        .call("profile.enrol", json!({ "invitation": invitation, "pin": PIN }))
        .map_err(|refused| refused.code().to_owned())
}

/// An invitation for a week, made a year ago.
fn invitation_of_last_year(bench: &Bench) -> String {
    let last_year = SystemClock.now().plus_seconds(-365 * 86_400);
    let ward = Ward::open(bench.ward.data(), None, tan_nha_ward::Clock::fixed(last_year)).unwrap();
    let mut guest = Guest::new("Võ Quốc Sơn", Role::Volunteer);
    guest.urls = vec![bench.ward.url().to_owned()];
    ward.invite(&guest).unwrap()
}

#[test]
fn an_invitation_that_does_not_hold_says_why() {
    let bench = Bench::new();
    let invitation = bench.ward.invite("volunteer", "Lê Thị Hường", &[]);
    let tablet = |name: &str| Device::start(&bench.profile(name));
    let code = |name: &str, text: &str| enrol(&mut tablet(name), text).unwrap_err();

    assert_eq!(code("cut", &invitation[..invitation.len() - 20]), "invitation_unreadable");
    assert_eq!(code("prose", "xin chào"), "invitation_unreadable");
    enrol(&mut tablet("first"), &invitation).unwrap();
    assert_eq!(code("second", &invitation), "invitation_used");
    assert_eq!(code("late", &invitation_of_last_year(&bench)), "invitation_expired");

    // A denied invitation leaves nothing behind: the same handle is free for the next one.
    let mut again = tablet("again");
    for (text, outcome) in
        [(&invitation, Err("invitation_used")), (&bench.ward.invite("volunteer", "Hồ Thị Ánh", &[]), Ok(()))]
    {
        let answer =
            again.call("profile.enrol", json!({ "invitation": text, "pin": PIN, "handle": "cô Ánh" }));
        assert_eq!(answer.as_ref().map(drop).map_err(tan_nha_test_support::Refused::code), outcome);
    }
    assert_eq!(fs::read_dir(again.profile().join("replicas")).unwrap().count(), 1);

    // Another ward at the address of this one.
    let mut bench = bench;
    let address = bench.ward.address().to_owned();
    let fresh = bench.ward.invite("volunteer", "Bùi Ngọc Uyên", &[]);
    bench.ward.kill();
    assert_eq!(enrol(&mut Device::start(&bench.profile("alone")), &fresh).unwrap_err(), "ward_unreachable");
    let other_folder = tempfile::tempdir().unwrap();
    let mut other = WardMachine::init(other_folder.path());
    other.serve(&address);
    assert_eq!(
        enrol(&mut Device::start(&bench.profile("misled")), &fresh).unwrap_err(),
        "certificate_other_root"
    );
}

#[test]
fn a_pin_that_is_too_short_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Device::start(folder.path());
    let refused =
        tablet.call("profile.practice", json!({ "pin": "12345", "role": "volunteer" })).unwrap_err();
    assert_eq!(refused.code(), "pin_too_short");
    assert_eq!(tablet.must("profile.status", json!({})), json!({ "state": "empty", "users": [] }));
    assert_eq!(tablet.call("citizen.search", json!({})).unwrap_err().code(), "locked");
    assert_eq!(tablet.call("profile.unlock", json!({ "pin": PIN })).unwrap_err().code(), "profile_empty");
    assert_eq!(tablet.call("dossier.burn", json!({})).unwrap_err().code(), "unknown_command");
}

#[test]
fn what_is_too_large_to_be_sent_is_said_before_it_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Device::start(folder.path());
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
    let long = "a".repeat(2_001);
    let refused =
        tablet.call("citizen.save", json!({ "full_name": "Trần Thị Bình", "address": long })).unwrap_err();
    assert_eq!(refused.code(), "bad_argument");
    let mut deep = json!("x");
    for _ in 0..40 {
        deep = json!({ "text": deep });
    }
    let dossier = tablet.must("dossier.open", json!({ "procedure": "birth_rereg" }));
    let answers = json!({ "id": dossier["id"], "answers": { "sub_birthplace": deep } });
    assert_eq!(tablet.call("dossier.set", answers).unwrap_err().code(), "bad_argument");
    assert_eq!(tablet.must("citizen.search", json!({})), json!([]));
}

#[test]
fn a_handle_may_be_taken_over_from_an_unfinished_enrolment_which_goes_on_under_a_number() {
    let mut bench = Bench::new();
    let invite = |name: &str| bench.ward.invite("volunteer", name, &[]);
    let (first, second) = (invite("Lê Thị Hường"), invite("Hồ Thị Ánh"));
    bench.ward.kill();
    let mut tablet = Device::start(&bench.profile("shared"));
    let with_handle = |invitation: &str| json!({ "invitation": invitation, "pin": PIN, "handle": "chị" });
    assert_eq!(tablet.call("profile.enrol", with_handle(&first)).unwrap_err().code(), "ward_unreachable");
    bench.ward.serve_again();
    assert_eq!(tablet.must("profile.enrol", with_handle(&second))["handle"], "chị");
    let finished = tablet.must("profile.enrol", with_handle(&first));
    assert_eq!((&finished["user"], &finished["handle"]), (&json!("Lê Thị Hường"), &json!("1")));
}

fn store_file(profile: &std::path::Path) -> PathBuf {
    let replica = fs::read_dir(profile.join("replicas")).unwrap().next().unwrap().unwrap().path();
    replica.join("store.db")
}

#[test]
fn a_damaged_file_is_set_aside_and_never_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Device::start(folder.path());
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer", "people": 5 }));
    tablet.finish();
    let file = store_file(folder.path());
    let mut bytes = fs::read(&file).unwrap();
    bytes.iter_mut().skip(100).take(4000).for_each(|byte| *byte = !*byte);
    fs::write(&file, &bytes).unwrap();

    for _ in 0..2 {
        let mut tablet = Device::start(folder.path());
        let refused = tablet.call("profile.unlock", json!({ "pin": PIN })).unwrap_err();
        assert_eq!(refused.code(), "file_damaged");
        let tan_nha_test_support::Refused::Failure(data) = refused else { panic!() };
        let aside = file.with_file_name(data["params"]["set_aside"].as_str().unwrap());
        assert_eq!(fs::read(aside).unwrap(), bytes, "every byte is still there");
    }
}

#[test]
fn a_damaged_registry_locks_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Device::start(folder.path());
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer", "people": 3, "handle": "chị" }));
    tablet.finish();
    fs::write(folder.path().join("registry.json"), "{").unwrap();
    let mut tablet = Device::start(folder.path());
    tablet.must("profile.unlock", json!({ "pin": PIN }));
    assert_eq!(tablet.must("citizen.search", json!({})).as_array().unwrap().len(), 3);
    assert_eq!(fs::read(folder.path().join("registry.json.damaged-1")).unwrap(), b"{");
}

struct SetClock(i64);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0)
    }
}

#[test]
fn a_tablet_whose_clock_fell_back_is_told_so_and_not_that_the_ward_is_false() {
    let bench = Bench::new();
    let invitation = bench.ward.invite("volunteer", "Lê Thị Hường", &[]);
    let app = App::open(Options {
        folder: bench.profile("tablet"),
        clock: Arc::new(SetClock(1_000_000_000_000)), // September 2001
        documents: None,
        kdf: KdfCost::TESTS_ONLY,
        news: Box::new(|_| {}),
    })
    .unwrap();
    let failure = app.call("profile.enrol", json!({ "invitation": invitation, "pin": PIN })).unwrap_err();
    assert_eq!((failure.code.as_str(), failure.retryable), ("clock_far_off", false));
}

#[test]
fn a_practice_ward_works_like_one_and_never_syncs() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Device::start(folder.path());
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "leader", "people": 12 }));
    let status = tablet.must("profile.status", json!({}));
    assert_eq!((&status["practice"], &status["role"]), (&json!(true), &json!("leader")));
    let people = tablet.must("citizen.search", json!({ "text": "", "limit": 100 }));
    assert_eq!(people.as_array().unwrap().len(), 12);
    tablet.submit_sample("birth_rereg", &people[0]["id"]);
    assert_eq!(tablet.call("sync.now", json!({})).unwrap_err().code(), "practice_never_syncs");
    assert_eq!(tablet.four_numbers()[2], 0, "nothing is called received");
}
