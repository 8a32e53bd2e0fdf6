//! What an older program left, and what today's program has to find in it.

use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};
use tan_nha_domain::{change::Hash, patch::Body, time::Timestamp};
use tan_nha_store::{Profile, ReplicaFile, Search, Store};
use tan_nha_test_support::PIN;
use tan_nha_ward::{Clock, Ward};
use tempfile::TempDir;

/// The tables that are compared, where the version had them. The search index is compared by what it finds.
pub const TABLES: [&str; 10] =
    ["record", "mirror", "change", "ledger", "position", "alert", "file", "paper", "former", "replaced"];
/// What an upgrade changes on purpose: units in conflict moved to the mirror's notes, the pull begins anew so that
/// the ward tells them again, and what follows from the version of the text rules is made anew.
const CHANGED: [&str; 5] = ["conflict", "cursor", "unconfirmed", "name_key", "text_rules"];
/// The numbers of `sync.status` that an upgrade keeps; conflicts are told anew.
const NUMBERS: [&str; 6] = ["created", "on_device", "in_transit", "receipted", "set_aside", "bytes_waiting"];

/// The folder of fixtures, one for each released version of the schema.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/upgrade")
}

/// A copy of a fixture that a test may change.
pub struct Fixture {
    pub version: String,
    pub expected: Value,
    copy: TempDir,
}

impl Fixture {
    /// A copy of each, in the order of versions.
    pub fn all() -> Vec<Self> {
        let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
        let mut all: Vec<Self> =
            entries.filter(|path| path.is_dir()).map(|path| Self::copy_of(&path)).collect();
        all.sort_by_key(|fixture| fixture.version.parse::<u32>().unwrap());
        assert!(!all.is_empty());
        all
    }

    /// Another copy of the same.
    pub fn again(&self) -> Self {
        Self::copy_of(&folder().join(&self.version))
    }

    fn copy_of(from: &Path) -> Self {
        let copy = tempfile::tempdir().unwrap();
        copy_files(from, copy.path());
        Self {
            version: from.file_name().unwrap().to_string_lossy().into_owned(),
            expected: serde_json::from_slice(&fs::read(from.join("expected.json")).unwrap()).unwrap(),
            copy,
        }
    }

    /// The folder that the ward's folder is in.
    pub fn path(&self) -> &Path {
        self.copy.path()
    }

    /// The tablet's profile.
    pub fn tablet(&self) -> PathBuf {
        self.copy.path().join("tablet")
    }

    /// A day after the older program was closed.
    pub fn next_day(&self) -> Timestamp {
        let last = self.expected["position"][0]["last_contact_at"].as_i64().unwrap();
        Timestamp(last).plus_seconds(86_400)
    }

    /// The folder of the replica.
    pub fn replica(&self) -> PathBuf {
        let profile = Profile::open(&self.tablet()).unwrap();
        profile.folder_of(profile.people()[0].replica)
    }

    /// The replica, opened by today's program.
    pub fn open(&self) -> Store {
        ReplicaFile::unlock(&self.replica(), PIN, self.next_day()).unwrap()
    }

    /// The ward, opened by today's program.
    pub fn ward(&self) -> Ward {
        Ward::open(&self.path().join("ward"), None, Clock::fixed(self.next_day())).unwrap()
    }

    /// Checks that everything is there which the older program knew.
    pub fn assert_whole(&self, store: &Store) {
        assert_eq!(store.live_pragmas().unwrap().integrity_check, "ok");
        for table in TABLES {
            let kept = store.rows(table).unwrap();
            match self.expected.get(table) {
                Some(expected) => assert_kept(expected, &kept, table),
                None => assert!(kept.is_empty(), "version {} had no {table}", self.version),
            }
        }
        for file in store.rows("file").unwrap() {
            let sha256: Hash = serde_json::from_value(file["sha256"].clone()).unwrap();
            let content = store.file_content(sha256).unwrap();
            assert_eq!(file["bytes"], content.len(), "{sha256} is there and whole");
        }
        let status = &self.expected["status"];
        let counts = store.status_counts().unwrap();
        let now = [
            counts.created,
            counts.on_device,
            counts.in_transit,
            counts.receipted,
            counts.set_aside,
            counts.bytes_waiting,
        ];
        assert_eq!(now.map(Some), NUMBERS.map(|number| status[number].as_u64()), "{NUMBERS:?}");
        for (text, ids) in self.expected["searches"].as_object().unwrap() {
            let found = store.search_citizens(&Search { text, limit: 10, ..Search::default() }).unwrap();
            let found: Vec<String> = found.iter().map(|record| record.id.to_string()).collect();
            assert_eq!(serde_json::json!(found), *ids, "a search for {text:?}");
        }
    }
}

/// Checks that each row is there with each of its columns, beside columns that are new.
fn assert_kept(expected: &Value, kept: &[Body], table: &str) {
    let expected = expected.as_array().unwrap();
    assert_eq!(kept.len(), expected.len(), "rows of {table}");
    for (before, now) in expected.iter().zip(kept) {
        for (column, value) in before.as_object().unwrap() {
            if !CHANGED.contains(&column.as_str()) {
                assert_eq!(now.get(column), Some(value), "{column} of a row of {table}");
            }
        }
    }
}

/// Checks that every line which the older ward exported is among today's, beside fields that are new.
pub fn assert_exported(before: &Value, now: &[Value], kind: &str) {
    let of = |row: &Value| row.as_object().unwrap().clone();
    let before = before.as_array().unwrap();
    assert_eq!(now.len(), before.len(), "{kind}");
    for (before, now) in before.iter().zip(now) {
        let (before, now) = (of(before), of(now));
        let lost: Vec<_> = before.keys().filter(|key| now.get(*key) != before.get(*key)).collect();
        assert!(lost.is_empty(), "{kind}: {lost:?} of {before:?}");
    }
}

/// Copies a folder; what git keeps is readable for all, and keys must not be.
fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_files(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).unwrap();
            #[cfg(unix)]
            fs::set_permissions(&to, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        }
    }
}
