//! Visits from the leader's plan to the volunteer's door and back, over the real programs; and what
//! they depend on, decided by an admin and known to everybody by the next sync.

use serde_json::{Value, json};
use std::sync::Arc;
use tan_nha_app::{App, KdfCost, Options, clock::Clock};
use tan_nha_domain::time::Timestamp;
use tan_nha_test_support::{Bench, Device, PIN, Refused};

fn sync(device: &mut Device) {
    device.must("sync.now", json!({}));
}

fn visits(device: &mut Device, from: &str, to: &str) -> Vec<Value> {
    let list = device.must("visit.list", json!({ "from": from, "to": to }));
    list.as_array().expect("a list").clone()
}

fn codes(object: &Value) -> Vec<&str> {
    let findings = object["findings"].as_array().expect("findings");
    findings.iter().map(|finding| finding["code"].as_str().expect("a code")).collect()
}

fn schedule(device: &mut Device, citizen: &Value, date: &str) -> Value {
    let arguments = json!({ "citizen": citizen, "purposes": ["birth_rereg"], "date": date });
    device.must("visit.schedule", arguments)
}

#[test]
fn a_visit_goes_from_the_leaders_plan_to_the_volunteers_door_and_back() {
    let bench = Bench::new();
    let mut leader = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let mut of_2 = bench.volunteer();
    let mut of_1 = bench.enrolled("volunteer", "Võ Quốc Sơn", &["--hamlets", "Khóm 1"]);
    let citizen = leader.must(
        "citizen.save",
        json!({ "full_name": "Trần Thị Bình", "hamlet": "Khóm 2", "phone": "0912345678",
                "address": "Số 7 đường Bằng Lăng", "mobility": "elderly" }),
    )["id"]
        .clone();
    let planned = leader.must(
        "visit.schedule",
        json!({ "citizen": citizen, "purposes": ["birth_rereg", "id_card_14plus"], "date": "2099-05-21",
                "team": "Đội 1", "note": "Nhà sau chùa", "asked_by": "hamlet_head", "reason": "Không đi lại được" }),
    );
    assert_eq!((&planned["state"], &planned["delivery"]), (&json!("scheduled"), &json!("on_device")));
    for device in [&mut leader, &mut of_2, &mut of_1] {
        sync(device);
    }
    assert_eq!(visits(&mut of_1, "2099-05-01", "2099-05-31"), [] as [Value; 0], "another hamlet's visit");
    let [seen] = visits(&mut of_2, "2099-05-21", "2099-05-21").try_into().expect("one visit");
    for (field, value) in [
        ("id", planned["id"].clone()),
        ("full_name", json!("Trần Thị Bình")),
        ("address", json!("Số 7 đường Bằng Lăng")),
        ("phone", json!("0912345678")),
        ("mobility", json!("elderly")),
        ("purposes", json!(["birth_rereg", "id_card_14plus"])),
        ("team", json!("Đội 1")),
        ("asked_by", json!("hamlet_head")),
        ("reason", json!("Không đi lại được")),
        ("note", json!("Nhà sau chùa")),
        ("delivery", json!("untouched")),
    ] {
        assert_eq!(seen[field], value, "{field}");
    }

    leader.must(
        "visit.reschedule",
        json!({ "id": planned["id"], "date": "2099-05-22", "reason": "Sốt", "urgent": true }),
    );
    sync(&mut leader);
    sync(&mut of_2);
    let moved = of_2.must("visit.get", json!({ "id": planned["id"] }));
    assert_eq!((&moved["date"], &moved["urgent"]), (&json!("2099-05-22"), &json!(true)));
    let history = moved["history"].as_array().unwrap();
    let facts = |step: &Value| ["by", "from", "to", "reason"].map(|key| step[key].clone());
    assert_eq!(
        facts(&history[0]),
        [json!("Đỗ Hữu Đức"), Value::Null, json!("2099-05-21"), Value::Null],
        "scheduling is the first move"
    );
    assert_eq!(
        facts(&history[1]),
        [json!("Đỗ Hữu Đức"), json!("2099-05-21"), json!("2099-05-22"), json!("Sốt")]
    );

    of_2.must(
        "dossier.open",
        json!({ "procedure": "birth_rereg", "citizen": citizen, "visit": planned["id"] }),
    );
    let finish = json!({ "id": planned["id"], "outcome": "partial", "note": "Còn thiếu ảnh" });
    let finished = of_2.must("visit.finish", finish.clone());
    assert_eq!((&finished["state"], &finished["outcome"]), (&json!("finished"), &json!("partial")));
    assert_eq!(of_2.must("visit.finish", finish)["revision"], finished["revision"], "told twice, done once");
    let refused = of_2
        .call("visit.reschedule", json!({ "id": planned["id"], "date": "2099-06-18", "reason": "Vắng" }))
        .unwrap_err();
    assert_eq!(refused.code(), "not_in_state");
    sync(&mut of_2);
    sync(&mut leader);
    let back = leader.must("visit.get", json!({ "id": planned["id"] }));
    assert_eq!(
        (&back["outcome_note"], &back["finished_by"]),
        (&json!("Còn thiếu ảnh"), &json!("Lê Thị Hường"))
    );

    let exported = bench.ward.export("visits");
    let [visit] = exported.as_slice() else { panic!("{} visits", exported.len()) };
    assert_eq!(visit["id"], planned["id"]);
    assert_eq!((&visit["state"], &visit["date"]), (&json!("finished"), &json!("2099-05-22")));
    assert_eq!(visit["outcome"], "partial");
    let acts: Vec<Value> = bench
        .ward
        .export("changes")
        .into_iter()
        .filter(|change| change["record"] == planned["id"])
        .map(|change| change["act"].clone())
        .collect();
    assert_eq!(acts, [json!("schedule"), json!("reschedule"), json!("finish")]);
}

