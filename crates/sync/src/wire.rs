//! The messages between a replica and its ward, in JSON (see [`crate::codec`] for their bytes).
//!
//! | request | who | answer |
//! |---|---|---|
//! | `POST /v1/enrol` [`EnrolRequest`] | anybody with an invitation's code | [`EnrolReply`] |
//! | `POST /v1/push` [`PushRequest`] | a replica, by its token | [`PushReply`] |
//! | `POST /v1/pull` [`PullRequest`] | a replica, by its token | [`PullReply`] |
//! | `POST /v1/files/held` [`HeldRequest`] | a replica, by its token | [`HeldReply`] |
//! | `POST /v1/bundles`, a [`crate::bundle`] of anybody | a replica, by its token | the bundle's receipts |
//!
//! Files go up by [tus 1.0.0](https://tus.io/protocols/resumable-upload) with its extensions
//! `creation` and `creation-with-upload`, which has headers where the others have messages; every request and answer bears `Tus-Resumable: 1.0.0`:
//!
//! | request | who | answer |
//! |---|---|---|
//! | `OPTIONS /v1/files` | a replica, by its token | 204 with `Tus-Version`, `Tus-Extension`, `Tus-Max-Size` |
//! | `POST /v1/files`: `Upload-Length`; `Upload-Metadata` with [`FILE_SHA256`]; the first bytes, or none | a replica, by its token | 201 with `Location: /v1/files/<id>`, for the same file always the same, and `Upload-Offset` |
//! | `HEAD /v1/files/<id>` | the same replica | 200 with `Upload-Offset`, `Upload-Length` |
//! | `PATCH /v1/files/<id>`: `Upload-Offset`; a body of `application/offset+octet-stream` | the same replica | 204 with the new `Upload-Offset` |
//!
//! What is denied has these statuses of its own: 404 an upload that is not this replica's, 409 another offset
//! than the ward's, 412 another version, 415 another content type, [`FILE_MISMATCH`] all bytes came and are
//! another file: they are thrown away.
//!
//! A device that is enrolled anew may take the place of the replica that it was ([`Succeeds`]): it then hands in
//! that one's changes and files as well, under its own token.
//!
//! A replica shows itself by `Authorization: Bearer <replica id>.<token>`. Whatever is denied is
//! answered by a [`Denial`] with an HTTP status of its own. An answer of another content type is not
//! the ward's: a captive portal is never success.

mod enrolment;
mod notes;
mod seen;
mod standing;

pub use enrolment::{EnrolReply, EnrolRequest, Former, Succeeds};
pub use notes::{AlsoOpen, Contested, Notes, OpenConflict};
pub use seen::{Mark, Seen, Tip};
pub use standing::{DeviceFlag, DeviceStanding, Standing};

use serde::{Deserialize, Serialize};
use std::fmt;
use tan_nha_domain::{
    change::{Hash, SealedChange},
    ids::{OpId, RecordId, UserId},
    patch::Body,
    record::RecordKind,
    role::Role,
    time::Timestamp,
};

/// The content type of every body, both ways; the version of the protocol is in it.
pub const CONTENT_TYPE: &str = "application/vnd.tan-nha.v1+json";
/// Where to enrol.
pub const ENROL: &str = "/v1/enrol";
/// Where to push changes.
pub const PUSH: &str = "/v1/push";
/// Where to pull records.
pub const PULL: &str = "/v1/pull";

/// Where to upload files, by tus.
pub const FILES: &str = "/v1/files";
/// Where to ask which files the ward holds.
pub const FILES_HELD: &str = "/v1/files/held";
/// The version of tus.
pub const TUS_VERSION: &str = "1.0.0";
/// The key of `Upload-Metadata` under which a file's SHA-256 stands: 64 hexadecimal digits, in base64 as
/// tus has it.
pub const FILE_SHA256: &str = "sha256";
/// The largest file.
pub const MAX_FILE_BYTES: u64 = 20 * 1024 * 1024;
/// The most files that one [`HeldRequest`] asks for.
pub const MAX_HELD: usize = 5_000;
/// The status under which content that has another hash is refused, from the checksum extension of tus.
pub const FILE_MISMATCH: u16 = 460;

