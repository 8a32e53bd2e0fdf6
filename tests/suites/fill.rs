//! One scan fills the forms, and what the ward knows already is asked once: devices as processes of their own against a
//! real ward.

use serde_json::{Value, json};
use tan_nha_test_support::{Bench, Device, PIN};

const BINH: &str = "087167001234||Trần Thị Bình|15081967|Nữ|Khóm 2, Phường Cao Lãnh, Đồng Tháp|05092025||||";

fn tablet(bench: &Bench, name: &str, hamlet: &str) -> Device {
    let mut device = Device::start(&bench.profile(name));
    let invitation = bench.ward.invite("volunteer", name, &["--hamlets", hamlet]);
    device.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN, "handle": name }));
    device
}

fn two(bench: &Bench) -> (Device, Device) {
    (tablet(bench, "Lê Thị Hường", "Khóm 2"), tablet(bench, "Võ Thị Mai", "Khóm 2"))
}

fn sync(devices: &mut [&mut Device]) {
    for device in devices {
        device.must("sync.now", json!({}));
    }
}

fn citizen(device: &mut Device, who: Value) -> Value {
    device.must("citizen.save", who)["id"].clone()
}

fn somebody(device: &mut Device) -> Value {
    let who = json!({ "full_name": "Nguyễn Văn Tám", "born": "1962-05-17", "sex": "male",
                      "id_number": "087062000123", "hamlet": "Khóm 2" });
    citizen(device, who)
}

fn open(device: &mut Device, procedure: &str, citizen: &Value) -> Value {
    device.must("dossier.open", json!({ "procedure": procedure, "citizen": citizen }))
}

fn get(device: &mut Device, id: &Value) -> Value {
    device.must("dossier.get", json!({ "id": id }))
}

fn set(device: &mut Device, id: &Value, answers: Value) -> Value {
    device.must("dossier.set", json!({ "id": id, "answers": answers }))
}

fn scan(device: &mut Device, id: &Value, person: &str, card: &str) -> Value {
    device.must("dossier.fill", json!({ "id": id, "person": person, "text": card }))
}

#[test]
fn a_scanned_card_fills_a_person_and_every_device_knows_where_it_came_from() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let child = somebody(&mut huong);
    let id = open(&mut huong, "linked_birth", &child)["id"].clone();
    let done = scan(&mut huong, &id, "mother", BINH);
    assert_eq!(done["filled"].as_array().unwrap().len(), 4, "{done}");
    assert_eq!(done["card"]["number"], "087167001234");
    let paper = "Căn cước số 087167001234 do Bộ Công an cấp ngày 05/09/2025";
    assert_eq!(done["dossier"]["answers"]["mother_id"], paper);

    // It is durable, filling twice is filling once, and nothing of the card but answers is kept.
    let mut huong = Device::start(&huong.kill());
    huong.must("profile.unlock", json!({ "pin": PIN, "handle": "Lê Thị Hường" }));
    let revision = get(&mut huong, &id)["revision"].clone();
    let again = scan(&mut huong, &id, "mother", BINH);
    assert_eq!((&again["filled"], &again["dossier"]["revision"]), (&json!([]), &revision));
    sync(&mut [&mut huong, &mut mai]);
    let seen = get(&mut mai, &id);
    for field in ["mother_name", "mother_dob", "mother_id", "mother_addr"] {
        assert_eq!(seen["provenance"][field], "scan", "{field}");
    }
    let exported = bench.ward.export("dossiers");
    assert_eq!(exported[0]["answers"]["mother_name"], "Trần Thị Bình");
    let damaged = BINH.replace("Trần Thị Bình", "Traanf Thij Binhf");
    let doubtful = scan(&mut huong, &id, "req", &damaged);
    assert_eq!(doubtful["card"]["findings"][0]["code"], "card_typing_damaged");
    let nobody = huong.call("dossier.fill", json!({ "id": id, "person": "uncle", "text": BINH }));
    assert_eq!(nobody.unwrap_err().code(), "bad_argument");
}

