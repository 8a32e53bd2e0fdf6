//! `conflict.list`, `conflict.resolve`: what two people wrote, and a person's choice between them.

use super::{
    conflict_form::{choose, goes_along, is_moved_again},
    dossier_group::follow,
    named::Named,
};
use crate::{App, error::AppError, session::Session};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tan_nha_domain::{
    act::{Act, transition},
    attest::is_attest,
    checklist::is_note,
    fee::{is_fee, may_become, may_note},
    ids::{OpId, RecordId, UserId},
    patch::{Body, put, value_at},
    record::RecordKind,
    role::Role,
    source::{field_of, is_put_away},
    table,
    time::Timestamp,
};
use tan_nha_forms::{Context, Forms, accept};
use tan_nha_store::{Decision, Move, RecordInConflict};
use tan_nha_sync::wire::Contested;
use ts_rs::TS;

/// A change that met another's value, and waits for a decision.
#[derive(Serialize, TS)]
pub(crate) struct Conflict {
    #[ts(type = "string")]
    id: OpId,
    #[ts(type = "string")]
    record: RecordId,
    #[ts(type = "string")]
    kind: RecordKind,
    #[serde(flatten)]
    #[ts(flatten)]
    named: Named,
    /// When the change was made.
    #[ts(type = "string")]
    since: Timestamp,
    /// Its author's reason, where it had one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    reason: Option<String>,
    fields: Vec<ConflictField>,
    /// Where the form is to be decided that a draft is on: the answers that go with the choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<ConflictField>>")]
    with_form: Vec<ConflictField>,
}

/// A field with its three values.
#[derive(Serialize, TS)]
pub(crate) struct ConflictField {
    /// An answer's key, a field of another record, or `state`.
    field: String,
    /// As the form has it.
    label: Option<String>,
    #[ts(type = "unknown")]
    before: Value,
    #[ts(type = "unknown")]
    mine: Value,
    #[ts(type = "unknown")]
    theirs: Value,
    mine_by: String,
    #[ts(type = "string")]
    mine_at: Timestamp,
    /// Empty where nobody's change wrote it.
    theirs_by: String,
    #[ts(type = "string | null")]
    theirs_at: Option<Timestamp>,
    /// Not so for an act that can no longer be done.
    mine_possible: bool,
}

/// What a person chose for a field: `"mine"`, `"theirs"` or another value.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Choice {
    Mine,
    Theirs,
    #[serde(untagged)]
    Another {
        #[ts(type = "unknown")]
        value: Value,
    },
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResolveArgs {
    #[ts(type = "string")]
    id: OpId,
    /// One for each of its fields.
    #[ts(type = "Record<string, \"mine\" | \"theirs\" | { value: unknown }>")]
    choices: BTreeMap<String, Choice>,
    /// Why, in the person's words.
    #[ts(optional)]
    reason: Option<String>,
}

/// The record as it is after the choice.
#[derive(Serialize, TS)]
pub(crate) struct Resolved {
    #[ts(type = "string")]
    id: RecordId,
    #[ts(type = "string")]
    kind: RecordKind,
    #[ts(type = "Record<string, unknown>")]
    body: Body,
}

pub(crate) fn list(app: &App, _: super::NoArgs) -> Result<Vec<Conflict>, AppError> {
    let session = app.session()?;
    let store = session.store();
    let forms = session.forms(&store)?;
    let author = (session.person().role, session.person().user);
    let view = |found: RecordInConflict| {
        let RecordInConflict { record, conflict, .. } = &found;
        Ok(Conflict {
            id: conflict.op_id,
            record: record.id,
            kind: record.kind.clone(),
            named: Named::of(&forms, &store, &record.kind, Some(record))?,
            since: conflict.at,
            reason: conflict.reason.clone(),
            fields: shown(&found).map(|contested| field(&forms, &found, contested, author)).collect(),
            with_form: answers_with_form(&found)
                .map(|contested| field(&forms, &found, contested, author))
                .collect(),
        })
    };
    store.conflicts()?.into_iter().map(view).collect()
}

/// The fields that a person decides, as they are called in the window.
fn shown(found: &RecordInConflict) -> impl Iterator<Item = (&String, &Contested)> {
    let is_decided = |path: &str| !is_silent(&found.record.kind, path) && !goes_along(found, path);
    found.conflict.fields.iter().filter(move |(path, _)| is_decided(path))
}

/// The answers that are decided by the choice of the form.
fn answers_with_form(found: &RecordInConflict) -> impl Iterator<Item = (&String, &Contested)> {
    let fields = found.conflict.fields.iter();
    fields.filter(|(path, _)| path.starts_with("answers.") && goes_along(found, path))
}

