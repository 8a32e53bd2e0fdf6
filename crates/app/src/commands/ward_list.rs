//! `hamlet.save`, `hamlet.list`, `team.save`, `team.list`: the short names of the ward.

use super::{
    NoArgs,
    arguments::{given, line},
};
use crate::{
    App,
    error::AppError,
    ward_records::{hamlets, teams, typed},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Map;
use tan_nha_domain::{
    ids::RecordId,
    record::{RecordKind, to_body},
    route::NaturalKey,
    ward_list::{Hamlet, Team},
};
use tan_nha_store::{Put, Query, Writer};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct HamletArgs {
    /// To rename one; without it the hamlet of this name is changed, or made.
    #[ts(optional, type = "string")]
    id: Option<RecordId>,
    name: String,
    /// Whether it is a name of the past.
    #[ts(optional)]
    retired: Option<bool>,
}

#[derive(Serialize, TS)]
#[ts(rename = "Hamlet")]
pub(crate) struct HamletView {
    #[ts(type = "string")]
    id: RecordId,
    name: String,
    retired: bool,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamArgs {
    /// To rename one; without it the team of this name is changed, or made.
    #[ts(optional, type = "string")]
    id: Option<RecordId>,
    name: String,
    #[ts(optional)]
    members: Option<Vec<String>>,
    /// How many homes it can visit in a day; null: the ward's own number holds.
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "number | null")]
    capacity: Option<Option<u32>>,
    /// Whether it is a name of the past.
    #[ts(optional)]
    retired: Option<bool>,
}

#[derive(Serialize, TS)]
#[ts(rename = "Team")]
pub(crate) struct TeamView {
    #[ts(type = "string")]
    id: RecordId,
    name: String,
    members: Vec<String>,
    #[ts(type = "number | null")]
    capacity: Option<u32>,
    retired: bool,
}

pub(crate) fn save_hamlet(app: &App, args: HamletArgs) -> Result<HamletView, AppError> {
    let session = app.session()?;
    session.store().write(app.now(), |writer| {
        let (id, before) =
            named(writer, RecordKind::Hamlet, args.id, &args.name, |hamlet: &Hamlet| &hamlet.name)?;
        let before =
            before.unwrap_or_else(|| Hamlet { name: String::new(), retired: false, rest: Map::new() });
        let hamlet = Hamlet {
            name: name_of(&args.name)?,
            retired: args.retired.unwrap_or(before.retired),
            rest: before.rest,
        };
        writer.put(Put { id, kind: RecordKind::Hamlet, body: to_body(&hamlet), keep_open: false })?;
        Ok(hamlet_view((id, hamlet)))
    })
}

pub(crate) fn list_hamlets(app: &App, _: NoArgs) -> Result<Vec<HamletView>, AppError> {
    let mut list = hamlets(&app.session()?.store())?;
    list.sort_by_cached_key(|(id, hamlet)| (NaturalKey::of(&hamlet.name), *id));
    Ok(list.into_iter().map(hamlet_view).collect())
}

pub(crate) fn save_team(app: &App, args: TeamArgs) -> Result<TeamView, AppError> {
    let session = app.session()?;
    session.store().write(app.now(), |writer| {
        let (id, before) = named(writer, RecordKind::Team, args.id, &args.name, |team: &Team| &team.name)?;
        let mut team = before.unwrap_or_else(|| Team {
            name: String::new(),
            members: vec![],
            capacity: None,
            retired: false,
            rest: Map::new(),
        });
        team.name = name_of(&args.name)?;
        if let Some(members) = &args.members {
            team.members = members.iter().filter_map(|member| line(Some(member))).collect();
        }
        team.capacity = args.capacity.unwrap_or(team.capacity);
        team.retired = args.retired.unwrap_or(team.retired);
        writer.put(Put { id, kind: RecordKind::Team, body: to_body(&team), keep_open: false })?;
        Ok(team_view((id, team)))
    })
}

pub(crate) fn list_teams(app: &App, _: NoArgs) -> Result<Vec<TeamView>, AppError> {
    let mut list = teams(&app.session()?.store())?;
    list.sort_by_cached_key(|(id, team)| (NaturalKey::of(&team.name), *id));
    Ok(list.into_iter().map(team_view).collect())
}

/// The record to write: the one of this id, or the one of this name, or a new one. No two have a name.
fn named<T: DeserializeOwned>(
    writer: &Writer<'_>,
    kind: RecordKind,
    id: Option<RecordId>,
    name: &str,
    name_in: impl Fn(&T) -> &str,
) -> Result<(RecordId, Option<T>), AppError> {
    let name = name_of(name)?;
    let mut list = typed::<T>(writer.records(&Query::of(kind))?);
    let of_name = list.iter().position(|(_, item)| name_in(item) == name);
    let place = match id {
        Some(id) => {
            let place = list.iter().position(|(other, _)| *other == id).ok_or(AppError::RecordNotFound)?;
            if of_name.is_some_and(|other| other != place) {
                return Err(AppError::NameTaken);
            }
            Some(place)
        }
        None => of_name,
    };
    Ok(match place {
        Some(place) => {
            let (id, item) = list.swap_remove(place);
            (id, Some(item))
        }
        None => (writer.new_record_id(), None),
    })
}

fn name_of(given: &str) -> Result<String, AppError> {
    super::arguments::required("name", Some(given))
}

fn hamlet_view((id, hamlet): (RecordId, Hamlet)) -> HamletView {
    HamletView { id, name: hamlet.name, retired: hamlet.retired }
}

fn team_view((id, team): (RecordId, Team)) -> TeamView {
    TeamView { id, name: team.name, members: team.members, capacity: team.capacity, retired: team.retired }
}
