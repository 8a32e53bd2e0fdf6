//! `make run` on a machine without a display: the main job in the real window, on a display of its own, told to
//! a newcomer, with pictures.
#![expect(clippy::print_stdout, reason = "it talks to whoever started it")]

use serde_json::json;
use std::path::PathBuf;
use tan_nha_test_support::{Bench, TABLET};
use tan_nha_tests::{
    Hands,
    main_job::{Audience, main_job},
    report::print_dossier,
};

/// Somebody at a terminal.
#[derive(Default)]
struct Reader {
    steps: usize,
    pictures: Vec<PathBuf>,
}

impl Audience for Reader {
    fn hear(&mut self, title: &str, line: &str) {
        self.steps += 1;
        println!("\n{}. {title}\n   {line}", self.steps);
    }

    fn look(&mut self, hands: &Hands) {
        let name = format!("tour-{:02}", self.pictures.len() + 1);
        self.pictures.push(hands.window().painted_screenshot(&name));
    }
}

fn main() {
    let mut bench = Bench::new();
    println!("A ward, Phường Cao Lãnh, serves at {}, on this machine only.", bench.ward.url());
    let mut reader = Reader::default();
    let done = main_job(&mut bench, TABLET, &mut reader);

    reader.hear("What the ward holds now", "From `tan-nha-ward export --kind dossiers`:");
    for dossier in bench.ward.export("dossiers") {
        let form = done.hands.must("procedure.form", json!({ "procedure": dossier["procedure"] }));
        print_dossier(&dossier, &form);
    }
    let folder = reader.pictures.first().and_then(|picture| picture.parent());
    if let Some(folder) = folder {
        println!("\n{} pictures of the window: {}/tour-*.png", reader.pictures.len(), folder.display());
    }
    println!("Everything that was started is stopped and removed.");
}
