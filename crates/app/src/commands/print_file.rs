//! `print.show`, `print.send`: what becomes of a file that was printed.
//!
//! A file counts as one print of its dossier, which covers the paper that comes of it once; each time that it is sent
//! to a printer after the first is one print more. What a viewer prints nobody hears of.

use super::{
    dossier_print::Printing,
    dossier_view::{DossierView, view},
};
use crate::{App, error::AppError, printer, session::Session};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use tan_nha_domain::{change::Hash, ids::RecordId};
use tan_nha_print::Kind;
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PathArgs {
    /// A file that was printed since the app was opened.
    #[ts(type = "string")]
    path: PathBuf,
}

/// What was opened.
#[derive(Serialize, TS)]
pub(crate) struct Shown {
    /// Whether it no longer says what would be printed now.
    stale: bool,
}

/// What was sent.
#[derive(Serialize, TS)]
pub(crate) struct Sent {
    dossier: DossierView,
}

/// A file that was printed.
#[derive(Clone)]
pub(crate) struct PrintedFile {
    /// Of which dossier.
    pub(super) dossier: RecordId,
    pub(super) kind: Kind,
    /// What it says.
    pub(super) says: Hash,
    pub(super) pages: usize,
    /// Whether a printer has had it.
    pub(super) sent: bool,
}

/// Only what was printed here, of a dossier that the person still sees: the door opens no other file.
fn printed(session: &Session, path: &Path) -> Result<(PrintedFile, Printing), AppError> {
    let file = session.printed().get(path).cloned();
    let file = file.filter(|_| path.is_file()).ok_or(AppError::FileNotFound)?;
    let printing = Printing::of(session, file.dossier, Some(file.kind.as_str().to_owned()))?;
    Ok((file, printing))
}

/// Also one that says something else by now may be looked at.
pub(crate) fn show(app: &App, args: PathArgs) -> Result<Shown, AppError> {
    let session = app.session()?;
    let (file, printing) = printed(&session, &args.path)?;
    let stale = printing.says(app, &session)? != file.says;
    printer::show(&args.path)?;
    Ok(Shown { stale })
}

/// No paper comes out that says something else than the dossier. That it came out is counted when it has: where that
/// cannot be written, the paper is there and one is missing in the count.
pub(crate) fn send(app: &App, args: PathArgs) -> Result<Sent, AppError> {
    let session = app.session()?;
    let (file, printing) = printed(&session, &args.path)?;
    if printing.says(app, &session)? != file.says {
        return Err(AppError::PrintStale);
    }
    printer::send(&args.path)?;
    let again =
        session.printed().get_mut(&args.path).is_some_and(|file| std::mem::replace(&mut file.sent, true));
    if again {
        printing.note(app, &session, file.pages)?;
    }
    Ok(Sent { dossier: view(app, &session, file.dossier)? })
}
