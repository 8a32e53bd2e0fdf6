//! What a form asks to be attested: what is read aloud, who signs, and who cannot be a witness.

use crate::{check::Checked, definition::Definition, field::FieldType};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use tan_nha_domain::{
    attest::{Asked, AskedSigner, Party, SIGNATURE_SLOT},
    citizen::Citizen,
    dossier::Dossier,
    paper, table,
};

/// What stands on the papers that are printed from these answers, in form order: what is read aloud to who cannot
/// read. A table is read row by row, `<table>/<row>`.
pub fn read_aloud(
    definition: &Definition,
    answers: &Map<String, Value>,
    checked: &Checked,
) -> Vec<(String, Value)> {
    let answers = table::gathered(answers);
    let on_paper: BTreeSet<&str> = definition
        .sections()
        .iter()
        .filter(|section| section.paper.is_some())
        .map(|section| section.key.as_str())
        .collect();
    let mut aloud = Vec::new();
    for key in &checked.visible {
        let Some(field) = definition.field(key) else { continue };
        if !field.kind.is_settable() || !field.printed || !on_paper.contains(field.section.as_str()) {
            continue;
        }
        match answers.get(key).filter(|answer| !is_blank(answer)).or_else(|| checked.derived.get(key)) {
            None => {}
            Some(Value::Array(rows)) if field.kind == FieldType::Table => {
                let named = |row: &Value| {
                    let id = row.get(table::ROW).and_then(Value::as_str)?;
                    Some((table::row_key(key, id), row.clone()))
                };
                aloud.extend(rows.iter().filter_map(named));
            }
            Some(value) if is_blank(value) => {}
            Some(value) => aloud.push((key.clone(), value.clone())),
        }
    }
    aloud
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.is_empty(),
        // An address with its unit.
        Value::Object(parts) => parts.get("text").is_none_or(is_blank),
        _ => false,
    }
}

/// What is to be attested of a dossier.
pub fn asked_of<'a>(
    definition: &Definition,
    checked: &Checked,
    dossier: &Dossier,
    citizen: Option<&'a Citizen>,
) -> Asked<'a> {
    let signer = |who: &String| {
        let witnesses =
            definition.signers().iter().any(|signer| signer.who == *who && signer.witnesses.is_some());
        AskedSigner { who: who.clone(), witnesses }
    };
    let drawn = paper::papers_in(&dossier.files).filter(|paper| paper.slot == SIGNATURE_SLOT);
    Asked {
        signers: checked.signers.iter().map(signer).collect(),
        written: definition.papers().iter().any(|paper| paper.is_form),
        official_present: definition.official_present(),
        citizen,
        signatures: drawn.map(|paper| paper.sha256).collect(),
    }
}

/// Everybody whom the answers name, but for the witnesses themselves.
pub fn parties(definition: &Definition, answers: &Map<String, Value>) -> Vec<Party> {
    let answers = table::gathered(answers);
    let is_witness =
        |key: &str| definition.signers().iter().any(|signer| signer.witnesses.as_deref() == Some(key));
    let mut parties = Vec::new();
    for group in definition.people().iter().filter(|group| !is_witness(&group.key)) {
        let of = |cells: &Map<String, Value>| {
            let says =
                |key: &Option<String>| cells.get(key.as_ref()?).and_then(Value::as_str).map(str::to_owned);
            let number = says(&group.id).and_then(|text| crate::numbers::personal_number(&text));
            Party { name: says(&group.name).unwrap_or_default(), id_number: number }
        };
        match answers.get(&group.key) {
            Some(Value::Array(rows)) => parties.extend(rows.iter().filter_map(Value::as_object).map(of)),
            _ => parties.push(of(&answers)),
        }
    }
    parties.retain(|party| !party.name.is_empty() || party.id_number.is_some());
    parties
}
