//! Tables, money, and a date with its time.

use crate::{every_type, here, lines};
use serde_json::{Map, Value, json};
use tan_nha_domain::{merge, patch::Patch, table};
use tan_nha_forms::{BadAnswerReason, Definition, accept, check, put_answer};

fn with(changes: &Value) -> Map<String, Value> {
    let mut answers = every_type().sample().clone();
    answers.extend(changes.as_object().unwrap().clone());
    answers
}

fn found(changes: &Value) -> Vec<String> {
    lines(&check(every_type(), &with(changes), &here()).findings)
}

fn stored(form: &Definition, answers: &[(&str, Value)]) -> Map<String, Value> {
    let mut stored = Map::new();
    for (key, value) in answers {
        put_answer(form, &mut stored, key, value).unwrap();
    }
    stored
}

#[test]
fn a_finding_about_a_cell_names_row_and_column() {
    let row = |cells: Value| json!({ "relatives": [cells] });
    for (changes, expected) in [
        (json!({}), vec![]),
        (
            row(json!({"row": "a"})),
            vec!["error required relatives/a/name", "error required relatives/a/born"],
        ),
        (row(json!({"row": "a", "name": "A", "dead": true, "born": "17/5/1962"})), vec![]),
        (
            row(json!({"row": "a", "name": "A", "born": "17/5/1962"})),
            vec!["error date_unreadable relatives/a/born"],
        ),
        (
            row(json!({"row": "a", "name": "A", "born": "1963", "sex": "male", "id": "087162000123"})),
            vec!["warning id_number_sex relatives/a/id", "warning id_number_birth_year relatives/a/id"],
        ),
        (
            row(json!({"row": "a", "name": "A", "born": "1962", "benefit": "weekly", "income": -1})),
            vec!["error money_range relatives/a/income", "error choice_unknown relatives/a/benefit"],
        ),
        (
            row(json!({"row": "a", "name": "A", "born": "1962", "benefit": "monthly", "income": 540_000})),
            vec!["warning monthly_with_income relatives/a/income"],
        ),
        (
            row(json!({"row": "a", "name": "A", "born": "2026-05-22"})),
            vec!["error born_after_death relatives/a/born"],
        ),
        (row(json!({"row": "a", "name": "A", "born": "2026-05-21"})), vec![]),
    ] {
        assert_eq!(found(&changes), expected, "{changes}");
    }
}

#[test]
fn rules_see_all_rows_and_the_number_of_rows_is_told() {
    let monthly = |count: usize| -> Value {
        let row = |n| json!({"row": format!("r{n}"), "name": "A", "born": "1962", "benefit": "monthly"});
        (0..count).map(row).collect()
    };
    assert_eq!(found(&json!({"relatives": monthly(2)})), [""; 0]);
    assert_eq!(found(&json!({"relatives": monthly(3)})), ["error too_many_monthly relatives"]);
    assert_eq!(
        found(&json!({"relatives": monthly(7)})),
        ["error rows_too_many relatives", "error too_many_monthly relatives"]
    );
    assert_eq!(found(&json!({"relatives": monthly(1), "account": null})), ["error required account"]);
    // Nobody has to name relatives at all.
    assert_eq!(found(&json!({"relatives": null, "account": null})), [""; 0]);
}

#[test]
fn a_cell_that_is_not_asked_gives_no_finding_and_is_not_among_the_visible() {
    let changes = json!({"relatives": [
        {"row": "a", "name": "A", "dead": true, "income": "much", "id": "1"},
        {"row": "b", "name": "B", "born": "1962"},
    ]});
    let checked = check(every_type(), &with(&changes), &here());
    assert_eq!(lines(&checked.findings), [""; 0]);
    let cells: Vec<_> = checked.visible.iter().filter(|name| name.starts_with("relatives/a")).collect();
    assert_eq!(cells, ["relatives/a/name", "relatives/a/dead"]);
    let place = |name: &str| checked.visible.iter().position(|shown| shown == name).unwrap();
    assert!(place("relatives") < place("relatives/a/name"));
    assert!(place("relatives/b/benefit") < place("account"));
}

#[test]
fn a_date_with_its_time_and_money_are_checked() {
    for (key, answer, expected) in [
        ("death_time", json!("2026-05-21T14"), vec![]),
        ("death_time", json!("2026-05"), vec![]),
        ("death_time", json!("2026-05-21T25:00"), vec!["error moment_unreadable death_time"]),
        ("death_time", json!("2026-11-22T00:10"), vec!["error date_future death_time"]),
        ("death_time", json!("2026-11-21T23:10"), vec![]),
        ("allowance", json!(0), vec![]),
        ("allowance", json!(1_000_000_000_000_i64), vec!["error money_range allowance"]),
        ("copies_count", json!(1_000_000_000), vec!["error int_range copies_count"]),
        ("copies_count", json!(i64::MIN), vec!["error int_range copies_count"]),
        ("email", json!("vi-du"), vec!["warning email_unlikely email"]),
    ] {
        assert_eq!(found(&json!({key: answer, "relatives": null})), expected, "{key}: {answer}");
    }
}

