//! Drafts of every version that was ever shipped: each opens, is checked and goes on with the form of today.
//!
//! `fixtures/shipped/<procedure>/<version>.json` has the hash of the version's files and a draft. What was shipped does
//! not change: dossiers name their form by procedure and version, and so do the packages of wards. A change is a new
//! version; the old one stays.

use crate::here;
use serde_json::{Map, Value, json};
use std::{fs, path::PathBuf};
use tan_nha_domain::table;
use tan_nha_forms::{Forms, catalogue, check, move_answers, put_answer};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/shipped")
}

/// Procedure, version, hash of the files and a draft as people see it.
fn shipped() -> Vec<(String, String, String, Map<String, Value>)> {
    let mut all = Vec::new();
    for procedure in fs::read_dir(folder()).unwrap() {
        let procedure = procedure.unwrap();
        for version in fs::read_dir(procedure.path()).unwrap() {
            let path = version.unwrap().path();
            let text: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            let name = |path: &std::ffi::OsStr| path.to_str().unwrap().to_owned();
            let draft = text["draft"].as_object().unwrap().clone();
            let hash = text["hash"].as_str().unwrap().to_owned();
            all.push((name(&procedure.file_name()), name(path.file_stem().unwrap()), hash, draft));
        }
    }
    all.sort_by_key(|(procedure, version, ..)| (procedure.clone(), version.clone()));
    all
}

/// With `TAN_NHA_WRITE` set, a version without a draft gets its sample; one that is there is never written over.
#[test]
fn every_version_has_its_draft_and_is_as_it_was_shipped() {
    let forms = Forms::default();
    for form in catalogue().all() {
        let hash = forms.hash_of(form.key(), form.version()).unwrap().to_string();
        let file = folder().join(form.key()).join(format!("{}.json", form.version()));
        if !file.exists() && std::env::var_os("TAN_NHA_WRITE").is_some() {
            let text = json!({"hash": hash, "draft": table::gathered(form.sample())});
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, format!("{text:#}\n")).unwrap();
        }
        assert!(file.exists(), "{} has no draft: run this with TAN_NHA_WRITE=1", file.display());
    }
    for (procedure, version, hash, _) in shipped() {
        let now = forms.hash_of(&procedure, &version).map(|hash| hash.to_string());
        assert_eq!(
            now,
            Some(hash),
            "{procedure} {version} is not what was shipped: a change is a new version, the old one stays"
        );
    }
}

#[test]
fn a_draft_of_every_version_opens_is_checked_and_moves_to_the_form_of_today() {
    let forms = Forms::default();
    for (procedure, version, _, draft) in shipped() {
        let from = forms.version(&procedure, &version).unwrap();
        let mut answers = Map::new();
        for (key, value) in &draft {
            put_answer(from, &mut answers, key, value).unwrap();
        }
        assert_eq!(table::gathered(&answers), draft, "{procedure} {version}");
        let found = check(from, &answers, &here()).findings;
        assert!(found.iter().all(|finding| !finding.is_error()), "{procedure} {version}: {found:?}");
        let Some(to) = forms.newer(&procedure, &version, here().today) else { continue };
        let moving = move_answers((from, to), &answers, Vec::new(), &here());
        let kept = |key: &String| moving.renamed.contains_key(key) || moving.earlier.contains_key(key);
        assert!(answers.keys().all(kept), "{procedure} {version}");
    }
}
