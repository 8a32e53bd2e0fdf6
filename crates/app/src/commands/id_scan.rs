//! `id.scan`.

use crate::{
    App, card_picture,
    error::{AppError, CardPicture},
    paper,
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use tan_nha_domain::{
    card::{self, Card, CardKind, CardSource, Guarded},
    finding::Finding,
    partial_date::PartialDate,
    sex::Sex,
};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScanArgs {
    /// The text of the QR code, or the three lines on the back; this, `image_path` or `image`.
    #[ts(optional)]
    pub(super) text: Option<String>,
    /// Where a picture with the QR code is.
    #[ts(optional, type = "string")]
    pub(super) image_path: Option<PathBuf>,
    /// The picture itself, in base64.
    #[ts(optional)]
    pub(super) image: Option<String>,
}

/// What a card says; what it does not say, or what cannot be read, is null.
#[derive(Serialize, TS)]
pub(crate) struct Scanned {
    #[ts(type = "\"qr\" | \"mrz\"")]
    source: CardSource,
    /// Which card; null where that cannot be told, as from an MRZ.
    #[ts(type = "\"cccd_2021\" | \"can_cuoc_2024\" | null")]
    card: Option<CardKind>,
    number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    old_number: Option<String>,
    /// From an MRZ in capitals without marks.
    full_name: String,
    #[ts(type = "string | null")]
    born: Option<PartialDate>,
    #[ts(type = "\"male\" | \"female\" | null")]
    sex: Option<Sex>,
    address: Option<String>,
    #[ts(type = "string | null")]
    issued: Option<PartialDate>,
    issuer: Option<&'static str>,
    /// Said by an MRZ alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    expires: Option<PartialDate>,
    /// The MRZ has 31/12/99, which is said to stand for a card without expiry.
    #[serde(skip_serializing_if = "is_false")]
    #[ts(as = "Option<bool>", optional)]
    no_expiry: bool,
    /// Of an MRZ: its check digits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<CheckSaid>>", optional)]
    checks: Vec<CheckSaid>,
    /// What the QR code holds beyond the fields that are known here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<String>>", optional)]
    more: Vec<String>,
    /// Always false: nothing on a card that is read here is signed. It helps typing and proves nothing.
    proof: bool,
    #[ts(type = "Finding[]")]
    findings: Vec<Finding>,
}

/// Whether a check digit agrees with what it guards.
#[derive(Serialize, TS)]
pub(crate) struct CheckSaid {
    #[ts(type = "\"document\" | \"number\" | \"born\" | \"expires\" | \"whole\"")]
    of: Guarded,
    agrees: bool,
}

pub(crate) fn scan(app: &App, args: ScanArgs) -> Result<Scanned, AppError> {
    read(app, args).map(Scanned::of)
}

/// What is on the card that was scanned.
pub(super) fn read(app: &App, args: ScanArgs) -> Result<Card, AppError> {
    let bad = |reason: &str| AppError::BadArgument { reason: reason.to_owned() };
    let picture = |error| AppError::CardPicture(CardPicture::from_paper(error));
    let content = match (args.text, args.image_path, args.image) {
        (Some(text), None, None) => {
            return card::read(&text, app.today()).map_err(AppError::Card);
        }
        (None, Some(path), None) => paper::read(&path).map_err(|error| match error {
            AppError::FileNotFound => AppError::FileNotFound,
            other => picture(other),
        })?,
        (None, None, Some(image)) => {
            paper::check_base64(image.len()).map_err(picture)?;
            BASE64.decode(image).map_err(|_| bad("image is not base64"))?
        }
        _ => return Err(bad("one of text, image_path and image is required")),
    };
    card_picture::read(content, app.today())
}

impl Scanned {
    pub(super) fn of(card: Card) -> Self {
        Self {
            source: card.source,
            card: card.kind,
            number: card.number,
            old_number: card.old_number,
            full_name: card.full_name,
            born: card.born,
            sex: card.sex,
            address: card.address,
            issued: card.issued,
            issuer: card.issuer,
            expires: card.expires,
            no_expiry: card.no_expiry,
            checks: card
                .checks
                .iter()
                .map(|check| CheckSaid { of: check.of, agrees: check.agrees })
                .collect(),
            more: card.more,
            proof: false,
            findings: card.findings,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}
