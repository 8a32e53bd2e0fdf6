//! Vietnamese text: one stored form (NFC), and the keys by which it is found.
//!
//! Papers, spreadsheets and keyboards give the same word in several shapes: composed or not, with the
//! tone on either vowel ("hòa", "hoà"), with an apostrophe or a hyphen or neither in the names of the
//! highlands ("Y'Nuê", "H-Đam"). What is stored stays as it was written; only the keys forget.

use unicode_normalization::UnicodeNormalization;

/// The stored form: NFC, nothing else changed.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// A name or a one-line field: NFC, trimmed, white space collapsed to single spaces, and without the
/// zero-width characters that pasting brings along.
pub fn tidy(text: &str) -> String {
    let visible: String = visible(text).nfc().collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The search key: lower case without marks, words parted by single spaces. `đ` becomes `d`, and so
/// does its look-alike `ð` (U+00F0), which stands for it in damaged files. Apostrophes vanish; so does
/// a hyphen after a one-letter piece ("H-Đam" is "hdam"), while any other ("Nguyễn-Văn-Tám" of old
/// papers) parts words like all punctuation. The place of the tone mark makes no difference.
pub fn fold(text: &str) -> String {
    let plain: String = visible(text).nfd().filter(|&letter| !is_mark(letter)).collect();
    spelled(&plain).replace('đ', "d")
}

/// The traditional placement of the tone mark ("hòa", "khỏe", "thủy"; never "qúy"), in NFC: for
/// comparing words exactly, whichever way they were typed. In `oa`, `oe` and `uy` that end a syllable
/// the mark stands on the first vowel, save after `q`, where the `u` belongs to the consonant.
pub fn normalise_tone_marks(text: &str) -> String {
    let mut letters: Vec<char> = text.nfd().collect();
    for at in 0..letters.len().saturating_sub(2) {
        let pair = (letters[at].to_ascii_lowercase(), letters[at + 1].to_ascii_lowercase());
        let after_q = at > 0 && letters[at - 1].eq_ignore_ascii_case(&'q');
        let ends_syllable = !letters.get(at + 3).is_some_and(|&next| next.is_alphabetic() || is_mark(next));
        if matches!(pair, ('o', 'a' | 'e') | ('u', 'y'))
            && is_tone(letters[at + 2])
            && !after_q
            && ends_syllable
        {
            letters.swap(at + 1, at + 2);
        }
    }
    letters.into_iter().nfc().collect()
}

/// Whether every word of `query`, with its marks, begins some word of `haystack`; case and the place
/// of the tone mark aside. It ranks exact hits before those that only [`fold`] finds.
pub fn matches_with_marks(haystack: &str, query: &str) -> bool {
    let haystack = spelled(haystack);
    spelled(query).split(' ').all(|wanted| {
        // "hoà" may be the whole "hòa", or the beginning of "hoàng".
        let placed = normalise_tone_marks(wanted);
        haystack
            .split(' ')
            .any(|word| word.starts_with(wanted) || normalise_tone_marks(word).starts_with(&placed))
    })
}

/// Capitals of the NFC text, as the forms print names.
pub fn upper(text: &str) -> String {
    nfc(&nfc(text).to_uppercase())
}

/// The words of a text with their marks: NFC, lower case, parted by single spaces, apostrophes,
/// hyphens and other punctuation as [`fold`] says.
pub(crate) fn spelled(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for letter in visible(text).nfc() {
        match letter {
            _ if is_apostrophe(letter) => {}
            '-' | '\u{2010}' | '\u{2011}' if ends_in_single_letter(&spelled) => {}
            'ð' | 'Ð' | 'ɖ' | 'Ɖ' => spelled.push('đ'),
            _ if letter.is_alphanumeric() || is_mark(letter) => spelled.extend(letter.to_lowercase()),
            _ if !spelled.is_empty() && !spelled.ends_with(' ') => spelled.push(' '),
            _ => {}
        }
    }
    spelled.truncate(spelled.trim_end().len());
    spelled
}

fn ends_in_single_letter(spelled: &str) -> bool {
    let mut last_word = spelled.rsplit(' ').next().unwrap_or_default().chars();
    last_word.next().is_some_and(char::is_alphabetic) && last_word.next().is_none()
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Huyền, sắc, ngã, hỏi, nặng.
fn is_tone(mark: char) -> bool {
    matches!(mark, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

/// Without zero-width characters. The soft hyphen stays: in TCVN3 text it is the letter ư, which must
/// not be lost before conversion.
fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
}

fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '´' | '\u{2b9}'..='\u{2bc}' | '\u{2018}'..='\u{201b}'
            | '\u{2032}' | '\u{a78b}' | '\u{a78c}' | '\u{ff07}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TONE_VARIANTS: &str = include_str!("../data/tone_variants.tsv");

    fn nfd(text: &str) -> String {
        text.nfd().collect()
    }

    #[test]
    fn one_place_name_in_four_shapes_has_one_key() {
        for shape in ["hoa thuan", "hòa thuận", "hoà thuận", &nfd("Hòa  Thuận ")] {
            assert_eq!(fold(shape), "hoa thuan", "{shape}");
        }
    }

    #[test]
    fn d_with_stroke_and_its_look_alikes_fold_to_d() {
        for name in ["Đặng", "đặng", "Ðặng", "ðặng", "Ɖặng", "DANG"] {
            assert_eq!(fold(name), "dang", "{name}");
        }
        assert!(!matches_with_marks("Đặng", "đang"));
        assert!(matches_with_marks("Đặng", "ðặ"));
    }

    #[test]
    fn names_of_the_highlands_are_found_with_and_without_their_signs() {
        for name in ["Y'Nuê", "Y’Nuê", "YʼNuê", "Y-Nuê", "YNuê", "Y`NUÊ", "YꞋNUÊ"] {
            assert_eq!(fold(name), "ynue", "{name}");
        }
        assert_eq!(fold("H-Đam"), fold("HĐam"));
        assert_eq!(fold("K'Bơih"), "kboih");
    }

    #[test]
    fn other_hyphens_and_punctuation_part_words() {
        assert_eq!(fold("Nguyễn-Văn-Tám"), "nguyen van tam");
        assert_eq!(fold("Bà Rịa - Vũng Tàu"), "ba ria vung tau");
        assert_eq!(fold("12/3, khóm 2 (cũ)"), "12 3 khom 2 cu");
        assert_eq!(fold(" ,;- "), "");
    }

    #[test]
    fn tone_marks_move_as_the_table_says() {
        let rows: Vec<_> =
            TONE_VARIANTS.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>()).collect();
        assert_eq!(rows.len(), 15);
        for row in rows {
            let (traditional, modern) = (row[0], row[1]);
            for (text, expected) in [
                (format!("h{modern}"), format!("h{traditional}")),
                (upper(&format!("h{modern}")), upper(&format!("h{traditional}"))),
                (format!("{modern}, {modern}"), format!("{traditional}, {traditional}")),
                (traditional.to_owned(), traditional.to_owned()),
            ] {
                assert_eq!(normalise_tone_marks(&text), expected);
                assert_eq!(normalise_tone_marks(&nfd(&text)), expected);
            }
        }
    }

    #[test]
    fn tone_marks_stay_after_q_and_before_a_final_letter() {
        for word in
            ["quý", "Quỳ", "QUỶ", "hoàng", "hoài", "loẹt", "khuỷu", "huỳnh", "hoặc", "thuở", "ngoẵng", "quá"]
        {
            assert_eq!(normalise_tone_marks(word), word);
        }
    }

    #[test]
    fn a_query_with_marks_meets_either_placement_and_the_beginnings_of_words() {
        for query in ["hoà", "hòa", "HOÀ thuận", "thuận hò", ""] {
            assert!(matches_with_marks("Phường Hòa Thuận", query), "{query}");
            assert!(matches_with_marks(&nfd("Phường Hoà Thuận"), query) || query == "thuận hò", "{query}");
        }
        assert!(matches_with_marks("Trần Hoàng", "hoà"));
        for query in ["hoa", "ho", "hóa", "thuan", "uận", "hòa bình"] {
            assert!(!matches_with_marks("Phường Hòa Thuận", query), "{query}");
        }
    }

    #[test]
    fn capitals_keep_their_marks() {
        assert_eq!(upper(&nfd("Đỗ Thị Mỹ Ướt")), "ĐỖ THỊ MỸ ƯỚT");
    }

    #[test]
    fn tidying_drops_every_kind_of_stray_space() {
        assert_eq!(tidy(&nfd("\u{feff} Lê\u{a0}\tThị \u{200b}Mẫu\r\n")), "Lê Thị Mẫu");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let key = fold(&text);
            prop_assert_eq!(fold(&key), key);
        }

        #[test]
        fn a_key_is_words_and_single_spaces(text in any::<String>()) {
            let key = fold(&text);
            prop_assert!(key.is_empty() || key.split(' ').all(|word| !word.is_empty()));
            prop_assert!(key.chars().all(|letter| letter == ' ' || letter.is_alphanumeric()));
        }

        #[test]
        fn what_is_tidy_stays_as_it_is(text in any::<String>(), stray in "[aăo\u{200b}\u{301}\u{302} ]{0,8}") {
            for tidied in [tidy(&text), tidy(&stray)] {
                prop_assert_eq!(nfc(&tidied), tidied.clone());
                prop_assert_eq!(tidy(&tidied), tidied);
            }
        }

        #[test]
        fn composition_makes_no_difference(text in any::<String>()) {
            prop_assert_eq!(fold(&nfd(&text)), fold(&nfc(&text)));
            prop_assert_eq!(tidy(&nfd(&text)), tidy(&nfc(&text)));
            prop_assert_eq!(normalise_tone_marks(&nfd(&text)), normalise_tone_marks(&nfc(&text)));
        }

        #[test]
        fn the_place_of_the_tone_mark_folds_away(text in "[hqtk]?(oà|òa|oẻ|ỏe|uỵ|ụy|ào|a)[ n]?[a-z]?") {
            let placed = normalise_tone_marks(&text);
            prop_assert_eq!(fold(&placed), fold(&text));
            prop_assert_eq!(normalise_tone_marks(&placed), placed);
        }

        #[test]
        fn a_text_matches_itself_and_its_beginnings(text in "[a-zđàáảãạêơư ]{0,12}", cut in 0usize..12) {
            let beginning: String = text.chars().take(cut).collect();
            prop_assert!(matches_with_marks(&text, &beginning));
        }
    }
}
