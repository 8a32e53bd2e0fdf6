//! The words of a text about places, and the words that say what a unit is: "phường", "P.", "TX", "Q1".

use super::UnitKind;
use crate::text;
use std::sync::LazyLock;

/// A word of a text, with where it stands there.
#[derive(Debug)]
pub(super) struct Word {
    /// As it is searched.
    pub(super) folded: String,
    /// With its marks, as it was written.
    pub(super) spelled: String,
    /// With the tone mark at its traditional place.
    pub(super) marked: String,
    /// In bytes, of what it was taken from.
    pub(super) start: usize,
    /// Whether a comma or the like stands before it, or nothing.
    pub(super) after_break: bool,
}

/// How many short forms are understood.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Short {
    /// A single letter is the beginning of a word, unless a full stop follows: somebody may be typing.
    Dotted,
    /// A single letter is one, too.
    Any,
}

/// The words, short forms written out: "TP.HCM, Q.1" is "thành phố hồ chí minh quận 1".
pub(super) fn of(text: &str, short: Short) -> Vec<Word> {
    let mut words = Vec::new();
    let mut after_break = true;
    let mut rest = text.char_indices().peekable();
    while let Some((start, letter)) = rest.next() {
        if !belongs(letter) {
            after_break |= !letter.is_whitespace() && letter != '.' || letter == '\n';
            continue;
        }
        let mut end = start + letter.len_utf8();
        while let Some((at, letter)) = rest.next_if(|(_, letter)| belongs(*letter)) {
            end = at + letter.len_utf8();
        }
        let dotted = rest.peek().is_some_and(|(_, letter)| *letter == '.') || short == Short::Any;
        let spelled = text::spelled(&text[start..end]);
        // A hyphen that stands alone parts as a comma does.
        after_break |= spelled.is_empty();
        for word in spelled.split(' ').filter(|word| !word.is_empty()) {
            for word in written_out(word, dotted) {
                words.push(Word {
                    folded: text::fold(&word),
                    marked: text::normalise_tone_marks(&word),
                    spelled: word,
                    start,
                    after_break,
                });
                after_break = false;
            }
        }
    }
    words
}

fn belongs(letter: char) -> bool {
    letter.is_alphanumeric()
        || matches!(letter, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
        || matches!(letter, '-' | '\'' | '`' | '´' | '\u{2010}' | '\u{2011}' | '\u{2b9}'..='\u{2bc}')
        || matches!(letter, '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{a78b}' | '\u{a78c}' | '\u{ff07}')
}

fn written_out(word: &str, dotted: bool) -> Vec<String> {
    let full = match word {
        "tp" => "thành phố",
        "tx" => "thị xã",
        "tt" => "thị trấn",
        "đk" => "đặc khu",
        "hcm" => "hồ chí minh",
        "tphcm" => "thành phố hồ chí minh",
        "brvt" => "bà rịa vũng tàu",
        "p" | "f" if dotted => "phường",
        "x" if dotted => "xã",
        "q" if dotted => "quận",
        "h" if dotted => "huyện",
        "t" if dotted => "tỉnh",
        _ => return numbered(word).unwrap_or_else(|| vec![word.to_owned()]),
    };
    full.split(' ').map(str::to_owned).collect()
}

/// "P12", "q1", "01".
fn numbered(word: &str) -> Option<Vec<String>> {
    let begin = word.find(|letter: char| letter.is_ascii_digit())?;
    let (kind, number) = word.split_at(begin);
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let kind = match kind {
        "" => None,
        "p" | "f" => Some("phường".to_owned()),
        "q" => Some("quận".to_owned()),
        _ => return None,
    };
    // "Quận 01" is "Quận 1".
    Some(kind.into_iter().chain([number.trim_start_matches('0').to_owned()]).collect())
}

/// The words of each kind, with marks and folded.
static KINDS: LazyLock<Vec<(UnitKind, Vec<[String; 2]>)>> = LazyLock::new(|| {
    let words = |kind: UnitKind| {
        let title = kind.title().to_lowercase();
        title.split(' ').map(|word| [word.to_owned(), text::fold(word)]).collect()
    };
    UnitKind::ALL.into_iter().map(|kind| (kind, words(kind))).collect()
});

/// The kind that the words before `end` say, and how many of them say it; the longest, so that "thị xã" is no "xã".
pub(super) fn kind_before(words: &[Word], end: usize) -> Option<(UnitKind, usize)> {
    let said = |length: usize| words.get(end.checked_sub(length)?..end);
    [2, 1].into_iter().find_map(|length| Some((kind_of(said(length)?)?, length)))
}

/// The kind of which these are all the words, with its marks or without any.
pub(super) fn kind_of(words: &[Word]) -> Option<UnitKind> {
    let says = |word: &Word, [marked, folded]: &[String; 2]| {
        word.marked == *marked || (word.spelled == word.folded && word.folded == *folded)
    };
    let is_said = |(_, kind): &&(UnitKind, Vec<[String; 2]>)| {
        kind.len() == words.len() && words.iter().zip(kind).all(|(word, kind)| says(word, kind))
    };
    KINDS.iter().find(is_said).map(|(kind, _)| *kind)
}
