//! The folder of a profile.

use super::*;
use crate::{PersonState, Profile, RegisteredPerson};
use tan_nha_domain::change::Hash;

fn person(handle: &str, number: u128) -> RegisteredPerson {
    RegisteredPerson {
        handle: handle.into(),
        replica: ReplicaId(Uuid::from_u128(number)),
        practice: false,
        state: PersonState::Enrolling,
        invitation: Some(Hash::of(b"code")),
    }
}

#[test]
fn a_profile_has_one_process_at_a_time() {
    let folder = TempDir::new().unwrap();
    let profile = Profile::open(folder.path()).unwrap();
    assert!(matches!(Profile::open(folder.path()), Err(StoreError::ProfileInUse)));
    drop(profile);
    assert!(Profile::open(folder.path()).is_ok());
}

#[test]
fn people_are_there_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("made").join("when needed");
    let mut profile = Profile::open(&dir).unwrap();
    assert!(profile.people().is_empty());
    profile.register(person("mau", 1)).unwrap();
    profile.register(person("vidu", 2)).unwrap();
    assert!(matches!(profile.register(person("mau", 3)), Err(StoreError::HandleTaken)));
    profile.set_ready(ReplicaId(Uuid::from_u128(2))).unwrap();
    drop(profile);
    let profile = Profile::open(&dir).unwrap();
    assert_eq!(
        profile.people(),
        [person("mau", 1), RegisteredPerson { state: PersonState::Ready, ..person("vidu", 2) }]
    );
    assert!(profile.folder_of(replica()).starts_with(dir.join("replicas")));
}

#[test]
fn only_an_enrolment_that_came_to_nothing_can_be_given_up() {
    let folder = TempDir::new().unwrap();
    let mut profile = Profile::open(folder.path()).unwrap();
    for (handle, number) in [("mau", 1), ("vidu", 2)] {
        let person = person(handle, number);
        let path = profile.folder_of(person.replica);
        ReplicaFile::create(&path, person.replica, PIN, KdfCost::TESTS_ONLY).unwrap();
        profile.register(person).unwrap();
    }
    let [first, second] = [1, 2].map(|number| ReplicaId(Uuid::from_u128(number)));
    profile.set_ready(second).unwrap();
    assert!(matches!(profile.give_up_enrolment(second), Err(StoreError::UnknownReplica)));
    profile.give_up_enrolment(first).unwrap();
    assert_eq!(profile.people().len(), 1);
    assert!(!profile.folder_of(first).exists() && profile.folder_of(second).exists());
}

#[test]
fn a_registry_of_a_later_version_is_refused() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("registry.json"), r#"{"version": 9, "people": []}"#).unwrap();
    assert!(matches!(Profile::open(folder.path()), Err(StoreError::NewerFile)));
}

#[test]
fn a_damaged_registry_is_set_aside_and_made_anew_from_the_files() {
    let folder = TempDir::new().unwrap();
    for damage in ["", "{\"version\": 1}"] {
        std::fs::write(folder.path().join("registry.json"), damage).unwrap();
        assert!(Profile::open(folder.path()).unwrap().people().is_empty());
    }
    assert_eq!(std::fs::read(folder.path().join("registry.json.damaged-1")).unwrap(), b"");
    assert!(folder.path().join("registry.json.damaged-2").exists());
}
