//! Who wrote, that it was read back, who signed, and what a citizen consents to: devices as processes of their own
//! against a real ward.

use serde_json::{Value, json};
use tan_nha_test_support::{Bench, Device, PIN, Refused};

const SIGNER: &str = "Người yêu cầu";

/// A device of a new person, unlocked.
fn tablet(bench: &Bench, role: &str, name: &str) -> Device {
    let mut device = Device::start(&bench.profile(name));
    let invitation = bench.ward.invite(role, name, &["--hamlets", "Khóm 2"]);
    device.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN, "handle": name }));
    device
}

fn two(bench: &Bench) -> (Device, Device) {
    (tablet(bench, "volunteer", "Lê Thị Hường"), tablet(bench, "volunteer", "Võ Thị Mai"))
}

fn sync(device: &mut Device) -> Value {
    device.must("sync.now", json!({}))
}

/// A citizen who cannot read or sign.
fn citizen(device: &mut Device) -> Value {
    let who = json!({ "full_name": "Trần Thị Bình", "hamlet": "Khóm 2", "reads": false, "signs": false });
    device.must("citizen.save", who)["id"].clone()
}

/// A filled re-registration of a birth for them.
fn filled(device: &mut Device, citizen: &Value) -> Value {
    let sample = device.must("procedure.sample", json!({ "procedure": "birth_rereg" }))["answers"].clone();
    let open = json!({ "procedure": "birth_rereg", "citizen": citizen });
    let id = device.must("dossier.open", open)["id"].clone();
    device.must("dossier.set", json!({ "id": id, "answers": sample }));
    id
}

fn get(device: &mut Device, id: &Value) -> Value {
    device.must("dossier.get", json!({ "id": id }))
}

/// Reads all that is left of a dossier back, and confirms it.
fn read_back(device: &mut Device, id: &Value) -> Value {
    let seen = get(device, id);
    let args = json!({ "id": id, "answers_hash": seen["answers_hash"], "right": seen["attests"]["left"],
                       "confirmed": true });
    device.must("dossier.read_back", args)
}

fn finds(dossier: &Value, code: &str) -> bool {
    dossier["findings"].as_array().expect("findings").iter().any(|finding| finding["code"] == code)
}

fn sign(device: &mut Device, seen: &Value, more: Value) -> Result<Value, String> {
    let mut args = json!({ "id": seen["id"], "answers_hash": seen["answers_hash"], "signer": SIGNER });
    args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    device.call("dossier.sign", args).map_err(|refused| refused.code().to_owned())
}

