//! What a dossier costs, that it was paid, and in whose hands the cash is.
//!
//! A dossier's body holds it as `fee`, a map with the key `said` and one for each payment, `paid/…`, by who noted it and
//! when. Each is patched and merged by itself: two people who note a payment apart have noted two payments, and both are
//! counted, since both may have taken money. Whether it was one, people say. Amounts are whole đồng.
//!
//! What the answers tell of the fee is the form's to say. Where they do not tell it, or an exemption holds that they
//! cannot know, a person says the amount and why. That word stands beside what the answers told then: once they tell
//! something else, it speaks of another case and counts no more.

use crate::{
    finding::Finding,
    ids::UserId,
    money,
    patch::{Body, FieldChange, Patch},
    role::Role,
    time::Timestamp,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The key of a dossier's body that holds it.
pub const FEE: &str = "fee";
const SAID: &str = "said";
/// The key of the only payment, as dossiers had it before there could be several.
const PAID: &str = "paid";
/// What the keys of payments begin with.
const PAYMENTS: &str = "paid/";

/// An amount as a person said it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Whole đồng; 0 for who is free of it.
    pub amount: i64,
    /// Why, in their words.
    pub reason: String,
    /// What the answers told then; none where they did not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<i64>,
    /// The name of who said it.
    pub by: String,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// How a fee was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// In cash, given to who visits: they carry it until the desk has it.
    Cash,
    /// At the desk.
    Desk,
    /// By a transfer to the ward's account.
    Transfer,
}

/// A payment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// Whole đồng.
    pub amount: i64,
    /// How.
    pub how: How,
    /// The number of the receipt that the citizen was given, or of the transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The name of who received it, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_by: Option<String>,
    /// Who carries the cash, or did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_by: Option<UserId>,
    /// The name of who noted it.
    pub by: String,
    /// When it was noted, by the device's clock.
    pub at: Timestamp,
    /// That the desk has it, as the desk itself says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_in: Option<HandedIn>,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The desk has a payment, whole.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedIn {
    /// The name of who took it in.
    pub by: String,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What is noted of a dossier's fee.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// What a person said that it is.
    pub said: Option<Said>,
    /// The payments, by their keys.
    pub paid: BTreeMap<String, Paid>,
}

impl HandedIn {
    /// Taken in by a person now.
    pub fn by(name: &str, now: Timestamp) -> Self {
        Self { by: name.to_owned(), at: now, rest: Map::new() }
    }
}

impl Noted {
    /// Of the map that a dossier's body holds; what cannot be read is left out.
    pub fn of(map: &Map<String, Value>) -> Self {
        let payments = map.iter().filter(|(key, _)| is_payment_key(key));
        let paid = payments.filter_map(|(key, note)| Some((key.clone(), read(note)?))).collect();
        Self { said: map.get(SAID).and_then(read), paid }
    }

    /// Of a dossier's body.
    pub fn of_body(body: &Body) -> Self {
        body.get(FEE).and_then(Value::as_object).map(Self::of).unwrap_or_default()
    }

    /// The payments with their keys, the oldest first.
    pub fn payments(&self) -> Vec<(&String, &Paid)> {
        let mut payments: Vec<_> = self.paid.iter().collect();
        payments.sort_by_key(|(_, paid)| paid.at);
        payments
    }

    /// How much was paid; none where nothing is noted.
    pub fn sum(&self) -> Option<i64> {
        let sum = self.paid.values().map(|paid| paid.amount).sum();
        (!self.paid.is_empty()).then_some(sum)
    }

    /// What a person said, where it is of what the answers tell now.
    pub fn counting(&self, told: Option<i64>) -> Option<&Said> {
        self.said.as_ref().filter(|said| said.told == told)
    }

    /// What is due, where the answers tell `told`; none where neither they nor a person say it.
    pub fn due(&self, told: Option<i64>) -> Option<i64> {
        self.counting(told).map(|said| said.amount).or(told)
    }

    /// What somebody should look at: several payments that are together more than is due, or another amount than is due.
    pub fn finding(&self, told: Option<i64>) -> Option<Finding> {
        let (sum, due) = (self.sum()?, self.due(told));
        let n = self.paid.len();
        if n > 1 && due.is_none_or(|due| sum > due) {
            return Some(Finding::warning("fee_paid_twice", "").with("n", n).with("amount", sum));
        }
        let due = due.filter(|due| *due != sum)?;
        Some(Finding::warning("fee_paid_differs", "").with("paid", sum).with("due", due))
    }
}

impl Paid {
    /// Who carries its cash now; nobody where the desk has it, or it never was in a visitor's hands.
    pub fn carried(&self) -> Option<UserId> {
        self.carried_by.filter(|_| self.how == How::Cash && self.handed_in.is_none())
    }
}