/// Whether a field stands for another one, and goes with it: where an answer came from and what else is said of it, the
/// seal of answers, and the hamlet of what stands where its citizen lives.
fn is_silent(kind: &RecordKind, path: &str) -> bool {
    match path {
        "hamlet" => *kind != RecordKind::Citizen,
        "sealed_answers" => true,
        path => path.starts_with("provenance.") || path.starts_with("said."),
    }
}

fn field(
    forms: &Forms,
    found: &RecordInConflict,
    (path, contested): (&String, &Contested),
    author: (Role, UserId),
) -> ConflictField {
    let key = key_of(path);
    // A field of which only one of two forms asks is called as there.
    let bodies = [&found.ward_body, &found.record.body].into_iter();
    let mut definitions = bodies.filter_map(|body| forms.definition_of(&found.record.kind, body));
    let label = definitions.find_map(|form| form.field_named(key)).map(|field| field.label.clone());
    ConflictField {
        field: key.to_owned(),
        label,
        before: table::seen(key, &contested.before),
        mine: table::seen(key, &contested.mine),
        theirs: table::seen(key, value_at(&found.ward_body, path)),
        mine_by: found.conflict.by.clone(),
        mine_at: found.conflict.at,
        theirs_by: contested.theirs_by.clone().unwrap_or_default(),
        theirs_at: contested.theirs_at,
        mine_possible: act_is_possible(found, author.0) && may_choose(found, author, (path, contested)),
    }
}

/// Whether a person may let a change stand against the ward's value: who does not take cash in leaves alone what the desk
/// has, and lets no cash go.
fn may_choose(
    found: &RecordInConflict,
    author: (Role, UserId),
    (path, contested): (&str, &Contested),
) -> bool {
    may_note(author, path, value_at(&found.record.body, path), &contested.mine)
}

fn key_of(path: &str) -> &str {
    path.strip_prefix("answers.").unwrap_or(path)
}

/// Whether the act that came too late could be done now: the table must lead on from the ward's state. What
/// was to be submitted is submitted anew, with its answers as they are now.
fn act_is_possible(found: &RecordInConflict, role: Role) -> bool {
    let Some(act) = found.conflict.act else { return true };
    let state = found.ward_body.get("state").and_then(Value::as_str);
    let row = transition(&found.record.kind, &found.ward_body, act, state);
    !matches!(act, Act::Submit | Act::Amend | Act::Schedule | Act::Merge)
        && row.is_some_and(|row| row.roles.contains(&role))
}

pub(crate) fn resolve(app: &App, args: ResolveArgs) -> Result<Resolved, AppError> {
    let session = app.session()?;
    let found = session.store().conflicts()?.into_iter().find(|found| found.conflict.op_id == args.id);
    let found = found.ok_or(AppError::ConflictGone)?;
    if is_moved_again(&found) {
        return Err(AppError::MoveUnsent);
    }
    let forms = session.forms(&session.store())?;
    let context = app.form_context(&session)?;
    let (body, act) = chosen((&session, &forms, &context), &found, &args.choices)?;
    let RecordInConflict { record, conflict, .. } = &found;
    let kind = &record.kind;
    let decision = Decision {
        id: record.id,
        kind: kind.clone(),
        body,
        act,
        chosen: shown(&found).map(|(path, _)| path.clone()).collect(),
        settles: vec![conflict.op_id],
        reason: args.reason.as_deref().map(tan_nha_domain::text::tidy).filter(|reason| !reason.is_empty()),
    };
    let record = session.store().write(app.now(), |writer| -> Result<_, AppError> {
        let mut decision = decision;
        if reopens(&found, &decision.body) {
            // What was submitted stands until the amendment is submitted in its turn.
            let reopened = as_draft(record.body.clone());
            writer.act(Move {
                id: record.id,
                kind: kind.clone(),
                act: Act::Amend,
                body: reopened,
                reason: None,
            })?;
            decision.body = as_draft(decision.body);
        }
        let decided = writer.decide(decision)?;
        follow(writer, &forms, decided.id, &context)?;
        Ok(decided)
    })?;
    Ok(Resolved { id: record.id, kind: record.kind, body: record.body })
}

