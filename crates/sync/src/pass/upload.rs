//! The upload of one file by the tus protocol, as a machine without I/O: its address at the ward is made once
//! and kept, and each part that the ward has taken is noted. The first part goes with the beginning, in one round
//! trip; where an earlier beginning may have had no answer, it goes once the ward has said what it has.

use super::CallError;
use tan_nha_domain::{
    change::Hash,
    mutant::{self, Mutant},
};

/// A file that waits to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileToSend {
    /// What its content is.
    pub sha256: Hash,
    /// Its bytes.
    pub bytes: u64,
    /// The address of its upload at the ward; none before the first try.
    pub location: Option<String>,
}

/// Why a request about a file got no answer that leads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadError {
    /// The way to the ward, or a denial of whoever calls.
    Call(CallError),
    /// The ward knows no upload at this address.
    Gone,
    /// The ward stands at another byte.
    OtherOffset,
    /// What has come is another file than was said; the ward has kept nothing of it.
    OtherContent,
    /// The ward takes no such file.
    Refused,
    /// The content cannot be read on this device.
    Unreadable,
}

/// Why a file is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRefusal {
    /// Its content cannot be read on this device, or is another than it was.
    Unreadable,
    /// The ward takes no such file.
    Refused,
    /// The ward never agreed how much of it had come.
    OutOfStep,
}

impl FileRefusal {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            FileRefusal::Unreadable => "file_unreadable",
            FileRefusal::Refused => "file_refused",
            FileRefusal::OutOfStep => "file_out_of_step",
        }
    }
}

/// What the driver tells of a file.
#[derive(Debug)]
pub enum FileInput {
    /// What came of [`FileEffect::Create`].
    Created(Result<Begun, UploadError>),
    /// What came of [`FileEffect::AskOffset`] or [`FileEffect::SendPart`]: how many bytes the ward has.
    AtWard(Result<u64, UploadError>),
    /// What was to be noted is durable.
    Noted,
}

/// An upload that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Its address at the ward.
    pub location: String,
    /// How many bytes the ward has; none where it does not say.
    pub offset: Option<u64>,
}

/// What is to be done for a file.
#[derive(Debug, PartialEq, Eq)]
pub enum FileEffect {
    /// Begin its upload at the ward.
    Create {
        /// The file.
        file: FileToSend,
        /// How many of its first bytes go along.
        most: usize,
    },
    /// Note the address of its upload.
    NoteAddress(Hash, String),
    /// Ask how many bytes the ward has.
    AskOffset(String),
    /// Note how many bytes the ward has.
    NoteSent(Hash, u64),
    /// Send what follows on the first `offset` bytes.
    SendPart {
        /// The file.
        sha256: Hash,
        /// The address of its upload.
        location: String,
        /// How many bytes the ward has.
        offset: u64,
        /// How many bytes one request carries.
        most: usize,
    },
    /// The ward has all of it: a receipt.
    NoteReceived(Hash),
    /// Its upload is to begin anew.
    NoteMissing(Hash),
    /// Set it aside with its reason; other files go on.
    SetAside(Hash, FileRefusal),
}

/// What comes of an input.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    Do(FileEffect),
    /// The file is settled, one way or the other.
    Settled,
    /// The pass is over.
    Fail(CallError),
}

/// One file on its way.
#[derive(Debug)]
pub(super) struct Upload {
    file: FileToSend,
    expects: Expects,
    /// How often it was begun anew, or asked again, since it came further: a file of which the ward never agrees is
    /// set aside.
    turns: u32,
    /// How far it came in this pass.
    reached: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expects {
    Created,
    AddressNoted { offset: Option<u64> },
    AtWard,
    SentNoted { offset: u64 },
    BegunAnew,
    LastNote,
}

/// How often a file is begun anew without coming further.
const MOST_TURNS: u32 = 3;

impl Upload {
    /// Begins with a file of which `most` bytes may go along with the beginning.
    pub(super) fn begin(file: FileToSend, most: usize) -> (Self, FileEffect) {
        let mut upload = Self { file, expects: Expects::Created, turns: 0, reached: 0 };
        let effect = upload.first(most);
        (upload, effect)
    }

