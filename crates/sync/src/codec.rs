//! Messages as bytes: JSON under zstd. A small message has hardly anything in itself that repeats; it is packed with a
//! dictionary of what such messages say, which both sides have.

use crate::wire::MAX_UNPACKED_BYTES;
use serde::{Serialize, de::DeserializeOwned};
use std::{
    io::{BufRead, Read},
    sync::LazyLock,
};
use zstd::{
    bulk::Compressor,
    dict::{DecoderDictionary, EncoderDictionary},
    zstd_safe::CParameter,
};

/// Measured: level 3 is nearly free beside the JSON itself, and higher levels gain little.
const LEVEL: i32 = 3;
/// Of a small message it costs nothing that anybody waits for, and gains some.
const LEVEL_OF_SMALL: i32 = 19;
/// Up to how many bytes of JSON a message is small; a larger one is its own dictionary.
const SMALL: usize = 16 * 1024;

/// Trained from invented messages (`tests/suites/dictionary.rs`). Its id, the sum of 32,768 and its version, is in every
/// body that was packed with it: who does not know it cannot take the body for another.
const DICTIONARY: &[u8] = include_bytes!("dictionary.zstd");

static TO_PACK: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL_OF_SMALL));
static TO_UNPACK: LazyLock<DecoderDictionary<'static>> =
    LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

/// How small messages are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// By themselves, as large ones are.
    Alone,
    /// With the dictionary.
    WithDictionary,
}

impl Packing {
    /// How a body was packed that the other side has sent: it understands the same.
    pub fn of(body: &[u8]) -> Self {
        Self::dictionary_of(body).map_or(Packing::Alone, |_| Packing::WithDictionary)
    }

    fn dictionary_of(body: &[u8]) -> Option<u32> {
        zstd::zstd_safe::get_dict_id_from_frame(body).map(Into::into)
    }
}

/// Why bytes are not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Not zstd, or cut.
    #[error("the body is not compressed as it should be")]
    Compression,
    /// Larger than [`MAX_UNPACKED_BYTES`] when unpacked.
    #[error("the body is too large")]
    TooLarge,
    /// Not the message that was expected.
    #[error("the body is not the expected message")]
    Shape,
}

/// A message as bytes that everybody can read.
///
/// # Errors
/// [`CodecError`], which no message of this crate causes.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, CodecError> {
    encode_as(message, Packing::Alone)
}

/// A message as bytes for somebody who understands `packing`.
///
/// # Errors
/// [`CodecError`], which no message of this crate causes.
pub fn encode_as<T: Serialize>(message: &T, packing: Packing) -> Result<Vec<u8>, CodecError> {
    let json = serde_json::to_vec(message).map_err(|_| CodecError::Shape)?;
    pack(&json, packing).map_err(|_| CodecError::Compression)
}

/// Each body bears a checksum of its JSON: under another dictionary of the same id, it is no message rather than another.
fn pack(json: &[u8], packing: Packing) -> std::io::Result<Vec<u8>> {
    let mut packer = match packing {
        Packing::WithDictionary if json.len() <= SMALL => Compressor::with_prepared_dictionary(&TO_PACK),
        _ => Compressor::new(LEVEL),
    }?;
    packer.set_parameter(CParameter::ChecksumFlag(true))?;
    packer.compress(json)
}

/// Reads a message, unpacking no more than [`MAX_UNPACKED_BYTES`].
///
/// # Errors
/// [`CodecError`].
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    let json = match Packing::of(bytes) {
        Packing::Alone => unpack(zstd::Decoder::new(bytes)),
        Packing::WithDictionary => unpack(zstd::Decoder::with_prepared_dictionary(bytes, &TO_UNPACK)),
    }?;
    serde_json::from_slice(&json).map_err(|_| CodecError::Shape)
}

fn unpack<R: BufRead>(decoder: std::io::Result<zstd::Decoder<'_, R>>) -> Result<Vec<u8>, CodecError> {
    let decoder = decoder.map_err(|_| CodecError::Compression)?;
    let mut json = Vec::new();
    let limit = MAX_UNPACKED_BYTES as u64 + 1;
    decoder.take(limit).read_to_end(&mut json).map_err(|_| CodecError::Compression)?;
    if json.len() > MAX_UNPACKED_BYTES {
        return Err(CodecError::TooLarge);
    }
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tan_nha_domain::change::Hash;

    #[test]
    fn a_small_body_that_unpacks_to_a_huge_one_is_refused() {
        let bomb = zstd::encode_all(std::io::repeat(b' ').take(MAX_UNPACKED_BYTES as u64 + 10), 3).unwrap();
        assert!(bomb.len() < 64 * 1024);
        assert_eq!(decode::<serde_json::Value>(&bomb).unwrap_err(), CodecError::TooLarge);
    }

    #[test]
    fn a_body_cut_anywhere_is_never_a_message() {
        for packing in [Packing::Alone, Packing::WithDictionary] {
            let whole = encode_as(&vec!["Trần Thị Bình"; 20], packing).unwrap();
            assert_eq!(Packing::of(&whole), packing);
            assert_eq!(decode::<Vec<String>>(&whole).unwrap().len(), 20);
            for length in 0..whole.len() {
                assert!(decode::<Vec<String>>(&whole[..length]).is_err(), "{length} of {}", whole.len());
            }
        }
    }

    #[test]
    fn the_dictionary_is_what_its_id_says() {
        let id = u32::from_le_bytes(DICTIONARY[4..8].try_into().unwrap());
        assert_eq!(
            (id, Hash::of(DICTIONARY).to_string().as_str()),
            (32_769, "642658948ad2a64d5c13c25e8cad9d19e802c2ee0c70ccf5a51431e8b8438ddc"),
            "another content is another version, under an id of its own"
        );
    }

    #[test]
    fn a_body_packed_with_another_dictionary_of_the_same_id_is_read_as_no_message() {
        let mut other = DICTIONARY.to_vec();
        let words = other.len() / 2;
        other[words..].iter_mut().filter(|byte| byte.is_ascii_lowercase()).for_each(|byte| *byte ^= 1);
        let said = String::from_utf8_lossy(&other[other.len() - 512..]).into_owned();
        let mut packer = Compressor::with_dictionary(LEVEL_OF_SMALL, &other).unwrap();
        packer.set_parameter(CParameter::ChecksumFlag(true)).unwrap();
        let body = packer.compress(&serde_json::to_vec(&said).unwrap()).unwrap();
        assert_eq!(Packing::of(&body), Packing::WithDictionary);
        assert_eq!(decode::<String>(&body), Err(CodecError::Compression));
    }

    #[test]
    fn a_body_packed_with_a_dictionary_that_nobody_knows_is_read_as_no_message() {
        let mut body = encode_as(&"Trần Thị Bình", Packing::WithDictionary).unwrap();
        let id = Packing::dictionary_of(&body).unwrap();
        let place = body.windows(2).position(|two| two == id.to_le_bytes()[..2].as_ref()).unwrap();
        body[place] += 1;
        assert_eq!(decode::<String>(&body), Err(CodecError::Compression));
    }
}
