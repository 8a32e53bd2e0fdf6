//! What a person is to the ward, and what that lets them do.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The role written in an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Visits homes and fills forms; sees the hamlets of the invitation.
    Volunteer,
    /// Plans the visits of the ward's teams; sees the whole ward.
    Leader,
    /// Works at the one-stop desk; sees the whole ward.
    Clerk,
    /// Keeps the ward's settings, hamlets, teams and form packages; sees the whole ward.
    Admin,
}

impl Role {
    /// Every role, in the order of the invitation's help text.
    pub const ALL: [Role; 4] = [Role::Volunteer, Role::Leader, Role::Clerk, Role::Admin];

    /// Whether the role sees every record of the ward, those without a hamlet included.
    pub fn sees_whole_ward(self) -> bool {
        self != Role::Volunteer
    }

    /// The stable name used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Volunteer => "volunteer",
            Role::Leader => "leader",
            Role::Clerk => "clerk",
            Role::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
