//! The tables, read once: units with their parents, what became of the old ones, and the words of all names.

use super::{Level, Successors, Unit, UnitKind, UnitSet};
use crate::text;
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

/// `code,name,type`.
const PROVINCES: &str = include_str!("../../data/provinces.csv");
/// `code,name,type,province_code`.
const COMMUNES: &str = include_str!("../../data/wards.csv");
/// `code,name,type`.
const OLD_PROVINCES: &str = include_str!("../../data/provinces_63.csv");
/// `code,name,type,province_code`.
const OLD_DISTRICTS: &str = include_str!("../../data/districts_696.csv");
/// `code,name,type,district_code`.
const OLD_COMMUNES: &str = include_str!("../../data/wards_10035.csv");
/// `old_code,new_code`.
const PROVINCE_MAP: &str = include_str!("../../data/province_map_2025.csv");
/// `old_code,new_code,kind,is_default`.
const COMMUNE_MAP: &str = include_str!("../../data/ward_map_2025.csv");

/// Districts without communes, which the map names by a code of their own: islands.
const ISLANDS: [&str; 5] = ["D318", "D471", "D498", "D536", "D755"];

static UNITS: LazyLock<Units> = LazyLock::new(Units::read);

pub(super) fn units() -> &'static Units {
    &UNITS
}

/// A word of names, by its place in [`Units::vocabulary`].
pub(super) type WordId = u16;

/// A word that stands in names.
pub(super) struct NameWord {
    /// As it is searched.
    pub(super) folded: String,
    /// With its marks, the tone at its traditional place.
    pub(super) marked: String,
}

