//! What a citizen lets the ward do with their data, purpose by purpose (Luật 91/2025/QH15 điều 9).
//!
//! A dossier rests on the law and needs no consent. What goes beyond it does: being on the phone list, reminders,
//! statistics, training, keeping answers for the next form, a picture of the identity card. A record says what was
//! given at one time, by the words of one version of the text. It is never altered: a purpose is withdrawn beside it,
//! in `withdrawn`, each by itself. Nothing given is also an answer: the citizen was asked and said no.

use crate::{
    ids::RecordId,
    partial_date::PartialDate,
    patch::{Body, Patch, value_at},
    time::Timestamp,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Below this age a representative consents (Luật Trẻ em điều 1).
const OF_AGE: i32 = 16;
/// From this age on the child consents too.
const ASKED_TOO: i32 = 7;
/// The key of a body that holds what was withdrawn.
pub(crate) const WITHDRAWN: &str = "withdrawn";

/// How it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// Signed on paper.
    Signature,
    /// With a fingerprint on paper.
    FingerprintOnPaper,
    /// Aloud, before a witness.
    SaidBeforeWitness,
    /// By the citizen's own hand in the app.
    InApp,
}

/// How old somebody is, as far as consent asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// 16 or older.
    Adult,
    /// From 7 to under 16.
    Minor,
    /// Under 7.
    Small,
}

/// Who consents for a child.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// Their name.
    pub name: String,
    /// What they are to the child.
    pub relation: String,
}

/// A purpose was taken back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// When, by the device's clock.
    pub at: Timestamp,
    /// How it was said.
    pub how: Manner,
    /// The name of the person who noted it.
    pub by: String,
}

/// The body of a consent's record.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// Whose data.
    pub citizen: RecordId,
    /// The citizen's hamlet, so that the same volunteers see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hamlet: Option<String>,
    /// The version of the text that was read.
    pub text: String,
    /// What was agreed to; empty where the citizen was asked and agreed to nothing.
    pub purposes: BTreeSet<String>,
    /// How it was said.
    pub how: Manner,
    /// Who heard it, where it was said aloud.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// Who read the text aloud, where somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_by: Option<String>,
    /// How old the citizen is, as they or their family say: where no date of birth is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<Age>,
    /// Who consents for a child.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative: Option<Representative>,
    /// Whether the child itself agrees, from 7 years on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child_agrees: Option<bool>,
    /// The name of the person who noted it.
    pub by: String,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// What was taken back since, by purpose.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub withdrawn: BTreeMap<String, Withdrawal>,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What is missing for a consent to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Who heard it.
    Witness,
    /// Whether the citizen is of age: no date of birth is known, and nobody has said it.
    Age,
    /// Who consents for the child.
    Representative,
    /// What the child says.
    Child,
    /// The child's own agreement: against it nothing is agreed to.
    ChildRefuses,
}

impl Gap {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Witness => "witness",
            Self::Age => "age",
            Self::Representative => "representative",
            Self::Child => "child",
            Self::ChildRefuses => "child_refuses",
        }
    }
}

impl Consent {
    /// Whether the citizen was asked: a record by which nothing was given and something is taken back speaks of what was
    /// given elsewhere.
    pub fn is_answer(&self) -> bool {
        !self.purposes.is_empty() || self.withdrawn.is_empty()
    }

    /// What is missing, of a citizen born then; who may be a child is asked as one.
    pub fn gap(&self, born: Option<PartialDate>, today: NaiveDate) -> Option<Gap> {
        let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
        if self.how == Manner::SaidBeforeWitness && blank(&self.witness) {
            return Some(Gap::Witness);
        }
        if self.purposes.is_empty() {
            return None;
        }
        let age = match (born, self.age) {
            (Some(born), _) if born.surely_at_least(OF_AGE, today) == Some(true) => Age::Adult,
            (Some(born), _) if born.surely_at_least(ASKED_TOO, today) == Some(false) => Age::Small,
            // Who may be a child is asked as one.
            (Some(_), _) => Age::Minor,
            (None, Some(said)) => said,
            (None, None) => return Some(Gap::Age),
        };
        if age == Age::Adult {
            return None;
        }
        match (&self.representative, self.child_agrees) {
            (None, _) => Some(Gap::Representative),
            (Some(_), _) if age == Age::Small => None,
            (Some(_), None) => Some(Gap::Child),
            (Some(_), Some(false)) => Some(Gap::ChildRefuses),
            (Some(_), Some(true)) => None,
        }
    }
}

