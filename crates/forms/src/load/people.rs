//! People: one table of the file becomes the fields of a person, so that every form asks for a person alike.

use super::{
    file::{DefinitionError, File},
    raw::{RawChange, RawDefinition, RawField, RawPart, RawPerson, RawPersonGroup, RawSection},
};
use crate::{
    field::FieldType,
    known::Part,
    people::{PersonGroup, Role},
    prefill::Prefill,
};
use std::{collections::BTreeMap, ops::Range, sync::OnceLock};
use toml::Spanned;

/// The parts whose fields are a unit of merge of their own, beside the person's.
const PHONE: [&str; 2] = ["phone", "phone_owner"];

fn parts() -> &'static BTreeMap<String, RawPart> {
    static PARTS: OnceLock<BTreeMap<String, RawPart>> = OnceLock::new();
    // A test reads the file.
    PARTS.get_or_init(|| toml::from_str(include_str!("../people/parts.toml")).unwrap_or_default())
}

/// Puts the fields of all people among the others of their sections.
pub(super) fn expand(file: &File<'_>, raw: &mut RawDefinition) -> Result<Vec<PersonGroup>, DefinitionError> {
    let mut people = Vec::new();
    for section in &mut raw.sections {
        // Those of one place stand in the order in which they are written.
        for person in std::mem::take(&mut section.people).into_iter().rev() {
            people.push(expand_person(file, section, person)?);
        }
        people.extend(section.fields.iter().filter_map(people_of_rows));
    }
    Ok(people)
}

/// The person that each row of a table speaks of.
fn people_of_rows(table: &RawField) -> Option<PersonGroup> {
    let person = table.person.as_ref().filter(|_| table.kind == FieldType::Table)?;
    let text = |part: &Option<Spanned<String>>| part.as_ref().map(|part| part.get_ref().clone());
    Some(PersonGroup {
        key: table.key.get_ref().clone(),
        role: Role::Member,
        name: text(&person.name),
        born: text(&person.born),
        born_in_words: None,
        sex: text(&person.sex),
        id: text(&person.id),
        addr: None,
        relation: None,
        parts: BTreeMap::new(),
    })
}

fn expand_person(
    file: &File<'_>,
    section: &mut RawSection,
    raw: RawPersonGroup,
) -> Result<PersonGroup, DefinitionError> {
    let at = raw.key.span();
    let fault = |message: String| Err(file.fault(&at, format!("`{}`: {message}", raw.key.get_ref())));
    let names: Vec<&str> = raw.parts.iter().map(String::as_str).collect();
    if let Some(unknown) = names.iter().find(|name| !parts().contains_key(**name)) {
        return fault(format!("there is no part `{unknown}`"));
    }
    for named in raw.required.iter().chain(raw.change.keys()) {
        if !names.contains(&named.as_str()) {
            return fault(format!("`{named}` is none of its parts"));
        }
    }
    for pair in [["id", "paper"], ["dob", "birth"]] {
        if pair.iter().all(|name| names.contains(name)) {
            return fault(format!("either `{}` or `{}`", pair[0], pair[1]));
        }
    }
    if names.contains(&"dob_words") && !names.contains(&"dob") {
        return fault("`dob_words` says `dob` in words".to_owned());
    }
    let place = match &raw.after {
        None => 0,
        Some(after) => {
            let place = section.fields.iter().position(|field| field.key.get_ref() == after.get_ref());
            let message = || format!("there is no field `{}` in this section", after.get_ref());
            1 + place.ok_or_else(|| file.fault(&after.span(), message()))?
        }
    };
    let keys: BTreeMap<&str, String> = names.iter().map(|name| (*name, key_of(&raw, name))).collect();
    let key = |choices: &[&str]| choices.iter().find_map(|name| keys.get(name).cloned());
    let group = PersonGroup {
        key: raw.key.get_ref().clone(),
        role: raw.role,
        name: key(&["name"]),
        born: key(&["dob", "birth"]),
        born_in_words: key(&["dob_words"]),
        sex: key(&["sex"]),
        id: key(&["id", "paper"]),
        addr: key(&["addr"]),
        relation: key(&["relation"]),
        parts: keys.iter().filter_map(|(name, key)| Some((Part::of(name)?, key.clone()))).collect(),
    };
    let fields: Vec<RawField> = names.iter().filter_map(|name| field_of(&raw, name, &group, &at)).collect();
    section.fields.splice(place..place, fields);
    Ok(group)
}

fn key_of(raw: &RawPersonGroup, name: &str) -> String {
    let changed = raw.change.get(name).and_then(|change| change.key.clone());
    changed.unwrap_or_else(|| part_key(raw.key.get_ref(), name))
}