#[test]
fn what_a_card_says_otherwise_is_seen_on_both_tablets_until_somebody_decides() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let child = somebody(&mut huong);
    let id = open(&mut huong, "linked_birth", &child)["id"].clone();
    set(&mut huong, &id, json!({ "mother_name": "TRẦN THỊ BÌNH", "mother_dob": "1966" }));
    let done = scan(&mut huong, &id, "mother", BINH);
    assert_eq!(done["differs"], json!(["mother_dob"]));
    assert_eq!(done["dossier"]["answers"]["mother_dob"], "1966", "what was typed stays");
    sync(&mut [&mut huong, &mut mai]);
    let beside = json!({ "mother_dob": [{ "source": "scan", "value": "1967-08-15" }] });
    assert_eq!(get(&mut mai, &id)["said"], beside);

    let unsaid = mai.call("dossier.decide", json!({ "id": id, "field": "mother_dob", "value": "1960" }));
    assert_eq!(unsaid.unwrap_err().code(), "bad_argument");
    let decided =
        mai.must("dossier.decide", json!({ "id": id, "field": "mother_dob", "value": "1967-08-15" }));
    assert_eq!(decided["answers"]["mother_dob"], "1967-08-15");
    assert_eq!(decided["provenance"]["mother_dob"], "spoken");
    sync(&mut [&mut mai, &mut huong]);
    let taken = json!({ "mother_dob": [{ "source": "scan", "value": "1967-08-15", "taken": true }] });
    assert_eq!(get(&mut huong, &id)["said"], taken);

    // What was decided against a card is not asked again by the same card.
    set(&mut huong, &id, json!({ "mother_addr": "Tổ 9, Phường Cao Lãnh" }));
    scan(&mut huong, &id, "mother", BINH);
    huong.must(
        "dossier.decide",
        json!({ "id": id, "field": "mother_addr", "value": "Tổ 9, Phường Cao Lãnh" }),
    );
    let after = scan(&mut huong, &id, "mother", BINH);
    assert_eq!(after["differs"], json!([]));
    assert_eq!(after["dossier"]["said"]["mother_addr"][0]["taken"], false);
}

#[test]
fn a_card_of_somebody_else_is_put_away_whole_and_is_not_brought_back_by_who_saw_it_before() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let child = somebody(&mut huong);
    let id = open(&mut huong, "linked_birth", &child)["id"].clone();
    set(&mut huong, &id, json!({ "mother_name": "LÊ THỊ ÁNH", "mother_dob": "1966" }));
    let done = scan(&mut huong, &id, "mother", BINH);
    assert_eq!((&done["doubt"], &done["filled"]), (&json!("other_name"), &json!([])));
    sync(&mut [&mut huong, &mut mai]);
    let said = get(&mut mai, &id)["said"].clone();
    assert_eq!(said.as_object().unwrap().len(), 4, "{said}");

    // Of one field: none of these. It stays as it is, also without an answer.
    let put_away = |fields: Value| json!({ "id": id, "fields": fields });
    let after = huong.must("dossier.put_away", put_away(json!(["mother_addr"])));
    assert_eq!(
        (&after["answers"]["mother_addr"], &after["said"]["mother_addr"]),
        (&Value::Null, &Value::Null)
    );
    // Of the card: all that nobody took, while another decides against it and takes its date.
    let fields: Vec<&String> = said.as_object().unwrap().keys().collect();
    let whole = json!({ "id": id, "fields": fields, "source": "scan" });
    let after = huong.must("dossier.put_away", whole.clone());
    assert_eq!((&after["said"], &after["answers"]["mother_name"]), (&Value::Null, &json!("LÊ THỊ ÁNH")));
    let revision = after["revision"].clone();
    assert_eq!(huong.must("dossier.put_away", whole)["revision"], revision, "told twice, done once");
    mai.must("dossier.decide", json!({ "id": id, "field": "mother_name", "value": "LÊ THỊ ÁNH" }));
    sync(&mut [&mut huong, &mut mai]);
    sync(&mut [&mut huong]);
    for device in [&mut huong, &mut mai] {
        assert_eq!(get(device, &id)["said"], Value::Null);
        assert_eq!(device.must("conflict.list", json!({})), json!([]));
    }

    // What is put away before it was sent is in nothing that is sent.
    let number = "087067000777";
    let tu = BINH.replace("087167001234", number).replace("Thị Bình", "Văn Tư").replace("Nữ", "Nam");
    set(&mut huong, &id, json!({ "father_name": "PHAN VĂN NĂM" }));
    scan(&mut huong, &id, "father", &tu);
    let said = get(&mut huong, &id)["said"].clone();
    let fields: Vec<&String> = said.as_object().unwrap().keys().collect();
    huong.must("dossier.put_away", json!({ "id": id, "fields": fields, "source": "scan" }));
    sync(&mut [&mut huong]);
    assert!(bench.ward.export("changes").iter().all(|change| !change.to_string().contains(number)));
}

