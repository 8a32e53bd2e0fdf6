//! A conflict about the form that a draft is on: one choice, with which go all the answers of that side.
//!
//! What the other one had answered is not lost with their form: where the chosen form asks for it and the chosen side
//! left it as it was, it is the answer; everything else is kept beside the answers.

use super::dossier_move::carry_over;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    dossier::Dossier,
    merge::{self, FORM, goes_with_form},
    patch::{Body, FieldChange, Patch, put, value_at},
    record::{RecordKind, from_body, to_body},
    source::is_put_away,
};
use tan_nha_forms::{Context, Definition, Forms, move_answers};
use tan_nha_store::RecordInConflict;
use tan_nha_sync::wire::Contested;

/// What goes with the form that a draft is on, beside the answers.
const WITH_FORM: [&str; 2] = ["form_package", "law_date"];
/// What newer forms did not ask for any more, by version.
const EARLIER: &str = "earlier_answers";

/// Whether a field is decided by the choice of the form, and not by itself.
pub(super) fn goes_along(found: &RecordInConflict, path: &str) -> bool {
    found.record.kind == RecordKind::Dossier
        && (path == EARLIER
            || WITH_FORM.contains(&path)
            || goes_with_form(path) && found.conflict.fields.contains_key(FORM))
}

/// Whether the draft was moved once more here, which the ward has not received: its answers are a third side, on a form
/// that is not one of the two.
pub(super) fn is_moved_again(found: &RecordInConflict) -> bool {
    found.conflict.fields.contains_key(FORM)
        && value_at(&found.record.body, FORM) != value_at(&found.ward_body, FORM)
}

/// Puts the chosen side's form with its answers into `body`, and what the other one had answered to where it belongs.
pub(super) fn choose(
    (forms, context): (&Forms, &Context),
    body: &mut Body,
    found: &RecordInConflict,
    mine: bool,
) {
    // What was typed here since the ward said so is upon its version.
    let theirs = &found.record.body;
    let before = side(found, |contested| &contested.before);
    let own = side(found, |contested| &contested.mine);
    let (chosen, other) = if mine { (&own, theirs) } else { (theirs, &own) };
    for (path, contested) in found.conflict.fields.iter().filter(|(path, _)| is_of_form(found, path)) {
        let is_away = path.starts_with("said.")
            && is_put_away(&contested.before, &contested.mine, value_at(theirs, path));
        put(body, path, if is_away { Value::Null } else { value_at(chosen, path).clone() });
    }
    for path in WITH_FORM.into_iter().chain([FORM, EARLIER]) {
        put(body, path, value_at(chosen, path).clone());
    }
    keep(body, &before, versions(other));
    let late = Late { forms, context, before: &before, other };
    match forms.definition_of(&RecordKind::Dossier, body) {
        Some(form) => late.lay_into(form, body),
        None => keep(body, &before, late.answered(|_, _| true)),
    }
}

fn is_of_form(found: &RecordInConflict, path: &str) -> bool {
    path == FORM || goes_along(found, path)
}

/// The record as one side of the conflict has it.
fn side(found: &RecordInConflict, of: impl Fn(&Contested) -> &Value) -> Body {
    let mut body = found.ward_body.clone();
    for (path, contested) in found.conflict.fields.iter().filter(|(path, _)| is_of_form(found, path)) {
        put(&mut body, path, of(contested).clone());
    }
    body
}

type Versions = BTreeMap<String, Map<String, Value>>;

fn versions(body: &Body) -> Versions {
    serde_json::from_value(value_at(body, EARLIER).clone()).unwrap_or_default()
}

/// Keeps answers beside those of the form. What somebody had answered there stays; what stood there before either of
/// them gives way, and is nothing to be kept where the form itself has it.
fn keep(body: &mut Body, before: &Body, more: Versions) {
    let stood_before = |version: &str, key: &str, value: &Value| {
        value_at(before, FORM) == version && is_part_of(value, value_at(before, &format!("answers.{key}")))
    };
    let mut kept = versions(body);
    for (version, answers) in more {
        let is_asked = value_at(body, FORM) == version.as_str();
        let there = kept.entry(version.clone()).or_default();
        for (key, value) in answers {
            let is_own = there.get(&key).is_some_and(|own| !stood_before(&version, &key, own));
            let is_there = is_own || is_asked && stood_before(&version, &key, &value);
            if !is_there {
                there.insert(key, value);
            }
        }
    }
    kept.retain(|_, answers| !answers.is_empty());
    let kept = if kept.is_empty() { Value::Null } else { serde_json::to_value(kept).unwrap_or_default() };
    put(body, EARLIER, kept);
}

