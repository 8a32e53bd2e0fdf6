//! When the next pass begins, as a rule without I/O: the time and the randomness are passed in. Times are
//! counted from any fixed moment, by a clock that nobody sets.

use crate::pass::{CallError, Outcome};
use std::time::Duration;

/// How long after a success the next pass comes when nothing is written.
pub const REGULAR: Duration = Duration::from_secs(15 * 60);
/// How long nothing more is written before what was written is sent: longer than a person at a bedside thinks
/// between two answers, so that a form is not sent in as many pieces as it has fields.
pub const QUIET: Duration = Duration::from_secs(20);
/// How long what was written waits at most for such a quiet time.
pub const PATIENCE: Duration = Duration::from_secs(120);
/// The window after the first failure; each further one doubles it.
pub const FIRST_WINDOW: Duration = Duration::from_secs(2);
/// The longest window.
pub const LONGEST_WINDOW: Duration = Duration::from_secs(15 * 60);
/// The longest time that is waited because the other side asks for it.
pub const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// How a pass ended, as far as the next one depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Both sides hold the same.
    Well,
    /// It may succeed soon without anybody doing anything.
    TryAgain,
    /// As before, and the other side asks not to be tried earlier than after this time.
    TryAfter(Duration),
    /// Somebody has to do something first, or it would move everything once more: it is not hurried.
    NotSoon,
}

impl Ended {
    /// After a pass with this outcome. One after which both sides still differ has pulled everything anew, and
    /// the next one will.
    pub fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Finished { agreed: true } => Ended::Well,
            Outcome::Finished { agreed: false } => Ended::NotSoon,
            Outcome::Failed(error) => Ended::of_failure(error),
        }
    }

    fn of_failure(error: CallError) -> Self {
        match error.wait() {
            _ if !error.is_retryable() => Ended::NotSoon,
            Some(wait) => Ended::TryAfter(wait.min(LONGEST_WAIT)),
            None => Ended::TryAgain,
        }
    }
}

/// When the next pass of one person begins; there is always a next one.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// When it begins if nothing is written.
    due: Duration,
    /// Passes in a row that did not end well.
    failures: u32,
    /// The first and the last write since the last pass began.
    written: Option<(Duration, Duration)>,
    /// Whether the person asked that none begins by itself.
    paused: bool,
}

impl Schedule {
    /// Somebody has come in: the first pass begins at once.
    pub fn beginning(now: Duration) -> Self {
        Self { due: now, failures: 0, written: None, paused: false }
    }

    /// Whether no pass begins by itself.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// The person asks that none begins by itself, or takes that back: then the next one begins at once.
    pub fn pause(&mut self, paused: bool, now: Duration) {
        if self.paused && !paused {
            self.reset(now);
        }
        self.paused = paused;
    }

    /// When the next pass begins; never while it is paused. After a failure a write does not hurry it: the way to the ward is what is
    /// missing, not something to send.
    pub fn next(&self) -> Duration {
        match self.written {
            _ if self.paused => Duration::MAX,
            Some((first, last)) if self.failures == 0 => {
                self.due.min(last.saturating_add(QUIET)).min(first.saturating_add(PATIENCE))
            }
            _ => self.due,
        }
    }

    /// Something was written that will have to be sent.
    pub fn wrote(&mut self, now: Duration) {
        let first = self.written.map_or(now, |(first, _)| first);
        self.written = Some((first, now));
    }

    /// The network came up, or a person asked: the next pass begins at once, and failures count anew.
    pub fn reset(&mut self, now: Duration) {
        self.due = now;
        self.failures = 0;
    }

    /// A pass begins; it sends all that was written before.
    pub fn began(&mut self) {
        self.written = None;
    }

    /// A pass ended; `chance` is evenly random.
    pub fn ended(&mut self, now: Duration, ended: Ended, chance: u32) {
        self.failures = if ended == Ended::Well { 0 } else { self.failures.saturating_add(1) };
        let wait = match ended {
            Ended::Well => REGULAR,
            Ended::TryAgain => part_of(self.window(), chance),
            // All who were asked to wait were asked for the same time.
            Ended::TryAfter(wait) => wait.saturating_add(part_of(self.window(), chance)),
            Ended::NotSoon => LONGEST_WINDOW,
        };
        self.due = now.saturating_add(wait);
    }

    fn window(&self) -> Duration {
        let doubled = 1_u32.checked_shl(self.failures.saturating_sub(1)).unwrap_or(u32::MAX);
        FIRST_WINDOW.saturating_mul(doubled).min(LONGEST_WINDOW)
    }
}

