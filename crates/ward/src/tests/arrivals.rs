//! What a batch brings, and what the ward holds after it.

use super::desk::{Desk, citizen, desk, record_id, with};
use crate::{ExportKind, denied::Denied};
use serde_json::json;
use tan_nha_domain::{ids::OpId, record::RecordKind, role::Role};
use tan_nha_sync::wire::{Custody, DenialCode, Refusal, Seen, Verdict, WaitingFor};

#[test]
fn a_change_whose_answer_was_lost_is_a_duplicate_the_next_time() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let (_, change) = an.citizen("Ấp 1");
    let first = desk.verdict(&an, &change);
    assert_eq!(first, Verdict::Accepted { rev: 1, seq: 1 });
    assert_eq!(desk.verdict(&an, &change), Verdict::Duplicate { stored: Box::new(first) });
    assert_eq!(desk.export(ExportKind::Changes).len(), 1);
}

#[test]
fn what_came_before_its_predecessor_is_held_and_then_applied() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let (id, first) = an.citizen("Ấp 1");
    let before = citizen("Ấp 1");
    let second =
        an.change((id, RecordKind::Citizen), None, &before, &with(&before, json!({"phone": "0912345678"})));
    let waits = Verdict::Held { waiting_for: WaitingFor::Op(first.header().unwrap().op_id) };
    assert_eq!(desk.verdict(&an, &second), waits);
    assert_eq!(desk.body(id), json!(null));
    assert_eq!(desk.verdict(&an, &first), Verdict::Accepted { rev: 1, seq: 1 });
    let stored = Box::new(Verdict::Accepted { rev: 2, seq: 2 });
    assert_eq!(desk.verdict(&an, &second), Verdict::Duplicate { stored });
    assert_eq!(desk.body(id)["phone"], "0912345678");
}

#[test]
fn the_verdicts_of_a_reply_are_those_at_the_end_of_the_batch() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let (citizen, first) = an.citizen("Ấp 1");
    let (_, dossier) = an.dossier(Some(citizen), "Ấp 1");
    let verdicts = desk.verdicts(&an, &[dossier.clone(), first, dossier]);
    let accepted = |rev, seq| Verdict::Accepted { rev, seq };
    let twice = Verdict::Duplicate { stored: Box::new(accepted(1, 2)) };
    assert_eq!(verdicts, [accepted(1, 2), accepted(1, 1), twice]);
}

#[test]
fn a_record_that_names_another_waits_for_it_even_from_another_device() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (citizen, made) = an.citizen("Ấp 1");
    let (dossier, draft) = ba.dossier(Some(citizen), "Ấp 1");
    assert_eq!(desk.verdict(&ba, &draft), Verdict::Held { waiting_for: WaitingFor::Record(citizen) });
    desk.push(&an, &[made]);
    assert_eq!(desk.body(dossier)["state"], "draft");
}

#[test]
fn an_edit_of_a_record_that_the_ward_lost_waits_for_its_maker() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut ba = desk.device("Ba", Role::Clerk, &[]);
    let (id, made) = an.citizen("Ấp 1");
    ba.saw(id, 1);
    let before = citizen("Ấp 1");
    let edit =
        ba.change((id, RecordKind::Citizen), None, &before, &with(&before, json!({"phone": "0912345678"})));
    assert_eq!(desk.verdict(&ba, &edit), Verdict::Held { waiting_for: WaitingFor::Record(id) });
    desk.push(&an, &[made]);
    assert_eq!(desk.body(id)["phone"], "0912345678");
}

#[test]
fn a_chain_waits_behind_a_refused_change_and_no_other_record_does() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let settings = record_id();
    let kind = || (settings, RecordKind::WardSettings);
    let first = ba.change(kind(), None, &json!({}), &json!({"zero": "linh"}));
    let second = ba.change(kind(), None, &json!({"zero": "linh"}), &json!({"zero": "le"}));
    let (_, citizen) = ba.citizen("Ấp 1");
    let refused = first.header().unwrap().op_id;
    let verdicts = desk.verdicts(&ba, &[first, second, citizen]);
    assert_eq!(verdicts[0], Verdict::Refused { code: Refusal::NotPermitted });
    assert_eq!(verdicts[1], Verdict::Held { waiting_for: WaitingFor::Op(refused) });
    assert!(verdicts[2].is_receipt());
}

