//! Where the built programs are.

use std::{path::PathBuf, process::Command};

/// The path of a program of this workspace, built beside the running test.
///
/// # Panics
/// When it was not built; `make test` builds the programs first.
pub fn program(name: &str) -> PathBuf {
    let this = std::env::current_exe().expect("the test's own path");
    let folders = this.ancestors().skip(1).take(2);
    let mut places = folders.map(|folder| folder.join(name));
    places
        .find(|path| path.is_file())
        .unwrap_or_else(|| panic!("{name} is not built: cargo build --workspace --bins"))
}

/// Sends a process a signal, by the shell's own `kill`: a small Debian has no other.
pub fn signal(name: &str, process: u32) {
    // A process that is gone needs no signal.
    let _ = Command::new("sh").args(["-c", &format!("kill -{name} {process}")]).status();
}
