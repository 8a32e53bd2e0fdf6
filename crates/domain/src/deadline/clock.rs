//! How the time of each procedure runs: the table of procedures, and the steps of those that have several.

use crate::mark::Mark;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::OnceLock};

/// `key,portal_code,name_vi,field,authority,days,unit,extra_rule,fee_vnd,who_signs,source,confidence`.
const PROCEDURES: &str = include_str!("../../data/procedures.csv");
/// `procedure,step,after,choice,count,unit,longer,longer_unit,when,source,mark`; without a step the row says
/// in which case the whole takes longer.
const STEPS: &str = include_str!("../../data/deadline_steps.csv");

/// In what a deadline is counted. Units are never converted into each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hours by the clock.
    Hour,
    /// Working days.
    WorkingDay,
    /// Calendar days.
    CalendarDay,
}

/// So many units; 0 working days is the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// In which case it takes longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LongerWhen {
    /// Something has to be verified.
    Verification,
    /// It is a change or a correction, and no supplement.
    ChangeOrCorrection,
    /// Old books have to be searched.
    OldBooks,
}

/// A longer time, and when it is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Longer {
    /// The time.
    pub term: Term,
    /// The case.
    pub when: LongerWhen,
}

/// From when it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// From the reception of the whole dossier.
    AtReception,
    /// From the ward's monthly review, which begins on the 15th; a dossier has to be there before (QĐ
    /// 24/2021/QĐ-TTg, QĐ 967/QĐ-BNNMT/2025).
    AtMonthlyReview,
}

/// What stops the clock (NĐ 63/2024 art. 4(7) as amended by NĐ 301/2026 art. 3(7); for land the procedure's
/// own record).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// The citizen completes the dossier.
    Citizen,
    /// Somebody confirms through VNeID.
    Vneid,
    /// The tax office computes, and the citizen pays.
    Tax,
    /// A failure of systems that their owner announced.
    SystemFailure,
}

/// Why there is no time to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// The text that was read was replaced by one that was not.
    LawReplaced,
    /// No text that was read says it.
    NotFound,
}

/// One of several results of a procedure, with a clock of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its stable name.
    pub key: String,
    /// The step whose result it needs; without one it begins with the whole.
    pub after: Option<String>,
    /// Whether it is done only where the dossier asks for it.
    pub is_choice: bool,
    /// Its time.
    pub term: Term,
    /// Where it may take longer.
    pub longer: Option<Longer>,
    /// The text that says so.
    pub source: String,
    /// How sure that is.
    pub mark: Mark,
}

/// How the time of a procedure runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The time of the whole; where only the steps have times, none.
    pub term: Option<Term>,
    /// Where the whole may take longer.
    pub longer: Option<Longer>,
    /// From when it is counted.
    pub begins: Begins,
    /// Whether a reception after 15:00 counts as one of the next working day.
    pub has_cutoff: bool,
    /// Its results, where it has several; each after the one that it needs.
    pub steps: Vec<Step>,
    /// Why no time is known, where that is so.
    pub unknown: Option<Unknown>,
    /// What may stop it.
    pub stops: Vec<Stop>,
    /// The texts that say so.
    pub source: String,
    /// How sure that is.
    pub mark: Mark,
}

impl Clock {
    /// The clock of a procedure of the table.
    pub fn of(procedure: &str) -> Option<&'static Self> {
        clocks().get(procedure)
    }

    /// The procedures of the table, in order of their keys.
    pub fn procedures() -> impl Iterator<Item = &'static str> {
        clocks().keys().copied()
    }

    /// In which case the whole or one of its steps takes longer; no procedure has several such cases.
    pub fn longer_when(&self) -> Option<LongerWhen> {
        let of_steps = self.steps.iter().filter_map(|step| step.longer);
        self.longer.into_iter().chain(of_steps).map(|longer| longer.when).next()
    }

    /// A clock of which only the time is known: one that nothing makes longer, counted from the very moment
    /// of the reception. What the law may add to that only makes it later.
    pub fn plain(term: Option<Term>, mark: Mark, source: String) -> Self {
        Self {
            term,
            longer: None,
            begins: Begins::AtReception,
            has_cutoff: false,
            steps: Vec::new(),
            unknown: term.is_none().then_some(Unknown::NotFound),
            stops: vec![Stop::Citizen, Stop::SystemFailure],
            source,
            mark,
        }
    }
}

fn clocks() -> &'static BTreeMap<&'static str, Clock> {
    static CLOCKS: OnceLock<BTreeMap<&str, Clock>> = OnceLock::new();
    CLOCKS.get_or_init(|| {
        let mut clocks: BTreeMap<_, _> = PROCEDURES.lines().skip(1).filter_map(clock).collect();
        for (procedure, row) in STEPS.lines().skip(1).filter_map(step) {
            let Some(clock) = clocks.get_mut(procedure) else { continue };
            match row {
                Row::OfWhole(longer) => clock.longer = Some(longer),
                Row::OfStep(step) => clock.steps.push(step),
            }
        }
        for clock in clocks.values_mut() {
            clock.unknown = clock.unknown.filter(|_| clock.term.is_none() && clock.steps.is_empty());
        }
        clocks
    })
}