#[test]
fn who_cannot_read_is_read_to_before_the_fingerprint_and_a_changed_answer_asks_for_both_again() {
    let bench = Bench::new();
    let (mut huong, _) = two(&bench);
    let person = citizen(&mut huong);
    let id = filled(&mut huong, &person);
    let seen = get(&mut huong, &id);
    for code in ["writer_unknown", "reading_missing", "signature_missing", "consent_missing"] {
        assert!(finds(&seen, code), "{code}: {}", seen["findings"]);
    }
    assert_eq!(seen["attests"]["reader_needed"], true);
    let aloud = seen["attests"]["aloud"].as_array().unwrap();
    assert!(aloud.len() > 20 && aloud == seen["attests"]["left"].as_array().unwrap(), "{aloud:?}");
    let by = huong.must(
        "dossier.written_by",
        json!({ "id": id, "who": "volunteer",
        "interpreter": { "name": "Thạch Thị Na", "language": "tiếng Khmer" } }),
    );
    assert_eq!(by["attests"]["writing"]["name"], "Lê Thị Hường");
    assert_eq!(
        sign(&mut huong, &seen, json!({ "mode": "fingerprint_on_paper" })),
        Err("reading_first".into())
    );
    // One answer was not right: the reading is not confirmed, whatever else was.
    let but_one: Vec<&Value> = aloud[1..].iter().collect();
    let said =
        json!({ "id": id, "answers_hash": seen["answers_hash"], "right": but_one, "wrong": [aloud[0]] });
    let said = huong.must("dossier.read_back", said);
    assert_eq!(
        (&said["attests"]["wrong"], &said["attests"]["left"]),
        (&json!([aloud[0]]), &json!([aloud[0]]))
    );
    let early = json!({ "id": id, "answers_hash": seen["answers_hash"], "confirmed": true });
    assert_eq!(huong.call("dossier.read_back", early).unwrap_err().code(), "reading_incomplete");
    // It is asked anew, and then only that one is read again.
    huong.must("dossier.set", json!({ "id": id, "answers": { "mother_addr": "Khóm 2, tổ 8" } }));
    let stale =
        json!({ "id": id, "answers_hash": seen["answers_hash"], "right": [aloud[0]], "confirmed": true });
    assert_eq!(huong.call("dossier.read_back", stale).unwrap_err().code(), "answers_changed");
    let left = get(&mut huong, &id)["attests"]["left"].clone();
    assert_eq!(left, json!([aloud[0], "mother_addr"]));
    let read = read_back(&mut huong, &id);
    assert_eq!((&read["attests"]["reading"]["fits"], &read["attests"]["left"]), (&json!(true), &json!([])));
    assert!(!finds(&read, "reading_missing"));
    let signed = sign(&mut huong, &read, json!({ "mode": "fingerprint_on_paper" })).unwrap();
    assert!(!finds(&signed, "signature_missing") && !finds(&signed, "fingerprint_before_reading"));
    // Killed, it is there; changed, it speaks for nothing any more and stays as what was done.
    let mut huong = huong.restart();
    huong.must("profile.unlock", json!({ "pin": PIN }));
    assert_eq!(get(&mut huong, &id)["attests"], signed["attests"]);
    let changed =
        huong.must("dossier.set", json!({ "id": id, "answers": { "mother_addr": "Khóm 2, tổ 9" } }));
    assert!(finds(&changed, "reading_stale") && finds(&changed, "signing_stale"), "{}", changed["findings"]);
    assert_eq!(changed["attests"]["left"], json!(["mother_addr"]));
    assert_eq!(changed["attests"]["signers"][0]["signed"]["fits"], false);
    sync(&mut huong);
    let exported = bench.ward.export("dossiers").remove(0);
    assert_eq!(exported["attests"]["reading"]["fits"], false);
    read_back(&mut huong, &id);
    let seen = get(&mut huong, &id);
    sign(&mut huong, &seen, json!({ "mode": "fingerprint_on_paper" })).unwrap();
    sync(&mut huong);
    let exported = bench.ward.export("dossiers").remove(0);
    let attests = &exported["attests"];
    assert_eq!(attests["writing"]["interpreter"]["language"], "tiếng Khmer", "{attests}");
    assert_eq!(
        (&attests["reading"]["fits"], &attests["reading"]["by"]),
        (&json!(true), &json!("Lê Thị Hường"))
    );
    let signing = &attests[format!("signing/{SIGNER}")];
    assert_eq!((&signing["mode"], &signing["fits"]), (&json!("fingerprint_on_paper"), &json!(true)));
}

#[test]
fn a_drawn_signature_is_a_paper_that_arrives_and_nobody_signs_in_another_way_than_they_said() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let person = citizen(&mut huong);
    let id = filled(&mut huong, &person);
    let seen = get(&mut huong, &id);
    let refused = [
        json!({ "mode": "signature" }),
        json!({ "mode": "signature", "strokes": [] }),
        json!({ "mode": "signature", "strokes": [[[0, 0], [1001, 0]]] }),
        json!({ "mode": "paper", "strokes": [[[0, 0], [10, 10]]] }),
        json!({ "mode": "witnesses" }),
        json!({ "mode": "paper", "signer": "Chủ tịch" }),
    ];
    for more in refused {
        assert_eq!(sign(&mut huong, &seen, more.clone()), Err("bad_argument".into()), "{more}");
    }
    let witness = |name: &str, number: &str| json!({ "name": name, "id_number": number, "born": "1970" });
    let pair = json!([witness("Phạm Văn Sáu", "087070000001"), witness("Phạm Văn Sáu", "087070000001")]);
    let same = sign(&mut huong, &seen, json!({ "mode": "witnesses", "witnesses": pair }));
    assert_eq!(same, Err("bad_witness".into()));
    let strokes = json!([[[100, 200], [300, 100], [500, 300]], [[600, 200], [700, 200]]]);
    let signed = sign(&mut huong, &seen, json!({ "mode": "signature", "strokes": strokes })).unwrap();
    let file = signed["attests"]["signers"][0]["signed"]["file"].clone();
    assert_eq!((&signed["files"][0]["sha256"], &signed["files"][0]["slot"]), (&file, &json!("signature")));
    let status = sync(&mut huong);
    assert_eq!((&status["receipted"], &status["files_waiting"]), (&json!(2), &json!(0)), "{status}");
    let exported = bench.ward.export("dossiers").remove(0);
    assert_eq!((&exported["files"][0]["sha256"], &exported["files"][0]["whole"]), (&file, &json!(true)));
    sync(&mut mai);
    let there = get(&mut mai, &id);
    assert_eq!(there["attests"], signed["attests"]);
    assert!(!finds(&there, "signature_missing"));
    // Two witnesses in its place.
    let pair = json!([witness("Phạm Văn Sáu", "087070000001"), witness("Võ Thị Bảy", "087170000002")]);
    let signed = sign(&mut huong, &signed, json!({ "mode": "witnesses", "witnesses": pair })).unwrap();
    let names = json!(["Phạm Văn Sáu", "Võ Thị Bảy"]);
    assert_eq!(signed["attests"]["signers"][0]["signed"]["witnesses"], names);
}

