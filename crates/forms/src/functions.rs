//! The functions that expressions may call beside CEL's own.
//!
//! All take null and anything unreadable: a question that cannot be decided is answered with false,
//! a value that cannot be had is null. So a rule speaks only when it is sure.
//!
//! | function | answer |
//! |---|---|
//! | `is_blank(x)` | nothing is given |
//! | `same_text(a, b)` | the same words, marks and capitals aside |
//! | `same_name(a, b)` | the same name with its marks, capitals and the place of the tone mark aside |
//! | `is_self(relation)` | the relation says "the person themself" ("bản thân") |
//! | `is_head(relation)` | the relation to the head of the household says that they are the head ("chủ hộ") |
//! | `is_dead(address)` | it says "Đã chết", in the place of where somebody lives |
//! | `year(d)`, `month(d)`, `day(d)` | the part of a date, null where it is unknown; a date with its time will do |
//! | `years_between(a, b)` | the year of `b` less the year of `a`, or null |
//! | `surely_before(a, b)`, `surely_after(a, b)` | whatever the unknown parts are |
//! | `dates_differ(a, b)` | two dates that cannot be the same day |
//! | `completed(a, b)` | whether `b` is `a` with a day or month more that were missing |
//! | `surely_younger_than(born, years)`, `perhaps_younger_than(born, years)` | today |
//! | `surely_within_days(d, n)`, `surely_beyond_days(d, n)` | today is at most so many days after a date, or more |
//! | `words(d)` | a date in words, in the ward's way, or null |
//! | `same_words(a, b)` | two dates in words say the same |
//! | `personal_number(x)` | the 12-digit number in a text, or null |
//! | `same_number(a, b)` | two texts that hold the same 12- or 9-digit number |
//! | `id_kind(x)` | `personal`, `cmnd`, `unknown`, or null |
//! | `sum(list)` | of whole numbers; null where one of them is not told, or there is none |

use crate::{
    context::Context,
    numbers::{numbers_in, personal_number},
};
use cel::{DeclarationError, Env, Value};
use chrono::NaiveDate;
use std::sync::{Arc, OnceLock};
use tan_nha_domain::{
    id_number::{self, IdKind},
    moment::Moment,
    partial_date::PartialDate,
    text, words,
};

/// The names above.
pub(crate) const OWN: &[&str] = &[
    "completed",
    "dates_differ",
    "day",
    "id_kind",
    "is_blank",
    "is_dead",
    "is_head",
    "is_self",
    "month",
    "perhaps_younger_than",
    "personal_number",
    "same_name",
    "same_number",
    "same_text",
    "same_words",
    "sum",
    "surely_after",
    "surely_before",
    "surely_beyond_days",
    "surely_within_days",
    "surely_younger_than",
    "words",
    "year",
    "years_between",
];

/// How people say that they are the head of the household; folded. "Bản thân" says it too.
const HEAD: [&str; 2] = ["chu ho", "la chu ho"];

/// How people say that they ask for themselves; folded.
const SELF: [&str; 6] = ["ban than", "ban than toi", "la ban than", "chinh minh", "chinh toi", "tu khai"];

/// CEL's own functions and ours, bound to a day and a ward.
pub(crate) fn context(context: &Context) -> cel::Context<'static, 'static> {
    static STANDARD: OnceLock<Arc<Env>> = OnceLock::new();
    let standard = STANDARD.get_or_init(|| Arc::new(Env::stdlib()));
    let mut functions = cel::Context::with_env(Arc::clone(standard));
    // Fails only for a name that CEL itself has; the test below calls every one.
    let _ = add_text(&mut functions)
        .and_then(|()| add_dates(&mut functions, context))
        .and_then(|()| add_numbers(&mut functions));
    functions
}

type Declared = Result<(), DeclarationError>;

fn add_text(functions: &mut cel::Context<'_, '_>) -> Declared {
    functions.add_function("is_blank", |x: Value| match x {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    })?;
    functions.add_function("same_text", |a: Value, b: Value| same(&a, &b, text::fold))?;
    functions.add_function("same_name", |a: Value, b: Value| same(&a, &b, name_with_marks))?;
    functions.add_function("is_self", |relation: Value| given(&relation).is_some_and(is_self))?;
    functions.add_function("is_head", |relation: Value| given(&relation).is_some_and(is_head))?;
    functions.add_function("is_dead", |address: Value| given(&address).is_some_and(is_dead))
}

