//! Declares the window's own commands, so that a capability has to allow each of them, and embeds the page.

use tauri_build::{AppManifest, Attributes};

/// The page, as `make ui` builds it.
const PAGE: &str = "../ui/dist";

fn main() {
    println!("cargo::rerun-if-changed={PAGE}");
    let commands = AppManifest::new().commands(&["call", "ready_to_close", "stay_open"]);
    if !std::path::Path::new(PAGE).join("index.html").is_file() {
        println!("cargo::error=the page is not built: make ui");
        return;
    }
    if let Err(error) = tauri_build::try_build(Attributes::new().app_manifest(commands)) {
        println!("cargo::error={error:#}");
    }
}
