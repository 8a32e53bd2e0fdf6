//! Dates of which the day, or the day and the month, may be unknown.
//!
//! Many old people know only the year of their birth. An unknown part stays unknown: it is compared
//! as the interval that it leaves open, and 01/01 is never put in its place.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, ops::RangeInclusive, str::FromStr};

/// Years that a paper of a living person, or one about their parents, can name.
const YEARS: RangeInclusive<i32> = 1800..=2200;

/// A year, a month of a year, or a day; always one of the calendar, in the years 1800 to 2200. Stored
/// and sent as `1942`, `1942-06` or `1942-06-17`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PartialDate {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

impl PartialDate {
    /// A year; none outside 1800 to 2200.
    pub fn year_only(year: i32) -> Option<Self> {
        YEARS.contains(&year).then_some(Self { year, month: None, day: None })
    }

    /// A month of a year.
    pub fn year_month(year: i32, month: u32) -> Option<Self> {
        (YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self {
            year,
            month: Some(month),
            day: None,
        })
    }

    /// A day of the calendar.
    pub fn full(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day)?;
        YEARS.contains(&year).then_some(Self { year, month: Some(month), day: Some(day) })
    }

    /// Reads the stored form only: `1942`, `1942-06`, `1942-06-17`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split('-').collect::<Vec<_>>()[..] {
            [year] => Self::year_only(digits(year, 4..=4)?),
            [year, month] => Self::year_month(digits(year, 4..=4)?, digits(month, 2..=2)?),
            [year, month, day] => {
                Self::full(digits(year, 4..=4)?, digits(month, 2..=2)?, digits(day, 2..=2)?)
            }
            _ => None,
        }
    }

    /// Reads a date as people and registers write it: the stored form, `17/6/1942`, `6/1942` (also with
    /// `-` or `.`), `17061942`. Zeros stand for an unknown part: `00001942`, `00/06/1942`. A year of two
    /// digits is not read: the century has to be asked for.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(stored) = Self::parse(text) {
            return Some(stored);
        }
        if digits::<u32>(text, 8..=8).is_some() {
            return Self::from_paper(&text[..2], &text[2..4], &text[4..]);
        }
        match text.split(['/', '-', '.']).map(str::trim).collect::<Vec<_>>()[..] {
            [month, year] => Self::from_paper("00", month, year),
            [day, month, year] => Self::from_paper(day, month, year),
            _ => None,
        }
    }

    fn from_paper(day: &str, month: &str, year: &str) -> Option<Self> {
        let year = digits(year, 4..=4)?;
        match (digits(day, 1..=2)?, digits(month, 1..=2)?) {
            (0, 0) => Self::year_only(year),
            (0, month) => Self::year_month(year, month),
            (day, month) => Self::full(year, month, day),
        }
    }

    /// The year.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The month, 1 to 12, if it is known.
    pub fn month(&self) -> Option<u32> {
        self.month
    }

    /// The day of the month, if it is known.
    pub fn day(&self) -> Option<u32> {
        self.day
    }

    /// As it is printed: `1942`, `06/1942`, `17/06/1942`.
    pub fn print(&self) -> String {
        let year = self.year;
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{day:02}/{month:02}/{year}"),
            (Some(month), None) => format!("{month:02}/{year}"),
            (None, _) => year.to_string(),
        }
    }

    /// The first day that it can be.
    pub fn earliest(&self) -> NaiveDate {
        // The constructors let in only days of the calendar.
        NaiveDate::from_ymd_opt(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or_default()
    }

    /// The last day that it can be.
    pub fn latest(&self) -> NaiveDate {
        let first = self.earliest();
        let months = match (self.month, self.day) {
            (_, Some(_)) => return first,
            (Some(_), None) => 1,
            (None, None) => 12,
        };
        first.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt()).unwrap_or(first)
    }

    /// Whether it is before `other`, whatever the unknown parts are.
    pub fn is_surely_before(&self, other: PartialDate) -> bool {
        self.latest() < other.earliest()
    }

    /// Whether it is after `other`, whatever the unknown parts are.
    pub fn is_surely_after(&self, other: PartialDate) -> bool {
        other.is_surely_before(*self)
    }

    /// Whether both can be the same day.
    pub fn agrees_with(&self, other: PartialDate) -> bool {
        !self.is_surely_before(other) && !self.is_surely_after(other)
    }

    /// The least and the most full years from this date to `day`; they differ by at most one, and are
    /// negative before it. Someone born on 29 February is a year older on 1 March of a common year.
    pub fn age_on(&self, day: NaiveDate) -> (i32, i32) {
        (full_years(self.latest(), day), full_years(self.earliest(), day))
    }

    /// Whether somebody born then is `years` old on a day; none when that hangs on an unknown part.
    pub fn surely_at_least(&self, years: i32, on: NaiveDate) -> Option<bool> {
        match self.age_on(on) {
            (least, _) if least >= years => Some(true),
            (_, most) if most < years => Some(false),
            _ => None,
        }
    }
}

fn full_years(from: NaiveDate, to: NaiveDate) -> i32 {
    let birthday_to_come = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i32::from(birthday_to_come)
}