#[test]
fn putting_a_card_away_leaves_what_was_submitted_submitted() {
    let bench = Bench::new();
    let (mut huong, _) = two(&bench);
    let child = somebody(&mut huong);
    let id = open(&mut huong, "birth_rereg", &child)["id"].clone();
    let sample = huong.must("procedure.sample", json!({ "procedure": "birth_rereg" }))["answers"].clone();
    set(&mut huong, &id, sample);
    scan(&mut huong, &id, "mother", BINH);
    let submitted = huong.must("dossier.submit", json!({ "id": id }));
    let said = submitted["said"].as_object().unwrap();
    assert!(!said.is_empty());
    let fields: Vec<&String> = said.keys().collect();
    let after = huong.must("dossier.put_away", json!({ "id": id, "fields": fields }));
    assert_eq!((&after["said"], &after["answers"]), (&Value::Null, &submitted["answers"]));
    assert_eq!(after["state"], "queued");
    sync(&mut [&mut huong]);
    assert_eq!(bench.ward.export("dossiers")[0]["state"], "queued");
}

#[test]
fn a_card_fills_the_row_that_is_open_or_a_new_one_and_takes_nothing_away() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let tam = somebody(&mut huong);
    let id = open(&mut huong, "residence_perm", &tam)["id"].clone();
    let form = huong.must("procedure.form", json!({ "procedure": "residence_perm" }));
    let fields =
        form["sections"].as_array().unwrap().iter().flat_map(|one| one["fields"].as_array().unwrap());
    let people: Vec<&Value> = fields.filter(|one| one["rows_are_people"] == true).collect();
    assert_eq!(people.iter().map(|one| &one["key"]).collect::<Vec<_>>(), ["members"]);

    // A new row: all of it is the card's.
    let done = scan(&mut huong, &id, "members/a", BINH);
    let cells = ["members/a/name", "members/a/dob", "members/a/sex", "members/a/id"];
    assert_eq!(done["filled"], json!(cells), "{done}");
    let row = json!({ "row": "a", "name": "Trần Thị Bình", "dob": "1967-08-15", "sex": "female",
                      "id": "087167001234" });
    assert_eq!(done["dossier"]["answers"]["members"], json!([row]));
    assert_eq!(done["dossier"]["provenance"]["members/a"], "scan");
    let revision = done["dossier"]["revision"].clone();
    let again = scan(&mut huong, &id, "members/a", BINH);
    assert_eq!((&again["filled"], &again["dossier"]["revision"]), (&json!([]), &revision), "twice is once");
    let twice = scan(&mut huong, &id, "members/b", BINH);
    assert_eq!((&twice["doubt"], &twice["filled"]), (&json!("other_person"), &json!([])), "they are there");

    // A row that is open: what was typed stays, and it is no row of the card alone.
    let nam =
        BINH.replace("087167001234", "087067000777").replace("Thị Bình", "Văn Năm").replace("Nữ", "Nam");
    set(
        &mut huong,
        &id,
        json!({ "members/c": { "name": "TRẦN VĂN NĂM", "dob": "1966", "relation": "con" } }),
    );
    let done = scan(&mut huong, &id, "members/c", &nam);
    assert_eq!((&done["differs"], &done["agrees"]), (&json!(["members/c/dob"]), &json!(["members/c/name"])));
    let row = json!({ "row": "c", "name": "TRẦN VĂN NĂM", "dob": "1966", "sex": "male", "id": "087067000777",
                      "relation": "con" });
    assert_eq!(done["dossier"]["answers"]["members"][1], row);
    assert_eq!(done["dossier"]["provenance"]["members/c"], "spoken");
    assert_eq!(done["dossier"].get("said"), None);
    let other = scan(&mut huong, &id, "members/c", BINH);
    assert_eq!((&other["doubt"], &other["filled"]), (&json!("other_person"), &json!([])));
    let no_row = huong.call("dossier.fill", json!({ "id": id, "person": "papers/a", "text": BINH }));
    assert_eq!(no_row.unwrap_err().code(), "bad_argument");
    sync(&mut [&mut huong, &mut mai]);
    assert_eq!(get(&mut mai, &id)["provenance"]["members/a"], "scan");
}

