//! The numbers of identity papers inside what people write of a paper.

/// The 12-digit number in a text such as "Căn cước công dân số 087 167 001 234, cấp ngày 01/07/2021".
pub(crate) fn personal_number(text: &str) -> Option<String> {
    numbers_in(text).into_iter().find(|number| number.len() == 12)
}

/// The 12- and 9-digit numbers of a text. Pieces of a number may be parted by one space or dot, but only
/// into 12 digits: nine could as well be a date and something else.
pub(crate) fn numbers_in(text: &str) -> Vec<String> {
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
}
