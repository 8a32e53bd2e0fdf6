//! A page that goes along with receipts.

use crate::device::served;
use tan_nha_domain::{
    change::{Header, SealedChange},
    ids::OpId,
    role::Role,
};
use tan_nha_sync::wire::{self, PageAlong, PushReply, PushRequest, Standing, Verdict};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_comes_along_where_all_was_received_and_only_then_is_the_standing_that_it_foresaw_noted() {
    let served = served().await;
    let mut device = served.device("An", Role::Volunteer, &["Ấp 1"]).await;
    let clerk = served.device("Bình", Role::Clerk, &[]).await;
    let noted = async || clerk.pull().await.unwrap().devices.into_iter().find_map(|device| device.standing);
    let cursor = device.pull().await.unwrap().cursor;
    let seen = device.seen;
    let request = |changes: &[SealedChange], created| PushRequest {
        seen,
        changes: changes.to_vec(),
        then: Some(PageAlong {
            cursor: cursor.clone(),
            standing: Some(Standing { created, receipted: created, ..Standing::default() }),
        }),
    };
    let (id, good) = device.citizen("Trần Thị Bình", "Ấp 1");
    let (_, other) = device.citizen("Đỗ Văn Lộc", "Ấp 1");
    let header = Header { prev: Some(OpId(Uuid::now_v7())), ..other.header().unwrap() };
    let waits = SealedChange::seal(header, &other.payload().unwrap()).unwrap();

    let reply: PushReply = device.ask(wire::PUSH, &request(&[good], 1)).await.unwrap();
    let page = reply.page.unwrap();
    assert_eq!(page.records.iter().map(|record| record.id).collect::<Vec<_>>(), [id]);
    let end = page.caught_up.unwrap();
    assert_eq!((end.custody.count, end.live, page.tip), (1, 1, reply.tip));
    assert_eq!(noted().await.map(|standing| standing.created), Some(1));

    let reply: PushReply = device.ask(wire::PUSH, &request(&[waits], 2)).await.unwrap();
    assert!(matches!(reply.receipts[0].verdict, Verdict::Held { .. }));
    assert_eq!(reply.page, None);
    assert_eq!(noted().await.map(|standing| standing.created), Some(1));

    // Where the page fails, the receipts stand.
    let (_, third) = device.citizen("Huỳnh Thị Ước", "Ấp 1");
    let mut lost = request(std::slice::from_ref(&third), 3);
    lost.then.as_mut().unwrap().cursor = "of another ward".into();
    let reply: PushReply = device.ask(wire::PUSH, &lost).await.unwrap();
    assert!(reply.receipts[0].verdict.is_receipt());
    assert_eq!(reply.page, None);
}
