//! `visit.schedule`, `visit.get`, `visit.list`, `visit.save`, `visit.reschedule`, `visit.arrange`,
//! `visit.finish`.

use super::{
    arguments::{date, given, line, required},
    citizen::citizen_of,
    visit_board::{Board, VisitView},
};
use crate::{App, error::AppError, session::Session, ward_records::WardRecords};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tan_nha_domain::{
    act::Act,
    ids::RecordId,
    record::{RecordKind, from_body, to_body},
    visit::{Visit, VisitMove},
};
use tan_nha_store::{Move, Put, Writer};
use ts_rs::TS;

/// Who asked for a visit.
#[derive(Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
enum AskedBy {
    Phone,
    HamletHead,
    List,
    Visit,
    Other,
}

impl AskedBy {
    fn as_str(self) -> &'static str {
        match self {
            AskedBy::Phone => "phone",
            AskedBy::HamletHead => "hamlet_head",
            AskedBy::List => "list",
            AskedBy::Visit => "visit",
            AskedBy::Other => "other",
        }
    }
}

/// How a visit ended.
#[derive(Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "VisitOutcome")]
enum Outcome {
    Done,
    Absent,
    Refused,
    Partial,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Absent => "absent",
            Outcome::Refused => "refused",
            Outcome::Partial => "partial",
        }
    }
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScheduleArgs {
    #[ts(type = "string")]
    citizen: RecordId,
    purposes: Vec<String>,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    urgent: bool,
    #[ts(optional)]
    date: Option<String>,
    #[ts(optional)]
    team: Option<String>,
    #[ts(optional)]
    note: Option<String>,
    #[ts(optional)]
    asked_by: Option<AskedBy>,
    /// Why the citizen cannot come.
    #[ts(optional)]
    reason: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetArgs {
    #[ts(type = "string")]
    id: RecordId,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListArgs {
    from: String,
    to: String,
    #[ts(optional)]
    team: Option<String>,
    #[ts(optional)]
    hamlet: Option<String>,
    #[ts(optional)]
    state: Option<String>,
    #[ts(optional, type = "string")]
    citizen: Option<RecordId>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaveArgs {
    #[ts(type = "string")]
    id: RecordId,
    #[ts(optional)]
    purposes: Option<Vec<String>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string | null")]
    team: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string | null")]
    note: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, as = "Option<Option<AskedBy>>")]
    asked_by: Option<Option<AskedBy>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string | null")]
    reason: Option<Option<String>>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct RescheduleArgs {
    #[ts(type = "string")]
    id: RecordId,
    date: String,
    reason: String,
    /// Absent, it stays as urgent as it was.
    #[ts(optional)]
    urgent: Option<bool>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArrangeArgs {
    /// Visits in the order in which the team goes; each gets its place.
    #[ts(type = "string[]")]
    ids: Vec<RecordId>,
}

#[derive(Serialize, TS)]
pub(crate) struct Arranged {
    arranged: usize,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct FinishArgs {
    #[ts(type = "string")]
    id: RecordId,
    outcome: Outcome,
    #[ts(optional)]
    note: Option<String>,
}

pub(crate) fn schedule(app: &App, args: ScheduleArgs) -> Result<VisitView, AppError> {
    let session = app.session()?;
    let day = match &args.date {
        Some(text) => date("date", text)?,
        None => {
            let ward = WardRecords::of(&session.store())?;
            ward.visit_days().first_from(app.today(), args.urgent).ok_or(AppError::Internal)?
        }
    };
    let now = app.now();
    let id = session.store().write(now, |writer| {
        let citizen = citizen_of(writer.record(args.citizen)?.ok_or(AppError::RecordNotFound)?)?;
        if citizen.state != "live" {
            return Err(AppError::NotInState { state: citizen.state });
        }
        let (by, reason) = (Some(session.person().user_name.clone()), line(args.reason.as_deref()));
        let visit = Visit {
            purposes: purposes(&args.purposes),
            urgent: args.urgent,
            team: line(args.team.as_deref()),
            hamlet: citizen.hamlet,
            asked_by: args.asked_by.map(|who| who.as_str().to_owned()),
            reason: reason.clone(),
            note: line(args.note.as_deref()),
            ..Visit::scheduled(args.citizen, VisitMove { at: now, by, from: None, to: day, reason: None })
        };
        let id = writer.new_record_id();
        act(writer, id, Act::Schedule, &visit, reason)?;
        Ok(id)
    })?;
    view(app, &session, id)
}

pub(crate) fn get(app: &App, args: GetArgs) -> Result<VisitView, AppError> {
    view(app, &app.session()?, args.id)
}

pub(crate) fn list(app: &App, args: ListArgs) -> Result<Vec<VisitView>, AppError> {
    let (from, to) = (date("from", &args.from)?, date("to", &args.to)?);
    let session = app.session()?;
    let store = session.store();
    let ward = WardRecords::of(&store)?;
    let is =
        |asked: &Option<String>, has: Option<&str>| asked.as_deref().is_none_or(|asked| has == Some(asked));
    Board::of(&store, &ward, from, to)?.route(app.today(), |visit| {
        is(&args.team, visit.team.as_deref())
            && is(&args.hamlet, visit.hamlet.as_deref())
            && is(&args.state, Some(&visit.state))
            && args.citizen.is_none_or(|citizen| citizen == visit.citizen)
    })
}

pub(crate) fn save(app: &App, args: SaveArgs) -> Result<VisitView, AppError> {
    let session = app.session()?;
    session.store().write(app.now(), |writer| {
        let mut visit = read(writer, args.id)?;
        let team_before = visit.team.clone();
        let set = |field: &mut Option<String>, given: &Option<Option<String>>| {
            if let Some(text) = given {
                *field = line(text.as_deref());
            }
        };
        set(&mut visit.team, &args.team);
        if visit.team != team_before {
            visit.order = None; // its place was one in the other team's route
        }
        set(&mut visit.note, &args.note);
        set(&mut visit.reason, &args.reason);
        if let Some(given) = &args.purposes {
            visit.purposes = purposes(given);
        }
        if let Some(who) = args.asked_by {
            visit.asked_by = who.map(|who| who.as_str().to_owned());
        }
        put(writer, args.id, &visit)
    })?;
    view(app, &session, args.id)
}

pub(crate) fn reschedule(app: &App, args: RescheduleArgs) -> Result<VisitView, AppError> {
    let day = date("date", &args.date)?;
    let reason = required("reason", Some(&args.reason))?;
    let session = app.session()?;
    let now = app.now();
    session.store().write(now, |writer| {
        let mut visit = read_scheduled(writer, args.id)?;
        visit.moves.push(VisitMove {
            at: now,
            by: Some(session.person().user_name.clone()),
            from: Some(visit.date),
            to: day,
            reason: Some(reason.clone()),
        });
        if visit.date != day {
            visit.order = None; // its place was one in the other day's route
        }
        visit.date = day;
        visit.urgent = args.urgent.unwrap_or(visit.urgent);
        act(writer, args.id, Act::Reschedule, &visit, Some(reason))
    })?;
    view(app, &session, args.id)
}

pub(crate) fn arrange(app: &App, args: ArrangeArgs) -> Result<Arranged, AppError> {
    let session = app.session()?;
    session.store().write(app.now(), |writer| {
        for (place, id) in (1..).zip(&args.ids) {
            let visit = Visit { order: Some(place), ..read(writer, *id)? };
            put(writer, *id, &visit)?;
        }
        Ok::<_, AppError>(())
    })?;
    Ok(Arranged { arranged: args.ids.len() })
}

pub(crate) fn finish(app: &App, args: FinishArgs) -> Result<VisitView, AppError> {
    let session = app.session()?;
    let outcome = args.outcome.as_str();
    let note = line(args.note.as_deref());
    let now = app.now();
    session.store().write(now, |writer| {
        let before = read(writer, args.id)?;
        if before.outcome.as_deref() == Some(outcome) && before.outcome_note == note {
            return Ok(()); // finished so already: the caller may not have heard the answer
        }
        let visit = Visit {
            state: "finished".into(),
            outcome: Some(outcome.to_owned()),
            outcome_note: note,
            finished_by: Some(session.person().user_name.clone()),
            finished_at: Some(now),
            ..read_scheduled(writer, args.id)?
        };
        act(writer, args.id, Act::Finish, &visit, None)
    })?;
    view(app, &session, args.id)
}

fn view(app: &App, session: &Session, id: RecordId) -> Result<VisitView, AppError> {
    let store = session.store();
    let record = store.record(id)?.filter(|record| record.kind == RecordKind::Visit);
    let day: NaiveDate = visit_of(record.ok_or(AppError::RecordNotFound)?.body)?.date;
    let ward = WardRecords::of(&store)?;
    Board::of(&store, &ward, day, day)?.visit(id, app.today())
}

fn read(writer: &Writer<'_>, id: RecordId) -> Result<Visit, AppError> {
    let record = writer.record(id)?.filter(|record| record.kind == RecordKind::Visit);
    visit_of(record.ok_or(AppError::RecordNotFound)?.body)
}

/// A visit whose day may still be changed.
fn read_scheduled(writer: &Writer<'_>, id: RecordId) -> Result<Visit, AppError> {
    let visit = read(writer, id)?;
    if visit.state == "scheduled" { Ok(visit) } else { Err(AppError::NotInState { state: visit.state }) }
}

fn visit_of(body: tan_nha_domain::patch::Body) -> Result<Visit, AppError> {
    from_body(body).map_err(|_| AppError::Internal)
}

fn put(writer: &mut Writer<'_>, id: RecordId, visit: &Visit) -> Result<(), AppError> {
    writer.put(Put { id, kind: RecordKind::Visit, body: to_body(visit), keep_open: false })?;
    Ok(())
}

fn act(
    writer: &mut Writer<'_>,
    id: RecordId,
    act: Act,
    visit: &Visit,
    reason: Option<String>,
) -> Result<(), AppError> {
    writer.act(Move { id, kind: RecordKind::Visit, act, body: to_body(visit), reason })?;
    Ok(())
}

/// Each purpose once, in the order in which they were named.
fn purposes(given: &[String]) -> Vec<String> {
    let mut purposes: Vec<String> = Vec::new();
    for key in given.iter().filter_map(|key| line(Some(key))) {
        if !purposes.contains(&key) {
            purposes.push(key);
        }
    }
    purposes
}
