//! When a result is due.
//!
//! The rules, each with its source:
//!
//! 1. The clock starts when the whole dossier is received (NĐ 118/2025 art. 17(3) as amended by NĐ 309/2026);
//!    for one received outside its area, when the competent office gets it. Either is `received_at` here.
//!    A reception on a day off counts as one of the next working day, and none before the ward opens.
//! 2. A reception later than 15:00 counts as one of the next working day, in civil status (Luật Hộ tịch art.
//!    5(3)), certification (NĐ 23/2015 art. 7) and the linked procedures (NĐ 63/2024 art. 7(2)). At 15:00
//!    sharp it is still of the same day: the law says "sau 15 giờ". For other procedures no such rule was
//!    read, and the earlier day is taken.
//! 3. The first day is not counted, and a last day on a day off moves to the next working day (Civil Code art.
//!    147, 148). So N working days end on the N-th working day after the start; 0 is the day of the start.
//! 4. Hours run by the clock, through nights and days off. They are never made into a working day; what comes
//!    after them begins when they end.
//! 5. The clock stands still in a [`Pause`] (NĐ 63/2024 art. 4(7) as amended by NĐ 301/2026 art. 3).
//! 6. Papers for another office are passed on the same day, after 15:00 at the start of the next working day
//!    (NĐ 118/2025 art. 18(2)).
//! 7. Inside all that, the teams promise more (no law): a result of the same day within two working hours, one
//!    that takes over three days a day early.
//!
//! A slip is due unless the result comes on the day of the reception (TT 01/2020/TT-BTP art. 2 for
//! certification; the practice of one-stop desks otherwise).

mod clock;
mod pause;
#[cfg(test)]
mod tests;

pub use clock::{Begins, Clock, Longer, LongerWhen, Step, Stop, Term, Unit, Unknown};
pub use pause::Pause;

use crate::{
    calendar::{Calendar, YearStatus},
    working_hours::WorkingHours,
};
use chrono::{Datelike, Duration, Months, NaiveDate, NaiveDateTime, NaiveTime};
use pause::Pauses;

/// The last moment of a day that still counts as that day, where there is a cutoff.
pub const CUTOFF: NaiveTime = NaiveTime::MIN.overflowing_add_signed(Duration::hours(15)).0;
/// The review of poor households begins on this day of a month.
const REVIEW_DAY: u32 = 15;

/// The ward that counts.
#[derive(Clone, Copy, Debug)]
pub struct Office<'a> {
    /// Its days.
    pub calendar: &'a Calendar,
    /// Its hours.
    pub hours: &'a WorkingHours,
}

/// A day, and the moment on it where hours were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// The day.
    pub day: NaiveDate,
    /// The moment.
    pub at: Option<NaiveDateTime>,
}

/// The deadline of one of several results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepDeadline<'a> {
    /// Which.
    pub step: &'a Step,
    /// When it is due; none while the clock is stopped.
    pub due: Option<Due>,
    /// When it is due at the latest, where it, or what it waits for, may take longer.
    pub longest: Option<Due>,
}

/// The deadline of a dossier; moments are those of the clock on the wall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline<'a> {
    /// The working day that the reception counts as.
    pub counts_as: NaiveDate,
    /// The day that is not counted, after which counting begins.
    pub counts_from: NaiveDate,
    /// When everything is due that the dossier asks for; none when no text that was read says it, or while
    /// the clock is stopped.
    pub due: Option<Due>,
    /// When it is due at the latest, where something may take longer.
    pub longest: Option<Due>,
    /// The earlier day or moment that the teams promise.
    pub inner: Option<Due>,
    /// Whether an appointment slip is due.
    pub slip: bool,
    /// Each of several results, those too that this dossier does not ask for.
    pub steps: Vec<StepDeadline<'a>>,
    /// The day on which papers for another office are passed on.
    pub papers_moved: NaiveDate,
    /// How much is known of the years that were counted through: the least of any.
    pub year_status: YearStatus,
}

