//! What a ward may decide for itself. A record of scope "all"; absent, the defaults below hold.

use crate::words::{NumberStyle, Thousand, Zero};
use serde::{Deserialize, Serialize};

/// The ward's own settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WardSettings {
    /// How a zero in the tens is read: `linh` (North) or `lẻ` (South).
    pub zero: Zero,
    /// How a thousand is read: `nghìn` (North, official) or `ngàn` (South).
    pub thousand: Thousand,
}

impl WardSettings {
    /// How numbers are written out in this ward.
    pub fn number_style(&self) -> NumberStyle {
        NumberStyle { zero: self.zero, thousand: self.thousand }
    }
}
