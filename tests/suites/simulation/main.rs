//! A simulation of two to six tablets and a ward in virtual time, which tries to break three promises:
//! nothing acknowledged is lost; each change has its effect once; nothing is called received that the ward
//! does not have. The programs' own store, pass and ward run in memory; chance, time and network are those
//! of a seed, so that every failure happens again.
//!
//! ```text
//!  seed ─► steps ──┬─ work      what people do              model       what must hold of a tablet
//!                  ├─ network   passes, lost messages       ward_model  what must hold of the ward
//!                  └─ world     the ward, tablets, time     quiet       what must hold at rest
//! ```
//!
//! `make sim SEEDS=10000` runs many, `SEED=7 make sim` one with everything that happens in it.

mod bundles;
mod decisions;
mod dice;
mod events;
mod known;
mod model;
mod mutants;
mod network;
mod orders;
mod papers;
mod parsed;
mod quiet;
mod saves;
mod seeds;
mod steps;
mod successions;
mod uploads;
mod ward_model;
mod work;
mod world;

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Instant,
};
use steps::{Failure, STEPS, run, shrink};

/// Seeds in `make test`.
const SEEDS: u64 = 300;

#[test]
fn seeds_keep_the_three_promises() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    if let Some(seed) = number("SEED") {
        return match run(seed, STEPS, &BTreeSet::new()) {
            Ok(trace) => println!("{}", trace.join("\n")),
            Err(failure) => panic!("{}", told(seed, failure)),
        };
    }
    for (seed, found) in seeds::KEPT {
        if let Err(failure) = run(*seed, STEPS, &BTreeSet::new()) {
            panic!("{}\n(once: {found})", told(*seed, failure));
        }
    }
    let (from, seeds) = (number("FROM").unwrap_or(0), number("SEEDS").unwrap_or(SEEDS));
    let (next, begun) = (AtomicU64::new(from), Instant::now());
    let failures: Vec<String> = thread::scope(|scope| {
        let worker = || {
            let mut failures = Vec::new();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= from + seeds || failures.len() >= 3 {
                    return failures;
                }
                if let Err(failure) = run(seed, STEPS, &BTreeSet::new()) {
                    failures.push(told(seed, failure));
                }
            }
        };
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let seconds = begun.elapsed().as_secs_f64();
    println!("{seeds} seeds, {:.1} a second", seeds as f64 / seconds);
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn a_seed_happens_again_as_it_was() {
    for seed in 0..3 {
        let tell = || run(seed, STEPS, &BTreeSet::new()).unwrap_or_else(|failure| failure.trace);
        assert_eq!(tell(), tell());
    }
}

/// A failure, as small as it gets, with its last steps.
fn told(seed: u64, failure: Failure) -> String {
    let first = format!("seed {seed}, step {}: {}", failure.step, failure.what);
    let (failure, steps, left_out) = shrink(seed, failure);
    let dull = ["TakeBatch", "Compare", "Done", "begins a pass"];
    let telling = failure.trace.iter().filter(|line| !dull.iter().any(|word| line.contains(word)));
    let telling: Vec<&str> = telling.map(String::as_str).collect();
    let last = telling[telling.len().saturating_sub(40)..].join("\n    ");
    let ran = steps - left_out.len() as u64;
    format!("{first}\n  shrunk to {ran} steps: {}\n    {last}", failure.what)
}
