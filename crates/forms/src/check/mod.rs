//! The check of a form: what is derived, what is visible, what is wrong.

mod head;
mod tables;

use crate::{
    address, answer,
    context::Context,
    definition::{Definition, Rule},
    expression::Failed,
    field::{Field, FieldType},
    field_check::{self, Given},
    head::FeeDue,
    people,
    scope::Scope,
};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;
use tan_nha_domain::{finding::Finding, table};

/// The code of the warning about an expression that gave no answer; `rule` names it: a rule's code,
/// or `derive`, `visible_when`, `required_when`. Only a fault in a definition brings it.
pub(crate) const RULE_FAILED: &str = "rule_failed";

/// What a check of all answers gave.
#[derive(Clone, Default, PartialEq)]
pub struct Checked {
    /// What is computed for the visible fields that have a computation; it counts where there is no
    /// answer, and may be offered where there is another.
    pub derived: Map<String, Value>,
    /// The keys of the visible fields, in form order; behind a table the visible cells of its rows,
    /// `<table>/<row>/<column>`.
    pub visible: Vec<String>,
    /// In form order; those about no field of the form come last. One about a cell names it,
    /// `<table>/<row>/<column>`.
    pub findings: Vec<Finding>,
    /// The slots of the papers to be attached that these answers ask for. That one is missing is for
    /// whoever knows the files to say, and is a warning.
    pub papers: Vec<String>,
    /// What they cost; none where the definition has only a text of it.
    pub fee: Option<FeeDue>,
    /// Who signs, in Vietnamese.
    pub signers: Vec<String>,
    /// The keys of the members of a group that they ask for.
    pub members: Vec<String>,
}

/// What the answers ask for beside answers.
struct Asked {
    papers: Vec<String>,
    fee: Option<FeeDue>,
    signers: Vec<String>,
    members: Vec<String>,
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<_> = self.findings.iter().map(|finding| (&finding.code, &finding.field)).collect();
        f.debug_struct("Checked")
            .field("visible", &self.visible)
            .field("findings", &codes)
            .finish_non_exhaustive()
    }
}

/// Checks all answers of a form, as they are stored or as people see them (a table as the list of its rows).
/// The same answers in the same context always give the same.
pub fn check(definition: &Definition, answers: &Map<String, Value>, context: &Context) -> Checked {
    let mut run = Run {
        definition,
        context,
        scope: Scope::new(definition, context),
        answered: vec![false; definition.fields.len()],
        findings: Vec::new(),
    };
    let has_tables = definition.fields.iter().any(|field| field.kind == FieldType::Table);
    let answers = if has_tables { Cow::Owned(table::gathered(answers)) } else { Cow::Borrowed(answers) };
    run.take_answers(&answers);
    let mut derived = run.derive();
    let visible: Vec<bool> = definition.fields.iter().map(|field| run.is_visible(field)).collect();
    let sees = |place: usize| visible.get(place).copied().unwrap_or(false);
    for (place, field) in definition.fields.iter().enumerate().filter(|&(place, _)| sees(place)) {
        run.check_field(place, field);
    }
    let cells = run.check_tables(&sees);
    run.check_rules(&sees);
    let is_visible = |name: &str| match definition.places.get(name) {
        Some(&place) => sees(place),
        None => cells.iter().any(|(_, cell)| cell == name),
    };
    let found = people::check(definition, &run.scope, &is_visible, context);
    run.findings.extend(found);
    let asked = run.asked();
    let shown = |key: &str| definition.places.get(key).is_some_and(|&place| sees(place));
    derived.retain(|key, _| shown(key));
    let mut findings = run.findings;
    findings.retain(|(place, _)| place.is_none_or(&sees));
    findings.sort_by_key(|(place, _)| place.unwrap_or(usize::MAX));
    let mut keys = Vec::new();
    for (place, field) in definition.fields.iter().enumerate().filter(|&(place, _)| sees(place)) {
        keys.push(field.key.clone());
        keys.extend(cells.iter().filter(|(table, _)| *table == place).map(|(_, name)| name.clone()));
    }
    Checked {
        derived,
        visible: keys,
        findings: findings.into_iter().map(|(_, finding)| finding).collect(),
        papers: asked.papers,
        fee: asked.fee,
        signers: asked.signers,
        members: asked.members,
    }
}

