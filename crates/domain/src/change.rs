//! A change is what a person did to a record: a header that stays for ever and a payload that a legal
//! erasure may empty. Both are kept and sent as the bytes that were written when it was sealed.

use crate::{
    act::Act,
    ids::{OpId, RecordId, ReplicaId, UserId, WardCode},
    patch::Patch,
    record::RecordKind,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::fmt;

/// The part of a change that is never erased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The idempotency key of its delivery.
    pub op_id: OpId,
    /// Who, on which device, made it.
    pub replica_id: ReplicaId,
    /// Its place among this replica's sealed changes: 1, 2, 3, … without a gap.
    pub seq: u64,
    /// The person.
    pub user: UserId,
    /// The ward whose record it is.
    pub ward: WardCode,
    /// The record.
    pub record: RecordId,
    /// What kind of record it is.
    pub kind: RecordKind,
    /// This replica's last change of the same record; none when this is its first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<OpId>,
    /// The ward's revision of the record that its author had before them; none when the author knew
    /// of none. A change with neither `prev` nor `base` makes the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<u64>,
    /// The act, when the change moves a state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
    /// When it was last typed at, by the device's clock; never used for order.
    pub at: Timestamp,
    /// The change that it takes the place of, where it is sealed anew because another tablet had used up
    /// that one's name or number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Replaced>,
    /// SHA-256 of the payload's bytes.
    pub payload: Hash,
}

/// A change that another takes the place of. Its name alone is not enough: another tablet may have used it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// Its name.
    pub op_id: OpId,
    /// Its hash.
    pub hash: Hash,
}

impl Header {
    /// Whether the change makes its record.
    pub fn makes_record(&self) -> bool {
        self.prev.is_none() && self.base.is_none()
    }
}

/// The part of a change that holds personal data.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Payload {
    /// Field by field, before and after.
    pub patch: Patch,
    /// Why, in the author's words, where an act or a choice between two values asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The changes in conflict that this one decides: the patch names every field of theirs that was
    /// chosen, also where the ward's value stays, so that another choice made at the same time meets it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settles: Vec<OpId>,
}

/// A change whose bytes are fixed.
#[derive(Clone, Serialize, Deserialize)]
pub struct SealedChange {
    /// The header's bytes.
    pub header: Box<RawValue>,
    /// The payload's bytes; none after a legal erasure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<Box<RawValue>>,
}

/// Why sealed bytes could not be read as a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The header is not one.
    #[error("the header of a change is malformed")]
    Header,
    /// The payload is not one.
    #[error("the payload of a change is malformed")]
    Payload,
    /// The payload's bytes are not those that the header names.
    #[error("the payload of a change does not match its header")]
    Mismatch,
}

impl SealedChange {
    /// Fixes the bytes of a change; `header.payload` is filled in here.
    ///
    /// # Errors
    /// Only if the parts cannot be written as JSON.
    pub fn seal(mut header: Header, payload: &Payload) -> Result<Self, ChangeError> {
        let payload = serde_json::value::to_raw_value(payload).map_err(|_| ChangeError::Payload)?;
        header.payload = Hash::of(payload.get().as_bytes());
        let header = serde_json::value::to_raw_value(&header).map_err(|_| ChangeError::Header)?;
        Ok(Self { header, payload: Some(payload) })
    }

    /// SHA-256 over the header's bytes, which name the payload's hash: the identity of the content.
    pub fn hash(&self) -> Hash {
        Hash::of(self.header.get().as_bytes())
    }

    /// Reads the header.
    ///
    /// # Errors
    /// [`ChangeError::Header`].
    pub fn header(&self) -> Result<Header, ChangeError> {
        serde_json::from_str(self.header.get()).map_err(|_| ChangeError::Header)
    }

    /// Whether the payload's bytes are those that the header names; so it is where it was erased.
    pub fn is_whole(&self) -> bool {
        let named = || self.header().ok().map(|header| header.payload);
        self.payload.as_ref().is_none_or(|bytes| named() == Some(Hash::of(bytes.get().as_bytes())))
    }

    /// Reads the payload after checking it against the header; empty if it was erased.
    ///
    /// # Errors
    /// Any [`ChangeError`].
    pub fn payload(&self) -> Result<Payload, ChangeError> {
        let expected = self.header()?.payload;
        match &self.payload {
            None => Ok(Payload::default()),
            Some(bytes) if Hash::of(bytes.get().as_bytes()) != expected => Err(ChangeError::Mismatch),
            Some(bytes) => serde_json::from_str(bytes.get()).map_err(|_| ChangeError::Payload),
        }
    }
}

impl fmt::Debug for SealedChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedChange({})", self.header.get())
    }
}

/// SHA-256, in JSON as lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Adds another hash to a set's digest; adding it a second time takes it out again, so the order
    /// in which a set was met does not matter.
    pub fn toggle(&mut self, other: Hash) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine ^= theirs;
        }
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(serde::de::Error::custom("not a SHA-256"));
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16)
                .map_err(|_| serde::de::Error::custom("not a SHA-256"))?;
        }
        Ok(Self(bytes))
    }
}