/// The key of a part of the person of that key.
fn part_key(person: &str, name: &str) -> String {
    let suffix = parts().get(name).and_then(|part| part.key.as_deref()).unwrap_or(name);
    format!("{person}_{suffix}")
}

fn field_of(raw: &RawPersonGroup, name: &str, person: &PersonGroup, at: &Range<usize>) -> Option<RawField> {
    let part = parts().get(name)?;
    let nothing = RawChange::default();
    let change = raw.change.get(name).unwrap_or(&nothing);
    let text = |text: String| Spanned::new(at.clone(), text);
    let own_condition = change.required_when.clone();
    let required = raw.required.iter().any(|required| required == name) && own_condition.is_none();
    let group = match name {
        _ if PHONE.contains(&name) => format!("{}_phone", person.key),
        "email" => key_of(raw, name),
        _ => person.key.clone(),
    };
    let kind = change.kind.unwrap_or(part.kind);
    let has_number = matches!(name, "id" | "paper");
    let derive =
        (name == "dob_words").then(|| format!("words({})", person.born.as_deref().unwrap_or_default()));
    let own_choices = !change.choices.is_empty();
    // What is said of the part is said of it alone; what is said of the person, of its other keys.
    let was = match change.was.is_empty() {
        true => raw.was.iter().map(|person| part_key(person, name)).collect(),
        false => change.was.clone(),
    };
    Some(RawField {
        key: text(key_of(raw, name)),
        was,
        group: Some(text(group)),
        label: change.label.clone().unwrap_or_else(|| label(part, raw)),
        hint: change.hint.clone().or_else(|| hint(name, part, raw)),
        kind,
        choices: change.choices.clone(),
        columns: Vec::new(),
        min_rows: None,
        max_rows: None,
        list: change.list.clone().or_else(|| part.list.clone().filter(|_| !own_choices).map(text)),
        text: None,
        required: required && raw.required_when.is_none(),
        required_when: own_condition.or_else(|| raw.required_when.clone().filter(|_| required)),
        visible_when: change.visible_when.clone().or_else(|| raw.visible_when.clone()),
        derive: change.derive.clone().or(derive.map(text)),
        prefill: change.prefill.or_else(|| known(name).filter(|_| raw.citizen)),
        person: has_number.then(|| RawPerson {
            born: person.born.clone().map(text),
            sex: person.sex.clone().map(text),
            sex_is: if person.sex.is_none() { person.role.sex() } else { None },
            name: None,
            id: None,
        }),
        // Where the dead lived last, they lived in the units of that day.
        unit_set: part.unit_set.filter(|_| kind == FieldType::Addr && raw.role != Role::Deceased),
        sensitive: change.sensitive.unwrap_or(part.sensitive),
        printed: part.printed,
        mark: change.mark.or(raw.mark),
        source: change.source.clone().or_else(|| raw.source.clone()),
    })
}

fn label(part: &RawPart, raw: &RawPersonGroup) -> String {
    let who = raw.who.as_deref().unwrap_or(match raw.role {
        Role::Requester => "người yêu cầu",
        Role::Mother => "người mẹ",
        Role::Father => "người cha",
        Role::Spouse => "vợ (chồng)",
        Role::Head => "chủ hộ",
        Role::Deceased => "người chết",
        _ => "",
    });
    part.label.replace("{who}", who).trim().to_owned()
}

fn hint(name: &str, part: &RawPart, raw: &RawPersonGroup) -> Option<String> {
    match (name, raw.role) {
        // Cổng dịch vụ công 1.004884 [V].
        ("addr", Role::Mother) => Some("Nếu mẹ đã mất, ghi \"Đã chết\".".to_owned()),
        ("addr", Role::Father) => Some("Nếu cha đã mất, ghi \"Đã chết\".".to_owned()),
        _ => part.hint.clone(),
    }
}

/// What the citizen's record knows of a part.
fn known(name: &str) -> Option<Prefill> {
    Some(match name {
        "name" => Prefill::FullName,
        "dob" | "birth" => Prefill::Born,
        "sex" => Prefill::Sex,
        "id" | "paper" => Prefill::IdNumber,
        "addr" => Prefill::Address,
        "phone" => Prefill::Phone,
        "phone_owner" => Prefill::PhoneOwner,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_readable() {
        let read: BTreeMap<String, RawPart> = toml::from_str(include_str!("../people/parts.toml")).unwrap();
        assert_eq!(read.keys().collect::<Vec<_>>(), parts().keys().collect::<Vec<_>>());
        assert!(PHONE.iter().all(|part| read.contains_key(*part)));
    }
}
