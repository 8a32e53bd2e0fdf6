//! What a dossier costs, that it was paid, and in whose hands the cash is.
//!
//! A dossier's body holds it as `fee`, a map with the keys `said` and `paid`, each patched and merged by itself: two
//! people who note a payment apart meet in a conflict, and nobody is charged twice. One of the two notes stands then;
//! the cash of the other one was taken all the same, and is kept under a key of its own, `taken/…`, until the desk has
//! it. Amounts are whole đồng.
//!
//! What the answers tell of the fee is the form's to say. Where they do not tell it, or an exemption holds that they
//! cannot know, a person says the amount and why. That word stands beside what the answers told then: once they tell
//! something else, it speaks of another case and counts no more.

use crate::{
    finding::Finding,
    ids::UserId,
    money,
    patch::{Body, Patch},
    role::Role,
    time::Timestamp,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The key of a dossier's body that holds it.
pub const FEE: &str = "fee";
const SAID: &str = "said";
const PAID: &str = "paid";
const TAKEN: &str = "taken/";

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
    /// That it was paid.
    pub paid: Option<Paid>,
    /// Cash that somebody took besides, by its key: another note of the payment stands.
    pub taken: BTreeMap<String, Paid>,
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
        let paid: Option<Paid> = read(map, PAID);
        let standing = paid.as_ref().and_then(Paid::taken_key);
        let keys = map.keys().filter(|key| key.starts_with(TAKEN) && Some(*key) != standing.as_ref());
        let taken = keys.filter_map(|key| Some((key.clone(), read(map, key)?))).collect();
        Self { said: read(map, SAID), paid, taken }
    }

    /// Every payment: the one that stands and the cash that was taken besides.
    pub fn payments(&self) -> impl Iterator<Item = &Paid> {
        self.paid.iter().chain(self.taken.values())
    }

    /// What a person said, where it is of what the answers tell now.
    pub fn counting(&self, told: Option<i64>) -> Option<&Said> {
        self.said.as_ref().filter(|said| said.told == told)
    }

    /// What is due, where the answers tell `told`; none where neither they nor a person say it.
    pub fn due(&self, told: Option<i64>) -> Option<i64> {
        self.counting(told).map(|said| said.amount).or(told)
    }

    /// What somebody should look at: another amount was paid than is due, or besides it was taken by who still has it.
    pub fn findings(&self, told: Option<i64>) -> impl Iterator<Item = Finding> {
        let paid = self.paid.as_ref().map(|paid| paid.amount);
        let differing = paid.zip(self.due(told)).filter(|(paid, due)| paid != due);
        let differs = differing
            .map(|(paid, due)| Finding::warning("fee_paid_differs", "").with("paid", paid).with("due", due));
        let carried = self.taken.values().filter(|taken| taken.carried().is_some());
        let besides: i64 = carried.map(|taken| taken.amount).sum();
        let twice = (paid.is_some() && besides > 0)
            .then(|| Finding::warning("fee_taken_twice", "").with("amount", besides));
        differs.into_iter().chain(twice)
    }

    /// The cash that somebody took besides and still carries.
    pub fn taken_by(&self, user: UserId) -> Option<&Paid> {
        self.taken.values().find(|taken| taken.carried() == Some(user))
    }
}

impl Paid {
    /// Who carries its cash now; nobody where the desk has it, or it never was in a visitor's hands.
    pub fn carried(&self) -> Option<UserId> {
        self.carried_by.filter(|_| self.how == How::Cash && self.handed_in.is_none())
    }

    /// The key under which its cash is kept besides another payment: by who took it and when, so that it is kept once by
    /// whomever. None where nobody took cash.
    pub fn taken_key(&self) -> Option<String> {
        let carrier = self.carried_by.filter(|_| self.how == How::Cash)?;
        Some(format!("{TAKEN}{carrier}/{}", self.at.0))
    }
}

/// Notes what a person said, or takes it back.
pub fn put_said(map: &mut Map<String, Value>, said: Option<&Said>) {
    put(map, SAID, said);
}

/// Notes a payment, or takes the note back. Cash that stands is not kept besides, too.
pub fn put_paid(map: &mut Map<String, Value>, paid: Option<&Paid>) {
    put(map, PAID, paid);
    if let Some(key) = paid.and_then(Paid::taken_key) {
        map.remove(&key);
    }
}

/// Notes cash that was taken besides, or takes the note back.
pub fn put_taken(map: &mut Map<String, Value>, key: &str, taken: Option<&Paid>) {
    put(map, key, taken);
}

