//! `sync.bundle_write`, `sync.bundle_read`, `sync.bundle_carry`: hand-over without a network.

use crate::{
    App,
    error::AppError,
    session::Session,
    ward::{Credentials, Outgoing},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD},
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, OpenOptions},
    io::{BufWriter, ErrorKind, Read, Seek, Write},
    path::{Path, PathBuf},
};
use tan_nha_store::{BundleContents, BundleWriting, StoreError};
use tan_nha_sync::bundle::{BundleError, MAX_BYTES, check_ward};
use ts_rs::TS;
use uuid::Uuid;

/// Receipts are far smaller: a hundred bytes for each change.
const MOST_OF_RECEIPTS: u64 = 32 * 1024 * 1024;
/// What the page may hand over of a bundle: it holds all of it in memory, and more than once.
const MOST_OF_CONTENT: u64 = 128 * 1024 * 1024;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct WriteArgs {
    /// A file that is not there yet; without one a new file in the person's documents.
    #[ts(optional, type = "string | null")]
    path: Option<PathBuf>,
}

/// A bundle that was written. Written is not received: that only its receipts say.
#[derive(Serialize, TS)]
pub(crate) struct BundleWritten {
    #[ts(type = "string")]
    path: PathBuf,
    #[ts(type = "number")]
    changes: u64,
    #[ts(type = "number")]
    files: u64,
    #[ts(type = "number")]
    bytes: u64,
    /// Changes that wait and are not in it: they follow what was done before the device was enrolled again, and go when
    /// the ward has answered to that.
    #[ts(type = "number")]
    left_out: u64,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadArgs {
    /// Where the receipts are; this or `content`.
    #[ts(optional, type = "string")]
    path: Option<PathBuf>,
    /// The receipts themselves, in base64.
    #[ts(optional)]
    content: Option<String>,
}

/// What the ward said to a bundle.
#[derive(Serialize, TS)]
pub(crate) struct BundleRead {
    /// Changes that the ward has taken.
    #[ts(type = "number")]
    changes: u64,
    /// Changes that it keeps and has not taken: on the shelf, or held until something else comes.
    #[ts(type = "number")]
    not_taken: u64,
    /// Files that it holds whole.
    #[ts(type = "number")]
    files: u64,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct CarryArgs {
    /// Where the bundle is; this or `content`.
    #[ts(optional, type = "string")]
    path: Option<PathBuf>,
    /// The bundle itself, in base64.
    #[ts(optional)]
    content: Option<String>,
    /// A file for its receipts that is not there yet; without one it lies beside the bundle, or in the person's
    /// documents.
    #[ts(optional, type = "string | null")]
    receipts: Option<PathBuf>,
}

/// A bundle of somebody else was brought to the ward, which said to its writer what became of it.
#[derive(Serialize, TS)]
pub(crate) struct BundleCarried {
    /// Where its receipts are: to be brought back to the device that wrote it.
    #[ts(type = "string")]
    receipts: PathBuf,
}

/// No pass runs meanwhile, so that what it takes back is not what a bundle carries.
pub(crate) fn write(app: &App, args: WriteArgs) -> Result<BundleWritten, AppError> {
    let session = app.session()?;
    if session.membership().practice {
        return Err(AppError::PracticeNeverSyncs);
    }
    let path = match args.path {
        Some(path) => path,
        None => new_document(app, "ban-giao", "tnb")?,
    };
    let _turn = app.network().block_on(app.turn());
    let (bytes, BundleContents { changes, files, left_out }) = write_bundle(app, &session, &path)?;
    Ok(BundleWritten { path, changes, files, bytes, left_out })
}

pub(crate) fn read(app: &App, args: ReadArgs) -> Result<BundleRead, AppError> {
    let session = app.session()?;
    let bytes = given(args)?;
    let _turn = app.network().block_on(app.turn());
    session.forms(&session.store())?;
    let read = session.store().read_receipts(&bytes, &session.unit_of(), app.now())?;
    Ok(BundleRead { changes: read.changes, not_taken: read.not_taken, files: read.files })
}

/// Nothing of the bundle can be read here, so it may be anybody's.
pub(crate) fn carry(app: &App, args: CarryArgs) -> Result<BundleCarried, AppError> {
    let session = app.session()?;
    let membership = session.membership();
    if membership.practice {
        return Err(AppError::PracticeNeverSyncs);
    }
    let receipts = match (args.receipts, &args.path) {
        (Some(receipts), _) => receipts,
        (None, Some(bundle)) => bundle.with_extension("tnr"),
        (None, None) => new_document(app, "bien-nhan", "tnr")?,
    };
    expect_free(&receipts)?;
    let bundle = match (args.path, args.content) {
        (Some(path), None) => {
            let (mut file, bytes) = open(&path)?;
            most(bytes, MAX_BYTES)?;
            expect_ours(&session, &file)?;
            file.rewind().map_err(|_| AppError::FileNotFound)?;
            Outgoing::File(file, bytes)
        }
        (None, Some(text)) => {
            most(text.len() as u64 / 4 * 3, MOST_OF_CONTENT)?;
            let bytes = BASE64.decode(text).map_err(|_| bad("content is not base64"))?;
            expect_ours(&session, bytes.as_slice())?;
            Outgoing::from(bytes)
        }
        _ => return Err(bad("either path or content is required")),
    };
    let credentials = Credentials { replica: membership.replica, token: membership.token.clone() };
    let mut client = app.ward_client(&membership, Some(credentials))?;
    let said = app.network().block_on(client.carry(bundle)).map_err(AppError::Call)?;
    let beside = beside(&receipts);
    let written = open_private(&beside)
        .and_then(|mut file| Ok(file.write_all(&said).and_then(|()| file.sync_all())?));
    written.map_err(AppError::from).and_then(|()| publish(&beside, &receipts)).inspect_err(|_| {
        drop(fs::remove_file(&beside));
    })?;
    Ok(BundleCarried { receipts })
}

/// Whether what is read begins as a bundle for the person's ward: others are not brought there.
fn expect_ours(session: &Session, input: impl Read) -> Result<(), AppError> {
    let person = session.person();
    let public =
        person.recovery_key.as_deref().and_then(|key| URL_SAFE_NO_PAD.decode(key).ok()?.try_into().ok());
    let public: [u8; 32] = public.ok_or(StoreError::NotEnrolled)?;
    Ok(check_ward(input, &session.membership().ward, &public).map_err(StoreError::from)?)
}

fn most(bytes: u64, most: u64) -> Result<(), AppError> {
    if bytes > most { Err(AppError::BundleTooLarge { most: most / (1024 * 1024) }) } else { Ok(()) }
}

/// A new name in the person's documents, that says nothing of anybody.
fn new_document(app: &App, what: &str, ending: &str) -> Result<PathBuf, AppError> {
    let mark = &Uuid::new_v4().simple().to_string()[..8];
    let name = format!("{what}-{}-{mark}.{ending}", app.today());
    Ok(app.documents().ok_or(AppError::PathMissing)?.join(name))
}

/// Writes beside the place and renames, so that under the name that was asked for only a whole bundle is ever
/// found. Where it cannot be written, nothing counts as having gone out.
fn write_bundle(app: &App, session: &Session, path: &Path) -> Result<(u64, BundleContents), AppError> {
    expect_free(path)?;
    let beside = beside(path);
    let out = BufWriter::new(open_private(&beside)?);
    let begun = BundleWriting::begin(&mut session.store(), out, app.now());
    let mut first_sent = Vec::new();
    let written = begun.map_err(AppError::from).and_then(|mut writing| {
        // The store is free between two parts, for whoever types.
        let mut go_on = || -> Result<(), StoreError> {
            while writing.go_on(&mut session.store(), app.now())? {}
            Ok(())
        };
        let gone = go_on();
        first_sent = writing.first_sent().to_vec();
        gone?;
        let (out, bytes, contents) = writing.finish()?;
        let file = out.into_inner().map_err(|error| StoreError::from(error.into_error()))?;
        file.sync_all().map_err(StoreError::from)?;
        publish(&beside, path)?;
        Ok((bytes, contents))
    });
    if written.is_err() {
        drop(fs::remove_file(&beside));
        session.store().take_back(&first_sent)?;
    }
    written
}

/// Never over a file that is there.
fn expect_free(path: &Path) -> Result<(), AppError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(AppError::FileThere),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::from(error).into()),
    }
}

