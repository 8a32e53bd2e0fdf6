//! Nothing is cut off, beside its page, over something else or across the border of a cell.

use super::{NOW, Printing, every_form, kinds};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tan_nha_domain::{
    checklist::{Absent, OriginalSeen},
    fee::{self, HandedIn, How, Paid, Said},
    money,
};
use tan_nha_forms::{Definition, Field, FieldType, put_answer};
use tan_nha_print::{Kind, Noted};

/// The longest text that a command takes.
const LONGEST: usize = 2_000;

fn assert_fits(printing: &Printing<'_>, kind: Kind, what: &str) {
    let strays = printing.must(kind).strays();
    assert!(strays.is_empty(), "{} {}, {what}: {strays:#?}", printing.definition.key(), kind.as_str());
}

#[test]
fn samples_and_empty_forms_stand_where_they_may() {
    for definition in every_form() {
        for kind in kinds(definition) {
            assert_fits(&Printing::sample(definition), kind, "the sample");
            assert_fits(&Printing::of(definition, Map::new()), kind, "nothing");
        }
    }
}

#[test]
fn the_longest_answers_that_can_be_given_are_broken_and_never_cut_off() {
    let words = "nghiêng ngả Đường ".repeat(LONGEST).chars().take(LONGEST).collect::<String>();
    let texts = ["W".repeat(LONGEST), words, "Ỗ".repeat(40), "một\n".repeat(60)];
    for definition in every_form() {
        for text in &texts {
            let answers = all_answered(definition, text, 30);
            for kind in kinds(definition) {
                assert_fits(
                    &Printing::of(definition, answers.clone()),
                    kind,
                    &text.chars().take(12).collect::<String>(),
                );
            }
        }
    }
}

#[test]
fn the_longest_notes_are_broken_and_never_cut_off() {
    for definition in every_form() {
        // One word of a person that holds, where the answers tell nothing, and one that holds no more.
        for (text, told) in [("W".repeat(LONGEST), None), ("nghiêng ngả ".repeat(LONGEST / 12), Some(1))] {
            let noted = all_noted(definition, &text, told);
            let printing = Printing { noted, ..Printing::sample(definition) };
            for kind in [Kind::Checklist, Kind::Missing] {
                assert_fits(&printing, kind, &format!("{told:?}"));
            }
        }
    }
}

/// All that can be noted beside the answers, with this text wherever there is one.
fn all_noted(definition: &Definition, text: &str, told: Option<i64>) -> Noted {
    let (at, rest) = (NOW, Map::new());
    let mut noted = Noted::default();
    for paper in definition.papers() {
        let seen = OriginalSeen { by: text.into(), at, rest: rest.clone() };
        let absent = Absent { why: text.into(), by: text.into(), at, rest: rest.clone() };
        noted.checklist.originals.insert(paper.slot.clone(), seen);
        noted.checklist.absent.insert(paper.slot.clone(), absent);
    }
    let (amount, by) = (money::MOST, text.to_owned());
    let paid = Paid {
        amount,
        how: How::Cash,
        receipt: Some(text.into()),
        received_by: Some(text.into()),
        carried_by: None,
        by: by.clone(),
        at,
        handed_in: Some(HandedIn::by(text, at)),
        rest: rest.clone(),
    };
    noted.fee = fee::Noted {
        said: Some(Said { amount, reason: text.into(), told, by, at, rest }),
        paid: [("paid".to_owned(), paid.clone()), ("paid/another".to_owned(), paid)].into(),
    };
    noted
}

/// Every question answered with this text where it takes one, and every table with so many rows.
fn all_answered(definition: &Definition, text: &str, rows: usize) -> Map<String, Value> {
    let mut answers = Map::new();
    for field in definition.fields().filter(|field| field.kind.is_settable()) {
        let answer = if field.kind == FieldType::Table {
            let short: String = text.chars().take(60).collect();
            let row = |index: usize| {
                // Only one is as long as it can be: thirty such rows fit into no change.
                let text = if index == 1 { text } else { &short };
                let mut row = Map::from_iter([("row".to_owned(), json!(format!("r{index}")))]);
                row.extend(field.columns.iter().map(|column| (column.key.clone(), longest(column, text))));
                Value::Object(row)
            };
            Value::Array((0..rows).map(row).collect())
        } else {
            longest(field, text)
        };
        put_answer(definition, &mut answers, &field.key, &answer).unwrap();
    }
    answers
}

fn longest(field: &Field, text: &str) -> Value {
    let all = || field.choices.all.iter().map(|choice| &choice.value);
    match field.kind {
        FieldType::Bool => json!(true),
        FieldType::Int | FieldType::Money => json!(i64::MIN),
        FieldType::Multi => json!(all().chain([&text.to_owned()]).collect::<Vec<_>>()),
        // Also what is no date and none of the choices is kept, and printed as it was given.
        _ => json!(text),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_leaves_its_place(
        form in any::<prop::sample::Index>(),
        texts in prop::collection::vec("([A-ZĐƠƯa-zàảẫệợữỹ0-9@./-]{1,40} ?){0,12}", 8),
        some in prop::collection::vec(any::<bool>(), 8),
        rows in 0usize..5,
    ) {
        let forms = every_form();
        let definition = forms[form.index(forms.len())];
        let mut answers = Map::new();
        for (index, field) in definition.fields().filter(|field| field.kind.is_settable()).enumerate() {
            if some[index % some.len()] {
                let all = all_answered(definition, &texts[index % texts.len()], rows);
                answers.extend(all.into_iter().filter(|(key, _)| key.split('/').next() == Some(&field.key)));
            }
        }
        for kind in kinds(definition) {
            let strays = Printing::of(definition, answers.clone()).must(kind).strays();
            prop_assert!(strays.is_empty(), "{} {}: {strays:#?}", definition.key(), kind.as_str());
        }
    }
}

/// Writes every paper to `target/tmp/print`, for a person to look at.
#[test]
#[ignore = "it writes pages for a person to look at"]
fn pages_to_look_at() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("print");
    std::fs::create_dir_all(&folder).unwrap();
    let long = "nghiêng ngả Đường ".repeat(LONGEST).chars().take(LONGEST).collect::<String>();
    for definition in every_form() {
        let key = definition.key();
        for kind in kinds(definition) {
            let write = |what: &str, printing: Printing<'_>| {
                let pdf = printing.must(kind).pdf().unwrap();
                std::fs::write(folder.join(format!("{key}-{}-{what}.pdf", kind.as_str())), pdf).unwrap();
            };
            let draft = Printing { stage: tan_nha_print::Stage::Draft, ..Printing::sample(definition) };
            write("sample", draft);
            write("nothing", Printing::of(definition, Map::new()));
            let noted = all_noted(definition, "mất khi dọn nhà", None);
            write("noted", Printing { noted, ..Printing::sample(definition) });
            write("longest", Printing::of(definition, all_answered(definition, &long, 30)));
        }
    }
}
