//! Reading an address as it stands on a paper, from its end: province, district, commune; the rest is house, street
//! and hamlet.

use super::{
    Level, Unit, UnitKind, UnitSet,
    data::units,
    words::{self, Short, Word},
};
use crate::text;
use std::{cmp::Reverse, fmt};

/// A unit that an address may name.
#[derive(Clone, PartialEq, Eq)]
pub struct Reading {
    /// The commune, or the island.
    pub unit: &'static Unit,
    /// What stands before it: house, street, hamlet, as they were written.
    pub rest: String,
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reading({}, …)", self.unit.code)
    }
}

/// The commune that an address names: one reading, or all that are equally good, or none. What names no commune, but
/// a district or a province alone, has none.
pub fn read(address: &str) -> Vec<Reading> {
    let words = words::of(address, Short::Any);
    let end = without_country(&words);
    let mut found = chains(&words, end);
    let best = found.iter().map(Chain::rank).min();
    found.retain(|chain| Some(chain.rank()) == best);
    found.sort_by_key(|chain| (Reverse(chain.commune.unit.set), chain.commune.unit.code));
    found.dedup_by_key(|chain| (chain.commune.unit.set, chain.commune.unit.code));
    let rest = |chain: &Chain| words.get(chain.commune.start).map_or(address, |word| &address[..word.start]);
    found.iter().map(|chain| Reading { unit: chain.commune.unit, rest: tidy_end(rest(chain)) }).collect()
}

fn without_country(words: &[Word]) -> usize {
    let ends = |country: &[&str]| {
        let begin = words.len().checked_sub(country.len())?;
        let is_it = words[begin..].iter().zip(country).all(|(word, part)| word.folded == *part);
        is_it.then_some(begin)
    };
    ends(&["viet", "nam"]).unwrap_or(words.len())
}

fn tidy_end(rest: &str) -> String {
    let rest = text::tidy(rest);
    rest.trim_end_matches(|letter: char| letter.is_whitespace() || ",;.-–—(/".contains(letter)).to_owned()
}

/// A name of a unit among the words.
#[derive(Clone, Copy)]
struct Step {
    unit: &'static Unit,
    /// The first of its words, its kind's included.
    start: usize,
    words: usize,
    kind: Kind,
    /// How many of its words are so with their marks, where the address has any.
    with_marks: usize,
    /// Whether a comma or the like stands before it, or nothing.
    after_break: bool,
}

/// What stands before a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Its,
    /// Another one of the same level: a xã that became a phường.
    Another,
    Unsaid,
}

/// A commune with what it is said to belong to.
struct Chain {
    commune: Step,
    above: Vec<Step>,
    /// What a commune of its map has above it is all said.
    whole: bool,
    /// An old unit under a province of today that bears another name.
    mixed: bool,
}

impl Chain {
    /// Smaller is better: what explains more words, without gaps, with the right kinds, with commas between, with
    /// its marks.
    fn rank(&self) -> (Reverse<usize>, bool, usize, Reverse<usize>, bool, usize, Reverse<usize>) {
        let steps = || self.above.iter().chain([&self.commune]);
        let of_kind = |kind| steps().filter(|step| step.kind == kind).count();
        (
            Reverse(steps().map(|step| step.words).sum()),
            !self.whole,
            of_kind(Kind::Another),
            Reverse(of_kind(Kind::Its)),
            self.mixed,
            steps().filter(|step| step.kind == Kind::Unsaid && !step.after_break).count(),
            Reverse(steps().map(|step| step.with_marks).sum()),
        )
    }
}

fn chains(words: &[Word], end: usize) -> Vec<Chain> {
    let mut found = Vec::new();
    let last = ending(words, end);
    for province in last.iter().filter(|step| step.unit.level == Level::Province) {
        let is_in = |unit: &'static Unit| {
            std::ptr::eq(unit.province(), province.unit) || std::ptr::eq(unit.province_today(), province.unit)
        };
        let before = ending(words, province.start);
        let within: Vec<Step> = before.into_iter().filter(|step| is_in(step.unit)).collect();
        add(&mut found, words, &within, Some(province));
    }
    add(&mut found, words, &last, None);
    found
}