pub(super) struct Units {
    /// Provinces, districts, communes; of today before those of 2024.
    pub(super) all: Vec<Unit>,
    /// In the order of [`NameWord::folded`], so that what begins alike stands together.
    pub(super) vocabulary: Vec<NameWord>,
    /// The words of all names, one after another.
    spelled: Vec<WordId>,
    /// Their kinds' words.
    kinds: HashMap<UnitKind, Vec<WordId>>,
    by_code: HashMap<(UnitSet, &'static str), u16>,
    /// By the first of the words that fold like a name's last one.
    by_last_word: HashMap<WordId, Vec<u16>>,
    /// Old, new.
    provinces_merged: BTreeMap<u16, u16>,
    /// Old, new, kind, likeliest first; in the order of the old ones.
    successions: Vec<(u16, u16, Succession)>,
    /// New, old; in this order.
    predecessors: Vec<(u16, u16)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Succession {
    Whole,
    Part,
    Unsure,
}

impl Units {
    fn read() -> Self {
        let mut names = Names::default();
        let mut table = Table::default();
        use {Level::*, UnitSet::*};
        table.add(&mut names, PROVINCES, Y2025, Province);
        table.add(&mut names, OLD_PROVINCES, Y2024, Province);
        table.add(&mut names, OLD_DISTRICTS, Y2024, District);
        table.add(&mut names, COMMUNES, Y2025, Commune);
        table.add(&mut names, OLD_COMMUNES, Y2024, Commune);
        table.add_islands();
        let Table { all, by_code } = table;
        let kinds: Vec<(UnitKind, Vec<usize>)> =
            UnitKind::ALL.into_iter().map(|kind| (kind, names.spell(kind.title()))).collect();
        let (vocabulary, place) = names.in_order();
        let mut units = Self {
            spelled: names.spelled.iter().map(|word| place[*word]).collect(),
            kinds: kinds
                .into_iter()
                .map(|(kind, words)| (kind, words.iter().map(|word| place[*word]).collect()))
                .collect(),
            all,
            vocabulary,
            by_code,
            by_last_word: HashMap::new(),
            provinces_merged: BTreeMap::new(),
            successions: Vec::new(),
            predecessors: Vec::new(),
        };
        units.index_last_words();
        units.read_maps();
        units
    }

    fn index_last_words(&mut self) {
        let mut by_last_word: HashMap<WordId, Vec<u16>> = HashMap::new();
        for unit in &self.all {
            let Some(&last) = self.words_of(unit).last() else { continue };
            by_last_word.entry(self.alike(last)).or_default().push(unit.place);
        }
        self.by_last_word = by_last_word;
    }

    fn read_maps(&mut self) {
        let old = |code: &str| self.by_code.get(&(UnitSet::Y2024, code)).copied();
        let new = |code: &str| self.by_code.get(&(UnitSet::Y2025, code)).copied();
        let provinces = PROVINCE_MAP.lines().skip(1).filter_map(|row| {
            let (before, after) = row.split_once(',')?;
            Some((old(before)?, new(after)?))
        });
        let provinces: BTreeMap<u16, u16> = provinces.collect();
        let mut successions: Vec<(u16, bool, u16, Succession)> = COMMUNE_MAP
            .lines()
            .skip(1)
            .filter_map(|row| {
                let [before, after, kind, likeliest] = cells(row)?;
                let kind = match kind {
                    "whole" => Succession::Whole,
                    "part" => Succession::Part,
                    _ => Succession::Unsure,
                };
                Some((old(before)?, likeliest != "1", new(after)?, kind))
            })
            .collect();
        successions.sort_by_key(|(before, less_likely, after, _)| (*before, *less_likely, *after));
        let mut predecessors: Vec<(u16, u16)> =
            successions.iter().map(|(before, _, after, _)| (*after, *before)).collect();
        predecessors.sort_unstable();
        self.provinces_merged = provinces;
        self.successions =
            successions.into_iter().map(|(before, _, after, kind)| (before, after, kind)).collect();
        self.predecessors = predecessors;
    }

    pub(super) fn at(&self, place: u16) -> Option<&Unit> {
        self.all.get(usize::from(place))
    }

    pub(super) fn find(&self, set: UnitSet, code: &str) -> Option<&Unit> {
        self.at(*self.by_code.get(&(set, code))?)
    }

    /// What a province of 2024 is part of today.
    pub(super) fn merged_into(&self, province: &Unit) -> Option<&Unit> {
        self.at(*self.provinces_merged.get(&province.place)?)
    }

    pub(super) fn successors(&'static self, unit: &Unit) -> Option<Successors> {
        let begin = self.successions.partition_point(|(old, ..)| *old < unit.place);
        let rows = self.successions[begin..].iter().take_while(|(old, ..)| *old == unit.place);
        let (mut found, mut kind) = (Vec::new(), Succession::Whole);
        for (_, new, row_kind) in rows {
            found.extend(self.at(*new));
            if *row_kind != Succession::Whole {
                kind = *row_kind;
            }
        }
        match (kind, found.as_slice()) {
            (_, []) => None,
            (Succession::Whole, [one]) => Some(Successors::Whole(one)),
            (Succession::Unsure, _) => Some(Successors::Unsure(found)),
            _ => Some(Successors::Parts(found)),
        }
    }

    pub(super) fn predecessors(&self, unit: &Unit) -> Vec<&Unit> {
        let begin = self.predecessors.partition_point(|(new, _)| *new < unit.place);
        let rows = self.predecessors[begin..].iter().take_while(|(new, _)| *new == unit.place);
        rows.filter_map(|(_, old)| self.at(*old)).collect()
    }

    /// The words of a unit's name.
    pub(super) fn words_of(&self, unit: &Unit) -> &[WordId] {
        let (begin, length) = (unit.words.0 as usize, usize::from(unit.words.1));
        self.spelled.get(begin..begin + length).unwrap_or_default()
    }

    /// The words of what a unit is.
    pub(super) fn words_of_kind(&self, kind: UnitKind) -> &[WordId] {
        self.kinds.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The first of the words that fold alike.
    fn alike(&self, word: WordId) -> WordId {
        let folded = &self.vocabulary[usize::from(word)].folded;
        place_of(self.vocabulary.partition_point(|other| other.folded < *folded))
    }

    /// The units whose name ends with a word that folds so.
    pub(super) fn ending_with(&self, folded: &str) -> &[u16] {
        let first = self.vocabulary.partition_point(|other| other.folded.as_str() < folded);
        let alike = self.vocabulary.get(first).is_some_and(|word| word.folded == folded);
        let found = self.by_last_word.get(&place_of(first)).filter(|_| alike);
        found.map_or(&[], Vec::as_slice)
    }
}

/// All tables together are far below 65,536 rows, and so are the words of names.
fn place_of(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

#[derive(Default)]
struct Table {
    all: Vec<Unit>,
    by_code: HashMap<(UnitSet, &'static str), u16>,
}

impl Table {
    fn add(&mut self, names: &mut Names, rows: &'static str, set: UnitSet, level: Level) {
        for row in rows.lines().skip(1) {
            let mut cells = row.split(',');
            let Some(((code, name), kind)) = cells.next().zip(cells.next()).zip(cells.next()) else {
                continue;
            };
            let parent = cells.next().and_then(|above| self.by_code.get(&(set, above)).copied());
            let (kind, name) = called(kind, name);
            let begin = names.spelled.len();
            let words = names.spell(name);
            names.spelled.extend(&words);
            let words = (u32::try_from(begin).unwrap_or(u32::MAX), u8::try_from(words.len()).unwrap_or(0));
            self.push(Unit { set, level, kind, code, name, place: 0, parent, words });
        }
    }

    /// The island districts once more, as the lowest units of their places.
    fn add_islands(&mut self) {
        for code in ISLANDS {
            let Some(&place) = self.by_code.get(&(UnitSet::Y2024, &code[1..])) else { continue };
            let Unit { set, kind, name, parent, words, .. } = self.all[usize::from(place)];
            self.push(Unit { set, level: Level::Commune, kind, code, name, place: 0, parent, words });
        }
    }

    fn push(&mut self, unit: Unit) {
        let place = place_of(self.all.len());
        self.by_code.insert((unit.set, unit.code), place);
        self.all.push(Unit { place, ..unit });
    }
}

/// What a row calls a unit. Some names of numbers repeat the kind, "Quận 1", and some of those are of another
/// kind than the row says: "Phường 5" is no xã.
fn called(kind: &str, name: &'static str) -> (UnitKind, &'static str) {
    let said = UnitKind::ALL.into_iter().find_map(|kind| {
        let number = name.strip_prefix(kind.title())?.strip_prefix(' ')?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then_some((kind, number))
    });
    said.unwrap_or_else(|| {
        let named = |named: &UnitKind| named.title().to_lowercase() == kind;
        let kind = match kind {
            "tp" | "thành phố trực thuộc trung ương" => UnitKind::City,
            _ => UnitKind::ALL.into_iter().find(named).unwrap_or(UnitKind::Commune),
        };
        (kind, name)
    })
}

fn cells<const N: usize>(row: &str) -> Option<[&str; N]> {
    row.split(',').collect::<Vec<_>>().try_into().ok()
}

/// The words of names as they are met.
#[derive(Default)]
struct Names {
    words: Vec<NameWord>,
    met: HashMap<String, usize>,
    /// Of all names, one after another.
    spelled: Vec<usize>,
}

impl Names {
    fn spell(&mut self, name: &str) -> Vec<usize> {
        let spelled = text::spelled(name);
        spelled.split(' ').filter(|word| !word.is_empty()).map(|word| self.meet(word)).collect()
    }

    fn meet(&mut self, word: &str) -> usize {
        if let Some(&known) = self.met.get(word) {
            return known;
        }
        let place = self.words.len();
        self.words.push(NameWord { folded: text::fold(word), marked: text::normalise_tone_marks(word) });
        self.met.insert(word.to_owned(), place);
        place
    }

    /// The words in the order of what they fold to, and where each one stands in it.
    fn in_order(&mut self) -> (Vec<NameWord>, Vec<WordId>) {
        let mut order: Vec<(usize, NameWord)> =
            std::mem::take(&mut self.words).into_iter().enumerate().collect();
        order.sort_by(|(_, a), (_, b)| (&a.folded, &a.marked).cmp(&(&b.folded, &b.marked)));
        let mut place = vec![0; order.len()];
        for (to, (from, _)) in order.iter().enumerate() {
            place[*from] = place_of(to);
        }
        (order.into_iter().map(|(_, word)| word).collect(), place)
    }
}
