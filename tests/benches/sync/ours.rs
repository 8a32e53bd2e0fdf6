//! Our way: the real app against the real ward's program.

use crate::work::dossiers;
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tan_nha_app::{
    App, KdfCost, News, Options,
    clock::{Clock, SystemClock},
};
use tan_nha_domain::record::RecordKind;
use tan_nha_store::{Profile, Put, ReplicaFile, StoreError};
use tan_nha_test_support::{PIN, WardMachine};

/// A tablet, and what it told.
pub struct Tablet {
    app: App,
    folder: PathBuf,
    told: Arc<Mutex<Vec<Told>>>,
}

/// So much of a job is done.
struct Told {
    at: Instant,
    job: &'static str,
    done: u64,
}

impl Tablet {
    /// A tablet whose person the ward knows under this name, at an address of the ward.
    pub fn enrolled(folder: &Path, ward: &WardMachine, (role, name): (&str, &str), url: &str) -> Self {
        let tablet = Self::open(&folder.join(name));
        let invitation = ward.invite(role, name, &["--url", url]);
        tablet.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN }));
        tablet
    }

    fn open(folder: &Path) -> Self {
        let told = Arc::<Mutex<Vec<_>>>::default();
        let hears = Arc::clone(&told);
        let news = move |news: &News| {
            if let News::Progress(progress) = news {
                let told = Told { at: Instant::now(), job: progress.job, done: progress.done };
                hears.lock().unwrap().push(told);
            }
        };
        let app = App::open(Options {
            folder: folder.to_owned(),
            documents: None,
            clock: Arc::new(SystemClock),
            kdf: KdfCost::TESTS_ONLY,
            news: Box::new(news),
        });
        Self { app: app.unwrap(), folder: folder.to_owned(), told }
    }

    /// Fills the outbox without anybody typing.
    pub fn with_dossiers(self, count: usize) -> Self {
        let Self { app, folder, .. } = self;
        drop(app);
        {
            let profile = Profile::open(&folder).unwrap();
            let now = SystemClock.now();
            let replica = profile.folder_of(profile.people()[0].replica);
            let mut store = ReplicaFile::unlock(&replica, PIN, now).unwrap();
            let bodies: Vec<_> = dossiers(count).collect();
            for bodies in bodies.chunks(500) {
                let put = store.write::<_, StoreError>(now, |writer| {
                    for body in bodies {
                        let (id, kind) = (writer.new_record_id(), RecordKind::Dossier);
                        writer.put(Put { id, kind, body: body.clone(), keep_open: false })?;
                    }
                    Ok(())
                });
                put.unwrap();
            }
        }
        let tablet = Self::open(&folder);
        tablet.must("profile.unlock", json!({ "pin": PIN }));
        tablet
    }

    pub fn must(&self, command: &str, args: Value) -> Value {
        self.app.call(command, args).unwrap_or_else(|failure| panic!("{command}: {failure:?}"))
    }

    /// A pass: how long it took until the last of a job was done, and how much was done in each step.
    pub fn sync(&self, job: &str) -> (Duration, Vec<u64>) {
        self.told.lock().unwrap().clear();
        let start = Instant::now();
        self.must("sync.now", json!({}));
        let told = self.told.lock().unwrap();
        let of_job: Vec<_> = told.iter().filter(|told| told.job == job).collect();
        let end = of_job.last().map_or(start, |told| told.at);
        (end - start, of_job.iter().map(|told| told.done).collect())
    }
}
