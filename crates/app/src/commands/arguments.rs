//! How commands read their arguments.

use crate::error::AppError;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use tan_nha_domain::text;

/// Reads a field that is there: `null` clears it, a value sets it. Absent, serde's default leaves it.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A whole date, `2026-05-21` and nothing else.
pub(super) fn date(field: &'static str, text: &str) -> Result<NaiveDate, AppError> {
    let day = text.parse().ok().filter(|day: &NaiveDate| day.to_string() == text && text.len() == 10);
    day.ok_or(AppError::BadDate { field })
}

/// A line that says something.
pub(super) fn line(text: Option<&str>) -> Option<String> {
    text.map(text::tidy).filter(|line| !line.is_empty())
}

/// A line that must say something.
pub(super) fn required(field: &str, text: Option<&str>) -> Result<String, AppError> {
    line(text).ok_or_else(|| AppError::BadArgument { reason: format!("{field} is required") })
}
