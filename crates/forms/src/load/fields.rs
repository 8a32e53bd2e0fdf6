//! Sections and fields: what may stand together, and in which order derived fields are computed.

use super::{
    file::DefinitionError,
    names::Names,
    raw::{RawField, RawPerson, RawSection},
};
use crate::{
    choices::{Choices, shared_list},
    definition::{Mark, Paper, Section},
    field::{Field, FieldType, Person, RowBounds},
};
use std::{collections::BTreeSet, ops::Range};
use toml::Spanned;

/// The questions of a definition.
pub(super) struct Form {
    pub(super) sections: Vec<Section>,
    pub(super) fields: Vec<Field>,
    pub(super) derive_order: Vec<usize>,
}

/// Says of each field what its section says of all: when it is asked.
pub(super) fn inherit(sections: &mut [RawSection]) {
    for section in sections {
        let Some(of_all) = &section.visible_when else { continue };
        for field in &mut section.fields {
            let own = field.visible_when.take();
            field.visible_when = Some(match own {
                None => of_all.clone(),
                Some(own) => {
                    let both = format!("({}) && ({})", of_all.get_ref(), own.get_ref());
                    Spanned::new(own.span(), both)
                }
            });
        }
    }
}

pub(super) fn load(
    names: &Names<'_>,
    raw: Vec<RawSection>,
    mark: Mark,
    papers: &[Paper],
) -> Result<Form, DefinitionError> {
    let (mut sections, mut fields) = (Vec::new(), Vec::new());
    let mut groups = BTreeSet::new();
    for section in raw {
        if let Some(paper) = &section.paper
            && !papers.iter().any(|known| known.slot == *paper.get_ref() && known.is_form)
        {
            let message = format!("`{}` is no paper that is printed from the answers", paper.get_ref());
            return Err(names.file.fault(&paper.span(), message));
        }
        let mark = section.mark.unwrap_or(mark);
        let begin = fields.len();
        for raw in section.fields {
            let field = load_field(names, raw, section.key.get_ref(), mark, None)?;
            let stands_beside = fields[begin..].last().is_some_and(|last: &Field| last.group == field.group);
            if !groups.insert(field.group.clone()) && !stands_beside {
                let message = format!("the fields of the group `{}` do not stand together", field.group);
                return Err(names.file.fault(&names.span_of(&field.key), message));
            }
            fields.push(field);
        }
        sections.push(Section {
            key: section.key.into_inner(),
            label: section.label,
            paper: section.paper.map(Spanned::into_inner),
            mark,
            source: section.source,
            fields: begin..fields.len(),
        });
    }
    let derive_order = derive_order(names, &fields)?;
    Ok(Form { sections, fields, derive_order })
}

/// `table`: the key of the table of which it is a column.
fn load_field(
    names: &Names<'_>,
    raw: RawField,
    section: &str,
    mark: Mark,
    table: Option<&str>,
) -> Result<Field, DefinitionError> {
    let at = raw.key.span();
    let key = raw.key.get_ref().clone();
    if let Some(message) = what_is_wrong(&raw, table.is_some()) {
        return Err(names.file.fault(&at, format!("`{key}`: {message}")));
    }
    let mark = raw.mark.unwrap_or(mark);
    let choices = load_choices(names, &raw, &at, mark)?;
    if choices.all.is_empty() == matches!(raw.kind, FieldType::Enum | FieldType::Multi) {
        let message = format!("`{key}`: choices belong to an enum or a multi, which needs them");
        return Err(names.file.fault(&at, message));
    }
    let of_key = Some(key.as_str());
    let columns = raw.columns.into_iter().map(|column| load_field(names, column, section, mark, of_key));
    Ok(Field {
        was: raw.was,
        label: raw.label,
        hint: raw.hint,
        kind: raw.kind,
        section: section.to_owned(),
        group: raw.group.map_or_else(|| table.unwrap_or(&key).to_owned(), Spanned::into_inner),
        choices,
        text: raw.text,
        required: raw.required,
        prefill: raw.prefill,
        person: load_person(names, raw.person, if raw.kind == FieldType::Table { of_key } else { table })?,
        unit_set: raw.unit_set,
        columns: columns.collect::<Result<_, _>>()?,
        rows: RowBounds { least: raw.min_rows, most: raw.max_rows },
        sensitive: raw.sensitive,
        printed: raw.printed.unwrap_or(true),
        mark,
        source: raw.source,
        required_when: names.condition(raw.required_when.as_ref(), table)?,
        visible_when: names.condition(raw.visible_when.as_ref(), table)?,
        derive: names.condition(raw.derive.as_ref(), table)?,
        key,
    })
}

