use super::*;
use crate::finding::Severity;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

const OF_2021: &str = "087167001234|301234567|Trần Thị Bình|15081967|Nữ|Khóm 2, Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp|20072021";
const OF_2024: &str =
    "087167001234||Trần Thị Bình|15081967|Nữ|Khóm 2, Phường Cao Lãnh, Đồng Tháp|05092025||||";
const ZONE: &str =
    "IDVNM1670012340087167001234<<1\n6708157F9912315VNM<<<<<<<<<<<8\nTRAN<<THI<BINH<<<<<<<<<<<<<<<<";

fn today() -> NaiveDate {
    "2026-11-21".parse().unwrap()
}

fn card(text: &str) -> Card {
    read(text, today()).unwrap()
}

fn codes(card: &Card) -> Vec<(&str, &str)> {
    card.findings.iter().map(|found| (found.code.as_str(), found.field.as_str())).collect()
}

fn date(text: &str) -> Option<PartialDate> {
    Some(PartialDate::parse(text).unwrap())
}

#[test]
fn the_code_of_2021_has_seven_fields() {
    let card = card(OF_2021);
    assert_eq!((card.kind, card.issuer), (Some(CardKind::Cccd2021), Some(ISSUER_2021)));
    assert_eq!((card.number.as_str(), card.old_number.as_deref()), ("087167001234", Some("301234567")));
    assert_eq!((card.full_name.as_str(), card.sex), ("Trần Thị Bình", Some(Sex::Female)));
    assert_eq!((card.born, card.issued), (date("1967-08-15"), date("2021-07-20")));
    assert_eq!(card.address.as_deref(), Some("Khóm 2, Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp"));
    assert_eq!(codes(&card), []);
}

#[test]
fn ten_fields_or_more_are_a_card_of_2024_and_what_stands_there_is_kept() {
    let eleven = card(OF_2024);
    assert_eq!((eleven.kind, eleven.issuer), (Some(CardKind::CanCuoc2024), Some(ISSUER_2024)));
    assert_eq!((eleven.old_number.as_deref(), &eleven.more), (None, &Vec::new()));
    assert_eq!(codes(&eleven), []);
    let ten = OF_2024.strip_suffix('|').unwrap();
    assert!(card(ten) == eleven);
    let child = card(&format!("{ten}Trần Văn Mẫu| Lê Thị Ví  Dụ |"));
    assert_eq!(child.kind, Some(CardKind::CanCuoc2024));
    assert_eq!(child.more, ["Trần Văn Mẫu", "Lê Thị Ví Dụ"]);
}

#[test]
fn a_count_between_the_two_layouts_tells_no_card_and_no_issuer() {
    for extra in ["|", "||"] {
        let card = card(&format!("{OF_2021}{extra}"));
        assert_eq!((card.kind, card.issuer), (None, None));
        assert_eq!(codes(&card), [("card_layout_unknown", "card")]);
    }
}

#[test]
fn fewer_than_seven_fields_and_other_texts_are_no_card() {
    let mut cut = OF_2021;
    for fields in (2..=6).rev() {
        cut = cut.rsplit_once('|').unwrap().0;
        assert_eq!(read(cut, today()).unwrap_err(), CardError::QrCut { fields });
    }
    for other in
        ["", "  \n", "087167001234", "https://example.vn/?a=1|2|3|4|5|6|7", "|||||||", "P<VNMTRAN<<BINH"]
    {
        assert_eq!(read(other, today()).unwrap_err(), CardError::NoCard, "{other}");
    }
}

#[test]
fn decomposed_letters_and_extra_spaces_change_nothing() {
    let decomposed: String = OF_2021.nfd().collect();
    assert!(decomposed != OF_2021 && card(&decomposed) == card(OF_2021));
    let spaced = OF_2021.replace('|', " | \u{200b}").replace("Thị", "  Thị ");
    assert!(card(&format!("\u{feff} {spaced}\r\n")) == card(OF_2021));
}

#[test]
fn empty_and_partial_dates_stay_what_they_are() {
    for (written, read) in [
        ("", None),
        ("00001938", date("1938")),
        ("1938", date("1938")),
        ("00061938", date("1938-06")),
        ("15/08/1938", date("1938-08-15")),
    ] {
        let card = card(&OF_2021.replace("15081967", written).replace("087167", "087138"));
        assert_eq!((card.born, codes(&card)), (read, vec![]), "{written}");
    }
    for written in ["31041967", "150867", "mười lăm"] {
        let card = card(&OF_2021.replace("15081967", written));
        assert_eq!((card.born, codes(&card)), (None, vec![("card_date_unreadable", "born")]), "{written}");
    }
    let future = card(&OF_2024.replace("05092025", "05092027"));
    assert_eq!(codes(&future), [("date_future", "issued")]);
}

