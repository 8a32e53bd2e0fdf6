//! The people of a form: which fields speak of one person, and who they are to each other. The rules between
//! them are the same in every form (`rules.rs`).

mod fillable;
mod rules;

pub(crate) use fillable::fillable;
pub(crate) use rules::check;

use crate::{definition::Definition, field::FieldType, known::Part, rows::cell_name, scope::Scope};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use tan_nha_domain::{partial_date::PartialDate, sex::Sex, table::ROW};

/// Who somebody is in a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Whom the dossier is about: a child, an applicant, who is registered again.
    Subject,
    /// Who has died, where the dossier is about that.
    Deceased,
    /// Who asks.
    Requester,
    /// The mother of whom it is about.
    Mother,
    /// The father of whom it is about.
    Father,
    /// The husband or wife of whom it is about.
    Spouse,
    /// The woman of a marriage.
    Bride,
    /// The man of a marriage.
    Groom,
    /// The head of the household.
    Head,
    /// Who acts by law for whom it is about.
    Representative,
    /// Who lets somebody act.
    Principal,
    /// Who is let act.
    Agent,
    /// Who gets the money.
    Receiver,
    /// One of several, in a table.
    Member,
}

impl Role {
    /// Their sex, where the role leaves no choice.
    pub fn sex(self) -> Option<Sex> {
        match self {
            Role::Mother | Role::Bride => Some(Sex::Female),
            Role::Father | Role::Groom => Some(Sex::Male),
            _ => None,
        }
    }

    pub(crate) fn is_subject(self) -> bool {
        matches!(self, Role::Subject | Role::Deceased)
    }

    fn is_parent(self) -> bool {
        matches!(self, Role::Mother | Role::Father)
    }

    /// Whether they do something in the dossier, which only the living do.
    fn acts(self) -> bool {
        use Role::{Agent, Bride, Groom, Principal, Receiver, Representative, Requester};
        matches!(self, Requester | Bride | Groom | Representative | Principal | Agent | Receiver)
    }

    /// Whether the same person may also be the other one: the mother asks and gets the money.
    pub(crate) fn may_be(self, other: Role) -> bool {
        let one_way = |a: Role, b: Role| match a {
            Role::Requester | Role::Receiver => b != Role::Deceased,
            Role::Head => true,
            Role::Representative => !b.is_subject(),
            _ => false,
        };
        one_way(self, other) || one_way(other, self)
    }
}

/// The fields that speak of one person, or the columns of a table that speak of one in each row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonGroup {
    /// Its stable name, with which the keys of its fields begin; for a table the table's.
    pub key: String,
    /// Who they are.
    pub role: Role,
    /// The field with the name.
    pub name: Option<String>,
    /// The field with the date of birth.
    pub born: Option<String>,
    /// The field that says it in words.
    pub born_in_words: Option<String>,
    /// The field with the sex.
    pub sex: Option<String>,
    /// The field with the number, or with the paper that has it.
    pub id: Option<String>,
    /// The field with the place where they live; "Đã chết" for the dead.
    pub addr: Option<String>,
    /// The field that says what they are to whom it is about.
    pub relation: Option<String>,
    /// The fields by what may be known of somebody beforehand; empty for the rows of a table.
    pub parts: BTreeMap<Part, String>,
}

/// A person as they are answered.
struct Someone<'a> {
    group: &'a PersonGroup,
    /// The place of their fields, or of their table.
    place: usize,
    /// The row of a table.
    row: Option<&'a Value>,
    definition: &'a Definition,
    scope: &'a Scope<'a>,
    visible: &'a dyn Fn(&str) -> bool,
}

impl<'a> Someone<'a> {
    fn role(&self) -> Role {
        self.group.role
    }

    /// What a part of them says; nothing where it is not asked.
    fn says(&self, part: &Option<String>) -> Option<&'a str> {
        let key = part.as_ref()?;
        if !(self.visible)(&self.named(key)) {
            return None;
        }
        match self.row {
            Some(row) => row.get(key).and_then(Value::as_str),
            None => self.scope.text(key),
        }
    }

    /// What a finding calls one of their fields.
    fn named(&self, key: &str) -> String {
        match self.row.and_then(|row| row.get(ROW)).and_then(Value::as_str) {
            Some(row) => cell_name(&self.group.key, row, key),
            None => key.to_owned(),
        }
    }

    /// The place of one of their fields, or of their table.
    fn place_of(&self, key: &str) -> usize {
        let own = self.definition.places.get(key).copied();
        own.filter(|_| self.row.is_none()).unwrap_or(self.place)
    }

    fn name(&self) -> Option<&'a str> {
        self.says(&self.group.name)
    }

    fn id(&self) -> Option<&'a str> {
        self.says(&self.group.id)
    }

    fn born(&self) -> Option<PartialDate> {
        self.says(&self.group.born).and_then(PartialDate::parse)
    }
}

/// Everybody of the form, in form order; those of a table row by row.
fn everybody<'a>(
    definition: &'a Definition,
    scope: &'a Scope<'a>,
    visible: &'a dyn Fn(&str) -> bool,
) -> Vec<Someone<'a>> {
    let mut people = Vec::new();
    for group in &definition.people {
        let first = [&group.name, &group.id, &group.born].into_iter().flatten().next();
        let place = |key: &String| definition.places.get(key);
        let Some(&place) = place(&group.key).or_else(|| first.and_then(place)) else { continue };
        let is_table = definition.fields.get(place).is_some_and(|field| field.kind == FieldType::Table);
        let someone = |row| Someone { group, place, row, definition, scope, visible };
        match scope.at(place) {
            Value::Array(rows) if is_table => people.extend(rows.iter().map(|row| someone(Some(row)))),
            _ if is_table => {}
            _ => people.push(someone(None)),
        }
    }
    people.sort_by_key(|someone| someone.place);
    people
}