fn add_dates(functions: &mut cel::Context<'_, '_>, context: &Context) -> Declared {
    let (today, style) = (context.today, context.number_style);
    let younger = move |born: &Value, years: &Value| match years {
        Value::Int(years) => date(born)?.surely_at_least(i32::try_from(*years).ok()?, today).map(|old| !old),
        _ => None,
    };
    functions.add_function("year", |d: Value| number(date(&d).map(|date| i64::from(date.year()))))?;
    functions.add_function("month", |d: Value| number(date(&d).and_then(|date| date.month())))?;
    functions.add_function("day", |d: Value| number(date(&d).and_then(|date| date.day())))?;
    functions.add_function("years_between", |a: Value, b: Value| {
        number(date(&a).zip(date(&b)).map(|(a, b)| b.year() - a.year()))
    })?;
    functions.add_function("surely_before", |a: Value, b: Value| {
        date(&a).zip(date(&b)).is_some_and(|(a, b)| a.is_surely_before(b))
    })?;
    functions.add_function("surely_after", |a: Value, b: Value| {
        date(&a).zip(date(&b)).is_some_and(|(a, b)| a.is_surely_after(b))
    })?;
    functions.add_function("dates_differ", |a: Value, b: Value| {
        date(&a).zip(date(&b)).is_some_and(|(a, b)| !a.agrees_with(b))
    })?;
    functions.add_function("completed", |a: Value, b: Value| {
        let parts = |date: PartialDate| u8::from(date.month().is_some()) + u8::from(date.day().is_some());
        date(&a).zip(date(&b)).is_some_and(|(a, b)| a.agrees_with(b) && parts(b) > parts(a))
    })?;
    functions.add_function("surely_younger_than", move |born: Value, years: Value| {
        younger(&born, &years) == Some(true)
    })?;
    functions.add_function("perhaps_younger_than", move |born: Value, years: Value| {
        date(&born).is_some() && younger(&born, &years).is_none()
    })?;
    // The most and the fewest days that it may be ago.
    let ago = move |d: &Value| {
        let date = date(d)?;
        let days = |day: NaiveDate| (today - day).num_days();
        Some((days(date.earliest()), days(date.latest())))
    };
    functions.add_function("surely_within_days", move |d: Value, days: Value| match days {
        Value::Int(days) => ago(&d).is_some_and(|(most, _)| most <= days),
        _ => false,
    })?;
    functions.add_function("surely_beyond_days", move |d: Value, days: Value| match days {
        Value::Int(days) => ago(&d).is_some_and(|(_, fewest)| fewest > days),
        _ => false,
    })?;
    functions.add_function("words", move |d: Value| {
        date(&d).map_or(Value::Null, |date| Value::from(words::date(date, style)))
    })?;
    functions.add_function("same_words", |a: Value, b: Value| {
        given(&a).zip(given(&b)).is_some_and(|(a, b)| words::same_date_words(a, b))
    })
}

fn add_numbers(functions: &mut cel::Context<'_, '_>) -> Declared {
    functions.add_function("personal_number", |x: Value| {
        given(&x).and_then(personal_number).map_or(Value::Null, Value::from)
    })?;
    functions.add_function("same_number", |a: Value, b: Value| {
        let held = |x: &Value| given(x).map(numbers_in).unwrap_or_default();
        let theirs = held(&b);
        held(&a).iter().any(|number| theirs.contains(number))
    })?;
    functions.add_function("sum", |numbers: Value| number(sum(&numbers)))?;
    functions.add_function("id_kind", |x: Value| {
        given(&x).map_or(Value::Null, |number| match id_number::read(number).kind {
            IdKind::Personal => Value::from("personal"),
            IdKind::Cmnd => Value::from("cmnd"),
            IdKind::Unknown => Value::from("unknown"),
        })
    })
}

/// The sum of whole numbers, where every one is told and they fit.
fn sum(numbers: &Value) -> Option<i64> {
    let Value::List(numbers) = numbers else { return None };
    let mut total = None;
    for number in numbers.iter() {
        let Value::Int(number) = number else { return None };
        total = Some(total.unwrap_or(0i64).checked_add(*number)?);
    }
    total
}

