//! What people still have to decide: who hears of it, and what their decision does.

use super::desk::{Desk, Device, body, citizen, desk, dossier, with};
use serde_json::{Value, json};
use tan_nha_domain::{
    change::{Payload, SealedChange},
    ids::{OpId, RecordId},
    patch::{FieldChange, Patch},
    record::RecordKind,
    role::Role,
};
use tan_nha_sync::wire::{Notes, OpenConflict, Refusal, Verdict};

/// A citizen of Ấp 1 that two volunteers and a leader saw as revision 1.
struct Office {
    desk: Desk,
    ba: Device,
    tu: Device,
    leader: Device,
    id: RecordId,
}

fn office() -> Office {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let mut tu = desk.device("Tư", Role::Volunteer, &["Ấp 1"]);
    let mut leader = desk.device("Năm", Role::Leader, &[]);
    let (id, made) = ba.citizen("Ấp 1");
    desk.push(&ba, &[made]);
    for device in [&mut ba, &mut tu, &mut leader] {
        device.saw(id, 1);
    }
    Office { desk, ba, tu, leader, id }
}

impl Office {
    fn notes(&self, device: &Device, id: RecordId) -> Notes {
        let pages = self.desk.pull_all(device, None);
        let state = pages.into_iter().flat_map(|page| page.records).find(|state| state.id == id);
        state.map(|state| state.notes).unwrap_or_default()
    }

    fn conflicts(&self, device: &Device) -> Vec<OpenConflict> {
        self.notes(device, self.id).conflicts
    }

    /// Ba's phone is the ward's, Tư's is in conflict with it.
    fn two_phones(&mut self) -> OpId {
        let first = phone(&mut self.ba, self.id, "0912345678");
        let second = phone(&mut self.tu, self.id, "0987654321");
        self.desk.push(&self.ba, &[first]);
        let verdict = self.desk.verdict(&self.tu, &second);
        assert!(matches!(&verdict, Verdict::Conflict { groups, .. } if *groups == ["phone"]), "{verdict:?}");
        second.header().unwrap().op_id
    }
}

fn phone(device: &mut Device, id: RecordId, number: &str) -> SealedChange {
    let before = citizen("Ấp 1");
    device.change((id, RecordKind::Citizen), None, &before, &with(&before, json!({"phone": number})))
}

/// A choice of `to` where the ward says `theirs`, made by who saw revision `rev`.
fn choice(device: &mut Device, id: RecordId, rev: u64, op: OpId, (theirs, to): (&str, &str)) -> SealedChange {
    device.saw(id, rev);
    let field = FieldChange { from: json!(theirs), to: json!(to) };
    let patch = Patch([("phone".to_owned(), field)].into());
    let header = device.header(id, RecordKind::Citizen, None);
    SealedChange::seal(header, &Payload { patch, settles: vec![op], reason: Some("gọi lại".into()) }).unwrap()
}

#[test]
fn a_conflict_is_told_to_its_author_and_the_staff_with_who_and_what_and_to_nobody_else() {
    let mut office = office();
    let op = office.two_phones();
    for device in [&office.tu, &office.leader] {
        let conflicts = office.conflicts(device);
        let [conflict] = conflicts.as_slice() else { panic!("{}", conflicts.len()) };
        assert_eq!((conflict.op_id, conflict.by.as_str()), (op, "Tư"));
        let field = &conflict.fields["phone"];
        assert_eq!((&field.before, &field.mine), (&Value::Null, &json!("0987654321")));
        assert_eq!(field.theirs_by.as_deref(), Some("Ba"));
    }
    assert!(office.conflicts(&office.ba).is_empty(), "Ba's value came in");
}

