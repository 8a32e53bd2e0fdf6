//! What to bring: papers with their counts, fee and time.

use super::Head;
use crate::{Request, printable};
use serde::Serialize;
use tan_nha_domain::money;
use tan_nha_forms::{Deadline, DeadlineUnit, Mark, Paper};

/// A checklist.
#[derive(Serialize)]
pub(crate) struct Checklist {
    #[serde(flatten)]
    head: Head,
    papers: Vec<Needed>,
    fee: Fee,
    deadline: Option<Time>,
    /// The parts of a group, each with its office and time.
    members: Vec<Part>,
    signers: Vec<Signer>,
    official_present: bool,
    /// The texts that it follows.
    laws: Vec<Fact>,
    /// Whether the whole was not compared.
    unchecked: bool,
}

/// Something that is so, and whether it was compared with a text.
#[derive(Serialize)]
struct Fact {
    text: String,
    unchecked: bool,
}

#[derive(Serialize)]
struct Needed {
    label: String,
    /// `printed` from the answers, `required`, `perhaps` by what the form cannot tell.
    need: &'static str,
    copies: u32,
    original_to_show: bool,
    note: Option<String>,
    /// Whether the dossier has a file of it.
    here: bool,
    unchecked: bool,
}

#[derive(Serialize)]
struct Fee {
    /// `20.000 đồng`; none where the answers do not tell.
    amount: Option<String>,
    lines: Vec<FeeLine>,
    exempt: Option<String>,
    why: Option<String>,
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
struct Time {
    /// `5 ngày làm việc`; none where no text says it.
    count: Option<String>,
    extra: Option<String>,
    unchecked: bool,
}

#[derive(Serialize)]
struct Part {
    name: String,
    authority: String,
    time: Option<Time>,
    unchecked: bool,
}

#[derive(Serialize)]
struct Signer {
    who: String,
    note: Option<String>,
    unchecked: bool,
}

impl Checklist {
    pub(crate) fn of(request: &Request<'_>) -> Self {
        let (definition, checked) = (request.definition, request.checked);
        let signers = definition.signers().iter().filter(|signer| checked.signers.contains(&signer.who));
        let members = definition.members().iter().filter(|member| checked.members.contains(&member.key));
        let law = |law: &tan_nha_forms::Law| Fact {
            text: printable::line(
                &[Some(law.law.as_str()), law.article.as_deref()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            unchecked: law.mark == Mark::R,
        };
        Self {
            head: Head::of(request),
            papers: definition.papers().iter().map(|paper| needed(request, paper)).collect(),
            fee: fee(request),
            deadline: definition.deadline().map(time),
            members: members
                .map(|member| Part {
                    name: printable::line(&member.name),
                    authority: printable::line(&member.authority),
                    time: member.deadline.as_ref().map(time),
                    unchecked: member.mark == Mark::R,
                })
                .collect(),
            signers: signers
                .map(|signer| Signer {
                    who: printable::line(&signer.who),
                    note: signer.note.as_deref().map(printable::line),
                    unchecked: signer.mark == Mark::R,
                })
                .collect(),
            official_present: definition.official_present(),
            laws: definition.laws().iter().map(law).collect(),
            unchecked: definition.mark() == Mark::R,
        }
    }
}

/// A paper of a dossier, as somebody has to bring it.
fn needed(request: &Request<'_>, paper: &Paper) -> Needed {
    let asked = request.checked.papers.contains(&paper.slot);
    Needed {
        label: printable::line(&paper.label),
        need: if paper.is_form {
            "printed"
        } else if asked {
            "required"
        } else {
            "perhaps"
        },
        copies: paper.copies,
        original_to_show: paper.original_to_show,
        note: paper.note.as_deref().map(printable::line),
        here: request.attached.contains(&paper.slot),
        unchecked: paper.mark == Mark::R,
    }
}

fn fee(request: &Request<'_>) -> Fee {
    let fee = request.definition.fee();
    let due = request.checked.fee.as_ref();
    let lines = due.map(|due| due.lines.iter()).into_iter().flatten();
    let line = |text: &Option<String>| text.as_deref().map(printable::line);
    Fee {
        amount: due.and_then(|due| due.amount).map(money::print),
        lines: lines
            .map(|line| FeeLine { label: printable::line(&line.label), amount: money::print(line.amount) })
            .collect(),
        exempt: due.and_then(|due| line(&due.exempt)),
        why: due.and_then(|due| line(&due.why)),
        text: Fact { text: printable::line(&fee.text), unchecked: fee.mark == Mark::R },
        exemptions: fee
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

fn time(deadline: &Deadline) -> Time {
    let count = deadline.count.map(|count| match deadline.unit {
        DeadlineUnit::WorkingDay if count == 0 => "Trong ngày".to_owned(),
        DeadlineUnit::WorkingDay => format!("{count} ngày làm việc"),
        DeadlineUnit::CalendarDay => format!("{count} ngày"),
        DeadlineUnit::Hour => format!("{count} giờ"),
    });
    Time { count, extra: deadline.extra.as_deref().map(printable::line), unchecked: deadline.mark == Mark::R }
}
