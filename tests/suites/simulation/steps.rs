//! One step of a seed, and a whole seed.

use crate::{
    dice::Dice,
    model::{Violation, broken},
    parsed,
    work::WORK,
    world::{Copy, Tablet, World},
};
use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

/// Steps of a seed; quiet time comes in the middle and at the end.
pub const STEPS: u64 = 160;
/// Copies of the ward that are kept.
const COPIES: usize = 3;
/// How long a failure is made smaller.
const SHRINKING: Duration = Duration::from_secs(15);
/// The tablet that is long without a network, where one is.
const AWAY: usize = 0;
const DAY: i64 = 24 * 3600 * 1000;

/// How a seed failed.
#[derive(Debug)]
pub struct Failure {
    pub step: u64,
    pub what: String,
    pub trace: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Work,
    BeginPass,
    Sync,
    Kill,
    CopyWard,
    RestoreWard,
    Clone,
    EnrolAgain,
    Revoke,
    Assign,
    LearnForms,
    WriteBundle,
    Carry,
    DeviceClock,
    WardClock,
}

/// How often each comes; a new action is a line here, one in [`World::step`] and its function.
const STEP: [(u32, Step); 15] = [
    (30, Step::Work),
    (4, Step::BeginPass),
    (58, Step::Sync),
    (3, Step::Kill),
    (2, Step::CopyWard),
    (2, Step::RestoreWard),
    (1, Step::Clone),
    (2, Step::EnrolAgain),
    (1, Step::Revoke),
    (2, Step::Assign),
    (2, Step::LearnForms),
    (2, Step::WriteBundle),
    (3, Step::Carry),
    (1, Step::DeviceClock),
    (1, Step::WardClock),
];

/// Runs a seed for so many steps, leaving out some.
pub fn run(seed: u64, steps: u64, left_out: &BTreeSet<u64>) -> Result<Vec<String>, Failure> {
    parsed::forget();
    let mut world = World::new(seed).map_err(|why| Failure { step: 0, what: why.0, trace: vec![] })?;
    for step in 1..=steps {
        let done = catch_unwind(AssertUnwindSafe(|| {
            if !left_out.contains(&step) {
                world.step(seed, step)?;
            }
            if step != STEPS / 2 && step != steps {
                return Ok(());
            }
            world.quiet_time()?;
            world.everybody_decides(step, &mut Dice::of(seed, STEPS + step))?;
            world.quiet_time()
        }));
        let why = match done {
            Ok(Ok(())) => continue,
            Ok(Err(Violation(why))) => why,
            Err(panic) => format!("a panic: {:?}", panic.downcast_ref::<String>()),
        };
        return Err(Failure { step, what: why, trace: world.trace });
    }
    Ok(world.trace)
}

/// The shortest way found to a failure: without the steps that do not matter.
pub fn shrink(seed: u64, failure: Failure) -> (Failure, u64, BTreeSet<u64>) {
    let (kind, begun) = (kind(&failure.what), Instant::now());
    let fails = |steps, left_out: &BTreeSet<u64>| {
        if begun.elapsed() > SHRINKING {
            return None;
        }
        run(seed, steps, left_out).err().filter(|failure| self::kind(&failure.what) == kind)
    };
    let mut best = (failure, 0, BTreeSet::new());
    best.1 = best.0.step;
    let mut chunk = best.1.div_ceil(2);
    while chunk > 0 {
        let mut from = 1;
        while from <= best.1 {
            let mut left_out = best.2.clone();
            left_out.extend(from..(from + chunk).min(best.1 + 1));
            if left_out.len() > best.2.len()
                && let Some(failure) = fails(best.1, &left_out)
            {
                best = (failure, best.1, left_out);
            }
            from += chunk;
        }
        chunk /= 2;
    }
    best
}

/// What is the same of a failure whoever and whatever it befell.
fn kind(what: &str) -> String {
    let plain = |word: &&str| word.bytes().all(|letter| letter.is_ascii_lowercase());
    what.split_whitespace().filter(plain).collect::<Vec<_>>().join(" ")
}

