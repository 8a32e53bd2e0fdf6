//! Amounts of money: whole đồng, as Vietnamese papers write them.

/// More than this is a slip of the finger: 999 tỷ 999 triệu …, which a window's numbers hold exactly.
pub const MOST: i64 = 999_999_999_999;

/// An amount with its thousands parted: `20.000`.
pub fn grouped(dong: i64) -> String {
    let digits = dong.unsigned_abs().to_string();
    let mut text = String::from(if dong < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// An amount as it is printed: `20.000 đồng`.
pub fn print(dong: i64) -> String {
    format!("{} đồng", grouped(dong))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_by_dots() {
        for (dong, printed) in [
            (0, "0 đồng"),
            (500, "500 đồng"),
            (8_000, "8.000 đồng"),
            (540_000, "540.000 đồng"),
            (10_800_000, "10.800.000 đồng"),
            (-20_000, "-20.000 đồng"),
            (i64::MIN, "-9.223.372.036.854.775.808 đồng"),
        ] {
            assert_eq!(print(dong), printed);
        }
    }
}
