//! Errors, two-sided: rich inside, a small stable code outside. Here and nowhere else one becomes the
//! other. No error holds personal data.

use serde::Serialize;
use serde_json::{Map, Value, json};
use tan_nha_domain::{attest::BadWitness, card::CardError, consent::Gap, finding::Finding, ids::RecordId};
use tan_nha_forms::{BadAnswer, BadAnswerReason, DefinitionError};
use tan_nha_print::PrintError;
use tan_nha_store::StoreError;
use tan_nha_sync::{pass::CallError, wire::DenialCode};

/// What crosses the door when a command fails.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Failure {
    /// Stable code.
    pub code: String,
    /// The key of the text that says what happened, what is safe and what to do.
    pub message_key: String,
    /// Values for that text.
    pub params: Map<String, Value>,
    /// The findings that stopped it, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<Finding>>,
    /// Whether the same may succeed later without anybody doing anything.
    pub retryable: bool,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// No command has this name.
    #[error("no such command")]
    UnknownCommand,
    /// An argument is missing, unknown or of another type.
    #[error("a bad argument: {reason}")]
    BadArgument {
        /// Which argument or what about it; field names and types only.
        reason: String,
    },
    /// A date that is none, or that no calendar holds.
    #[error("a bad date")]
    BadDate {
        /// Which argument.
        field: &'static str,
    },
    /// An answer's field is unknown or not to be set, or its value has another JSON type.
    #[error("a bad answer")]
    BadAnswer(BadAnswer),
    /// Answers have errors that stop a submit.
    #[error("the dossier is not complete")]
    Incomplete(Vec<Finding>),
    /// The profile has no people yet.
    #[error("the profile is empty")]
    ProfileEmpty,
    /// Nobody has unlocked it.
    #[error("the profile is locked")]
    Locked,
    /// Several people share the tablet: say who.
    #[error("a handle is needed")]
    HandleNeeded,
    /// Nobody on this tablet has that handle.
    #[error("the handle is unknown")]
    HandleUnknown,
    /// Enrolment was begun and the ward's answer has not come yet.
    #[error("the enrolment is not finished")]
    EnrolmentUnfinished,
    /// The role may not do this.
    #[error("the role may not do this")]
    NotAllowed,
    /// No record with this id.
    #[error("no such record")]
    RecordNotFound,
    /// Another hamlet or team of the ward has this name.
    #[error("the name is taken")]
    NameTaken,
    /// No definition for this procedure.
    #[error("no such procedure")]
    ProcedureUnknown,
    /// The form definition's version is not on this device.
    #[error("no such form version")]
    FormVersionUnknown,
    /// A package cannot be taken in; nothing was changed.
    #[error("the package is broken: {0}")]
    FormPackageBroken(DefinitionError),
    /// A form of this version is there already, and says something else.
    #[error("the version is taken")]
    FormVersionTaken {
        /// Which.
        version: String,
    },
    /// No administrative unit has this code in this set, or no table says what became of it.
    #[error("no such unit")]
    UnitUnknown,
    /// The form asks for no paper of this name.
    #[error("no such slot")]
    SlotUnknown,
    /// Nothing can be read where the file was said to be, or the dossier names no such file.
    #[error("no such file")]
    FileNotFound,
    /// It is neither a photo nor a PDF of a kind that is known here.
    #[error("another kind of file")]
    PaperUnsupported,
    /// It is broken.
    #[error("a file that cannot be read")]
    PaperUnreadable,
    /// It cannot be opened without a password.
    #[error("a file with a password")]
    PaperEncrypted,
    /// It is larger than can be kept.
    #[error("a file that is too large")]
    PaperTooLarge(Most),
    /// So little room is left that the paper is not begun with; nothing was written.
    #[error("no room on the disk")]
    NoSpace {
        /// Bytes that are left.
        free: u64,
        /// Bytes that it takes, with what has to stay for answers.
        needed: u64,
    },
    /// The text of a card is none, or not whole.
    #[error(transparent)]
    Card(CardError),
    /// A picture gives no card.
    #[error("no card in the picture")]
    CardPicture(CardPicture),
    /// The record's state does not allow it.
    #[error("not in the right state")]
    NotInState {
        /// The state it is in.
        state: String,
    },
    /// The group that it is a member of is not on this device: it is somebody else's now, or has not come yet.
    #[error("its group is not here")]
    GroupNotHere,
    /// Its answers and papers are its group's.
    #[error("a member of a group")]
    MemberOfGroup {
        /// The group.
        group: RecordId,
    },
    /// The answers are no longer those that were read or shown to who signs.
    #[error("the answers have changed")]
    AnswersChanged,
    /// Some of it was not read, or was said to be wrong.
    #[error("the reading is not complete")]
    ReadingIncomplete {
        /// How many answers are left.
        left: usize,
    },
    /// A fingerprint is given after the answers were read back.
    #[error("they were not read back")]
    ReadingFirst,
    /// Somebody cannot be a witness.
    #[error("no witness")]
    BadWitness(BadWitness),
    /// Something is missing for a consent to be one.
    #[error("the consent is not complete")]
    ConsentIncomplete(Gap),
    /// The text of this version is not on this device.
    #[error("no such text")]
    ConsentTextUnknown,
    /// Somebody noted a payment of the fee before.
    #[error("it is paid already")]
    FeePaidAlready,
    /// A draft whose form waits for a decision was moved once more here: the ward has to receive that first.
    #[error("the draft was moved and that was not received yet")]
    MoveUnsent,
    /// The note of a payment is not there any more.
    #[error("the payment is not noted any more")]
    PaymentGone,
    /// The desk has the payment: its note is not changed.
    #[error("the payment is handed in")]
    FeeHandedIn,
    /// Cash is counted until who takes it in says otherwise: others do not note less of it.
    #[error("the cash stays noted")]
    CashStays,
    /// Somebody else changed the note of a payment meanwhile: it is handed in when that is decided.
    #[error("the payment is contested")]
    CashContested,
    /// A payment is not in that person's hands any more.
    #[error("the cash is not there")]
    CashGone,
    /// What was counted is not the sum of the payments.
    #[error("the cash differs")]
    CashDiffers {
        /// The sum, in đồng.
        sum: i64,
        /// What was counted.
        amount: i64,
    },
    /// The text holds no whole invitation.
    #[error("the invitation cannot be read")]
    InvitationUnreadable,
    /// Somebody else decided the conflict, or the ward has changed again.
    #[error("the conflict is settled")]
    ConflictGone,
    /// A field of the conflict was not chosen.
    #[error("a choice is missing")]
    ChoiceMissing {
        /// Which.
        field: String,
    },
    /// This device has no folder for documents: say where.
    #[error("a path is needed")]
    PathMissing,
    /// A file of this name is there already.
    #[error("the file is there already")]
    FileThere,
    /// The bundle is larger than can be carried from here: it is to be brought to the ward's machine.
    #[error("a bundle that is too large to be carried")]
    BundleTooLarge {
        /// In megabytes.
        most: u64,
    },
    /// The invitation is for another ward than the one that the device is enrolled in.
    #[error("the invitation is for another ward")]
    OtherWard,
    /// The ward's program does not know how a device is enrolled again.
    #[error("the ward's program is too old")]
    WardTooOld,
    /// A practice ward stays on the device.
    #[error("a practice ward never syncs")]
    PracticeNeverSyncs,
    /// The device's own database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The way to the ward.
    #[error("the ward could not be asked")]
    Call(CallError),
    /// The dossier has no paper of that kind.
    #[error("nothing of that kind is printed")]
    PrintUnknown,
    /// It could not be laid out.
    #[error("it cannot be printed")]
    Print(PrintError),
    /// The dossier says something else by now than what was printed of it.
    #[error("what was printed is no longer so")]
    PrintStale,
    /// The system has nothing that shows a PDF.
    #[error("no viewer")]
    NoViewer,
    /// The system knows no printer.
    #[error("no printer")]
    NoPrinter,
    /// The system has printers, and nobody has chosen one of them.
    #[error("no printer is chosen")]
    NoPrinterChosen,
    /// The system's printer did not take it.
    #[error("the printer refused it")]
    PrinterRefused,
    /// A fault of this program.
    #[error("internal")]
    Internal,
}

