//! What a dossier costs and what of it was paid, as the screen says both.

use super::{Fact, Note};
use crate::{Request, printable};
use serde::Serialize;
use tan_nha_domain::{
    fee::{How, Paid, Said},
    money,
};
use tan_nha_forms::{FeeDue, Mark};

#[derive(Serialize)]
pub(crate) struct Fee {
    /// `20.000 đồng`, by the answers or by a person's word; none where neither tell it.
    due: Option<String>,
    /// Whether nothing is to be paid.
    free: bool,
    /// Whether what the answers make due is by a text that was not compared.
    unchecked: bool,
    /// The word of a person, where it holds: what the answers tell stands aside then.
    said: Option<SaidFee>,
    /// One that was said of other answers, and holds no more.
    outdated: Option<SaidFee>,
    lines: Vec<FeeLine>,
    exempt: Option<String>,
    why: Option<String>,
    /// The oldest first.
    paid: Vec<Payment>,
    /// Of several: how much they are together.
    sum: Option<String>,
    /// Whether another amount is due than was paid.
    differs: bool,
    text: Fact,
    /// Who pays nothing, for a person to ask.
    exemptions: Vec<Fact>,
}

#[derive(Serialize)]
struct FeeLine {
    label: String,
    amount: String,
}

#[derive(Serialize)]
struct SaidFee {
    amount: String,
    reason: String,
    #[serde(flatten)]
    note: Note,
}

#[derive(Serialize)]
struct Payment {
    amount: String,
    /// `cash`, `desk` or `transfer`.
    how: How,
    receipt: Option<String>,
    received_by: Option<String>,
    #[serde(flatten)]
    note: Note,
    /// Whether somebody carries its cash.
    carried: bool,
    /// Who took the cash in for the ward.
    handed_in: Option<Note>,
}

impl Fee {
    pub(super) fn of(request: &Request<'_>) -> Self {
        let (rules, noted) = (request.definition.fee(), &request.noted.fee);
        let told = request.checked.fee.as_ref();
        let amount = told.and_then(|told| told.amount);
        let (due, holds) = (noted.due(amount), noted.counting(amount).is_some());
        let said = noted.said.as_ref().map(SaidFee::of);
        let (said, outdated) = if holds { (said, None) } else { (None, said) };
        let told: Option<&FeeDue> = told.filter(|_| !holds);
        let line = |text: &Option<String>| text.as_deref().map(printable::line);
        let exemption = told.and_then(|told| told.exempt.as_ref());
        let exemption = exemption.and_then(|who| rules.exemptions.iter().find(|rule| rule.who == *who));
        let mark = exemption.map_or(rules.mark, |rule| rule.mark);
        Self {
            due: due.map(money::print),
            free: due == Some(0),
            unchecked: due.is_some() && !holds && mark == Mark::R,
            said,
            outdated,
            lines: told.into_iter().flat_map(|told| &told.lines).map(FeeLine::of).collect(),
            exempt: told.and_then(|told| line(&told.exempt)),
            why: told.and_then(|told| line(&told.why)),
            paid: noted.payments().into_iter().map(|(_, paid)| Payment::of(paid)).collect(),
            sum: noted.sum().filter(|_| noted.paid.len() > 1).map(money::print),
            differs: noted.sum().zip(due).is_some_and(|(sum, due)| sum != due),
            text: Fact { text: printable::line(&rules.text), unchecked: rules.mark == Mark::R },
            exemptions: rules
                .exemptions
                .iter()
                .map(|exemption| Fact {
                    text: match line(&exemption.why) {
                        Some(why) => format!("{} ({why})", printable::line(&exemption.who)),
                        None => printable::line(&exemption.who),
                    },
                    unchecked: exemption.mark == Mark::R,
                })
                .collect(),
        }
    }
}

impl FeeLine {
    fn of(line: &tan_nha_forms::FeeLine) -> Self {
        Self { label: printable::line(&line.label), amount: money::print(line.amount) }
    }
}

impl SaidFee {
    fn of(said: &Said) -> Self {
        Self {
            amount: money::print(said.amount),
            reason: printable::line(&said.reason),
            note: Note::of(&said.by, said.at),
        }
    }
}

impl Payment {
    fn of(paid: &Paid) -> Self {
        Self {
            amount: money::print(paid.amount),
            how: paid.how,
            receipt: paid.receipt.as_deref().map(printable::line),
            received_by: paid.received_by.as_deref().map(printable::line),
            note: Note::of(&paid.by, paid.at),
            carried: paid.carried().is_some(),
            handed_in: paid.handed_in.as_ref().map(|taken| Note::of(&taken.by, taken.at)),
        }
    }
}
