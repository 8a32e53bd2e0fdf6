//! What the app can do: use cases behind one table of commands ([`door`]), joined from the device's
//! store, the form rules and the way to the ward. The window and the stdio server call nothing else.

pub mod clock;
mod commands;
pub mod door;
pub mod error;
pub mod practice;
pub mod reference;
mod session;
pub mod typescript;
mod ward;
mod ward_records;

pub use commands::table;
pub use tan_nha_store::KdfCost;

use clock::Clock;
use error::AppError;
use session::Session;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tan_nha_domain::time::Timestamp;
use tan_nha_forms::Context;
use tan_nha_store::{Membership, Profile};
use tokio::runtime::Runtime;
use ward::{Credentials, WardClient};

/// How far a long command has come.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Progress {
    /// What is going on: `push`, `pull`.
    pub job: &'static str,
    /// How much is done.
    pub done: u64,
    /// Of how much, where that is known.
    pub total: Option<u64>,
    /// Of what: `change`, `record`.
    pub unit: &'static str,
}

/// What an app is opened with.
pub struct Options {
    /// The folder that holds the profile; made if it is not there.
    pub folder: PathBuf,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// What a PIN costs to try.
    pub kdf: KdfCost,
    /// Who is told of progress.
    pub progress: Box<dyn Fn(&Progress) + Send + Sync>,
}

/// One profile folder, opened.
pub struct App {
    profile: Mutex<Profile>,
    kdf: KdfCost,
    session: Mutex<Option<Session>>,
    syncing: Mutex<()>,
    network: Runtime,
    clock: Arc<dyn Clock>,
    progress: Box<dyn Fn(&Progress) + Send + Sync>,
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
            kdf: options.kdf,
            session: Mutex::new(None),
            syncing: Mutex::new(()),
            network,
            clock: options.clock,
            progress: options.progress,
        })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Today in Vietnam.
    pub(crate) fn today(&self) -> chrono::NaiveDate {
        self.now().date_in_vietnam()
    }

    pub(crate) fn report(&self, progress: &Progress) {
        (self.progress)(progress);
    }

    pub(crate) fn network(&self) -> &Runtime {
        &self.network
    }

    pub(crate) fn profile(&self) -> MutexGuard<'_, Profile> {
        self.profile.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The person who has unlocked the profile.
    pub(crate) fn session(&self) -> Result<Session, AppError> {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        session.clone().ok_or(AppError::Locked)
    }

    pub(crate) fn set_session(&self, session: Option<Session>) {
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = session;
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
