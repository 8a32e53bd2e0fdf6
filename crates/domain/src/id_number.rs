//! The numbers of identity cards: the personal number of 12 digits (số định danh cá nhân) and the
//! 9 digits of the old card (CMND).
//!
//! A personal number is `PPP C YY SSSSSS`: the province or country where the birth was registered,
//! century and sex, the year, and six digits at random; there is no check digit. The merger of the
//! provinces in 2025 renumbered nobody. Source: TT 07/2016/TT-BCA, TT 59/2021/TT-BCA. A corrected sex
//! or year of birth leaves the number as it was, so a difference there is a warning and no error.

use crate::{finding::Finding, partial_date::PartialDate, sex::Sex};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, sync::LazyLock};

/// The 63 prefixes of before July 2025: `prefix,old_province,current_code,current_province`.
const PROVINCES: &str = include_str!("../data/cccd_province_codes.csv");

/// The old provinces by their prefixes. Read once: a ward looks for one with every number in every dossier that comes.
static BY_PREFIX: LazyLock<BTreeMap<u32, &'static str>> = LazyLock::new(|| {
    let rows = PROVINCES.lines().skip(1).filter_map(|row| {
        let mut cells = row.split(',');
        Some((cells.next()?.parse().ok()?, cells.next()?))
    });
    rows.collect()
});

/// From this prefix on the birth was registered abroad, in a country: their table (TT 07/2016,
/// Phụ lục II) is not here, so every one is accepted.
const FIRST_COUNTRY: u32 = 100;

/// What kind of number it is, by its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdKind {
    /// 12 digits.
    Personal,
    /// 9 digits: an old card, not valid since 01/01/2025.
    Cmnd,
    /// Anything else.
    Unknown,
}

/// What a number says about its holder; only a personal number says anything.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdReading {
    /// What kind of number it is.
    pub kind: IdKind,
    /// The old name of the province that registered the birth; none for a country or an unknown prefix.
    pub province: Option<String>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Year of birth, 1900 to 2399.
    pub birth_year: Option<i32>,
}

impl fmt::Debug for IdReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdReading({:?}, …)", self.kind)
    }
}

/// The number without the spaces and dots that people group it with.
pub fn clean(number: &str) -> String {
    number.chars().filter(|&c| !c.is_whitespace() && c != '.').collect()
}

/// Reads what a number says.
pub fn read(number: &str) -> IdReading {
    let digits = digits(&clean(number)).unwrap_or_default();
    let nothing = IdReading { kind: IdKind::Unknown, province: None, sex: None, birth_year: None };
    match digits[..] {
        [p1, p2, p3, century, decade, year, ..] if digits.len() == 12 => IdReading {
            kind: IdKind::Personal,
            province: province(100 * p1 + 10 * p2 + p3).map(str::to_owned),
            sex: Some(if century % 2 == 0 { Sex::Male } else { Sex::Female }),
            birth_year: i32::try_from(1900 + 100 * (century / 2) + 10 * decade + year).ok(),
        },
        _ if digits.len() == 9 => IdReading { kind: IdKind::Cmnd, ..nothing },
        _ => nothing,
    }
}

/// Checks a number that stands where a personal number is wanted against what else is known of the
/// person. Nothing is said about an empty one: whether it is required is not asked here.
pub fn check(
    field: &str,
    number: &str,
    sex: Option<Sex>,
    born: Option<PartialDate>,
    today: NaiveDate,
) -> Vec<Finding> {
    let cleaned = clean(number);
    if cleaned.is_empty() {
        return Vec::new();
    }
    let Some(digits) = digits(&cleaned) else {
        return vec![Finding::error("id_number_digits", field)];
    };
    let reading = read(&cleaned);
    match reading.kind {
        IdKind::Unknown => vec![Finding::error("id_number_length", field).with("digits", digits.len())],
        IdKind::Cmnd => vec![Finding::warning("id_number_cmnd", field)],
        IdKind::Personal => {
            let prefix = cleaned.get(..3).unwrap_or_default();
            let findings = [
                province_finding(field, prefix, &reading),
                sex_finding(field, sex, &reading),
                year_finding(field, born, today, &reading),
            ];
            findings.into_iter().flatten().collect()
        }
    }
}

fn province_finding(field: &str, prefix: &str, reading: &IdReading) -> Option<Finding> {
    let abroad = prefix.parse().is_ok_and(|prefix: u32| prefix >= FIRST_COUNTRY);
    (reading.province.is_none() && !abroad)
        .then(|| Finding::warning("id_number_province", field).with("prefix", prefix))
}

fn sex_finding(field: &str, given: Option<Sex>, reading: &IdReading) -> Option<Finding> {
    let (given, in_number) = given.zip(reading.sex)?;
    (given != in_number).then(|| {
        Finding::warning("id_number_sex", field)
            .with("given", given.as_str())
            .with("in_number", in_number.as_str())
    })
}

fn year_finding(
    field: &str,
    born: Option<PartialDate>,
    today: NaiveDate,
    reading: &IdReading,
) -> Option<Finding> {
    let in_number = reading.birth_year?;
    if in_number > today.year() {
        return Some(Finding::error("id_number_future", field).with("in_number", in_number));
    }
    let given = born?.year();
    (given != in_number).then(|| {
        Finding::warning("id_number_birth_year", field).with("given", given).with("in_number", in_number)
    })
}

/// The digits of a number made of nothing else.
fn digits(cleaned: &str) -> Option<Vec<u32>> {
    cleaned.chars().map(|c| c.to_digit(10)).collect()
}

