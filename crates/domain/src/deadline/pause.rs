//! Stopping the clock.

use super::clock::Stop;
use crate::calendar::Calendar;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// A time during which the clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When it was stopped.
    pub from: NaiveDateTime,
    /// When it went on; none while it is stopped.
    pub to: Option<NaiveDateTime>,
    /// Why.
    pub reason: Stop,
}

impl Pause {
    /// The last day on which the citizen may complete what they were asked for on the day of `from`: the 7th
    /// working day after it, then the dossier is stopped (NĐ 63/2024 art. 8(1)(b) and 14 as amended by NĐ
    /// 301/2026). None for what is not waited for from the citizen.
    pub fn last_day_of_citizen(&self, calendar: &Calendar) -> Option<NaiveDate> {
        let last = || (0..7).fold(self.from.date(), |day, _| calendar.next_working_day(day));
        (self.reason == Stop::Citizen).then(last)
    }
}

/// The pauses in order, those that touch as one, none that ends before it begins.
#[derive(Clone, Debug)]
pub(super) struct Pauses(Vec<(NaiveDateTime, NaiveDateTime)>);

impl Pauses {
    pub(super) fn of(pauses: &[Pause]) -> Self {
        let ends = |pause: &Pause| (pause.from, pause.to.unwrap_or(NaiveDateTime::MAX));
        let mut spans: Vec<_> = pauses.iter().map(ends).filter(|(from, to)| from < to).collect();
        spans.sort_unstable();
        let mut apart: Vec<(NaiveDateTime, NaiveDateTime)> = Vec::with_capacity(spans.len());
        for (from, to) in spans {
            match apart.last_mut() {
                Some((_, end)) if from <= *end => *end = to.max(*end),
                _ => apart.push((from, to)),
            }
        }
        Self(apart)
    }

    pub(super) fn spans(&self) -> impl Iterator<Item = (NaiveDateTime, NaiveDateTime)> {
        self.0.iter().copied()
    }

    /// Whether a day is not counted: the day of the stop is (it ran until then), that of going on is not, as
    /// no first day is (Civil Code art. 147).
    pub(super) fn hold(&self, day: NaiveDate) -> bool {
        self.spans().any(|(from, to)| from.date() < day && day <= to.date())
    }

    /// When the clock goes on, for one that stands at the end of that day.
    pub(super) fn end_of(&self, day: NaiveDate) -> Option<NaiveDateTime> {
        let mut over = self.spans().filter(|(from, to)| from.date() <= day && day < to.date());
        over.next().map(|(_, to)| to)
    }
}
