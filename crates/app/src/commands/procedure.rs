//! `procedure.list`, `procedure.form`, `procedure.sample`: the form definitions as the window reads them.

use super::NoArgs;
use crate::{App, error::AppError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tan_nha_forms::{
    Choice, Deadline, Definition, Fee, Field, FieldType, Mark, Paper, Rule, Section, catalogue,
};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormArgs {
    procedure: String,
    #[ts(optional)]
    version: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SampleArgs {
    procedure: String,
}

#[derive(Serialize, TS)]
pub(crate) struct ProcedureView {
    key: &'static str,
    name: &'static str,
    portal_code: &'static str,
    authority: &'static str,
    #[ts(type = "{ count?: number, unit: string, extra?: string, mark: \"V\" | \"S\" | \"R\" }")]
    deadline: &'static Deadline,
    #[ts(type = "{ text: string, mark: \"V\" | \"S\" | \"R\" }")]
    fee: &'static Fee,
    papers: Vec<PaperView>,
    version: &'static str,
}

/// A form. `mark` says how sure a fact is: V read in the law, S in a secondary text, R remembered only.
#[derive(Serialize, TS)]
pub(crate) struct FormView {
    key: &'static str,
    version: &'static str,
    name: &'static str,
    sections: Vec<SectionView>,
    papers: Vec<PaperView>,
    rules: Vec<RuleView>,
}

#[derive(Serialize, TS)]
struct PaperView {
    slot: &'static str,
    label: &'static str,
    required: bool,
    /// Whether it is filled in here; the others are the citizen's own.
    is_form: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    note: Option<&'static str>,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

#[derive(Serialize, TS)]
struct SectionView {
    key: &'static str,
    label: &'static str,
    /// The slot of the paper it is printed on.
    paper: &'static str,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
    fields: Vec<FieldView>,
}

#[derive(Serialize, TS)]
struct FieldView {
    key: &'static str,
    label: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    hint: Option<&'static str>,
    #[serde(rename = "type")]
    #[ts(type = "string")]
    kind: FieldType,
    /// The unit of merge: fields of one group are changed together.
    group: &'static str,
    required: bool,
    /// Whether it may become required by other answers.
    required_sometimes: bool,
    /// Whether it is computed where nobody answers.
    derived: bool,
    sensitive: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceView>,
    /// What a fixed field says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    text: Option<&'static str>,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

#[derive(Serialize, TS)]
struct ChoiceView {
    value: &'static str,
    label: &'static str,
}

/// What to do about a finding of the form's own rules.
#[derive(Serialize, TS)]
struct RuleView {
    code: &'static str,
    field: &'static str,
    what_to_do: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    source: Option<&'static str>,
}

#[derive(Serialize, TS)]
pub(crate) struct Sample {
    #[ts(type = "Record<string, unknown>")]
    answers: Map<String, Value>,
}

pub(crate) fn list(_: &App, _: NoArgs) -> Result<Vec<ProcedureView>, AppError> {
    let mut keys: Vec<&str> = catalogue().all().map(Definition::key).collect();
    keys.dedup();
    Ok(keys.into_iter().filter_map(|key| catalogue().latest(key)).map(procedure_view).collect())
}

pub(crate) fn form(_: &App, args: FormArgs) -> Result<FormView, AppError> {
    let latest = catalogue().latest(&args.procedure).ok_or(AppError::ProcedureUnknown)?;
    let definition = match args.version {
        None => latest,
        Some(version) => {
            catalogue().version(&args.procedure, &version).ok_or(AppError::FormVersionUnknown)?
        }
    };
    Ok(FormView {
        key: definition.key(),
        version: definition.version(),
        name: definition.name(),
        sections: definition.sections().iter().map(|section| section_view(definition, section)).collect(),
        papers: definition.papers().iter().map(paper_view).collect(),
        rules: definition.rules().iter().map(rule_view).collect(),
    })
}

pub(crate) fn sample(_: &App, args: SampleArgs) -> Result<Sample, AppError> {
    let definition = catalogue().latest(&args.procedure).ok_or(AppError::ProcedureUnknown)?;
    Ok(Sample { answers: definition.sample().clone() })
}

fn procedure_view(definition: &'static Definition) -> ProcedureView {
    ProcedureView {
        key: definition.key(),
        name: definition.name(),
        portal_code: definition.portal_code(),
        authority: definition.authority(),
        deadline: definition.deadline(),
        fee: definition.fee(),
        papers: definition.papers().iter().map(paper_view).collect(),
        version: definition.version(),
    }
}

fn paper_view(paper: &'static Paper) -> PaperView {
    PaperView {
        slot: &paper.slot,
        label: &paper.label,
        required: paper.required,
        is_form: paper.is_form,
        note: paper.note.as_deref(),
        mark: paper.mark,
    }
}

fn section_view(definition: &'static Definition, section: &'static Section) -> SectionView {
    SectionView {
        key: &section.key,
        label: &section.label,
        paper: &section.paper,
        mark: section.mark,
        fields: definition.fields_of(section).iter().map(field_view).collect(),
    }
}

fn field_view(field: &'static Field) -> FieldView {
    FieldView {
        key: &field.key,
        label: &field.label,
        hint: field.hint.as_deref(),
        kind: field.kind,
        group: &field.group,
        required: field.required,
        required_sometimes: field.is_required_sometimes(),
        derived: field.is_derived(),
        sensitive: field.sensitive,
        choices: field.choices.all.iter().map(choice_view).collect(),
        text: field.text.as_deref(),
        mark: field.mark,
    }
}

fn choice_view(choice: &'static Choice) -> ChoiceView {
    ChoiceView { value: &choice.value, label: choice.label() }
}

fn rule_view(rule: &'static Rule) -> RuleView {
    RuleView {
        code: &rule.code,
        field: &rule.field,
        what_to_do: &rule.what_to_do,
        source: rule.source.as_deref(),
    }
}