/// What the keys of a field contradict.
fn what_is_wrong(raw: &RawField, is_column: bool) -> Option<&'static str> {
    let asks = raw.required || raw.required_when.is_some() || raw.derive.is_some() || raw.prefill.is_some();
    let stands_alone = raw.group.is_some() || raw.derive.is_some() || raw.prefill.is_some();
    let is_table = raw.kind == FieldType::Table;
    let has_table_keys = !raw.columns.is_empty() || raw.min_rows.is_some() || raw.max_rows.is_some();
    let bounds = raw.min_rows.zip(raw.max_rows);
    let no_cell = [FieldType::Table, FieldType::Fixed, FieldType::Sign];
    let wrong = [
        (raw.required && raw.required_when.is_some(), "both `required` and `required_when`"),
        (
            (raw.kind == FieldType::Fixed) != raw.text.is_some(),
            "`text` belongs to a fixed field, and to no other",
        ),
        (raw.unit_set.is_some() && raw.kind != FieldType::Addr, "`unit_set` belongs to an address"),
        (asks && !raw.kind.is_settable(), "nobody answers a field of this type"),
        (is_column && no_cell.contains(&raw.kind), "no cell is of this type"),
        (is_column && stands_alone, "a column has no `group`, `derive` or `prefill`"),
        (is_table && raw.columns.is_empty(), "a table needs columns"),
        (!is_table && has_table_keys, "columns and numbers of rows belong to a table"),
        (is_table && stands_alone, "a table has no `group`, `derive` or `prefill`: each row stands alone"),
        (
            !is_table
                && raw.person.as_ref().is_some_and(|person| person.name.is_some() || person.id.is_some()),
            "`name` and `id` are said of the rows of a table",
        ),
        (bounds.is_some_and(|(least, most)| least > most), "`min_rows` is more than `max_rows`"),
    ];
    wrong.into_iter().find_map(|(is_so, message)| is_so.then_some(message))
}

fn load_choices(
    names: &Names<'_>,
    raw: &RawField,
    at: &Range<usize>,
    mark: Mark,
) -> Result<Choices, DefinitionError> {
    let values: BTreeSet<_> = raw.choices.iter().map(|choice| &choice.value).collect();
    if values.len() < raw.choices.len() {
        return Err(names.file.fault(at, "a choice stands twice"));
    }
    let Some(name) = &raw.list else {
        let all = raw.choices.clone();
        return Ok(Choices { name: String::new(), all, open: false, mark, source: None });
    };
    match shared_list(name.get_ref()) {
        Some(list) if raw.choices.is_empty() => Ok(list.clone()),
        Some(_) => Err(names.file.fault(&name.span(), "both `choices` and `list`")),
        None => Err(names.file.fault(&name.span(), format!("there is no list `{}`", name.get_ref()))),
    }
}

/// `table`: whose columns are named.
fn load_person(
    names: &Names<'_>,
    raw: Option<RawPerson>,
    table: Option<&str>,
) -> Result<Option<Person>, DefinitionError> {
    let Some(raw) = raw else { return Ok(None) };
    for key in [&raw.born, &raw.sex, &raw.name, &raw.id].into_iter().flatten() {
        match table {
            None => drop(names.place(key)?),
            Some(table) => names.column(table, key)?,
        }
    }
    Ok(Some(Person {
        born: raw.born.map(Spanned::into_inner),
        sex: raw.sex.map(Spanned::into_inner),
        sex_is: raw.sex_is,
    }))
}

/// Puts the derived fields behind those they are derived from.
fn derive_order(names: &Names<'_>, fields: &[Field]) -> Result<Vec<usize>, DefinitionError> {
    let mut order: Vec<usize> = Vec::new();
    let mut waiting: Vec<usize> = (0..fields.len()).filter(|&place| fields[place].is_derived()).collect();
    while !waiting.is_empty() {
        let needs_none_of = |others: &[usize], place: usize| {
            let needed = fields[place].derive.iter().flat_map(|derive| derive.variables());
            let mut places = needed.filter_map(|name| names.places.get(&name).copied());
            !places.any(|needed| others.contains(&needed))
        };
        let (ready, rest): (Vec<_>, Vec<_>) =
            waiting.iter().partition(|&&place| needs_none_of(&waiting, place));
        if ready.is_empty() {
            let key = &fields[waiting[0]].key;
            let message = format!("`{key}` is derived from itself, or from fields that are");
            return Err(names.file.fault(&names.span_of(key), message));
        }
        order.extend(ready);
        waiting = rest;
    }
    Ok(order)
}
