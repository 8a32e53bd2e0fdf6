//! The person who has unlocked the profile.

use crate::{commands::PrintedFile, error::AppError, ward::WardClient, ward_records::form_packages};
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};
use tan_nha_domain::{patch::Body, record::RecordKind, role::Role};
use tan_nha_forms::Forms;
use tan_nha_store::{Enrolment, Membership, RecordMark, Store, StoreError};
use tan_nha_sync::{pass::Pace, schedule::Schedule};

/// An unlocked person's file and who they are in the ward. A running sync keeps its own clone, so that
/// locking the screen does not cut it.
#[derive(Clone)]
pub(crate) struct Session {
    store: Arc<Mutex<Store>>,
    who: Arc<Who>,
    schedule: Arc<Mutex<Schedule>>,
    pace: Arc<Mutex<Pace>>,
    /// The way to the ward by which the last pass went, while it is good.
    way: Arc<Mutex<Option<WardClient>>>,
    /// The files that were printed since the person came in.
    printed: Arc<Mutex<BTreeMap<PathBuf, PrintedFile>>>,
    /// The forms as they were read last, and of which packages.
    forms: Arc<Mutex<(Vec<RecordMark>, Arc<Forms>)>>,
}

struct Who {
    handle: String,
    /// Replaced when the device is enrolled again.
    membership: RwLock<Arc<Membership>>,
    /// Replaced when the ward says that they are something else to it now.
    person: RwLock<Arc<Enrolment>>,
}

impl Session {
    /// A session of a person whose enrolment is finished.
    pub(crate) fn new(
        store: Store,
        handle: String,
        schedule: Arc<Mutex<Schedule>>,
    ) -> Result<Self, AppError> {
        let membership = store.membership().cloned().ok_or(AppError::EnrolmentUnfinished)?;
        let person = membership.enrolment.clone().ok_or(AppError::EnrolmentUnfinished)?;
        let person = RwLock::new(Arc::new(person));
        let membership = RwLock::new(Arc::new(membership));
        let who = Arc::new(Who { handle, membership, person });
        let store = Arc::new(Mutex::new(store));
        Ok(Self {
            store,
            who,
            schedule,
            pace: Arc::default(),
            way: Arc::default(),
            printed: Arc::default(),
            forms: Arc::default(),
        })
    }

    /// Whether both are the same coming in of the same person.
    pub(crate) fn is(&self, other: &Session) -> bool {
        Arc::ptr_eq(&self.who, &other.who)
    }

    /// The store, for as long as one operation lasts. A thread that panicked in an operation left a
    /// transaction that was rolled back, so the store itself is sound.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When their next pass begins; held for a moment only, and nothing else is locked within.
    pub(crate) fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How large the requests of the next pass may be; held for a moment only.
    pub(crate) fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the way to the ward by which the last pass went.
    pub(crate) fn take_way(&self) -> Option<WardClient> {
        self.way.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps a way to the ward, with its open connection, for the next pass.
    pub(crate) fn keep_way(&self, way: WardClient) {
        *self.way.lock().unwrap_or_else(PoisonError::into_inner) = Some(way);
    }

    /// The files that were printed since the person came in; held for a moment only.
    pub(crate) fn printed(&self) -> MutexGuard<'_, BTreeMap<PathBuf, PrintedFile>> {
        self.printed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The forms of the person's ward, as this device has them. A definition is read when its package is new, and no
    /// more.
    pub(crate) fn forms(&self, store: &Store) -> Result<Arc<Forms>, StoreError> {
        let marks = store.marks(&RecordKind::FormPackage)?;
        let mut last = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
        if last.0 != marks {
            let forms = Arc::new(Forms::with(form_packages(store, &marks)?, &last.1));
            *last = (marks, forms);
        }
        Ok(Arc::clone(&last.1))
    }

    /// The units of merge by the forms as they were read last: whoever takes in pages has the store to themselves.
    pub(crate) fn unit_of(&self) -> impl Fn(&RecordKind, &Body, &str) -> String + Send + Sync + use<> {
        let forms = Arc::clone(&self.forms);
        move |kind, body, path| {
            let last = Arc::clone(&forms.lock().unwrap_or_else(PoisonError::into_inner).1);
            last.unit_of(kind, body, path)
        }
    }

    /// What the person is called on this device.
    pub(crate) fn handle(&self) -> &str {
        &self.who.handle
    }

    /// Which replica the device is to which ward.
    pub(crate) fn membership(&self) -> Arc<Membership> {
        Arc::clone(&self.who.membership.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks at which replica the device is, after it was enrolled again.
    pub(crate) fn look_at_membership(&self) {
        let now = self.store().membership().cloned();
        if let Some(now) = now {
            *self.who.membership.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(now);
        }
        // It was known to the ward as another replica.
        drop(self.take_way());
        self.look_at_person();
    }

    /// Who the person is to the ward.
    pub(crate) fn person(&self) -> Arc<Enrolment> {
        Arc::clone(&self.who.person.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks at what the store has of the person; whether it is another than before. From then on they may do
    /// what they are to the ward now, and nothing else.
    pub(crate) fn look_at_person(&self) -> bool {
        let now = self.store().membership().and_then(|membership| membership.enrolment.clone());
        let mut person = self.who.person.write().unwrap_or_else(PoisonError::into_inner);
        match now {
            Some(now) if now != **person => {
                *person = Arc::new(now);
                true
            }
            _ => false,
        }
    }

    pub(crate) fn require(&self, roles: &[Role]) -> Result<(), AppError> {
        if roles.contains(&self.person().role) { Ok(()) } else { Err(AppError::NotAllowed) }
    }
}
