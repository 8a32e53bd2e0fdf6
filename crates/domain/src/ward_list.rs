//! The short names of a ward: its hamlets and its teams. Each is a record of scope "all", edited by an
//! admin. A name that no list holds is kept as it was said, with a warning.

use crate::{finding::Finding, text};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A part of the ward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hamlet {
    /// The short name: "Khóm 2", "Ấp Long Hòa".
    pub name: String,
    /// Whether it is a name of the past.
    #[serde(default)]
    pub retired: bool,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// People who go to homes together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The short name.
    pub name: String,
    /// Who is in it, where the ward writes that down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// How many homes it can visit in a day; absent, the ward's own number holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Whether it is a name of the past.
    #[serde(default)]
    pub retired: bool,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The warning `<field>_unknown` when the ward has a list and `given` is not in it; `meant` is the name
/// of the list that differs in marks or case only.
pub fn check_name<'a>(
    field: &str,
    given: &str,
    list: impl Iterator<Item = &'a str> + Clone,
) -> Option<Finding> {
    let has_list = list.clone().next().is_some();
    if !has_list || list.clone().any(|name| name == given) {
        return None;
    }
    let finding = Finding::warning(&format!("{field}_unknown"), field);
    let folded = text::fold(given);
    let mut list = list;
    Some(match list.find(|name| text::fold(name) == folded) {
        Some(meant) => finding.with("meant", meant),
        None => finding,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_warned_of_only_once_the_ward_has_a_list() {
        let list = ["Khóm 1", "Khóm 2"];
        let check = |given| check_name("hamlet", given, list.into_iter());
        assert_eq!(check_name("hamlet", "Ấp 9", [].into_iter()), None);
        assert_eq!(check("Khóm 2"), None);
        assert_eq!(check("Ấp 9"), Some(Finding::warning("hamlet_unknown", "hamlet")));
        let meant = Finding::warning("hamlet_unknown", "hamlet").with("meant", "Khóm 2");
        assert_eq!(check("khom 2"), Some(meant));
    }
}
