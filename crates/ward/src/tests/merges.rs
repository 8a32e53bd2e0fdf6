//! Two people at the same record.

use super::desk::{Desk, Device, citizen, desk, dossier, submitted, with};
use crate::ExportKind;
use serde_json::{Value, json};
use tan_nha_domain::{
    act::Act,
    change::{Payload, SealedChange},
    ids::RecordId,
    patch::{FieldChange, Patch},
    record::RecordKind,
    role::Role,
};
use tan_nha_sync::wire::{Refusal, Verdict};

/// A dossier that a volunteer and a clerk both saw as revision 1.
fn shared() -> (Desk, Device, Device, RecordId) {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let mut an = desk.device("An", Role::Clerk, &[]);
    let (id, made) = ba.dossier(None, "Ấp 1");
    desk.push(&ba, &[made]);
    ba.saw(id, 1);
    an.saw(id, 1);
    (desk, ba, an, id)
}

fn edit(device: &mut Device, id: RecordId, act: Option<Act>, before: &Value, fields: Value) -> SealedChange {
    device.change((id, RecordKind::Dossier), act, before, &with(before, fields))
}

#[test]
fn what_two_people_wrote_in_different_groups_merges() {
    let (desk, mut ba, mut an, id) = shared();
    let draft = dossier("Ấp 1");
    let mine = edit(&mut ba, id, None, &draft, json!({"answers": {"mother_name": "LÊ THỊ HOA"}}));
    let theirs = edit(&mut an, id, None, &draft, json!({"answers": {"req_name": "TRẦN VĂN NĂM"}}));
    assert!(matches!(desk.verdict(&ba, &mine), Verdict::Accepted { rev: 2, .. }));
    assert!(matches!(desk.verdict(&an, &theirs), Verdict::Merged { rev: 3, .. }));
    let answers = json!({"mother_name": "LÊ THỊ HOA", "req_name": "TRẦN VĂN NĂM"});
    assert_eq!(desk.body(id)["answers"], answers);
}

#[test]
fn two_halves_of_a_mother_are_a_conflict_and_the_rest_applies() {
    let (desk, mut ba, mut an, id) = shared();
    let draft = dossier("Ấp 1");
    let mine = edit(&mut ba, id, None, &draft, json!({"answers": {"mother_name": "LÊ THỊ HOA"}}));
    let theirs =
        edit(&mut an, id, None, &draft, json!({"answers": {"mother_ethnicity": "Kinh", "req_name": "NĂM"}}));
    desk.push(&ba, &[mine]);
    let verdict = desk.verdict(&an, &theirs);
    assert!(
        matches!(&verdict, Verdict::Conflict { rev: 3, groups, .. } if *groups == ["mother"]),
        "{verdict:?}"
    );
    assert_eq!(desk.body(id)["answers"], json!({"mother_name": "LÊ THỊ HOA", "req_name": "NĂM"}));
}

#[test]
fn the_second_of_two_acts_is_a_conflict_of_the_state_and_nothing_of_it_applies() {
    let (desk, mut ba, mut an, id) = shared();
    let draft = dossier("Ấp 1");
    let first = edit(&mut ba, id, Some(Act::Submit), &draft, submitted(&draft));
    let second = with(&submitted(&draft), json!({"note": "gấp"}));
    let second = edit(&mut an, id, Some(Act::Submit), &draft, second);
    desk.push(&ba, &[first]);
    let verdict = desk.verdict(&an, &second);
    assert_eq!(verdict, Verdict::Conflict { rev: 2, seq: 3, groups: vec!["note".into(), "state".into()] });
    assert_eq!(desk.body(id), submitted(&draft));
}

#[test]
fn nobody_submits_answers_that_they_have_not_seen() {
    let (desk, mut ba, mut an, id) = shared();
    let draft = dossier("Ấp 1");
    let theirs = edit(&mut an, id, None, &draft, json!({"answers": {"req_name": "TRẦN VĂN NĂM"}}));
    let submit = edit(&mut ba, id, Some(Act::Submit), &draft, submitted(&draft));
    desk.push(&an, &[theirs]);
    assert_eq!(
        desk.verdict(&ba, &submit),
        Verdict::Conflict { rev: 2, seq: 3, groups: vec!["state".into()] }
    );
    ba.saw(id, 2);
    let draft = with(&draft, json!({"answers": {"req_name": "TRẦN VĂN NĂM"}}));
    let submit = edit(&mut ba, id, Some(Act::Submit), &draft, submitted(&draft));
    assert!(matches!(desk.verdict(&ba, &submit), Verdict::Accepted { rev: 3, .. }));
}

#[test]
fn answers_that_were_submitted_never_merge_silently() {
    let (desk, mut ba, mut an, id) = shared();
    let draft = dossier("Ấp 1");
    let submit = edit(&mut ba, id, Some(Act::Submit), &draft, submitted(&draft));
    desk.push(&ba, &[submit]);
    let late =
        edit(&mut an, id, None, &draft, json!({"answers": {"req_name": "TRẦN VĂN NĂM"}, "note": "gọi lại"}));
    let verdict = desk.verdict(&an, &late);
    assert!(
        matches!(&verdict, Verdict::Conflict { rev: 3, groups, .. } if *groups == ["requester"]),
        "{verdict:?}"
    );
    assert_eq!((desk.body(id).get("answers"), &desk.body(id)["note"]), (None, &json!("gọi lại")));
    let queued = with(&submitted(&draft), json!({"note": "gọi lại"}));
    an.saw(id, 3);
    let amend = with(&queued, json!({"state": "draft", "answers": {"req_name": "TRẦN VĂN NĂM"}}));
    let amend = an.change((id, RecordKind::Dossier), Some(Act::Amend), &queued, &amend);
    assert!(matches!(desk.verdict(&an, &amend), Verdict::Accepted { rev: 4, .. }));
}