#[test]
fn what_does_not_fit_together_is_told() {
    for (from, to, found) in [
        ("087167", "087067", ("id_number_sex", "number")),
        ("15081967", "15081966", ("id_number_birth_year", "number")),
        ("087167", "003167", ("id_number_province", "number")),
        ("087167001234", "08716700123", ("id_number_length", "number")),
        ("087167001234", "08716700123O", ("id_number_digits", "number")),
        ("301234567", "30123456", ("old_id_number_length", "old_number")),
        ("Nữ", "Nuwx", ("card_sex_unreadable", "sex")),
        ("Trần Thị Bình", "", ("card_name_missing", "full_name")),
        ("Trần Thị Bình", "Traanf Thij Binhf", ("card_typing_damaged", "full_name")),
        ("Trần Thị Bình", "TRAN THI BINH", ("card_name_without_marks", "full_name")),
        ("Phường", "Ph][ng", ("card_typing_damaged", "address")),
        ("20072021", "20072025", ("card_issuer_doubtful", "issuer")),
    ] {
        assert_eq!(codes(&card(&OF_2021.replacen(from, to, 1))), [found], "{to}");
    }
    let born_in_2067 = card(&OF_2021.replace("087167", "087367"));
    assert!(born_in_2067.findings.iter().any(|found| found.code == "id_number_future" && found.is_error()));
    assert_eq!(codes(&card(&OF_2024.replace("05092025", "05092023"))), [("card_issuer_doubtful", "issuer")]);
}

#[test]
fn an_mrz_tells_number_birth_sex_and_a_name_without_marks_and_every_check_digit() {
    let card = card(ZONE);
    assert_eq!((card.source, card.kind, card.issuer), (CardSource::Mrz, None, None));
    assert_eq!((card.number.as_str(), card.full_name.as_str()), ("087167001234", "TRAN THI BINH"));
    assert_eq!((card.born, card.sex), (date("1967-08-15"), Some(Sex::Female)));
    assert_eq!((card.expires, card.no_expiry), (None, true));
    assert!(card.checks.len() == 5 && card.checks.iter().all(|check| check.agrees));
    assert_eq!(codes(&card), [("mrz_name_plain", "full_name")]);
}

#[test]
fn an_mrz_is_read_as_people_type_it() {
    let in_one_line = ZONE.replace('\n', "");
    for typed in [
        in_one_line.clone(),
        in_one_line.trim_end_matches('<').to_owned(),
        ZONE.to_lowercase().replace('\n', "\r\n\r\n"),
        ZONE.replace("<<", "< <").replace("IDVNM", "IDVNM "),
        ZONE.replace("TRAN<<", "TRAN«"),
        format!("\u{feff}  {ZONE}\n"),
    ] {
        assert!(card(&typed) == card(ZONE), "{typed}");
    }
}

#[test]
fn a_letter_o_is_read_as_a_zero_and_never_silently() {
    let typed = ZONE.replacen("0087167001234", "0O87167001234", 1);
    let read = card(&typed);
    assert_eq!(read.number, "087167001234");
    assert_eq!(codes(&read), [("mrz_letter_o", "number"), ("mrz_name_plain", "full_name")]);
    assert_eq!(
        (&read.findings[0].params["line"], &read.findings[0].params["place"]),
        (&1.into(), &16.into())
    );
    let nothing = card(&ZONE.replacen("1670012340087167001234<<1", &"<".repeat(25), 1));
    assert!(nothing.findings.iter().any(|found| found.field == "number" && found.is_error()));
    let other = card(&ZONE.replacen("0087167001234", "0B87167001234", 1));
    assert_eq!(other.findings[0].code, "mrz_character");
    assert!(other.checks.iter().any(|check| !check.agrees) && other.findings[0].is_error());
}

#[test]
fn a_line_that_is_missing_or_too_long_is_named() {
    let lines: Vec<_> = ZONE.lines().collect();
    for (typed, line, length) in [
        (lines[0].to_owned(), 2, 0),
        (lines[..2].join("\n"), 3, 0),
        (ZONE.replacen("<<1", "<1", 1), 1, 29),
        (ZONE.replacen("VNM<<", "VNM<", 1), 2, 29),
        (format!("{ZONE}<"), 3, 31),
        (format!("{ZONE}\nTRAN"), 4, 4),
        (ZONE.replace('\n', "")[..60].to_owned(), 1, 60),
    ] {
        assert_eq!(read(&typed, today()).unwrap_err(), CardError::MrzCut { line, length }, "{typed}");
    }
}

#[test]
fn a_birth_of_which_only_the_year_is_known_and_an_expiry_that_has_passed_are_read() {
    let zone = zone("087138001234", "38<<<<", 'F', "250101", "LE<<TAM");
    let card = card(&zone);
    assert!(card.checks.iter().all(|check| check.agrees));
    assert_eq!((card.born, card.expires), (date("1938"), date("2025-01-01")));
    assert_eq!(codes(&card), [("card_expired", "expires"), ("mrz_name_plain", "full_name")]);
}

