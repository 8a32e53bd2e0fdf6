//! Vietnamese names: họ (family), chữ đệm (middle), tên (given, the last word), and their order.
//!
//! The full name is what is stored; its parts are derived, because a name of one word or with signs
//! of its own is as good as any other and nothing is refused.

use crate::text;
use icu_collator::{
    Collator, CollatorBorrowed,
    options::{CollatorOptions, Strength},
};
use icu_locale_core::locale;
use std::{cmp::Ordering, fmt, sync::LazyLock};

/// A full name in its three parts; a part that a name does not have is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NameParts {
    /// Họ: the first word of two or more.
    pub family: String,
    /// Chữ đệm: what stands between, often nothing.
    pub middle: String,
    /// Tên: the last word, by which people are called and listed.
    pub given: String,
}

impl fmt::Debug for NameParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NameParts(…)")
    }
}

/// The parts of a name, each [tidy](text::tidy).
pub fn parts(full_name: &str) -> NameParts {
    let name = text::tidy(full_name);
    let (before, given) = name.rsplit_once(' ').unwrap_or(("", &name));
    let (family, middle) = before.split_once(' ').unwrap_or((before, ""));
    NameParts { family: family.to_owned(), middle: middle.to_owned(), given: given.to_owned() }
}

/// Bytes whose order is the order of names: by given name, then family, then middle, each in the
/// Vietnamese order (a ă â b c d đ e ê …, then the tones ngang huyền hỏi ngã sắc nặng), capitals last
/// of all. The place of the tone mark, composition and spaces make no difference.
///
/// Good for as long as the program's ICU data is the same: keys that are stored must be made anew by
/// an upgrade.
pub fn sort_key(full_name: &str) -> Vec<u8> {
    let name = text::normalise_tone_marks(&text::tidy(full_name));
    let parts = parts(&name);
    let mut key = Vec::new();
    // A collation key holds no zero byte, so a zero ends each part before anything longer.
    for part in [&parts.given, &parts.family, &parts.middle] {
        ORDERS.letters_and_tones.write(part, &mut key);
        key.push(0);
    }
    ORDERS.with_case.write(&name, &mut key);
    key
}

/// The order of two names: that of their [sort keys](sort_key). To sort a long list, make each key
/// once (`sort_by_cached_key`).
pub fn compare(a: &str, b: &str) -> Ordering {
    sort_key(a).cmp(&sort_key(b))
}

struct Orders {
    letters_and_tones: Order,
    with_case: Order,
}

static ORDERS: LazyLock<Orders> = LazyLock::new(|| Orders {
    letters_and_tones: Order::new(Strength::Secondary),
    with_case: Order::new(Strength::Tertiary),
});

/// The Vietnamese collation at one strength; none only if a build left the data out.
struct Order(Option<CollatorBorrowed<'static>>);

impl Order {
    fn new(strength: Strength) -> Self {
        let mut options = CollatorOptions::default();
        options.strength = Some(strength);
        Self(Collator::try_new(locale!("vi").into(), options).ok())
    }

    fn write(&self, text: &str, key: &mut Vec<u8>) {
        match &self.0 {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(text, key);
            }
            None => key.extend(text::fold(text).into_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn split(name: &str) -> [String; 3] {
        let NameParts { family, middle, given } = parts(name);
        [family, middle, given]
    }

    fn assert_ascending(names: &[&str]) {
        for pair in names.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
    }

    #[test]
    fn the_last_word_is_the_given_name() {
        assert_eq!(split("Trần Thị  Bình"), ["Trần", "Thị", "Bình"]);
        assert_eq!(split("Lê Mẫu"), ["Lê", "", "Mẫu"]);
        assert_eq!(split("Nguyễn Phước Thị Thử Nghiệm"), ["Nguyễn", "Phước Thị Thử", "Nghiệm"]);
        assert_eq!(split(" H'Mẫu "), ["", "", "H'Mẫu"]);
        assert_eq!(split(""), ["", "", ""]);
    }

    #[test]
    fn the_data_of_the_vietnamese_order_is_in_the_build() {
        assert!(ORDERS.letters_and_tones.0.is_some() && ORDERS.with_case.0.is_some());
    }

    #[test]
    fn letters_stand_in_the_vietnamese_order() {
        let alphabet = "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z";
        assert_ascending(&alphabet.split(' ').collect::<Vec<_>>());
    }

    #[test]
    fn tones_decide_after_letters() {
        assert_ascending(&["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mai", "Mài", "Mă", "Mằ", "Mâ", "Mầ"]);
    }

    #[test]
    fn given_before_family_before_middle_before_case() {
        assert_ascending(&[
            "Trần Văn An",
            "Lê Thị Ân",
            "Đặng Văn Bình",
            "Lê Anh Bình",
            "LÊ ANH BÌNH",
            "Lê Thị Bình",
            "Lê Thị Đào",
            "Lê Hoa",
            "Võ Hoa",
            "An Hoà",
            "Lê Hòa",
            "Võ Hoà",
        ]);
    }

    #[test]
    fn a_short_word_comes_before_a_longer_one() {
        assert_ascending(&["Lê Văn An", "Lê Văn Anh", "Lê Văn Ánh"]);
        assert_ascending(&["Bình", "Lê Bình", "Lê A Bình"]);
    }

    #[test]
    fn the_debug_text_of_a_name_does_not_tell_it() {
        assert!(!format!("{:?}", parts("Lê Thị Mẫu")).contains('M'));
    }

    fn name() -> impl Strategy<Value = String> {
        let word = "[bcdđhmt]?(a|à|ạ|ă|ằ|â|ê|ô|ơ|ớ|ư|oà|òa|uy)[nt]?";
        prop_oneof![
            4 => prop::collection::vec(word, 0..5).prop_map(|words| words.join(" ")),
            1 => any::<String>(),
        ]
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in name(), b in name(), c in name()) {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            let mut three = [a, b, c];
            three.sort_by(|left, right| compare(left, right));
            prop_assert!(compare(&three[0], &three[2]).is_le());
        }

        #[test]
        fn the_order_of_keys_is_the_order_of_the_collation(a in name(), b in name()) {
            let collator = ORDERS.letters_and_tones.0.as_ref().unwrap();
            let [mine, theirs] = [&a, &b].map(|name| parts(&text::normalise_tone_marks(name)));
            let expected = collator
                .compare(&mine.given, &theirs.given)
                .then_with(|| collator.compare(&mine.family, &theirs.family))
                .then_with(|| collator.compare(&mine.middle, &theirs.middle));
            if expected.is_ne() {
                prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b)), expected);
            }
        }

        #[test]
        fn composition_spaces_and_tone_placement_make_no_difference(name in name()) {
            let decomposed: String = name.nfd().collect();
            prop_assert_eq!(sort_key(&decomposed), sort_key(&name));
            prop_assert_eq!(sort_key(&format!("  {} ", name.replace(' ', " \u{a0}"))), sort_key(&name));
            prop_assert_eq!(sort_key(&text::normalise_tone_marks(&name)), sort_key(&name));
        }

        #[test]
        fn the_parts_put_together_are_the_name(name in name()) {
            let NameParts { family, middle, given } = parts(&name);
            prop_assert_eq!(text::tidy(&format!("{family} {middle} {given}")), text::tidy(&name));
        }
    }
}