/// The name that the ward's served certificate always bears, whatever its address: devices trust the
/// ward's root and ask for this name, so that a new address needs no new enrolment.
/// (`.internal` is reserved for private use by ICANN resolution 2024.07.29.06.)
pub const SERVER_NAME: &str = "ward.tan-nha.internal";

/// Uncompressed bytes of changes in one push, and of records in one page: what one request carries
/// over a slow network before a cut costs too much.
pub const BATCH_BYTES: usize = 1024 * 1024;

/// [`BATCH_BYTES`], which a simulation makes smaller.
pub fn batch_bytes() -> usize {
    #[cfg(feature = "simulation")]
    return crate::simulation::batch_bytes();
    #[cfg(not(feature = "simulation"))]
    BATCH_BYTES
}

/// After how many seconds to come back to a ward that is busy: as long as it lets requests wait for their turn.
pub const BUSY_S: u32 = 30;

/// The largest body that either side reads, as sent.
pub const MAX_BODY_BYTES: usize = 8 * 1024 * 1024;
/// The largest body that either side unpacks.
pub const MAX_UNPACKED_BYTES: usize = 32 * 1024 * 1024;

/// Changes for the ward, in the order of their `seq`; may be empty.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PushRequest {
    /// What the replica has seen.
    pub seen: Seen,
    /// The changes.
    pub changes: Vec<SealedChange>,
    /// The page that the ward is to answer with as well, if it receives all of the changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<PageAlong>,
}

/// Asks for the page that goes along with receipts. What the replica has seen, the push says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageAlong {
    /// Where the last page ended.
    pub cursor: String,
    /// Where the replica's own work stands once the ward has received the changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
}

/// What became of them. The ward has stored every change that it names here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PushReply {
    /// The ward's epoch.
    pub epoch: u64,
    /// The ward's clock.
    pub now: Timestamp,
    /// The ward's last number, with this batch in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip: Option<Tip>,
    /// One receipt for each change of the request, in its order.
    pub receipts: Vec<Receipt>,
    /// The page that was asked for, as it is with these changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Box<PullReply>>,
}

/// The ward's answer to one change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// The change.
    pub op_id: OpId,
    /// What became of it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// What became of a change at the ward. No verdict holds personal data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// It is the record's newest revision.
    Accepted {
        /// The record's revision after it.
        rev: u64,
        /// The ward's sequence number of that revision.
        seq: u64,
    },
    /// As accepted; others had changed other units since `base`.
    Merged {
        /// The record's revision after it.
        rev: u64,
        /// The ward's sequence number of that revision.
        seq: u64,
    },
    /// In these units the ward's value stays, both values are kept and a person decides; the rest of
    /// the change applies.
    Conflict {
        /// The record's revision after it.
        rev: u64,
        /// The ward's sequence number of that revision.
        seq: u64,
        /// The units of merge in conflict.
        groups: Vec<String>,
    },
    /// The ward keeps it on its shelf and does not apply it.
    Refused {
        /// Why.
        code: Refusal,
    },
    /// The ward keeps it until what it waits for has come.
    Held {
        /// What it waits for.
        waiting_for: WaitingFor,
    },
    /// The ward had it already, with the same bytes.
    Duplicate {
        /// What the ward says of it today.
        stored: Box<Verdict>,
    },
}

impl Verdict {
    /// The verdict itself, without the wrapping of a duplicate.
    pub fn settled(&self) -> &Verdict {
        match self {
            Verdict::Duplicate { stored } => stored.settled(),
            other => other,
        }
    }

    /// The revision that it made, or that stays, and the ward's sequence number of that.
    pub fn place(&self) -> Option<(u64, u64)> {
        match self.settled() {
            Verdict::Accepted { rev, seq }
            | Verdict::Merged { rev, seq }
            | Verdict::Conflict { rev, seq, .. } => Some((*rev, *seq)),
            Verdict::Refused { .. } | Verdict::Held { .. } | Verdict::Duplicate { .. } => None,
        }
    }

    /// Whether the change's content is part of the ward's record, or safely beside it in a conflict.
    pub fn is_receipt(&self) -> bool {
        matches!(self.settled(), Verdict::Accepted { .. } | Verdict::Merged { .. } | Verdict::Conflict { .. })
    }
}