fn province(prefix: u32) -> Option<&'static str> {
    BY_PREFIX.get(&prefix).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn codes(number: &str, sex: Option<Sex>, born: Option<&str>) -> Vec<(String, Severity)> {
        let born = born.and_then(PartialDate::parse);
        check("id_number", number, sex, born, today())
            .into_iter()
            .map(|found| (found.code, found.severity))
            .collect()
    }

    fn error(code: &str) -> Vec<(String, Severity)> {
        vec![(code.to_owned(), Severity::Error)]
    }

    fn warning(code: &str) -> Vec<(String, Severity)> {
        vec![(code.to_owned(), Severity::Warning)]
    }

    #[test]
    fn a_personal_number_tells_province_sex_and_year() {
        let reading = read("087 167 001.234");
        assert_eq!(reading.kind, IdKind::Personal);
        assert_eq!(reading.province.as_deref(), Some("Đồng Tháp"));
        assert_eq!((reading.sex, reading.birth_year), (Some(Sex::Female), Some(1967)));
    }

    #[test]
    fn the_fourth_digit_is_century_and_sex() {
        for (digit, sex, year) in [
            (0, Sex::Male, 1967),
            (1, Sex::Female, 1967),
            (2, Sex::Male, 2067),
            (3, Sex::Female, 2067),
            (4, Sex::Male, 2167),
            (7, Sex::Female, 2267),
            (9, Sex::Female, 2367),
        ] {
            let reading = read(&format!("087{digit}67001234"));
            assert_eq!((reading.sex, reading.birth_year), (Some(sex), Some(year)));
        }
    }

    #[test]
    fn other_numbers_tell_nothing() {
        assert_eq!(read("301 234 567").kind, IdKind::Cmnd);
        for number in ["", "12345", "08716700123x", "0871670012345", "٠٨٧١٦٧٠٠١٢٣٤"] {
            let reading = read(number);
            assert_eq!(
                (reading.kind, reading.sex, reading.birth_year),
                (IdKind::Unknown, None, None),
                "{number}"
            );
        }
    }

    #[test]
    fn a_number_that_agrees_is_not_spoken_of() {
        assert_eq!(codes("087167001234", Some(Sex::Female), Some("1967")), []);
        assert_eq!(codes("087.167.001.234", Some(Sex::Female), Some("1967-08-15")), []);
        assert_eq!(codes("087167001234", None, None), []);
        assert_eq!(codes("  ", Some(Sex::Female), None), []);
    }

    #[test]
    fn a_wrong_shape_is_an_error() {
        assert_eq!(codes("08716700123", None, None), error("id_number_length"));
        assert_eq!(codes("08716700123O", None, None), error("id_number_digits"));
        assert_eq!(codes("087-167-001234", None, None), error("id_number_digits"));
    }

    #[test]
    fn an_old_number_in_the_place_of_the_new_one_is_a_warning() {
        assert_eq!(codes("301234567", Some(Sex::Male), Some("1967")), warning("id_number_cmnd"));
    }

    #[test]
    fn another_sex_or_year_is_a_warning() {
        assert_eq!(codes("087067001234", Some(Sex::Female), None), warning("id_number_sex"));
        assert_eq!(codes("087067001234", None, Some("1966-12")), warning("id_number_birth_year"));
        let found = check("f", "087067001234", Some(Sex::Female), PartialDate::year_only(1968), today());
        assert_eq!(found[0].params["in_number"], "male");
        assert_eq!((&found[1].params["given"], &found[1].params["in_number"]), (&1968.into(), &1967.into()));
    }

    #[test]
    fn a_birth_in_the_future_is_an_error_whatever_the_paper_says() {
        assert_eq!(codes("087267001234", None, None), error("id_number_future"));
        assert_eq!(codes("087267001234", Some(Sex::Male), Some("1967")), error("id_number_future"));
        assert_eq!(codes("087226001234", None, Some("2026-11-20")), []);
    }

    #[test]
    fn an_unknown_province_is_a_warning_and_a_country_is_accepted() {
        assert_eq!(codes("003067001234", None, None), warning("id_number_province"));
        assert_eq!(codes("000067001234", None, None), warning("id_number_province"));
        assert_eq!(codes("132067001234", None, None), []);
    }

    #[test]
    fn the_table_holds_63_provinces_in_four_plain_columns() {
        let rows: Vec<_> = PROVINCES.lines().skip(1).collect();
        assert_eq!(rows.len(), 63);
        for row in rows {
            assert_eq!(row.split(',').count(), 4, "{row}");
            assert!(!row.contains('"') && province(row[..3].parse().unwrap()).is_some(), "{row}");
        }
    }

    #[test]
    fn the_debug_text_of_a_reading_tells_nothing_of_the_person() {
        assert_eq!(format!("{:?}", read("087167001234")), "IdReading(Personal, …)");
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_checks_and_findings_do_not_repeat_the_number(number in "\\PC{0,14}|[0-9 .]{9,14}") {
            let findings = check("f", &number, Some(Sex::Male), PartialDate::year_only(1967), today());
            let told = serde_json::to_string(&findings).unwrap();
            prop_assert!(clean(&number).len() < 9 || !told.contains(&clean(&number)));
        }

        #[test]
        fn spaces_and_dots_change_nothing(number in "0[0-9]{11}", at in 0usize..12) {
            let (head, tail) = number.split_at(at);
            let grouped = format!(" {head}. {tail}");
            prop_assert!(read(&grouped) == read(&number));
        }
    }
}
