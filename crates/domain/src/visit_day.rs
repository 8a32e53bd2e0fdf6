//! The month's visit day: a Thursday, and for what cannot wait the Friday after it.
//!
//! "Thursday of the third week" is said of two days that differ in three months of seven: the third
//! Thursday (always the 15th to the 21st), or the Thursday in the third row of a calendar whose weeks
//! begin on Monday (the row that holds the 1st is the first). The ward says which it means. The urgent
//! Friday is that Thursday and one day; the third Friday of a month may lie six days before it.

use crate::calendar::Calendar;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// Which Thursday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitRule {
    /// The third Thursday of the month.
    #[default]
    ThirdThursday,
    /// The Thursday of the month's third week.
    ThursdayOfThirdWeek,
}

impl VisitRule {
    /// The Thursday of a month; none when there is no such month.
    pub fn thursday(self, year: i32, month: u32) -> Option<NaiveDate> {
        match self {
            VisitRule::ThirdThursday => NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Thu, 3),
            VisitRule::ThursdayOfThirdWeek => {
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                Some(first.week(Weekday::Mon).checked_first_day()? + Days::new(2 * 7 + 3))
            }
        }
    }
}

/// What a ward does when its Thursday is a day off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenDayOff {
    /// Visits on the next working day.
    #[default]
    NextWorkingDay,
    /// Visits on the first Thursday after it that is worked.
    NextThursday,
    /// Visits on the last Thursday before it that is worked.
    PreviousThursday,
}

/// A day by the rule, and the day to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitDay {
    /// By the rule.
    pub date: NaiveDate,
    /// The same, or another when that is a day off.
    pub suggested: NaiveDate,
}

/// The days of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitDays {
    /// The Thursday.
    pub regular: VisitDay,
    /// The Friday after it.
    pub urgent: VisitDay,
}

/// How a ward finds its visit days.
#[derive(Clone, Copy, Debug)]
pub struct VisitDayRules<'a> {
    /// Which Thursday.
    pub rule: VisitRule,
    /// What to do when it is off.
    pub when_day_off: WhenDayOff,
    /// What is off.
    pub calendar: &'a Calendar,
}

