//! What a person does in the window: read, press, type, choose.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::path::Path;
use tan_nha_test_support::{By, PIN, Size, Window, key};

/// Where a field is typed into. A cell's name has letters that CSS would read otherwise.
fn control(field: &str) -> By {
    By::css(&format!("[id=\"{field}-control\"]"))
}

/// A person at the window.
pub struct Hands {
    window: Window,
}

impl Hands {
    /// Opens the app on a profile folder.
    pub fn open(profile: &Path, size: Size) -> Self {
        Self::at(Window::open(profile, size))
    }

    /// At a window that is open already.
    pub fn at(window: Window) -> Self {
        window.wait_for_words();
        Self { window }
    }

    /// The window.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// Waits until the page shows a text, as a part of any line.
    pub fn read(&self, text: &str) {
        self.window.wait(&format!("the text \"{text}\""), || self.shows(text));
    }

    /// Waits until the page shows something and no dialog stands before it any more.
    pub fn read_without_dialog(&self, css: &str) {
        let shown = "return document.querySelector('[role=dialog], [role=alertdialog]') === null
            && document.querySelector(arguments[0]) !== null";
        self.window.wait(css, || self.window.run(shown, &[json!(css)]) == true);
        self.settle();
    }

    /// Whether the page shows a text now.
    pub fn shows(&self, text: &str) -> bool {
        let words = "return document.body.innerText.replace(/\\s+/g, ' ').normalize('NFC')";
        self.window.run(words, &[]).as_str().is_some_and(|words| words.contains(text))
    }

    /// Presses a button or a link by what it is called.
    pub fn press(&self, name: &str) {
        self.window.click(&By::named(name));
    }

    /// Types into a field in the place of what stands there.
    pub fn write(&self, field: &str, text: &str) {
        let control = control(field);
        let element = self.window.find(&control);
        if element.value().is_empty() {
            self.window.click(&control);
            element.type_text(text);
        } else {
            self.window.fill(&control, text);
        }
    }

    /// What stands in a field.
    pub fn written(&self, field: &str) -> String {
        self.window.find(&control(field)).value()
    }

    /// Gives a file to a place that asks for one.
    pub fn give_file(&self, place: &str, name: &str, kind: &str, bytes: &[u8]) {
        let giving = "const [place, name, type, text] = arguments;
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const chosen = new DataTransfer();
            chosen.items.add(new File([bytes], name, { type }));
            const field = document.querySelector(place);
            field.files = chosen.files;
            field.dispatchEvent(new Event('change', { bubbles: true }));";
        let place = format!("[id={place:?}]");
        let there = "return document.querySelector(arguments[0]) !== null";
        self.window.wait(&place, || self.window.run(there, &[json!(place)]) == true);
        let text = BASE64.encode(bytes);
        self.window.run(giving, &[json!(place), json!(name), json!(kind), json!(text)]);
    }

    /// Today in Vietnam, by the page's clock.
    pub fn today(&self) -> NaiveDate {
        let today =
            "return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date())";
        self.window.run(today, &[]).as_str().and_then(|day| day.parse().ok()).expect("a date")
    }

    /// Leaves the field that is being typed into.
    pub fn leave_field(&self) {
        self.window.type_where_the_cursor_is(key::TAB);
    }

    /// Chooses one of a field's choices by its value.
    pub fn choose(&self, field: &str, value: &str) {
        let choice = By::css(&format!("#{field} label:has(input[value={value:?}])"));
        self.window.click(&choice);
        let chosen = format!("#{field} input[value={value:?}]:checked");
        let checked =
            || self.window.run("return document.querySelector(arguments[0]) !== null", &[json!(chosen)]);
        self.window.wait(&format!("{field} is {value}"), || checked() == true);
    }

    /// The page's address: what comes after `#`.
    pub fn address(&self) -> String {
        let address = self.window.run("return location.hash.slice(1)", &[]);
        address.as_str().filter(|address| !address.is_empty()).unwrap_or("/").to_owned()
    }

    /// Goes to a page by its address, as a link to it does, and waits for its title.
    pub fn go(&self, address: &str) {
        self.window.run("location.hash = arguments[0]", &[json!(address)]);
        self.window.wait(address, || self.address() == address);
        self.window.find(&By::css("main h1"));
        self.settle();
    }

    /// Loads the page anew, after commands that it has not called itself.
    pub fn reload(&self) {
        self.window.run("location.reload()", &[]);
        self.window.find(&By::css("#main h1"));
        self.settle();
    }

    /// Waits until nothing is being loaded.
    pub fn settle(&self) {
        self.window.wait("the page to have loaded", || !self.shows("Đang mở…"));
    }

    /// Waits until the page says that everything typed is saved.
    pub fn read_saved(&self) {
        self.window.find(&By::css("[data-saved=saved]"));
    }

    /// Calls a command by the page's own way.
    pub fn must(&self, command: &str, args: Value) -> Value {
        self.window.must(command, args)
    }

    /// Enrols by an invitation, as it was printed.
    pub fn enrol(&self, invitation: &str, handle: &str) {
        self.write("enrol-invitation", invitation);
        self.write("enrol-pin", PIN);
        self.write("enrol-again", PIN);
        self.write("enrol-handle", handle);
        self.press("Ghi danh máy này");
        self.window.find(&By::css("#main h1"));
        self.settle();
    }

    /// Locks the app by its button.
    pub fn lock(&self) {
        self.go("/settings");
        self.press("Khóa ngay");
        self.window.find(&By::css("#unlock-pin-control"));
    }

    /// Types a PIN and presses the button.
    pub fn try_pin(&self, pin: &str) {
        self.write("unlock-pin", pin);
        self.press("Mở khóa");
    }

    /// Unlocks with the right PIN; `handle` where several people share the tablet.
    pub fn unlock(&self, handle: Option<&str>) {
        if let Some(handle) = handle {
            self.choose("unlock-handle", handle);
        }
        self.try_pin(PIN);
        self.window.find(&By::css("#main h1"));
        self.settle();
    }

    /// The battery dies; the app is opened again and unlocked.
    #[must_use]
    pub fn after_a_dead_battery(self) -> Self {
        let hands = Self::at(self.window.restart());
        hands.window.find(&By::css("#unlock-pin-control"));
        hands.unlock(None);
        hands
    }
}
