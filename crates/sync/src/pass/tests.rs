//! A pass, step by step, without any I/O.

use super::*;
use crate::wire::{CaughtUp, Custody, Denial, PullReply, PushReply};
use tan_nha_domain::{
    change::{Hash, SealedChange},
    time::Timestamp,
};

fn page(live: u64, last: bool) -> PullReply {
    PullReply {
        epoch: 1,
        now: Timestamp(0),
        tip: None,
        records: vec![],
        assignment: None,
        devices: vec![],
        to_come: None,
        gone_from_scope: vec![],
        cursor: "next".into(),
        caught_up: last.then_some(CaughtUp { seq: 9, live, custody: Custody::default() }),
    }
}

pub(super) fn denied(code: DenialCode) -> CallError {
    CallError::Denied(Denial::new(code, Timestamp(0)))
}

/// Drives a pass that has nothing to push, and writes down what it asked for.
fn drive(pages: Vec<Result<PullReply, CallError>>, live: u64) -> (Vec<&'static str>, Outcome) {
    let (mut pages, mut pass, mut asked) = (pages.into_iter(), Pass::default(), Vec::new());
    let mut effect = pass.handle(Input::Begin(Position::default()));
    loop {
        let (name, input) = match effect {
            Effect::TakeBatch { .. } => ("batch", Input::Batch(vec![])),
            Effect::Push(_) => ("push", Input::Pushed(Err(CallError::Cut))),
            Effect::PushBoth(..) => {
                ("push both", Input::PushedBoth(Err(CallError::Cut), Err(CallError::Cut)))
            }
            Effect::TakeBack(_) => ("back", Input::TakenBack),
            Effect::SaveReceipts { .. } => ("receipts", Input::ReceiptsSaved),
            Effect::Pull(request) => (
                if request.cursor.is_some() { "next" } else { "snapshot" },
                Input::Pulled(pages.next().unwrap()),
            ),
            Effect::SavePage(_) => ("page", Input::PageSaved),
            Effect::ForgetCursor => ("anew", Input::CursorForgotten),
            Effect::OfferAgain { .. } => ("again", Input::OfferedAgain),
            Effect::SetAside { .. } => ("aside", Input::ChangeSetAside),
            Effect::AskHeld => ("held", Input::Held(Ok(None))),
            Effect::SaveHeld(_) => ("save held", Input::HeldSaved),
            Effect::TakeFile => ("file", Input::FileTaken(None)),
            Effect::File(_) => ("file", Input::File(FileInput::Noted)),
            Effect::Compare => ("compare", Input::Compared(Holdings { custody: Custody::default(), live })),
            Effect::Done(outcome) => return (asked, outcome),
        };
        asked.push(name);
        effect = pass.handle(input);
    }
}

#[test]
fn pages_follow_each_other_until_the_ward_says_that_all_was_seen() {
    let (asked, outcome) = drive(vec![Ok(page(0, false)), Ok(page(3, true))], 3);
    assert_eq!(asked, ["batch", "snapshot", "page", "next", "page", "held", "file", "compare"]);
    assert_eq!(outcome, Outcome::Finished { agreed: true });
}

#[test]
fn a_difference_pulls_everything_once_more_and_is_then_said() {
    let (asked, outcome) = drive(vec![Ok(page(3, true)), Ok(page(3, true))], 2);
    assert_eq!(
        asked,
        ["batch", "snapshot", "page", "held", "file", "compare", "anew", "snapshot", "page", "compare"]
    );
    assert_eq!(outcome, Outcome::Finished { agreed: false });
}

#[test]
fn to_a_restored_ward_everything_is_offered_again_before_anything_of_it_is_stored() {
    let mut pass = Pass::default();
    pass.handle(Input::Begin(Position {
        seen: Seen { epoch: 1, seq: 90, mark: None },
        cursor: Some("old".into()),
    }));
    pass.handle(Input::Batch(vec![]));
    let restored = || Input::Pulled(Ok(PullReply { epoch: 2, ..page(0, false) }));
    assert!(matches!(pass.handle(restored()), Effect::OfferAgain { epoch: 2 }));
    assert!(matches!(pass.handle(Input::OfferedAgain), Effect::TakeBatch { after: 0, .. }));
    let Effect::Pull(first) = pass.handle(Input::Batch(vec![])) else { panic!("the snapshot") };
    assert_eq!(first, PullRequest { seen: Seen::nothing_of(2), cursor: None, standing: None });
    assert!(matches!(pass.handle(restored()), Effect::SavePage(_)));
    pass.handle(Input::PageSaved);
    let again = Input::Pulled(Ok(PullReply { epoch: 3, ..page(0, false) }));
    assert!(matches!(pass.handle(again), Effect::Done(Outcome::Failed(CallError::NotTheWard))));
}