#[test]
fn of_two_who_move_the_same_visit_the_second_is_told_of_a_conflict() {
    let bench = Bench::new();
    let mut leader = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let mut volunteer = bench.volunteer();
    let citizen = leader.save_citizen("Trần Thị Bình", "Khóm 2");
    let visit = schedule(&mut leader, &citizen, "2099-05-21")["id"].clone();
    sync(&mut leader);
    sync(&mut volunteer);

    let move_to = |device: &mut Device, date: &str, reason: &str| {
        device.must("visit.reschedule", json!({ "id": visit, "date": date, "reason": reason }))
    };
    move_to(&mut leader, "2099-06-18", "Trời mưa");
    move_to(&mut volunteer, "2099-05-22", "Gia đình xin");
    sync(&mut leader);
    sync(&mut volunteer);
    assert_eq!(leader.must("sync.status", json!({}))["conflicts"], 0);
    let status = volunteer.must("sync.status", json!({}));
    assert_eq!((&status["conflicts"], &status["set_aside"]), (&json!(1), &json!(0)));
    let stands = volunteer.must("visit.get", json!({ "id": visit }));
    assert_eq!(stands["date"], "2099-06-18", "the screen says what the ward says");
    let kept = bench.ward.export("changes");
    let second = kept.iter().find(|change| change["verdict"] == "conflict").expect("a conflict");
    assert_eq!(second["patch"]["date"]["to"], "2099-05-22", "and the other move is not lost");
}

#[test]
fn a_team_given_at_the_office_does_not_contest_what_was_finished_at_the_door() {
    let bench = Bench::new();
    let mut leader = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let mut volunteer = bench.volunteer();
    let citizen = leader.save_citizen("Trần Thị Bình", "Khóm 2");
    let visit = schedule(&mut leader, &citizen, "2099-05-21")["id"].clone();
    sync(&mut leader);
    sync(&mut volunteer);
    leader.must("visit.save", json!({ "id": visit, "team": "Đội 2" }));
    volunteer.must("visit.finish", json!({ "id": visit, "outcome": "done" }));
    sync(&mut leader);
    sync(&mut volunteer);
    assert_eq!(volunteer.must("sync.status", json!({}))["conflicts"], 0);
    let at_ward = bench.ward.export("visits").remove(0);
    assert_eq!((&at_ward["state"], &at_ward["team"]), (&json!("finished"), &json!("Đội 2")));
}

