//! `dossier.preview`, `dossier.print`, `print.show`, `print.send`.

use super::{
    dossier::keep,
    dossier_group::has_its_own,
    dossier_view::{Beside, DossierView, checked, definition_of, dossier_of, view},
};
use crate::{App, error::AppError, new_file, printer, session::Session};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, path::PathBuf, sync::Arc};
use tan_nha_domain::{
    dossier::{Dossier, answers_hash},
    ids::RecordId,
    paper::papers_in,
    printing,
};
use tan_nha_forms::{Definition, Forms};
use tan_nha_print::{Kind, Laid, Request, Stage, print as lay, unprintable};
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

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PathArgs {
    /// A file that was printed since the app was opened.
    #[ts(type = "string")]
    path: PathBuf,
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
    let laid = printing.lay(app, &session)?;
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
    let laid = printing.lay(app, &session)?;
    new_file::write(&path, &laid.pdf()?)?;
    let pages = laid.pages();
    if let Err(error) = printing.note(app, &session, pages) {
        drop(std::fs::remove_file(&path));
        return Err(error);
    }
    let path = std::path::absolute(&path).unwrap_or(path);
    session.printed().insert(path.clone());
    let dossier = view(app, &session, args.id)?;
    Ok(PrintResult {
        kind: printing.kind.as_str().to_owned(),
        path,
        pages,
        unprintable: printing.unprintable()?,
        dossier,
    })
}

/// Only what was printed here: the door opens no other file.
fn printed(app: &App, args: PathArgs) -> Result<PathBuf, AppError> {
    let session = app.session()?;
    let printed: std::sync::MutexGuard<'_, BTreeSet<PathBuf>> = session.printed();
    let known = printed.contains(&args.path) && args.path.is_file();
    if known { Ok(args.path) } else { Err(AppError::FileNotFound) }
}

pub(crate) fn show(app: &App, args: PathArgs) -> Result<super::Nothing, AppError> {
    printer::show(&printed(app, args)?)?;
    Ok(super::Nothing {})
}

pub(crate) fn send(app: &App, args: PathArgs) -> Result<super::Nothing, AppError> {
    printer::send(&printed(app, args)?)?;
    Ok(super::Nothing {})
}

/// A dossier that is to be printed.
struct Printing {
    id: RecordId,
    dossier: Dossier,
    /// Those that the person has: one of them is the dossier's.
    forms: Arc<Forms>,
    kind: Kind,
}

impl Printing {
    fn of(session: &Session, id: RecordId, kind: Option<String>) -> Result<Self, AppError> {
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

    fn lay(&self, app: &App, session: &Session) -> Result<Laid, AppError> {
        let context = app.form_context(session)?;
        let attached: BTreeSet<String> = papers_in(&self.dossier.files).map(|paper| paper.slot).collect();
        let definition = self.definition()?;
        // Paper says what keeps a dossier from being handed in; who signs it and what is agreed to does not.
        let checked = checked(&self.forms, &self.dossier, &context, &Beside::default())?;
        let request = Request {
            definition,
            template: definition.template(),
            answers: &self.dossier.answers,
            checked: &checked,
            context: &context,
            attached: &attached.into_iter().collect::<Vec<_>>(),
            stage: match self.dossier.state.as_str() {
                "draft" => Stage::Draft,
                "withdrawn" => Stage::Withdrawn,
                _ => Stage::Submitted,
            },
            practice: session.membership().practice,
            now: app.now(),
        };
        Ok(lay(self.kind, &request)?)
    }

    /// What was laid out is what is counted, also where the answers have changed meanwhile.
    fn note(&self, app: &App, session: &Session, pages: usize) -> Result<(), AppError> {
        let replica = session.membership().replica;
        let answers = answers_hash(&self.dossier.answers);
        let now = app.now();
        session.store().write(now, |writer| {
            let mut dossier = dossier_of(&writer.record(self.id)?.ok_or(AppError::RecordNotFound)?)?;
            let pages = u32::try_from(pages).unwrap_or(u32::MAX);
            printing::note(&mut dossier.prints, replica, (self.kind.as_str(), answers), pages, now);
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
