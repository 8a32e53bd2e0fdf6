//! What is still missing, and what to do about each, for the citizen.

use super::Head;
use crate::{Request, printable};
use serde::Serialize;
use tan_nha_domain::finding::Finding;
use tan_nha_forms::{Definition, Paper};

/// A list of what is missing.
#[derive(Serialize)]
pub(crate) struct Missing {
    #[serde(flatten)]
    head: Head,
    /// Questions without an answer.
    answers: Vec<Todo>,
    /// Answers that cannot be right.
    wrong: Vec<Todo>,
    /// Papers to bring.
    papers: Vec<Todo>,
    /// Papers that the citizen is known not to have.
    absent: Vec<Todo>,
}

/// One thing to do.
#[derive(Serialize)]
struct Todo {
    /// The part of the form that it stands in; empty for a paper.
    part: String,
    what: String,
    todo: String,
}

/// The code of a question without an answer.
const REQUIRED: &str = "required";
/// What is to be done about an answer that is wrong in itself.
const LOOK_AGAIN: &str = "Câu trả lời này chưa đúng. Xin xem lại giấy tờ rồi báo cán bộ sửa.";
/// What is to be done about a paper that the citizen does not have.
const INSTEAD: &str = "Nếu có lại, xin mang theo. Nếu không, xin hỏi cán bộ một cửa giấy nào thay được.";

impl Missing {
    pub(crate) fn of(request: &Request<'_>) -> Self {
        let definition = request.definition;
        let errors = request.checked.findings.iter().filter(|finding| finding.is_error());
        let (answers, wrong): (Vec<&Finding>, Vec<&Finding>) =
            errors.partition(|finding| finding.code == REQUIRED);
        let asked = definition.papers().iter().filter(|paper| request.checked.papers.contains(&paper.slot));
        let not_here = asked.filter(|paper| !request.noted.attached.contains(&paper.slot));
        let (mut papers, mut absent) = (Vec::new(), Vec::new());
        for paper in not_here {
            match request.noted.absent(&paper.slot) {
                Some(noted) => absent.push(lacking(paper, &noted.why)),
                None => papers.push(to_bring(paper)),
            }
        }
        Self {
            head: Head::of(request),
            answers: answers.into_iter().map(|finding| unanswered(definition, finding)).collect(),
            wrong: wrong.into_iter().map(|finding| wrong_answer(definition, finding)).collect(),
            papers,
            absent,
        }
    }
}

/// Also an original that was seen at home is brought: the desk may ask for it.
fn to_bring(paper: &Paper) -> Todo {
    let original = paper.original_to_show.then_some("Mang theo bản chính để đối chiếu.");
    let bring = format!("Chuẩn bị {} bản.", paper.copies);
    of_paper(paper, &[Some(bring.as_str()), original])
}

/// What is not there cannot be brought: who takes the dossier in says what does instead.
fn lacking(paper: &Paper, why: &str) -> Todo {
    let why = format!("Đã ghi là chưa có: {}.", printable::line(why).trim_end_matches('.'));
    of_paper(paper, &[Some(why.as_str()), Some(INSTEAD)])
}

fn of_paper(paper: &Paper, todo: &[Option<&str>]) -> Todo {
    let note = paper.note.as_deref().map(printable::line);
    let todo = todo.iter().copied().chain([note.as_deref()]);
    Todo {
        part: String::new(),
        what: printable::line(&paper.label),
        todo: todo.flatten().collect::<Vec<_>>().join(" "),
    }
}

fn unanswered(definition: &Definition, finding: &Finding) -> Todo {
    let hint = definition.field_named(&finding.field).and_then(|field| field.hint.as_deref());
    let todo = hint.map_or_else(|| "Xin cho cán bộ biết.".to_owned(), printable::line);
    Todo { todo, ..named(definition, &finding.field) }
}

fn wrong_answer(definition: &Definition, finding: &Finding) -> Todo {
    let rule = definition.what_to_do(&finding.code, &finding.field);
    // A rule of a table names the column; its finding the cell.
    let column = || {
        let mut parts = finding.field.split('/');
        let (table, column) = (parts.next()?, parts.nth(1)?);
        definition.what_to_do(&finding.code, &format!("{table}/{column}"))
    };
    let todo = rule.or_else(column).map_or_else(|| LOOK_AGAIN.to_owned(), printable::line);
    Todo { todo, ..named(definition, &finding.field) }
}

/// A field as people call it: its label, with its table's where it is a cell.
fn named(definition: &Definition, name: &str) -> Todo {
    let field = definition.field_named(name);
    let section =
        field.and_then(|field| definition.sections().iter().find(|section| section.key == field.section));
    let table = name.split_once('/').and_then(|(table, _)| definition.field(table));
    let labels =
        table.into_iter().chain(field.filter(|field| table.is_none_or(|table| table.key != field.key)));
    let what = labels.map(|field| printable::line(&field.label)).collect::<Vec<_>>().join(" – ");
    Todo {
        part: section.map(|section| printable::line(&section.label)).unwrap_or_default(),
        what: if what.is_empty() { "Cả hồ sơ".to_owned() } else { what },
        todo: String::new(),
    }
}