/// The record's body after the choices, and the act where the choice is to do it after all.
fn chosen(
    (session, forms, context): (&Session, &Forms, &Context),
    found: &RecordInConflict,
    choices: &BTreeMap<String, Choice>,
) -> Result<(Body, Option<Act>), AppError> {
    let fields: Vec<&str> = shown(found).map(|(path, _)| key_of(path)).collect();
    if let Some(unknown) = choices.keys().find(|field| !fields.contains(&field.as_str())) {
        return Err(AppError::BadArgument { reason: format!("unknown field {unknown}") });
    }
    let mut body = found.record.body.clone();
    let mut act = None;
    for (path, contested) in shown(found) {
        let key = key_of(path);
        let choice = choices.get(key).ok_or_else(|| AppError::ChoiceMissing { field: key.to_owned() })?;
        let (value, source) = match choice {
            // The ward's state stays, and upon it what was done here since.
            Choice::Theirs if path == "state" => (value_at(&found.record.body, path).clone(), None),
            Choice::Theirs => (value_at(&found.ward_body, path).clone(), None),
            Choice::Mine if found.conflict.act.is_some() => {
                if !act_is_possible(found, session.person().role) {
                    return Err(not_in_state(found));
                }
                act = found.conflict.act;
                (contested.mine.clone(), None)
            }
            Choice::Mine => (contested.mine.clone(), None),
            Choice::Another { .. } if matches!(path.as_str(), "state" | "form_version") => {
                return Err(AppError::BadArgument { reason: format!("{path} is not typed") });
            }
            Choice::Another { .. } if is_attest(&found.record.kind, path) => {
                return Err(AppError::BadArgument {
                    reason: "a reading or a signature is not typed".to_owned(),
                });
            }
            Choice::Another { .. } if is_fee(path) || is_note(path) => {
                return Err(AppError::BadArgument { reason: "a payment or a note is not typed".to_owned() });
            }
            Choice::Another { value } => (accepted(forms, found, path, value)?, Some(json!("spoken"))),
        };
        put(&mut body, path, value);
        if path == "form_version" {
            choose((forms, context), &mut body, found, matches!(choice, Choice::Mine));
        }
        let provenance = format!("provenance.{key}");
        if path != key {
            let kept = match choice {
                Choice::Mine => {
                    found.conflict.fields.get(&provenance).map(|contested| contested.mine.clone())
                }
                _ => source,
            };
            let theirs = || value_at(&found.ward_body, &provenance).clone();
            put(&mut body, &provenance, kept.unwrap_or_else(theirs));
            go_with_answer(&mut body, found, key, matches!(choice, Choice::Mine));
        }
    }
    let author = (session.person().role, session.person().user);
    if may_become(author, &found.record.body, &body) { Ok((body, act)) } else { Err(AppError::CashStays) }
}

/// What other sources say of an answer is heard of both: what only one of them had noted stays, and what both noted
/// goes with the answer that was chosen. What either put away stays away.
fn go_with_answer(body: &mut Body, found: &RecordInConflict, key: &str, mine: bool) {
    for (path, contested) in &found.conflict.fields {
        let is_of_answer = path.strip_prefix("said.").is_some_and(|entry| field_of(entry) == key);
        let theirs = value_at(&found.ward_body, path);
        if is_of_answer && is_put_away(&contested.before, &contested.mine, theirs) {
            put(body, path, Value::Null);
        } else if is_of_answer && !contested.mine.is_null() && (mine || theirs.is_null()) {
            put(body, path, contested.mine.clone());
        } else if is_of_answer {
            put(body, path, theirs.clone());
        }
    }
}

/// A value that the person gave, as the form takes it; a field of another record as it came.
fn accepted(forms: &Forms, found: &RecordInConflict, path: &str, value: &Value) -> Result<Value, AppError> {
    match (forms.definition_of(&found.record.kind, &found.ward_body), path.strip_prefix("answers.")) {
        (Some(form), Some(key)) => {
            let accepted = accept(form, key, value).map_err(AppError::BadAnswer)?;
            let here = [&found.record.body, &found.ward_body].map(|body| value_at(body, path));
            let before = here.into_iter().find(|stored| !stored.is_null()).unwrap_or(&Value::Null);
            Ok(table::stored_like(key, accepted, before))
        }
        _ => Ok(match value {
            Value::String(text) => json!(tan_nha_domain::text::tidy(text)),
            other => other.clone(),
        }),
    }
}

/// Whether the choice changes answers that were submitted.
fn reopens(found: &RecordInConflict, body: &Body) -> bool {
    let state = found.record.body.get("state").and_then(Value::as_str);
    found.record.kind == RecordKind::Dossier
        && matches!(state, Some("queued" | "sent_back"))
        && found.record.body.get("answers") != body.get("answers")
}

fn as_draft(mut body: Body) -> Body {
    put(&mut body, "state", json!("draft"));
    put(&mut body, "sealed_answers", Value::Null);
    body
}

fn not_in_state(found: &RecordInConflict) -> AppError {
    let state = found.ward_body.get("state").and_then(Value::as_str).unwrap_or_default();
    AppError::NotInState { state: state.to_owned() }
}