/// A row of [`PROCEDURES`].
fn clock(line: &'static str) -> Option<(&'static str, Clock)> {
    let columns: [&str; 12] = line.split(',').collect::<Vec<_>>().try_into().ok()?;
    let [key, _, _, field, _, days, unit, _, _, _, source, confidence] = columns;
    let mark = match confidence {
        "V" => Mark::V,
        "V/S" | "S" | "secondary" => Mark::S,
        _ => Mark::R,
    };
    let begins = if key == "poor_household" { Begins::AtMonthlyReview } else { Begins::AtReception };
    let unknown = if confidence == "check" { Unknown::LawReplaced } else { Unknown::NotFound };
    // Luật Hộ tịch art. 5(3); NĐ 23/2015 art. 7; NĐ 63/2024 art. 7(2).
    let has_cutoff = ["hộ tịch", "hộ tịch (liên thông)", "chứng thực"].contains(&field);
    let of_field = match field {
        "hộ tịch (liên thông)" => Some(Stop::Vneid),
        "đất đai" => Some(Stop::Tax),
        _ => None,
    };
    let stops = [Some(Stop::Citizen), of_field, Some(Stop::SystemFailure)];
    let clock = Clock {
        term: term(days, unit),
        longer: None,
        begins,
        has_cutoff,
        steps: Vec::new(),
        unknown: Some(unknown),
        stops: stops.into_iter().flatten().collect(),
        source: source.to_owned(),
        mark,
    };
    Some((key, clock))
}

enum Row {
    OfWhole(Longer),
    OfStep(Step),
}

/// A row of [`STEPS`].
fn step(line: &'static str) -> Option<(&'static str, Row)> {
    let columns: [&str; 11] = line.split(',').collect::<Vec<_>>().try_into().ok()?;
    let [procedure, key, after, choice, count, unit, longer, longer_unit, when, source, mark] = columns;
    let when = match when {
        "verification" => Some(LongerWhen::Verification),
        "change_or_correction" => Some(LongerWhen::ChangeOrCorrection),
        "old_books" => Some(LongerWhen::OldBooks),
        _ => None,
    };
    let longer = term(longer, longer_unit).zip(when).map(|(term, when)| Longer { term, when });
    if key.is_empty() {
        return Some((procedure, Row::OfWhole(longer?)));
    }
    let step = Step {
        key: key.to_owned(),
        after: Some(after.to_owned()).filter(|after| !after.is_empty()),
        is_choice: choice == "choice",
        term: term(count, unit)?,
        longer,
        source: source.to_owned(),
        mark: if mark == "V" { Mark::V } else { Mark::S },
    };
    Some((procedure, Row::OfStep(step)))
}

fn term(count: &str, unit: &str) -> Option<Term> {
    let unit = match unit {
        "hour" => Unit::Hour,
        "working_day" => Unit::WorkingDay,
        "calendar_day" => Unit::CalendarDay,
        _ => return None,
    };
    Some(Term { count: count.parse().ok()?, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_both_tables_is_taken() {
        assert_eq!(Clock::procedures().count(), PROCEDURES.lines().count() - 1);
        let rows = clocks().values().map(|clock| clock.steps.len() + usize::from(clock.longer.is_some()));
        assert_eq!(rows.sum::<usize>(), STEPS.lines().count() - 1);
    }

    #[test]
    fn a_step_stands_after_the_one_that_it_needs() {
        for (procedure, clock) in clocks() {
            for (place, step) in clock.steps.iter().enumerate() {
                let before = &clock.steps[..place];
                let known = step.after.iter().all(|needed| before.iter().any(|step| step.key == *needed));
                assert!(
                    known && before.iter().all(|other| other.key != step.key),
                    "{procedure}: {}",
                    step.key
                );
            }
        }
    }

    /// What has neither a time nor steps is said to be unknown, and nothing else is.
    #[test]
    fn only_what_no_text_says_is_unknown() {
        let unknown: Vec<_> =
            clocks().iter().filter_map(|(key, clock)| Some((*key, clock.unknown?))).collect();
        assert_eq!(
            unknown,
            [("commendation", Unknown::NotFound), ("social_allowance", Unknown::LawReplaced)]
        );
        for (procedure, clock) in clocks() {
            let timed = clock.term.is_some() || !clock.steps.is_empty();
            assert_eq!(timed, clock.unknown.is_none(), "{procedure}");
        }
    }

    #[test]
    fn no_procedure_takes_longer_in_several_cases() {
        for (procedure, clock) in clocks() {
            let cases = clock.steps.iter().filter_map(|step| step.longer).chain(clock.longer);
            assert!(
                cases.map(|longer| Some(longer.when)).all(|when| when == clock.longer_when()),
                "{procedure}"
            );
        }
    }

    #[test]
    fn what_is_not_read_in_the_law_stays_marked() {
        let marked = |mark| clocks().iter().filter(move |(_, clock)| clock.mark == mark).map(|(key, _)| *key);
        let secondary =
            "funeral_social id_card_14plus id_card_change id_card_reissue id_card_under14 land_transfer";
        assert_eq!(marked(Mark::S).collect::<Vec<_>>().join(" "), secondary);
        assert_eq!(marked(Mark::R).collect::<Vec<_>>().join(" "), "commendation social_allowance");
    }
}
