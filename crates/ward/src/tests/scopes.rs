//! Who gets what.

use super::desk::{Desk, Device, NOW, citizen, desk, dossier, record_id, with};
use crate::{
    Assignment,
    access::Caller,
    db::{
        pages::{self, FeedRow},
        records::{self, Record},
        ward_row,
    },
    denied::Denied,
    error::WardError,
    pull, push,
};
use serde_json::json;
use std::collections::BTreeSet;
use tan_nha_domain::{
    act::Act,
    change::SealedChange,
    ids::{RecordId, UserId},
    patch::Body,
    record::{RecordKind, Viewer},
    role::Role,
};
use tan_nha_sync::wire::{
    DenialCode, PageAlong, PullReply, PullRequest, PushReply, PushRequest, Refusal, Seen, Verdict,
};
use uuid::Uuid;

fn ids(pages: &[PullReply]) -> BTreeSet<RecordId> {
    pages.iter().flat_map(|page| &page.records).map(|record| record.id).collect()
}

/// A fee that was paid in cash, which somebody carries.
fn cash_of(carrier: UserId) -> serde_json::Value {
    json!({"paid": {"amount": 30_000, "how": "cash", "carried_by": carrier, "by": "Ba", "at": NOW}})
}

#[test]
fn the_scope_in_sql_is_the_scope_of_the_domain() {
    let desk = desk();
    let (me, other) = (UserId(Uuid::now_v7()), UserId(Uuid::now_v7()));
    let kinds = [
        RecordKind::Citizen,
        RecordKind::Dossier,
        RecordKind::WardSettings,
        RecordKind::CalendarDay,
        RecordKind::Hamlet,
        RecordKind::Team,
        RecordKind::FormPackage,
    ];
    let states = [None, Some("draft"), Some("handed_over"), Some("merged"), Some("finished")];
    let mut all = Vec::new();
    desk.ward
        .db()
        .write(|conn| {
            for kind in &kinds {
                for hamlet in [None, Some("Ấp 1"), Some("Ấp 2")] {
                    for state in states {
                        for (author, carrier) in
                            [(me, None), (other, None), (other, Some(me)), (me, Some(other))]
                        {
                            let mut body = Body::new();
                            carrier.map(|carrier| body.insert("fee".into(), cash_of(carrier)));
                            hamlet.map(|hamlet| body.insert("hamlet".into(), hamlet.into()));
                            state.map(|state| body.insert("state".into(), state.into()));
                            let seq = ward_row::next_seq(conn)?;
                            let (id, kind) = (record_id(), kind.clone());
                            let record = Record { id, kind, rev: 1, seq, author, moved: None, body };
                            records::put(conn, &record, None)?;
                            all.push(record);
                        }
                    }
                }
            }
            Ok::<_, WardError>(())
        })
        .unwrap();
    for role in Role::ALL {
        for hamlets in [vec![], vec!["Ấp 1".to_owned()], vec!["Ấp 1".to_owned(), "Ấp 2".to_owned()]] {
            let viewer = Viewer { user: me, role, hamlets };
            let seen: BTreeSet<_> = all
                .iter()
                .filter(|record| viewer.sees(&record.kind, &record.body, record.author))
                .map(|record| record.id.0)
                .collect();
            let mut found = BTreeSet::new();
            let live = desk.ward.db().read(|conn| {
                pages::feed(conn, &viewer, 0, (0, 0), &mut |row| match row {
                    FeedRow::Seen(row) => found.insert(row.id),
                    FeedRow::Gone(_) => false,
                })?;
                pages::live(conn, &viewer)
            });
            assert_eq!(found, seen, "{viewer:?}");
            assert_eq!(live.unwrap_or_else(|error: WardError| panic!("{error}")), seen.len() as u64);
        }
    }
}

#[test]
fn a_volunteer_gets_their_hamlets_and_what_they_made_and_the_staff_gets_all() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let whole = desk.device("Chi", Role::Volunteer, &[]);
    let (here, made_here) = an.citizen("Ấp 1");
    let (there, made_there) = an.citizen("Ấp 2");
    let nowhere = record_id();
    let body = json!({"full_name": "Lê Văn Sáu", "state": "live"});
    let made_nowhere = an.change((nowhere, RecordKind::Citizen), None, &json!({}), &body);
    desk.push(&an, &[made_here, made_there, made_nowhere]);
    let (own, made_own) = ba.citizen("Ấp 2");
    desk.push(&ba, &[made_own]);
    let got = |device: &Device| ids(&desk.pull_all(device, None));
    assert_eq!(got(&ba), BTreeSet::from([here, own]));
    assert_eq!(got(&whole), BTreeSet::from([here, there, own]));
    for role in [Role::Leader, Role::Clerk, Role::Admin] {
        let staff = desk.device(role.as_str(), role, &["Ấp 1"]);
        assert_eq!(got(&staff), BTreeSet::from([here, there, nowhere, own]), "{role}");
    }
}

#[test]
fn a_revoked_person_gets_nothing() {
    let desk = desk();
    for role in Role::ALL {
        let device = desk.device(role.as_str(), role, &[]);
        desk.ward.revoke(role.as_str()).unwrap();
        assert_eq!(desk.pull(&device, None).unwrap_err(), Denied(DenialCode::Revoked));
    }
}

