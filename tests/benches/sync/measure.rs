//! Times and their percentiles.

use std::{
    fs::File,
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

/// How long some work took, in milliseconds, sorted.
pub struct Times(Vec<f64>);

impl Times {
    /// Of `count` rounds.
    pub fn of(count: usize, mut round: impl FnMut(usize) -> Duration) -> Self {
        let mut times: Vec<f64> = (0..count).map(|index| round(index).as_secs_f64() * 1000.0).collect();
        times.sort_by(f64::total_cmp);
        Self(times)
    }

    /// What so many of a hundred stay below.
    pub fn at(&self, percent: usize) -> f64 {
        self.0[(self.0.len() - 1) * percent / 100]
    }
}

pub fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed(), done)
}

/// What a bare fsync of a page costs in a folder: above a millisecond (median) others are at work on this machine,
/// and latencies are no figures.
pub fn fsync(folder: &Path) -> Times {
    let mut file = File::create(folder.join("fsync")).unwrap();
    Times::of(200, |_| {
        let write = || {
            file.write_all(&[7; 4096]).unwrap();
            file.sync_data().unwrap();
        };
        time(write).0
    })
}
