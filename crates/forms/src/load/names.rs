//! The names of a definition, and the expressions that use them.

use super::{
    file::{DefinitionError, File},
    raw::{RawDefinition, RawField},
};
use crate::{
    expression::{Expression, Member},
    functions,
    rows::RESERVED,
    scope::{CONTEXT_VARIABLES, TAKEN},
};
use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};
use tan_nha_domain::table::{ROW, of_row};
use toml::Spanned;

/// The fields of a definition by name.
pub(super) struct Names<'a> {
    pub(super) file: &'a File<'a>,
    /// Place in form order.
    pub(super) places: HashMap<String, usize>,
    /// The columns of each table.
    columns: HashMap<String, Vec<String>>,
    /// Place in the file, in form order.
    spans: Vec<Range<usize>>,
}

impl<'a> Names<'a> {
    /// Collects the names and finds those that are malformed or used twice.
    pub(super) fn collect(file: &'a File<'a>, raw: &RawDefinition) -> Result<Self, DefinitionError> {
        unique(file, raw.papers.iter().map(|paper| &paper.slot))?;
        unique(file, raw.sections.iter().map(|section| &section.key))?;
        let keys: Vec<_> =
            raw.sections.iter().flat_map(|section| &section.fields).map(|field| &field.key).collect();
        unique(file, keys.iter().copied())?;
        if let Some(taken) = keys.iter().find(|key| TAKEN.contains(&key.get_ref().as_str())) {
            let message = format!("the name `{}` belongs to the context", taken.get_ref());
            return Err(file.fault(&taken.span(), message));
        }
        let fields = || raw.sections.iter().flat_map(|section| &section.fields);
        were_others(file, fields())?;
        for table in fields() {
            were_others(file, table.columns.iter())?;
        }
        let mut columns = HashMap::new();
        for field in raw.sections.iter().flat_map(|section| &section.fields) {
            if !field.columns.is_empty() {
                columns.insert(field.key.get_ref().clone(), columns_of(file, &field.columns)?);
            }
        }
        let places = keys.iter().enumerate().map(|(place, key)| (key.get_ref().clone(), place)).collect();
        Ok(Self { file, places, columns, spans: keys.iter().map(|key| key.span()).collect() })
    }

    /// Where a field stands in the file.
    pub(super) fn span_of(&self, key: &str) -> Range<usize> {
        self.places.get(key).and_then(|&place| self.spans.get(place)).cloned().unwrap_or_default()
    }

    /// The place of the field that is named here, and the column where it is `<table>/<column>`.
    pub(super) fn place_or_column(
        &self,
        key: &Spanned<String>,
    ) -> Result<(usize, Option<String>), DefinitionError> {
        let Some((table, column)) = of_row(key.get_ref()) else { return Ok((self.place(key)?, None)) };
        let known =
            self.columns.get(table).is_some_and(|columns| columns.iter().any(|known| known == column));
        let place = self.places.get(table).copied().filter(|_| known);
        let message = || format!("there is no column `{}`", key.get_ref());
        let place = place.ok_or_else(|| self.file.fault(&key.span(), message()))?;
        Ok((place, Some(column.to_owned())))
    }

    /// Finds the column that is named here.
    pub(super) fn column(&self, table: &str, key: &Spanned<String>) -> Result<(), DefinitionError> {
        match self.columns.get(table).is_some_and(|columns| columns.contains(key.get_ref())) {
            true => Ok(()),
            false => Err(self.file.fault(&key.span(), format!("there is no column `{}`", key.get_ref()))),
        }
    }

    /// The place of the field that is named here.
    pub(super) fn place(&self, key: &Spanned<String>) -> Result<usize, DefinitionError> {
        let place = self.places.get(key.get_ref()).copied();
        place.ok_or_else(|| self.file.fault(&key.span(), format!("there is no field `{}`", key.get_ref())))
    }

    /// Compiles an expression in which every name is known. `row_of`: the table of whose rows it is asked one
    /// by one, as `row`.
    pub(super) fn compile(
        &self,
        source: &Spanned<String>,
        row_of: Option<&str>,
    ) -> Result<Expression, DefinitionError> {
        let expression = Expression::compile(source.get_ref()).map_err(|error| {
            let line = self.file.line_of_content(&source.span()) + error.line;
            self.file
                .fault_in_line(line, format!("column {} of the expression: {}", error.column, error.message))
        })?;
        let known = |name: &String| {
            let name = name.as_str();
            self.places.contains_key(name)
                || CONTEXT_VARIABLES.contains(&name)
                || (name == ROW && row_of.is_some())
        };
        if let Some(unknown) = expression.variables().into_iter().find(|name| !known(name)) {
            return Err(self
                .file
                .fault(&source.span(), format!("the expression names no field: `{unknown}`")));
        }
        let is_cell = |member: &Member| {
            let table = if member.table == ROW { row_of.unwrap_or_default() } else { &member.table };
            let columns = self.columns.get(table);
            columns.is_some_and(|all| member.column == ROW || all.contains(&member.column))
        };
        if let Some(Member { table, column }) = expression.members().into_iter().find(|cell| !is_cell(cell)) {
            let message = format!("the expression names no column: `{column}` of `{table}`");
            return Err(self.file.fault(&source.span(), message));
        }
        if let Some(unknown) = expression.unknown_function(functions::OWN) {
            return Err(self.file.fault(&source.span(), format!("there is no function `{unknown}`")));
        }
        Ok(expression)
    }

    /// Compiles an expression where there is one.
    pub(super) fn condition(
        &self,
        source: Option<&Spanned<String>>,
        row_of: Option<&str>,
    ) -> Result<Option<Expression>, DefinitionError> {
        source.map(|source| self.compile(source, row_of)).transpose()
    }
}

fn columns_of(file: &File<'_>, raw: &[RawField]) -> Result<Vec<String>, DefinitionError> {
    unique(file, raw.iter().map(|column| &column.key))?;
    if let Some(taken) = raw.iter().find(|column| RESERVED.contains(&column.key.get_ref().as_str())) {
        let message = format!("the name `{}` belongs to every row", taken.key.get_ref());
        return Err(file.fault(&taken.key.span(), message));
    }
    Ok(raw.iter().map(|column| column.key.get_ref().clone()).collect())
}

pub(super) fn unique<'n>(
    file: &File<'_>,
    names: impl Iterator<Item = &'n Spanned<String>>,
) -> Result<(), DefinitionError> {
    let mut met = BTreeSet::new();
    for name in names {
        let (text, at) = (name.get_ref(), name.span());
        if !is_snake_case(text) {
            return Err(file.fault(&at, format!("the name `{text}` is not in snake_case")));
        }
        if !met.insert(text) {
            return Err(file.fault(&at, format!("the name `{text}` is used twice")));
        }
    }
    Ok(())
}

/// What a key was is no key of today, and one field's only: an answer goes to one place.
fn were_others<'f>(
    file: &File<'_>,
    fields: impl Iterator<Item = &'f RawField> + Clone,
) -> Result<(), DefinitionError> {
    let mut met: BTreeSet<&str> = fields.clone().map(|field| field.key.get_ref().as_str()).collect();
    for field in fields {
        if let Some(was) = field.was.iter().find(|was| !met.insert(was)) {
            return Err(file.fault(&field.key.span(), format!("`was`: `{was}` is another field's name")));
        }
    }
    Ok(())
}

/// Lower-case letters, digits and underscores, beginning with a letter.
pub(super) fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}
