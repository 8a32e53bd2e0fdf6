//! Drives a pass: the store's half is [`LocalPass`], here are the network, the news and the alerts. The
//! store is held for one transaction at a time, never while the network is awaited.

use super::WardClient;
use crate::{
    App, News,
    news::{PersonNews, Progress},
    session::Session,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use std::time::Duration;
use tan_nha_domain::{change::Hash, time::Timestamp};
use tan_nha_store::{LocalPass, Step, StoreError, WARD_RESTORED};
use tan_nha_sync::{
    pass::{CallError, Effect, FileEffect, FileInput, Input, Outcome, Pass},
    wire::{self, HeldReply, PullReply, PushReply},
};

/// The alert that device and ward do not hold the same changes or records.
const CUSTODY_MISMATCH: &str = "custody_mismatch";
/// In a pass that lasts, how long what the ward's clock said waits to be stored: a write to the disk for each answer
/// would be a good part of what a small one costs.
const CLOCK_STORED_AFTER: Duration = Duration::from_secs(5);
/// A request and its answer of no more bytes take about as long as the way there and back: an eighth of a second more
/// over 64 kbit/s.
const FEW_BYTES: usize = 1024;
/// A clock that differs by no more is the same one: the middle of a request is not known better.
const SAME_CLOCK_S: u64 = 1;

/// Runs a pass to its end.
///
/// # Errors
/// Those of the device's own database; what the network did is the outcome.
pub(crate) async fn run_pass(
    app: &App,
    session: &Session,
    client: &mut WardClient,
) -> Result<Outcome, StoreError> {
    session.forms(&session.store())?;
    let (mut local, mut input) = LocalPass::begin(&mut session.store(), session.unit_of(), app.now())?;
    let known = session.store().contact()?.clock_offset_s;
    let clock = ClockHeard { offset_s: None, known, stored: app.elapsed() };
    let mut flow = Flow::beginning(session, clock)?;
    let mut pass = Pass::at(*session.pace());
    loop {
        let effect = pass.handle(input);
        *session.pace() = pass.pace();
        let moved = Moved::of(&effect);
        let step = local.carry_out(&mut session.store(), effect, app.now())?;
        let (was_connected, asked) = (client.is_connected(), app.elapsed());
        input = match step {
            Step::Next(next) => next,
            Step::Push(request) => {
                let ward_now = |reply: &PushReply| reply.now;
                Input::Pushed(ask(app, session, (client, &mut flow), (wire::PUSH, &request), ward_now).await?)
            }
            Step::PushBoth(first, second) => {
                let asked_at = app.now();
                let (first, second) = client.call_both(wire::PUSH, &first, &second).await;
                let said = first.as_ref().map(|reply: &PushReply| reply.now);
                note_clock(app, session, &mut flow, asked_at, said)?;
                Input::PushedBoth(first, second)
            }
            Step::Pull(request) => {
                let ward_now = |reply: &PullReply| reply.now;
                Input::Pulled(ask(app, session, (client, &mut flow), (wire::PULL, &request), ward_now).await?)
            }
            Step::AskHeld(request) => {
                let ward_now = |reply: &HeldReply| reply.now;
                let answer =
                    ask(app, session, (client, &mut flow), (wire::FILES_HELD, &request), ward_now).await?;
                Input::Held(answer.map(Some))
            }
            Step::CreateUpload { file, bytes } => {
                // Files may take hours, and their answers say no time.
                flow.clock.store(app, session)?;
                Input::File(FileInput::Created(client.create_upload(&file, bytes).await))
            }
            Step::AskOffset(location) => {
                flow.clock.store(app, session)?;
                Input::File(FileInput::AtWard(client.offset_of(&location).await))
            }
            Step::SendPart { location, offset, bytes } => {
                Input::File(FileInput::AtWard(client.send_part(&location, offset, bytes).await))
            }
            Step::Done(outcome) => {
                finish(app, session, outcome, &mut flow)?;
                return Ok(outcome);
            }
        };
        if was_connected && is_small(&input, client.exchanged()) {
            pass.took(app.elapsed().saturating_sub(asked));
        }
        flow.note(app, session, moved)?;
    }
}

/// Whether this is an answer that took no longer than the way to the ward and back, where so many bytes were exchanged.
fn is_small(input: &Input, exchanged: usize) -> bool {
    let is_answer = matches!(input, Input::Held(Ok(Some(_))) | Input::Pulled(Ok(_)) | Input::Pushed(Ok(_)));
    is_answer && exchanged <= FEW_BYTES
}

/// What an effect moves, in changes or records.
enum Moved {
    Nothing,
    Pushed(u64),
    Pulled {
        records: u64,
        /// How many more the ward expects to send.
        to_come: Option<u64>,
    },
    /// So many bytes of this file are at the ward.
    Sent(Hash, u64),
    PullsAnew,
    OffersAgain {
        /// The ward's epoch.
        epoch: u64,
    },
}

impl Moved {
    fn of(effect: &Effect) -> Self {
        match effect {
            Effect::SaveReceipts(reply) => Self::Pushed(reply.receipts.len() as u64),
            Effect::SavePage(page) => Self::Pulled {
                records: (page.records.len() + page.gone_from_scope.len()) as u64,
                to_come: page.to_come,
            },
            Effect::File(FileEffect::NoteSent(sha256, bytes)) => Self::Sent(*sha256, *bytes),
            Effect::ForgetCursor => Self::PullsAnew,
            Effect::OfferAgain { epoch } => Self::OffersAgain { epoch: *epoch },
            _ => Self::Nothing,
        }
    }
}

/// How far a pass has come, as the person is told.
#[derive(Default)]
struct Flow {
    to_push: u64,
    pushed: u64,
    pulled: u64,
    /// Bytes of the files before the one under way, and how many of that one are at the ward.
    sent: u64,
    file: Option<(Hash, u64)>,
    /// The ward's epoch as it was known before; 0 when it was not.
    epoch: u64,
    /// Whether everything was offered again.
    offered_again: bool,
    clock: ClockHeard,
}

/// What the ward's clock said last, until it is stored: with the end of a short pass, and now and then in a long one.
#[derive(Clone, Copy, Default)]
struct ClockHeard {
    /// The ward's clock less the device's, in seconds.
    offset_s: Option<i64>,
    /// What of it is stored, by whichever pass.
    known: Option<i64>,
    /// When it was stored last, or the pass began, as the app's time goes.
    stored: Duration,
}

impl ClockHeard {
    /// Takes in what the ward's clock says. What is new is stored at once: a pass may be given up at any time.
    fn heard(&mut self, offset_s: i64, app: &App, session: &Session) -> Result<(), StoreError> {
        self.offset_s = Some(offset_s);
        let is_new = self.known.is_none_or(|known| known.abs_diff(offset_s) > SAME_CLOCK_S);
        match is_new || app.elapsed().saturating_sub(self.stored) > CLOCK_STORED_AFTER {
            true => self.store(app, session),
            false => Ok(()),
        }
    }

    fn store(&mut self, app: &App, session: &Session) -> Result<(), StoreError> {
        let Some(offset_s) = self.offset_s.take() else { return Ok(()) };
        (self.known, self.stored) = (Some(offset_s), app.elapsed());
        session.store().note_contact(false, Some(offset_s), app.now())
    }
}

impl Flow {
    fn beginning(session: &Session, clock: ClockHeard) -> Result<Self, StoreError> {
        let store = session.store();
        let epoch = store.position()?.seen.epoch;
        Ok(Self { to_push: store.changes_waiting()?, epoch, clock, ..Self::default() })
    }

    /// Notes and tells what is durable now.
    fn note(&mut self, app: &App, session: &Session, moved: Moved) -> Result<(), StoreError> {
        match moved {
            Moved::Nothing => {}
            Moved::Pushed(changes) => {
                self.pushed += changes;
                // What is written meanwhile goes along, and nobody is told of more than all.
                self.to_push = self.to_push.max(self.pushed);
                app.tell_progress(session, "push", self.pushed, Some(self.to_push), "change");
            }
            Moved::Pulled { records, to_come } => {
                self.pulled += records;
                // A form that came with this page says what is one with what in the next.
                session.forms(&session.store())?;
                if session.look_at_person() {
                    app.tell(session, &News::Person(PersonNews {}));
                }
                let total = to_come.map(|to_come| self.pulled + to_come);
                app.tell_progress(session, "pull", self.pulled, total, "record");
            }
            Moved::Sent(file, bytes) => {
                let waiting = session.store().status_counts()?;
                if self.file.as_ref().is_none_or(|(last, _)| *last != file) {
                    self.sent += self.file.map_or(0, |(_, all)| all);
                }
                self.file = Some((file, bytes));
                let done = self.sent + bytes;
                app.tell_progress(session, "files", done, Some(done + waiting.file_bytes_waiting), "byte");
            }
            Moved::PullsAnew => self.pulled = 0,
            Moved::OffersAgain { epoch } => {
                if self.epoch != 0 && epoch != self.epoch {
                    session.store().raise_alert(WARD_RESTORED, &json!({}), app.now())?;
                }
                *self = Self { offered_again: true, ..Self::beginning(session, self.clock)? };
            }
        }
        Ok(())
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

/// Asks the ward, and notes what its clock says.
async fn ask<Q: Serialize, A: DeserializeOwned>(
    app: &App,
    session: &Session,
    (client, flow): (&mut WardClient, &mut Flow),
    (path, request): (&str, &Q),
    ward_now: impl Fn(&A) -> Timestamp,
) -> Result<Result<A, CallError>, StoreError> {
    let asked_at = app.now();
    let answer: Result<A, CallError> = client.call(path, request).await;
    note_clock(app, session, flow, asked_at, answer.as_ref().map(ward_now))?;
    Ok(answer)
}

/// Notes a success, and raises or lowers the flag that both sides do not hold the same.
fn finish(app: &App, session: &Session, outcome: Outcome, flow: &mut Flow) -> Result<(), StoreError> {
    let (mut store, now) = (session.store(), app.now());
    let offset_s = flow.clock.offset_s.take();
    let Outcome::Finished { agreed } = outcome else {
        return offset_s.map_or(Ok(()), |offset_s| store.note_contact(false, Some(offset_s), now));
    };
    if agreed {
        store.clear_alert(CUSTODY_MISMATCH)?;
        if flow.offered_again {
            store.raise_alert(WARD_RESTORED, &json!({}), now)?;
        }
    } else {
        store.raise_alert(CUSTODY_MISMATCH, &json!({}), now)?;
    }
    store.note_contact(agreed, offset_s, now)
}

/// Notes how far this device's clock is from the ward's: the ward's time against the middle of the request.
fn note_clock(
    app: &App,
    session: &Session,
    flow: &mut Flow,
    asked_at: Timestamp,
    answer: Result<Timestamp, &CallError>,
) -> Result<(), StoreError> {
    let ward_now = match answer {
        Ok(now) => now,
        Err(CallError::Denied(denial)) => denial.now,
        Err(_) => return Ok(()),
    };
    let middle = Timestamp(i64::midpoint(asked_at.0, app.now().0));
    flow.clock.heard(ward_now.seconds_since(middle), app, session)
}