#[test]
fn in_a_conflict_of_two_people_goes_with_the_answer_where_it_came_from() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let child = somebody(&mut huong);
    let id = open(&mut huong, "linked_birth", &child)["id"].clone();
    sync(&mut [&mut huong, &mut mai]);
    // Both have read that the mother is Bình: one from her card, one by word of mouth. That is no conflict.
    scan(&mut huong, &id, "mother", BINH);
    let card = get(&mut huong, &id)["answers"].clone();
    let same = ["mother_name", "mother_dob", "mother_id", "mother_addr"].map(|key| (key, card[key].clone()));
    set(&mut mai, &id, same.into_iter().collect());
    sync(&mut [&mut huong, &mut mai]);
    sync(&mut [&mut huong]);
    assert_eq!(mai.must("conflict.list", json!({})), json!([]));

    // Then each says something else of the father; with the choice goes where it came from.
    let tu = BINH.replace("087167", "087067").replace("Thị Bình", "Văn Tư").replace("Nữ", "Nam");
    scan(&mut huong, &id, "father", &tu);
    set(&mut mai, &id, json!({ "father_name": "TRẦN VĂN TƯỜNG", "father_dob": "1966" }));
    scan(&mut mai, &id, "father", &tu);
    sync(&mut [&mut huong, &mut mai]);
    let conflicts = mai.must("conflict.list", json!({}));
    let fields = conflicts[0]["fields"].as_array().expect("a conflict of the father");
    assert!(fields.iter().all(|field| field["field"].as_str().unwrap().starts_with("father_")), "{fields:?}");
    let choices: serde_json::Map<String, Value> =
        fields.iter().map(|field| (field["field"].as_str().unwrap().to_owned(), json!("mine"))).collect();
    mai.must("conflict.resolve", json!({ "id": conflicts[0]["id"], "choices": choices }));
    sync(&mut [&mut mai, &mut huong]);
    let seen = get(&mut huong, &id);
    assert_eq!(
        (&seen["answers"]["father_name"], &seen["provenance"]["father_name"]),
        (&json!("TRẦN VĂN TƯỜNG"), &json!("spoken"))
    );
    assert_eq!(seen["said"]["father_name"][0]["value"], "Trần Văn Tư", "what the card says is still seen");
}

#[test]
fn a_new_form_knows_the_family_from_the_dossier_before_on_whichever_tablet() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let tam = somebody(&mut huong);
    let first = open(&mut huong, "birth_rereg", &tam);
    let id = first["id"].clone();
    let family = json!({
        "sub_ethnicity": "Kinh", "mother_name": "LÊ THỊ ÁNH", "mother_birth": "1940", "mother_nationality": "Việt Nam",
        "father_name": "NGUYỄN VĂN SÁU", "father_id": "087038000111",
    });
    set(&mut huong, &id, family);
    sync(&mut [&mut huong, &mut mai]);
    let card = open(&mut mai, "id_card_14plus", &tam);
    let day = card["provenance"]["mother_name"]["earlier"]["day"].as_str().expect("a day").to_owned();
    assert_eq!(day.len(), 10);
    let earlier = json!({ "earlier": { "dossier": id, "day": day } });
    for (field, answer) in [
        ("mother_name", "LÊ THỊ ÁNH"),
        ("mother_nationality", "Việt Nam"),
        ("father_name", "NGUYỄN VĂN SÁU"),
        ("father_id", "087038000111"),
    ] {
        assert_eq!(
            (&card["answers"][field], &card["provenance"][field]),
            (&json!(answer), &earlier),
            "{field}"
        );
    }

    // Two dossiers that disagree: the newest is the answer, and the other is seen beside it.
    set(&mut mai, &card["id"], json!({ "father_name": "NGUYỄN VĂN SÁU EM" }));
    let third = open(&mut mai, "id_card_14plus", &tam);
    let said = third["said"]["father_name"].as_array().expect("another name");
    let both = [&third["answers"]["father_name"], &said[0]["value"]];
    assert_eq!(both, ["NGUYỄN VĂN SÁU EM", "NGUYỄN VĂN SÁU"]);

    // What a form asks only later is offered then.
    let reissue = open(&mut mai, "id_card_reissue", &tam)["id"].clone();
    let with_sheet = set(&mut mai, &reissue, json!({ "with_sheet": true }));
    assert_eq!(with_sheet["answers"].get("mother_name"), None);
    let offers = mai.must("dossier.known", json!({ "id": reissue }));
    let offer =
        offers.as_array().unwrap().iter().find(|offer| offer["person"] == "mother").expect("the mother");
    let take = json!({ "id": reissue, "person": "mother", "record": offer["record"] });
    let taken = mai.must("dossier.take", take)["dossier"].clone();
    assert_eq!(taken["answers"]["mother_name"], "LÊ THỊ ÁNH");

    // Whose mother that is, is known of nobody else.
    let other = citizen(&mut mai, json!({ "full_name": "Nguyễn Văn Chín", "hamlet": "Khóm 2" }));
    assert_eq!(open(&mut mai, "id_card_14plus", &other)["answers"].get("mother_name"), None);
}

