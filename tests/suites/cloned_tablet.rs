//! A profile folder was copied, and two tablets work as one: the ward notices, both are enrolled again, and what
//! either typed is at the ward once, or in a conflict with both values. Programs as processes of their own.

use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};
use tan_nha_app::clock::{Clock as _, SystemClock};
use tan_nha_store::{Profile, ReplicaFile};
use tan_nha_sync::invitation::Invitation;
use tan_nha_test_support::{Bench, Cut, Device, FaultyNetwork, PIN, killed_at_each_commit, photo};

const HUONG: &str = "Lê Thị Hường";
const OF_2: [&str; 2] = ["--hamlets", "Khóm 2"];

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// Stops the tablet and copies its profile: both, unlocked.
fn cloned(bench: &Bench, tablet: Device) -> (Device, Device) {
    let folder = tablet.kill();
    let other = bench.profile("clone");
    copy(&folder, &other);
    let unlocked = |folder: &Path| {
        let mut device = Device::start(folder);
        device.must("profile.unlock", json!({ "pin": PIN }));
        device
    };
    (unlocked(&folder), unlocked(&other))
}

/// What somebody typed on a tablet: record, path and value.
type Typed = Vec<(Value, &'static str, Value)>;

fn save(device: &mut Device, typed: &mut Typed, id: &Value, field: &'static str, value: &str) {
    device.must("citizen.save", json!({ "id": id, field: value }));
    typed.retain(|(record, path, _)| (record, *path) != (id, field));
    typed.push((id.clone(), field, json!(value)));
}

fn answer(device: &mut Device, typed: &mut Typed, id: &Value, field: &'static str, value: &str) {
    device.must("dossier.set", json!({ "id": id, "answers": { field: value } }));
    typed.retain(|(record, path, _)| (record, *path) != (id, field));
    typed.push((id.clone(), field, json!(value)));
}

fn new_citizen(device: &mut Device, typed: &mut Typed, name: &'static str) -> Value {
    let id = device.save_citizen(name, "Khóm 2");
    typed.push((id.clone(), "full_name", json!(name)));
    id
}

fn attach(bench: &Bench, device: &mut Device, dossier: &Value, seed: u64) -> Value {
    let path = bench.profile(&format!("{seed}.png"));
    fs::write(&path, photo(seed, 110, 80)).unwrap();
    let given = json!({ "id": dossier, "slot": "identity_paper", "path": path });
    device.must("dossier.attach", given)["file"]["sha256"].clone()
}

/// What the ward holds: its records, and the values that wait for a decision, as the staff sees them.
struct AtWard {
    records: Vec<Value>,
    open: Vec<Value>,
}

impl AtWard {
    fn look(bench: &Bench, leader: &mut Device) -> Self {
        leader.must("sync.now", json!({}));
        let conflicts = leader.must("conflict.list", json!({}));
        let records = ["citizens", "dossiers"].iter().flat_map(|kind| bench.ward.export(kind)).collect();
        Self { records, open: conflicts.as_array().unwrap().clone() }
    }

    fn record(&self, id: &Value) -> Option<&Value> {
        let mut found = self.records.iter().filter(|record| record["id"] == *id);
        let record = found.next();
        assert!(found.next().is_none(), "{id} is there twice");
        record
    }

    fn has(&self, (id, field, value): &(Value, &str, Value)) -> bool {
        let Some(record) = self.record(id) else { return false };
        let held = record[*field] == *value || record["answers"][*field] == *value;
        let waits = self.open.iter().filter(|conflict| conflict["record"] == *id).any(|conflict| {
            let fields = conflict["fields"].as_array().unwrap();
            fields.iter().any(|one| {
                one["field"].as_str().is_some_and(|path| path.ends_with(*field)) && one["mine"] == *value
            })
        });
        held || waits
    }

    fn is_whole(&self, typed: &Typed) {
        for one in typed {
            assert!(self.has(one), "{one:?} is nowhere: {:?}, {:?}", self.record(&one.0), self.open);
        }
    }
}

/// What the tablet calls received is at the ward with everything that was typed there.
fn says_no_more_than_is_true(device: &mut Device, typed: &Typed, at_ward: &AtWard) {
    let received = device.must("sync.records", json!({ "share": "receipted" }));
    let ids: Vec<&Value> = received.as_array().unwrap().iter().map(|record| &record["id"]).collect();
    for one in typed.iter().filter(|(id, _, _)| ids.contains(&id)) {
        assert!(at_ward.has(one), "{one:?} is called received");
    }
}

fn sync(device: &mut Device) -> Value {
    device.must("sync.now", json!({}))
}

fn alerts(device: &mut Device) -> Vec<String> {
    serde_json::from_value(device.must("sync.status", json!({}))["alerts"].clone()).unwrap()
}

fn enrol_again(bench: &Bench, device: &mut Device) {
    let invitation = bench.ward.invite("volunteer", HUONG, &OF_2);
    let identity = device.must("profile.enrol_again", json!({ "invitation": invitation }));
    assert_eq!(identity["user"], HUONG);
}

/// Nothing waits, nothing is on the shelf, and both sides hold the same.
fn is_at_rest(device: &mut Device) {
    let status = device.must("sync.status", json!({}));
    assert_eq!((&status["alerts"], &status["held"]), (&json!([]), &json!(0)), "{status}");
    assert_eq!((&status["receipted"], &status["files_waiting"]), (&status["created"], &json!(0)), "{status}");
    assert_eq!(device.must("shelf.list", json!({})), json!([]));
    assert_eq!(device.must("sync.waiting", json!({})), json!([]));
}

fn open_alarms(bench: &Bench) -> usize {
    bench.ward.export("alarms").iter().filter(|alarm| alarm["closed_at"].is_null()).count()
}

/// Two tablets that were one, each with work of its own, and work of both on the same records.
struct Twins {
    first: Device,
    second: Device,
    of_first: Typed,
    of_second: Typed,
    dossier: Value,
    photos: Vec<Value>,
}

fn twins(bench: &Bench) -> Twins {
    let mut tablet = bench.volunteer();
    let mut before = Typed::new();
    let shared = new_citizen(&mut tablet, &mut before, "Trần Thị Bình");
    let dossier = tablet.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": shared }));
    let dossier = dossier["id"].clone();
    sync(&mut tablet);
    // At the moment of the copy one dossier is being typed, another begins, and both wait with a photo.
    answer(&mut tablet, &mut before, &dossier, "sub_name", "Trần Thị Bính");
    let begun = tablet.must("dossier.open", json!({ "procedure": "id_card_14plus", "citizen": shared }));
    let begun = begun["id"].clone();
    let mut photos = vec![attach(bench, &mut tablet, &dossier, 1)];
    let (mut first, mut second) = cloned(bench, tablet);
    let (mut of_first, mut of_second) = (before.clone(), before);

    new_citizen(&mut first, &mut of_first, "Đỗ Văn Lộc");
    save(&mut first, &mut of_first, &shared, "phone", "0912345678");
    answer(&mut first, &mut of_first, &dossier, "mother_name", "Lê Thị Sáu");
    answer(&mut first, &mut of_first, &begun, "full_name", "Trần Thị Bình");
    photos.push(attach(bench, &mut first, &dossier, 2));

    let own = new_citizen(&mut second, &mut of_second, "Bùi Thị Ngà");
    save(&mut second, &mut of_second, &own, "address", "Tổ 9");
    save(&mut second, &mut of_second, &shared, "phone_owner", "con trai");
    save(&mut second, &mut of_second, &shared, "address", "Tổ 4");
    answer(&mut second, &mut of_second, &dossier, "father_name", "Trần Văn Tư");
    answer(&mut second, &mut of_second, &begun, "full_name", "Trần Thị Bính");
    photos.push(attach(bench, &mut second, &dossier, 3));
    Twins { first, second, of_first, of_second, dossier, photos }
}

impl Twins {
    fn whole_photos(&self, at_ward: &AtWard) {
        let files = &at_ward.record(&self.dossier).unwrap()["files"];
        for photo in &self.photos {
            let file = files.as_array().unwrap().iter().find(|file| file["sha256"] == *photo);
            assert!(file.is_some_and(|file| file["whole"] == true), "{photo} of {files}");
        }
    }
}

#[test]
fn both_copies_are_mended_and_what_either_typed_is_at_the_ward_or_in_a_conflict() {
    let bench = Bench::new();
    let mut leader = bench.enrolled("leader", "Võ Quốc Sơn", &[]);
    let mut twins = twins(&bench);
    sync(&mut twins.first);
    let told = sync(&mut twins.second);
    assert!(alerts(&mut twins.second).contains(&"cloned".to_owned()), "{told}");
    assert!(told["set_aside"].as_u64() > Some(0));
    let shelf = twins.second.must("shelf.list", json!({}));
    assert!(shelf.as_array().unwrap().iter().any(|item| item["mend"] == "enrol_again"), "{shelf}");
    assert!(open_alarms(&bench) > 0);
    let at_ward = AtWard::look(&bench, &mut leader);
    says_no_more_than_is_true(&mut twins.first, &twins.of_first, &at_ward);
    says_no_more_than_is_true(&mut twins.second, &twins.of_second, &at_ward);

    // Nobody waits with their work for the mend.
    let shared = twins.of_first[0].0.clone();
    save(&mut twins.first, &mut twins.of_first, &shared, "mobility", "elderly");
    save(&mut twins.second, &mut twins.of_second, &shared, "address", "Tổ 5");
    new_citizen(&mut twins.second, &mut twins.of_second, "Hồ Văn Quý");
    answer(&mut twins.second, &mut twins.of_second, &twins.dossier.clone(), "father_name", "Trần Văn Năm");
    sync(&mut twins.second);
    sync(&mut twins.first);

    enrol_again(&bench, &mut twins.second);
    assert!(!alerts(&mut twins.second).contains(&"cloned".to_owned()));
    save(&mut twins.second, &mut twins.of_second, &shared, "address", "Tổ 6");
    sync(&mut twins.second);
    enrol_again(&bench, &mut twins.first);
    for _ in 0..2 {
        for (device, typed) in [(&mut twins.first, &twins.of_first), (&mut twins.second, &twins.of_second)] {
            sync(device);
            says_no_more_than_is_true(device, typed, &AtWard::look(&bench, &mut leader));
        }
    }
    let at_ward = AtWard::look(&bench, &mut leader);
    at_ward.is_whole(&twins.of_first);
    at_ward.is_whole(&twins.of_second);
    twins.whole_photos(&at_ward);
    for device in [&mut twins.first, &mut twins.second] {
        is_at_rest(device);
    }
    assert_eq!(open_alarms(&bench), 0);
    let teams = leader.must("sync.teams", json!({}));
    let of_huong = teams.as_array().unwrap().iter().filter(|device| device["user_name"] == HUONG);
    assert_eq!(of_huong.count(), 2, "the one that both were is no device any more: {teams}");
    // From now on they are two devices like any other, also after they were closed.
    let mut first = twins.first.revive();
    let id = new_citizen(&mut first, &mut twins.of_first, "Phan Thị Cúc");
    sync(&mut first);
    sync(&mut twins.second);
    assert_eq!(twins.second.must("citizen.get", json!({ "id": id }))["full_name"], "Phan Thị Cúc");
    is_at_rest(&mut first);
    is_at_rest(&mut twins.second);
    let changes = bench.ward.export("changes");
    let applied = |change: &&Value| change["record"] == id;
    assert_eq!(changes.iter().filter(applied).count(), 1);
}

#[test]
fn one_that_is_enrolled_again_is_mended_while_the_other_goes_on_as_it_was() {
    let bench = Bench::new();
    let mut leader = bench.enrolled("leader", "Võ Quốc Sơn", &[]);
    let mut twins = twins(&bench);
    // The one that was never noticed: nothing of its own has gone out when it is enrolled again.
    sync(&mut twins.first);
    enrol_again(&bench, &mut twins.second);
    for _ in 0..2 {
        sync(&mut twins.second);
        sync(&mut twins.first);
    }
    is_at_rest(&mut twins.second);
    let at_ward = AtWard::look(&bench, &mut leader);
    at_ward.is_whole(&twins.of_first);
    at_ward.is_whole(&twins.of_second);
    twins.whole_photos(&at_ward);
    says_no_more_than_is_true(&mut twins.first, &twins.of_first, &at_ward);
    assert_eq!(twins.first.must("shelf.list", json!({})), json!([]), "nothing of it was in the way");
    let id = new_citizen(&mut twins.first, &mut twins.of_first, "Phan Thị Cúc");
    sync(&mut twins.first);
    let mended_later = AtWard::look(&bench, &mut leader);
    assert!(mended_later.record(&id).is_some() || alerts(&mut twins.first).contains(&"cloned".to_owned()));
    enrol_again(&bench, &mut twins.first);
    sync(&mut twins.first);
    is_at_rest(&mut twins.first);
    AtWard::look(&bench, &mut leader).is_whole(&twins.of_first);
}

#[test]
fn a_tablet_that_dies_between_the_wards_answer_and_the_switch_goes_on_with_the_same_invitation() {
    let bench = Bench::new();
    let network = FaultyNetwork::to(bench.ward.address());
    let url = network.url();
    let options = ["--hamlets", "Khóm 2", "--url", &url];
    let mut tablet = bench.enrolled("volunteer", HUONG, &options);
    let mut typed = Typed::new();
    new_citizen(&mut tablet, &mut typed, "Trần Thị Bình");
    let (mut first, mut second) = cloned(&bench, tablet);
    for (device, name) in [(&mut first, "Đỗ Văn Lộc"), (&mut second, "Bùi Thị Ngà")] {
        new_citizen(device, &mut typed, name);
        sync(device);
    }
    let invitation = bench.ward.invite("volunteer", HUONG, &options);
    let given = json!({ "invitation": invitation });
    // The ward's answer never comes: by then the ward knows the successor, and the tablet does not.
    network.cut(Cut { up: None, down: Some(1_500) });
    let refused = second.call("profile.enrol_again", given.clone()).unwrap_err();
    assert!(["ward_cut", "not_the_ward"].contains(&refused.code()), "{refused:?}");
    let mut second = second.revive();
    network.cut(Cut::default());
    assert!(alerts(&mut second).contains(&"cloned".to_owned()), "it is what it was");
    new_citizen(&mut second, &mut typed, "Hồ Văn Quý");
    sync(&mut second);
    let used = first.call("profile.enrol_again", given.clone()).unwrap_err();
    assert_eq!(used.code(), "invitation_used", "it is the other one's");
    second.must("profile.enrol_again", given);
    enrol_again(&bench, &mut first);
    for device in [&mut second, &mut first] {
        sync(device);
        sync(device);
        is_at_rest(device);
    }
    let mut leader = bench.enrolled("leader", "Võ Quốc Sơn", &[]);
    AtWard::look(&bench, &mut leader).is_whole(&typed);
}

/// Everything that was typed on a tablet is there.
fn has_all(device: &mut Device, typed: &Typed) {
    for (id, field, value) in typed {
        let citizen = device.call("citizen.get", json!({ "id": id }));
        let held = match citizen {
            Ok(citizen) => citizen[field].clone(),
            Err(_) => device.must("dossier.get", json!({ "id": id }))["answers"][field].clone(),
        };
        assert_eq!(held, *value, "{field} of {id}");
    }
}

/// Two tablets that were one; the second is killed at each commit of being enrolled again, each time with what
/// `invitation` gives, while the person goes on to work.
fn killed_while_enrolled_again(mut invitation: impl FnMut(&Bench) -> String) {
    let bench = Bench::new();
    let mut leader = bench.enrolled("leader", "Võ Quốc Sơn", &[]);
    let mut twins = twins(&bench);
    sync(&mut twins.first);
    sync(&mut twins.second);
    let of_second = &mut twins.of_second;
    let mut deaths = BTreeSet::new();
    let mut typed_between = Vec::new();
    let holds = |tablet: &mut Device| {
        let is_another = !alerts(tablet).contains(&"cloned".to_owned());
        let at_ward = AtWard::look(&bench, &mut leader);
        let teams = leader.must("sync.teams", json!({}));
        let is_expected =
            |device: &Value| device["user_name"] == HUONG && device["last_contact_at"].is_null();
        deaths.insert((teams.as_array().unwrap().iter().any(is_expected), is_another));
        has_all(tablet, of_second);
        says_no_more_than_is_true(tablet, of_second, &at_ward);
        tablet.four_numbers();
        typed_between.push(new_citizen(tablet, of_second, "Hồ Văn Quý"));
        if typed_between.len() % 2 == 0 {
            sync(tablet);
        }
    };
    let (mut second, kills, identity) = killed_at_each_commit(
        twins.second,
        "profile.enrol_again",
        || json!({ "invitation": invitation(&bench) }),
        holds,
    );
    assert_eq!(identity["user"], HUONG);
    let before_the_ward = (false, false);
    let between_answer_and_switch = (true, false);
    let after_the_switch = (true, true);
    for moment in [before_the_ward, between_answer_and_switch, after_the_switch] {
        assert!(deaths.contains(&moment), "{kills} deaths, none of {moment:?}: {deaths:?}");
    }
    enrol_again(&bench, &mut twins.first);
    for _ in 0..2 {
        sync(&mut second);
        sync(&mut twins.first);
    }
    let at_ward = AtWard::look(&bench, &mut leader);
    at_ward.is_whole(&twins.of_first);
    at_ward.is_whole(&twins.of_second);
    for device in [&mut second, &mut twins.first] {
        is_at_rest(device);
    }
    assert_eq!(open_alarms(&bench), 0);
    let teams = leader.must("sync.teams", json!({}));
    let speaks = |device: &&Value| device["user_name"] == HUONG && !device["last_contact_at"].is_null();
    assert_eq!(teams.as_array().unwrap().iter().filter(speaks).count(), 2, "{teams}");
    let changes = bench.ward.export("changes");
    for id in typed_between {
        assert_eq!(changes.iter().filter(|change| change["record"] == id).count(), 1, "once");
    }
}

#[test]
fn a_tablet_killed_at_each_commit_of_being_enrolled_again_has_all_and_the_same_invitation_ends_it() {
    let mut given = None;
    killed_while_enrolled_again(move |bench| {
        given.get_or_insert_with(|| bench.ward.invite("volunteer", HUONG, &OF_2)).clone()
    });
}

#[test]
fn a_tablet_killed_at_each_commit_of_being_enrolled_again_has_all_and_new_invitations_end_it() {
    killed_while_enrolled_again(|bench| bench.ward.invite("volunteer", HUONG, &OF_2));
}

#[test]
fn an_invitation_that_made_a_tablet_what_it_is_is_answered_as_done_unless_the_tablet_has_a_copy() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    let given = json!({ "invitation": bench.ward.invite("volunteer", HUONG, &OF_2) });
    let identity = tablet.must("profile.enrol_again", given.clone());
    let mut typed = Typed::new();
    new_citizen(&mut tablet, &mut typed, "Trần Thị Bình");
    assert_eq!(tablet.must("profile.enrol_again", given.clone()), identity);
    let folder = tablet.kill();
    let profile = Profile::open(&folder).unwrap();
    let replica = profile.folder_of(profile.people()[0].replica);
    drop(profile);
    let fingerprint = Invitation::read(given["invitation"].as_str().unwrap()).unwrap().fingerprint();
    let kept = ReplicaFile::unlock(&replica, PIN, SystemClock.now()).unwrap().successor(fingerprint).unwrap();
    assert!(kept.is_none(), "what was begun once more is forgotten");
    let mut tablet = Device::start(&folder);
    tablet.must("profile.unlock", json!({ "pin": PIN }));
    let (mut first, mut second) = cloned(&bench, tablet);
    for (device, name) in [(&mut first, "Đỗ Văn Lộc"), (&mut second, "Bùi Thị Ngà")] {
        new_citizen(device, &mut typed, name);
        sync(device);
    }
    assert!(alerts(&mut second).contains(&"cloned".to_owned()));
    let used = second.call("profile.enrol_again", given).unwrap_err();
    assert_eq!(used.code(), "invitation_used", "that would mend nothing");
    for device in [&mut second, &mut first] {
        enrol_again(&bench, device);
        sync(device);
    }
    sync(&mut second);
    is_at_rest(&mut second);
    is_at_rest(&mut first);
    let mut leader = bench.enrolled("leader", "Võ Quốc Sơn", &[]);
    AtWard::look(&bench, &mut leader).is_whole(&typed);
    let changes = bench.ward.export("changes");
    assert_eq!(changes.iter().filter(|change| change["record"] == typed[0].0).count(), 1, "once");
}

