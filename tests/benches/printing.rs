//! What a print costs: the first of a process, which reads the fonts and typst's library, and those after it; the
//! picture of a page; the file. Reports and asserts nothing.

use std::{
    fs,
    time::{Duration, Instant},
};
use tan_nha_domain::{time::Timestamp, words::NumberStyle};
use tan_nha_forms::{Context, catalogue, check};
use tan_nha_print::{Kind, Laid, Noted, Request, Stage, print};

/// How often each is printed warm.
const TURNS: u32 = 20;

fn main() {
    let context = Context {
        today: "2026-11-21".parse().unwrap(),
        ward_name: "Phường Mẫu".into(),
        ward_code: "00000".into(),
        number_style: NumberStyle::default(),
    };
    let lay = |procedure: &str, kind: Kind| -> Laid {
        let definition = catalogue().latest(procedure).unwrap();
        let request = Request {
            definition,
            template: definition.template(),
            answers: definition.sample(),
            checked: &check(definition, definition.sample(), &context),
            context: &context,
            noted: &Noted::default(),
            stage: Stage::Submitted,
            practice: false,
            now: Timestamp(1_795_266_900_000),
        };
        print(kind, &request).unwrap()
    };
    // The catalogue is read before: it is no part of a print.
    catalogue().all().for_each(drop);
    let memory = resident();
    let (first, cold) = timed(|| lay("birth_rereg", Kind::Declaration).pdf().unwrap());
    println!("the first print of a process: {cold:.1?}, {} kB of PDF", first.len() / 1024);
    for (procedure, kind) in [
        ("birth_rereg", Kind::Declaration),
        ("birth_rereg", Kind::Checklist),
        ("birth_rereg", Kind::Missing),
        ("id_card_14plus", Kind::Declaration),
        ("id_card_14plus", Kind::CollectionSheet),
    ] {
        let (laid, _) = timed(|| lay(procedure, kind));
        let layout = median(|| drop(lay(procedure, kind)));
        let pdf = median(|| drop(laid.pdf().unwrap()));
        let svg = median(|| drop(laid.svg(0).unwrap()));
        let pages = u32::try_from(laid.pages()).unwrap();
        println!(
            "{procedure} {}: {pages} pages, laid out in {:.1?} a page, PDF {:.1?} a page, SVG {svg:.1?} and {} kB a page",
            kind.as_str(),
            layout / pages,
            pdf / pages,
            laid.svg(0).unwrap().unwrap().len() / 1024,
        );
        if (procedure, kind) == ("birth_rereg", Kind::Declaration) {
            println!("cold / warm: {:.1}", cold.as_secs_f64() / (layout + pdf).as_secs_f64());
        }
    }
    if let (Some(before), Some(after)) = (memory, resident()) {
        println!("memory, over that before the first print: {} MB", after.saturating_sub(before) / 1024);
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let done = work();
    (done, begin.elapsed())
}

fn median(work: impl Fn()) -> Duration {
    let mut times: Vec<Duration> = (0..TURNS).map(|_| timed(&work).1).collect();
    times.sort();
    times[times.len() / 2]
}

/// Kilobytes of memory that this process has; none where the system does not tell.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
