//! A tus client that others wrote, tus-js-client, uploads to the real ward over real HTTPS; the line is cut,
//! the client gives up, the ward is killed, and what arrives is compared byte by byte.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Lines},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};
use tan_nha_domain::{change::Hash, ids::ReplicaId};
use tan_nha_sync::{
    codec,
    invitation::Invitation,
    wire::{self, EnrolReply, EnrolRequest, FILE_MISMATCH, HeldReply, HeldRequest},
};
use tan_nha_test_support::{Bench, Cut, FaultyNetwork};
use tan_nha_ward::{Clock, Ward};

const MIB: usize = 1024 * 1024;

/// A tablet that has nothing of ours but its invitation, and where it finds the ward.
struct Tablet {
    invitation: Invitation,
    replica: ReplicaId,
    folder: PathBuf,
}

impl Tablet {
    fn enrolled(bench: &Bench, url: &str) -> Self {
        let text = bench.ward.invite("volunteer", "Lê Thị Hường", &["--url", url]);
        let tablet = Self {
            invitation: Invitation::read(&text).unwrap(),
            replica: "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap(),
            folder: bench.profile("tablet"),
        };
        fs::create_dir(&tablet.folder).unwrap();
        tablet.ask::<EnrolReply>(
            wire::ENROL,
            &EnrolRequest {
                ward: tablet.invitation.ward.clone(),
                code: tablet.invitation.code.clone(),
                replica: tablet.replica,
                token_hash: Hash::of(b"token"),
                succeeds: None,
            },
        );
        tablet
    }

    /// Runs a script with what each needs to reach the ward and what `more` says.
    fn run(&self, script: &str, more: &Value) -> Script {
        let mut told = json!({
            "url": self.invitation.urls[0],
            "root": self.invitation.root,
            "serverName": wire::SERVER_NAME,
            "bearer": format!("{}.token", self.replica),
        });
        told.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Script::run(script, &told)
    }

    fn ask<T: DeserializeOwned>(&self, path: &str, message: &impl Serialize) -> T {
        let body = STANDARD.encode(codec::encode(message).unwrap());
        let more = json!({ "path": path, "contentType": wire::CONTENT_TYPE, "body": body });
        let answer = self.run("ask.js", &more).next().unwrap();
        assert_eq!(answer["status"], 200, "{path}");
        codec::decode(&STANDARD.decode(answer["body"].as_str().unwrap()).unwrap()).unwrap()
    }

    /// Puts a photo on the tablet: the options that upload it, as the file with this hash.
    fn photo(&self, bytes: &[u8], sha: Hash) -> Value {
        let file = self.folder.join("photo.jpg");
        fs::write(&file, bytes).unwrap();
        let uploads = self.folder.join("uploads.json");
        if !uploads.exists() {
            fs::write(&uploads, "").unwrap();
        }
        // Patience enough to outlast the ward's absence.
        let delays = vec![100; 300];
        json!({ "file": file, "sha256": sha, "uploads": uploads, "retryDelays": delays })
    }

    fn is_held(&self, sha: Hash) -> bool {
        self.ask::<HeldReply>(wire::FILES_HELD, &HeldRequest { files: vec![sha] }).held == [sha]
    }
}

/// A running script; what it says, line by line.
struct Script {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Script {
    fn run(script: &str, told: &Value) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tus-client");
        assert!(folder.join("node_modules").exists(), "make test installs what {} needs", folder.display());
        let mut node = Command::new("node");
        let child = node.arg(folder.join(script)).arg(told.to_string()).stdout(Stdio::piped()).spawn();
        let mut child = child.unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }
}

