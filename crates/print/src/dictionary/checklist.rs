//! What to bring: papers with their counts, fee and time.

use super::{Fact, Head, Note, fee::Fee};
use crate::{Request, printable};
use serde::Serialize;
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
    /// Who saw its original.
    seen: Option<Note>,
    absent: Option<Lacking>,
    unchecked: bool,
}

/// A paper that the citizen does not have.
#[derive(Serialize)]
struct Lacking {
    why: String,
    #[serde(flatten)]
    note: Note,
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
            fee: Fee::of(request),
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
    let (asked, noted) = (request.checked.papers.contains(&paper.slot), request.noted);
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
        here: noted.attached.contains(&paper.slot),
        seen: noted.original(&paper.slot).map(|seen| Note::of(&seen.by, seen.at)),
        absent: noted.absent(&paper.slot).map(|absent| Lacking {
            why: printable::line(&absent.why),
            note: Note::of(&absent.by, absent.at),
        }),
        unchecked: paper.mark == Mark::R,
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
