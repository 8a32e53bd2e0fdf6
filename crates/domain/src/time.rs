//! A moment on the line of time, as it is stored and sent.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// A moment in UTC, in milliseconds since 1970; in JSON RFC 3339 with three decimals
/// (`2026-11-21T13:03:05.123Z`). Order between changes never depends on it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Seconds from `earlier` to `self`, rounded towards zero; negative if `self` is before it.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 1000
    }

    /// The day it is in Vietnam.
    pub fn date_in_vietnam(self) -> NaiveDate {
        self.clock_in_vietnam().date()
    }

    /// What the clock on the wall says in Vietnam, which has one time zone (UTC+7) and no summer time.
    pub fn clock_in_vietnam(self) -> NaiveDateTime {
        DateTime::<Utc>::from_timestamp_millis(self.0)
            .and_then(|moment| moment.checked_add_signed(Duration::hours(7)))
            .unwrap_or_default()
            .naive_utc()
    }

    /// The same moment, `seconds` later.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match DateTime::<Utc>::from_timestamp_millis(self.0) {
            Some(moment) => f.write_str(&moment.to_rfc3339_opts(SecondsFormat::Millis, true)),
            None => write!(f, "{} ms", self.0),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        DateTime::parse_from_rfc3339(&text)
            .map(|moment| Self(moment.timestamp_millis()))
            .map_err(|_| de::Error::custom("not an RFC 3339 moment"))
    }
}
