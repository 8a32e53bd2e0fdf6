//! Two witnesses, where somebody can neither read, hear, sign nor give a fingerprint (NĐ 23/2015 điều 36(3)).

use crate::{
    id_number::{self, IdKind},
    partial_date::PartialDate,
    text,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How old a witness is at least: who has full capacity.
const ADULT: i32 = 18;

/// A witness.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    /// Họ, chữ đệm và tên.
    pub name: String,
    /// The number of their valid identity paper.
    pub id_number: String,
    /// Date of birth, as far as it is known.
    pub born: String,
}

/// Somebody whom the dossier is about, or who acts in it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// Their name.
    pub name: String,
    /// Their number, where it is known.
    pub id_number: Option<String>,
}

/// Why somebody cannot be a witness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadWitness {
    /// There are to be two.
    NotTwo,
    /// One has no name.
    NoName,
    /// A number is that of no identity paper.
    Number,
    /// A date of birth cannot be read.
    Born,
    /// One is not surely of age.
    NotAdult,
    /// Both are the same person.
    Same,
    /// One is a party of the dossier.
    Party,
}

impl BadWitness {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotTwo => "not_two",
            Self::NoName => "no_name",
            Self::Number => "number",
            Self::Born => "born",
            Self::NotAdult => "not_adult",
            Self::Same => "same",
            Self::Party => "party",
        }
    }
}

/// Whether these can be the witnesses of a dossier with these parties. Numbers tell people apart where both are
/// known; of who has no number only the name does.
///
/// # Errors
/// The first [`BadWitness`].
pub fn check_witnesses(witnesses: &[Witness], parties: &[Party], today: NaiveDate) -> Result<(), BadWitness> {
    let [first, second] = witnesses else { return Err(BadWitness::NotTwo) };
    for witness in witnesses {
        if text::tidy(&witness.name).is_empty() {
            return Err(BadWitness::NoName);
        }
        // An old identity card is no valid paper since 1 January 2025.
        if id_number::read(&witness.id_number).kind != IdKind::Personal {
            return Err(BadWitness::Number);
        }
        let born = PartialDate::read(&witness.born).ok_or(BadWitness::Born)?;
        if born.surely_at_least(ADULT, today) != Some(true) {
            return Err(BadWitness::NotAdult);
        }
        let is_party = |party: &Party| match &party.id_number {
            Some(number) => same_number(number, &witness.id_number),
            None => text::fold(&party.name) == text::fold(&witness.name),
        };
        if parties.iter().any(is_party) {
            return Err(BadWitness::Party);
        }
    }
    if same_number(&first.id_number, &second.id_number) { Err(BadWitness::Same) } else { Ok(()) }
}

fn same_number(one: &str, other: &str) -> bool {
    id_number::clean(one) == id_number::clean(other)
}
