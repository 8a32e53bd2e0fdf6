//! Where things stand on the pages that were laid out, read from typst's own frames: what is outside of its page,
//! over something else or across a rule has been laid out badly, however it looks.

use crate::Laid;
use typst::{
    layout::{Abs, Frame, FrameItem, GroupItem, Point, Transform},
    visualize::Geometry,
};
use typst_layout::{Page, PagedDocument};

/// Text that stands where none may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// The page, from 1.
    pub page: usize,
    /// What is wrong with its place.
    pub fault: Fault,
    /// What it says; it may be an answer, so not for logs.
    pub text: String,
}

/// What is wrong with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is beside the part of the page that is for text.
    Outside,
    /// Other text stands there.
    Over,
    /// It goes over the border of its cell.
    Across,
    /// A part of it is cut off.
    Clipped,
}

/// The least distance that is one, in points: half of what an eye sees.
const NEAR: f64 = 0.5;
/// What is kept free beside the text, in points: 30 mm on the left, 15 mm on the right.
const LEFT: f64 = 85.0;
const RIGHT: f64 = 42.5;
/// Above and below stand the page's number and its foot.
const EDGE: f64 = 14.0;

/// A rectangle on a page, in points from its top left.
#[derive(Clone, Copy, Debug)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    fn of(a: Point, b: Point) -> Self {
        let (a, b) = ((a.x.to_pt(), a.y.to_pt()), (b.x.to_pt(), b.y.to_pt()));
        Self { left: a.0.min(b.0), top: a.1.min(b.1), right: a.0.max(b.0), bottom: a.1.max(b.1) }
    }

    fn is_within(self, outer: Area) -> bool {
        self.left >= outer.left - NEAR
            && self.right <= outer.right + NEAR
            && self.top >= outer.top - NEAR
            && self.bottom <= outer.bottom + NEAR
    }

    fn meets(self, other: Area) -> bool {
        self.left + NEAR < other.right
            && other.left + NEAR < self.right
            && self.top + NEAR < other.bottom
            && other.top + NEAR < self.bottom
    }
}

/// A run of text.
struct Run {
    text: String,
    /// Its letters without what hangs below them.
    body: Area,
    /// Whether it stands upright on the page, as all but the marks in the margin do.
    upright: bool,
    is_clipped: bool,
}

/// What stands on a page.
#[derive(Default)]
struct Found {
    runs: Vec<Run>,
    /// Standing lines, and the sides of boxes.
    rules: Vec<Area>,
}

fn look(page: &Page) -> Found {
    let mut found = Found::default();
    walk(&page.frame, Transform::identity(), None, &mut found);
    found
}

fn walk(frame: &Frame, to_page: Transform, clip: Option<Area>, found: &mut Found) {
    for (at, item) in frame.items() {
        let place = to_page.pre_concat(Transform::translate(at.x, at.y));
        match item {
            FrameItem::Group(GroupItem { frame, transform, clip: own, .. }) => {
                let place = place.pre_concat(*transform);
                let area =
                    || Area::of(Point::zero().transform(place), frame.size().to_point().transform(place));
                walk(frame, place, own.as_ref().map(|_| area()).or(clip), found);
            }
            FrameItem::Text(text) => {
                if text.text.trim().is_empty() {
                    continue;
                }
                let (begin, end) =
                    (Point::new(Abs::zero(), text.size * -0.6), Point::new(text.width(), Abs::zero()));
                let body = Area::of(begin.transform(place), end.transform(place));
                let is_clipped = clip.is_some_and(|clip| !body.is_within(clip));
                let upright = place.kx.is_zero() && place.ky.is_zero();
                found.runs.push(Run { text: text.text.to_string(), body, upright, is_clipped });
            }
            FrameItem::Shape(shape, _) if shape.stroke.is_some() => {
                let mut rule = |from: Point, to: Point| {
                    let area = Area::of(from.transform(place), to.transform(place));
                    if area.right - area.left < NEAR && area.bottom - area.top > 2.0 {
                        found.rules.push(area);
                    }
                };
                match &shape.geometry {
                    Geometry::Line(to) => rule(Point::zero(), *to),
                    Geometry::Rect(size) => {
                        rule(Point::zero(), Point::with_y(size.y));
                        rule(Point::with_x(size.x), size.to_point());
                    }
                    Geometry::Curve(_) => {}
                }
            }
            _ => {}
        }
    }
}

fn strays_of(number: usize, page: &Page) -> Vec<Stray> {
    let found = look(page);
    let (width, height) = (page.frame.width().to_pt(), page.frame.height().to_pt());
    let for_text = Area { left: LEFT, top: EDGE, right: width - RIGHT, bottom: height - EDGE };
    let margin = Area { left: EDGE, top: EDGE, right: LEFT, bottom: height - EDGE };
    let mut strays = Vec::new();
    let mut note = |fault, run: &Run| strays.push(Stray { page: number, fault, text: run.text.clone() });
    for (index, run) in found.runs.iter().enumerate() {
        if !run.body.is_within(if run.upright { for_text } else { margin }) {
            note(Fault::Outside, run);
        }
        if run.is_clipped {
            note(Fault::Clipped, run);
        }
        if found.runs[index + 1..].iter().any(|other| run.body.meets(other.body)) {
            note(Fault::Over, run);
        }
        let crosses = |rule: &Area| {
            run.body.left + NEAR < rule.left
                && rule.right < run.body.right - NEAR
                && run.body.top < rule.bottom
                && rule.top < run.body.bottom
        };
        if found.rules.iter().any(crosses) {
            note(Fault::Across, run);
        }
    }
    strays
}

impl Laid {
    /// All text that stands where none may; none on pages that are laid out well.
    pub fn strays(&self) -> Vec<Stray> {
        let pages = self.document().pages().iter().enumerate();
        pages.flat_map(|(index, page)| strays_of(index + 1, page)).collect()
    }
}

/// Whether a page lacks one of the marks that have to stand in its margin.
pub(crate) fn hides(document: &PagedDocument, marks: &[&str]) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    document.pages().iter().any(|page| {
        let in_margin = look(page).runs.into_iter().filter(|run| !run.upright && run.body.right < LEFT);
        let said: String = in_margin.map(|run| bare(&run.text)).collect();
        marks.iter().any(|mark| !said.contains(&bare(mark)))
    })
}