impl From<PrintError> for AppError {
    fn from(error: PrintError) -> Self {
        match error {
            PrintError::NoSuchPaper => Self::PrintUnknown,
            other => Self::Print(other),
        }
    }
}

/// Why a picture gives no card; the picture is not kept, and nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardPicture {
    /// It is larger than is looked at.
    TooLarge,
    /// It is no picture of a kind that is known here.
    Unsupported,
    /// It is broken, or not there any more.
    Unreadable,
    /// There is no QR code in it.
    NoCode,
    /// A QR code was seen in it and could not be read.
    CodeUnreadable,
    /// The QR code in it is not that of a card.
    NoCard,
    /// The codes of more than one card are in it.
    Several,
}

impl CardPicture {
    /// What keeps a file from being a paper keeps it from being looked at, in words about pictures.
    pub(crate) fn from_paper(error: AppError) -> Self {
        match error {
            AppError::PaperTooLarge(_) => Self::TooLarge,
            AppError::PaperUnsupported => Self::Unsupported,
            _ => Self::Unreadable,
        }
    }
}

/// How large a paper may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Most {
    /// The file.
    Megabytes(u64),
    /// The picture in it.
    Megapixels(u64),
}

impl AppError {
    pub(crate) fn bad_argument(error: &serde_json::Error) -> Self {
        // serde's words name fields and types, and quote what they met: only what they expected and the
        // names of our own fields are passed on.
        let text = error.to_string();
        let reason = match (text.split_once("expected"), text.strip_prefix("missing field")) {
            (_, Some(field)) => format!("missing field{field}"),
            (Some((before, expected)), None) => {
                let what = if before.starts_with("unknown field") { "unknown field; " } else { "" };
                format!("{what}expected{expected}")
            }
            (None, None) => "a value that cannot be read".to_owned(),
        };
        Self::BadArgument { reason }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownCommand => "unknown_command",
            Self::BadArgument { .. } => "bad_argument",
            Self::BadDate { .. } => "bad_date",
            Self::BadAnswer(_) => "bad_answer",
            Self::Incomplete(_) => "incomplete",
            Self::ProfileEmpty => "profile_empty",
            Self::Locked => "locked",
            Self::HandleNeeded => "handle_needed",
            Self::HandleUnknown => "handle_unknown",
            Self::EnrolmentUnfinished => "enrolment_unfinished",
            Self::NotAllowed => "not_allowed",
            Self::RecordNotFound => "record_not_found",
            Self::NameTaken => "name_taken",
            Self::ProcedureUnknown => "procedure_unknown",
            Self::FormVersionUnknown => "form_version_unknown",
            Self::FormPackageBroken(_) => "form_package_broken",
            Self::FormVersionTaken { .. } => "form_version_taken",
            Self::UnitUnknown => "unit_unknown",
            Self::SlotUnknown => "slot_unknown",
            Self::FileNotFound => "file_not_found",
            Self::PaperUnsupported => "paper_unsupported",
            Self::PaperUnreadable => "paper_unreadable",
            Self::PaperEncrypted => "paper_encrypted",
            Self::PaperTooLarge(_) => "paper_too_large",
            Self::NoSpace { .. } => "no_space",
            Self::Card(CardError::NoCard) => "card_unknown",
            Self::Card(CardError::QrCut { .. }) => "card_cut",
            Self::Card(CardError::MrzCut { .. }) => "mrz_cut",
            Self::CardPicture(CardPicture::TooLarge) => "picture_too_large",
            Self::CardPicture(CardPicture::Unsupported) => "picture_unsupported",
            Self::CardPicture(CardPicture::Unreadable) => "picture_unreadable",
            Self::CardPicture(CardPicture::NoCode) => "qr_missing",
            Self::CardPicture(CardPicture::CodeUnreadable) => "qr_unreadable",
            Self::CardPicture(CardPicture::NoCard) => "qr_no_card",
            Self::CardPicture(CardPicture::Several) => "qr_several",
            Self::NotInState { .. } => "not_in_state",
            Self::GroupNotHere => "group_not_here",
            Self::MemberOfGroup { .. } => "member_of_group",
            Self::AnswersChanged => "answers_changed",
            Self::ReadingIncomplete { .. } => "reading_incomplete",
            Self::ReadingFirst => "reading_first",
            Self::BadWitness(_) => "bad_witness",
            Self::ConsentIncomplete(_) => "consent_incomplete",
            Self::ConsentTextUnknown => "consent_text_unknown",
            Self::FeePaidAlready => "fee_paid_already",
            Self::MoveUnsent => "move_unsent",
            Self::PaymentGone => "payment_gone",
            Self::FeeHandedIn => "fee_handed_in",
            Self::CashStays => "cash_stays",
            Self::CashContested => "cash_contested",
            Self::CashGone => "cash_gone",
            Self::CashDiffers { .. } => "cash_differs",
            Self::InvitationUnreadable => "invitation_unreadable",
            Self::ConflictGone => "conflict_gone",
            Self::ChoiceMissing { .. } => "choice_missing",
            Self::PathMissing => "path_missing",
            Self::FileThere => "file_there",
            Self::BundleTooLarge { .. } => "bundle_too_large",
            Self::OtherWard => "invitation_other_ward",
            Self::WardTooOld => "ward_too_old",
            Self::PracticeNeverSyncs => "practice_never_syncs",
            Self::PrintUnknown => "print_unknown",
            Self::Print(PrintError::Broken | PrintError::NoSuchPaper) => "print_failed",
            Self::Print(_) => "template_faulty",
            Self::PrintStale => "print_stale",
            Self::NoViewer => "no_viewer",
            Self::NoPrinter => "no_printer",
            Self::NoPrinterChosen => "no_printer_chosen",
            Self::PrinterRefused => "printer_refused",
            // One name for both: the parameter `tried` tells them apart.
            Self::Store(StoreError::PinWait { .. }) => "wrong_pin",
            Self::Store(error) => error.code(),
            Self::Call(error) => call_code(*error),
            Self::Internal => "internal",
        }
    }

    fn params(&self) -> Value {
        match self {
            Self::BadArgument { reason } => json!({ "reason": reason }),
            Self::BadAnswer(BadAnswer { field, reason }) => match reason {
                BadAnswerReason::UnknownField => json!({ "field": field, "reason": "unknown_field" }),
                BadAnswerReason::NotSettable => json!({ "field": field, "reason": "not_settable" }),
                BadAnswerReason::RowId => json!({ "field": field, "reason": "row_id" }),
                BadAnswerReason::WrongType { expected } => {
                    json!({ "field": field, "reason": "wrong_type", "expected": expected })
                }
            },
            Self::BadDate { field } => json!({ "field": field }),
            Self::FormPackageBroken(DefinitionError { file, line, message }) => {
                json!({ "file": file, "line": line, "message": message })
            }
            Self::FormVersionTaken { version } => json!({ "version": version }),
            Self::ChoiceMissing { field } => json!({ "field": field }),
            Self::PaperTooLarge(Most::Megabytes(most)) => json!({ "most": most, "unit": "megabytes" }),
            Self::PaperTooLarge(Most::Megapixels(most)) => json!({ "most": most, "unit": "megapixels" }),
            Self::BundleTooLarge { most } => json!({ "most": most }),
            Self::Card(CardError::QrCut { fields }) => json!({ "fields": fields }),
            Self::Card(CardError::MrzCut { line, length }) => json!({ "line": line, "length": length }),
            Self::MemberOfGroup { group } => json!({ "group": group }),
            Self::ReadingIncomplete { left } => json!({ "left": left }),
            Self::BadWitness(why) => json!({ "reason": why.as_str() }),
            Self::ConsentIncomplete(gap) => json!({ "missing": gap.as_str() }),
            Self::NoSpace { free, needed } => json!({ "free": free, "needed": needed }),
            Self::CashDiffers { sum, amount } => json!({ "sum": sum, "amount": amount }),
            Self::NotInState { state } => json!({ "state": state }),
            // What typst says of it may hold answers.
            Self::Print(PrintError::Template { line: Some(line), .. }) => json!({ "line": line }),
            Self::Store(StoreError::WrongPin { wait_s }) => json!({ "wait_s": wait_s, "tried": true }),
            Self::Store(StoreError::PinWait { wait_s }) => json!({ "wait_s": wait_s, "tried": false }),
            Self::Store(StoreError::FileDamaged { set_aside }) => json!({ "set_aside": set_aside }),
            _ => json!({}),
        }
    }

    /// Whether the ward said no for good.
    pub(crate) fn is_final_denial(&self) -> bool {
        matches!(self, Self::Call(error @ CallError::Denied(_)) if !error.is_retryable())
    }

    fn is_retryable(&self) -> bool {
        match self {
            Self::Call(error) => error.is_retryable(),
            Self::Store(StoreError::PinWait { .. }) => true,
            _ => false,
        }
    }
}

