//! What the people of a record are known by: their numbers and their names, whichever form asked for them.

use crate::{id_number, patch::Body, record::RecordKind, text};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A longer text is no name.
const LONGEST_NAME: usize = 100;

/// The numbers of everybody whom a citizen's record or a dossier names, as digits, and their names without marks. Of a
/// dossier the keys say what is a name: `mother_name`, and `name` in the rows of a table.
pub fn known_by(kind: &RecordKind, body: &Body) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    match kind {
        RecordKind::Citizen => {
            let text = |key: &str| body.get(key).and_then(Value::as_str);
            let numbers = ["id_number", "old_id_number"].into_iter().filter_map(text).map(id_number::clean);
            found.extend(numbers.flat_map(|number| numbers_in(&number)));
            found.extend(text("full_name").and_then(name));
        }
        RecordKind::Dossier => {
            let nothing = Map::new();
            let answers = body.get("answers").and_then(Value::as_object).unwrap_or(&nothing);
            for (key, answer) in answers {
                match answer {
                    Value::String(said) => note(key, said, &mut found),
                    Value::Object(row) => row
                        .iter()
                        .filter_map(|(cell, value)| Some((cell, value.as_str()?)))
                        .for_each(|(cell, said)| note(cell, said, &mut found)),
                    _ => {}
                }
            }
        }
        _ => {}
    }
    found
}

fn note(key: &str, said: &str, found: &mut BTreeSet<String>) {
    found.extend(numbers_in(said));
    if key == "name" || key.ends_with("_name") {
        found.extend(name(said));
    }
}

fn name(said: &str) -> Option<String> {
    let folded = text::fold(said);
    (!folded.is_empty() && folded.len() <= LONGEST_NAME).then_some(folded)
}

/// The 12- and 9-digit numbers of a text. Pieces of a number may be parted by one space or dot, but only
/// into 12 digits: nine could as well be a date and something else.
pub fn numbers_in(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut pieces: Vec<&str> = Vec::new();
    for chunk in text.split(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '.')) {
        pieces.clear();
        for piece in chunk.split([' ', '.']) {
            if piece.is_empty() {
                pieces.clear();
                continue;
            }
            pieces.push(piece);
            let mut digits = 0;
            let begin = pieces.iter().rposition(|piece| {
                digits += piece.len();
                digits >= 12
            });
            if let (Some(begin), 12) = (begin, digits) {
                numbers.push(pieces.split_off(begin).concat());
            } else if piece.len() == 9 {
                numbers.push(piece.to_owned());
            }
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_number_is_found_inside_what_people_write_of_a_paper() {
        for (text, expected) in [
            ("087167001234", vec!["087167001234"]),
            ("CCCD số 087 167 001 234, cấp ngày 01/07/2021", vec!["087167001234"]),
            ("số 087167001234 01/07/2021", vec!["087167001234"]),
            ("CMND 341234567, Công an tỉnh Đồng Tháp", vec!["341234567"]),
            ("Hộ chiếu B1234567", vec![]),
            ("0871670012345", vec![]),
            ("ngày 01-07-2021 số 087.167.001.234", vec!["087167001234"]),
        ] {
            assert_eq!(numbers_in(text), expected, "{text}");
        }
    }

    #[test]
    fn people_are_known_by_their_numbers_and_names_wherever_they_stand() {
        let body = |value: Value| value.as_object().unwrap().clone();
        let words = |kind, value| known_by(&kind, &body(value)).into_iter().collect::<Vec<_>>();
        let dossier = json!({"answers": {
            "mother_name": "LÊ THỊ ÁNH", "mother_id": "Căn cước số 087 140 000 111",
            "mother_addr": {"text": "Tổ 3", "unit": "29869"}, "copies": 2, "reason": "Trần Thị Bình",
            "relatives/a": {"name": "Trần Văn Út", "born": "1990", "id": "087090000222"},
        }});
        assert_eq!(
            words(RecordKind::Dossier, dossier),
            ["087090000222", "087140000111", "le thi anh", "tran van ut"]
        );
        let citizen = json!({"full_name": "Phạm Thị Ví Dụ", "id_number": "087 142 000 222", "old_id_number": "341234567"});
        assert_eq!(words(RecordKind::Citizen, citizen), ["087142000222", "341234567", "pham thi vi du"]);
        assert!(words(RecordKind::Visit, json!({"answers": {"a_name": "Ai Đó"}})).is_empty());
    }
}
