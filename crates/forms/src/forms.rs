//! The forms that somebody has: those that are built in, and those that were delivered to their ward.
//!
//! A value, so that two wards in one process never see each other's. A delivered form never takes the place of another
//! one of the same procedure and version: dossiers name their form by these two, and what they say must not change
//! under them.

use crate::{
    catalogue::{catalogue, version_order},
    definition::Definition,
    load::DefinitionError,
    unit::answer_of,
};
use chrono::NaiveDate;
use serde_json::Value;
use std::{borrow::Cow, sync::Arc};
use tan_nha_domain::{
    change::Hash, deadline::Clock, form_package::FormPackage, group::is_member, ids::RecordId,
    merge::unit_of_plain_field, patch::Body, record::RecordKind,
};

/// What is wrong with a package.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// The texts are not those that were hashed, or too large.
    #[error("the package is not whole")]
    NotWhole,
    /// It is called otherwise than the definition in it.
    #[error("the package is of another form than it says")]
    OtherForm,
    /// The definition cannot be read, or its sample does not pass.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
}

/// Reads the form of a package.
///
/// # Errors
/// [`PackageError`].
pub fn read_package(package: &FormPackage) -> Result<Definition, PackageError> {
    if !package.is_whole() {
        return Err(PackageError::NotWhole);
    }
    let definition = Definition::parse("form.toml", &package.definition, &package.sample)?;
    let is_it = definition.key() == package.procedure && definition.version() == package.version;
    match is_it {
        true => Ok(definition.with_template(package.template.as_deref())),
        false => Err(PackageError::OtherForm),
    }
}

/// A package that a ward has.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its record.
    pub id: RecordId,
    /// Whether new dossiers may be begun with it; a ward that refused it keeps nobody from what was begun.
    pub offered: bool,
    /// Its content.
    pub content: FormPackage,
}

/// A form that was delivered.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// The package's record.
    pub package: RecordId,
    /// The procedure's key.
    pub procedure: String,
    /// The version.
    pub version: String,
    /// Of the package's texts.
    pub hash: Hash,
    /// Whether new dossiers may be begun with it.
    pub offered: bool,
    /// The form; none where it is of a later version of the app, and cannot be read here.
    pub form: Option<Arc<Definition>>,
}

impl Delivered {
    fn is(&self, procedure: &str, version: &str) -> bool {
        self.procedure == procedure && self.version == version
    }
}

/// The forms of a ward. By default only those that are built in.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    /// In the order of their precedence; no two are of one procedure and version, and none is built in.
    delivered: Vec<Delivered>,
}

impl Forms {
    /// The built-in forms and those of these packages; of two of the same procedure and version the one that comes
    /// first is it. One that cannot be read stops no other. What `before` has read is not read again.
    pub fn with(packages: impl IntoIterator<Item = Package>, before: &Forms) -> Self {
        let mut delivered: Vec<Delivered> = Vec::new();
        for Package { id, offered, content } in packages {
            let FormPackage { procedure, version, hash, .. } = &content;
            let is_taken = delivered.iter().any(|known| known.is(procedure, version));
            if is_taken || catalogue().version(procedure, version).is_some() {
                continue;
            }
            let known =
                before.delivered.iter().find(|known| known.is(procedure, version) && known.hash == *hash);
            let form = match known {
                Some(known) if content.is_whole() => known.form.clone(),
                _ => read_package(&content).ok().map(Arc::new),
            };
            delivered.push(Delivered {
                package: id,
                procedure: content.procedure,
                version: content.version,
                hash: content.hash,
                offered,
                form,
            });
        }
        Self { delivered }
    }

    /// A procedure's form in one version; none when it is not known here.
    pub fn version(&self, procedure: &str, version: &str) -> Option<&Definition> {
        catalogue()
            .version(procedure, version)
            .or_else(|| self.delivered(procedure, version).and_then(|delivered| delivered.form.as_deref()))
    }

    /// The form with which a dossier is begun on this day: the newest version of those in force. One that is coming
    /// waits for its day, and one that has ended is only for the dossiers that were begun with it.
    pub fn latest(&self, procedure: &str, day: NaiveDate) -> Option<&Definition> {
        let offered = self.offered().filter(|form| form.key() == procedure && form.is_in_force(day));
        offered.max_by_key(|form| version_order(form.version()))
    }

    /// The form for this day, where it is newer than `version`.
    pub fn newer(&self, procedure: &str, version: &str, day: NaiveDate) -> Option<&Definition> {
        self.latest(procedure, day).filter(|latest| version_order(latest.version()) > version_order(version))
    }

    /// The form for this day of each procedure, the built-in procedures first.
    pub fn for_day(&self, day: NaiveDate) -> Vec<&Definition> {
        let mut keys: Vec<&str> = Vec::new();
        for form in self.all() {
            if !keys.contains(&form.key()) {
                keys.push(form.key());
            }
        }
        keys.into_iter().filter_map(|key| self.latest(key, day)).collect()
    }

    /// All forms that can be read here.
    pub fn all(&self) -> impl Iterator<Item = &Definition> {
        catalogue().all().chain(self.delivered.iter().filter_map(|delivered| delivered.form.as_deref()))
    }

    fn offered(&self) -> impl Iterator<Item = &Definition> {
        let delivered = self.delivered.iter().filter(|delivered| delivered.offered);
        catalogue().all().chain(delivered.filter_map(|delivered| delivered.form.as_deref()))
    }

    /// Those that were delivered, also where they cannot be read here.
    pub fn all_delivered(&self) -> &[Delivered] {
        &self.delivered
    }

    /// One that was delivered; none also where it is built in.
    pub fn delivered(&self, procedure: &str, version: &str) -> Option<&Delivered> {
        self.delivered.iter().find(|delivered| delivered.is(procedure, version))
    }

    /// What the texts of a form hash to; none where no form is of that procedure and version.
    pub fn hash_of(&self, procedure: &str, version: &str) -> Option<Hash> {
        let delivered = || self.delivered(procedure, version).map(|delivered| delivered.hash);
        catalogue().hash_of(procedure, version).or_else(delivered)
    }

    /// The form that a dossier's body follows; none for other kinds, for forms that are not known here, and for the
    /// members of a group, whose answers are the group's.
    pub fn definition_of(&self, kind: &RecordKind, body: &Body) -> Option<&Definition> {
        let text = |key| body.get(key).and_then(Value::as_str);
        if *kind != RecordKind::Dossier || is_member(kind, body) {
            return None;
        }
        self.version(text("procedure")?, text("form_version")?)
    }

    /// The unit of merge of `path` in a record with this body: for answers and where they came from the
    /// definition's field group, or the field where it stands alone.
    pub fn unit_of(&self, kind: &RecordKind, body: &Body, path: &str) -> String {
        match answer_of(kind, path) {
            Some(key) => {
                self.definition_of(kind, body).and_then(|form| form.group_of(key)).unwrap_or(key).to_owned()
            }
            None => unit_of_plain_field(kind, path),
        }
    }

    /// How the time of a procedure runs by its form for this day, or by the table where it has none; none for a
    /// procedure that neither knows.
    pub fn clock_of(&self, procedure: &str, day: NaiveDate) -> Option<Cow<'static, Clock>> {
        match self.latest(procedure, day) {
            Some(form) => Some(form.clock()),
            None => Clock::of(procedure).map(Cow::Borrowed),
        }
    }
}