#[test]
fn what_was_read_back_on_one_tablet_and_changed_on_another_is_never_silently_valid() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let person = citizen(&mut huong);
    for reading_first in [true, false] {
        let id = filled(&mut huong, &person);
        sync(&mut huong);
        sync(&mut mai);
        read_back(&mut huong, &id);
        mai.must("dossier.set", json!({ "id": id, "answers": { "mother_addr": "Khóm 2, tổ 8" } }));
        let order = if reading_first { [&mut huong, &mut mai] } else { [&mut mai, &mut huong] };
        order.into_iter().for_each(|device| drop(sync(device)));
        sync(&mut huong);
        sync(&mut mai);
        let at_ward = |id: &Value| {
            let all = bench.ward.export("dossiers");
            all.into_iter().find(|dossier| dossier["id"] == *id).expect("the dossier")
        };
        let changed = at_ward(&id)["answers"]["mother_addr"] == "Khóm 2, tổ 8";
        let conflicts = mai.must("conflict.list", json!({}));
        assert_eq!(conflicts.as_array().unwrap().is_empty(), !reading_first, "{conflicts}");
        assert_eq!(changed, !reading_first);
        for device in [&mut huong, &mut mai] {
            let seen = get(device, &id);
            let valid = &seen["attests"]["reading"]["fits"];
            assert_eq!(valid, &json!(!changed), "of the answers that were read, and of no others");
            assert_eq!(finds(&seen, "reading_stale"), changed);
        }
        // Who decides for the change after all asks for the reading again.
        if let Some(conflict) = conflicts.get(0) {
            assert_eq!(conflict["fields"][0]["field"], "mother_addr");
            let choices = json!({ "mother_addr": "mine" });
            mai.must("conflict.resolve", json!({ "id": conflict["id"], "choices": choices }));
            sync(&mut mai);
            sync(&mut huong);
            for device in [&mut huong, &mut mai] {
                assert!(finds(&get(device, &id), "reading_stale"));
            }
            assert_eq!(at_ward(&id)["attests"]["reading"]["fits"], false);
        }
    }
}

