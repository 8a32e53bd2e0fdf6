//! Hand-over without a network: a tablet's work as a file that only the ward opens, and receipts that come back as
//! one, with the real programs. The ward serves all the while.

use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tan_nha_test_support::{Bench, Device, FaultyNetwork, dying_at, killed_at_each_commit, photo, program};

const SLOT: &str = "identity_paper";

/// Two citizens with a dossier each, and three photos in the first of them: the dossier's id.
fn days_work(bench: &Bench, tablet: &mut Device) -> Value {
    let citizen = tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    let dossier =
        tablet.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": citizen }))["id"].clone();
    for seed in 0..3 {
        let path = bench.profile(&format!("{seed}.png"));
        fs::write(&path, photo(seed, 160, 120)).unwrap();
        tablet.must("dossier.attach", json!({ "id": dossier, "slot": SLOT, "path": path }));
    }
    let other = tablet.save_citizen("Lê Văn Tám", "Khóm 2");
    tablet.submit_sample("id_card_14plus", &other);
    dossier
}

fn write(tablet: &mut Device, path: &Path) -> Value {
    tablet.must("sync.bundle_write", json!({ "path": path }))
}

fn read(tablet: &mut Device, path: &Path) -> Value {
    tablet.must("sync.bundle_read", json!({ "path": path }))
}

fn take_in_by(mut command: Command, ward: &Path, bundle: &Path, receipts: &Path) -> Output {
    command.args(["take-in", "--json", "--data"]).arg(ward).arg("--bundle").arg(bundle);
    command.arg("--receipts").arg(receipts).env("TAN_NHA_LOG", "warn").output().unwrap()
}

/// Has the ward take a bundle in: what it counted, or the code of its error.
fn take_in(bench: &Bench, bundle: &Path, receipts: &Path) -> Result<Value, String> {
    let ward = Command::new(program("tan-nha-ward"));
    let output = take_in_by(ward, bench.ward.data(), bundle, receipts);
    let last = |bytes: &[u8]| -> Value {
        serde_json::from_str(String::from_utf8_lossy(bytes).lines().last().unwrap()).unwrap()
    };
    match output.status.success() {
        true => Ok(last(&output.stdout)),
        false => Err(last(&output.stderr)["error"]["code"].as_str().unwrap().to_owned()),
    }
}

/// Records that are received of all, and files that wait.
fn standing(tablet: &mut Device) -> (u64, u64, u64) {
    let status = tablet.must("sync.status", json!({}));
    let number = |key: &str| status[key].as_u64().unwrap();
    (number("receipted"), number("created"), number("files_waiting"))
}

/// "3/5": files of a dossier that are known to be received, of all.
fn papers(tablet: &mut Device, dossier: &Value) -> (u64, u64) {
    let view = tablet.must("dossier.get", json!({ "id": dossier }));
    let of = |key: &str| view["paper_counts"][key].as_u64().unwrap();
    (of("received"), of("all"))
}

/// What the ward holds: citizens, dossiers, and the files of them that are whole.
fn at_ward(bench: &Bench) -> (usize, usize, usize) {
    let dossiers = bench.ward.export("dossiers");
    let files = dossiers.iter().filter_map(|dossier| dossier["files"].as_array()).flatten();
    let whole = files.filter(|file| file["whole"] == true).count();
    (bench.ward.export("citizens").len(), dossiers.len(), whole)
}

struct Stick {
    bundle: PathBuf,
    receipts: PathBuf,
}

fn stick(bench: &Bench) -> Stick {
    Stick { bundle: bench.folder().join("a.tnb"), receipts: bench.folder().join("a.tnr") }
}