#[test]
fn what_the_ward_does_not_hold_is_offered_again_once_and_then_said() {
    let mut pass = Pass::default();
    let mine = Holdings { custody: Custody { count: 7, ..Custody::default() }, live: 3 };
    let mut effect = pass.handle(Input::Begin(Position::default()));
    let mut offered_again = 0;
    let outcome = loop {
        effect = match effect {
            Effect::TakeBatch { .. } => pass.handle(Input::Batch(vec![])),
            Effect::Pull(_) => pass.handle(Input::Pulled(Ok(page(3, true)))),
            Effect::SavePage(_) => pass.handle(Input::PageSaved),
            Effect::AskHeld => pass.handle(Input::Held(Ok(None))),
            Effect::TakeFile => pass.handle(Input::FileTaken(None)),
            Effect::Compare => pass.handle(Input::Compared(mine)),
            Effect::OfferAgain { .. } => {
                offered_again += 1;
                pass.handle(Input::OfferedAgain)
            }
            Effect::Done(outcome) => break outcome,
            other => panic!("{other:?}"),
        };
    };
    assert_eq!((offered_again, outcome), (1, Outcome::Finished { agreed: false }));
}

#[test]
fn an_unknown_cursor_begins_with_the_snapshot_once() {
    let unknown = || Err(denied(DenialCode::CursorUnknown));
    let (asked, outcome) = drive(vec![unknown(), unknown()], 0);
    assert_eq!(asked, ["batch", "snapshot", "anew", "snapshot"]);
    assert_eq!(outcome, Outcome::Failed(denied(DenialCode::CursorUnknown)));
}

#[test]
fn an_answer_that_was_not_asked_for_is_not_the_wards() {
    let mut pass = Pass::default();
    pass.handle(Input::Begin(Position::default()));
    let effect = pass.handle(Input::Pulled(Ok(page(0, true))));
    assert!(matches!(effect, Effect::Done(Outcome::Failed(CallError::NotTheWard))));
}

pub(super) fn change(seq: u64) -> SealedChange {
    let header = serde_json::json!({
        "op_id": uuid::Uuid::from_u128(u128::from(seq)), "replica_id": uuid::Uuid::nil(), "seq": seq,
        "user": uuid::Uuid::nil(), "ward": "29869", "record": uuid::Uuid::nil(), "kind": "citizen",
        "at": "2026-05-21T03:00:00.000Z", "payload": Hash::default(),
    });
    let raw = |value: &serde_json::Value| serde_json::value::to_raw_value(value).unwrap();
    SealedChange { header: raw(&header), payload: Some(raw(&serde_json::json!({ "patch": {} }))) }
}

/// A ward that takes no batch in which one of `bad` is.
fn push_past(bad: &[u64]) -> (Vec<u64>, Vec<u128>) {
    let mut pass = Pass::default();
    let mut effect = pass.handle(Input::Begin(Position::default()));
    let (mut taken, mut aside) = (Vec::new(), Vec::new());
    let seq = |change: &SealedChange| change.header().unwrap().seq;
    loop {
        effect = match effect {
            Effect::TakeBatch { after, most, .. } => {
                pass.handle(Input::Batch((after + 1..=50).take(most).map(change).collect()))
            }
            Effect::Push(request) if request.changes.iter().any(|change| bad.contains(&seq(change))) => {
                pass.handle(Input::Pushed(Err(denied(DenialCode::BadRequest))))
            }
            Effect::Push(request) => {
                taken.extend(request.changes.iter().map(seq));
                let reply =
                    PushReply { epoch: 1, now: Timestamp(0), tip: None, receipts: vec![], page: None };
                pass.handle(Input::Pushed(Ok(reply)))
            }
            Effect::SaveReceipts { .. } => pass.handle(Input::ReceiptsSaved),
            Effect::SetAside { op_id, .. } => {
                aside.push(op_id.0.as_u128());
                pass.handle(Input::ChangeSetAside)
            }
            Effect::Pull(_) => return (taken, aside),
            other => panic!("{other:?}"),
        };
    }
}

#[test]
fn what_the_ward_cannot_take_is_found_and_set_aside_and_everything_else_goes() {
    let bad = [1, 7, 8, 23, 50];
    let (taken, aside) = push_past(&bad);
    assert_eq!(aside, bad.map(u128::from));
    let good: Vec<u64> = (1..=50).filter(|seq| !bad.contains(seq)).collect();
    assert_eq!(taken, good, "each once, in order");
}

