//! In which order a team goes from door to door: by street, then by house number, as people count:
//! 9 before 10, 12/3 after 12.

use crate::text;

/// A number or a word; numbers come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Number(u64),
    Word(String),
}

/// What sorts texts as people count. `Default` comes before all.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NaturalKey(Vec<Piece>);

/// What sorts addresses along a route: the street, then the house.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RouteKey {
    street: NaturalKey,
    house: NaturalKey,
}

impl NaturalKey {
    /// The key of a text; marks and case make no difference.
    pub fn of(text: &str) -> Self {
        let folded = text::fold(text);
        let mut pieces = Vec::new();
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            // "12a" is a number and a word.
            let digits = word.bytes().take_while(u8::is_ascii_digit).count();
            let (number, rest) = word.split_at(digits);
            pieces.extend(number.parse().ok().map(Piece::Number));
            let is_rest = !rest.is_empty() || (digits > 0 && number.parse::<u64>().is_err());
            pieces.extend(is_rest.then(|| Piece::Word(if rest.is_empty() { word } else { rest }.to_owned())));
        }
        Self(pieces)
    }
}

impl RouteKey {
    /// The key of an address as it is said: "Số 12/3 đường Bằng Lăng, Khóm 2". What stands before the
    /// first blank after "số" is the house; without one, everything is the street.
    pub fn of(address: &str) -> Self {
        let mut words = address.split_whitespace().peekable();
        while words.peek().is_some_and(|word| matches!(text::fold(word).as_str(), "so" | "nha")) {
            words.next();
        }
        let house = words.next_if(|word| word.starts_with(|letter: char| letter.is_ascii_digit()));
        let street: Vec<&str> = words.collect();
        match house {
            Some(house) => Self { street: NaturalKey::of(&street.join(" ")), house: NaturalKey::of(house) },
            None => Self { street: NaturalKey::of(address), house: NaturalKey::default() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted<K: Ord>(key: impl Fn(&str) -> K, texts: &[&'static str]) -> Vec<&'static str> {
        let mut texts = texts.to_vec();
        texts.sort_by_key(|text| key(text));
        texts
    }

    #[test]
    fn names_sort_as_people_count() {
        let right = ["Ấp 2", "Khóm 1", "khóm 2", "Khóm 10", "Khóm Mỹ Hưng"];
        let mut mixed = right;
        mixed.reverse();
        assert_eq!(sorted(NaturalKey::of, &mixed), right);
    }

    #[test]
    fn houses_of_a_street_come_together_and_in_order() {
        let right = [
            "Số 2 đường Bằng Lăng",
            "số 9, đường Bằng Lăng",
            "Số nhà 12 Đường Bằng Lăng",
            "12/3 đường Bằng Lăng",
            "12/10 đường Bằng Lăng",
            "12A đường Bằng Lăng",
            "Số 100 đường Bằng Lăng",
            "Số 1 đường Sen Hồng",
        ];
        let mut mixed = right;
        mixed.reverse();
        assert_eq!(sorted(RouteKey::of, &mixed), right);
    }

    #[test]
    fn an_address_without_a_number_is_a_place_of_its_own() {
        assert!(RouteKey::of("Cạnh cầu Ông Sáu") < RouteKey::of("Số 1 đường Sen Hồng"));
        assert_eq!(RouteKey::of(""), RouteKey::default());
    }

    proptest! {
        #[test]
        fn any_text_has_a_key(text: String) {
            prop_assert_eq!(RouteKey::of(&text), RouteKey::of(&text));
        }

        #[test]
        fn house_numbers_sort_as_numbers(a in 1..10_000u32, b in 1..10_000u32) {
            let key = |number: u32| RouteKey::of(&format!("Số {number} đường Sen Hồng"));
            prop_assert_eq!(key(a).cmp(&key(b)), a.cmp(&b));
        }
    }
}
