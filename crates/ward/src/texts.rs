//! Everything that the programs say to the operator in words.

use crate::{bundle::TakenIn, error::WardError};
use std::fmt;
use tan_nha_sync::bundle::BundleError;

/// The line under an error: what happened and what to do.
pub(crate) fn write_error(error: &WardError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(match error {
        WardError::WardExists => "This folder already holds a ward. Choose another folder.",
        WardError::NoWard => "This folder holds no ward. Make one with `init`.",
        WardError::WardIncomplete => {
            "The making of this ward was interrupted. Repeat `init` with the same folder and key file; \
             nothing was in it yet."
        }
        WardError::KeyFileExists => "The key file is there already; a key is never overwritten.",
        WardError::KeyFileInside => "The key file must lie outside the data folder.",
        WardError::KeyFileUnreadable => "The key file is missing or cannot be read. Name it with --key-file.",
        WardError::KeyWrong => "This key does not open the ward's file.",
        WardError::NewerFile => "The ward's file was written by a newer version. Install that version.",
        WardError::BadWardCode => "A ward's code has five digits.",
        WardError::BadName => "The name is empty.",
        WardError::BadUrl => "An address looks like https://host:port.",
        WardError::NeverServed => "The ward was never served, so its address is unknown. Give --url.",
        WardError::UserDiffers => {
            "This name belongs to a person with another role, hamlets or team. \
             Repeat theirs for another device, or invite under another name."
        }
        WardError::UserRevoked => "This person was revoked. Invite under another name.",
        WardError::UserUnknown => "Nobody in the ward has this name.",
        WardError::DatabaseUnsupported => {
            "This version keeps the ward in its own encrypted file, in the data folder. Leave --database out."
        }
        WardError::Listen(cause) => return write!(f, "Cannot listen on this address: {cause}."),
        WardError::Bundle(BundleError::NotABundle) => "This file is no bundle.",
        WardError::Bundle(BundleError::Newer) => {
            "The bundle was written by a newer version. Install that version here."
        }
        WardError::Bundle(BundleError::OtherWard) => "The bundle is for another ward.",
        WardError::Bundle(BundleError::Damaged) => {
            "The bundle is cut or damaged; nothing of it was taken. Copy it again, or have it written anew."
        }
        WardError::Bundle(cause) => return write!(f, "The bundle: {cause}."),
        WardError::BundleReplicaUnknown => {
            "No device of this ward wrote this bundle, as far as the ward knows. Nothing of it was taken."
        }
        WardError::ReceiptsExist => "The file for the receipts is there already. Choose another name.",
        WardError::Damaged(what) => return write!(f, "The ward's file is damaged ({what}). Use a copy."),
        WardError::Db(_) if error.is_busy() => "The ward's file is in use. Try again.",
        WardError::Db(cause) => return write!(f, "The ward's file: {cause}."),
        WardError::Io(cause) => return write!(f, "{cause}."),
        WardError::Tls(cause) => return write!(f, "Certificate: {cause}."),
        WardError::Random => "The operating system gives no random bytes.",
    })
}

/// After `init`.
pub(crate) fn made(name: &str, code: &str, key_file: &str, fingerprint: &str) -> String {
    format!(
        "{name} ({code}) is ready.\nKey file: {key_file} (keep a copy in a safe place; without it nothing opens)\n\
         Fingerprint: {fingerprint}"
    )
}

/// Once the server is ready.
pub(crate) fn serving(urls: &[String], fingerprint: &str) -> String {
    format!("Serving at {}\nFingerprint: {fingerprint}", urls.join(", "))
}

/// After `take-in`.
pub(crate) fn taken_in(bundle: &TakenIn, receipts: &str) -> String {
    let TakenIn { changes, taken, files, whole, .. } = bundle;
    format!(
        "Taken in: {taken} of {changes} changes, {whole} of {files} files.\nReceipts: {receipts} \
         (to be brought back to the device, which calls nothing received without them)"
    )
}

/// After `assign`.
pub(crate) fn assigned(name: &str) -> String {
    format!("{name} has another assignment; each device learns of it at its next sync.")
}

/// After `revoke`.
pub(crate) fn revoked(name: &str, devices: u64) -> String {
    format!("{name} is revoked; devices: {devices}.")
}
