//! The system's own viewer and printer, for files that the app has written.

use crate::error::AppError;
use std::{
    fs::File,
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

/// Sends a file to the printer that a person has chosen as the system's own.
///
/// # Errors
/// [`AppError::NoPrinter`] where there is none; [`AppError::NoPrinterChosen`]; [`AppError::PrinterRefused`].
pub(crate) fn send(path: &Path) -> Result<(), AppError> {
    // CUPS's list of destinations: empty without a printer.
    if asked(&["-e"]).is_empty() {
        return Err(AppError::NoPrinter);
    }
    // "system default destination: NAME". None is guessed: who stands at another printer would read it.
    if !asked(&["-d"]).contains(&b':') {
        return Err(AppError::NoPrinterChosen);
    }
    let file = File::open(path).map_err(|_| AppError::FileNotFound)?;
    // Its title stands in the printer's queue for everybody to read, and so would the name of a file, which somebody may
    // have called after a citizen. A printer without a driver knows A4 by its whole name alone.
    let sent = hushed(Command::new("lp").args(["-t", "Tận Nhà", "-o", "media=iso_a4_210x297mm"]))
        .stdin(file)
        .status();
    if sent.is_ok_and(|status| status.success()) { Ok(()) } else { Err(AppError::PrinterRefused) }
}

/// What `lpstat` says, in its own language; nothing where it cannot.
fn asked(what: &[&str]) -> Vec<u8> {
    let mut lpstat = Command::new("lpstat");
    let said = lpstat.args(what).env("LC_ALL", "C").stdin(Stdio::null()).stderr(Stdio::null()).output();
    let said = said.ok().filter(|said| said.status.success());
    said.map(|said| said.stdout.trim_ascii().to_vec()).unwrap_or_default()
}

fn hushed(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}
