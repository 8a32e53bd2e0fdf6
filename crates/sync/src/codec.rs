//! Messages as bytes: JSON under zstd.

use crate::wire::MAX_UNPACKED_BYTES;
use serde::{Serialize, de::DeserializeOwned};
use std::io::Read;

/// Measured: level 3 is nearly free beside the JSON itself, and higher levels gain little.
const LEVEL: i32 = 3;

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

/// A message as bytes.
///
/// # Errors
/// [`CodecError`], which no message of this crate causes.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, CodecError> {
    let json = serde_json::to_vec(message).map_err(|_| CodecError::Shape)?;
    zstd::encode_all(json.as_slice(), LEVEL).map_err(|_| CodecError::Compression)
}

/// Reads a message, unpacking no more than [`MAX_UNPACKED_BYTES`].
///
/// # Errors
/// [`CodecError`].
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    let decoder = zstd::Decoder::new(bytes).map_err(|_| CodecError::Compression)?;
    let mut json = Vec::new();
    let limit = MAX_UNPACKED_BYTES as u64 + 1;
    decoder.take(limit).read_to_end(&mut json).map_err(|_| CodecError::Compression)?;
    if json.len() > MAX_UNPACKED_BYTES {
        return Err(CodecError::TooLarge);
    }
    serde_json::from_slice(&json).map_err(|_| CodecError::Shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_body_that_unpacks_to_a_huge_one_is_refused() {
        let bomb = zstd::encode_all(std::io::repeat(b' ').take(MAX_UNPACKED_BYTES as u64 + 10), 3).unwrap();
        assert!(bomb.len() < 64 * 1024);
        assert_eq!(decode::<serde_json::Value>(&bomb).unwrap_err(), CodecError::TooLarge);
    }

    #[test]
    fn a_body_cut_anywhere_is_never_a_message() {
        let whole = encode(&vec!["Trần Thị Bình"; 20]).unwrap();
        for length in 0..whole.len() {
            assert!(decode::<Vec<String>>(&whole[..length]).is_err(), "{length} of {}", whole.len());
        }
    }
}
