//! How a device becomes a replica.

use serde::{Deserialize, Serialize};
use std::fmt;
use tan_nha_domain::{
    change::Hash,
    ids::{ReplicaId, UserId, WardCode},
    role::Role,
    time::Timestamp,
};

/// A device asks to become a replica. Sent again with the same values it gets the same answer: the
/// device makes its ids and its token first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// The ward that the invitation is for.
    pub ward: WardCode,
    /// The invitation's one-time code.
    pub code: String,
    /// The replica that the device made.
    pub replica: ReplicaId,
    /// SHA-256 of the token that the device made and keeps.
    pub token_hash: Hash,
    /// The replica whose place it takes, where the device was one before and keeps its work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub succeeds: Option<Succeeds>,
}

/// The replica whose place a new one takes.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Succeeds {
    /// The replica.
    pub replica: ReplicaId,
    /// Whose it is: a ward that was restored from a copy may have forgotten both.
    pub user: UserId,
    /// Those that the device was before that one, the first first.
    pub line: Vec<Former>,
    /// Its token: the proof that its file is here.
    pub token: String,
    /// The number that the new replica's first change will bear: the device goes on counting.
    pub first: u64,
}

/// A replica that a device was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// The replica.
    pub replica: ReplicaId,
    /// SHA-256 of its token: a copy of the device may still have that.
    pub token_hash: Hash,
}

impl fmt::Debug for Succeeds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Succeeds({} from {})", self.replica, self.first)
    }
}

/// The ward knows the replica.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnrolReply {
    /// The person.
    pub user: UserId,
    /// Their name, as the ward wrote it in the invitation.
    pub user_name: String,
    /// Their role.
    pub role: Role,
    /// The hamlets of a volunteer; empty is the whole ward.
    pub hamlets: Vec<String>,
    /// Their team's short name.
    pub team: Option<String>,
    /// The ward.
    pub ward: WardCode,
    /// The ward's name, e.g. "Phường Cao Lãnh".
    pub ward_name: String,
    /// The public half of the ward's recovery key: X25519, 32 bytes in base64url.
    pub recovery_key: String,
    /// The replica whose place it takes to the ward as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub succeeds: Option<ReplicaId>,
    /// The ward's epoch.
    pub epoch: u64,
    /// The ward's clock.
    pub now: Timestamp,
}