/// Keeps the cash of a payment whose note gives way to the one that stands: what the desk has of the same cash it still
/// has, and what was taken by another, or at another time, is kept besides. Of two amounts of the same cash the larger is
/// counted.
pub fn keep_cash(map: &mut Map<String, Value>, giving_way: &Paid) {
    let Some(key) = giving_way.taken_key() else { return };
    let Noted { paid, mut taken, .. } = Noted::of(map);
    let standing = paid.filter(|paid| paid.taken_key().as_ref() == Some(&key));
    let stands = standing.is_some();
    let kept = match standing.or_else(|| taken.remove(&key)) {
        None => giving_way.clone(),
        Some(same) if same.handed_in.is_some() => return,
        Some(same) if giving_way.handed_in.is_some() => {
            Paid { handed_in: giving_way.handed_in.clone(), ..same }
        }
        Some(same) if !stands && giving_way.amount > same.amount => giving_way.clone(),
        Some(_) => return,
    };
    if stands { put_paid(map, Some(&kept)) } else { put_taken(map, &key, Some(&kept)) }
}

fn put<T: Serialize>(map: &mut Map<String, Value>, key: &str, noted: Option<&T>) {
    match noted.and_then(|noted| serde_json::to_value(noted).ok()) {
        Some(value) => drop(map.insert(key.to_owned(), value)),
        None => drop(map.remove(key)),
    }
}

fn read<T: DeserializeOwned>(map: &Map<String, Value>, key: &str) -> Option<T> {
    map.get(key).and_then(|value| T::deserialize(value).ok())
}

/// Whether an amount is one that a fee may have.
pub fn is_amount(dong: i64) -> bool {
    (0..=money::MOST).contains(&dong)
}

