//! The program as an operator or a script runs it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Output, Stdio},
};
use tan_nha_sync::invitation::Invitation;

fn program(data: &Path, command: &str, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_tan-nha-ward"));
    program.arg(command).arg("--data").arg(data).args(arguments).env_remove("CREDENTIALS_DIRECTORY");
    program
}

fn run(data: &Path, command: &str, arguments: &[&str]) -> Output {
    program(data, command, arguments).output().unwrap()
}

/// The one line of JSON on standard output.
fn said(output: &Output) -> Value {
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The code of the error on standard error, whose status is 1.
fn failed(output: &Output) -> String {
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{output:?}");
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    last["error"]["code"].as_str().unwrap().to_owned()
}

const INIT: [&str; 5] = ["--ward-code", "29869", "--name", "Phường Bến Sen", "--json"];

/// A server that is ended when it is dropped.
struct Server(Child);

impl Server {
    fn start(data: &Path) -> (Self, Value) {
        let mut child = program(data, "serve", &["--listen", "127.0.0.1:0", "--json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        (Self(child), serde_json::from_str(&line).unwrap())
    }

    fn stop(mut self) -> Option<i32> {
        let command = format!("kill -TERM {}", self.0.id());
        assert!(Command::new("sh").args(["-c", &command]).status().unwrap().success());
        self.0.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn a_ward_is_made_once_with_its_key_outside_the_folder_and_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let made = said(&run(&data, "init", &INIT));
    assert_eq!((&made["ward_code"], &made["name"]), (&json!("29869"), &json!("Phường Bến Sen")));
    assert_eq!(made["fingerprint"].as_str().unwrap().len(), 64);
    let rights = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((rights(&folder.path().join("data.key")), rights(&data.join("ward.db"))), (0o600, 0o600));
    assert_eq!(failed(&run(&data, "init", &INIT)), "ward_exists");
    assert_eq!(
        failed(&run(&folder.path().join("none"), "export", &["--kind", "visits", "--json"])),
        "no_ward"
    );
}

#[test]
fn an_init_that_is_refused_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let inside = data.join("key");
    let inside = inside.to_str().unwrap();
    let with_inside = [&INIT[..], &["--key-file", inside]].concat();
    assert_eq!(failed(&run(&data, "init", &with_inside)), "key_file_inside");
    let bad_code = ["--ward-code", "2986", "--name", "Phường", "--json"];
    assert_eq!(failed(&run(&data, "init", &bad_code)), "bad_ward_code");
    std::fs::write(folder.path().join("data.key"), "another ward's").unwrap();
    assert_eq!(failed(&run(&data, "init", &INIT)), "key_file_exists");
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 0);
    assert_eq!(std::fs::read(folder.path().join("data.key")).unwrap(), b"another ward's");
}

#[test]
fn an_init_that_was_killed_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let key = folder.path().join("data.key");
    let making = data.join("ward.db.making");
    let ask = || run(&data, "export", &["--kind", "visits", "--json"]);
    said(&run(&data, "init", &INIT));
    // Killed after the key had its name and before the file had.
    std::fs::rename(data.join("ward.db"), &making).unwrap();
    assert_eq!(failed(&ask()), "ward_incomplete");
    said(&run(&data, "init", &INIT));
    assert!(ask().status.success() && !making.exists());
    // Killed before the key had its name.
    std::fs::remove_file(data.join("ward.db")).unwrap();
    std::fs::remove_file(&key).unwrap();
    std::fs::write(&making, "half a file").unwrap();
    std::fs::write(folder.path().join("data.key.making"), "half a k").unwrap();
    assert_eq!(failed(&ask()), "ward_incomplete");
    said(&run(&data, "init", &INIT));
    assert!(ask().status.success());
    // A key that opens nothing of the making is somebody else's.
    std::fs::rename(data.join("ward.db"), &making).unwrap();
    std::fs::write(&key, "0".repeat(64)).unwrap();
    assert_eq!(failed(&run(&data, "init", &INIT)), "key_file_exists");
    assert_eq!(std::fs::read(&key).unwrap(), "0".repeat(64).as_bytes());
}

#[test]
fn an_init_may_be_killed_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    for millis in [2_u64, 5, 10, 15, 20, 25, 30, 40, 60] {
        let data = folder.path().join(millis.to_string());
        let mut init = program(&data, "init", &INIT).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(millis));
        drop(init.kill());
        init.wait().unwrap();
        if !data.join("ward.db").exists() {
            said(&run(&data, "init", &INIT));
        }
        assert!(run(&data, "export", &["--kind", "visits"]).status.success(), "{millis} ms");
    }
}

