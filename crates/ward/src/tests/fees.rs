//! Payments at the ward: it trusts no device, and nobody but the desk says that the desk has the cash.

use super::desk::{Device, desk, dossier, record_id, with};
use serde_json::{Value, json};
use tan_nha_domain::{change::SealedChange, ids::RecordId, record::RecordKind, role::Role};
use tan_nha_sync::wire::{Refusal, Verdict};

fn edit(device: &mut Device, id: RecordId, before: &Value, after: &Value) -> SealedChange {
    device.change((id, RecordKind::Dossier), None, before, after)
}

/// A body with a payment in cash, handed in or not.
fn paid(body: &Value, amount: &Value, handed_in: bool) -> Value {
    let mut paid = json!({"amount": amount, "how": "cash", "by": "Ba", "at": "2026-05-21T02:00:00.000Z"});
    if handed_in {
        paid["handed_in"] = json!({"by": "An", "at": "2026-05-21T09:00:00.000Z"});
    }
    with(body, json!({ "fee": { "paid": paid } }))
}

#[test]
fn only_the_desk_notes_that_it_has_the_cash_and_only_the_desk_takes_that_back() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let mut an = desk.device("An", Role::Clerk, &[]);
    let mut uyen = desk.device("Uyên", Role::Admin, &[]);
    let id = record_id();
    let draft = dossier("Ấp 1");
    let open = paid(&draft, &json!(30_000), false);
    let taken_in = paid(&draft, &json!(30_000), true);
    let made = edit(&mut ba, id, &json!({}), &open);
    desk.push(&ba, &[made]);
    for device in [&mut ba, &mut an, &mut uyen] {
        device.saw(id, 1);
    }
    for device in [&mut ba, &mut uyen] {
        let last = device.last.clone();
        let by_another = edit(device, id, &open, &taken_in);
        assert_eq!(desk.verdict(device, &by_another), Verdict::Refused { code: Refusal::NotPermitted });
        device.last = last;
    }
    let noted = edit(&mut an, id, &open, &taken_in);
    assert!(matches!(desk.verdict(&an, &noted), Verdict::Accepted { .. }));
    ba.saw(id, 2);
    let back = edit(&mut ba, id, &taken_in, &open);
    assert_eq!(desk.verdict(&ba, &back), Verdict::Refused { code: Refusal::NotPermitted });
    assert_eq!(desk.body(id)["fee"]["paid"]["handed_in"]["by"], "An");
}

#[test]
fn half_a_dong_and_a_payment_that_cannot_be_read_reach_nobody() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let id = record_id();
    let draft = dossier("Ấp 1");
    let half = edit(&mut ba, id, &json!({}), &paid(&draft, &json!(0.5), false));
    assert_eq!(desk.verdict(&ba, &half), Verdict::Refused { code: Refusal::Malformed });
    let whole = edit(&mut ba, record_id(), &json!({}), &with(&draft, json!({ "fee": { "paid": 7 } })));
    assert_eq!(desk.verdict(&ba, &whole), Verdict::Refused { code: Refusal::Malformed });
}

#[test]
fn cash_in_hands_leaves_the_books_by_the_desk_alone() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let mut an = desk.device("An", Role::Clerk, &[]);
    let id = record_id();
    let draft = dossier("Ấp 2");
    let mut cash = json!({"amount": 30_000, "how": "cash", "by": "Ba", "at": "2026-05-21T02:00:00.000Z"});
    cash["carried_by"] = json!(ba.user);
    let carried = with(&draft, json!({ "fee": { "paid": cash.clone() } }));
    let made = edit(&mut ba, id, &json!({}), &carried);
    desk.push(&ba, &[made]);
    ba.saw(id, 1);
    cash["amount"] = json!(10_000);
    let less = with(&draft, json!({ "fee": { "paid": cash } }));
    for letting_go in [&draft, &less] {
        let last = ba.last.clone();
        let change = edit(&mut ba, id, &carried, letting_go);
        assert_eq!(desk.verdict(&ba, &change), Verdict::Refused { code: Refusal::NotPermitted });
        ba.last = last;
    }
    an.saw(id, 1);
    let dropped = edit(&mut an, id, &carried, &draft);
    assert!(matches!(desk.verdict(&an, &dropped), Verdict::Accepted { .. }));
}
