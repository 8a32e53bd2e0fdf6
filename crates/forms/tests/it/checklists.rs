//! Procedures without a declaration that we know: what to bring, and what to know. Đất đai, khen thưởng.

use crate::{assert_found, checked, form, sample_with};
use serde_json::{Map, Value, json};
use tan_nha_forms::{Checked, Mark};

fn land(changes: &Value, expected: &[&str]) {
    assert_found("land_transfer", changes, expected);
}

fn land_of(changes: &Value) -> Checked {
    checked("land_transfer", &sample_with("land_transfer", changes))
}

#[test]
fn a_checklist_prints_nothing_and_asks_for_papers_before_anything_is_answered() {
    for (procedure, papers) in [
        ("cert_signature", vec!["paper_to_sign", "identity_paper"]),
        ("cert_copy", vec!["originals"]),
        ("copy_original", vec!["identity_paper"]),
        (
            "land_transfer",
            vec!["land_certificate", "parties_identity", "registration_form", "tax_declarations"],
        ),
        ("commendation", vec!["proposal", "report", "minutes"]),
    ] {
        let form = form(procedure);
        assert!(form.papers().iter().all(|paper| !paper.is_form), "{procedure}");
        assert!(form.sections().iter().all(|section| section.paper.is_none()), "{procedure}");
        assert_eq!(checked(procedure, &Map::new()).papers, papers, "{procedure}");
    }
}

/// DOMAIN 2.14: first the contract is certified, then the change is registered.
#[test]
fn land_is_registered_when_the_contract_is_certified() {
    let not_yet = json!({"certified": false, "contract_no": null, "contract_date": null});
    land(&not_yet, &["warning certify_first certified"]);
    assert!(!land_of(&not_yet).visible.contains(&"contract_no".to_owned()));
    land(&json!({"contract_no": null}), &["error required contract_no"]);
    land(&json!({"whole_parcel": false}), &["warning part_of_a_parcel whole_parcel"]);
}

#[test]
fn papers_of_land_go_by_the_matter() {
    let own = |changes: Value| -> Vec<String> {
        let always = ["land_certificate", "parties_identity", "registration_form", "tax_declarations"];
        land_of(&changes).papers.into_iter().filter(|slot| !always.contains(&slot.as_str())).collect()
    };
    assert_eq!(own(json!({})), ["contract", "kinship_proof"]);
    assert_eq!(own(json!({"kind": "transfer"})), ["contract"]);
    assert_eq!(own(json!({"kind": "transfer", "certified": false})), ["contract_draft", "contract"]);
    let heirs = json!({"kind": "inheritance", "heir_refuses": false, "dead_on": "2025-02"});
    assert_eq!(own(heirs), ["inheritance_paper", "death_proof", "kinship_proof"]);
    let asks_kin = |changes| land_of(&changes).visible.contains(&"within_family".to_owned());
    assert!(asks_kin(json!({})) && !asks_kin(json!({"kind": "inheritance"})));
    let refused = json!({"kind": "inheritance", "heir_refuses": true, "dead_on": "2025-02"});
    assert_eq!(own(refused), ["inheritance_paper", "refusal_paper", "death_proof", "kinship_proof"]);
}

#[test]
fn an_inheritance_comes_from_the_dead_and_a_gift_from_the_living() {
    let dead = json!([{"row": "a", "name": "DƯƠNG VĂN VÍ DỤ", "dob": "1947", "addr": "Đã chết"}]);
    land(&json!({"from_people": dead}), &["error dead_transferor from_people/a/addr"]);
    let heirs = |more: Value| {
        let mut heirs =
            json!({"kind": "inheritance", "heir_refuses": false, "dead_on": "2025-02", "from_people": dead});
        heirs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        heirs
    };
    land(&heirs(json!({})), &[]);
    land(&heirs(json!({"dead_on": null})), &["error required dead_on"]);
    land(&heirs(json!({"contract_date": "2025-01-31"})), &["error contract_before_death contract_date"]);
}

/// DOMAIN 10.10.
#[test]
fn trap_10_10_nobody_is_on_both_sides_of_a_transfer() {
    let to = json!([{"row": "c", "name": "DƯƠNG THỊ MẪU", "dob": "1947", "id": "093047002131", "addr": "Khu vực Bình Thạnh"}]);
    land(&json!({"to_people": to}), &["error id_number_repeated to_people/c/id"]);
}

/// No text was found: no time, and everything marked.
#[test]
fn a_commendation_is_a_list_of_nominees_and_tells_no_time() {
    let form = form("commendation");
    assert!(form.deadline().is_none() && form.mark() == Mark::R);
    assert!(form.fields().all(|field| field.mark == Mark::R));
    let nominee = |row: &str, kind: &str, name: &str| json!({"row": row, "kind": kind, "name": name, "achievement": "Giúp người già"});
    let one = json!({"nominees": [nominee("a", "group", "KHÓM 2")]});
    assert_found("commendation", &one, &[]);
    let visible = checked("commendation", &sample_with("commendation", &one)).visible;
    assert!(!visible.contains(&"nominees/a/born".to_owned()));
    let twice = json!({"nominees": [nominee("a", "person", "LÊ A"), nominee("b", "person", "lê a")]});
    assert_found(
        "commendation",
        &twice,
        &["warning nominee_repeated nominees/a/name", "warning nominee_repeated nominees/b/name"],
    );
    assert_found("commendation", &json!({"nominees": null}), &["error required nominees"]);
}
