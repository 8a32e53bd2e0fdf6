//! Groups at the door: their members, each with its state and its day, and what a write of a group does to them.

use super::{
    deadline::{LongestView, due_of, longest_view},
    dossier_view::{DossierView, dossier_of, stored, view},
};
use crate::{App, error::AppError, ward_records::WardRecords};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use tan_nha_domain::{
    act::{Act, transition},
    deadline::{Office, deadline},
    dossier::Dossier,
    group::{Membership, align, member_id, membership},
    ids::RecordId,
    patch::{Body, put},
    record::RecordKind,
    text::tidy,
    time::Timestamp,
};
use tan_nha_forms::{Context, Definition, Forms, Member};
use tan_nha_store::{Move, Record, Store, StoreError, Writer};
use ts_rs::TS;

/// A member of a group.
#[derive(Clone, Serialize, TS)]
pub(crate) struct MemberDossier {
    pub(super) key: String,
    name: String,
    authority: String,
    /// The slots of the group's papers that serve it.
    papers: Vec<String>,
    /// The member that has to be done before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    after: Option<String>,
    /// Whether the answers ask for it; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub(super) asked: Option<bool>,
    /// Its dossier, where a submit has made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    id: Option<RecordId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    state: Option<String>,
    /// Where its last change stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    delivery: Option<String>,
    /// Whether the group's answers are no longer those that it was handed in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    amended_since: Option<bool>,
    /// When it is due, were the group received now; absent once an agency has it, and where no text says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub(super) deadline: Option<MemberDeadline>,
}

/// A member's own deadline.
#[derive(Clone, Serialize, TS)]
pub(crate) struct MemberDeadline {
    /// The day, `2026-11-27`.
    due: String,
    /// The moment, where hours are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    due_at: Option<String>,
    /// At the latest, in a case that may take longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    longest: Option<LongestView>,
}

/// What a member's dossier has from its group.
pub(super) struct OfGroup<'f> {
    pub(super) record: Record,
    pub(super) dossier: Dossier,
    pub(super) form: &'f Member,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawArgs {
    #[ts(type = "string")]
    id: RecordId,
    /// Why, in the citizen's words.
    #[ts(optional)]
    reason: Option<String>,
}

/// The citizen takes the request back; of a group with all of its members that are not settled.
pub(crate) fn withdraw(app: &App, args: WithdrawArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let forms = session.forms(&session.store())?;
    session.store().write(app.now(), |writer| -> Result<(), AppError> {
        let record = writer.record(args.id)?.ok_or(AppError::RecordNotFound)?;
        let state = dossier_of(&record)?.state;
        if state == "withdrawn" {
            return Ok(()); // the caller may not have heard the answer
        }
        if transition(&record.kind, &record.body, Act::Withdraw, Some(&state)).is_none() {
            return Err(AppError::NotInState { state });
        }
        let mut body = record.body;
        put(&mut body, "state", json!("withdrawn"));
        let reason = args.reason.as_deref().map(tidy).filter(|reason| !reason.is_empty());
        writer.act(Move { id: args.id, kind: record.kind, act: Act::Withdraw, body, reason })?;
        follow(writer, &forms, args.id, &context)
    })?;
    view(app, &session, args.id)
}

/// Carries out on the members what their group says of them, in the transaction in which the group was written; makes
/// those that it asks for. Nothing for a record that is no group.
pub(super) fn follow(
    writer: &mut Writer<'_>,
    forms: &Forms,
    group: RecordId,
    context: &Context,
) -> Result<(), AppError> {
    let record = writer.record(group)?.ok_or(AppError::RecordNotFound)?;
    let Some(form) = forms.definition_of(&record.kind, &record.body) else { return Ok(()) };
    let nothing = Map::new();
    let answers = record.body.get("answers").and_then(Value::as_object).unwrap_or(&nothing);
    for member in form.group_members(group, answers, context) {
        let before = writer.record(member.id)?;
        if before.is_none() && !member.asked {
            continue;
        }
        let (body, act) = align(&member.of(group, &record.body), before.as_ref().map(|member| &member.body));
        if let Some(act) = act {
            writer.act(Move { id: member.id, kind: RecordKind::Dossier, act, body, reason: None })?;
        }
    }
    Ok(())
}

