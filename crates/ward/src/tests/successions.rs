//! A tablet that was copied: what both copies made comes in once, as that of their own author.

use super::desk::{Desk, Device, NOW, body, citizen, desk, with};
use crate::{
    ExportKind,
    db::{files, papers, people},
    denied::Denied,
};
use serde_json::{Value, json};
use tan_nha_domain::{
    change::{Hash, Payload, Replaced, SealedChange},
    ids::{OpId, RecordId, ReplicaId},
    patch::Patch,
    record::RecordKind,
    role::Role,
};
use tan_nha_sync::wire::{Custody, DenialCode, Former, Refusal, Succeeds, Verdict, WaitingFor};
use uuid::Uuid;

const REUSED: Verdict = Verdict::Refused { code: Refusal::OpReused };

fn volunteer(desk: &Desk) -> Device {
    desk.device("Ba", Role::Volunteer, &["Ấp 1"])
}

fn edit(device: &mut Device, id: RecordId, before: &Value, fields: Value) -> SealedChange {
    device.change((id, RecordKind::Citizen), None, before, &with(before, fields))
}

/// The same under a name and number of the device's own, upon `prev`.
pub(super) fn anew(device: &mut Device, old: &SealedChange, prev: Option<OpId>) -> SealedChange {
    let mut header = old.header().unwrap();
    device.seq += 1;
    header.replaces = Some(Replaced { op_id: header.op_id, hash: old.hash() });
    header.op_id = OpId(Uuid::now_v7());
    header.replica_id = device.replica;
    header.seq = device.seq;
    header.prev = prev;
    device.last.insert(header.record, header.op_id);
    SealedChange::seal(header, &old.payload().unwrap()).unwrap()
}

fn op(change: &SealedChange) -> OpId {
    change.header().unwrap().op_id
}

fn open_conflicts(desk: &Desk, device: &Device, id: RecordId) -> Vec<OpId> {
    let pages = desk.pull_all(device, None);
    let record = pages.iter().flat_map(|page| &page.records).find(|record| record.id == id).unwrap();
    record.notes.conflicts.iter().map(|conflict| conflict.op_id).collect()
}

fn open_alarms(desk: &Desk) -> Vec<Value> {
    let alarms = desk.export(ExportKind::Alarms).into_iter();
    alarms.filter(|alarm| alarm["closed_at"].is_null()).map(|alarm| alarm["code"].clone()).collect()
}

#[test]
fn what_the_device_made_before_is_taken_with_its_old_bytes_and_counted_with_its_old_replica() {
    let desk = desk();
    let mut before = volunteer(&desk);
    let (id, made) = before.citizen("Ấp 1");
    let received = desk.verdict(&before, &made);
    let unsent = edit(&mut before, id, &citizen("Ấp 1"), json!({"phone": "0912345678"}));
    let held = desk.custody(&before);
    let mut after = desk.again(&before);
    assert_eq!(desk.verdict(&after, &made), Verdict::Duplicate { stored: Box::new(received) });
    assert!(desk.verdict(&after, &unsent).is_receipt());
    assert_eq!((desk.custody(&before).count, desk.custody(&after)), (held.count + 1, Custody::default()));
    let own = edit(&mut after, id, &citizen("Ấp 1"), json!({"address": "Tổ 4"}));
    assert!(matches!(desk.verdict(&after, &own), Verdict::Accepted { .. }), "their own work is no others'");
    assert_eq!(desk.custody(&after).count, 1);
    let replicas: Vec<Value> =
        desk.export(ExportKind::Changes).iter().map(|row| row["replica_id"].clone()).collect();
    assert_eq!(replicas, [json!(before.replica), json!(before.replica), json!(after.replica)]);
    assert_eq!(open_alarms(&desk), Vec::<Value>::new());
}

