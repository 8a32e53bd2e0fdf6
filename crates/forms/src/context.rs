//! What a check has to know besides the answers.

use chrono::NaiveDate;
use tan_nha_domain::words::NumberStyle;

/// The day and the ward in which answers are checked. Passed in: nothing here reads a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Today, in the ward.
    pub today: NaiveDate,
    /// The ward's name with its kind: "Phường Cao Lãnh".
    pub ward_name: String,
    /// The ward's five digits, or a practice ward's code.
    pub ward_code: String,
    /// How the ward writes numbers out.
    pub number_style: NumberStyle,
}

impl Context {
    /// The ward's name as it stands inside a sentence: "phường Cao Lãnh"; none for a nameless ward.
    pub(crate) fn ward_in_sentence(&self) -> Option<String> {
        let mut letters = self.ward_name.trim().chars();
        let first = letters.next()?;
        Some(first.to_lowercase().chain(letters).collect())
    }
}
