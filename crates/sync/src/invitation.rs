//! The invitation that the ward prints and a device reads: where the ward is, by which root it is
//! known, and a one-time code. Text, so that it can be typed into a chat, printed as a QR or read out.
//!
//! `TN1.<base64url of the JSON>.<first 8 hexadecimal digits of its SHA-256>`; text around it and line
//! breaks within it do no harm.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use std::fmt;
use tan_nha_domain::{change::Hash, ids::WardCode};

const PREFIX: &str = "TN1.";

/// What an invitation holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The ward's code.
    #[serde(rename = "w")]
    pub ward: WardCode,
    /// Addresses of the ward, `https://host:port`, best first.
    #[serde(rename = "u")]
    pub urls: Vec<String>,
    /// The ward's root certificate: DER in base64url.
    #[serde(rename = "r")]
    pub root: String,
    /// The one-time code.
    #[serde(rename = "c")]
    pub code: String,
}

/// The text holds no whole invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text holds no whole invitation")]
pub struct NotAnInvitation;

impl Invitation {
    /// The text to print.
    ///
    /// # Errors
    /// None in practice: the parts are plain text.
    pub fn to_text(&self) -> Result<String, NotAnInvitation> {
        let json = serde_json::to_vec(self).map_err(|_| NotAnInvitation)?;
        Ok(format!("{PREFIX}{}.{}", URL_SAFE_NO_PAD.encode(&json), checksum(&json)))
    }

    /// Reads the text that the ward printed, wherever in `text` it stands.
    ///
    /// # Errors
    /// [`NotAnInvitation`] when it is missing, cut or mistyped.
    pub fn read(text: &str) -> Result<Self, NotAnInvitation> {
        let start = text.find(PREFIX).ok_or(NotAnInvitation)? + PREFIX.len();
        let joined: String = text[start..].chars().filter(|c| !c.is_whitespace()).collect();
        let (body, rest) = joined.split_once('.').ok_or(NotAnInvitation)?;
        let json = URL_SAFE_NO_PAD.decode(body).map_err(|_| NotAnInvitation)?;
        if !rest.starts_with(&checksum(&json)) {
            return Err(NotAnInvitation);
        }
        serde_json::from_slice(&json).map_err(|_| NotAnInvitation)
    }

    /// The root certificate's DER bytes.
    ///
    /// # Errors
    /// [`NotAnInvitation`] when they are not base64url.
    pub fn root_der(&self) -> Result<Vec<u8>, NotAnInvitation> {
        URL_SAFE_NO_PAD.decode(&self.root).map_err(|_| NotAnInvitation)
    }

    /// A name for the invitation that gives nothing of it away.
    pub fn fingerprint(&self) -> Hash {
        Hash::of(self.code.as_bytes())
    }
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Invitation(ward {})", self.ward)
    }
}

fn checksum(json: &[u8]) -> String {
    Hash::of(json).to_string()[..8].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invitation() -> Invitation {
        Invitation {
            ward: WardCode("29869".into()),
            urls: vec!["https://127.0.0.1:4430".into()],
            root: URL_SAFE_NO_PAD.encode([7; 400]),
            code: "abc".into(),
        }
    }

    #[test]
    fn it_is_read_out_of_a_letter_with_broken_lines() {
        let text = invitation().to_text().unwrap();
        let (first, second) = text.split_at(40);
        let letter = format!("Mời chị vào Tận Nhà:\n  {first}\r\n  {second}\nXin cảm ơn.");
        assert_eq!(Invitation::read(&letter), Ok(invitation()));
    }

    #[test]
    fn one_wrong_letter_is_noticed() {
        let text = invitation().to_text().unwrap();
        for place in PREFIX.len()..text.len() {
            let mut wrong = text.clone().into_bytes();
            wrong[place] = if wrong[place] == b'A' { b'B' } else { b'A' };
            assert_eq!(
                Invitation::read(std::str::from_utf8(&wrong).unwrap()),
                Err(NotAnInvitation),
                "{place}"
            );
        }
    }
}
