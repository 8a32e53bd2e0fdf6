//! What the app can do: use cases behind one table of commands ([`door`]), joined from the device's
//! store, the form rules and the way to the ward. The window and the stdio server call nothing else.

mod card_picture;
pub mod clock;
mod commands;
pub mod door;
pub mod error;
mod keep_in_sync;
mod new_file;
pub mod news;
mod paper;
pub mod practice;
mod printer;
pub mod reference;
mod room;
mod session;
pub mod typescript;
mod ward;
mod ward_records;

pub use commands::table;
pub use keep_in_sync::KeptInSync;
pub use news::News;
pub use tan_nha_store::KdfCost;

use clock::Clock;
use error::AppError;
use news::SyncNews;
use session::Session;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tan_nha_domain::time::Timestamp;
use tan_nha_forms::Context;
use tan_nha_store::{Membership, Profile};
use tokio::{runtime::Runtime, sync::Notify};
use ward::{Credentials, WardClient};

/// What an app is opened with.
pub struct Options {
    /// The folder that holds the profile; made if it is not there.
    pub folder: PathBuf,
    /// Where the person's own documents are, for what is written for them; none where no window is.
    pub documents: Option<PathBuf>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// What a PIN costs to try.
    pub kdf: KdfCost,
    /// Who is told of what goes on. It must not call the app.
    pub news: Box<dyn Fn(&News) + Send + Sync>,
}

/// One profile folder, opened.
pub struct App {
    profile: Mutex<Profile>,
    folder: PathBuf,
    documents: Option<PathBuf>,
    kdf: KdfCost,
    session: Mutex<Option<Session>>,
    /// Held while a pass runs.
    syncing: tokio::sync::Mutex<()>,
    /// Rung when the pass that runs is to be given up.
    cancel: Notify,
    /// Rung when the next pass may begin earlier than it was going to.
    bell: Arc<Notify>,
    network: Runtime,
    clock: Arc<dyn Clock>,
    /// What schedules count from: no clock that anybody sets.
    opened: Instant,
    news: Box<dyn Fn(&News) + Send + Sync>,
}

impl App {
    /// Opens the folder; only one process may.
    ///
    /// # Errors
    /// `profile_in_use`, or what the operating system says of the folder.
    pub fn open(options: Options) -> Result<Self, AppError> {
        let network = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(|_| AppError::Internal)?;
        Ok(Self {
            profile: Mutex::new(Profile::open(&options.folder)?),
            folder: options.folder,
            documents: options.documents,
            kdf: options.kdf,
            session: Mutex::new(None),
            syncing: tokio::sync::Mutex::new(()),
            cancel: Notify::new(),
            bell: Arc::default(),
            network,
            clock: options.clock,
            opened: Instant::now(),
            news: options.news,
        })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How long this app has been open.
    pub(crate) fn elapsed(&self) -> Duration {
        self.opened.elapsed()
    }

    /// Today in Vietnam.
    pub(crate) fn today(&self) -> chrono::NaiveDate {
        self.now().date_in_vietnam()
    }

    /// Tells the person whose session it is; who came after them hears nothing of it.
    pub(crate) fn tell(&self, session: &Session, news: &News) {
        let current = self.current();
        if current.as_ref().is_some_and(|current| current.is(session)) {
            (self.news)(news);
        }
    }

    /// The folder of the profile.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn documents(&self) -> Option<&Path> {
        self.documents.as_deref()
    }

    pub(crate) fn network(&self) -> &Runtime {
        &self.network
    }

    pub(crate) fn profile(&self) -> MutexGuard<'_, Profile> {
        self.profile.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The person who has unlocked the profile.
    pub(crate) fn session(&self) -> Result<Session, AppError> {
        self.current().clone().ok_or(AppError::Locked)
    }

    /// Somebody comes in, or leaves. Whatever still runs is no longer theirs to hear of.
    pub(crate) fn set_session(&self, session: Option<Session>) {
        let mut current = self.current();
        *current = session;
        (self.news)(&News::Sync(SyncNews::default()));
        self.bell.notify_one();
    }

    fn current(&self) -> MutexGuard<'_, Option<Session>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A way to the ward that a membership names: as its replica, or before it is one.
    pub(crate) fn ward_client(
        &self,
        membership: &Membership,
        credentials: Option<Credentials>,
    ) -> Result<WardClient, AppError> {
        WardClient::new(&membership.urls, &membership.root, credentials, Arc::clone(&self.clock))
            .map_err(AppError::Call)
    }

    /// What the form rules need to know beside the answers.
    pub(crate) fn form_context(&self, session: &Session) -> Result<Context, AppError> {
        let settings = ward_records::settings(&session.store())?;
        Ok(Context {
            today: self.today(),
            ward_name: session.person().ward_name.clone(),
            ward_code: session.membership().ward.0.clone(),
            number_style: settings.number_style(),
        })
    }
}
