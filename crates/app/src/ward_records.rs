//! What the ward decided for everybody, as this device knows it: settings, calendar, hamlets, teams.
//!
//! Each is a record of scope "all". Where two admins, both offline, made the same one twice, the record
//! that was made first is it, on every device; so an edit always goes to that one.

use crate::error::AppError;
use serde::de::DeserializeOwned;
use tan_nha_domain::{
    calendar::{Calendar, CalendarDay},
    finding::Finding,
    form_package::FormPackage,
    ids::RecordId,
    record::{RecordKind, from_body},
    visit_day::VisitDayRules,
    ward_list::{Hamlet, Team, check_name},
    ward_settings::WardSettings,
};
use tan_nha_forms::Package;
use tan_nha_store::{Query, Record, RecordMark, Store, StoreError};

/// Bodies of one kind, the first made first. One that this version cannot read is left out: it must not
/// stop the others, and its record stays as it is.
pub(crate) fn typed<T: DeserializeOwned>(mut records: Vec<Record>) -> Vec<(RecordId, T)> {
    records.sort_by_key(|record| record.id);
    records.into_iter().filter_map(|record| Some((record.id, from_body(record.body).ok()?))).collect()
}

/// The ward's settings, or the defaults.
pub(crate) fn settings(store: &Store) -> Result<WardSettings, StoreError> {
    let records = store.records(&Query::of(RecordKind::WardSettings))?;
    Ok(typed(records).into_iter().next().map(|(_, settings)| settings).unwrap_or_default())
}

/// The rows by which the ward changed the calendar.
pub(crate) fn calendar_days(store: &Store) -> Result<Vec<CalendarDay>, StoreError> {
    let mut days = typed(store.records(&Query::of(RecordKind::CalendarDay))?);
    // Of two rows of a day the calendar takes the last one given.
    days.reverse();
    Ok(days.into_iter().map(|(_, day)| day).collect())
}

/// The packages of forms; of two of the same version the one is it that the ward has, and else the one made first.
pub(crate) fn form_packages(store: &Store, marks: &[RecordMark]) -> Result<Vec<Package>, StoreError> {
    let mut packages: Vec<(RecordId, FormPackage)> =
        typed(store.records(&Query::of(RecordKind::FormPackage))?);
    let mark = |id: RecordId| marks.iter().find(|mark| mark.id == id);
    packages.sort_by_key(|(id, _)| (!mark(*id).is_some_and(|mark| mark.seen), *id));
    let package =
        |(id, content)| Package { id, offered: !mark(id).is_some_and(|mark| mark.set_aside), content };
    Ok(packages.into_iter().map(package).collect())
}

/// The hamlets, those of the past too.
pub(crate) fn hamlets(store: &Store) -> Result<Vec<(RecordId, Hamlet)>, StoreError> {
    let mut hamlets = typed(store.records(&Query::of(RecordKind::Hamlet))?);
    keep_first_of_name(&mut hamlets, |hamlet: &Hamlet| &hamlet.name);
    Ok(hamlets)
}

/// The warning about a hamlet that the ward's list does not hold.
pub(crate) fn check_hamlet(store: &Store, hamlet: Option<&str>) -> Result<Option<Finding>, StoreError> {
    let Some(given) = hamlet else { return Ok(None) };
    let hamlets: Vec<Hamlet> = hamlets(store)?.into_iter().map(|(_, hamlet)| hamlet).collect();
    Ok(check_name("hamlet", given, in_use(&hamlets)))
}

fn in_use(hamlets: &[Hamlet]) -> impl Iterator<Item = &str> + Clone {
    hamlets.iter().filter(|hamlet| !hamlet.retired).map(|hamlet| hamlet.name.as_str())
}

/// The teams, those of the past too.
pub(crate) fn teams(store: &Store) -> Result<Vec<(RecordId, Team)>, StoreError> {
    let mut teams = typed(store.records(&Query::of(RecordKind::Team))?);
    keep_first_of_name(&mut teams, |team: &Team| &team.name);
    Ok(teams)
}

fn keep_first_of_name<T>(list: &mut Vec<(RecordId, T)>, name: impl Fn(&T) -> &str) {
    let mut met = std::collections::BTreeSet::new();
    list.retain(|(_, item)| met.insert(name(item).to_owned()));
}

/// Everything that planning a visit depends on.
pub(crate) struct WardRecords {
    pub(crate) settings: WardSettings,
    pub(crate) calendar: Calendar,
    hamlets: Vec<Hamlet>,
    teams: Vec<Team>,
}

impl WardRecords {
    pub(crate) fn of(store: &Store) -> Result<Self, AppError> {
        Ok(Self {
            settings: settings(store)?,
            calendar: Calendar::with(calendar_days(store)?),
            hamlets: hamlets(store)?.into_iter().map(|(_, hamlet)| hamlet).collect(),
            teams: teams(store)?.into_iter().map(|(_, team)| team).collect(),
        })
    }

    pub(crate) fn visit_days(&self) -> VisitDayRules<'_> {
        VisitDayRules {
            rule: self.settings.visit_rule,
            when_day_off: self.settings.when_day_off,
            calendar: &self.calendar,
        }
    }

    /// How many homes a team can visit in a day, if anybody counts; nobody's team counts as one.
    pub(crate) fn capacity(&self, team: Option<&str>) -> Option<u32> {
        let of_team = self.teams_in_use().find(|known| Some(known.name.as_str()) == team);
        of_team.and_then(|team| team.capacity).or(self.settings.team_capacity)
    }

    pub(crate) fn teams_in_use(&self) -> impl Iterator<Item = &Team> + Clone {
        self.teams.iter().filter(|team| !team.retired)
    }

    /// The warnings about a hamlet and a team that no list of the ward holds.
    pub(crate) fn check_names(&self, hamlet: Option<&str>, team: Option<&str>) -> Vec<Finding> {
        let teams = self.teams_in_use().map(|team| team.name.as_str());
        let hamlet = hamlet.and_then(|name| check_name("hamlet", name, in_use(&self.hamlets)));
        let team = team.and_then(|name| check_name("team", name, teams));
        hamlet.into_iter().chain(team).collect()
    }
}
