//! The ward's calendar: which days are worked.
//!
//! Saturdays and Sundays are off. Rows say what is different: days off by law (Labour Code 45/2019 art.
//! 112, Resolution 28/2026/QH16), days off in exchange, and the working Saturdays that pay for them.
//! Such exchanges are decided late, so the rows that come with the app are only the beginning: each may
//! be overlaid by a record of the ward. Beyond the years of the data only days that the law itself
//! fixes are known, and [`YearStatus::Unknown`] says so.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{collections::BTreeMap, ops::RangeInclusive, sync::OnceLock};

/// `date,kind,weekday,name,status`.
const HOLIDAYS: &str = include_str!("../data/holidays_2024_2030.csv");
/// `lunar_year,can_chi,tet_mung_1,tet_weekday,giao_thua,days_in_last_lunar_month,gio_to_10_3,…`.
const LUNAR_DAYS: &str = include_str!("../data/tet_hung_kings_2020_2040.csv");
/// Days that the law fixes by the solar calendar: the first year, month, day, name.
const SOLAR_DAYS: [(i32, u32, u32, &str); 5] = [
    (0, 1, 1, "Tết Dương lịch"),
    (0, 4, 30, "Ngày Chiến thắng"),
    (0, 5, 1, "Ngày Quốc tế Lao động"),
    (0, 9, 2, "Quốc khánh"),
    (2026, 11, 24, "Ngày Văn hóa Việt Nam"),
];
/// Of the five days of Tết these fall on the same days whatever the Prime Minister decides.
const TET_DAYS: [&str; 3] = ["Tết Nguyên Đán", "Mùng hai Tết Nguyên Đán", "Mùng ba Tết Nguyên Đán"];
const HUNG_KINGS: &str = "Ngày Giỗ Tổ Hùng Vương";

/// Whether a day is off or worked, against what its weekday says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Nobody works.
    Off,
    /// Everybody works, though it may be a Saturday.
    Work,
}

/// How sure a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayStatus {
    /// Decided and published.
    #[default]
    Announced,
    /// Named by the law with its date, solar or lunar.
    Statutory,
    /// Part of a holiday whose other days are fixed yearly; this one is in it in any case.
    Certain,
    /// A holiday on a rest day, made up for on the next working day (Labour Code art. 111(3)).
    Computed,
    /// To be fixed by the Prime Minister (Labour Code art. 112(3)); it may come otherwise.
    Provisional,
}

/// What is known of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearStatus {
    /// Every day off was decided.
    Announced,
    /// Some days are expected and not yet decided.
    Provisional,
    /// Only the days that the law fixes are known; there will be others.
    Unknown,
}

/// A day that is not as its weekday says; also the body of the record by which a ward changes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// The day.
    pub date: NaiveDate,
    /// Off or worked.
    pub kind: DayKind,
    /// What the day is called.
    pub name: String,
    /// How sure it is.
    #[serde(default)]
    pub status: DayStatus,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The days off and the working Saturdays of a ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, CalendarDay>,
}

