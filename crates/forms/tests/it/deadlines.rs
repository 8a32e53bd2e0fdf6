//! A procedure's time is said by its definition and by the table of procedures, and they are of one mind.

use crate::{form, here};
use std::borrow::Cow;
use tan_nha_domain::deadline::{Clock, Term, Unit, Unknown};
use tan_nha_forms::{Definition, Forms, Mark, catalogue};

#[test]
fn the_latest_built_in_definition_says_the_time_of_the_table() {
    for key in catalogue().all().map(Definition::key) {
        let definition = form(key);
        let (clock, said) = (Clock::of(key).unwrap(), definition.deadline());
        let term = said.and_then(|said| said.count.map(|count| Term { count, unit: said.unit }));
        assert_eq!(term, clock.term, "{key}");
        assert!(said.is_none_or(|said| said.mark == clock.mark), "{key}");
        assert!(matches!(definition.clock(), Cow::Borrowed(_)), "{key}");
    }
}

#[test]
fn a_procedure_has_a_clock_with_and_without_a_definition() {
    let clock_of = |procedure: &str| Forms::default().clock_of(procedure, here().today);
    assert_eq!(clock_of("birth_rereg").as_deref(), Clock::of("birth_rereg"));
    assert_eq!(clock_of("land_transfer").as_deref(), Clock::of("land_transfer"));
    assert_eq!(clock_of("passport"), None);
    for key in Clock::procedures() {
        assert!(clock_of(key).is_some(), "{key}");
    }
}

#[test]
fn the_steps_of_a_group_are_its_members() {
    for key in ["linked_birth", "linked_death"] {
        let clock = Clock::of(key).unwrap();
        let steps: Vec<_> = clock.steps.iter().map(|step| (&step.key, &step.after, step.term)).collect();
        let member = |member: &'static tan_nha_forms::Member| {
            let said = member.deadline.as_ref().unwrap();
            (&member.key, &member.after, Term { count: said.count.unwrap(), unit: said.unit })
        };
        assert_eq!(steps, form(key).members().iter().map(member).collect::<Vec<_>>(), "{key}");
    }
    // A newer law gives the members other times, and what waits for a time that nobody knows has none either.
    let member = |key: &str, more: &str| {
        format!("[[member]]\nkey = '{key}'\nname = 'Mẫu'\nauthority = 'UBND'\n{more}\n")
    };
    let toml = [
        "key = 'linked_birth'\nversion = '2099-01.1'\nportal_code = ''\nname = 'Mẫu'\nauthority = 'UBND'\nmark = 'S'\n\
         fee = { text = 'không', mark = 'R' }\n".to_owned(),
        member("birth", "deadline = { count = 12, unit = 'hour', mark = 'S' }"),
        member("residence", "after = 'birth'\ndeadline = { unit = 'working_day', mark = 'S' }"),
        member("id_card", "after = 'residence'\ndeadline = { count = 5, unit = 'working_day', mark = 'S' }"),
    ];
    let clock = Definition::parse("form.toml", &toml.concat(), "{}").unwrap().clock().into_owned();
    let steps: Vec<_> = clock.steps.iter().map(|step| (step.key.as_str(), step.term.count)).collect();
    assert_eq!((steps, clock.unknown), (vec![("birth", 12)], None));
}

/// As if a newer law had come with a definition.
#[test]
fn a_definition_that_says_another_time_than_the_table_is_believed() {
    let newer = |key: &str, deadline: &str| {
        let form = format!(
            "key = '{key}'\nversion = '2099-01.1'\nportal_code = ''\nname = 'Mẫu'\nauthority = 'UBND'\nmark = 'S'\n\
             deadline = {deadline}\nfee = {{ text = 'không', mark = 'R' }}\n\
             law = [{{ law = 'NĐ 1/2099/NĐ-CP', mark = 'S' }}]\n"
        );
        Definition::parse("form.toml", &form, "{}").unwrap().clock().into_owned()
    };
    let days = |count| Some(Term { count, unit: Unit::WorkingDay });
    let birth = newer("linked_birth", "{ count = 2, unit = 'working_day', mark = 'S' }");
    assert_eq!((birth.term, birth.mark, birth.source.as_str()), (days(2), Mark::S, "NĐ 1/2099/NĐ-CP"));
    assert!(birth.has_cutoff && birth.steps.is_empty() && birth.longer.is_none());
    let allowance = newer("social_allowance", "{ count = 10, unit = 'working_day', mark = 'S' }");
    assert_eq!((allowance.term, allowance.unknown), (days(10), None));
    let other = newer("passport", "{ count = 5, unit = 'working_day', mark = 'R' }");
    assert_eq!((other.term, other.has_cutoff), (days(5), false));
    let nobody_knows = newer("passport", "{ unit = 'working_day', mark = 'R' }");
    assert_eq!((nobody_knows.term, nobody_knows.unknown), (None, Some(Unknown::NotFound)));
    assert_eq!(form("birth_rereg").clock().term, days(5));
}
