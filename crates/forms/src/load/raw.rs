//! The shape of `form.toml`. What is checked later keeps its place in the file ([`Spanned`]).

use crate::{
    choices::Choice,
    definition::{Deadline, Law, Mark},
    field::FieldType,
    people::Role,
    prefill::Prefill,
};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use tan_nha_domain::{finding::Severity, sex::Sex, unit::UnitSet};
use toml::Spanned;

type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDefinition {
    pub(super) key: String,
    pub(super) version: String,
    pub(super) portal_code: String,
    pub(super) in_force_from: Option<Spanned<NaiveDate>>,
    pub(super) in_force_until: Option<Spanned<NaiveDate>>,
    pub(super) name: String,
    #[serde(default)]
    pub(super) area: String,
    pub(super) authority: String,
    pub(super) mark: Mark,
    pub(super) deadline: Option<Deadline>,
    pub(super) fee: RawFee,
    #[serde(default)]
    pub(super) official_present: bool,
    #[serde(default, rename = "signer")]
    pub(super) signers: Vec<RawSigner>,
    #[serde(default, rename = "member")]
    pub(super) members: Vec<RawMember>,
    #[serde(default, rename = "law")]
    pub(super) laws: Vec<Law>,
    #[serde(default, rename = "paper")]
    pub(super) papers: Vec<RawPaper>,
    #[serde(default, rename = "section")]
    pub(super) sections: Vec<RawSection>,
    #[serde(default, rename = "rule")]
    pub(super) rules: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFee {
    pub(super) text: String,
    pub(super) mark: Mark,
    #[serde(default, rename = "case")]
    pub(super) cases: Vec<RawFeeCase>,
    #[serde(default, rename = "exempt")]
    pub(super) exemptions: Vec<RawExemption>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFeeCase {
    pub(super) label: String,
    /// An expression: whole đồng, null where the answers do not tell.
    pub(super) amount: Text,
    pub(super) when: Option<Text>,
    pub(super) mark: Option<Mark>,
    pub(super) source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExemption {
    pub(super) who: String,
    pub(super) why: Option<String>,
    pub(super) when: Option<Text>,
    pub(super) mark: Option<Mark>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSigner {
    pub(super) who: String,
    /// The key of a person.
    pub(super) person: Option<Text>,
    /// The key of a table of people.
    pub(super) witnesses: Option<Text>,
    pub(super) when: Option<Text>,
    pub(super) note: Option<String>,
    pub(super) mark: Option<Mark>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMember {
    pub(super) key: Text,
    pub(super) name: String,
    /// The key of the procedure, where it is one that also stands alone.
    pub(super) procedure: Option<Text>,
    pub(super) authority: String,
    pub(super) when: Option<Text>,
    /// The member that has to be done before it.
    pub(super) after: Option<Text>,
    pub(super) deadline: Option<Deadline>,
    /// The slots of the papers that serve it.
    #[serde(default)]
    pub(super) papers: Vec<Text>,
    pub(super) mark: Option<Mark>,
    pub(super) source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPaper {
    pub(super) slot: Text,
    pub(super) label: String,
    /// Printed from the answers.
    #[serde(default)]
    pub(super) form: bool,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) required_when: Option<Text>,
    pub(super) copies: Option<u32>,
    #[serde(default)]
    pub(super) original_to_show: bool,
    pub(super) note: Option<String>,
    #[serde(default)]
    pub(super) sensitive: bool,
    pub(super) mark: Option<Mark>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub(super) key: Text,
    pub(super) label: String,
    /// The slot of the paper it is printed on.
    pub(super) paper: Option<Text>,
    /// Said of all its fields, beside what each says itself.
    pub(super) visible_when: Option<Text>,
    pub(super) mark: Option<Mark>,
    pub(super) source: Option<String>,
    #[serde(default, rename = "field")]
    pub(super) fields: Vec<RawField>,
    #[serde(default, rename = "person")]
    pub(super) people: Vec<RawPersonGroup>,
}

/// A person, who becomes fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPersonGroup {
    /// The keys of the fields begin with it.
    pub(super) key: Text,
    pub(super) role: Role,
    /// The role in words, inside a label.
    pub(super) who: Option<String>,
    /// In form order.
    pub(super) parts: Vec<String>,
    /// The parts that must be answered.
    #[serde(default)]
    pub(super) required: Vec<String>,
    /// When they must be; always without it.
    pub(super) required_when: Option<Text>,
    pub(super) visible_when: Option<Text>,
    /// Whether they are the citizen of the dossier, whose record is known.
    #[serde(default)]
    pub(super) citizen: bool,
    /// The field of the section behind which they stand; at its beginning without it.
    pub(super) after: Option<Text>,
    /// What their key was in earlier versions.
    #[serde(default)]
    pub(super) was: Vec<String>,
    pub(super) mark: Option<Mark>,
    pub(super) source: Option<String>,
    /// By part: what is said otherwise.
    #[serde(default)]
    pub(super) change: BTreeMap<String, RawChange>,
}

/// A part of a person, as most forms have it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPart {
    /// What the key ends with; the part's name without it.
    pub(super) key: Option<String>,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: FieldType,
    pub(super) list: Option<String>,
    pub(super) unit_set: Option<UnitSet>,
    #[serde(default)]
    pub(super) sensitive: bool,
    pub(super) printed: Option<bool>,
}

/// What a form says otherwise of a part.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChange {
    /// The whole key.
    pub(super) key: Option<String>,
    pub(super) label: Option<String>,
    pub(super) hint: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<FieldType>,
    #[serde(default)]
    pub(super) choices: Vec<Choice>,
    pub(super) list: Option<Text>,
    pub(super) required_when: Option<Text>,
    pub(super) visible_when: Option<Text>,
    pub(super) derive: Option<Text>,
    pub(super) prefill: Option<Prefill>,
    /// What the whole key was in earlier versions.
    #[serde(default)]
    pub(super) was: Vec<String>,
    pub(super) sensitive: Option<bool>,
    pub(super) mark: Option<Mark>,
    pub(super) source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub(super) key: Text,
    /// What the key was in earlier versions.
    #[serde(default)]
    pub(super) was: Vec<String>,
    pub(super) group: Option<Text>,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: FieldType,
    #[serde(default)]
    pub(super) choices: Vec<Choice>,
    /// The columns of a table.
    #[serde(default, rename = "column")]
    pub(super) columns: Vec<RawField>,
    pub(super) min_rows: Option<u32>,
    pub(super) max_rows: Option<u32>,
    /// The name of a shared list.
    pub(super) list: Option<Text>,
    /// What a fixed field says.
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) required_when: Option<Text>,
    pub(super) visible_when: Option<Text>,
    pub(super) derive: Option<Text>,
    pub(super) prefill: Option<Prefill>,
    pub(super) person: Option<RawPerson>,
    /// Of an address.
    pub(super) unit_set: Option<UnitSet>,
    #[serde(default)]
    pub(super) sensitive: bool,
    /// Whether the paper of its section says it; it does without this.
    pub(super) printed: Option<bool>,
    pub(super) mark: Option<Mark>,
    pub(super) source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPerson {
    pub(super) born: Option<Text>,
    pub(super) sex: Option<Text>,
    pub(super) sex_is: Option<Sex>,
    /// Of the rows of a table.
    pub(super) name: Option<Text>,
    /// Of the rows of a table.
    pub(super) id: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub(super) code: Text,
    /// Empty for the whole form.
    pub(super) field: Text,
    pub(super) severity: Severity,
    /// True is a problem.
    pub(super) when: Text,
    #[serde(default)]
    pub(super) params: Map<String, Value>,
    pub(super) what_to_do: String,
    pub(super) mark: Option<Mark>,
    pub(super) source: Option<String>,
}
