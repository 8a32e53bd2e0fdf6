//! What only a desktop has: one process for a profile, a window that comes back where it was, and the system's dialog
//! that asks where a file is to be saved.

use crate::WINDOW;
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};
use tauri::{AppHandle, Builder, Manager, Wry};
use tauri_plugin_window_state::StateFlags;

pub(crate) fn with_plugins(builder: Builder<Wry>, identifier: &str, profile: Option<&Path>) -> Builder<Wry> {
    // First, so that a second process ends before it does anything.
    let single_instance = tauri_plugin_single_instance::Builder::new()
        .dbus_id(instance(identifier, profile))
        .callback(|app, _, _| bring_forward(app))
        .build();
    let kept = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN;
    builder
        .plugin(single_instance)
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(kept).build())
        .plugin(tauri_plugin_dialog::init())
}

/// The name that processes of one profile share on the session's bus.
fn instance(identifier: &str, profile: Option<&Path>) -> String {
    let Some(profile) = profile else {
        return identifier.to_owned();
    };
    let mut hasher = DefaultHasher::new();
    std::path::absolute(profile).unwrap_or_else(|_| profile.to_owned()).hash(&mut hasher);
    format!("{identifier}.p{:x}", hasher.finish())
}

fn bring_forward(app: &AppHandle) {
    let Some(window) = app.get_webview_window(WINDOW) else {
        return;
    };
    let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window cannot be brought forward");
    }
}