impl Iterator for Script {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        self.lines.next().map(|line| serde_json::from_str(&line.unwrap()).unwrap())
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Bytes like a photo's: none repeats another.
fn photo(length: usize) -> Vec<u8> {
    let blocks = (0..length.div_ceil(32)).flat_map(|block| Hash::of(&block.to_le_bytes()).0);
    blocks.take(length).collect()
}

/// What the ward holds of a file.
fn content(bench: &Bench, sha: Hash) -> Option<Vec<u8>> {
    let ward = Ward::open(bench.ward.data(), None, Clock::system()).unwrap();
    let mut bytes = Vec::new();
    ward.write_file(sha, &mut bytes).unwrap().then_some(bytes)
}

/// The offsets in the ward's answers to a method.
fn offsets(said: &[Value], method: &str) -> Vec<u64> {
    let answers = said.iter().filter(|event| event["method"] == method);
    answers.filter_map(|event| event["offset"].as_u64()).collect()
}

fn requests(said: &[Value], method: &str) -> usize {
    said.iter().filter(|event| event["method"] == method).count()
}

#[test]
fn what_a_cut_network_left_is_resumed_by_the_next_run_of_the_client() {
    let bench = Bench::new();
    let network = FaultyNetwork::to(bench.ward.address());
    let tablet = Tablet::enrolled(&bench, &network.url());
    let photo = photo(4 * MIB);
    let sha = Hash::of(&photo);
    let options = tablet.photo(&photo, sha);
    let mut impatient = options.clone();
    impatient["retryDelays"] = Value::Null;
    network.cut(Cut { up: Some(2 * MIB as u64), down: None });
    let said: Vec<_> = tablet.run("upload.js", &impatient).collect();
    assert_eq!(said.last(), Some(&json!({ "whole": false })), "{said:?}");

    network.cut(Cut::default());
    let said: Vec<_> = tablet.run("upload.js", &options).collect();
    assert_eq!(said.last(), Some(&json!({ "whole": true })), "{said:?}");
    assert_eq!(requests(&said, "POST"), 0, "the upload of the first run goes on");
    assert!(*network.take_traffic().up.last().unwrap() < 3 * MIB as u64, "and does not begin anew");
    assert!(tablet.is_held(sha));
    assert!(content(&bench, sha) == Some(photo));
}

#[test]
fn a_client_that_forgot_its_upload_is_led_back_to_it() {
    let bench = Bench::new();
    let network = FaultyNetwork::to(bench.ward.address());
    let tablet = Tablet::enrolled(&bench, &network.url());
    let photo = photo(8 * MIB);
    let sha = Hash::of(&photo);
    let options = tablet.photo(&photo, sha);
    let mut impatient = options.clone();
    impatient["retryDelays"] = Value::Null;
    network.cut(Cut { up: Some(6 * MIB as u64), down: None });
    let said: Vec<_> = tablet.run("upload.js", &impatient).collect();
    assert_eq!(said.last(), Some(&json!({ "whole": false })), "{said:?}");

    network.cut(Cut::default());
    fs::write(options["uploads"].as_str().unwrap(), "").unwrap();
    let said: Vec<_> = tablet.run("upload.js", &options).collect();
    assert_eq!(said.last(), Some(&json!({ "whole": true })), "{said:?}");
    let statuses: Vec<_> = said.iter().filter_map(|event| event["status"].as_u64()).collect();
    assert_eq!(statuses[..3], [201, 409, 200], "it began at the first byte, and asked when that was wrong");
    assert!(content(&bench, sha) == Some(photo));
}

#[test]
fn a_client_that_sends_its_first_bytes_with_the_creation_needs_no_other_request_for_them() {
    let bench = Bench::new();
    let tablet = Tablet::enrolled(&bench, bench.ward.url());
    let photo = photo(MIB);
    let sha = Hash::of(&photo);
    let mut options = tablet.photo(&photo, sha);
    options["uploadDataDuringCreation"] = json!(true);
    options["chunkSize"] = json!(MIB / 2);
    let said: Vec<_> = tablet.run("upload.js", &options).collect();
    assert_eq!(said.last(), Some(&json!({ "whole": true })), "{said:?}");
    assert_eq!((offsets(&said, "POST"), offsets(&said, "PATCH")), (vec![MIB as u64 / 2], vec![MIB as u64]));
    assert!(content(&bench, sha) == Some(photo));
}

#[test]
fn an_upload_that_the_client_aborts_goes_on_where_the_ward_stands() {
    let bench = Bench::new();
    let tablet = Tablet::enrolled(&bench, bench.ward.url());
    let photo = photo(4 * MIB + 1);
    let sha = Hash::of(&photo);
    let mut options = tablet.photo(&photo, sha);
    options["chunkSize"] = json!(MIB);
    options["abortAfter"] = json!(2 * MIB);
    let said: Vec<_> = tablet.run("upload.js", &options).collect();
    assert_eq!(said.last(), Some(&json!({ "whole": true })), "{said:?}");
    assert!(said.contains(&json!({ "aborted": 2 * MIB })), "{said:?}");
    assert_eq!(requests(&said, "POST"), 1);
    assert!(offsets(&said, "HEAD")[0] >= 2 * MIB as u64, "{said:?}");
    assert!(content(&bench, sha) == Some(photo));
}

#[test]
fn an_upload_outlives_a_ward_that_is_killed_in_the_middle() {
    let mut bench = Bench::new();
    let tablet = Tablet::enrolled(&bench, bench.ward.url());
    let photo = photo(20 * MIB);
    let sha = Hash::of(&photo);
    let mut options = tablet.photo(&photo, sha);
    options["chunkSize"] = json!(MIB / 4);
    let (mut script, mut said) = (tablet.run("upload.js", &options), Vec::new());
    while requests(&said, "PATCH") < 3 {
        said.push(script.next().expect("the upload goes on"));
    }
    bench.ward.kill();
    bench.ward.serve_again();
    let acknowledged = *offsets(&said, "PATCH").last().unwrap();
    said.extend(script);
    assert_eq!(said.last(), Some(&json!({ "whole": true })), "{said:?}");
    assert!(offsets(&said, "HEAD")[0] >= acknowledged, "{said:?}");
    assert_eq!(requests(&said, "POST"), 1);
    assert!(content(&bench, sha) == Some(photo));
}

#[test]
fn another_file_than_was_said_is_an_error_for_the_client_and_the_right_one_a_success() {
    let bench = Bench::new();
    let tablet = Tablet::enrolled(&bench, bench.ward.url());
    let photo = photo(MIB);
    let sha = Hash::of(&photo);
    let mut wrong = photo.clone();
    wrong[0] ^= 1;
    let said: Vec<_> = tablet.run("upload.js", &tablet.photo(&wrong, sha)).collect();
    assert_eq!(said.last(), Some(&json!({ "whole": false, "status": FILE_MISMATCH })), "{said:?}");
    assert!(!tablet.is_held(sha));
    assert_eq!(content(&bench, sha), None);
    let said: Vec<_> = tablet.run("upload.js", &tablet.photo(&photo, sha)).collect();
    assert_eq!(said.last(), Some(&json!({ "whole": true })), "{said:?}");
    assert!(tablet.is_held(sha));
    assert!(content(&bench, sha) == Some(photo));
}
