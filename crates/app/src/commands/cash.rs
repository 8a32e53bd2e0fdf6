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
    fee::{HandedIn, Noted, Paid, is_payment, put_paid},
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
    /// The key of its note.
    payment: String,
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
    /// Whether somebody else changed the same note: it is handed in when that is decided.
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
            let noted = Noted::of(&dossier.fee);
            let of_carrier = noted.paid.iter().filter(|(_, paid)| paid.carried() == Some(args.user));
            let mut of_carrier = of_carrier.peekable();
            of_carrier.peek().ok_or(AppError::CashGone)?;
            for (key, paid) in of_carrier {
                if contested.contains(&(id, key.clone())) {
                    return Err(AppError::CashContested);
                }
                sum += paid.amount;
                let handed_in = Some(HandedIn::by(&session.person().user_name, now));
                put_paid(&mut dossier.fee, key, Some(&Paid { handed_in, ..paid.clone() }));
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
        let Some(paid) = noted.paid.get(&args.payment).filter(|paid| paid.handed_in.is_some()) else {
            return Ok(()); // taken back already
        };
        put_paid(&mut dossier.fee, &args.payment, Some(&Paid { handed_in: None, ..paid.clone() }));
        keep(writer, args.dossier, &dossier)
    })?;
    carried(&session)
}

/// A payment's note: of which dossier, under which key.
type Note = (RecordId, String);

/// The notes of which two versions wait for a decision.
fn contested_payments(conflicts: &[RecordInConflict]) -> BTreeSet<Note> {
    let notes = |found: &RecordInConflict| {
        let id = found.record.id;
        let paths = found.conflict.fields.keys().filter(|path| is_payment(path));
        paths.filter_map(move |path| Some((id, path.split_once('.')?.1.to_owned()))).collect::<Vec<_>>()
    };
    conflicts.iter().flat_map(notes).collect()
}

/// A payment that is carried, and whether two versions of its note wait for a decision.
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

/// All cash that the desk does not have. Of a note that somebody changed meanwhile each version is looked at, and the one
/// that counts more is counted: what was noted is not forgotten before that is decided.
fn all_carried(store: &Store) -> Result<Vec<Carried>, AppError> {
    let conflicts = store.conflicts()?;
    let contested = contested_payments(&conflicts);
    let mut all: BTreeMap<(Note, UserId), Carried> = BTreeMap::new();
    let mut add = |record: &Record, key: &str, paid: &Paid| {
        let Some(by) = paid.carried() else { return };
        let note = (record.id, key.to_owned());
        let contested = contested.contains(&note);
        let one = || Carried { record: record.clone(), paid: paid.clone(), by, contested };
        let known = all.entry((note, by)).or_insert_with(one);
        if known.paid.amount < paid.amount {
            known.paid = paid.clone();
        }
    };
    let query = Query { carried_cash: true, ..Query::of(RecordKind::Dossier) };
    for record in store.records(&query)? {
        // Where the ward shows the dossier no longer, the desk has the cash that the ward knew of.
        let settled = store.left_sight(record.id)?.then(|| store.ward_body(record.id)).transpose()?.flatten();
        let settled = settled.map(|body| Noted::of_body(&body)).unwrap_or_default().paid;
        let noted = Noted::of(&dossier_of(&record)?.fee).paid;
        let open = noted.iter().filter(|(key, paid)| settled.get(*key) != Some(paid));
        open.for_each(|(key, paid)| add(&record, key, paid));
    }
    for found in conflicts.iter().filter(|found| found.record.kind == RecordKind::Dossier) {
        for (path, contested) in found.conflict.fields.iter().filter(|(path, _)| is_payment(path)) {
            let key = path.split_once('.').map_or(path.as_str(), |(_, key)| key);
            let sides = [&contested.mine, value_at(&found.ward_body, path)];
            let payments = sides.into_iter().filter_map(|side| Paid::deserialize(side).ok());
            payments.for_each(|paid| add(&found.record, key, &paid));
        }
    }
    Ok(all.into_values().collect())
}
