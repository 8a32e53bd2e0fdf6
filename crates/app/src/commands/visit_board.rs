//! The visits of some days side by side: how full the days are, what speaks against a visit, and in
//! which order the homes lie.

use super::citizen::citizen_of;
use crate::{error::AppError, ward_records::WardRecords};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;
use tan_nha_domain::{
    calendar::YearStatus,
    citizen::{Citizen, Mobility},
    finding::Finding,
    ids::RecordId,
    record::{RecordKind, from_body},
    route::{NaturalKey, RouteKey},
    time::Timestamp,
    visit::Visit,
};
use tan_nha_store::{Query, Record, Store};
use ts_rs::TS;

/// A visit as the window shows it.
#[derive(Serialize, TS)]
#[ts(rename = "Visit")]
pub(crate) struct VisitView {
    #[ts(type = "string")]
    id: RecordId,
    #[ts(type = "string")]
    pub(super) date: NaiveDate,
    /// `scheduled` or `finished`.
    state: String,
    #[ts(type = "string")]
    citizen: RecordId,
    /// Whose home; absent when their record is not on this device.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    full_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    phone_owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "\"normal\" | \"elderly\" | \"ill\" | \"disabled\"")]
    mobility: Option<Mobility>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub(super) hamlet: Option<String>,
    purposes: Vec<String>,
    urgent: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub(super) team: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "\"phone\" | \"hamlet_head\" | \"list\" | \"visit\" | \"other\"")]
    asked_by: Option<String>,
    /// Why the citizen cannot come.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    note: Option<String>,
    /// Its place in the day's route, where people gave it one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    order: Option<u32>,
    /// Every day that it was given, oldest first.
    history: Vec<MoveView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "\"done\" | \"absent\" | \"refused\" | \"partial\"")]
    outcome: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    outcome_note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    finished_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    finished_at: Option<Timestamp>,
    /// How full its team's day is.
    load: TeamLoad,
    /// Grows with every change of this record on this device.
    #[ts(type = "number")]
    revision: u64,
    /// Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`.
    delivery: String,
    #[ts(type = "Finding[]")]
    findings: Vec<Finding>,
}

/// A visit was given a day.
#[derive(Serialize, TS)]
#[ts(rename = "VisitMove")]
struct MoveView {
    #[ts(type = "string")]
    at: Timestamp,
    /// The name that the ward gave them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    by: Option<String>,
    /// None when it was scheduled.
    #[ts(type = "string | null")]
    from: Option<NaiveDate>,
    #[ts(type = "string")]
    to: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    reason: Option<String>,
}

/// How many homes a team visits on a day, as far as this device knows, and how many it can.
#[derive(Serialize, TS)]
pub(crate) struct TeamLoad {
    /// None: the visits that have no team yet.
    #[ts(type = "string | null")]
    team: Option<String>,
    used: u32,
    /// None when nobody counts.
    #[ts(type = "number | null")]
    capacity: Option<u32>,
}

/// The visits of some days.
pub(crate) struct Board<'a> {
    store: &'a Store,
    ward: &'a WardRecords,
    visits: Vec<(Record, Visit)>,
    used: BTreeMap<(NaiveDate, Option<String>), u32>,
    of_citizen: BTreeMap<(NaiveDate, RecordId), Vec<RecordId>>,
}

impl<'a> Board<'a> {
    /// All visits from one day to another, both included.
    pub(super) fn of(
        store: &'a Store,
        ward: &'a WardRecords,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Self, AppError> {
        let (first, last) = (from.to_string(), to.to_string());
        let records =
            store.records(&Query { days: Some((&first, &last)), ..Query::of(RecordKind::Visit) })?;
        let mut board =
            Self { store, ward, visits: Vec::new(), used: BTreeMap::new(), of_citizen: BTreeMap::new() };
        for record in records {
            // One that this version cannot read must not hide the others.
            let Ok(visit) = from_body::<Visit>(record.body.clone()) else { continue };
            *board.used.entry((visit.date, visit.team.clone())).or_default() += 1;
            if visit.state == "scheduled" {
                board.of_citizen.entry((visit.date, visit.citizen)).or_default().push(record.id);
            }
            board.visits.push((record, visit));
        }
        Ok(board)
    }

    /// The visits that are asked for in route order: by day, in the order that people gave, then by hamlet, street and house
    /// number.
    pub(super) fn route(
        &self,
        today: NaiveDate,
        asked: impl Fn(&Visit) -> bool,
    ) -> Result<Vec<VisitView>, AppError> {
        let mut views = Vec::new();
        for (record, visit) in self.visits.iter().filter(|(_, visit)| asked(visit)) {
            let view = self.view(record, visit, today)?;
            let hamlet = view.hamlet.as_deref();
            let key = (
                view.date,
                // Who has no place or no hamlet comes last.
                view.order.unwrap_or(u32::MAX),
                (hamlet.is_none(), hamlet.map(NaturalKey::of)),
                view.address.as_deref().map(RouteKey::of),
                record.id,
            );
            views.push((key, view));
        }
        views.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(views.into_iter().map(|(_, view)| view).collect())
    }

