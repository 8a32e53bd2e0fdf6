//! The form of a procedure in one version, as a record for all: a newer law reaches every device by sync, and no
//! newer app has to.
//!
//! What the texts mean is `forms`' to say. Here is what they are called, how large they may be, and the hash by
//! which two devices know that they hold the same.

use crate::change::Hash;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::fmt;

/// Bytes of the texts of a package, together: with every line break escaped it is a change that the ward takes.
pub const MOST_BYTES: usize = 384 * 1024;

/// The body of a package's record. It never changes: another text is another version, and so another record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormPackage {
    /// The procedure's key, as the definition says it.
    pub procedure: String,
    /// The version, as the definition says it.
    pub version: String,
    /// The text of `form.toml`.
    pub definition: String,
    /// The text of `sample.json`.
    pub sample: String,
    /// The text of `paper.typ`, where the form is printed by a layout of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// [`hash_of`] its texts.
    pub hash: Hash,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl FormPackage {
    /// Whether the texts are those that were hashed, and not too large.
    pub fn is_whole(&self) -> bool {
        let Self { definition, sample, template, .. } = self;
        let bytes = definition.len() + sample.len() + template.as_ref().map_or(0, String::len);
        bytes <= MOST_BYTES && self.hash == hash_of(definition, sample, template.as_deref())
    }
}

impl fmt::Debug for FormPackage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FormPackage({} {})", self.procedure, self.version)
    }
}

/// SHA-256 over the texts as a JSON list without spaces: where one ends is in it, and no template is not an empty one.
pub fn hash_of(definition: &str, sample: &str, template: Option<&str>) -> Hash {
    Hash::of(json!([definition, sample, template]).to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(definition: &str, sample: &str, template: Option<&str>) -> FormPackage {
        FormPackage {
            procedure: "wedding_song".into(),
            version: "2026-10.1".into(),
            definition: definition.into(),
            sample: sample.into(),
            template: template.map(str::to_owned),
            hash: hash_of(definition, sample, template),
            rest: Map::new(),
        }
    }

    #[test]
    fn the_same_letters_in_other_files_are_another_package() {
        let hashes = [
            hash_of("ab", "c", None),
            hash_of("a", "bc", None),
            hash_of("ab", "c", Some("")),
            hash_of("ab", "", Some("c")),
            hash_of("a\",\"b", "c", None),
            hash_of("a", "b\",\"c", None),
        ];
        for (place, hash) in hashes.iter().enumerate() {
            assert!(!hashes[..place].contains(hash), "{place}");
        }
    }

    #[test]
    fn a_package_is_whole_with_the_texts_that_were_hashed_and_no_more_than_a_change_can_carry() {
        assert!(package("a", "b", Some("c")).is_whole());
        let mut changed = package("a", "b", Some("c"));
        changed.template = None;
        assert!(!changed.is_whole());
        // Every byte a line break, which JSON writes as two.
        let largest = package(&"\n".repeat(MOST_BYTES - 1), "1", None);
        assert!(largest.is_whole());
        assert!(serde_json::to_vec(&largest).unwrap().len() < 1024 * 1024);
        assert!(!package(&"\n".repeat(MOST_BYTES), "1", None).is_whole());
    }
}