#[test]
fn custody_counts_every_stored_change_once_whatever_its_verdict() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (_, good) = ba.citizen("Ấp 1");
    let refused =
        ba.change((record_id(), RecordKind::WardSettings), None, &json!({}), &json!({"zero": "linh"}));
    let mut expected = Custody::default();
    [&good, &refused].into_iter().for_each(|change| expected.add(change.hash()));
    desk.push(&ba, &[good.clone(), refused.clone(), good.clone()]);
    assert_eq!(desk.custody(&ba), expected);
    desk.push(&ba, &[refused, good]);
    let end = desk.pull(&ba, None).unwrap().caught_up.unwrap();
    assert_eq!(end.custody, expected, "a page says it");
}

#[test]
fn what_a_revoked_person_pushes_is_kept_and_not_applied() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (before, known) = ba.citizen("Ấp 1");
    desk.push(&ba, std::slice::from_ref(&known));
    assert_eq!(desk.ward.revoke("Ba").unwrap(), 1);
    let (after, late) = ba.citizen("Ấp 1");
    let reply = desk.push(&ba, &[known, late]);
    assert_eq!(desk.custody(&ba).count, 2);
    assert!(reply.receipts[0].verdict.is_receipt());
    assert_eq!(reply.receipts[1].verdict, Verdict::Refused { code: Refusal::Revoked });
    assert_eq!((desk.body(before)["state"].as_str(), desk.body(after).as_str()), (Some("live"), None));
    let shelf = desk.export(ExportKind::Changes).remove(1);
    assert_eq!((&shelf["verdict"], &shelf["code"]), (&json!("refused"), &json!("revoked")));
    assert_eq!(shelf["patch"]["full_name"]["to"], "Trần Thị Bình");
}

#[test]
fn what_was_held_of_a_person_is_not_applied_after_they_were_revoked() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (citizen, made) = an.citizen("Ấp 1");
    let (dossier, draft) = ba.dossier(Some(citizen), "Ấp 1");
    assert!(matches!(desk.verdict(&ba, &draft), Verdict::Held { .. }));
    desk.ward.revoke("Ba").unwrap();
    assert!(desk.verdict(&an, &made).is_receipt());
    assert_eq!(desk.body(dossier), json!(null));
    let stored = Box::new(Verdict::Refused { code: Refusal::Revoked });
    assert_eq!(desk.verdict(&ba, &draft), Verdict::Duplicate { stored });
}

#[test]
fn an_epoch_that_no_ward_can_have_given_is_an_alarm_and_moves_nothing() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut ba = desk.device("Ba", Role::Clerk, &[]);
    for seen in [
        Seen::nothing_of(1 << 53),
        Seen { epoch: u64::MAX, seq: u64::MAX, mark: None },
        Seen::nothing_of(1002),
        Seen { epoch: 1, seq: u64::MAX, mark: None },
    ] {
        an.seen = seen;
        assert_eq!(desk.push(&an, &[]).epoch, 1, "{seen:?}");
        assert_eq!(desk.pull(&an, None).unwrap().epoch, 1, "{seen:?}");
    }
    let codes: Vec<_> = desk.export(ExportKind::Alarms).iter().map(|alarm| alarm["code"].clone()).collect();
    assert_eq!(codes, ["epoch_implausible"], "once for a replica, which shows it with every request");
    ba.seen = Seen::nothing_of(1001);
    let epoch = desk.push(&ba, &[]).epoch;
    assert_eq!(epoch, 1002);
    ba.seen = Seen::nothing_of(epoch);
    assert_eq!(desk.pull(&ba, None).unwrap().epoch, epoch, "what the ward gave it knows again");
}

