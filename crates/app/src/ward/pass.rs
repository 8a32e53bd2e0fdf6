//! Carries out the effects of a pass: the store is held for one transaction at a time, never while the
//! network is awaited.

use super::WardClient;
use crate::{App, News, news::Progress, session::Session};
use serde_json::json;
use tan_nha_domain::{change::SealedChange, ids::OpId, time::Timestamp};
use tan_nha_store::StoreError;
use tan_nha_sync::{
    pass::{CallError, Effect, Holdings, Input, Outcome, Pass},
    wire,
};

/// The alert that device and ward do not hold the same changes or records.
const CUSTODY_MISMATCH: &str = "custody_mismatch";
/// The alert that the ward was restored from a copy and was offered everything again.
const WARD_RESTORED: &str = "ward_restored";

/// Runs a pass to its end.
///
/// # Errors
/// Those of the device's own database; what the network did is the outcome.
pub(crate) async fn run_pass(
    app: &App,
    session: &Session,
    client: &mut WardClient,
) -> Result<Outcome, StoreError> {
    session.store().seal_open_changes(app.now())?;
    let mut to_push = session.store().changes_waiting()?;
    let (mut pushed, mut pulled) = (0, 0);
    let mut first_sent = Vec::new();
    let mut pass = Pass::default();
    let mut input = Input::Begin(session.store().position()?);
    loop {
        input = match pass.handle(input) {
            Effect::TakeBatch { after } => Input::Batch(take_batch(app, session, after, &mut first_sent)?),
            Effect::Push(request) => {
                let asked_at = app.now();
                let answer: Result<wire::PushReply, _> = client.call(wire::PUSH, &request).await;
                note_clock(app, session, asked_at, answer.as_ref().map(|reply| reply.now))?;
                Input::Pushed(answer)
            }
            Effect::TakeBack => {
                session.store().take_back(&first_sent)?;
                Input::TakenBack
            }
            Effect::SaveReceipts { epoch, receipts } => {
                pushed += receipts.len() as u64;
                session.store().save_receipts(&receipts, epoch, app.now())?;
                // What is written meanwhile goes along, and nobody is told of more than all.
                to_push = to_push.max(pushed);
                app.tell_progress(session, "push", pushed, Some(to_push), "change");
                Input::ReceiptsSaved
            }
            Effect::Pull(request) => {
                let asked_at = app.now();
                let answer: Result<wire::PullReply, _> = client.call(wire::PULL, &request).await;
                note_clock(app, session, asked_at, answer.as_ref().map(|reply| reply.now))?;
                Input::Pulled(answer)
            }
            Effect::SavePage(page) => {
                pulled += (page.records.len() + page.gone_from_scope.len()) as u64;
                session.store().apply_page(&page, tan_nha_forms::unit_of, app.now())?;
                app.tell_progress(session, "pull", pulled, None, "record");
                Input::PageSaved
            }
            Effect::ForgetCursor => {
                session.store().forget_cursor()?;
                pulled = 0;
                Input::CursorForgotten
            }
            Effect::OfferAgain { epoch } => {
                session.store().offer_again(epoch)?;
                session.store().raise_alert(WARD_RESTORED, &json!({}), app.now())?;
                (pushed, pulled) = (0, 0);
                to_push = session.store().changes_waiting()?;
                Input::OfferedAgain
            }
            Effect::Compare => {
                let store = session.store();
                Input::Compared(Holdings { custody: store.custody()?, live: store.live_records()? })
            }
            Effect::Done(outcome) => {
                finish(app, session, outcome)?;
                return Ok(outcome);
            }
        };
    }
}

impl App {
    fn tell_progress(
        &self,
        session: &Session,
        job: &'static str,
        done: u64,
        total: Option<u64>,
        unit: &'static str,
    ) {
        self.tell(session, &News::Progress(Progress { job, done, total, unit }));
    }
}

/// Takes the next changes and notes durably that they are under way, and which never were before.
fn take_batch(
    app: &App,
    session: &Session,
    after: u64,
    first_sent: &mut Vec<OpId>,
) -> Result<Vec<SealedChange>, StoreError> {
    let mut store = session.store();
    let batch = store.next_batch(after, wire::BATCH_BYTES)?;
    let ops: Vec<OpId> = batch.iter().filter_map(|change| Some(change.header().ok()?.op_id)).collect();
    *first_sent = store.mark_sent(&ops, app.now())?;
    Ok(batch)
}

/// Notes a success, and raises or lowers the flag that both sides do not hold the same.
fn finish(app: &App, session: &Session, outcome: Outcome) -> Result<(), StoreError> {
    let Outcome::Finished { agreed } = outcome else {
        return Ok(());
    };
    let (mut store, now) = (session.store(), app.now());
    if agreed {
        store.clear_alert(CUSTODY_MISMATCH)?;
    } else {
        store.raise_alert(CUSTODY_MISMATCH, &json!({}), now)?;
    }
    store.note_contact(agreed, None, now)
}

/// Stores how far this device's clock is from the ward's: the ward's time against the middle of the
/// request.
fn note_clock(
    app: &App,
    session: &Session,
    asked_at: Timestamp,
    answer: Result<Timestamp, &CallError>,
) -> Result<(), StoreError> {
    let ward_now = match answer {
        Ok(now) => now,
        Err(CallError::Denied(denial)) => denial.now,
        Err(_) => return Ok(()),
    };
    let middle = Timestamp(i64::midpoint(asked_at.0, app.now().0));
    session.store().note_contact(false, Some(ward_now.seconds_since(middle)), app.now())
}