/// Where a file stands while it is being written; one that is found there was never finished.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Gives a whole file its name, durably where the folder can be.
fn publish(beside: &Path, path: &Path) -> Result<(), AppError> {
    expect_free(path)?;
    fs::rename(beside, path).map_err(StoreError::from)?;
    if let Some(folder) = path.parent() {
        drop(File::open(folder).and_then(|folder| folder.sync_all()));
    }
    Ok(())
}

/// A file that is there, and its bytes. Opening something else than a file may wait for ever.
fn open(path: &Path) -> Result<(File, u64), AppError> {
    let seen = path.metadata().ok().filter(|seen| seen.is_file()).ok_or(AppError::FileNotFound)?;
    Ok((File::open(path).map_err(|_| AppError::FileNotFound)?, seen.len()))
}

/// A new file that only its owner may read.
fn open_private(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

fn bad(reason: &str) -> AppError {
    AppError::BadArgument { reason: reason.to_owned() }
}

fn given(args: ReadArgs) -> Result<Vec<u8>, AppError> {
    let bytes = match (args.path, args.content) {
        (Some(path), None) => {
            let (file, _) = open(&path)?;
            let mut bytes = Vec::new();
            file.take(MOST_OF_RECEIPTS + 1).read_to_end(&mut bytes).map_err(|_| AppError::FileNotFound)?;
            bytes
        }
        (None, Some(text)) => BASE64.decode(text).map_err(|_| bad("content is not base64"))?,
        _ => return Err(bad("either path or content is required")),
    };
    if bytes.len() as u64 > MOST_OF_RECEIPTS {
        return Err(StoreError::from(BundleError::NotReceipts).into());
    }
    Ok(bytes)
}
