//! Definitions as they come in a package: no text stops the loader, a fault names a line of the file, and what
//! loads can be checked.
#![no_main]

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use serde_json::Map;
use tan_nha_domain::words::NumberStyle;
use tan_nha_forms::{Context, Definition, check};

fuzz_target!(|given: &str| {
    let Ok(form) = Definition::parse("form.toml", given, "{}") else { return };
    let context = Context {
        today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default(),
        ward_name: "Phường Mẫu".to_owned(),
        ward_code: "00000".to_owned(),
        number_style: NumberStyle::default(),
    };
    check(&form, &Map::new(), &context);
    check(&form, form.sample(), &context);
});
