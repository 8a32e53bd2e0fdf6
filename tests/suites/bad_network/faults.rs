//! What goes wrong, in an order and at bytes drawn from a seed.

use crate::{Scene, impostor};
use std::{
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};
use tan_nha_test_support::{BadNetwork, Refused, Slowness, WardMachine, signal};
use tan_nha_ward::{Clock, Ward};

/// How many bytes pass between two faults at most, for each byte of a photo: about four photos.
const APART: u64 = 4;
/// 64 kbit/s and 600 ms there and back: for so many bytes, since all of the work would take minutes.
const SLOW_BYTES: u64 = 40_000;
const SLOW: Slowness = Slowness { bytes_per_second: 8_000, way: Duration::from_millis(300) };

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Cut,
    /// The bytes are held for a moment; nobody gives up.
    Hitch,
    /// The bytes are held until the tablet gives up.
    Stall,
    Slow,
    Portal,
    OtherRoot,
    Gateway,
    WardKilled,
    TabletKilled,
}

const DECK: [(usize, Fault); 9] = [
    (4, Fault::Cut),
    (1, Fault::Hitch),
    (1, Fault::Stall),
    (1, Fault::Slow),
    (1, Fault::Portal),
    (1, Fault::OtherRoot),
    (2, Fault::Gateway),
    (2, Fault::WardKilled),
    (2, Fault::TabletKilled),
];

/// The faults of a seed.
pub struct Faults {
    deck: Arc<Mutex<Deck>>,
    ward: Ward,
    /// A ward of others.
    others: WardMachine,
    _folder: tempfile::TempDir,
}

struct Deck {
    seed: u64,
    /// How many bytes pass between two faults at most.
    apart: u64,
    left: Vec<Fault>,
    /// What has happened and was not mended yet.
    happened: Option<Fault>,
    /// Whom a kill meets: the ward's process and the tablet's.
    processes: (u32, u32),
}

impl Deck {
    /// A plain linear congruence.
    fn below(&mut self, bound: u64) -> u64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % bound
    }
}

impl Faults {
    /// Those of the seed in the environment (`SEED`), or of the first one; the first is on its way.
    pub fn of_seed(scene: &Scene) -> Self {
        let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
        println!("SEED={seed}");
        let processes = (scene.bench.ward.pid(), scene.tablet.pid());
        let apart = APART * scene.photo_bytes();
        let mut deck = Deck { seed, apart, left: Vec::new(), happened: None, processes };
        for (times, fault) in DECK {
            deck.left.extend(vec![fault; times]);
        }
        for place in (1..deck.left.len()).rev() {
            let other = deck.below(place as u64 + 1) as usize;
            deck.left.swap(place, other);
        }
        let folder = tempfile::tempdir().unwrap();
        let others = WardMachine::start(folder.path());
        let ward = Ward::open(scene.bench.ward.data(), None, Clock::system()).unwrap();
        let faults = Self { deck: Arc::new(Mutex::new(deck)), ward, others, _folder: folder };
        arm(&scene.network, &faults.deck);
        faults
    }

    /// Mends what has happened, after a pass that ended so: the next fault is on its way.
    pub fn recover(&mut self, scene: &mut Scene, refused: Option<Refused>) {
        let happened = self.deck.lock().unwrap().happened.take();
        let Some(refused) = refused else {
            assert_eq!(happened, None, "a pass ended well, and should not have");
            return;
        };
        let fault = happened.unwrap_or_else(|| panic!("nothing happened, and a pass failed: {refused:?}"));
        println!("{fault:?}: {}", refused.code());
        let broken = ["ward_cut", "ward_unreachable"];
        match fault {
            Fault::Cut => assert!(broken.contains(&refused.code()), "{refused:?}"),
            Fault::Stall => {
                assert_eq!(refused.code(), "ward_silent");
                scene.network.hold(false);
                scene.network.cut();
            }
            Fault::Portal => self.meet(scene, &impostor::portal(), "not_the_ward"),
            Fault::OtherRoot => self.meet(scene, self.others.address(), "certificate_other_root"),
            Fault::Gateway => {
                let statuses = [
                    "500 Internal Server Error",
                    "502 Bad Gateway",
                    "503 Service Unavailable",
                    "504 Gateway Timeout",
                ];
                let status = statuses[self.deck.lock().unwrap().below(4) as usize];
                let gateway = impostor::gateway(self.ward.tls().unwrap(), status, "");
                self.meet(scene, &gateway, "not_the_ward");
            }
            Fault::WardKilled => {
                assert!(broken.contains(&refused.code()), "{refused:?}");
                scene.bench.ward.kill();
                scene.bench.ward.serve_again();
                self.deck.lock().unwrap().processes.0 = scene.bench.ward.pid();
            }
            Fault::TabletKilled => {
                assert_eq!(refused, Refused::Died);
                scene.revive();
                self.deck.lock().unwrap().processes.1 = scene.tablet.pid();
            }
            Fault::Hitch | Fault::Slow => panic!("{fault:?}: a pass failed: {refused:?}"),
        }
        arm(&scene.network, &self.deck);
    }

    /// Somebody else answers, twice; then the ward again.
    fn meet(&self, scene: &mut Scene, address: &str, code: &str) {
        scene.network.lead_to(address);
        for _ in 0..2 {
            assert_eq!(scene.tablet.call("sync.now", serde_json::json!({})).unwrap_err().code(), code);
        }
        scene.network.lead_to(scene.bench.ward.address());
    }

    pub fn assert_all_have_happened(&self) {
        let left = self.deck.lock().unwrap().left.clone();
        assert!(left.is_empty(), "the work was over before {left:?}");
    }
}

/// Lets the next fault happen at a byte that is drawn; the next after it comes by itself where a pass goes on.
fn arm(network: &BadNetwork, deck: &Arc<Mutex<Deck>>) {
    let mut cards = deck.lock().unwrap();
    let Some(fault) = cards.left.pop() else { return };
    let apart = cards.apart;
    let bytes = 1 + cards.below(apart);
    let deck = Arc::clone(deck);
    network.after(bytes, move |network| match fault {
        Fault::Hitch => {
            network.hold(true);
            thread::sleep(Duration::from_millis(1500));
            network.hold(false);
            arm(network, &deck);
        }
        Fault::Slow => {
            network.slow_down(Some(SLOW));
            network.after(SLOW_BYTES, move |network| {
                network.slow_down(None);
                arm(network, &deck);
            });
        }
        _ => {
            let mut cards = deck.lock().unwrap();
            cards.happened = Some(fault);
            match fault {
                Fault::Stall => network.hold(true),
                Fault::WardKilled => signal("KILL", cards.processes.0),
                Fault::TabletKilled => signal("KILL", cards.processes.1),
                _ => network.cut(),
            }
        }
    });
}
