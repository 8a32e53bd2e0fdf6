//! The definitions that are built in.

use crate::{definition::Definition, load::DefinitionError};
use std::sync::OnceLock;
use tan_nha_domain::{change::Hash, form_package::hash_of};

/// What a built-in procedure's folder holds.
struct Folder {
    /// The definition's name, as a fault in it is told.
    file: &'static str,
    toml: &'static str,
    sample: &'static str,
    /// Its `paper.typ`, where it has a layout of its own.
    template: Option<&'static str>,
}

macro_rules! embedded {
    ($($folder:literal $(with $template:literal)?),* $(,)?) => {
        &[$(Folder {
            file: concat!("procedures/", $folder, "/form.toml"),
            toml: include_str!(concat!("../procedures/", $folder, "/form.toml")),
            sample: include_str!(concat!("../procedures/", $folder, "/sample.json")),
            template: embedded!(@ $folder $($template)?),
        }),*]
    };
    (@ $folder:literal) => { None };
    (@ $folder:literal $template:literal) => {
        Some(include_str!(concat!("../procedures/", $folder, "/", $template)))
    };
}

/// A newer version of a form stands in a folder of its own; the older one stays for the dossiers that were begun with it.
const EMBEDDED: &[Folder] = embedded![
    "auth_allowance",
    "bhyt_card",
    "birth_reg",
    "birth_rereg" with "paper.typ",
    "cert_copy",
    "cert_signature",
    "civil_extract",
    "civil_supplement",
    "commendation",
    "copy_original",
    "death_reg",
    "disability_assess",
    "disability_reissue",
    "funeral_social",
    "id_card_14plus",
    "id_card_change",
    "id_card_reissue",
    "id_card_under14",
    "land_transfer",
    "linked_birth",
    "linked_death",
    "marriage",
    "poor_household",
    "residence_perm",
    "residence_removal",
    "social_allowance",
];

/// The built-in definitions by procedure and version. [`crate::Forms`] has those that were delivered as well.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Each with the hash that it would have as a package.
    definitions: Vec<(Definition, Hash)>,
}

/// The built-in definitions, read once. One that could not be read is left out; a test reads them all.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue {
        definitions: EMBEDDED.iter().filter_map(|folder| parse(folder).ok()).collect(),
    })
}

fn parse(folder: &Folder) -> Result<(Definition, Hash), DefinitionError> {
    let Folder { file, toml, sample, template } = *folder;
    let definition = Definition::parse(file, toml, sample)?.with_template(template);
    Ok((definition, hash_of(toml, sample, template)))
}

impl Catalogue {
    /// Reads the built-in definitions anew, and says what is wrong with one.
    ///
    /// # Errors
    /// The first fault, with its file and line.
    pub fn embedded() -> Result<Self, DefinitionError> {
        Ok(Self { definitions: EMBEDDED.iter().map(parse).collect::<Result<_, _>>()? })
    }

    /// The newest version of a procedure's form, whenever it is in force.
    pub fn latest(&self, procedure: &str) -> Option<&Definition> {
        let versions = self.all().filter(|definition| definition.key() == procedure);
        versions.max_by_key(|definition| version_order(definition.version()))
    }

    /// A procedure's form in one version; none when it is not known here.
    pub fn version(&self, procedure: &str, version: &str) -> Option<&Definition> {
        self.all().find(|definition| definition.key() == procedure && definition.version() == version)
    }

    /// All definitions.
    pub fn all(&self) -> impl Iterator<Item = &Definition> {
        self.definitions.iter().map(|(definition, _)| definition)
    }

    /// What a built-in version of a form hashes to as a package; none where there is none.
    pub(crate) fn hash_of(&self, procedure: &str, version: &str) -> Option<Hash> {
        let is_it = |known: &&(Definition, Hash)| known.0.key() == procedure && known.0.version() == version;
        self.definitions.iter().find(is_it).map(|(_, hash)| *hash)
    }
}

/// What versions are ordered by: `2024-06.10` is newer than `2024-06.9`.
pub fn version_order(version: &str) -> Vec<u32> {
    version.split(['-', '.']).map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tenth_version_of_a_month_is_newer_than_the_ninth() {
        assert!(version_order("2024-06.10") > version_order("2024-06.9"));
        assert!(version_order("2027-03.1") > version_order("2024-06.10"));
    }
}
