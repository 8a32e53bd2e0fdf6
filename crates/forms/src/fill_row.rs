//! Filling a row of a table whose rows are people from what a source knows of one of them.
//!
//! Nothing that is answered is taken away, and nothing is noted beside it: a cell that the source says otherwise stays as
//! it is and is named. Where an answer came from is known of a row as a whole: one that was filled at a time is the
//! source's until somebody answers in it.

use crate::{
    answer::stored_cell,
    check::check,
    context::Context,
    definition::Definition,
    field::{Field, FieldType},
    fill::{Doubt, Filled, doubt_of, fact_for, is_choice, others_like, says_the_same},
    known::{Known, Part, is_blank},
    people::PersonGroup,
    rows::cell_name,
};
use std::collections::BTreeSet;
use tan_nha_domain::{
    dossier::Dossier,
    source::Source,
    table::{self, PLACE, ROW, Row, row_key},
};

/// Fills a row, which is made at the end of its table where it is not there.
pub fn fill_row(
    definition: &Definition,
    dossier: &mut Dossier,
    (person, row): (&PersonGroup, &str),
    (known, source): (&Known, &Source),
    context: &Context,
) -> Filled {
    let Some(field) = definition.field(&person.key) else { return Filled::default() };
    let columns = columns(person, field);
    let key = row_key(&field.key, row);
    let before = dossier.answers.get(&key).and_then(|cells| cells.as_object()).cloned();
    let mut cells = before.clone().unwrap_or_default();
    let is_empty = cells.iter().all(|(cell, value)| cell == PLACE || is_blank(value));
    let here = Known::of_cells(&cells, &columns);
    let also = others_like(definition, dossier, &person.key, known);
    let is_other_row = |other: &Row| {
        other.get(ROW).and_then(|id| id.as_str()) != Some(row)
            && Known::of_cells(other, &columns).is_same(known)
    };
    let is_twice = table::rows(&dossier.answers, &field.key).iter().any(is_other_row);
    let doubt = if is_twice { Some(Doubt::OtherPerson) } else { doubt_of(&here, person.role, known, &also) };
    let also = also.into_iter().map(|other| other.key.clone()).collect();
    let mut done = Filled { doubt, also, ..Filled::default() };
    if doubt.is_some() {
        return done;
    }
    // A new row is asked for all that a row with nothing in it is asked for.
    let mut asked = dossier.answers.clone();
    table::put_row(&mut asked, &field.key, row, Some(cells.clone()), None);
    let visible: BTreeSet<String> = check(definition, &asked, context).visible.into_iter().collect();
    for (part, column) in &columns {
        let name = cell_name(&field.key, row, &column.key);
        let Some(fact) = fact_for(known, *part, column.kind).filter(|_| visible.contains(&name)) else {
            continue;
        };
        let Ok(value) = stored_cell(column.kind, &fact.value) else { continue };
        if column.kind == FieldType::Enum && !is_choice(column, &value) {
            continue;
        }
        match cells.get(&column.key).filter(|answer| !is_blank(answer)) {
            None if fact.sure => {
                cells.insert(column.key.clone(), value);
                done.filled.push(name);
            }
            Some(answer) if says_the_same(*part, answer, &value, fact.sure) => done.agrees.push(name),
            _ => done.differs.push(name),
        }
    }
    if !done.filled.is_empty() {
        table::put_row(&mut dossier.answers, &field.key, row, Some(cells), None);
        let whence = if is_empty { source.clone() } else { Source::Spoken };
        dossier.provenance.insert(key, whence);
    }
    done
}

/// The columns by what may be known of somebody.
fn columns<'f>(person: &PersonGroup, field: &'f Field) -> Vec<(Part, &'f Field)> {
    let lives = field.columns.iter().find(|column| column.key == "addr" && column.kind == FieldType::Addr);
    let named = [
        (Part::Name, &person.name),
        (Part::Born, &person.born),
        (Part::Sex, &person.sex),
        (Part::Number, &person.id),
    ];
    let named = named.into_iter().filter_map(|(part, key)| Some((part, field.column(key.as_ref()?)?)));
    named.chain(lives.map(|column| (Part::Address, column))).collect()
}