#[test]
fn both_copies_work_comes_in_once_under_names_of_its_own_and_nothing_waits_or_alarms_any_more() {
    let desk = desk();
    let mut first = volunteer(&desk);
    let (id, made) = first.citizen("Ấp 1");
    desk.push(&first, &[made]);
    first.saw(id, 1);
    let mut second = first.clone();
    let seen = citizen("Ấp 1");
    let phone = edit(&mut first, id, &seen, json!({"phone": "0912345678"}));
    assert!(desk.verdict(&first, &phone).is_receipt());
    let owner = edit(&mut second, id, &seen, json!({"phone_owner": "con"}));
    let address = edit(&mut second, id, &seen, json!({"address": "Tổ 4"}));
    assert_eq!(desk.verdict(&second, &owner), REUSED);
    let waits = Verdict::Held { waiting_for: WaitingFor::Op(op(&owner)) };
    assert_eq!(desk.verdict(&second, &address), waits);
    assert_eq!(open_alarms(&desk), ["seq_reused"]);

    let mut second = desk.again(&second);
    assert_eq!(desk.verdict(&second, &owner), REUSED, "the old bytes again change nothing");
    let owner_anew = anew(&mut second, &owner, owner.header().unwrap().prev);
    let address_anew = anew(&mut second, &address, Some(op(&owner_anew)));
    let said = desk.verdicts(&second, &[owner_anew.clone(), address_anew.clone()]);
    assert!(
        matches!(&said[0], Verdict::Conflict { groups, .. } if groups == &["phone"]),
        "half a phone of each would be nobody's: {said:?}"
    );
    assert!(matches!(said[1], Verdict::Merged { .. }), "{said:?}");
    assert_eq!(desk.body(id), with(&seen, json!({"phone": "0912345678", "address": "Tổ 4"})));
    assert_eq!(open_conflicts(&desk, &second, id), [op(&owner_anew)]);
    let old = desk.verdict(&second, &address);
    assert_eq!(old, Verdict::Duplicate { stored: Box::new(REUSED) }, "nothing waits under the old name");
    assert_eq!(open_alarms(&desk), Vec::<Value>::new());
    let twice = desk.verdicts(&second, &[owner_anew, address_anew]);
    assert_eq!(twice.iter().map(Verdict::settled).collect::<Vec<_>>(), said.iter().collect::<Vec<_>>());
}

#[test]
fn what_had_come_before_it_was_sealed_anew_has_its_effect_once_and_what_comes_late_has_none() {
    let desk = desk();
    let mut before = volunteer(&desk);
    let (id, made) = before.citizen("Ấp 1");
    desk.push(&before, &[made]);
    before.saw(id, 1);
    let seen = citizen("Ấp 1");
    let came = edit(&mut before, id, &seen, json!({"address": "Tổ 4"}));
    let late = edit(&mut before, id, &seen, json!({"phone": "0912345678"}));
    let applied = desk.verdict(&before, &came);
    let mut leader = desk.device("An", Role::Leader, &[]);
    leader.saw(id, 2);
    let corrected =
        edit(&mut leader, id, &with(&seen, json!({"address": "Tổ 4"})), json!({"address": "Tổ 5"}));
    assert!(desk.verdict(&leader, &corrected).is_receipt());
    let mut after = desk.again(&before);
    let came_anew = anew(&mut after, &came, came.header().unwrap().prev);
    assert_eq!(desk.verdict(&after, &came_anew), applied);
    let late_anew = anew(&mut after, &late, Some(op(&came_anew)));
    assert!(desk.verdict(&after, &late_anew).is_receipt());
    let now = with(&seen, json!({"address": "Tổ 5", "phone": "0912345678"}));
    assert_eq!(desk.body(id), now, "an older word never stands over one whose author saw it");
    let moved_on = edit(&mut after, id, &now, json!({"phone": "0987654321"}));
    assert!(desk.verdict(&after, &moved_on).is_receipt());
    assert_eq!(desk.verdict(&after, &late), REUSED);
    assert_eq!(desk.body(id)["phone"], "0987654321");
    assert_eq!(open_conflicts(&desk, &after, id), Vec::<OpId>::new());
}