#[test]
fn a_conflict_tells_its_unit_as_a_whole_also_what_only_one_side_changed() {
    let mut office = office();
    let before = citizen("Ấp 1");
    let phone = |device: &mut Device, number: &str, owner: &str| {
        let after = with(&before, json!({"phone": number, "phone_owner": owner}));
        device.change((office.id, RecordKind::Citizen), None, &before, &after)
    };
    let first = phone(&mut office.ba, "0912345678", "con gái");
    office.desk.push(&office.ba, &[first]);
    // Tư types twice without having seen Ba's: a number, and then another.
    let id = (office.id, RecordKind::Citizen);
    let numbered = with(&before, json!({"phone": "0987654321"}));
    let noted = with(&numbered, json!({"phone_owner": "cháu"}));
    let changes = [
        office.tu.change(id.clone(), None, &before, &numbered),
        office.tu.change(id, None, &numbered, &noted),
    ];
    office.desk.push(&office.tu, &changes);
    let conflicts = office.conflicts(&office.tu);
    let [conflict] = conflicts.as_slice() else { panic!("{}", conflicts.len()) };
    assert_eq!(conflict.op_id, changes[1].header().unwrap().op_id);
    assert_eq!(conflict.fields["phone"].mine, json!("0987654321"), "of the change before");
    assert_eq!(conflict.fields["phone_owner"].mine, json!("cháu"));
    // The leader wants another owner and leaves the number: it is part of what is decided.
    let owner = with(&before, json!({"phone_owner": "chính họ"}));
    let change = office.leader.change((office.id, RecordKind::Citizen), None, &before, &owner);
    office.desk.push(&office.leader, &[change]);
    let conflicts = office.conflicts(&office.leader);
    let theirs = conflicts.iter().find(|conflict| conflict.by == "Năm").unwrap();
    let number = &theirs.fields["phone"];
    assert_eq!((&number.before, &number.mine), (&Value::Null, &Value::Null));
    assert_eq!(number.theirs_by.as_deref(), Some("Ba"));
}

/// What a tablet has of its own and has not been answered for stays above the pages that come meanwhile: who types
/// upon that goes on from their own words, whatever revision they have pulled.
#[test]
fn who_goes_on_from_their_own_words_after_a_pull_has_all_of_them_on_their_side() {
    let mut office = office();
    let before = citizen("Ấp 1");
    let id = (office.id, RecordKind::Citizen);
    let theirs = with(&before, json!({"phone": "0912345678", "phone_owner": "con gái"}));
    let theirs = office.ba.change(id.clone(), None, &before, &theirs);
    office.desk.push(&office.ba, &[theirs]);
    let own =
        with(&before, json!({"phone": "0987654321", "phone_owner": "cháu", "full_name": "Lý Thị Bông"}));
    let first = office.tu.change(id.clone(), None, &before, &own);
    let named = with(&own, json!({"full_name": "Lý Thị Bống"}));
    let between = office.tu.change(id.clone(), None, &own, &named);
    office.tu.saw(office.id, 2);
    let later = with(&named, json!({"phone_owner": "cháu ngoại"}));
    let last = office.tu.change(id, None, &named, &later);
    office.desk.push(&office.tu, &[first, between, last]);
    let conflicts = office.conflicts(&office.tu);
    let [conflict] = conflicts.as_slice() else { panic!("{}", conflicts.len()) };
    let mine = |path: &str| conflict.fields[path].mine.clone();
    assert_eq!((mine("phone"), mine("phone_owner")), (json!("0987654321"), json!("cháu ngoại")));
}

