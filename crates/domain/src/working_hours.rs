//! The hours of a day on which the ward works.

use crate::calendar::Calendar;
use chrono::{Duration, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize, de};

/// A ward's hours: one or more spans of a day, in order. In JSON `["07:30-11:30", "13:30-17:00"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingHours(Vec<(NaiveTime, NaiveTime)>);

impl WorkingHours {
    /// What is usual, and taken until the ward says otherwise: 07:30 to 11:30 and 13:30 to 17:00. No law
    /// fixes these hours for all wards.
    pub fn usual() -> Self {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        Self(vec![(at(7, 30), at(11, 30)), (at(13, 30), at(17, 0))])
    }

    /// Reads spans such as `07:30-11:30`; none when there is none, when one is empty or cannot be read, or
    /// when one does not come after the other.
    pub fn parse(spans: &[impl AsRef<str>]) -> Option<Self> {
        let spans = spans.iter().map(|span| read(span.as_ref())).collect::<Option<Vec<_>>>()?;
        let edges: Vec<NaiveTime> = spans.iter().flat_map(|&(from, to)| [from, to]).collect();
        let in_order = edges.iter().zip(edges.iter().skip(1)).all(|(one, next)| one <= next);
        let none_empty = spans.iter().all(|(from, to)| from < to);
        (in_order && none_empty && !spans.is_empty()).then_some(Self(spans))
    }

    /// The spans as they are written.
    pub fn spans(&self) -> Vec<String> {
        let time = |time: NaiveTime| time.format("%H:%M");
        self.0.iter().map(|&(from, to)| format!("{}-{}", time(from), time(to))).collect()
    }

    /// When the day begins.
    pub fn opening(&self) -> NaiveTime {
        self.0.first().map(|(from, _)| *from).unwrap_or_default()
    }

    /// The moment at which so much working time has passed since `from`.
    pub fn after(&self, from: NaiveDateTime, mut time: Duration, calendar: &Calendar) -> NaiveDateTime {
        let mut day = from.date();
        loop {
            let spans = if calendar.is_working(day) { self.0.as_slice() } else { &[] };
            for &(opens, closes) in spans {
                let begins = day.and_time(opens).max(from);
                let there = day.and_time(closes) - begins;
                if there >= time && there >= Duration::zero() {
                    return begins + time;
                }
                time -= there.max(Duration::zero());
            }
            let next = calendar.next_working_day(day);
            if next <= day {
                return from; // the end of all calendars
            }
            day = next;
        }
    }
}

impl Serialize for WorkingHours {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.spans())
    }
}

impl<'de> Deserialize<'de> for WorkingHours {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spans = Vec::<String>::deserialize(deserializer)?;
        Self::parse(&spans).ok_or_else(|| de::Error::custom("expected spans such as 07:30-11:30, in order"))
    }
}

fn read(span: &str) -> Option<(NaiveTime, NaiveTime)> {
    let (from, to) = span.split_once('-')?;
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    Some((time(from)?, time(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn two_hours_of_work_leave_out_noon_the_night_and_days_off() {
        let (hours, calendar) = (WorkingHours::usual(), Calendar::embedded());
        for (from, then) in [
            ("2026-11-20T08:10:00", "2026-11-20T10:10:00"),
            ("2026-11-20T09:30:00", "2026-11-20T11:30:00"),
            ("2026-11-20T11:00:00", "2026-11-20T15:00:00"),
            ("2026-11-20T12:00:00", "2026-11-20T15:30:00"),
            ("2026-11-20T05:00:00", "2026-11-20T09:30:00"),
            ("2026-11-20T15:00:00", "2026-11-20T17:00:00"),
            // Friday evening; then the evening before the Day of Culture.
            ("2026-11-20T16:00:00", "2026-11-23T08:30:00"),
            ("2026-11-23T18:00:00", "2026-11-25T09:30:00"),
            ("2026-11-21T10:00:00", "2026-11-23T09:30:00"),
        ] {
            assert_eq!(hours.after(at(from), Duration::hours(2), calendar), at(then), "{from}");
        }
    }

    #[test]
    fn hours_that_are_none_are_not_taken() {
        let spans = ["07:00-11:00", "13:00-16:30"];
        assert_eq!(
            WorkingHours::parse(&spans).map(|hours| hours.spans()),
            Some(spans.map(String::from).to_vec())
        );
        for bad in [
            &[][..],
            &["07:00"],
            &["11:00-07:00"],
            &["07:00-07:00"],
            &["07:00-12:00", "11:00-17:00"],
            &["7h-11h"],
        ] {
            assert_eq!(WorkingHours::parse(bad), None, "{bad:?}");
        }
        assert_eq!(WorkingHours::parse(&WorkingHours::usual().spans()), Some(WorkingHours::usual()));
    }
}