#[test]
fn what_an_admin_decides_is_known_to_everybody_and_no_other_role_decides_it() {
    let bench = Bench::new();
    let mut admin = bench.enrolled("admin", "Bùi Ngọc Uyên", &[]);
    let mut others: Vec<Device> = ["volunteer", "leader", "clerk"]
        .into_iter()
        .map(|role| bench.enrolled(role, &format!("Đỗ {role}"), &[]))
        .collect();
    let usual = admin.must("visit.days", json!({ "year": 2026, "month": 5 }));
    assert_eq!(usual["regular"]["date"], "2026-05-21");
    assert_eq!(
        (&usual["urgent"]["date"], &usual["year_status"]),
        (&json!("2026-05-22"), &json!("announced"))
    );

    let decisions = [
        (
            "ward.settings_save",
            json!({ "visit_rule": "thursday_of_third_week", "when_day_off": "next_thursday",
                                       "thousand": "ngan", "zero": "le", "team_capacity": 3 }),
        ),
        (
            "calendar.save",
            json!({ "days": [
            { "date": "2026-05-14", "kind": "off", "name": "Nghỉ theo thông báo" },
            { "date": "2026-05-16", "kind": "work", "name": "Làm bù" },
        ] }),
        ),
        ("hamlet.save", json!({ "name": "Khóm 2" })),
        ("team.save", json!({ "name": "Đội 1", "members": ["Lê Thị Hường"], "capacity": 2 })),
    ];
    for (command, arguments) in &decisions {
        for device in &mut others {
            assert_eq!(device.call(command, arguments.clone()).unwrap_err().code(), "not_allowed");
        }
        admin.must(command, arguments.clone());
    }
    sync(&mut admin);
    for device in &mut others {
        sync(device);
        let settings = device.must("ward.settings", json!({}));
        assert_eq!(settings["team_capacity"], 3);
        let days = device.must("visit.days", json!({ "year": 2026, "month": 5 }));
        assert_eq!(days["rule"], "thursday_of_third_week");
        assert_eq!(days["regular"]["date"], "2026-05-14");
        assert_eq!(days["regular"]["holiday"], "Nghỉ theo thông báo");
        assert_eq!(days["regular"]["suggested"], "2026-05-21");
        let asked = device.must("visit.days", json!({ "year": 2026, "month": 5, "rule": "third_thursday" }));
        assert_eq!(asked["regular"]["date"], "2026-05-21");
        let calendar = device.must("calendar.list", json!({ "from": "2026-05-01", "to": "2026-05-31" }));
        let rows = calendar["days"].as_array().unwrap().iter();
        let rows: Vec<Value> = rows.map(|day| json!([day["date"], day["by_ward"]])).collect();
        let expected = [("2026-05-01", false), ("2026-05-14", true), ("2026-05-16", true)];
        assert_eq!(rows, expected.map(|row| json!(row)));
        assert_eq!(device.must("team.list", json!({}))[0]["capacity"], 2);
        let dossier = device.must("dossier.open", json!({ "procedure": "birth_rereg" }));
        let born = json!({ "id": dossier["id"], "answers": { "sub_dob": "1905-06-17" } });
        let derived = device.must("dossier.set", born)["derived"].to_string();
        assert!(derived.contains("một ngàn chín trăm lẻ năm"), "{derived}");
    }

    // The same day again is the same record, and a name is made once.
    admin.must(
        "calendar.save",
        json!({ "days": [{ "date": "2026-05-14", "kind": "work", "name": "Làm việc" }] }),
    );
    admin.must("hamlet.save", json!({ "name": " Khóm  2 " }));
    let calendar = admin.must("calendar.list", json!({ "from": "2026-05-14", "to": "2026-05-14" }));
    assert_eq!(
        (calendar["days"].as_array().unwrap().len(), &calendar["days"][0]["kind"]),
        (1, &json!("work"))
    );
    let hamlets = admin.must("hamlet.list", json!({}));
    assert_eq!(hamlets.as_array().unwrap().len(), 1);
    let other = admin.must("hamlet.save", json!({ "name": "Khóm 10" }))["id"].clone();
    let taken = admin.call("hamlet.save", json!({ "id": other, "name": "Khóm 2" })).unwrap_err();
    assert_eq!(taken.code(), "name_taken");
    admin.must("hamlet.save", json!({ "id": other, "name": "Khóm 3", "retired": true }));
}

