//! A bundle is read as it was written or not at all.

use super::*;
use crate::wire::{Mark, PushReply, Receipt, Tip, Verdict};
use crypto_box::SecretKey;
use proptest::prelude::*;
use serde_json::value::to_raw_value;
use std::sync::LazyLock;
use tan_nha_domain::ids::{OpId, WardCode};

const SECRET: [u8; 32] = [7; 32];
const TOKEN: &str = "token-of-the-test";

fn ward() -> WardCode {
    WardCode("29869".into())
}

fn writer() -> Writer {
    let replica = ReplicaId(Uuid::from_u128(7));
    Writer {
        replica,
        token: TOKEN.into(),
        seen: Seen { epoch: 2, seq: 9, mark: None },
        at: Timestamp(1_795_000_000_000),
    }
}

fn change(number: u64) -> SealedChange {
    let raw = |text: String| to_raw_value(&text).unwrap();
    SealedChange { header: raw(format!("đầu {number}")), payload: Some(raw(format!("thân {number}"))) }
}

/// Some bytes that do not shrink, of more than one chunk.
fn photo() -> Vec<u8> {
    (0_u32..40_000).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect()
}

fn written() -> Vec<u8> {
    let public = *SecretKey::from_bytes(SECRET).public_key().as_bytes();
    let mut bundle = BundleWriter::begin(Vec::new(), &ward(), &public, &writer()).unwrap();
    bundle.changes(&[change(1), change(2)]).unwrap();
    bundle.changes(&[change(3)]).unwrap();
    bundle.file(Hash::of(&photo()), &photo()).unwrap();
    bundle.file(Hash::of(b"a"), b"a").unwrap();
    let (bytes, count) = bundle.finish().unwrap();
    assert_eq!(bytes.len() as u64, count);
    bytes
}

/// All parts in short: the changes' bytes, and the files' names with their lengths.
fn read(bytes: &[u8]) -> Result<(Writer, Vec<String>), BundleError> {
    let mut bundle = BundleReader::open(bytes, &ward(), &SECRET)?;
    let mut parts = Vec::new();
    while let Some(part) = bundle.next_part()? {
        match part {
            Part::Changes(changes) => {
                let text = |change: &SealedChange| {
                    format!("{} {}", change.header.get(), change.payload.as_ref().unwrap().get())
                };
                parts.extend(changes.iter().map(text));
            }
            Part::File { sha256, content } => parts.push(format!("{sha256} {}", content.len())),
        }
    }
    Ok((bundle.writer().clone(), parts))
}

static BUNDLE: LazyLock<Vec<u8>> = LazyLock::new(written);

#[test]
fn what_was_written_is_read_in_its_order_with_the_same_bytes() {
    let (who, parts) = read(&BUNDLE).unwrap();
    assert_eq!(who, writer());
    assert_eq!(&parts[..3], [1, 2, 3].map(|number| format!("\"đầu {number}\" \"thân {number}\"")));
    assert_eq!(&parts[3..], [format!("{} 160000", Hash::of(&photo())), format!("{} 1", Hash::of(b"a"))]);
}

#[test]
fn nothing_of_the_content_is_to_be_seen_and_no_two_bundles_are_alike() {
    let sees = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(sees(&BUNDLE, b"29869"), "for which ward it is");
    assert!(!sees(&BUNDLE, TOKEN.as_bytes()) && !sees(&BUNDLE, &photo()[..64]));
    let other = written();
    assert!(!sees(&other, &BUNDLE[BUNDLE.len() - 64..]));
}

#[test]
fn a_bundle_for_another_ward_of_a_later_version_or_of_another_kind_is_told_apart() {
    let code = |bytes: &[u8], ward: &str, secret| {
        let opened = BundleReader::open(bytes, &WardCode(ward.into()), &secret);
        opened.map(drop).unwrap_err().code()
    };
    assert_eq!(code(&BUNDLE, "29870", SECRET), "bundle_other_ward");
    assert_eq!(code(&BUNDLE, "29869", [8; 32]), "bundle_other_ward");
    let mut later = BUNDLE.clone();
    later[8] = 2;
    assert_eq!(code(&later, "29869", SECRET), "bundle_newer");
    assert_eq!(code(b"%PDF-1.7 and more", "29869", SECRET), "not_a_bundle");
    assert_eq!(code(b"", "29869", SECRET), "not_a_bundle");
}

fn receipts() -> Receipts {
    let receipt = Receipt { op_id: OpId(Uuid::from_u128(1)), verdict: Verdict::Accepted { rev: 1, seq: 2 } };
    let tip = Some(Tip { seq: 2, mark: Some(Mark(7)) });
    let reply =
        PushReply { epoch: 2, now: Timestamp(1_795_000_000_000), tip, receipts: vec![receipt], page: None };
    Receipts { reply, files: vec![Hash::of(b"a")] }
}

const ID: BundleId = BundleId(Uuid::from_u128(99));

#[test]
fn receipts_are_read_by_who_wrote_the_bundle_and_nobody_else() {
    let bytes = receipts().seal(ID, TOKEN).unwrap();
    let (id, read) = Receipts::open(&bytes, TOKEN).unwrap();
    assert_eq!((id, read), (ID, receipts()));
    assert_eq!(Receipts::open(&bytes, "another token").unwrap_err().code(), "receipts_of_others");
    assert_eq!(Receipts::open(&BUNDLE, TOKEN).unwrap_err().code(), "not_receipts");
    assert_eq!(read_code(&bytes), "not_a_bundle");
}

fn read_code(bytes: &[u8]) -> &'static str {
    read(bytes).unwrap_err().code()
}

#[test]
fn receipts_that_were_changed_or_cut_anywhere_are_not_taken() {
    let bytes = receipts().seal(ID, TOKEN).unwrap();
    for place in 0..bytes.len() {
        assert!(Receipts::open(&bytes[..place], TOKEN).is_err(), "cut at {place}");
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        assert!(Receipts::open(&changed, TOKEN).is_err(), "changed at {place}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_bundle_that_was_changed_at_any_byte_is_not_read_to_its_end(place in 0..BUNDLE.len(), bit in 0..8) {
        let mut changed = BUNDLE.clone();
        changed[place] ^= 1_u8 << bit;
        prop_assert!(read(&changed).is_err());
    }

    #[test]
    fn a_bundle_that_was_cut_at_any_byte_is_not_read_to_its_end(length in 0..BUNDLE.len()) {
        prop_assert!(read(&BUNDLE[..length]).is_err());
    }

    #[test]
    fn what_follows_on_the_end_is_noticed(more in prop::collection::vec(any::<u8>(), 1..100)) {
        prop_assert!(read(&[BUNDLE.as_slice(), &more].concat()).is_err());
    }
}

#[test]
fn a_bundle_cut_between_two_chunks_or_within_its_beginning_is_not_read_to_its_end() {
    for length in 0..200 {
        assert!(read(&BUNDLE[..length]).is_err(), "{length}");
    }
    // The clear beginning has 9 + 16 + 32 + 1 + 5 + 80 bytes.
    for chunks in 0..3 {
        let length = 143 + chunks * (64 * 1024 + 16);
        assert!(length < BUNDLE.len() && read(&BUNDLE[..length]).is_err(), "after chunk {chunks}");
    }
}
