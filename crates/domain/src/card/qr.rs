//! The text of a card's QR code: fields parted by `|`.

use super::{Card, CardError, CardKind, CardSource, ISSUER_2021, ISSUER_2024, filled, typing};
use crate::{
    finding::Finding,
    id_number::{self, IdKind},
    partial_date::PartialDate,
    sex::Sex,
    text,
};

/// Number, old number, name, birth, sex, address, date of issue.
const FIELDS: usize = 7;
/// From so many fields on it is a card of 2024.
const FIELDS_2024: usize = 10;
/// A text whose first field has fewer digits is that of something else.
const LEAST_DIGITS: usize = 9;

pub(super) fn read(given: &str) -> Result<Card, CardError> {
    let fields: Vec<&str> = given.split('|').collect();
    let number = id_number::clean(&text::tidy(fields.first().copied().unwrap_or_default()));
    if number.chars().filter(char::is_ascii_digit).count() < LEAST_DIGITS {
        return Err(CardError::NoCard);
    }
    let [_, old_number, name, born, sex, address, issued, more @ ..] = &fields[..] else {
        return Err(CardError::QrCut { fields: fields.len() });
    };
    let mut findings = Vec::new();
    let kind = kind(fields.len());
    let issued = date("issued", issued, &mut findings);
    if kind.is_none() {
        findings.push(Finding::warning("card_layout_unknown", "card").with("fields", fields.len()));
    }
    if kind.zip(issued).is_some_and(|(kind, issued)| !was_issued_then(kind, issued)) {
        findings.push(Finding::warning("card_issuer_doubtful", "issuer"));
    }
    let old_number = filled(&id_number::clean(&text::tidy(old_number)));
    if old_number.as_ref().is_some_and(|number| id_number::read(number).kind != IdKind::Cmnd) {
        findings.push(Finding::warning("old_id_number_length", "old_number"));
    }
    let full_name = text::tidy(name);
    findings.extend(typing::name_damage(&full_name));
    let address = filled(address);
    findings.extend(address.as_deref().and_then(typing::address_damage));
    Ok(Card {
        source: CardSource::Qr,
        kind,
        old_number,
        full_name,
        born: date("born", born, &mut findings),
        sex: read_sex(sex, &mut findings),
        address,
        issued,
        issuer: kind.map(|kind| match kind {
            CardKind::Cccd2021 => ISSUER_2021,
            CardKind::CanCuoc2024 => ISSUER_2024,
        }),
        expires: None,
        no_expiry: false,
        checks: Vec::new(),
        more: more.iter().filter_map(|field| filled(field)).collect(),
        number,
        findings,
    })
}

fn kind(fields: usize) -> Option<CardKind> {
    match fields {
        FIELDS => Some(CardKind::Cccd2021),
        FIELDS_2024.. => Some(CardKind::CanCuoc2024),
        _ => None,
    }
}

/// The law on căn cước has been in force since 01/07/2024.
fn was_issued_then(kind: CardKind, issued: PartialDate) -> bool {
    PartialDate::full(2024, 7, 1).is_none_or(|law| match kind {
        CardKind::Cccd2021 => issued.earliest() < law.earliest(),
        CardKind::CanCuoc2024 => issued.latest() >= law.earliest(),
    })
}

fn date(field: &str, given: &str, findings: &mut Vec<Finding>) -> Option<PartialDate> {
    let given = filled(given)?;
    let date = PartialDate::read(&given);
    if date.is_none() {
        findings.push(Finding::warning("card_date_unreadable", field));
    }
    date
}

fn read_sex(given: &str, findings: &mut Vec<Finding>) -> Option<Sex> {
    let given = filled(given)?.to_lowercase();
    let sex = [Sex::Male, Sex::Female].into_iter().find(|sex| sex.vietnamese().to_lowercase() == given);
    if sex.is_none() {
        findings.push(Finding::warning("card_sex_unreadable", "sex"));
    }
    sex
}
