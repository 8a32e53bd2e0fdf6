//! PINs and passphrases: what is accepted, and the growing wait after wrong ones.

use crate::error::StoreError;
use tan_nha_domain::{text, time::Timestamp};
use zeroize::Zeroizing;

/// The shortest PIN. A copied folder with six digits falls in days: where the operating system has no
/// keystore, people are advised to use eight characters or more.
pub(crate) const MIN_CHARS: usize = 6;

/// Seconds to wait after the first, second, … wrong PIN; the last one from then on.
const STEPS_S: [u64; 8] = [0, 2, 5, 10, 30, 60, 300, 900];

/// The bytes of a PIN: NFC, so that another keyboard gives the same.
///
/// # Errors
/// [`StoreError::PinTooShort`].
pub(crate) fn accept(pin: &str) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let bytes = bytes(pin);
    let chars = std::str::from_utf8(&bytes).map_or(0, |text| text.chars().count());
    if chars < MIN_CHARS { Err(StoreError::PinTooShort) } else { Ok(bytes) }
}

/// The bytes of what somebody typed, right or wrong.
pub(crate) fn bytes(pin: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(text::nfc(pin).into_bytes())
}

/// The wrong PINs since the last right one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WrongPins {
    count: u16,
    last: Option<Timestamp>,
}

impl WrongPins {
    /// One more, at `now`.
    pub(crate) fn after_another(self, now: Timestamp) -> Self {
        Self { count: self.count.saturating_add(1), last: Some(now) }
    }

    /// As eight bytes: the count, then the last one's milliseconds (48 bits last until the year 10889).
    pub(crate) fn to_bytes(self) -> [u8; 8] {
        let millis = self.last.map_or(0, |last| u64::try_from(last.0).unwrap_or(0));
        (u64::from(self.count) | millis << 16).to_le_bytes()
    }

    /// Reads them back.
    pub(crate) fn from_bytes(bytes: [u8; 8]) -> Self {
        let value = u64::from_le_bytes(bytes);
        let [low, high, ..] = bytes;
        let last = Timestamp(i64::try_from(value >> 16).unwrap_or(0));
        Self { count: u16::from_le_bytes([low, high]), last: (value != 0).then_some(last) }
    }

    /// The wait that the last one costs, in seconds.
    pub(crate) fn step_s(self) -> u64 {
        match usize::from(self.count) {
            0 => 0,
            count => STEPS_S[(count - 1).min(STEPS_S.len() - 1)],
        }
    }

    /// The same, counted from `now` if the clock was set back before the last one: a wait is never
    /// longer than its step.
    pub(crate) fn with_clock(self, now: Timestamp) -> Self {
        Self { last: self.last.map(|last| last.min(now)), ..self }
    }

    /// Whole seconds until the next try; 0 is now.
    pub(crate) fn wait_s(self, now: Timestamp) -> u64 {
        let Some(last) = self.last else { return 0 };
        let waited_ms = u64::try_from(now.0.saturating_sub(last.0)).unwrap_or(0);
        (self.step_s() * 1000).saturating_sub(waited_ms).div_ceil(1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_790_000_000_000);

    #[test]
    fn waits_grow_by_the_table_and_then_stay() {
        let mut wrong = WrongPins::default();
        let waits: Vec<u64> = (0..10)
            .map(|_| {
                wrong = wrong.after_another(START);
                wrong.wait_s(START)
            })
            .collect();
        assert_eq!(waits, [0, 2, 5, 10, 30, 60, 300, 900, 900, 900]);
    }

    #[test]
    fn the_count_and_its_moment_are_read_back_from_their_bytes() {
        let wrong = WrongPins::default().after_another(START).after_another(START);
        for wrong in [WrongPins::default(), wrong] {
            assert_eq!(WrongPins::from_bytes(wrong.to_bytes()), wrong);
        }
    }

    #[test]
    fn a_wait_is_rounded_up_and_ends() {
        let wrong = WrongPins::default().after_another(START).after_another(START);
        assert_eq!(wrong.wait_s(Timestamp(START.0 + 1)), 2);
        assert_eq!(wrong.wait_s(Timestamp(START.0 + 1001)), 1);
        assert_eq!(wrong.wait_s(Timestamp(START.0 + 2000)), 0);
    }

    #[test]
    fn a_clock_set_back_begins_the_step_anew_and_no_more() {
        let wrong = WrongPins::default().after_another(START).after_another(START).after_another(START);
        let earlier = START.plus_seconds(-31_536_000);
        let wrong = wrong.with_clock(earlier);
        assert_eq!(wrong.wait_s(earlier), 5);
        assert_eq!(wrong.wait_s(earlier.plus_seconds(5)), 0);
    }

    #[test]
    fn five_characters_are_too_few_however_many_bytes_they_take() {
        assert!(matches!(accept("12345"), Err(StoreError::PinTooShort)));
        assert!(matches!(accept("đườn!"), Err(StoreError::PinTooShort)));
        assert!(accept("123456").is_ok());
    }

    #[test]
    fn a_passphrase_is_the_same_from_every_keyboard() {
        assert_eq!(accept("n\u{ea}\u{301}p c\u{1ea9}m").unwrap(), accept("nếp cẩm").unwrap());
    }
}