/// A number written with nothing but so many digits.
fn digits<T: FromStr>(text: &str, count: RangeInclusive<usize>) -> Option<T> {
    let well_formed = count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    well_formed.then(|| text.parse().ok())?
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        [self.month, self.day].into_iter().flatten().try_for_each(|part| write!(f, "-{part:02}"))
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not a partial date"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn only_the_stored_form_is_parsed() {
        for text in ["1942", "1942-06", "1942-06-17", "2024-02-29", "1800", "2200-12-31"] {
            assert_eq!(date(text).to_string(), text);
        }
        for text in [
            "",
            "42",
            "1942-6",
            "1942-13",
            "1942-00",
            "1942-02-29",
            "1942-06-00",
            "1799",
            "2201",
            "+942",
            "1942-06-17-1",
            " 1942",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, stored) in [
            ("17/6/1942", "1942-06-17"),
            ("17-06-1942", "1942-06-17"),
            ("17.6.1942", "1942-06-17"),
            (" 17 / 06 / 1942 ", "1942-06-17"),
            ("17061942", "1942-06-17"),
            ("1942-06-17", "1942-06-17"),
            ("6/1942", "1942-06"),
            ("06/1942", "1942-06"),
            ("06-1942", "1942-06"),
            ("00061942", "1942-06"),
            ("00/06/1942", "1942-06"),
            ("1942", "1942"),
            ("00001942", "1942"),
        ] {
            assert_eq!(PartialDate::read(text), Some(date(stored)), "{text}");
        }
    }

    #[test]
    fn what_has_two_meanings_or_none_is_not_read() {
        for text in [
            "17/6/42",
            "6/42",
            "42",
            "170642",
            "061942",
            "17001942",
            "31/4/1942",
            "29/02/1942",
            "32/1/1942",
            "17//1942",
            "1/2/3/1942",
            "mười bảy",
            "１９４２",
            "-6/1942",
            "12345678901",
            "đ0061942",
        ] {
            assert_eq!(PartialDate::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_alone_leaves_the_whole_year_open() {
        assert_eq!((date("1938").earliest(), date("1938").latest()), (day("1938-01-01"), day("1938-12-31")));
        assert_eq!(
            (date("2024-02").earliest(), date("2024-02").latest()),
            (day("2024-02-01"), day("2024-02-29"))
        );
        assert_eq!(date("1938").print(), "1938");
    }

    #[test]
    fn order_is_claimed_only_when_it_is_certain() {
        assert!(date("1942").is_surely_before(date("1943-01-01")));
        assert!(date("1943-01").is_surely_after(date("1942-12-31")));
        assert!(!date("1942").is_surely_before(date("1942-06")));
        assert!(date("1942").agrees_with(date("1942-06-17")));
        assert!(!date("1942-05").agrees_with(date("1942-06-17")));
    }

    #[test]
    fn an_age_limit_is_unknown_while_the_birthday_may_still_come() {
        let today = day("2026-06-17");
        assert_eq!(date("2012").age_on(today), (13, 14));
        assert_eq!(date("2012").surely_at_least(14, today), None);
        assert_eq!(date("2012-06-17").surely_at_least(14, today), Some(true));
        assert_eq!(date("2012-06-18").surely_at_least(14, today), Some(false));
        assert_eq!(date("2011").surely_at_least(14, today), Some(true));
        assert_eq!(date("2013").surely_at_least(14, today), Some(false));
    }

    #[test]
    fn a_birthday_on_the_leap_day_comes_on_the_first_of_march() {
        assert_eq!(date("2008-02-29").age_on(day("2022-02-28")), (13, 13));
        assert_eq!(date("2008-02-29").age_on(day("2022-03-01")), (14, 14));
    }

    fn any_date() -> impl Strategy<Value = PartialDate> {
        let known = (1800..=2200, 1..=12u32, 1..=31u32, 0..3);
        known.prop_filter_map("not in the calendar", |(year, month, day, parts)| match parts {
            0 => PartialDate::year_only(year),
            1 => PartialDate::year_month(year, month),
            _ => PartialDate::full(year, month, day),
        })
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        any_date().prop_map(|date| date.earliest())
    }

    proptest! {
        #[test]
        fn a_date_comes_back_from_every_form_it_is_written_in(date in any_date()) {
            prop_assert_eq!(PartialDate::parse(&date.to_string()), Some(date));
            prop_assert_eq!(PartialDate::read(&date.to_string()), Some(date));
            prop_assert_eq!(PartialDate::read(&date.print()), Some(date));
            let json = serde_json::to_string(&date).unwrap();
            prop_assert_eq!(serde_json::from_str::<PartialDate>(&json).unwrap(), date);
        }

        #[test]
        fn no_text_breaks_the_reader(text in any::<String>(), near in "[0-9đ/.-]{0,11}") {
            PartialDate::read(&text);
            PartialDate::read(&near);
        }

        #[test]
        fn the_interval_is_in_order_and_within_the_known_parts(date in any_date()) {
            prop_assert!(date.earliest() <= date.latest());
            for end in [date.earliest(), date.latest()] {
                prop_assert_eq!(end.year(), date.year());
                prop_assert!(date.month().is_none_or(|month| month == end.month()));
                prop_assert!(date.day().is_none_or(|day| day == end.day()));
            }
        }

        #[test]
        fn two_dates_are_before_after_or_agree(a in any_date(), b in any_date()) {
            let relations = [a.is_surely_before(b), a.is_surely_after(b), a.agrees_with(b)];
            prop_assert_eq!(relations.into_iter().filter(|&holds| holds).count(), 1);
            prop_assert_eq!(a.agrees_with(b), b.agrees_with(a));
        }

        #[test]
        fn ages_differ_by_one_at_most_and_bound_every_possible_birthday(date in any_date(), on in any_day()) {
            let (least, most) = date.age_on(on);
            prop_assert!(least <= most && most <= least + 1);
            let possible = date.earliest().iter_days().take_while(|day| *day <= date.latest());
            for born in possible {
                prop_assert!((least..=most).contains(&full_years(born, on)));
            }
            prop_assert_eq!(date.surely_at_least(least, on), Some(true));
            prop_assert_eq!(date.surely_at_least(most + 1, on), Some(false));
        }
    }
}