impl World {
    fn step(&mut self, seed: u64, number: u64) -> Result<(), Violation> {
        let mut dice = Dice::of(seed, number);
        let step = dice.weighed(&STEP);
        let tablet = dice.below(self.tablets.len());
        self.pass_time(1 + i64::try_from(dice.below(60_000)).unwrap());
        match step {
            Step::Work => {
                let work = dice.weighed(&WORK);
                let fails = self.temper.disks && dice.percent(5);
                self.work(tablet, work, number, &mut dice, fails)
            }
            Step::BeginPass if self.is_away(tablet, &mut dice) => Ok(()),
            Step::BeginPass => self.begin_pass(tablet),
            Step::Sync => self.sync_on(tablet, &mut dice),
            Step::Kill => {
                self.note(format!("{} dies", self.tablets[tablet].label));
                self.kill(tablet);
                Ok(())
            }
            Step::CopyWard => self.copy_ward(),
            Step::RestoreWard if self.temper.restores => self.restore_ward(&mut dice),
            Step::Clone if self.temper.clones => self.clone_tablet(tablet),
            Step::EnrolAgain if self.temper.clones => self.enrol_again(tablet, &mut dice),
            Step::Revoke if self.temper.revokes => self.revoke(tablet),
            Step::Assign if self.temper.assigns => self.assign(tablet, &mut dice),
            Step::LearnForms if self.temper.new_forms => {
                self.learn_forms();
                Ok(())
            }
            Step::WriteBundle if self.temper.bundles => self.write_bundle(tablet),
            Step::Carry if self.temper.bundles => self.carry(&mut dice),
            Step::DeviceClock if self.temper.clocks => {
                self.tablets[tablet].clock = (i64::try_from(dice.below(800)).unwrap() - 400) * DAY;
                Ok(())
            }
            Step::WardClock if self.temper.clocks => {
                let jump = (i64::try_from(dice.below(20)).unwrap() - 10) * DAY;
                self.ward_clock.fetch_add(jump, Ordering::Relaxed);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// One effect of a pass that can go on, or one message; where there is nothing to do, a pass begins.
    fn sync_on(&mut self, tablet: usize, dice: &mut Dice) -> Result<(), Violation> {
        let ready =
            |tablet: &usize| self.tablets[*tablet].pass.as_ref().is_some_and(|pass| pass.effect.is_some());
        let ready: Vec<usize> = (0..self.tablets.len()).filter(ready).collect();
        if !self.flights.is_empty() && (ready.is_empty() || dice.percent(40)) {
            return self.move_flight(dice);
        }
        let Some(tablet) = dice.pick(&ready).copied() else {
            return if self.is_away(tablet, dice) { Ok(()) } else { self.begin_pass(tablet) };
        };
        let fails = self.temper.disks && dice.percent(12);
        let commit = fails.then(|| 1 + u32::try_from(dice.below(3)).unwrap());
        self.carry_out(tablet, commit).map(drop)
    }

    pub fn copy_ward(&mut self) -> Result<(), Violation> {
        self.note("the ward is copied");
        let ward = self.ward.copy().map_err(broken)?;
        self.copies.push(Copy { ward, lives: self.model.lives.clone() });
        if self.copies.len() > COPIES {
            self.copies.remove(0);
        }
        Ok(())
    }

    /// The ward goes down, and comes up as it was when a copy was taken.
    pub fn put_back(&mut self, copy: usize) -> Result<(), Violation> {
        self.note("the ward is restored from a copy");
        let copy = &self.copies[copy];
        self.ward = copy.ward.copy().map_err(broken)?;
        self.model.ward_was_restored(self.passes, &copy.lives);
        self.cut_all()?;
        self.check_ward()
    }

    fn restore_ward(&mut self, dice: &mut Dice) -> Result<(), Violation> {
        if self.copies.is_empty() {
            return Ok(());
        }
        self.put_back(dice.below(self.copies.len()))?;
        // Who was away knows of nothing that is forgotten; what they bring takes its numbers.
        match self.temper.away && dice.percent(70) {
            true => self.whole_pass(AWAY).map(drop),
            false => Ok(()),
        }
    }

    /// Whether this tablet has no network now.
    fn is_away(&self, tablet: usize, dice: &mut Dice) -> bool {
        self.temper.away && tablet == AWAY && dice.percent(90)
    }

    /// Somebody copies a tablet with everything on it, and goes on with both.
    fn clone_tablet(&mut self, tablet: usize) -> Result<(), Violation> {
        let place = self.tablets.len();
        if place >= 7 {
            return Ok(());
        }
        let owner = &mut self.tablets[tablet];
        owner.cloned = true;
        let clone = Tablet {
            label: format!("{}'s clone", owner.label),
            person: owner.person,
            user: owner.user,
            replica: owner.replica,
            line: owner.line.clone(),
            shown: owner.shown.clone(),
            store: owner.store.copy(u32::try_from(place).unwrap() + 1).map_err(broken)?,
            clock: owner.clock,
            pass: None,
            cloned: true,
        };
        self.note(format!("{} is cloned", clone.label));
        self.admit(clone);
        self.model.clone_of(tablet);
        Ok(())
    }

    fn revoke(&mut self, tablet: usize) -> Result<(), Violation> {
        let person = self.tablets[tablet].person;
        self.note(format!("{person} is revoked"));
        self.ward.revoke(person).map_err(broken)?;
        self.check_ward()
    }
}