/// The open change of the moment of the copy has one name on both tablets. The second's is refused; what it
/// typed after that went in upon the first's.
#[test]
fn a_last_word_that_came_before_its_own_beginning_stays_the_last_word() {
    let desk = desk();
    let mut first = volunteer(&desk);
    let (id, made) = first.citizen("Ấp 1");
    desk.push(&first, &[made]);
    first.saw(id, 1);
    let mut second = first.clone();
    let seen = citizen("Ấp 1");
    let of_first = edit(&mut first, id, &seen, json!({"address": "Tổ 4"}));
    assert!(desk.verdict(&first, &of_first).is_receipt());
    let mut header = edit(&mut second, id, &seen, json!({"phone": "0911111111"})).header().unwrap();
    header.op_id = op(&of_first);
    second.last.insert(id, header.op_id);
    let patch = Patch::between(&body(&seen), &body(&with(&seen, json!({"phone": "0911111111"}))));
    let of_second = SealedChange::seal(header, &Payload { patch, ..Payload::default() }).unwrap();
    assert_eq!(desk.verdict(&second, &of_second), REUSED);
    second.seq += 1;
    let typed = with(&seen, json!({"phone": "0911111111"}));
    let last = edit(&mut second, id, &typed, json!({"phone": "0922222222"}));
    assert!(matches!(desk.verdict(&second, &last), Verdict::Conflict { .. }), "it names what is not there");

    let mut second = desk.again(&second);
    let began = anew(&mut second, &of_second, of_second.header().unwrap().prev);
    let ended = anew(&mut second, &last, Some(op(&began)));
    assert!(desk.verdicts(&second, &[began, ended]).iter().all(Verdict::is_receipt));
    assert_eq!(desk.body(id), with(&seen, json!({"phone": "0922222222", "address": "Tổ 4"})));
    assert_eq!(open_conflicts(&desk, &second, id), Vec::<OpId>::new());
    assert_eq!(open_alarms(&desk), Vec::<Value>::new());
}

#[test]
fn what_the_device_saw_before_it_still_may_go_on_with_and_hears_when_it_goes() {
    let desk = desk();
    let mut leader = desk.device("An", Role::Leader, &[]);
    let mut before = volunteer(&desk);
    let (id, made) = leader.citizen("Ấp 1");
    desk.push(&leader, &[made]);
    let cursor = desk.pull_all(&before, None).last().unwrap().cursor.clone();
    before.saw(id, 1);
    leader.saw(id, 1);
    let after = desk.again(&before);
    let away = edit(&mut leader, id, &citizen("Ấp 1"), json!({"hamlet": "Ấp 2"}));
    assert!(desk.verdict(&leader, &away).is_receipt());
    let mut page = desk.pull_all(&after, Some(cursor));
    assert_eq!(page.remove(0).gone_from_scope, [id]);
    let mut behind = after.clone();
    let change = edit(&mut behind, id, &citizen("Ấp 1"), json!({"phone": "0912345678"}));
    assert_eq!(desk.verdict(&after, &change), Verdict::Refused { code: Refusal::Reassigned });
}

