//! `cash.list`, `cash.hand_in`, `cash.hand_back`: the cash that visitors took and the desk does not have yet. It is
//! counted from the dossiers' payments, so that there is no second book that could say something else.

use super::{dossier_fee::keep, dossier_view::dossier_of, named::Named};
use crate::{App, error::AppError, session::Session};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    fee::{FEE, HandedIn, Noted, Paid, put_paid},
    ids::{RecordId, UserId},
    patch::value_at,
    record::RecordKind,
    role::Role,
    time::Timestamp,
};
use tan_nha_store::{Query, Record, Store};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandInArgs {
    /// Who hands it in.
    #[ts(type = "string")]
    user: UserId,
    /// Whose payments are handed in, each whole.
    #[ts(as = "Vec<String>")]
    dossiers: BTreeSet<RecordId>,
    /// What was counted, in whole đồng.
    #[ts(type = "number")]
    amount: i64,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandBackArgs {
    #[ts(type = "string")]
    dossier: RecordId,
}

/// Who carries how much; who carries nothing is not in it.
#[derive(Serialize, TS)]
pub(crate) struct CashView {
    carriers: Vec<Carrier>,
}

/// Somebody with cash that the desk does not have yet.
#[derive(Serialize, TS)]
pub(crate) struct Carrier {
    #[ts(type = "string")]
    user: UserId,
    name: String,
    /// Whether it is who is signed in.
    mine: bool,
    /// In whole đồng.
    #[ts(type = "number")]
    amount: i64,
    /// The oldest first.
    days: Vec<CashDay>,
}

/// What was taken on one day and is still carried.
#[derive(Serialize, TS)]
struct CashDay {
    #[ts(type = "string")]
    date: NaiveDate,
    #[ts(type = "number")]
    amount: i64,
    payments: Vec<CashPayment>,
}

#[derive(Serialize, TS)]
struct CashPayment {
    #[ts(type = "string")]
    dossier: RecordId,
    #[serde(flatten)]
    #[ts(flatten)]
    named: Named,
    #[ts(type = "number")]
    amount: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    receipt: Option<String>,
    #[ts(type = "string")]
    at: Timestamp,
    /// Whether somebody else noted a payment of the same dossier: it is handed in when that is decided.
    contested: bool,
}

pub(crate) fn list(app: &App, _: super::NoArgs) -> Result<CashView, AppError> {
    carried(&app.session()?)
}

pub(crate) fn hand_in(app: &App, args: HandInArgs) -> Result<CashView, AppError> {
    let session = app.session()?;
    let now = app.now();
    session.store().write(now, |writer| -> Result<(), AppError> {
        let mut sum = 0;
        for &id in &args.dossiers {
            let mut dossier = dossier_of(&writer.record(id)?.ok_or(AppError::RecordNotFound)?)?;
            let paid = Noted::of(&dossier.fee).paid.filter(|paid| paid.carried() == Some(args.user));
            let mut paid = paid.ok_or(AppError::CashGone)?;
            sum += paid.amount;
            let by = session.person().user_name.clone();
            paid.handed_in = Some(HandedIn { by, at: now, rest: Map::new() });
            put_paid(&mut dossier.fee, Some(&paid));
            keep(writer, id, &dossier)?;
        }
        if sum == args.amount { Ok(()) } else { Err(AppError::CashDiffers { sum, amount: args.amount }) }
    })?;
    carried(&session)
}

/// It was noted by mistake: the cash is carried again.
pub(crate) fn hand_back(app: &App, args: HandBackArgs) -> Result<CashView, AppError> {
    let session = app.session()?;
    session.store().write(app.now(), |writer| -> Result<(), AppError> {
        let mut dossier = dossier_of(&writer.record(args.dossier)?.ok_or(AppError::RecordNotFound)?)?;
        let Some(paid) = Noted::of(&dossier.fee).paid.filter(|paid| paid.handed_in.is_some()) else {
            return Ok(()); // taken back already
        };
        put_paid(&mut dossier.fee, Some(&Paid { handed_in: None, ..paid }));
        keep(writer, args.dossier, &dossier)
    })?;
    carried(&session)
}

/// A payment that is carried, and whether it is one of two.
struct Carried {
    record: Record,
    paid: Paid,
    by: UserId,
    contested: bool,
}

/// What a volunteer carries themselves; to the ward's staff what everybody carries.
fn carried(session: &Session) -> Result<CashView, AppError> {
    let store = session.store();
    let forms = session.forms(&store)?;
    let person = session.person();
    let mut by_carrier: BTreeMap<UserId, Vec<Carried>> = BTreeMap::new();
    for one in all_carried(&store)? {
        if one.by == person.user || person.role != Role::Volunteer {
            by_carrier.entry(one.by).or_default().push(one);
        }
    }
    let mut carriers = Vec::new();
    for (user, payments) in by_carrier {
        let mut days: BTreeMap<NaiveDate, Vec<CashPayment>> = BTreeMap::new();
        let mut name = String::new();
        for Carried { record, paid, contested, .. } in payments {
            let Paid { amount, receipt, at, by, received_by, .. } = paid;
            name = received_by.unwrap_or(by);
            let named = Named::of(&forms, &store, &record.kind, Some(&record))?;
            let payment = CashPayment { dossier: record.id, named, amount, receipt, at, contested };
            days.entry(at.date_in_vietnam()).or_default().push(payment);
        }
        let day = |(date, mut payments): (NaiveDate, Vec<CashPayment>)| {
            payments.sort_by_key(|payment| payment.at);
            CashDay { date, amount: payments.iter().map(|payment| payment.amount).sum(), payments }
        };
        let days: Vec<CashDay> = days.into_iter().map(day).collect();
        let amount = days.iter().map(|day| day.amount).sum();
        carriers.push(Carrier { user, name, mine: user == person.user, amount, days });
    }
    carriers.sort_by(|one, other| (other.mine, &one.name).cmp(&(one.mine, &other.name)));
    Ok(CashView { carriers })
}

/// Every payment in cash that the desk does not have; one that met another's, too: its cash was taken all the same.
fn all_carried(store: &Store) -> Result<Vec<Carried>, AppError> {
    let mut all = Vec::new();
    let query = Query { carried_cash: true, ..Query::of(RecordKind::Dossier) };
    for record in store.records(&query)? {
        if let Some(paid) = Noted::of(&dossier_of(&record)?.fee).paid
            && let Some(by) = paid.carried()
        {
            all.push(Carried { record, paid, by, contested: false });
        }
    }
    let path = format!("{FEE}.paid");
    for found in store.conflicts()?.into_iter().filter(|found| found.record.kind == RecordKind::Dossier) {
        let Some(contested) = found.conflict.fields.get(&path) else { continue };
        for value in [&contested.mine, value_at(&found.ward_body, &path)] {
            let Some(paid) = Paid::deserialize(value).ok() else { continue };
            let Some(by) = paid.carried() else { continue };
            let record = found.record.clone();
            match all.iter_mut().find(|one| one.record.id == record.id && one.by == by) {
                Some(known) => known.contested = true,
                None => all.push(Carried { record, paid, by, contested: true }),
            }
        }
    }
    Ok(all)
}
