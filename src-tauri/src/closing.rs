//! Closing: the page is asked first. It hears `closing`, saves what is being typed, and answers with
//! `ready_to_close`, or with `stay_open` when something cannot be saved and a person has to see it. A page
//! that does not answer is not waited for long: each field was saved when it was left.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Duration,
};
use tauri::{Emitter, Manager, State, Window, WindowEvent};

const PATIENCE: Duration = Duration::from_secs(4);

/// How often the window was asked to close, and which of these times the page chose to stay.
#[derive(Default)]
pub(crate) struct Closing {
    asked: AtomicU64,
    stayed: AtomicU64,
}

pub(crate) fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else {
        return;
    };
    api.prevent_close();
    let time = window.state::<Closing>().asked.fetch_add(1, Ordering::SeqCst) + 1;
    // If nobody hears it, patience runs out.
    let _ = window.emit("closing", ());
    let window = window.clone();
    thread::spawn(move || {
        thread::sleep(PATIENCE);
        if window.state::<Closing>().stayed.load(Ordering::SeqCst) < time {
            close(&window);
        }
    });
}

/// The page has saved everything.
#[tauri::command]
pub(crate) fn ready_to_close(window: Window) {
    close(&window);
}

/// The page shows what could not be saved; the window stays.
#[tauri::command]
pub(crate) fn stay_open(closing: State<'_, Closing>) {
    closing.stayed.store(closing.asked.load(Ordering::SeqCst), Ordering::SeqCst);
}

fn close(window: &Window) {
    if let Err(error) = window.destroy() {
        tracing::error!(%error, "the window cannot be closed");
    }
}
