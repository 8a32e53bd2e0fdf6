//! Drafts that go on with a newer version of their form.

use crate::{
    every_type, here, people_form,
    properties::{accepted, attempts},
    yard,
};
use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use tan_nha_domain::{dossier::Source, table};
use tan_nha_forms::{Definition, Moving, Outcome, catalogue, move_answers, put_answer};

fn moved(from: &Definition, to: &Definition, answers: &Map<String, Value>) -> Moving {
    move_answers((from, to), answers, Vec::new(), &here())
}

fn stored(form: &Definition, answers: &Value) -> Map<String, Value> {
    let mut stored = Map::new();
    for (key, value) in answers.as_object().unwrap() {
        put_answer(form, &mut stored, key, value).unwrap();
    }
    stored
}

#[test]
fn a_move_says_of_each_field_what_becomes_of_it_and_keeps_what_nobody_asks_any_more() {
    let (old, new) = (yard("2026-10.1"), yard("2027-03.1"));
    let draft = stored(
        &old,
        &json!({"occasion": "wedding", "guests": 120, "music": true,
                "helpers": [{"row": "a", "name": "Nguyễn Văn Ví", "task": "Xếp ghế"}, {"row": "b", "name": "Lê Thị Dụ"}]}),
    );
    let moving = moved(&old, &new, &draft);
    let told: Vec<_> = moving
        .fields
        .iter()
        .map(|moved| (moved.field.as_str(), moved.outcome, moved.was.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("occasion", Outcome::Kept, None),
            ("people", Outcome::Moved, Some("Số khách dự kiến")),
            ("cleaner", Outcome::NeedsAnswer, None),
            ("helpers", Outcome::Kept, None),
            ("helpers/a", Outcome::NoLongerAsked, None),
            ("music", Outcome::NoLongerAsked, None),
        ],
        "what the older form found missing too is not the move's: the name, the day"
    );
    assert_eq!(
        table::gathered(&moving.answers),
        *json!({"occasion": "wedding", "people": 120,
                "helpers": [{"row": "a", "name": "Nguyễn Văn Ví"}, {"row": "b", "name": "Lê Thị Dụ"}]})
        .as_object()
        .unwrap()
    );
    assert_eq!(Value::Object(moving.earlier), json!({"helpers/a": {"task": "Xếp ghế"}, "music": true}));
}

/// A form of text fields; of each its key and what it was.
fn of_fields(fields: &[(&str, &str, &[&str])]) -> Definition {
    let head = "key = 'yard_use'\nversion = '2027-04.1'\nportal_code = ''\nname = 'Mẫu'\nauthority = 'UBND'\nmark = 'R'\n\
                fee = { text = 'không', mark = 'R' }\n[[section]]\nkey = 's'\nlabel = 'S'\n";
    let field = |(key, kind, was): &(&str, &str, &[&str])| {
        format!("[[section.field]]\nkey = '{key}'\nlabel = '{key}'\ntype = '{kind}'\nwas = {was:?}\n")
    };
    let text: String = fields.iter().map(field).collect();
    Definition::parse("form.toml", &format!("{head}{text}"), "{}").unwrap()
}

#[test]
fn an_answer_finds_its_way_over_several_versions_and_never_takes_the_place_of_another() {
    let first = of_fields(&[("a", "text", &[]), ("b", "text", &[]), ("n", "text", &[])]);
    let third = of_fields(&[("b", "text", &["a"]), ("c", "text", &["e", "n"]), ("d", "text", &[])]);
    let answers = stored(&first, &json!({"a": "một", "b": "hai", "n": "ba"}));
    let moving = moved(&first, &third, &answers);
    assert_eq!(Value::Object(moving.answers), json!({"b": "hai", "c": "ba"}));
    assert_eq!(Value::Object(moving.earlier), json!({"a": "một"}));
}

#[test]
fn an_answer_of_another_type_is_kept_beside_the_form_and_asked_anew() {
    let (old, new) = (of_fields(&[("n", "text", &[])]), of_fields(&[("n", "int", &[])]));
    let moving = moved(&old, &new, &stored(&old, &json!({"n": "mười hai"})));
    assert_eq!((moving.answers.len(), Value::Object(moving.earlier)), (0, json!({"n": "mười hai"})));
}

#[test]
fn a_new_question_whose_answer_is_known_is_filled_and_one_that_was_cleared_is_not() {
    let (old, new) = (of_fields(&[("a", "text", &[])]), of_fields(&[("a", "text", &[]), ("b", "text", &[])]));
    let known = ["a", "b"].map(|key| (key.to_owned(), json!("biết"), Source::Record)).to_vec();
    let moving = move_answers((&old, &new), &Map::new(), known, &here());
    assert_eq!(Value::Object(moving.answers), json!({"b": "biết"}));
    assert_eq!(moving.fields.iter().map(|moved| moved.outcome).collect::<Vec<_>>(), [Outcome::Filled]);
}

#[test]
fn a_name_of_the_past_is_no_name_of_today_and_of_one_field_only() {
    for was in ["was = ['b']", "was = ['c', 'c']", "was = ['a']"] {
        let text = format!(
            "key = 'yard_use'\nversion = '2027-04.1'\nportal_code = ''\nname = 'Mẫu'\nauthority = 'UBND'\nmark = 'R'\n\
             fee = {{ text = 'không', mark = 'R' }}\n[[section]]\nkey = 's'\nlabel = 'S'\n\
             [[section.field]]\nkey = 'a'\nlabel = 'A'\ntype = 'text'\n{was}\n\
             [[section.field]]\nkey = 'b'\nlabel = 'B'\ntype = 'text'\n"
        );
        let error = Definition::parse("form.toml", &text, "{}").unwrap_err();
        assert_eq!((error.line, error.message.contains("`was`")), (12, true), "{was}: {error}");
    }
}

/// The forms of all procedures: what is moved from one to any other is a harder case than a newer version is.
fn any_form() -> impl Strategy<Value = &'static Definition> {
    static YARDS: std::sync::OnceLock<[Definition; 2]> = std::sync::OnceLock::new();
    let yards = YARDS.get_or_init(|| [yard("2026-10.1"), yard("2027-03.1")]);
    select(catalogue().all().chain([every_type(), people_form()]).chain(yards).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn moving_loses_no_answer_and_invents_none((from, attempts) in attempts(), to in any_form()) {
        let before = accepted(from, &attempts);
        let moving = moved(from, to, &before);
        prop_assert_eq!(&moving, &moved(from, to, &before), "the same in, the same out");
        let reached: BTreeSet<&String> = moving.renamed.values().collect();
        prop_assert_eq!(reached.len(), moving.renamed.len(), "no two answers go to one place");
        prop_assert_eq!(moving.answers.keys().collect::<BTreeSet<_>>(), reached);
        for (key, value) in &before {
            let (new, left) = (moving.renamed.get(key).map(|new| &moving.answers[new]), moving.earlier.get(key));
            match (new, left, value) {
                (Some(new), None, Value::Object(cells)) if table::of_row(key).is_some() => {
                    prop_assert_eq!(new.as_object().unwrap().len(), cells.len());
                    prop_assert!(cells.values().all(|cell| new.as_object().unwrap().values().any(|kept| kept == cell)));
                }
                (Some(Value::Object(new)), Some(Value::Object(left)), Value::Object(cells)) => {
                    prop_assert_eq!(new.len() + left.len(), cells.len());
                    prop_assert!(left.iter().all(|(name, cell)| cells.get(name) == Some(cell)));
                }
                (new, left, value) => prop_assert!((new == Some(value)) != (left == Some(value)), "{}", key),
            }
        }
    }
}
