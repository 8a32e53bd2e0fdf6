//! Syncing by itself, and the lists behind the four numbers: an app in this process against a ward that runs.
//! What is waited for comes within seconds; the waits are only there so that a fault ends.

use serde_json::{Value, json};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};
use tan_nha_app::{
    App, KdfCost, KeptInSync, News, Options,
    clock::{Clock, SystemClock},
};
use tan_nha_domain::time::Timestamp;
use tan_nha_test_support::{Bench, PIN};

/// A tablet that syncs by itself, as the window does it.
struct Tablet {
    in_sync: Option<KeptInSync>,
    app: Arc<App>,
    news: mpsc::Receiver<News>,
}

/// The machine's clock, put forward by so many milliseconds.
#[derive(Default)]
struct PutForward(AtomicI64);

impl Clock for PutForward {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::Relaxed))
    }
}

impl Tablet {
    fn open(bench: &Bench) -> Self {
        Self::open_by(bench, Arc::new(SystemClock))
    }

    fn open_by(bench: &Bench, clock: Arc<dyn Clock>) -> Self {
        let (sender, news) = mpsc::channel();
        let sender = Mutex::new(sender);
        let app = App::open(Options {
            folder: bench.profile("tablet"),
            clock,
            documents: None,
            kdf: KdfCost::TESTS_ONLY,
            news: Box::new(move |news| drop(sender.lock().unwrap().send(news.clone()))),
        });
        let app = Arc::new(app.unwrap());
        Self { in_sync: Some(app.keep_in_sync()), app, news }
    }

    fn must(&self, name: &str, args: Value) -> Value {
        self.app.call(name, args).unwrap_or_else(|failure| panic!("{name}: {}", failure.code))
    }

