//! What a template sees of the world: the templates of this crate, the fonts, the data and the time. No files,
//! no packages, no network and no fonts of the machine.

use crate::{fuel, templates};
use std::sync::OnceLock;
use tan_nha_domain::time::Timestamp;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

/// Liberation Serif: as wide as Times New Roman, letter by letter.
const FONTS: [&[u8]; 4] = [
    include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf"),
];

/// The file of the data, for templates.
const DATA: &str = "data.json";

/// What all prints share; made when the first begins.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<(FileId, Source)>,
}

fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| {
        let mut library = Library::default();
        fuel::define(library.global.scope_mut());
        let fonts: Vec<Font> = FONTS.iter().filter_map(|data| Font::new(Bytes::new(*data), 0)).collect();
        let book = FontBook::from_fonts(&fonts);
        let source = |(name, text): &(&str, &str)| {
            let id = file(name)?;
            Some((id, Source::new(id, (*text).to_owned())))
        };
        let sources = templates::OURS.iter().filter_map(source).collect();
        Shared { library: LazyHash::new(library), book: LazyHash::new(book), fonts, sources }
    })
}

/// Whether the fonts have a sign for the letter.
pub(crate) fn has_glyph(letter: char) -> bool {
    let first = shared().fonts.first();
    first.is_some_and(|font| font.info().coverage.contains(u32::from(letter)))
}

fn file(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// The world of one print.
pub(crate) struct Papers {
    main: FileId,
    data: FileId,
    json: Bytes,
    /// The template of the procedure's own, or the general one in its place.
    paper: Source,
    today: Option<Datetime>,
}

impl Papers {
    /// `main` is one of our templates, `paper` the text of [`templates::PAPER`].
    pub(crate) fn new(main: &str, paper: String, json: Vec<u8>, now: Timestamp) -> Option<Self> {
        let paper = Source::new(file(templates::PAPER)?, paper);
        let today = day(now);
        Some(Self { main: file(main)?, data: file(DATA)?, json: Bytes::new(json), paper, today })
    }

    /// The template that came from outside.
    pub(crate) fn paper(&self) -> &Source {
        &self.paper
    }
}

fn day(now: Timestamp) -> Option<Datetime> {
    use chrono::Datelike;
    let day = now.date_in_vietnam();
    Datetime::from_ymd(day.year(), u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?)
}

impl World for Papers {
    fn library(&self) -> &LazyHash<Library> {
        &shared().library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &shared().book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.paper.id() {
            return Ok(self.paper.clone());
        }
        let ours = shared().sources.iter().find(|(ours, _)| *ours == id);
        ours.map(|(_, source)| source.clone()).ok_or_else(denied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data { Ok(self.json.clone()) } else { Err(denied()) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        shared().fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn denied() -> FileError {
    FileError::AccessDenied
}