impl VisitDayRules<'_> {
    /// The visit days of a month; none when there is no such month.
    pub fn of_month(&self, year: i32, month: u32) -> Option<VisitDays> {
        let thursday = self.rule.thursday(year, month)?;
        let friday = thursday + Days::new(1);
        let worked = self.calendar.is_working(friday);
        let urgent = if worked { friday } else { self.calendar.next_working_day(friday) };
        Some(VisitDays {
            regular: VisitDay { date: thursday, suggested: self.instead_of(thursday) },
            urgent: VisitDay { date: friday, suggested: urgent },
        })
    }

    /// The first visit day not before `today`; for what is urgent the first such Friday. None only at
    /// the end of all calendars.
    pub fn first_from(&self, today: NaiveDate, urgent: bool) -> Option<NaiveDate> {
        // A day off may move a visit day into the month before or after its own.
        let start = today.with_day(1)?.checked_sub_months(Months::new(1))?;
        let months = (0..4).filter_map(|later| start.checked_add_months(Months::new(later)));
        let days = months.filter_map(|month| self.of_month(month.year(), month.month()));
        let days = days.map(|days| if urgent { days.urgent.suggested } else { days.regular.suggested });
        days.filter(|day| *day >= today).min()
    }

    fn instead_of(&self, thursday: NaiveDate) -> NaiveDate {
        let calendar = self.calendar;
        if calendar.is_working(thursday) {
            return thursday;
        }
        let weeks = |count: u64| Days::new(7 * count);
        let is_working = |day: &NaiveDate| calendar.is_working(*day);
        let other_thursday = match self.when_day_off {
            WhenDayOff::NextWorkingDay => None,
            WhenDayOff::NextThursday => {
                (1..10).filter_map(|n| thursday.checked_add_days(weeks(n))).find(is_working)
            }
            WhenDayOff::PreviousThursday => {
                (1..10).filter_map(|n| thursday.checked_sub_days(weeks(n))).find(is_working)
            }
        };
        other_thursday.unwrap_or_else(|| calendar.next_working_day(thursday))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use VisitRule::{ThirdThursday, ThursdayOfThirdWeek};
    use WhenDayOff::{NextThursday, NextWorkingDay, PreviousThursday};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rules(rule: VisitRule, when_day_off: WhenDayOff) -> VisitDayRules<'static> {
        VisitDayRules { rule, when_day_off, calendar: Calendar::embedded() }
    }

    fn usual(year: i32, month: u32) -> VisitDays {
        rules(ThirdThursday, NextWorkingDay).of_month(year, month).unwrap()
    }

    /// Every month of 2024-2030.
    fn months() -> impl Iterator<Item = (i32, u32)> {
        (2024..=2030).flat_map(|year| (1..=12).map(move |month| (year, month)))
    }

    #[test]
    fn a_thursday_that_is_off_moves_as_the_ward_says() {
        for (year, month, off, next_working, next_thursday, previous_thursday) in [
            // Giỗ Tổ; then twice the third day of Tết.
            (2024, 4, "2024-04-18", "2024-04-19", "2024-04-25", "2024-04-11"),
            (2026, 2, "2026-02-19", "2026-02-23", "2026-02-26", "2026-02-12"),
            (2029, 2, "2029-02-15", "2029-02-19", "2029-02-22", "2029-02-08"),
        ] {
            for (when, suggested) in [
                (NextWorkingDay, next_working),
                (NextThursday, next_thursday),
                (PreviousThursday, previous_thursday),
            ] {
                let regular = rules(ThirdThursday, when).of_month(year, month).unwrap().regular;
                assert_eq!(regular, VisitDay { date: day(off), suggested: day(suggested) }, "{when:?}");
            }
        }
    }

    #[test]
    fn no_other_third_thursday_of_2024_to_2030_is_off() {
        let off: Vec<_> = months()
            .filter(|&(year, month)| usual(year, month).regular.date != usual(year, month).regular.suggested)
            .collect();
        assert_eq!(off, [(2024, 4), (2026, 2), (2029, 2)]);
    }

    #[test]
    fn an_urgent_friday_that_is_off_goes_to_the_next_working_day() {
        let off: Vec<_> = months()
            .map(|(year, month)| usual(year, month).urgent)
            .filter(|urgent| urgent.date != urgent.suggested)
            .map(|urgent| (urgent.date, urgent.suggested))
            .collect();
        let expected = [
            ("2026-02-20", "2026-02-23"), // the fourth day of Tết
            ("2027-04-16", "2027-04-19"), // Giỗ Tổ
            ("2029-02-16", "2029-02-19"), // the fourth day of Tết, provisional
        ];
        assert_eq!(off, expected.map(|(date, suggested)| (day(date), day(suggested))));
    }

    #[test]
    fn the_urgent_friday_of_may_2026_is_the_22nd_and_not_the_third_friday() {
        let days = usual(2026, 5);
        assert_eq!((days.regular.date, days.urgent.date), (day("2026-05-21"), day("2026-05-22")));
        let third_friday = NaiveDate::from_weekday_of_month_opt(2026, 5, Weekday::Fri, 3).unwrap();
        assert_eq!(third_friday, day("2026-05-15"));
    }

    #[test]
    fn in_twelve_months_the_urgent_friday_is_not_the_third_friday() {
        let differ: Vec<_> = months()
            .filter(|&(year, month)| {
                let third = NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Fri, 3).unwrap();
                usual(year, month).urgent.date != third
            })
            .collect();
        let expected = [
            (2024, 3),
            (2024, 11),
            (2025, 8),
            (2026, 5),
            (2027, 1),
            (2027, 10),
            (2028, 9),
            (2028, 12),
            (2029, 6),
            (2030, 2),
            (2030, 3),
            (2030, 11),
        ];
        assert_eq!(differ, expected);
    }

    #[test]
    fn the_two_rules_differ_by_a_week_in_36_of_84_months() {
        let differences: Vec<i64> = months()
            .map(|(year, month)| {
                let [third, of_week] =
                    [ThirdThursday, ThursdayOfThirdWeek].map(|rule| rule.thursday(year, month).unwrap());
                (third - of_week).num_days()
            })
            .collect();
        assert_eq!(differences.iter().filter(|days| **days == 7).count(), 36);
        assert_eq!(differences.iter().filter(|days| **days == 0).count(), 48);
    }

    #[test]
    fn the_third_week_is_the_third_row_of_a_calendar_that_begins_on_monday() {
        for (year, month, thursday) in [
            (2026, 5, "2026-05-14"),  // the 1st is a Friday: its row holds no Thursday
            (2026, 6, "2026-06-18"),  // the 1st is a Monday
            (2026, 10, "2026-10-15"), // the 1st is a Thursday
            (2026, 11, "2026-11-12"), // the 1st is a Sunday: its row holds no other day
        ] {
            assert_eq!(ThursdayOfThirdWeek.thursday(year, month), Some(day(thursday)));
        }
        assert_eq!(ThursdayOfThirdWeek.thursday(2026, 13), None);
        assert_eq!(ThirdThursday.thursday(2026, 0), None);
    }

    #[test]
    fn the_first_visit_day_may_be_today_and_what_is_urgent_takes_the_friday_that_is_left() {
        let rules = rules(ThirdThursday, NextWorkingDay);
        for (today, regular, urgent) in [
            ("2026-05-20", "2026-05-21", "2026-05-22"),
            ("2026-05-21", "2026-05-21", "2026-05-22"),
            ("2026-05-22", "2026-06-18", "2026-05-22"),
            ("2026-05-23", "2026-06-18", "2026-06-19"),
            ("2026-02-20", "2026-02-23", "2026-02-23"), // Tết moved both to Monday
            ("2026-12-18", "2027-01-21", "2026-12-18"),
        ] {
            let first = |urgent| rules.first_from(day(today), urgent).unwrap();
            assert_eq!((first(false), first(true)), (day(regular), day(urgent)), "{today}");
        }
    }

    fn any_rules() -> impl Strategy<Value = VisitDayRules<'static>> {
        let rule = prop_oneof![Just(ThirdThursday), Just(ThursdayOfThirdWeek)];
        let when = prop_oneof![Just(NextWorkingDay), Just(NextThursday), Just(PreviousThursday)];
        (rule, when).prop_map(|(rule, when)| rules(rule, when))
    }

    proptest! {
        #[test]
        fn the_rule_gives_a_thursday_of_the_month_and_the_day_after(rules in any_rules(), year in 1900..2200, month in 1..=12u32) {
            let days = rules.of_month(year, month).unwrap();
            let thursday = days.regular.date;
            prop_assert_eq!(thursday.weekday(), Weekday::Thu);
            prop_assert_eq!((thursday.year(), thursday.month()), (year, month));
            let earliest = if rules.rule == ThirdThursday { 15 } else { 12 };
            prop_assert!((earliest..earliest + 7).contains(&thursday.day()), "{thursday}");
            prop_assert_eq!((days.urgent.date - thursday).num_days(), 1);
        }

        #[test]
        fn what_is_suggested_is_always_worked(rules in any_rules(), year in 2020..2041, month in 1..=12u32) {
            let days = rules.of_month(year, month).unwrap();
            for day in [days.regular, days.urgent] {
                prop_assert!(rules.calendar.is_working(day.suggested));
                prop_assert_eq!(day.suggested == day.date, rules.calendar.is_working(day.date));
            }
        }

        #[test]
        fn the_first_visit_day_is_not_before_today_and_skips_none(rules in any_rules(), offset in 0..7300i64, urgent: bool) {
            let today = day("2020-02-01") + chrono::Duration::days(offset);
            let first = rules.first_from(today, urgent).unwrap();
            prop_assert!(first >= today);
            for (year, month) in (today.year() - 1..=today.year() + 1).flat_map(|year| (1..=12).map(move |month| (year, month))) {
                let days = rules.of_month(year, month).unwrap();
                let other = if urgent { days.urgent } else { days.regular };
                prop_assert!(other.suggested < today || other.suggested >= first);
            }
        }
    }
}
