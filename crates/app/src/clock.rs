//! The device's clock, as a thing that a test can set.

use tan_nha_domain::time::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The moment it is, as far as this device knows.
    fn now(&self) -> Timestamp;
}

/// The operating system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the device's clock is read")]
    fn now(&self) -> Timestamp {
        Timestamp(chrono::Utc::now().timestamp_millis())
    }
}