#[test]
fn an_invitation_that_is_not_this_persons_of_this_ward_or_new_changes_nothing() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    let elsewhere = Bench::new();
    let used = bench.ward.invite("volunteer", HUONG, &OF_2);
    let mut another = Device::start(&bench.profile("another"));
    another.must("profile.enrol", json!({ "invitation": used, "pin": PIN }));
    let mut practice = Device::start(&bench.profile("practice"));
    practice.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
    let good = bench.ward.invite("volunteer", HUONG, &OF_2);
    let refused = |device: &mut Device, invitation: &str| {
        let refused = device.call("profile.enrol_again", json!({ "invitation": invitation })).unwrap_err();
        refused.code().to_owned()
    };
    let id = tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    for (invitation, code) in [
        (bench.ward.invite("volunteer", "Võ Thị Mai", &OF_2), "invitation_other_person"),
        (elsewhere.ward.invite("volunteer", HUONG, &OF_2), "invitation_other_ward"),
        (used, "invitation_used"),
        ("TN1.half".to_owned(), "invitation_unreadable"),
    ] {
        assert_eq!(refused(&mut tablet, &invitation), code);
    }
    assert_eq!(refused(&mut practice, &good), "practice_never_syncs");
    tablet.must("profile.lock", json!({}));
    assert_eq!(refused(&mut tablet, &good), "locked");
    let mut tablet = tablet.revive();
    sync(&mut tablet);
    is_at_rest(&mut tablet);
    let changes = bench.ward.export("changes");
    assert_eq!((changes.len(), &changes[0]["record"]), (1, &id));
    let replica = changes[0]["replica_id"].clone();
    tablet.must("profile.enrol_again", json!({ "invitation": good }));
    tablet.save_citizen("Đỗ Văn Lộc", "Khóm 2");
    sync(&mut tablet);
    is_at_rest(&mut tablet);
    assert_ne!(bench.ward.export("changes")[1]["replica_id"], replica);
}
