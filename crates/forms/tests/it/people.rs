//! The people of a form: the fields that each becomes, and the rules between them.

use crate::{every_type, here, lines, people_form};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use tan_nha_domain::sex::Sex;
use tan_nha_forms::{Definition, FieldType, Prefill, Role, check};

fn with(form: &Definition, changes: &Value) -> Map<String, Value> {
    let mut answers = form.sample().clone();
    answers.extend(changes.as_object().unwrap().clone());
    answers
}

fn found(changes: &Value) -> Vec<String> {
    lines(&check(people_form(), &with(people_form(), changes), &here()).findings)
}

#[test]
fn a_person_becomes_fields_with_the_keys_of_its_parts_in_the_place_where_it_stands() {
    let keys: Vec<_> = people_form().fields().map(|field| field.key.as_str()).collect();
    let expected = "to_office req_name req_dob req_id req_addr req_relation req_phone req_phone_owner req_email \
                    child_name child_dob child_dob_words sex child_id child_addr mother_name mother_birth \
                    mother_ethnicity mother_nationality mother_addr mother_id father_name father_birth \
                    father_ethnicity father_nationality father_addr father_id hh_head_name hh_head_id hh_relation \
                    rep_name rep_sex rep_id";
    assert_eq!(keys, expected.split_whitespace().collect::<Vec<_>>());
    let roles: Vec<_> = people_form().people().iter().map(|person| person.role).collect();
    for role in [Role::Requester, Role::Subject, Role::Mother, Role::Father, Role::Head, Role::Representative]
    {
        assert!(roles.contains(&role), "{role:?}");
    }
}

#[test]
fn the_fields_of_a_person_are_those_that_the_forms_write_out() {
    let birth = tan_nha_forms::catalogue().latest("birth_rereg").unwrap();
    for key in ["name", "birth", "ethnicity", "nationality", "addr", "id"] {
        for parent in ["mother", "father"] {
            let key = format!("{parent}_{key}");
            let (short, long) = (people_form().field(&key).unwrap(), birth.field(&key).unwrap());
            assert_eq!((short.kind, &short.group), (long.kind, &long.group), "{key}");
            assert_eq!((&short.label, &short.choices.name), (&long.label, &long.choices.name), "{key}");
            assert_eq!((short.sensitive, &short.person), (long.sensitive, &long.person), "{key}");
        }
    }
}

#[test]
fn what_a_form_says_otherwise_of_a_part_counts() {
    let form = people_form();
    let field = |key: &str| form.field(key).unwrap();
    assert_eq!(field("req_relation").label, "Quan hệ với trẻ");
    assert!(field("req_name").required && !field("req_dob").required);
    assert!(field("hh_head_name").is_required_sometimes() && !field("hh_head_id").is_required_sometimes());
    assert_eq!(field("req_name").prefill, Some(Prefill::FullName));
    assert_eq!(field("req_phone_owner").prefill, Some(Prefill::PhoneOwner));
    assert_eq!(
        (field("req_phone").group.as_str(), field("req_phone_owner").group.as_str()),
        ("req_phone", "req_phone")
    );
    assert_eq!(field("req_email").group, "req_email");
    assert!(field("req_phone").printed && !field("req_phone_owner").printed);
    assert_eq!(field("mother_id").person.as_ref().and_then(|person| person.sex_is), Some(Sex::Female));
    assert_eq!(field("child_id").person.as_ref().and_then(|person| person.sex.as_deref()), Some("sex"));
    assert!(field("child_dob_words").is_derived());
    assert_eq!(every_type().field("dec_id").map(|field| field.kind), Some(FieldType::Id12));
}

