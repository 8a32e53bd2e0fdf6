//! Upgrades from every released version: all that an older program left is there, and all of it is sent, also when
//! the upgrade is killed at any of its statements. The fixtures were made by the older programs themselves
//! (`tests/fixtures/upgrade/README.md`).

mod fixture;
mod make;
mod real_programs;
mod sending;

use fixture::{Fixture, assert_exported};
use sending::send_all;
use serde_json::Value;
use std::{env, path::Path, process::Command};
use tan_nha_domain::{change::Hash, ids::ReplicaId, time::Timestamp};
use tan_nha_store::{ReplicaFile, StoreError, simulation::upgrade::die_after_statement};
use tan_nha_sync::{
    codec,
    invitation::Invitation,
    wire::{self, EnrolRequest, PullReply, PullRequest, Seen},
};
use tan_nha_test_support::PIN;
use tan_nha_ward::ExportKind;

#[test]
fn what_an_older_program_left_is_there_and_is_sent() {
    for fixture in Fixture::all() {
        let mut store = fixture.open();
        fixture.assert_whole(&store);
        let ward = fixture.ward();
        let sent = send_all(&mut store, &ward, fixture.next_day());
        let again = send_all(&mut store, &ward, fixture.next_day());
        assert_eq!(sent, again, "version {}: a second pass changes nothing", fixture.version);
    }
}

#[test]
fn an_upgrade_that_is_killed_at_any_statement_loses_nothing() {
    let mut kills = 0;
    for fixture in Fixture::all() {
        let now = fixture.next_day();
        let expected = send_all(&mut fixture.open(), &fixture.ward(), now);
        let mut nth = 1;
        loop {
            let killed = fixture.again();
            let lived = upgraded_by_a_process_that_dies(&killed.replica(), nth, now);
            let mut store = killed.open();
            killed.assert_whole(&store);
            let sent = send_all(&mut store, &killed.ward(), now);
            assert_eq!(sent, expected, "version {}, killed at statement {nth}", fixture.version);
            if lived {
                break;
            }
            (nth, kills) = (nth + 1, kills + 1);
        }
    }
    assert!(kills > 10, "only {kills} statements were met");
}

#[test]
fn wrong_pins_are_still_counted() {
    for fixture in Fixture::all() {
        let unlock = |pin: &str, now| ReplicaFile::unlock(&fixture.replica(), pin, now);
        let now = fixture.next_day();
        // The older program counted one, which costs nothing; the second costs two seconds.
        assert!(matches!(unlock("sai lần nữa", now), Err(StoreError::WrongPin { .. })));
        assert!(matches!(unlock(PIN, now), Err(StoreError::PinWait { .. })));
        fixture.assert_whole(&unlock(PIN, now.plus_seconds(2)).unwrap());
    }
}

#[test]
fn a_ward_of_an_older_version_holds_what_it_held() {
    for fixture in Fixture::all() {
        let ward = fixture.ward();
        let kinds = [
            ("dossiers", ExportKind::Dossiers),
            ("changes", ExportKind::Changes),
            ("citizens", ExportKind::Citizens),
            ("visits", ExportKind::Visits),
            ("alarms", ExportKind::Alarms),
        ];
        for (name, kind) in kinds {
            let mut lines = Vec::new();
            ward.export(kind, &mut lines).unwrap();
            let lines = String::from_utf8(lines).unwrap();
            let now: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_exported(&fixture.expected["ward"][name], &now, name);
        }
    }
}

#[test]
fn an_invitation_that_an_older_ward_gave_is_still_good_and_brings_all_there_is() {
    for fixture in Fixture::all() {
        let ward = fixture.ward();
        let given = Invitation::read(fixture.expected["invitation"].as_str().unwrap()).unwrap();
        let (replica, token) = (ReplicaId(uuid::Uuid::from_u128(9)), "of-the-test");
        let request = EnrolRequest {
            ward: given.ward,
            code: given.code,
            replica,
            token_hash: Hash::of(token.as_bytes()),
            succeeds: None,
        };
        ward.answer(wire::ENROL, "", &codec::encode(&request).unwrap()).unwrap();
        let request = PullRequest { seen: Seen::default(), cursor: None, standing: None };
        let request = codec::encode(&request).unwrap();
        let page = ward.answer(wire::PULL, &format!("{replica}.{token}"), &request).unwrap();
        let page: PullReply = codec::decode(&page).unwrap();
        let held = ward.holdings().unwrap();
        assert_eq!(page.records.len(), held.records.len(), "version {}", fixture.version);
    }
}

/// Has a process of its own upgrade the replica and die after the `nth` statement; whether it lived to the end.
fn upgraded_by_a_process_that_dies(replica: &Path, nth: u32, now: Timestamp) -> bool {
    let child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "upgrade_and_die", "--ignored", "--quiet"])
        .env("TAN_NHA_REPLICA", replica)
        .env("TAN_NHA_DIE_AFTER", nth.to_string())
        .env("TAN_NHA_NOW", now.0.to_string())
        .output()
        .unwrap();
    // Killed by a signal it has no code; whatever else went wrong has one.
    match child.status.code() {
        None => false,
        Some(0) => true,
        Some(_) => panic!("the upgrade failed: {}", String::from_utf8_lossy(&child.stdout)),
    }
}

#[test]
#[ignore = "it is the process that dies"]
fn upgrade_and_die() {
    let text = |name: &str| env::var(name).unwrap_or_else(|_| panic!("{name} is not said"));
    die_after_statement(text("TAN_NHA_DIE_AFTER").parse().unwrap());
    let now = Timestamp(text("TAN_NHA_NOW").parse().unwrap());
    ReplicaFile::unlock(Path::new(&text("TAN_NHA_REPLICA")), PIN, now).unwrap();
}
