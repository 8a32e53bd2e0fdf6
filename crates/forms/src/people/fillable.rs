//! The people of a form whose fields a source can fill: those that the form describes as people, and in older forms
//! those whose keys say it.

use super::{PersonGroup, Role};
use crate::{
    field::{Field, FieldType},
    known::Part,
};
use std::collections::BTreeMap;

/// What the keys of a person begin with where a form does not describe its people. The keys are those by which programs
/// of others read the answers, so they are never anything else.
const BY_KEY: [(&str, Role); 9] = [
    ("sub", Role::Subject),
    ("app", Role::Subject),
    ("req", Role::Requester),
    ("mother", Role::Mother),
    ("father", Role::Father),
    ("spouse", Role::Spouse),
    ("rep", Role::Representative),
    ("representative", Role::Representative),
    ("household_head", Role::Head),
];

const PARTS: [&str; 10] =
    ["name", "dob", "birth", "sex", "ethnicity", "nationality", "birthplace", "home_town", "id", "addr"];

/// Those of a form with these fields and described people.
pub(crate) fn fillable(fields: &[Field], people: &[PersonGroup]) -> Vec<PersonGroup> {
    let mut fillable: Vec<PersonGroup> =
        people.iter().filter(|person| !person.parts.is_empty()).cloned().collect();
    if people.is_empty() {
        fillable.extend(BY_KEY.iter().filter_map(|(key, role)| by_key(fields, key, *role)));
    }
    let place = |person: &PersonGroup| fields.iter().position(|field| has(person, &field.key));
    fillable.sort_by_key(place);
    fillable
}

fn has(person: &PersonGroup, key: &str) -> bool {
    person.parts.values().any(|own| own == key)
}

/// A person of that name, where the form asks for theirs.
fn by_key(fields: &[Field], key: &str, role: Role) -> Option<PersonGroup> {
    let asked = |part: &&&str| {
        let name = format!("{key}_{part}");
        fields.iter().any(|field| field.key == name && field.kind != FieldType::Table)
    };
    let parts: BTreeMap<Part, String> = PARTS
        .iter()
        .filter(asked)
        .filter_map(|part| Some((Part::of(part)?, format!("{key}_{part}"))))
        .collect();
    let part = |part: Part| parts.get(&part).cloned();
    Some(PersonGroup {
        key: key.to_owned(),
        role,
        name: Some(part(Part::Name)?),
        born: part(Part::Born),
        born_in_words: None,
        sex: part(Part::Sex),
        id: part(Part::Number),
        addr: part(Part::Address),
        relation: None,
        parts,
    })
}
