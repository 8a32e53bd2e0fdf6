//! Administrative units: the 34 provinces and 3,321 communes of today, the 63 provinces, 696 districts and 10,035
//! communes of before July 2025, and what became of each old commune.
//!
//! A code alone says nothing: a new commune often bears the code of an old one, for a larger area and under
//! another name. So a unit is named by its [`UnitSet`] and its code. An old commune that was divided has several
//! [`Successors`], and which of them it is, a person has to say.

mod data;
mod paper;
mod search;
mod words;

pub use paper::{Reading, read};
pub use search::{UnitSearch, names, search};

use data::units;
use serde::{Deserialize, Serialize};

/// Which map of the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UnitSet {
    /// Until 30/06/2025: provinces, districts, communes.
    #[serde(rename = "2024")]
    Y2024,
    /// Since 01/07/2025: provinces and communes (QĐ 19/2025/QĐ-TTg; NQ 30/2026/QH16).
    #[serde(rename = "2025")]
    Y2025,
}

impl UnitSet {
    /// By its name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "2024" => Some(Self::Y2024),
            "2025" => Some(Self::Y2025),
            _ => None,
        }
    }
}

/// Where a unit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Until 2025 only.
    District,
    /// Phường, xã and the like; also an island that is one without communes.
    Commune,
}

/// What a unit is called by law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Tỉnh.
    Province,
    /// Thành phố, of the centre or of a province.
    City,
    /// Quận.
    UrbanDistrict,
    /// Huyện.
    RuralDistrict,
    /// Thị xã.
    Town,
    /// Phường.
    Ward,
    /// Xã.
    Commune,
    /// Thị trấn.
    Township,
    /// Đặc khu.
    SpecialZone,
}

impl UnitKind {
    const ALL: [Self; 9] = [
        Self::Province,
        Self::City,
        Self::UrbanDistrict,
        Self::RuralDistrict,
        Self::Town,
        Self::Ward,
        Self::Commune,
        Self::Township,
        Self::SpecialZone,
    ];

    /// As it stands before a name: "Phường".
    pub fn title(self) -> &'static str {
        match self {
            Self::Province => "Tỉnh",
            Self::City => "Thành phố",
            Self::UrbanDistrict => "Quận",
            Self::RuralDistrict => "Huyện",
            Self::Town => "Thị xã",
            Self::Ward => "Phường",
            Self::Commune => "Xã",
            Self::Township => "Thị trấn",
            Self::SpecialZone => "Đặc khu",
        }
    }
}

/// A province, a district or a commune.
#[derive(Debug, PartialEq, Eq)]
pub struct Unit {
    /// Of which map.
    pub set: UnitSet,
    /// Where it stands.
    pub level: Level,
    /// What it is called by law.
    pub kind: UnitKind,
    /// Two digits of a province, three of a district, five of a commune; `D` and the district's three of an
    /// island without communes.
    pub code: &'static str,
    /// Without its kind; the tone mark at its traditional place.
    pub name: &'static str,
    /// Its own place among all.
    place: u16,
    /// The place of what it belongs to.
    parent: Option<u16>,
    /// Where its words are.
    words: (u32, u8),
}

impl Unit {
    /// "Phường Cao Lãnh".
    pub fn title(&self) -> String {
        format!("{} {}", self.kind.title(), self.name)
    }

    /// As it is shown: "Phường Cao Lãnh, Đồng Tháp", "Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp".
    pub fn path(&self) -> String {
        let mut path = self.title();
        let mut above = self.parent();
        while let Some(unit) = above {
            path.push_str(", ");
            match unit.level {
                Level::Province => path.push_str(unit.name),
                _ => path.push_str(&unit.title()),
            }
            above = unit.parent();
        }
        path
    }

    /// What it belongs to: a commune to its district or, today and of the islands, its province.
    pub fn parent(&self) -> Option<&'static Unit> {
        units().at(self.parent?)
    }

    /// Its province; itself where it is one.
    pub fn province(&'static self) -> &'static Unit {
        self.parent().map_or(self, Unit::province)
    }

    /// What its province belongs to today.
    pub fn province_today(&'static self) -> &'static Unit {
        let province = self.province();
        units().merged_into(province).unwrap_or(province)
    }
}

/// What became of an old commune. In each case those that it may be today, the likeliest first: that is a guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Successors {
    /// It lies in one of today, as a whole.
    Whole(&'static Unit),
    /// It was divided: only a person can say where somebody lives today.
    Parts(Vec<&'static Unit>),
    /// The sources do not agree on it.
    Unsure(Vec<&'static Unit>),
}

impl Successors {
    /// All of them.
    pub fn all(&self) -> &[&'static Unit] {
        match self {
            Self::Whole(unit) => std::slice::from_ref(unit),
            Self::Parts(units) | Self::Unsure(units) => units,
        }
    }
}

/// The unit of that code, of any level.
pub fn find(set: UnitSet, code: &str) -> Option<&'static Unit> {
    units().find(set, code)
}

/// Every unit of a map, the provinces first.
pub fn all(set: UnitSet) -> impl Iterator<Item = &'static Unit> {
    units().all.iter().filter(move |unit| unit.set == set)
}

/// What became of a commune of 2024; none of a unit of today, a district or a province.
pub fn successors(unit: &'static Unit) -> Option<Successors> {
    units().successors(unit)
}

/// The old communes of which something lies in a commune of today.
pub fn predecessors(unit: &'static Unit) -> Vec<&'static Unit> {
    units().predecessors(unit)
}

#[cfg(test)]
mod tests;
