//! A draft that one moves to the newer version of its form while another goes on with the older one: nothing of it is
//! done by halves, and nothing that either had said is lost.

use super::{FIRST, NEWER, as_it_is, begin, exported, folder, get, in_force, sync, take_in};
use serde_json::{Map, Value, json};
use tan_nha_test_support::{Bench, Device};

/// An admin and a volunteer who both have a draft on the older version, and both know of the newer one.
struct Two {
    bench: Bench,
    mover: Device,
    typist: Device,
    draft: Value,
}

fn two(answers: Value) -> Two {
    let bench = Bench::new();
    let mut mover = bench.enrolled("admin", "Nguyễn Văn An", &[]);
    let mut typist = bench.volunteer();
    take_in(&mut mover, &folder(&bench.profile("first"), FIRST, as_it_is));
    sync(&mut mover);
    let citizen = mover.save_citizen("Trần Thị Bình", "Khóm 2");
    let draft = begin(&mut mover, &citizen);
    mover.must("dossier.set", json!({ "id": draft, "answers": answers }));
    take_in(&mut mover, &folder(&bench.profile("newer"), NEWER, in_force));
    sync(&mut mover);
    sync(&mut typist);
    Two { bench, mover, typist, draft }
}

/// The answers to what the form asks of the yard.
fn answered(dossier: &Value) -> Value {
    let of_yard = dossier["answers"].as_object().unwrap().iter().filter(|(key, _)| !key.starts_with("req_"));
    Value::Object(of_yard.map(|(key, value)| (key.clone(), value.clone())).collect())
}

fn earlier(dossier: &Value) -> Value {
    let kept = dossier["earlier"].as_array().cloned().unwrap_or_default();
    let entry = |one: &Value| (one["field"].as_str().unwrap().to_owned(), one["value"].clone());
    Value::Object(kept.iter().map(entry).collect::<Map<_, _>>())
}

fn names(fields: &Value) -> Vec<&str> {
    fields.as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect()
}

/// One types on the older version, and the other moves the draft and goes on; then both sync, the mover first or last.
/// Whoever comes last decides for the version `chosen`.
fn met(mover_is_first: bool, chosen: &str) -> (Value, Value) {
    let Two { bench, mut mover, mut typist, draft } =
        two(json!({ "occasion": "memorial", "guests": 40, "music": false }));
    let typed = json!({ "day_and_hour": "Chủ nhật", "guests": 60, "music": true });
    typist.must("dossier.set", json!({ "id": draft, "answers": typed }));
    mover.must("dossier.move", json!({ "id": draft }));
    mover.must("dossier.set", json!({ "id": draft, "answers": { "people": 50, "cleaner": "Lê Thị Dụ" } }));
    let (first, last) = if mover_is_first { (&mut mover, &mut typist) } else { (&mut typist, &mut mover) };
    sync(first);
    let before = exported(&bench, &draft);
    sync(last);
    let at_ward = exported(&bench, &draft);
    for part in ["form_version", "answers"] {
        assert_eq!(at_ward[part], before[part], "nothing of the other's is laid into it");
    }
    let [conflict] = last.must("conflict.list", json!({})).as_array().cloned().unwrap().try_into().unwrap();
    assert_eq!(names(&conflict["fields"]), ["form_version"], "{conflict}");
    let told = names(&conflict["with_form"]);
    for answer in ["cleaner", "day_and_hour", "guests", "music", "people"] {
        assert!(told.contains(&answer), "{answer} is told beside it: {told:?}");
    }
    let mine = if mover_is_first { FIRST } else { NEWER };
    let choice = if mine == chosen { "mine" } else { "theirs" };
    last.must("conflict.resolve", json!({ "id": conflict["id"], "choices": { "form_version": choice } }));
    sync(last);
    sync(first);
    let dossier = get(last, &draft);
    assert_eq!(dossier["form_version"], chosen);
    assert_eq!(last.must("conflict.list", json!({})), json!([]));
    let other = get(first, &draft);
    assert_eq!((answered(&other), earlier(&other)), (answered(&dossier), earlier(&dossier)));
    assert_eq!(exported(&bench, &draft)["answers"], dossier["answers"]);
    (answered(&dossier), earlier(&dossier))
}

