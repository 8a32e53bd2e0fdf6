//! `cash.list`, `cash.hand_in`, `cash.hand_back`: the cash that visitors took and the desk does not have yet. It is
//! counted from the dossiers' payments, so that there is no second book that could say something else.

use super::{
    dossier_fee::keep,
    dossier_view::{dossier_of, stored},
    named::Named,
};
use crate::{App, error::AppError, session::Session};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    dossier::Dossier,
    fee::{HandedIn, Noted, Paid, is_payment, put_paid, put_taken},
    ids::{RecordId, UserId},
    patch::value_at,
    record::RecordKind,
    role::Role,
    time::Timestamp,
};
use tan_nha_store::{Query, Record, RecordInConflict, Store};
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
    /// The key of cash that was taken besides; the payment that stands where nothing is said.
    #[ts(optional)]
    taken: Option<String>,
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
    let mut store = session.store();
    let contested = contested_payments(&store.conflicts()?);
    store.write(now, |writer| -> Result<(), AppError> {
        let mut sum = 0;
        for &id in &args.dossiers {
            let mut dossier = stored(writer, id)?;
            if contested.contains(&id) {
                return Err(AppError::CashContested);
            }
            let noted = Noted::of(&dossier.fee);
            let mut carried = noted.payments().filter(|paid| paid.carried() == Some(args.user)).peekable();
            carried.peek().ok_or(AppError::CashGone)?;
            for paid in carried {
                sum += paid.amount;
                let handed_in = Some(HandedIn::by(&session.person().user_name, now));
                put_payment(&mut dossier, &noted, &Paid { handed_in, ..paid.clone() });
            }
            keep(writer, id, &dossier)?;
        }
        if sum == args.amount { Ok(()) } else { Err(AppError::CashDiffers { sum, amount: args.amount }) }
    })?;
    drop(store);
    carried(&session)
}

/// It was noted by mistake: the desk does not have it.
pub(crate) fn hand_back(app: &App, args: HandBackArgs) -> Result<CashView, AppError> {
    let session = app.session()?;
    session.store().write(app.now(), |writer| -> Result<(), AppError> {
        let mut dossier = stored(writer, args.dossier)?;
        let noted = Noted::of(&dossier.fee);
        let payment = match &args.taken {
            Some(key) => noted.taken.get(key),
            None => noted.paid.as_ref(),
        };
        let Some(paid) = payment.filter(|paid| paid.handed_in.is_some()) else {
            return Ok(()); // taken back already
        };
        put_payment(&mut dossier, &noted, &Paid { handed_in: None, ..paid.clone() });
        keep(writer, args.dossier, &dossier)
    })?;
    carried(&session)
}

/// Puts a payment where it was noted: as the one that stands, or besides it.
fn put_payment(dossier: &mut Dossier, noted: &Noted, paid: &Paid) {
    match paid.taken_key().filter(|key| noted.taken.contains_key(key)) {
        Some(key) => put_taken(&mut dossier.fee, &key, Some(paid)),
        None => put_paid(&mut dossier.fee, Some(paid)),
    }
}

/// The dossiers of which two payments wait for a decision.
fn contested_payments(conflicts: &[RecordInConflict]) -> BTreeSet<RecordId> {
    let is_of_payment = |found: &&RecordInConflict| found.conflict.fields.keys().any(|path| is_payment(path));
    conflicts.iter().filter(is_of_payment).map(|found| found.record.id).collect()
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

/// Every taking of cash that the desk does not have; of a payment that met another's, too: its cash was taken all the
/// same.
fn all_carried(store: &Store) -> Result<Vec<Carried>, AppError> {
    let mut all: Vec<Carried> = Vec::new();
    let conflicts = store.conflicts()?;
    let contested = contested_payments(&conflicts);
    let mut add = |record: &Record, paid: &Paid| {
        let Some(by) = paid.carried() else { return };
        let key = paid.taken_key();
        match all.iter_mut().find(|one| one.record.id == record.id && one.paid.taken_key() == key) {
            // Two notes of the same cash: nothing of it is forgotten.
            Some(known) if known.paid.amount < paid.amount => known.paid = paid.clone(),
            Some(_) => {}
            None => {
                let contested = contested.contains(&record.id);
                all.push(Carried { record: record.clone(), paid: paid.clone(), by, contested });
            }
        }
    };
    let query = Query { carried_cash: true, ..Query::of(RecordKind::Dossier) };
    for record in store.records(&query)? {
        Noted::of(&dossier_of(&record)?.fee).payments().for_each(|paid| add(&record, paid));
    }
    for found in conflicts.iter().filter(|found| found.record.kind == RecordKind::Dossier) {
        for (path, contested) in found.conflict.fields.iter().filter(|(path, _)| is_payment(path)) {
            let sides = [&contested.mine, value_at(&found.ward_body, path)];
            let payments = sides.into_iter().filter_map(|side| Paid::deserialize(side).ok());
            payments.for_each(|paid| add(&found.record, &paid));
        }
    }
    Ok(all)
}
