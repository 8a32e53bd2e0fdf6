//! `dossier.preview`, `dossier.print`.

use super::{
    dossier::keep,
    dossier_group::has_its_own,
    dossier_view::{Beside, DossierView, checked, definition_of, dossier_of, stored, view},
    print_file::PrintedFile,
};
use crate::{App, error::AppError, new_file, session::Session};
use serde::{Deserialize, Serialize};
use std::{path::PathBuf, sync::Arc};
use tan_nha_domain::{change::Hash, dossier::Dossier, ids::RecordId, printing};
use tan_nha_forms::{Definition, Forms};
use tan_nha_print::{Kind, Noted, PrintError, Request, Stage, print as lay, saying, unprintable};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreviewArgs {
    #[ts(type = "string")]
    id: RecordId,
    /// `declaration`, `checklist`, `missing` or `collection_sheet`; without it the declarations or, where the form
    /// has none, the checklist.
    #[ts(optional)]
    kind: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrintArgs {
    #[ts(type = "string")]
    id: RecordId,
    /// As for a preview.
    #[ts(optional)]
    kind: Option<String>,
    /// A file that is not there yet; without one a new file in the person's documents.
    #[ts(optional, type = "string | null")]
    path: Option<PathBuf>,
}

/// What a print would look like.
#[derive(Serialize, TS)]
pub(crate) struct Preview {
    kind: String,
    /// The kinds that this dossier has.
    kinds: Vec<String>,
    /// A picture of each page, as SVG.
    pages: Vec<String>,
    /// The labels of answers with letters that cannot be printed: they stand as empty boxes.
    unprintable: Vec<String>,
}

/// What was printed.
#[derive(Serialize, TS)]
pub(crate) struct PrintResult {
    kind: String,
    #[ts(type = "string")]
    path: PathBuf,
    pages: usize,
    /// As in a preview.
    unprintable: Vec<String>,
    dossier: DossierView,
}

pub(crate) fn preview(app: &App, args: PreviewArgs) -> Result<Preview, AppError> {
    let session = app.session()?;
    let printing = Printing::of(&session, args.id, args.kind)?;
    let laid = printing.asked(app, &session, |request| lay(printing.kind, request))?;
    let pages = (0..laid.pages()).map(|page| laid.svg(page)).collect::<Result<Vec<_>, _>>()?;
    let definition = printing.definition()?;
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.is_of(definition));
    Ok(Preview {
        kind: printing.kind.as_str().to_owned(),
        kinds: kinds.map(|kind| kind.as_str().to_owned()).collect(),
        pages: pages.into_iter().flatten().collect(),
        unprintable: printing.unprintable()?,
    })
}

/// The file is there before the dossier says so, and neither without the other. It is laid out while others may
/// use the store.
pub(crate) fn print(app: &App, args: PrintArgs) -> Result<PrintResult, AppError> {
    let session = app.session()?;
    let printing = Printing::of(&session, args.id, args.kind)?;
    let path = match args.path {
        Some(path) => path,
        None => app.documents().ok_or(AppError::PathMissing)?.join(printing.file_name(app)),
    };
    let (laid, says) = printing.asked(app, &session, |request| {
        Ok((lay(printing.kind, request)?, saying(printing.kind, request)?))
    })?;
    new_file::write(&path, &laid.pdf()?)?;
    let pages = laid.pages();
    if let Err(error) = printing.note(app, &session, pages) {
        drop(std::fs::remove_file(&path));
        return Err(error);
    }
    let path = std::path::absolute(&path).unwrap_or(path);
    let file = PrintedFile { dossier: args.id, kind: printing.kind, says, pages, sent: false };
    session.printed().insert(path.clone(), file);
    let dossier = view(app, &session, args.id)?;
    Ok(PrintResult {
        kind: printing.kind.as_str().to_owned(),
        path,
        pages,
        unprintable: printing.unprintable()?,
        dossier,
    })
}

/// A dossier that is to be printed.
pub(super) struct Printing {
    id: RecordId,
    dossier: Dossier,
    /// Those that the person has: one of them is the dossier's.
    forms: Arc<Forms>,
    kind: Kind,
}

impl Printing {
    pub(super) fn of(session: &Session, id: RecordId, kind: Option<String>) -> Result<Self, AppError> {
        let (record, forms) = {
            let store = session.store();
            (store.record(id)?.ok_or(AppError::RecordNotFound)?, session.forms(&store)?)
        };
        let dossier = dossier_of(&record)?;
        has_its_own(&dossier)?;
        let definition = definition_of(&forms, &dossier)?;
        let kind = match kind {
            Some(name) => {
                Kind::of(&name).filter(|kind| kind.is_of(definition)).ok_or(AppError::PrintUnknown)?
            }
            None if Kind::Declaration.is_of(definition) => Kind::Declaration,
            None => Kind::Checklist,
        };
        Ok(Self { id, dossier, forms, kind })
    }

    fn definition(&self) -> Result<&Definition, AppError> {
        definition_of(&self.forms, &self.dossier)
    }

    /// What it says as it stands.
    pub(super) fn says(&self, app: &App, session: &Session) -> Result<Hash, AppError> {
        self.asked(app, session, |request| saying(self.kind, request))
    }

    /// Asks the printing for something of this dossier.
    fn asked<T>(
        &self,
        app: &App,
        session: &Session,
        ask: impl FnOnce(&Request<'_>) -> Result<T, PrintError>,
    ) -> Result<T, AppError> {
        let context = app.form_context(session)?;
        let definition = self.definition()?;
        // Paper says what keeps a dossier from being handed in; who signs it and what is agreed to does not.
        let checked = checked(&self.forms, &self.dossier, &context, &Beside::default())?;
        Ok(ask(&Request {
            definition,
            template: definition.template(),
            answers: &self.dossier.answers,
            checked: &checked,
            context: &context,
            noted: &Noted::of(&self.dossier),
            stage: match self.dossier.state.as_str() {
                "draft" => Stage::Draft,
                "withdrawn" => Stage::Withdrawn,
                _ => Stage::Submitted,
            },
            practice: session.membership().practice,
            now: app.now(),
        })?)
    }

    /// What was laid out is what is counted, also where the answers have changed meanwhile.
    pub(super) fn note(&self, app: &App, session: &Session, pages: usize) -> Result<(), AppError> {
        let replica = session.membership().replica;
        let answered = self.dossier.answered();
        let now = app.now();
        session.store().write(now, |writer| {
            let mut dossier = stored(writer, self.id)?;
            let pages = u32::try_from(pages).unwrap_or(u32::MAX);
            printing::note(&mut dossier.prints, replica, (self.kind.as_str(), answered), pages, now);
            keep(writer, self.id, &dossier)
        })
    }

    fn unprintable(&self) -> Result<Vec<String>, AppError> {
        Ok(match self.kind {
            Kind::Declaration | Kind::CollectionSheet => {
                unprintable(self.definition()?, &self.dossier.answers)
            }
            Kind::Checklist | Kind::Missing => Vec::new(),
        })
    }

    /// A name that names nobody.
    fn file_name(&self, app: &App) -> String {
        let kind = match self.kind {
            Kind::Declaration => "to-khai",
            Kind::Checklist => "danh-muc",
            Kind::Missing => "con-thieu",
            Kind::CollectionSheet => "phieu-thu-thap",
        };
        let id = self.id.to_string();
        let short = id.get(id.len().saturating_sub(8)..).unwrap_or(&id);
        let moment = app.now().clock_in_vietnam().format("%Y%m%d-%H%M%S");
        format!("{kind}-{short}-{moment}.pdf")
    }
}
