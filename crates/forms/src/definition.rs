//! A procedure's form as it was loaded: papers, sections, fields and rules.
//!
//! Where a fact comes from stays visible: every section, field and rule has a [`Mark`] and, where
//! known, its source (law, circular, record).

use crate::{
    expression::Expression,
    field::Field,
    head::{Fee, Member, Signer},
    people::{PersonGroup, Role},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{collections::HashMap, ops::Range};
use tan_nha_domain::finding::Severity;
pub use tan_nha_domain::{deadline::Unit as DeadlineUnit, mark::Mark};

/// When the result is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// How many units; 0 working days is the same day. None where no text that was read says it, or where only
    /// the parts of a linked procedure have times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// The unit.
    pub unit: DeadlineUnit,
    /// What else is to be known of it, in Vietnamese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<String>,
    /// How sure it is.
    pub mark: Mark,
}

/// A text that the definition follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Its short name: "TT 04/2020/TT-BTP".
    pub law: String,
    /// Articles, where they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The first day in force, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force_from: Option<NaiveDate>,
    /// The last day in force, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force_until: Option<NaiveDate>,
    /// How sure it is.
    pub mark: Mark,
}

/// A paper of the dossier: one that is printed from the answers, or one to be attached.
#[derive(Debug)]
pub struct Paper {
    /// Its stable name; files are attached to it.
    pub slot: String,
    /// What people read.
    pub label: String,
    /// Whether it is printed from the answers.
    pub is_form: bool,
    /// Whether every dossier needs it.
    pub required: bool,
    /// How many are handed in.
    pub copies: u32,
    /// Whether the original has to be shown at the desk beside it.
    pub original_to_show: bool,
    /// What else is to be known of it, in Vietnamese.
    pub note: Option<String>,
    /// Whether its picture is sensitive personal data (an identity card).
    pub sensitive: bool,
    /// How sure it is.
    pub mark: Mark,
    pub(crate) required_when: Option<Expression>,
}

impl Paper {
    /// Whether some dossiers need it, by their answers.
    pub fn is_required_sometimes(&self) -> bool {
        self.required_when.is_some()
    }
}

/// A part of a paper.
#[derive(Debug)]
pub struct Section {
    /// Its stable name.
    pub key: String,
    /// What people read.
    pub label: String,
    /// The slot of the paper that it is printed on; none where it is only asked.
    pub paper: Option<String>,
    /// How sure it is.
    pub mark: Mark,
    /// Where it is written.
    pub source: Option<String>,
    pub(crate) fields: Range<usize>,
}

/// A rule between answers; true is a problem.
#[derive(Debug)]
pub struct Rule {
    /// The code of its finding.
    pub code: String,
    /// The field that the finding is about; empty for the whole. `<table>/<column>` is asked of each row.
    pub field: String,
    /// The weight of the finding.
    pub severity: Severity,
    /// The parameters of the finding.
    pub params: Map<String, Value>,
    /// What to do about it, in Vietnamese, for the person at the bedside.
    pub what_to_do: String,
    /// How sure it is.
    pub mark: Mark,
    /// Where it is written.
    pub source: Option<String>,
    pub(crate) when: Expression,
    pub(crate) place: Option<usize>,
    /// The column of the table in that place.
    pub(crate) column: Option<String>,
}

/// The form of a procedure in one version.
#[derive(Debug)]
pub struct Definition {
    pub(crate) key: String,
    pub(crate) version: String,
    pub(crate) portal_code: String,
    pub(crate) in_force_from: Option<NaiveDate>,
    pub(crate) in_force_until: Option<NaiveDate>,
    pub(crate) name: String,
    pub(crate) area: String,
    pub(crate) authority: String,
    pub(crate) mark: Mark,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) fee: Fee,
    pub(crate) signers: Vec<Signer>,
    pub(crate) official_present: bool,
    pub(crate) members: Vec<Member>,
    pub(crate) laws: Vec<Law>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) sections: Vec<Section>,
    pub(crate) fields: Vec<Field>,
    pub(crate) people: Vec<PersonGroup>,
    pub(crate) fillable: Vec<PersonGroup>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) places: HashMap<String, usize>,
    /// The derived fields, each after those it is derived from.
    pub(crate) derive_order: Vec<usize>,
    pub(crate) sample: Map<String, Value>,
    pub(crate) template: Option<String>,
}

