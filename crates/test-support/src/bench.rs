//! A ward and a folder for its devices: where most scenarios begin.

use crate::{Device, WardMachine};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The PIN of everybody on the bench.
pub const PIN: &str = "khóm 2 phường";

/// A ward that serves on loopback, in a folder that goes with it.
pub struct Bench {
    /// The ward.
    pub ward: WardMachine,
    folder: TempDir,
}

impl Bench {
    /// A ward without people.
    #[expect(clippy::new_without_default, reason = "it starts a server, which a default should not")]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the bench");
        Self { ward: WardMachine::start(folder.path()), folder }
    }

    /// The folder that everything lies in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the profile of the tablet `name` lies.
    pub fn profile(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A new tablet on which a new person is enrolled; `more` are further options of `invite`.
    pub fn enrolled(&self, role: &str, name: &str, more: &[&str]) -> Device {
        let invitation = self.ward.invite(role, name, more);
        let mut tablet = Device::start(&self.profile(name));
        tablet.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN }));
        tablet
    }

    /// A tablet of a volunteer for Khóm 2.
    pub fn volunteer(&self) -> Device {
        self.enrolled("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2"])
    }
}

impl Device {
    /// Starts again after a kill, unlocked.
    #[must_use]
    pub fn revive(self) -> Self {
        let mut device = self.restart();
        device.must("profile.unlock", json!({ "pin": PIN }));
        device
    }

    /// Saves an invented citizen of a hamlet: the id.
    pub fn save_citizen(&mut self, name: &str, hamlet: &str) -> Value {
        self.must("citizen.save", json!({ "full_name": name, "hamlet": hamlet }))["id"].clone()
    }

    /// Fills a dossier with the sample answers and submits it: the id.
    pub fn submit_sample(&mut self, procedure: &str, citizen: &Value) -> Value {
        let dossier = self.must("dossier.open", json!({ "procedure": procedure, "citizen": citizen }));
        let sample = self.must("procedure.sample", json!({ "procedure": procedure }));
        self.must("dossier.set", json!({ "id": dossier["id"], "answers": sample["answers"] }));
        self.must("dossier.submit", json!({ "id": dossier["id"] }));
        dossier["id"].clone()
    }

    /// The four numbers: on the device, in transit, received, set aside; checked to add up.
    pub fn four_numbers(&mut self) -> [u64; 4] {
        let status = self.must("sync.status", json!({}));
        let number = |key: &str| status[key].as_u64().expect("a number");
        let four = ["on_device", "in_transit", "receipted", "set_aside"].map(number);
        assert_eq!(four.iter().sum::<u64>(), number("created"), "the four numbers add up: {status}");
        four
    }
}