/// The whole window is drawn from, so that tablets that lost their ward together do not come back together.
fn part_of(window: Duration, chance: u32) -> Duration {
    window.mul_f64(f64::from(chance) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Denial, DenialCode};
    use proptest::prelude::*;
    use tan_nha_domain::time::Timestamp;

    const S: fn(u64) -> Duration = Duration::from_secs;

    #[test]
    fn the_next_pass_comes_after_a_quiet_time_and_no_later_than_patience_allows() {
        // What is written when after a success at 0, and when the next pass comes.
        let every_second: Vec<u64> = (30..3600).collect();
        for (writes, next) in [
            (vec![], REGULAR),
            (vec![10], S(10) + QUIET),
            (vec![10, 13, 14], S(14) + QUIET),
            (every_second, S(30) + PATIENCE),
            (vec![15 * 60 - 1], REGULAR),
        ] {
            let mut schedule = Schedule::beginning(S(0));
            assert_eq!(schedule.next(), S(0), "who has come in is synced at once");
            schedule.began();
            schedule.ended(S(0), Ended::Well, 0);
            for at in &writes {
                schedule.wrote(S(*at));
            }
            assert_eq!(schedule.next(), next, "{} writes", writes.len());
        }
    }

    #[test]
    fn what_is_written_while_a_pass_runs_makes_the_next_one_soon() {
        let mut schedule = Schedule::beginning(S(0));
        schedule.wrote(S(1));
        schedule.began();
        schedule.wrote(S(3));
        schedule.ended(S(4), Ended::Well, 0);
        assert_eq!(schedule.next(), S(3) + QUIET);
    }

    #[test]
    fn the_window_doubles_from_two_seconds_to_fifteen_minutes_and_a_reset_begins_anew() {
        let mut schedule = Schedule::beginning(S(0));
        let fail = |schedule: &mut Schedule, ended| {
            schedule.began();
            schedule.ended(S(0), ended, u32::MAX);
            schedule.next().as_secs()
        };
        let windows: Vec<u64> = (0..11).map(|_| fail(&mut schedule, Ended::TryAgain)).collect();
        assert_eq!(windows, [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        schedule.wrote(S(1));
        assert_eq!(schedule.next(), LONGEST_WINDOW, "a write does not hurry it");
        schedule.reset(S(7));
        assert!(schedule.next() <= S(7));
        assert_eq!(fail(&mut schedule, Ended::TryAgain), 2);
        assert_eq!(fail(&mut schedule, Ended::NotSoon), 900);
    }

    #[test]
    fn a_time_that_was_asked_for_is_waited_and_a_window_after_it_unless_a_person_asks() {
        let fail = |schedule: &mut Schedule, chance| {
            schedule.began();
            schedule.ended(S(10), Ended::TryAfter(S(120)), chance);
            schedule.next()
        };
        let mut schedule = Schedule::beginning(S(0));
        assert_eq!(fail(&mut schedule, 0), S(130), "never earlier");
        assert_eq!(fail(&mut schedule, u32::MAX), S(130 + 4), "and not all at the same moment");
        schedule.wrote(S(11));
        assert_eq!(schedule.next(), S(134), "a write does not hurry it");
        schedule.reset(S(12));
        assert!(schedule.next() <= S(12));
    }

    #[test]
    fn an_outcome_says_whether_the_next_pass_is_hurried() {
        let denied = |code| CallError::Denied(Denial::new(code, Timestamp(0)));
        for (outcome, ended) in [
            (Outcome::Finished { agreed: true }, Ended::Well),
            (Outcome::Finished { agreed: false }, Ended::NotSoon),
            (Outcome::Failed(CallError::Unreachable), Ended::TryAgain),
            (Outcome::Failed(CallError::NotTheWard), Ended::TryAgain),
            (Outcome::Failed(denied(DenialCode::Internal)), Ended::TryAgain),
            (Outcome::Failed(denied(DenialCode::Busy)), Ended::TryAfter(S(30))),
            (Outcome::Failed(CallError::Later { after_s: 7 }), Ended::TryAfter(S(7))),
            (Outcome::Failed(CallError::Later { after_s: 90_000 }), Ended::TryAfter(LONGEST_WAIT)),
            (Outcome::Failed(denied(DenialCode::Revoked)), Ended::NotSoon),
            (Outcome::Failed(denied(DenialCode::TokenRefused)), Ended::NotSoon),
            (Outcome::Failed(CallError::OtherRoot), Ended::NotSoon),
            (Outcome::Failed(CallError::ClockFarOff), Ended::NotSoon),
        ] {
            assert_eq!(Ended::of(outcome), ended, "{outcome:?}");
        }
    }

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Wait(u64),
        Write,
        Reset,
        Pass(Ended, u32),
    }

    fn step() -> impl Strategy<Value = Step> {
        let after = (0..7200_u64).prop_map(|s| Ended::TryAfter(S(s).min(LONGEST_WAIT)));
        let ended = prop_oneof![Just(Ended::Well), Just(Ended::TryAgain), after, Just(Ended::NotSoon)];
        prop_oneof![
            3 => (0..2000_u64).prop_map(Step::Wait),
            3 => Just(Step::Write),
            1 => Just(Step::Reset),
            3 => (ended, any::<u32>()).prop_map(|(ended, chance)| Step::Pass(ended, chance)),
        ]
    }

    proptest! {
        #[test]
        fn there_is_always_a_next_pass_within_fifteen_minutes_of_the_last_and_of_what_was_asked_for(
            steps in prop::collection::vec(step(), 0..80)
        ) {
            let (mut schedule, mut now) = (Schedule::beginning(S(0)), S(0));
            let (mut last, mut asked, mut unsent, mut well) = (S(0), S(0), None, true);
            for step in steps {
                match step {
                    Step::Wait(ms) => now += Duration::from_millis(ms),
                    Step::Write => {
                        schedule.wrote(now);
                        unsent = unsent.or(Some(now));
                    }
                    Step::Reset => {
                        schedule.reset(now);
                        (last, asked, well) = (now, S(0), true);
                        prop_assert!(schedule.next() <= now);
                    }
                    Step::Pass(ended, chance) => {
                        schedule.began();
                        schedule.ended(now, ended, chance);
                        (last, unsent, well) = (now, None, ended == Ended::Well);
                        asked = if let Ended::TryAfter(wait) = ended { wait } else { S(0) };
                        prop_assert!(schedule.next() >= now + asked);
                    }
                }
                prop_assert!(schedule.next() <= last + asked + LONGEST_WINDOW.max(REGULAR));
                if let (Some(first), true) = (unsent, well) {
                    prop_assert!(schedule.next() <= first + PATIENCE, "what was written waits no longer");
                }
            }
        }
    }
}
