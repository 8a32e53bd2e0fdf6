//! Faults that the simulation has to find: each lives at one place of the programs (see
//! `crates/domain/src/mutant.rs`) and must be caught within its number of seeds.

use crate::steps::{STEPS, run};
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};
use tan_nha_domain::mutant::{self, Mutant};

/// Each with the number of seeds within which it must be caught.
const MUTANTS: [(Mutant, u64); 18] = [
    (Mutant::AckBeforeCommit, 50),
    (Mutant::ApplyDuplicateAgain, 30),
    (Mutant::SkipHeldOnRelease, 80),
    (Mutant::MergeHalfGroup, 10),
    (Mutant::ForgetWhatOthersTouched, 100),
    (Mutant::CustodyNotCounted, 80),
    (Mutant::EpochNotRaised, 60),
    (Mutant::MarkNotCompared, 120),
    (Mutant::ScopeForgotten, 10),
    (Mutant::CursorBeforeRows, 80),
    (Mutant::PullOverwritesUnsent, 10),
    (Mutant::DropUnsentOnLeaving, 10),
    (Mutant::ReceiptsForOthers, 10),
    (Mutant::AllIsReceived, 20),
    (Mutant::SealSkipsSeq, 10),
    (Mutant::FileReceivedEarly, 100),
    (Mutant::FilesNotDoubted, 100),
    (Mutant::NotSealedAnew, 100),
];

#[test]
#[ignore = "run by `make sim-mutants`"]
fn every_mutant_is_caught_within_its_seeds() {
    let only = std::env::var("MUTANT").unwrap_or_default();
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut survivors = Vec::new();
        while let Some((mutant, seeds)) = MUTANTS.get(next.fetch_add(1, Ordering::Relaxed)) {
            if !format!("{mutant:?}").contains(&only) {
                continue;
            }
            mutant::live(Some(*mutant));
            let caught = (0..*seeds).find_map(|seed| Some((seed, run(seed, STEPS, &BTreeSet::new()).err()?)));
            mutant::live(None);
            match caught {
                Some((seed, failure)) => {
                    println!("{mutant:?}: seed {seed}, step {}: {}", failure.step, failure.what);
                }
                None => survivors.push(format!("{mutant:?} survives {seeds} seeds")),
            }
        }
        survivors
    };
    let survivors: Vec<String> = thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(survivors.is_empty(), "{survivors:#?}");
}
