//! What a replica has seen of the ward, and by which marks it tells one history of the ward from another.

use super::{PullReply, PushReply};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// What the ward drew at random when it gave a number. A ward that was restored from a copy gives the numbers
/// that it forgot once more, and draws anew: the mark tells which of the two a replica has seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Mark(pub u64);

/// The last number that a ward has given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tip {
    /// The number; 0 before the first.
    pub seq: u64,
    /// Its mark; none for what was given before there were marks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

/// The last state of the ward that a replica has seen. A ward that is behind it was restored from a
/// copy, and raises its epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The epoch.
    pub epoch: u64,
    /// The highest ward sequence number of it.
    pub seq: u64,
    /// The mark of that number, where the ward said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

impl Seen {
    /// An epoch of which nothing was seen yet.
    pub fn nothing_of(epoch: u64) -> Self {
        Self { epoch, ..Self::default() }
    }

    /// What has been seen when the ward says this as well: in one epoch numbers only grow.
    #[must_use]
    pub fn and(self, said: Self) -> Self {
        let reaches = |seen: Self| (seen.seq, seen.mark.is_some());
        if self.epoch == said.epoch && reaches(self) >= reaches(said) { self } else { said }
    }
}

impl PushReply {
    /// What the replica has seen by it. A ward that says no number of its own is known by its receipts.
    pub fn seen(&self) -> Seen {
        let places = self.receipts.iter().filter_map(|receipt| receipt.verdict.place());
        let received = places.map(|(_, seq)| seq).max().unwrap_or_default();
        seen(self.epoch, self.tip, received)
    }
}

impl PullReply {
    /// What the replica has seen by it. A ward that says no number of its own is known by the end of the pull.
    pub fn seen(&self) -> Seen {
        seen(self.epoch, self.tip, self.caught_up.map_or(0, |end| end.seq))
    }
}

fn seen(epoch: u64, tip: Option<Tip>, otherwise: u64) -> Seen {
    let Tip { seq, mark } = tip.unwrap_or(Tip { seq: otherwise, mark: None });
    Seen { epoch, seq, mark }
}

/// Marks are equal or not; which they are says nothing.
impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mark")
    }
}

/// 16 hexadecimal digits: as a number it would lose some in other programs.
impl Serialize for Mark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:016x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        u64::from_str_radix(&digits, 16).map(Self).map_err(de::Error::custom)
    }
}
