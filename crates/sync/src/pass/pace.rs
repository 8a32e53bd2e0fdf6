//! How much one request carries: less after a network that broke, more while it holds.

use crate::wire::batch_bytes;

/// What a request carries at least: below it the requests themselves weigh more.
const LEAST: usize = 16 * 1024;

/// The size of requests, kept from pass to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    bytes: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { bytes: batch_bytes() }
    }
}

impl Pace {
    /// Bytes of changes, or of a file, in one request.
    pub fn bytes(self) -> usize {
        self.bytes
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
    }
}
