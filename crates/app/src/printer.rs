//! The system's own viewer and printer, for files that the app has written.

use crate::error::AppError;
use std::{
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// How long a viewer may take to say that it cannot.
const PATIENCE: Duration = Duration::from_secs(3);

/// Opens a file in the system's viewer.
///
/// # Errors
/// [`AppError::NoViewer`] where there is none.
pub(crate) fn show(path: &Path) -> Result<(), AppError> {
    let program = if cfg!(target_os = "windows") {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let mut child = hushed(Command::new(program).arg(path)).spawn().map_err(|_| AppError::NoViewer)?;
    let (done, ended) = mpsc::channel();
    thread::spawn(move || done.send(child.wait()));
    match ended.recv_timeout(PATIENCE) {
        // Explorer says that it failed when it did not.
        Ok(Ok(status)) if !status.success() && !cfg!(target_os = "windows") => Err(AppError::NoViewer),
        // Where no desktop takes it over, it goes on for as long as the viewer is open.
        _ => Ok(()),
    }
}

/// Sends a file to the system's first printer, which is the one that a person has chosen there.
///
/// # Errors
/// [`AppError::NoPrinter`] where there is none; [`AppError::PrinterRefused`].
pub(crate) fn send(path: &Path) -> Result<(), AppError> {
    // CUPS's list of destinations: empty without a printer.
    let listed = Command::new("lpstat").arg("-e").stdin(Stdio::null()).stderr(Stdio::null()).output();
    let has_printer =
        listed.is_ok_and(|listed| listed.status.success() && !listed.stdout.trim_ascii().is_empty());
    if !has_printer {
        return Err(AppError::NoPrinter);
    }
    // Its title stands in the printer's queue for everybody to read.
    let sent = hushed(Command::new("lp").args(["-t", "Tận Nhà", "-o", "media=A4", "--"]).arg(path)).status();
    if sent.is_ok_and(|status| status.success()) { Ok(()) } else { Err(AppError::PrinterRefused) }
}

fn hushed(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}