#[test]
fn another_database_is_an_error_with_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    said(&run(&data, "init", &INIT));
    let arguments = ["--listen", "127.0.0.1:0", "--database", "postgres://ward.example/ward", "--json"];
    assert_eq!(failed(&run(&data, "serve", &arguments)), "database_unsupported");
}

#[test]
fn the_key_comes_from_a_systemd_credential_too() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    said(&run(&data, "init", &INIT));
    std::fs::rename(folder.path().join("data.key"), folder.path().join("tan-nha-ward.key")).unwrap();
    let arguments = ["--user", "Ba", "--json"];
    assert_eq!(failed(&run(&data, "revoke", &arguments)), "key_file_unreadable");
    let mut with_credential = program(&data, "revoke", &arguments);
    with_credential.env("CREDENTIALS_DIRECTORY", folder.path());
    assert_eq!(failed(&with_credential.output().unwrap()), "user_unknown");
}

#[test]
fn invitations_and_revocations_work_while_the_server_runs() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let made = said(&run(&data, "init", &INIT));
    let guest = ["--role", "volunteer", "--name", "Ba", "--hamlets", "Ấp 1,Ấp 2", "--json"];
    assert_eq!(failed(&run(&data, "invite", &guest)), "never_served");
    let (server, ready) = Server::start(&data);
    assert_eq!(ready["fingerprint"], made["fingerprint"]);
    let url = ready["url"].as_str().unwrap();
    assert!(url.starts_with("https://127.0.0.1:") && !url.ends_with(":0"), "{url}");
    let invitation = said(&run(&data, "invite", &guest));
    let invitation = Invitation::read(invitation["invitation"].as_str().unwrap()).unwrap();
    assert_eq!(invitation.urls, [url]);
    let elsewhere = [&guest[..], &["--url", "https://ward.example:443", "--url", url]].concat();
    let invitation = said(&run(&data, "invite", &elsewhere));
    let invitation = Invitation::read(invitation["invitation"].as_str().unwrap()).unwrap();
    assert_eq!(invitation.urls, ["https://ward.example:443", url]);
    let bad_url = [&guest[..], &["--url", "ward.example"]].concat();
    assert_eq!(failed(&run(&data, "invite", &bad_url)), "bad_url");
    let other_role = ["--role", "clerk", "--name", "Ba", "--json"];
    assert_eq!(failed(&run(&data, "invite", &other_role)), "user_differs");
    assert_eq!(said(&run(&data, "revoke", &["--user", "Ba", "--json"])), json!({"revoked": 0}));
    assert_eq!(failed(&run(&data, "revoke", &["--user", "Năm", "--json"])), "user_unknown");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn an_export_of_nothing_is_empty_and_wrong_usage_is_an_error_with_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    said(&run(&data, "init", &INIT));
    for kind in ["dossiers", "changes", "citizens", "visits", "conflicts", "alarms"] {
        let output = run(&data, "export", &["--kind", kind]);
        assert!(output.status.success() && output.stdout.is_empty(), "{kind}");
    }
    assert_eq!(failed(&run(&data, "export", &["--kind", "secrets", "--json"])), "usage");
    assert_eq!(failed(&run(&data, "invite", &["--role", "king", "--name", "Ba", "--json"])), "usage");
}
