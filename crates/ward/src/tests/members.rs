//! Groups: one filling that yields several dossiers. Whatever is handed in, by whom and in what order, the members say
//! what their group says.

use super::{
    desk::{Desk, Device, body, citizen, desk, record_id, submitted, with},
    successions::anew,
};
use crate::ExportKind;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tan_nha_domain::{
    act::Act,
    change::SealedChange,
    group::{align, member_id},
    ids::{OpId, RecordId},
    patch::Body,
    record::RecordKind,
    role::Role,
    words::NumberStyle,
};
use tan_nha_forms::{Context, Definition, GroupMember, catalogue};
use tan_nha_sync::wire::{Refusal, Verdict, WaitingFor};

const DOSSIER: RecordKind = RecordKind::Dossier;
const MEMBERS: [&str; 4] = ["birth", "residence", "health_insurance", "id_card"];

fn form() -> &'static Definition {
    catalogue().latest("linked_birth").unwrap()
}

fn draft(citizen: RecordId) -> Value {
    json!({"procedure": form().key(), "form_version": form().version(), "law_date": "2026-05-21", "state": "draft",
           "hamlet": "Ấp 1", "citizen": citizen, "answers": form().sample()})
}

fn answering(group: &Value, key: &str, answer: Value) -> Value {
    let mut after = group.clone();
    after["answers"][key] = answer;
    after
}

/// A group that was opened again.
fn opened(group: &Value) -> Value {
    let mut after = with(group, json!({"state": "draft"}));
    after.as_object_mut().unwrap().remove("sealed_answers");
    after
}

fn members(group: RecordId, body: &Value) -> Vec<GroupMember> {
    let today = super::desk::NOW.date_in_vietnam();
    let context = Context {
        today,
        ward_name: "Phường Bến Sen".into(),
        ward_code: "29869".into(),
        number_style: NumberStyle::default(),
    };
    form().group_members(group, body["answers"].as_object().unwrap(), &context)
}

/// What a device has of a group: it carries the group's acts out on the members, as the app does.
#[derive(Clone)]
struct Sight {
    id: RecordId,
    group: Value,
    members: BTreeMap<RecordId, Value>,
}

impl Sight {
    fn act(&mut self, device: &mut Device, act: Option<Act>, after: Value) -> Vec<SealedChange> {
        let mut changes = vec![device.change((self.id, DOSSIER), act, &self.group, &after)];
        self.group = after;
        for member in members(self.id, &self.group) {
            let before = self.members.get(&member.id).cloned();
            let (after, act) =
                align(&member.of(self.id, &body(&self.group)), before.as_ref().map(body).as_ref());
            if act.is_some() && (before.is_some() || member.asked) {
                let after = Value::Object(after);
                let before = before.unwrap_or_else(|| json!({}));
                changes.push(device.change((member.id, DOSSIER), act, &before, &after));
                self.members.insert(member.id, after);
            }
        }
        changes
    }

    fn submit(&mut self, device: &mut Device) -> Vec<SealedChange> {
        let after = submitted(&self.group);
        self.act(device, Some(Act::Submit), after)
    }

    /// Amends an answer and hands the group in anew.
    fn amend(&mut self, device: &mut Device, key: &str, answer: Value) -> Vec<SealedChange> {
        let mut changes = self.act(device, Some(Act::Amend), opened(&self.group));
        let after = answering(&self.group, key, answer);
        changes.extend(self.act(device, None, after));
        changes.extend(self.submit(device));
        changes
    }
}

/// A child of Ấp 1 whose group two volunteers have as a draft, and the desk.
struct Family {
    desk: Desk,
    ba: Device,
    tu: Device,
    clerk: Device,
    citizen: RecordId,
    sight: Sight,
}

fn family() -> Family {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let mut tu = desk.device("Tư", Role::Volunteer, &["Ấp 1"]);
    let mut clerk = desk.device("Sáu", Role::Clerk, &[]);
    let (citizen, made) = ba.citizen("Ấp 1");
    let (id, group) = (record_id(), draft(citizen));
    let drafted = ba.change((id, DOSSIER), None, &json!({}), &group);
    desk.push(&ba, &[made, drafted]);
    [&mut ba, &mut tu, &mut clerk].into_iter().for_each(|device| device.saw(id, 1));
    Family { desk, ba, tu, clerk, citizen, sight: Sight { id, group, members: BTreeMap::new() } }
}

