//! How large and how deep a payload may be. What a change brings comes back to every viewer of its record
//! in a page, some levels deeper, and a replica that cannot read one record of a page gets none of it.

use serde_json::value::RawValue;

/// Bytes of a payload; the forms stay far below it.
const PAYLOAD: usize = 1024 * 1024;
/// Levels of lists and objects in a payload. JSON readers end at 128, and a page adds a handful.
const DEPTH: usize = 32;
/// Bytes of a record's body: of many changes one record may grow, and a page carries one record at least.
pub(crate) const BODY: usize = 4 * 1024 * 1024;

/// Whether a payload is within bounds.
pub(crate) fn holds(payload: &RawValue) -> bool {
    payload.get().len() <= PAYLOAD && depth(payload.get()) <= DEPTH
}

/// The levels of lists and objects in a valid JSON text, counted without reading it into memory.
fn depth(json: &str) -> usize {
    let (mut now, mut deepest) = (0_usize, 0);
    let mut bytes = json.bytes();
    let mut in_text = false;
    while let Some(byte) = bytes.next() {
        match (in_text, byte) {
            (true, b'\\') => drop(bytes.next()),
            (_, b'"') => in_text = !in_text,
            (false, b'[' | b'{') => {
                now += 1;
                deepest = deepest.max(now);
            }
            (false, b']' | b'}') => now = now.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_depth_of_a_text_is_that_of_its_lists_and_objects() {
        let rows = [
            ("7", 0),
            ("[]", 1),
            (r#"{"a": [1, {"b": []}], "c": {}}"#, 4),
            (r#"["[[[", "\"[[", "\\", [[]]]"#, 3),
            (r#"[[], [], {"}}": 1}]"#, 2),
        ];
        for (json, levels) in rows {
            assert_eq!(depth(json), levels, "{json}");
        }
    }
}