/// What a caller's messages get that were read when their person was somebody else: the verdict on a change, the page
/// along with it, and a page asked for alone.
fn answered_late(
    desk: &Desk,
    caller: &Caller,
    change: SealedChange,
    cursor: &str,
) -> (Verdict, bool, Option<DenialCode>) {
    let (db, ward) = (desk.ward.db(), "0123456789abcdef");
    let alone = PullRequest { seen: Seen::default(), cursor: Some(cursor.to_owned()), standing: None };
    let along = PageAlong { cursor: cursor.to_owned(), standing: None };
    let request = PushRequest { seen: alone.seen, changes: vec![change], then: Some(along) };
    let said = serde_json::to_value(push::answer(db, caller, &request, ward, NOW).unwrap()).unwrap();
    let said: PushReply = serde_json::from_value(said).unwrap();
    let denied = pull::pull(db, caller, &alone, ward, NOW).err().map(|Denied(code)| code);
    (said.receipts[0].verdict.clone(), said.page.is_some(), denied)
}

#[test]
fn who_was_given_others_homes_or_revoked_while_a_message_came_is_answered_as_who_they_are_by_then() {
    let desk = desk();
    let mut an = desk.device("An", Role::Volunteer, &["Ấp 1"]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let cursor = desk.pull_all(&ba, None).pop().unwrap().cursor;
    let (_, others) = an.citizen("Ấp 1");
    desk.verdict(&an, &others);
    let before = desk.caller(&ba);
    let level = answered_late(&desk, &before, ba.citizen("Ấp 1").1, &cursor);
    assert!(matches!(level, (Verdict::Accepted { .. }, true, None)), "{level:?}");
    desk.ward
        .assign("Ba", &Assignment { hamlets: Some(vec!["Ấp 2".into()]), ..Assignment::default() })
        .unwrap();
    let moved = answered_late(&desk, &before, ba.citizen("Ấp 2").1, &cursor);
    let unknown = Some(DenialCode::CursorUnknown);
    assert!(matches!(moved, (Verdict::Accepted { .. }, false, denied) if denied == unknown), "{moved:?}");
    desk.ward.revoke("Ba").unwrap();
    let (verdict, page, denied) = answered_late(&desk, &before, ba.citizen("Ấp 2").1, &cursor);
    assert_eq!(verdict, Verdict::Refused { code: Refusal::Revoked });
    assert_eq!((page, denied), (false, Some(DenialCode::Revoked)));
}

fn move_to(desk: &Desk, an: &mut Device, id: RecordId, rev: u64, from: &str, to: &str) {
    an.saw(id, rev);
    let change = an.change((id, RecordKind::Citizen), None, &citizen(from), &citizen(to));
    assert!(desk.verdict(an, &change).is_receipt());
}

#[test]
fn what_leaves_the_scope_is_named_to_those_who_had_it_and_to_nobody_else() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let late = desk.device("Chi", Role::Volunteer, &["Ấp 1"]);
    let (id, made) = an.citizen("Ấp 1");
    let (foreign, made_foreign) = an.citizen("Ấp 2");
    desk.push(&an, &[made, made_foreign]);
    let cursor = |pages: &[PullReply]| Some(pages.last().unwrap().cursor.clone());
    let pages = desk.pull_all(&ba, None);
    let all = desk.pull_all(&an, None);
    move_to(&desk, &mut an, id, 1, "Ấp 1", "Ấp 2");
    move_to(&desk, &mut an, foreign, 1, "Ấp 2", "Ấp 3");

    for _ in 0..2 {
        // The same page again, as after a lost answer.
        let after = desk.pull_all(&ba, cursor(&pages));
        assert_eq!(after[0].gone_from_scope, [id]);
        assert!(after[0].records.is_empty());
        assert_eq!(after[0].caught_up.unwrap().live, 0);
    }
    assert!(desk.pull_all(&late, None).iter().all(|page| page.gone_from_scope.is_empty()));
    assert!(desk.pull_all(&an, cursor(&all)).iter().all(|page| page.gone_from_scope.is_empty()));

    move_to(&desk, &mut an, id, 2, "Ấp 2", "Ấp 1");
    let back = desk.pull_all(&ba, cursor(&pages));
    assert_eq!(ids(&back), BTreeSet::from([id]));
    assert!(back[0].gone_from_scope.is_empty());
}

#[test]
fn an_author_loses_sight_of_a_closed_record_of_another_hamlet() {
    let desk = desk();
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (id, made) = ba.dossier(None, "Ấp 2");
    desk.push(&ba, &[made]);
    let cursor = desk.pull_all(&ba, None).pop().unwrap().cursor;
    an.saw(id, 1);
    let draft = dossier("Ấp 2");
    let withdrawn = with(&draft, json!({"state": "withdrawn"}));
    let withdraw = an.change((id, RecordKind::Dossier), Some(Act::Withdraw), &draft, &withdrawn);
    assert!(desk.verdict(&an, &withdraw).is_receipt());
    assert_eq!(desk.pull_all(&ba, Some(cursor))[0].gone_from_scope, [id]);
}
