//! Bundles that are carried here: who may, and what is answered to what is none. What becomes of a whole one is in
//! `tests/suites/bundles.rs`.

use crate::device::{denied, read, served};
use reqwest::header;
use std::fs;
use tan_nha_domain::role::Role;
use tan_nha_sync::{
    bundle::{BUNDLES, CONTENT_TYPE},
    wire::{DenialCode, PullReply},
};

#[tokio::test(flavor = "multi_thread")]
async fn only_who_belongs_to_the_ward_brings_anything_and_what_is_no_bundle_leaves_no_trace() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &["Ấp 1"]).await;
    let right = format!("Bearer {}.{}", device.replica, device.token);
    let send = async |token: &str, kind: &str, body: Vec<u8>| {
        let request = device.client.post(device.url(BUNDLES));
        let request = request.header(header::AUTHORIZATION, token).header(header::CONTENT_TYPE, kind);
        read::<PullReply>(request.body(body).send().await.unwrap()).await
    };
    // More than is kept at a time, and less than is read away of what is refused: the answer is always heard.
    let large = vec![7; 600_000];
    assert_eq!(send(&format!("{right}x"), CONTENT_TYPE, vec![7; 9]).await, denied(DenialCode::TokenRefused));
    assert_eq!(send(&right, "application/json", large.clone()).await, denied(DenialCode::BadRequest));
    assert_eq!(send(&right, CONTENT_TYPE, large).await, denied(DenialCode::BadRequest));
    assert_eq!(send(&right, CONTENT_TYPE, Vec::new()).await, denied(DenialCode::BadRequest));
    served.ward.revoke("An").unwrap();
    assert_eq!(send(&right, CONTENT_TYPE, vec![7; 9]).await, denied(DenialCode::Revoked));
    let names =
        fs::read_dir(&served.data).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| name.starts_with("ward.db")));
}
