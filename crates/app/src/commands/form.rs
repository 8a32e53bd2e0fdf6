//! `form.list`, `form.take_in`: which versions of forms there are, and a package from an admin's hands.

use super::NoArgs;
use crate::{App, error::AppError, session::Session};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
};
use tan_nha_domain::{
    form_package::{FormPackage, MOST_BYTES, hash_of},
    group::is_member,
    record::{RecordKind, to_body},
    time::Timestamp,
};
use tan_nha_forms::{Context, Definition, Delivered, Forms, catalogue};
use tan_nha_print::{PrintError, try_out};
use tan_nha_store::{Put, Query, Store, StoreError};
use ts_rs::TS;

const DEFINITION: &str = "form.toml";
const SAMPLE: &str = "sample.json";
const TEMPLATE: &str = "paper.typ";

/// A folder, or the texts in it.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeInArgs {
    /// A folder with `form.toml`, `sample.json` and, where it is printed by a layout of its own, `paper.typ`.
    #[ts(optional, type = "string")]
    path: Option<PathBuf>,
    /// The text of `form.toml`, without a path.
    #[ts(optional)]
    definition: Option<String>,
    /// The text of `sample.json`, without a path.
    #[ts(optional)]
    sample: Option<String>,
    /// The text of `paper.typ`, without a path.
    #[ts(optional)]
    template: Option<String>,
}

/// A procedure's form in one version.
#[derive(Serialize, TS)]
#[ts(rename = "FormVersion")]
pub(crate) struct FormVersionView {
    procedure: String,
    /// The procedure's name; absent where the form is of a later version of this app, and cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    name: Option<String>,
    version: String,
    standing: Standing,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    in_force_from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    in_force_until: Option<NaiveDate>,
    /// Whether it came as a package; the others are built into the app.
    delivered: bool,
    /// Where the package stands: `on_device`, `in_transit`, `receipted`, `set_aside`, or `untouched` where another device
    /// took it in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    delivery: Option<String>,
    /// How many drafts on this device are on it.
    drafts: usize,
}

/// What a version is good for today.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "FormStanding")]
enum Standing {
    /// New dossiers are begun with it.
    InUse,
    /// From a day on that is to come.
    Coming,
    /// Only the dossiers that were begun with it are on it.
    Past,
    /// It is of a later version of this app.
    Unreadable,
}

pub(crate) fn list(app: &App, _: NoArgs) -> Result<Vec<FormVersionView>, AppError> {
    let session = app.session()?;
    let store = session.store();
    let forms = session.forms(&store)?;
    let drafts = drafts(&store)?;
    let built_in = catalogue().all().map(|form| (form.key(), form.version(), None));
    let delivered = forms
        .all_delivered()
        .iter()
        .map(|known| (known.procedure.as_str(), known.version.as_str(), Some(known)));
    let view = |(procedure, version, delivered)| {
        version_view(&store, &forms, (procedure, version, delivered), &drafts, app.today())
    };
    let mut list: Vec<FormVersionView> = built_in.chain(delivered).map(view).collect::<Result<_, _>>()?;
    let order = |view: &FormVersionView| {
        let newest_first = std::cmp::Reverse(tan_nha_forms::version_order(&view.version));
        (view.procedure.clone(), newest_first)
    };
    list.sort_by_cached_key(order);
    Ok(list)
}

/// How many drafts are on each version, by procedure and version.
fn drafts(store: &Store) -> Result<BTreeMap<(String, String), usize>, AppError> {
    let query = Query { state: Some("draft"), ..Query::of(RecordKind::Dossier) };
    let mut drafts = BTreeMap::new();
    // A member goes with its group, whose form it is on.
    for record in store.records(&query)?.into_iter().filter(|record| !is_member(&record.kind, &record.body)) {
        let text = |key: &str| record.body.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        *drafts.entry((text("procedure"), text("form_version"))).or_default() += 1;
    }
    Ok(drafts)
}

fn version_view(
    store: &Store,
    forms: &Forms,
    (procedure, version, delivered): (&str, &str, Option<&Delivered>),
    drafts: &BTreeMap<(String, String), usize>,
    today: NaiveDate,
) -> Result<FormVersionView, AppError> {
    let form = forms.version(procedure, version);
    let latest = forms.latest(procedure, today);
    let standing = match form {
        None => Standing::Unreadable,
        Some(_) if latest.is_some_and(|latest| latest.version() == version) => Standing::InUse,
        Some(form) if form.in_force_from().is_some_and(|from| today < from) => Standing::Coming,
        Some(_) => Standing::Past,
    };
    let delivery = match delivered {
        Some(known) => store.record(known.package)?.map(|record| record.delivery.as_str().to_owned()),
        None => None,
    };
    let key = (procedure.to_owned(), version.to_owned());
    Ok(FormVersionView {
        name: form.map(|form| form.name().to_owned()),
        standing,
        in_force_from: form.and_then(Definition::in_force_from),
        in_force_until: form.and_then(Definition::in_force_until),
        delivered: delivered.is_some(),
        delivery,
        drafts: drafts.get(&key).copied().unwrap_or_default(),
        procedure: key.0,
        version: key.1,
    })
}