#[test]
fn files_that_the_old_replica_sent_count_for_the_line_and_for_nobody_else() {
    let desk = desk();
    let mut before = volunteer(&desk);
    let (sent, other) = (Hash::of(b"a photo"), Hash::of(b"another"));
    let upload = |device: &Device, content: &[u8]| {
        let caller = desk.caller(device);
        let work = |conn: &rusqlite::Connection| {
            let sha = Hash::of(content);
            let mut upload = files::begin(conn, &caller, sha, content.len() as u64, NOW)?;
            if upload.offset == 0 {
                files::append(conn, &mut upload, content)?;
                files::set_whole(conn, &upload, NOW)?;
            }
            Ok::<_, crate::WardError>(upload.id)
        };
        desk.ward.db().write(work).unwrap()
    };
    let address = upload(&before, b"a photo");
    let after = desk.again(&before);
    let stranger = desk.device("Út", Role::Volunteer, &["Ấp 1"]);
    let stands = |device: &Device| {
        let caller = desk.caller(device);
        desk.ward.db().read(|conn| files::standing(conn, &caller, sent)).unwrap()
    };
    assert_eq!((stands(&after), stands(&stranger)), (files::Standing::Held, files::Standing::Unknown));
    assert_eq!(upload(&after, b"a photo"), address, "not a byte is sent again");
    // Of a dossier that names both, under the old replica, the new one sends what is not there yet.
    let paper = |sha: Hash| json!({"slot": "old_paper", "bytes": 7, "media": "image/jpeg", "sha256": sha});
    let (id, made) = before.dossier(None, "Ấp 1");
    let mut papers_named = super::desk::dossier("Ấp 1");
    papers_named["files"] =
        json!({format!("old_paper/{sent}"): paper(sent), format!("old_paper/{other}"): paper(other)});
    let named = before.change((id, RecordKind::Dossier), None, &super::desk::dossier("Ấp 1"), &papers_named);
    assert!(desk.verdicts(&after, &[made, named]).iter().all(Verdict::is_receipt));
    let missing = || {
        let n = |conn: &rusqlite::Connection| {
            Ok::<_, crate::WardError>(conn.query_row(
                "SELECT n FROM record WHERE id = ?1",
                [id.0],
                |row| row.get(0),
            )?)
        };
        desk.ward.db().read(|conn| papers::missing(conn, n(conn)?)).unwrap()
    };
    assert_eq!(missing(), [other]);
    upload(&stranger, b"another");
    assert_eq!(missing(), [other]);
    upload(&after, b"another");
    assert_eq!(missing(), []);
}

#[test]
fn a_place_is_taken_only_by_its_own_person_who_has_its_file() {
    let desk = desk();
    let before = volunteer(&desk);
    let new = ReplicaId(Uuid::now_v7());
    let own = desk.invitation("Ba", Role::Volunteer, &["Ấp 1"]);
    let others = desk.invitation("Út", Role::Volunteer, &["Ấp 1"]);
    let ask = |invitation, replica, token| desk.ask_to_succeed(invitation, replica, (&before, token));
    let known = || desk.ward.db().read(|conn| people::caller(conn, new)).unwrap();
    let denied = |code| Err(Denied(code));
    assert_eq!(ask(&others, new, "Ba"), denied(DenialCode::InvitationOtherPerson));
    assert_eq!(ask(&own, new, "guessed"), denied(DenialCode::TokenRefused));
    assert_eq!(ask(&own, before.replica, "Ba"), denied(DenialCode::BadRequest));
    assert!(known().is_none(), "what was denied changed nothing");
    let reply = ask(&own, new, "Ba").unwrap();
    assert_eq!(reply.succeeds, Some(before.replica));
    assert_eq!(ask(&own, new, "Ba"), Ok(reply), "asked again, as after a cut");
    assert_eq!(ask(&own, ReplicaId(Uuid::now_v7()), "Ba"), denied(DenialCode::InvitationUsed));
    let line: Vec<ReplicaId> = known().unwrap().0.predecessors.into_iter().map(|(_, id)| id).collect();
    assert_eq!(line, [before.replica]);
    // A ward that did not know the word took it in as nobody's successor; now it is told again.
    let later = desk.invitation("Ba", Role::Volunteer, &["Ấp 1"]);
    let plain = ReplicaId(Uuid::now_v7());
    assert_eq!(desk.ask(&later, plain, None).unwrap().succeeds, None);
    assert_eq!(ask(&later, plain, "Ba").unwrap().succeeds, Some(before.replica));
    // A replica with work of its own is nobody's successor, and no line runs in a circle.
    let mut busy = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (_, work) = busy.citizen("Ấp 1");
    desk.push(&busy, &[work]);
    let third = desk.invitation("Ba", Role::Volunteer, &["Ấp 1"]);
    assert_eq!(ask(&third, busy.replica, "Ba"), denied(DenialCode::BadRequest));
    let after = Device { replica: new, ..before.clone() };
    let next = desk.invitation("Ba", Role::Volunteer, &["Ấp 1"]);
    let back = desk.ask_to_succeed(&next, before.replica, (&after, "another"));
    assert_eq!(back, denied(DenialCode::BadRequest));
    let (_, strangers) = desk.device("Út", Role::Volunteer, &["Ấp 1"]).citizen("Ấp 1");
    assert_eq!(desk.verdict(&after, &strangers), Verdict::Refused { code: Refusal::NotPermitted });
}

