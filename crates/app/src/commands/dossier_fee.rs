//! `dossier.fee_say`, `dossier.fee_paid`, `dossier.fee_unpaid`: what is noted of a dossier's fee. Of a group it is noted
//! once, for all of its members.

use super::{
    arguments::{line, required},
    dossier_group::own,
    dossier_view::{DossierView, definition_of, stored, view},
};
use crate::{App, error::AppError, session::Session};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use tan_nha_domain::{
    dossier::Dossier,
    fee::{
        HandedIn, How, Noted, Paid, Said, is_amount, may_become, payment_key, put_paid, put_said, takes_in,
    },
    ids::RecordId,
    record::{RecordKind, Viewer, to_body},
    time::Timestamp,
};
use tan_nha_forms::{Checked, Context, Forms, check as check_form};
use tan_nha_store::{Put, Record, Store, Writer};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeeSayArgs {
    #[ts(type = "string")]
    id: RecordId,
    /// Whole đồng; 0 for who is free of it; null takes the word back.
    #[ts(type = "number | null")]
    amount: Option<i64>,
    /// Why; it is not asked where the word is taken back.
    #[ts(optional)]
    reason: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeePaidArgs {
    #[ts(type = "string")]
    id: RecordId,
    #[ts(type = "\"cash\" | \"desk\" | \"transfer\"")]
    how: How,
    /// Whole đồng; where nothing is said, what is due beside the other payments.
    #[ts(optional, type = "number")]
    amount: Option<i64>,
    /// The number of the receipt, or of the transfer.
    #[ts(optional)]
    receipt: Option<String>,
    /// Who received it; cash is received by who is signed in.
    #[ts(optional)]
    received_by: Option<String>,
    /// The key of the note that it takes the place of.
    #[ts(optional)]
    payment: Option<String>,
    /// Names a payment besides those that are noted, so that it is noted once however often it is told: up to 64 letters,
    /// digits and hyphens, new for each.
    #[ts(optional)]
    another: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeeUnpaidArgs {
    #[ts(type = "string")]
    id: RecordId,
    /// The key of its note.
    payment: String,
}

/// What is noted of a dossier's fee.
#[derive(Serialize, TS)]
pub(crate) struct PaymentView {
    /// Whole đồng, 0 for who is free of it; null where neither the answers nor a person say it.
    #[ts(type = "number | null")]
    due: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    said: Option<SaidView>,
    /// Every payment, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<PaidView>>")]
    paid: Vec<PaidView>,
}

/// What a person said that it is.
#[derive(Serialize, TS)]
struct SaidView {
    #[ts(type = "number")]
    amount: i64,
    reason: String,
    by: String,
    #[ts(type = "string")]
    at: Timestamp,
    /// Whether it is of what the answers tell now; otherwise it was said of another case.
    counts: bool,
}

/// A payment.
#[derive(Serialize, TS)]
struct PaidView {
    key: String,
    #[ts(type = "number")]
    amount: i64,
    #[ts(type = "\"cash\" | \"desk\" | \"transfer\"")]
    how: How,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    receipt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    received_by: Option<String>,
    by: String,
    #[ts(type = "string")]
    at: Timestamp,
    /// Whether somebody carries its cash.
    carried: bool,
    /// Whether who is signed in may change the note.
    mine: bool,
    /// Whether the note may be changed but not taken away, nor the amount made less: it is cash, and who is signed in
    /// does not take it in.
    stays: bool,
    /// That the desk has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    handed_in: Option<HandedInView>,
}

/// Who took the cash in.
#[derive(Serialize, TS)]
struct HandedInView {
    by: String,
    #[ts(type = "string")]
    at: Timestamp,
}

impl PaymentView {
    /// Of a dossier whose answers gave `checked`.
    pub(super) fn of(session: &Session, dossier: &Dossier, checked: &Checked) -> Self {
        let (noted, told) = (Noted::of(&dossier.fee), told(checked));
        let (due, counts) = (noted.due(told), noted.counting(told).is_some());
        let payments = noted.payments().into_iter();
        let paid = payments.map(|(key, paid)| PaidView::of(session, key, paid)).collect();
        let said =
            noted.said.map(|Said { amount, reason, by, at, .. }| SaidView { amount, reason, by, at, counts });
        Self { due, said, paid }
    }
}

impl PaidView {
    fn of(session: &Session, key: &str, paid: &Paid) -> Self {
        let carried = paid.carried().is_some();
        let paid = paid.clone();
        Self {
            key: key.to_owned(),
            carried,
            mine: may_change(session, &paid).is_ok(),
            stays: carried && !takes_in(session.person().role),
            amount: paid.amount,
            how: paid.how,
            receipt: paid.receipt,
            received_by: paid.received_by,
            by: paid.by,
            at: paid.at,
            handed_in: paid.handed_in.map(|taken| HandedInView { by: taken.by, at: taken.at }),
        }
    }
}

/// Whether somebody sees a dossier for nothing but the cash that they carry, as the ward last said where it belongs: what
/// was changed here since is theirs to go on with.
pub(super) fn is_for_cash(session: &Session, store: &Store, whole: &Record) -> Result<bool, AppError> {
    let person = session.person();
    let viewer = Viewer { user: person.user, role: person.role, hamlets: person.hamlets.clone() };
    let Some(body) = store.ward_body(whole.id)? else { return Ok(false) };
    Ok(viewer.sees(&whole.kind, &body, whole.author) && !viewer.works_on(&whole.kind, &body, whole.author))
}

/// What the answers tell of the fee.
pub(super) fn told(checked: &Checked) -> Option<i64> {
    checked.fee.as_ref().and_then(|fee| fee.amount)
}

pub(crate) fn fee_say(app: &App, args: FeeSayArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let forms = session.forms(&session.store())?;
    let now = app.now();
    session.store().write(now, |writer| -> Result<(), AppError> {
        let mut dossier = open_to_fees(writer, args.id)?;
        let said = match args.amount {
            Some(amount) => Some(Said {
                amount: checked_amount(amount)?,
                reason: required("reason", args.reason.as_deref())?,
                told: told_by_answers(&forms, &dossier, &context)?,
                by: session.person().user_name.clone(),
                at: now,
                rest: Map::new(),
            }),
            None => None,
        };
        put_said(&mut dossier.fee, said.as_ref());
        keep(writer, args.id, &dossier)
    })?;
    view(app, &session, args.id)
}

pub(crate) fn fee_paid(app: &App, args: FeePaidArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let forms = session.forms(&session.store())?;
    let now = app.now();
    session.store().write(now, |writer| -> Result<(), AppError> {
        let mut dossier = open_to_fees(writer, args.id)?;
        let noted = Noted::of(&dossier.fee);
        let person = session.person();
        let another = args.another.as_deref().map(payment_name).transpose()?;
        let another = another.map(|name| payment_key(person.user, name));
        if another.as_ref().is_some_and(|key| noted.paid.contains_key(key)) {
            return Ok(()); // noted already: the caller may not have heard the answer
        }
        let amount = match args.amount {
            Some(amount) => checked_amount(amount)?,
            None => open_amount(&noted, told_by_answers(&forms, &dossier, &context)?, &args),
        };
        if amount == 0 {
            return Err(bad("an amount is required"));
        }
        let is_cash = args.how == How::Cash;
        let received_by = line(args.received_by.as_deref());
        let mut paid = Paid {
            amount,
            how: args.how,
            receipt: line(args.receipt.as_deref()),
            received_by: if is_cash { Some(person.user_name.clone()) } else { received_by },
            carried_by: is_cash.then_some(person.user),
            by: person.user_name.clone(),
            at: now,
            // What the desk notes of money that nobody carries, it has.
            handed_in: (!is_cash && takes_in(person.role)).then(|| HandedIn::by(&person.user_name, now)),
            rest: Map::new(),
        };
        let is_it = |before: &Paid| {
            *before == Paid { at: before.at, handed_in: before.handed_in.clone(), ..paid.clone() }
        };
        let key = match (&args.payment, another) {
            (Some(key), _) => {
                let before = noted.paid.get(key).ok_or(AppError::PaymentGone)?;
                if is_it(before) {
                    return Ok(());
                }
                may_change(&session, before)?;
                if is_cash && before.carried().is_some() {
                    // Who corrects it has not taken the cash over.
                    (paid.carried_by, paid.received_by) = (before.carried_by, before.received_by.clone());
                    paid.at = before.at;
                    key.clone()
                } else if is_cash {
                    // Cash is a note from its beginning.
                    put_paid(&mut dossier.fee, key, None);
                    payment_key(person.user, &now.0.to_string())
                } else {
                    key.clone()
                }
            }
            (None, Some(key)) => key,
            (None, None) if noted.paid.is_empty() => payment_key(person.user, &now.0.to_string()),
            // Noted already, as above.
            (None, None) if noted.paid.values().any(is_it) => return Ok(()),
            (None, None) => return Err(AppError::FeePaidAlready),
        };
        put_paid(&mut dossier.fee, &key, Some(&paid));
        keep_payment(&session, writer, args.id, &dossier)
    })?;
    view(app, &session, args.id)
}

/// What is due where nothing is noted; beside other payments, what they leave of it.
fn open_amount(noted: &Noted, told: Option<i64>, args: &FeePaidArgs) -> i64 {
    let is_beside = |key: &String| match &args.payment {
        Some(payment) => key != payment,
        None => args.another.is_some(),
    };
    let beside: i64 = noted.paid.iter().filter(|(key, _)| is_beside(key)).map(|(_, paid)| paid.amount).sum();
    (noted.due(told).unwrap_or_default() - beside).max(0)
}

/// What was noted by mistake, or was given back.
pub(crate) fn fee_unpaid(app: &App, args: FeeUnpaidArgs) -> Result<DossierView, AppError> {
    let session = app.session()?;
    session.store().write(app.now(), |writer| -> Result<(), AppError> {
        let mut dossier = own(writer, args.id)?;
        let noted = Noted::of(&dossier.fee);
        let Some(paid) = noted.paid.get(&args.payment) else {
            return Ok(()); // taken back already
        };
        may_change(&session, paid)?;
        put_paid(&mut dossier.fee, &args.payment, None);
        keep_payment(&session, writer, args.id, &dossier)
    })?;
    view(app, &session, args.id)
}

/// Whether who is signed in may change a payment's note: cash in somebody's hands is theirs, and of who takes it in.
fn may_change(session: &Session, paid: &Paid) -> Result<(), AppError> {
    if paid.handed_in.is_some() {
        return Err(AppError::FeeHandedIn);
    }
    let person = session.person();
    let of_another = paid.carried().is_some_and(|carrier| carrier != person.user);
    if of_another && !takes_in(person.role) { Err(AppError::NotAllowed) } else { Ok(()) }
}

/// Keeps a payment that was changed by the rule that the ward judges it by.
fn keep_payment(
    session: &Session,
    writer: &mut Writer<'_>,
    id: RecordId,
    dossier: &Dossier,
) -> Result<(), AppError> {
    let before = to_body(&stored(writer, id)?);
    let author = (session.person().role, session.person().user);
    if !may_become(author, &before, &to_body(dossier)) {
        return Err(AppError::CashStays);
    }
    keep(writer, id, dossier)
}

fn told_by_answers(forms: &Forms, dossier: &Dossier, context: &Context) -> Result<Option<i64>, AppError> {
    Ok(told(&check_form(definition_of(forms, dossier)?, &dossier.answers, context)))
}

fn payment_name(name: &str) -> Result<&str, AppError> {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    if (1..=64).contains(&name.len()) && name.chars().all(is_name) {
        Ok(name)
    } else {
        Err(bad("another is no name for a payment"))
    }
}

fn checked_amount(amount: i64) -> Result<i64, AppError> {
    if is_amount(amount) { Ok(amount) } else { Err(bad("an amount that no fee has")) }
}

/// A dossier of which a fee may be noted: until the citizen takes the request back.
fn open_to_fees(writer: &Writer<'_>, id: RecordId) -> Result<Dossier, AppError> {
    let dossier = own(writer, id)?;
    if dossier.state == "withdrawn" {
        Err(AppError::NotInState { state: dossier.state })
    } else {
        Ok(dossier)
    }
}

/// A payment is a finished save: it is sealed at once, with what was typed before it.
pub(super) fn keep(writer: &mut Writer<'_>, id: RecordId, dossier: &Dossier) -> Result<(), AppError> {
    writer.put(Put { id, kind: RecordKind::Dossier, body: to_body(dossier), keep_open: false })?;
    Ok(())
}

fn bad(what: &str) -> AppError {
    AppError::BadArgument { reason: what.to_owned() }
}
