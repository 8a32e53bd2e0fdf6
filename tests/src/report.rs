//! What a ward holds, printed for people.
#![expect(clippy::print_stdout, reason = "it talks to whoever started it")]

use serde_json::Value;

/// Prints the answers in the form's order, with its labels and the words of its choices.
pub fn print_dossier(dossier: &Value, form: &Value) {
    let head = [&form["name"], &dossier["procedure"], &dossier["form_version"], &dossier["state"]].map(text);
    println!("\n   {}", head.join(" · "));
    for section in list(&form["sections"]) {
        let fields = list(&section["fields"]).map(|field| (field, &dossier["answers"][text(&field["key"])]));
        let answered: Vec<_> = fields.filter(|(_, answer)| !answer.is_null()).collect();
        if !answered.is_empty() {
            println!("     {}", text(&section["label"]));
        }
        for (field, answer) in answered {
            println!("       {}: {}", text(&field["label"]), shown(field, answer));
        }
    }
    let findings = list(&dossier["findings"]).map(|finding| text(&finding["code"])).collect::<Vec<_>>();
    println!(
        "     The ward's own check found: {}",
        if findings.is_empty() { "nothing".into() } else { findings.join(", ") }
    );
}

fn list(value: &Value) -> std::slice::Iter<'_, Value> {
    value.as_array().map_or(&[][..], Vec::as_slice).iter()
}

/// An answer as a person reads it.
fn shown(field: &Value, answer: &Value) -> String {
    match (text(&field["type"]), answer) {
        ("sex", Value::String(sex)) => {
            if sex == "male" {
                "Nam".into()
            } else {
                "Nữ".into()
            }
        }
        ("pdate" | "date", Value::String(date)) => date.split('-').rev().collect::<Vec<_>>().join("/"),
        (_, Value::Bool(yes)) => {
            if *yes {
                "Có".into()
            } else {
                "Không".into()
            }
        }
        (_, Value::Array(values)) => {
            values.iter().map(|value| shown(field, value)).collect::<Vec<_>>().join("; ")
        }
        (_, Value::String(value)) => {
            let choice = list(&field["choices"]).find(|choice| choice["value"] == *value);
            choice.map_or(value.as_str(), |choice| text(&choice["label"])).to_owned()
        }
        (_, other) => other.to_string(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("–")
}
