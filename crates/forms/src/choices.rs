//! What may be chosen in a field, from the definition itself or from a list that several share.

use crate::definition::Mark;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::OnceLock};
use tan_nha_domain::text;

/// One thing that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What an answer holds.
    pub value: String,
    /// What people read; empty where it is the value itself.
    #[serde(default)]
    label: String,
    /// Other spellings that stand on real papers; kept as they were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

impl Choice {
    /// What people read.
    pub fn label(&self) -> &str {
        if self.label.is_empty() { &self.value } else { &self.label }
    }
}

/// All that may be chosen in a field; also the shape of the files of `lists/`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// The name of the list that several forms share; empty for choices of one field's own.
    #[serde(default)]
    pub name: String,
    /// In the order in which they are shown.
    #[serde(rename = "choices")]
    pub all: Vec<Choice>,
    /// Whether something else may stand there too, with a warning.
    #[serde(default)]
    pub open: bool,
    /// How sure it is that they are all, and written so.
    pub mark: Mark,
    /// Where they are written.
    #[serde(default)]
    pub source: Option<String>,
}

impl Choices {
    /// Whether `answer` is one of them. Either place of the tone mark will do ("hòa", "hoà").
    pub fn has(&self, answer: &str) -> bool {
        let mut spellings = self.all.iter().flat_map(|choice| choice.also.iter().chain([&choice.value]));
        let marked = text::normalise_tone_marks;
        spellings.clone().any(|spelling| spelling == answer)
            || spellings.any(|spelling| marked(spelling) == marked(answer))
    }
}

const FILES: [&str; 5] = [
    include_str!("../lists/ability.toml"),
    include_str!("../lists/consent_way.toml"),
    include_str!("../lists/ethnicity.toml"),
    include_str!("../lists/nationality.toml"),
    include_str!("../lists/religion.toml"),
];

/// The list of that name. An unreadable file is as good as absent here; a test reads every one.
pub(crate) fn shared_list(name: &str) -> Option<&'static Choices> {
    static LISTS: OnceLock<BTreeMap<String, Choices>> = OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        let readable = FILES.iter().filter_map(|file| toml::from_str::<Choices>(file).ok());
        readable.map(|list| (list.name.clone(), list)).collect()
    });
    lists.get(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_list_is_readable_and_names_nothing_twice() {
        for file in FILES {
            let list: Choices = toml::from_str(file).unwrap();
            let spellings: Vec<&String> =
                list.all.iter().flat_map(|choice| choice.also.iter().chain([&choice.value])).collect();
            assert_eq!(spellings.iter().collect::<BTreeSet<_>>().len(), spellings.len(), "{}", list.name);
            assert!(spellings.iter().all(|spelling| **spelling == text::nfc(spelling)), "{}", list.name);
        }
    }

    #[test]
    fn there_are_54_ethnic_groups_and_foreigners() {
        let list = shared_list("ethnicity").unwrap();
        assert_eq!(list.all.len(), 55);
        assert_eq!(list.all[0].value, "Kinh");
    }

    #[test]
    fn another_spelling_of_a_paper_is_known_too() {
        let list = shared_list("ethnicity").unwrap();
        for spelling in ["Khơ-me", "Khmer", "Tà Ôi", "H'Mông"] {
            assert!(list.has(spelling), "{spelling}");
        }
        assert!(!list.has("Ngơ-me"));
    }
}