#[test]
fn where_the_two_do_not_understand_each_other_at_all_nothing_is_set_aside() {
    let mut pass = Pass::default();
    let mut effect = pass.handle(Input::Begin(Position::default()));
    let outcome = loop {
        effect = match effect {
            Effect::TakeBatch { after, most, .. } => {
                pass.handle(Input::Batch((after + 1..=50).take(most).map(change).collect()))
            }
            Effect::Push(_) => pass.handle(Input::Pushed(Err(denied(DenialCode::BadRequest)))),
            Effect::Done(outcome) => break outcome,
            other => panic!("{other:?}"),
        };
    };
    assert_eq!(outcome, Outcome::Failed(denied(DenialCode::BadRequest)));
}

#[test]
fn records_come_before_files_go_and_once_more_after_them() {
    let mut pass = Pass::default();
    let mut effect = pass.handle(Input::Begin(Position::default()));
    let (mut asked, mut files) = (Vec::new(), 2_u64);
    let outcome = loop {
        let (name, input) = match effect {
            Effect::TakeBatch { .. } => ("batch", Input::Batch(vec![])),
            Effect::Pull(_) => ("pull", Input::Pulled(Ok(page(3, true)))),
            Effect::SavePage(_) => ("page", Input::PageSaved),
            Effect::AskHeld => ("held", Input::Held(Ok(None))),
            Effect::TakeFile if files > 0 => {
                files -= 1;
                let sha256 = Hash::of(&[u8::try_from(files).unwrap()]);
                let location = Some("/v1/files/1".to_owned());
                ("file", Input::FileTaken(Some(FileToSend { sha256, bytes: 9, location })))
            }
            Effect::TakeFile => ("no file", Input::FileTaken(None)),
            Effect::File(FileEffect::AskOffset(_)) => ("ask", Input::File(FileInput::AtWard(Ok(9)))),
            Effect::File(_) => ("note", Input::File(FileInput::Noted)),
            Effect::Compare => {
                ("compare", Input::Compared(Holdings { custody: Custody::default(), live: 3 }))
            }
            Effect::Done(outcome) => break outcome,
            other => panic!("{other:?}"),
        };
        asked.push(name);
        effect = pass.handle(input);
    };
    let each = ["file", "ask", "note", "note", "batch"];
    let path: Vec<&str> = ["batch", "pull", "page", "held"]
        .into_iter()
        .chain(each)
        .chain(each)
        .chain(["no file", "pull", "page", "compare"])
        .collect();
    assert_eq!(asked, path);
    assert_eq!(outcome, Outcome::Finished { agreed: true });
}

#[test]
fn which_files_the_ward_holds_is_asked_once_until_a_pass_has_ended_well() {
    let asks = |pace: Pace, cut: bool| {
        let mut pass = Pass::at(pace);
        let mut effect = pass.handle(Input::Begin(Position::default()));
        let mut asked = 0;
        loop {
            let input = match effect {
                Effect::TakeBatch { .. } => Input::Batch(vec![]),
                Effect::Pull(_) => Input::Pulled(Ok(page(0, true))),
                Effect::SavePage(_) => Input::PageSaved,
                Effect::AskHeld => {
                    asked += 1;
                    Input::Held(Ok(None))
                }
                Effect::TakeFile if cut => {
                    let file = FileToSend { sha256: Hash::default(), bytes: 9, location: None };
                    Input::FileTaken(Some(file))
                }
                Effect::TakeFile => Input::FileTaken(None),
                Effect::File(_) => Input::File(FileInput::Created(Err(UploadError::Call(CallError::Cut)))),
                Effect::Compare => Input::Compared(Holdings::default()),
                Effect::Done(_) => return (asked, pass.pace()),
                other => panic!("{other:?}"),
            };
            effect = pass.handle(input);
        }
    };
    let (first, pace) = asks(Pace::default(), true);
    let (second, pace) = asks(pace, true);
    let (third, pace) = asks(pace, false);
    let (fourth, _) = asks(pace, false);
    assert_eq!([first, second, third, fourth], [1, 0, 0, 1]);
}

