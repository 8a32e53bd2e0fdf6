//! Passes, one at a time, and those that begin by themselves while a person is unlocked. When one begins is
//! the [`Schedule`]'s to say.

use crate::{
    App, News,
    error::{AppError, Failure},
    news::SyncNews,
    session::Session,
    ward::{Credentials, run_pass},
};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};
use tan_nha_store::Store;
use tan_nha_sync::{
    pass::{CallError, Outcome},
    schedule::{Ended, Schedule},
};
use tokio::{
    sync::{MutexGuard, oneshot},
    time::timeout,
};

/// Keeps whoever is unlocked in sync until it is dropped. A pass that runs then is given up where it waits for the
/// network, which is as if the network had been cut.
pub struct KeptInSync {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for KeptInSync {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("syncing by itself had stopped");
        }
    }
}

/// Whose turn it is to run a pass.
pub(crate) type Turn<'a> = MutexGuard<'a, ()>;

impl App {
    /// Begins to sync by itself: while a person is unlocked who is not in a practice ward.
    #[must_use = "it ends when it is dropped"]
    pub fn keep_in_sync(self: &Arc<Self>) -> KeptInSync {
        let (stop, stopped) = oneshot::channel();
        let app = Arc::clone(self);
        let thread = thread::spawn(move || {
            app.network().block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    never = app.keep() => match never {},
                }
            });
        });
        KeptInSync { stop: Some(stop), thread: Some(thread) }
    }

    async fn keep(&self) -> Infallible {
        loop {
            match self.wait_for_next() {
                None => self.bell.notified().await,
                Some(wait) if !wait.is_zero() => drop(timeout(wait, self.bell.notified()).await),
                Some(_) => {
                    let turn = self.turn().await;
                    // Somebody else may have had a turn before, or the person may have gone.
                    if self.wait_for_next().is_some_and(|wait| wait.is_zero())
                        && let Ok(session) = self.session()
                        && let Err(error) = self.pass(&session, turn).await
                    {
                        tracing::debug!(code = error.code(), "a pass failed");
                    }
                }
            }
        }
    }

    /// How long it is until the next pass of whoever is unlocked; none where nobody is who syncs.
    fn wait_for_next(&self) -> Option<Duration> {
        let session = self.session().ok().filter(|session| !session.membership().practice)?;
        Some(session.schedule().next().saturating_sub(self.elapsed()))
    }

    /// Waits until no other pass runs.
    pub(crate) async fn turn(&self) -> Turn<'_> {
        self.syncing.lock().await
    }

    /// One pass of a person, in its turn; what became of it is told, and their schedule knows it.
    pub(crate) async fn pass(&self, session: &Session, _turn: Turn<'_>) -> Result<(), AppError> {
        session.schedule().began();
        self.tell(session, &News::Sync(SyncNews { running: true, failure: None }));
        let outcome = self.run_to_its_end(session).await;
        let ended = match &outcome {
            Ok(outcome) => Ended::of(*outcome),
            Err(_) => Ended::NotSoon,
        };
        session.schedule().ended(self.elapsed(), ended, chance());
        let result = match outcome {
            Ok(Outcome::Finished { .. }) => Ok(()),
            Ok(Outcome::Failed(error)) => Err(AppError::Call(error)),
            Err(error) => Err(error),
        };
        let failure = result.as_ref().err().map(Failure::from);
        self.tell(session, &News::Sync(SyncNews { running: false, failure }));
        result
    }

    /// The schedule may have changed.
    pub(crate) fn look_at_schedule(&self) {
        self.bell.notify_one();
    }

    /// Gives up the pass that runs where it waits for the network, as if that had been cut; none, nothing.
    pub(crate) fn cancel_pass(&self) {
        self.cancel.notify_waiters();
    }

    async fn run_to_its_end(&self, session: &Session) -> Result<Outcome, AppError> {
        tokio::select! {
            () = self.cancel.notified() => Ok(Outcome::Failed(CallError::Cancelled)),
            outcome = self.run_whole(session) => outcome,
        }
    }

    async fn run_whole(&self, session: &Session) -> Result<Outcome, AppError> {
        let mut client = match session.take_way() {
            Some(mut client) => {
                client.has_rested();
                client
            }
            None => {
                let membership = session.membership();
                let credentials =
                    Credentials { replica: membership.replica, token: membership.token.clone() };
                self.ward_client(&membership, Some(credentials))?
            }
        };
        let outcome = run_pass(self, session, &mut client).await?;
        // What broke, or was answered by somebody else, is looked for anew.
        if let Outcome::Finished { .. } = outcome {
            session.keep_way(client);
        }
        Ok(outcome)
    }

    /// The schedule of somebody who comes in; it hears of what they write.
    pub(crate) fn schedule_of(&self, store: &mut Store) -> Arc<Mutex<Schedule>> {
        let schedule = Arc::new(Mutex::new(Schedule::beginning(self.elapsed())));
        let (heard, bell, opened) = (Arc::clone(&schedule), Arc::clone(&self.bell), self.opened);
        store.on_write(move || {
            heard.lock().unwrap_or_else(PoisonError::into_inner).wrote(opened.elapsed());
            bell.notify_one();
        });
        schedule
    }

    /// The network came up: whoever is unlocked need not wait any longer.
    pub(crate) fn network_up(&self) -> Result<(), AppError> {
        self.session()?.schedule().reset(self.elapsed());
        self.bell.notify_one();
        Ok(())
    }
}

/// Evenly random; without randomness the whole window is waited for.
fn chance() -> u32 {
    getrandom::u32().unwrap_or(u32::MAX)
}
