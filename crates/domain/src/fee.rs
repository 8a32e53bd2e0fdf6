//! What a dossier costs, that it was paid, and in whose hands the cash is.
//!
//! A dossier's body holds it as `fee`, a map with the keys `said` and `paid`, each patched and merged by itself: two
//! people who note a payment apart meet in a conflict, and nobody is charged twice. Amounts are whole đồng.
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

/// The key of a dossier's body that holds it.
pub const FEE: &str = "fee";
const SAID: &str = "said";
const PAID: &str = "paid";

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
    /// That the desk has the cash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_in: Option<HandedIn>,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The desk has the cash of a payment, whole.
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
}

impl Noted {
    /// Of the map that a dossier's body holds; what cannot be read is left out.
    pub fn of(map: &Map<String, Value>) -> Self {
        Self { said: read(map, SAID), paid: read(map, PAID) }
    }

    /// What a person said, where it is of what the answers tell now.
    pub fn counting(&self, told: Option<i64>) -> Option<&Said> {
        self.said.as_ref().filter(|said| said.told == told)
    }

    /// What is due, where the answers tell `told`; none where neither they nor a person say it.
    pub fn due(&self, told: Option<i64>) -> Option<i64> {
        self.counting(told).map(|said| said.amount).or(told)
    }

    /// What somebody should look at: another amount was paid than is due.
    pub fn finding(&self, told: Option<i64>) -> Option<Finding> {
        let (paid, due) = (self.paid.as_ref()?.amount, self.due(told)?);
        (paid != due).then(|| Finding::warning("fee_paid_differs", "").with("paid", paid).with("due", due))
    }
}

impl Paid {
    /// Who carries its cash now; nobody where the desk has it, or it never was in a visitor's hands.
    pub fn carried(&self) -> Option<UserId> {
        self.carried_by.filter(|_| self.how == How::Cash && self.handed_in.is_none())
    }
}

/// Notes what a person said, or takes it back.
pub fn put_said(map: &mut Map<String, Value>, said: Option<&Said>) {
    put(map, SAID, said);
}

/// Notes a payment, or takes the note back.
pub fn put_paid(map: &mut Map<String, Value>, paid: Option<&Paid>) {
    put(map, PAID, paid);
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

/// Who takes cash in at the desk.
pub fn takes_in(role: Role) -> bool {
    matches!(role, Role::Leader | Role::Clerk)
}

/// Whether a role may bring a payment from one note to the other: that the desk has the cash is noted, altered and taken
/// back by who takes it in. Whoever leaves a note as it is may do so.
pub fn may_note(role: Role, path: &str, from: &Value, to: &Value) -> bool {
    let is_open = |note: &Value| note.get("handed_in").is_none();
    path.split_once('.') != Some((FEE, PAID)) || from == to || is_open(from) && is_open(to) || takes_in(role)
}

/// Whether a role may do all of a patch by [`may_note`].
pub fn may_be_changed_by(role: Role, patch: &Patch) -> bool {
    patch.0.iter().all(|(path, change)| may_note(role, path, &change.from, &change.to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::FieldChange;
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
            assert_eq!(Noted { said, paid: None }.due(told), due, "{told:?}");
        }
    }

    #[test]
    fn another_amount_than_is_due_is_a_warning_and_nothing_is_said_where_nobody_knows() {
        let found = |told, amount| Noted { said: None, paid: Some(paid(amount)) }.finding(told);
        assert_eq!(found(Some(8_000), 8_000), None);
        assert_eq!(found(None, 8_000), None);
        let warning = found(Some(0), 8_000).unwrap();
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

    #[test]
    fn only_who_takes_cash_in_notes_that_the_desk_has_it() {
        let (open, taken_in) =
            (json!(paid(8_000)), json!(Paid { handed_in: Some(handed_in()), ..paid(8_000) }));
        let less = json!(Paid { handed_in: Some(handed_in()), ..paid(4_000) });
        let rows = [
            (&Value::Null, &open, true),
            (&open, &json!(paid(16_000)), true),
            (&open, &Value::Null, true),
            (&open, &taken_in, false),
            (&Value::Null, &taken_in, false),
            (&taken_in, &open, false),
            (&taken_in, &taken_in, true),
            (&taken_in, &less, false),
            (&taken_in, &Value::Null, false),
        ];
        for (from, to, by_volunteer) in rows {
            let change = FieldChange { from: from.clone(), to: to.clone() };
            let patch = Patch([("fee.paid".to_owned(), change)].into());
            assert_eq!(may_be_changed_by(Role::Volunteer, &patch), by_volunteer, "{from} {to}");
            assert!(may_be_changed_by(Role::Clerk, &patch) && may_be_changed_by(Role::Leader, &patch));
        }
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
