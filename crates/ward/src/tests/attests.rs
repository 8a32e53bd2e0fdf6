//! Answers that were read back or signed, and consents, at the ward.

use super::desk::{Desk, Device, desk, dossier, record_id, with};
use crate::ExportKind;
use serde_json::{Value, json};
use tan_nha_domain::{
    act::Act, change::SealedChange, dossier::answers_hash, ids::RecordId, record::RecordKind, role::Role,
};
use tan_nha_sync::wire::{Refusal, Verdict};

/// A draft with an answer that a volunteer and a clerk both saw as revision 1.
fn shared() -> (Desk, Device, Device, RecordId, Value) {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let mut an = desk.device("An", Role::Clerk, &[]);
    let id = record_id();
    let draft = with(&dossier("Ấp 1"), json!({"answers": {"req_name": "TRẦN VĂN NĂM"}}));
    let made = ba.change((id, RecordKind::Dossier), None, &json!({}), &draft);
    desk.push(&ba, &[made]);
    ba.saw(id, 1);
    an.saw(id, 1);
    (desk, ba, an, id, draft)
}

fn edit(device: &mut Device, id: RecordId, before: &Value, after: &Value) -> SealedChange {
    device.change((id, RecordKind::Dossier), None, before, after)
}

/// A confirmed reading of the answers in `body`.
fn read(body: &Value) -> Value {
    let answers = answers_hash(body["answers"].as_object().unwrap());
    let reading = json!({"read_by": {"who": "volunteer", "name": "Ba"}, "confirmed": true, "by": "Ba",
                         "at": "2026-05-21T02:00:00.000Z", "answers": answers});
    with(body, json!({"attests": {"reading": reading}}))
}

fn with_mother(body: &Value) -> Value {
    let mut answers = body["answers"].clone();
    answers["mother_name"] = json!("LÊ THỊ HOA");
    with(body, json!({"answers": answers}))
}

fn fits(desk: &Desk) -> Value {
    desk.export(ExportKind::Dossiers).remove(0)["attests"]["reading"]["fits"].clone()
}

#[test]
fn another_answer_does_not_slip_under_a_reading_that_its_author_did_not_know_of() {
    let (desk, mut ba, mut an, id, draft) = shared();
    let reading = edit(&mut ba, id, &draft, &read(&draft));
    let unknowing = edit(&mut an, id, &draft, &with_mother(&draft));
    desk.push(&ba, &[reading]);
    let verdict = desk.verdict(&an, &unknowing);
    assert!(matches!(&verdict, Verdict::Conflict { groups, .. } if *groups == ["mother"]), "{verdict:?}");
    assert_eq!((&desk.body(id)["answers"], fits(&desk)), (&draft["answers"], json!(true)));
    // Who knows of it amends, and the reading is asked for again.
    an.saw(id, 2);
    let knowing = edit(&mut an, id, &read(&draft), &with_mother(&read(&draft)));
    assert!(matches!(desk.verdict(&an, &knowing), Verdict::Accepted { .. }));
    assert_eq!((&desk.body(id)["answers"]["mother_name"], fits(&desk)), (&json!("LÊ THỊ HOA"), json!(false)));
}

#[test]
fn a_reading_of_answers_that_others_had_changed_is_kept_and_speaks_for_nothing() {
    let (desk, mut ba, mut an, id, draft) = shared();
    let reading = edit(&mut ba, id, &draft, &read(&draft));
    let theirs = edit(&mut an, id, &draft, &with_mother(&draft));
    desk.push(&an, &[theirs]);
    assert!(matches!(desk.verdict(&ba, &reading), Verdict::Merged { .. }));
    assert_eq!(fits(&desk), json!(false));
}

#[test]
fn an_amendment_by_who_did_not_know_of_the_reading_is_not_done_at_all() {
    let (desk, mut ba, mut an, id, draft) = shared();
    let queued = super::desk::submitted(&draft);
    let submit = ba.change((id, RecordKind::Dossier), Some(Act::Submit), &draft, &queued);
    desk.push(&ba, &[submit]);
    ba.saw(id, 2);
    an.saw(id, 2);
    let reading = edit(&mut ba, id, &queued, &read(&queued));
    desk.push(&ba, &[reading]);
    let mut draft = with_mother(&queued);
    draft["state"] = json!("draft");
    draft["sealed_answers"] = Value::Null;
    let amend = an.change((id, RecordKind::Dossier), Some(Act::Amend), &queued, &draft);
    assert!(matches!(desk.verdict(&an, &amend), Verdict::Conflict { .. }));
    assert_eq!((&desk.body(id)["state"], fits(&desk)), (&json!("queued"), json!(true)));
}

#[test]
fn an_attest_that_cannot_be_read_reaches_nobody() {
    let (desk, mut ba, _, id, draft) = shared();
    let torn = with(&draft, json!({"attests": {"reading": {"confirmed": "yes"}}}));
    let change = edit(&mut ba, id, &draft, &torn);
    assert_eq!(desk.verdict(&ba, &change), Verdict::Refused { code: Refusal::Malformed });
}

#[test]
fn a_consent_stays_as_it_was_given_and_two_who_take_it_back_agree() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let mut an = desk.device("An", Role::Clerk, &[]);
    let (person, made) = ba.citizen("Ấp 1");
    let id = record_id();
    let given = json!({"citizen": person, "text": "2026-11.1", "purposes": ["phone_list"], "how": "signature",
                       "by": "Ba", "at": "2026-05-21T02:00:00.000Z", "hamlet": "Ấp 1"});
    let consent = ba.change((id, RecordKind::Consent), None, &json!({}), &given);
    desk.push(&ba, &[made, consent]);
    ba.saw(id, 1);
    an.saw(id, 1);
    let more = with(&given, json!({"purposes": ["phone_list", "statistics"]}));
    let last = an.last.clone();
    let altered = an.change((id, RecordKind::Consent), None, &given, &more);
    assert_eq!(desk.verdict(&an, &altered), Verdict::Refused { code: Refusal::Malformed });
    an.last = last;
    let withdrawn = |at: &str| {
        let back = json!({"phone_list": {"at": at, "how": "said_before_witness", "by": "An"}});
        with(&given, json!({"withdrawn": back}))
    };
    for (device, at) in [(&mut ba, "2026-05-22T02:00:00.000Z"), (&mut an, "2026-05-22T03:00:00.000Z")] {
        let back = device.change((id, RecordKind::Consent), None, &given, &withdrawn(at));
        let verdict = desk.verdict(device, &back);
        assert!(matches!(verdict, Verdict::Accepted { .. } | Verdict::Merged { .. }), "{verdict:?}");
    }
    let line = desk.export(ExportKind::Consents).remove(0);
    assert_eq!(
        (&line["purposes"], &line["withdrawn"]["phone_list"]["by"]),
        (&json!(["phone_list"]), &json!("An"))
    );
}