/// That a dossier has answers and papers of its own.
pub(super) fn has_its_own(dossier: &Dossier) -> Result<(), AppError> {
    match dossier.group {
        Some(group) => Err(AppError::MemberOfGroup { group }),
        None => Ok(()),
    }
}

/// A dossier as a writer finds it, with answers and papers of its own.
pub(super) fn own(writer: &Writer<'_>, id: RecordId) -> Result<Dossier, AppError> {
    let dossier = stored(writer, id)?;
    has_its_own(&dossier)?;
    Ok(dossier)
}

/// The group of a member; none for another dossier, and where the group is not here or of a form that is not known.
pub(super) fn group_of<'f>(
    forms: &'f Forms,
    store: &Store,
    body: &Body,
) -> Result<Option<OfGroup<'f>>, AppError> {
    let Some((record, form)) = member_of_form(forms, store, body)? else { return Ok(None) };
    Ok(Some(OfGroup { dossier: dossier_of(&record)?, record, form }))
}

/// The name of a member, as its group's form has it; none for another record.
pub(super) fn member_name(forms: &Forms, store: &Store, body: &Body) -> Result<Option<String>, StoreError> {
    Ok(member_of_form(forms, store, body)?.map(|(_, form)| form.name.clone()))
}

fn member_of_form<'f>(
    forms: &'f Forms,
    store: &Store,
    body: &Body,
) -> Result<Option<(Record, &'f Member)>, StoreError> {
    let Some(Membership { group, member }) = membership(&RecordKind::Dossier, body) else { return Ok(None) };
    let Some(record) = store.record(group)? else { return Ok(None) };
    let form = forms.definition_of(&record.kind, &record.body);
    let form = form.and_then(|form| form.members().iter().find(|known| known.key == member));
    Ok(form.map(|form| (record, form)))
}

/// Whether what a member was handed in with is not what its group says now.
pub(super) fn is_amended_since(member: &Dossier, group: &Dossier) -> bool {
    member.state != "draft" && member.state != "withdrawn" && member.sealed_answers != group.sealed_answers
}

/// The members of a group in the order of its form, those too that no submit has made.
pub(super) fn members(
    store: &Store,
    id: RecordId,
    group: &Dossier,
    form: &Definition,
) -> Result<Vec<MemberDossier>, AppError> {
    let member = |form: &Member| {
        let made = store.record(member_id(id, &form.key))?;
        let own = made.as_ref().map(dossier_of).transpose()?;
        Ok(MemberDossier {
            key: form.key.clone(),
            name: form.name.clone(),
            authority: form.authority.clone(),
            papers: form.papers.clone(),
            after: form.after.clone(),
            asked: None,
            id: made.as_ref().map(|record| record.id),
            amended_since: own.as_ref().map(|own| is_amended_since(own, group)),
            state: own.map(|own| own.state),
            delivery: made.map(|record| record.delivery.as_str().to_owned()),
            deadline: None,
        })
    };
    form.members().iter().map(member).collect()
}

impl MemberDossier {
    /// Whether a submit has made its dossier.
    pub(super) fn is_made(&self) -> bool {
        self.id.is_some()
    }

    /// Whether its day is still to be counted from a reception.
    pub(super) fn awaits_reception(&self) -> bool {
        let waits = |state: &String| ["draft", "queued", "sent_back"].contains(&state.as_str());
        self.asked == Some(true) && self.state.as_ref().is_none_or(waits)
    }
}

/// The days of a group's members, were it received now.
pub(super) fn deadlines(
    store: &Store,
    form: &Definition,
    asked: &[String],
    now: Timestamp,
) -> Result<BTreeMap<String, MemberDeadline>, AppError> {
    let ward = WardRecords::of(store)?;
    let hours = ward.settings.hours();
    let office = Office { calendar: &ward.calendar, hours: &hours };
    let clock = form.clock();
    let choices: Vec<&str> = asked.iter().map(String::as_str).collect();
    let found = deadline(&clock, now.clock_in_vietnam(), &choices, &[], office);
    let days = found.steps.iter().filter_map(|one| {
        let (due, due_at) = due_of(one.due?);
        let longest = longest_view(&clock, one.longest);
        Some((one.step.key.clone(), MemberDeadline { due, due_at, longest }))
    });
    Ok(days.collect())
}