#[test]
fn written_is_not_received_and_the_receipts_make_it_so_and_a_later_sync_sends_nothing_again() {
    let bench = Bench::new();
    let network = FaultyNetwork::to(bench.ward.address());
    let mut tablet =
        bench.enrolled("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2", "--url", &network.url()]);
    let dossier = days_work(&bench, &mut tablet);
    let Stick { bundle, receipts } = stick(&bench);
    let written = write(&mut tablet, &bundle);
    assert_eq!(
        (&written["files"], &written["bytes"]),
        (&json!(3), &json!(fs::metadata(&bundle).unwrap().len()))
    );
    assert_eq!((standing(&mut tablet), papers(&mut tablet, &dossier)), ((0, 4, 3), (0, 3)));

    let counted = take_in(&bench, &bundle, &receipts).unwrap();
    assert_eq!((&counted["changes"], &counted["taken"]), (&written["changes"], &written["changes"]));
    assert_eq!((&counted["whole"], at_ward(&bench)), (&json!(3), (2, 2, 3)));
    assert_eq!(standing(&mut tablet), (0, 4, 3), "the tablet has heard nothing of it");
    let mut tablet = tablet.revive();
    let told = read(&mut tablet, &receipts);
    assert_eq!(told, json!({ "changes": written["changes"], "not_taken": 0, "files": 3 }));
    assert_eq!((standing(&mut tablet), papers(&mut tablet, &dossier)), ((4, 4, 0), (3, 3)));

    network.take_traffic();
    let status = tablet.must("sync.now", json!({}));
    let up: u64 = network.take_traffic().up.last().copied().unwrap_or(0);
    assert!(up < 20_000, "{up} bytes went up, and the smallest photo has 50,000");
    assert_eq!((&status["alerts"], status["receipted"].as_u64()), (&json!([]), Some(4)));
    assert_eq!(at_ward(&bench), (2, 2, 3));
    let empty = write(&mut tablet, &bundle.with_extension("later"));
    assert_eq!((&empty["changes"], &empty["files"]), (&json!(0), &json!(0)));
}

#[test]
fn a_sync_before_or_between_makes_nothing_twice_and_receipts_that_come_late_change_nothing() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    let first = days_work(&bench, &mut tablet);
    tablet.must("sync.now", json!({}));
    let more = tablet.save_citizen("Phạm Thị Sáu", "Khóm 2");
    let Stick { bundle, receipts } = stick(&bench);
    assert_eq!(write(&mut tablet, &bundle)["changes"], 1);
    tablet.must("sync.now", json!({}));
    let revised = json!({ "id": more, "full_name": "Phạm Thị Bảy" });
    tablet.must("citizen.save", revised);
    take_in(&bench, &bundle, &receipts).unwrap();
    assert_eq!(at_ward(&bench), (3, 2, 3));
    read(&mut tablet, &receipts);
    assert_eq!(standing(&mut tablet), (4, 5, 0), "what was written since waits");
    let again = receipts.with_extension("again");
    take_in(&bench, &bundle, &again).unwrap();
    read(&mut tablet, &again);
    assert_eq!(standing(&mut tablet), (4, 5, 0));
    let status = tablet.must("sync.now", json!({}));
    assert_eq!((&status["alerts"], standing(&mut tablet)), (&json!([]), (5, 5, 0)));
    assert_eq!((at_ward(&bench), papers(&mut tablet, &first)), ((3, 2, 3), (3, 3)));
    let name = bench.ward.export("citizens").into_iter().find(|citizen| citizen["id"] == more);
    assert_eq!(name.unwrap()["full_name"], "Phạm Thị Bảy");
}

#[test]
fn a_tablet_killed_at_any_commit_of_writing_and_reading_has_what_it_had_and_goes_on() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    let dossier = days_work(&bench, &mut tablet);
    let Stick { bundle, receipts } = stick(&bench);
    let whole = |tablet: &mut Device| {
        assert_eq!(standing(tablet), (0, 4, 3), "nothing is gone, and nothing called received");
        // Half a bundle is none: what is there under its name is whole.
        if bundle.exists() {
            take_in(&bench, &bundle, &receipts).unwrap();
            fs::remove_file(&bundle).unwrap();
            fs::remove_file(&receipts).unwrap();
        }
    };
    let path = json!({ "path": bundle });
    let (tablet, kills, written) = killed_at_each_commit(tablet, "sync.bundle_write", || path.clone(), whole);
    assert!(kills >= 3, "only {kills} kills");
    assert_eq!(written["files"], 3);
    take_in(&bench, &bundle, &receipts).unwrap();
    let path = json!({ "path": receipts });
    let known = |tablet: &mut Device| {
        let (received, created, _) = standing(tablet);
        assert!(received <= created && created == 4);
    };
    let (mut tablet, kills, told) = killed_at_each_commit(tablet, "sync.bundle_read", || path.clone(), known);
    assert!(kills >= 2, "only {kills} kills");
    assert_eq!((&told["changes"], &told["files"]), (&written["changes"], &json!(3)));
    assert_eq!((standing(&mut tablet), papers(&mut tablet, &dossier)), ((4, 4, 0), (3, 3)));
    assert_eq!(at_ward(&bench), (2, 2, 3));
}