impl Family {
    fn member(&self, key: &str) -> Value {
        self.desk.body(member_id(self.sight.id, key))
    }

    /// The states of the members, `-` for one that is not there.
    fn states(&self) -> [String; 4] {
        MEMBERS.map(|key| self.member(key)["state"].as_str().unwrap_or("-").to_owned())
    }

    /// What the desk does to a member that it saw in a revision.
    fn desk_does(&mut self, key: &str, act: Act, (rev, from, to): (u64, &str, &str)) -> Verdict {
        let id = member_id(self.sight.id, key);
        let before = with(&self.member(key), json!({"state": from}));
        self.clerk.saw(id, rev);
        self.clerk.last.remove(&id);
        let change =
            self.clerk.change((id, DOSSIER), Some(act), &before, &with(&before, json!({"state": to})));
        self.desk.verdict(&self.clerk, &change)
    }

    fn revision(&self, key: &str) -> u64 {
        let id = member_id(self.sight.id, key);
        let pages = self.desk.pull_all(&self.clerk, None);
        pages.into_iter().flat_map(|page| page.records).find(|state| state.id == id).unwrap().rev
    }

    fn in_conflict(&self) -> Vec<Value> {
        self.desk.export(ExportKind::Conflicts).into_iter().map(|line| line["record"].clone()).collect()
    }
}

fn all_received(verdicts: &[Verdict]) -> bool {
    verdicts.iter().all(|verdict| verdict.is_receipt() && !matches!(verdict, Verdict::Conflict { .. }))
}

#[test]
fn a_submit_yields_the_members_that_its_answers_ask_for_and_an_amendment_switches_them() {
    let mut family = family();
    let Family { desk, ba, sight, .. } = &mut family;
    let changes = sight.submit(ba);
    assert_eq!(changes.len(), 5);
    let verdicts = desk.verdicts(ba, &changes);
    assert!(verdicts.iter().all(|verdict| matches!(verdict, Verdict::Accepted { .. })), "{verdicts:?}");
    assert_eq!(family.states(), ["queued"; 4]);
    let birth = family.member("birth");
    assert_eq!((&birth["procedure"], &birth["citizen"]), (&json!("birth_reg"), &json!(family.citizen)));
    assert_eq!(birth["sealed_answers"], family.sight.group["sealed_answers"]);
    let Family { desk, ba, sight, .. } = &mut family;
    let amended = sight.amend(ba, "id_card", json!(false));
    assert!(all_received(&desk.verdicts(ba, &amended)));
    assert_eq!(family.states(), ["queued", "queued", "queued", "withdrawn"], "withdrawn, not forgotten");
    assert_eq!(family.member("birth")["sealed_answers"], family.sight.group["sealed_answers"]);
    let Family { desk, ba, sight, .. } = &mut family;
    let amended = sight.amend(ba, "id_card", json!(true));
    assert!(all_received(&desk.verdicts(ba, &amended)));
    assert_eq!(family.states(), ["queued"; 4], "asked for again");
    assert!(family.in_conflict().is_empty());
}

#[test]
fn of_two_who_hand_in_the_same_group_apart_the_second_is_in_conflict_with_the_group_alone() {
    for ahead in [true, false] {
        let mut family = family();
        let Family { desk, ba, tu, sight, .. } = &mut family;
        // Ba's answers ask for no card, or Tư's do not.
        let (mut first, mut second) = (sight.clone(), sight.clone());
        let less = if ahead { (&mut second, &mut *tu) } else { (&mut first, &mut *ba) };
        let typed = answering(&less.0.group, "id_card", json!(false));
        let typed = less.0.act(less.1, None, typed);
        let (mut of_ba, mut of_tu) = (first.submit(ba), second.submit(tu));
        if ahead {
            of_tu.splice(0..0, typed)
        } else {
            of_ba.splice(0..0, typed)
        };
        assert!(all_received(&desk.verdicts(ba, &of_ba)));
        let verdicts = desk.verdicts(tu, &of_tu);
        let conflicts = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Conflict { .. })).count();
        assert!(verdicts.iter().all(Verdict::is_receipt), "{verdicts:?}");
        let group = json!(family.sight.id);
        assert_eq!(conflicts, if ahead { 2 } else { 1 }, "of the group: {verdicts:?}");
        assert!(family.in_conflict().iter().all(|record| *record == group));
        let card = if ahead { "queued" } else { "withdrawn" };
        assert_eq!(family.states(), ["queued", "queued", "queued", card], "as the first one's answers ask");
        assert_eq!(family.desk.export(ExportKind::Dossiers).len(), 5, "nothing is there twice");
    }
}

