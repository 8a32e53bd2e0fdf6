//! What a keyboard does to a card's text: a hand scanner types it, and an input method that is switched on
//! (Telex, VNI) or another keyboard layout takes its letters for commands. The letters cannot be had back;
//! the person is told how to scan again.

use crate::{finding::Finding, text};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What stands in no name: brackets are the Telex keys of ơ and ư, digits the keys of VNI, and the rest is put
/// in the place of letters that got lost.
fn is_foreign(letter: char) -> bool {
    letter.is_ascii_digit() || is_lost(letter)
}

/// What stands in no address either. Controls of Latin-1 are halves of letters in UTF-8.
fn is_lost(letter: char) -> bool {
    matches!(letter, '[' | ']' | '{' | '}' | '?' | '\u{fffd}' | '\u{80}'..='\u{9f}')
}

/// Beginnings of Vietnamese letters in UTF-8, as they look when each byte is taken for a letter.
const BYTES_AS_LETTERS: [&str; 5] = ["Ã", "Ä", "Æ", "á»", "áº"];

/// What is wrong with a name, if anything is.
pub(super) fn name_damage(name: &str) -> Option<Finding> {
    let marked = name.chars().any(is_vietnamese);
    let damaged = name.chars().any(is_foreign)
        || has_bytes_as_letters(name)
        || words(name).any(|word| is_telex(word, marked));
    match (name.is_empty(), damaged, marked) {
        (true, ..) => Some(Finding::warning("card_name_missing", "full_name")),
        (_, true, _) => Some(Finding::warning("card_typing_damaged", "full_name")),
        (_, _, false) => Some(Finding::warning("card_name_without_marks", "full_name")),
        _ => None,
    }
}

/// What is wrong with an address, if anything is.
pub(super) fn address_damage(address: &str) -> Option<Finding> {
    let damaged = address.chars().any(is_lost) || has_bytes_as_letters(address);
    damaged.then(|| Finding::warning("card_typing_damaged", "address"))
}

/// A letter that is not of the Latin alphabet without marks.
fn is_vietnamese(letter: char) -> bool {
    matches!(letter, 'đ' | 'Đ') || is_combining_mark(letter) || letter.nfd().nth(1).is_some()
}

/// `Ã` and the like are Vietnamese in capitals ("LÃ"); before a sign that is no letter, or after a small
/// letter, they are bytes.
fn has_bytes_as_letters(text: &str) -> bool {
    BYTES_AS_LETTERS.iter().any(|bytes| {
        text.match_indices(bytes).any(|(at, found)| {
            let after = text[at + found.len()..].chars().next();
            let sign = |next: char| !next.is_alphanumeric() && !matches!(next, ' ' | ',' | '.' | '-' | '\'');
            found.chars().count() == 2 || after.is_some_and(|next| sign(next) || matches!(next, 'ª' | 'º'))
        })
    })
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '-', '\'', '’'])
}

/// Whether a word looks like keys of Telex that nothing took: doubled letters, or a key of a tone at the end.
/// Names of the highlands end in `r` and `s` too ("Ksor"): those count only where nothing else of the name has
/// a mark.
fn is_telex(word: &str, marked: bool) -> bool {
    let word = text::nfc(word).to_lowercase();
    if !word.is_ascii() || word.len() < 2 {
        return false;
    }
    let doubled = ["aa", "ee", "dd", "aw", "ow", "uw"].iter().any(|keys| word.contains(keys));
    let tones: &[char] = if marked { &['f', 'j', 'x'] } else { &['f', 'j', 'x', 's', 'r'] };
    let vowel = word[..word.len() - 1].contains(['a', 'e', 'i', 'o', 'u', 'y']);
    doubled || (vowel && word.ends_with(tones))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str) -> Option<String> {
        name_damage(name).map(|finding| finding.code)
    }

    #[test]
    fn a_name_with_its_marks_is_not_spoken_of() {
        for name in [
            "Trần Thị Bình",
            "TRẦN THỊ BÌNH",
            "LÃ THỊ ĐÀO",
            "Đỗ Xoan",
            "Ksor H'Blơi",
            "Y Wal Êban",
            "Nguyễn Thị Ngọc-Ánh",
        ] {
            assert_eq!(code(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_without_any_mark_is_told() {
        for name in ["Tran Thi Binh", "TRAN THI BINH", "Le Van Tam"] {
            assert_eq!(code(name).as_deref(), Some("card_name_without_marks"), "{name}");
        }
    }

    #[test]
    fn what_telex_vni_and_other_keyboards_leave_is_told() {
        for name in [
            "Traanf Thij Binhf",
            "TRAANF THIJ BINHF",
            "Trần Thij Bình",
            "Nguyeenx Vawn Ddoongf",
            "Tra62n Thi5 Bi2nh",
            "Trần Thị B[nh",
            "Tr?n Th? B?nh",
            "Tráº§n Thá»\u{8b} BÃ¬nh",
            "Nguyá»…n VÄƒn TÃ¢m",
            "Ph\u{fffd}m",
        ] {
            assert_eq!(code(name).as_deref(), Some("card_typing_damaged"), "{name}");
        }
    }

    #[test]
    fn an_address_has_digits_and_no_brackets() {
        assert!(address_damage("Số 12/3, tổ 5, Phường Hòa Thuận, Đồng Tháp").is_none());
        assert!(address_damage("Ã Lưới, THỊ TRẤN LÃ").is_none());
        for address in ["Ph][ng Hòa Thuận", "PhÆ°á»ng HÃ²a Thuáº\u{ad}n", "Ph\u{fffd}ng"] {
            assert!(address_damage(address).is_some(), "{address}");
        }
    }
}
