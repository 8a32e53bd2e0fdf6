//! What is found about the unit of an address. Its text is printed as it is, whatever the unit says.

use crate::field::Field;
use serde_json::{Map, Value};
use tan_nha_domain::{
    finding::Finding,
    unit::{self, Successors, Unit, UnitSet},
};

/// The findings about the unit of a stored address that has one; `name` is what they call it.
pub(crate) fn check(field: &Field, name: &str, answer: &Value) -> Vec<Finding> {
    let Some(parts) = answer.as_object() else { return Vec::new() };
    let Some(code) = parts.get("unit").filter(|code| !code.is_null()) else { return Vec::new() };
    let sets = match parts.get("unit_set").filter(|set| !set.is_null()) {
        None => vec![UnitSet::Y2025, UnitSet::Y2024],
        Some(set) => set.as_str().and_then(UnitSet::parse).into_iter().collect(),
    };
    let code = code.as_str().unwrap_or_default();
    match sets.iter().filter_map(|set| unit::find(*set, code)).collect::<Vec<_>>().as_slice() {
        [] => vec![Finding::error("unit_unknown", name)],
        [unit] => [outdated(field, name, unit), unnamed(name, parts, unit)].into_iter().flatten().collect(),
        // The same code, two places.
        _ => vec![Finding::warning("unit_set_missing", name)],
    }
}

/// A unit of before where one of today is asked.
fn outdated(field: &Field, name: &str, unit: &'static Unit) -> Option<Finding> {
    if field.unit_set != Some(UnitSet::Y2025) || unit.set == UnitSet::Y2025 {
        return None;
    }
    let successors = unit::successors(unit);
    let code = match successors {
        Some(Successors::Whole(_)) => "unit_old",
        Some(Successors::Parts(_)) => "unit_old_divided",
        Some(Successors::Unsure(_)) | None => "unit_old_unsure",
    };
    let now: Vec<String> = successors.iter().flat_map(Successors::all).map(|unit| unit.path()).collect();
    Some(Finding::warning(code, name).with("unit", unit.path()).with("now", now.join("; ")))
}

/// The text names neither the unit nor what it was made of or became: papers keep the old names.
fn unnamed(name: &str, parts: &Map<String, Value>, unit: &'static Unit) -> Option<Finding> {
    let text = parts.get("text").and_then(Value::as_str).filter(|text| !text.trim().is_empty())?;
    let successors = unit::successors(unit);
    let known = [unit].into_iter().chain(unit::predecessors(unit));
    let mut known = known.chain(successors.iter().flat_map(Successors::all).copied());
    let named = known.any(|unit| unit::names(text, unit));
    (!named).then(|| Finding::warning("unit_text_differs", name).with("unit", unit.path()))
}