#[test]
fn two_copies_of_a_tablet_that_hand_the_same_group_in_have_its_members_once() {
    let mut family = family();
    let Family { desk, ba, sight, .. } = &mut family;
    let (mut copy, mut of_copy) = (ba.clone(), sight.clone());
    let of_ba = sight.submit(ba);
    desk.push(ba, &of_ba);
    let less = answering(&of_copy.group, "id_card", json!(false));
    let mut typed = of_copy.act(&mut copy, None, less);
    typed.extend(of_copy.submit(&mut copy));
    let reused = Verdict::Refused { code: Refusal::OpReused };
    assert!(desk.verdicts(&copy, &typed).iter().all(|verdict| *verdict == reused));
    // Enrolled again, the copy seals anew what it had done.
    let mut again = desk.again(&copy);
    let mut sealed: BTreeMap<OpId, OpId> = BTreeMap::new();
    let renewed = typed.iter().map(|old| {
        let prev = old.header().unwrap().prev.map(|prev| sealed.get(&prev).copied().unwrap_or(prev));
        let new = anew(&mut again, old, prev);
        sealed.insert(old.header().unwrap().op_id, new.header().unwrap().op_id);
        new
    });
    let renewed: Vec<_> = renewed.collect();
    let verdicts = desk.verdicts(&again, &renewed);
    assert!(verdicts.iter().all(Verdict::is_receipt), "{verdicts:?}");
    assert_eq!(family.states(), ["queued"; 4]);
    let group = json!(family.sight.id);
    assert!(!family.in_conflict().is_empty());
    assert!(family.in_conflict().iter().all(|record| *record == group));
}

#[test]
fn a_member_that_an_agency_has_received_stays_while_the_group_is_amended() {
    let mut family = family();
    let Family { desk, ba, sight, .. } = &mut family;
    let handed_in = sight.submit(ba);
    desk.push(ba, &handed_in);
    let first_seal = family.sight.group["sealed_answers"].clone();
    let seen = family.revision("birth");
    assert!(matches!(
        family.desk_does("birth", Act::Receive, (seen, "queued", "received")),
        Verdict::Accepted { .. }
    ));
    let stale = family.revision("residence");
    // Ba has not heard of it, and amends.
    let Family { desk, ba, sight, .. } = &mut family;
    let opening = sight.act(ba, Some(Act::Amend), opened(&sight.group));
    assert!(all_received(&desk.verdicts(ba, &opening)));
    assert_eq!(family.states(), ["received", "draft", "draft", "draft"]);
    let Family { desk, ba, sight, .. } = &mut family;
    let group = answering(&sight.group, "hh_relation", json!("con"));
    let mut rest = sight.act(ba, None, group);
    rest.extend(sight.submit(ba));
    assert!(all_received(&desk.verdicts(ba, &rest)));
    assert_eq!(family.states(), ["received", "queued", "queued", "queued"]);
    assert_eq!(family.member("birth")["sealed_answers"], first_seal, "what the agency has is told apart");
    assert_ne!(family.sight.group["sealed_answers"], first_seal);
    assert!(family.in_conflict().is_empty());
    // The desk, which has not heard of the amendment, receives what is no more.
    let verdict = family.desk_does("residence", Act::Receive, (stale, "queued", "received"));
    assert!(matches!(verdict, Verdict::Conflict { .. }), "{verdict:?}");
    assert_eq!(family.states()[1], "queued");
    let seen = family.revision("residence");
    let verdict = family.desk_does("residence", Act::Receive, (seen, "queued", "received"));
    assert!(matches!(verdict, Verdict::Accepted { .. }), "{verdict:?}");
}

