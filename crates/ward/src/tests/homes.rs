//! Records that move from hamlet to hamlet: who may go on with them, and who sees them then.

use super::desk::{Desk, Device, citizen, desk, dossier, record_id, submitted, with};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tan_nha_domain::{act::Act, change::SealedChange, ids::RecordId, record::RecordKind, role::Role};
use tan_nha_sync::wire::{PullReply, Refusal, Verdict};

const REASSIGNED: Verdict = Verdict::Refused { code: Refusal::Reassigned };
const NOT_PERMITTED: Verdict = Verdict::Refused { code: Refusal::NotPermitted };

/// A change of a citizen from one body to the next.
fn edit(device: &mut Device, id: RecordId, before: &Value, fields: Value) -> SealedChange {
    device.change((id, RecordKind::Citizen), None, before, &with(before, fields))
}

fn all_receipted(verdicts: &[Verdict]) -> bool {
    verdicts.iter().all(Verdict::is_receipt)
}

/// A clerk's citizen of "Khóm 2", and the volunteer of that hamlet who has seen them.
fn neighbours() -> (Desk, Device, Device, RecordId) {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Khóm 2"]);
    let (id, made) = an.citizen("Khóm 2");
    desk.push(&an, &[made]);
    an.saw(id, 1);
    ba.saw(id, 1);
    (desk, an, ba, id)
}

fn draft_of(citizen: RecordId, hamlet: &str) -> Value {
    with(&dossier(hamlet), json!({"citizen": citizen}))
}

/// A record of a citizen, made by a device.
fn make(desk: &Desk, device: &mut Device, kind: RecordKind, act: Option<Act>, body: &Value) -> RecordId {
    let id = record_id();
    let change = device.change((id, kind), act, &json!({}), body);
    assert!(desk.verdict(device, &change).is_receipt());
    id
}

#[test]
fn who_moves_a_record_away_finishes_what_they_began() {
    let (desk, _, mut ba, id) = neighbours();
    let here = citizen("Khóm 2");
    let there = citizen("Khóm 3");
    let away = edit(&mut ba, id, &here, json!({"hamlet": "Khóm 3"}));
    let phone = edit(&mut ba, id, &there, json!({"phone": "0912345678"}));
    assert!(desk.verdict(&ba, &away).is_receipt());
    assert!(desk.verdict(&ba, &phone).is_receipt());
    let with_phone = with(&there, json!({"phone": "0912345678"}));
    let back = edit(&mut ba, id, &with_phone, json!({"hamlet": "Khóm 2"}));
    assert!(desk.verdict(&ba, &back).is_receipt());
    assert_eq!(desk.body(id), with(&here, json!({"phone": "0912345678"})));
}

#[test]
fn who_has_pulled_since_a_record_left_their_scope_changes_it_no_more() {
    let (desk, _, mut ba, id) = neighbours();
    let there = citizen("Khóm 3");
    let away = edit(&mut ba, id, &citizen("Khóm 2"), json!({"hamlet": "Khóm 3"}));
    assert!(desk.verdict(&ba, &away).is_receipt());
    ba.saw(id, 2);
    let late = edit(&mut ba, id, &there, json!({"phone": "0912345678"}));
    assert_eq!(desk.verdict(&ba, &late), REASSIGNED);
    assert_eq!(desk.body(id), there);
}

#[test]
fn a_dossier_that_its_volunteer_moved_away_can_still_be_submitted() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Khóm 2"]);
    let (id, made) = an.dossier(None, "Khóm 2");
    desk.push(&an, &[made]);
    ba.saw(id, 1);
    let (here, there) = (dossier("Khóm 2"), dossier("Khóm 3"));
    let answered = with(&there, json!({"answers": {"req_name": "TRẦN VĂN NĂM"}}));
    let mut step =
        |act, before: &Value, after: &Value| ba.change((id, RecordKind::Dossier), act, before, after);
    let changes = [
        step(None, &here, &there),
        step(None, &there, &answered),
        step(Some(Act::Submit), &answered, &submitted(&answered)),
    ];
    assert!(all_receipted(&desk.verdicts(&ba, &changes)));
    assert_eq!(desk.body(id), submitted(&answered));
}