/// The key of a payment that somebody notes, by a name that is among theirs its own.
pub fn payment_key(user: UserId, name: &str) -> String {
    format!("{PAYMENTS}{user}/{name}")
}

/// Notes what a person said, or takes it back.
pub fn put_said(map: &mut Map<String, Value>, said: Option<&Said>) {
    put(map, SAID, said);
}

/// Notes a payment under its key, or takes the note back.
pub fn put_paid(map: &mut Map<String, Value>, key: &str, paid: Option<&Paid>) {
    put(map, key, paid);
}

fn put<T: Serialize>(map: &mut Map<String, Value>, key: &str, noted: Option<&T>) {
    match noted.and_then(|noted| serde_json::to_value(noted).ok()) {
        Some(value) => drop(map.insert(key.to_owned(), value)),
        None => drop(map.remove(key)),
    }
}

fn read<T: DeserializeOwned>(note: &Value) -> Option<T> {
    T::deserialize(note).ok()
}

/// Whether an amount is one that a fee may have.
pub fn is_amount(dong: i64) -> bool {
    (0..=money::MOST).contains(&dong)
}

/// Whether what a dossier's body says of its fee can be read; under a key that is not known here may be anything.
pub fn are_readable(body: &Body) -> bool {
    let readable = |(key, value): (&String, &Value)| match key.as_str() {
        SAID => Said::deserialize(value).is_ok_and(|said| is_amount(said.amount)),
        key if is_payment_key(key) => Paid::deserialize(value).is_ok_and(|paid| is_amount(paid.amount)),
        _ => true,
    };
    match body.get(FEE) {
        None => true,
        Some(Value::Object(map)) => map.iter().all(readable),
        Some(_) => false,
    }
}

/// Whether a path of a patch speaks of a fee.
pub fn is_fee(path: &str) -> bool {
    path.split_once('.').is_some_and(|(map, _)| map == FEE)
}

/// Who carries cash, by what a dossier's body says of its fee.
pub fn carriers(body: &Body) -> BTreeSet<UserId> {
    Noted::of_body(body).paid.values().filter_map(Paid::carried).collect()
}

/// Whether somebody carried cash of a dossier, also where the desk has it.
pub fn had_cash(body: &Body, user: UserId) -> bool {
    Noted::of_body(body).paid.values().any(|paid| paid.how == How::Cash && paid.carried_by == Some(user))
}

/// Who takes cash in at the desk.
pub fn takes_in(role: Role) -> bool {
    matches!(role, Role::Leader | Role::Clerk)
}

/// Whether a person of a role may bring a payment from one note to the other. That the desk has it is noted and taken
/// back by who takes it in. Cash in somebody's hands is counted until the desk has it: who carries it may note more of
/// it, and nobody else notes it into their hands or out of them. It is a note from its beginning: what was noted of other
/// money does not become cash, or two could each note theirs in its place.
pub fn may_note((role, user): (Role, UserId), path: &str, from: &Value, to: &Value) -> bool {
    if !is_payment(path) || from == to || takes_in(role) {
        return true;
    }
    let is_new = from.is_null();
    let [from, to] = [from, to].map(read::<Paid>);
    let is_open = |note: &Option<Paid>| note.as_ref().is_none_or(|paid| paid.handed_in.is_none());
    let cash = |note: Option<Paid>| note.and_then(|paid| Some((paid.carried()?, paid.amount)));
    is_open(&from)
        && is_open(&to)
        && match (cash(from), cash(to)) {
            (None, None) => true,
            (None, Some((carrier, _))) => is_new && carrier == user,
            (Some(_), None) => false,
            (Some((before, had)), Some((carrier, has))) => before == user && carrier == user && has >= had,
        }
}

/// Whether a person of a role may bring a dossier's body from one to the other: each payment by [`may_note`], whatever
/// became of the others.
pub fn may_become(author: (Role, UserId), before: &Body, after: &Body) -> bool {
    let may = |(path, change): (&String, &FieldChange)| may_note(author, path, &change.from, &change.to);
    before.get(FEE) == after.get(FEE) || Patch::between(before, after).0.iter().all(may)
}

/// Whether nobody has to decide between two notes of a payment: of the same cash both say that the desk has it.
pub fn agree(path: &str, current: &Value, to: &Value) -> bool {
    let payment = |note: &Value| read::<Paid>(note).filter(|paid| paid.handed_in.is_some());
    let cash = |paid: Paid| (paid.how == How::Cash).then_some((paid.carried_by, paid.amount));
    is_payment(path)
        && payment(current).zip(payment(to)).is_some_and(|(current, to)| {
            cash(current).zip(cash(to)).is_some_and(|(current, to)| current == to)
        })
}

/// Whether a path speaks of a payment.
pub fn is_payment(path: &str) -> bool {
    path.split_once('.').is_some_and(|(map, key)| map == FEE && is_payment_key(key))
}