#[test]
fn what_its_author_has_decided_about_is_behind_them_and_no_part_of_a_later_conflict() {
    let mut office = office();
    let before = citizen("Ấp 1");
    let id = (office.id, RecordKind::Citizen);
    let theirs = with(&before, json!({"phone": "0912345678", "phone_owner": "con gái"}));
    let change = office.ba.change(id.clone(), None, &before, &theirs);
    office.desk.push(&office.ba, &[change]);
    let own = with(&before, json!({"phone": "0987654321", "phone_owner": "cháu"}));
    let first = office.tu.change(id.clone(), None, &before, &own);
    office.desk.push(&office.tu, std::slice::from_ref(&first));
    // She decides for her own, and hears later that somebody has corrected the owner.
    office.tu.saw(office.id, 2);
    let patch = Patch::between(&body(&theirs), &body(&own));
    let settles = vec![first.header().unwrap().op_id];
    let header = office.tu.header(office.id, RecordKind::Citizen, None);
    let decision = SealedChange::seal(header, &Payload { patch, settles, ..Payload::default() }).unwrap();
    office.desk.push(&office.tu, &[decision]);
    office.ba.saw(office.id, 3);
    let corrected = with(&own, json!({"phone_owner": "cháu ngoại"}));
    let change = office.ba.change(id.clone(), None, &own, &corrected);
    office.desk.push(&office.ba, &[change]);
    office.ba.saw(office.id, 4);
    office.tu.saw(office.id, 4);
    let [bas, tus] = ["0933333333", "0944444444"].map(|number| with(&corrected, json!({"phone": number})));
    let change = office.ba.change(id.clone(), None, &corrected, &bas);
    office.desk.push(&office.ba, &[change]);
    let change = office.tu.change(id, None, &corrected, &tus);
    office.desk.push(&office.tu, &[change]);
    let conflicts = office.conflicts(&office.tu);
    let [conflict] = conflicts.as_slice() else { panic!("{}", conflicts.len()) };
    let number = &conflict.fields["phone"];
    assert_eq!((&number.before, &number.mine), (&json!("0987654321"), &json!("0944444444")));
    assert!(!conflict.fields.contains_key("phone_owner"), "nobody differs about it");
}

#[test]
fn whose_sight_is_of_a_life_that_the_ward_has_forgotten_has_a_whole_side_too() {
    let mut office = office();
    let before = citizen("Ấp 1");
    let seen = with(&before, json!({"phone": "0912345678", "phone_owner": "con gái"}));
    let since = with(&before, json!({"phone": "0933333333", "phone_owner": "con trai"}));
    for (rev, from, to) in [(1, &before, &seen), (2, &seen, &since)] {
        office.ba.saw(office.id, rev);
        let change = office.ba.change((office.id, RecordKind::Citizen), None, from, to);
        office.desk.push(&office.ba, &[change]);
    }
    // In that life the record had come further, and nobody had changed the phone since.
    office.tu.saw(office.id, 9);
    let own = with(&seen, json!({"phone": "0987654321"}));
    let change = office.tu.change((office.id, RecordKind::Citizen), None, &seen, &own);
    office.desk.push(&office.tu, &[change]);
    let conflicts = office.conflicts(&office.tu);
    let [conflict] = conflicts.as_slice() else { panic!("{}", conflicts.len()) };
    let owner = &conflict.fields["phone_owner"];
    assert_eq!((&owner.before, &owner.mine), (&json!("con gái"), &json!("con gái")));
    assert_eq!(conflict.fields["phone"].mine, json!("0987654321"));
}

#[test]
fn a_conflict_is_told_also_where_an_earlier_change_of_the_record_was_erased_by_law() {
    let mut office = office();
    let op = office.two_phones();
    let erase = "UPDATE change SET payload = NULL WHERE rev = 1";
    office.desk.ward.db().write::<_, crate::WardError>(|conn| Ok(conn.execute(erase, [])?)).unwrap();
    let conflicts = office.conflicts(&office.tu);
    assert_eq!(conflicts.iter().map(|conflict| conflict.op_id).collect::<Vec<_>>(), [op]);
    assert_eq!(conflicts[0].fields["phone"].theirs_by.as_deref(), Some("Ba"));
}

#[test]
fn a_later_change_of_the_same_replica_takes_the_place_of_the_earlier_one() {
    let mut office = office();
    office.two_phones();
    let later = phone(&mut office.tu, office.id, "0900000001");
    assert!(matches!(office.desk.verdict(&office.tu, &later), Verdict::Conflict { .. }));
    let conflicts = office.conflicts(&office.leader);
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].fields["phone"].mine, json!("0900000001"));
}