/// When a dossier is due that was received at a moment. `choices` are the keys of the steps that it asks for
/// among those that not every dossier has.
pub fn deadline<'a>(
    clock: &'a Clock,
    received_at: NaiveDateTime,
    choices: &[&str],
    pauses: &[Pause],
    office: Office<'_>,
) -> Deadline<'a> {
    let count = Count { office, pauses: Pauses::of(pauses), has_cutoff: clock.has_cutoff };
    let counts_as = count.start(received_at);
    let start = match clock.begins {
        Begins::AtReception => counts_as,
        Begins::AtMonthlyReview => review_after(received_at),
    };
    let whole = clock.term.map(|term| count.end(start, term));
    let whole_longest = clock.longer.map(|longer| count.end(start, longer.term)).or(whole);
    let steps = steps(clock, start, &count, whole.flatten(), whole_longest.flatten());
    let asked: Vec<_> = steps
        .iter()
        .filter(|found| !found.step.is_choice || choices.contains(&found.step.key.as_str()))
        .collect();
    let due = last(whole.into_iter().chain(asked.iter().map(|found| found.due)));
    let longest =
        last(whole_longest.into_iter().chain(asked.iter().map(|found| found.longest.or(found.due))));
    let is_same_day = due.is_some_and(|due| due.day == counts_as.date());
    let last_day = longest.max(due).map_or(counts_as.date(), |due| due.day);
    Deadline {
        counts_as: counts_as.date(),
        counts_from: start.date(),
        due,
        longest: longest.filter(|longest| Some(*longest) > due),
        inner: due.and_then(|due| count.inner(start, due)),
        slip: !(is_same_day && counts_as.date() == received_at.date()),
        papers_moved: Count { has_cutoff: true, ..count.clone() }.start(received_at).date(),
        year_status: year_status(office.calendar, received_at.date(), last_day),
        steps,
    }
}

/// Each step after the one that it needs; what every dossier has is never later than the whole.
fn steps<'a>(
    clock: &'a Clock,
    start: NaiveDateTime,
    count: &Count<'_>,
    whole: Option<Due>,
    whole_longest: Option<Due>,
) -> Vec<StepDeadline<'a>> {
    let mut done: Vec<StepDeadline<'a>> = Vec::with_capacity(clock.steps.len());
    for step in &clock.steps {
        let needed = step.after.as_ref().and_then(|key| done.iter().find(|found| found.step.key == *key));
        let end = |after: Option<Due>, term: Term, most: Option<Due>| {
            let start = if needed.is_some() { count.resume(after?) } else { start };
            let due = count.end(start, term)?;
            Some(most.filter(|most| !step.is_choice && most.day < due.day).unwrap_or(due))
        };
        let due = end(needed.and_then(|found| found.due), step.term, whole);
        let longest = end(
            needed.and_then(|found| found.longest.or(found.due)),
            step.longer.map_or(step.term, |longer| longer.term),
            whole_longest,
        );
        done.push(StepDeadline { step, due, longest: longest.filter(|longest| Some(*longest) > due) });
    }
    done
}

/// The last of all; none when there is none, or when one of them has no day.
fn last(all: impl Iterator<Item = Option<Due>>) -> Option<Due> {
    let all: Option<Vec<Due>> = all.collect();
    all?.into_iter().max()
}

/// The start of the first monthly review that a dossier received then is in time for.
fn review_after(received: NaiveDateTime) -> NaiveDateTime {
    let day = received.date();
    let in_time = day.day() < REVIEW_DAY;
    let month = if in_time { Some(day) } else { day.checked_add_months(Months::new(1)) };
    let review = month.and_then(|month| month.with_day(REVIEW_DAY));
    review.map_or(received, |review| review.and_time(NaiveTime::MIN))
}