#[test]
fn a_submit_seals_the_answers_that_the_ward_has_or_waits_for_a_decision_and_without_a_seal_is_malformed() {
    let (desk, mut ba, _, id) = shared();
    let draft = dossier("Ấp 1");
    let answered = with(&draft, json!({"answers": {"req_name": "TRẦN VĂN NĂM"}}));
    let unsealed = with(&draft, json!({"state": "queued"}));
    let seal = &submitted(&answered)["sealed_answers"];
    let of_others = with(&unsealed, json!({"sealed_answers": seal}));
    let a_number = with(&unsealed, json!({"sealed_answers": 7}));
    let last = ba.last.clone();
    for wrong in [unsealed, a_number] {
        let submit = edit(&mut ba, id, Some(Act::Submit), &draft, wrong);
        assert_eq!(desk.verdict(&ba, &submit), Verdict::Refused { code: Refusal::Malformed });
        ba.last = last.clone();
    }
    let submit = edit(&mut ba, id, Some(Act::Submit), &draft, of_others);
    let verdict = desk.verdict(&ba, &submit);
    assert!(
        matches!(&verdict, Verdict::Conflict { rev: 1, groups, .. } if *groups == ["state"]),
        "{verdict:?}"
    );
    assert_eq!(desk.body(id)["state"], "draft");
    ba.last = last;
    let typed = edit(&mut ba, id, None, &draft, answered.clone());
    let submit = edit(&mut ba, id, Some(Act::Submit), &answered, submitted(&answered));
    assert!(desk.verdicts(&ba, &[typed, submit]).iter().all(Verdict::is_receipt));
}

#[test]
fn what_a_submit_sealed_is_not_altered_by_a_plain_change() {
    let (desk, mut ba, mut an, id) = shared();
    let draft = dossier("Ấp 1");
    let submit = edit(&mut ba, id, Some(Act::Submit), &draft, submitted(&draft));
    desk.push(&ba, &[submit]);
    let queued = submitted(&draft);
    let (person, made) = an.citizen("Ấp 1");
    desk.push(&an, &[made]);
    an.saw(id, 2);
    for (field, value) in [
        ("procedure", json!("id_card")),
        ("form_version", json!("2099-01.1")),
        ("form_package", json!(person)),
        ("citizen", json!(person)),
        ("law_date", json!("2020-01-01")),
        ("sealed_answers", json!(null)),
    ] {
        // The seal belongs to the state, and what goes with the form to the form.
        let unit = match field {
            "sealed_answers" => "state",
            "form_package" | "law_date" => "form_version",
            other => other,
        };
        let altered = with(&queued, json!({field: value}));
        let change = edit(&mut an, id, None, &queued, altered);
        let verdict = desk.verdict(&an, &change);
        assert!(
            matches!(&verdict, Verdict::Conflict { groups, .. } if *groups == [unit]),
            "{field}: {verdict:?}"
        );
    }
    assert_eq!(desk.body(id), queued);
}

#[test]
fn the_answers_are_patched_one_by_one_and_never_as_a_whole() {
    let (desk, mut ba, _, id) = shared();
    let header = ba.header(id, RecordKind::Dossier, None);
    let whole = FieldChange { from: json!(null), to: json!({"req_name": "TRẦN VĂN NĂM"}) };
    let patch = Patch([("answers".to_owned(), whole)].into());
    let change = SealedChange::seal(header, &Payload { patch, ..Payload::default() }).unwrap();
    assert_eq!(desk.verdict(&ba, &change), Verdict::Refused { code: Refusal::Malformed });
}

#[test]
fn the_same_value_from_two_people_is_no_conflict() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let mut an = desk.device("An", Role::Clerk, &[]);
    let (id, made) = ba.citizen("Ấp 1");
    desk.push(&ba, &[made]);
    let before = citizen("Ấp 1");
    let after = with(&before, json!({"phone": "0912345678"}));
    for device in [&mut ba, &mut an] {
        device.saw(id, 1);
        let change = device.change((id, RecordKind::Citizen), None, &before, &after);
        assert!(matches!(desk.verdict(device, &change), Verdict::Accepted { .. } | Verdict::Merged { .. }));
    }
    assert_eq!(desk.body(id), after);
}

#[test]
fn findings_of_the_form_stand_beside_a_dossier_and_refuse_nothing() {
    let (desk, mut ba, _, id) = shared();
    let draft = dossier("Ấp 1");
    let change = edit(&mut ba, id, None, &draft, json!({"answers": {"req_dob": "ngày mai"}}));
    assert!(desk.verdict(&ba, &change).is_receipt());
    let line = desk.export(ExportKind::Dossiers).remove(0);
    assert_eq!((&line["state"], &line["files"]), (&json!("draft"), &json!([])));
    assert_eq!(line["answers"], json!({"req_dob": "ngày mai"}));
    assert!(line["findings"].as_array().unwrap().iter().any(|finding| finding["field"] == "req_dob"));
}