impl Calendar {
    /// The days that come with the app.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Calendar> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            let days = days_by_law().into_iter().chain(HOLIDAYS.lines().filter_map(row));
            Self { days: days.map(|day| (day.date, day)).collect() }
        })
    }

    /// The days that come with the app, those of the ward over them.
    pub fn with(ward: impl IntoIterator<Item = CalendarDay>) -> Self {
        let mut calendar = Self::embedded().clone();
        calendar.days.extend(ward.into_iter().map(|day| (day.date, day)));
        calendar
    }

    /// The row of a day, if it has one.
    pub fn day(&self, date: NaiveDate) -> Option<&CalendarDay> {
        self.days.get(&date)
    }

    /// The rows from one day to another, both included; none when they are in the wrong order.
    pub fn days(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = &CalendarDay> {
        self.days.range(from..).map(|(_, day)| day).take_while(move |day| day.date <= to)
    }

    /// What a day off is called; nothing for a working day and a plain weekend.
    pub fn name_of_day_off(&self, date: NaiveDate) -> Option<&str> {
        self.day(date).filter(|day| day.kind == DayKind::Off).map(|day| day.name.as_str())
    }

    /// Whether the ward works on that day, as far as is known.
    pub fn is_working(&self, date: NaiveDate) -> bool {
        match self.day(date) {
            Some(day) => day.kind == DayKind::Work,
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// The first working day after a day.
    pub fn next_working_day(&self, date: NaiveDate) -> NaiveDate {
        date.iter_days().skip(1).find(|day| self.is_working(*day)).unwrap_or(date)
    }

    /// What is known of a year.
    pub fn year_status(&self, year: i32) -> YearStatus {
        if !years_of_data().contains(&year) {
            return YearStatus::Unknown;
        }
        let mut of_year = self.days.values().filter(|day| day.date.year() == year);
        if of_year.any(|day| matches!(day.status, DayStatus::Computed | DayStatus::Provisional)) {
            YearStatus::Provisional
        } else {
            YearStatus::Announced
        }
    }
}

/// The years of which [`HOLIDAYS`] holds every day off; they are whole, and in order.
fn years_of_data() -> &'static RangeInclusive<i32> {
    static YEARS: OnceLock<RangeInclusive<i32>> = OnceLock::new();
    YEARS.get_or_init(|| {
        let mut years = HOLIDAYS.lines().filter_map(row).map(|day| day.date.year());
        let first = years.next().unwrap_or(i32::MAX);
        first..=years.next_back().unwrap_or(i32::MIN)
    })
}

/// A line of [`HOLIDAYS`]; the first word of `status` is the status, what follows is its ground.
fn row(line: &str) -> Option<CalendarDay> {
    let [date, kind, _weekday, name, status] = line.split(',').collect::<Vec<_>>().try_into().ok()?;
    let kind = match kind {
        "off" => DayKind::Off,
        "work" => DayKind::Work,
        _ => return None,
    };
    let status = match status.split(' ').next()? {
        "announced" => DayStatus::Announced,
        "statutory" => DayStatus::Statutory,
        "certain" => DayStatus::Certain,
        "computed" => DayStatus::Computed,
        _ => DayStatus::Provisional,
    };
    Some(CalendarDay { date: date.parse().ok()?, kind, name: name.to_owned(), status, rest: Map::new() })
}

/// What the law fixes in the years whose lunar days are known.
fn days_by_law() -> Vec<CalendarDay> {
    let mut days = Vec::new();
    for (tet, hung_kings) in LUNAR_DAYS.lines().filter_map(lunar_days) {
        let mut off = |date, name: &str, status| {
            days.push(CalendarDay {
                date,
                kind: DayKind::Off,
                name: name.to_owned(),
                status,
                rest: Map::new(),
            });
        };
        for (since, month, day, name) in SOLAR_DAYS {
            let date = NaiveDate::from_ymd_opt(tet.year(), month, day);
            if let Some(date) = date.filter(|date| date.year() >= since) {
                off(date, name, DayStatus::Statutory);
            }
        }
        for (date, name) in tet.iter_days().zip(TET_DAYS) {
            off(date, name, DayStatus::Certain);
        }
        off(hung_kings, HUNG_KINGS, DayStatus::Statutory);
    }
    days
}

/// The first day of Tết and the day of the Hùng Kings in a line of [`LUNAR_DAYS`].
fn lunar_days(line: &str) -> Option<(NaiveDate, NaiveDate)> {
    let columns: Vec<&str> = line.split(',').collect();
    Some((columns.get(2)?.parse().ok()?, columns.get(6)?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn ward_day(date: &str, kind: DayKind) -> CalendarDay {
        let status = DayStatus::Announced;
        CalendarDay { date: day(date), kind, name: "Theo thông báo".into(), status, rest: Map::new() }
    }

    #[test]
    fn every_row_of_the_data_is_taken_with_its_mark() {
        let rows: Vec<_> = HOLIDAYS.lines().skip(1).map(|line| (line, row(line))).collect();
        assert_eq!(rows.len(), 106);
        for (line, row) in rows {
            let row = row.unwrap_or_else(|| panic!("{line}"));
            let mark = serde_json::to_value(row.status).unwrap();
            let written = line.rsplit(',').next().unwrap().split(' ').next().unwrap();
            assert_eq!(mark, written, "{line}");
            assert_eq!(Calendar::embedded().day(row.date), Some(&row), "{line}");
        }
    }

    #[test]
    fn what_the_law_fixes_agrees_with_the_data() {
        let in_data: BTreeMap<_, _> =
            HOLIDAYS.lines().filter_map(row).map(|day| (day.date, day.name)).collect();
        for day in days_by_law().into_iter().filter(|day| (2024..=2030).contains(&day.date.year())) {
            assert_eq!(in_data.get(&day.date), Some(&day.name), "{}", day.date);
        }
    }

    #[test]
    fn bridge_days_are_off_and_the_saturdays_that_pay_for_them_are_worked() {
        let calendar = Calendar::embedded();
        for (off, worked) in [
            ("2024-04-29", "2024-05-04"),
            ("2025-05-02", "2025-04-26"),
            ("2026-01-02", "2026-01-10"),
            ("2026-08-31", "2026-08-22"),
        ] {
            assert!(!calendar.is_working(day(off)), "{off}");
            assert!(calendar.is_working(day(worked)), "{worked}");
            assert_eq!(day(worked).weekday(), Weekday::Sat);
            assert_eq!(calendar.name_of_day_off(day(worked)), None);
        }
        assert!(!calendar.is_working(day("2026-08-29")), "other Saturdays stay off");
    }

    #[test]
    fn the_day_after_a_swapped_monday_and_national_day_is_the_third_of_september() {
        assert_eq!(Calendar::embedded().next_working_day(day("2026-08-28")), day("2026-09-03"));
    }

    #[test]
    fn the_day_after_a_friday_may_be_a_working_saturday() {
        assert_eq!(Calendar::embedded().next_working_day(day("2026-08-21")), day("2026-08-22"));
    }

    #[test]
    fn the_day_of_culture_is_off_since_2026() {
        let calendar = Calendar::embedded();
        assert_eq!(calendar.name_of_day_off(day("2026-11-24")), Some("Ngày Văn hóa Việt Nam"));
        assert!(calendar.is_working(day("2025-11-24")) && calendar.is_working(day("2023-11-24")));
    }

    #[test]
    fn the_wards_row_lies_over_that_of_the_app() {
        let calendar = Calendar::with([
            ward_day("2027-09-03", DayKind::Work),
            ward_day("2027-09-01", DayKind::Off),
            ward_day("2027-09-04", DayKind::Work),
        ]);
        assert!(calendar.is_working(day("2027-09-03")) && calendar.is_working(day("2027-09-04")));
        assert_eq!(calendar.name_of_day_off(day("2027-09-01")), Some("Theo thông báo"));
        let september: Vec<_> =
            calendar.days(day("2027-09-01"), day("2027-09-30")).map(|row| row.date.day()).collect();
        assert_eq!(september, [1, 2, 3, 4]);
        assert_eq!(calendar.days(day("2027-09-30"), day("2027-09-01")).count(), 0);
    }

    #[test]
    fn a_year_is_announced_or_provisional_or_said_to_be_unknown() {
        let calendar = Calendar::embedded();
        let status = |year| calendar.year_status(year);
        assert_eq!([2024, 2025, 2026].map(status), [YearStatus::Announced; 3]);
        assert_eq!([2027, 2028, 2029, 2030].map(status), [YearStatus::Provisional; 4]);
        assert_eq!([1999, 2020, 2023, 2031, 2040, 2041].map(status), [YearStatus::Unknown; 6]);
        let decided = calendar.days.values().filter(|day| day.date.year() == 2027).cloned();
        let decided = decided.map(|day| CalendarDay { status: DayStatus::Announced, ..day });
        assert_eq!(Calendar::with(decided).year_status(2027), YearStatus::Announced);
    }

    #[test]
    fn an_unknown_year_is_never_free_of_the_days_that_the_law_fixes() {
        let calendar = Calendar::embedded();
        for (date, name) in [
            ("2031-01-01", "Tết Dương lịch"),
            ("2031-01-23", "Tết Nguyên Đán"),
            ("2031-01-24", "Mùng hai Tết Nguyên Đán"),
            ("2031-04-01", "Ngày Giỗ Tổ Hùng Vương"),
            ("2040-11-24", "Ngày Văn hóa Việt Nam"),
        ] {
            assert_eq!(calendar.name_of_day_off(day(date)), Some(name), "{date}");
        }
    }

    #[test]
    fn tet_of_2030_is_the_vietnamese_one() {
        assert_eq!(Calendar::embedded().name_of_day_off(day("2030-02-02")), Some("Tết Nguyên Đán"));
    }

    proptest! {
        #[test]
        fn the_next_working_day_is_worked_and_none_before_it_is(offset in 0..7600i64) {
            let calendar = Calendar::embedded();
            let date = day("2020-01-01") + chrono::Duration::days(offset);
            let next = calendar.next_working_day(date);
            prop_assert!(next > date && calendar.is_working(next));
            prop_assert!(date.iter_days().skip(1).take_while(|day| *day < next).all(|day| !calendar.is_working(day)));
        }
    }
}
