//! The product's main job through the door: two dossiers filled offline reach the ward, once, whole.

use serde_json::{Value, json};
use tan_nha_test_support::{Bench, Device};

const PROCEDURES: [&str; 2] = ["birth_rereg", "id_card_14plus"];

/// What the ward exports of each dossier equals what the device holds, answer by answer.
fn assert_the_ward_holds(bench: &Bench, tablet: &mut Device, dossiers: &[Value]) {
    let exported = bench.ward.export("dossiers");
    assert_eq!(exported.len(), dossiers.len());
    for id in dossiers {
        let at_ward: Vec<&Value> = exported.iter().filter(|dossier| dossier["id"] == *id).collect();
        let here = tablet.must("dossier.get", json!({ "id": id }));
        let [dossier] = at_ward.as_slice() else { panic!("{id} is at the ward {} times", at_ward.len()) };
        assert_eq!(dossier["state"], "queued");
        assert_eq!(dossier["form_version"], here["form_version"]);
        let (theirs, ours) = (dossier["answers"].as_object().unwrap(), here["answers"].as_object().unwrap());
        assert!(ours.len() > 15, "only {} answers", ours.len());
        for (field, answer) in ours {
            assert_eq!(theirs.get(field), Some(answer), "{field}");
        }
        assert_eq!(theirs.len(), ours.len());
        assert_eq!(here["delivery"], "receipted");
        let errors =
            dossier["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error");
        assert_eq!(errors.count(), 0, "the ward's own check agrees");
    }
}

#[test]
fn dossiers_filled_while_the_ward_is_down_arrive_once_and_whole() {
    let mut bench = Bench::new();
    let mut tablet = bench.volunteer();
    bench.ward.kill();

    let citizen = tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    let dossiers: Vec<Value> = PROCEDURES.iter().map(|key| tablet.submit_sample(key, &citizen)).collect();
    let refused = tablet.call("sync.now", json!({})).unwrap_err();
    assert_eq!(refused.code(), "ward_unreachable");
    assert_eq!(
        tablet.four_numbers(),
        [3, 0, 0, 0],
        "nothing left the device, and nothing is called received"
    );

    bench.ward.serve_again();
    tablet.must("sync.now", json!({}));
    assert_eq!(tablet.four_numbers(), [0, 0, 3, 0]);
    assert_the_ward_holds(&bench, &mut tablet, &dossiers);

    let before = bench.ward.export("changes").len();
    tablet.must("sync.now", json!({}));
    assert_eq!(bench.ward.export("changes").len(), before, "a second sync sends nothing again");
    assert_eq!(tablet.finish(), Some(0));
    assert_eq!(bench.ward.stop(), Some(0));
}

#[test]
fn killed_between_any_two_commands_nothing_is_lost() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer().revive();
    let saved = tablet.must(
        "citizen.save",
        json!({ "full_name": "Trần Thị Bình", "hamlet": "Khóm 2", "needs": PROCEDURES }),
    );
    let citizen = saved["id"].clone();
    let mut dossiers = Vec::new();
    for procedure in PROCEDURES {
        tablet = tablet.revive();
        let opened = tablet.must("dossier.open", json!({ "procedure": procedure, "citizen": citizen }));
        tablet = tablet.revive();
        let sample = tablet.must("procedure.sample", json!({ "procedure": procedure }))["answers"].clone();
        // In three parts, killed after each.
        let answers: Vec<_> = sample.as_object().unwrap().iter().collect();
        for part in answers.chunks(answers.len().div_ceil(3)) {
            let part: Value = part.iter().map(|(key, value)| ((*key).clone(), (*value).clone())).collect();
            tablet.must("dossier.set", json!({ "id": opened["id"], "answers": part }));
            tablet = tablet.revive();
            let held = tablet.must("dossier.get", json!({ "id": opened["id"] }));
            for (field, answer) in part.as_object().unwrap() {
                assert_eq!(held["answers"][field], *answer, "{field}");
            }
        }
        tablet.must("dossier.submit", json!({ "id": opened["id"] }));
        tablet = tablet.revive();
        dossiers.push(opened["id"].clone());
    }
    tablet.must("sync.now", json!({}));
    tablet = tablet.revive();
    assert_eq!(tablet.four_numbers(), [0, 0, 5, 0], "a citizen, two needs, two dossiers");
    assert_the_ward_holds(&bench, &mut tablet, &dossiers);
}

