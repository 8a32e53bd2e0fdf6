//! `procedure.list`, `procedure.form`, `procedure.sample`: the form definitions as the window reads them.

use super::NoArgs;
use crate::{App, error::AppError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tan_nha_domain::unit::UnitSet;
use tan_nha_forms::{
    Choice, Deadline, Definition, Fee, Field, FieldType, Mark, Member, Paper, PersonGroup, Role, Rule,
    Section, Signer,
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
    key: String,
    name: String,
    portal_code: String,
    /// The area of administration that it is listed under; empty where its form names none.
    area: String,
    authority: String,
    /// Absent where no text says it, and for a group, whose members have their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "{ count?: number, unit: string, extra?: string, mark: \"V\" | \"S\" | \"R\" }")]
    deadline: Option<Deadline>,
    fee: FeeView,
    papers: Vec<PaperView>,
    version: String,
}

/// A form. `mark` says how sure a fact is: V read in the law, S in a secondary text, R remembered only.
#[derive(Serialize, TS)]
pub(crate) struct FormView {
    key: String,
    version: String,
    name: String,
    sections: Vec<SectionView>,
    /// The people whose fields a card or a record can fill, in form order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<PersonView>>")]
    people: Vec<PersonView>,
    papers: Vec<PaperView>,
    fee: FeeView,
    signers: Vec<SignerView>,
    /// Whether an official has to be present when it is signed.
    official_present: bool,
    /// The dossiers that one filling yields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<MemberView>>")]
    members: Vec<MemberView>,
    rules: Vec<RuleView>,
}

/// One of the people of a form.
#[derive(Serialize, TS)]
struct PersonView {
    key: String,
    /// Who they are: `subject`, `requester`, `mother`, …
    #[ts(type = "string")]
    role: Role,
    /// The field with their name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    name: Option<String>,
    /// The fields that can be filled, in form order.
    fields: Vec<String>,
}

/// What it costs: in words, and who is free of it. What is due by the answers is told with the dossier.
#[derive(Serialize, TS)]
struct FeeView {
    text: String,
    exempt: Vec<ExemptView>,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

#[derive(Serialize, TS)]
struct ExemptView {
    who: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    why: Option<String>,
    /// Whether the answers tell it; otherwise a person is asked.
    told: bool,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

#[derive(Serialize, TS)]
struct SignerView {
    who: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    note: Option<String>,
    /// Where it is the two witnesses: the table that names them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    witnesses: Option<String>,
    /// Whether it hangs on the answers.
    sometimes: bool,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

/// A dossier that a group yields.
#[derive(Serialize, TS)]
struct MemberView {
    key: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    procedure: Option<String>,
    authority: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "{ count: number, unit: string, extra?: string, mark: \"V\" | \"S\" | \"R\" }")]
    deadline: Option<Deadline>,
    /// The member that has to be done before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    after: Option<String>,
    /// The slots of the papers that serve it.
    papers: Vec<String>,
    /// Whether the answers decide whether it is asked for.
    sometimes: bool,
    /// The fields whose answers decide it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    decided_by: Vec<String>,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

#[derive(Serialize, TS)]
struct PaperView {
    slot: String,
    label: String,
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
    note: Option<String>,
    /// Whether its picture is sensitive personal data.
    sensitive: bool,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

#[derive(Serialize, TS)]
struct SectionView {
    key: String,
    label: String,
    /// The slot of the paper it is printed on; absent where it is only asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    paper: Option<String>,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
    fields: Vec<FieldView>,
}

#[derive(Serialize, TS)]
struct FieldView {
    key: String,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    hint: Option<String>,
    #[serde(rename = "type")]
    #[ts(type = "string")]
    kind: FieldType,
    /// The unit of merge: fields of one group are changed together.
    group: String,
    required: bool,
    /// Whether it may become required by other answers.
    required_sometimes: bool,
    /// Whether it is computed where nobody answers.
    derived: bool,
    sensitive: bool,
    /// Of an address: the units that it is to name; absent where those of any time will do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "\"2024\" | \"2025\"")]
    unit_set: Option<UnitSet>,
    /// The columns of a table; a row has their cells and its id, `row`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<FieldView>>")]
    columns: Vec<FieldView>,
    /// Whether each row is a person, whom a card can fill.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    rows_are_people: bool,
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
    text: Option<String>,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

#[derive(Serialize, TS)]
struct ChoiceView {
    value: String,
    label: String,
}

/// What to do about a finding of the form's own rules.
#[derive(Serialize, TS)]
struct RuleView {
    code: String,
    field: String,
    what_to_do: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    source: Option<String>,
}

#[derive(Serialize, TS)]
pub(crate) struct Sample {
    #[ts(type = "Record<string, unknown>")]
    answers: Map<String, Value>,
}

pub(crate) fn list(app: &App, _: NoArgs) -> Result<Vec<ProcedureView>, AppError> {
    let session = app.session()?;
    let forms = session.forms(&session.store())?;
    Ok(forms.for_day(app.today()).into_iter().map(procedure_view).collect())
}

pub(crate) fn form(app: &App, args: FormArgs) -> Result<FormView, AppError> {
    let session = app.session()?;
    let forms = session.forms(&session.store())?;
    let definition = match args.version {
        None => forms.latest(&args.procedure, app.today()).ok_or(AppError::ProcedureUnknown)?,
        Some(version) => forms.version(&args.procedure, &version).ok_or(AppError::FormVersionUnknown)?,
    };
    Ok(FormView {
        key: definition.key().to_owned(),
        version: definition.version().to_owned(),
        name: definition.name().to_owned(),
        sections: definition.sections().iter().map(|section| section_view(definition, section)).collect(),
        people: definition.fillable_people().iter().map(|person| person_view(definition, person)).collect(),
        papers: definition.papers().iter().map(paper_view).collect(),
        fee: fee_view(definition.fee()),
        signers: definition.signers().iter().map(signer_view).collect(),
        official_present: definition.official_present(),
        members: definition.members().iter().map(|member| member_view(definition, member)).collect(),
        rules: definition.rules().iter().map(rule_view).collect(),
    })
}

pub(crate) fn sample(app: &App, args: SampleArgs) -> Result<Sample, AppError> {
    let session = app.session()?;
    let forms = session.forms(&session.store())?;
    let definition = forms.latest(&args.procedure, app.today()).ok_or(AppError::ProcedureUnknown)?;
    Ok(Sample { answers: definition.sample().clone() })
}

fn procedure_view(definition: &Definition) -> ProcedureView {
    ProcedureView {
        key: definition.key().to_owned(),
        name: definition.name().to_owned(),
        portal_code: definition.portal_code().to_owned(),
        area: definition.area().to_owned(),
        authority: definition.authority().to_owned(),
        deadline: definition.deadline().cloned(),
        fee: fee_view(definition.fee()),
        papers: definition.papers().iter().map(paper_view).collect(),
        version: definition.version().to_owned(),
    }
}

fn fee_view(fee: &Fee) -> FeeView {
    let exempt = fee.exemptions.iter().map(|exempt| ExemptView {
        who: exempt.who.clone(),
        why: exempt.why.clone(),
        told: exempt.is_told(),
        mark: exempt.mark,
    });
    FeeView { text: fee.text.clone(), exempt: exempt.collect(), mark: fee.mark }
}

fn signer_view(signer: &Signer) -> SignerView {
    SignerView {
        who: signer.who.clone(),
        note: signer.note.clone(),
        witnesses: signer.witnesses.clone(),
        sometimes: signer.is_conditional(),
        mark: signer.mark,
    }
}

fn member_view(definition: &Definition, member: &Member) -> MemberView {
    let mut decided_by = member.decided_by();
    decided_by.retain(|key| definition.field_named(key).is_some());
    MemberView {
        decided_by,
        key: member.key.clone(),
        name: member.name.clone(),
        procedure: member.procedure.clone(),
        authority: member.authority.clone(),
        deadline: member.deadline.clone(),
        after: member.after.clone(),
        papers: member.papers.clone(),
        sometimes: member.is_conditional(),
        mark: member.mark,
    }
}

fn paper_view(paper: &Paper) -> PaperView {
    PaperView {
        slot: paper.slot.clone(),
        label: paper.label.clone(),
        required: paper.required,
        required_sometimes: paper.is_required_sometimes(),
        copies: paper.copies,
        original_to_show: paper.original_to_show,
        sensitive: paper.sensitive,
        is_form: paper.is_form,
        note: paper.note.clone(),
        mark: paper.mark,
    }
}

fn section_view(definition: &Definition, section: &Section) -> SectionView {
    SectionView {
        key: section.key.clone(),
        label: section.label.clone(),
        paper: section.paper.clone(),
        mark: section.mark,
        fields: definition.fields_of(section).iter().map(|field| table_view(definition, field)).collect(),
    }
}

fn person_view(definition: &Definition, person: &PersonGroup) -> PersonView {
    let is_theirs = |field: &&Field| person.parts.values().any(|key| *key == field.key);
    PersonView {
        key: person.key.clone(),
        role: person.role,
        name: person.name.clone(),
        fields: definition.fields().filter(is_theirs).map(|field| field.key.clone()).collect(),
    }
}

fn table_view(definition: &Definition, field: &Field) -> FieldView {
    FieldView { rows_are_people: definition.person_of_rows(&field.key).is_some(), ..field_view(field) }
}

fn field_view(field: &Field) -> FieldView {
    FieldView {
        key: field.key.clone(),
        label: field.label.clone(),
        hint: field.hint.clone(),
        kind: field.kind,
        group: field.group.clone(),
        required: field.required,
        required_sometimes: field.is_required_sometimes(),
        derived: field.is_derived(),
        sensitive: field.sensitive,
        unit_set: field.unit_set,
        columns: field.columns.iter().map(field_view).collect(),
        rows_are_people: false,
        min_rows: field.rows.least,
        max_rows: field.rows.most,
        choices: field.choices.all.iter().map(choice_view).collect(),
        text: field.text.clone(),
        mark: field.mark,
    }
}

fn choice_view(choice: &Choice) -> ChoiceView {
    ChoiceView { value: choice.value.clone(), label: choice.label().to_owned() }
}

fn rule_view(rule: &Rule) -> RuleView {
    RuleView {
        code: rule.code.clone(),
        field: rule.field.clone(),
        what_to_do: rule.what_to_do.clone(),
        source: rule.source.clone(),
    }
}
