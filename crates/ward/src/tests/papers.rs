//! Papers that a dossier names.

use super::desk::{desk, dossier, submitted, with};
use serde_json::{Value, json};
use tan_nha_domain::{act::Act, change::Hash, record::RecordKind, role::Role};
use tan_nha_sync::wire::{Refusal, Verdict};

fn key(content: &str) -> String {
    format!("old_paper/{}", Hash::of(content.as_bytes()))
}

fn entry(content: &str) -> Value {
    json!({ "slot": "old_paper", "sha256": Hash::of(content.as_bytes()), "bytes": content.len(),
            "media": "image/jpeg" })
}

fn files(contents: &[&str]) -> Value {
    json!({ "files": Value::Object(contents.iter().map(|content| (key(content), entry(content))).collect()) })
}

#[test]
fn papers_are_added_whenever_they_come_and_never_taken_from_what_was_submitted() {
    let desk = desk();
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let mut an = desk.device("An", Role::Clerk, &[]);
    let (id, made) = ba.dossier(None, "Ấp 1");
    desk.push(&ba, &[made]);
    let dossier_of = (id, RecordKind::Dossier);
    let draft = dossier("Ấp 1");
    let queued = submitted(&draft);
    let submit = ba.change(dossier_of.clone(), Some(Act::Submit), &draft, &queued);
    desk.push(&ba, &[submit]);

    an.saw(id, 2);
    let with_one = with(&queued, files(&["front"]));
    let mine = ba.change(dossier_of.clone(), None, &queued, &with_one);
    let theirs = an.change(dossier_of.clone(), None, &queued, &with(&queued, files(&["back"])));
    assert!(matches!(desk.verdict(&ba, &mine), Verdict::Accepted { .. }));
    assert!(matches!(desk.verdict(&an, &theirs), Verdict::Merged { .. }));
    let both = with(&queued, files(&["front", "back"]));
    assert_eq!(desk.body(id), both);

    let taken_out = ba.change(dossier_of.clone(), None, &with_one, &queued);
    let conflict = |verdict: Verdict, content: &str| {
        let path = format!("files.{}", key(content));
        assert!(matches!(&verdict, Verdict::Conflict { groups, .. } if *groups == [path]), "{verdict:?}");
    };
    conflict(desk.verdict(&ba, &taken_out), "front");

    an.saw(id, 4);
    let received = with(&both, json!({ "state": "received" }));
    let settled = with(&both, json!({ "state": "settled" }));
    let receive = an.change(dossier_of.clone(), Some(Act::Receive), &both, &received);
    let settle = an.change(dossier_of.clone(), Some(Act::Settle), &received, &settled);
    for act in [receive, settle] {
        assert!(matches!(desk.verdict(&an, &act), Verdict::Accepted { .. }));
    }
    let late = ba.change(dossier_of, None, &both, &with(&both, files(&["front", "back", "late"])));
    assert!(desk.verdict(&ba, &late).is_receipt());
    assert_eq!(
        desk.body(id),
        with(&settled, files(&["front", "back", "late"])),
        "a late one is lost nowhere"
    );
}

#[test]
fn a_dossier_with_a_paper_that_nobody_could_read_is_malformed() {
    let rows = [
        json!({ "files": { key("front"): entry("back") } }),
        json!({ "files": { key("front"): { "slot": "old_paper" } } }),
        json!({ "files": { "old_paper": entry("front") } }),
    ];
    for wrong in rows {
        let desk = desk();
        let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
        let (id, made) = ba.dossier(None, "Ấp 1");
        desk.push(&ba, &[made]);
        let draft = dossier("Ấp 1");
        let change = ba.change((id, RecordKind::Dossier), None, &draft, &with(&draft, wrong));
        assert_eq!(desk.verdict(&ba, &change), Verdict::Refused { code: Refusal::Malformed });
    }
}
