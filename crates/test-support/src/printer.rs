//! A printer as the system has it: CUPS's own scheduler in a folder, behind a socket of its own, with one queue whose
//! paper is files.

use crate::leash::Leash;
use std::{
    fs,
    os::unix::{
        fs::{PermissionsExt, symlink},
        net::UnixStream,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long the scheduler may take for anything.
const PATIENCE: Duration = Duration::from_secs(30);

/// What CUPS calls with a job, its user, title, copies, options and, where it has no pipe, its file; without arguments it
/// asks for devices. What a printer would take in by its cable becomes a file, whole when it has its name.
const CABLE: &str = r#"#!/bin/sh
[ $# -gt 0 ] || exit 0
cd "$(dirname "$0")/../../out" || exit 1
cat -- "${6:--}" > "$1.part" && printf '%s' "$3" > "$1.title" && printf '%s' "$5" > "$1.options" && mv "$1.part" "$1.pdf"
"#;

/// What the system's queue does with what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// It is the one that a person has chosen, and prints.
    Chosen,
    /// Nobody has chosen it.
    NotChosen,
    /// It was chosen and takes nothing.
    Refusing,
    /// There is none.
    Absent,
}

/// What came out.
#[derive(Debug, PartialEq, Eq)]
pub struct Paper {
    /// What stands in the queue for everybody to read.
    pub title: String,
    /// What was asked of the printer.
    pub options: String,
    /// The document as the printer had it.
    pub content: Vec<u8>,
}

/// CUPS with one printer; it ends when this is dropped.
pub struct Printer {
    folder: PathBuf,
    _scheduler: Leash,
}

impl Printer {
    /// Starts it in a folder of its own and waits until it listens.
    ///
    /// # Panics
    /// Where CUPS does not start.
    pub fn start(folder: &Path, queue: Queue) -> Self {
        for below in ["etc/ppd", "spool/tmp", "cache", "state", "log", "lib/backend", "out"] {
            fs::create_dir_all(folder.join(below)).expect("a folder for CUPS");
        }
        // By which CUPS starts a backend.
        symlink("/usr/lib/cups/daemon", folder.join("lib/daemon")).expect("a link to CUPS");
        let at = folder.display();
        let write = |name: &str, text: String, mode: u32| {
            let path = folder.join(name);
            fs::write(&path, text).expect("a file for CUPS");
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("its mode");
        };
        let open = "Order allow,deny\n Allow all\n";
        write(
            "etc/cupsd.conf",
            format!(
                "Listen {at}/cups.sock\nBrowsing Off\nWebInterface No\nMaxLogSize 0\n<Location />\n {open}</Location>\n\
                 <Policy default>\n <Limit All>\n  Order allow,deny\n </Limit>\n</Policy>\n"
            ),
            0o640,
        );
        write(
            "etc/cups-files.conf",
            format!(
                "ServerRoot {at}/etc\nServerBin {at}/lib\nRequestRoot {at}/spool\nTempDir {at}/spool/tmp\n\
                 CacheDir {at}/cache\nStateDir {at}/state\nAccessLog {at}/log/access\nErrorLog {at}/log/error\n\
                 PageLog {at}/log/page\n"
            ),
            0o640,
        );
        // Nobody but its owner may run it: so it is run as that owner, also where that is root.
        write("lib/backend/files", CABLE.to_owned(), 0o700);
        let section = if queue == Queue::NotChosen { "Printer" } else { "DefaultPrinter" };
        let accepting = if queue == Queue::Refusing { "No" } else { "Yes" };
        let printers = format!(
            "<{section} Mau>\nPrinterId 1\nInfo Mau\nDeviceURI files:/out\nState Idle\nAccepting {accepting}\n\
             Shared No\n</{section}>\n"
        );
        let none = queue == Queue::Absent;
        write("etc/printers.conf", if none { String::new() } else { printers }, 0o640);
        let scheduler = Leash::start("/usr/sbin/cupsd", |command| {
            command
                .arg("-f")
                .arg("-c")
                .arg(folder.join("etc/cupsd.conf"))
                .arg("-s")
                .arg(folder.join("etc/cups-files.conf"))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
        });
        let printer = Self { folder: folder.to_owned(), _scheduler: scheduler };
        printer.wait("CUPS does not listen", || UnixStream::connect(printer.socket()).ok());
        printer
    }

    /// Lets a program print here.
    pub fn lend<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("CUPS_SERVER", self.socket())
    }

    /// What has come out once it is so many, the first first.
    ///
    /// # Panics
    /// Where it does not come out, or more does.
    pub fn papers(&self, many: usize) -> Vec<Paper> {
        let out = self.folder.join("out");
        let numbers = || {
            let entries = fs::read_dir(&out).expect("what came out");
            let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            let mut numbers: Vec<u32> =
                names.filter_map(|name| name.strip_suffix(".pdf")?.parse().ok()).collect();
            numbers.sort_unstable();
            numbers
        };
        let numbers =
            self.wait("the paper does not come out", || Some(numbers()).filter(|all| all.len() >= many));
        assert_eq!(numbers.len(), many, "more came out");
        let read =
            |number: u32, kind: &str| fs::read(out.join(format!("{number}.{kind}"))).expect("what came out");
        let text = |number, kind| String::from_utf8(read(number, kind)).expect("text");
        let paper = |number| Paper {
            title: text(number, "title"),
            options: text(number, "options"),
            content: read(number, "pdf"),
        };
        numbers.into_iter().map(paper).collect()
    }

    fn socket(&self) -> PathBuf {
        self.folder.join("cups.sock")
    }

    fn wait<T>(&self, otherwise: &str, look: impl Fn() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(seen) = look() {
                return seen;
            }
            if start.elapsed() > PATIENCE {
                let log = fs::read_to_string(self.folder.join("log/error")).unwrap_or_default();
                panic!("{otherwise} (cups-daemon, cups-client): {log}");
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}
