//! What a key costs in the real window, by the window's own performance marks: in long forms with every section filled,
//! and in a bare field of the same page beside each. The goal is 16 ms a key, one frame.
//!
//! A key is *handled* when the page's handlers, its redrawing and the layout are done, and *shown* when the frame
//! after that was drawn, which waits for the screen's own beat.
#![expect(clippy::print_stdout, reason = "it reports what it measured")]

use serde_json::{Value, json};
use std::{fs, path::Path, thread, time::Duration};
use tan_nha_test_support::{By, PIN, TABLET};
use tan_nha_tests::Hands;

/// A procedure, and fields of one of its sections: typed into in turn, with a pause after each word in which the app saves.
const FORMS: [(&str, &str, &[&str]); 2] = [
    ("id_card_14plus", "sheet_person", &["birth_reg_place", "home_town", "job", "education"]),
    ("linked_birth", "marriage_cert", &["marriage_cert_no", "marriage_cert_book", "marriage_cert_place"]),
];
const WORDS: [&str; 6] = ["Ủy ", "ban ", "nhân ", "dân ", "phường ", "Mẫu "];
const PAUSE: Duration = Duration::from_millis(700);

const MARK: &str = "
    addEventListener('keydown', () => performance.mark('key'), true);
    addEventListener('input', () => {
        const key = performance.getEntriesByName('key').at(-1);
        queueMicrotask(() => queueMicrotask(() => {
            document.body.getBoundingClientRect();
            performance.measure('handled', { start: key.startTime });
        }));
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => performance.measure('shown', { start: key.startTime });
            port2.postMessage(null);
        });
    })";

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let hands = Hands::open(&folder.path().join("tablet"), TABLET);
    hands.must("profile.practice", json!({ "pin": PIN, "role": "volunteer", "people": 20 }));
    let citizen = hands.must("citizen.search", json!({ "text": "" }))[0]["id"].clone();
    for (procedure, section, fields) in FORMS {
        measure(&hands, &citizen, (procedure, section), fields);
    }
    report_bundle();
}

fn measure(hands: &Hands, citizen: &Value, (procedure, section): (&str, &str), fields: &[&str]) {
    let dossier = hands.must("dossier.open", json!({ "procedure": procedure, "citizen": citizen }));
    let id = dossier["id"].as_str().expect("an id");
    let sample = hands.must("procedure.sample", json!({ "procedure": procedure }));
    hands.must("dossier.set", json!({ "id": id, "answers": sample["answers"] }));
    let form = hands.must("procedure.form", json!({ "procedure": procedure }));
    let sections = form["sections"].as_array().into_iter().flatten();
    let count: usize = sections.map(|section| section["fields"].as_array().map_or(0, Vec::len)).sum();
    println!("{procedure}: a form of {count} fields, of which one section is shown.");

    hands.reload();
    hands.go(&format!("/dossiers/{id}/sections/{section}"));
    hands.window().run(MARK, &[]);
    hands.window().run(
        "const bare = Object.assign(document.createElement('input'), { id: 'bare-control', ariaLabel: 'bare' });
        document.querySelector('.fields').prepend(bare)",
        &[],
    );
    println!("{:<8} {:>5} {:>12} {:>12} {:>12}", "", "keys", "p50", "p95", "most");
    let bare = type_words(hands, &["bare"]);
    report("bare", &bare);
    let ids: Vec<String> = fields.iter().map(|field| format!("field-{field}")).collect();
    let form = type_words(hands, &ids.iter().map(String::as_str).collect::<Vec<_>>());
    report("form", &form);
    println!("handled, form against bare, p50: {:.1} ×", at(&form["handled"], 50) / at(&bare["handled"], 50));
}

/// The milliseconds of each key, by measure.
fn type_words(hands: &Hands, fields: &[&str]) -> Value {
    let window = hands.window();
    window.run("performance.clearMeasures()", &[]);
    for field in fields {
        window.click(&By::css(&format!("#{field}-control")));
        for word in WORDS {
            window.type_where_the_cursor_is(word);
            thread::sleep(PAUSE);
        }
    }
    window.run(
        "const of = name => performance.getEntriesByName(name).map(({ duration }) => duration).sort((a, b) => a - b);
        return { handled: of('handled'), shown: of('shown') }",
        &[],
    )
}

fn report(what: &str, measured: &Value) {
    for measure in ["handled", "shown"] {
        let times = &measured[measure];
        let keys = times.as_array().map_or(0, Vec::len);
        let [half, most, worst] = [50, 95, 100].map(|percent| at(times, percent));
        println!("{what:<5}{measure:>8} {keys:>5} {half:>9.2} ms {most:>9.2} ms {worst:>9.2} ms");
    }
}

/// A percentile of sorted times.
fn at(times: &Value, percent: usize) -> f64 {
    let times = times.as_array().map_or(&[][..], Vec::as_slice);
    let last = times.len().saturating_sub(1);
    times.get(last * percent / 100).and_then(Value::as_f64).unwrap_or(f64::NAN)
}

/// The page's own weight.
fn report_bundle() {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist/assets");
    let mut sizes = std::collections::BTreeMap::<String, u64>::new();
    for file in fs::read_dir(assets).expect("the built page").flatten() {
        let kind = file.path().extension().unwrap_or_default().to_string_lossy().into_owned();
        *sizes.entry(kind).or_default() += file.metadata().map_or(0, |data| data.len());
    }
    let sizes: Vec<_> = sizes.iter().map(|(kind, bytes)| format!("{kind} {} kB", bytes / 1000)).collect();
    println!("The page: {}", sizes.join(", "));
}
