//! How a pass sends, by what the network was like of late: how much one request carries, whether two go at once, and
//! what need not be asked or sent again.

use crate::wire::batch_bytes;
use std::time::Duration;

/// What a request carries at least: below it the requests themselves weigh more.
const LEAST: usize = 16 * 1024;
/// From which round trip on it pays to send a second batch before the first has its answer.
const FAR: Duration = Duration::from_millis(200);

/// What is known of the network, kept from pass to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    bytes: usize,
    /// Whether a file may have been begun whose answer was lost: the last beginning had none yet, or nobody knows
    /// what was before.
    file_in_doubt: bool,
    /// Whether the ward has said which files it holds, in a pass that did not end well since.
    held_is_known: bool,
    /// Whether the last push had no answer of its own: what was to go along with its receipts may be what took too long.
    push_failed: bool,
    /// How long the ward's answer to a small request takes, of late; what came faster counts more than what did not.
    round_trip: Option<Duration>,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            bytes: batch_bytes(),
            file_in_doubt: true,
            held_is_known: false,
            push_failed: false,
            round_trip: None,
        }
    }
}

impl Pace {
    /// Bytes of changes, or of a file, in one request.
    pub fn bytes(self) -> usize {
        self.bytes
    }

    /// Bytes of a file that go along with the beginning of its upload: none where some of them may be at the ward
    /// already, so that nothing is sent twice.
    pub(super) fn first_bytes(self) -> usize {
        if self.file_in_doubt { 0 } else { self.bytes }
    }

    /// A file is being begun, or a request of one was answered.
    pub(super) fn file_is_in_doubt(&mut self, in_doubt: bool) {
        self.file_in_doubt = in_doubt;
    }

    /// Whether the ward need not be asked again which files it holds: it has just said so, and only the network
    /// broke since.
    pub(super) fn held_is_known(self) -> bool {
        self.held_is_known
    }

    /// The ward has said which files it holds, or is to be asked anew.
    pub(super) fn know_held(&mut self, known: bool) {
        self.held_is_known = known;
    }

    /// The ward has answered a small request after this time.
    pub fn took(&mut self, round_trip: Duration) {
        self.round_trip = Some(match self.round_trip {
            Some(known) if known < round_trip => known + (round_trip - known) / 8,
            _ => round_trip,
        });
    }

    /// Whether a page may go along with receipts: where neither the network nor a push has failed of late.
    pub(super) fn has_room_for_page(self) -> bool {
        self.is_whole() && !self.push_failed
    }

    /// A push was answered with receipts, or was not.
    pub(super) fn push_failed(&mut self, failed: bool) {
        self.push_failed = failed;
    }

    /// Whether two batches go at once: where the ward is far, and the network has not broken of late.
    pub(super) fn is_far(self) -> bool {
        self.is_whole() && self.round_trip.is_some_and(|time| time > FAR)
    }

    /// Whether the network has not broken of late.
    pub(super) fn is_whole(self) -> bool {
        self.bytes >= batch_bytes()
    }

    /// A request was answered.
    pub(super) fn held(&mut self) {
        self.bytes = (self.bytes * 2).min(batch_bytes());
    }

    /// The network broke while one was under way.
    pub(super) fn broke(&mut self) {
        self.bytes = (self.bytes / 2).max(LEAST.min(batch_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_shrink_where_the_network_breaks_and_grow_again_where_it_holds() {
        let mut pace = Pace::default();
        (0..20).for_each(|_| pace.broke());
        assert_eq!(pace.bytes(), LEAST);
        pace.held();
        assert_eq!(pace.bytes(), 2 * LEAST);
        (0..20).for_each(|_| pace.held());
        assert_eq!(pace, Pace::default());
        assert_eq!(pace.first_bytes(), 0, "who has just come in knows of no answer that was lost");
        pace.file_is_in_doubt(false);
        assert_eq!(pace.first_bytes(), pace.bytes());
    }

    #[test]
    fn a_ward_is_far_when_its_answers_are_long_in_coming_and_the_network_holds() {
        let mut pace = Pace::default();
        assert!(!pace.is_far(), "nobody knows");
        pace.took(Duration::from_millis(600));
        assert!(pace.is_far());
        pace.broke();
        assert!(!pace.is_far());
        pace.held();
        assert!(pace.is_far());
        pace.took(Duration::from_millis(50));
        assert!(!pace.is_far());
        pace.took(Duration::from_secs(1));
        assert!(!pace.is_far(), "one slow answer");
        (0..9).for_each(|_| pace.took(Duration::from_secs(1)));
        assert!(pace.is_far());
    }
}
