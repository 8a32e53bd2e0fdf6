//! What a source knows of one person, whichever form asks for it.

use crate::{
    definition::Definition,
    field::{Field, FieldType},
    numbers::numbers_in,
    people::PersonGroup,
};
use serde_json::{Map, Value};
use std::{collections::BTreeMap, fmt};
use tan_nha_domain::{
    card::{Card, CardKind},
    citizen::Citizen,
    id_number,
    partial_date::PartialDate,
    sex::Sex,
    text,
};

/// What may be known of a person in more than one form. Whom they are related to, and by which phone they are reached,
/// is asked anew each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Their name.
    Name,
    /// Their date of birth, as far as it is known.
    Born,
    /// Their sex.
    Sex,
    /// Their ethnicity.
    Ethnicity,
    /// Their nationality.
    Nationality,
    /// Their religion.
    Religion,
    /// Where they were born.
    Birthplace,
    /// Where their family comes from.
    HomeTown,
    /// The number of their card.
    Number,
    /// Their card in words, with who issued it and when.
    Paper,
    /// Where they live.
    Address,
}

impl Part {
    /// By its name in `parts.toml`.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "name" => Part::Name,
            "dob" | "birth" => Part::Born,
            "sex" => Part::Sex,
            "ethnicity" => Part::Ethnicity,
            "nationality" => Part::Nationality,
            "religion" => Part::Religion,
            "birthplace" => Part::Birthplace,
            "home_town" => Part::HomeTown,
            "id" => Part::Number,
            "paper" => Part::Paper,
            "addr" => Part::Address,
            _ => return None,
        })
    }
}

/// One thing that is known.
#[derive(Clone, PartialEq)]
pub(crate) struct Fact {
    pub(crate) value: Value,
    /// Whether it may be filled in without asking.
    pub(crate) sure: bool,
}

/// What a source knows of one person.
#[derive(Clone, Default, PartialEq)]
pub struct Known(BTreeMap<Part, Fact>);

impl Known {
    /// What a card says. Of what its findings speak nothing is sure; what cannot be read is not there.
    pub fn of_card(card: &Card) -> Self {
        let doubted = |field: &str| card.findings.iter().any(|finding| finding.field == field);
        let mut known = Self::default();
        let name = Some(card.full_name.clone()).filter(|name| !name.is_empty());
        known.put(Part::Name, name, !doubted("full_name"));
        known.put(Part::Born, card.born.map(|born| born.to_string()), !doubted("born"));
        known.put(Part::Sex, card.sex.map(|sex| sex.as_str().to_owned()), !doubted("sex"));
        let is_number = id_number::read(&card.number).kind == id_number::IdKind::Personal;
        known.put(Part::Number, Some(card.number.clone()).filter(|_| is_number), !doubted("number"));
        let paper_doubted = ["number", "issued", "issuer"].into_iter().any(doubted);
        known.put(Part::Paper, paper_in_words(card).filter(|_| is_number), !paper_doubted);
        known.put(Part::Address, card.address.clone(), !doubted("address"));
        known
    }

    /// What the record of a citizen says.
    pub fn of_citizen(citizen: &Citizen) -> Self {
        let mut known = Self::default();
        known.put(Part::Name, Some(citizen.full_name.clone()), true);
        known.put(Part::Born, citizen.born.clone().filter(|_| citizen.birth().is_some()), true);
        known.put(Part::Sex, citizen.sex.map(|sex| sex.as_str().to_owned()), true);
        known.put(Part::Number, citizen.id_number.as_deref().map(id_number::clean), true);
        known.put(Part::Address, citizen.address.clone(), true);
        known
    }