#[test]
fn a_draft_syncs_too_and_an_amendment_after_the_submit_is_submitted_anew() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    let citizen = tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    let draft =
        tablet.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": citizen }))["id"].clone();
    tablet.must("dossier.set", json!({ "id": draft, "answers": { "sub_name": "TRẦN THỊ BÌNH" } }));
    tablet.must("sync.now", json!({}));
    assert_eq!(bench.ward.export("dossiers")[0]["state"], "draft");

    let refused = tablet.call("dossier.submit", json!({ "id": draft })).unwrap_err();
    assert_eq!(refused.code(), "incomplete");

    let dossier = tablet.submit_sample("birth_rereg", &citizen);
    tablet.must("sync.now", json!({}));
    let queued = tablet.must("dossier.get", json!({ "id": dossier }));
    for same in [json!({}), json!({ "sub_name": queued["answers"]["sub_name"] })] {
        let unchanged = tablet.must("dossier.set", json!({ "id": dossier, "answers": same }));
        assert_eq!(unchanged, queued, "a repeated request takes nothing back");
    }
    let amended = tablet.must("dossier.set", json!({ "id": dossier, "answers": { "prev_no": "15" } }));
    assert_eq!(amended["state"], "draft", "what was submitted asks again");
    assert_eq!(tablet.four_numbers(), [1, 0, 2, 0]);
    tablet.must("dossier.submit", json!({ "id": dossier }));
    tablet.must("sync.now", json!({}));
    let at_ward = bench.ward.export("dossiers").into_iter().find(|held| held["id"] == dossier).unwrap();
    assert_eq!((&at_ward["state"], &at_ward["answers"]["prev_no"]), (&json!("queued"), &json!("15")));
}

#[test]
fn a_need_that_two_people_noted_is_closed_for_both() {
    let bench = Bench::new();
    let mut volunteer = bench.volunteer();
    let mut leader = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let citizen = volunteer.save_citizen("Trần Thị Bình", "Khóm 2");
    volunteer.must("sync.now", json!({}));
    leader.must("sync.now", json!({}));
    for tablet in [&mut volunteer, &mut leader] {
        tablet.must("citizen.save", json!({ "id": citizen, "needs": ["birth_rereg"] }));
        tablet.must("sync.now", json!({}));
    }
    volunteer.must("sync.now", json!({}));
    volunteer.must("citizen.save", json!({ "id": citizen, "needs": null }));
    assert_eq!(volunteer.must("citizen.get", json!({ "id": citizen }))["needs"], json!([]));
    assert_eq!(volunteer.must("citizen.search", json!({ "need": "birth_rereg" })), json!([]));
}

#[test]
fn a_bad_answer_names_its_field_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Device::start(folder.path());
    tablet.must("profile.practice", json!({ "pin": "12345678", "role": "volunteer" }));
    let opened = tablet.must("dossier.open", json!({ "procedure": "birth_rereg" }));
    let id = &opened["id"];
    for (field, wrong) in [
        ("no_such_field", json!("x")),
        ("sub_name", json!(7)),
        ("pledge", json!("đồng ý")),
        ("copies", json!("có")),
    ] {
        let patch = json!({ "sub_home_town": "Đồng Tháp", field: wrong });
        let refused = tablet.call("dossier.set", json!({ "id": id, "answers": patch })).unwrap_err();
        let tan_nha_test_support::Refused::Failure(data) = &refused else { panic!("{refused:?}") };
        assert_eq!((refused.code(), &data["params"]["field"]), ("bad_answer", &json!(field)));
        let held = tablet.must("dossier.get", json!({ "id": id }));
        assert_eq!((&held["answers"], &held["revision"]), (&opened["answers"], &opened["revision"]));
    }
    let odd = tablet.must("dossier.set", json!({ "id": id, "answers": { "sub_dob": "năm Ngọ" } }));
    assert_eq!(odd["answers"]["sub_dob"], "năm Ngọ", "what was typed is kept");
    assert!(odd["findings"].as_array().unwrap().iter().any(|finding| finding["field"] == "sub_dob"));
}