#[test]
fn a_choice_settles_it_for_everybody() {
    for (to, who) in [("0987654321", "mine"), ("0912345678", "theirs"), ("0900000001", "another")] {
        let mut office = office();
        let op = office.two_phones();
        let chosen = choice(&mut office.leader, office.id, 2, op, ("0912345678", to));
        assert!(matches!(office.desk.verdict(&office.leader, &chosen), Verdict::Accepted { .. }), "{who}");
        assert_eq!(office.desk.body(office.id)["phone"], to);
        assert!(office.conflicts(&office.leader).is_empty() && office.conflicts(&office.tu).is_empty());
    }
}

#[test]
fn of_two_people_who_choose_at_once_the_second_does_not_undo_the_first_silently() {
    let mut office = office();
    let op = office.two_phones();
    let mine = choice(&mut office.leader, office.id, 2, op, ("0912345678", "0987654321"));
    let theirs = choice(&mut office.tu, office.id, 2, op, ("0912345678", "0912345678"));
    assert!(office.desk.verdict(&office.leader, &mine).is_receipt());
    assert!(matches!(office.desk.verdict(&office.tu, &theirs), Verdict::Conflict { .. }));
    assert_eq!(office.desk.body(office.id)["phone"], "0987654321");
    let conflicts = office.conflicts(&office.leader);
    assert_eq!(conflicts.len(), 1, "Tư's choice stands beside the leader's");
    assert_eq!(conflicts[0].fields["phone"].mine, json!("0912345678"));
    assert_eq!(conflicts[0].fields["phone"].theirs_by.as_deref(), Some("Năm"));
}

#[test]
fn two_people_who_choose_the_same_have_settled_it() {
    let mut office = office();
    let op = office.two_phones();
    let first = choice(&mut office.leader, office.id, 2, op, ("0912345678", "0987654321"));
    let second = choice(&mut office.tu, office.id, 2, op, ("0912345678", "0987654321"));
    assert!(office.desk.verdict(&office.leader, &first).is_receipt());
    assert!(matches!(office.desk.verdict(&office.tu, &second), Verdict::Merged { .. }));
    assert!(office.conflicts(&office.leader).is_empty());
}

#[test]
fn two_dossiers_of_a_procedure_for_one_citizen_stand_beside_each_other_and_tell_of_each_other() {
    let mut office = office();
    let draft = with(&dossier("Ấp 1"), json!({"citizen": office.id}));
    let make = |device: &mut Device| {
        let id = super::desk::record_id();
        (id, device.change((id, RecordKind::Dossier), None, &json!({}), &draft))
    };
    let (first, made) = make(&mut office.ba);
    office.desk.push(&office.ba, &[made]);
    assert!(office.notes(&office.ba, first).also_open.is_empty());
    let cursor = office.desk.pull_all(&office.ba, None).pop().unwrap().cursor;
    let (second, made) = make(&mut office.tu);
    office.desk.push(&office.tu, &[made]);
    let told = office.desk.pull_all(&office.ba, Some(cursor.clone()));
    let told: Vec<_> = told.into_iter().flat_map(|page| page.records).collect();
    let twin = &told.iter().find(|state| state.id == first).expect("the first again").notes.also_open[0];
    assert_eq!((twin.id, twin.by.as_str(), twin.state.as_str()), (second, "Tư", "draft"));
    assert_eq!(office.notes(&office.tu, second).also_open[0].by, "Ba");
    let gone = with(&draft, json!({"state": "withdrawn"}));
    office.tu.saw(second, 1);
    let act = Some(tan_nha_domain::act::Act::Withdraw);
    let withdrawn = office.tu.change((second, RecordKind::Dossier), act, &draft, &gone);
    assert!(office.desk.verdict(&office.tu, &withdrawn).is_receipt());
    assert!(office.notes(&office.ba, first).also_open.is_empty());
}

