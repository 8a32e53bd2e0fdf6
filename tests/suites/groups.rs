//! Groups: one filling that yields several dossiers, each with a state of its own. Devices as processes against a real
//! ward.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tan_nha_test_support::{Bench, Device, PIN, Refused, killed_at_each_commit, photo};

const OF_2: [&str; 2] = ["--hamlets", "Khóm 2"];
const MEMBERS: [&str; 4] = ["birth", "residence", "health_insurance", "id_card"];

fn tablet(bench: &Bench, role: &str, name: &str, more: &[&str]) -> Device {
    let mut device = Device::start(&bench.profile(name));
    let invitation = bench.ward.invite(role, name, more);
    device.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN, "handle": name }));
    device
}

fn sync(device: &mut Device) -> Value {
    device.must("sync.now", json!({}))
}

/// A child of Khóm 2 with a group that is filled to its end.
fn filled(device: &mut Device) -> Value {
    let child = json!({ "full_name": "Lê Nguyễn Thí Dụ", "hamlet": "Khóm 2" });
    let citizen = device.must("citizen.save", child)["id"].clone();
    let group =
        device.must("dossier.open", json!({ "procedure": "linked_birth", "citizen": citizen }))["id"].clone();
    let sample = device.must("procedure.sample", json!({ "procedure": "linked_birth" }))["answers"].clone();
    device.must("dossier.set", json!({ "id": group, "answers": sample }));
    group
}

fn get(device: &mut Device, id: &Value) -> Value {
    device.must("dossier.get", json!({ "id": id }))
}

/// The states of the members, `-` for one that was not made.
fn states(device: &mut Device, group: &Value) -> [String; 4] {
    let members = get(device, group)["members"].clone();
    let members = members.as_array().unwrap();
    assert_eq!(members.iter().map(|member| member["key"].as_str().unwrap()).collect::<Vec<_>>(), MEMBERS);
    [0, 1, 2, 3].map(|index| members[index]["state"].as_str().unwrap_or("-").to_owned())
}

/// The same as the ward exports it.
fn at_ward(bench: &Bench) -> [String; 4] {
    let lines = bench.ward.export("dossiers");
    MEMBERS.map(|key| {
        let found: Vec<_> = lines.iter().filter(|line| line["member"] == key).collect();
        assert!(found.len() <= 1, "{key} is there twice");
        found.first().map_or("-", |line| line["state"].as_str().unwrap()).to_owned()
    })
}

fn switch_card(device: &mut Device, group: &Value, asked: bool) {
    let more = if asked { json!("desk") } else { Value::Null };
    device.must(
        "dossier.set",
        json!({ "id": group, "answers": { "id_card": asked, "result_form_id_card": more, "result_form_id_card_addr": null } }),
    );
}

