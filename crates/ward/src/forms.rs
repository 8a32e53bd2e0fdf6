//! The forms of this ward, read once for many requests: those that are built in, and the packages among its records.

use crate::{
    db::records::{self, PackageMark},
    error::WardError,
};
use rusqlite::Connection;
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};
use tan_nha_domain::{form_package::FormPackage, ids::RecordId, patch::Body};
use tan_nha_forms::{Forms, Package, read_package};
use tan_nha_sync::wire::Refusal;

/// The forms as they were read last, and of which packages.
#[derive(Default)]
pub(crate) struct FormShelf(Mutex<(Vec<PackageMark>, Arc<Forms>)>);

impl FormShelf {
    /// The forms in this state of the file. A definition is read when its package is new, and no more.
    pub(crate) fn now(&self, conn: &Connection) -> Result<Arc<Forms>, WardError> {
        let marks = records::package_marks(conn)?;
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.0 != marks {
            let packages: Vec<Package> = records::packages(conn)?.into_iter().filter_map(package).collect();
            let forms = Arc::new(Forms::with(packages, &last.1));
            *last = (marks, forms);
        }
        Ok(Arc::clone(&last.1))
    }
}

/// One that cannot be read is left out: it must not stop the others.
fn package((id, body): (RecordId, Body)) -> Option<Package> {
    Some(Package { id, offered: true, content: FormPackage::deserialize(body).ok()? })
}

/// Whether the ward takes a package in: `before` is what stands in its record. Its form is read and its sample tried
/// here as on the device that took it in, so that no device gets one that the ward cannot judge by.
pub(crate) fn check_package(forms: &Forms, before: Option<&Body>, body: &Body) -> Result<(), Refusal> {
    let package = FormPackage::deserialize(body).map_err(|_| Refusal::Malformed)?;
    // What dossiers were begun with does not change under them: another text is another version.
    if before.is_some_and(|before| before != body) {
        return Err(Refusal::FormVersionTaken);
    }
    read_package(&package).map_err(|_| Refusal::FormPackageBroken)?;
    match forms.hash_of(&package.procedure, &package.version) {
        Some(known) if known != package.hash => Err(Refusal::FormVersionTaken),
        _ => Ok(()),
    }
}

/// The package that a dossier was begun with.
pub(crate) fn package_of(body: &Body) -> Option<RecordId> {
    body.get("form_package")?.as_str()?.parse().ok()
}