#[test]
fn a_ward_killed_at_any_commit_of_a_take_in_takes_the_rest_the_next_time() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    let dossier = days_work(&bench, &mut tablet);
    let Stick { bundle, receipts } = stick(&bench);
    let written = write(&mut tablet, &bundle);
    let mut kills = 0;
    for sync in 1.. {
        let ward = dying_at(sync, "tan-nha-ward");
        let output = take_in_by(ward, bench.ward.data(), &bundle, &receipts);
        let (citizens, dossiers, files) = at_ward(&bench);
        assert!(citizens <= 2 && dossiers <= 2 && files <= 3, "nothing twice");
        if output.status.success() {
            assert_eq!((citizens, dossiers, files), (2, 2, 3));
            break;
        }
        assert!(!receipts.exists(), "no receipts before all is there");
        kills += 1;
        assert!(kills < 40, "it never ends");
    }
    assert!(kills >= 3, "only {kills} kills");
    assert_eq!(read(&mut tablet, &receipts)["changes"], written["changes"]);
    assert_eq!((standing(&mut tablet), papers(&mut tablet, &dossier)), ((4, 4, 0), (3, 3)));
}

#[test]
fn a_bundle_says_how_many_changes_it_leaves_out_and_they_go_when_the_ward_has_answered_to_what_they_follow() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    let before = tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    let invitation = bench.ward.invite("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2"]);
    tablet.must("profile.enrol_again", json!({ "invitation": invitation }));
    for phone in ["0912345678", "0987654321"] {
        tablet.must("citizen.save", json!({ "id": before, "phone": phone }));
    }
    tablet.save_citizen("Lê Văn Tám", "Khóm 2");
    let Stick { bundle, receipts } = stick(&bench);
    let written = write(&mut tablet, &bundle);
    assert_eq!((&written["changes"], &written["left_out"]), (&json!(2), &json!(2)), "{written}");
    take_in(&bench, &bundle, &receipts).unwrap();
    read(&mut tablet, &receipts);
    let (bundle, receipts) = (bundle.with_extension("later"), receipts.with_extension("later-too"));
    let written = write(&mut tablet, &bundle);
    assert_eq!((&written["changes"], &written["left_out"]), (&json!(2), &json!(0)), "{written}");
    take_in(&bench, &bundle, &receipts).unwrap();
    read(&mut tablet, &receipts);
    assert_eq!(standing(&mut tablet), (2, 2, 0));
    let phones: Vec<Value> = bench.ward.export("citizens").iter().map(|one| one["phone"].clone()).collect();
    assert!(phones.contains(&json!("0987654321")), "{phones:?}");
}

#[test]
fn what_is_damaged_or_for_others_is_said_and_changes_nothing() {
    let bench = Bench::new();
    let other_ward = Bench::new();
    let mut tablet = bench.volunteer();
    let mut colleague = bench.enrolled("volunteer", "Võ Thị Mai", &["--hamlets", "Khóm 2"]);
    days_work(&bench, &mut tablet);
    let Stick { bundle, receipts } = stick(&bench);
    write(&mut tablet, &bundle);
    let refused = |bytes: &[u8], at: &Bench| {
        let path = bench.folder().join("refused.tnb");
        fs::write(&path, bytes).unwrap();
        take_in(at, &path, &receipts).unwrap_err()
    };
    let whole = fs::read(&bundle).unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    assert_eq!(refused(&changed, &bench), "bundle_damaged");
    assert_eq!(refused(&whole[..whole.len() - 1], &bench), "bundle_damaged");
    assert_eq!(refused(&whole, &other_ward), "bundle_other_ward");
    assert_eq!(refused(b"", &bench), "not_a_bundle");
    assert_eq!((at_ward(&bench), receipts.exists()), ((0, 0, 0), false));

    let code = |device: &mut Device, command: &str, path: &Path| {
        device.call(command, json!({ "path": path })).unwrap_err().code().to_owned()
    };
    assert_eq!(code(&mut tablet, "sync.bundle_write", &bundle), "file_there");
    assert_eq!(fs::read(&bundle).unwrap(), whole, "a file that is there is never written over");
    assert_eq!(code(&mut tablet, "sync.bundle_write", &bench.folder().join("no/such/folder")), "io");
    take_in(&bench, &bundle, &receipts).unwrap();
    assert_eq!(take_in(&bench, &bundle, &receipts).unwrap_err(), "receipts_exist");
    let cut = receipts.with_extension("cut");
    fs::write(&cut, &fs::read(&receipts).unwrap()[..200]).unwrap();
    assert_eq!(code(&mut tablet, "sync.bundle_read", &cut), "receipts_damaged");
    assert_eq!(code(&mut tablet, "sync.bundle_read", &bundle), "not_receipts");
    assert_eq!(code(&mut tablet, "sync.bundle_read", &bench.folder().join("none")), "file_not_found");
    assert_eq!(code(&mut colleague, "sync.bundle_read", &receipts), "receipts_of_others");
    assert_eq!(standing(&mut tablet), (0, 4, 3));
}

