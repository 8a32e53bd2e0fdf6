//! The texts by which consent is asked for, as data: each version stays for what was agreed to by its words.

use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
use tan_nha_domain::mark::Mark;

/// The texts, the newest last.
const EMBEDDED: &[&str] = &[include_str!("../consent/2026-11.1.toml")];

/// A text that is read to a citizen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentText {
    /// The month in which it was written and a number.
    pub version: String,
    /// How sure it is.
    pub mark: Mark,
    /// What is said first.
    pub opening: String,
    /// What is said at the end.
    pub closing: String,
    /// What is asked for, each by itself.
    #[serde(rename = "purpose")]
    pub purposes: Vec<Purpose>,
}

/// Something that the ward would do with the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Its stable name.
    pub key: String,
    /// In a few words.
    pub label: String,
    /// As it is read.
    pub text: String,
    /// Whether sensitive data are used, which has to be said.
    #[serde(default)]
    pub sensitive: bool,
}

fn texts() -> &'static [ConsentText] {
    static TEXTS: OnceLock<Vec<ConsentText>> = OnceLock::new();
    TEXTS.get_or_init(|| EMBEDDED.iter().filter_map(|text| toml::from_str(text).ok()).collect())
}

/// The text of a version; none when it is not known here.
pub fn consent_text(version: &str) -> Option<&'static ConsentText> {
    texts().iter().find(|text| text.version == version)
}

/// The text that is read today.
pub fn newest_consent_text() -> Option<&'static ConsentText> {
    texts().last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_text_is_read_has_a_version_of_its_own_and_asks_for_each_purpose_once() {
        assert_eq!(texts().len(), EMBEDDED.len());
        let versions: BTreeSet<&str> = texts().iter().map(|text| text.version.as_str()).collect();
        assert_eq!(versions.len(), texts().len());
        for text in texts() {
            let keys: BTreeSet<&str> = text.purposes.iter().map(|purpose| purpose.key.as_str()).collect();
            assert_eq!(keys.len(), text.purposes.len());
            assert!(
                text.purposes.iter().all(|purpose| !purpose.text.is_empty() && !purpose.label.is_empty())
            );
            // Luật 91/2025 điều 19(1)c leaves these to consent; a picture of the identity card is sensitive, and that is said.
            let needed = ["phone_list", "reminders", "statistics", "training", "next_form", "card_picture"];
            assert!(needed.iter().all(|key| keys.contains(key)));
            let picture = text.purposes.iter().find(|purpose| purpose.key == "card_picture");
            assert!(picture.is_some_and(|purpose| purpose.sensitive && purpose.text.contains("nhạy cảm")));
        }
    }
}
