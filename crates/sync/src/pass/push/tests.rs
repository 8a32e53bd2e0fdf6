//! Two batches at once: whatever becomes of either, what the ward took is stored first, and only what certainly
//! stayed here is taken back.

use super::super::{
    Effect, Input, Pace, Pass, Position,
    tests::{change, denied},
};
use super::*;
use crate::wire::{DenialCode, Receipt, Tip, WaitingFor};
use std::time::Duration;
use tan_nha_domain::time::Timestamp;

type Answer = Result<PushReply, CallError>;

/// The ward's receipts for changes of these numbers.
fn took(numbers: std::ops::RangeInclusive<u64>, epoch: u64, verdict: &Verdict) -> Answer {
    let op = |number| change(number).header().unwrap().op_id;
    let tip = Some(Tip { seq: *numbers.end(), mark: None });
    let receipts = numbers.map(|number| Receipt { op_id: op(number), verdict: verdict.clone() });
    Ok(PushReply { epoch, now: Timestamp(0), tip, receipts: receipts.collect(), page: None })
}

fn accepted() -> Verdict {
    Verdict::Accepted { rev: 1, seq: 1 }
}

/// A pass far from its ward that has sent changes 1 to 4 and 5 to 8, and what it does upon these answers, up to
/// the next batch or its end.
fn after(first: Answer, second: Answer) -> (Vec<String>, Pace) {
    let mut pace = Pace::default();
    pace.took(Duration::from_secs(1));
    let mut pass = Pass::at(pace);
    let begun = pass.handle(Input::Begin(Position::default()));
    assert!(matches!(begun, Effect::TakeBatch { after: 0, two: true, .. }), "{begun:?}");
    let batch = |numbers: std::ops::RangeInclusive<u64>| numbers.map(change).collect::<Vec<_>>();
    let sent = pass.handle(Input::Batches(batch(1..=4), batch(5..=8)));
    assert!(matches!(sent, Effect::PushBoth(..)), "{sent:?}");
    let mut effect = pass.handle(Input::PushedBoth(first, second));
    let mut done = Vec::new();
    let numbers = |ops: Vec<OpId>| ops.into_iter().map(|op| op.0.as_u128()).collect::<Vec<_>>();
    loop {
        let (line, next) = match effect {
            Effect::SaveReceipts(reply) => {
                let ops = reply.receipts.into_iter().map(|receipt| receipt.op_id).collect();
                (format!("save {:?}", numbers(ops)), Some(Input::ReceiptsSaved))
            }
            Effect::TakeBack(ops) => (format!("take back {:?}", numbers(ops)), Some(Input::TakenBack)),
            Effect::TakeBatch { after, two, .. } => (format!("go on after {after}, two: {two}"), None),
            Effect::OfferAgain { epoch } => (format!("offer again to {epoch}"), None),
            Effect::Done(outcome) => (format!("{outcome:?}"), None),
            other => panic!("{other:?}"),
        };
        done.push(line);
        match next {
            Some(input) => effect = pass.handle(input),
            None => return (done, pass.pace()),
        }
    }
}

#[test]
fn whatever_becomes_of_either_what_the_ward_took_is_stored_first() {
    let ok = |numbers| took(numbers, 1, &accepted());
    let held = Verdict::Held { waiting_for: WaitingFor::Op(OpId(uuid::Uuid::nil())) };
    let cut = || Err(CallError::Cut);
    let unreachable = || Err(CallError::Unreachable);
    let of_content = || Err(denied(DenialCode::TooLarge));
    let all = "save [1, 2, 3, 4, 5, 6, 7, 8]";
    let (low, high) = ("save [1, 2, 3, 4]", "save [5, 6, 7, 8]");
    let rows: [(Answer, Answer, &[&str]); 12] = [
        (ok(1..=4), ok(5..=8), &[all, "go on after 8, two: true"]),
        (ok(1..=4), took(5..=8, 1, &held), &[all, "go on after 4, two: false"]),
        (ok(1..=4), cut(), &[low, "Failed(Cut)"]),
        (cut(), ok(5..=8), &[high, "Failed(Cut)"]),
        (ok(1..=4), unreachable(), &[low, "take back [5, 6, 7, 8]", "Failed(Unreachable)"]),
        (unreachable(), ok(5..=8), &[high, "take back [1, 2, 3, 4]", "Failed(Unreachable)"]),
        (cut(), unreachable(), &["take back [5, 6, 7, 8]", "Failed(Cut)"]),
        (unreachable(), unreachable(), &["take back [1, 2, 3, 4, 5, 6, 7, 8]", "Failed(Unreachable)"]),
        (of_content(), ok(5..=8), &[high, "go on after 0, two: false"]),
        (ok(1..=4), of_content(), &[low, "go on after 4, two: false"]),
        (of_content(), cut(), &["Failed(Cut)"]),
        (took(1..=4, 2, &accepted()), took(5..=8, 1, &accepted()), &["offer again to 2"]),
    ];
    for (first, second, expected) in rows {
        let named = format!("{first:?} and {second:?}");
        let (done, pace) = after(first, second);
        assert_eq!(done, expected, "{named}");
        let broke = expected.last() == Some(&"Failed(Cut)");
        assert_eq!(pace.is_far(), !broke, "{named}: where the network breaks, one goes at a time");
    }
}
