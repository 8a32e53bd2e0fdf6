//! Bodies that are not what they should be.

use crate::device::{denied, read, served};
use reqwest::header;
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};
use tan_nha_domain::role::Role;
use tan_nha_sync::{
    codec::{self, Packing},
    wire::{self, DenialCode, EnrolReply, MAX_BODY_BYTES, MAX_UNPACKED_BYTES, PullReply, PushReply},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_ours_or_denied() {
    let served = served().await;
    let device = served.device("An", Role::Clerk, &[]).await;
    let bad = denied::<PushReply>(DenialCode::BadRequest);
    let whole = codec::encode(&serde_json::json!({"seen": {"epoch": 0, "seq": 0}, "changes": []})).unwrap();
    // What cannot be unpacked says nothing of what was sent; what can be and is no message does.
    let garbled = denied::<PushReply>(DenialCode::Garbled);
    for body in [vec![], b"{}".to_vec(), whole[..whole.len() - 3].to_vec()] {
        assert_eq!(device.send::<PushReply>(wire::PUSH, body).await, garbled);
    }
    assert_eq!(device.send::<PushReply>(wire::PUSH, codec::encode(&[1, 2]).unwrap()).await, bad);
    assert!(device.send::<PushReply>(wire::PUSH, whole.clone()).await.is_ok());
    let other_type = device
        .client
        .post(device.url(wire::PUSH))
        .header(header::AUTHORIZATION, format!("Bearer {}.{}", device.replica, device.token))
        .header(header::CONTENT_TYPE, "application/json")
        .body(whole);
    assert_eq!(read(other_type.send().await.unwrap()).await, bad);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_denied_and_so_is_one_that_unpacks_to_it() {
    let served = served().await;
    let device = served.device("An", Role::Clerk, &[]).await;
    let large = denied::<PushReply>(DenialCode::TooLarge);
    assert_eq!(device.send::<PushReply>(wire::PUSH, vec![b'x'; MAX_BODY_BYTES + 1]).await, large);
    let bomb = zstd::encode_all(std::io::repeat(b' ').take(MAX_UNPACKED_BYTES as u64 + 1), 3).unwrap();
    assert!(bomb.len() < 64 * 1024);
    assert_eq!(device.send::<PushReply>(wire::PUSH, bomb).await, large);
    // Anybody may send an enrolment: it has to be small.
    let enrol = device.send::<EnrolReply>(wire::ENROL, vec![b'x'; 64 * 1024]).await;
    assert_eq!(enrol, denied(DenialCode::TooLarge));
    assert!(device.pull().await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_says_nothing_is_closed_and_others_go_on() {
    let served = served().await;
    let device = served.device("An", Role::Clerk, &[]).await;
    let mut silent = TcpStream::connect(crate::device::address(&device.invitation)).unwrap();
    silent.write_all(&[0x16, 0x03]).unwrap();
    silent.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let began = Instant::now();
    assert!(device.pull().await.is_ok());
    assert!(began.elapsed() < Duration::from_secs(5));
    let closed = tokio::task::spawn_blocking(move || silent.read(&mut [0; 16])).await.unwrap();
    assert!(
        matches!(closed, Ok(0))
            || closed.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_costs_nothing() {
    let served = served().await;
    let mut device = served.device("An", Role::Clerk, &[]).await;
    let changes: Vec<_> = (0..20).map(|_| device.citizen("Trần Thị Bình", "Ấp 1").1).collect();
    // The device gives up while the ward is at work, again and again.
    for millis in [1, 3, 5, 10, 20] {
        drop(tokio::time::timeout(Duration::from_millis(millis), device.push(&changes)).await);
    }
    device.push(&changes).await.unwrap();
    let page: PullReply = device.pull().await.unwrap();
    assert_eq!((page.caught_up.unwrap().custody.count, page.records.len()), (20, 20));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_packed_as_its_request_was() {
    let served = served().await;
    let device = served.device("An", Role::Clerk, &[]).await;
    let nothing = serde_json::json!({"seen": {"epoch": 0, "seq": 0}, "changes": []});
    for packing in [Packing::Alone, Packing::WithDictionary] {
        let body = codec::encode_as(&nothing, packing).unwrap();
        let request = device
            .client
            .post(device.url(wire::PUSH))
            .header(header::AUTHORIZATION, device.bearer())
            .header(header::CONTENT_TYPE, wire::CONTENT_TYPE)
            .body(body);
        let answer = request.send().await.unwrap().bytes().await.unwrap();
        assert_eq!(Packing::of(&answer), packing);
        assert!(codec::decode::<PushReply>(&answer).unwrap().receipts.is_empty());
    }
}