/// Whether all that is answered here is answered there: of a row, each of its cells.
fn is_part_of(here: &Value, there: &Value) -> bool {
    match (here, there) {
        (Value::Object(here), Value::Object(there)) => {
            here.iter().all(|(cell, value)| there.get(cell) == Some(value))
        }
        (here, there) => here == there,
    }
}

/// What the side answered whose form was not chosen.
struct Late<'a> {
    forms: &'a Forms,
    context: &'a Context,
    before: &'a Body,
    other: &'a Body,
}

impl Late<'_> {
    /// Merges it into the answers of the chosen form, unit by unit, as if it had been answered there.
    fn lay_into(&self, form: &Definition, body: &mut Body) {
        let (Some(before), Some(other)) = (self.on(self.before, form), self.on(self.other, form)) else {
            return keep(body, self.before, self.answered(|_, _| true));
        };
        let unit_of = |path: &str| self.forms.unit_of(&RecordKind::Dossier, body, path);
        let only_answers = |patch: Patch| patch.0.into_iter().filter(|(path, _)| goes_with_form(path));
        let mut said: Patch = Patch(only_answers(Patch::between(&before.body, &other.body)).collect());
        // What another form does not ask was not taken back by whoever answered there.
        let is_gone = |change: &FieldChange| other.is_moved && !has_all_of(&change.to, &change.from);
        let gone: BTreeSet<String> =
            said.0.iter().filter(|(_, change)| is_gone(change)).map(|(path, _)| unit_of(path)).collect();
        said.0.retain(|path, _| !gone.contains(&unit_of(path)));
        let touched = only_answers(Patch::between(&before.body, body)).map(|(path, _)| path).collect();
        let merged = merge::plan(body, &said, &touched, &unit_of).body;
        let is_lost = |key: &str, value: &Value| match other.renamed.get(key) {
            Some(now) => *value_at(&merged, &format!("answers.{now}")) != *value,
            None => true,
        };
        let lost = self.answered(is_lost);
        *body = merged;
        keep(body, self.before, lost);
    }

    /// What this side itself answered, of what `is_kept` says.
    fn answered(&self, is_kept: impl Fn(&str, &Value) -> bool) -> Versions {
        let Some(version) = value_at(self.other, FORM).as_str() else { return Versions::new() };
        let form = self.forms.definition_of(&RecordKind::Dossier, self.other);
        let before = form.and_then(|form| self.on(self.before, form)).map(|before| before.body);
        let patch = Patch::between(before.as_ref().unwrap_or(self.before), self.other);
        let answers = patch.0.into_iter().filter_map(|(path, change)| {
            let key = path.strip_prefix("answers.")?;
            let is_answer = !change.to.is_null() && is_kept(key, &change.to);
            is_answer.then(|| (key.to_owned(), change.to))
        });
        Versions::from([(version.to_owned(), answers.collect())])
    }

    /// A side as it would be on a form; none where its own is not known here.
    fn on(&self, side: &Body, form: &Definition) -> Option<Moved> {
        let mut dossier: Dossier = from_body(side.clone()).ok()?;
        if dossier.form_version == form.version() {
            let renamed = dossier.answers.keys().map(|key| (key.clone(), key.clone())).collect();
            return Some(Moved { body: side.clone(), renamed, is_moved: false });
        }
        let from = self.forms.definition_of(&RecordKind::Dossier, side)?;
        let moving = move_answers((from, form), &dossier.answers, Vec::new(), self.context);
        let renamed = moving.renamed.clone();
        carry_over(&mut dossier, form, moving);
        Some(Moved { body: to_body(&dossier), renamed, is_moved: true })
    }
}

/// A side of the conflict on another form.
struct Moved {
    body: Body,
    /// Under which key each of its answers stands that stays.
    renamed: BTreeMap<String, String>,
    /// Whether it was on another one.
    is_moved: bool,
}

/// Whether something is answered here that is answered there, of a row each of its cells; where nothing was, it is.
fn has_all_of(here: &Value, there: &Value) -> bool {
    match (here, there) {
        (_, Value::Null) => true,
        (Value::Null, _) => false,
        (Value::Object(here), Value::Object(there)) => there.keys().all(|cell| here.contains_key(cell)),
        _ => true,
    }
}
