//! PINs, recovery and the key file.

use super::*;
use crypto_box::{SecretKey, aead::OsRng};

fn try_pin(device: &Device, pin: &str, now: Timestamp) -> StoreError {
    ReplicaFile::unlock(&device.folder(), pin, now).unwrap_err()
}

#[test]
fn waits_after_wrong_pins_grow_and_outlive_the_program() {
    let mut device = Device::new();
    device.close();
    let mut now = NOW;
    for expected in [0, 2, 5, 10, 30, 60, 300, 900, 900] {
        let StoreError::WrongPin { wait_s } = try_pin(&device, "999999", now) else { panic!("not tried") };
        assert_eq!(wait_s, expected);
        if expected > 0 {
            let early = now.plus_seconds(i64::try_from(expected).unwrap() - 1);
            assert!(
                matches!(try_pin(&device, PIN, early), StoreError::PinWait { wait_s: 1 }),
                "even the right one"
            );
        }
        now = now.plus_seconds(i64::try_from(expected).unwrap());
    }
    drop(ReplicaFile::unlock(&device.folder(), PIN, now).unwrap());
    assert!(
        matches!(try_pin(&device, "999999", now), StoreError::WrongPin { wait_s: 0 }),
        "a right one resets"
    );
}

#[test]
fn a_clock_set_back_makes_no_wait_longer_than_its_step() {
    let mut device = Device::new();
    device.close();
    for _ in 0..3 {
        try_pin(&device, "999999", NOW.plus_seconds(100));
        try_pin(&device, "999999", NOW.plus_seconds(200));
    }
    let back = NOW.plus_seconds(-86_400);
    let StoreError::PinWait { wait_s } = try_pin(&device, PIN, back) else { panic!("tried") };
    assert!(
        ReplicaFile::unlock(&device.folder(), PIN, back.plus_seconds(i64::try_from(wait_s).unwrap())).is_ok()
    );
}

#[test]
fn a_wrong_pin_is_on_the_disk_before_it_is_answered() {
    let device = Device::new();
    let tries = || std::fs::read(device.folder().join("tries")).unwrap();
    assert_eq!(tries(), [0; 8]);
    try_pin(&device, "999999", NOW);
    assert_eq!(tries()[..2], [1, 0]);
}

#[test]
fn a_new_pin_takes_the_place_of_the_old_one() {
    let mut device = Device::new();
    let id = device.new_citizen(citizen("Trần Thị Bình"));
    assert!(matches!(device.store().change_pin(PIN, "12345", NOW), Err(StoreError::PinTooShort)));
    assert!(matches!(device.store().change_pin("999999", "246802", NOW), Err(StoreError::WrongPin { .. })));
    device.store().change_pin(PIN, "246802", NOW).unwrap();
    device.store().check_pin("246802", NOW).unwrap();
    device.close();
    assert!(matches!(try_pin(&device, PIN, NOW), StoreError::WrongPin { .. }));
    let store = ReplicaFile::unlock(&device.folder(), "246802", NOW).unwrap();
    assert!(store.record(id).unwrap().is_some());
}

#[test]
fn the_wards_recovery_key_opens_the_file_and_no_other_does() {
    let mut device = Device::new();
    let id = device.new_citizen(citizen("Trần Thị Bình"));
    let [ward, stranger] = [SecretKey::generate(&mut OsRng), SecretKey::generate(&mut OsRng)];
    let open =
        |device: &Device, key: &SecretKey| ReplicaFile::open_with_recovery(&device.folder(), &key.to_bytes());
    assert!(matches!(open(&device, &ward), Err(StoreError::WrongRecoveryKey)), "before it is added");
    for _ in 0..2 {
        device.store().add_recovery_wrap(ward.public_key().as_bytes()).unwrap();
    }
    device.close();
    assert!(matches!(open(&device, &stranger), Err(StoreError::WrongRecoveryKey)));
    let mut store = open(&device, &ward).unwrap();
    assert!(store.record(id).unwrap().is_some());
    store.set_pin("246802", KdfCost::TESTS_ONLY).unwrap();
    drop(store);
    drop(ReplicaFile::unlock(&device.folder(), "246802", NOW).unwrap());
    assert!(open(&device, &ward).is_ok(), "a new PIN keeps the recovery wrap");
}

#[test]
fn a_key_file_opens_only_the_replica_it_was_made_for() {
    let mut device = Device::new();
    device.close();
    let path = device.folder().join("key.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let other = Uuid::from_u128(8).to_string();
    std::fs::write(&path, text.replace(&replica().to_string(), &other)).unwrap();
    assert!(matches!(try_pin(&device, PIN, NOW), StoreError::WrongPin { .. }));
}

#[test]
fn a_wrap_of_a_later_version_is_kept() {
    let mut device = Device::new();
    let path = device.folder().join("key.json");
    device.close();
    let mut file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let wrap = json!({"kind": "keystore", "name": "of this machine", "box": [1, 2]});
    file["wraps"].as_array_mut().unwrap().push(wrap.clone());
    std::fs::write(&path, file.to_string()).unwrap();
    device.unlock().unwrap();
    device.store().change_pin(PIN, "246802", NOW).unwrap();
    let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert!(file["wraps"].as_array().unwrap().contains(&wrap));
}

#[test]
fn a_key_file_that_is_missing_or_no_key_file_is_said_to_be_damaged() {
    let mut device = Device::new();
    device.close();
    std::fs::write(device.folder().join("key.json"), "{").unwrap();
    assert!(matches!(try_pin(&device, PIN, NOW), StoreError::KeyFileDamaged { file: "key.json" }));
    std::fs::remove_file(device.folder().join("key.json")).unwrap();
    assert!(matches!(try_pin(&device, PIN, NOW), StoreError::KeyFileDamaged { file: "key.json" }));
}
