//! `calendar.list`, `calendar.save`.

use super::arguments::{date, required};
use crate::{
    App,
    error::AppError,
    session::Session,
    ward_records::{calendar_days, typed},
};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use std::collections::BTreeSet;
use tan_nha_domain::{
    calendar::{Calendar, CalendarDay, DayKind, DayStatus, YearStatus},
    record::{RecordKind, to_body},
};
use tan_nha_store::{Put, Query, Writer};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListArgs {
    from: String,
    to: String,
}

#[derive(Serialize, TS)]
pub(crate) struct DayList {
    /// Days that are not as their weekday says; Saturdays and Sundays are off without a row.
    days: Vec<DayView>,
    /// What is known of each year.
    years: Vec<YearView>,
}

#[derive(Serialize, TS)]
#[ts(rename = "CalendarDay")]
struct DayView {
    #[ts(type = "string")]
    date: NaiveDate,
    #[ts(type = "\"off\" | \"work\"")]
    kind: DayKind,
    name: String,
    #[ts(type = "\"announced\" | \"statutory\" | \"certain\" | \"computed\" | \"provisional\"")]
    status: DayStatus,
    /// Whether the ward entered it; the others come with the app.
    by_ward: bool,
}

#[derive(Serialize, TS)]
#[ts(rename = "CalendarYear")]
struct YearView {
    year: i32,
    /// `unknown`: more days will be off than those listed.
    #[ts(type = "\"announced\" | \"provisional\" | \"unknown\"")]
    status: YearStatus,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaveArgs {
    /// Days that belong together, such as a day off and the Saturday that pays for it.
    days: Vec<DayArgs>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(rename = "CalendarDayToSave")]
struct DayArgs {
    date: String,
    #[ts(type = "\"off\" | \"work\"")]
    kind: DayKind,
    name: String,
    #[serde(default)]
    #[ts(optional, type = "\"announced\" | \"statutory\" | \"certain\" | \"computed\" | \"provisional\"")]
    status: Option<DayStatus>,
}

/// A list gives so many years at most.
const MOST_YEARS: i32 = 100;

pub(crate) fn list(app: &App, args: ListArgs) -> Result<DayList, AppError> {
    let (from, to) = (date("from", &args.from)?, date("to", &args.to)?);
    if to.year().saturating_sub(from.year()) > MOST_YEARS {
        return Err(AppError::BadDate { field: "to" });
    }
    listed(&app.session()?, from, to)
}

pub(crate) fn save(app: &App, args: SaveArgs) -> Result<DayList, AppError> {
    let days: Vec<CalendarDay> = args.days.iter().map(calendar_day).collect::<Result<_, _>>()?;
    let session = app.session()?;
    session.store().write(app.now(), |writer| days.iter().try_for_each(|day| put(writer, day)))?;
    let dates = || days.iter().map(|day| day.date);
    match (dates().min(), dates().max()) {
        (Some(first), Some(last)) => listed(&session, first, last),
        _ => Ok(DayList { days: vec![], years: vec![] }),
    }
}

fn listed(session: &Session, from: NaiveDate, to: NaiveDate) -> Result<DayList, AppError> {
    let ward = calendar_days(&session.store())?;
    let by_ward: BTreeSet<NaiveDate> = ward.iter().map(|day| day.date).collect();
    let calendar = Calendar::with(ward);
    let view = |day: &CalendarDay| DayView {
        date: day.date,
        kind: day.kind,
        name: day.name.clone(),
        status: day.status,
        by_ward: by_ward.contains(&day.date),
    };
    let years = from.year()..=to.year();
    Ok(DayList {
        days: calendar.days(from, to).map(view).collect(),
        years: years.map(|year| YearView { year, status: calendar.year_status(year) }).collect(),
    })
}

fn calendar_day(given: &DayArgs) -> Result<CalendarDay, AppError> {
    Ok(CalendarDay {
        date: date("date", &given.date)?,
        kind: given.kind,
        name: required("name", Some(&given.name))?,
        status: given.status.unwrap_or_default(),
        rest: Map::new(),
    })
}

/// One record a day: an edit goes to the one that is there.
fn put(writer: &mut Writer<'_>, day: &CalendarDay) -> Result<(), AppError> {
    let on = day.date.to_string();
    let there = writer.records(&Query { days: Some((&on, &on)), ..Query::of(RecordKind::CalendarDay) })?;
    let (id, body) = match typed::<CalendarDay>(there).into_iter().next() {
        Some((id, before)) => (id, to_body(&CalendarDay { rest: before.rest, ..day.clone() })),
        None => (writer.new_record_id(), to_body(day)),
    };
    writer.put(Put { id, kind: RecordKind::CalendarDay, body, keep_open: false })?;
    Ok(())
}
