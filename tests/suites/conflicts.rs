//! Two people at the same record, work that the ward does not take, and people whose place in the ward
//! changes: devices as processes of their own against a real ward.

use serde_json::{Value, json};
use std::{fs, path::Path};
use tan_nha_test_support::{Bench, Device, PIN};

const OF_2: [&str; 2] = ["--hamlets", "Khóm 2"];

/// A device of a new person, unlocked.
fn tablet(bench: &Bench, role: &str, name: &str, more: &[&str]) -> Device {
    let mut device = Device::start(&bench.profile(name));
    let invitation = bench.ward.invite(role, name, more);
    device.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN, "handle": name }));
    device
}

fn sync(device: &mut Device) -> Value {
    device.must("sync.now", json!({}))
}

/// A citizen of Khóm 2 whom both have.
fn shared_citizen(first: &mut Device, second: &mut Device) -> Value {
    let id =
        first.must("citizen.save", json!({ "full_name": "Trần Thị Bình", "hamlet": "Khóm 2" }))["id"].clone();
    sync(first);
    sync(second);
    id
}

fn phone(device: &mut Device, citizen: &Value) -> Value {
    device.must("citizen.get", json!({ "id": citizen }))["phone"].clone()
}

/// Both write a phone, the first one comes in.
fn two_phones(first: &mut Device, second: &mut Device, citizen: &Value) {
    first.must("citizen.save", json!({ "id": citizen, "phone": "0912345678" }));
    second.must("citizen.save", json!({ "id": citizen, "phone": "0987654321" }));
    sync(first);
    sync(second);
}

#[test]
fn a_conflict_is_shown_with_before_yours_and_theirs_and_the_choice_reaches_everybody() {
    let bench = Bench::new();
    let (mut huong, mut mai) = (
        tablet(&bench, "volunteer", "Lê Thị Hường", &OF_2),
        tablet(&bench, "volunteer", "Võ Thị Mai", &OF_2),
    );
    let citizen = shared_citizen(&mut huong, &mut mai);
    two_phones(&mut huong, &mut mai, &citizen);
    let status = mai.must("sync.status", json!({}));
    assert_eq!((&status["conflicts"], &status["receipted"]), (&json!(1), &json!(1)), "{status}");
    assert_eq!(huong.must("conflict.list", json!({})), json!([]), "Hường's value came in");
    assert_eq!(phone(&mut mai, &citizen), "0912345678", "the ward's value stays meanwhile");
    let list = mai.must("conflict.list", json!({}));
    let field = &list[0]["fields"][0];
    assert_eq!((&field["field"], &field["before"]), (&json!("phone"), &Value::Null));
    assert_eq!((&field["mine"], &field["mine_by"]), (&json!("0987654321"), &json!("Võ Thị Mai")));
    assert_eq!((&field["theirs"], &field["theirs_by"]), (&json!("0912345678"), &json!("Lê Thị Hường")));
    let [told] = &bench.ward.export("conflicts")[..] else { panic!("not one conflict") };
    assert_eq!((&told["record"], &told["user_name"]), (&citizen, &json!("Võ Thị Mai")), "{told}");
    for side in ["before", "mine", "theirs", "theirs_by"] {
        assert_eq!(told["fields"]["phone"][side], field[side], "{side}");
    }
    let id = &list[0]["id"];
    let nothing = mai.call("conflict.resolve", json!({ "id": id, "choices": {} })).unwrap_err();
    assert_eq!(nothing.code(), "choice_missing");
    mai.must("conflict.resolve", json!({ "id": id, "choices": { "phone": "mine" }, "reason": "đã gọi lại" }));
    assert_eq!(mai.must("sync.status", json!({}))["conflicts"], 0);
    let mut mai = mai.restart();
    mai.must("profile.unlock", json!({ "pin": PIN }));
    sync(&mut mai);
    sync(&mut huong);
    for device in [&mut huong, &mut mai] {
        assert_eq!(phone(device, &citizen), "0987654321");
        assert_eq!(device.must("conflict.list", json!({})), json!([]));
    }
    assert!(bench.ward.export("conflicts").is_empty(), "it is decided");
    let again =
        mai.call("conflict.resolve", json!({ "id": id, "choices": { "phone": "mine" } })).unwrap_err();
    assert_eq!(again.code(), "conflict_gone");
}

