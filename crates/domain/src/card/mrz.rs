//! The machine-readable zone on the back of a card: three lines of thirty characters (TD1).
//!
//! ```text
//! IDVNM 167001234 0 087167001234 << 1        kind and country, end of the number and its check digit,
//!                                            the whole number and its check digit
//! 670815 7 F 991231 5 VNM <<<<<<<<<<< 8      birth, sex and expiry, the check digit of all of it
//! TRAN<<THI<BINH<<<<<<<<<<<<<<<<             family name, other names, without marks
//! ```

use super::{Card, CardError, CardSource, CheckDigit, Guarded};
use crate::{finding::Finding, id_number, partial_date::PartialDate, sex::Sex};
use chrono::NaiveDate;
use std::ops::Range;

const LINE: usize = 30;
const BEGINNING: &[u8] = b"IDVNM";

/// Where something stands: the line, from 0, and the places in it.
struct Place(usize, Range<usize>);

const DOCUMENT: Place = Place(0, 5..14);
const NUMBER: Place = Place(0, 15..27);
const BORN: Place = Place(1, 0..6);
const EXPIRES: Place = Place(1, 8..14);
const SEX: usize = 7;
/// What each check digit guards, and where it stands.
const CHECKED: [(Guarded, &str, &[Place], Place); 5] = [
    (Guarded::Document, "number", &[DOCUMENT], Place(0, 14..15)),
    (Guarded::Number, "number", &[Place(0, 15..29)], Place(0, 29..30)),
    (Guarded::Born, "born", &[BORN], Place(1, 6..7)),
    (Guarded::Expires, "expires", &[EXPIRES], Place(1, 14..15)),
    (
        Guarded::Whole,
        "",
        &[Place(0, 5..30), Place(1, 0..7), Place(1, 8..15), Place(1, 18..29)],
        Place(1, 29..30),
    ),
];
/// Where only digits, or nothing, can stand.
const DIGITS: [Place; 6] =
    [Place(0, 5..15), NUMBER, Place(0, 29..30), Place(1, 0..7), Place(1, 8..15), Place(1, 29..30)];

/// The three lines, in capitals without spaces.
struct Zone([Vec<u8>; 3]);

pub(super) fn read(given: &str, today: NaiveDate) -> Result<Card, CardError> {
    let mut zone = Zone::of(given)?;
    let mut findings = zone.read_o_as_zero();
    let checks: Vec<_> =
        CHECKED.iter().map(|(of, _, guarded, digit)| zone.check(*of, guarded, digit)).collect();
    for (check, (_, field, ..)) in checks.iter().zip(&CHECKED) {
        // Where a part is wrong, so is the digit of the whole: one finding is enough.
        let parts_agree = checks.iter().all(|check| check.agrees || check.of == Guarded::Whole);
        if !check.agrees && (check.of != Guarded::Whole || parts_agree) {
            findings.push(Finding::error("mrz_check_digit", field));
        }
    }
    findings.dedup();
    let number = zone.text(&NUMBER);
    if !number.ends_with(&zone.text(&DOCUMENT)) {
        findings.push(Finding::error("mrz_numbers_differ", "number"));
    }
    let century = id_number::read(&number).birth_year.map(|year| year - year.rem_euclid(100));
    let born = zone.date(&BORN, "born", century, &mut findings);
    let no_expiry = zone.text(&EXPIRES) == "991231";
    // The cards have been issued since 2016.
    let expires = (!no_expiry).then(|| zone.date(&EXPIRES, "expires", Some(2000), &mut findings)).flatten();
    if expires.is_some_and(|date| date.latest() < today) {
        findings.push(Finding::warning("card_expired", "expires"));
    }
    let full_name = zone.name(&mut findings);
    Ok(Card {
        source: CardSource::Mrz,
        kind: None,
        number,
        old_number: None,
        full_name,
        born,
        sex: zone.sex(&mut findings),
        address: None,
        issued: None,
        issuer: None,
        expires,
        no_expiry,
        checks,
        more: Vec::new(),
        findings,
    })
}

impl Zone {
    /// Takes it as people type it: with spaces, in small letters, in one line, without the fillers that end the
    /// name.
    fn of(given: &str) -> Result<Self, CardError> {
        let given = given.replace('«', "<<").replace('‹', "<");
        let compact = |text: &str| -> Vec<u8> {
            let letters = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{feff}');
            // What is not of its alphabet keeps its place, as a character that no check accepts.
            letters.map(|letter| u8::try_from(letter.to_ascii_uppercase()).unwrap_or(b'?')).collect()
        };
        let mut lines: Vec<Vec<u8>> = given.lines().map(compact).filter(|line| !line.is_empty()).collect();
        if !lines.first().is_some_and(|line| line.starts_with(BEGINNING)) {
            return Err(CardError::NoCard);
        }
        if let [whole] = &lines[..]
            && whole.len() > 2 * LINE
        {
            let (first, rest) = whole.split_at(LINE);
            let (second, third) = rest.split_at(LINE);
            lines = vec![first.to_vec(), second.to_vec(), third.to_vec()];
        }
        if let Some(extra) = lines.get(3) {
            return Err(CardError::MrzCut { line: 4, length: extra.len() });
        }
        let mut lines = lines.into_iter();
        let mut zone = [(); 3].map(|()| lines.next().unwrap_or_default());
        for (at, line) in zone.iter_mut().enumerate() {
            let length = line.len();
            let is_right = if at == 2 { (1..=LINE).contains(&length) } else { length == LINE };
            if !is_right {
                return Err(CardError::MrzCut { line: at + 1, length });
            }
            line.resize(LINE, b'<');
        }
        Ok(Self(zone))
    }