/// Whether what a dossier's body says of its fee can be read; under a key that is not known here may be anything.
pub fn are_readable(body: &Body) -> bool {
    let readable = |(key, value): (&String, &Value)| match key.as_str() {
        SAID => Said::deserialize(value).is_ok_and(|said| is_amount(said.amount)),
        PAID => Paid::deserialize(value).is_ok_and(|paid| is_amount(paid.amount)),
        key if key.starts_with(TAKEN) => Paid::deserialize(value)
            .is_ok_and(|paid| is_amount(paid.amount) && paid.taken_key().as_deref() == Some(key)),
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

/// Who has cash in their hands of what a dossier's body says of its fee.
pub fn carriers(body: &Body) -> BTreeSet<UserId> {
    in_hands(body).into_keys().collect()
}

/// Who takes cash in at the desk.
pub fn takes_in(role: Role) -> bool {
    matches!(role, Role::Leader | Role::Clerk)
}

/// Whether a role may bring a payment from one note to the other: that the desk has it is noted, altered and taken
/// back by who takes it in. Whoever leaves a note as it is may do so.
fn may_note(role: Role, path: &str, from: &Value, to: &Value) -> bool {
    let is_open = |note: &Value| note.get("handed_in").is_none();
    !is_payment(path) || from == to || is_open(from) && is_open(to) || takes_in(role)
}

/// Whether a person of a role may bring a dossier's body from one to the other: by [`may_note`], and cash in somebody's
/// hands is counted until who takes it in says otherwise. Others may note more of their own and move any from one key to
/// another.
pub fn may_become((role, user): (Role, UserId), before: &Body, after: &Body) -> bool {
    if takes_in(role) || before.get(FEE) == after.get(FEE) {
        return true;
    }
    let noted = Patch::between(before, after);
    let (had, has) = (in_hands(before), in_hands(after));
    let sum = |hands: &BTreeMap<UserId, i64>, who: &UserId| hands.get(who).copied().unwrap_or_default();
    noted.0.iter().all(|(path, change)| may_note(role, path, &change.from, &change.to))
        && had.keys().chain(has.keys()).all(|who| match sum(&has, who) - sum(&had, who) {
            0 => true,
            more => more > 0 && *who == user,
        })
}

/// How much cash is in whose hands.
fn in_hands(body: &Body) -> BTreeMap<UserId, i64> {
    let mut hands = BTreeMap::new();
    if let Some(map) = body.get(FEE).and_then(Value::as_object) {
        for paid in Noted::of(map).payments() {
            if let Some(carrier) = paid.carried() {
                *hands.entry(carrier).or_default() += paid.amount;
            }
        }
    }
    hands
}

/// Whether nobody has to decide between two notes of a payment: of the same cash both say that the desk has it.
pub fn agree(path: &str, current: &Value, to: &Value) -> bool {
    let payment = |note: &Value| Paid::deserialize(note).ok().filter(|paid| paid.handed_in.is_some());
    let said = |paid: &Paid| (paid.taken_key(), paid.amount);
    is_payment(path)
        && payment(current)
            .zip(payment(to))
            .is_some_and(|(current, to)| current.taken_key().is_some() && said(&current) == said(&to))
}

/// Whether a path speaks of money that was paid.
pub fn is_payment(path: &str) -> bool {
    path.split_once('.').is_some_and(|(map, key)| map == FEE && (key == PAID || key.starts_with(TAKEN)))
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
    fn another_amount_than_is_due_is_a_warning_and_nothing_is_said_where_nobody_knows() {
        let found = |told, amount| {
            Noted { paid: Some(paid(amount)), ..Noted::default() }.findings(told).collect::<Vec<_>>()
        };
        assert_eq!(found(Some(8_000), 8_000), []);
        assert_eq!(found(None, 8_000), []);
        let [warning] = found(Some(0), 8_000).try_into().unwrap();
        assert!(!warning.is_error());
        assert_eq!((&warning.params["paid"], &warning.params["due"]), (&json!(8_000), &json!(0)));
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
            (&at_desk, &open, true),
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
        let key = paid(8_000).taken_key().unwrap();
        let kept = body(&[("paid", &at_desk), (&key, &open)]);
        let volunteer = (Role::Volunteer, UserId(Uuid::from_u128(1)));
        assert!(may_become(volunteer, &body(&[("paid", &open)]), &kept), "it is kept besides");
        let gone = body(&[("paid", &at_desk)]);
        assert!(!may_become(volunteer, &kept, &gone) && may_become((Role::Clerk, volunteer.1), &kept, &gone));
        let of_another = body(&[("paid", &of_another)]);
        assert!(!may_become(volunteer, &Body::new(), &of_another), "nobody notes cash into another's hands");
    }

    #[test]
    fn cash_whose_note_gives_way_is_kept_once_and_what_the_desk_has_it_still_has() {
        let user = UserId(Uuid::from_u128(1));
        let desk = Paid { how: How::Desk, carried_by: None, ..paid(8_000) };
        let with = |standing: &Paid| {
            let mut map = Map::new();
            put_paid(&mut map, Some(standing));
            map
        };
        let mut map = with(&desk);
        for _ in 0..2 {
            keep_cash(&mut map, &paid(8_000));
        }
        let noted = Noted::of(&map);
        assert_eq!((noted.taken.len(), noted.payments().filter_map(Paid::carried).count()), (1, 1));
        assert_eq!(noted.findings(Some(8_000)).next().unwrap().code, "fee_taken_twice");
        let body = json!({ "fee": map }).as_object().unwrap().clone();
        assert!(are_readable(&body));
        assert_eq!(carriers(&body), BTreeSet::from([user]));
        // Whoever brings the same cash back as the payment that stands has not taken it twice.
        put_paid(&mut map, Some(&paid(8_000)));
        assert_eq!(Noted::of(&map).payments().count(), 1);

        let mut map = with(&paid(8_000));
        keep_cash(
            &mut map,
            &Paid { handed_in: Some(handed_in()), receipt: Some("BL 1".into()), ..paid(8_000) },
        );
        let noted = Noted::of(&map);
        assert!(noted.taken.is_empty() && noted.paid.unwrap().handed_in.is_some());
        keep_cash(&mut map, &desk);
        assert!(Noted::of(&map).taken.is_empty(), "no cash was taken");

        // Somebody had noted more of the same cash, and the desk took it in: neither is forgotten.
        let mut map = with(&desk);
        keep_cash(&mut map, &paid(8_000));
        keep_cash(&mut map, &paid(9_000));
        assert_eq!(Noted::of(&map).taken_by(user).unwrap().amount, 9_000);
        keep_cash(&mut map, &Paid { handed_in: Some(handed_in()), ..paid(9_000) });
        assert!(Noted::of(&map).taken_by(user).is_none());
        assert_eq!(Noted::of(&map).findings(Some(8_000)).count(), 0, "nobody carries it");
        put_paid(&mut map, Some(&paid(9_000)));
        assert_eq!(map.keys().collect::<Vec<_>>(), ["paid"], "what stands is not kept besides, too");
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