#[test]
fn two_people_who_choose_differently_at_once_are_asked_once_more_and_nothing_is_undone_silently() {
    let bench = Bench::new();
    let mut huong = tablet(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    let mut mai = tablet(&bench, "volunteer", "Võ Thị Mai", &OF_2);
    let mut leader = tablet(&bench, "leader", "Nguyễn Văn Tư", &[]);
    let citizen = shared_citizen(&mut huong, &mut mai);
    two_phones(&mut huong, &mut mai, &citizen);
    sync(&mut leader);
    for (device, choice) in [(&mut leader, "mine"), (&mut mai, "theirs")] {
        let id = device.must("conflict.list", json!({}))[0]["id"].clone();
        device.must("conflict.resolve", json!({ "id": id, "choices": { "phone": choice } }));
        sync(device);
    }
    assert_eq!(phone(&mut mai, &citizen), "0987654321", "the leader was first");
    let list = mai.must("conflict.list", json!({}));
    assert_eq!(list[0]["fields"][0]["mine"], "0912345678", "{list}");
    assert_eq!(list[0]["fields"][0]["theirs_by"], "Nguyễn Văn Tư");
    let choices = json!({ "phone": { "value": "0900000001" } });
    mai.must("conflict.resolve", json!({ "id": list[0]["id"], "choices": choices }));
    sync(&mut mai);
    sync(&mut leader);
    assert_eq!(phone(&mut leader, &citizen), "0900000001");
    assert_eq!(leader.must("conflict.list", json!({})), json!([]));
}

#[test]
fn two_conflicts_of_one_dossier_are_decided_one_after_the_other() {
    let bench = Bench::new();
    let mut huong = tablet(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    let mut mai = tablet(&bench, "volunteer", "Võ Thị Mai", &OF_2);
    let citizen = shared_citizen(&mut huong, &mut mai);
    let sample = huong.must("procedure.sample", json!({ "procedure": "birth_rereg" }))["answers"].clone();
    let dossier =
        huong.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": citizen }))["id"].clone();
    huong.must("dossier.set", json!({ "id": dossier, "answers": sample }));
    sync(&mut huong);
    sync(&mut mai);
    // Both hand it in, with other answers.
    for (device, addr) in [(&mut huong, "Khóm 2, tổ 1"), (&mut mai, "Khóm 2, tổ 8")] {
        device.must("dossier.set", json!({ "id": dossier, "answers": { "mother_addr": addr } }));
        device.must("dossier.submit", json!({ "id": dossier }));
        sync(device);
    }
    let mut decided = Vec::new();
    while let Some(conflict) = mai.must("conflict.list", json!({})).get(0) {
        let fields = conflict["fields"].as_array().unwrap();
        let choice = |field: &str| if field == "state" { "theirs" } else { "mine" };
        let fields = fields.iter().map(|field| field["field"].as_str().unwrap());
        let choices: serde_json::Map<_, _> =
            fields.map(|field| (field.to_owned(), choice(field).into())).collect();
        decided.extend(choices.keys().cloned());
        mai.must("conflict.resolve", json!({ "id": conflict["id"], "choices": choices }));
    }
    assert_eq!(decided, ["mother_addr", "state"]);
    sync(&mut mai);
    let kept = mai.must("dossier.get", json!({ "id": dossier }));
    assert_eq!((&kept["state"], &kept["answers"]["mother_addr"]), (&json!("draft"), &json!("Khóm 2, tổ 8")));
    mai.must("dossier.submit", json!({ "id": dossier }));
    let status = sync(&mut mai);
    assert_eq!((&status["conflicts"], &status["set_aside"]), (&json!(0), &json!(0)), "{status}");
    sync(&mut huong);
    let kept = huong.must("dossier.get", json!({ "id": dossier }));
    assert_eq!((&kept["state"], &kept["answers"]["mother_addr"]), (&json!("queued"), &json!("Khóm 2, tổ 8")));
}

#[test]
fn a_home_is_chosen_as_a_whole_with_its_hamlet() {
    let bench = Bench::new();
    let both = ["--hamlets", "Khóm 2,Khóm 3"];
    let mut huong = tablet(&bench, "volunteer", "Lê Thị Hường", &both);
    let mut mai = tablet(&bench, "volunteer", "Võ Thị Mai", &both);
    let citizen = shared_citizen(&mut huong, &mut mai);
    for (device, hamlet, address) in
        [(&mut huong, "Khóm 3", "Khóm 3, tổ 1"), (&mut mai, "Khóm 2", "Khóm 2, tổ 9")]
    {
        device.must("citizen.save", json!({ "id": citizen, "hamlet": hamlet, "address": address }));
        sync(device);
    }
    let list = mai.must("conflict.list", json!({}));
    let fields = list[0]["fields"].as_array().unwrap();
    let told: Vec<_> =
        fields.iter().map(|field| (&field["field"], &field["mine"], &field["theirs"])).collect();
    let [address, mine, theirs] = ["address", "Khóm 2, tổ 9", "Khóm 3, tổ 1"].map(Value::from);
    let [hamlet, as_before, moved] = ["hamlet", "Khóm 2", "Khóm 3"].map(Value::from);
    assert_eq!(told, [(&address, &mine, &theirs), (&hamlet, &as_before, &moved)]);
    let choices = json!({ "address": "mine", "hamlet": "mine" });
    mai.must("conflict.resolve", json!({ "id": list[0]["id"], "choices": choices }));
    sync(&mut mai);
    let home = mai.must("citizen.get", json!({ "id": citizen }));
    assert_eq!((&home["hamlet"], &home["address"]), (&json!("Khóm 2"), &json!("Khóm 2, tổ 9")));
}

#[test]
fn answers_chosen_on_a_submitted_dossier_open_it_again() {
    let bench = Bench::new();
    let mut huong = tablet(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    let mut clerk = tablet(&bench, "clerk", "Đỗ Văn Sáu", &[]);
    let citizen = shared_citizen(&mut huong, &mut clerk);
    let sample = huong.must("procedure.sample", json!({ "procedure": "birth_rereg" }))["answers"].clone();
    let dossier =
        huong.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": citizen }))["id"].clone();
    huong.must("dossier.set", json!({ "id": dossier, "answers": sample }));
    sync(&mut huong);
    sync(&mut clerk);
    clerk.must("dossier.set", json!({ "id": dossier, "answers": { "req_name": "TRẦN VĂN NĂM" } }));
    huong.must("dossier.submit", json!({ "id": dossier }));
    sync(&mut huong);
    sync(&mut clerk);
    let list = clerk.must("conflict.list", json!({}));
    assert_eq!(list[0]["fields"][0]["field"], "req_name", "{list}");
    assert_eq!(clerk.must("dossier.get", json!({ "id": dossier }))["state"], "queued");
    clerk.must("conflict.resolve", json!({ "id": list[0]["id"], "choices": { "req_name": "mine" } }));
    sync(&mut clerk);
    sync(&mut huong);
    let dossier = huong.must("dossier.get", json!({ "id": dossier }));
    assert_eq!(
        (&dossier["state"], &dossier["answers"]["req_name"]),
        (&json!("draft"), &json!("TRẦN VĂN NĂM"))
    );
}

#[test]
fn an_act_that_came_too_late_is_shown_and_nothing_of_it_is_lost() {
    let bench = Bench::new();
    let mut huong = tablet(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    let mut mai = tablet(&bench, "volunteer", "Võ Thị Mai", &OF_2);
    let citizen = shared_citizen(&mut huong, &mut mai);
    let visit = huong.must("visit.schedule", json!({ "citizen": citizen, "purposes": [] }))["id"].clone();
    sync(&mut huong);
    sync(&mut mai);
    huong.must("visit.finish", json!({ "id": visit, "outcome": "done", "note": "đủ giấy" }));
    mai.must("visit.finish", json!({ "id": visit, "outcome": "absent", "note": "không ai mở cửa" }));
    sync(&mut huong);
    sync(&mut mai);
    let list = mai.must("conflict.list", json!({}));
    let fields = list[0]["fields"].as_array().unwrap();
    let of = |name: &str| fields.iter().find(|field| field["field"] == name).unwrap();
    assert_eq!((&of("outcome")["mine"], &of("outcome")["theirs"]), (&json!("absent"), &json!("done")));
    assert_eq!(of("outcome_note")["mine"], "không ai mở cửa");
    assert!(
        fields.iter().all(|field| field["mine_possible"] == false),
        "a finished visit is not finished again"
    );
    let choose = |with: &str| -> Value {
        fields
            .iter()
            .map(|field| (field["field"].as_str().unwrap().to_owned(), json!(with)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let refused = mai.call("conflict.resolve", json!({ "id": list[0]["id"], "choices": choose("mine") }));
    assert_eq!(refused.unwrap_err().code(), "not_in_state");
    mai.must("conflict.resolve", json!({ "id": list[0]["id"], "choices": choose("theirs") }));
    let status = sync(&mut mai);
    assert_eq!((&status["conflicts"], &status["set_aside"]), (&json!(0), &json!(0)), "{status}");
    assert_eq!(mai.must("conflict.list", json!({})), json!([]));
    let finished = bench.ward.export("visits").remove(0);
    assert_eq!((&finished["outcome"], &finished["outcome_note"]), (&json!("done"), &json!("đủ giấy")));
}

#[test]
fn work_on_a_home_that_was_given_to_others_meanwhile_is_kept_exported_and_sent_when_it_comes_back() {
    let bench = Bench::new();
    let mut huong = tablet(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    let mut leader = tablet(&bench, "leader", "Nguyễn Văn Tư", &[]);
    let citizen = shared_citizen(&mut leader, &mut huong);
    leader.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 3" }));
    sync(&mut leader);
    huong.must("citizen.save", json!({ "id": citizen, "phone": "0912345678" }));
    huong.must("citizen.save", json!({ "id": citizen, "mobility": "ill" }));
    let status = sync(&mut huong);
    assert_eq!(status["set_aside"], 1, "{status}");
    let mut huong = huong.restart();
    huong.must("profile.unlock", json!({ "pin": PIN }));
    let shelf = huong.must("shelf.list", json!({}));
    let item = &shelf[0];
    assert_eq!((&item["reason"], &item["mend"]), (&json!("reassigned"), &json!("ask_leader")), "{shelf}");
    assert_eq!((&item["record"], &item["name"]), (&citizen, &json!("Trần Thị Bình")));
    assert_eq!(phone(&mut huong, &citizen), "0912345678", "it can be read still");
    let file = bench.profile("exported.json");
    exported(&mut huong, &item["id"], &file);
    let at_ward = bench.ward.export("changes");
    let refused = at_ward.iter().filter(|change| change["verdict"] == "refused").count();
    assert_eq!(refused, 1, "the ward keeps it too");
    huong.must("shelf.retry", json!({ "id": item["id"] }));
    assert_eq!(sync(&mut huong)["set_aside"], 1, "nothing has changed at the ward");
    leader.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 2" }));
    sync(&mut leader);
    huong.must("shelf.retry", json!({ "id": item["id"] }));
    let status = sync(&mut huong);
    assert_eq!((&status["set_aside"], &status["receipted"]), (&json!(0), &json!(1)), "{status}");
    sync(&mut leader);
    assert_eq!(phone(&mut leader, &citizen), "0912345678");
}

fn exported(device: &mut Device, id: &Value, file: &Path) {
    let done = device.must("shelf.export", json!({ "id": id, "path": file }));
    let text: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    assert_eq!(done["bytes"], fs::metadata(file).unwrap().len());
    let fields: Vec<&Value> =
        text["changes"].as_array().unwrap().iter().map(|change| &change["fields"][0]).collect();
    assert_eq!((&fields[0]["to"], &fields[1]["to"]), (&json!("0912345678"), &json!("ill")), "{text}");
    let again = device.call("shelf.export", json!({ "id": id, "path": file })).unwrap_err();
    assert_eq!(again.code(), "file_there", "never over a file that is there");
}

#[test]
fn another_assignment_is_learnt_at_the_next_sync_and_moves_what_is_seen() {
    let bench = Bench::new();
    let mut huong = tablet(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    let mut leader = tablet(&bench, "leader", "Nguyễn Văn Tư", &[]);
    let here = shared_citizen(&mut huong, &mut leader);
    let there =
        leader.must("citizen.save", json!({ "full_name": "Phạm Văn Út", "hamlet": "Khóm 3" }))["id"].clone();
    sync(&mut leader);
    bench.ward.run(&["assign", "--user", "Lê Thị Hường", "--hamlets", "Khóm 3"]);
    sync(&mut huong);
    assert_eq!(huong.must("citizen.get", json!({ "id": there }))["full_name"], "Phạm Văn Út");
    assert!(
        huong.call("citizen.get", json!({ "id": here })).is_ok(),
        "what they made themselves stays while it is open"
    );
    bench.ward.run(&["assign", "--user", "Lê Thị Hường", "--role", "leader"]);
    sync(&mut huong);
    assert_eq!(huong.must("profile.status", json!({}))["role"], "leader");
    bench.ward.run(&["assign", "--user", "Nguyễn Văn Tư", "--role", "volunteer", "--hamlets", "Khóm 9"]);
    sync(&mut leader);
    assert!(leader.call("citizen.get", json!({ "id": here })).is_err(), "it is not theirs any more");
}
