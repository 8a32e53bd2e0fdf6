//! `make run` on a machine with a display: the window, enrolled in a ward on this machine, with a few people to
//! visit today.
#![expect(clippy::print_stdout, reason = "it talks to whoever started it")]

use chrono::{FixedOffset, Utc};
use serde_json::json;
use std::process::Command;
use tan_nha_test_support::{Bench, Device, invented, program};

/// One that every keyboard can type.
const PIN: &str = "12345678";
const PEOPLE: usize = 6;
/// So many of them are visited today.
const HOMES: usize = 3;

fn main() -> std::io::Result<()> {
    let bench = Bench::new();
    let invitation = bench.ward.invite("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2"]);
    let mut tablet = Device::start(&bench.profile("tablet"));
    tablet.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN, "handle": "Hường" }));
    for index in 0..PEOPLE {
        let person = invented(index * 1357 + 1);
        let address = format!("Số {}, tổ {}, Khóm 2, phường Cao Lãnh", 12 + 7 * index, 1 + index);
        let needs = json!(["birth_rereg", "id_card_14plus"]);
        let citizen = tablet.must(
            "citizen.save",
            json!({ "full_name": person.name, "phone": person.phone, "id_number": person.id_number,
                    "address": address, "hamlet": "Khóm 2", "mobility": "elderly", "needs": needs }),
        );
        if index < HOMES {
            tablet.must(
                "visit.schedule",
                json!({ "citizen": citizen["id"], "purposes": needs, "date": today(), "asked_by": "hamlet_head" }),
            );
        }
    }
    tablet.must("sync.now", json!({}));
    let profile = tablet.kill();

    println!("The ward serves at {}, on this machine only.", bench.ward.url());
    println!("The window is Lê Thị Hường's, a volunteer in Khóm 2. The PIN is: {PIN}");
    println!(
        "People are invented; {HOMES} of {PEOPLE} are to be visited today. When you close the window, ward and tablet are thrown away."
    );
    Command::new(program("tan-nha")).arg("--profile").arg(&profile).status()?;

    println!("What the ward holds now:");
    for kind in ["citizens", "visits", "dossiers"] {
        println!("  {kind}: {}", bench.ward.export(kind).len());
    }
    for dossier in bench.ward.export("dossiers") {
        let answers = dossier["answers"].as_object().map_or(0, serde_json::Map::len);
        println!("    {} · {} · {answers} answers", dossier["procedure"], dossier["state"]);
    }
    Ok(())
}

/// Today in Vietnam.
#[expect(clippy::disallowed_methods, reason = "the people are to be visited on the day on which this is run")]
fn today() -> String {
    const VIETNAM_S: i32 = 7 * 3600;
    let vietnam = FixedOffset::east_opt(VIETNAM_S).expect("an offset of less than a day");
    Utc::now().with_timezone(&vietnam).date_naive().to_string()
}