#[test]
fn a_draft_that_one_moves_while_another_answers_is_decided_whole_and_keeps_what_both_had_said() {
    for mover_is_first in [true, false] {
        let newer = met(mover_is_first, NEWER);
        let answers = json!({ "occasion": "memorial", "day_and_hour": "Chủ nhật", "people": 50,
                              "cleaner": "Lê Thị Dụ" });
        assert_eq!(newer, (answers, json!({ "guests": 60, "music": true })), "mover first: {mover_is_first}");
        let older = met(mover_is_first, FIRST);
        let answers =
            json!({ "occasion": "memorial", "day_and_hour": "Chủ nhật", "guests": 60, "music": true });
        assert_eq!(
            older,
            (answers, json!({ "people": 50, "cleaner": "Lê Thị Dụ" })),
            "mover first: {mover_is_first}"
        );
    }
}

#[test]
fn what_is_typed_while_a_form_waits_for_a_decision_is_decided_with_it() {
    for chosen in [FIRST, NEWER] {
        let Two { bench: _bench, mut mover, mut typist, draft } =
            two(json!({ "occasion": "memorial", "guests": 40, "music": false }));
        typist.must("dossier.set", json!({ "id": draft, "answers": { "guests": 60 } }));
        sync(&mut typist);
        mover.must("dossier.move", json!({ "id": draft }));
        mover.must("dossier.set", json!({ "id": draft, "answers": { "people": 50 } }));
        sync(&mut mover);
        assert_eq!(get(&mut mover, &draft)["form_version"], FIRST, "the ward's stands until it is decided");
        mover.must("dossier.set", json!({ "id": draft, "answers": { "guests": 75, "music": true } }));
        let conflicts = mover.must("conflict.list", json!({}));
        let choice = if chosen == NEWER { "mine" } else { "theirs" };
        let decide = json!({ "id": conflicts[0]["id"], "choices": { "form_version": choice } });
        mover.must("conflict.resolve", decide);
        sync(&mut mover);
        sync(&mut typist);
        for device in [&mut mover, &mut typist] {
            let dossier = get(device, &draft);
            let (answers, kept) = (answered(&dossier), earlier(&dossier));
            assert_eq!(dossier["form_version"], chosen);
            let held =
                |key: &str| [&answers[key], &kept[key]].into_iter().find(|held| !held.is_null()).cloned();
            let said = ["guests", "music", "people"].map(held);
            assert_eq!(said, [Some(json!(75)), Some(json!(true)), Some(json!(50))], "{chosen}: {dossier}");
        }
        assert_eq!(mover.must("shelf.list", json!({})), json!([]));
    }
}

#[test]
fn a_draft_that_was_moved_once_more_is_decided_when_the_ward_has_that_and_loses_no_answer() {
    for choice in ["mine", "theirs"] {
        let Two { bench: _bench, mut mover, mut typist, draft } = two(json!({ "guests": 40 }));
        typist.must("dossier.set", json!({ "id": draft, "answers": { "guests": 60 } }));
        sync(&mut typist);
        mover.must("dossier.move", json!({ "id": draft }));
        mover.must("dossier.set", json!({ "id": draft, "answers": { "cleaner": "Lê Thị Dụ" } }));
        sync(&mut mover);
        // The ward's form stands until it is decided; she moves it again, and answers otherwise.
        mover.must("dossier.move", json!({ "id": draft }));
        mover.must("dossier.set", json!({ "id": draft, "answers": { "cleaner": "Lê Văn Út" } }));
        let before = get(&mut mover, &draft);
        let conflict = mover.must("conflict.list", json!({}))[0]["id"].clone();
        let decide = json!({ "id": conflict, "choices": { "form_version": choice } });
        let refused = mover.call("conflict.resolve", decide.clone()).unwrap_err();
        assert_eq!(
            (refused.code(), &get(&mut mover, &draft)["answers"]),
            ("move_unsent", &before["answers"])
        );
        sync(&mut mover);
        mover.must("conflict.resolve", decide);
        sync(&mut mover);
        sync(&mut typist);
        for device in [&mut mover, &mut typist] {
            let dossier = get(device, &draft);
            let said = dossier.to_string();
            for cleaner in ["Lê Thị Dụ", "Lê Văn Út"] {
                assert!(
                    said.contains(cleaner),
                    "{choice}: {cleaner} is in no answer and not beside them: {said}"
                );
            }
            assert_eq!(
                (dossier["form_version"].as_str(), &dossier["answers"]["people"]),
                (Some(NEWER), &json!(60))
            );
        }
        assert_eq!(mover.must("conflict.list", json!({})), json!([]));
    }
}

