//! What the head of a definition says beside its questions: what it costs, who signs, and the dossiers that
//! one filling yields.

use crate::{
    definition::{Deadline, Mark},
    expression::Expression,
};
use serde::Serialize;

/// What it costs.
#[derive(Debug)]
pub struct Fee {
    /// In Vietnamese, with who is free of it: what holds where the cases do not tell.
    pub text: String,
    /// How sure it is.
    pub mark: Mark,
    /// The amounts by case; those that hold are added up.
    pub cases: Vec<FeeCase>,
    /// Who pays nothing.
    pub exemptions: Vec<Exemption>,
}

/// One amount.
#[derive(Debug)]
pub struct FeeCase {
    /// For what, in Vietnamese.
    pub label: String,
    /// How sure it is.
    pub mark: Mark,
    /// Where it is written.
    pub source: Option<String>,
    pub(crate) amount: Expression,
    pub(crate) when: Option<Expression>,
}

/// Somebody who pays nothing.
#[derive(Debug)]
pub struct Exemption {
    /// Who, in Vietnamese.
    pub who: String,
    /// By which text.
    pub why: Option<String>,
    /// How sure it is.
    pub mark: Mark,
    /// Whether the answers tell it; otherwise a person is asked.
    pub(crate) when: Option<Expression>,
}

impl Exemption {
    /// Whether the answers tell who is free.
    pub fn is_told(&self) -> bool {
        self.when.is_some()
    }
}

/// What these answers cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeeDue {
    /// Whole đồng, 0 for who is free; none where the answers do not tell, and then the text holds.
    pub amount: Option<i64>,
    /// What it is made of; empty where nothing is told.
    pub lines: Vec<FeeLine>,
    /// Who is free of it, in Vietnamese.
    pub exempt: Option<String>,
    /// By which text they are.
    pub why: Option<String>,
}

/// A part of what is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeeLine {
    /// For what, in Vietnamese.
    pub label: String,
    /// Whole đồng.
    pub amount: i64,
}

/// Somebody who signs.
#[derive(Debug)]
pub struct Signer {
    /// Who, in Vietnamese.
    pub who: String,
    /// The key of the person of the form, where it asks for them.
    pub person: Option<String>,
    /// Where it is the two witnesses: the key of the table that names them.
    pub witnesses: Option<String>,
    /// What else is to be known of it, in Vietnamese: another way to consent.
    pub note: Option<String>,
    /// How sure it is.
    pub mark: Mark,
    pub(crate) when: Option<Expression>,
}

impl Signer {
    /// Whether the answers tell whether they have to.
    pub fn is_conditional(&self) -> bool {
        self.when.is_some()
    }
}

/// A dossier that a group yields when it is submitted.
#[derive(Debug)]
pub struct Member {
    /// Its stable name inside the group.
    pub key: String,
    /// What people read.
    pub name: String,
    /// The key of the procedure, where it is one that also stands alone.
    pub procedure: Option<String>,
    /// Who decides.
    pub authority: String,
    /// When it is due, counted from the group's reception, or from the end of `after`.
    pub deadline: Option<Deadline>,
    /// The member that has to be done before it.
    pub after: Option<String>,
    /// The slots of the group's papers that serve it.
    pub papers: Vec<String>,
    /// How sure it is.
    pub mark: Mark,
    /// Where it is written.
    pub source: Option<String>,
    pub(crate) when: Option<Expression>,
}

impl Member {
    /// Whether the answers decide whether it is asked for.
    pub fn is_conditional(&self) -> bool {
        self.when.is_some()
    }

    /// The fields whose answers decide it.
    pub fn decided_by(&self) -> Vec<String> {
        self.when.as_ref().map(Expression::variables).unwrap_or_default()
    }
}
