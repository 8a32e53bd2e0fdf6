//! The head: papers, fee, signers and members.

use super::{
    file::DefinitionError,
    names::{Names, unique},
    raw::{RawDefinition, RawFee, RawMember, RawPaper, RawSigner},
};
use crate::{
    definition::{Mark, Paper},
    expression::Expression,
    head::{Exemption, Fee, FeeCase, Member, Signer},
    people::PersonGroup,
};
use std::{collections::BTreeMap, ops::Range};
use toml::Spanned;

/// Where the expressions of the head stand, by what [`crate::check()`] calls them when they fail.
pub(super) fn expression_places(raw: &RawDefinition) -> BTreeMap<String, Range<usize>> {
    let papers = raw.papers.iter().map(|paper| (paper.slot.get_ref(), &paper.required_when));
    let signers = raw.signers.iter().map(|signer| (&signer.who, &signer.when));
    let members = raw.members.iter().map(|member| (member.key.get_ref(), &member.when));
    let exemptions = raw.fee.exemptions.iter().map(|exemption| (&exemption.who, &exemption.when));
    let conditions = papers.chain(signers).chain(members).chain(exemptions);
    let conditions = conditions.filter_map(|(name, when)| Some((name.clone(), when.as_ref()?.span())));
    let cases = raw.fee.cases.iter().map(|case| (case.label.clone(), case.amount.span()));
    conditions.chain(cases).collect()
}

pub(super) fn load_paper(names: &Names<'_>, raw: RawPaper, mark: Mark) -> Result<Paper, DefinitionError> {
    let required_when = names.condition(raw.required_when.as_ref(), None)?;
    let fault = |message: &str| Err(names.file.fault(&raw.slot.span(), message));
    if raw.required && required_when.is_some() {
        return fault("both `required` and `required_when`");
    }
    if raw.copies == Some(0) {
        return fault("no copies of a paper are no paper");
    }
    if raw.form && raw.original_to_show {
        return fault("what is printed from the answers has no original");
    }
    if raw.form && required_when.is_some() {
        return fault("what is printed from the answers is printed for every dossier");
    }
    Ok(Paper {
        slot: raw.slot.into_inner(),
        label: raw.label,
        is_form: raw.form,
        required: raw.required,
        copies: raw.copies.unwrap_or(1),
        original_to_show: raw.original_to_show,
        note: raw.note,
        sensitive: raw.sensitive,
        mark: raw.mark.unwrap_or(mark),
        required_when,
    })
}

pub(super) fn load_fee(names: &Names<'_>, raw: RawFee) -> Result<Fee, DefinitionError> {
    let mark = raw.mark;
    let mut cases = Vec::new();
    for case in raw.cases {
        cases.push(FeeCase {
            amount: names.compile(&case.amount, None)?,
            when: names.condition(case.when.as_ref(), None)?,
            label: case.label,
            mark: case.mark.unwrap_or(mark),
            source: case.source,
        });
    }
    let mut exemptions = Vec::new();
    for exemption in raw.exemptions {
        exemptions.push(Exemption {
            when: names.condition(exemption.when.as_ref(), None)?,
            who: exemption.who,
            why: exemption.why,
            mark: exemption.mark.unwrap_or(mark),
        });
    }
    Ok(Fee { text: raw.text, mark, cases, exemptions })
}

pub(super) fn load_signers(
    names: &Names<'_>,
    raw: Vec<RawSigner>,
    mark: Mark,
    people: &[PersonGroup],
) -> Result<Vec<Signer>, DefinitionError> {
    let load = |signer: RawSigner| {
        for person in signer.person.iter().chain(&signer.witnesses) {
            if people.iter().any(|known| known.key == *person.get_ref()) {
                continue;
            }
            let message = format!("there is no person `{}`", person.get_ref());
            return Err(names.file.fault(&person.span(), message));
        }
        Ok(Signer {
            when: names.condition(signer.when.as_ref(), None)?,
            who: signer.who,
            person: signer.person.map(Spanned::into_inner),
            witnesses: signer.witnesses.map(Spanned::into_inner),
            note: signer.note,
            mark: signer.mark.unwrap_or(mark),
        })
    };
    raw.into_iter().map(load).collect()
}

pub(super) fn load_members(
    names: &Names<'_>,
    raw: Vec<RawMember>,
    mark: Mark,
    own_key: &str,
    papers: &[Paper],
) -> Result<Vec<Member>, DefinitionError> {
    unique(names.file, raw.iter().map(|member| &member.key))?;
    let mut members: Vec<Member> = Vec::new();
    for member in raw {
        let fault = |at: &Spanned<String>, message: String| Err(names.file.fault(&at.span(), message));
        if let Some(procedure) = member.procedure.as_ref().filter(|procedure| procedure.get_ref() == own_key)
        {
            return fault(procedure, "a group is no member of itself".to_owned());
        }
        if let Some(slot) =
            member.papers.iter().find(|slot| !papers.iter().any(|paper| paper.slot == *slot.get_ref()))
        {
            return fault(slot, format!("there is no paper `{}`", slot.get_ref()));
        }
        // So no member waits for itself.
        if let Some(after) =
            member.after.as_ref().filter(|after| !members.iter().any(|known| known.key == *after.get_ref()))
        {
            return fault(after, format!("there is no member `{}` before this one", after.get_ref()));
        }
        let when: Option<Expression> = names.condition(member.when.as_ref(), None)?;
        members.push(Member {
            key: member.key.into_inner(),
            name: member.name,
            procedure: member.procedure.map(Spanned::into_inner),
            authority: member.authority,
            deadline: member.deadline,
            after: member.after.map(Spanned::into_inner),
            papers: member.papers.into_iter().map(Spanned::into_inner).collect(),
            mark: member.mark.unwrap_or(mark),
            source: member.source,
            when,
        });
    }
    let unserved = |paper: &&Paper| !members.iter().any(|member| member.papers.contains(&paper.slot));
    match papers.iter().find(unserved).filter(|_| !members.is_empty()) {
        Some(paper) => {
            let line = names.file.line_with(&format!("slot = \"{}\"", paper.slot));
            Err(names.file.fault_in_line(line, format!("the paper `{}` serves no member", paper.slot)))
        }
        None => Ok(members),
    }
}