/// Communes among the steps, and before the districts among them.
fn add(found: &mut Vec<Chain>, words: &[Word], steps: &[Step], province: Option<&Step>) {
    let above = |district: Option<&Step>| district.into_iter().chain(province).copied().collect::<Vec<_>>();
    // What could be a province or a district is no commune by itself.
    let may_be_larger = steps.iter().any(|step| step.unit.level != Level::Commune);
    let alone = |step: &Step| step.kind != Kind::Unsaid || (step.start == 0 && !may_be_larger);
    let mixed = |unit: &'static Unit| province.is_some_and(|step| step.unit.set != unit.set);
    for step in steps {
        if step.unit.level == Level::Commune && stands_alone(step) && (province.is_some() || alone(step)) {
            let below_district = step.unit.parent().is_some_and(|unit| unit.level == Level::District);
            let whole = province.is_some() && !below_district;
            found.push(Chain { commune: *step, above: above(None), whole, mixed: mixed(step.unit) });
        }
        if step.unit.level == Level::District {
            for commune in ending(words, step.start) {
                let is_in = commune.unit.parent().is_some_and(|unit| std::ptr::eq(unit, step.unit));
                if commune.unit.level == Level::Commune && is_in && stands_alone(&commune) {
                    let whole = province.is_some();
                    let above = above(Some(step));
                    found.push(Chain { commune, above, whole, mixed: mixed(step.unit) });
                }
            }
        }
    }
}

/// Whether it is not the end of a longer name, of a street or a hamlet: its kind stands before it, or a comma. A
/// number is no name without its kind.
fn stands_alone(step: &Step) -> bool {
    let is_number = step.unit.name.bytes().all(|byte| byte.is_ascii_digit());
    step.kind != Kind::Unsaid || (step.after_break && !is_number)
}

/// The units whose whole name ends before `end`, each with the kind that is said of it; none whose kind stands on
/// another level than what is said.
fn ending(words: &[Word], end: usize) -> Vec<Step> {
    let units = units();
    let Some(last) = end.checked_sub(1).and_then(|last| words.get(last)) else { return Vec::new() };
    let has_marks = words.iter().any(|word| word.spelled != word.folded);
    let places = units.ending_with(&last.folded).iter();
    places
        .filter_map(|place| {
            let unit = units.at(*place)?;
            let name = units.words_of(unit);
            let at = end.checked_sub(name.len())?;
            let known = |n: usize| units.vocabulary.get(usize::from(name[n]));
            let said = words[at..end].iter().enumerate();
            if !said.clone().all(|(n, word)| known(n).is_some_and(|known| known.folded == word.folded)) {
                return None;
            }
            let with_marks =
                said.filter(|(n, word)| known(*n).is_some_and(|known| known.marked == word.marked));
            let with_marks = if has_marks { with_marks.count() } else { 0 };
            let parted = words.get(at).is_some_and(|word| word.after_break);
            let (kind, before) = match words::kind_before(words, at).filter(|_| !parted) {
                Some((kind, length)) if kind == unit.kind => (Kind::Its, length),
                Some((kind, length)) if may_stand(kind, unit) => (Kind::Another, length),
                Some((kind, _)) if unit.level == Level::Commune || kind == UnitKind::Province => return None,
                // "phuong" may be the end of a name before.
                _ => (Kind::Unsaid, 0),
            };
            let start = at - before;
            let after_break = words.get(start).is_some_and(|word| word.after_break);
            Some(Step { unit, start, words: name.len(), kind, with_marks, after_break })
        })
        .collect()
}

/// Whether people may call a unit so that is of another kind.
fn may_stand(kind: UnitKind, unit: &Unit) -> bool {
    use UnitKind::{
        City, Commune, Province, RuralDistrict, SpecialZone, Town, Township, UrbanDistrict, Ward,
    };
    match unit.level {
        Level::Province => matches!(kind, Province | City),
        Level::District => matches!(kind, City | UrbanDistrict | RuralDistrict | Town),
        Level::Commune if unit.set == UnitSet::Y2024 && unit.kind == RuralDistrict => kind == SpecialZone,
        Level::Commune => matches!(kind, Ward | Commune | Township | SpecialZone),
    }
}
