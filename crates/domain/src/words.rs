//! Numbers and dates in Vietnamese words, as the declarations of civil status want them.
//!
//! "Ngày mười bảy tháng sáu năm một nghìn chín trăm bốn mươi hai": the last digit changes with what
//! stands before it (mốt, tư, lăm), and two words differ between North and South, so that the ward
//! chooses them. Days are written without "mùng" and months by number, never by the moon's names.

use crate::{partial_date::PartialDate, text};
use serde::{Deserialize, Serialize};

/// How an empty place of tens is read between hundreds and units: 105.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zero {
    /// Một trăm linh năm (North).
    #[default]
    Linh,
    /// Một trăm lẻ năm (South).
    Le,
}

/// How a thousand is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thousand {
    /// Nghìn (North, official).
    #[default]
    Nghin,
    /// Ngàn (South).
    Ngan,
}

/// How a ward writes numbers out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberStyle {
    /// Linh or lẻ.
    pub zero: Zero,
    /// Nghìn or ngàn.
    pub thousand: Thousand,
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// A number in words, in lower case: 1965 is "một nghìn chín trăm sáu mươi lăm". A group of three zeros
/// is left out: 1000005 is "một triệu không trăm linh năm".
pub fn number(n: u32, style: NumberStyle) -> String {
    let thousand = match style.thousand {
        Thousand::Nghin => "nghìn",
        Thousand::Ngan => "ngàn",
    };
    let groups = [(n / 1_000_000_000, "tỷ"), (n / 1_000_000, "triệu"), (n / 1_000, thousand), (n, "")];
    let mut words = Vec::new();
    for (up_to_here, unit) in groups {
        let group = up_to_here % 1_000;
        if group > 0 {
            push_group(&mut words, group, style.zero, up_to_here > group);
            words.extend(Some(unit).filter(|unit| !unit.is_empty()));
        }
    }
    if words.is_empty() { DIGITS[0].to_owned() } else { words.join(" ") }
}

/// Three digits; behind greater ones a missing hundred is said too ("không trăm").
fn push_group(words: &mut Vec<&'static str>, group: u32, zero: Zero, behind_others: bool) {
    let [hundreds, tens, units] = [group / 100, group / 10 % 10, group % 10].map(|digit| digit as usize);
    let says_hundreds = hundreds > 0 || behind_others;
    if says_hundreds {
        words.extend([DIGITS[hundreds], "trăm"]);
    }
    match (tens, zero) {
        (0, _) if units == 0 || !says_hundreds => {}
        (0, Zero::Linh) => words.push("linh"),
        (0, Zero::Le) => words.push("lẻ"),
        (1, _) => words.push("mười"),
        (tens, _) => words.extend([DIGITS[tens], "mươi"]),
    }
    match (tens, units) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        (_, units) => words.push(DIGITS[units]),
    }
}

