//! The app in a window. The page calls the command table of `tan-nha-app` through [`door`] and hears the app's
//! news; nothing is decided here. What the window keeps to itself is the desktop's: one process for a
//! profile, its size and place, and closing only after the page had its chance to save ([`closing`]).

mod closing;
#[cfg(desktop)]
mod desktop;
mod door;

use clap::Parser;
use closing::Closing;
use door::{InSync, Opened};
use std::{path::PathBuf, process::ExitCode};
use tauri::{App, Manager, RunEvent, Url, WebviewWindowBuilder, generate_context, generate_handler};

/// The only window, as `tauri.conf.json` and its capability name it.
const WINDOW: &str = "main";

/// Tận Nhà in a window.
#[derive(Parser, Default)]
#[command(version)]
pub struct Arguments {
    /// The folder that holds the profile; made if it is not there. Without it, the one that the operating
    /// system keeps for this app and user.
    #[arg(long, value_name = "DIR", env = "TAN_NHA_PROFILE")]
    pub profile: Option<PathBuf>,
}

/// Opens the window and returns when it is closed.
pub fn run(arguments: Arguments) -> ExitCode {
    let context = generate_context!();
    let builder = tauri::Builder::default();
    #[cfg(desktop)]
    let builder = desktop::with_plugins(builder, &context.config().identifier, arguments.profile.as_deref());
    let app = builder
        .manage(Closing::default())
        .invoke_handler(generate_handler![door::call, closing::ready_to_close, closing::stay_open])
        .on_window_event(closing::on_window_event)
        .setup(|app| open(app, arguments.profile))
        .build(context);
    match app {
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::Exit = event
                    && let Some(in_sync) = app.try_state::<InSync>()
                {
                    in_sync.end();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the window cannot be opened");
            ExitCode::FAILURE
        }
    }
}

#[cfg(mobile)]
#[tauri::mobile_entry_point]
fn run_on_mobile() {
    run(Arguments::default());
}

/// Opens the profile, then the window: the page finds the door open when it loads.
fn open(app: &mut App, profile: Option<PathBuf>) -> Result<(), Box<dyn std::error::Error>> {
    let folder = match profile {
        Some(folder) => folder,
        None => app.path().app_data_dir()?.join("profile"),
    };
    // What the web view keeps lies in the same folder, so that there is one place to look for traces.
    let web_view = folder.join("web-view");
    let opened = Opened::open(folder, app.handle().clone());
    app.manage(opened.keep_in_sync());
    app.manage(opened);
    let window = app.config().app.windows.iter().find(|window| window.label == WINDOW);
    let window = window.ok_or(tauri::Error::WindowNotFound)?;
    WebviewWindowBuilder::from_config(app.handle(), window)?
        .data_directory(web_view)
        .on_navigation(is_our_page)
        .build()?;
    Ok(())
}

/// The window never leaves its page: a link that leads elsewhere would take everything typed with it.
fn is_our_page(address: &Url) -> bool {
    // As Tauri serves a page of its own: by its own scheme, or below its own host where there can be none.
    match address.scheme() {
        "tauri" => true,
        "http" | "https" => address.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}