    fn first(&mut self, most: usize) -> FileEffect {
        match self.file.location.clone() {
            None => {
                self.expects = Expects::Created;
                FileEffect::Create { file: self.file.clone(), most }
            }
            Some(location) => {
                self.expects = Expects::AtWard;
                FileEffect::AskOffset(location)
            }
        }
    }

    pub(super) fn handle(&mut self, input: FileInput, most: usize) -> Next {
        match (self.expects, input) {
            (Expects::Created, FileInput::Created(Ok(begun))) => {
                self.file.location = Some(begun.location.clone());
                self.expects = Expects::AddressNoted { offset: begun.offset };
                Next::Do(FileEffect::NoteAddress(self.file.sha256, begun.location))
            }
            (Expects::AddressNoted { offset: Some(offset) }, FileInput::Noted) => self.note_sent(offset),
            (Expects::AddressNoted { offset: None } | Expects::BegunAnew, FileInput::Noted) => {
                Next::Do(self.first(most))
            }
            (Expects::AtWard, FileInput::AtWard(Ok(offset))) => self.note_sent(offset),
            (Expects::SentNoted { offset }, FileInput::Noted) => self.go_on(offset, most),
            (Expects::LastNote, FileInput::Noted) => Next::Settled,
            (Expects::Created, FileInput::Created(Err(error)))
            | (Expects::AtWard, FileInput::AtWard(Err(error))) => self.fail(error, most),
            _ => Next::Fail(CallError::NotTheWard),
        }
    }

    fn note_sent(&mut self, offset: u64) -> Next {
        if offset > self.reached {
            (self.reached, self.turns) = (offset, 0);
        }
        self.expects = Expects::SentNoted { offset };
        Next::Do(FileEffect::NoteSent(self.file.sha256, offset))
    }

    fn go_on(&mut self, offset: u64, most: usize) -> Next {
        if offset >= self.file.bytes || (mutant::is(Mutant::FileReceivedEarly) && offset > 0) {
            self.expects = Expects::LastNote;
            return Next::Do(FileEffect::NoteReceived(self.file.sha256));
        }
        let Some(location) = self.file.location.clone() else { return Next::Fail(CallError::NotTheWard) };
        self.expects = Expects::AtWard;
        Next::Do(FileEffect::SendPart { sha256: self.file.sha256, location, offset, most })
    }

    fn fail(&mut self, error: UploadError, most: usize) -> Next {
        match error {
            UploadError::Call(error) => Next::Fail(error),
            UploadError::Unreadable => self.set_aside(FileRefusal::Unreadable),
            UploadError::Refused => self.set_aside(FileRefusal::Refused),
            // What was read here is not what was attached: sending it again changes nothing.
            UploadError::OtherContent => self.set_aside(FileRefusal::Unreadable),
            UploadError::Gone | UploadError::OtherOffset if self.turns >= MOST_TURNS => {
                self.set_aside(FileRefusal::OutOfStep)
            }
            UploadError::Gone => {
                self.turns += 1;
                self.file.location = None;
                self.expects = Expects::BegunAnew;
                Next::Do(FileEffect::NoteMissing(self.file.sha256))
            }
            UploadError::OtherOffset => {
                self.turns += 1;
                Next::Do(self.first(most))
            }
        }
    }

