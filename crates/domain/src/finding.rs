//! What a check found, for people and programs alike.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Stops a submit.
    Error,
    /// Worth a look; stops nothing.
    Warning,
}

/// One thing that a check found. The `code` is stable and is also the key of the text that says in
/// words what to do; `params` fill that text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code in `snake_case`, e.g. `required`, `id_number_length`.
    pub code: String,
    /// The field it is about; empty when it is about the whole.
    pub field: String,
    /// Error or warning.
    pub severity: Severity,
    /// Values for the text of the finding; never more personal data than the field itself holds.
    #[serde(default)]
    pub params: Map<String, Value>,
}

impl Finding {
    /// An error about `field`.
    pub fn error(code: &str, field: &str) -> Self {
        Self::new(code, field, Severity::Error)
    }

    /// A warning about `field`.
    pub fn warning(code: &str, field: &str) -> Self {
        Self::new(code, field, Severity::Warning)
    }

    /// A finding without parameters.
    pub fn new(code: &str, field: &str, severity: Severity) -> Self {
        Self { code: code.to_owned(), field: field.to_owned(), severity, params: Map::new() }
    }

    /// The same finding with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// Whether it stops a submit.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
