//! What cannot be of the people of one form, whichever form it is. Who and what is compared is told by the
//! definition; a question that the answers do not decide is not raised.

use super::{PersonGroup, Role, Someone, everybody};
use crate::{context::Context, definition::Definition, functions, numbers::numbers_in, scope::Scope};
use tan_nha_domain::{finding::Finding, text, words};

/// A parent who is less than so many years older is asked about [R].
const PARENT_YEARS: i32 = 12;

type Found = Vec<(Option<usize>, Finding)>;

/// What is found about the people of a form, with the place of the field that it is about.
pub(crate) fn check(
    definition: &Definition,
    scope: &Scope<'_>,
    visible: &dyn Fn(&str) -> bool,
    context: &Context,
) -> Found {
    let people = everybody(definition, scope, visible);
    let mut found = Found::new();
    for (n, person) in people.iter().enumerate() {
        alone(person, context, &mut found);
        same_number(person, n, &people, &mut found);
    }
    let Some(subject) = people.iter().find(|person| person.role().is_subject()) else { return found };
    for person in people.iter().filter(|person| person.role().is_parent()) {
        younger_parent(person, subject, &mut found);
    }
    for person in people.iter().filter(|person| matches!(person.role(), Role::Requester | Role::Head)) {
        relation(person, subject, &mut found);
    }
    found
}

fn tell(found: &mut Found, person: &Someone<'_>, part: &Option<String>, finding: impl Fn(&str) -> Finding) {
    let Some(key) = part else { return };
    let name = person.named(key);
    if (person.visible)(&name) {
        found.push((Some(person.place_of(key)), finding(&name)));
    }
}

/// What can be said of one person.
fn alone(person: &Someone<'_>, context: &Context, found: &mut Found) {
    let PersonGroup { name, born, born_in_words, id, addr, role, .. } = person.group;
    let known = [born, id, addr].into_iter().any(|part| person.says(part).is_some());
    if person.name().is_none() && known && person.row.is_none() {
        tell(found, person, name, |field| Finding::warning("person_without_name", field));
    }
    let words = person.born().map(|born| words::date(born, context.number_style));
    if let Some((given, words)) = person.says(born_in_words).zip(words)
        && !words::same_date_words(given, &words)
    {
        tell(found, person, born_in_words, |field| Finding::error("words_differ", field));
    }
    match person.says(addr).map(living) {
        Some(Living::Dead) if role.acts() => {
            tell(found, person, addr, |field| Finding::error("person_dead", field));
        }
        Some(Living::DeadInOtherWords) => {
            tell(found, person, addr, |field| Finding::warning("dead_in_other_words", field));
        }
        _ => {}
    }
}

enum Living {
    Dead,
    /// The law writes "Đã chết" and nothing else.
    DeadInOtherWords,
    Unsaid,
}

fn living(address: &str) -> Living {
    if functions::is_dead(address) {
        return Living::Dead;
    }
    match text::fold(address).as_str() {
        "da chet" | "chet" | "chet roi" | "da mat" | "mat" | "mat roi" | "qua doi" | "da qua doi"
        | "tu tran" | "da tu tran" | "hy sinh" | "da hy sinh" => Living::DeadInOtherWords,
        _ => Living::Unsaid,
    }
}

/// Every person has a number of their own; told of those who stand later in the form.
fn same_number(person: &Someone<'_>, n: usize, people: &[Someone<'_>], found: &mut Found) {
    let Some(own) = person.id().map(numbers_in) else { return };
    let has_it = |other: &&Someone<'_>| {
        let theirs = other.id().map(numbers_in).unwrap_or_default();
        own.iter().any(|number| theirs.contains(number)) && !may_be_one(other, person, people)
    };
    let earlier = people.iter().take(n).filter(has_it);
    let others: Vec<String> =
        earlier.filter_map(|other| Some(other.named(other.group.id.as_ref()?))).collect();
    if !others.is_empty() {
        tell(found, person, &person.group.id, |field| {
            Finding::error("id_number_repeated", field).with("others", others.clone())
        });
    }
}

/// Whether two people of a form may be the same one: what they are lets them, and their names do not differ.
fn may_be_one(a: &Someone<'_>, b: &Someone<'_>, people: &[Someone<'_>]) -> bool {
    let (as_a, as_b) = (really(a, people), really(b, people));
    let same_name = match a.name().zip(b.name()) {
        Some((a, b)) => text::fold(a) == text::fold(b),
        None => true,
    };
    same_name && (as_a.may_be(as_b) || (as_a == as_b && as_a.is_subject()))
}

/// Who asks for themselves is whom it is about, and so is a head of household who is said to be.
fn really(person: &Someone<'_>, people: &[Someone<'_>]) -> Role {
    let subject = people.iter().find(|other| other.role().is_subject()).map(Someone::role);
    match subject {
        Some(subject) if is_subject_themself(person) => subject,
        _ => person.role(),
    }
}

fn is_subject_themself(person: &Someone<'_>) -> bool {
    let Some(relation) = person.says(&person.group.relation) else { return false };
    match person.role() {
        Role::Requester => functions::is_self(relation),
        Role::Head => functions::is_head(relation),
        _ => false,
    }
}

/// A parent is surely not a year older, or surely not [`PARENT_YEARS`]: as old as the dates let them be at most.
fn younger_parent(parent: &Someone<'_>, child: &Someone<'_>, found: &mut Found) {
    let Some((born, childs)) = parent.born().zip(child.born()) else { return };
    // The most whole years that may lie between; negative where the child is surely the elder one.
    let oldest = born.age_on(childs.latest()).1;
    if oldest >= PARENT_YEARS {
        return;
    }
    let Some(other) = child.group.born.clone() else { return };
    tell(found, parent, &parent.group.born, |field| match oldest {
        ..1 => Finding::error("parent_not_older", field).with("child", other.clone()),
        _ => Finding::warning("parent_very_young", field)
            .with("child", other.clone())
            .with("years", PARENT_YEARS),
    });
}

/// The relation says that both are one person, or nothing else than their names and births does.
fn relation(person: &Someone<'_>, subject: &Someone<'_>, found: &mut Found) {
    let names = person.name().zip(subject.name());
    let folded = names.is_some_and(|(a, b)| text::fold(a) == text::fold(b));
    let marked = names.is_some_and(|(a, b)| functions::same_marked_name(a, b));
    let born = person.born().zip(subject.born());
    if !is_subject_themself(person) {
        let said = person.says(&person.group.relation).is_some();
        let same = marked && person.born().is_some() && person.born() == subject.born();
        if person.role() == Role::Requester && said && same {
            tell(found, person, &person.group.relation, |field| {
                Finding::warning("requester_is_subject", field)
            });
        }
        return;
    }
    let code = if person.role() == Role::Head { "head_name_differs" } else { "self_name_differs" };
    if names.is_some() && !folded {
        tell(found, subject, &subject.group.name, |field| Finding::error(code, field));
    } else if folded && !marked {
        tell(found, subject, &subject.group.name, |field| Finding::warning("self_name_marks_differ", field));
    }
    if born.is_some_and(|(a, b)| !a.agrees_with(b)) {
        tell(found, subject, &subject.group.born, |field| Finding::warning("self_birth_differs", field));
    }
    let number =
        |someone: &Someone<'_>| numbers_in(someone.id()?).into_iter().find(|number| number.len() == 12);
    if number(person).zip(number(subject)).is_some_and(|(a, b)| a != b) {
        tell(found, subject, &subject.group.id, |field| Finding::error("self_number_differs", field));
    }
}