    fn set_aside(&mut self, why: FileRefusal) -> Next {
        self.expects = Expects::LastNote;
        Next::Do(FileEffect::SetAside(self.file.sha256, why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 256;

    /// A ward with one upload, which does as it is told at each request; it says this of one that is begun.
    fn drive(
        bytes: u64,
        begun: Option<u64>,
        mut answers: Vec<Result<u64, UploadError>>,
    ) -> (Vec<String>, Next) {
        let file = FileToSend { sha256: Hash::of(b"photo"), bytes, location: None };
        let (mut upload, mut effect) = Upload::begin(file, MOST);
        let mut asked = Vec::new();
        loop {
            let (name, input) = match effect {
                FileEffect::Create { most, .. } => {
                    let begun = Begun { location: "/v1/files/7".into(), offset: begun };
                    (format!("create with {most}"), FileInput::Created(Ok(begun)))
                }
                FileEffect::NoteAddress(..) => ("address".into(), FileInput::Noted),
                FileEffect::AskOffset(_) => ("ask".into(), FileInput::AtWard(answers.remove(0))),
                FileEffect::SendPart { offset, .. } => {
                    (format!("send from {offset}"), FileInput::AtWard(answers.remove(0)))
                }
                FileEffect::NoteSent(_, offset) => (format!("has {offset}"), FileInput::Noted),
                FileEffect::NoteReceived(_) => ("received".into(), FileInput::Noted),
                FileEffect::NoteMissing(_) => ("missing".into(), FileInput::Noted),
                FileEffect::SetAside(_, why) => (why.as_str().into(), FileInput::Noted),
            };
            asked.push(name);
            effect = match upload.handle(input, MOST) {
                Next::Do(effect) => effect,
                end => return (asked, end),
            };
        }
    }

    #[test]
    fn a_small_file_costs_one_request() {
        let (asked, end) = drive(200, Some(200), vec![]);
        assert_eq!(asked, ["create with 256", "address", "has 200", "received"]);
        assert_eq!(end, Next::Settled);
    }

    #[test]
    fn parts_follow_each_other_and_only_the_last_byte_is_a_receipt() {
        let (asked, end) = drive(300, Some(256), vec![Ok(300)]);
        let path = ["create with 256", "address", "has 256", "send from 256", "has 300", "received"];
        assert_eq!((asked, end), (path.map(str::to_owned).to_vec(), Next::Settled));
    }

    #[test]
    fn a_ward_that_does_not_say_what_it_has_is_asked() {
        let (asked, end) = drive(300, None, vec![Ok(0), Ok(256), Ok(300)]);
        assert_eq!(asked[..4], ["create with 256", "address", "ask", "has 0"]);
        assert_eq!(asked[4..], ["send from 0", "has 256", "send from 256", "has 300", "received"]);
        assert_eq!(end, Next::Settled);
        let (asked, _) = drive(300, None, vec![Ok(300)]);
        assert_eq!(asked[2..], ["ask", "has 300", "received"], "and what it has is not sent again");
    }

    #[test]
    fn an_upload_that_the_ward_forgot_begins_anew_and_one_that_never_agrees_is_set_aside() {
        let (asked, end) = drive(9, Some(0), vec![Err(UploadError::Gone), Ok(9)]);
        assert_eq!(asked[4..7], ["missing", "create with 256", "address"]);
        assert_eq!(end, Next::Settled);
        let slowly = (0..9).flat_map(|offset| [Ok(offset), Err(UploadError::OtherOffset)]).chain([Ok(9)]);
        assert_eq!(
            drive(9, None, slowly.collect()).0.last().unwrap(),
            "received",
            "another sends it as well"
        );
        let never = vec![Err(UploadError::OtherOffset); 9];
        let (asked, end) = drive(9, None, never);
        assert_eq!((asked.last().unwrap().as_str(), end), ("file_out_of_step", Next::Settled));
    }

    #[test]
    fn a_file_that_cannot_be_sent_is_set_aside_with_its_reason_and_a_cut_is_not_its_fault() {
        let of = |error| drive(9, Some(0), vec![Err(error)]);
        for (error, reason) in [
            (UploadError::Unreadable, "file_unreadable"),
            (UploadError::OtherContent, "file_unreadable"),
            (UploadError::Refused, "file_refused"),
        ] {
            let (asked, end) = of(error);
            assert_eq!((asked.last().unwrap().as_str(), end), (reason, Next::Settled));
        }
        assert_eq!(of(UploadError::Call(CallError::Cut)).1, Next::Fail(CallError::Cut));
    }
}