#[test]
fn consent_is_given_purpose_by_purpose_and_a_withdrawal_is_known_on_the_other_tablet() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let person = citizen(&mut huong);
    let id = filled(&mut huong, &person);
    let text = huong.must("consent.text", json!({}));
    let give = |purposes: Value, how: &str| {
        json!({ "citizen": person, "text": text["version"], "purposes": purposes,
                                                    "how": how, "age": "adult" })
    };
    let unread = huong.call("consent.give", give(json!(["sold_to_others"]), "signature")).unwrap_err();
    assert_eq!(unread.code(), "bad_argument");
    let alone = huong.call("consent.give", give(json!(["phone_list"]), "said_before_witness")).unwrap_err();
    assert_eq!(alone.code(), "consent_incomplete");
    assert!(finds(&get(&mut huong, &id), "consent_missing"), "nothing of it was noted");
    // Of whose birth nothing is known, somebody says whether they are of age.
    let mut unsaid = give(json!(["phone_list"]), "signature");
    unsaid["age"] = Value::Null;
    let refused = huong.call("consent.give", unsaid).unwrap_err();
    let Refused::Failure(data) = &refused else { panic!("{refused:?}") };
    assert_eq!((refused.code(), &data["params"]["missing"]), ("consent_incomplete", &json!("age")));
    let given = huong.must("consent.give", give(json!(["phone_list", "reminders"]), "fingerprint_on_paper"));
    assert_eq!(given["agreed"], json!(["phone_list", "reminders"]));
    assert!(!finds(&get(&mut huong, &id), "consent_missing"));
    sync(&mut huong);
    sync(&mut mai);
    let agreed = |device: &mut Device| device.must("citizen.get", json!({ "id": person }))["agreed"].clone();
    assert_eq!(agreed(&mut mai), json!(["phone_list", "reminders"]));
    let back = json!({ "citizen": person, "purposes": ["phone_list"], "how": "said_before_witness" });
    let left = mai.must("consent.withdraw", back.clone());
    assert_eq!((&left["agreed"], agreed(&mut mai)), (&json!(["reminders"]), json!(["reminders"])), "at once");
    // The other one is told of it too, before they know.
    huong.must("consent.withdraw", back);
    for nth in 0..3 {
        let status = sync(if nth == 1 { &mut huong } else { &mut mai });
        assert_eq!((&status["conflicts"], &status["set_aside"]), (&json!(0), &json!(0)), "{status}");
    }
    assert_eq!((agreed(&mut huong), agreed(&mut mai)), (json!(["reminders"]), json!(["reminders"])));
    let list = huong.must("consent.list", json!({ "citizen": person }));
    assert_eq!(list["consents"][0]["text"], text["version"]);
    assert_eq!(bench.ward.export("consents").len(), 1);
    // Somebody who says no to everything was asked, and a child has two voices.
    let child = json!({ "full_name": "Trần Thị Bé", "hamlet": "Khóm 2", "born": "2016-05-21" });
    let child = huong.must("citizen.save", child)["id"].clone();
    let mut of_child = give(json!(["reminders"]), "signature");
    of_child["citizen"] = child.clone();
    assert_eq!(huong.call("consent.give", of_child.clone()).unwrap_err().code(), "consent_incomplete");
    of_child["representative"] = json!({ "name": "Trần Thị Bình", "relation": "mẹ" });
    assert_eq!(huong.call("consent.give", of_child.clone()).unwrap_err().code(), "consent_incomplete");
    of_child["child_agrees"] = json!(true);
    assert_eq!(huong.must("consent.give", of_child)["agreed"], json!(["reminders"]));
    let mut none = give(json!([]), "signature");
    none["citizen"] = child;
    assert_eq!(huong.must("consent.give", none)["consents"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_taken_back_on_a_tablet_that_never_heard_of_it_is_taken_back() {
    let bench = Bench::new();
    let (mut huong, mut mai) = two(&bench);
    let person = citizen(&mut huong);
    sync(&mut huong);
    sync(&mut mai);
    let text = huong.must("consent.text", json!({}));
    let give = json!({ "citizen": person, "text": text["version"], "purposes": ["phone_list", "reminders"],
                       "how": "signature", "age": "adult" });
    huong.must("consent.give", give);
    let unread = json!({ "citizen": person, "purposes": ["sold_to_others"], "how": "signature" });
    assert_eq!(mai.call("consent.withdraw", unread).unwrap_err().code(), "bad_argument");
    let back = json!({ "citizen": person, "purposes": ["phone_list"], "how": "said_before_witness" });
    let noted = mai.must("consent.withdraw", back);
    assert_eq!(
        noted["consents"][0]["withdrawn"]["phone_list"]["by"], "Võ Thị Mai",
        "kept, though nothing was here"
    );
    for nth in 0..3 {
        let status = sync(if nth == 1 { &mut huong } else { &mut mai });
        assert_eq!((&status["conflicts"], &status["set_aside"]), (&json!(0), &json!(0)), "{status}");
    }
    for device in [&mut huong, &mut mai] {
        let agreed = device.must("consent.list", json!({ "citizen": person }))["agreed"].clone();
        assert_eq!(agreed, json!(["reminders"]));
    }
}
