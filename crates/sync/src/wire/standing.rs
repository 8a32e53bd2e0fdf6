//! Where the work of devices stands.

use serde::{Deserialize, Serialize};
use tan_nha_domain::time::Timestamp;

/// Where a replica's work stands, by its own count: records with a change of its own, each by its worst change
/// or file. The ward knows what came; only the device knows what has not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// All of them; the next four add up to it.
    pub created: u64,
    /// Something of them was never sent.
    pub on_device: u64,
    /// Something was sent and has no receipt.
    pub in_transit: u64,
    /// The ward has all of them.
    pub receipted: u64,
    /// Something of them is on the shelf.
    pub set_aside: u64,
    /// Files of them that the ward does not have.
    pub files_waiting: u64,
}

/// Where a device of the ward stands, for the ward's staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceStanding {
    /// Whose device it is.
    pub user_name: String,
    /// Their team's short name.
    pub team: Option<String>,
    /// What it said last; none when it never did.
    pub standing: Option<Standing>,
    /// When, by the ward's clock.
    pub told_at: Option<Timestamp>,
    /// What stands against it and somebody should look into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<DeviceFlag>,
}

/// What the ward found odd about a device, until it is settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceFlag {
    /// The stable name: `gap` (a change has not come although later ones of the device have, for three days),
    /// `cloned` (two tablets send as one). A later ward may know others.
    pub code: String,
    /// Since when, by the ward's clock.
    pub since: Timestamp,
}
