//! The lines on a card's back: no text stops the reader, and a number whose check digits agree is twelve
//! digits or is spoken of.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tan_nha_domain::card;

fuzz_target!(|given: &str| {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default();
    let zone = format!("IDVNM{given}").replace('|', "<");
    if let Ok(card) = card::read(&zone, today) {
        assert_eq!(card.checks.len(), 5);
        let is_whole = card.number.len() == 12 && card.number.bytes().all(|byte| byte.is_ascii_digit());
        assert!(is_whole || card.findings.iter().any(|finding| finding.field == "number"));
    }
});
