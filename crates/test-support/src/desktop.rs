//! A desktop without a screen: an X server and a session bus of its own.

use crate::leash::Leash;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use x11rb::{
    connection::Connection,
    errors::ReplyOrIdError,
    protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask},
};

/// Everything that a window needs around it.
pub(crate) struct Desktop {
    display: String,
    bus: String,
    home: PathBuf,
    _server: Leash,
    _bus: Leash,
}

impl Desktop {
    /// Starts both; what programs keep for their user lands in `home`.
    pub(crate) fn start(home: &Path) -> Self {
        let runtime = home.join("runtime");
        fs::create_dir_all(&runtime).expect("a folder for the desktop");
        fs::set_permissions(&runtime, fs::Permissions::from_mode(0o700)).expect("a private folder");
        for folder in ["config", "Documents"] {
            fs::create_dir_all(home.join(folder)).expect("a folder for the desktop");
        }
        fs::write(home.join("config/user-dirs.dirs"), "XDG_DOCUMENTS_DIR=\"$HOME/Documents\"\n")
            .expect("a folder for the person's documents");
        // The server picks a number that is free and says which.
        let mut server = Leash::start("Xvfb", |command| {
            command
                .args(["-displayfd", "1", "-screen", "0", "1600x1600x24", "-nolisten", "tcp"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
        });
        let mut bus = Leash::start("dbus-daemon", |command| {
            command
                .args(["--session", "--nofork", "--print-address=1"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
        });
        Self {
            display: format!(":{}", server.first_line()),
            bus: bus.first_line(),
            home: home.to_owned(),
            _server: server,
            _bus: bus,
        }
    }

    /// Where the person's documents are.
    pub(crate) fn documents(&self) -> PathBuf {
        self.home.join("Documents")
    }

    /// Lets a program run on this desktop.
    pub(crate) fn lend<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("HOME", &self.home)
            .env("XDG_DATA_HOME", self.home.join("data"))
            .env("XDG_CONFIG_HOME", self.home.join("config"))
            .env("XDG_CACHE_HOME", self.home.join("cache"))
            .env("XDG_RUNTIME_DIR", self.home.join("runtime"))
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            // With it, WebKit never answers when it is asked for a screenshot.
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .env_remove("WAYLAND_DISPLAY")
    }

    /// The number of a window that stands on the screen with this title.
    pub(crate) fn shown(&self, title: &str) -> Option<String> {
        let found = self.xdotool(&["search", "--onlyvisible", "--name", title]);
        String::from_utf8(found).ok()?.split_whitespace().next().map(str::to_owned)
    }

    /// Types into a window.
    pub(crate) fn type_into(&self, window: &str, text: &str) {
        self.xdotool(&["windowfocus", "--sync", window]);
        self.xdotool(&["type", "--delay", "20", text]);
    }

    /// Presses a key in a window, and in no other where it is gone.
    pub(crate) fn press_in(&self, window: &str, key: &str) {
        self.xdotool(&["key", "--window", window, key]);
    }

    fn xdotool(&self, what: &[&str]) -> Vec<u8> {
        let mut command = Command::new("xdotool");
        self.lend(command.args(what)).output().expect("xdotool runs").stdout
    }

    /// Asks every window with this title to close, as the cross in its corner does.
    pub(crate) fn ask_to_close(&self, title: &str) -> Result<(), ReplyOrIdError> {
        let (x, screen) = x11rb::connect(Some(&self.display)).expect("the X server");
        let atom = |name: &str| Ok::<_, ReplyOrIdError>(x.intern_atom(false, name.as_bytes())?.reply()?.atom);
        let (name, text) = (atom("_NET_WM_NAME")?, atom("UTF8_STRING")?);
        let (protocols, delete) = (atom("WM_PROTOCOLS")?, atom("WM_DELETE_WINDOW")?);
        let root = x.setup().roots[screen].root;
        for window in x.query_tree(root)?.reply()?.children {
            let named =
                x.get_property(false, window, name, text, 0, 1024)?.reply()?.value == title.as_bytes();
            let closes = x.get_property(false, window, protocols, AtomEnum::ATOM, 0, 64)?.reply()?;
            if named && closes.value32().is_some_and(|mut protocols| protocols.any(|one| one == delete)) {
                let message =
                    ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
                x.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
            }
        }
        Ok(())
    }
}