/// Why a change was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Role, ward or hamlet do not allow it.
    NotPermitted,
    /// The record was given to others since its author saw it.
    Reassigned,
    /// The author's role allowed it once and does not any more.
    RoleChanged,
    /// The person was revoked before it came.
    Revoked,
    /// It cannot be read, or contradicts itself.
    Malformed,
    /// The ward does not know the form definition's version.
    FormVersionUnknown,
    /// The ward does not know this kind of record.
    KindUnknown,
    /// The form of a package cannot be read, or its sample does not pass.
    FormPackageBroken,
    /// A form of this procedure and version is there already, and says something else.
    FormVersionTaken,
    /// Its bytes cannot be read on the device that made it; it was never sent.
    Unreadable,
    /// The same `op_id` or `seq` came before with other bytes: a tablet was cloned.
    OpReused,
}

impl Refusal {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Refusal::NotPermitted => "not_permitted",
            Refusal::Reassigned => "reassigned",
            Refusal::RoleChanged => "role_changed",
            Refusal::Revoked => "revoked",
            Refusal::Malformed => "malformed",
            Refusal::FormVersionUnknown => "form_version_unknown",
            Refusal::KindUnknown => "kind_unknown",
            Refusal::FormPackageBroken => "form_package_broken",
            Refusal::FormVersionTaken => "form_version_taken",
            Refusal::Unreadable => "unreadable",
            Refusal::OpReused => "op_reused",
        }
    }
}

/// What a held change waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingFor {
    /// An earlier change of the same replica.
    Op(OpId),
    /// A record that the change names, or is about.
    Record(RecordId),
}

/// A count and a digest over the hashes of all changes of one replica that a side holds; equal on both
/// sides after a sync, or something was lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Custody {
    /// How many changes.
    pub count: u64,
    /// Their hashes, toggled into one.
    pub digest: Hash,
}

impl Custody {
    /// Takes one more change in.
    pub fn add(&mut self, change: Hash) {
        self.count += 1;
        self.digest.toggle(change);
    }
}

/// Asks for a page of the records that the replica may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PullRequest {
    /// What the replica has seen.
    pub seen: Seen,
    /// Where the last page ended; none begins with the snapshot.
    pub cursor: Option<String>,
    /// Where its own work stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
}

/// A page of records as they are now, not a log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PullReply {
    /// The ward's epoch.
    pub epoch: u64,
    /// The ward's clock.
    pub now: Timestamp,
    /// The ward's last number when the page was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip: Option<Tip>,
    /// The records.
    pub records: Vec<RecordState>,
    /// What the person is to the ward today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Assignment>,
    /// Where every device stands, for the ward's staff; only with the last page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<DeviceStanding>,
    /// Records that this replica once got and may no longer see.
    pub gone_from_scope: Vec<RecordId>,
    /// How many records of the snapshot come after this page, as counted when it began; none in the feed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_come: Option<u64>,
    /// Where the next page begins; opaque.
    pub cursor: String,
    /// The ward's sequence number up to which the replica has seen everything of its scope; only with
    /// the last page.
    pub caught_up: Option<CaughtUp>,
}

/// What a person is to the ward; it may change after the enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Their role.
    pub role: Role,
    /// The hamlets of a volunteer; empty is the whole ward.
    pub hamlets: Vec<String>,
    /// Their team's short name.
    pub team: Option<String>,
}

/// The end of a pull.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaughtUp {
    /// The ward's sequence number.
    pub seq: u64,
    /// How many records are in the replica's scope.
    pub live: u64,
    /// What the ward holds of this replica's own changes.
    pub custody: Custody,
}

/// Asks which of these files the ward holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRequest {
    /// The files, [`MAX_HELD`] at most.
    pub files: Vec<Hash>,
}

/// What the ward holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldReply {
    /// The ward's clock.
    pub now: Timestamp,
    /// Those of the request that the ward holds whole, every byte sent by this replica or by one whose place it
    /// took. Of what others sent it never hears.
    pub held: Vec<Hash>,
}