#[test]
fn an_unknown_hamlet_or_team_is_kept_and_warned_of_once_the_ward_has_a_list() {
    let (_folder, mut admin) = practice(0);
    let save = |admin: &mut Device, hamlet: &str| {
        admin.must("citizen.save", json!({ "full_name": "Trần Thị Bình", "hamlet": hamlet }))
    };
    assert_eq!(codes(&save(&mut admin, "Khom 2")), [] as [&str; 0]);
    admin.must("hamlet.save", json!({ "name": "Khóm 2" }));
    admin.must("team.save", json!({ "name": "Đội 1" }));
    assert_eq!(codes(&save(&mut admin, "Khóm 2")), [] as [&str; 0]);
    let unknown = save(&mut admin, "Khom 2");
    assert_eq!(codes(&unknown), ["hamlet_unknown"]);
    assert_eq!(unknown["findings"][0]["params"], json!({ "meant": "Khóm 2" }));
    assert_eq!(unknown["findings"][0]["severity"], "warning");
    let citizen = admin.must("citizen.get", json!({ "id": unknown["id"] }));
    assert_eq!((&citizen["hamlet"], codes(&citizen)), (&json!("Khom 2"), vec!["hamlet_unknown"]));
    let visit = admin.must(
        "visit.schedule",
        json!({ "citizen": unknown["id"], "purposes": [], "date": "2026-12-17", "team": "Đội 9" }),
    );
    let named: Vec<_> = codes(&visit).into_iter().filter(|code| code.ends_with("_unknown")).collect();
    assert_eq!((&visit["team"], named), (&json!("Đội 9"), vec!["hamlet_unknown", "team_unknown"]));
}

#[test]
fn a_visit_is_warned_of_a_day_off_a_full_team_and_a_second_visit_the_same_day() {
    let (_folder, mut admin) = practice(0);
    admin.must("team.save", json!({ "name": "Đội 1", "capacity": 2 }));
    let people: Vec<Value> =
        (1..=3).map(|n| admin.save_citizen(&format!("Lê Văn Sáu {n}"), "Khóm 1")).collect();
    let mut put = |citizen: &Value, date: &str| {
        let arguments = json!({ "citizen": citizen, "purposes": [], "date": date, "team": "Đội 1" });
        admin.must("visit.schedule", arguments)
    };
    assert_eq!(codes(&put(&people[0], "2030-01-17")), [] as [&str; 0]);
    let second = put(&people[1], "2030-01-17");
    assert_eq!(second["load"], json!({ "team": "Đội 1", "used": 2, "capacity": 2 }));
    let third = put(&people[2], "2030-01-17");
    assert_eq!(codes(&third), ["over_capacity"]);
    assert_eq!(third["findings"][0]["params"], json!({ "used": 3, "capacity": 2 }));
    let tet = put(&people[0], "2030-02-04");
    assert_eq!(codes(&tet), ["day_off"]);
    assert_eq!(
        tet["findings"][0]["params"],
        json!({ "date": "2030-02-04", "name": "Mùng ba Tết Nguyên Đán" })
    );
    assert_eq!(codes(&put(&people[1], "2030-01-19")), ["day_off"], "a plain Saturday");
    let again = put(&people[0], "2030-02-04");
    assert_eq!(codes(&again), ["day_off", "citizen_has_visit"]);
    assert_eq!(again["findings"][1]["params"]["visit"], tet["id"]);
    assert_eq!(codes(&put(&people[2], "2031-03-20")), ["year_unknown"]);
    assert_eq!(codes(&put(&people[2], "2020-03-19")), ["date_past", "year_unknown"]);
    let days = admin.must("visit.days", json!({ "year": 2030, "month": 1 }));
    assert_eq!(days["regular"]["loads"][0], json!({ "team": "Đội 1", "used": 3, "capacity": 2 }));
}