struct Run<'a> {
    definition: &'a Definition,
    context: &'a Context,
    scope: Scope<'a>,
    /// By place: whether somebody answered something readable and not blank.
    answered: Vec<bool>,
    /// With the place of the field in the form.
    findings: Vec<(Option<usize>, Finding)>,
}

impl Run<'_> {
    /// Answers come from other devices too: what [`answer::accept`] would have refused is a finding.
    fn take_answers(&mut self, answers: &Map<String, Value>) {
        for (key, answer) in answers.iter().filter(|(_, answer)| !answer.is_null()) {
            let Some(&place) = self.definition.places.get(key) else {
                self.findings.push((None, Finding::warning("unknown_field", key)));
                continue;
            };
            let field = &self.definition.fields[place];
            let seen = match field.kind {
                FieldType::Table => self.seen_rows(place, field, answer),
                kind => answer::seen(kind, answer),
            };
            if field.kind == FieldType::Addr {
                let found = address::check(field, key, answer);
                self.findings.extend(found.into_iter().map(|finding| (Some(place), finding)));
            }
            match seen {
                Some(seen) => {
                    self.answered[place] = !seen.is_null();
                    self.scope.set(place, seen);
                }
                None => self.findings.push((Some(place), Finding::error("bad_answer", key))),
            }
        }
    }

    fn derive(&mut self) -> Map<String, Value> {
        let mut derived = Map::new();
        for &place in &self.definition.derive_order {
            let field = &self.definition.fields[place];
            let Some(value) = field.derive.as_ref().map(|derive| derive.value(&self.scope)) else {
                continue;
            };
            let Some(value) = self.or_note(value, Some(place), &field.key, "derive").flatten() else {
                continue;
            };
            if !self.answered[place] {
                self.scope.set(place, value.clone());
            }
            derived.insert(field.key.clone(), value);
        }
        derived
    }

    fn is_visible(&mut self, field: &Field) -> bool {
        let Some(condition) = &field.visible_when else {
            return true;
        };
        let place = self.definition.places.get(&field.key).copied();
        let holds = condition.holds(&self.scope);
        self.or_note(holds, place, &field.key, "visible_when").unwrap_or(true)
    }

    fn check_field(&mut self, place: usize, field: &Field) {
        let required_when = field.required_when.as_ref().map(|condition| condition.holds(&self.scope));
        let required = field.required
            || required_when
                .and_then(|holds| self.or_note(holds, Some(place), &field.key, "required_when"))
                .unwrap_or(false);
        if self.answered[place] {
            let beside = |key: &str| self.scope.text(key);
            let given = Given { field, name: &field.key, beside: &beside };
            let found = field_check::check(&given, self.scope.at(place), self.context);
            self.findings.extend(found.into_iter().map(|finding| (Some(place), finding)));
        } else if required && self.scope.at(place).is_null() {
            self.findings.push((Some(place), Finding::error("required", &field.key)));
        }
    }

    fn check_rules(&mut self, sees: &impl Fn(usize) -> bool) {
        for rule in self.definition.rules.iter().filter(|rule| rule.column.is_none()) {
            if rule.place.is_none_or(sees) {
                self.check_rule(rule, &rule.field);
            }
        }
    }

    /// `about`: what the finding names.
    fn check_rule(&mut self, rule: &Rule, about: &str) {
        let holds = rule.when.holds(&self.scope);
        if self.or_note(holds, rule.place, about, &rule.code) == Some(true) {
            let mut finding = Finding::new(&rule.code, about, rule.severity);
            finding.params = rule.params.clone();
            self.findings.push((rule.place, finding));
        }
    }

    /// What an expression gave; a failure becomes a warning and stops nothing.
    fn or_note<T>(
        &mut self,
        result: Result<T, Failed>,
        place: Option<usize>,
        field: &str,
        expression: &str,
    ) -> Option<T> {
        if result.is_err() {
            self.findings.push((place, Finding::warning(RULE_FAILED, field).with("rule", expression)));
        }
        result.ok()
    }
}
