//! Tables among a dossier's answers: how rows are stored, and how people see them.
//!
//! To people a table is one answer, a list of rows each with its `row` id:
//! `"relatives": [{"row": "a", "name": "…"}]`. In a dossier's body each row is an entry of its own beside
//! the other answers, `"relatives/a": {"place": 0, "name": "…"}`: so a patch speaks of rows, and a row is
//! a unit of merge. Two people who add rows both keep theirs; what both changed in one row is a
//! conflict of that row.
//!
//! `place` orders the rows, and their ids those with the same place. It is nobody's to see.

use serde_json::{Map, Value};

/// The cell of a row that is its id, for people.
pub const ROW: &str = "row";
/// The cell of a stored row that orders it.
pub const PLACE: &str = "place";

/// A row, by column.
pub type Row = Map<String, Value>;

/// The key under which a row is stored.
pub fn row_key(table: &str, row: &str) -> String {
    format!("{table}/{row}")
}

/// Table and row of a stored row's key; none for any other answer's.
pub fn of_row(key: &str) -> Option<(&str, &str)> {
    key.split_once('/')
}

/// Whether a row may have this id: 1 to 64 letters, digits, `-` and `_` of ASCII.
pub fn is_row_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// A stored answer as people see it: a row with its id and without its place; any other as it is.
pub fn seen(key: &str, stored: &Value) -> Value {
    match (of_row(key), stored) {
        (Some((_, row)), Value::Object(cells)) => Value::Object(with_id(row, cells)),
        _ => stored.clone(),
    }
}

/// The other way: a row as people see it, in the place of the stored one `before`.
pub fn stored_like(key: &str, seen: Value, before: &Value) -> Value {
    match (of_row(key), seen) {
        (Some(_), Value::Object(mut cells)) => {
            cells.remove(ROW);
            let place = before.get(PLACE).filter(|place| place.is_i64()).cloned();
            cells.insert(PLACE.to_owned(), place.unwrap_or_else(|| Value::from(0)));
            Value::Object(cells)
        }
        (_, seen) => seen,
    }
}

fn with_id(row: &str, cells: &Row) -> Row {
    let mut cells = cells.clone();
    cells.remove(PLACE);
    cells.insert(ROW.to_owned(), Value::from(row));
    cells
}

/// The rows of a table, in order.
pub fn rows(answers: &Map<String, Value>, table: &str) -> Vec<Row> {
    let stored = stored_rows(answers, table);
    stored.into_iter().map(|((_, row), cells)| with_id(row, cells)).collect()
}

