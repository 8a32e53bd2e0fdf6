//! What stays when the server stops, and what can be read of it.

use crate::device::{Device, Served, client, denied, served};
use std::fs;
use tan_nha_domain::role::Role;
use tan_nha_sync::wire::DenialCode;
use tan_nha_ward::{Clock, Ward, WardError};

#[tokio::test(flavor = "multi_thread")]
async fn a_device_finds_everything_again_at_a_new_address_under_a_new_certificate() {
    let mut served = served().await;
    let mut device = served.device("An", Role::Clerk, &[]).await;
    let (id, made) = device.citizen("Trần Thị Bình", "Ấp 1");
    device.push(&[made]).await.unwrap();
    let before = served.serving.url().to_owned();
    let listen = "127.0.0.2:0".parse().unwrap();
    let next = served.ward.serve(listen, &[]).await.unwrap();
    std::mem::replace(&mut served.serving, next).stop().await.unwrap();
    assert_ne!(before, served.serving.url());
    device.invitation.urls = served.serving.urls().to_vec();
    device.client = client(&device.invitation);
    assert_eq!(device.pull().await.unwrap().records[0].id, id);
    assert_eq!(served.invite("Ba", Role::Clerk, &[]).urls, device.invitation.urls);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wards_file_opens_with_its_key_only() {
    let Served { ward, serving, data, _folder, .. } = served().await;
    let key_file = ward.key_file().to_owned();
    serving.stop().await.unwrap();
    drop(ward);
    assert!(!key_file.starts_with(&data));
    let open = |key_file: Option<&std::path::Path>| Ward::open(&data, key_file, Clock::system());
    assert!(open(None).is_ok());
    let other = key_file.with_file_name("other.key");
    fs::write(&other, "0".repeat(64)).unwrap();
    assert!(matches!(open(Some(&other)), Err(WardError::KeyWrong)));
    fs::write(&other, "short").unwrap();
    assert!(matches!(open(Some(&other)), Err(WardError::KeyFileUnreadable)));
    fs::remove_file(&key_file).unwrap();
    assert!(matches!(open(None), Err(WardError::KeyFileUnreadable)));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_personal_can_be_read_from_the_files() {
    let served = served().await;
    let mut device = served.device("Planted Clerk", Role::Clerk, &[]).await;
    let (_, made) = device.citizen("PLANTED CITIZEN", "PLANTED HAMLET");
    device.push(&[made]).await.unwrap();
    let files = || {
        let all = fs::read_dir(&served.data).unwrap().map(|entry| entry.unwrap().path());
        all.map(|path| fs::read(path).unwrap()).collect::<Vec<_>>()
    };
    let with_log = files();
    served.serving.stop().await.unwrap();
    assert!(with_log.len() >= 2, "the log is looked at too");
    for bytes in with_log.iter().chain(&files()) {
        for planted in ["PLANTED", "Planted", "CREATE TABLE", "SQLite format 3"] {
            let found = bytes.windows(planted.len()).any(|part| part == planted.as_bytes());
            assert!(!found, "{planted}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_of_the_file_gets_what_it_lost_from_the_devices() {
    let Served { ward, serving, data, _folder, .. } = served().await;
    let invitation = |name: &str| {
        let mut guest = tan_nha_ward::Guest::new(name, Role::Clerk);
        guest.urls = serving.urls().to_vec();
        tan_nha_sync::invitation::Invitation::read(&ward.invite(&guest).unwrap()).unwrap()
    };
    let mut device = Device::before(invitation("An"));
    device.user = device.enrol().await.unwrap().user;
    serving.stop().await.unwrap();
    fs::copy(data.join("ward.db"), data.join("copy")).unwrap();

    let serving = ward.serve(([127, 0, 0, 1], 0).into(), &[]).await.unwrap();
    device.invitation.urls = serving.urls().to_vec();
    device.client = client(&device.invitation);
    let (id, made) = device.citizen("Trần Thị Bình", "Ấp 1");
    let first = device.push(std::slice::from_ref(&made)).await.unwrap();
    let held = device.pull().await.unwrap().caught_up.unwrap().custody;
    serving.stop().await.unwrap();
    drop(ward);

    fs::rename(data.join("copy"), data.join("ward.db")).unwrap();
    let ward = Ward::open(&data, None, Clock::system()).unwrap();
    let serving = ward.serve(([127, 0, 0, 1], 0).into(), &[]).await.unwrap();
    device.invitation.urls = serving.urls().to_vec();
    device.client = client(&device.invitation);
    device.seen = tan_nha_sync::wire::Seen { epoch: first.epoch, seq: 1, mark: None };
    let again = device.push(&[made]).await.unwrap();
    assert_eq!(again.epoch, 2);
    assert!(again.receipts[0].verdict.is_receipt());
    device.seen = tan_nha_sync::wire::Seen::nothing_of(2);
    let page = device.pull().await.unwrap();
    assert_eq!((page.records[0].id, page.caught_up.unwrap().custody), (id, held));
    assert_eq!(device.pull_from(Some("old")).await, denied(DenialCode::CursorUnknown));
}
