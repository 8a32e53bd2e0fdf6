//! What a dossier knows when it is opened.

use crate::{form, here};
use serde_json::{Value, json};
use tan_nha_domain::{citizen::Citizen, dossier::Source, sex::Sex};
use tan_nha_forms::{Context, prefill};

fn somebody() -> Citizen {
    Citizen {
        full_name: "Phạm Thị Ví Dụ".to_owned(),
        born: Some("1942-06".to_owned()),
        sex: Some(Sex::Female),
        id_number: Some("087142000222".to_owned()),
        phone: Some("0912000222".to_owned()),
        address: Some("Khóm 1, phường Mẫu".to_owned()),
        ..Citizen::default()
    }
}

#[test]
fn a_citizens_record_fills_what_it_knows_in_form_order() {
    let filled = prefill(form("id_card_14plus"), Some(&somebody()), &here());
    let expected: Vec<(String, Value, Source)> = [
        ("to_office", "Công an phường Mẫu", Source::Ward),
        ("app_name", "Phạm Thị Ví Dụ", Source::Record),
        ("app_dob", "1942-06", Source::Record),
        ("app_sex", "female", Source::Record),
        ("app_id", "087142000222", Source::Record),
        ("app_addr", "Khóm 1, phường Mẫu", Source::Record),
        ("cur_addr", "Khóm 1, phường Mẫu", Source::Record),
        ("request_phone", "0912000222", Source::Record),
    ]
    .into_iter()
    .map(|(key, value, source)| (key.to_owned(), json!(value), source))
    .collect();
    assert_eq!(filled, expected);
}

#[test]
fn what_is_asked_of_the_chair_is_addressed_to_the_chair() {
    let filled = prefill(form("poor_household"), None, &here());
    let chair = json!("Chủ tịch Ủy ban nhân dân phường Mẫu");
    assert_eq!(filled, [("to_office".to_owned(), chair, Source::Ward)]);
}

/// The record says where somebody lives now, and not where they are registered.
#[test]
fn where_somebody_lives_is_not_taken_for_where_they_are_registered() {
    for procedure in ["disability_assess", "poor_household", "social_allowance"] {
        let filled = prefill(form(procedure), Some(&somebody()), &here());
        let addresses: Vec<&str> =
            filled.iter().map(|(key, ..)| key.as_str()).filter(|key| key.ends_with("_addr")).collect();
        let [address] = addresses[..] else { unreachable!("{procedure}: {addresses:?}") };
        assert!(address.ends_with("_cur_addr"), "{procedure}");
    }
}

#[test]
fn the_relation_of_the_requester_is_never_guessed() {
    let filled = prefill(form("birth_rereg"), Some(&somebody()), &here());
    let keys: Vec<&str> = filled.iter().map(|(key, ..)| key.as_str()).collect();
    let expected = "to_office req_name req_dob req_id req_addr sub_name sub_dob sub_sex";
    assert_eq!(keys, expected.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn what_is_not_known_is_left_out() {
    let filled = prefill(form("birth_rereg"), None, &here());
    assert_eq!(filled, [("to_office".to_owned(), json!("Ủy ban nhân dân phường Mẫu"), Source::Ward)]);
    let nameless = Context { ward_name: String::new(), ..here() };
    assert_eq!(prefill(form("birth_rereg"), None, &nameless), []);
    let unreadable = Citizen { born: Some("tháng sáu".to_owned()), ..Citizen::default() };
    let filled = prefill(form("birth_rereg"), Some(&unreadable), &nameless);
    assert_eq!(filled, []);
}

/// One of the two is the citizen, and which one their sex says.
#[test]
fn a_citizen_fills_the_column_of_their_sex_and_none_where_it_is_not_known() {
    let keys = |sex: Option<Sex>| -> Vec<String> {
        let citizen = Citizen { sex, ..somebody() };
        prefill(form("marriage"), Some(&citizen), &here()).into_iter().map(|(key, ..)| key).collect()
    };
    let of = |who: &str| {
        let parts = ["name", "dob", "addr", "id"].map(|part| format!("{who}_{part}"));
        std::iter::once("to_office".to_owned()).chain(parts).collect::<Vec<_>>()
    };
    assert_eq!(keys(Some(Sex::Female)), of("bride"));
    assert_eq!(keys(Some(Sex::Male)), of("groom"));
    assert_eq!(keys(None), ["to_office"]);
}