/// By place and id.
fn stored_rows<'a>(answers: &'a Map<String, Value>, table: &str) -> Vec<((i64, &'a str), &'a Row)> {
    let mut rows: Vec<_> = answers
        .iter()
        .filter_map(|(key, cells)| {
            let (_, row) = of_row(key).filter(|(its, _)| *its == table)?;
            let cells = cells.as_object()?;
            Some(((place_of(cells).unwrap_or(i64::MAX), row), cells))
        })
        .collect();
    rows.sort_by_key(|(order, _)| *order);
    rows
}

fn place_of(cells: &Row) -> Option<i64> {
    cells.get(PLACE).and_then(Value::as_i64)
}

/// All answers as people see them, each table as the list of its rows.
pub fn gathered(answers: &Map<String, Value>) -> Map<String, Value> {
    let mut all = Map::new();
    for (key, answer) in answers {
        match of_row(key) {
            None => drop(all.insert(key.clone(), answer.clone())),
            Some((table, _)) if !all.contains_key(table) => {
                all.insert(table.to_owned(), Value::from(rows(answers, table)));
            }
            Some(_) => {}
        }
    }
    all
}

/// Makes `rows`, each with its id, the rows of a table, in this order. Rows that stay what and where they
/// are are not touched; the place of a row changes only where the order needs it.
pub fn put_rows(answers: &mut Map<String, Value>, table: &str, rows: &[Row]) {
    let id = |row: &Row| row.get(ROW).and_then(Value::as_str).map(str::to_owned);
    let before = |answers: &Map<String, Value>, key: &str| {
        answers.get(key).and_then(Value::as_object).and_then(place_of)
    };
    let kept: Vec<String> = rows.iter().filter_map(id).map(|id| row_key(table, &id)).collect();
    answers.retain(|key, _| of_row(key).is_none_or(|(its, _)| its != table) || kept.contains(key));
    let mut last: Option<(i64, String)> = None;
    for row in rows {
        let Some(id) = id(row) else { continue };
        let key = row_key(table, &id);
        let next = last.as_ref().map_or(0, |(place, _)| place.saturating_add(1));
        let place = before(answers, &key)
            .filter(|place| last.as_ref().is_none_or(|last| *last < (*place, id.clone())))
            .unwrap_or(next);
        let mut cells = row.clone();
        cells.remove(ROW);
        cells.insert(PLACE.to_owned(), Value::from(place));
        answers.insert(key, Value::Object(cells));
        last = Some((place, id));
    }
}

/// Puts one row, in its place or behind the row `after` (an empty id: before all others); a new one that
/// says no place goes to the end. `None` takes it out.
pub fn put_row(
    answers: &mut Map<String, Value>,
    table: &str,
    row: &str,
    cells: Option<Row>,
    after: Option<&str>,
) {
    let mut all = rows(answers, table);
    let place = |all: &[Row], id: &str| all.iter().position(|row| row.get(ROW) == Some(&Value::from(id)));
    let before = place(&all, row);
    if let Some(before) = before {
        all.remove(before);
    }
    if let Some(mut cells) = cells {
        cells.insert(ROW.to_owned(), Value::from(row));
        let at = match after {
            None => before,
            Some("") => Some(0),
            Some(other) => place(&all, other).map(|other| other + 1),
        };
        all.insert(at.unwrap_or(all.len()).min(all.len()), cells);
    }
    put_rows(answers, table, &all);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn row(id: &str, name: &str) -> Row {
        Row::from_iter([(ROW.to_owned(), json!(id)), ("name".to_owned(), json!(name))])
    }

    fn ids(answers: &Map<String, Value>) -> Vec<String> {
        rows(answers, "t").iter().map(|row| row[ROW].as_str().unwrap().to_owned()).collect()
    }

    /// Rows of different ids in any order.
    fn table() -> impl Strategy<Value = Vec<Row>> {
        prop::collection::btree_map("[a-f]", "[a-z]{0,2}", 0..6)
            .prop_map(|rows| rows.iter().map(|(id, name)| row(id, name)).collect::<Vec<_>>())
            .prop_shuffle()
    }

    proptest! {
        #[test]
        fn rows_are_read_as_they_were_put_whatever_was_there(before in table(), after in table()) {
            let mut answers = Map::from_iter([("name".to_owned(), json!("A")), ("tt/a".to_owned(), json!({}))]);
            put_rows(&mut answers, "t", &before);
            put_rows(&mut answers, "t", &after);
            prop_assert_eq!(rows(&answers, "t"), after.clone());
            prop_assert_eq!(&answers["name"], &json!("A"));
            prop_assert!(answers.contains_key("tt/a"));
            let people = gathered(&answers);
            prop_assert_eq!(people.get("t").cloned(), (!after.is_empty()).then(|| json!(after)));
        }

        #[test]
        fn putting_the_same_rows_again_touches_nothing(table in table()) {
            let mut answers = Map::new();
            put_rows(&mut answers, "t", &table);
            let before = answers.clone();
            put_rows(&mut answers, "t", &table);
            prop_assert_eq!(answers, before);
        }

        #[test]
        fn a_row_that_is_taken_out_and_put_back_stands_where_it_stood(table in table(), nth in 0_usize..6) {
            let mut answers = Map::new();
            put_rows(&mut answers, "t", &table);
            if let Some(taken) = table.get(nth) {
                let id = taken[ROW].as_str().unwrap();
                let after = nth.checked_sub(1).and_then(|place| table[place][ROW].as_str()).unwrap_or("");
                put_row(&mut answers, "t", id, None, None);
                prop_assert_eq!(rows(&answers, "t").len(), table.len() - 1);
                put_row(&mut answers, "t", id, Some(taken.clone()), Some(after));
                prop_assert_eq!(rows(&answers, "t"), table);
            }
        }
    }

    #[test]
    fn adding_and_changing_a_row_touches_no_other() {
        let mut answers = Map::new();
        put_rows(&mut answers, "t", &[row("b", "1"), row("a", "2")]);
        let before = answers.clone();
        put_row(&mut answers, "t", "c", Some(row("c", "3")), None);
        put_row(&mut answers, "t", "a", Some(row("a", "4")), None);
        assert_eq!(ids(&answers), ["b", "a", "c"]);
        assert_eq!(answers["t/b"], before["t/b"]);
        put_row(&mut answers, "t", "b", None, None);
        assert_eq!(ids(&answers), ["a", "c"]);
        assert_eq!(answers["t/a"]["place"], json!(1));
    }

    #[test]
    fn two_rows_of_one_place_stand_by_their_ids() {
        let answers = json!({"t/b": {"place": 2}, "t/a": {"place": 2}, "t/c": {"place": 0}, "t/d": {}});
        assert_eq!(ids(answers.as_object().unwrap()), ["c", "a", "b", "d"]);
    }

    #[test]
    fn an_id_of_a_row_is_short_and_plain() {
        for id in ["a", "0193-Z_9", &"x".repeat(64)] {
            assert!(is_row_id(id));
        }
        for id in ["", "a/b", "a.b", "hàng", "a b", &"x".repeat(65)] {
            assert!(!is_row_id(id));
        }
    }
}
