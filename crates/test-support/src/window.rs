//! The app in its real window, driven as a person would: find, click, type.

use crate::{
    Refused,
    desktop::Desktop,
    element::{By, Element},
    leash::Leash,
    program,
    webdriver::{Complaint, Session},
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

    /// Where the person's documents are.
    pub fn documents(&self) -> PathBuf {
        self.desktop.documents()
    }

    /// Types into a dialog of the system, of which the page's driver knows nothing, ends with a key, and waits until it
    /// is gone.
    pub fn answer_dialog(&self, title: &str, text: &str, last: &str) {
        self.wait(title, || self.desktop.shown(title).is_some());
        let dialog = self.desktop.shown(title).expect("the dialog");
        self.desktop.type_into(&dialog, text);
        // The first may be taken by the list of names that begin alike.
        self.wait("the end of the dialog", || {
            self.desktop.press_in(&dialog, last);
            self.desktop.shown(title).is_none()
        });
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
    ///
    /// # Panics
    /// When the driver does not answer.
    pub fn find_all(&self, by: &By) -> Vec<Element<'_>> {
        by.find(&self.session).unwrap_or_else(|complaint| panic!("{by:?}: {complaint}"))
    }

    /// Clicks what is found.
    pub fn click(&self, by: &By) {
        self.act(by, |element| element.try_click());
    }

    /// Clicks what ends the program: there may be nobody left to answer.
    pub fn click_the_end(&self, by: &By) {
        let _ = self.find(by).try_click();
    }

    /// Draws a line through points of what is found, each as a part of its width and height.
    ///
    /// # Panics
    /// When nothing is found, or the driver cannot draw.
    pub fn draw(&self, by: &By, points: &[(f64, f64)]) {
        self.find(by).bring_into_sight().expect("it can be seen");
        let begin = json!({ "type": "pointerDown", "button": 0 });
        let mut steps: Vec<Value> = self
            .find(by)
            .places(points)
            .into_iter()
            .map(|(x, y)| json!({ "type": "pointerMove", "duration": 50, "origin": "viewport", "x": x, "y": y }))
            .collect();
        steps.insert(1, begin);
        steps.push(json!({ "type": "pointerUp", "button": 0 }));
        let pen = json!({ "type": "pointer", "id": "pen", "parameters": { "pointerType": "mouse" }, "actions": steps });
        self.session.post("actions", &json!({ "actions": [pen] })).expect("a line is drawn");
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
        Element::of(&self.session, &active).expect("an element").type_text(text);
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
