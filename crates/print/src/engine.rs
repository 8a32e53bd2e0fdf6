//! Lays papers out and writes them, on a thread of its own: typst calls itself deeply, and what it was told must
//! not outlive the print.

use crate::{PrintError, fuel, world::Papers};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::OnceLock,
};
use tan_nha_domain::time::Timestamp;
use typst::{WorldExt, comemo, diag::SourceDiagnostic, syntax::DiagSpan};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp as PdfTime};
use typst_svg::SvgOptions;

/// In debug builds a form takes more than the two megabytes that a thread has.
const STACK: usize = 32 << 20;

/// One thread, so that a tablet keeps its other for the person; made when the first print begins.
fn pool() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let make = || ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build().ok();
    POOL.get_or_init(make).as_ref()
}

fn apart<T: Send>(work: impl FnOnce() -> Result<T, PrintError> + Send) -> Result<T, PrintError> {
    let pool = pool().ok_or(PrintError::Broken)?;
    pool.install(|| {
        let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(PrintError::Broken));
        // It remembers what it laid out, which is what people answered.
        comemo::evict(0);
        done
    })
}

/// Papers that are laid out.
pub struct Laid {
    document: PagedDocument,
    now: Timestamp,
}

impl fmt::Debug for Laid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Laid({} pages)", self.pages())
    }
}

impl Laid {
    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// The pages as PDF: fonts embedded, text to be found, tagged for screen readers. The same pages at the same
    /// time are the same bytes.
    ///
    /// # Errors
    /// [`PrintError::Broken`], [`PrintError::Template`].
    pub fn pdf(&self) -> Result<Vec<u8>, PrintError> {
        apart(|| {
            let options = PdfOptions {
                creator: typst::foundations::Smart::Custom(Some("Tận Nhà".to_owned())),
                timestamp: pdf_time(self.now),
                ..PdfOptions::default()
            };
            typst_pdf::pdf(&self.document, &options).map_err(|_| PrintError::Broken)
        })
    }

    /// A page as a picture that can be made as large as one likes; none where there is no such page.
    ///
    /// # Errors
    /// [`PrintError::Broken`].
    pub fn svg(&self, page: usize) -> Result<Option<String>, PrintError> {
        let options = SvgOptions { render_bleed: false, pretty: false };
        apart(|| Ok(self.document.pages().get(page).map(|page| typst_svg::svg(page, &options))))
    }

    pub(crate) fn document(&self) -> &PagedDocument {
        &self.document
    }
}

fn pdf_time(now: Timestamp) -> Option<PdfTime> {
    use chrono::{Datelike, Timelike};
    let clock = now.clock_in_vietnam();
    let part = |part: u32| u8::try_from(part).ok();
    let time = typst::foundations::Datetime::from_ymd_hms(
        clock.year(),
        part(clock.month())?,
        part(clock.day())?,
        part(clock.hour())?,
        part(clock.minute())?,
        part(clock.second())?,
    )?;
    PdfTime::new_local(time, 7 * 60)
}

/// Lays out `main`, one of our templates, with the declaration's own template and what they are given.
pub(crate) fn lay(main: &str, template: &str, data: Vec<u8>, now: Timestamp) -> Result<Laid, PrintError> {
    fuel::check(template)?;
    apart(|| {
        fuel::fill();
        let world = Papers::new(main, fuel::measured(template), data, now).ok_or(PrintError::Broken)?;
        let laid = typst::compile::<PagedDocument>(&world).output;
        let document =
            laid.map_err(|faults| faults.first().map_or(PrintError::Broken, |fault| told(&world, fault)))?;
        if document.pages().len() > MOST_PAGES {
            return Err(PrintError::TooLong);
        }
        Ok(Laid { document, now })
    })
}

/// More than any dossier has, and so a template that went wrong.
const MOST_PAGES: usize = 300;

/// Where in the procedure's template it went wrong: there, or at the nearest call that led to it.
fn told(world: &Papers, fault: &SourceDiagnostic) -> PrintError {
    let own = world.paper();
    let trace = fault.trace.iter().map(|point| DiagSpan::from(point.span));
    let mut spans = std::iter::once(fault.span).chain(trace);
    let place = spans.find(|span| span.id() == Some(own.id())).and_then(|span| world.range(span));
    let line = place.and_then(|range| own.lines().byte_to_line(range.start)).map(|line| line + 1);
    PrintError::Template { line, message: fault.message.to_string() }
}