#[test]
fn a_dossier_that_moved_with_its_citizen_can_still_be_submitted_by_who_moved_them() {
    let (desk, mut an, mut ba, person) = neighbours();
    let mut chi = desk.device("Chi", Role::Volunteer, &["Khóm 2"]);
    let here = draft_of(person, "Khóm 2");
    let id = make(&desk, &mut an, RecordKind::Dossier, None, &here);
    ba.saw(id, 1);
    chi.saw(id, 1);
    let away = edit(&mut ba, person, &citizen("Khóm 2"), json!({"hamlet": "Khóm 3"}));
    // Ba has not changed this dossier before.
    let submit = ba.change((id, RecordKind::Dossier), Some(Act::Submit), &here, &submitted(&here));
    assert!(all_receipted(&desk.verdicts(&ba, &[away, submit])));
    assert_eq!(desk.body(id), submitted(&draft_of(person, "Khóm 3")));
    let other = chi.change((id, RecordKind::Dossier), None, &here, &with(&here, json!({"note": "x"})));
    assert_eq!(desk.verdict(&chi, &other), NOT_PERMITTED, "it was not Chi who moved them");
    ba.saw(id, 3);
    let queued = desk.body(id);
    let late = ba.change((id, RecordKind::Dossier), None, &queued, &with(&queued, json!({"note": "x"})));
    assert_eq!(desk.verdict(&ba, &late), REASSIGNED, "Ba has pulled since");
}

#[test]
fn a_citizen_takes_what_is_theirs_along_and_the_old_hamlet_hears_that_it_is_gone() {
    let (desk, mut an, mut ba, person) = neighbours();
    let new_home = desk.device("Chi", Role::Volunteer, &["Khóm 3"]);
    let draft = make(&desk, &mut an, RecordKind::Dossier, None, &draft_of(person, "Khóm 2"));
    let need = json!({"citizen": person, "procedure": "birth_rereg", "state": "open", "since": "2026-05-01"});
    let need = make(&desk, &mut an, RecordKind::Need, None, &need);
    let visit = json!({"citizen": person, "state": "scheduled", "date": "2026-05-21"});
    let visit = make(&desk, &mut an, RecordKind::Visit, Some(Act::Schedule), &visit);
    let (stranger, made) = an.dossier(None, "Khóm 2");
    desk.push(&an, &[made]);
    let theirs = BTreeSet::from([person, draft, need, visit]);
    let all = |pages: &[PullReply]| -> BTreeSet<_> {
        pages.iter().flat_map(|page| &page.records).map(|record| (record.id, record.rev)).collect()
    };
    let before = desk.pull_all(&ba, None);
    let expected = theirs.iter().chain([&stranger]).map(|id| (*id, 1)).collect::<BTreeSet<_>>();
    assert_eq!(all(&before), expected, "what names a citizen lies where they live, whatever was said");

    let moved = edit(&mut ba, person, &citizen("Khóm 2"), json!({"hamlet": "Khóm 3"}));
    assert_eq!(desk.verdict(&ba, &moved), Verdict::Accepted { rev: 2, seq: 6 });
    assert_eq!(all(&desk.pull_all(&new_home, None)), theirs.iter().map(|id| (*id, 2)).collect());
    let after = desk.pull_all(&ba, Some(before.last().unwrap().cursor.clone()));
    assert_eq!(after[0].gone_from_scope.iter().copied().collect::<BTreeSet<_>>(), theirs);
    assert_eq!(after[0].caught_up.unwrap().live, 1);

    an.saw(person, 2);
    let nowhere = edit(&mut an, person, &citizen("Khóm 3"), json!({"hamlet": null}));
    assert!(desk.verdict(&an, &nowhere).is_receipt());
    assert!([draft, need, visit].iter().all(|id| desk.body(*id).get("hamlet").is_none()));
}

#[test]
fn a_change_that_does_not_move_a_citizen_leaves_their_records_alone() {
    let (desk, mut an, mut ba, person) = neighbours();
    let draft = make(&desk, &mut an, RecordKind::Dossier, None, &draft_of(person, "Khóm 2"));
    let before = citizen("Khóm 2");
    let phone = edit(&mut ba, person, &before, json!({"phone": "0912345678", "address": "Tổ 4"}));
    assert!(desk.verdict(&ba, &phone).is_receipt());
    let all = desk.pull_all(&an, None);
    assert!(all[0].records.iter().any(|record| (record.id, record.rev) == (draft, 1)));
}