fn is_payment_key(key: &str) -> bool {
    key == PAID || key.starts_with(PAYMENTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::put as put_at;
    use serde_json::json;
    use uuid::Uuid;

    fn said(amount: i64, told: Option<i64>) -> Said {
        let (reason, by) = ("hộ nghèo".into(), "Võ Thị Mai".into());
        Said { amount, reason, told, by, at: Timestamp(1), rest: Map::new() }
    }

    fn paid(amount: i64) -> Paid {
        Paid {
            amount,
            how: How::Cash,
            receipt: None,
            received_by: None,
            carried_by: Some(UserId(Uuid::from_u128(1))),
            by: "Võ Thị Mai".into(),
            at: Timestamp(1),
            handed_in: None,
            rest: Map::new(),
        }
    }

    fn key(at: i64) -> String {
        payment_key(UserId(Uuid::from_u128(1)), &at.to_string())
    }

    fn handed_in() -> HandedIn {
        HandedIn { by: "Lê Văn An".into(), at: Timestamp(2), rest: Map::new() }
    }

    #[test]
    fn what_a_person_said_counts_for_the_case_that_it_was_said_of() {
        let rows = [
            // what the answers tell, what was said and of which case, what is due
            (Some(8_000), None, Some(8_000)),
            (None, None, None),
            (None, Some(said(20_000, None)), Some(20_000)),
            (Some(8_000), Some(said(0, Some(8_000))), Some(0)),
            // The answers tell it now, or tell another amount.
            (Some(8_000), Some(said(20_000, None)), Some(8_000)),
            (Some(16_000), Some(said(0, Some(8_000))), Some(16_000)),
            (None, Some(said(0, Some(8_000))), None),
        ];
        for (told, said, due) in rows {
            assert_eq!(Noted { said, ..Noted::default() }.due(told), due, "{told:?}");
        }
    }

    #[test]
    fn more_or_less_than_is_due_is_a_warning_and_nothing_is_said_where_nobody_knows() {
        let rows: [(Option<i64>, &[i64], Option<Value>); 9] = [
            // what is due, what was paid, what is said of it
            (Some(8_000), &[], None),
            (Some(8_000), &[8_000], None),
            (None, &[8_000], None),
            (Some(0), &[8_000], Some(json!({ "paid": 8_000, "due": 0 }))),
            (Some(8_000), &[5_000], Some(json!({ "paid": 5_000, "due": 8_000 }))),
            (Some(8_000), &[5_000, 3_000], None),
            (Some(8_000), &[5_000, 2_000], Some(json!({ "paid": 7_000, "due": 8_000 }))),
            (Some(8_000), &[8_000, 8_000], Some(json!({ "n": 2, "amount": 16_000 }))),
            (None, &[8_000, 1_000], Some(json!({ "n": 2, "amount": 9_000 }))),
        ];
        for (told, amounts, said) in rows {
            let payments = amounts.iter().zip(1..).map(|(amount, at)| (key(at), paid(*amount)));
            let finding = Noted { said: None, paid: payments.collect() }.finding(told);
            assert!(finding.as_ref().is_none_or(|finding| !finding.is_error()));
            assert_eq!(finding.map(|finding| json!(finding.params)), said, "{told:?} {amounts:?}");
        }
    }

    #[test]
    fn cash_is_carried_until_the_desk_has_it_and_other_money_never() {
        let user = Some(UserId(Uuid::from_u128(1)));
        assert_eq!(paid(1).carried(), user);
        assert_eq!(Paid { handed_in: Some(handed_in()), ..paid(1) }.carried(), None);
        for how in [How::Desk, How::Transfer] {
            assert_eq!(Paid { how, ..paid(1) }.carried(), None);
        }
    }

    /// A body with these notes of its fee.
    fn body(notes: &[(&str, &Value)]) -> Body {
        let mut body = Body::new();
        notes.iter().for_each(|(key, note)| put_at(&mut body, &format!("fee.{key}"), (*note).clone()));
        body
    }

    #[test]
    fn only_who_takes_cash_in_notes_that_the_desk_has_it_and_lets_it_go() {
        let (open, taken_in) =
            (json!(paid(8_000)), json!(Paid { handed_in: Some(handed_in()), ..paid(8_000) }));
        let less = json!(Paid { handed_in: Some(handed_in()), ..paid(4_000) });
        let at_desk = json!(Paid { how: How::Desk, carried_by: None, ..paid(8_000) });
        let of_another = json!(Paid { carried_by: Some(UserId(Uuid::from_u128(2))), ..paid(8_000) });
        let rows = [
            (&Value::Null, &open, true),
            (&open, &json!(paid(16_000)), true),
            (&at_desk, &Value::Null, true),
            (&at_desk, &open, false),
            // Cash is counted until the desk has it.
            (&open, &json!(paid(4_000)), false),
            (&open, &Value::Null, false),
            (&open, &at_desk, false),
            (&open, &of_another, false),
            (&open, &taken_in, false),
            (&Value::Null, &taken_in, false),
            (&taken_in, &open, false),
            (&taken_in, &taken_in, true),
            (&taken_in, &less, false),
            (&taken_in, &Value::Null, false),
        ];
        for (from, to, by_others) in rows {
            let (before, after) = (body(&[("paid", from)]), body(&[("paid", to)]));
            let may = |role| may_become((role, UserId(Uuid::from_u128(1))), &before, &after);
            for role in [Role::Volunteer, Role::Admin] {
                assert_eq!(may(role), by_others, "{from} {to}");
            }
            assert!(may(Role::Clerk) && may(Role::Leader));
        }
        let more_of_another = json!(Paid { carried_by: Some(UserId(Uuid::from_u128(2))), ..paid(9_000) });
        let volunteer = (Role::Volunteer, UserId(Uuid::from_u128(1)));
        for (from, to) in [(&Value::Null, &of_another), (&of_another, &more_of_another), (&of_another, &open)]
        {
            let (before, after) = (body(&[("paid/a", from)]), body(&[("paid/a", to)]));
            assert!(!may_become(volunteer, &before, &after), "{from} {to}");
            assert!(may_become((Role::Clerk, volunteer.1), &before, &after));
        }
        // Each by itself: nobody's note of another payment stands in the way.
        let before = body(&[("paid", &of_another), ("paid/b", &at_desk)]);
        assert!(may_become(volunteer, &before, &body(&[("paid", &of_another), ("paid/c", &open)])));
        assert!(!may_become(volunteer, &before, &body(&[("paid/b", &at_desk), ("paid/c", &open)])));
    }

    #[test]
    fn only_the_desk_s_own_word_on_the_same_cash_agrees_with_itself() {
        let taken_in = |amount| json!(Paid { handed_in: Some(handed_in()), ..paid(amount) });
        let later = HandedIn { at: Timestamp(3), ..handed_in() };
        let again = json!(Paid { handed_in: Some(later), receipt: Some("BL 1".into()), ..paid(8_000) });
        let desk = |by: &str| {
            let desk = Paid { how: How::Desk, carried_by: None, by: by.into(), ..paid(8_000) };
            json!(Paid { handed_in: Some(handed_in()), ..desk })
        };
        let path = format!("fee.{}", key(1));
        assert!(agree(&path, &taken_in(8_000), &again) && !agree("files.a", &taken_in(8_000), &again));
        for (one, other) in [
            (taken_in(8_000), taken_in(9_000)),
            (taken_in(8_000), json!(paid(8_000))),
            (desk("An"), desk("Ba")),
            (taken_in(8_000), Value::Null),
        ] {
            assert!(!agree(&path, &one, &other) && !agree(&path, &other, &one), "{one} {other}");
        }
    }

    #[test]
    fn every_payment_is_counted_the_only_one_of_older_dossiers_too() {
        let mut map = Map::new();
        for (key, paid) in
            [(PAID.to_owned(), paid(8_000)), (key(5), Paid { at: Timestamp(5), ..paid(1_000) })]
        {
            put_paid(&mut map, &key, Some(&paid));
        }
        put_said(&mut map, Some(&said(9_000, None)));
        let noted = Noted::of(&map);
        assert_eq!((noted.sum(), noted.payments()[0].0.as_str()), (Some(9_000), PAID));
        let body = json!({ "fee": map }).as_object().unwrap().clone();
        assert!(are_readable(&body) && is_payment(&format!("fee.{}", key(5))) && !is_payment("fee.said"));
        assert_eq!(carriers(&body), BTreeSet::from([UserId(Uuid::from_u128(1))]));
        put_paid(&mut map, PAID, None);
        assert_eq!(Noted::of(&map).sum(), Some(1_000));
    }

    #[test]
    fn half_a_dong_and_a_debt_are_no_amounts() {
        let body = |paid: &Value| json!({ "fee": { "paid": paid } }).as_object().unwrap().clone();
        let with = |amount: Value| {
            let mut whole = json!(paid(1));
            whole["amount"] = amount;
            body(&whole)
        };
        assert!(are_readable(&with(json!(8_000))) && are_readable(&Body::new()));
        for amount in [json!(0.5), json!(-1), json!("8000"), json!(money::MOST + 1)] {
            assert!(!are_readable(&with(amount.clone())), "{amount}");
        }
        assert!(!are_readable(&json!({ "fee": [] }).as_object().unwrap().clone()));
        assert!(are_readable(&json!({ "fee": { "of_tomorrow": 1.5 } }).as_object().unwrap().clone()));
    }
}