/// Each row leaves the sample in one thing.
#[test]
fn the_rules_between_people_as_a_table() {
    let self_asked = |more: Value| {
        let mut changes = json!({"req_relation": "bản thân", "mother_id": null, "mother_name": "LÊ THỊ KHÁC",
            "req_name": "LÊ VĂN MẪU", "req_dob": "2010-11-02", "child_dob": "2010-11-02", "req_id": "087210000123"});
        changes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        changes
    };
    for (changes, expected) in [
        (json!({}), vec![]),
        // A number belongs to one person; the mother may be the one who asks.
        (
            json!({"child_id": "087195000123"}),
            vec![
                "warning id_number_sex child_id",
                "warning id_number_birth_year child_id",
                "error id_number_repeated child_id",
                "error id_number_repeated mother_id",
            ],
        ),
        (
            json!({"father_id": "087195000123"}),
            vec![
                "warning id_number_sex father_id",
                "warning id_number_birth_year father_id",
                "error id_number_repeated father_id",
            ],
        ),
        (json!({"mother_name": "NGUYỄN THỊ KHÁC"}), vec!["error id_number_repeated mother_id"]),
        (json!({"hh_head_id": "087195000123"}), vec!["error id_number_repeated hh_head_id"]),
        (json!({"hh_head_id": "087195000123", "hh_head_name": "Nguyễn Thị Ví Dụ"}), vec![]),
        (json!({"rep_id": "087195000123", "rep_sex": "female", "rep_name": "NGUYỄN THỊ VÍ DỤ"}), vec![]),
        // Who asks for themselves is whom it is about.
        (self_asked(json!({})), vec![]),
        (self_asked(json!({"req_name": "LÊ VĂN KHÁC"})), vec!["error self_name_differs child_name"]),
        (self_asked(json!({"req_name": "LÊ VĂN MÂU"})), vec!["warning self_name_marks_differ child_name"]),
        (self_asked(json!({"req_dob": "2010-11-03"})), vec!["warning self_birth_differs child_dob"]),
        (self_asked(json!({"req_dob": "2010"})), vec![]),
        (self_asked(json!({"child_id": "087210000124"})), vec!["error self_number_differs child_id"]),
        (self_asked(json!({"child_id": "087210000123"})), vec![]),
        (
            self_asked(json!({"mother_id": "087210000123"})),
            vec![
                "warning id_number_sex mother_id",
                "warning id_number_birth_year mother_id",
                "error id_number_repeated mother_id",
            ],
        ),
        (self_asked(json!({"req_relation": "con"})), vec!["warning requester_is_subject req_relation"]),
        (json!({"hh_relation": "chủ hộ"}), vec!["error head_name_differs child_name"]),
        // Parents are older, as far as the dates tell.
        (json!({"mother_birth": "2026", "mother_id": null}), vec!["error parent_not_older mother_birth"]),
        (
            json!({"father_birth": "2027"}),
            vec!["error date_future father_birth", "error parent_not_older father_birth"],
        ),
        (json!({"father_birth": "2014-11-03"}), vec!["warning parent_very_young father_birth"]),
        (json!({"father_birth": "2014-11"}), vec![]),
        (json!({"father_birth": "2014"}), vec![]),
        (json!({"father_birth": "2015"}), vec!["warning parent_very_young father_birth"]),
        (json!({"child_dob": null}), vec!["error required child_dob", "error required child_dob_words"]),
        // The dead.
        (json!({"mother_addr": "Đã mất"}), vec!["warning dead_in_other_words mother_addr"]),
        (json!({"req_id": null, "req_addr": "đã chết"}), vec!["error person_dead req_addr"]),
        (json!({"req_addr": "đã chết"}), vec![]),
        // A person without a name, and words that say another date.
        (json!({"mother_name": null}), vec!["warning person_without_name mother_name"]),
        (json!({"child_dob_words": "Năm hai nghìn"}), vec!["error words_differ child_dob_words"]),
        (json!({"hh_head_name": null, "hh_head_id": null}), vec!["error required hh_head_name"]),
    ] {
        assert_eq!(found(&changes), expected, "{changes}");
    }
}

#[test]
fn the_rows_of_a_table_are_people_too() {
    let form = every_type();
    let row = |row: &str, name: &str, id: &str| json!({"row": row, "name": name, "born": "1962", "id": id});
    let rows =
        json!([row("a", "A", "087162000123"), row("b", "A", "087162000123"), row("c", "C", "087162000124")]);
    let answers = with(form, &json!({"relatives": rows, "dec_id": "087162000124", "dec_name": "C"}));
    let found = check(form, &answers, &here()).findings;
    assert_eq!(
        lines(&found),
        ["error id_number_repeated relatives/b/id", "error id_number_repeated relatives/c/id"]
    );
    assert_eq!(found[0].params["others"], json!(["relatives/a/id"]));
    assert_eq!(found[1].params["others"], json!(["dec_id"]));
}

/// What an older version asked is what its dossiers answered.
#[test]
fn the_forms_that_dossiers_were_begun_with_name_no_people_and_keep_their_rules() {
    for procedure in ["birth_rereg", "id_card_14plus"] {
        let form = tan_nha_forms::catalogue().latest(procedure).unwrap();
        assert_eq!(form.people(), []);
        let rules: BTreeSet<_> = form.rules().iter().map(|rule| rule.code.as_str()).collect();
        assert!(rules.contains("id_number_repeated"));
    }
}
