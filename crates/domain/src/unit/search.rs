//! Finding a unit while somebody types, with or without marks.

use super::{
    Level, Unit, UnitSet,
    data::{NameWord, Units, WordId, units},
    predecessors,
    words::{self, Short, Word},
};
use crate::text;
use std::{cmp::Reverse, ops::Range};

/// What is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct UnitSearch<'a> {
    /// Words of the unit's name and of what it belongs to, in any order and each as far as it is typed.
    pub text: &'a str,
    /// Of one map only.
    pub set: Option<UnitSet>,
    /// The code of a province of today: only what lies in it, by the units of either map.
    pub within: Option<&'a str>,
    /// The code of a commune of today: it, what it was made of, and its province come first among equals.
    pub near: Option<&'a str>,
    /// At most so many.
    pub limit: usize,
}

/// More words are not looked at: no unit has so many.
const MOST_WORDS: usize = 16;

/// The communes (and islands) whose words begin like the text's, best first: with their marks before without them; the
/// whole name before its beginning, that before its inside, and that before what only its province or district
/// says; what is near first; today's before those of 2024.
pub fn search(asked: &UnitSearch<'_>) -> Vec<&'static Unit> {
    let units = units();
    let mut words = words::of(asked.text, Short::Dotted);
    words.truncate(MOST_WORDS);
    let wanted = wanted(units, &words);
    // What stands above communes is looked at once for all of them.
    let above = units.all.iter().take_while(|unit| unit.level != Level::Commune);
    let above: Vec<Above> = above.map(|unit| Above::of(units, &wanted, unit)).collect();
    let near = Near::of(asked.near);
    let mut found: Vec<(Rank, &'static Unit)> = units
        .all
        .iter()
        .filter(|unit| unit.level == Level::Commune)
        .filter(|unit| asked.set.is_none_or(|set| unit.set == set))
        .filter(|unit| asked.within.is_none_or(|code| unit.province_today().code == code))
        .filter_map(|unit| Some((rank(units, &wanted, &above, &near, unit)?, unit)))
        .collect();
    // A letter finds thousands: the best are parted from the others before they are put in order. The tables' own
    // order decides between equals.
    let key = |(rank, unit): &(Rank, &'static Unit)| (*rank, unit.place);
    if asked.limit < found.len() {
        found.select_nth_unstable_by_key(asked.limit, key);
        found.truncate(asked.limit);
    }
    found.sort_unstable_by_key(key);
    found.into_iter().map(|(_, unit)| unit).collect()
}

/// Smaller is better, the first part that differs decides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Words like "xã" that the unit is not.
    other_kind: u8,
    /// Found without its marks only.
    without_marks: bool,
    found: Found,
    /// How many words say the unit's whole name, or those of what it belongs to, each word in one name only: "Nam Thái A"
    /// before "Nam Thái", and "lang ha noi" is Láng in Hà Nội before it is Láng Hạ and a "Nội".
    said: Reverse<u32>,
    near: u8,
    of_2024: bool,
}

/// Where the words were found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    WholeName,
    Beginning,
    Inside,
    Partly,
    Above,
}

/// How a word of the text meets those of a unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Met {
    No,
    WithoutMarks,
    WithMarks,
}

/// A word of the text, and which words of names begin like it.
struct Wanted {
    range: Range<WordId>,
    /// Those that are it, and do not only begin so.
    whole: Range<WordId>,
    /// Whether it is so with its marks, too; by place in the range.
    with_marks: Vec<bool>,
    /// It says what a unit is, not how it is called.
    is_kind: bool,
}

impl Wanted {
    fn met(&self, word: WordId) -> Met {
        match self.range.contains(&word) {
            false => Met::No,
            true if self.with_marks[usize::from(word - self.range.start)] => Met::WithMarks,
            true => Met::WithoutMarks,
        }
    }

    /// By a unit's own name and kind.
    fn met_by(&self, units: &Units, unit: &Unit) -> Met {
        let words = units.words_of(unit).iter().chain(units.words_of_kind(unit.kind));
        words.map(|word| self.met(*word)).max().unwrap_or(Met::No)
    }
}

fn wanted(units: &Units, words: &[Word]) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = words.iter().map(|word| want(&units.vocabulary, word)).collect();
    for begin in 0..words.len() {
        for length in [1, 2] {
            let Some(said) = words.get(begin..begin + length) else { continue };
            if words::kind_of(said).is_some() {
                wanted[begin..begin + length].iter_mut().for_each(|word| word.is_kind = true);
            }
        }
    }
    wanted
}

fn want(vocabulary: &[NameWord], word: &Word) -> Wanted {
    let begin = vocabulary.partition_point(|known| known.folded < word.folded);
    let alike = vocabulary[begin..].iter().take_while(|known| known.folded.starts_with(&word.folded));
    // "hoà" may be the whole "hòa", or the beginning of "hoàng".
    let with_marks: Vec<bool> = alike
        .map(|known| known.marked.starts_with(&word.marked) || known.marked.starts_with(&word.spelled))
        .collect();
    let whole = vocabulary[begin..].iter().take_while(|known| known.folded == word.folded).count();
    let id = |place: usize| WordId::try_from(place).unwrap_or(WordId::MAX);
    Wanted {
        range: id(begin)..id(begin + with_marks.len()),
        whole: id(begin)..id(begin + whole),
        with_marks,
        is_kind: false,
    }
}

/// A bit for each word of the text.
type Said = u32;

