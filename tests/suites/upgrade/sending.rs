//! A whole pass between a replica and a ward that knows it, and what both hold after it.

use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use tan_nha_domain::{
    change::Hash,
    ids::{OpId, RecordId, ReplicaId},
    patch::Body,
    time::Timestamp,
};
use tan_nha_forms::Forms;
use tan_nha_store::{LocalPass, Step, Store};
use tan_nha_sync::{
    codec,
    pass::{CallError, FileInput, Input, Outcome, Pass},
    wire,
};
use tan_nha_ward::Ward;

/// Both sides after a pass.
#[derive(Debug, PartialEq)]
pub struct Sent {
    changes: Vec<(OpId, Option<Hash>, String)>,
    at_ward: BTreeMap<RecordId, (u64, Body)>,
}

/// Sends all that waits, and checks that the ward has each change once and the replica a receipt for it.
pub fn send_all(store: &mut Store, ward: &Ward, now: Timestamp) -> Sent {
    assert_eq!(pass(store, ward, now), Outcome::Finished { agreed: true });
    // What another goes in the place of was never the ward's.
    let mut own = store.own_changes().unwrap();
    own.retain(|change| change.delivery != "replaced");
    let at_ward = ward.holdings().unwrap();
    let former: Vec<ReplicaId> =
        store.former_replicas().unwrap().into_iter().map(|(former, _)| former).collect();
    let line = |replica: ReplicaId| replica == store.replica() || former.contains(&replica);
    let of_line = at_ward.changes.iter().filter(|change| line(change.replica));
    let arrived: Vec<_> = of_line.map(|change| (change.op_id, Some(change.hash))).collect();
    for change in &own {
        let there = arrived.iter().filter(|there| **there == (change.op_id, change.hash)).count();
        assert_eq!(there, 1, "{} is at the ward, once, by the bytes that were sealed", change.op_id);
    }
    assert!(!former.is_empty() || arrived.len() == own.len(), "and nothing that was never sealed");
    assert!(own.iter().all(|change| change.verdict.is_some()), "every change has a receipt");
    assert!(store.files_waiting().unwrap().is_empty(), "every file has a receipt");
    for file in store.rows("file").unwrap() {
        let sha256: Hash = serde_json::from_value(file["sha256"].clone()).unwrap();
        let at_ward = at_ward.files.iter().any(|(replica, file)| line(*replica) && *file == sha256);
        assert!(at_ward, "{sha256} is at the ward");
    }
    Sent {
        changes: own.into_iter().map(|change| (change.op_id, change.hash, change.delivery)).collect(),
        at_ward: at_ward
            .records
            .into_iter()
            .map(|record| (record.id, (record.rev, serde_json::from_str(&record.body).unwrap())))
            .collect(),
    }
}

/// A pass over a network that is whole.
fn pass(store: &mut Store, ward: &Ward, now: Timestamp) -> Outcome {
    let membership = store.membership().unwrap();
    let shown = format!("{}.{}", membership.replica, membership.token);
    let (mut local, mut input) =
        LocalPass::begin(store, |kind, body, path| Forms::default().unit_of(kind, body, path), now).unwrap();
    let mut machine = Pass::default();
    loop {
        let effect = machine.handle(input);
        input = match local.carry_out(store, effect, now).unwrap() {
            Step::Next(next) => next,
            Step::Push(request) => Input::Pushed(ask(ward, &shown, wire::PUSH, &request)),
            Step::PushBoth(first, second) => {
                let ask = |request| ask(ward, &shown, wire::PUSH, request);
                Input::PushedBoth(ask(&first), ask(&second))
            }
            Step::Pull(request) => Input::Pulled(ask(ward, &shown, wire::PULL, &request)),
            Step::AskHeld(request) => {
                Input::Held(ward.files_held(&shown, &request).map(Some).map_err(CallError::Denied))
            }
            Step::CreateUpload { file, bytes } => {
                Input::File(FileInput::Created(ward.begin_upload(&shown, file.sha256, file.bytes, &bytes)))
            }
            Step::AskOffset(location) => {
                Input::File(FileInput::AtWard(ward.upload_offset(&shown, &location)))
            }
            Step::SendPart { location, offset, bytes } => {
                Input::File(FileInput::AtWard(ward.append_upload(&shown, &location, offset, &bytes)))
            }
            Step::Done(outcome) => return outcome,
        };
    }
}

fn ask<A: DeserializeOwned>(
    ward: &Ward,
    shown: &str,
    path: &str,
    request: &impl serde::Serialize,
) -> Result<A, CallError> {
    let answer = ward.answer(path, shown, &codec::encode(request).unwrap()).map_err(CallError::Denied)?;
    codec::decode(&answer).map_err(|_| CallError::NotTheWard)
}
