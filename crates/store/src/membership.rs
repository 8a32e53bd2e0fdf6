//! Who this replica is: to itself from the invitation on, to the ward from its answer on.

use crate::{error::StoreError, sql, store::Store};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::fmt;
use tan_nha_domain::{
    ids::{ReplicaId, UserId, WardCode},
    role::Role,
    time::Timestamp,
};
use tan_nha_sync::wire::Assignment;

/// What the replica knows of itself and its ward.
#[derive(Clone, PartialEq, Eq)]
pub struct Membership {
    /// The replica.
    pub replica: ReplicaId,
    /// The secret by which the ward knows it.
    pub token: String,
    /// The ward's code.
    pub ward: WardCode,
    /// The ward's addresses, best first.
    pub urls: Vec<String>,
    /// The ward's root certificate, DER.
    pub root: Vec<u8>,
    /// Whether it is practice, never synced.
    pub practice: bool,
    /// What the ward answered; none while enrolling.
    pub enrolment: Option<Enrolment>,
}

/// Who the person is to the ward.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The person.
    pub user: UserId,
    /// Their name, as the ward wrote it.
    pub user_name: String,
    /// Their role.
    pub role: Role,
    /// The hamlets of a volunteer; empty is the whole ward.
    #[serde(default)]
    pub hamlets: Vec<String>,
    /// Their team's short name.
    #[serde(default)]
    pub team: Option<String>,
    /// The ward's name.
    pub ward_name: String,
    /// The public half of the ward's recovery key (X25519, base64url); none in a practice ward.
    #[serde(default)]
    pub recovery_key: Option<String>,
    /// When the ward's answer came.
    pub at: Timestamp,
}

impl Store {
    /// The membership; none until it is first saved.
    pub fn membership(&self) -> Option<&Membership> {
        self.membership.as_ref()
    }

    /// Saves the whole membership, durably. Position, changes and records are untouched by it. Another replica
    /// takes the place of this one by [`Store::succeed`].
    ///
    /// # Errors
    /// `DiskFull`, `Database`; `Unexpected` for the membership of another replica.
    pub fn save_membership(&mut self, membership: &Membership) -> Result<(), StoreError> {
        if membership.replica != self.replica() {
            return Err(StoreError::Unexpected("the membership of another replica"));
        }
        write(&self.connection, membership)?;
        self.membership = Some(membership.clone());
        Ok(())
    }
}

pub(crate) fn write(connection: &Connection, membership: &Membership) -> Result<(), StoreError> {
    let enrolment = membership.enrolment.as_ref().map(serde_json::to_string).transpose()?;
    connection.execute(
        "INSERT OR REPLACE INTO membership (one, replica, token, ward, urls, root, practice, enrolment)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            membership.replica.0,
            membership.token,
            membership.ward.0,
            serde_json::to_string(&membership.urls)?,
            membership.root,
            membership.practice,
            enrolment,
        ],
    )?;
    Ok(())
}

/// Takes in what the person is to the ward today; says what they are, where it is another than before.
pub(crate) fn assign(
    connection: &Connection,
    before: Option<&Enrolment>,
    to: &Assignment,
) -> Result<Option<Enrolment>, StoreError> {
    let Some(before) = before else { return Ok(None) };
    let Assignment { role, hamlets, team } = to.clone();
    let now = Enrolment { role, hamlets, team, ..before.clone() };
    if now == *before {
        return Ok(None);
    }
    connection.execute("UPDATE membership SET enrolment = ?1", [serde_json::to_string(&now)?])?;
    Ok(Some(now))
}

pub(crate) fn load(connection: &Connection) -> Result<Option<Membership>, StoreError> {
    let row = connection
        .query_row("SELECT * FROM membership", [], |row| {
            let texts = (row.get::<_, String>("urls")?, row.get::<_, Option<String>>("enrolment")?);
            let membership = Membership {
                replica: sql::id(row, "replica")?,
                token: row.get("token")?,
                ward: WardCode(row.get("ward")?),
                urls: Vec::new(),
                root: row.get("root")?,
                practice: row.get("practice")?,
                enrolment: None,
            };
            Ok((membership, texts))
        })
        .optional()?;
    let Some((membership, (urls, enrolment))) = row else { return Ok(None) };
    let enrolment = enrolment.as_deref().map(serde_json::from_str).transpose()?;
    Ok(Some(Membership { urls: serde_json::from_str(&urls)?, enrolment, ..membership }))
}

impl fmt::Debug for Membership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Membership({} of ward {})", self.replica, self.ward)
    }
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Enrolment({}, {})", self.user, self.role)
    }
}
