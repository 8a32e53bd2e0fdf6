//! Files on their way: the requests of tus as messages, of which a part may arrive.

use crate::{dice::Dice, world::World};
use serde::{Deserialize, Serialize};
use tan_nha_domain::change::Hash;
use tan_nha_store::Step;
use tan_nha_sync::{
    codec,
    pass::{Begun, CallError, FileInput, Input, UploadError},
    wire::Denial,
};

/// Where each goes.
pub const BEGIN: &str = "begin a file";
pub const GO_ON: &str = "go on with a file";

/// A request about a file.
#[derive(Serialize, Deserialize)]
pub enum Asked {
    Begin { sha256: Hash, length: u64, bytes: Vec<u8> },
    Offset { location: String },
    Part { location: String, offset: u64, bytes: Vec<u8> },
}

/// The ward's answer.
#[derive(Serialize, Deserialize)]
enum Said {
    Begun { location: String, offset: Option<u64> },
    At(u64),
    Gone,
    OtherOffset,
    OtherContent,
    Refused,
}

impl Asked {
    /// The request of a step of a pass, and where it goes.
    pub fn of(step: Step) -> Option<(&'static str, Self)> {
        match step {
            Step::CreateUpload { file, bytes } => {
                Some((BEGIN, Asked::Begin { sha256: file.sha256, length: file.bytes, bytes }))
            }
            Step::AskOffset(location) => Some((GO_ON, Asked::Offset { location })),
            Step::SendPart { location, offset, bytes } => {
                Some((GO_ON, Asked::Part { location, offset, bytes }))
            }
            _ => None,
        }
    }

    /// Less of it arrives.
    pub fn cut(&mut self, dice: &mut Dice) {
        if let Asked::Begin { bytes, .. } | Asked::Part { bytes, .. } = self {
            bytes.truncate(dice.below(bytes.len() + 1));
        }
    }
}

impl World {
    /// What the ward says to a request about a file.
    pub fn ask_about_file(&self, tablet: usize, asked: &Asked) -> Result<Vec<u8>, Denial> {
        let by = &self.tablets[tablet].shown;
        let said = match asked {
            Asked::Begin { sha256, length, bytes } => {
                let begun = self.ward.begin_upload(by, *sha256, *length, bytes);
                begun.map(|Begun { location, offset }| Said::Begun { location, offset })
            }
            Asked::Offset { location } => self.ward.upload_offset(by, location).map(Said::At),
            Asked::Part { location, offset, bytes } => {
                self.ward.append_upload(by, location, *offset, bytes).map(Said::At)
            }
        };
        let said = match said {
            Ok(said) => said,
            Err(UploadError::Gone) => Said::Gone,
            Err(UploadError::OtherOffset) => Said::OtherOffset,
            Err(UploadError::OtherContent) => Said::OtherContent,
            Err(UploadError::Call(CallError::Denied(denial))) => return Err(denial),
            Err(_) => Said::Refused,
        };
        Ok(codec::encode(&said).expect("an answer is JSON"))
    }
}

/// What a pass hears of its request.
pub fn heard(path: &str, answer: Result<Vec<u8>, CallError>) -> Input {
    let said = answer.and_then(|bytes| codec::decode::<Said>(&bytes).map_err(|_| CallError::NotTheWard));
    let said = said.map_err(UploadError::Call).and_then(|said| match said {
        Said::Gone => Err(UploadError::Gone),
        Said::OtherOffset => Err(UploadError::OtherOffset),
        Said::OtherContent => Err(UploadError::OtherContent),
        Said::Refused => Err(UploadError::Refused),
        said => Ok(said),
    });
    let astray = UploadError::Call(CallError::NotTheWard);
    Input::File(match path {
        BEGIN => FileInput::Created(said.and_then(|said| match said {
            Said::Begun { location, offset } => Ok(Begun { location, offset }),
            _ => Err(astray),
        })),
        _ => FileInput::AtWard(said.and_then(|said| match said {
            Said::At(offset) => Ok(offset),
            _ => Err(astray),
        })),
    })
}
