//! The ward's clock, passed in, so that tests say what time it is.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use std::{
    fmt,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};
use tan_nha_domain::time::Timestamp;

/// Viet Nam has one time zone and no summer time.
const SECONDS_EAST: i32 = 7 * 3600;

/// Says what time it is.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[expect(clippy::disallowed_methods, reason = "this is where the time comes in")]
    pub fn system() -> Self {
        Self::new(|| {
            // A machine whose clock stands before 1970 is as good as one without a clock.
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
        })
    }

    /// A clock that stands still.
    pub fn fixed(now: Timestamp) -> Self {
        Self::new(move || now)
    }

    /// A clock of one's own.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The moment.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

/// The calendar day in the ward.
pub(crate) fn day_of(now: Timestamp) -> NaiveDate {
    let utc = DateTime::<Utc>::from_timestamp_millis(now.0).unwrap_or_default();
    match FixedOffset::east_opt(SECONDS_EAST) {
        Some(zone) => utc.with_timezone(&zone).date_naive(),
        None => utc.date_naive(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wards_day_begins_at_seventeen_hours_utc() {
        let before: DateTime<Utc> = "2026-05-20T16:59:59Z".parse().unwrap();
        let day = |seconds| day_of(Timestamp(before.timestamp_millis()).plus_seconds(seconds)).to_string();
        assert_eq!((day(0), day(1)), ("2026-05-20".into(), "2026-05-21".into()));
    }
}