    /// One of its visits.
    pub(super) fn visit(&self, id: RecordId, today: NaiveDate) -> Result<VisitView, AppError> {
        let (record, visit) =
            self.visits.iter().find(|(record, _)| record.id == id).ok_or(AppError::RecordNotFound)?;
        self.view(record, visit, today)
    }

    /// How full a day is, for every team that the ward has or that visits on it.
    pub(super) fn loads_of(&self, date: NaiveDate) -> Vec<TeamLoad> {
        let known = self.ward.teams_in_use().map(|team| Some(team.name.clone()));
        let there = self.used.keys().filter(|(day, _)| *day == date).map(|(_, team)| team.clone());
        let mut teams: Vec<_> = known.chain(there).collect();
        teams.sort_by_key(|team| team.as_deref().map(|name| (NaturalKey::of(name), name.to_owned())));
        teams.dedup();
        teams.into_iter().map(|team| self.load(date, team)).collect()
    }

    fn load(&self, date: NaiveDate, team: Option<String>) -> TeamLoad {
        let capacity = self.ward.capacity(team.as_deref());
        let key = (date, team);
        let used = self.used.get(&key).copied().unwrap_or(0);
        TeamLoad { team: key.1, used, capacity }
    }

    fn view(&self, record: &Record, visit: &Visit, today: NaiveDate) -> Result<VisitView, AppError> {
        let citizen = self.store.record(visit.citizen)?.map(citizen_of).transpose()?;
        let Citizen { full_name, phone, phone_owner, address, mobility, .. } =
            citizen.clone().unwrap_or_default();
        let history = visit.moves.iter().cloned();
        Ok(VisitView {
            id: record.id,
            date: visit.date,
            state: visit.state.clone(),
            citizen: visit.citizen,
            full_name: citizen.map(|_| full_name),
            phone,
            phone_owner,
            address,
            mobility,
            hamlet: visit.hamlet.clone(),
            purposes: visit.purposes.clone(),
            urgent: visit.urgent,
            team: visit.team.clone(),
            asked_by: visit.asked_by.clone(),
            reason: visit.reason.clone(),
            note: visit.note.clone(),
            order: visit.order,
            history: history
                .map(|step| MoveView {
                    at: step.at,
                    by: step.by,
                    from: step.from,
                    to: step.to,
                    reason: step.reason,
                })
                .collect(),
            outcome: visit.outcome.clone(),
            outcome_note: visit.outcome_note.clone(),
            finished_by: visit.finished_by.clone(),
            finished_at: visit.finished_at,
            load: self.load(visit.date, visit.team.clone()),
            revision: record.revision,
            delivery: record.delivery.as_str().to_owned(),
            findings: self.findings(record.id, visit, today),
        })
    }

    /// What speaks against a visit that is still to come; all of it warnings.
    fn findings(&self, id: RecordId, visit: &Visit, today: NaiveDate) -> Vec<Finding> {
        if visit.state != "scheduled" {
            return vec![];
        }
        let calendar = &self.ward.calendar;
        let mut findings = Vec::new();
        if visit.date < today {
            findings.push(Finding::warning("date_past", "date"));
        }
        if !calendar.is_working(visit.date) {
            let finding = Finding::warning("day_off", "date").with("date", visit.date.to_string());
            let name = calendar.name_of_day_off(visit.date);
            findings.push(name.into_iter().fold(finding, |finding, name| finding.with("name", name)));
        }
        if calendar.year_status(visit.date.year()) == YearStatus::Unknown {
            findings.push(Finding::warning("year_unknown", "date").with("year", visit.date.year()));
        }
        let load = self.load(visit.date, visit.team.clone());
        if let Some(capacity) = load.capacity
            && load.used > capacity
        {
            let finding = Finding::warning("over_capacity", "team");
            findings.push(finding.with("used", load.used).with("capacity", capacity));
        }
        let same_day = self.of_citizen.get(&(visit.date, visit.citizen)).into_iter().flatten();
        if let Some(other) = same_day.copied().find(|other| *other != id) {
            let finding = Finding::warning("citizen_has_visit", "citizen");
            findings.push(finding.with("visit", other.to_string()));
        }
        findings.extend(self.ward.check_names(visit.hamlet.as_deref(), visit.team.as_deref()));
        findings
    }
}
