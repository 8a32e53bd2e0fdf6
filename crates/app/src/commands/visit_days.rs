//! `visit.days`: the visit days of a month.

use super::visit_board::{Board, TeamLoad};
use crate::{App, error::AppError, ward_records::WardRecords};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use tan_nha_domain::{
    calendar::YearStatus,
    visit_day::{VisitDay, VisitDayRules, VisitRule},
};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct DaysArgs {
    year: i32,
    month: u32,
    #[ts(optional, type = "\"third_thursday\" | \"thursday_of_third_week\"")]
    rule: Option<VisitRule>,
}

#[derive(Serialize, TS)]
pub(crate) struct Days {
    regular: DayView,
    urgent: DayView,
    #[ts(type = "\"third_thursday\" | \"thursday_of_third_week\"")]
    rule: VisitRule,
    /// `unknown`: more days of this year will be off than the calendar knows.
    #[ts(type = "\"announced\" | \"provisional\" | \"unknown\"")]
    year_status: YearStatus,
}

#[derive(Serialize, TS)]
#[ts(rename = "VisitDay")]
struct DayView {
    /// By the rule.
    #[ts(type = "string")]
    date: NaiveDate,
    /// What that day off is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    holiday: Option<String>,
    /// The day to use.
    #[ts(type = "string")]
    suggested: NaiveDate,
    /// The visits of that day, as far as this device knows them.
    loads: Vec<TeamLoad>,
}

pub(crate) fn days(app: &App, args: DaysArgs) -> Result<Days, AppError> {
    let session = app.session()?;
    let store = session.store();
    let ward = WardRecords::of(&store)?;
    let rule = args.rule.unwrap_or(ward.settings.visit_rule);
    let rules = VisitDayRules { rule, ..ward.visit_days() };
    // Four digits, as everywhere at the door.
    let year = Some(args.year).filter(|year| (1..=9998).contains(year));
    let year = year.ok_or(AppError::BadDate { field: "year" })?;
    let days = rules.of_month(year, args.month).ok_or(AppError::BadDate { field: "month" })?;
    let view = |day: VisitDay| -> Result<DayView, AppError> {
        Ok(DayView {
            date: day.date,
            holiday: ward.calendar.name_of_day_off(day.date).map(str::to_owned),
            suggested: day.suggested,
            loads: Board::of(&store, &ward, day.suggested, day.suggested)?.loads_of(day.suggested),
        })
    };
    Ok(Days {
        regular: view(days.regular)?,
        urgent: view(days.urgent)?,
        rule,
        year_status: ward.calendar.year_status(days.regular.date.year()),
    })
}