    fn enrol(&self, bench: &Bench, name: &str, more: &[&str]) {
        let role = if more.is_empty() { "admin" } else { "volunteer" };
        let invitation = bench.ward.invite(role, name, more);
        self.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN, "handle": name }));
    }

    fn unlock(&self, name: &str) {
        self.must("profile.unlock", json!({ "pin": PIN, "handle": name }));
    }

    fn save_citizen(&self, name: &str) -> Value {
        self.must("citizen.save", json!({ "full_name": name, "hamlet": "Khóm 2" }))["id"].clone()
    }

    fn number(&self, share: &str) -> u64 {
        self.must("sync.status", json!({}))[share].as_u64().unwrap()
    }

    fn wait_until_all_is_receipted(&self) {
        eventually(|| self.number("created") > 0 && self.number("receipted") == self.number("created"));
    }

    /// Waits for the end of a pass: the code of its failure.
    fn end_of_a_pass(&self) -> Option<String> {
        let mut runs = false;
        loop {
            match self.news.recv_timeout(PATIENCE).expect("news of a pass") {
                News::Sync(sync) if runs && !sync.running => return sync.failure.map(|failure| failure.code),
                News::Sync(sync) => runs = sync.running,
                News::Progress(_) | News::Person(_) => {}
            }
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(120);

fn eventually(happened: impl Fn() -> bool) {
    let begin = Instant::now();
    while !happened() {
        assert!(begin.elapsed() < PATIENCE, "it never happened");
        thread::sleep(Duration::from_millis(100));
    }
}

fn at_ward(bench: &Bench, citizen: &Value) -> bool {
    bench.ward.export("citizens").iter().any(|there| there["id"] == *citizen)
}

const OF_2: [&str; 2] = ["--hamlets", "Khóm 2"];

#[test]
fn what_is_saved_is_receipted_without_anybody_asking_and_told_of() {
    let bench = Bench::new();
    let tablet = Tablet::open(&bench);
    tablet.enrol(&bench, "Lê Thị Hường", &OF_2);
    assert_eq!(tablet.end_of_a_pass(), None, "who has come in is synced at once");
    let citizen = tablet.save_citizen("Trần Thị Bình");
    let dossier = tablet.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": citizen }));
    tablet.wait_until_all_is_receipted();
    assert_eq!(tablet.must("dossier.get", json!({ "id": dossier["id"] }))["delivery"], "receipted");
    assert!(at_ward(&bench, &citizen));
}

#[test]
fn a_ward_that_was_down_gets_everything_by_itself_and_the_button_never_meets_a_running_pass() {
    let mut bench = Bench::new();
    let tablet = Tablet::open(&bench);
    tablet.enrol(&bench, "Lê Thị Hường", &OF_2);
    assert_eq!(tablet.end_of_a_pass(), None);
    bench.ward.kill();
    let citizen = tablet.save_citizen("Trần Thị Bình");
    assert_eq!(tablet.end_of_a_pass().as_deref(), Some("ward_unreachable"), "it is told");
    thread::scope(|scope| {
        let buttons: Vec<_> =
            (0..4).map(|_| scope.spawn(|| tablet.app.call("sync.now", json!({})))).collect();
        for button in buttons {
            assert_eq!(button.join().unwrap().unwrap_err().code, "ward_unreachable");
        }
    });
    bench.ward.serve_again();
    tablet.wait_until_all_is_receipted();
    assert!(at_ward(&bench, &citizen));

    // It is told when it is over, too; and the network coming up begins a pass where none runs.
    tablet.must("sync.now", json!({}));
    while tablet.news.try_recv().is_ok() {}
    tablet.must("sync.network_up", json!({}));
    assert_eq!(tablet.end_of_a_pass(), None);
}

#[test]
fn only_the_work_of_who_is_unlocked_goes_and_nothing_while_it_is_locked() {
    let mut bench = Bench::new();
    let tablet = Tablet::open(&bench);
    tablet.enrol(&bench, "Lê Thị Hường", &OF_2);
    assert_eq!(tablet.end_of_a_pass(), None);
    tablet.enrol(&bench, "Võ Quốc Sơn", &OF_2);
    tablet.unlock("Lê Thị Hường");
    bench.ward.kill();
    let of_first = tablet.save_citizen("Trần Thị Bình");
    eventually(|| tablet.end_of_a_pass().is_some());
    tablet.must("profile.lock", json!({}));
    bench.ward.serve_again();
    while tablet.news.try_recv().is_ok() {}
    // Longer than the window after the failure: what would go, goes.
    thread::sleep(Duration::from_secs(6));
    assert!(!at_ward(&bench, &of_first), "locked");
    assert!(tablet.news.try_recv().is_err(), "and nothing is told");

    tablet.unlock("Võ Quốc Sơn");
    let of_second = tablet.save_citizen("Hồ Văn Quý");
    tablet.wait_until_all_is_receipted();
    assert!(at_ward(&bench, &of_second));
    assert!(!at_ward(&bench, &of_first), "the other's work waits for them");

    tablet.unlock("Lê Thị Hường");
    tablet.wait_until_all_is_receipted();
    assert!(at_ward(&bench, &of_first));
}

#[test]
fn an_app_that_ends_gives_a_hanging_pass_up_and_begins_no_other() {
    let bench = Bench::new();
    let mut tablet = Tablet::open(&bench);
    tablet.enrol(&bench, "Lê Thị Hường", &OF_2);
    assert_eq!(tablet.end_of_a_pass(), None);
    tan_nha_test_support::signal("STOP", bench.ward.pid());
    let citizen = tablet.save_citizen("Trần Thị Bình");
    eventually(|| tablet.number("in_transit") == 1);
    let begin = Instant::now();
    drop(tablet.in_sync.take());
    assert!(begin.elapsed() < Duration::from_secs(20), "long before the ward would be called silent");
    tan_nha_test_support::signal("CONT", bench.ward.pid());
    // The app still works, and what was cut is sent by the next pass.
    tablet.must("sync.now", json!({}));
    assert_eq!(tablet.must("citizen.get", json!({ "id": citizen }))["delivery"], "receipted");
    let kept = tablet.save_citizen("Hồ Văn Quý");
    assert_eq!(tablet.must("citizen.get", json!({ "id": kept }))["delivery"], "on_device");
    let Tablet { app, .. } = tablet;
    assert!(Arc::into_inner(app).is_some(), "nothing holds the app any more");
}

#[test]
fn a_practice_ward_is_left_alone() {
    let bench = Bench::new();
    let tablet = Tablet::open(&bench);
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "leader", "people": 3 }));
    tablet.must("sync.network_up", json!({}));
    tablet.save_citizen("Trần Thị Bình");
    thread::sleep(Duration::from_millis(300));
    let told: Vec<News> = tablet.news.try_iter().collect();
    assert!(told.iter().all(|news| matches!(news, News::Sync(sync) if !sync.running)), "{told:?}");
}

/// What the list of a share says of each record, in the order of the list.
fn listed(tablet: &Tablet, share: &str) -> Vec<Value> {
    let list = tablet.must("sync.records", json!({ "share": share }));
    let list = list.as_array().unwrap().clone();
    assert_eq!(list.len() as u64, tablet.number(share), "{share}");
    list
}

