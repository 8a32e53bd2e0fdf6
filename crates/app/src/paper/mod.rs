//! A file as it was given, made into a paper: looked at, and a photo shrunk and stripped of everything but
//! its picture. All of it happens in memory: what is on the disk is encrypted.

mod pdf;
mod photo;

use crate::error::{AppError, Most};
use image::DynamicImage;
use std::{
    fs::File,
    io::{self, Read},
    panic,
    path::Path,
};
use tan_nha_domain::paper::Media;
use tan_nha_store::NewFile;

const MB: u64 = 1024 * 1024;
/// The largest file that is looked at. Photos of today's cameras are a fifth of it.
const MOST_MB: u64 = 60;

/// A paper, ready to be kept.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) media: Media,
    pub(crate) pages: Option<u32>,
    pub(crate) content: Vec<u8>,
}

impl Taken {
    /// As the store keeps it.
    pub(crate) fn file(&self) -> NewFile<'_> {
        NewFile { media: self.media, pages: self.pages, content: &self.content }
    }
}

/// Reads the file at `path`, as far as it may be a paper by its size.
///
/// # Errors
/// [`AppError::FileNotFound`], [`AppError::PaperTooLarge`], [`AppError::PaperUnreadable`].
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, AppError> {
    let not_found = |_: io::Error| AppError::FileNotFound;
    // Opening something else than a file may wait for ever.
    let seen = path.metadata().map_err(not_found)?;
    if !seen.is_file() {
        return Err(AppError::FileNotFound);
    }
    check_size(seen.len(), MOST_MB)?;
    let mut content = Vec::new();
    let file = File::open(path).map_err(not_found)?;
    file.take(MOST_MB * MB + 1).read_to_end(&mut content).map_err(|_| AppError::PaperUnreadable)?;
    Ok(content)
}

/// Makes a paper of the content of a file. The same content always gives the same paper.
///
/// # Errors
/// [`AppError::PaperTooLarge`]; [`AppError::PaperUnsupported`] for another kind of file;
/// [`AppError::PaperUnreadable`] for a broken one; [`AppError::PaperEncrypted`] for a PDF with a password.
pub(crate) fn take(content: Vec<u8>) -> Result<Taken, AppError> {
    check_size(content.len() as u64, MOST_MB)?;
    // A file that finds a fault of a decoder must not end the program in front of a family.
    panic::catch_unwind(move || look_at(content)).unwrap_or(Err(AppError::PaperUnreadable))
}

fn look_at(content: Vec<u8>) -> Result<Taken, AppError> {
    if pdf::is_one(&content) {
        check_size(content.len() as u64, pdf::MOST_MB)?;
        let (content, pages) = pdf::check(content)?;
        return Ok(Taken { media: Media::Pdf, pages, content });
    }
    Ok(Taken { media: Media::Jpeg, pages: None, content: photo::to_jpeg(&content)? })
}

/// The picture of a photo, upright; for looking at, not for keeping.
///
/// # Errors
/// As those of [`take`].
pub(crate) fn picture(content: &[u8]) -> Result<DynamicImage, AppError> {
    check_size(content.len() as u64, MOST_MB)?;
    let (mut picture, orientation) = photo::decode(content)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Whether text of base64 is short enough to be decoded.
pub(crate) fn check_base64(length: usize) -> Result<(), AppError> {
    check_size(length as u64 / 4 * 3, MOST_MB)
}

fn check_size(bytes: u64, most_mb: u64) -> Result<(), AppError> {
    if bytes > most_mb * MB { Err(AppError::PaperTooLarge(Most::Megabytes(most_mb))) } else { Ok(()) }
}
