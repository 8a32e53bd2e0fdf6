//! `deadline.for`: when the result of a procedure is due.

use crate::{App, error::AppError, ward_records::WardRecords};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use tan_nha_domain::{
    calendar::YearStatus,
    deadline::{CUTOFF, Clock, Due, LongerWhen, Office, Stop, Unit, Unknown, deadline},
    mark::Mark,
};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeadlineArgs {
    procedure: String,
    /// The clock on the ward's wall, `2026-11-20T15:01`; absent, it is now.
    #[ts(optional)]
    received_at: Option<String>,
    /// Which of the results it asks for that not every dossier has.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    choices: Vec<String>,
}

/// Days are `2026-11-27`, moments `2026-11-27T09:30` on the ward's wall. `mark` says how sure the time is: V
/// read in the law, S in a secondary text, R remembered only.
#[derive(Serialize, TS)]
pub(crate) struct DeadlineView {
    /// The working day that the reception counts as.
    #[ts(type = "string")]
    counts_as: NaiveDate,
    /// The day after which counting begins.
    #[ts(type = "string")]
    counts_from: NaiveDate,
    #[serde(flatten)]
    due: DueView,
    /// At the latest, in a case that may take longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    longest: Option<LongestView>,
    /// What the teams promise; no law.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    inner_due: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    inner_due_at: Option<String>,
    /// Whether an appointment slip is due.
    slip: bool,
    /// Why there is no day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "\"law_replaced\" | \"not_found\"")]
    unknown: Option<Unknown>,
    /// Of the whole; absent where only its results have times.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "\"hour\" | \"working_day\" | \"calendar_day\"")]
    unit: Option<Unit>,
    /// What is received later counts as of the next working day; absent where no such rule was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    cutoff: Option<String>,
    /// Its results, where it has several with clocks of their own.
    members: Vec<MemberView>,
    /// What stops the clock.
    #[ts(type = "(\"citizen\" | \"vneid\" | \"tax\" | \"system_failure\")[]")]
    stops: Vec<Stop>,
    /// The day on which papers for another office are passed on.
    #[ts(type = "string")]
    papers_moved: NaiveDate,
    /// The texts that say so.
    source: String,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
    /// `provisional`, `unknown`: days may be off in between that the calendar does not know yet.
    #[ts(type = "\"announced\" | \"provisional\" | \"unknown\"")]
    year_status: YearStatus,
    /// Whether moments follow the usual hours, as the ward has not said its own.
    usual_hours: bool,
}

#[derive(Clone, Serialize, TS)]
struct DueView {
    /// Null where no text that was read says it.
    #[ts(type = "string | null")]
    due: Option<NaiveDate>,
    /// Where hours are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    due_at: Option<String>,
}

#[derive(Clone, Serialize, TS)]
#[ts(rename = "LongestDeadline")]
pub(super) struct LongestView {
    #[serde(flatten)]
    due: DueView,
    /// In which case.
    #[ts(type = "\"verification\" | \"change_or_correction\" | \"old_books\"")]
    when: LongerWhen,
}

/// One of several results.
#[derive(Serialize, TS)]
#[ts(rename = "DeadlineMember")]
struct MemberView {
    key: String,
    /// Whether it is done only where the dossier asks for it.
    choice: bool,
    /// The result that it waits for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    after: Option<String>,
    #[serde(flatten)]
    due: DueView,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    longest: Option<LongestView>,
    count: u32,
    #[ts(type = "\"hour\" | \"working_day\" | \"calendar_day\"")]
    unit: Unit,
    source: String,
    #[ts(type = "\"V\" | \"S\" | \"R\"")]
    mark: Mark,
}

pub(crate) fn deadline_for(app: &App, args: DeadlineArgs) -> Result<DeadlineView, AppError> {
    let session = app.session()?;
    let received_at = match args.received_at {
        Some(text) => moment(&text).ok_or(AppError::BadDate { field: "received_at" })?,
        None => app.now().clock_in_vietnam(),
    };
    let clock = session.forms(&session.store())?.clock_of(&args.procedure, received_at.date());
    let clock = clock.ok_or(AppError::ProcedureUnknown)?;
    let choices: Vec<&str> = args.choices.iter().map(String::as_str).collect();
    if !choices.iter().all(|key| clock.steps.iter().any(|step| step.is_choice && step.key == *key)) {
        return Err(AppError::BadArgument { reason: "choices: no such result to choose".to_owned() });
    }
    let ward = WardRecords::of(&session.store())?;
    let hours = ward.settings.hours();
    let office = Office { calendar: &ward.calendar, hours: &hours };
    let found = deadline(&clock, received_at, &choices, &[], office);
    let members = found.steps.iter().map(|one| MemberView {
        key: one.step.key.clone(),
        choice: one.step.is_choice,
        after: one.step.after.clone(),
        due: due_view(one.due),
        longest: longest_view(&clock, one.longest),
        count: one.step.term.count,
        unit: one.step.term.unit,
        source: one.step.source.clone(),
        mark: one.step.mark,
    });
    Ok(DeadlineView {
        counts_as: found.counts_as,
        counts_from: found.counts_from,
        due: due_view(found.due),
        longest: longest_view(&clock, found.longest),
        inner_due: found.inner.map(|inner| inner.day),
        inner_due_at: found.inner.and_then(written),
        slip: found.slip,
        unknown: clock.unknown,
        count: clock.term.map(|term| term.count),
        unit: clock.term.map(|term| term.unit),
        cutoff: clock.has_cutoff.then(|| CUTOFF.format("%H:%M").to_string()),
        members: members.collect(),
        stops: clock.stops.clone(),
        papers_moved: found.papers_moved,
        source: clock.source.clone(),
        mark: clock.mark,
        year_status: found.year_status,
        usual_hours: ward.settings.working_hours.is_none(),
    })
}

/// `2026-11-20T15:01` or `2026-11-20T15:01:30` and nothing else.
fn moment(text: &str) -> Option<NaiveDateTime> {
    let format = if text.len() == 16 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
    let moment = NaiveDateTime::parse_from_str(text, format).ok()?;
    (moment.format(format).to_string() == text && text < "9998").then_some(moment)
}

fn due_view(due: Option<Due>) -> DueView {
    DueView { due: due.map(|due| due.day), due_at: due.and_then(written) }
}

/// A day, and its moment where hours were counted, as they are written.
pub(super) fn due_of(due: Due) -> (String, Option<String>) {
    (due.day.to_string(), written(due))
}

/// The latest day, where something may take longer.
pub(super) fn longest_view(clock: &Clock, longest: Option<Due>) -> Option<LongestView> {
    let (longest, when) = longest.zip(clock.longer_when())?;
    Some(LongestView { due: due_view(Some(longest)), when })
}

fn written(due: Due) -> Option<String> {
    due.at.map(|at| at.format("%Y-%m-%dT%H:%M").to_string())
}
