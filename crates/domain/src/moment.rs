//! A date with the time of the day, as far as it is known: when somebody died.

use crate::partial_date::PartialDate;
use std::fmt;

/// `2026-05-21T14:30`, `2026-05-21T14` where the minute is not known, or a partial date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    date: PartialDate,
    /// Hour and, where it is known, minute; only of a whole date.
    time: Option<(u32, Option<u32>)>,
}

impl Moment {
    /// Reads the stored form, and no other.
    pub fn parse(text: &str) -> Option<Self> {
        let Some((date, time)) = text.split_once('T') else {
            return Some(Self { date: PartialDate::parse(text)?, time: None });
        };
        let date = PartialDate::parse(date).filter(|date| date.day().is_some())?;
        let (hour, minute) = match time.split_once(':') {
            Some((hour, minute)) => (hour, Some(two_digits(minute, 59)?)),
            None => (time, None),
        };
        Some(Self { date, time: Some((two_digits(hour, 23)?, minute)) })
    }

    /// The date.
    pub fn date(&self) -> PartialDate {
        self.date
    }

    /// The hour, 0 to 23.
    pub fn hour(&self) -> Option<u32> {
        self.time.map(|(hour, _)| hour)
    }

    /// The minute.
    pub fn minute(&self) -> Option<u32> {
        self.time.and_then(|(_, minute)| minute)
    }
}

fn two_digits(text: &str, most: u32) -> Option<u32> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && *number <= most)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date.fmt(f)?;
        match self.time {
            None => Ok(()),
            Some((hour, None)) => write!(f, "T{hour:02}"),
            Some((hour, Some(minute))) => write!(f, "T{hour:02}:{minute:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_far_as_it_is_known_and_written_as_it_was() {
        for text in ["1942", "1942-06", "1942-06-17", "2026-05-21T14", "2026-05-21T14:30", "2026-05-21T00:00"]
        {
            assert_eq!(Moment::parse(text).map(|moment| moment.to_string()).as_deref(), Some(text));
        }
        let moment = Moment::parse("2026-05-21T14:30").unwrap();
        assert_eq!((moment.hour(), moment.minute(), moment.date().day()), (Some(14), Some(30), Some(21)));
    }

    #[test]
    fn a_time_needs_its_whole_date_and_two_digits_each() {
        for text in [
            "",
            "T14:30",
            "2026T14:30",
            "2026-05T14",
            "2026-05-21T",
            "2026-05-21T24:00",
            "2026-05-21T14:60",
            "2026-05-21T4:30",
            "2026-05-21T14:3",
            "2026-05-21T14:30:00",
            "2026-05-21T+4:30",
            "2026-02-30T10:00",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