/// A pass that has seen the ward before and has these batches to send, the ward answering each with a page; what it
/// asked for, and whether a page was asked for along with a batch.
fn with_pages(mut batches: Vec<Vec<SealedChange>>, pace: Pace) -> (Vec<&'static str>, Vec<bool>) {
    let mut pass = Pass::at(pace);
    let begun = Position { seen: Seen { epoch: 1, seq: 3, mark: None }, cursor: Some("here".into()) };
    let mut effect = pass.handle(Input::Begin(begun));
    let (mut asked, mut along) = (Vec::new(), Vec::new());
    loop {
        let (name, input) = match effect {
            Effect::TakeBatch { .. } if batches.is_empty() => ("no batch", Input::Batch(vec![])),
            Effect::TakeBatch { .. } => ("batch", Input::Batch(batches.remove(0))),
            Effect::Push(request) => {
                along.push(request.then.is_some());
                let page = request.then.map(|_| Box::new(page(3, true)));
                let reply = PushReply { epoch: 1, now: Timestamp(0), tip: None, receipts: vec![], page };
                ("push", Input::Pushed(Ok(reply)))
            }
            Effect::SaveReceipts(_) => ("receipts", Input::ReceiptsSaved),
            Effect::Pull(_) => ("pull", Input::Pulled(Ok(page(3, true)))),
            Effect::SavePage(_) => ("page", Input::PageSaved),
            Effect::AskHeld => ("held", Input::Held(Ok(None))),
            Effect::TakeFile => ("no file", Input::FileTaken(None)),
            Effect::Compare => {
                ("compare", Input::Compared(Holdings { custody: Custody::default(), live: 3 }))
            }
            Effect::Done(_) => return (asked, along),
            other => panic!("{other:?}"),
        };
        asked.push(name);
        effect = pass.handle(input);
    }
}

#[test]
fn the_page_that_came_with_the_receipts_takes_the_place_of_a_pull_unless_more_was_sent_since() {
    let one = || vec![change(1)];
    let end = ["no batch", "page", "held", "no file", "compare"];
    let (asked, along) = with_pages(vec![one()], Pace::default());
    assert_eq!(asked, [&["batch", "push", "receipts"], &end[..]].concat());
    assert_eq!(along, [true]);
    let (asked, _) = with_pages(vec![one(), vec![change(2)]], Pace::default());
    assert_eq!(
        asked,
        [&["batch", "push", "receipts"].repeat(2), &end[..]].concat(),
        "the second page alone is stored"
    );
}

#[test]
fn where_the_network_broke_of_late_receipts_wait_for_no_page() {
    let mut pace = Pace::default();
    pace.broke();
    let (asked, along) = with_pages(vec![vec![change(1)]], pace);
    assert_eq!(asked[..5], ["batch", "push", "receipts", "no batch", "pull"]);
    assert_eq!(along, [false]);
}

#[test]
fn after_a_push_that_failed_receipts_wait_for_no_page_until_they_have_come() {
    let begun = Position { seen: Seen { epoch: 1, seq: 3, mark: None }, cursor: Some("here".into()) };
    for failure in [denied(DenialCode::Busy), denied(DenialCode::Internal), CallError::NotTheWard] {
        let mut pass = Pass::default();
        pass.handle(Input::Begin(begun.clone()));
        let Effect::Push(first) = pass.handle(Input::Batch(vec![change(1)])) else { panic!("a push") };
        assert!(first.then.is_some());
        pass.handle(Input::Pushed(Err(failure)));
        let (asked, along) = with_pages(vec![vec![change(1)], vec![change(2)]], pass.pace());
        let each = ["batch", "push", "receipts"];
        assert_eq!(
            asked,
            [&each.repeat(2)[..], &["no batch", "page", "held", "no file", "compare"]].concat()
        );
        assert_eq!(along, [false, true]);
    }
}

#[test]
fn a_page_of_another_epoch_than_its_receipts_is_not_stored_and_everything_is_offered_again() {
    let mut pass = Pass::default();
    let begun = Position { seen: Seen { epoch: 1, seq: 3, mark: None }, cursor: Some("here".into()) };
    pass.handle(Input::Begin(begun));
    pass.handle(Input::Batch(vec![change(1)]));
    let page = Some(Box::new(PullReply { epoch: 2, ..page(3, true) }));
    let reply = PushReply { epoch: 1, now: Timestamp(0), tip: None, receipts: vec![], page };
    assert!(matches!(pass.handle(Input::Pushed(Ok(reply))), Effect::SaveReceipts(_)));
    pass.handle(Input::ReceiptsSaved);
    assert!(matches!(pass.handle(Input::Batch(vec![])), Effect::OfferAgain { epoch: 2 }));
    assert!(matches!(pass.handle(Input::OfferedAgain), Effect::TakeBatch { after: 0, .. }));
    let Effect::Push(request) = pass.handle(Input::Batch(vec![change(1)])) else { panic!("a push") };
    assert_eq!((request.seen, request.then), (Seen::nothing_of(2), None));
}
