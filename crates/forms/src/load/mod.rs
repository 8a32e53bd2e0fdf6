//! From the text of a definition to the definition: every name and expression is checked here, and
//! then the whole is tried on no answers and on its sample.

mod fields;
mod file;
mod head;
mod names;
mod people;
mod raw;
mod trial;

pub use file::DefinitionError;

use crate::{
    definition::{Definition, Mark, Paper, Rule},
    people::fillable,
};
use chrono::NaiveDate;
use file::File;
use names::{Names, is_snake_case};
use raw::{RawDefinition, RawRule};
use serde_json::Map;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// Where the expressions stand in the file that no field has.
struct ExpressionPlaces {
    rules: Vec<Range<usize>>,
    /// Of papers, fees, signers and members, by what a failure calls them.
    head: BTreeMap<String, Range<usize>>,
}

impl Definition {
    /// Reads a definition. `file_name` is only for faults; those of the sample are told of the file
    /// `sample.json` beside it.
    ///
    /// # Errors
    /// The first fault, with its file and line.
    pub fn parse(file_name: &str, toml: &str, sample_json: &str) -> Result<Self, DefinitionError> {
        let file = File { name: file_name, text: toml };
        let mut raw: RawDefinition = toml::from_str(toml)
            .map_err(|error| file.fault(&error.span().unwrap_or_default(), error.message()))?;
        let head = head::expression_places(&raw);
        let people = people::expand(&file, &mut raw)?;
        fields::inherit(&mut raw.sections);
        let names = Names::collect(&file, &raw)?;
        named_well(&file, &raw)?;
        let mark = raw.mark;
        let (in_force_from, in_force_until) = in_force(&file, &raw)?;
        let papers: Vec<Paper> = raw
            .papers
            .into_iter()
            .map(|paper| head::load_paper(&names, paper, mark))
            .collect::<Result<_, _>>()?;
        let (rules, rule_places) = load_rules(&names, raw.rules, mark)?;
        let places = ExpressionPlaces { rules: rule_places, head };
        let form = fields::load(&names, raw.sections, mark, &papers)?;
        let fee = head::load_fee(&names, raw.fee)?;
        let signers = head::load_signers(&names, raw.signers, mark, &people)?;
        let members = head::load_members(&names, raw.members, mark, &raw.key, &papers)?;
        let mut definition = Definition {
            key: raw.key,
            version: raw.version,
            portal_code: raw.portal_code,
            in_force_from,
            in_force_until,
            name: raw.name,
            area: raw.area,
            authority: raw.authority,
            mark,
            deadline: raw.deadline,
            fee,
            signers,
            official_present: raw.official_present,
            members,
            laws: raw.laws,
            papers,
            fillable: fillable(&form.fields, &people),
            sections: form.sections,
            fields: form.fields,
            people,
            rules,
            places: names.places.clone(),
            derive_order: form.derive_order,
            sample: Map::new(),
            template: None,
        };
        trial::on_nothing(&definition, &names, &places)?;
        trial::on_blank_rows(&definition, &names, &places)?;
        trial::on_sample(&mut definition, &names, &places, sample_json)?;
        Ok(definition)
    }
}

/// Both are names that records and other forms use: the version orders as well.
fn named_well(file: &File<'_>, raw: &RawDefinition) -> Result<(), DefinitionError> {
    let digits = |text: &str, least: usize, most: usize| {
        (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts = raw.version.split_once('-').and_then(|(year, rest)| Some((year, rest.split_once('.')?)));
    let is_version = parts.is_some_and(|(year, (month, number))| {
        digits(year, 4, 4) && digits(month, 2, 2) && digits(number, 1, 6)
    });
    let wrong = match (is_snake_case(&raw.key), is_version) {
        (false, _) => Some(("key", format!("the key `{}` is not in snake_case", raw.key))),
        (_, false) => Some(("version", format!("the version `{}` is not like `2024-06.1`", raw.version))),
        _ => None,
    };
    wrong.map_or(Ok(()), |(key, message)| {
        Err(file.fault_in_line(file.line_with(&format!("\n{key}")) + 1, message))
    })
}

/// The days in force, in order.
fn in_force(
    file: &File<'_>,
    raw: &RawDefinition,
) -> Result<(Option<NaiveDate>, Option<NaiveDate>), DefinitionError> {
    let day = |day: &Option<toml::Spanned<NaiveDate>>| day.as_ref().map(|day| *day.get_ref());
    let (from, until) = (day(&raw.in_force_from), day(&raw.in_force_until));
    match (&raw.in_force_until, from.zip(until)) {
        (Some(at), Some((from, until))) if until < from => {
            Err(file.fault(&at.span(), "the form ends before it is in force"))
        }
        _ => Ok((from, until)),
    }
}

fn load_rules(
    names: &Names<'_>,
    raw: Vec<RawRule>,
    mark: Mark,
) -> Result<(Vec<Rule>, Vec<Range<usize>>), DefinitionError> {
    let mut met = BTreeSet::new();
    let mut places = Vec::new();
    let mut rules = Vec::new();
    for rule in raw {
        let fault = |message: String| names.file.fault(&rule.code.span(), message);
        let (code, field) = (rule.code.get_ref(), rule.field.get_ref());
        if !is_snake_case(code) {
            return Err(fault(format!("the code `{code}` is not in snake_case")));
        }
        if !met.insert((code.clone(), field.clone())) {
            return Err(fault(format!("a second rule `{code}` for `{field}`")));
        }
        let (place, column) = match field.as_str() {
            "" => (None, None),
            _ => names.place_or_column(&rule.field).map(|(place, column)| (Some(place), column))?,
        };
        let row_of = field.split_once('/').map(|(table, _)| table);
        rules.push(Rule {
            code: code.clone(),
            field: field.clone(),
            severity: rule.severity,
            params: rule.params,
            what_to_do: rule.what_to_do,
            mark: rule.mark.unwrap_or(mark),
            source: rule.source,
            when: names.compile(&rule.when, row_of)?,
            place,
            column,
        });
        places.push(rule.when.span());
    }
    Ok((rules, places))
}
