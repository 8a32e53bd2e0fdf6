//! The files themselves, read by poppler as any other program would read them.

use super::{Printing, every_form, here, kinds};
use serde_json::{Value, json};
use std::{fmt::Write as _, fs, path::PathBuf, process::Command};
use tan_nha_domain::{partial_date::PartialDate, text};
use tan_nha_forms::{Definition, Field, FieldType, check};
use tan_nha_print::Kind;

/// A PDF in a file of its own.
struct File {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl File {
    fn of(pdf: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        fs::write(&path, pdf).unwrap();
        Self { _folder: folder, path }
    }

    fn told(&self, program: &str, before: &[&str], after: &[&str]) -> String {
        let told = Command::new(program).args(before).arg(&self.path).args(after).output();
        let told = told.unwrap_or_else(|error| panic!("{program} (poppler-utils): {error}"));
        assert!(told.status.success(), "{program}: {}", String::from_utf8_lossy(&told.stderr));
        String::from_utf8(told.stdout).unwrap()
    }

    /// In the order of the file.
    fn text(&self) -> String {
        self.told("pdftotext", &["-raw", "-enc", "UTF-8"], &["-"])
    }
}

/// Without what lines and pages put between letters.
fn bare(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}').collect()
}

#[test]
fn every_label_and_every_answer_of_a_sample_is_found_in_the_text_of_its_declarations() {
    for definition in every_form() {
        let printing = Printing::sample(definition);
        for kind in
            [Kind::Declaration, Kind::CollectionSheet].into_iter().filter(|kind| kind.is_of(definition))
        {
            let text = File::of(&printing.must(kind).pdf().unwrap()).text();
            assert_eq!(text, text::nfc(&text), "{}: composed as everything else is", definition.key());
            let found = bare(&text);
            for (what, words) in said(definition, kind) {
                assert!(found.contains(&bare(&words)), "{} {what}: {words}\n{text}", definition.key());
            }
        }
    }
}

/// What has to stand on the papers of a kind: labels, and answers as people write them.
fn said(definition: &Definition, kind: Kind) -> Vec<(String, String)> {
    let checked = check(definition, definition.sample(), &here());
    let is_sheet = |slot: &String| slot == "collection_sheet";
    let printed = definition.sections().iter().filter(|section| {
        section.paper.as_ref().is_some_and(|slot| is_sheet(slot) == (kind == Kind::CollectionSheet))
    });
    let mut said = Vec::new();
    for field in printed.flat_map(|section| definition.fields_of(section)) {
        if !field.printed || !checked.visible.contains(&field.key) || field.kind == FieldType::Sign {
            continue;
        }
        let mut say = |words: String| said.push((field.key.clone(), words));
        if field.kind == FieldType::Fixed {
            say(field.text.clone().unwrap());
            continue;
        }
        say(field.label.trim_end_matches([':', ' ']).replace("Kính gửi", "").trim().to_owned());
        let given = definition.sample().get(&field.key).or_else(|| checked.derived.get(&field.key));
        match given {
            Some(Value::Array(rows)) if field.kind == FieldType::Table => {
                for (column, row) in
                    field.columns.iter().flat_map(|column| rows.iter().map(move |row| (column, row)))
                {
                    let cell = format!("{}/{}/{}", field.key, row["row"].as_str().unwrap(), column.key);
                    if !column.printed || !checked.visible.contains(&cell) {
                        continue;
                    }
                    say(column.label.clone());
                    // In a cell a yes stands without its box.
                    row.get(&column.key)
                        .into_iter()
                        .for_each(|cell| say(written(column, cell).trim_start_matches("X ").to_owned()));
                }
            }
            Some(Value::Array(chosen)) => chosen.iter().for_each(|chosen| {
                // To whom it goes stands at the head, without boxes.
                let addressed = field.key == "offices";
                say(if addressed { written(field, &json!([chosen])) } else { ticked(field, chosen) });
            }),
            Some(answer) if stands_in_boxes(field) => say(ticked(field, answer)),
            Some(answer) => say(written(field, answer)),
            None => {}
        }
    }
    said
}