#[test]
fn nothing_of_a_person_is_in_a_debug_text_or_an_error() {
    assert_eq!(format!("{:?}", card(OF_2021)), "Card(Qr, …)");
    let cut = format!("{:?}", read("087167001234|Trần Thị Bình", today()).unwrap_err());
    assert!(!cut.contains("0871") && !cut.contains("Trần"));
}

/// A zone with the right check digits.
fn zone(number: &str, born: &str, sex: char, expires: &str, name: &str) -> String {
    let digit = |text: &str| {
        let value = |letter: char| letter.to_digit(36).unwrap_or(0);
        let sum: u32 =
            text.chars().zip([7, 3, 1].into_iter().cycle()).map(|(l, weight)| value(l) * weight).sum();
        sum % 10
    };
    let document = &number[3..];
    let first = format!("IDVNM{document}{}{number}<<{}", digit(document), digit(&format!("{number}<<")));
    let (born, expires) = (format!("{born}{}", digit(born)), format!("{expires}{}", digit(expires)));
    let rest = "<".repeat(11);
    let whole = digit(&format!("{}{born}{expires}{rest}", &first[5..]));
    format!("{first}\n{born}{sex}{expires}VNM{rest}{whole}\n{name:<<30}")
}

fn any_date() -> impl Strategy<Value = PartialDate> {
    (1900..=2025i32, 1..=12u32, 1..=28u32, 0..3).prop_filter_map("no date", |(year, month, day, parts)| {
        match parts {
            0 => PartialDate::year_only(year),
            1 => PartialDate::year_month(year, month),
            _ => PartialDate::full(year, month, day),
        }
    })
}

fn as_on_the_card(date: Option<PartialDate>) -> String {
    date.map_or_else(String::new, |date| {
        format!("{:02}{:02}{:04}", date.day().unwrap_or(0), date.month().unwrap_or(0), date.year())
    })
}

proptest! {
    #[test]
    fn what_a_valid_code_says_is_read_as_it_was(
        number in "0[0-9]{11}",
        old in proptest::option::of("[0-9]{9}"),
        name in "[A-ZĐÁÊƯ][a-zđáêườ]{0,6}( [A-ZĐÁÊƯ][a-zđáêườ]{0,6}){1,4}",
        dates in (proptest::option::of(any_date()), proptest::option::of(any_date())),
        female: bool,
        address in "[A-ZĐa-zđáêư0-9,/-]{1,12}( [A-ZĐa-zđáêư0-9,/-]{1,12}){0,5}",
        of_2024: bool,
    ) {
        let sex = if female { Sex::Female } else { Sex::Male };
        let [born, issued] = [dates.0, dates.1].map(as_on_the_card);
        let old_text = old.clone().unwrap_or_default();
        let end = if of_2024 { "||||" } else { "" };
        let text = format!("{number}|{old_text}|{name}|{born}|{}|{address}|{issued}{end}", sex.vietnamese());
        let card = card(&text);
        prop_assert_eq!(card.kind, Some(if of_2024 { CardKind::CanCuoc2024 } else { CardKind::Cccd2021 }));
        prop_assert_eq!((card.number, card.old_number, card.full_name), (number, old, name));
        prop_assert_eq!((card.born, card.sex, card.issued), (dates.0, Some(sex), dates.1));
        prop_assert_eq!(card.address, Some(address));
    }

    #[test]
    fn one_wrong_digit_of_an_mrz_is_always_found(
        at in prop_oneof![5..15usize, 15..27usize, 29..30usize, 31..38usize, 39..46usize, 60..61usize],
        by in 1..10u8,
    ) {
        let mut typed = ZONE.as_bytes().to_vec();
        typed[at] = b'0' + (typed[at] - b'0' + by) % 10;
        let card = card(std::str::from_utf8(&typed).unwrap());
        prop_assert!(card.checks.iter().any(|check| !check.agrees));
        prop_assert!(card.findings.iter().any(|found| found.code == "mrz_check_digit" && found.severity == Severity::Error));
    }

    #[test]
    fn no_text_breaks_the_reader(
        any in any::<String>(),
        near in "[0-9]{12}(\\|\\PC{0,8}){4,12}",
        zone in "(?s)IDVNM([A-Z0-9<O«đ \n]{0,100})",
        broken in (0..ZONE.len(), "\\PC{0,3}"),
    ) {
        let (at, put) = broken;
        for text in [any, near, zone, format!("{}{put}{}", &ZONE[..at], &ZONE[at..])] {
            let _ = read(&text, today());
        }
    }
}
