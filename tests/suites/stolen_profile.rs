//! A profile folder in the wrong hands: nothing can be read in it, and a copy opens by the PIN alone.

use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tan_nha_test_support::{Bench, Device, Invented, PIN, invented, program};

const PLANTED: usize = 200;

/// Every form in which a text may lie in a file.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let folded = tan_nha_domain::text::fold(text);
    [text.to_owned(), text.to_uppercase(), folded]
        .iter()
        .flat_map(|text| {
            let utf16: Vec<u16> = text.encode_utf16().collect();
            [
                text.as_bytes().to_vec(),
                utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
                utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
            ]
        })
        .collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}

fn assert_nothing_planted(name: &str, bytes: &[u8], people: &[Invented]) {
    // One pass over the bytes for all patterns.
    let patterns: Vec<Vec<u8>> = people
        .iter()
        .flat_map(|person| [&person.name, &person.id_number, &person.phone, &person.address])
        .flat_map(|text| forms(text))
        .collect();
    let found = aho_corasick::AhoCorasick::new(&patterns).unwrap().find(bytes);
    assert!(found.is_none(), "{name} holds a planted text at byte {:?}", found.map(|found| found.start()));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_stolen_profile_tells_nothing_and_a_copy_opens_by_the_pin_alone() {
    let bench = Bench::new();
    let (profile, temporary, log) =
        (bench.profile("tablet"), bench.profile("temporary"), bench.profile("log"));
    fs::create_dir(&temporary).unwrap();
    let mut command = Command::new(program("tan-nha-rpc"));
    command.env("TMPDIR", &temporary).env("SQLITE_TMPDIR", &temporary).env("TAN_NHA_LOG", "trace");
    command.stderr(Stdio::from(fs::File::create(&log).unwrap()));
    let mut tablet = Device::start_under(&profile, command);
    let invitation = bench.ward.invite("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2"]);
    tablet.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN }));

    let people: Vec<Invented> = (0..PLANTED).map(invented).collect();
    for person in &people {
        let saved = tablet.must(
            "citizen.save",
            json!({ "full_name": person.name, "id_number": person.id_number, "phone": person.phone,
                    "address": person.address, "hamlet": "Khóm 2" }),
        );
        let opened =
            tablet.must("dossier.open", json!({ "procedure": "id_card_14plus", "citizen": saved["id"] }));
        // Searches, errors and findings may not leak either.
        tablet.must("citizen.search", json!({ "text": person.name }));
        tablet
            .call(
                "dossier.set",
                json!({ "id": opened["id"], "answers": { person.name.as_str(): person.phone } }),
            )
            .unwrap_err();
        tablet.call("citizen.save", json!({ "full_name": person.name, "sex": person.phone })).unwrap_err();
    }
    tablet.must("sync.now", json!({}));
    tablet.save_citizen(&people[0].name, "Khóm 2");
    tablet.kill(); // the write-ahead log stays behind

    assert_nothing_planted("the log", &fs::read(&log).unwrap(), &people);
    assert!(fs::metadata(&log).unwrap().len() > 1000, "the log was looked at while it says something");
    for file in files_below(&temporary) {
        assert_nothing_planted("a temporary file", &fs::read(file).unwrap(), &people);
    }
    let mut weighed = 0;
    for file in files_below(&profile) {
        let (name, bytes) =
            (file.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&file).unwrap());
        assert_nothing_planted(&name, &bytes, &people);
        if bytes.is_empty() || ["registry.json", "key.json"].contains(&name.as_str()) {
            continue;
        }
        let packed = zstd::encode_all(bytes.as_slice(), 19).unwrap();
        assert!(
            packed.len() * 100 > bytes.len() * 98,
            "{name} shrinks from {} to {}",
            bytes.len(),
            packed.len()
        );
        weighed += bytes.len();
    }
    assert!(weighed > 500_000, "only {weighed} bytes were weighed");

    let elsewhere = bench.profile("elsewhere");
    copy(&profile, &elsewhere);
    let mut thief = Device::start(&elsewhere);
    assert_eq!(
        thief.must("profile.status", json!({})),
        json!({ "state": "locked", "users": [{ "handle": "1", "practice": false }] })
    );
    assert_eq!(
        thief.call("profile.unlock", json!({ "pin": "khóm 3 phường" })).unwrap_err().code(),
        "wrong_pin"
    );
    assert_eq!(thief.call("citizen.search", json!({ "text": "a" })).unwrap_err().code(), "locked");
    thief.must("profile.unlock", json!({ "pin": PIN }));
    let hits = thief.must("citizen.search", json!({ "text": people[7].id_number }));
    assert_eq!(hits[0]["full_name"], people[7].name.as_str());
}

#[test]
fn wrong_pins_wait_longer_and_longer_and_a_restart_does_not_help() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Device::start(folder.path());
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
    tablet = tablet.restart();
    let try_pin = |tablet: &mut Device, pin: &str| match tablet.call("profile.unlock", json!({ "pin": pin }))
    {
        Err(tan_nha_test_support::Refused::Failure(data)) => {
            assert_eq!(data["code"], "wrong_pin");
            (data["params"]["tried"].as_bool().unwrap(), data["params"]["wait_s"].as_i64().unwrap())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(try_pin(&mut tablet, "wrong 1"), (true, 0));
    let (tried, wait) = try_pin(&mut tablet, "wrong 2");
    assert!(tried && wait > 0);
    tablet = tablet.restart();
    let (tried, left) = try_pin(&mut tablet, PIN);
    assert!(!tried && (1..=wait).contains(&left), "{left}");
    std::thread::sleep(std::time::Duration::from_secs(u64::try_from(left).unwrap()));
    tablet.must("profile.unlock", json!({ "pin": PIN }));
}

#[test]
fn the_pin_is_changed_by_whoever_knows_the_old_one_and_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Device::start(folder.path());
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
    let id = tablet.save_citizen("Hồ Văn Quý", "Khóm 2");

    let change = |tablet: &mut Device, pin: &str, new_pin: &str| {
        tablet
            .call("profile.change_pin", json!({ "pin": pin, "new_pin": new_pin }))
            .map_err(|refused| refused.code().to_owned())
    };
    assert_eq!(change(&mut tablet, "not this one", "another pin"), Err("wrong_pin".into()));
    assert_eq!(change(&mut tablet, PIN, "short"), Err("pin_too_short".into()));
    change(&mut tablet, PIN, "another pin").unwrap();

    tablet = tablet.restart();
    assert_eq!(change(&mut tablet, "another pin", PIN), Err("locked".into()));
    assert_eq!(tablet.call("profile.unlock", json!({ "pin": PIN })).unwrap_err().code(), "wrong_pin");
    tablet.must("profile.unlock", json!({ "pin": "another pin" }));
    assert_eq!(tablet.must("citizen.get", json!({ "id": id }))["full_name"], "Hồ Văn Quý");
}
