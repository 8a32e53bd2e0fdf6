//! A ward: `tan-nha-ward` with a folder of its own, which can be stopped, killed and started again.

use crate::program;
use serde_json::Value;
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A ward's machine; the server is killed when it is dropped.
pub struct WardMachine {
    data: PathBuf,
    server: Option<Child>,
    url: String,
}

impl WardMachine {
    /// Makes a ward in `folder`, not yet serving.
    pub fn init(folder: &Path) -> Self {
        let ward = Self::at(folder);
        ward.run(&["init", "--ward-code", "29869", "--name", "Phường Cao Lãnh"]);
        ward
    }

    /// The ward that was made in `folder` before, not yet serving.
    pub fn at(folder: &Path) -> Self {
        Self { data: folder.join("ward"), server: None, url: String::new() }
    }

    /// Makes a ward in `folder` that serves on loopback.
    pub fn start(folder: &Path) -> Self {
        let mut ward = Self::init(folder);
        ward.serve("127.0.0.1:0");
        ward
    }

    /// Serves on an address, and returns when it is ready.
    ///
    /// # Panics
    /// When it does not become ready.
    pub fn serve(&mut self, listen: &str) {
        let mut server = Command::new(program("tan-nha-ward"))
            .args(["serve", "--json", "--listen", listen, "--data"])
            .arg(&self.data)
            .env("TAN_NHA_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .expect("tan-nha-ward starts");
        let mut line = String::new();
        let output = server.stdout.take().expect("its standard output");
        BufReader::new(output).read_line(&mut line).expect("its first line");
        let ready: Value = serde_json::from_str(&line).expect("the ward says its url");
        self.url = ready["url"].as_str().expect("a url").to_owned();
        self.server = Some(server);
    }

    /// Where it serves, or served last: `https://127.0.0.1:port`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `127.0.0.1:port`.
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("https://")
    }

    /// The server's number.
    ///
    /// # Panics
    /// When it does not serve.
    pub fn pid(&self) -> u32 {
        self.server.as_ref().expect("it serves").id()
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Ends the server as a power cut does.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    /// Asks the server to stop (SIGTERM) and waits: its exit status.
    pub fn stop(&mut self) -> Option<i32> {
        let mut server = self.server.take()?;
        crate::signal("TERM", server.id());
        server.wait().ok().and_then(|status| status.code())
    }

    /// Serves again at the same address.
    pub fn serve_again(&mut self) {
        let address = self.address().to_owned();
        self.serve(&address);
    }

    /// An invitation's text; `more` are further options of `invite`.
    pub fn invite(&self, role: &str, name: &str, more: &[&str]) -> String {
        let mut options = vec!["invite", "--role", role, "--name", name];
        options.extend_from_slice(more);
        let printed: Value = serde_json::from_str(&self.run(&options)).expect("the invitation is JSON");
        printed["invitation"].as_str().expect("an invitation").to_owned()
    }

    /// Takes a person's access away.
    pub fn revoke(&self, name: &str) {
        self.run(&["revoke", "--user", name]);
    }

    /// What the ward holds of a kind, an object each.
    pub fn export(&self, kind: &str) -> Vec<Value> {
        let lines = self.run(&["export", "--kind", kind]);
        lines.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
    }

    /// Runs a command of the program on this ward's folder: what it printed.
    ///
    /// # Panics
    /// When it fails.
    pub fn run(&self, options: &[&str]) -> String {
        let output = Command::new(program("tan-nha-ward"))
            .args(options)
            .arg("--json")
            .arg("--data")
            .arg(&self.data)
            .stderr(Stdio::inherit())
            .output()
            .expect("tan-nha-ward runs");
        assert!(output.status.success(), "tan-nha-ward {} failed: {}", options[0], output.status);
        String::from_utf8(output.stdout).expect("UTF-8")
    }
}

impl Drop for WardMachine {
    fn drop(&mut self) {
        self.kill();
    }
}
