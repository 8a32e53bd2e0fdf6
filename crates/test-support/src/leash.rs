//! A process that a test started, with all that it started itself.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A process in a group of its own; the whole group is killed when this is dropped, and its first process
/// also when the test itself is killed.
pub(crate) struct Leash {
    child: Child,
}

impl Leash {
    /// Starts `program` with what `prepare` adds to the command.
    pub(crate) fn start(program: &str, prepare: impl FnOnce(&mut Command) -> &mut Command) -> Self {
        Self::start_under(None, program, prepare)
    }

    /// The same behind another command, which runs what is added to it.
    pub(crate) fn start_under(
        first: Option<&Command>,
        program: &str,
        prepare: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Self {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL"]).stdin(Stdio::null()).process_group(0);
        if let Some(first) = first {
            command.arg(first.get_program()).args(first.get_args());
        }
        let child = prepare(command.arg(program)).spawn();
        Self { child: child.unwrap_or_else(|error| panic!("{program} does not start: {error}")) }
    }

    /// The first line that it prints; its standard output has to be piped.
    pub(crate) fn first_line(&mut self) -> String {
        let mut line = String::new();
        let output = self.child.stdout.take().expect("a piped standard output");
        BufReader::new(output).read_line(&mut line).expect("a line");
        line.trim().to_owned()
    }

    /// Its exit code, when it ends within `patience`; none if it was killed by a signal.
    ///
    /// # Panics
    /// When it does not end.
    pub(crate) fn end_within(mut self, patience: Duration) -> Option<i32> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("its status") {
                return status.code();
            }
            assert!(start.elapsed() < patience, "the process did not end within {patience:?}");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        // The shell's own `kill`; a negative number is the whole group.
        let command = format!("kill -s KILL -- -{}", self.child.id());
        let _ = Command::new("sh").args(["-c", &command]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}
