//! Who may import whom (docs/ARCHITECTURE.md), read from cargo's own metadata.

use cargo_metadata::{DependencyKind, MetadataCommand};
use std::collections::{BTreeMap, BTreeSet};

/// Each crate and what it may import of ours; `rusqlite`, HTTP and Tauri have their homes too.
const ALLOWED: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("forms", &["domain"]),
    ("sync", &["domain"]),
    ("store", &["domain", "sync"]),
    ("print", &["domain", "forms"]),
    ("app", &["domain", "forms", "sync", "store", "print"]),
    ("rpc", &["app"]),
    ("window", &["app"]),
    ("ward", &["domain", "forms", "sync"]),
    ("test-support", &[]),
    ("tests", &["test-support"]),
];

/// Libraries that only these crates may use.
const HOMES: [(&str, &[&str]); 6] = [
    ("rusqlite", &["store", "ward"]),
    ("reqwest", &["app"]),
    ("axum", &["ward"]),
    ("cel", &["forms"]),
    ("tauri", &["window"]),
    ("typst", &["print"]),
];

fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let ours = |name: &str| name.strip_prefix("tan-nha-").unwrap_or(name).to_owned();
    let packages = metadata.packages.iter().map(|package| {
        let normal =
            package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
        (ours(&package.name), normal.map(|dependency| ours(&dependency.name)).collect())
    });
    packages.collect()
}

#[test]
fn a_crate_imports_only_what_the_architecture_allows() {
    let imports = imports();
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.into_iter().collect();
    for (name, used) in &imports {
        let may = allowed.get(name.as_str()).unwrap_or_else(|| panic!("{name} is not in the table"));
        let ours = used.iter().filter(|used| imports.contains_key(*used));
        for used in ours {
            assert!(may.contains(&used.as_str()), "{name} imports {used}");
        }
    }
}

#[test]
fn sql_http_and_rules_stay_at_home() {
    for (name, used) in imports() {
        for (library, homes) in HOMES {
            assert!(!used.contains(library) || homes.contains(&name.as_str()), "{name} uses {library}");
        }
    }
}
