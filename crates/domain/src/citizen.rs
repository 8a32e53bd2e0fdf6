//! A person of the ward, as the teams know them.

use crate::{finding::Finding, id_number, ids::RecordId, partial_date::PartialDate, phone, sex::Sex, text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;

/// How well a person can move; it decides whose door is knocked at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mobility {
    /// Comes to the ward.
    Normal,
    /// Too old to come.
    Elderly,
    /// Too ill to come.
    Ill,
    /// Disabled.
    Disabled,
}

/// The body of a citizen's record. What people typed stays as they typed it (NFC); an unreadable date
/// is a finding, not a loss.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Citizen {
    /// Họ, chữ đệm và tên.
    pub full_name: String,
    /// Date of birth, partial (`1942`, `1942-06`, `1942-06-17`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<String>,
    /// Sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// The 12-digit personal number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    /// The 9-digit number of an old identity card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_id_number: Option<String>,
    /// A phone that reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whose phone it is, where it is not theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_owner: Option<String>,
    /// The hamlet's short name; decides which volunteers see them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hamlet: Option<String>,
    /// Where they live, as it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whether they can come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobility: Option<Mobility>,
    /// Whether they read what is written. What they cannot do is noted so that somebody reads to them, and why is
    /// nobody's business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reads: Option<bool>,
    /// Whether they write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writes: Option<bool>,
    /// Whether they sign with their own hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signs: Option<bool>,
    /// Whether they hear what is read to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hears: Option<bool>,
    /// The language that they speak, where it is not Vietnamese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `live`, or `merged` when another record stays in its place.
    #[serde(default)]
    pub state: String,
    /// The record that stays, after a merge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stays_as: Option<RecordId>,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Citizen {
    /// The date of birth, if it can be read.
    pub fn birth(&self) -> Option<PartialDate> {
        self.born.as_deref().and_then(PartialDate::parse)
    }

    /// Everything worth saying about what was typed.
    pub fn findings(&self, today: NaiveDate) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.full_name.is_empty() {
            findings.push(Finding::error("required", "full_name"));
        }
        if let Some(born) = &self.born {
            match PartialDate::parse(born) {
                None => findings.push(Finding::error("date_unreadable", "born")),
                Some(date) if date.earliest() > today => findings.push(Finding::error("date_future", "born")),
                Some(_) => {}
            }
        }
        if let Some(number) = &self.id_number {
            findings.extend(id_number::check("id_number", number, self.sex, self.birth(), today));
        }
        if let Some(number) = &self.old_id_number
            && id_number::read(number).kind != id_number::IdKind::Cmnd
        {
            findings.push(Finding::warning("old_id_number_length", "old_id_number"));
        }
        if let Some(phone) = &self.phone {
            findings.extend(phone::check("phone", phone));
        }
        findings
    }

    /// Why `other` may be the same person; empty when nothing points to it.
    pub fn reasons_to_be(&self, other: &Citizen) -> Vec<&'static str> {
        let same = |a: &Option<String>, b: &Option<String>, clean: &dyn Fn(&str) -> String| matches!((a, b), (Some(a), Some(b)) if !a.is_empty() && clean(a) == clean(b));
        let same_name = text::fold(&self.full_name) == text::fold(&other.full_name);
        let births = (self.birth(), other.birth());
        let mut reasons = Vec::new();
        if same(&self.id_number, &other.id_number, &id_number::clean) {
            reasons.push("same_id_number");
        }
        if same(&self.old_id_number, &other.old_id_number, &id_number::clean) {
            reasons.push("same_old_id_number");
        }
        if same_name && matches!(births, (Some(mine), Some(theirs)) if mine.agrees_with(theirs)) {
            reasons.push("same_name_and_birth");
        }
        if same_name
            && births.0.is_none() | births.1.is_none()
            && same(&self.hamlet, &other.hamlet, &text::fold)
        {
            reasons.push("same_name_and_hamlet");
        }
        reasons
    }
}

impl fmt::Debug for Citizen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Citizen(…)")
    }
}
