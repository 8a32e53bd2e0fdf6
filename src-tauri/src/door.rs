//! The one door: a call of the page becomes a call of the command table, and its answer or its [`Failure`]
//! goes back as it is.

use crate::WINDOW;
use serde_json::Value;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};
use tan_nha_app::{
    App, KdfCost, KeptInSync, Options,
    clock::SystemClock,
    error::{AppError, Failure},
};
use tauri::{AppHandle, Emitter, Manager, State};

/// The profile, or why it cannot be opened; every call is answered with that then.
#[derive(Clone)]
pub(crate) struct Opened(Result<Arc<App>, Failure>);

impl Opened {
    pub(crate) fn open(folder: PathBuf, window: AppHandle) -> Self {
        let app = App::open(Options {
            folder,
            documents: window.path().document_dir().ok(),
            clock: Arc::new(SystemClock),
            kdf: KdfCost::FIELD,
            news: Box::new(move |news| {
                // A page that is gone hears nothing more; the work goes on.
                let _ = window.emit_to(WINDOW, news.name(), news);
            }),
        });
        let app = app.map(Arc::new).map_err(Failure::from);
        if let Err(failure) = &app {
            tracing::error!(code = failure.code, "the profile cannot be opened");
        }
        Self(app)
    }

    /// Begins to sync by itself.
    pub(crate) fn keep_in_sync(&self) -> InSync {
        InSync(Mutex::new(self.0.as_ref().ok().map(App::keep_in_sync)))
    }

    fn call(&self, name: &str, args: Value) -> Result<Value, Failure> {
        self.0.as_ref().map_err(Clone::clone)?.call(name, args)
    }
}

/// The app as it syncs by itself, for as long as the window is open.
pub(crate) struct InSync(Mutex<Option<KeptInSync>>);

impl InSync {
    /// Ends it, before the process ends.
    pub(crate) fn end(&self) {
        drop(self.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// Calls a command of the table, on a thread that may wait.
#[tauri::command]
pub(crate) async fn call(
    opened: State<'_, Opened>,
    name: String,
    args: Option<Value>,
) -> Result<Value, Failure> {
    let opened = opened.inner().clone();
    let answer = tauri::async_runtime::spawn_blocking(move || opened.call(&name, args.unwrap_or_default()));
    answer.await.unwrap_or_else(|_| Err(AppError::Internal.into()))
}
