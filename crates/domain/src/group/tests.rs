use super::*;
use crate::act::moves;

const GROUP_ID: RecordId = RecordId(uuid::Uuid::from_u128(7));

fn body(value: &Value) -> Body {
    value.as_object().unwrap().clone()
}

/// The group in a state, with the seal of its answers where they are sealed.
fn group(state: &str, seal: Option<&str>) -> Body {
    let mut group =
        body(&json!({"procedure": "linked_birth", "form_version": "2026-09.1", "law_date": "2026-11-22",
        "hamlet": "Khóm 2", "state": state, "answers": {"child_name": "LÊ THÍ DỤ"}}));
    put(&mut group, "sealed_answers", json!(seal));
    group
}

fn aligned(group: &Body, asked: bool, member: Option<&Body>) -> (Body, Option<Act>) {
    align(&Asked { group: GROUP_ID, body: group, member: "birth", procedure: "birth_reg", asked }, member)
}

/// A member in a state, of the answers with a seal.
fn member(state: &str, seal: Option<&str>) -> Body {
    let (mut member, _) = aligned(&group("draft", None), true, None);
    put(&mut member, "state", json!(state));
    put(&mut member, "sealed_answers", json!(seal));
    member
}

#[test]
fn what_a_group_says_of_a_member_as_a_table() {
    use Act::{Amend, SendBack, Submit, Withdraw};
    // The group's state, whether it asks, the member before, the act and the state after it.
    let rows = [
        ("queued", true, "draft", Some(Submit), "queued"),
        ("queued", true, "queued", None, "queued"),
        ("queued", true, "sent_back", None, "sent_back"),
        ("queued", true, "received", None, "received"),
        ("queued", true, "settled", None, "settled"),
        ("queued", true, "withdrawn", Some(Submit), "queued"),
        ("received", true, "draft", Some(Submit), "queued"),
        ("queued", false, "draft", Some(Withdraw), "withdrawn"),
        ("queued", false, "queued", Some(Withdraw), "withdrawn"),
        ("queued", false, "received", Some(Withdraw), "withdrawn"),
        ("queued", false, "settled", None, "settled"),
        ("queued", false, "handed_over", None, "handed_over"),
        ("queued", false, "withdrawn", None, "withdrawn"),
        ("draft", true, "queued", Some(Amend), "draft"),
        ("draft", false, "sent_back", Some(Amend), "draft"),
        ("draft", true, "received", None, "received"),
        ("draft", true, "settled", None, "settled"),
        ("draft", true, "withdrawn", None, "withdrawn"),
        ("sent_back", true, "queued", Some(SendBack), "sent_back"),
        ("sent_back", true, "received", None, "received"),
        ("withdrawn", true, "received", Some(Withdraw), "withdrawn"),
        ("withdrawn", true, "settled", None, "settled"),
    ];
    for (of_group, asked, before, act, after) in rows {
        let row = format!("{of_group}, asked {asked}: {before}");
        let seal = (of_group != "draft").then_some("new");
        let before = member(before, Some("old"));
        let (found, done) = aligned(&group(of_group, seal), asked, Some(&before));
        assert_eq!((done, &found["state"]), (act, &json!(after)), "{row}");
        let again = aligned(&group(of_group, seal), asked, Some(&found));
        assert_eq!(again, (found.clone(), None), "{row}: said twice");
        if let Some(act) = act {
            let table = moves(&RecordKind::Dossier, &before);
            let from = before["state"].as_str();
            assert!(table.iter().any(|row| row.act == act && row.from == from && row.to == after), "{row}");
        }
    }
}

#[test]
fn a_member_that_was_withdrawn_by_itself_comes_back_with_other_answers_only() {
    let withdrawn = member("withdrawn", Some("seal"));
    assert_eq!(aligned(&group("queued", Some("seal")), true, Some(&withdrawn)).1, None);
    assert_eq!(aligned(&group("queued", Some("other")), true, Some(&withdrawn)).1, Some(Act::Submit));
    // Whom the answers no longer asked for comes back with the very answers of before.
    let (gone, _) = aligned(&group("queued", Some("other")), false, Some(&member("queued", Some("seal"))));
    assert_eq!(aligned(&group("queued", Some("seal")), true, Some(&gone)).1, Some(Act::Submit));
}

#[test]
fn a_member_has_what_it_shares_with_its_group_and_neither_answers_nor_papers() {
    let (made, act) = aligned(&group("queued", Some("seal")), true, None);
    assert_eq!(act, Some(Act::Submit));
    assert_eq!(
        Value::Object(made.clone()),
        json!({"group": GROUP_ID, "member": "birth", "procedure": "birth_reg", "form_version": "2026-09.1",
               "law_date": "2026-11-22", "hamlet": "Khóm 2", "state": "queued", "sealed_answers": "seal"})
    );
    let named = Membership { group: GROUP_ID, member: "birth".into() };
    assert_eq!(membership(&RecordKind::Dossier, &made), Some(named));
    assert!(is_member(&RecordKind::Dossier, &made) && !is_member(&RecordKind::Need, &made));
}

#[test]
fn whoever_makes_a_member_makes_the_same_record() {
    let id = member_id(GROUP_ID, "birth");
    assert_eq!(id, member_id(GROUP_ID, "birth"));
    assert_eq!(id.to_string(), "3b7bf7bb-905e-8960-8bc4-b49cccccadba");
    let others = [member_id(GROUP_ID, "residence"), member_id(RecordId(uuid::Uuid::from_u128(8)), "birth")];
    assert!(!others.contains(&id) && id != GROUP_ID);
    assert_eq!(procedure_of_member("linked_death", "interior", None), "linked_death/interior");
    assert_eq!(procedure_of_member("linked_birth", "birth", Some("birth_reg")), "birth_reg");
}

#[test]
fn a_group_that_is_moved_to_a_newer_form_moves_what_no_agency_has() {
    let mut newer = group("draft", None);
    put(&mut newer, "form_version", json!("2027-03.1"));
    put(&mut newer, "form_package", json!(GROUP_ID));
    put(&mut newer, "law_date", json!("2027-03-01"));
    let form =
        |body: &Body| ["form_version", "form_package", "law_date"].map(|key| value_at(body, key).clone());
    for (state, moves) in
        [("draft", true), ("queued", true), ("sent_back", true), ("received", false), ("settled", false)]
    {
        let before = member(state, Some("old"));
        let (after, _) = aligned(&newer, true, Some(&before));
        assert_eq!(form(&after), form(if moves { &newer } else { &before }), "{state}");
    }
}