#[test]
fn a_days_visits_come_in_the_order_of_the_route() {
    let (_folder, mut leader) = practice(0);
    let mut at = |hamlet: Option<&str>, address: &str| {
        let citizen = json!({ "full_name": "Hồ Văn Quý", "hamlet": hamlet, "address": address });
        let citizen = leader.must("citizen.save", citizen)["id"].clone();
        schedule(&mut leader, &citizen, "2026-12-17")["id"].clone()
    };
    let nowhere = at(None, "Số 1 đường Sen Hồng");
    let far = at(Some("Khóm 10"), "Số 1 đường Sen Hồng");
    let ten = at(Some("Khóm 2"), "Số 10 đường Bằng Lăng");
    let nine = at(Some("Khóm 2"), "Số 9 đường Bằng Lăng");
    let other_street = at(Some("Khóm 2"), "Số 1 đường Sen Hồng");
    let order = |leader: &mut Device| -> Vec<Value> {
        visits(leader, "2026-12-17", "2026-12-17").into_iter().map(|visit| visit["id"].clone()).collect()
    };
    let by_address = [&nine, &ten, &other_street, &far, &nowhere].map(Value::clone);
    assert_eq!(order(&mut leader), by_address);
    leader.must("visit.arrange", json!({ "ids": [other_street, nine] }));
    let arranged = [&other_street, &nine, &ten, &far, &nowhere].map(Value::clone);
    assert_eq!(order(&mut leader), arranged, "what people gave comes first");
    leader.must("visit.arrange", json!({ "ids": [far, other_street, nine] }));
    let arranged = [&far, &other_street, &nine, &ten, &nowhere].map(Value::clone);
    assert_eq!(order(&mut leader), arranged, "and it leads from hamlet to hamlet");
    leader.must("visit.save", json!({ "id": far, "team": "Tổ 2" }));
    let left = [&other_street, &nine, &ten, &far, &nowhere].map(Value::clone);
    assert_eq!(order(&mut leader), left, "a place is one in the route of its team");
    let in_2 =
        leader.must("visit.list", json!({ "from": "2026-12-01", "to": "2026-12-31", "hamlet": "Khóm 2" }));
    assert_eq!(in_2.as_array().unwrap().len(), 3);
    let done = json!({ "from": "2026-12-01", "to": "2026-12-31", "state": "finished" });
    assert_eq!(leader.must("visit.list", done), json!([]));
}