/// Whether a question has a box for each of its choices, as `crates/print/README.md` says.
fn stands_in_boxes(field: &Field) -> bool {
    field.kind == FieldType::Enum && !field.choices.open && field.choices.all.len() <= 12
}

fn label_of(field: &Field, value: &str) -> String {
    let choice = field.choices.all.iter().find(|choice| choice.value == value);
    choice.map_or_else(|| value.to_owned(), |choice| choice.label().to_owned())
}

/// A box with its mark.
fn ticked(field: &Field, chosen: &Value) -> String {
    format!("X {}", label_of(field, chosen.as_str().unwrap()))
}

/// By another hand than the one that is tested.
fn written(field: &Field, answer: &Value) -> String {
    let label = |value: &str| label_of(field, value);
    match (field.kind, answer) {
        (FieldType::Bool, _) => if *answer == true { "X Có" } else { "X Không" }.to_owned(),
        (FieldType::Multi, Value::Array(chosen)) => label(chosen[0].as_str().unwrap()),
        (FieldType::Money, Value::Number(dong)) if dong.as_i64() == Some(20_000) => "20.000 đồng".to_owned(),
        (FieldType::Money, _) => "đồng".to_owned(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Object(parts)) => parts["text"].as_str().unwrap().to_owned(),
        (FieldType::Enum, Value::String(value)) => label(value),
        (FieldType::Sex, Value::String(value)) => if value == "male" { "Nam" } else { "Nữ" }.to_owned(),
        (FieldType::Date | FieldType::Pdate, Value::String(date)) => {
            PartialDate::parse(date).unwrap().print()
        }
        (FieldType::Datetime, Value::String(moment)) => {
            PartialDate::parse(moment.split('T').next().unwrap()).unwrap().print()
        }
        (FieldType::Upper, Value::String(name)) => name.to_uppercase(),
        (_, Value::String(words)) => words.clone(),
        other => panic!("{}: {other:?}", field.key),
    }
}

#[test]
fn fonts_are_in_the_file_and_it_says_what_it_is_and_not_whose() {
    for definition in every_form() {
        for kind in kinds(definition) {
            let file = File::of(&Printing::sample(definition).must(kind).pdf().unwrap());
            let fonts = file.told("pdffonts", &[], &[]);
            let fonts: Vec<&str> = fonts.lines().skip(2).collect();
            assert!(!fonts.is_empty());
            for font in fonts {
                assert!(font.contains("+LiberationSerif"), "{font}");
                let mut columns = font.split_whitespace().rev().skip(2);
                assert_eq!([columns.next(), columns.next(), columns.next()], [Some("yes"); 3], "{font}");
            }
            let about = file.told("pdfinfo", &[], &[]) + &file.told("pdfinfo", &["-meta"], &[]);
            assert!(about.contains(&format!("Title:           {}", definition.name())), "{about}");
            assert!(about.contains("<dc:language><rdf:Bag><rdf:li>vi"), "{about}");
            assert!(about.contains("Tagged:          yes") && about.contains("A4"), "{about}");
            let answers =
                definition.sample().values().filter_map(Value::as_str).filter(|answer| answer.len() > 9);
            for answer in answers {
                assert!(!about.contains(answer), "{answer}: {about}");
            }
        }
    }
}

#[test]
fn the_same_at_the_same_time_is_the_same_file() {
    for definition in every_form() {
        for kind in kinds(definition) {
            let file = || Printing::sample(definition).must(kind).pdf().unwrap();
            assert!(file() == file(), "{} {}", definition.key(), kind.as_str());
        }
    }
}

/// `UPDATE=1 cargo test -p tan-nha-print` writes it anew.
#[test]
fn every_sample_has_as_many_pages_as_were_looked_at() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/pages.txt");
    let mut pages = String::new();
    for definition in every_form() {
        let count = |kind| Printing::sample(definition).must(kind).pages();
        write!(pages, "{} {}:", definition.key(), definition.version()).unwrap();
        kinds(definition).for_each(|kind| write!(pages, " {} {}", kind.as_str(), count(kind)).unwrap());
        pages.push('\n');
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, &pages).unwrap();
    }
    assert_eq!(
        pages,
        fs::read_to_string(path).unwrap_or_default(),
        "written anew by UPDATE=1, after a look at the pages"
    );
}