#[test]
fn answers_fill_the_next_form_unless_the_citizen_said_no_and_again_once_they_said_yes() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let tam = somebody(&mut huong);
    let first = open(&mut huong, "birth_rereg", &tam)["id"].clone();
    set(&mut huong, &first, json!({ "mother_name": "LÊ THỊ ÁNH" }));
    let text = huong.must("consent.text", json!({}))["version"].clone();
    let mut says = |huong: &mut Device, purposes: Value| {
        let give =
            json!({ "citizen": tam, "text": text, "purposes": purposes, "how": "signature", "age": "adult" });
        huong.must("consent.give", give);
        sync(&mut [huong, &mut mai]);
        open(&mut mai, "id_card_14plus", &tam)
    };
    let mother = |card: &Value| card["answers"].get("mother_name").cloned();
    let card = says(&mut huong, json!(["reminders"]));
    assert_eq!(mother(&card), None, "they were asked, and did not agree");
    let card = says(&mut huong, json!(["next_form"]));
    assert_eq!(mother(&card), Some(json!("LÊ THỊ ÁNH")));
    let back = json!({ "citizen": tam, "purposes": ["next_form"], "how": "signature" });
    huong.must("consent.withdraw", back);
    let reissue = open(&mut huong, "id_card_reissue", &tam)["id"].clone();
    set(&mut huong, &reissue, json!({ "with_sheet": true }));
    assert_eq!(
        huong.must("dossier.known", json!({ "id": reissue })),
        json!([]),
        "nothing of it is offered either"
    );
}

#[test]
fn whom_the_ward_knows_is_offered_and_never_filled_by_itself_and_only_to_who_may_see_it() {
    let bench = Bench::new();
    let (mut huong, _) = two(&bench);
    let mut elsewhere = tablet(&bench, "Phan Văn Lợi", "Khóm 5");
    let who = json!({ "full_name": "Trần Thị Bình", "born": "1967-08-15", "sex": "female",
                      "id_number": "087167001234", "hamlet": "Khóm 2", "address": "Tổ 3, Khóm 2" });
    let binh = citizen(&mut huong, who);
    sync(&mut [&mut huong, &mut elsewhere]);

    let child = somebody(&mut huong);
    let id = open(&mut huong, "linked_birth", &child)["id"].clone();
    let typed = set(&mut huong, &id, json!({ "mother_id": "087167001234" }));
    assert_eq!(typed["answers"].get("mother_name"), None);
    let offers = huong.must("dossier.known", json!({ "id": id }));
    let [offer] = offers.as_array().unwrap().as_slice() else { panic!("{offers}") };
    assert_eq!((&offer["person"], &offer["record"]), (&json!("mother"), &binh));
    assert_eq!(offer["answers"]["mother_name"], "Trần Thị Bình");
    let taken = huong.must("dossier.take", json!({ "id": id, "person": "mother", "record": binh }));
    assert_eq!(taken["dossier"]["answers"]["mother_addr"], "Tổ 3, Khóm 2");
    assert_eq!(taken["dossier"]["provenance"]["mother_name"], "record");
    assert_eq!(huong.must("dossier.known", json!({ "id": id })), json!([]), "nothing more is known");

    // Another dossier knows her nationality; by name and birth as well as by number.
    set(&mut huong, &id, json!({ "mother_nationality": "Việt Nam", "mother_ethnicity": "Kinh" }));
    let next = open(&mut huong, "linked_birth", &child)["id"].clone();
    set(&mut huong, &next, json!({ "mother_name": "Trần thị BÌNH", "mother_dob": "1967" }));
    let offers = huong.must("dossier.known", json!({ "id": next }));
    let earlier = offers.as_array().unwrap().iter().find(|offer| offer["record"] == id).expect("the dossier");
    assert_eq!(earlier["answers"]["mother_nationality"], "Việt Nam");
    assert_eq!(earlier["source"]["earlier"]["dossier"], id);

    // Who may not see her is told nothing of her.
    let own = citizen(&mut elsewhere, json!({ "full_name": "Lý Văn Ba", "hamlet": "Khóm 5" }));
    let blind = open(&mut elsewhere, "linked_birth", &own)["id"].clone();
    set(&mut elsewhere, &blind, json!({ "mother_id": "087167001234" }));
    assert_eq!(elsewhere.must("dossier.known", json!({ "id": blind })), json!([]));
    let refused = elsewhere.call("dossier.take", json!({ "id": blind, "person": "mother", "record": binh }));
    assert_eq!(refused.unwrap_err().code(), "record_not_found");
}

