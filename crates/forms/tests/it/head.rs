//! The head of a definition: what is due, who signs, which papers and members are asked for.

use crate::{every_type, here};
use serde_json::{Map, Value, json};
use tan_nha_forms::{Checked, Definition, FeeDue, check};

fn checked(changes: &Value) -> Checked {
    let mut answers = every_type().sample().clone();
    answers.extend(changes.as_object().unwrap().clone());
    check(every_type(), &answers, &here())
}

fn due(changes: &Value) -> FeeDue {
    checked(changes).fee.unwrap()
}

#[test]
fn a_fee_is_the_sum_of_the_cases_that_hold_and_unknown_where_one_is() {
    for (changes, amount, lines) in [
        (json!({}), Some(10_000), 1),
        (json!({"copies": true, "copies_count": 3}), Some(34_000), 2),
        (json!({"copies": false, "copies_count": 3}), Some(10_000), 1),
        (json!({"copies": true}), None, 0),
        (json!({"copies": true, "copies_count": -3}), None, 0),
        (json!({"copies": true, "copies_count": i64::MAX}), None, 0),
    ] {
        let due = due(&changes);
        assert_eq!((due.amount, due.lines.len(), due.exempt), (amount, lines, None), "{changes}");
    }
}

#[test]
fn who_is_free_pays_nothing_and_is_told_why() {
    let due = due(&json!({"poor": true, "copies": true}));
    assert_eq!((due.amount, due.lines.len()), (Some(0), 0));
    assert_eq!((due.exempt.as_deref(), due.why.as_deref()), (Some("Hộ nghèo"), Some("Nghị quyết của tỉnh")));
}

#[test]
fn a_fee_in_words_only_is_not_counted() {
    let birth = tan_nha_forms::catalogue().latest("birth_rereg").unwrap();
    assert_eq!(check(birth, birth.sample(), &here()).fee, None);
}

#[test]
fn papers_signers_and_members_are_those_that_the_answers_ask_for() {
    let all = checked(&json!({}));
    assert_eq!(all.papers, ["death_notice", "account_paper"]);
    assert_eq!(all.signers, ["Người khai", "Thân nhân hưởng hằng tháng"]);
    assert_eq!(all.members, ["death", "residence", "allowance"]);
    let two_in_one = checked(&json!({"relatives": null, "account": null}));
    assert_eq!(two_in_one.papers, ["death_notice"]);
    assert_eq!(two_in_one.signers, ["Người khai"]);
    assert_eq!(two_in_one.members, ["death", "residence"]);
}

#[test]
fn a_group_says_of_each_member_when_it_is_due_and_which_papers_serve_it() {
    let form = every_type();
    assert!(form.deadline().is_none() && form.official_present());
    let [death, residence, allowance] = form.members() else { unreachable!("three members") };
    assert_eq!(death.deadline.as_ref().and_then(|deadline| deadline.count), Some(24));
    assert_eq!(
        (residence.after.as_deref(), residence.procedure.as_deref()),
        (Some("death"), Some("residence_removal"))
    );
    assert_eq!((&allowance.procedure, &allowance.deadline), (&None, &None));
    assert!(allowance.is_conditional() && !death.is_conditional());
    let serves = |slot: &str| {
        form.members().iter().filter(|member| member.papers.iter().any(|own| own == slot)).count()
    };
    assert_eq!((serves("form"), serves("death_notice"), serves("account_paper")), (3, 2, 1));
    let notice = form.papers().iter().find(|paper| paper.slot == "death_notice").unwrap();
    assert_eq!((notice.copies, notice.original_to_show), (2, true));
}

/// No declaration, and no deadline that a text says: what is left is the checklist.
#[test]
fn a_procedure_may_be_its_checklist_alone() {
    let toml = r#"
        key = "checklist"
        version = "2026-01.1"
        portal_code = ""
        name = "Khen thưởng"
        authority = "UBND cấp xã"
        mark = "R"
        fee = { text = "Không", mark = "R" }
        paper = [
            { slot = "list", label = "Danh sách đề nghị", required = true },
            { slot = "minutes", label = "Biên bản họp", required_when = 'unit == true' },
        ]
        [[section]]
        key = "what"
        label = "Cần biết"
        [[section.field]]
        key = "unit"
        label = "Đề nghị cho tập thể"
        type = "bool"
    "#;
    let form = Definition::parse("form.toml", toml, r#"{"unit": true}"#).unwrap();
    assert_eq!(form.sections()[0].paper, None);
    assert_eq!(check(&form, form.sample(), &here()).papers, ["list", "minutes"]);
    assert_eq!(check(&form, &Map::new(), &here()).papers, ["list"]);
    let bare = toml.split("[[section]]").next().unwrap().replace("unit == true", "false");
    assert!(Definition::parse("form.toml", &bare, "{}").is_ok());
}
