//! What a key costs in the search of administrative units, and reading an address; 5 ms a key on a cheap tablet is
//! the goal.
#![expect(clippy::print_stdout, reason = "it reports what it measured")]

use std::time::{Duration, Instant};
use tan_nha_domain::unit::{UnitSearch, read, search};

const TYPED: [&str; 3] = ["hoa thuan cao lanh dong thap", "phường hòa xuân đà nẵng", "p5 q.3 tphcm"];
const ADDRESS: &str = "Số 12/3, tổ 3, Khóm 2, phường Hòa Thuận, thành phố Cao Lãnh, tỉnh Đồng Tháp";
const ROUNDS: usize = 50;

fn main() {
    let begin = Instant::now();
    search(&UnitSearch { limit: 1, ..UnitSearch::default() });
    println!("the tables are read once: {:.1} ms", ms(begin.elapsed()));
    let mut keys = Vec::new();
    for text in TYPED {
        for (end, _) in text.char_indices().skip(1) {
            let asked =
                UnitSearch { text: &text[..end], near: Some("29869"), limit: 20, ..UnitSearch::default() };
            keys.extend((0..ROUNDS).map(|_| timed(|| search(&asked).len())));
        }
    }
    report("a key", keys);
    report("an address", (0..ROUNDS).map(|_| timed(|| read(ADDRESS).len())).collect());
}

fn timed(work: impl Fn() -> usize) -> Duration {
    let begin = Instant::now();
    std::hint::black_box(work());
    begin.elapsed()
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times.get((times.len() - 1) * percent / 100).copied().unwrap_or_default();
    println!("{what:<11} p50 {:.2} ms, p95 {:.2} ms, most {:.2} ms", ms(at(50)), ms(at(95)), ms(at(100)));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