fn year_status(calendar: &Calendar, from: NaiveDate, to: NaiveDate) -> YearStatus {
    let known = |year| calendar.year_status(year);
    let years: Vec<_> = (from.year()..=to.year()).map(known).collect();
    let least =
        [YearStatus::Unknown, YearStatus::Provisional].into_iter().find(|status| years.contains(status));
    least.unwrap_or(YearStatus::Announced)
}

/// Counting at an office.
#[derive(Clone)]
struct Count<'a> {
    office: Office<'a>,
    pauses: Pauses,
    has_cutoff: bool,
}

impl Count<'_> {
    /// The moment itself, or the opening of the day that it counts as.
    fn start(&self, at: NaiveDateTime) -> NaiveDateTime {
        let calendar = self.office.calendar;
        let too_late = self.has_cutoff && at.time() > CUTOFF;
        let counts = calendar.is_working(at.date()) && !too_late;
        let day = if counts { at.date() } else { calendar.next_working_day(at.date()) };
        at.max(day.and_time(self.office.hours.opening()))
    }

    /// The moment from which the next step is counted.
    fn resume(&self, due: Due) -> NaiveDateTime {
        self.start(due.at.unwrap_or(due.day.and_time(NaiveTime::MIN)))
    }

    /// When a time that begins at `start` is over; none while the clock is stopped.
    fn end(&self, start: NaiveDateTime, term: Term) -> Option<Due> {
        if term.unit == Unit::Hour {
            let at = self.hours_after(start, term.count)?;
            return Some(Due { day: at.date(), at: Some(at) });
        }
        let mut day = start.date();
        for _ in 0..term.count {
            day = self.next(day, |day| term.unit == Unit::CalendarDay || self.is_working(day))?;
        }
        if !self.is_working(day) && term.count > 0 {
            day = self.next(day, |day| self.is_working(day))?;
        }
        self.after_pauses(day).map(|day| Due { day, at: None })
    }

    fn is_working(&self, day: NaiveDate) -> bool {
        self.office.calendar.is_working(day)
    }

    /// The next day that counts and on which the clock does not stand still.
    fn next(&self, day: NaiveDate, counts: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
        let mut day = day.succ_opt()?;
        while !counts(day) || self.pauses.hold(day) {
            if self.pauses.end_of(day).is_some_and(|end| end == NaiveDateTime::MAX) {
                return None;
            }
            day = day.succ_opt()?;
        }
        Some(day)
    }

    /// A clock that was stopped on its last day is over on the day that it goes on.
    fn after_pauses(&self, mut day: NaiveDate) -> Option<NaiveDate> {
        while let Some(end) = self.pauses.end_of(day) {
            if end == NaiveDateTime::MAX {
                return None;
            }
            day = self.start(end).date();
        }
        Some(day)
    }

    fn hours_after(&self, start: NaiveDateTime, hours: u32) -> Option<NaiveDateTime> {
        let mut end = start.checked_add_signed(Duration::hours(i64::from(hours)))?;
        for (from, to) in self.pauses.spans().filter(|(_, to)| *to > start) {
            if from < end {
                end = end.checked_add_signed(to - from.max(start))?;
            }
        }
        Some(end)
    }

    /// What the teams promise inside a deadline, where they promise something.
    fn inner(&self, start: NaiveDateTime, due: Due) -> Option<Due> {
        if due.at.is_some() {
            return None;
        }
        if due.day == start.date() {
            let at = self.office.hours.after(start, Duration::hours(2), self.office.calendar);
            return (at.date() == due.day).then_some(Due { day: at.date(), at: Some(at) });
        }
        let counted = |day: &NaiveDate| self.is_working(*day) && !self.pauses.hold(*day);
        let between = start.date().iter_days().skip(1).take_while(|day| *day <= due.day).filter(counted);
        let early: Vec<NaiveDate> = between.collect();
        let day = early.iter().rev().nth(1).copied();
        day.filter(|_| early.len() > 3).map(|day| Due { day, at: None })
    }
}
