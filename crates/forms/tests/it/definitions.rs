//! The built-in definitions.

use crate::{checked, form, here, lines};
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, fs};
use tan_nha_domain::text;
use tan_nha_forms::{Catalogue, FieldType, Mark, catalogue, check};

#[test]
fn every_definition_loads() {
    let folders = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/procedures")).unwrap();
    let folders = folders.filter(|entry| entry.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(Catalogue::embedded().map(|all| all.all().count()), Ok(folders));
    assert_eq!(catalogue().all().count(), folders);
}

#[test]
fn a_layout_in_a_folder_is_the_forms_own() {
    for form in catalogue().all() {
        let path = format!("{}/procedures/{}/paper.typ", env!("CARGO_MANIFEST_DIR"), form.key());
        assert_eq!(form.template().map(str::to_owned), fs::read_to_string(path).ok(), "{}", form.key());
    }
}

#[test]
fn a_form_is_found_by_procedure_and_version() {
    let latest = catalogue().latest("birth_rereg").unwrap();
    assert_eq!(latest.version(), "2024-06.1");
    assert!(catalogue().version("birth_rereg", "2024-06.1").is_some());
    assert!(catalogue().version("birth_rereg", "2199-01.1").is_none());
    assert!(catalogue().latest("passport").is_none());
}

#[test]
fn a_sample_passes_without_a_finding_and_fills_every_visible_required_field() {
    for definition in catalogue().all() {
        let result = check(definition, definition.sample(), &here());
        assert_eq!(lines(&result.findings), [""; 0], "{}", definition.key());
        for field in definition.fields().filter(|field| field.required) {
            let visible = result.visible.contains(&field.key);
            let said =
                definition.sample().contains_key(&field.key) || result.derived.contains_key(&field.key);
            assert!(!visible || said, "{} of {}", field.key, definition.key());
        }
    }
}

#[test]
fn no_expression_fails_on_no_answers() {
    for definition in catalogue().all() {
        let found = lines(&check(definition, &Map::new(), &here()).findings);
        assert!(!found.iter().any(|line| line.contains("rule_failed")), "{found:?}");
    }
}

#[test]
fn the_fields_are_those_of_the_tables() {
    let keys = |procedure: &str| form(procedure).fields().map(|field| field.key.as_str()).collect::<Vec<_>>();
    let birth = "to_office req_name req_dob req_id req_addr req_relation sub_name sub_dob sub_dob_words dob_original dob_basis dob_evidence sub_sex \
                 sub_ethnicity sub_nationality sub_birthplace sub_home_town mother_name mother_birth \
                 mother_ethnicity mother_nationality mother_addr mother_id father_name father_birth \
                 father_ethnicity father_nationality father_addr father_id prev_office prev_date prev_no \
                 prev_book pledge copies copies_count place_date sign";
    assert_eq!(keys("birth_rereg"), birth.split_whitespace().collect::<Vec<_>>());
    let card = "to_office app_name app_dob app_sex app_id app_addr rep_name rep_dob rep_sex rep_id req_kind \
                req_detail recv_addr consent sign full_name other_name dob sex id_no ethnicity religion \
                nationality marital blood birth_reg_place home_town perm_addr cur_addr job education \
                father_name father_nationality father_id mother_name mother_nationality mother_id spouse_name \
                spouse_nationality spouse_id representative_name representative_nationality \
                representative_id household_head_name household_head_id household_head_relation request_kind \
                request_confirm_old_number request_post request_addr request_phone";
    assert_eq!(keys("id_card_14plus"), card.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn every_section_is_only_asked_or_belongs_to_a_paper_that_is_printed() {
    for definition in catalogue().all() {
        let mut fields = 0;
        for section in definition.sections() {
            let is_printed =
                |slot: &String| definition.papers().iter().any(|paper| paper.slot == *slot && paper.is_form);
            assert!(section.paper.as_ref().is_none_or(is_printed), "{}", section.key);
            fields += definition.fields_of(section).len();
        }
        assert_eq!(fields, definition.fields().count());
    }
}

#[test]
fn people_and_papers_are_merged_whole() {
    let birth = form("birth_rereg");
    let mother: Vec<_> = birth.fields().filter(|field| field.key.starts_with("mother_")).collect();
    assert_eq!(mother.len(), 6);
    assert!(mother.iter().all(|field| field.group == "mother"));
    assert_eq!(birth.group_of("sub_dob"), birth.group_of("sub_dob_words"));
    assert_eq!(birth.group_of("sub_birthplace"), Some("sub_birthplace"));
    assert_eq!(birth.group_of("shoe_size"), None);
}

/// Law 91/2025/QH15, NĐ 356/2025 điều 4: origin, belief, health, accounts, and pictures of identity papers.
#[test]
fn what_the_law_calls_sensitive_is_marked_and_nothing_else() {
    const OF_THE_LAW: &str = "ethnicity religion blood death_cause fee_group birth_support_kind merit_children \
                              disabled_since account_no pay lucid home_reason \
                              cannot_read_hear cannot_come fee_free group_kind disability_degree \
                              disability_certificate_no situation_detail";
    for definition in catalogue().all() {
        let of_disability = definition.key().starts_with("disability");
        for field in definition.fields().flat_map(|field| field.columns.iter().chain([field])) {
            let is_pay_form = field.key == "birth_support_pay";
            let listed = OF_THE_LAW.split_whitespace().any(|word| field.key.ends_with(word)) && !is_pay_form;
            let told = of_disability && (field.key.starts_with("kind_") || field.key.starts_with("act_"));
            assert_eq!(field.sensitive, listed || told, "{} of {}", field.key, definition.key());
        }
        let cards = ["hứng minh nhân dân", "ăn cước công dân"];
        let mut papers = definition.papers().iter().filter(|paper| !paper.is_form);
        let is_card = |label: &str| cards.iter().any(|card| label.contains(card));
        assert!(papers.all(|paper| !is_card(&paper.label) || paper.sensitive), "{}", definition.key());
    }
}

/// What is only asked stands on no paper.
#[test]
fn the_ladder_for_a_missing_day_is_asked_and_not_printed() {
    for procedure in ["birth_rereg", "civil_supplement"] {
        let unprinted: Vec<_> = form(procedure).fields().filter(|field| !field.printed).collect();
        assert!(
            unprinted.iter().all(|field| field.hint.as_ref().unwrap().ends_with("Không in trên tờ khai."))
        );
        for key in ["dob_original", "dob_basis", "dob_evidence"] {
            assert!(unprinted.iter().any(|field| field.key == key), "{key} of {procedure}");
        }
    }
}

#[test]
fn what_was_only_remembered_stays_marked() {
    let birth = form("birth_rereg");
    assert_eq!(birth.field("pledge").map(|field| field.mark), Some(Mark::R));
    assert_eq!(birth.field("sub_name").map(|field| field.mark), Some(Mark::S));
    assert_eq!(birth.field("req_addr").map(|field| field.mark), Some(Mark::V));
    assert_eq!(birth.field("sub_ethnicity").map(|field| field.choices.mark), Some(Mark::R));
    assert_eq!(form("id_card_14plus").field("marital").map(|field| field.mark), Some(Mark::R));
}

#[test]
fn every_verified_rule_names_its_source() {
    for definition in catalogue().all() {
        for rule in definition.rules() {
            assert!(rule.source.is_some() || rule.mark == Mark::R, "{} of {}", rule.code, rule.field);
            assert_eq!(definition.what_to_do(&rule.code, &rule.field), Some(rule.what_to_do.as_str()));
        }
    }
}

#[test]
fn labels_are_vietnamese_in_nfc_and_hints_are_short() {
    for definition in catalogue().all() {
        for field in definition.fields() {
            let texts = [Some(&field.label), field.hint.as_ref(), field.text.as_ref()];
            for words in texts.into_iter().flatten() {
                assert_eq!(*words, text::nfc(words));
                assert!(!words.is_ascii() && words.trim() == words, "{}: {words}", field.key);
            }
            assert!(field.hint.as_ref().is_none_or(|hint| hint.chars().count() <= 130), "{}", field.key);
        }
    }
}

#[test]
fn no_rule_says_the_same_as_another() {
    for definition in catalogue().all() {
        let rules: BTreeSet<_> = definition.rules().iter().map(|rule| (&rule.code, &rule.field)).collect();
        assert_eq!(rules.len(), definition.rules().len());
    }
}

#[test]
fn the_head_says_what_the_table_of_procedures_says() {
    for (key, code, name, days) in [
        ("birth_rereg", "1.004884", "Đăng ký lại khai sinh", 5),
        ("id_card_14plus", "1.014061", "Cấp thẻ căn cước từ đủ 14 tuổi", 7),
    ] {
        let definition = form(key);
        assert_eq!((definition.portal_code(), definition.name()), (code, name));
        assert_eq!(definition.deadline().and_then(|deadline| deadline.count), Some(days));
    }
}

/// The cell in that place of the procedure's row of the table.
fn of_table(procedure: &str, place: usize) -> &'static str {
    let table = include_str!("../../../domain/data/procedures.csv");
    let row = table.lines().find(|row| row.split(',').next() == Some(procedure)).unwrap();
    row.split(',').nth(place).unwrap()
}

#[test]
fn the_area_is_that_of_the_table() {
    for definition in catalogue().all() {
        let field = of_table(definition.key(), 3).trim_end_matches(" (liên thông)");
        assert_eq!(definition.area().to_lowercase(), field, "{}", definition.key());
        assert!(definition.area().starts_with(char::is_uppercase), "{}", definition.key());
    }
}

#[test]
fn the_portal_code_is_that_of_the_table() {
    for definition in catalogue().all() {
        assert_eq!(of_table(definition.key(), 1), definition.portal_code(), "{}", definition.key());
    }
}

#[test]
fn the_sheet_takes_over_what_dc02_says() {
    let derived = checked("id_card_14plus", form("id_card_14plus").sample()).derived;
    for (sheet, value) in [
        ("full_name", json!("LÊ VĂN VÍ DỤ")),
        ("dob", json!("1957-03-08")),
        ("sex", json!("male")),
        ("id_no", json!("087057000789")),
        ("request_confirm_old_number", json!(true)),
        ("request_post", json!(true)),
    ] {
        assert_eq!(derived.get(sheet), Some(&value), "{sheet}");
    }
}

#[test]
fn nobody_is_asked_to_answer_a_fixed_text_or_a_signature() {
    for definition in catalogue().all() {
        for field in definition.fields().filter(|field| !field.kind.is_settable()) {
            assert!(!field.required && !field.is_derived() && field.prefill.is_none());
            assert_eq!(field.text.is_some(), field.kind == FieldType::Fixed);
            assert_eq!(definition.sample().get(&field.key), None::<&Value>);
        }
    }
}

/// DOMAIN 10.8: old people know the year of their birth, and no form asks for more than that.
#[test]
fn trap_10_8_a_birth_is_asked_as_far_as_it_is_known() {
    for definition in catalogue().all() {
        for born in definition.people().iter().filter_map(|person| person.born.as_ref()) {
            // The rows of a table have columns, and may be the children of somebody.
            let kind = definition.field(born).map_or(FieldType::Pdate, |field| field.kind);
            assert_eq!(kind, FieldType::Pdate, "{born} of {}", definition.key());
        }
    }
}
