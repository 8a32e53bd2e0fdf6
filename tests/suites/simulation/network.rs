//! Passes under way, and what becomes of the messages between a tablet and the ward.

use crate::{
    dice::Dice,
    model::{Violation, broken},
    promise,
    uploads::{self, Asked, BEGIN, GO_ON},
    world::{Running, World},
};
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;
use tan_nha_forms::Forms;
use tan_nha_store::{LocalPass, Step};
use tan_nha_sync::{
    codec,
    pass::{CallError, Effect, FileEffect, Input, Outcome, Pace, Pass},
    wire::{self, Denial, DenialCode, PullReply, PullRequest, PushReply},
};

/// A message on its way.
pub struct Flight {
    tablet: usize,
    /// The pass that waits for the answer; none does when the message is an echo.
    pass: u32,
    /// Which of the messages that it waits for this is.
    place: usize,
    path: &'static str,
    request: Vec<u8>,
    /// The ward's answer, once it has one.
    answer: Option<Result<Vec<u8>, Denial>>,
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Arrives,
    /// It arrives, and once more later.
    Echoes,
    Truncated,
    Lost,
    /// No connection: nothing left the tablet.
    NeverLeft,
    /// The ward's power fails when it commits.
    PowerFails,
}

impl Flight {
    fn of(
        tablet: usize,
        pass: u32,
        place: usize,
        path: &'static str,
        request: &impl Serialize,
    ) -> Result<Self, Violation> {
        let request = codec::encode(request).map_err(broken)?;
        Ok(Self { tablet, pass, place, path, request, answer: None })
    }
}

impl World {
    /// Begins a pass, where none is under way.
    pub fn begin_pass(&mut self, tablet: usize) -> Result<(), Violation> {
        if self.tablets[tablet].pass.is_some() {
            return Ok(());
        }
        self.note(format!("{} begins a pass", self.tablets[tablet].label));
        let now = self.time_of(tablet);
        let (local, input) = LocalPass::begin(
            &mut self.tablets[tablet].store,
            |kind, body, path| Forms::default().unit_of(kind, body, path),
            now,
        )
        .map_err(broken)?;
        self.passes += 1;
        let mut pace = Pace::default();
        if self.temper.far {
            pace.took(Duration::from_secs(1));
        }
        let mut machine = Pass::at(pace);
        let effect = Some(machine.handle(input));
        let answers = Vec::new();
        self.tablets[tablet].pass = Some(Running { number: self.passes, machine, local, effect, answers });
        self.check_tablet(tablet)
    }

    /// Carries out the one effect that a pass wants, on a disk whose `fails`-th commit fails. Gives how the
    /// pass ended, if it did.
    pub fn carry_out(&mut self, tablet: usize, fails: Option<u32>) -> Result<Option<Outcome>, Violation> {
        let now = self.time_of(tablet);
        let owner = &mut self.tablets[tablet];
        let Some(running) = &mut owner.pass else { return Ok(None) };
        let Some(effect) = running.effect.take() else { return Ok(None) };
        let line = format!("{} carries out {}", owner.label, name_of(&effect));
        let writes = !matches!(
            effect,
            Effect::Push(_)
                | Effect::PushBoth(..)
                | Effect::Pull(_)
                | Effect::Compare
                | Effect::AskHeld
                | Effect::TakeFile
                | Effect::Done(_)
                | Effect::File(
                    FileEffect::Create { .. } | FileEffect::AskOffset(_) | FileEffect::SendPart { .. }
                )
        );
        let hears = matches!(effect, Effect::OfferAgain { .. });
        let stood = owner.store.position().map_err(broken)?;
        owner.store.fail_commit(fails).map_err(broken)?;
        let step = running.local.carry_out(&mut owner.store, effect, now);
        owner.store.fail_commit(None).map_err(broken)?;
        let number = running.number;
        let failed = step.is_err();
        let outcome = match step {
            Ok(Step::Next(input)) => {
                running.effect = Some(running.machine.handle(input));
                None
            }
            Ok(Step::Push(request)) => {
                running.answers = vec![None];
                self.flights.push(Flight::of(tablet, number, 0, wire::PUSH, &request)?);
                None
            }
            Ok(Step::PushBoth(first, second)) => {
                running.answers = vec![None, None];
                self.flights.push(Flight::of(tablet, number, 0, wire::PUSH, &first)?);
                self.flights.push(Flight::of(tablet, number, 1, wire::PUSH, &second)?);
                None
            }
            Ok(Step::Pull(request)) => {
                running.answers = vec![None];
                self.flights.push(Flight::of(tablet, number, 0, wire::PULL, &request)?);
                None
            }
            Ok(Step::AskHeld(request)) => {
                running.answers = vec![None];
                self.flights.push(Flight::of(tablet, number, 0, wire::FILES_HELD, &request)?);
                None
            }
            Ok(Step::Done(outcome)) => {
                owner.pass = None;
                Some(outcome)
            }
            Ok(step) => {
                let (path, asked) = Asked::of(step).ok_or_else(|| Violation(line.clone()))?;
                running.answers = vec![None];
                self.flights.push(Flight::of(tablet, number, 0, path, &asked)?);
                None
            }
            Err(_) if fails.is_some() => {
                owner.pass = None;
                let stands = owner.store.position().map_err(broken)?;
                promise!(stands == stood, "{line}: half of it is stored, {stands:?}");
                None
            }
            Err(error) => return Err(Violation(format!("{line}: {error}"))),
        };
        if hears && !failed {
            self.model.heard(tablet, u32::MAX);
        }
        if outcome == Some(Outcome::Finished { agreed: true }) {
            self.model.heard(tablet, number);
        }
        self.note(match (failed, outcome) {
            (true, _) => format!("{line}: its disk fails"),
            (_, Some(outcome)) => format!("{line}: {outcome:?}"),
            _ => line,
        });
        if writes {
            self.check_tablet(tablet)?;
        }
        Ok(outcome)
    }