#[test]
fn a_wrong_argument_names_itself_and_changes_nothing() {
    let (_folder, mut leader) = practice(0);
    let citizen = leader.save_citizen("Trần Thị Bình", "Khóm 1");
    let visit = schedule(&mut leader, &citizen, "2026-12-17");
    let id = &visit["id"];
    for (command, arguments, code, field) in [
        (
            "visit.schedule",
            json!({ "citizen": citizen, "purposes": [], "date": "2026-02-30" }),
            "bad_date",
            "date",
        ),
        (
            "visit.schedule",
            json!({ "citizen": citizen, "purposes": [], "date": "21/05/2026" }),
            "bad_date",
            "date",
        ),
        ("visit.reschedule", json!({ "id": id, "date": "2026-12", "reason": "Mưa" }), "bad_date", "date"),
        ("visit.list", json!({ "from": "2026-12-01", "to": "+22026-12-01" }), "bad_date", "to"),
        ("visit.days", json!({ "year": 2026, "month": 13 }), "bad_date", "month"),
        ("visit.days", json!({ "year": 300_000, "month": 1 }), "bad_date", "year"),
        ("calendar.list", json!({ "from": "0001-01-01", "to": "9999-01-01" }), "bad_date", "to"),
    ] {
        let refused = leader.call(command, arguments).unwrap_err();
        let Refused::Failure(data) = &refused else { panic!("{refused:?}") };
        assert_eq!((refused.code(), &data["params"]), (code, &json!({ "field": field })), "{command}");
    }
    for (command, arguments, code) in [
        ("visit.reschedule", json!({ "id": id, "date": "2026-12-18", "reason": " " }), "bad_argument"),
        ("visit.finish", json!({ "id": id, "outcome": "perhaps" }), "bad_argument"),
        ("visit.get", json!({ "id": citizen }), "record_not_found"),
        ("visit.schedule", json!({ "citizen": id, "purposes": [] }), "record_not_found"),
    ] {
        assert_eq!(leader.call(command, arguments).unwrap_err().code(), code, "{command}");
    }
    assert_eq!(leader.must("visit.get", json!({ "id": id })), visit);
}

/// A practice ward of an admin, which never syncs.
fn practice(people: u32) -> (tempfile::TempDir, Device) {
    let folder = tempfile::tempdir().unwrap();
    let mut device = Device::start(folder.path());
    device.must("profile.practice", json!({ "pin": PIN, "role": "admin", "people": people }));
    (folder, device)
}

/// Noon of a day in Vietnam.
struct Noon(&'static str);

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        serde_json::from_value(json!(format!("{}T05:00:00Z", self.0))).expect("a moment")
    }
}

/// An app in this process on a day of its own, with a practice ward of so many people.
fn on(day: &'static str, people: u32) -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(Options {
        folder: folder.path().to_owned(),
        clock: Arc::new(Noon(day)),
        documents: None,
        kdf: KdfCost::TESTS_ONLY,
        news: Box::new(|_| {}),
    })
    .unwrap();
    app.call("profile.practice", json!({ "pin": PIN, "role": "volunteer", "people": people })).unwrap();
    (folder, app)
}

#[test]
fn without_a_date_a_visit_takes_the_first_day_that_is_left() {
    for (today, regular, urgent) in [
        ("2026-05-20", "2026-05-21", "2026-05-22"),
        ("2026-05-22", "2026-06-18", "2026-05-22"),
        ("2026-05-23", "2026-06-18", "2026-06-19"),
        ("2026-02-10", "2026-02-23", "2026-02-23"),
        ("2027-04-12", "2027-04-15", "2027-04-19"),
    ] {
        let (_folder, app) = on(today, 0);
        let citizen =
            app.call("citizen.save", json!({ "full_name": "Trần Thị Bình" })).unwrap()["id"].clone();
        let day = |urgent: bool| {
            let arguments = json!({ "citizen": citizen, "purposes": ["birth_rereg"], "urgent": urgent });
            app.call("visit.schedule", arguments).unwrap()["date"].clone()
        };
        assert_eq!((day(false), day(true)), (json!(regular), json!(urgent)), "{today}");
    }
}

#[test]
fn a_practice_ward_with_people_has_a_visit_today_and_some_on_the_next_visit_day() {
    for (today, coming) in [("2026-11-21", "2026-12-17"), ("2026-05-21", "2026-06-18")] {
        let (_folder, app) = on(today, 12);
        let on_day = |day: &str| app.call("visit.list", json!({ "from": day, "to": day })).unwrap();
        assert_eq!(on_day(today).as_array().unwrap().len(), 1);
        let coming = on_day(coming);
        assert_eq!(coming.as_array().unwrap().len(), 4);
        assert!(coming[0]["full_name"].is_string() && codes(&coming[0]).is_empty());
    }
    let (_folder, app) = on("2026-11-21", 1);
    let all = app.call("visit.list", json!({ "from": "2026-01-01", "to": "2027-12-31" })).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 1);
}