#[test]
fn what_was_read_signed_and_printed_of_one_version_does_not_count_for_another_with_the_same_answers() {
    let Two { bench, mut mover, draft, .. } = two(json!({ "occasion": "memorial" }));
    let seen = get(&mut mover, &draft);
    let reading = json!({ "id": draft, "answers_hash": seen["answers_hash"], "right": seen["attests"]["left"],
                          "confirmed": true });
    mover.must("dossier.read_back", reading);
    let signing = json!({ "id": draft, "answers_hash": seen["answers_hash"], "signer": "Người mượn",
                          "mode": "paper" });
    mover.must("dossier.sign", signing.clone());
    mover.must("dossier.print", json!({ "id": draft, "path": bench.profile("paper.pdf") }));
    let fits = |dossier: &Value| {
        let signed = &dossier["attests"]["signers"][0]["signed"];
        let fresh =
            [&dossier["attests"]["reading"]["fits"], &signed["fits"]].map(|fits| *fits == json!(true));
        [fresh[0], fresh[1], dossier["prints"][0]["stale"] == json!(false)]
    };
    let before = get(&mut mover, &draft);
    assert_eq!(fits(&before), [true; 3], "{before}");
    mover.must("dossier.move", json!({ "id": draft }));
    let after = get(&mut mover, &draft);
    assert_eq!(after["answers"], before["answers"], "the versions ask the same of what is answered");
    assert_eq!(fits(&after), [false; 3], "{after}");
    assert_eq!(mover.call("dossier.sign", signing).unwrap_err().code(), "answers_changed");
}

#[test]
fn two_who_move_the_same_draft_keep_what_both_had_said_to_the_older_form() {
    let bench = Bench::new();
    let mut admin = bench.enrolled("admin", "Nguyễn Văn An", &[]);
    let mut tablet = bench.volunteer();
    take_in(&mut admin, &folder(&bench.profile("first"), FIRST, as_it_is));
    sync(&mut admin);
    let citizen = admin.save_citizen("Trần Thị Bình", "Khóm 2");
    let draft = begin(&mut admin, &citizen);
    let helpers = json!([{ "row": "a", "name": "Lê Thị Dụ", "task": "Nấu ăn" }]);
    let answers = json!({ "guests": 40, "music": false, "helpers": helpers });
    admin.must("dossier.set", json!({ "id": draft, "answers": answers }));
    take_in(&mut admin, &folder(&bench.profile("newer"), NEWER, in_force));
    sync(&mut admin);
    sync(&mut tablet);
    tablet.must("dossier.set", json!({ "id": draft, "answers": { "music": true } }));
    tablet.must("dossier.set", json!({ "id": draft, "answers": { "helpers/a": { "name": "Lê Thị Dụ" } } }));
    for device in [&mut tablet, &mut admin] {
        device.must("dossier.move", json!({ "id": draft }));
        sync(device);
    }
    let conflicts = admin.must("conflict.list", json!({}));
    let fields: Vec<&Value> =
        conflicts[0]["fields"].as_array().unwrap().iter().map(|field| &field["field"]).collect();
    assert_eq!(fields, ["form_version"], "what goes with the form is no question of its own: {conflicts}");
    admin.must(
        "conflict.resolve",
        json!({ "id": conflicts[0]["id"], "choices": { "form_version": "theirs" } }),
    );
    sync(&mut admin);
    sync(&mut tablet);
    for device in [&mut admin, &mut tablet] {
        let dossier = get(device, &draft);
        assert_eq!((&dossier["form_version"], &dossier["answers"]["people"]), (&json!(NEWER), &json!(40)));
        let kept: Vec<&Value> =
            dossier["earlier"].as_array().unwrap().iter().map(|one| &one["value"]).collect();
        assert_eq!(kept, [&json!({ "row": "a", "task": "Nấu ăn" }), &json!(true)]);
    }
}