    /// The app dies: what it was doing is lost, the store stays.
    pub fn kill(&mut self, tablet: usize) {
        self.tablets[tablet].pass = None;
    }

    /// The ward goes down: every connection breaks.
    pub fn cut_all(&mut self) -> Result<(), Violation> {
        for flight in std::mem::take(&mut self.flights) {
            self.tell(&flight, Err(CallError::Cut))?;
        }
        Ok(())
    }

    /// Moves one message on.
    pub fn move_flight(&mut self, dice: &mut Dice) -> Result<(), Violation> {
        if self.flights.is_empty() {
            return Ok(());
        }
        let flight = self.flights.swap_remove(dice.below(self.flights.len()));
        let meets = dice.percent(self.temper.loss);
        if flight.answer.is_some() {
            let fate =
                if meets { dice.weighed(&[(3, Fate::Lost), (1, Fate::Truncated)]) } else { Fate::Arrives };
            return self.come_back(flight, fate, dice);
        }
        let fates = [
            (3, Fate::Lost),
            (2, Fate::NeverLeft),
            (2, Fate::PowerFails),
            (3, Fate::Echoes),
            (1, Fate::Truncated),
        ];
        let fate = if meets { dice.weighed(&fates) } else { Fate::Arrives };
        self.go_out(flight, fate, dice)
    }

    fn go_out(&mut self, mut flight: Flight, fate: Fate, dice: &mut Dice) -> Result<(), Violation> {
        self.note(format!("{} of {}: {fate:?}", flight.path, self.tablets[flight.tablet].label));
        match fate {
            Fate::Lost => return self.tell(&flight, Err(CallError::Silent)),
            Fate::NeverLeft => return self.tell(&flight, Err(CallError::Unreachable)),
            Fate::Echoes => {
                let Flight { tablet, path, request, .. } = &flight;
                let (tablet, request) = (*tablet, request.clone());
                self.flights.push(Flight { tablet, pass: 0, place: 0, path, request, answer: None });
            }
            Fate::Truncated if [BEGIN, GO_ON].contains(&flight.path) => {
                // What had come of it is kept.
                let mut part: Asked = codec::decode(&flight.request).map_err(broken)?;
                part.cut(dice);
                let _ = self.ask_about_file(flight.tablet, &part);
                self.check_ward()?;
                return self.tell(&flight, Err(CallError::Cut));
            }
            Fate::Truncated => flight.request.truncate(dice.below(flight.request.len())),
            Fate::PowerFails => self.ward.fail_commit(true).map_err(broken)?,
            Fate::Arrives => {}
        }
        flight.answer = Some(self.ask_ward(&flight)?);
        if let Fate::PowerFails = fate {
            self.ward.fail_commit(false).map_err(broken)?;
        }
        self.flights.push(flight);
        Ok(())
    }

    fn ask_ward(&mut self, flight: &Flight) -> Result<Result<Vec<u8>, Denial>, Violation> {
        let asker = &self.tablets[flight.tablet];
        match flight.path {
            wire::PUSH => {
                let answer = self.ward.answer(flight.path, &asker.shown, &flight.request);
                self.check_ward()?;
                if let Ok(reply) = &answer {
                    let reply: PushReply = codec::decode(reply).map_err(broken)?;
                    reply.page.map_or(Ok(()), |page| self.check_page(flight.tablet, &page))?;
                }
                Ok(answer)
            }
            wire::PULL => {
                let answer = self.ward.answer(flight.path, &asker.shown, &flight.request);
                answer.as_ref().map_or(Ok(()), |page| self.check_answer(flight, page))?;
                Ok(answer)
            }
            wire::FILES_HELD => {
                let Ok(request) = codec::decode(&flight.request) else {
                    return Ok(Err(Denial::new(DenialCode::Garbled, self.time_of(flight.tablet))));
                };
                let held = self.ward.files_held(&asker.shown, &request);
                held.map(|held| codec::encode(&held).map_err(broken))
                    .map_or_else(|no| Ok(Err(no)), |ok| ok.map(Ok))
            }
            _ => {
                let asked: Asked = codec::decode(&flight.request).map_err(broken)?;
                let answer = self.ask_about_file(flight.tablet, &asked);
                self.check_ward()?;
                Ok(answer)
            }
        }
    }