    fn at(&self, Place(line, places): &Place) -> &[u8] {
        self.0.get(*line).and_then(|line| line.get(places.clone())).unwrap_or_default()
    }

    fn text(&self, place: &Place) -> String {
        self.at(place).iter().map(|&byte| char::from(byte)).filter(|&letter| letter != '<').collect()
    }

    /// The letter O in the place of a digit is read as zero, and each one is told. Fillers stand for what is not
    /// known of a date; a number has none.
    fn read_o_as_zero(&mut self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for Place(line, places) in DIGITS {
            for at in places {
                let Some(letter) = self.0.get_mut(line).and_then(|line| line.get_mut(at)) else { continue };
                if *letter == b'O' {
                    *letter = b'0';
                    findings.push(told(Finding::warning("mrz_letter_o", ""), line, at));
                } else if !letter.is_ascii_digit() && (*letter != b'<' || line == 0) {
                    findings.push(told(Finding::error("mrz_character", ""), line, at));
                }
            }
        }
        findings
    }

    /// Weights 7, 3, 1 over digits (their value), letters (A is 10) and fillers (0), modulo 10.
    fn check(&self, of: Guarded, guarded: &[Place], digit: &Place) -> CheckDigit {
        let values = guarded.iter().flat_map(|place| self.at(place)).map(|&byte| match byte {
            b'0'..=b'9' => Some(u32::from(byte - b'0')),
            b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
            b'<' => Some(0),
            _ => None,
        });
        let sum = values.zip([7, 3, 1].into_iter().cycle()).map(|(value, weight)| Some(value? * weight));
        let sum = sum.sum::<Option<u32>>();
        let digit = self.at(digit).first().and_then(|&byte| char::from(byte).to_digit(10));
        CheckDigit { of, agrees: sum.is_some() && sum.map(|sum| sum % 10) == digit }
    }

    /// `yymmdd`; fillers stand for what is not known of the day and the month. The century is not in it.
    fn date(
        &self,
        place: &Place,
        field: &str,
        century: Option<i32>,
        findings: &mut Vec<Finding>,
    ) -> Option<PartialDate> {
        let digits: String = self.at(place).iter().map(|&byte| char::from(byte)).collect();
        let part = |places: Range<usize>| match digits.get(places)? {
            "<<" => Some(0),
            part => part.parse::<u32>().ok(),
        };
        let year = century
            .zip(part(0..2).filter(|_| !digits.starts_with('<')))
            .and_then(|(century, year)| Some(century + i32::try_from(year).ok()?));
        let date = match (year, part(2..4), part(4..6)) {
            (Some(year), Some(0), Some(0)) => PartialDate::year_only(year),
            (Some(year), Some(month), Some(0)) => PartialDate::year_month(year, month),
            (Some(year), Some(month), Some(day)) => PartialDate::full(year, month, day),
            _ => None,
        };
        if date.is_none() {
            findings.push(Finding::warning("card_date_unreadable", field));
        }
        date
    }

    fn sex(&self, findings: &mut Vec<Finding>) -> Option<Sex> {
        match self.0[1].get(SEX)? {
            b'M' => Some(Sex::Male),
            b'F' => Some(Sex::Female),
            b'<' => None,
            _ => {
                findings.push(Finding::warning("card_sex_unreadable", "sex"));
                None
            }
        }
    }

    /// In capitals without marks, as it stands there.
    fn name(&self, findings: &mut Vec<Finding>) -> String {
        let line: String = self.0[2].iter().map(|&byte| char::from(byte)).collect();
        let name = line.split('<').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        findings.push(Finding::warning("mrz_name_plain", "full_name"));
        if !line.ends_with('<') {
            findings.push(Finding::warning("mrz_name_cut", "full_name"));
        }
        if !name.chars().all(|letter| letter.is_ascii_uppercase() || letter == ' ') {
            findings.push(Finding::error("mrz_name_characters", "full_name"));
        }
        name
    }
}

/// The finding with the field that it is about, and the place where to look, both counted from 1.
fn told(finding: Finding, line: usize, at: usize) -> Finding {
    let field = match (line, at) {
        (0, _) => "number",
        (1, ..=6) => "born",
        (1, ..=14) => "expires",
        _ => "",
    };
    Finding { field: field.to_owned(), ..finding }.with("line", line + 1).with("place", at + 1)
}
