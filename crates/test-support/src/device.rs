//! A device: `tan-nha-rpc` as a process of its own, which can be killed for real.

use crate::program;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// A device with its profile folder; killed when it is dropped.
pub struct Device {
    profile: PathBuf,
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    next_id: u64,
}

/// What a command was answered with when it failed: the `data` of the JSON-RPC error, or that the
/// process died before it answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// `{code, message_key, params, findings?, retryable}`.
    Failure(Value),
    /// No answer.
    Died,
}

impl Refused {
    /// The stable code; `died` when there was no answer.
    pub fn code(&self) -> &str {
        match self {
            Refused::Failure(data) => data["code"].as_str().unwrap_or("no code"),
            Refused::Died => "died",
        }
    }
}

impl Device {
    /// Starts the program on a profile folder.
    pub fn start(profile: &Path) -> Self {
        Self::start_under(profile, Command::new(program("tan-nha-rpc")))
    }

    /// Starts the program behind another one (`strace …`), or with an environment of its own.
    pub fn start_under(profile: &Path, mut command: Command) -> Self {
        let mut process = command
            .arg("--profile")
            .arg(profile)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tan-nha-rpc starts");
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().expect("its standard output"));
        Self { profile: profile.to_owned(), process, input, output, next_id: 1 }
    }

    /// The profile folder.
    pub fn profile(&self) -> &Path {
        &self.profile
    }

    /// Calls a command and waits for its answer.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn call(&mut self, method: &str, params: Value) -> Result<Value, Refused> {
        let id = self.send(method, &params).ok_or(Refused::Died)?;
        loop {
            let mut line = String::new();
            match self.output.read_line(&mut line) {
                Ok(length) if length > 0 && line.ends_with('\n') => {}
                _ => return Err(Refused::Died),
            }
            let mut answer: Value = serde_json::from_str(&line).expect("an answer is JSON");
            if answer["id"] != id {
                continue; // progress
            }
            return match answer.get_mut("error") {
                Some(error) => Err(Refused::Failure(error["data"].take())),
                None => Ok(answer["result"].take()),
            };
        }
    }

    /// Sends a request without waiting for its answer; its id, or none if the process is gone.
    pub fn send(&mut self, method: &str, params: &Value) -> Option<u64> {
        let id = self.next_id;
        self.next_id += 1;
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        writeln!(self.input.as_mut()?, "{request}").ok()?;
        Some(id)
    }

    /// Calls a command that has to succeed.
    ///
    /// # Panics
    /// When it is refused.
    pub fn must(&mut self, method: &str, params: Value) -> Value {
        self.call(method, params).unwrap_or_else(|refused| panic!("{method}: {refused:?}"))
    }

    /// Ends it as a battery does.
    pub fn kill(mut self) -> PathBuf {
        let _ = self.process.kill();
        let _ = self.process.wait();
        self.profile.clone()
    }

    /// Kills it and starts it anew on the same folder.
    #[must_use]
    pub fn restart(self) -> Self {
        let profile = self.kill();
        Self::start(&profile)
    }

    /// Closes its standard input and waits for its end: its exit status.
    pub fn finish(mut self) -> Option<i32> {
        self.input = None;
        self.process.wait().ok().and_then(|status| status.code())
    }

    /// The process's number.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