#[test]
fn a_restored_ward_begins_a_new_epoch_once() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let (_, change) = an.citizen("Ấp 1");
    assert_eq!(desk.push(&an, &[change]).epoch, 1);
    an.seen = Seen { epoch: 1, seq: 1, mark: None };
    assert_eq!(desk.push(&an, &[]).epoch, 1);
    an.seen = Seen { epoch: 1, seq: 2, mark: None };
    assert_eq!(desk.push(&an, &[]).epoch, 2);
    assert_eq!(desk.push(&an, &[]).epoch, 2, "what was seen of an old epoch says nothing of this one");
    an.seen = Seen::nothing_of(7);
    assert_eq!(desk.push(&an, &[]).epoch, 8, "a copy older than the last new epoch");
    let alarms = desk.export(ExportKind::Alarms);
    assert!(alarms.len() == 2 && alarms.iter().all(|alarm| alarm["code"] == "ward_restored"));
}

/// A ward that was restored from a copy and gave the same numbers to other revisions has drawn other marks.
fn draw_the_marks_anew(desk: &Desk) {
    let draw = |conn: &rusqlite::Connection| {
        Ok::<_, crate::WardError>(conn.execute("UPDATE mark SET mark = mark - 1", [])?)
    };
    assert!(desk.ward.db().write(draw).unwrap() > 0);
}

#[test]
fn a_ward_that_gave_the_same_number_once_more_is_known_by_its_mark() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let (_, change) = an.citizen("Ấp 1");
    let said = desk.push(&an, &[change]).seen();
    let pulled = desk.pull(&an, None).unwrap();
    assert!(said.seq == 1 && said.mark.is_some());
    assert_eq!(pulled.seen(), said, "a page says what a push does");
    an.seen = said;
    assert_eq!(desk.push(&an, &[]).epoch, 1);
    draw_the_marks_anew(&desk);
    an.seen.mark = None;
    assert_eq!(desk.push(&an, &[]).epoch, 1, "who was told of no mark cannot tell");
    let unknown = Denied(DenialCode::CursorUnknown);
    assert_eq!(desk.pull(&an, Some(&pulled.cursor)).unwrap_err(), unknown, "nor go on where it stood");
    an.seen = said;
    assert_eq!(desk.pull(&an, None).unwrap().epoch, 2);
}

#[test]
fn numbers_given_before_there_were_marks_are_told_and_kept_without_one() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let (_, change) = an.citizen("Ấp 1");
    desk.push(&an, &[change]);
    let forget =
        |conn: &rusqlite::Connection| Ok::<_, crate::WardError>(conn.execute("DELETE FROM mark", [])?);
    desk.ward.db().write(forget).unwrap();
    let page = desk.pull(&an, None).unwrap();
    an.seen = page.seen();
    assert_eq!((an.seen.seq, an.seen.mark), (1, None));
    assert_eq!(desk.pull(&an, Some(&page.cursor)).unwrap().epoch, 1);
}

#[test]
fn the_export_of_changes_is_in_the_order_of_arrival_with_refused_and_held_ones() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (citizen, made) = ba.citizen("Ấp 1");
    let (_, held) = ba.dossier(Some(record_id()), "Ấp 1");
    let mut bad = ba.change((citizen, RecordKind::Citizen), None, &json!({}), &json!({"phone": "1"}));
    bad.payload = None;
    bad.header = serde_json::value::to_raw_value(&json!({"op_id": OpId(uuid::Uuid::now_v7())})).unwrap();
    desk.push(&ba, &[held, bad, made]);
    let lines = desk.export(ExportKind::Changes);
    let verdicts: Vec<_> = lines.iter().map(|line| line["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["held", "refused", "accepted"]);
    assert_eq!((&lines[2]["record"], &lines[2]["user"]), (&json!(citizen), &json!(ba.user)));
    assert_eq!((&lines[2]["user_name"], &lines[1]["user_name"]), (&json!("Ba"), &json!(null)));
    assert_eq!((&lines[2]["seq"], &lines[2]["at"]), (&json!(1), &json!("2026-05-21T03:00:00.000Z")));
    assert_eq!(desk.export(ExportKind::Citizens)[0]["id"], json!(citizen));
}