    /// What answers say of one of the people of their form.
    pub fn of_person(definition: &Definition, answers: &Map<String, Value>, person: &PersonGroup) -> Self {
        let mut known = Self::default();
        for (part, key) in &person.parts {
            let Some(value) = answers.get(key).filter(|answer| !is_blank(answer)) else { continue };
            let is_text = definition.field(key).is_some_and(|field| field.kind == FieldType::Text);
            match (part, value) {
                (Part::Number | Part::Paper, Value::String(said)) => {
                    let number = numbers_in(said).into_iter().find(|number| number.len() == 12);
                    // The number alone is no paper in words.
                    let words = is_text && Some(said.trim()) != number.as_deref();
                    known.put(Part::Paper, words.then(|| said.clone()), true);
                    known.put(Part::Number, number, true);
                }
                _ => drop(known.0.insert(*part, Fact { value: value.clone(), sure: true })),
            }
        }
        known
    }

    /// What the cells of a row say of the person that it speaks of.
    pub(crate) fn of_cells(cells: &Map<String, Value>, columns: &[(Part, &Field)]) -> Self {
        let answered = |(part, column): &(Part, &Field)| {
            let value = cells.get(&column.key).filter(|answer| !is_blank(answer))?;
            Some((*part, Fact { value: value.clone(), sure: true }))
        };
        Self(columns.iter().filter_map(answered).collect())
    }

    fn put(&mut self, part: Part, said: Option<String>, sure: bool) {
        if let Some(said) = said.filter(|said| !said.trim().is_empty()) {
            self.0.insert(part, Fact { value: Value::from(text::nfc(&said)), sure });
        }
    }

    /// The same without what it knows of a part.
    #[must_use]
    pub fn without(mut self, part: Part) -> Self {
        self.0.remove(&part);
        self
    }

    pub(crate) fn fact(&self, part: Part) -> Option<&Fact> {
        self.0.get(&part)
    }

    fn text(&self, part: Part) -> Option<&str> {
        self.0.get(&part)?.value.as_str()
    }

    /// Their name.
    pub fn name(&self) -> Option<&str> {
        self.text(Part::Name)
    }

    /// Their number.
    pub fn number(&self) -> Option<&str> {
        self.text(Part::Number)
    }

    /// Their date of birth.
    pub fn born(&self) -> Option<PartialDate> {
        self.text(Part::Born).and_then(PartialDate::parse)
    }

    /// Their sex.
    pub fn sex(&self) -> Option<Sex> {
        let sex = self.text(Part::Sex)?;
        [Sex::Male, Sex::Female].into_iter().find(|one| one.as_str() == sex)
    }

    /// Whether both surely speak of the same person: by the number where both have one, else by name and birth.
    pub fn is_same(&self, other: &Known) -> bool {
        match self.number().zip(other.number()) {
            Some((mine, theirs)) => mine == theirs,
            None => {
                let names = self.name().zip(other.name());
                let births = self.born().zip(other.born());
                names.is_some_and(|(mine, theirs)| text::fold(mine) == text::fold(theirs))
                    && births.is_some_and(|(mine, theirs)| mine.agrees_with(theirs))
            }
        }
    }

    /// What makes somebody findable: their number, and their name where their birth is known too.
    pub fn found_by(&self) -> Vec<String> {
        let name = self.name().filter(|_| self.born().is_some()).map(text::fold);
        self.number().map(str::to_owned).into_iter().chain(name).collect()
    }
}

/// "Căn cước công dân số … do … cấp ngày …", as declarations ask for it (TT 04/2020, footnote 3; the issuer by the kind
/// of the card). None where the card does not say which it is.
fn paper_in_words(card: &Card) -> Option<String> {
    let name = match card.kind? {
        CardKind::Cccd2021 => "Căn cước công dân",
        CardKind::CanCuoc2024 => "Căn cước",
    };
    let issuer = card.issuer.map(|issuer| format!(" do {issuer} cấp")).unwrap_or_default();
    let day = card.issued.map(|day| format!(" ngày {}", day.print())).unwrap_or_default();
    Some(format!("{name} số {}{issuer}{day}", card.number))
}

/// Whether an answer says nothing.
pub(crate) fn is_blank(answer: &Value) -> bool {
    match answer {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Object(parts) => parts.get("text").is_some_and(is_blank),
        _ => false,
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}