#[test]
fn a_bundle_holds_no_word_that_anybody_but_the_ward_can_read() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    days_work(&bench, &mut tablet);
    let Stick { bundle, receipts } = stick(&bench);
    write(&mut tablet, &bundle);
    take_in(&bench, &bundle, &receipts).unwrap();
    for file in [&bundle, &receipts] {
        let bytes = fs::read(file).unwrap();
        for word in ["Trần", "Bình", "Khóm", "Hường", "birth_rereg", "full_name", "token", "accepted"]
        {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
        }
    }
    let names: Vec<_> =
        fs::read_dir(bench.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().ends_with(".part")), "{names:?}");
}

#[test]
fn a_leaders_device_carries_a_bundle_that_it_cannot_read_and_brings_the_receipts_back() {
    let mut bench = Bench::new();
    let mut tablet = bench.volunteer();
    let mut leader = bench.enrolled("leader", "Đỗ Văn Sáu", &[]);
    let dossier = days_work(&bench, &mut tablet);
    let Stick { bundle, receipts } = stick(&bench);
    write(&mut tablet, &bundle);
    let carry = |leader: &mut Device, bundle: &Path| {
        let carried = leader.call("sync.bundle_carry", json!({ "path": bundle }));
        carried.map_err(|refused| refused.code().to_owned())
    };
    bench.ward.kill();
    assert_eq!(carry(&mut leader, &bundle), Err("ward_unreachable".to_owned()));
    bench.ward.serve_again();

    let whole = fs::read(&bundle).unwrap();
    let cut = bench.folder().join("cut.tnb");
    fs::write(&cut, &whole[..whole.len() - 1]).unwrap();
    assert_eq!(carry(&mut leader, &cut), Err("bundle_damaged".to_owned()));
    let other = Bench::new();
    let of_others = bench.folder().join("other.tnb");
    write(&mut other.volunteer(), &of_others);
    assert_eq!(carry(&mut leader, &of_others), Err("bundle_other_ward".to_owned()));
    assert_eq!(at_ward(&bench), (0, 0, 0));

    assert_eq!(carry(&mut leader, &bundle), Ok(json!({ "receipts": receipts })));
    assert_eq!(at_ward(&bench), (2, 2, 3));
    assert_eq!(
        carry(&mut leader, &bundle),
        Err("file_there".to_owned()),
        "the receipts are never written over"
    );
    let read_by_leader = leader.call("sync.bundle_read", json!({ "path": receipts }));
    assert_eq!(read_by_leader.unwrap_err().code(), "receipts_of_others");
    read(&mut tablet, &receipts);
    assert_eq!((standing(&mut tablet), papers(&mut tablet, &dossier)), ((4, 4, 0), (3, 3)));

    let folder = fs::read_dir(bench.ward.data()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = folder.filter(|name| name.to_string_lossy().starts_with("carried")).collect();
    assert!(left.is_empty(), "{left:?}");
    bench.ward.revoke("Đỗ Văn Sáu");
    fs::remove_file(&receipts).unwrap();
    assert_eq!(carry(&mut leader, &bundle), Err("revoked".to_owned()));
}
