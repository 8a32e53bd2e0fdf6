//! What a dossier already knows when it is opened.

use crate::{answer::accept, context::Context, definition::Definition, field::Field};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tan_nha_domain::{citizen::Citizen, dossier::Source, sex::Sex};

/// Where the first value of a field comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Prefill {
    /// The citizen's name.
    #[serde(rename = "citizen.full_name")]
    FullName,
    /// The citizen's date of birth, if it can be read.
    #[serde(rename = "citizen.born")]
    Born,
    /// The citizen's sex.
    #[serde(rename = "citizen.sex")]
    Sex,
    /// The citizen's personal number.
    #[serde(rename = "citizen.id_number")]
    IdNumber,
    /// The citizen's phone.
    #[serde(rename = "citizen.phone")]
    Phone,
    /// Whose phone it is.
    #[serde(rename = "citizen.phone_owner")]
    PhoneOwner,
    /// Where the citizen lives.
    #[serde(rename = "citizen.address")]
    Address,
    /// The people's committee of the ward: "Ủy ban nhân dân phường …".
    #[serde(rename = "ward.committee")]
    Committee,
    /// The chair of that committee: "Chủ tịch Ủy ban nhân dân phường …".
    #[serde(rename = "ward.chair")]
    Chair,
    /// The police of the ward: "Công an phường …".
    #[serde(rename = "ward.police")]
    Police,
}

impl Prefill {
    fn value(self, citizen: Option<&Citizen>, context: &Context) -> Option<(String, Source)> {
        let office =
            |name: &str| context.ward_in_sentence().map(|ward| (format!("{name} {ward}"), Source::Ward));
        let known = match self {
            Prefill::Committee => return office("Ủy ban nhân dân"),
            Prefill::Chair => return office("Chủ tịch Ủy ban nhân dân"),
            Prefill::Police => return office("Công an"),
            Prefill::FullName => citizen.map(|citizen| citizen.full_name.clone()),
            Prefill::Born => {
                citizen.filter(|citizen| citizen.birth().is_some()).and_then(|citizen| citizen.born.clone())
            }
            Prefill::Sex => citizen.and_then(|citizen| citizen.sex).map(Sex::as_str).map(str::to_owned),
            Prefill::IdNumber => citizen.and_then(|citizen| citizen.id_number.clone()),
            Prefill::Phone => citizen.and_then(|citizen| citizen.phone.clone()),
            Prefill::PhoneOwner => citizen.and_then(|citizen| citizen.phone_owner.clone()),
            Prefill::Address => citizen.and_then(|citizen| citizen.address.clone()),
        };
        known.filter(|text| !text.trim().is_empty()).map(|text| (text, Source::Record))
    }
}

/// The first answers of a dossier, in form order, each with where it comes from. Nothing is guessed: a
/// field of which nothing is known is left out, and a bride is no man.
pub fn prefill(
    definition: &Definition,
    citizen: Option<&Citizen>,
    context: &Context,
) -> Vec<(String, Value, Source)> {
    let known = |field: &Field| {
        let citizen = citizen.filter(|citizen| may_be(citizen, definition, field));
        let (text, source) = field.prefill?.value(citizen, context)?;
        let answer = accept(definition, &field.key, &Value::from(text)).ok()?;
        Some((field.key.clone(), answer, source))
    };
    definition.fields().filter_map(known).collect()
}

/// Whether the citizen may be the person that a field speaks of: where their role leaves no choice of sex,
/// only who is known to be of that sex.
fn may_be(citizen: &Citizen, definition: &Definition, field: &Field) -> bool {
    let is_of = |key: &str| field.group == key || field.group.strip_suffix("_phone") == Some(key);
    let person = definition.people().iter().find(|person| is_of(&person.key));
    person.and_then(|person| person.role.sex()).is_none_or(|sex| citizen.sex == Some(sex))
}