#[test]
fn a_ward_that_was_restored_takes_in_again_whom_it_forgot_with_all_their_work() {
    let mut before = volunteer(&desk());
    let (id, work) = before.citizen("Ấp 1");
    // The copy is from before Ba came to the ward; Út has been there for long.
    let restored = desk();
    let ut = restored.device("Út", Role::Volunteer, &["Ấp 1"]);
    let replica = ReplicaId(Uuid::now_v7());
    let of_ut = restored.invitation("Út", Role::Volunteer, &["Ấp 1"]);
    let denied = restored.ask_to_succeed(&of_ut, replica, (&before, "Ba"));
    assert_eq!(denied, Err(Denied(DenialCode::InvitationOtherPerson)), "nobody becomes somebody else");
    let taken = Device { user: ut.user, ..before.clone() };
    let invitation = restored.invitation("Ba", Role::Volunteer, &["Ấp 1"]);
    let denied = restored.ask_to_succeed(&invitation, replica, (&taken, "Ba"));
    assert_eq!(denied, Err(Denied(DenialCode::InvitationOtherPerson)), "nor takes another's name");
    let reply = restored.ask_to_succeed(&invitation, replica, (&before, "Ba")).unwrap();
    assert_eq!((reply.user, reply.succeeds), (before.user, Some(before.replica)));
    let again = Device { replica, ..before.clone() };
    assert!(matches!(restored.verdict(&again, &work), Verdict::Accepted { rev: 1, .. }));
    assert_eq!(restored.body(id)["state"], "live");
}

#[test]
fn whoever_is_left_of_a_forgotten_line_shows_its_own_token_and_comes_in_too() {
    let mut first = volunteer(&desk());
    let (_, work) = first.citizen("Ấp 1");
    // One copy was enrolled again before the ward was put back to where it knew neither.
    let restored = desk();
    let [second, third, fourth] = [(); 3].map(|()| ReplicaId(Uuid::now_v7()));
    let invitation = || restored.invitation("Ba", Role::Volunteer, &["Ấp 1"]);
    let line = vec![Former { replica: first.replica, token_hash: Hash::of(b"Ba") }];
    let (replica, user, token) = (second, first.user, "of the second".to_owned());
    let succeeds = Succeeds { replica, user, line, token, first: 2 };
    assert_eq!(restored.ask(&invitation(), third, Some(succeeds)).unwrap().succeeds, Some(second));
    let mended = Device { replica: third, ..first.clone() };
    assert!(matches!(restored.verdict(&mended, &work), Verdict::Accepted { rev: 1, .. }));
    let known = restored.ward.db().read(|conn| people::caller(conn, third)).unwrap().unwrap().0;
    let line: Vec<ReplicaId> = known.predecessors.into_iter().map(|(_, id)| id).collect();
    assert_eq!(line, [second, first.replica]);
    let other = restored.ask_to_succeed(&invitation(), fourth, (&first, "Ba")).unwrap();
    assert_eq!(other.succeeds, Some(first.replica), "the other copy has what the first one had");
}

