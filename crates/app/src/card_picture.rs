//! The QR code of a card in a picture of it. The picture is looked at and forgotten: nothing of it is kept.
//!
//! People photograph a card as it lies there: turned, dark, a small code in a large picture. The decoder wants
//! a module of the code to be some pixels wide, neither one nor thirty, so the picture is tried in several
//! sizes; smaller ones also even out the noise of a dark room. Only then it is searched piece by piece.

use crate::{
    error::{AppError, CardPicture},
    paper,
};
use chrono::NaiveDate;
use image::{DynamicImage, imageops::FilterType};
use rqrr::PreparedImage;
use std::{collections::BTreeSet, panic};
use tan_nha_domain::card::{self, Card, CardError};

/// The long sides that the whole picture is tried in, in pixels, as far as it has them.
const SIZES: [u32; 5] = [1_600, 1_000, 2_400, 1_300, 700];
/// So many of them are always looked at, so that a second card is seen.
const ALWAYS: usize = 2;
/// The long side of a picture that is searched piece by piece.
const MOST: u32 = 4_000;
/// The side of a piece, and how far one is from the next: a card's code that is small fits into the overlap.
const PIECE: u32 = 1_200;
const STEP: u32 = 800;

/// What the codes of a picture say.
#[derive(Default)]
struct Codes {
    texts: BTreeSet<String>,
    /// Something looked like a code and could not be read.
    seen: bool,
}

/// Reads the card in a picture.
///
/// # Errors
/// [`AppError::CardPicture`] when the picture cannot be looked at, or has no card's code or several;
/// [`AppError::Card`] when the code of a card is not whole.
pub(crate) fn read(content: Vec<u8>, today: NaiveDate) -> Result<Card, AppError> {
    // A picture that finds a fault of a decoder must not end the program in front of a family.
    let codes = panic::catch_unwind(move || {
        let picture = paper::picture(&content).map_err(CardPicture::from_paper)?;
        drop(content);
        Ok(look(picture, &|text| card::read(text, today).is_ok()))
    });
    let codes = codes.unwrap_or(Err(CardPicture::Unreadable)).map_err(AppError::CardPicture)?;
    let read: Vec<_> = codes.texts.iter().map(|text| card::read(text, today)).collect();
    let mut cards: Vec<Card> = read.iter().filter_map(|read| read.clone().ok()).collect();
    let cut = read.iter().find_map(|read| read.as_ref().err().filter(|error| **error != CardError::NoCard));
    match (cards.pop(), cut) {
        (Some(card), _) if cards.is_empty() => Ok(card),
        (Some(_), _) => Err(AppError::CardPicture(CardPicture::Several)),
        (None, Some(cut)) => Err(AppError::Card(*cut)),
        (None, None) if !codes.texts.is_empty() => Err(AppError::CardPicture(CardPicture::NoCard)),
        (None, None) if codes.seen => Err(AppError::CardPicture(CardPicture::CodeUnreadable)),
        (None, None) => Err(AppError::CardPicture(CardPicture::NoCode)),
    }
}

fn look(picture: DynamicImage, is_card: &dyn Fn(&str) -> bool) -> Codes {
    let gray = DynamicImage::ImageLuma8(picture.into_luma8());
    let gray = if long_side(&gray) > MOST { resized(&gray, MOST) } else { gray };
    let mut codes = Codes::default();
    for (at, size) in sizes(long_side(&gray)).into_iter().enumerate() {
        codes.look_at(&resized(&gray, size));
        if at + 1 >= ALWAYS && codes.texts.iter().any(|text| is_card(text)) {
            return codes;
        }
    }
    if long_side(&gray) > SIZES[0] {
        for (x, y) in pieces(gray.width(), gray.height()) {
            codes.look_at(&larger(&gray.crop_imm(x, y, PIECE, PIECE)));
            if codes.texts.iter().any(|text| is_card(text)) {
                break;
            }
        }
    }
    codes
}

impl Codes {
    fn look_at(&mut self, picture: &DynamicImage) {
        let DynamicImage::ImageLuma8(picture) = picture else { return };
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let row = picture.as_raw();
        let mut prepared = PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            row.get(y * width + x).copied().unwrap_or(u8::MAX)
        });
        for grid in prepared.detect_grids() {
            let mut bytes = Vec::new();
            match grid.decode_to(&mut bytes).ok().and_then(|_| String::from_utf8(bytes).ok()) {
                Some(text) => drop(self.texts.insert(text)),
                None => self.seen = true,
            }
        }
    }
}

fn long_side(picture: &DynamicImage) -> u32 {
    picture.width().max(picture.height())
}

/// A small picture is looked at as it is, and in sizes around its own: the decoder is fickle.
fn sizes(long_side: u32) -> Vec<u32> {
    let around = |quarters: u32| long_side * quarters / 4;
    let small = [4, 6, 8, 5, 3].into_iter().map(around).filter(|_| long_side < SIZES[0]);
    small.chain(SIZES.into_iter().filter(|&size| size <= long_side)).collect()
}

fn resized(gray: &DynamicImage, long_side: u32) -> DynamicImage {
    // The picture's own methods, and not the functions beside them: those are built with this crate, slowly.
    gray.resize(long_side, long_side, FilterType::Triangle)
}

fn larger(piece: &DynamicImage) -> DynamicImage {
    resized(piece, long_side(piece) * 3 / 2)
}

/// The upper left corners of the pieces.
fn pieces(width: u32, height: u32) -> impl Iterator<Item = (u32, u32)> {
    let begins = |length: u32| (0..length.saturating_sub(PIECE - STEP).max(1)).step_by(STEP as usize);
    begins(height).flat_map(move |y| begins(width).map(move |x| (x, y)))
}

#[cfg(test)]
mod tests;