/// A date in words, as far as it is known: "Ngày … tháng … năm …", "Tháng … năm …" or "Năm …".
pub fn date(date: PartialDate, style: NumberStyle) -> String {
    let year = format!("năm {}", number(date.year().unsigned_abs(), style));
    let month = date.month().map(|month| match month {
        4 => "tháng tư".to_owned(),
        month => format!("tháng {}", number(month, style)),
    });
    let day = date.day().map(|day| format!("ngày {}", number(day, style)));
    let sentence = [day, month, Some(year)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let mut letters = sentence.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Whether two dates in words say the same: case, spaces, punctuation, composition and the place of the
/// tone mark aside, and with every spelling that people use: bốn or tư, một or mốt, năm, lăm or nhăm,
/// linh or lẻ, nghìn or ngàn, "mùng" before a day, and a year digit by digit ("một chín bảy tư").
pub fn same_date_words(a: &str, b: &str) -> bool {
    plain_words(a) == plain_words(b)
}

/// The words with each variant brought to one.
fn plain_words(text: &str) -> Vec<String> {
    let spelled = text::normalise_tone_marks(&text::spelled(text));
    let mut words: Vec<String> = spelled.split(' ').map(|word| plain(word).to_owned()).collect();
    // "Ngày mùng năm" has become "ngày ngày năm".
    words.dedup_by(|later, earlier| later == "ngày" && earlier == "ngày");
    spell_out_year(&mut words);
    words
}

fn plain(word: &str) -> &str {
    match word {
        "tư" => "bốn",
        "mốt" => "một",
        "lăm" | "nhăm" => "năm",
        "bẩy" => "bảy",
        "lẻ" | "lẽ" => "linh",
        "ngàn" => "nghìn",
        "mùng" | "mồng" => "ngày",
        other => other,
    }
}

/// Four digits at the end, behind the word "năm", are a year digit by digit.
fn spell_out_year(words: &mut Vec<String>) {
    let start = words.len().saturating_sub(4);
    let digits: Option<Vec<usize>> =
        words[start..].iter().map(|word| DIGITS.iter().position(|digit| digit == word)).collect();
    if let Some(digits @ [_, _, _, _]) = digits.as_deref()
        && start > 0
        && words[start - 1] == "năm"
    {
        let year = digits.iter().fold(0, |year, &digit| 10 * year + digit as u32);
        words.truncate(start);
        words.extend(number(year, NumberStyle::default()).split(' ').map(|word| plain(word).to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;
    use unicode_normalization::UnicodeNormalization;

    const NORTH: NumberStyle = NumberStyle { zero: Zero::Linh, thousand: Thousand::Nghin };
    const SOUTH: NumberStyle = NumberStyle { zero: Zero::Le, thousand: Thousand::Ngan };

    fn in_words(text: &str) -> String {
        date(PartialDate::parse(text).unwrap(), NORTH)
    }

    #[test]
    fn hard_years_are_written_as_a_registrar_writes_them() {
        for (year, words) in [
            (1901, "một nghìn chín trăm linh một"),
            (1905, "một nghìn chín trăm linh năm"),
            (1910, "một nghìn chín trăm mười"),
            (1911, "một nghìn chín trăm mười một"),
            (1914, "một nghìn chín trăm mười bốn"),
            (1915, "một nghìn chín trăm mười lăm"),
            (1921, "một nghìn chín trăm hai mươi mốt"),
            (1924, "một nghìn chín trăm hai mươi tư"),
            (1925, "một nghìn chín trăm hai mươi lăm"),
            (1931, "một nghìn chín trăm ba mươi mốt"),
            (1965, "một nghìn chín trăm sáu mươi lăm"),
            (1975, "một nghìn chín trăm bảy mươi lăm"),
            (1985, "một nghìn chín trăm tám mươi lăm"),
            (1995, "một nghìn chín trăm chín mươi lăm"),
            (2000, "hai nghìn"),
            (2001, "hai nghìn không trăm linh một"),
            (2005, "hai nghìn không trăm linh năm"),
            (2015, "hai nghìn không trăm mười lăm"),
            (2021, "hai nghìn không trăm hai mươi mốt"),
        ] {
            assert_eq!(number(year, NORTH), words);
        }
        assert_eq!(number(2005, SOUTH), "hai ngàn không trăm lẻ năm");
    }

    #[test]
    fn numbers_of_every_size_are_written_out() {
        for (n, words) in [
            (0, "không"),
            (4, "bốn"),
            (5, "năm"),
            (10, "mười"),
            (44, "bốn mươi tư"),
            (100, "một trăm"),
            (104, "một trăm linh bốn"),
            (1_001, "một nghìn không trăm linh một"),
            (15_000, "mười lăm nghìn"),
            (105_021, "một trăm linh năm nghìn không trăm hai mươi mốt"),
            (1_000_005, "một triệu không trăm linh năm"),
            (1_005_000, "một triệu không trăm linh năm nghìn"),
            (
                999_999_999,
                "chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín",
            ),
            (2_000_000_010, "hai tỷ không trăm mười"),
        ] {
            assert_eq!(number(n, NORTH), words);
        }
    }

    #[test]
    fn dates_are_written_as_far_as_they_are_known() {
        assert_eq!(in_words("1942-06-17"), "Ngày mười bảy tháng sáu năm một nghìn chín trăm bốn mươi hai");
        assert_eq!(in_words("1942-04-24"), "Ngày hai mươi tư tháng tư năm một nghìn chín trăm bốn mươi hai");
        assert_eq!(in_words("2005-05-05"), "Ngày năm tháng năm năm hai nghìn không trăm linh năm");
        assert_eq!(in_words("2000-12-04"), "Ngày bốn tháng mười hai năm hai nghìn");
        assert_eq!(in_words("1942-06"), "Tháng sáu năm một nghìn chín trăm bốn mươi hai");
        assert_eq!(in_words("1938"), "Năm một nghìn chín trăm ba mươi tám");
    }

    #[test]
    fn words_typed_by_a_person_may_vary() {
        for (typed, stored) in [
            ("ngày MƯỜI BẢY tháng sáu, năm một nghìn chín trăm bốn mươi hai.", "1942-06-17"),
            ("Ngày mùng bốn tháng bốn năm một ngàn chín trăm bảy mươi bốn", "1974-04-04"),
            ("mồng năm tháng năm năm hai ngàn không trăm lẻ năm", "2005-05-05"),
            ("Ngày hai tháng tư năm một chín bảy tư", "1974-04-02"),
            ("Năm một chín ba tám", "1938"),
            ("Tháng năm năm hai không không lăm", "2005-05"),
            ("Ngày hai mươi mốt  tháng một năm một nghìn chín trăm sáu mươi nhăm", "1965-01-21"),
        ] {
            assert!(same_date_words(typed, &in_words(stored)), "{typed}");
        }
    }

    #[test]
    fn words_that_say_another_date_are_not_the_same() {
        for (typed, stored) in [
            ("Ngày mười bảy tháng sáu năm một nghìn chín trăm bốn mươi ba", "1942-06-17"),
            ("Tháng sáu năm một nghìn chín trăm bốn mươi hai", "1942-06-17"),
            ("Năm một chín ba tám", "1939"),
            ("", "1938"),
            ("một chín ba tám", "1938"),
            ("1938", "1938"),
        ] {
            assert!(!same_date_words(typed, &in_words(stored)), "{typed}");
        }
    }

    #[test]
    fn the_wards_choice_has_stable_names() {
        let names = [Zero::Linh, Zero::Le].map(|zero| serde_json::to_value(zero).unwrap());
        assert_eq!(names, ["linh", "le"]);
        let names = [Thousand::Nghin, Thousand::Ngan].map(|thousand| serde_json::to_value(thousand).unwrap());
        assert_eq!(names, ["nghin", "ngan"]);
    }

    #[test]
    fn the_years_of_the_living_differ_in_words() {
        let years: HashSet<String> = (1800..=2200).map(|year| number(year, NORTH)).collect();
        assert_eq!(years.len(), 401);
    }

    fn any_date() -> impl Strategy<Value = PartialDate> {
        let parts = (1800..=2200, 1..=12u32, 1..=31u32, 0..3);
        parts.prop_filter_map("not in the calendar", |(year, month, day, parts)| match parts {
            0 => PartialDate::year_only(year),
            1 => PartialDate::year_month(year, month),
            _ => PartialDate::full(year, month, day),
        })
    }

    proptest! {
        #[test]
        fn different_numbers_have_different_words(a in 0..=999_999_999u32, b in 0..=999_999_999u32, near in 0..1000u32) {
            prop_assert_eq!(a == b, number(a, NORTH) == number(b, NORTH));
            prop_assert!(near == 0 || number(a, SOUTH) != number(a.wrapping_add(near), SOUTH));
        }

        #[test]
        fn style_case_and_composition_do_not_change_the_date(day in any_date()) {
            let words = date(day, NORTH);
            let decomposed: String = words.to_uppercase().nfd().collect();
            prop_assert!(same_date_words(&words, &date(day, SOUTH)));
            prop_assert!(same_date_words(&words, &decomposed));
        }

        #[test]
        fn the_year_may_be_said_digit_by_digit(year in 1800..=2200i32) {
            let digits: Vec<_> = year.to_string().bytes().map(|byte| DIGITS[usize::from(byte - b'0')]).collect();
            let full = date(PartialDate::year_only(year).unwrap(), NORTH);
            let typed = format!("Năm {}", digits.join(" "));
            prop_assert!(same_date_words(&typed, &full));
        }

        #[test]
        fn different_dates_are_not_the_same_words(a in any_date(), b in any_date()) {
            prop_assert_eq!(a == b, same_date_words(&date(a, NORTH), &date(b, SOUTH)));
        }
    }
}
