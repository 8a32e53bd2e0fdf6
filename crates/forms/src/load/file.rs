//! A file of a definition, and faults in it by line.

use std::ops::Range;

/// A fault in a definition, for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct DefinitionError {
    /// The file, as it was named to [`crate::Definition::parse`].
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// A file's name and text.
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl File<'_> {
    /// A fault at a place in the text.
    pub(super) fn fault(&self, at: &Range<usize>, message: impl Into<String>) -> DefinitionError {
        self.fault_in_line(self.line_of(at.start), message)
    }

    /// A fault in a line, from 1.
    pub(super) fn fault_in_line(&self, line: usize, message: impl Into<String>) -> DefinitionError {
        DefinitionError { file: self.name.to_owned(), line, message: message.into() }
    }

    /// The line in which the content of a string begins, which is the next one where the string opens
    /// with a line break.
    pub(super) fn line_of_content(&self, at: &Range<usize>) -> usize {
        let opening = self.text.get(at.clone()).unwrap_or_default();
        let breaks = ["'''\n", "\"\"\"\n"].iter().any(|quotes| opening.starts_with(quotes));
        self.line_of(at.start) + usize::from(breaks)
    }

    /// The first line that holds `needle`, from 1; the first of all if none does.
    pub(super) fn line_with(&self, needle: &str) -> usize {
        self.text.find(needle).map_or(1, |offset| self.line_of(offset))
    }

    fn line_of(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        1 + before.iter().filter(|&&byte| byte == b'\n').count()
    }
}