#[test]
fn a_group_that_is_withdrawn_takes_along_what_is_not_settled() {
    let mut family = family();
    let Family { desk, ba, sight, .. } = &mut family;
    let handed_in = sight.submit(ba);
    desk.push(ba, &handed_in);
    for (key, act, from, to) in [
        ("birth", Act::Receive, "queued", "received"),
        ("birth", Act::Settle, "received", "settled"),
        ("residence", Act::Receive, "queued", "received"),
        ("id_card", Act::Withdraw, "queued", "withdrawn"),
    ] {
        let seen = family.revision(key);
        let verdict = family.desk_does(key, act, (seen, from, to));
        assert!(matches!(verdict, Verdict::Accepted { .. }), "{key} {verdict:?}");
    }
    assert_eq!(
        family.states(),
        ["settled", "received", "queued", "withdrawn"],
        "one was withdrawn by itself"
    );
    let Family { desk, ba, sight, .. } = &mut family;
    let after = with(&sight.group, json!({"state": "withdrawn"}));
    let changes = sight.act(ba, Some(Act::Withdraw), after);
    assert!(all_received(&desk.verdicts(ba, &changes)));
    assert_eq!(family.states(), ["settled", "withdrawn", "withdrawn", "withdrawn"]);
    assert!(family.in_conflict().is_empty());
}

#[test]
fn members_are_seen_by_whoever_sees_the_group_and_move_with_it() {
    let mut family = family();
    let stranger = family.desk.device("Bảy", Role::Volunteer, &["Ấp 2"]);
    let Family { desk, ba, tu, sight, citizen: person, .. } = &mut family;
    let handed_in = sight.submit(ba);
    desk.push(ba, &handed_in);
    let seen = |device: &Device| {
        desk.pull_all(device, None).into_iter().map(|page| page.records.len()).sum::<usize>()
    };
    assert_eq!((seen(tu), seen(&stranger)), (6, 0), "a citizen, a group and four members");
    ba.saw(*person, 1);
    let (here, there) = (citizen("Ấp 1"), citizen("Ấp 2"));
    let moved = ba.change((*person, RecordKind::Citizen), None, &here, &there);
    desk.push(ba, &[moved]);
    assert_eq!((seen(tu), seen(&stranger)), (0, 6));
    assert_eq!(family.member("residence")["hamlet"], "Ấp 2");
}

#[test]
fn what_no_member_can_be_is_refused_and_what_comes_before_its_group_waits() {
    let mut family = family();
    let mut stranger = family.desk.device("Bảy", Role::Volunteer, &["Ấp 2"]);
    let Family { desk, ba, sight, .. } = &mut family;
    let made = |id: RecordId, key: &str, more: Value| {
        (
            member_id(id, key),
            with(
                &json!({"group": id, "member": key, "state": "queued", "procedure": "birth_reg",
            "form_version": form().version(), "law_date": "2026-05-21"}),
                more,
            ),
        )
    };
    let mut offered = |(id, after): (RecordId, Value), act| {
        ba.last.remove(&id);
        let change = ba.change((id, DOSSIER), act, &json!({}), &after);
        desk.verdict(ba, &change)
    };
    let submit = Some(Act::Submit);
    let malformed = Verdict::Refused { code: Refusal::Malformed };
    let with_answers = made(sight.id, "birth", json!({"answers": {"child_name": "LÊ THÍ DỤ"}}));
    let (_, under_another_id) = made(sight.id, "birth", json!({}));
    for (offer, act) in [
        (with_answers, submit),
        ((record_id(), under_another_id), submit),
        (made(sight.id, "passport", json!({})), submit),
        (made(member_id(sight.id, "birth"), "birth", json!({})), None),
        (made(sight.id, "birth", json!({"state": "draft"})), None),
        (made(sight.id, "birth", json!({"moved_in": 9})), submit),
    ] {
        assert_eq!(offered(offer.clone(), act), malformed, "{offer:?}");
    }
    let joins = with(&sight.group, json!({"group": record_id(), "member": "birth"}));
    let change = ba.change((sight.id, DOSSIER), None, &sight.group, &joins);
    assert_eq!(desk.verdict(ba, &change), malformed);
    ba.last.remove(&sight.id);
    let elsewhere = record_id();
    let (id, after) = made(elsewhere, "birth", json!({}));
    let early = ba.change((id, DOSSIER), submit, &json!({}), &after);
    assert_eq!(desk.verdict(ba, &early), Verdict::Held { waiting_for: WaitingFor::Record(elsewhere) });
    let (id, after) = made(sight.id, "birth", json!({}));
    let change = stranger.change((id, DOSSIER), submit, &json!({}), &after);
    assert_eq!(desk.verdict(&stranger, &change), Verdict::Refused { code: Refusal::NotPermitted });
    assert_eq!(family.states(), ["-"; 4]);
    // A member of a draft is a draft, whatever its change says.
    let Family { desk, ba, sight, .. } = &mut family;
    let (id, after) = made(sight.id, "birth", json!({}));
    ba.last.remove(&id);
    let change = ba.change((id, DOSSIER), submit, &json!({}), &after);
    assert!(matches!(desk.verdict(ba, &change), Verdict::Merged { .. }));
    assert_eq!(family.states(), ["draft", "-", "-", "-"]);
}

