//! Doors for the simulation (`tests/suites/simulation`): a ward in memory, a copy of it to be restored, a
//! disk that fails, requests without HTTP, and what a model has to see.

use crate::{
    access::Shown,
    clock::Clock,
    db::{
        Db,
        ward_row::{self, FirstRow},
    },
    denied::Denied,
    enrolment,
    error::WardError,
    messages, pull, push,
    root::Root,
    ward::Ward,
};
use axum::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use std::{cell::Cell, path::PathBuf};
use tan_nha_domain::ids::WardCode;
use tan_nha_sync::{
    codec::Packing,
    wire::{self, Denial, DenialCode},
};

pub use crate::db::simulation::{Arrived, Holdings, Kept, Known};

thread_local! {
    static KNOWS_FORMS: Cell<bool> = const { Cell::new(true) };
}

/// Says whether wards in this thread know the forms that tablets fill, or are of a version before them.
pub fn know_forms(known: bool) {
    KNOWS_FORMS.set(known);
}

pub(crate) fn knows_forms() -> bool {
    KNOWS_FORMS.get()
}

impl Ward {
    /// A new ward in plain memory.
    ///
    /// # Errors
    /// What SQLite or the operating system says.
    pub fn in_memory(code: &WardCode, name: &str, clock: Clock) -> Result<Self, WardError> {
        let root = Root::make(code, clock.now().date_in_vietnam())?;
        let db = Db::in_memory()?;
        db.write(|conn| {
            let row = FirstRow { code, name, root: &root, recovery_key: &[7; 32], made_at: clock.now() };
            ward_row::insert(conn, &row)
        })?;
        Self::of(db, PathBuf::new(), clock)
    }

    /// A copy of its file as it is now, under the same clock: taken for safety, and what is restored later.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn copy(&self) -> Result<Self, WardError> {
        Self::of(self.db().copy()?, PathBuf::new(), self.clock().clone())
    }

    /// Has the next commit fail, as when the power does, or none.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn fail_commit(&self, fails: bool) -> Result<(), WardError> {
        self.db().fail_commit(fails)
    }

    /// Runs statements on its file, as whatever disturbs a file would.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn disturb(&self, sql: &str) -> Result<(), WardError> {
        self.db().write(|conn| Ok(conn.execute_batch(sql)?))
    }

    /// Answers a request as the HTTP door does: `shown` is what follows `Bearer`.
    ///
    /// # Errors
    /// The denial that the replica gets.
    pub fn answer(&self, path: &str, shown: &str, body: &[u8]) -> Result<Vec<u8>, Denial> {
        let now = self.clock().now();
        self.try_answer(path, shown, body).map_err(|Denied(code)| Denial::new(code, now))
    }

    fn try_answer(&self, path: &str, shown: &str, body: &[u8]) -> Result<Vec<u8>, Denied> {
        let now = self.clock().now();
        if path == wire::ENROL {
            let message = messages::read(body)?;
            let answer = self.db().write(|conn| enrolment::enrol(conn, &message, now))?;
            return messages::write(&answer, Packing::of(body));
        }
        let shown = self::shown(shown)?;
        let caller = self.db().read(|conn| shown.caller(conn))?;
        let (mark, packing) = (&self.fingerprint().to_string()[..16], Packing::of(body));
        match path {
            wire::PUSH => {
                let answer = push::answer(self.db(), &caller, &messages::read(body)?, mark, now)?;
                messages::write(&answer, packing)
            }
            wire::PULL => {
                messages::write(&pull::pull(self.db(), &caller, &messages::read(body)?, mark, now)?, packing)
            }
            _ => Err(Denied(DenialCode::BadRequest)),
        }
    }

    /// The TLS set-up of its server, for somebody who stands before it and answers in its name.
    ///
    /// # Errors
    /// What SQLite or the certificates say.
    pub fn tls(&self) -> Result<rustls::ServerConfig, WardError> {
        let root = self.db().read(ward_row::root)?;
        root.server_config(self.code(), &[], self.clock().now().date_in_vietnam())
    }

    /// Its replicas with their people.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn people(&self) -> Result<Vec<Known>, WardError> {
        self.db().read(crate::db::simulation::people)
    }

    /// Everything that the ward holds.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn holdings(&self) -> Result<Holdings, WardError> {
        self.db().read(crate::db::simulation::holdings)
    }
}

/// Who shows this after `Bearer`.
pub(crate) fn shown(text: &str) -> Result<Shown, Denied> {
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_str(&format!("Bearer {text}"));
    headers.insert(AUTHORIZATION, value.map_err(|_| Denied(DenialCode::TokenRefused))?);
    Shown::read(&headers)
}