/// The purposes that a citizen agrees to now: given in one record at least, and not withdrawn since. A withdrawal
/// speaks for every record that was given before it, also for one that the other device did not know.
pub fn in_force<'a>(consents: impl Iterator<Item = &'a Consent> + Clone) -> BTreeSet<String> {
    let mut last: BTreeMap<&str, Timestamp> = BTreeMap::new();
    for (purpose, withdrawal) in consents.clone().flat_map(|consent| &consent.withdrawn) {
        let at = last.entry(purpose).or_insert(withdrawal.at);
        *at = withdrawal.at.max(*at);
    }
    let stands = |consent: &Consent, purpose: &String| {
        !consent.withdrawn.contains_key(purpose)
            && last.get(purpose.as_str()).is_none_or(|at| consent.at > *at)
    };
    let given = consents.flat_map(|consent| consent.purposes.iter().map(move |purpose| (consent, purpose)));
    given.filter(|(consent, purpose)| stands(consent, purpose)).map(|(_, purpose)| purpose.clone()).collect()
}

/// What the citizen says to a purpose now; none where they were never asked. Who only took something else back was not
/// asked.
pub fn answer_to<'a>(purpose: &str, consents: impl Iterator<Item = &'a Consent> + Clone) -> Option<bool> {
    consents.clone().find(|consent| consent.is_answer() || consent.withdrawn.contains_key(purpose))?;
    Some(in_force(consents).contains(purpose))
}

