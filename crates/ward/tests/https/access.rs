//! Who may ask for what.

use crate::device::{denied, read, served};
use reqwest::{StatusCode, header};
use std::collections::BTreeSet;
use tan_nha_domain::role::Role;
use tan_nha_sync::{
    codec,
    wire::{self, DenialCode, PullReply, Refusal, Verdict},
};

#[tokio::test(flavor = "multi_thread")]
async fn every_route_for_every_role() {
    let served = served().await;
    let mut an = served.device("An", Role::Clerk, &[]).await;
    let (here, made_here) = an.citizen("Trần Thị Bình", "Ấp 1");
    let (there, made_there) = an.citizen("Lê Văn Sáu", "Ấp 2");
    let mut ward = BTreeSet::from([here, there]);
    an.push(&[made_here, made_there]).await.unwrap();
    for role in Role::ALL {
        let mut device = served.device(role.as_str(), role, &["Ấp 1"]).await;
        let pulled = device.pull().await.unwrap();
        let got: BTreeSet<_> = pulled.records.iter().map(|record| record.id).collect();
        let expected = match role {
            Role::Volunteer => BTreeSet::from([here]),
            _ => ward.clone(),
        };
        assert_eq!(got, expected, "{role}");
        assert_eq!(pulled.caught_up.unwrap().live, expected.len() as u64, "{role}");
        let (own, mine) = device.citizen("Võ Thị Bảy", "Ấp 9");
        let reply = device.push(std::slice::from_ref(&mine)).await.unwrap();
        assert!(reply.receipts[0].verdict.is_receipt(), "{role}");
        ward.insert(own);

        served.ward.revoke(role.as_str()).unwrap();
        assert_eq!(device.pull().await, denied(DenialCode::Revoked), "{role}");
        let (_, late) = device.citizen("Võ Thị Bảy", "Ấp 1");
        let reply = device.push(std::slice::from_ref(&late)).await.unwrap();
        assert_eq!(reply.receipts[0].verdict, Verdict::Refused { code: Refusal::Revoked }, "{role}");
        let again = device.push(&[mine, late]).await.unwrap();
        let on_the_shelf =
            again.receipts.iter().all(|receipt| matches!(receipt.verdict, Verdict::Duplicate { .. }));
        assert!(on_the_shelf, "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_right_token_nothing_is_answered() {
    let served = served().await;
    let device = served.device("An", Role::Admin, &[]).await;
    let other = served.device("Ba", Role::Volunteer, &[]).await;
    let refused = denied::<PullReply>(DenialCode::TokenRefused);
    let right = format!("Bearer {}.{}", device.replica, device.token);
    for wrong in [
        String::new(),
        "Bearer".into(),
        format!("Basic {}", &right[7..]),
        format!("{right}x"),
        right[..right.len() - 1].to_owned(),
        format!("Bearer {}.", device.replica),
        format!("Bearer {}.{}", device.replica, other.token),
        format!("Bearer {}.{}", other.replica, device.token),
        format!("Bearer {}.{}", uuid::Uuid::nil(), device.token),
    ] {
        for path in [wire::PUSH, wire::PULL] {
            let request = device
                .client
                .post(device.url(path))
                .header(header::AUTHORIZATION, &wrong)
                .header(header::CONTENT_TYPE, wire::CONTENT_TYPE);
            assert_eq!(read(request.send().await.unwrap()).await, refused, "{wrong:?} {path}");
        }
    }
    assert!(device.pull().await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_route_or_method_is_denied_in_the_wards_own_words() {
    let served = served().await;
    let device = served.device("An", Role::Clerk, &[]).await;
    let not_found = Err((StatusCode::NOT_FOUND, DenialCode::BadRequest));
    for path in ["/", "/v1", "/v2/pull", "/v1/pull/"] {
        assert_eq!(device.send::<PullReply>(path, vec![]).await, not_found, "{path}");
    }
    let get = device.client.get(device.url(wire::PULL)).send().await.unwrap();
    assert_eq!(read::<PullReply>(get).await, not_found);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_over_the_wire_is_the_message_of_the_protocol() {
    let served = served().await;
    let mut an = served.device("An", Role::Clerk, &[]).await;
    let (id, made) = an.citizen("Trần Thị Bình", "Ấp 1");
    an.push(&[made]).await.unwrap();
    let page = an.pull().await.unwrap();
    assert_eq!((page.records[0].id, page.records[0].author, page.records[0].rev), (id, an.user, 1));
    assert_eq!(page.records[0].body["full_name"], "Trần Thị Bình");
    let again: PullReply = codec::decode(&codec::encode(&page).unwrap()).unwrap();
    assert_eq!(again, page);
}