fn call_code(error: CallError) -> &'static str {
    match error {
        CallError::Unreachable => "ward_unreachable",
        CallError::Cut => "ward_cut",
        CallError::Silent => "ward_silent",
        CallError::Cancelled => "sync_cancelled",
        CallError::OtherRoot => "certificate_other_root",
        CallError::ClockFarOff => "clock_far_off",
        CallError::NotTheWard | CallError::Stranger => "not_the_ward",
        CallError::Later { .. } => "ward_busy",
        CallError::Denied(denial) => match denial.code {
            DenialCode::Busy | DenialCode::Internal => "ward_busy",
            DenialCode::Garbled => "ward_cut",
            DenialCode::BadRequest | DenialCode::TooLarge | DenialCode::CursorUnknown => "ward_disagrees",
            other => other.as_str(),
        },
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::from(&error)
    }
}

impl From<&AppError> for Failure {
    fn from(error: &AppError) -> Self {
        let code = error.code();
        let params = match error.params() {
            Value::Object(params) => params,
            _ => Map::new(),
        };
        let message = match error {
            AppError::Store(StoreError::PinWait { .. }) => "pin_wait",
            _ => code,
        };
        let message_key = format!("error.{message}");
        let findings = match error {
            AppError::Incomplete(findings) => Some(impersonal(findings)),
            _ => None,
        };
        Self { code: code.to_owned(), message_key, params, findings, retryable: error.is_retryable() }
    }
}

/// Parameters of findings may repeat what was typed; an error repeats nothing. `dossier.check` has them.
fn impersonal(findings: &[Finding]) -> Vec<Finding> {
    findings.iter().map(|finding| Finding { params: Map::new(), ..finding.clone() }).collect()
}
