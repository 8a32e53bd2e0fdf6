//! `procedure.list`, `procedure.form`, `procedure.sample`: the form definitions as the window reads them.

use super::NoArgs;
use crate::{App, error::AppError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tan_nha_forms::{
    Choice, Deadline, Definition, Fee, Field, FieldType, Mark, Member, Paper, Rule, Section, Signer,
    catalogue,
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
    /// Absent where no text says it, and for a group, whose members have their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "{ count?: number, unit: string, extra?: string, mark: \"V\" | \"S\" | \"R\" }")]
    deadline: Option<&'static Deadline>,
    fee: FeeView,
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
    signers: Vec<SignerView>,
    /// Whether an official has to be present when it is signed.
    official_present: bool,
    /// The dossiers that one filling yields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<MemberView>>")]
    members: Vec<MemberView>,
    rules: Vec<RuleView>,
}

/// What it costs: in words, and who is free of it. What is due by the answers is told with the dossier.
#[derive(Serialize, TS)]
struct FeeView {
    text: &'static str,
    exempt: Vec<ExemptView>,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

#[derive(Serialize, TS)]
struct ExemptView {
    who: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    why: Option<&'static str>,
    /// Whether the answers tell it; otherwise a person is asked.
    told: bool,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

#[derive(Serialize, TS)]
struct SignerView {
    who: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    note: Option<&'static str>,
    /// Where it is the two witnesses: the table that names them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    witnesses: Option<&'static str>,
    /// Whether it hangs on the answers.
    sometimes: bool,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

/// A dossier that a group yields.
#[derive(Serialize, TS)]
struct MemberView {
    key: &'static str,
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    procedure: Option<&'static str>,
    authority: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "{ count: number, unit: string, extra?: string, mark: \"V\" | \"S\" | \"R\" }")]
    deadline: Option<&'static Deadline>,
    /// The member that has to be done before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    after: Option<&'static str>,
    /// The slots of the papers that serve it.
    papers: &'static [String],
    /// Whether the answers decide whether it is asked for.
    sometimes: bool,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

#[derive(Serialize, TS)]
struct PaperView {
    slot: &'static str,
    label: &'static str,
    required: bool,
    /// Whether some dossiers need it, by their answers.
    required_sometimes: bool,
    /// How many are handed in.
    copies: u32,
    /// Whether the original has to be shown beside it.
    original_to_show: bool,
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
    /// The slot of the paper it is printed on; absent where it is only asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    paper: Option<&'static str>,
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
    /// The columns of a table; a row has their cells and its id, `row`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<FieldView>>")]
    columns: Vec<FieldView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    min_rows: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    max_rows: Option<u32>,
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
        signers: definition.signers().iter().map(signer_view).collect(),
        official_present: definition.official_present(),
        members: definition.members().iter().map(member_view).collect(),
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
        fee: fee_view(definition.fee()),
        papers: definition.papers().iter().map(paper_view).collect(),
        version: definition.version(),
    }
}

fn fee_view(fee: &'static Fee) -> FeeView {
    let exempt = fee.exemptions.iter().map(|exempt| ExemptView {
        who: &exempt.who,
        why: exempt.why.as_deref(),
        told: exempt.is_told(),
        mark: exempt.mark,
    });
    FeeView { text: &fee.text, exempt: exempt.collect(), mark: fee.mark }
}

fn signer_view(signer: &'static Signer) -> SignerView {
    SignerView {
        who: &signer.who,
        note: signer.note.as_deref(),
        witnesses: signer.witnesses.as_deref(),
        sometimes: signer.is_conditional(),
        mark: signer.mark,
    }
}

fn member_view(member: &'static Member) -> MemberView {
    MemberView {
        key: &member.key,
        name: &member.name,
        procedure: member.procedure.as_deref(),
        authority: &member.authority,
        deadline: member.deadline.as_ref(),
        after: member.after.as_deref(),
        papers: &member.papers,
        sometimes: member.is_conditional(),
        mark: member.mark,
    }
}

fn paper_view(paper: &'static Paper) -> PaperView {
    PaperView {
        slot: &paper.slot,
        label: &paper.label,
        required: paper.required,
        required_sometimes: paper.is_required_sometimes(),
        copies: paper.copies,
        original_to_show: paper.original_to_show,
        is_form: paper.is_form,
        note: paper.note.as_deref(),
        mark: paper.mark,
    }
}

fn section_view(definition: &'static Definition, section: &'static Section) -> SectionView {
    SectionView {
        key: &section.key,
        label: &section.label,
        paper: section.paper.as_deref(),
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
        columns: field.columns.iter().map(field_view).collect(),
        min_rows: field.rows.least,
        max_rows: field.rows.most,
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
