//! `make run` on a machine with a display: the window, enrolled in a ward on this machine.
#![expect(clippy::print_stdout, reason = "it talks to whoever started it")]

use serde_json::json;
use std::process::Command;
use tan_nha_test_support::{Bench, PIN, invented, program};

fn main() -> std::io::Result<()> {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    for index in 0..5 {
        let person = invented(index);
        tablet.must(
            "citizen.save",
            json!({ "full_name": person.name, "phone": person.phone, "hamlet": "Khóm 2",
                    "mobility": "elderly", "needs": ["birth_rereg", "id_card_14plus"] }),
        );
    }
    tablet.must("sync.now", json!({}));
    let profile = tablet.kill();

    println!("The ward serves at {}, on this machine only.", bench.ward.url());
    println!("The window is Lê Thị Hường's, a volunteer in Khóm 2. The PIN is: {PIN}");
    println!("People are invented. When you close the window, ward and tablet are thrown away.");
    Command::new(program("tan-nha")).arg("--profile").arg(&profile).status()?;

    println!("What the ward holds now:");
    for kind in ["citizens", "dossiers"] {
        println!("  {kind}: {}", bench.ward.export(kind).len());
    }
    Ok(())
}