#[test]
fn rows_that_cannot_be_told_apart_or_are_no_rows_are_refused_and_change_nothing() {
    let form = every_type();
    let kind = |expected| BadAnswerReason::WrongType { expected };
    for (key, value, field, reason) in [
        ("relatives", json!("A"), "relatives", kind("list of rows")),
        ("relatives", json!(["A"]), "relatives", kind("list of rows")),
        ("relatives", json!([{"name": "A"}]), "relatives", BadAnswerReason::RowId),
        ("relatives", json!([{"row": "a"}, {"row": "a"}]), "relatives", BadAnswerReason::RowId),
        ("relatives", json!([{"row": "a/b"}]), "relatives", BadAnswerReason::RowId),
        (
            "relatives",
            json!([{"row": "a", "shoe_size": 1}]),
            "relatives/a/shoe_size",
            BadAnswerReason::UnknownField,
        ),
        ("relatives", json!([{"row": "a", "place": 1}]), "relatives/a/place", BadAnswerReason::UnknownField),
        ("relatives", json!([{"row": "a", "income": "1"}]), "relatives/a/income", kind("integer")),
        ("relatives/a", json!({"name": 7}), "relatives/a/name", kind("string")),
        ("relatives/a", json!({"row": "b"}), "relatives/a", BadAnswerReason::RowId),
        ("relatives/a", json!("A"), "relatives/a", kind("list of rows")),
        ("relatives/ă", json!({}), "relatives/ă", BadAnswerReason::RowId),
        ("email/a", json!({}), "email/a", BadAnswerReason::UnknownField),
        ("allowance", json!("20000"), "allowance", kind("integer")),
        ("allowance", json!(20000.5), "allowance", kind("integer")),
        ("death_time", json!(2026), "death_time", kind("string")),
    ] {
        let mut answers = stored(form, &[("relatives", json!([{"row": "z", "name": "Z"}]))]);
        let before = answers.clone();
        let refused = put_answer(form, &mut answers, key, &value).unwrap_err();
        assert_eq!((refused.field.as_str(), refused.reason), (field, reason), "{key}: {value}");
        assert_eq!(answers, before);
    }
}

#[test]
fn a_table_is_read_as_it_was_given_and_a_row_is_put_where_it_is_wanted() {
    let form = every_type();
    let rows = json!([{"row": "b", "name": "B"}, {"row": "a", "name": "Hoà", "dead": false}]);
    let mut answers = stored(form, &[("relatives", rows.clone()), ("email", json!("a@b.vn"))]);
    assert_eq!(table::gathered(&answers)["relatives"], rows);
    for (key, value, expected) in [
        ("relatives/c", json!({"name": "C"}), vec!["b", "a", "c"]),
        ("relatives/d", json!({"row": "d", "after": "b"}), vec!["b", "d", "a", "c"]),
        ("relatives/b", Value::Null, vec!["d", "a", "c"]),
        ("relatives/b", json!({"name": "B", "after": ""}), vec!["b", "d", "a", "c"]),
        ("relatives/a", json!({"name": "A"}), vec!["b", "d", "a", "c"]),
        ("relatives/x", Value::Null, vec!["b", "d", "a", "c"]),
        ("relatives", json!([]), vec![]),
    ] {
        put_answer(form, &mut answers, key, &value).unwrap();
        let ids: Vec<_> = table::rows(&answers, "relatives").iter().map(|row| row["row"].clone()).collect();
        assert_eq!(ids, expected, "{key}: {value}");
    }
    assert_eq!(answers, stored(form, &[("email", json!("a@b.vn"))]));
}

/// A dossier's body with these rows, each of them as it is stored.
fn body(rows: &Value) -> Map<String, Value> {
    let answers = stored(every_type(), &[("relatives", rows.clone())]);
    json!({ "answers": answers }).as_object().unwrap().clone()
}

#[test]
fn two_people_who_add_rows_both_keep_theirs_and_a_row_that_both_changed_is_one_conflict() {
    let unit = |path: &str| path.trim_start_matches("answers.").to_owned();
    let (a, b) = (json!({"row": "a", "name": "A"}), json!({"row": "b", "name": "B"}));
    let seen = body(&json!([a, b]));
    let merged = |theirs: Value, mine: Value| {
        let patch = Patch::between(&seen, &body(&mine));
        let touched = merge::touched_since(&body(&theirs), &seen, &Patch::default());
        let plan = merge::plan(&body(&theirs), &patch, &touched, &unit);
        let rows = table::rows(plan.body["answers"].as_object().unwrap(), "relatives");
        (json!(rows), plan.conflicts.into_iter().collect::<Vec<_>>())
    };
    let (c, d) = (json!({"row": "c", "name": "C"}), json!({"row": "d", "name": "D"}));
    assert_eq!(merged(json!([a, b, c]), json!([a, b, d])), (json!([a, b, c, d]), vec![]));
    let (a2, a3) = (json!({"row": "a", "name": "A", "dead": true}), json!({"row": "a", "name": "Ă"}));
    let b2 = json!({"row": "b", "name": "Bé"});
    assert_eq!(merged(json!([a2, b]), json!([a, b2])), (json!([a2, b2]), vec![]));
    assert_eq!(merged(json!([a2, b]), json!([a3, b2])), (json!([a2, b2]), vec!["relatives/a".to_owned()]));
    // One takes a row out that the other filled in meanwhile.
    assert_eq!(merged(json!([a2, b]), json!([b])), (json!([a2, b]), vec!["relatives/a".to_owned()]));
}

#[test]
fn accepting_says_what_is_kept() {
    let rows = json!([{"row": "a", "name": "Hoa\u{300}", "born": null}]);
    assert_eq!(accept(every_type(), "relatives", &rows), Ok(json!([{"row": "a", "name": "Hoà"}])));
    assert_eq!(accept(every_type(), "relatives", &json!([])), Ok(Value::Null));
}