#[test]
fn each_of_the_four_numbers_lists_its_records_as_a_person_knows_them() {
    let bench = Bench::new();
    let mut tablet = Tablet::open(&bench);
    drop(tablet.in_sync.take());
    tablet.enrol(&bench, "Đỗ Hữu Đức", &[]);
    tablet.must("hamlet.save", json!({ "name": "Khóm 2" }));
    tablet.must("team.save", json!({ "name": "Tổ 1" }));
    let off = json!({ "date": "2027-03-01", "kind": "off", "name": "Nghỉ bù" });
    tablet.must("calendar.save", json!({ "days": [off] }));
    tablet.must("ward.settings_save", json!({ "team_capacity": 6 }));
    let needs = json!({ "full_name": "Trần Thị Bình", "hamlet": "Khóm 2", "needs": ["birth_rereg"] });
    let citizen = tablet.must("citizen.save", needs)["id"].clone();
    let visit = json!({ "citizen": citizen, "purposes": ["birth_rereg"], "date": "2027-03-18" });
    let visit = tablet.must("visit.schedule", visit);
    let args = json!({ "procedure": "birth_rereg", "citizen": citizen });
    let dossier = tablet.must("dossier.open", args);

    let seen: Vec<[Value; 5]> = listed(&tablet, "on_device")
        .iter()
        .map(|record| ["kind", "name", "citizen", "procedure", "date"].map(|key| record[key].clone()))
        .collect();
    let (name, birth) = ("Trần Thị Bình", "birth_rereg");
    let wanted = json!([
        ["dossier", name, citizen, birth, null],
        ["visit", name, citizen, null, "2027-03-18"],
        ["need", name, citizen, birth, null],
        ["citizen", name, null, null, null],
        ["ward_settings", null, null, null, null],
        ["calendar_day", "Nghỉ bù", null, null, "2027-03-01"],
        ["team", "Tổ 1", null, null, null],
        ["hamlet", "Khóm 2", null, null, null],
    ]);
    assert_eq!(json!(seen), wanted);
    tablet.must("sync.now", json!({}));
    assert_eq!(listed(&tablet, "receipted").len(), 8);
    assert_eq!(
        tablet.must("sync.records", json!({ "share": "receipted", "limit": 2 }))[0]["id"],
        dossier["id"]
    );

    tablet.must("visit.save", json!({ "id": visit["id"], "note": "Nhà sau chùa" }));
    bench.ward.revoke("Đỗ Hữu Đức");
    assert_eq!(tablet.app.call("sync.now", json!({})).unwrap_err().code, "revoked");
    let aside = listed(&tablet, "set_aside");
    assert_eq!((&aside[0]["id"], &aside[0]["reason"]), (&visit["id"], &json!("revoked")));
    assert_eq!((listed(&tablet, "receipted").len(), aside.len()), (7, 1));
}

#[test]
fn what_has_left_a_persons_sight_is_counted_and_listed_without_a_word_of_it() {
    let bench = Bench::new();
    let mut tablet = Tablet::open(&bench);
    drop(tablet.in_sync.take());
    tablet.enrol(&bench, "Lê Thị Hường", &OF_2);
    let mut leader = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let citizen = leader.save_citizen("Trần Thị Bình", "Khóm 2");
    leader.save_citizen("Hồ Văn Quý", "Khóm 2");
    leader.must("sync.now", json!({}));
    tablet.must("sync.now", json!({}));
    assert_eq!(tablet.number("created"), 0, "what others made is none of this number");
    tablet.must("citizen.save", json!({ "id": citizen, "phone": "0912345678" }));
    tablet.must("sync.now", json!({}));
    let list = listed(&tablet, "receipted");
    assert_eq!((&list[0]["here"], &list[0]["name"]), (&json!(true), &json!("Trần Thị Bình")));

    leader.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 9" }));
    leader.must("sync.now", json!({}));
    tablet.must("sync.now", json!({}));
    let list = listed(&tablet, "receipted");
    let known: Vec<&str> = list[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!((list.len(), known), (1, vec!["changed_at", "here", "id", "kind"]));
    assert_eq!(list[0]["here"], json!(false));
}

#[test]
fn a_change_that_waits_for_days_is_an_alert_until_it_goes_on() {
    let bench = Bench::new();
    let clock = Arc::new(PutForward::default());
    let mut tablet = Tablet::open_by(&bench, Arc::clone(&clock) as Arc<dyn Clock>);
    drop(tablet.in_sync.take());
    tablet.enrol(&bench, "Lê Thị Hường", &OF_2);
    let mut leader = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let citizen = leader.save_citizen("Trần Thị Bình", "Khóm 2");
    leader.must("sync.now", json!({}));
    tablet.must("sync.now", json!({}));
    leader.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 3" }));
    leader.must("sync.now", json!({}));
    // The first is refused, for the home was given to others; the second waits for the first.
    tablet.must("citizen.save", json!({ "id": citizen, "phone": "0912345678" }));
    tablet.must("citizen.save", json!({ "id": citizen, "mobility": "ill" }));
    let told =
        |status: Value| (status["held"].clone(), status["held_long"].clone(), status["alerts"].clone());
    let waits = (json!(1), json!(0), json!([]));
    assert_eq!(told(tablet.must("sync.now", json!({}))), waits);
    assert_eq!(tablet.must("sync.waiting", json!({}))[0]["waits_for"], "change");
    clock.0.store(73 * 3600 * 1000, Ordering::Relaxed);
    assert_eq!(
        told(tablet.must("sync.status", json!({}))),
        (json!(1), json!(1), json!(["held_long"])),
        "three days and an hour later"
    );
    leader.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 2" }));
    leader.must("sync.now", json!({}));
    clock.0.store(0, Ordering::Relaxed);
    let shelf = tablet.must("shelf.list", json!({}));
    tablet.must("shelf.retry", json!({ "id": shelf[0]["id"] }));
    assert_eq!(told(tablet.must("sync.now", json!({}))), (json!(0), json!(0), json!([])));
    clock.0.store(73 * 3600 * 1000, Ordering::Relaxed);
    assert_eq!(told(tablet.must("sync.status", json!({}))), (json!(0), json!(0), json!([])));
}
