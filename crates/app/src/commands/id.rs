//! `id.check`.

use crate::{App, error::AppError};
use serde::{Deserialize, Serialize};
use tan_nha_domain::{
    finding::Finding,
    id_number::{self, IdKind},
    partial_date::PartialDate,
    sex::Sex,
};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckArgs {
    number: String,
    #[ts(optional, type = "\"male\" | \"female\"")]
    sex: Option<Sex>,
    #[ts(optional)]
    born: Option<String>,
}

#[derive(Serialize, TS)]
pub(crate) struct Reading {
    #[ts(type = "\"personal\" | \"cmnd\" | \"unknown\"")]
    kind: IdKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    province: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "\"male\" | \"female\"")]
    sex: Option<Sex>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    birth_year: Option<i32>,
    #[ts(type = "Finding[]")]
    findings: Vec<Finding>,
}

pub(crate) fn check(app: &App, args: CheckArgs) -> Result<Reading, AppError> {
    let born = args.born.as_deref().and_then(PartialDate::parse);
    let reading = id_number::read(&args.number);
    let mut findings = id_number::check("number", &args.number, args.sex, born, app.today());
    if args.born.is_some() && born.is_none() {
        findings.push(Finding::error("date_unreadable", "born"));
    }
    Ok(Reading {
        kind: reading.kind,
        province: reading.province,
        sex: reading.sex,
        birth_year: reading.birth_year,
        findings,
    })
}
