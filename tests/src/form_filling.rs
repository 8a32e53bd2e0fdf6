//! Filling a form as a volunteer does: section by section, each field in its own way.

use crate::Hands;
use serde_json::{Value, json};
use tan_nha_test_support::By;

/// The page after the last section, of a form that asks for papers.
const PAPERS: &str = "Giấy tờ kèm theo";
/// The last page.
const REVIEW: &str = "Kiểm tra lại";

/// More choices than these are searched by typing.
const AT_A_GLANCE: usize = 9;

/// A form that is open in the window, and the answers that it is to get.
pub struct Filling<'h> {
    hands: &'h Hands,
    form: Value,
    dossier: Value,
    answers: &'h Value,
}

impl<'h> Filling<'h> {
    /// Of the dossier whose form is shown.
    pub fn of_shown(hands: &'h Hands, answers: &'h Value) -> Self {
        hands.window().find(&By::css(".form main h1, .form h1"));
        let address = hands.address();
        let dossier = json!(address.split('/').nth(2).expect("a dossier's address"));
        let held = hands.must("dossier.get", json!({ "id": dossier }));
        let form = hands.must(
            "procedure.form",
            json!({ "procedure": held["procedure"], "version": held["form_version"] }),
        );
        Self { hands, form, dossier, answers }
    }

    /// The dossier's id.
    pub fn dossier(&self) -> &Value {
        &self.dossier
    }

    /// Fills every section to the end, passes by the papers and stands on the last page.
    pub fn fill_all(&self) {
        while self.fill_shown_section() {
            self.turn();
        }
        while self.title() != REVIEW {
            self.turn();
        }
    }

    /// Fills the section that is shown: whether another one follows.
    pub fn fill_shown_section(&self) -> bool {
        let section = self.shown_section();
        for field in list(&section["fields"]) {
            self.fill(field);
        }
        if !self.hands.shows("Máy tự lưu từng câu") {
            self.hands.leave_field();
            self.hands.read_saved();
        }
        ![format!("Tiếp: {PAPERS}"), REVIEW.to_owned()].contains(&self.next_name())
    }

    /// Goes to the next section, or to the last page.
    pub fn turn(&self) {
        let title = self.title();
        self.hands.press(&self.next_name());
        self.hands.window().wait("the next section", || self.title() != title);
    }

    /// The keys of the fields that are asked in the section that is shown and that get an answer.
    pub fn keys_shown(&self) -> Vec<String> {
        let section = self.shown_section();
        let keys = list(&section["fields"]).iter().map(|field| text(&field["key"]).to_owned());
        keys.filter(|key| !self.answers[key].is_null()).collect()
    }

    /// Answers one field of the section that is shown.
    pub fn fill_field(&self, key: &str) {
        let section = self.shown_section();
        let field = list(&section["fields"]).iter().find(|field| field["key"] == key);
        self.fill(field.unwrap_or_else(|| panic!("{key} is not in this section")));
    }

    fn fill(&self, field: &Value) {
        let (key, answer) = (text(&field["key"]), &self.answers[text(&field["key"])]);
        let held = self.hands.must("dossier.get", json!({ "id": self.dossier }));
        let stands = [&held["answers"][key], &held["derived"][key]].contains(&answer);
        if answer.is_null() || stands {
            return;
        }
        let id = format!("field-{key}");
        self.unfold(&id);
        let choices = field["choices"].as_array().map_or(0, Vec::len);
        match (text(&field["type"]), answer) {
            ("sex" | "bool", _) => self.hands.choose(&id, &plain(answer)),
            ("enum", _) if choices <= AT_A_GLANCE => self.hands.choose(&id, &plain(answer)),
            ("multi", Value::Array(chosen)) => {
                chosen.iter().for_each(|choice| self.hands.choose(&id, &plain(choice)));
            }
            ("enum", _) => {
                self.hands.write(&id, &label(field, answer));
                self.hands.leave_field();
            }
            ("table", Value::Array(rows)) => rows.iter().for_each(|row| self.fill_row(field, row)),
            ("date" | "pdate", _) => self.hands.write(&id, &as_people_write(text(answer))),
            _ => self.hands.write(&id, &plain(answer)),
        }
    }

    /// A person who is whole is one line: to write something else of them it is opened first.
    fn unfold(&self, id: &str) {
        const LINE: &str = ".person > section button";
        let folded = "return document.getElementById(arguments[0]) === null
            && document.querySelector(arguments[1]) !== null";
        while self.hands.window().run(folded, &[json!(id), json!(LINE)]) == true {
            self.hands.window().click(&By::css(LINE));
        }
    }

    /// Adds a row and writes its cells, which have names of their own.
    fn fill_row(&self, field: &Value, row: &Value) {
        let key = text(&field["key"]);
        let names =
            "return [...document.querySelectorAll('[id^=\"' + arguments[0] + '\"][id$=\"-control\"]')]
            .map((control) => control.id.replace(/-control$/, ''))";
        let cells = || {
            let found = self.hands.window().run(names, &[json!(format!("field-{key}/"))]);
            list(&found).iter().map(|name| text(name).to_owned()).collect::<Vec<_>>()
        };
        let before = cells();
        self.hands.window().click(&By::css(&format!("#field-{key}-control")));
        self.hands.window().wait("the new row", || cells().len() > before.len());
        let added = cells().into_iter().find(|cell| !before.contains(cell)).expect("a cell");
        let (of_row, _) = added.rsplit_once('/').expect("a cell's name");
        for column in list(&field["columns"]) {
            let cell = format!("{of_row}/{}", text(&column["key"]));
            match (text(&column["type"]), &row[text(&column["key"])]) {
                (_, Value::Null) => {}
                ("date" | "pdate", answer) => self.hands.write(&cell, &as_people_write(text(answer))),
                (_, answer) => self.hands.write(&cell, &plain(answer)),
            }
        }
    }

    fn shown_section(&self) -> Value {
        let title = self.title();
        let section = list(&self.form["sections"]).iter().find(|section| section["label"] == title.as_str());
        section.unwrap_or_else(|| panic!("no section is called {title}")).clone()
    }

    fn title(&self) -> String {
        self.hands.window().find(&By::css("#main h1")).text()
    }

    /// What the button that leads on is called: all of it, also where there is no room for it.
    fn next_name(&self) -> String {
        const BUTTON: &str = ".form footer .row button:last-child";
        self.hands.window().find(&By::css(BUTTON));
        let called = "return document.querySelector(arguments[0]).textContent.trim()";
        text(&self.hands.window().run(called, &[json!(BUTTON)])).to_owned()
    }
}

/// `1942-06-17` as `17/6/1942`, which is how people write it.
fn as_people_write(date: &str) -> String {
    let parts = date.split('-').rev().map(|part| part.trim_start_matches('0'));
    parts.collect::<Vec<_>>().join("/")
}

fn label(field: &Value, answer: &Value) -> String {
    let choice = list(&field["choices"]).iter().find(|choice| choice["value"] == *answer);
    choice.map_or_else(|| plain(answer), |choice| text(&choice["label"]).to_owned())
}

/// As people write it; of an address its text.
fn plain(answer: &Value) -> String {
    let answer = answer.get("text").unwrap_or(answer);
    answer.as_str().map_or_else(|| answer.to_string(), str::to_owned)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
