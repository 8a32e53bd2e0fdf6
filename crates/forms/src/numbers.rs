//! The numbers of identity papers inside what people write of a paper.

pub(crate) use tan_nha_domain::known_by::numbers_in;

/// The 12-digit number in a text such as "Căn cước công dân số 087 167 001 234, cấp ngày 01/07/2021".
pub(crate) fn personal_number(text: &str) -> Option<String> {
    numbers_in(text).into_iter().find(|number| number.len() == 12)
}
