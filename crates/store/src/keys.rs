//! The replica's data key and the wraps that keep it: one by the PIN, one by the ward's recovery key.
//! Any of them opens the file; what each binds keeps it from being moved to another replica's folder.

use crate::error::StoreError;
use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, OsRng, Payload},
};
use crypto_box::{PublicKey, SecretKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;
use std::fmt;
use tan_nha_domain::{change::Hash, ids::ReplicaId};
use zeroize::Zeroizing;

/// A key file that asks for more is not ours (1 GiB).
const MAX_MEMORY_KIB: u32 = 1024 * 1024;

/// What trying one PIN costs (Argon2id). It is kept beside the wrap, so that it can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KdfCost {
    /// Memory in KiB.
    pub m_kib: u32,
    /// Passes.
    pub t: u32,
    /// Lanes.
    pub p: u32,
}

impl KdfCost {
    /// About 250 ms on a device of the field.
    pub const FIELD: Self = Self { m_kib: 64 * 1024, t: 3, p: 1 };
    /// Costs nothing and protects nothing: for tests only.
    pub const TESTS_ONLY: Self = Self { m_kib: 8, t: 1, p: 1 };
}

/// The raw SQLCipher key of one replica's file; wiped from memory when it goes.
pub(crate) struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    pub(crate) fn generate() -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The statement that opens a SQLCipher file with it.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let mut statement = Zeroizing::new(String::with_capacity(96));
        statement.push_str("PRAGMA key = \"x'");
        for byte in self.0.iter() {
            for nibble in [byte >> 4, byte & 15] {
                statement.push(char::from_digit(nibble.into(), 16).unwrap_or_default());
            }
        }
        statement.push_str("'\";");
        statement
    }
}

/// One way to the data key. A kind that this version does not know (a later one's, or the operating
/// system's `keystore`) is kept as it is.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Wrap {
    Known(KnownWrap),
    Unknown(Value),
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum KnownWrap {
    Pin(PinWrap),
    Recovery(RecoveryWrap),
}

/// The data key under a key that Argon2id makes of the PIN (XChaCha20-Poly1305).
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PinWrap {
    kdf: Kdf,
    nonce: Bytes,
    #[serde(rename = "box")]
    sealed: Bytes,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
enum Kdf {
    Argon2id {
        #[serde(flatten)]
        cost: KdfCost,
        salt: Bytes,
    },
}

impl PinWrap {
    pub(crate) fn make(
        key: &DataKey,
        replica: ReplicaId,
        pin: &[u8],
        cost: KdfCost,
    ) -> Result<Self, StoreError> {
        let (mut salt, mut nonce) = (vec![0; 16], vec![0; 24]);
        getrandom::fill(&mut salt)?;
        getrandom::fill(&mut nonce)?;
        let kdf = Kdf::Argon2id { cost, salt: Bytes(salt) };
        let message = Payload { msg: key.0.as_slice(), aad: &bound_to(replica) };
        let sealed = kdf
            .cipher(pin)
            .and_then(|cipher| cipher.encrypt(XNonce::from_slice(&nonce), message).ok())
            .ok_or(StoreError::Unexpected("a key derivation that does not work"))?;
        Ok(Self { kdf, nonce: Bytes(nonce), sealed: Bytes(sealed) })
    }

    /// The data key, if `pin` is the right one for the right replica.
    pub(crate) fn open(&self, replica: ReplicaId, pin: &[u8]) -> Option<DataKey> {
        if self.nonce.0.len() != 24 {
            return None;
        }
        let message = Payload { msg: &self.sealed.0, aad: &bound_to(replica) };
        let opened = self.kdf.cipher(pin)?.decrypt(XNonce::from_slice(&self.nonce.0), message).ok()?;
        DataKey::from_slice(&Zeroizing::new(opened))
    }

    /// What trying one PIN costs here.
    pub(crate) fn cost(&self) -> KdfCost {
        let Kdf::Argon2id { cost, .. } = self.kdf;
        cost
    }
}

impl Kdf {
    fn cipher(&self, pin: &[u8]) -> Option<XChaCha20Poly1305> {
        let Kdf::Argon2id { cost, salt } = self;
        if cost.m_kib > MAX_MEMORY_KIB {
            return None;
        }
        let params = Params::new(cost.m_kib, cost.t, cost.p, Some(32)).ok()?;
        let mut key = Zeroizing::new([0; 32]);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into(pin, &salt.0, key.as_mut_slice()).ok()?;
        XChaCha20Poly1305::new_from_slice(key.as_slice()).ok()
    }
}

fn bound_to(replica: ReplicaId) -> Vec<u8> {
    [b"tan-nha data key v1 ".as_slice(), replica.0.as_bytes()].concat()
}

/// The data key in a box that only the ward's recovery key opens (X25519, libsodium's sealed box).
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct RecoveryWrap {
    /// Names the public key: the first 16 digits of its SHA-256.
    pub(crate) key_id: String,
    sealed: Bytes,
}

impl RecoveryWrap {
    pub(crate) fn make(key: &DataKey, replica: ReplicaId, public: &[u8; 32]) -> Result<Self, StoreError> {
        let message = Zeroizing::new([key.0.as_slice(), &bound_to(replica)].concat());
        let sealed = PublicKey::from_bytes(*public)
            .seal(&mut OsRng, &message)
            .map_err(|_| StoreError::Unexpected("a recovery key that does not work"))?;
        Ok(Self { key_id: key_id(public), sealed: Bytes(sealed) })
    }

    /// The data key, if `secret` is the right one and the replica is the one it was wrapped for.
    pub(crate) fn open(&self, replica: ReplicaId, secret: &[u8; 32]) -> Option<DataKey> {
        let opened = Zeroizing::new(SecretKey::from_bytes(*secret).unseal(&self.sealed.0).ok()?);
        let (key, bound) = opened.split_at_checked(32)?;
        if bound == bound_to(replica) { DataKey::from_slice(key) } else { None }
    }
}

fn key_id(public: &[u8; 32]) -> String {
    Hash::of(public).to_string()[..16].to_owned()
}

/// Bytes, in JSON as base64url.
#[derive(Clone)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        URL_SAFE_NO_PAD.decode(text).map(Self).map_err(|_| de::Error::custom("not base64url"))
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}
