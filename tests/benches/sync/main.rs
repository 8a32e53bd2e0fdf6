//! What syncing costs beside the least that it could cost: the real app and the real ward's program, and a bare
//! program by the same libraries, in one run. Reported and never asserted: absolute numbers move with the machine,
//! so the goals are ratios.
//!
//! `TAN_NHA_RECORDS` is how many records there are, 10,000 when it is not said.
#![expect(clippy::print_stdout, reason = "it reports what it measured")]

mod bare;
mod measure;
mod ours;
mod report;
mod work;

use measure::{Times, fsync, time};
use ours::Tablet;
use report::{Figure, Goal};
use serde_json::json;
use std::{env, fs, path::Path, time::Duration};
use tan_nha_test_support::{FaultyNetwork, WardMachine};
use tan_nha_tests::answers;
use tokio::runtime::Runtime;
use work::{PROCEDURE, dossiers};

/// Milliseconds to the ward and back.
const ROUND_TRIPS: [u64; 2] = [0, 50];
const SAVES: usize = 500;
const SINGLE: usize = 20;

fn main() {
    let records = env::var("TAN_NHA_RECORDS").map_or(10_000, |text| text.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut figures = Vec::new();
    let sizes: Vec<_> = dossiers(100).map(|body| serde_json::to_vec(&body).unwrap().len()).collect();
    let cores = std::thread::available_parallelism().unwrap();
    println!("{records} dossiers of {} bytes on {cores} cores.", sizes.iter().sum::<usize>() / sizes.len());

    let disk = fsync(folder.path()).at(50);
    println!("A bare fsync takes {disk:.2} ms (median).");
    if disk > 1.0 {
        println!("That is above 1 ms: others are at work here. Throw the times of single saves away.");
    }
    for round_trip in ROUND_TRIPS {
        let folder = folder.path().join(round_trip.to_string());
        fs::create_dir(&folder).unwrap();
        at_distance(&folder, round_trip, records, &mut figures);
    }
    println!();
    report::print(&figures);
}

/// Everything, ours and the bare one, at a distance from the ward.
fn at_distance(folder: &Path, round_trip: u64, records: usize, figures: &mut Vec<Figure>) {
    let way = Duration::from_millis(round_trip) / 2;
    let (ward, runtime) = (WardMachine::start(folder), Runtime::new().unwrap());
    let idle = memory(ward.pid(), "VmRSS");
    let address = bare::serve(folder, &runtime);
    // Near, nothing stands between them; far, everything that passes is counted too.
    let far = (round_trip > 0)
        .then(|| (FaultyNetwork::slow(ward.address(), way), FaultyNetwork::slow(&address, way)));
    let (url, address) = match &far {
        Some((ours, bare)) => (ours.url(), bare.address().to_owned()),
        None => (ward.url().to_owned(), address),
    };
    let traffic = || far.as_ref().map(|(ours, _)| ours.take_traffic()).unwrap_or_default();
    let at = |work: &str| format!("{work}, {round_trip} ms");

    let sender = Tablet::enrolled(folder, &ward, ("volunteer", "Lê Thị Hường"), &url);
    let sender = sender.with_dossiers(records);
    let receiver = Tablet::enrolled(folder, &ward, ("clerk", "Nguyễn Văn Mẫu"), &url);
    traffic();
    let (pushing, pushed) = sender.sync("push");
    let up = traffic();
    let (pulling, pulled) = receiver.sync("pull");
    let down = traffic();
    assert_eq!((pushed.last(), pulled.last()), (Some(&(records as u64)), Some(&(records as u64))));

    // The bare one in batches of as many.
    let of = |steps: &[u64]| usize::try_from(steps[0]).unwrap();
    let mut first = bare::Device::new(&folder.join("first.db"), &address);
    let bodies: Vec<_> = dossiers(records).collect();
    bodies.chunks(500).for_each(|bodies| first.save(bodies));
    let (bare_pushing, bare_up) = time(|| first.push(&runtime, of(&pushed)));
    let mut second = bare::Device::new(&folder.join("second.db"), &address);
    let (bare_pulling, bare_down) = time(|| second.pull(&runtime, of(&pulled)));

    let share = if round_trip == 0 { 0.6 } else { 0.8 };
    let rate = |time: Duration| records as f64 / time.as_secs_f64();
    for (work, ours, bare, steps) in
        [("push", pushing, bare_pushing, &pushed), ("pull", pulling, bare_pulling, &pulled)]
    {
        println!("{}: {} records in a step, {} steps", at(work), steps[0], steps.len());
        let goal = Goal::AtLeast(share);
        figures.push(Figure { work: at(work), unit: "records/s", ours: rate(ours), bare: rate(bare), goal });
    }
    if far.is_some() {
        for (work, ours, bare) in [
            ("bytes up a record", up.up.last(), bare_up),
            ("bytes down a record", down.down.last(), bare_down),
        ] {
            let each = |bytes: f64| bytes / records as f64;
            let ours = each(ours.map_or(f64::NAN, |bytes| *bytes as f64));
            let goal = Goal::AtMost(1.15);
            figures.push(Figure { work: work.into(), unit: "bytes", ours, bare: each(bare as f64), goal });
        }
    }
    if round_trip == 0 {
        saves(&sender, &mut first, figures);
        sender.sync("push");
        first.push(&runtime, 1000);
    }
    traffic();

    let ours = Times::of(SINGLE, |index| {
        let (saving, ()) = time(|| save_one(&sender, index));
        saving + sender.sync("push").0
    });
    let passed = traffic();
    let mut bytes = 0;
    let bare = Times::of(SINGLE, |index| {
        let body: Vec<_> = dossiers(index + 1).skip(index).collect();
        time(|| {
            first.save(&body);
            bytes = first.push(&runtime, 1);
        })
        .0
    });
    let goal = Goal::Below((round_trip + 10) as f64);
    let work = at("one record saved and received");
    figures.push(Figure { work, unit: "ms", ours: ours.at(50), bare: bare.at(50), goal });
    if let (Some(up), Some(down)) = (passed.up.last(), passed.down.last()) {
        let ours = (up + down) as f64 / SINGLE as f64;
        let work = "bytes of a pass for one record, ours with TLS and both ways".into();
        figures.push(Figure { work, unit: "bytes", ours, bare: bytes as f64, goal: Goal::Below(700.0) });
    }
    let most = memory(ward.pid(), "VmHWM");
    println!("At {round_trip} ms the ward took {most} MB at most, {idle} MB idle.");
}

/// One more full form.
fn save_one(tablet: &Tablet, index: usize) {
    let id = tablet.must("dossier.open", json!({ "procedure": PROCEDURE }))["id"].clone();
    let mut answers = answers(PROCEDURE);
    answers["job"] = json!(format!("Làm vườn {index}"));
    tablet.must("dossier.set", json!({ "id": id, "answers": answers }));
}

/// A field typed in a full form, through the door; and a record as bare as can be.
fn saves(tablet: &Tablet, bare: &mut bare::Device, figures: &mut Vec<Figure>) {
    let id = tablet.must("dossier.open", json!({ "procedure": PROCEDURE }))["id"].clone();
    tablet.must("dossier.set", json!({ "id": id, "answers": answers(PROCEDURE) }));
    let ours = Times::of(SAVES, |index| {
        let answers = json!({ "job": format!("Làm vườn {index}") });
        time(|| tablet.must("dossier.set", json!({ "id": id, "answers": answers }))).0
    });
    let bodies: Vec<_> = dossiers(SAVES).collect();
    let bare = Times::of(SAVES, |index| time(|| bare.save(&bodies[index..=index])).0);
    for (percent, goal) in [(50, Goal::AtMost(2.0)), (99, Goal::AtMost(2.0))] {
        let work = format!("durable save, p{percent}");
        figures.push(Figure { work, unit: "ms", ours: ours.at(percent), bare: bare.at(percent), goal });
    }
}

/// A process's memory in megabytes.
fn memory(process: u32, what: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
