//! What identity cards say of themselves: the text of the QR code on their front, and the machine-readable
//! zone (MRZ) on their back.
//!
//! Neither is signed: what is read here saves typing and proves nothing. Nothing is guessed either: what
//! cannot be read is left out and said to be so, and letters that a keyboard spoiled stay as they came.
//!
//! Layouts: the card of 2021 (căn cước công dân) and that of 2024 (căn cước), as public readers of these cards
//! describe them; the MRZ is TD1 of ICAO Doc 9303, part 5.

mod mrz;
mod qr;
#[cfg(test)]
mod tests;
mod typing;

use crate::{finding::Finding, id_number, partial_date::PartialDate, sex::Sex, text};
use chrono::NaiveDate;
use serde::Serialize;
use std::fmt;

/// Who issued a card with a chip before 01/07/2024.
pub const ISSUER_2021: &str = "Cục Cảnh sát quản lý hành chính về trật tự xã hội";
/// Who has issued cards since 01/07/2024.
pub const ISSUER_2024: &str = "Bộ Công an";

/// Which card it is, by its QR code; the MRZ of both is alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum CardKind {
    /// Căn cước công dân with a chip, since 2021.
    #[serde(rename = "cccd_2021")]
    Cccd2021,
    /// Căn cước, since 01/07/2024.
    #[serde(rename = "can_cuoc_2024")]
    CanCuoc2024,
}

/// Where on the card it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardSource {
    /// The QR code.
    Qr,
    /// The three lines on the back.
    Mrz,
}

/// What a check digit of the MRZ guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Guarded {
    /// The last nine digits of the number.
    Document,
    /// The whole number.
    Number,
    /// The date of birth.
    Born,
    /// The date of expiry.
    Expires,
    /// All of them together.
    Whole,
}

/// Whether one check digit agrees with what it guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CheckDigit {
    /// What it guards.
    pub of: Guarded,
    /// Whether it agrees.
    pub agrees: bool,
}

/// What was read from a card. An absent part was empty or could not be read; the findings say which.
#[derive(Clone, PartialEq)]
pub struct Card {
    /// Where it was read.
    pub source: CardSource,
    /// Which card; none where that cannot be told.
    pub kind: Option<CardKind>,
    /// The personal number, as it came but for spaces and dots.
    pub number: String,
    /// The number of the card before it, of nine digits.
    pub old_number: Option<String>,
    /// The name; from an MRZ in capitals without marks.
    pub full_name: String,
    /// Date of birth.
    pub born: Option<PartialDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// The permanent address, as on the card.
    pub address: Option<String>,
    /// When it was issued.
    pub issued: Option<PartialDate>,
    /// Who issued it, by its kind.
    pub issuer: Option<&'static str>,
    /// When it expires: said by the MRZ alone.
    pub expires: Option<PartialDate>,
    /// Whether the MRZ has 31/12/99, which is said to stand for "no expiry".
    pub no_expiry: bool,
    /// The check digits of an MRZ; empty for a QR code, which has none.
    pub checks: Vec<CheckDigit>,
    /// What the QR code holds beyond the fields that are known here, where it is not empty.
    pub more: Vec<String>,
    /// What is to be looked at. Fields are named as here.
    pub findings: Vec<Finding>,
}

/// Why a text is not read as a card; nothing of the text is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// Neither the QR code nor the MRZ of a card.
    #[error("not the text of a card")]
    NoCard,
    /// The text of a QR code with too few fields.
    #[error("a card's text with {fields} fields")]
    QrCut {
        /// How many there are; seven is the least.
        fields: usize,
    },
    /// An MRZ of which a line is missing, too short or too long.
    #[error("a machine-readable zone whose line {line} has {length} characters")]
    MrzCut {
        /// Which line, 1 to 3.
        line: usize,
        /// How many characters it has; thirty are right.
        length: usize,
    },
}

/// Reads the text of a QR code or of an MRZ, whichever it is.
///
/// # Errors
/// [`CardError`] when it is neither, or not whole.
pub fn read(given: &str, today: NaiveDate) -> Result<Card, CardError> {
    let mut card = if given.contains('|') { qr::read(given)? } else { mrz::read(given, today)? };
    let Card { number, sex, born, .. } = &card;
    let mut findings = id_number::check("number", number, *sex, *born, today);
    for (field, date) in [("born", card.born), ("issued", card.issued)] {
        if date.is_some_and(|date| date.earliest() > today) {
            findings.push(Finding::error("date_future", field));
        }
    }
    card.findings.extend(findings);
    Ok(card)
}

/// A field without its outer and doubled spaces; none when nothing is left.
fn filled(field: &str) -> Option<String> {
    Some(text::tidy(field)).filter(|text| !text.is_empty())
}

impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Card({:?}, …)", self.source)
    }
}
