//! What is looked for in a page, and what is done to it.

use crate::webdriver::{Complaint, ELEMENT, Session};
use serde_json::{Value, json};

/// What to look for.
#[derive(Clone, Debug)]
pub enum By {
    /// The text of a field's label.
    Label(String),
    /// What a button or a link is called.
    Named(String),
    /// A CSS selector.
    Css(String),
}

/// Something in the page. It goes stale when the page takes it out.
pub struct Element<'w> {
    session: &'w Session,
    id: String,
}

impl By {
    /// By label.
    pub fn label(text: &str) -> Self {
        Self::Label(text.to_owned())
    }

    /// By the name of a button or link.
    pub fn named(name: &str) -> Self {
        Self::Named(name.to_owned())
    }

    /// By CSS.
    pub fn css(selector: &str) -> Self {
        Self::Css(selector.to_owned())
    }

    /// All such elements that can be seen now.
    pub(crate) fn find<'w>(&self, session: &'w Session) -> Result<Vec<Element<'w>>, Complaint> {
        let (how, what) = match self {
            Self::Label(text) => ("label", text),
            Self::Named(name) => ("named", name),
            Self::Css(selector) => ("css", selector),
        };
        let found = session.run(LOOK, &json!([how, what]))?;
        Ok(found.as_array().into_iter().flatten().filter_map(|found| Element::of(session, found)).collect())
    }
}

impl<'w> Element<'w> {
    /// As the driver names it.
    pub(crate) fn of(session: &'w Session, named: &Value) -> Option<Self> {
        Some(Self { session, id: named[ELEMENT].as_str()?.to_owned() })
    }
}

impl Element<'_> {
    /// Clicks it.
    pub fn click(&self) {
        self.try_click().expect("a click");
    }

    /// Types into it, key by key.
    pub fn type_text(&self, text: &str) {
        self.try_type(text).expect("the keys arrive");
    }

    /// The text that can be seen.
    pub fn text(&self) -> String {
        self.read("text")
    }

    /// What a field holds.
    pub fn value(&self) -> String {
        self.read("property/value")
    }

    /// As a person does: brings it wholly into sight first, which the driver by itself does not.
    pub(crate) fn try_click(&self) -> Result<(), Complaint> {
        self.bring_into_sight()?;
        self.post("click", &json!({}))
    }

    pub(crate) fn bring_into_sight(&self) -> Result<(), Complaint> {
        let element = json!([{ ELEMENT: self.id }]);
        self.session.run("arguments[0].scrollIntoView({ block: 'center' })", &element).map(|_| ())
    }

    /// Points of it, given as parts of its width and height, in pixels of the window.
    pub(crate) fn places(&self, parts: &[(f64, f64)]) -> Vec<(i64, i64)> {
        let measure = "const { left, top, width, height } = arguments[0].getBoundingClientRect();
            return arguments[1].map(([x, y]) => [Math.round(left + x * width), Math.round(top + y * height)]);";
        let places = self.session.run(measure, &json!([{ ELEMENT: self.id }, parts])).unwrap_or_default();
        let place = |place: &Value| Some((place[0].as_i64()?, place[1].as_i64()?));
        places.as_array().into_iter().flatten().filter_map(place).collect()
    }

    pub(crate) fn try_clear(&self) -> Result<(), Complaint> {
        self.post("clear", &json!({}))
    }

    pub(crate) fn try_type(&self, text: &str) -> Result<(), Complaint> {
        self.post("value", &json!({ "text": text }))
    }

    fn post(&self, what: &str, body: &Value) -> Result<(), Complaint> {
        self.session.post(&format!("element/{}/{what}", self.id), body).map(|_| ())
    }

    /// Empty for an element that has gone stale.
    fn read(&self, what: &str) -> String {
        let answer = self.session.get(&format!("element/{}/{what}", self.id)).unwrap_or_default();
        answer.as_str().unwrap_or_default().to_owned()
    }
}

/// Keys that have no character, for [`Element::type_text`].
pub mod key {
    /// Tab.
    pub const TAB: &str = "\u{e004}";
    /// Enter.
    pub const ENTER: &str = "\u{e007}";
    /// Escape.
    pub const ESCAPE: &str = "\u{e00c}";
    /// Arrow down.
    pub const DOWN: &str = "\u{e015}";
    /// Backspace.
    pub const BACKSPACE: &str = "\u{e003}";
}

/// Finds what can be seen: by CSS, by the text of a label, or by what it is called.
const LOOK: &str = r"
    const [how, what] = arguments;
    const tidy = text => (text ?? '').replace(/\s+/g, ' ').trim().normalize('NFC');
    // What lies behind an open dialog cannot be pressed.
    const front = () => [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].at(-1) ?? document;
    const ways = {
        css: () => [...document.querySelectorAll(what)],
        label: () => [...document.querySelectorAll('label')]
            .filter(label => tidy(label.textContent) === tidy(what)).map(label => label.control).filter(Boolean),
        named: () => [...front().querySelectorAll('button, a[href], summary, [role=button], [role=tab]')]
            .filter(element => tidy(element.ariaLabel ?? element.textContent) === tidy(what)),
    };
    return ways[how]().filter(element => element.checkVisibility({ visibilityProperty: true }));";