fn given(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

fn date(value: &Value) -> Option<PartialDate> {
    given(value).and_then(Moment::parse).map(|moment| moment.date())
}

fn number(value: Option<impl Into<i64>>) -> Value {
    value.map_or(Value::Null, |number| Value::Int(number.into()))
}

fn same(a: &Value, b: &Value, key: fn(&str) -> String) -> bool {
    given(a).zip(given(b)).is_some_and(|(a, b)| key(a) == key(b))
}

/// Whether a relation says "the person themself".
pub(crate) fn is_self(relation: &str) -> bool {
    SELF.contains(&text::fold(relation).as_str())
}

/// Whether a relation to the head of a household says "the head themself".
pub(crate) fn is_head(relation: &str) -> bool {
    is_self(relation) || HEAD.contains(&text::fold(relation).as_str())
}

/// Whether an address says that there is none any more (Cổng dịch vụ công 1.004884: "Đã chết").
pub(crate) fn is_dead(address: &str) -> bool {
    name_with_marks(address) == "ĐÃ CHẾT"
}

/// Whether two names are the same with their marks; capitals and the place of the tone mark aside.
pub(crate) fn same_marked_name(a: &str, b: &str) -> bool {
    name_with_marks(a) == name_with_marks(b)
}

fn name_with_marks(name: &str) -> String {
    text::normalise_tone_marks(&text::upper(&text::tidy(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cel::{ExecutionError, Program};
    use chrono::NaiveDate;

    fn eval(source: &str) -> Result<Value, ExecutionError> {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let ward = Context {
            today: day,
            ward_name: "Phường Cao Lãnh".into(),
            ward_code: "29869".into(),
            number_style: words::NumberStyle::default(),
        };
        Program::compile(source).unwrap().execute(&context(&ward))
    }

    #[test]
    fn every_function_of_the_list_is_declared() {
        for name in OWN {
            let result = eval(&format!("{name}()"));
            assert!(!matches!(result, Err(ExecutionError::UndeclaredReference(_))), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_decided_is_false_or_null() {
        for name in OWN {
            let unary = eval(&format!("{name}(null)"));
            let binary = eval(&format!("{name}(null, null)"));
            let answer = unary.or(binary).unwrap();
            assert!(
                answer == Value::Null || answer == Value::Bool(*name == "is_blank"),
                "{name}: {answer:?}"
            );
        }
    }

    #[test]
    fn dates_are_compared_as_intervals() {
        for (source, expected) in [
            (r#"surely_after("2016", "2015-12-31")"#, true),
            (r#"surely_after("2015", "2015-12-31")"#, false),
            (r#"surely_before("1975-04", "1975-05-01")"#, true),
            (r#"dates_differ("1938", "1938-06-17")"#, false),
            (r#"dates_differ("1938", "1939-06-17")"#, true),
            (r#"surely_younger_than("2013", 14)"#, true),
            (r#"surely_younger_than("2012", 14)"#, false),
            (r#"perhaps_younger_than("2012", 14)"#, true),
            (r#"perhaps_younger_than("2012-11-21", 14)"#, false),
            // Today is 21/11/2026.
            (r#"surely_within_days("2026-09-22", 60) && !surely_beyond_days("2026-09-22", 60)"#, true),
            (r#"surely_beyond_days("2026-09-21", 60) && !surely_within_days("2026-09-21", 60)"#, true),
            (r#"surely_within_days("2026-09", 60) || surely_beyond_days("2026-09", 60)"#, false),
            (r#"surely_beyond_days("2026-08", 60) && surely_within_days("2026-11", 60)"#, true),
            (r#"surely_beyond_days("2026-09-20T23:30", 60)"#, true),
            (r#"years_between("1940", "1962-05-01") == 22"#, true),
            (r#"completed("1940", "1940-06") && completed("1940-06", "1940-06-17")"#, true),
            (
                r#"completed("1940", "1941-06") || completed("1940", "1940") || completed("1940-06", "1940")"#,
                false,
            ),
            (r#"day("1938") == null && month("1938-04") == 4"#, true),
        ] {
            assert_eq!(eval(source), Ok(Value::Bool(expected)), "{source}");
        }
    }

    #[test]
    fn a_sum_is_of_numbers_that_are_all_told() {
        for (source, expected) in [
            ("sum([2000, 1000])", Value::Int(3000)),
            ("sum([2000, null])", Value::Null),
            ("sum([])", Value::Null),
            ("sum([9223372036854775807, 1])", Value::Null),
            (r#"sum([{"n": 2}, {"n": 3}].map(row, row.n * 2))"#, Value::Int(10)),
        ] {
            assert_eq!(eval(source), Ok(expected), "{source}");
        }
    }

    #[test]
    fn the_head_of_the_household_says_so_in_several_ways() {
        for (relation, expected) in
            [("Chủ hộ", true), ("là chủ hộ", true), ("bản thân", true), ("con chủ hộ", false), ("", false)]
        {
            assert_eq!(eval(&format!("is_head(\"{relation}\")")), Ok(Value::Bool(expected)), "{relation}");
        }
    }

    #[test]
    fn names_are_the_same_wherever_the_tone_mark_stands() {
        assert_eq!(eval(r#"same_name("NGUYỄN VĂN HÒA", "Nguyễn  Văn Hoà")"#), Ok(Value::Bool(true)));
        assert_eq!(eval(r#"same_name("Nguyễn Văn Hòa", "Nguyễn Văn Hoa")"#), Ok(Value::Bool(false)));
        assert_eq!(eval(r#"same_text("Nguyễn Văn Hòa", "NGUYEN VAN HOA")"#), Ok(Value::Bool(true)));
    }
}