/// The words that are the unit's whole name, where they begin there, with what it is where that stands before them.
fn said(units: &Units, wanted: &[Wanted], begin: usize, unit: &Unit) -> Option<Said> {
    let is_said = |begin: usize, known: &[WordId]| {
        let words = wanted.get(begin..begin + known.len());
        words.is_some_and(|words| words.iter().zip(known).all(|(word, known)| word.whole.contains(known)))
    };
    let bits = |begin: usize, end: usize| (1 << end) - (1 << begin);
    let (name, kind) = (units.words_of(unit), units.words_of_kind(unit.kind));
    let from = begin.checked_sub(kind.len()).filter(|from| is_said(*from, kind)).unwrap_or(begin);
    (!name.is_empty() && is_said(begin, name)).then(|| bits(from, begin + name.len()))
}

/// What the text says of a province or district.
struct Above {
    met: Vec<Met>,
    /// Each time that it is named.
    said: Vec<Said>,
}

impl Above {
    fn of(units: &Units, wanted: &[Wanted], unit: &Unit) -> Self {
        Self {
            met: wanted.iter().map(|word| word.met_by(units, unit)).collect(),
            said: (0..wanted.len()).filter_map(|begin| said(units, wanted, begin, unit)).collect(),
        }
    }
}

/// None where a word is not in the unit's path.
fn rank(units: &Units, wanted: &[Wanted], above: &[Above], near: &Near, unit: &'static Unit) -> Option<Rank> {
    let name = units.words_of(unit);
    let mut parents = Vec::with_capacity(2);
    let mut parent = unit.parent;
    while let Some(place) = parent {
        parents.push(above.get(usize::from(place))?);
        parent = units.at(place)?.parent;
    }
    let mut met = [Met::No; MOST_WORDS];
    let (mut other_kind, mut in_name, mut names) = (0, 0, 0);
    for (n, (word, met)) in wanted.iter().zip(&mut met).enumerate() {
        *met = word.met_by(units, unit);
        for parent in &parents {
            *met = (*met).max(parent.met.get(n).copied()?);
        }
        match *met {
            Met::No if word.is_kind => other_kind += 1,
            Met::No => return None,
            Met::WithoutMarks | Met::WithMarks => {}
        }
        if !word.is_kind {
            names += 1;
            in_name += usize::from(name.iter().any(|known| word.met(*known) != Met::No));
        }
    }
    let met = &met[..wanted.len()];
    let anywhere = match in_name {
        0 => Found::Above,
        _ if in_name == names => Found::Inside,
        _ => Found::Partly,
    };
    let rank = |begin: usize, found: Found| {
        // The words of the name count where they stand in it, and the others wherever they were found.
        let own = if matches!(found, Found::WholeName | Found::Beginning) { name } else { &[] };
        let of_name = wanted[begin..].iter().zip(own).map(|(word, known)| word.met(*known));
        let others = met[..begin].iter().chain(met[begin..].iter().skip(own.len())).copied();
        let said = said(units, wanted, begin, unit).unwrap_or_default();
        let above = parents.iter().flat_map(|parent| &parent.said).filter(|above| *above & said == 0);
        Rank {
            other_kind,
            without_marks: of_name.chain(others).any(|met| met == Met::WithoutMarks),
            found,
            said: Reverse(above.fold(said, |said, above| said | above).count_ones()),
            near: near.to(unit),
            of_2024: unit.set == UnitSet::Y2024,
        }
    };
    // A name may begin with what is a kind elsewhere: "xã Quản Bạ", "phường Phương Liệt".
    let kinds = wanted.iter().take_while(|word| word.is_kind).count();
    let begins = (0..=kinds).filter_map(|begin| Some(rank(begin, beginning(name, &wanted[begin..])?)));
    begins.chain([rank(0, anywhere)]).min()
}

/// Whether the words are the name's, from its first one on: all of them, or as far as they go.
fn beginning(name: &[WordId], wanted: &[Wanted]) -> Option<Found> {
    let is_whole = |(known, word): (&WordId, &Wanted)| word.whole.contains(known);
    if wanted.len() >= name.len() && name.iter().zip(wanted).all(is_whole) {
        return Some(Found::WholeName);
    }
    let (last, before) = wanted.split_last()?;
    let begins = name.iter().zip(before).all(is_whole)
        && name.get(before.len()).is_some_and(|known| last.met(*known) != Met::No);
    begins.then_some(Found::Beginning)
}

/// What is near a commune of today.
struct Near {
    own: Vec<&'static Unit>,
    province: Option<&'static Unit>,
}

impl Near {
    fn of(code: Option<&str>) -> Self {
        let own = code.and_then(|code| units().find(UnitSet::Y2025, code));
        let own = own.filter(|unit| unit.level == Level::Commune);
        let made_of = own.map(predecessors).unwrap_or_default();
        Self { own: own.into_iter().chain(made_of).collect(), province: own.map(Unit::province) }
    }

    fn to(&self, unit: &'static Unit) -> u8 {
        match self.province {
            None => 0,
            Some(_) if self.own.iter().any(|own| std::ptr::eq(*own, unit)) => 0,
            Some(province) if std::ptr::eq(province, unit.province_today()) => 1,
            Some(_) => 2,
        }
    }
}

/// Whether a text names a unit: all words of its name one after another, marks aside.
pub fn names(text: &str, unit: &Unit) -> bool {
    let words = |text: &str| format!(" {} ", text::fold(text));
    words(text).contains(&words(unit.name))
}