#[test]
fn two_who_open_the_same_for_one_citizen_are_warned_as_soon_as_either_knows() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let tam = somebody(&mut huong);
    sync(&mut [&mut huong, &mut mai]);

    // Both without a network: neither can know. The first pass of the one tells the ward, that of the other both.
    let hers = open(&mut huong, "birth_reg", &tam);
    let mais = open(&mut mai, "birth_reg", &tam);
    assert_eq!((&hers["also_open"], &mais["also_open"]), (&json!([]), &json!([])));
    sync(&mut [&mut huong, &mut mai]);
    let told = &get(&mut mai, &mais["id"])["also_open"];
    assert_eq!((&told[0]["id"], &told[0]["by"]), (&hers["id"], &json!("Lê Thị Hường")));
    sync(&mut [&mut huong]);
    let told = &get(&mut huong, &hers["id"])["also_open"];
    assert_eq!((&told[0]["id"], &told[0]["by"]), (&mais["id"], &json!("Võ Thị Mai")));
    let list = huong.must("dossier.list", json!({ "citizen": tam }));
    let listed = |list: &Value, id: &Value| {
        let row = list.as_array().unwrap().iter().find(|row| row["id"] == *id);
        row.expect("in the list")["also_open"].as_array().unwrap().len()
    };
    assert_eq!((listed(&list, &hers["id"]), listed(&list, &mais["id"])), (1, 1));

    // The tablet has it from the ward and knows at once, without asking again; who it is, the ward says later. A group
    // is met by what it yields.
    let group = open(&mut mai, "linked_birth", &tam);
    let meets = group["also_open"].as_array().unwrap();
    let [met] = meets.as_slice() else { panic!("{meets:?}") };
    assert_eq!((&met["id"], met.get("by")), (&hers["id"], None));
    assert!(met["procedure"].as_str().is_some_and(|name| !name.is_empty()));
    sync(&mut [&mut mai, &mut huong]);
    let told = get(&mut huong, &hers["id"])["also_open"].clone();
    let [_, group_told] = told.as_array().unwrap().as_slice() else { panic!("{told}") };
    assert_eq!((&group_told["id"], &group_told["by"]), (&group["id"], &json!("Võ Thị Mai")), "by the ward");
    assert!(group_told["procedure"].as_str().is_some_and(|name| name.starts_with("Liên thông")), "{told}");
    sync(&mut [&mut mai]);
    assert_eq!(get(&mut mai, &group["id"])["also_open"][0]["by"], "Lê Thị Hường", "and the other way round");

    // Handed in it has a dossier of the same procedure, whose author the ward names; it is still one filling.
    let sample = mai.must("procedure.sample", json!({ "procedure": "linked_birth" }))["answers"].clone();
    set(&mut mai, &group["id"], sample);
    mai.must("dossier.submit", json!({ "id": group["id"] }));
    sync(&mut [&mut mai, &mut huong]);
    sync(&mut [&mut mai]);
    let told = get(&mut huong, &hers["id"])["also_open"].clone();
    let by: Vec<&Value> = told.as_array().unwrap().iter().map(|other| &other["by"]).collect();
    assert_eq!(by, [&json!("Võ Thị Mai"), &json!("Võ Thị Mai")], "{told}");
    let told = get(&mut mai, &group["id"])["also_open"].clone();
    assert_eq!((told.as_array().unwrap().len(), &told[0]["by"]), (1, &json!("Lê Thị Hường")), "{told}");
}