    /// A ward that has forgotten what was seen says so, and a page holds nothing for other eyes.
    fn check_answer(&mut self, flight: &Flight, page: &[u8]) -> Result<(), Violation> {
        let page: PullReply = codec::decode(page).map_err(broken)?;
        let asked: PullRequest = codec::decode(&flight.request).map_err(broken)?;
        promise!(
            page.epoch > asked.seen.epoch || self.model.ward_has(asked.seen),
            "the ward has forgotten {:?} and says nothing",
            asked.seen
        );
        self.check_page(flight.tablet, &page)
    }

    fn come_back(&mut self, flight: Flight, fate: Fate, dice: &mut Dice) -> Result<(), Violation> {
        let Some(answer) = flight.answer.clone() else { return Ok(()) };
        self.note(format!("answer to {} of {}: {fate:?}", flight.path, self.tablets[flight.tablet].label));
        let answer = match (fate, answer) {
            (Fate::Lost, _) => Err(CallError::Cut),
            (Fate::Truncated, Ok(mut bytes)) => {
                bytes.truncate(dice.below(bytes.len()));
                Ok(bytes)
            }
            (_, answer) => answer.map_err(CallError::Denied),
        };
        self.tell(&flight, answer)
    }

    /// The pass that waits hears of its requests, if it is still there, once it can hear of all.
    fn tell(&mut self, flight: &Flight, answer: Result<Vec<u8>, CallError>) -> Result<(), Violation> {
        let Some(running) = &mut self.tablets[flight.tablet].pass else { return Ok(()) };
        if running.number != flight.pass {
            return Ok(());
        }
        running.answers[flight.place] = Some(answer);
        if running.answers.iter().any(Option::is_none) {
            return Ok(());
        }
        let mut answers = std::mem::take(&mut running.answers).into_iter().flatten();
        let input = match (flight.path, answers.next(), answers.next()) {
            (wire::PUSH, Some(first), Some(second)) => Input::PushedBoth(read(first), read(second)),
            (wire::PUSH, Some(only), None) => Input::Pushed(read(only)),
            (wire::PULL, Some(only), None) => Input::Pulled(read(only)),
            (wire::FILES_HELD, Some(only), None) => Input::Held(read(only).map(Some)),
            (path, Some(only), None) => uploads::heard(path, only),
            _ => return Err(Violation("nobody asked for this".to_owned())),
        };
        running.effect = Some(running.machine.handle(input));
        Ok(())
    }

    /// A pass from its beginning to its end over a network that is whole.
    pub fn whole_pass(&mut self, tablet: usize) -> Result<Outcome, Violation> {
        self.begin_pass(tablet)?;
        for _ in 0..10_000 {
            if let Some(outcome) = self.carry_out(tablet, None)? {
                return Ok(outcome);
            }
            if let Some(flight) = self.flights.pop() {
                let answer = self.ask_ward(&flight)?;
                self.tell(&flight, answer.map_err(CallError::Denied))?;
            }
        }
        Err(Violation(format!("a pass of {} has no end", self.tablets[tablet].label)))
    }
}

fn read<T: DeserializeOwned>(answer: Result<Vec<u8>, CallError>) -> Result<T, CallError> {
    codec::decode(&answer?).map_err(|_| CallError::NotTheWard)
}

fn name_of(effect: &Effect) -> String {
    match effect {
        Effect::Push(request) => format!("Push of {}, seen {:?}", request.changes.len(), request.seen),
        Effect::PushBoth(first, second) => {
            format!("PushBoth of {} and {}, seen {:?}", first.changes.len(), second.changes.len(), first.seen)
        }
        Effect::SaveReceipts(reply) => {
            let verdicts: Vec<_> = reply.receipts.iter().map(|receipt| &receipt.verdict).collect();
            format!("SaveReceipts {verdicts:?}")
        }
        Effect::SavePage(page) => format!(
            "SavePage of {:?}, gone {:?}, end {:?}",
            page.records,
            page.gone_from_scope,
            page.caught_up.map(|end| (end.seq, end.live, end.custody.count))
        ),
        Effect::Pull(request) => format!("Pull, seen {:?}", request.seen),
        // The ward draws the addresses of uploads.
        Effect::File(FileEffect::NoteAddress(sha256, _)) => format!("NoteAddress of {sha256}"),
        Effect::File(FileEffect::AskOffset(_)) => "AskOffset".to_owned(),
        Effect::File(FileEffect::SendPart { sha256, offset, .. }) => {
            format!("SendPart of {sha256} from {offset}")
        }
        Effect::File(FileEffect::Create { file, .. }) => format!("Create {}", file.sha256),
        other => format!("{other:?}"),
    }
}