/// Whatever is wrong with a package, nothing is changed. One that is there already is not made again.
pub(crate) fn take_in(app: &App, args: TakeInArgs) -> Result<FormVersionView, AppError> {
    let session = app.session()?;
    let package = package(args, &app.form_context(&session)?, app.now())?;
    let forms = session.forms(&session.store())?;
    match forms.hash_of(&package.procedure, &package.version) {
        Some(known) if known == package.hash => {}
        Some(_) => return Err(AppError::FormVersionTaken { version: package.version }),
        None => session.store().write(app.now(), |writer| {
            let id = writer.new_record_id();
            writer.put(Put {
                id,
                kind: RecordKind::FormPackage,
                body: to_body(&package),
                keep_open: false,
            })?;
            Ok::<_, AppError>(())
        })?,
    }
    view(app, &session, &package)
}

fn view(app: &App, session: &Session, package: &FormPackage) -> Result<FormVersionView, AppError> {
    let store = session.store();
    let forms = session.forms(&store)?;
    let (procedure, version) = (package.procedure.as_str(), package.version.as_str());
    let delivered = forms.delivered(procedure, version);
    version_view(&store, &forms, (procedure, version, delivered), &drafts(&store)?, app.today())
}

/// Reads a package and tries its form, on paper too.
fn package(args: TakeInArgs, context: &Context, now: Timestamp) -> Result<FormPackage, AppError> {
    let (definition, sample, template) = match args {
        TakeInArgs { path: Some(folder), definition: None, sample: None, template: None } => {
            let required =
                |file: &str| read(&folder, file)?.ok_or_else(|| broken(file, "the file is missing"));
            (required(DEFINITION)?, required(SAMPLE)?, read(&folder, TEMPLATE)?)
        }
        TakeInArgs { path: None, definition: Some(definition), sample: Some(sample), template } => {
            (definition, sample, template)
        }
        _ => {
            let reason = "either path, or definition and sample, are required".to_owned();
            return Err(AppError::BadArgument { reason });
        }
    };
    let form = Definition::parse(DEFINITION, &definition, &sample).map_err(AppError::FormPackageBroken)?;
    let package = FormPackage {
        procedure: form.key().to_owned(),
        version: form.version().to_owned(),
        hash: hash_of(&definition, &sample, template.as_deref()),
        definition,
        sample,
        template,
        rest: Map::new(),
    };
    if !package.is_whole() {
        return Err(too_large(DEFINITION));
    }
    try_out(&form, package.template.as_deref(), context, now)
        .map_err(|error| not_printed(&package, &error))?;
    Ok(package)
}

/// A fault of the layout is told in its file, or where the form has none of its own in the definition.
fn not_printed(package: &FormPackage, error: &PrintError) -> AppError {
    let file = if package.template.is_some() { TEMPLATE } else { DEFINITION };
    match error {
        PrintError::Template { line: Some(line), message } => {
            AppError::FormPackageBroken(tan_nha_forms::DefinitionError {
                file: file.to_owned(),
                line: *line,
                message: message.clone(),
            })
        }
        other => broken(file, &other.to_string()),
    }
}

/// A file of the folder; none where it is not there.
fn read(folder: &Path, file: &str) -> Result<Option<String>, AppError> {
    let path = folder.join(file);
    // Opening something else than a file may wait for ever.
    match path.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(seen) if !seen.is_file() => return Err(broken(file, "it is not a file")),
        _ => {}
    }
    let mut bytes = Vec::new();
    let most = MOST_BYTES as u64 + 1;
    let opened = File::open(&path).and_then(|opened| opened.take(most).read_to_end(&mut bytes));
    opened.map_err(|error| AppError::Store(StoreError::from(error)))?;
    if bytes.len() > MOST_BYTES {
        return Err(too_large(file));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        AppError::FormPackageBroken(tan_nha_forms::DefinitionError {
            file: file.to_owned(),
            line,
            message: "it is not text in UTF-8".to_owned(),
        })
    })?;
    Ok(Some(text))
}

fn too_large(file: &str) -> AppError {
    broken(file, &format!("the files of a package have {} KB together at most", MOST_BYTES / 1024))
}

fn broken(file: &str, message: &str) -> AppError {
    let (file, message) = (file.to_owned(), message.to_owned());
    AppError::FormPackageBroken(tan_nha_forms::DefinitionError { file, line: 1, message })
}
