//! The app in its real window, driven as a person would: find by role, label or test id, click, type.

use crate::{
    Refused,
    desktop::Desktop,
    leash::Leash,
    program,
    webdriver::{Complaint, ELEMENT, Session},
};
use serde_json::{Value, json};
use std::{
    cell::Cell,
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long anything on the screen may take to come about.
const PATIENCE: Duration = Duration::from_secs(15);

/// Width and height of the page in CSS pixels.
pub type Size = (u32, u32);
/// A laptop.
pub const LAPTOP: Size = (1280, 800);
/// A tablet, upright.
pub const TABLET: Size = (800, 1280);

/// A window with its profile folder, on a desktop of its own; everything ends when it is dropped.
pub struct Window {
    // In the order in which they have to end.
    session: Session,
    _driver: Leash,
    desktop: Desktop,
    profile: PathBuf,
    size: Cell<Size>,
}

/// What to look for.
#[derive(Clone, Debug)]
pub enum By {
    /// The role that assistive technology is told, and the accessible name.
    Role(&'static str, String),
    /// The text of a field's label.
    Label(String),
    /// `data-testid`.
    TestId(String),
    /// What a button or a link is called.
    Named(String),
    /// The whole text of an element.
    Text(String),
    /// A CSS selector.
    Css(String),
}

/// Something in the page. It goes stale when the page takes it out.
pub struct Element<'w> {
    session: &'w Session,
    id: String,
}

impl By {
    /// By role and accessible name.
    pub fn role(role: &'static str, name: &str) -> Self {
        Self::Role(role, name.to_owned())
    }

    /// By label.
    pub fn label(text: &str) -> Self {
        Self::Label(text.to_owned())
    }

    /// By test id.
    pub fn test_id(id: &str) -> Self {
        Self::TestId(id.to_owned())
    }

    /// By its whole text.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// By CSS.
    pub fn css(selector: &str) -> Self {
        Self::Css(selector.to_owned())
    }
}

impl Window {
    /// Starts the program on a profile folder and waits for its page.
    pub fn open(profile: &Path, size: Size) -> Self {
        Self::open_under(None, profile, size)
    }

    /// The same behind another command ([`on_a_small_disk`](crate::on_a_small_disk)).
    pub fn open_under(first: Option<&Command>, profile: &Path, size: Size) -> Self {
        let desktop = Desktop::start(&profile.with_extension("home"));
        let ports = free_ports();
        let driver = Leash::start_under(first, &tauri_driver(), |command| {
            let [port, native] = ports.map(|port| port.to_string());
            command.args(["--port", &port, "--native-port", &native]).env("TAN_NHA_LOG", "warn");
            desktop.lend(command).stdout(Stdio::null())
        });
        let application = json!({ "application": program("tan-nha"), "args": ["--profile", profile], });
        let address = format!("127.0.0.1:{}", ports[0]);
        let session = wait_for("the window", || Session::start(&address, &application));
        let window =
            Self { session, _driver: driver, desktop, profile: profile.to_owned(), size: Cell::new(size) };
        window.resize(size);
        window.wait("the page", || window.run("return document.readyState", &[]) == "complete");
        window
    }

    /// The profile folder.
    pub fn profile(&self) -> &Path {
        &self.profile
    }

    /// Gives the page another size.
    pub fn resize(&self, (width, height): Size) {
        let rect = json!({ "width": width, "height": height });
        self.session.post("window/rect", &rect).expect("the window takes a size");
        let inner = || self.run("return [innerWidth, innerHeight]", &[]) == json!([width, height]);
        self.wait("the size", inner);
        self.size.set((width, height));
    }

    /// Runs a function body in the page (`arguments` are its arguments): what it returned.
    ///
    /// # Panics
    /// When it throws.
    pub fn run(&self, body: &str, arguments: &[Value]) -> Value {
        self.session.run(body, &json!(arguments)).unwrap_or_else(|complaint| panic!("{complaint}: {body}"))
    }

    /// Waits until the page says something.
    ///
    /// # Panics
    /// When it stays empty.
    pub fn wait_for_words(&self) {
        wait_for("words in the page", || {
            match self.run("return document.body.innerText.trim().length", &[]) {
                length if length.as_u64() > Some(0) => Ok(()),
                _ => Err("it is empty"),
            }
        });
    }

    /// Runs a function body whose last argument takes what it is to return.
    ///
    /// # Panics
    /// When it throws.
    pub fn run_async(&self, body: &str, arguments: &[Value]) -> Value {
        let outcome = self.session.run_async(body, &json!(arguments));
        outcome.unwrap_or_else(|complaint| panic!("{complaint}: {body}"))
    }

    /// Calls a command by the page's own way to the program.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn call(&self, name: &str, args: Value) -> Result<Value, Refused> {
        let body = "const [name, args, done] = arguments;
            window.__TAURI_INTERNALS__.invoke('call', { name, args })
                .then(result => done({ result }), failure => done({ failure }))";
        let outcome = self.session.run_async(body, &json!([name, args]));
        let mut outcome = outcome.map_err(|_| Refused::Died)?;
        match outcome.get_mut("failure") {
            Some(failure) => Err(Refused::Failure(failure.take())),
            None => Ok(outcome["result"].take()),
        }
    }

    /// Calls a command that has to succeed.
    ///
    /// # Panics
    /// When it is refused.
    pub fn must(&self, name: &str, args: Value) -> Value {
        self.call(name, args).unwrap_or_else(|refused| panic!("{name}: {refused:?}"))
    }

    /// The element, as soon as it is there and can be seen.
    ///
    /// # Panics
    /// When it does not come, with a screenshot of what is there instead.
    pub fn find(&self, by: &By) -> Element<'_> {
        let start = Instant::now();
        loop {
            if let Some(element) = self.find_all(by).into_iter().next() {
                return element;
            }
            if start.elapsed() > PATIENCE {
                let picture = self.screenshot("not-found");
                panic!("{by:?} is not there: see {}", picture.display());
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// All such elements that can be seen now.
    pub fn find_all(&self, by: &By) -> Vec<Element<'_>> {
        let (how, what) = match by {
            By::Role(role, _) => ("css", candidates(role)),
            By::Label(text) => ("label", text.clone()),
            By::TestId(id) => ("css", format!("[data-testid={id:?}]")),
            By::Named(name) => ("named", name.clone()),
            By::Text(text) => ("text", text.clone()),
            By::Css(selector) => ("css", selector.clone()),
        };
        let found = self.run(LOOK, &[how.into(), what.into()]);
        let elements = found.as_array().into_iter().flatten().filter_map(|found| {
            let id = found[ELEMENT].as_str()?.to_owned();
            Some(Element { session: &self.session, id })
        });
        match by {
            By::Role(role, name) => elements.filter(|element| element.is(role, name)).collect(),
            _ => elements.collect(),
        }
    }

    /// Clicks what is found.
    pub fn click(&self, by: &By) {
        self.act(by, |element| element.try_click());
    }

    /// Clicks what ends the program: there may be nobody left to answer.
    pub fn click_the_end(&self, by: &By) {
        let _ = self.find(by).try_click();
    }

    /// Empties a field and types into it, key by key; it keeps the focus.
    pub fn fill(&self, by: &By, text: &str) {
        self.act(by, |field| field.try_clear().and_then(|()| field.try_type(text)));
    }

    /// Types into whatever has the focus.
    ///
    /// # Panics
    /// When nothing has.
    pub fn type_where_the_cursor_is(&self, text: &str) {
        let active = self.session.get("element/active").expect("something has the focus");
        let id = active[ELEMENT].as_str().expect("an element").to_owned();
        Element { session: &self.session, id }.type_text(text);
    }

    /// Does it to an element that may be drawn anew at the same moment.
    fn act(&self, by: &By, what: impl Fn(&Element<'_>) -> Result<(), Complaint>) {
        let start = Instant::now();
        while let Err(complaint) = what(&self.find(by)) {
            if start.elapsed() > PATIENCE {
                panic!("{by:?}: {complaint}: see {}", self.screenshot("not-done").display());
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until something is so.
    ///
    /// # Panics
    /// When it does not come about, with a screenshot.
    pub fn wait(&self, what: &str, is_so: impl Fn() -> bool) {
        self.wait_within(PATIENCE, what, is_so);
    }

    /// The same for what takes its time.
    pub fn wait_within(&self, patience: Duration, what: &str, is_so: impl Fn() -> bool) {
        let start = Instant::now();
        while !is_so() {
            if start.elapsed() > patience {
                panic!("{what} did not come about: see {}", self.screenshot("not-so").display());
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Keeps a picture of the page under a name among the artefacts: its path.
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let (width, height) = self.size.get();
        let path = screenshots().join(format!("{name}-{width}x{height}.png"));
        let picture = self.session.get("screenshot").expect("a screenshot");
        let picture = base64::Engine::decode(
            &base64::engine::general_purpose::STANDARD,
            picture.as_str().expect("a picture in base64"),
        );
        fs::write(&path, picture.expect("base64")).expect("the picture is kept");
        path
    }

    /// The same, as soon as something is painted: words are in the page before they can be seen.
    pub fn painted_screenshot(&self, name: &str) -> PathBuf {
        self.run_async(
            "const [done] = arguments;
            const motion = document.getAnimations().map(animation => animation.finished.catch(() => {}));
            Promise.all([...motion, document.fonts.ready])
                .then(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))",
            &[],
        );
        self.screenshot(name)
    }

    /// The title bar's text.
    pub fn title(&self) -> String {
        self.run("return document.title", &[]).as_str().unwrap_or_default().to_owned()
    }

    /// The processes that have this profile open.
    pub fn processes(&self) -> Vec<u32> {
        processes_of(&self.profile)
    }

    /// Starts the program a second time on the same profile and desktop: its exit code.
    ///
    /// # Panics
    /// When it does not end.
    pub fn start_again(&self) -> Option<i32> {
        let tan_nha = program("tan-nha");
        let second = Leash::start(&tan_nha.to_string_lossy(), |command| {
            self.desktop.lend(command.arg("--profile").arg(&self.profile))
        });
        second.end_within(PATIENCE)
    }

    /// Asks it to close, as the cross in its corner does.
    pub fn ask_to_close(&self) {
        self.desktop.ask_to_close("Tận Nhà").expect("the X server answers");
    }

    /// Ends the program as a battery does.
    pub fn kill(self) -> PathBuf {
        for process in self.processes() {
            crate::signal("KILL", process);
        }
        let profile = self.profile.clone();
        wait_for("the end of the program", || {
            if processes_of(&profile).is_empty() { Ok(()) } else { Err("it is still there") }
        });
        profile
    }

    /// Kills it and opens it anew on the same profile.
    #[must_use]
    pub fn restart(self) -> Self {
        let size = self.size.get();
        let profile = self.kill();
        Self::open(&profile, size)
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if !self.processes().is_empty() {
            self.session.end();
        }
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

    /// An attribute; empty where there is none.
    pub fn attribute(&self, name: &str) -> String {
        self.read(&format!("attribute/{name}"))
    }

    fn is(&self, role: &str, name: &str) -> bool {
        self.read("computedrole") == role && tidy(&self.read("computedlabel")) == tidy(name)
    }

    /// As a person does: brings it wholly into sight first, which the driver by itself does not.
    fn try_click(&self) -> Result<(), Complaint> {
        let element = json!([{ ELEMENT: self.id }]);
        self.session.run("arguments[0].scrollIntoView({ block: 'center' })", &element)?;
        self.post("click", &json!({}))
    }

    fn try_clear(&self) -> Result<(), Complaint> {
        self.post("clear", &json!({}))
    }

    fn try_type(&self, text: &str) -> Result<(), Complaint> {
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

/// Finds what can be seen: by CSS, by the text of a label, or by the innermost element with a whole text.
const LOOK: &str = r"
    const [how, what] = arguments;
    const tidy = text => (text ?? '').replace(/\s+/g, ' ').trim().normalize('NFC');
    // What lies behind an open dialog cannot be pressed.
    const front = () => [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].at(-1) ?? document;
    const ways = {
        css: () => [...document.querySelectorAll(what)],
        label: () => [
            ...[...document.querySelectorAll('label')].filter(label => tidy(label.textContent) === tidy(what))
                .map(label => label.control).filter(Boolean),
            ...[...document.querySelectorAll('[aria-label]')]
                .filter(element => tidy(element.ariaLabel) === tidy(what)),
            ...[...document.querySelectorAll('[aria-labelledby]')].filter(element =>
                tidy(element.getAttribute('aria-labelledby').split(' ')
                    .map(id => document.getElementById(id)?.textContent).join(' ')) === tidy(what)),
        ],
        named: () => [...front().querySelectorAll('button, a[href], summary, [role=button], [role=tab]')]
            .filter(element => tidy(element.ariaLabel ?? element.textContent) === tidy(what)),
        text: () => [...document.body.querySelectorAll('*')]
            .filter(element => tidy(element.textContent) === tidy(what))
            .filter((element, _, all) => !all.some(other => other !== element && element.contains(other))),
    };
    return ways[how]().filter(element => element.checkVisibility({ visibilityProperty: true }));";

/// The elements that may have a role; the driver is asked which of them do.
fn candidates(role: &str) -> String {
    let native = match role {
        "button" => "button, summary, input[type=submit], input[type=button]",
        "link" => "a[href]",
        "heading" => "h1, h2, h3, h4, h5, h6",
        "textbox" => "input, textarea, [contenteditable=true]",
        "searchbox" => "input[type=search]",
        "checkbox" => "input[type=checkbox]",
        "radio" => "input[type=radio]",
        "combobox" => "select, input",
        "listitem" => "li",
        "row" => "tr",
        "dialog" => "dialog",
        "navigation" => "nav",
        "group" => "fieldset",
        _ => "",
    };
    let comma = if native.is_empty() { "" } else { ", " };
    format!("[role={role:?}]{comma}{native}")
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where pictures of windows are kept: beside the built programs' folder, `screenshots`.
fn screenshots() -> PathBuf {
    let target = program("tan-nha").ancestors().nth(2).map(|target| target.join("screenshots"));
    let folder = target.expect("the target folder");
    fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}

/// `tauri-driver`, from the path or from where `make tools` puts it.
fn tauri_driver() -> String {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let kept = cache.map(|cache| cache.join("tan-nha/tools/bin/tauri-driver"));
    match kept.filter(|path| path.is_file()) {
        Some(path) => path.to_string_lossy().into_owned(),
        None => "tauri-driver".to_owned(),
    }
}

fn free_ports() -> [u16; 2] {
    let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port on loopback"));
    listeners.map(|listener| listener.local_addr().expect("its address").port())
}

/// The processes of the program that were started on a profile.
fn processes_of(profile: &Path) -> Vec<u32> {
    let tan_nha = program("tan-nha");
    let processes = fs::read_dir("/proc").expect("the processes").flatten();
    let numbers = processes.filter_map(|process| process.file_name().to_str()?.parse().ok());
    let is_ours = |process: &u32| {
        let of = |file: &str| PathBuf::from(format!("/proc/{process}/{file}"));
        let arguments = fs::read(of("cmdline")).unwrap_or_default();
        let mut arguments = arguments.split(|byte| *byte == 0);
        fs::read_link(of("exe")).is_ok_and(|exe| exe == tan_nha)
            && arguments.any(|argument| argument == profile.as_os_str().as_encoded_bytes())
    };
    numbers.filter(is_ours).collect()
}

/// Tries until it succeeds.
fn wait_for<T, E: std::fmt::Display>(what: &str, attempt: impl Fn() -> Result<T, E>) -> T {
    let start = Instant::now();
    loop {
        match attempt() {
            Ok(done) => return done,
            Err(error) if start.elapsed() > PATIENCE => panic!("{what}: {error}"),
            Err(_) => thread::sleep(Duration::from_millis(50)),
        }
    }
}