impl Definition {
    /// The procedure's key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The version: the month of the law it follows and a number (`2024-06.1`).
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The first day on which dossiers are begun with it; none where it has always been so.
    pub fn in_force_from(&self) -> Option<NaiveDate> {
        self.in_force_from
    }

    /// The last such day, where there is one.
    pub fn in_force_until(&self) -> Option<NaiveDate> {
        self.in_force_until
    }

    /// Whether a dossier that is begun on this day may be begun with it.
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.in_force_from.is_none_or(|from| from <= day)
            && self.in_force_until.is_none_or(|until| day <= until)
    }

    /// The code of the national portal.
    pub fn portal_code(&self) -> &str {
        &self.portal_code
    }

    /// The procedure's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The area of administration that it is listed under ("Hộ tịch"); empty where the definition names none.
    pub fn area(&self) -> &str {
        &self.area
    }

    /// Who decides.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// How sure the head is.
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// When the result is due; none where no text says it, and for a group, whose members have their own.
    pub fn deadline(&self) -> Option<&Deadline> {
        self.deadline.as_ref()
    }

    /// What it costs.
    pub fn fee(&self) -> &Fee {
        &self.fee
    }

    /// Who signs.
    pub fn signers(&self) -> &[Signer] {
        &self.signers
    }

    /// Whether an official has to be present when it is signed.
    pub fn official_present(&self) -> bool {
        self.official_present
    }

    /// The dossiers that one filling yields; empty for a procedure that is one dossier.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The texts it follows.
    pub fn laws(&self) -> &[Law] {
        &self.laws
    }

    /// The papers of the dossier.
    pub fn papers(&self) -> &[Paper] {
        &self.papers
    }

    /// The parts of its papers, in form order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The fields of a section, in form order.
    pub fn fields_of(&self, section: &Section) -> &[Field] {
        self.fields.get(section.fields.clone()).unwrap_or_default()
    }

    /// All fields, in form order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter()
    }

    /// The field of that key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.places.get(key).and_then(|&place| self.fields.get(place))
    }

    /// The unit of merge that a field belongs to.
    pub fn group_of(&self, field_key: &str) -> Option<&str> {
        self.field(field_key).map(|field| field.group.as_str())
    }

    /// The field that an answer's key or a cell's name speaks of: of `relatives/<row>` the table, of
    /// `relatives/<row>/name` the column.
    pub fn field_named(&self, name: &str) -> Option<&Field> {
        let mut parts = name.split('/');
        let field = self.field(parts.next()?)?;
        match parts.nth(1) {
            None => Some(field),
            Some(column) => field.column(column),
        }
    }

    /// The people it asks for.
    pub fn people(&self) -> &[PersonGroup] {
        &self.people
    }

    /// The person that each row of this table is; none where its rows are no people.
    pub fn person_of_rows(&self, table: &str) -> Option<&PersonGroup> {
        self.people.iter().find(|person| person.role == Role::Member && person.key == table)
    }

    /// The people whose fields a source can fill, in form order; in forms that do not describe their people, those of
    /// whom the keys of the fields speak.
    pub fn fillable_people(&self) -> &[PersonGroup] {
        &self.fillable
    }

    /// The rules between answers.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// What to do about a finding of one of the rules, in Vietnamese.
    pub fn what_to_do(&self, code: &str, field: &str) -> Option<&str> {
        let rule = self.rules.iter().find(|rule| rule.code == code && rule.field == field)?;
        Some(&rule.what_to_do)
    }

    /// Answers of an invented person that pass the check.
    pub fn sample(&self) -> &Map<String, Value> {
        &self.sample
    }

    /// The Typst text that lays its declarations out; none where the general layout will do.
    pub fn template(&self) -> Option<&str> {
        self.template.as_deref()
    }

    /// The same with a layout of its own (`paper.typ`). What is wrong with it is said when it is printed.
    pub fn with_template(self, typst: Option<&str>) -> Self {
        Self { template: typst.map(str::to_owned), ..self }
    }
}
