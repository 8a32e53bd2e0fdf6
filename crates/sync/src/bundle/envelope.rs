//! The clear beginning of a bundle: for which ward it is, and the content key in a box for that ward.

use super::{BundleError, BundleId, chunks::ContentKey, chunks::read_exact};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{OsRng, rand_core::RngCore},
};
use crypto_box::{PublicKey, SEALBYTES, SecretKey};
use std::io::{ErrorKind, Read};
use tan_nha_domain::{change::Hash, ids::WardCode};
use uuid::Uuid;
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"TNBUNDLE";
const VERSION: u8 = 1;
const BOX: usize = 32 + SEALBYTES;

/// Draws a content key and seals it: the key, and the bytes that come before the content.
pub(super) fn seal(
    id: BundleId,
    ward: &WardCode,
    public: &[u8; 32],
) -> Result<(ContentKey, Vec<u8>), BundleError> {
    let key: ContentKey = Zeroizing::new(XChaCha20Poly1305::generate_key(&mut OsRng).into());
    let sealed = PublicKey::from_bytes(*public).seal(&mut OsRng, key.as_slice());
    let code = ward.0.as_bytes();
    let code_bytes = u8::try_from(code.len()).map_err(|_| BundleError::CannotSeal)?;
    let mut clear =
        [MAGIC.as_slice(), &[VERSION], id.0.as_bytes(), &Hash::of(public).0, &[code_bytes], code].concat();
    clear.extend_from_slice(&sealed.map_err(|_| BundleError::CannotSeal)?);
    Ok((key, clear))
}

/// Whether a file begins as a bundle for the ward whose recovery key has this public half; whoever carries it can
/// tell no more of it.
///
/// # Errors
/// [`BundleError::NotABundle`], [`BundleError::Newer`], [`BundleError::OtherWard`], [`BundleError::Damaged`],
/// [`BundleError::Io`].
pub fn check_ward(mut input: impl Read, ward: &WardCode, public: &[u8; 32]) -> Result<(), BundleError> {
    read_clear(&mut input, ward, public).map(drop)
}

/// Reads the beginning with the secret half of the ward's key: the bundle's name, its content key, and the bytes
/// to which the content is bound.
pub(super) fn open(
    input: &mut impl Read,
    ward: &WardCode,
    secret: &[u8; 32],
) -> Result<(BundleId, ContentKey, Vec<u8>), BundleError> {
    let secret = SecretKey::from_bytes(*secret);
    let (id, sealed, clear) = read_clear(input, ward, secret.public_key().as_bytes())?;
    let key = Zeroizing::new(secret.unseal(&sealed).map_err(|_| BundleError::Damaged)?);
    let key = <[u8; 32]>::try_from(key.as_slice()).map_err(|_| BundleError::Damaged)?;
    Ok((id, Zeroizing::new(key), clear))
}

/// The bundle's name, the box with the key, and all of the beginning.
fn read_clear(
    input: &mut impl Read,
    ward: &WardCode,
    public: &[u8; 32],
) -> Result<(BundleId, Vec<u8>, Vec<u8>), BundleError> {
    let mut clear = vec![0; MAGIC.len() + 1];
    expect_magic(input, &mut clear, MAGIC, BundleError::NotABundle)?;
    if clear[MAGIC.len()] != VERSION {
        return Err(BundleError::Newer);
    }
    let mut next = |length: usize| {
        let start = clear.len();
        clear.resize(start + length, 0);
        read_exact(input, &mut clear[start..])?;
        Ok::<_, BundleError>(clear[start..].to_vec())
    };
    let id = Uuid::from_slice(&next(16)?).map_err(|_| BundleError::Damaged)?;
    let key_hash = next(32)?;
    let code_bytes = next(1)?[0];
    let code = next(code_bytes.into())?;
    if code != ward.0.as_bytes() || key_hash != Hash::of(public).0 {
        return Err(BundleError::OtherWard);
    }
    let sealed = next(BOX)?;
    Ok((BundleId(id), sealed, clear))
}

/// Fills `bytes`, which begin with `magic` in a file of the kind; another file is `otherwise`.
fn expect_magic(
    input: &mut impl Read,
    bytes: &mut [u8],
    magic: &[u8],
    otherwise: BundleError,
) -> Result<(), BundleError> {
    match input.read_exact(bytes) {
        Ok(()) if bytes.starts_with(magic) => Ok(()),
        Err(error) if error.kind() != ErrorKind::UnexpectedEof => Err(error.into()),
        _ => Err(otherwise),
    }
}

/// A name that nobody else draws.
pub(super) fn new_id() -> BundleId {
    let mut random = [0; 16];
    OsRng.fill_bytes(&mut random);
    BundleId(uuid::Builder::from_random_bytes(random).into_uuid())
}