/// As it goes where the device was enrolled again before it had sent anything: what it made before comes with its old
/// bytes, the beginning is refused for the copy's, and what followed waits for a decision already.
#[test]
fn a_last_word_that_waits_for_a_decision_is_not_put_away_by_its_own_beginning() {
    let desk = desk();
    let mut first = volunteer(&desk);
    let mut second = first.clone();
    let (id, of_first) = first.citizen("Ấp 1");
    assert!(desk.verdict(&first, &of_first).is_receipt());
    let seen = citizen("Ấp 1");
    let began = with(&seen, json!({"address": "Tổ 4"}));
    let mut header = second.header(id, RecordKind::Citizen, None);
    header.op_id = op(&of_first);
    second.last.insert(id, header.op_id);
    let patch = Patch::between(&body(&json!({})), &body(&began));
    let of_second = SealedChange::seal(header, &Payload { patch, ..Payload::default() }).unwrap();
    second.seq += 1;
    let last = edit(&mut second, id, &began, json!({"address": "Tổ 5"}));

    let mut second = desk.again(&second);
    let said = desk.verdicts(&second, &[of_second.clone(), last.clone()]);
    assert!(said[0] == REUSED && matches!(&said[1], Verdict::Conflict { .. }), "{said:?}");
    let began = anew(&mut second, &of_second, None);
    let ended = anew(&mut second, &last, Some(op(&began)));
    let said = desk.verdicts(&second, &[began, ended.clone()]);
    assert!(said.iter().all(|verdict| matches!(verdict, Verdict::Conflict { .. })), "{said:?}");
    assert_eq!(open_conflicts(&desk, &second, id), [op(&ended)]);
    assert_eq!(desk.body(id)["address"], seen["address"]);
}

/// What was being made at the moment of the copy has one name and one id on both tablets, and other words.
#[test]
fn a_record_that_both_copies_made_is_one_with_what_each_says_of_it() {
    let desk = desk();
    let mut first = volunteer(&desk);
    let mut second = first.clone();
    let (id, of_first) = first.citizen("Ấp 1");
    assert!(desk.verdict(&first, &of_first).is_receipt());
    let seen = citizen("Ấp 1");
    let otherwise = with(&seen, json!({"full_name": "Trần Thị Bính", "phone": "0912345678"}));
    let mut header = second.header(id, RecordKind::Citizen, None);
    header.op_id = op(&of_first);
    let patch = Patch::between(&body(&json!({})), &body(&otherwise));
    let of_second = SealedChange::seal(header, &Payload { patch, ..Payload::default() }).unwrap();
    assert_eq!(desk.verdict(&second, &of_second), REUSED);

    let (_, stray) = second.citizen("Ấp 1");
    let malformed = Verdict::Refused { code: Refusal::Malformed };
    let mut twice = stray.header().unwrap();
    twice.record = id;
    let twice = SealedChange::seal(twice, &stray.payload().unwrap()).unwrap();
    assert_eq!(desk.verdict(&second, &twice), malformed, "where there is one device, it made it once");

    let mut second = desk.again(&second);
    let verdict = desk.verdict(&second, &anew(&mut second.clone(), &of_second, None));
    assert!(matches!(&verdict, Verdict::Conflict { groups, .. } if groups == &["full_name"]), "{verdict:?}");
    assert_eq!(desk.body(id), with(&seen, json!({"phone": "0912345678"})));
    assert_eq!(open_conflicts(&desk, &second, id).len(), 1);
    second.seq += 1;
    let (_, others) = desk.device("An", Role::Leader, &[]).citizen("Ấp 1");
    let mut strangers = others.header().unwrap();
    strangers.record = id;
    let strangers = SealedChange::seal(strangers, &others.payload().unwrap()).unwrap();
    let leader = Device { replica: others.header().unwrap().replica_id, ..second };
    assert_eq!(desk.verdict(&leader, &strangers), malformed);
}
