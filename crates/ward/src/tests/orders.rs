//! Whatever the network does to the order, the records end the same.

use super::desk::{citizen, desk, with};
use proptest::prelude::*;
use serde_json::json;
use tan_nha_domain::{record::RecordKind, role::Role};
use tan_nha_sync::wire::Verdict;

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Five changes of two records in one chain each, in any order, any of them twice, cut into batches
    /// anywhere.
    #[test]
    fn any_order_with_duplicates_ends_in_the_same_records(
        order in Just(vec![0_usize, 1, 2, 3, 4, 0, 2, 4]).prop_shuffle(),
        cut in 0_usize..8,
    ) {
        let desk = desk();
        let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
        let (person, made) = ba.citizen("Ấp 1");
        let first = citizen("Ấp 1");
        let second = with(&first, json!({"phone": "0912345678"}));
        let third = with(&second, json!({"phone": "0987654321", "address": "Tổ 4"}));
        let kind = || (person, RecordKind::Citizen);
        let (dossier, draft) = ba.dossier(Some(person), "Ấp 1");
        let before = desk_body(&draft);
        let after = with(&before, json!({"answers": {"req_name": "TRẦN THỊ BÌNH"}}));
        let changes = [
            made,
            ba.change(kind(), None, &first, &second),
            ba.change(kind(), None, &second, &third),
            draft,
            ba.change((dossier, RecordKind::Dossier), None, &before, &after),
        ];
        let sent: Vec<_> = order.iter().map(|&index| changes[index].clone()).collect();
        let (early, late) = sent.split_at(cut);
        desk.push(&ba, early);
        desk.push(&ba, late);
        let receipts = desk.push(&ba, &changes);
        for receipt in &receipts.receipts {
            let Verdict::Duplicate { stored } = &receipt.verdict else { panic!("{receipt:?}") };
            prop_assert!(matches!(**stored, Verdict::Accepted { .. }), "{:?}", stored);
        }
        prop_assert_eq!(desk.custody(&ba).count, 5);
        prop_assert_eq!(desk.body(person), third);
        prop_assert_eq!(desk.body(dossier), after);
    }
}

/// The body that a change makes.
fn desk_body(change: &tan_nha_domain::change::SealedChange) -> serde_json::Value {
    let mut body = tan_nha_domain::patch::Body::new();
    change.payload().unwrap().patch.apply(&mut body);
    serde_json::Value::Object(body)
}
