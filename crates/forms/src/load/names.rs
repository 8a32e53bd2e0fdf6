//! The names of a definition, and the expressions that use them.

use super::{
    file::{DefinitionError, File},
    raw::RawDefinition,
};
use crate::{expression::Expression, functions, scope::CONTEXT_VARIABLES};
use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};
use toml::Spanned;

/// The fields of a definition by name.
pub(super) struct Names<'a> {
    pub(super) file: &'a File<'a>,
    /// Place in form order.
    pub(super) places: HashMap<String, usize>,
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
        if let Some(taken) = keys.iter().find(|key| CONTEXT_VARIABLES.contains(&key.get_ref().as_str())) {
            let message = format!("the name `{}` belongs to the context", taken.get_ref());
            return Err(file.fault(&taken.span(), message));
        }
        let places = keys.iter().enumerate().map(|(place, key)| (key.get_ref().clone(), place)).collect();
        Ok(Self { file, places, spans: keys.iter().map(|key| key.span()).collect() })
    }

    /// Where a field stands in the file.
    pub(super) fn span_of(&self, key: &str) -> Range<usize> {
        self.places.get(key).and_then(|&place| self.spans.get(place)).cloned().unwrap_or_default()
    }

    /// The place of the field that is named here.
    pub(super) fn place(&self, key: &Spanned<String>) -> Result<usize, DefinitionError> {
        let place = self.places.get(key.get_ref()).copied();
        place.ok_or_else(|| self.file.fault(&key.span(), format!("there is no field `{}`", key.get_ref())))
    }

    /// Compiles an expression in which every name is known.
    pub(super) fn compile(&self, source: &Spanned<String>) -> Result<Expression, DefinitionError> {
        let expression = Expression::compile(source.get_ref()).map_err(|error| {
            let line = self.file.line_of_content(&source.span()) + error.line;
            self.file
                .fault_in_line(line, format!("column {} of the expression: {}", error.column, error.message))
        })?;
        let known =
            |name: &String| self.places.contains_key(name) || CONTEXT_VARIABLES.contains(&name.as_str());
        if let Some(unknown) = expression.variables().into_iter().find(|name| !known(name)) {
            return Err(self
                .file
                .fault(&source.span(), format!("the expression names no field: `{unknown}`")));
        }
        if let Some(unknown) = expression.unknown_function(&functions::OWN) {
            return Err(self.file.fault(&source.span(), format!("there is no function `{unknown}`")));
        }
        Ok(expression)
    }

    /// Compiles an expression where there is one.
    pub(super) fn condition(
        &self,
        source: Option<&Spanned<String>>,
    ) -> Result<Option<Expression>, DefinitionError> {
        source.map(|source| self.compile(source)).transpose()
    }
}

fn unique<'n>(
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

/// Lower-case letters, digits and underscores, beginning with a letter.
pub(super) fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}