/// Whether a change may do this to a consent that was given: take a purpose back, and move with its citizen.
pub fn may_be_changed_by(patch: &Patch, given: &Body) -> bool {
    patch.0.iter().all(|(path, change)| match path.split_once('.') {
        Some((WITHDRAWN, _)) => !change.to.is_null(),
        _ => path == "hamlet" || *value_at(given, path) == change.to,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::to_body;
    use proptest::prelude::*;
    use serde_json::json;
    use uuid::Uuid;

    fn consent(purposes: &[&str], at: i64) -> Consent {
        Consent {
            citizen: RecordId(Uuid::nil()),
            hamlet: None,
            text: "2026-11.1".into(),
            purposes: purposes.iter().map(|&purpose| purpose.to_owned()).collect(),
            how: Manner::Signature,
            witness: None,
            read_by: None,
            age: None,
            representative: None,
            child_agrees: None,
            by: "Lê Thị Hường".into(),
            at: Timestamp(at),
            withdrawn: BTreeMap::new(),
            rest: Map::new(),
        }
    }

    fn withdrawal(at: i64) -> Withdrawal {
        Withdrawal { at: Timestamp(at), how: Manner::SaidBeforeWitness, by: "Võ Thị Mai".into() }
    }

    /// Luật 91/2025 điều 9; the ages: Luật Trẻ em điều 1 and the law's own rule on children from 7 years.
    #[test]
    fn a_child_has_a_representative_and_from_seven_its_own_word() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let mother = Some(Representative { name: "Trần Thị Bình".into(), relation: "mẹ".into() });
        let rows = [
            ("1942", None, None, None),
            ("2010-11-22", None, None, None),
            ("2010-11-23", None, None, Some(Gap::Representative)),
            ("2020-11-22", mother.clone(), None, None),
            ("2019-11-22", mother.clone(), None, Some(Gap::Child)),
            // Perhaps seven: asked.
            ("2019", mother.clone(), None, Some(Gap::Child)),
            ("2019", mother.clone(), Some(true), None),
            ("2015", mother.clone(), Some(false), Some(Gap::ChildRefuses)),
            ("2015", None, Some(true), Some(Gap::Representative)),
        ];
        for (born, representative, child_agrees, gap) in rows {
            let given = Consent { representative, child_agrees, ..consent(&["reminders"], 1) };
            assert_eq!(given.gap(PartialDate::parse(born), today), gap, "{born} {child_agrees:?}");
        }
        // Nobody is taken for an adult, nor for a child, whose birth is not known.
        let unknown = [
            (None, None, Some(Gap::Age)),
            (Some(Age::Adult), None, None),
            (Some(Age::Minor), None, Some(Gap::Representative)),
            (Some(Age::Minor), mother.clone(), Some(Gap::Child)),
            (Some(Age::Small), mother.clone(), None),
        ];
        for (age, representative, gap) in unknown {
            let given = Consent { age, representative, ..consent(&["reminders"], 1) };
            assert_eq!(given.gap(None, today), gap, "{age:?}");
        }
        let known = Consent { age: Some(Age::Adult), ..consent(&["reminders"], 1) };
        assert_eq!(
            known.gap(PartialDate::parse("2015"), today),
            Some(Gap::Representative),
            "a date says more"
        );
        let said = Consent { how: Manner::SaidBeforeWitness, ..consent(&["reminders"], 1) };
        assert_eq!(said.gap(None, today), Some(Gap::Witness));
        assert_eq!(
            consent(&[], 1).gap(PartialDate::parse("2020"), today),
            None,
            "asked, and no is an answer"
        );
    }

    #[test]
    fn what_is_withdrawn_stands_no_longer_and_a_later_yes_stands_again() {
        let mut first = consent(&["phone_list", "reminders"], 10);
        first.withdrawn.insert("phone_list".into(), withdrawal(20));
        let unknown_to_it = consent(&["phone_list"], 15);
        let later = consent(&["phone_list"], 30);
        let stands = |all: &[&Consent]| in_force(all.iter().copied()).into_iter().collect::<Vec<_>>();
        assert_eq!(stands(&[&first]), ["reminders"]);
        assert_eq!(stands(&[&first, &unknown_to_it]), ["reminders"]);
        assert_eq!(stands(&[&first, &unknown_to_it, &later]), ["phone_list", "reminders"]);
    }

    #[test]
    fn who_was_never_asked_has_said_nothing_and_who_took_it_back_has_said_no() {
        let taken_back =
            Consent { withdrawn: [("next_form".into(), withdrawal(20))].into(), ..consent(&[], 20) };
        let given = consent(&["next_form"], 10);
        let says = |all: &[&Consent]| answer_to("next_form", all.iter().copied());
        assert_eq!(says(&[]), None);
        assert_eq!(says(&[&given]), Some(true));
        assert_eq!(says(&[&consent(&["reminders"], 10)]), Some(false));
        // A withdrawal of what the device did not hold stands by itself.
        assert_eq!(says(&[&taken_back]), Some(false));
        assert_eq!(says(&[&given, &taken_back]), Some(false));
        let of_another =
            Consent { withdrawn: [("reminders".into(), withdrawal(20))].into(), ..consent(&[], 20) };
        assert_eq!(says(&[&of_another]), None, "they took something else back, and were not asked");
    }

    #[test]
    fn what_was_given_is_never_altered_and_a_withdrawal_never_undone() {
        let given = to_body(&consent(&["phone_list"], 10));
        let with = |key: &str, value: Value| {
            let mut body = given.clone();
            body.insert(key.into(), value);
            body
        };
        let withdrawn = with(WITHDRAWN, json!({ "phone_list": withdrawal(20) }));
        let rows = [
            (&given, &withdrawn, true),
            (&withdrawn, &given, false),
            (&given, &with("hamlet", json!("Khóm 2")), true),
            (&given, &with("purposes", json!(["phone_list", "statistics"])), false),
            (&given, &with("at", json!(Timestamp(11))), false),
        ];
        for (before, after, may) in rows {
            assert_eq!(may_be_changed_by(&Patch::between(before, after), before), may);
        }
    }

    proptest! {
        #[test]
        fn nothing_stands_that_was_not_given_or_was_withdrawn_after(
            given in prop::collection::vec((0_i64..9, prop::option::of(0_i64..9)), 0..5)
        ) {
            let consents: Vec<Consent> = given.iter().map(|(at, back)| {
                let mut consent = consent(&["statistics"], *at);
                if let Some(back) = back {
                    consent.withdrawn.insert("statistics".into(), withdrawal(*back));
                }
                consent
            }).collect();
            let last = given.iter().filter_map(|(_, back)| *back).max();
            let stands = given.iter().any(|(at, back)| back.is_none() && last.is_none_or(|last| *at > last));
            prop_assert_eq!(!in_force(consents.iter()).is_empty(), stands);
        }
    }
}