#[test]
fn a_dossier_stays_with_its_citizen_whatever_a_device_says_of_its_hamlet() {
    let (desk, mut an, mut ba, person) = neighbours();
    // Opened offline in the hamlet that Ba knew; meanwhile the citizen has moved.
    let opened = draft_of(person, "Khóm 2");
    let id = record_id();
    let made = ba.change((id, RecordKind::Dossier), None, &json!({}), &opened);
    let moved = edit(&mut an, person, &citizen("Khóm 2"), json!({"hamlet": "Khóm 3"}));
    desk.push(&an, &[moved]);
    assert_eq!(desk.verdict(&ba, &made), Verdict::Accepted { rev: 1, seq: 3 });
    assert_eq!(desk.body(id)["hamlet"], "Khóm 3");
    // The home of the citizen conflicts, and with it goes the dossier's hamlet.
    let home = edit(&mut ba, person, &citizen("Khóm 2"), json!({"hamlet": "Khóm 2", "address": "Tổ 4"}));
    assert_eq!(desk.verdict(&ba, &home), NOT_PERMITTED);
    let say = with(&opened, json!({"hamlet": "Khóm 4", "note": "gọi lại"}));
    let said = ba.change((id, RecordKind::Dossier), None, &opened, &say);
    assert_eq!(desk.verdict(&ba, &said), Verdict::Accepted { rev: 2, seq: 4 }, "no conflict of the hamlet");
    assert_eq!((&desk.body(id)["hamlet"], &desk.body(id)["note"]), (&json!("Khóm 3"), &json!("gọi lại")));
    let submit = ba.change((id, RecordKind::Dossier), Some(Act::Submit), &say, &submitted(&say));
    assert!(desk.verdict(&ba, &submit).is_receipt());
}

#[test]
fn a_conflict_of_the_home_leaves_the_dossier_with_the_citizen() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Khóm 2", "Khóm 3"]);
    let (person, made) = an.citizen("Khóm 2");
    desk.push(&an, &[made]);
    let opened = draft_of(person, "Khóm 2");
    let id = make(&desk, &mut an, RecordKind::Dossier, None, &opened);
    for device in [&mut an, &mut ba] {
        device.saw(person, 1);
        device.saw(id, 1);
    }
    let theirs = edit(&mut an, person, &citizen("Khóm 2"), json!({"hamlet": "Khóm 3"}));
    desk.push(&an, &[theirs]);
    let mine = edit(&mut ba, person, &citizen("Khóm 2"), json!({"hamlet": "Khóm 4"}));
    let along =
        ba.change((id, RecordKind::Dossier), None, &opened, &with(&opened, json!({"hamlet": "Khóm 4"})));
    let verdicts = desk.verdicts(&ba, &[mine, along]);
    assert!(matches!(&verdicts[0], Verdict::Conflict { groups, .. } if *groups == ["home"]), "{verdicts:?}");
    assert!(matches!(&verdicts[1], Verdict::Accepted { .. }), "{verdicts:?}");
    assert_eq!(
        (&desk.body(person)["hamlet"], &desk.body(id)["hamlet"]),
        (&json!("Khóm 3"), &json!("Khóm 3"))
    );
}

#[test]
fn a_move_is_no_change_of_the_records_that_come_along() {
    let (desk, mut an, mut ba, person) = neighbours();
    let opened = draft_of(person, "Khóm 2");
    let id = make(&desk, &mut ba, RecordKind::Dossier, None, &opened);
    ba.saw(id, 1);
    let moved = edit(&mut an, person, &citizen("Khóm 2"), json!({"hamlet": "Khóm 3"}));
    desk.push(&an, &[moved]);
    let submit = ba.change((id, RecordKind::Dossier), Some(Act::Submit), &opened, &submitted(&opened));
    assert!(matches!(desk.verdict(&ba, &submit), Verdict::Accepted { rev: 3, .. }));
}