#[test]
fn the_export_has_a_member_with_the_answers_of_its_group_and_the_papers_that_serve_it() {
    let mut family = family();
    let Family { desk, ba, sight, .. } = &mut family;
    let paper = |slot: &str, digit: &str| {
        let sha256 = digit.repeat(64);
        (
            format!("{slot}/{sha256}"),
            json!({"slot": slot, "sha256": sha256, "bytes": 9, "media": "image/jpeg"}),
        )
    };
    let files: serde_json::Map<_, _> =
        [paper("birth_paper", "a"), paper("head_consent", "b")].into_iter().collect();
    let after = with(&sight.group, json!({"files": files}));
    let mut changes = sight.act(ba, None, after);
    changes.extend(sight.submit(ba));
    assert!(all_received(&desk.verdicts(ba, &changes)));
    let lines = desk.export(ExportKind::Dossiers);
    let line = |key: &str| lines.iter().find(|line| line["member"] == key).unwrap();
    let (birth, group) = (line("birth"), &lines[0]);
    assert_eq!((&birth["group"], &birth["state"]), (&json!(sight.id), &json!("queued")));
    assert_eq!((&birth["answers"], &birth["procedure"]), (&group["answers"], &json!("birth_reg")));
    assert!(birth["answers"]["birth_support_children"].is_array(), "a table is the list of its rows");
    assert_eq!(birth["findings"], json!([]));
    let slots = |line: &Value| -> Vec<Value> {
        line["files"].as_array().unwrap().iter().map(|file| file["slot"].clone()).collect()
    };
    assert_eq!(
        (slots(birth), slots(line("residence"))),
        (vec![json!("birth_paper")], vec![json!("head_consent")])
    );
    assert_eq!((slots(group).len(), group.get("group")), (2, None));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// What Ba hands in and amends, and Tư hands in apart, in any order and some of it twice.
    #[test]
    fn in_whatever_order_changes_come_the_members_say_what_their_group_says(
        order in Just((0..48_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let mut family = family();
        let Family { desk, ba, tu, sight, .. } = &mut family;
        let mut other = sight.clone();
        let less = answering(&other.group, "id_card", json!(false));
        let mut of_tu = other.act(tu, None, less);
        of_tu.extend(other.submit(tu));
        let mut of_ba = sight.submit(ba);
        of_ba.extend(sight.amend(ba, "id_card", json!(false)));
        of_ba.extend(sight.amend(ba, "id_card", json!(true)));
        let all: Vec<_> =
            of_ba.iter().map(|change| (true, change)).chain(of_tu.iter().map(|change| (false, change))).collect();
        for index in order {
            let (is_of_ba, change) = all[index % all.len()];
            let by: &Device = if is_of_ba { ba } else { tu };
            desk.push(by, std::slice::from_ref(change));
        }
        for (by, changes) in [(&*ba, &of_ba), (&*tu, &of_tu)] {
            for receipt in desk.push(by, changes).receipts {
                prop_assert!(receipt.verdict.settled().is_receipt(), "{receipt:?}");
            }
        }
        let group = desk.body(sight.id);
        let group_body: Body = body(&group);
        prop_assert!(members(sight.id, &group).iter().all(|member| {
            let found = desk.body(member.id);
            let (_, act) = align(&member.of(sight.id, &group_body), Some(&body(&found)));
            let is_of_these = group["state"] != "queued" || found["sealed_answers"] == group["sealed_answers"];
            act.is_none() && is_of_these
        }), "{:?} of {}", family.states(), group["state"]);
        prop_assert!(family.in_conflict().iter().all(|record| *record == json!(family.sight.id)));
    }
}
