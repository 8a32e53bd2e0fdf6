//! Text as it can stand on paper: what cannot be seen is left out, and a word that no line holds may be broken.

use tan_nha_domain::text::nfc;

/// The lines of a text that say something: NFC, white space collapsed, without control, direction and zero-width
/// characters, which would make the paper show something else than what was answered.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let parts = text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{85}']);
    parts.map(line).filter(|line| !line.is_empty()).collect()
}

/// A text on one line.
pub(crate) fn line(text: &str) -> String {
    let seen: String =
        nfc(text).chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let seen: String = seen.chars().filter(|letter| !is_unseen(*letter)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is part of a text and not of its picture: joiners, directions, variation selectors, tags.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_not_printed_and_lines_stay_lines() {
        assert_eq!(
            lines("  Khóm 1,\t phường\u{200b} Mẫu\r\n\n\u{202e}tổ 2\u{0} "),
            ["Khóm 1, phường Mẫu", "tổ 2"]
        );
        assert_eq!(line("Trâ\u{300}n\nThị"), "Trần Thị");
        assert!(lines(" \u{feff}\n").is_empty());
    }
}
