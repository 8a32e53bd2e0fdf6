//! `unit.search`, `unit.successors`, `unit.parse`: the administrative units of today and of 2024.

use crate::{App, error::AppError};
use serde::{Deserialize, Serialize};
use tan_nha_domain::unit::{self, Successors, Unit, UnitKind, UnitSearch, UnitSet};
use ts_rs::TS;

/// How many units a search gives when nobody says, and at most.
const USUAL_LIMIT: usize = 20;
const MOST: usize = 100;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchArgs {
    /// Words of a commune and of what it belongs to, as far as they are typed, with or without marks.
    text: String,
    #[ts(optional, type = "\"2024\" | \"2025\"")]
    set: Option<UnitSet>,
    /// The code of a province of today: only what lies in it.
    #[ts(optional)]
    within: Option<String>,
    #[ts(optional)]
    limit: Option<usize>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuccessorsArgs {
    unit: String,
    #[ts(type = "\"2024\" | \"2025\"")]
    unit_set: UnitSet,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParseArgs {
    /// An address as it stands on a paper.
    text: String,
}

/// An administrative unit. Its code means something else in the other set.
#[derive(Serialize, TS)]
pub(crate) struct UnitView {
    /// `2025`: of today; `2024`: of before July 2025.
    #[ts(type = "\"2024\" | \"2025\"")]
    set: UnitSet,
    code: &'static str,
    #[ts(
        type = "\"province\" | \"city\" | \"urban_district\" | \"rural_district\" | \"town\" | \"ward\" | \"commune\" | \
        \"township\" | \"special_zone\""
    )]
    kind: UnitKind,
    name: &'static str,
    /// "Phường Cao Lãnh, Đồng Tháp".
    path: String,
}

/// What became of a unit. `whole`: it lies in one of today. `parts`: it was divided, and only a person can say in
/// which one somebody lives; the likeliest is first, which is a guess. `unsure`: the sources do not agree.
#[derive(Serialize, TS)]
pub(crate) struct SuccessorsView {
    unit: UnitView,
    #[ts(type = "\"is_today\" | \"whole\" | \"parts\" | \"unsure\"")]
    became: &'static str,
    now: Vec<UnitView>,
}

/// A unit that an address may name, and what stands before it: house, street, hamlet.
#[derive(Serialize, TS)]
pub(crate) struct ReadingView {
    unit: UnitView,
    rest: String,
}

pub(crate) fn search(app: &App, args: SearchArgs) -> Result<Vec<UnitView>, AppError> {
    let session = app.session()?;
    let found = unit::search(&UnitSearch {
        text: &args.text,
        set: args.set,
        within: args.within.as_deref(),
        near: Some(&session.membership().ward.0),
        limit: args.limit.unwrap_or(USUAL_LIMIT).min(MOST),
    });
    Ok(found.into_iter().map(unit_view).collect())
}

pub(crate) fn successors(_: &App, args: SuccessorsArgs) -> Result<SuccessorsView, AppError> {
    let unit = unit::find(args.unit_set, &args.unit).ok_or(AppError::UnitUnknown)?;
    let (became, now) = match unit::successors(unit) {
        _ if unit.set == UnitSet::Y2025 => ("is_today", vec![unit]),
        Some(Successors::Whole(unit)) => ("whole", vec![unit]),
        Some(Successors::Parts(units)) => ("parts", units),
        Some(Successors::Unsure(units)) => ("unsure", units),
        // A district or a province of 2024: no table says it.
        None => return Err(AppError::UnitUnknown),
    };
    Ok(SuccessorsView { unit: unit_view(unit), became, now: now.into_iter().map(unit_view).collect() })
}

pub(crate) fn parse(_: &App, args: ParseArgs) -> Result<Vec<ReadingView>, AppError> {
    let readings = unit::read(&args.text);
    Ok(readings
        .into_iter()
        .map(|reading| ReadingView { unit: unit_view(reading.unit), rest: reading.rest })
        .collect())
}

fn unit_view(unit: &'static Unit) -> UnitView {
    UnitView { set: unit.set, code: unit.code, kind: unit.kind, name: unit.name, path: unit.path() }
}
