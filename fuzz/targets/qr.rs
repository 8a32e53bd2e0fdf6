//! The text of a card's QR code: no text stops the reader, and a number is never altered but for its spaces,
//! dots and composition.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tan_nha_domain::{card, id_number, text};

fuzz_target!(|given: &str| {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default();
    if let Ok(card) = card::read(given, today)
        && let Some((number, _)) = given.split_once('|')
    {
        assert_eq!(card.number, id_number::clean(&text::tidy(number)));
        assert!(card.checks.is_empty());
    }
});