#[test]
fn one_filling_yields_four_dossiers_and_a_sync_hands_all_of_them_over() {
    let bench = Bench::new();
    let mut tablet = tablet(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    let group = filled(&mut tablet);
    assert_eq!(states(&mut tablet, &group), ["-"; 4], "nothing is handed in yet");
    let content = BASE64.encode(photo(7, 300, 200));
    let args = json!({ "id": group, "slot": "birth_paper", "content": content });
    let file = tablet.must("dossier.attach", args)["file"]["sha256"].clone();
    tablet.must("dossier.submit", json!({ "id": group }));
    assert_eq!(states(&mut tablet, &group), ["queued"; 4]);
    let status = tablet.must("sync.status", json!({}));
    assert_eq!((&status["created"], &status["on_device"]), (&json!(6), &json!(6)), "{status}");

    let whole = get(&mut tablet, &group);
    let days: BTreeSet<_> = whole["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["deadline"]["due"].as_str().unwrap())
        .collect();
    assert!(days.len() > 2, "each has a day of its own: {days:?}");
    let birth = get(&mut tablet, &whole["members"][0]["id"]);
    for (key, value) in [
        ("group", group.clone()),
        ("member", json!("birth")),
        ("procedure", json!("birth_reg")),
        ("name", json!("Đăng ký khai sinh")),
        ("authority", json!("UBND cấp xã")),
        ("answers", whole["answers"].clone()),
        ("attests", whole["attests"].clone()),
        ("findings", json!([])),
        ("deadline", whole["members"][0]["deadline"].clone()),
    ] {
        assert_eq!(birth[key], value, "{key}");
    }
    assert_eq!(birth["files"][0]["sha256"], file, "it serves the registration of the birth");
    let residence = get(&mut tablet, &whole["members"][1]["id"]);
    assert_eq!(residence["files"], json!([]), "and not that of the residence");
    tablet.must("dossier.paper", json!({ "id": birth["id"], "file": file }));
    let checked = tablet.must("dossier.check", json!({ "id": birth["id"] }));
    assert_eq!(checked, tablet.must("dossier.check", json!({ "id": group })), "as a whole");
    for (method, more) in [
        ("dossier.set", json!({ "answers": { "child_name": "LÊ THỊ MẪU" } })),
        ("dossier.attach", json!({ "slot": "birth_paper", "content": content })),
        ("dossier.detach", json!({ "file": file })),
        ("dossier.submit", json!({})),
        ("dossier.written_by", json!({ "who": "citizen" })),
        ("dossier.read_back", json!({ "answers_hash": whole["answers_hash"] })),
        ("dossier.sign", json!({ "answers_hash": whole["answers_hash"], "signer": "x", "mode": "paper" })),
    ] {
        let mut params = more;
        params["id"] = birth["id"].clone();
        let refused = tablet.call(method, params).unwrap_err();
        let Refused::Failure(told) = &refused else { panic!("{method}: {refused:?}") };
        assert_eq!((refused.code(), &told["params"]["group"]), ("member_of_group", &group), "{method}");
    }
    let listed = tablet.must("dossier.list", json!({}));
    assert_eq!(listed.as_array().unwrap().len(), 5);
    let listed = tablet.must("dossier.list", json!({ "members": false }));
    let [line] = &listed.as_array().unwrap()[..] else { panic!("not one: {listed}") };
    assert_eq!((&line["id"], line["members"].as_array().unwrap().len()), (&group, 4));

    let status = sync(&mut tablet);
    assert_eq!((&status["receipted"], &status["set_aside"]), (&json!(6), &json!(0)), "{status}");
    assert_eq!(at_ward(&bench), ["queued"; 4]);
    let lines = bench.ward.export("dossiers");
    let whole = lines.iter().find(|line| line["id"] == group).unwrap();
    let birth = lines.iter().find(|line| line["member"] == "birth").unwrap();
    assert_eq!((&birth["group"], &birth["answers"]), (&group, &whole["answers"]));
    assert_eq!((&birth["files"], &birth["findings"]), (&whole["files"], &json!([])));
    assert_eq!(birth["files"][0]["whole"], true);
}

#[test]
fn an_amendment_switches_a_member_off_and_on_again_at_the_ward_too() {
    let bench = Bench::new();
    let mut huong = tablet(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    let mut other = tablet(&bench, "volunteer", "Trần Văn Bảy", &["--hamlets", "Khóm 3"]);
    let group = filled(&mut huong);
    huong.must("dossier.submit", json!({ "id": group }));
    sync(&mut huong);
    switch_card(&mut huong, &group, false);
    assert_eq!(states(&mut huong, &group), ["draft"; 4], "opened with the group");
    sync(&mut huong);
    assert_eq!(at_ward(&bench), ["draft"; 4]);
    huong.must("dossier.submit", json!({ "id": group }));
    assert_eq!(states(&mut huong, &group), ["queued", "queued", "queued", "withdrawn"]);
    sync(&mut huong);
    assert_eq!(at_ward(&bench), ["queued", "queued", "queued", "withdrawn"]);
    switch_card(&mut huong, &group, true);
    huong.must("dossier.submit", json!({ "id": group }));
    // One is taken back by itself, and then all.
    let residence = get(&mut huong, &group)["members"][1]["id"].clone();
    huong.must("dossier.withdraw", json!({ "id": residence, "reason": "ở nhà ông bà" }));
    let status = sync(&mut huong);
    assert_eq!((&status["conflicts"], &status["set_aside"]), (&json!(0), &json!(0)), "{status}");
    assert_eq!(at_ward(&bench), ["queued", "withdrawn", "queued", "queued"]);
    assert_eq!(states(&mut huong, &group), at_ward(&bench));
    sync(&mut other);
    assert_eq!(other.must("dossier.list", json!({})), json!([]), "nobody of another hamlet sees any of it");
    huong.must("dossier.withdraw", json!({ "id": group }));
    sync(&mut huong);
    assert_eq!(at_ward(&bench), ["withdrawn"; 4]);
    assert_eq!(bench.ward.export("dossiers").len(), 5, "withdrawn, not forgotten");
}

#[test]
fn two_who_hand_in_the_same_group_apart_are_in_conflict_about_the_group_and_have_its_members_once() {
    let bench = Bench::new();
    let mut huong = tablet(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    let mut mai = tablet(&bench, "volunteer", "Võ Thị Mai", &OF_2);
    let group = filled(&mut huong);
    switch_card(&mut huong, &group, false);
    sync(&mut huong);
    sync(&mut mai);
    huong.must("dossier.submit", json!({ "id": group }));
    // Mai's answers ask for the card too.
    switch_card(&mut mai, &group, true);
    mai.must("dossier.submit", json!({ "id": group }));
    assert_eq!(states(&mut mai, &group), ["queued"; 4]);
    sync(&mut huong);
    let status = sync(&mut mai);
    assert_eq!((&status["set_aside"], &status["held"]), (&json!(0), &json!(0)), "{status}");
    assert_eq!(at_ward(&bench), ["queued", "queued", "queued", "withdrawn"], "as Hường's answers ask");
    assert_eq!(states(&mut mai, &group), at_ward(&bench));
    let mut decided = 0;
    while let Some(conflict) = mai.must("conflict.list", json!({})).get(0) {
        assert_eq!(conflict["record"], group, "no member is in conflict: {conflict}");
        let fields =
            conflict["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap());
        let choices: serde_json::Map<_, _> = fields
            .map(|field| (field.to_owned(), json!(if field == "state" { "theirs" } else { "mine" })))
            .collect();
        mai.must("conflict.resolve", json!({ "id": conflict["id"], "choices": choices }));
        decided += 1;
    }
    assert!(decided > 0);
    assert_eq!(states(&mut mai, &group), ["draft", "draft", "draft", "withdrawn"], "opened by the choice");
    mai.must("dossier.submit", json!({ "id": group }));
    let status = sync(&mut mai);
    assert_eq!((&status["conflicts"], &status["set_aside"]), (&json!(0), &json!(0)), "{status}");
    sync(&mut huong);
    for device in [&mut huong, &mut mai] {
        assert_eq!(states(device, &group), ["queued"; 4], "the card is asked for now");
    }
    assert_eq!(at_ward(&bench), ["queued"; 4]);
}

#[test]
fn a_member_that_stayed_without_its_group_says_that_and_not_that_the_app_is_too_old() {
    let bench = Bench::new();
    let mut leader = tablet(&bench, "leader", "Trần Thị Bé", &[]);
    let mut tablet = tablet(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    let group = filled(&mut leader);
    leader.must("dossier.submit", json!({ "id": group }));
    sync(&mut leader);
    sync(&mut tablet);
    let whole = get(&mut tablet, &group);
    let member = whole["members"][0]["id"].clone();
    leader.must("citizen.save", json!({ "id": whole["citizen"], "hamlet": "Khóm 3" }));
    sync(&mut leader);
    // What is done to the member meanwhile does not come in, and keeps it here; the group goes.
    tablet.must("dossier.withdraw", json!({ "id": member }));
    sync(&mut tablet);
    assert_eq!(tablet.must("shelf.list", json!({}))[0]["reason"], "reassigned");
    assert_eq!(tablet.call("dossier.get", json!({ "id": group })).unwrap_err().code(), "record_not_found");
    assert_eq!(tablet.call("dossier.get", json!({ "id": member })).unwrap_err().code(), "group_not_here");
}

#[test]
fn a_device_that_dies_while_a_group_is_handed_in_has_all_of_its_members_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Device::start(folder.path());
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
    let group = filled(&mut tablet);
    let (mut tablet, deaths, said) = killed_at_each_commit(
        tablet,
        "dossier.submit",
        || json!({ "id": group }),
        |tablet| {
            let state = get(tablet, &group)["state"].clone();
            let each = if state == "draft" { "-" } else { "queued" };
            assert_eq!(states(tablet, &group), [each; 4], "{state}");
        },
    );
    assert!(deaths > 0);
    assert_eq!(said["state"], "queued");
    assert_eq!(states(&mut tablet, &group), ["queued"; 4]);
}
