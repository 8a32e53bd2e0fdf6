//! `make run`: the main job once, with the real programs, told to a newcomer.

use serde_json::{Value, json};
use tan_nha_test_support::{Device, WardMachine};

const PIN: &str = "khóm 2 phường";

fn main() -> std::io::Result<()> {
    let folder = tempfile::Builder::new().prefix("tan-nha-tour-").tempdir()?;

    say("1. The ward", "A ward makes its keys and serves on this machine only.");
    let mut ward = WardMachine::start(folder.path());
    println!("   Phường Cao Lãnh at {}", ward.url());

    say(
        "2. The volunteer",
        "Chị Lê Thị Hường, volunteer in Khóm 2, is enrolled on a tablet by an invitation.",
    );
    let invitation = ward.invite("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2"]);
    let mut tablet = Device::start(&folder.path().join("tablet"));
    let who = tablet.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN }));
    println!("   {} · {} · {}", text(&who["user"]), text(&who["role"]), text(&who["ward_name"]));

    say(
        "3. At the bedside, without a network",
        "The ward is switched off. Two dossiers are filled for one citizen.",
    );
    ward.kill();
    let citizen = tablet.must(
        "citizen.save",
        json!({ "full_name": "Trần Thị Bình", "born": "1942", "sex": "female", "hamlet": "Khóm 2",
                "mobility": "elderly", "needs": ["birth_rereg", "id_card_14plus"] }),
    );
    for procedure in ["birth_rereg", "id_card_14plus"] {
        let dossier =
            tablet.must("dossier.open", json!({ "procedure": procedure, "citizen": citizen["id"] }));
        let sample = tablet.must("procedure.sample", json!({ "procedure": procedure }));
        tablet.must("dossier.set", json!({ "id": dossier["id"], "answers": sample["answers"] }));
        let queued = tablet.must("dossier.submit", json!({ "id": dossier["id"] }));
        println!("   {procedure}: {}", text(&queued["state"]));
    }
    let refused = tablet.call("sync.now", json!({}));
    println!("   sync now? {}", refused.as_ref().err().map_or("done", |refused| refused.code()));
    status(&mut tablet);

    say("4. The battery dies", "The tablet's program is killed, and started again.");
    let mut tablet = tablet.restart();
    tablet.must("profile.unlock", json!({ "pin": PIN }));
    status(&mut tablet);

    say("5. Back in the network", "The ward is there again; the tablet sends what waits.");
    ward.serve_again();
    tablet.must("sync.now", json!({}));
    status(&mut tablet);

    say("6. What the ward holds now", "From `tan-nha-ward export --kind dossiers`:");
    for dossier in ward.export("dossiers") {
        let form = tablet.must("procedure.form", json!({ "procedure": dossier["procedure"] }));
        print_dossier(&dossier, &form);
    }
    tablet.finish();
    ward.stop();
    println!("\nEverything that was started is stopped and removed.");
    Ok(())
}

fn say(title: &str, line: &str) {
    println!("\n{title}\n   {line}");
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("–")
}

fn status(tablet: &mut Device) {
    let status = tablet.must("sync.status", json!({}));
    println!(
        "   records made here: {} = on this device {} + under way {} + received {} + set aside {}",
        status["created"],
        status["on_device"],
        status["in_transit"],
        status["receipted"],
        status["set_aside"]
    );
}

/// Prints the answers in the form's order, with its labels and the words of its choices.
fn print_dossier(dossier: &Value, form: &Value) {
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