/// A record as the ward holds it, and what its viewer should know of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordState {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: RecordKind,
    /// Its revision: 1, 2, 3, …
    pub rev: u64,
    /// Who made it.
    pub author: UserId,
    /// Its body.
    pub body: Body,
    /// What is beside the body.
    #[serde(flatten)]
    pub notes: Notes,
}

impl fmt::Debug for RecordState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordState({} {} rev {})", self.kind, self.id, self.rev)
    }
}

/// Why the ward denied a whole request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DenialCode {
    /// The body is not a message of this protocol.
    BadRequest,
    /// The body's compression is broken: it is not what was sent, and the same may arrive another time.
    Garbled,
    /// The body is larger than the ward reads.
    TooLarge,
    /// No replica has this token.
    TokenRefused,
    /// The person was revoked; what they push is kept, and they get nothing.
    Revoked,
    /// No invitation has this code.
    InvitationUnknown,
    /// The invitation was used by another device.
    InvitationUsed,
    /// The invitation has ended.
    InvitationExpired,
    /// The invitation is for another ward.
    InvitationOtherWard,
    /// A bundle that was carried here is cut, or not what was written.
    BundleDamaged,
    /// No device of the ward wrote the bundle that was carried here.
    BundleReplicaUnknown,
    /// The invitation is for another person than the one whose replica is to be succeeded.
    InvitationOtherPerson,
    /// The cursor is not of this ward's epoch; begin again with the snapshot.
    CursorUnknown,
    /// Too much to do, or stopping; try again.
    Busy,
    /// A fault of the ward; try again.
    Internal,
}

impl DenialCode {
    /// The HTTP status it travels under.
    pub fn status(self) -> u16 {
        match self {
            DenialCode::BadRequest | DenialCode::Garbled => 400,
            DenialCode::TokenRefused => 401,
            DenialCode::Revoked | DenialCode::InvitationOtherPerson => 403,
            DenialCode::InvitationUnknown | DenialCode::InvitationOtherWard => 404,
            DenialCode::InvitationUsed | DenialCode::CursorUnknown => 409,
            DenialCode::InvitationExpired => 410,
            DenialCode::TooLarge => 413,
            DenialCode::BundleDamaged | DenialCode::BundleReplicaUnknown => 422,
            DenialCode::Internal => 500,
            DenialCode::Busy => 503,
        }
    }

    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            DenialCode::BadRequest => "bad_request",
            DenialCode::Garbled => "garbled",
            DenialCode::TooLarge => "too_large",
            DenialCode::TokenRefused => "token_refused",
            DenialCode::Revoked => "revoked",
            DenialCode::InvitationUnknown => "invitation_unknown",
            DenialCode::InvitationUsed => "invitation_used",
            DenialCode::InvitationExpired => "invitation_expired",
            DenialCode::InvitationOtherWard => "invitation_other_ward",
            DenialCode::BundleDamaged => "bundle_damaged",
            DenialCode::BundleReplicaUnknown => "bundle_replica_unknown",
            DenialCode::InvitationOtherPerson => "invitation_other_person",
            DenialCode::CursorUnknown => "cursor_unknown",
            DenialCode::Busy => "busy",
            DenialCode::Internal => "internal",
        }
    }

    /// Whether it is what was sent that the ward cannot take, and not who sent it or when.
    pub fn is_of_content(self) -> bool {
        matches!(self, DenialCode::BadRequest | DenialCode::TooLarge)
    }

    /// Whether the same request may succeed later without anybody doing anything.
    pub fn is_retryable(self) -> bool {
        matches!(self, DenialCode::Busy | DenialCode::Internal | DenialCode::Garbled)
    }
}

/// The body of every answer that is not a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    /// Why.
    pub code: DenialCode,
    /// The ward's clock.
    pub now: Timestamp,
    /// After how many seconds to come back at the earliest; also in the header `Retry-After`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u32>,
}

impl Denial {
    /// A denial with the time to wait that belongs to it.
    pub fn new(code: DenialCode, now: Timestamp) -> Self {
        let retry_after_s = (code == DenialCode::Busy).then_some(BUSY_S);
        Self { code, now, retry_after_s }
    }
}