#[test]
fn a_group_and_a_dossier_of_what_it_yields_tell_of_each_other_before_it_is_handed_in() {
    let mut office = office();
    let of = |procedure: &str| {
        let form = tan_nha_forms::catalogue().latest(procedure).unwrap();
        let which = json!({"citizen": office.id, "procedure": form.key(), "form_version": form.version()});
        with(&dossier("Ấp 1"), which)
    };
    let (alone, group, stranger) = (of("birth_reg"), of("linked_birth"), of("marriage"));
    let make = |device: &mut Device, body: &Value| {
        let id = super::desk::record_id();
        (id, device.change((id, RecordKind::Dossier), None, &json!({}), body))
    };
    let (first, made) = make(&mut office.ba, &alone);
    let (other, unlike) = make(&mut office.ba, &stranger);
    office.desk.push(&office.ba, &[made, unlike]);
    let cursor = office.desk.pull_all(&office.ba, None).pop().unwrap().cursor;
    let (second, made) = make(&mut office.tu, &group);
    office.desk.push(&office.tu, &[made]);
    let told = office.desk.pull_all(&office.ba, Some(cursor));
    let told: Vec<_> = told.into_iter().flat_map(|page| page.records).collect();
    let twin = &told.iter().find(|state| state.id == first).expect("the first again").notes.also_open[0];
    assert_eq!((twin.id, twin.procedure.as_deref()), (second, Some("linked_birth")));
    let back = office.notes(&office.tu, second).also_open;
    let back: Vec<_> = back.iter().map(|other| (other.id, other.procedure.as_deref())).collect();
    assert_eq!(back, [(first, Some("birth_reg"))]);
    assert!(office.notes(&office.ba, other).also_open.is_empty());
}

#[test]
fn what_was_refused_is_judged_anew_when_it_is_offered_again() {
    let mut office = office();
    office.desk.pull_all(&office.tu, None);
    let assign = |hamlet: &str| {
        let to = crate::Assignment { hamlets: Some(vec![hamlet.to_owned()]), ..Default::default() };
        office.desk.ward.assign("Tư", &to).unwrap();
    };
    assign("Ấp 2");
    let late = phone(&mut office.tu, office.id, "0987654321");
    let next = office.tu.change(
        (office.id, RecordKind::Citizen),
        None,
        &with(&citizen("Ấp 1"), json!({"phone": "0987654321"})),
        &with(&citizen("Ấp 1"), json!({"phone": "0987654321", "address": "Tổ 4"})),
    );
    let verdicts = office.desk.verdicts(&office.tu, &[late.clone(), next.clone()]);
    assert_eq!(verdicts[0], Verdict::Refused { code: Refusal::Reassigned });
    assert!(matches!(verdicts[1], Verdict::Held { .. }), "its chain waits");
    let again = office.desk.verdict(&office.tu, &late);
    assert_eq!(*again.settled(), Verdict::Refused { code: Refusal::Reassigned }, "nothing has changed");
    assign("Ấp 1");
    assert!(office.desk.verdict(&office.tu, &late).is_receipt());
    assert!(office.desk.verdict(&office.tu, &next).is_receipt(), "and its chain with it");
    assert_eq!(office.desk.body(office.id)["address"], "Tổ 4");
    assert_eq!(office.desk.custody(&office.tu).count, 2, "each is counted once");
}

#[test]
fn another_assignment_begins_with_a_snapshot_and_says_what_the_person_is_now() {
    let office = office();
    let cursor = office.desk.pull_all(&office.tu, None).pop().unwrap().cursor;
    let to =
        crate::Assignment { role: Some(Role::Leader), hamlets: Some(vec![]), team: Some("Tổ 2".into()) };
    office.desk.ward.assign("Tư", &to).unwrap();
    let denied = office.desk.pull(&office.tu, Some(&cursor)).unwrap_err();
    assert_eq!(denied.0, tan_nha_sync::wire::DenialCode::CursorUnknown);
    let page = office.desk.pull(&office.tu, None).unwrap();
    let now = page.assignment.unwrap();
    assert_eq!((now.role, now.team.as_deref()), (Role::Leader, Some("Tổ 2")));
    assert_eq!(page.records.len(), 1);
}
