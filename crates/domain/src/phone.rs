//! Phone numbers of Vietnam. Nothing here is an error: many old people give a neighbour's number, and
//! a number that looks odd may still ring.

use crate::finding::Finding;

/// The prefixes of mobile numbers since 2018.
const MOBILE: [&str; 36] = [
    "032", "033", "034", "035", "036", "037", "038", "039", "052", "055", "056", "058", "059", "070", "076",
    "077", "078", "079", "081", "082", "083", "084", "085", "086", "087", "088", "089", "090", "091", "092",
    "093", "094", "096", "097", "098", "099",
];

/// The number as it is dialled inside the country: without spaces, dots, dashes and brackets, and with
/// `0` for `+84`, `0084` or `84`. Other characters stay.
pub fn clean(phone: &str) -> String {
    let dialled: String = phone.chars().filter(|&c| !c.is_whitespace() && !is_grouping(c)).collect();
    let national = dialled
        .strip_prefix("+84")
        .or_else(|| dialled.strip_prefix("0084"))
        .or_else(|| dialled.strip_prefix("84").filter(|rest| rest.len() >= 9));
    match national {
        // "+84 (0)91…" is common, and wrong.
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => dialled,
    }
}

/// Says what looks odd about a number; nothing about an empty one.
pub fn check(field: &str, phone: &str) -> Vec<Finding> {
    let number = clean(phone);
    let digits = number.len();
    let mobile = MOBILE.iter().any(|prefix| number.starts_with(prefix));
    let finding = if number.is_empty() {
        None
    } else if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        Some(Finding::warning("phone_characters", field))
    } else if number.starts_with("01") && digits == 11 {
        Some(Finding::warning("phone_old_mobile", field))
    } else if digits != if number.starts_with("02") { 11 } else { 10 } {
        Some(Finding::warning("phone_length", field).with("digits", digits))
    } else if !mobile && !number.starts_with("02") {
        Some(Finding::warning("phone_prefix", field).with("prefix", number.get(..3).unwrap_or_default()))
    } else {
        None
    };
    finding.into_iter().collect()
}

fn is_grouping(c: char) -> bool {
    matches!(c, '.' | '-' | '(' | ')' | '\u{2010}'..='\u{2014}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(phone: &str) -> Vec<String> {
        check("phone", phone).into_iter().map(|found| found.code).collect()
    }

    #[test]
    fn a_number_is_cleaned_to_what_is_dialled_inside_the_country() {
        for phone in
            ["0912345678", "0912 345 678", "0912.345.678", "0912-345–678", "+84 912 345 678", "84912345678"]
        {
            assert_eq!(clean(phone), "0912345678", "{phone}");
        }
        assert_eq!(clean("+84 (0)912 345 678"), "0912345678");
        assert_eq!(clean("0084912345678"), "0912345678");
        assert_eq!(clean("(0277) 385 1234"), "02773851234");
        assert_eq!(clean("8412"), "8412");
    }

    #[test]
    fn mobile_and_landline_numbers_pass() {
        for phone in ["0912345678", "0323456789", "0559876543", "02773851234", "+84 277 385 1234", ""] {
            assert_eq!(codes(phone), [""; 0], "{phone}");
        }
    }

    #[test]
    fn odd_numbers_are_warned_of_and_never_refused() {
        for (phone, code) in [
            ("912345678", "phone_length"),
            ("09123456789", "phone_length"),
            ("0277385123", "phone_length"),
            ("113", "phone_length"),
            ("0951234567", "phone_prefix"),
            ("1912345678", "phone_prefix"),
            ("01691234567", "phone_old_mobile"),
            ("0912345678 (con gái)", "phone_characters"),
            ("0912345678, 0987654321", "phone_characters"),
        ] {
            assert_eq!(codes(phone), [code], "{phone}");
            assert!(check("phone", phone).iter().all(|found| !found.is_error()));
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_check(phone in "\\PC{0,16}|[+0-9 .-]{0,14}") {
            prop_assert!(check("f", &phone).len() <= 1);
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(phone in "(\\+84|84|0084|0)[ .-]?[1-9][0-9 .-]{8,12}") {
            let cleaned = clean(&phone);
            prop_assert_eq!(clean(&cleaned), cleaned);
        }
    }
}
