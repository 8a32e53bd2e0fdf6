//! What follows from the answers for the head: papers, fee, signers and members.

use super::{Asked, Run};
use crate::{
    expression::Expression,
    head::{FeeDue, FeeLine},
};
use tan_nha_domain::money;

impl Run<'_> {
    /// What the answers ask for beside answers.
    pub(super) fn asked(&mut self) -> Asked {
        let definition = self.definition;
        let mut papers = Vec::new();
        for paper in definition.papers.iter().filter(|paper| !paper.is_form) {
            if paper.required
                || (paper.required_when.is_some() && self.holds(&paper.required_when, &paper.slot))
            {
                papers.push(paper.slot.clone());
            }
        }
        let mut signers = Vec::new();
        for signer in &definition.signers {
            if self.holds(&signer.when, &signer.who) {
                signers.push(signer.who.clone());
            }
        }
        let mut members = Vec::new();
        for member in &definition.members {
            if self.holds(&member.when, &member.key) {
                members.push(member.key.clone());
            }
        }
        Asked { papers, fee: self.fee(), signers, members }
    }

    /// Whether a condition holds; nothing said always holds, one that fails does not.
    fn holds(&mut self, condition: &Option<Expression>, name: &str) -> bool {
        let holds = condition.as_ref().map(|condition| condition.holds(&self.scope));
        holds.is_none_or(|holds| self.or_note(holds, None, "", name).unwrap_or(false))
    }

    fn fee(&mut self) -> Option<FeeDue> {
        let fee = &self.definition.fee;
        if fee.cases.is_empty() {
            return None;
        }
        for exemption in fee.exemptions.iter().filter(|exemption| exemption.when.is_some()) {
            if self.holds(&exemption.when, &exemption.who) {
                let (exempt, why) = (Some(exemption.who.clone()), exemption.why.clone());
                return Some(FeeDue { amount: Some(0), lines: Vec::new(), exempt, why });
            }
        }
        let mut lines = Vec::new();
        let mut told = true;
        for case in &fee.cases {
            if !self.holds(&case.when, &case.label) {
                continue;
            }
            let amount = case.amount.value(&self.scope);
            let amount =
                self.or_note(amount, None, "", &case.label).flatten().and_then(|value| value.as_i64());
            match amount.filter(|amount| (0..=money::MOST).contains(amount)) {
                Some(amount) => lines.push(FeeLine { label: case.label.clone(), amount }),
                None => told = false,
            }
        }
        let amount = told.then(|| lines.iter().map(|line| line.amount).sum()).filter(|_| !lines.is_empty());
        if amount.is_none() {
            lines.clear();
        }
        Some(FeeDue { amount, lines, exempt: None, why: None })
    }
}
