//! What a card fills, and what it never takes away.

use crate::{form, here, people_form, properties::attempts};
use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use tan_nha_domain::{
    card,
    citizen::Citizen,
    dossier::{Dossier, Source},
    record::from_body,
    sex::Sex,
    source::SaidMap,
};
use tan_nha_forms::{
    Definition, Doubt, EarlierDossier, Filled, Known, PersonGroup, Role, catalogue, check, fill,
    fill_from_earlier, prefill, put_answer,
};

const BINH_2021: &str = "087167001234|301234567|Trần Thị Bình|15081967|Nữ|Khóm 2, Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp|20072021";
const BINH_2024: &str =
    "087167001234||Trần Thị Bình|15081967|Nữ|Khóm 2, Phường Cao Lãnh, Đồng Tháp|05092025||||";
const CHILD: &str = "087324001234||Trần Thị Bé|15082024|Nữ|Khóm 2, Phường Cao Lãnh, Đồng Tháp|05092025||||";
const ZONE: &str =
    "IDVNM1670012340087167001234<<1\n6708157F9912315VNM<<<<<<<<<<<8\nTRAN<<THI<BINH<<<<<<<<<<<<<<<<";

fn known(card: &str) -> Known {
    Known::of_card(&card::read(card, here().today).unwrap())
}

/// A dossier in which a person answered this.
fn answered(form: &Definition, answers: &Value) -> Dossier {
    let spoken: BTreeMap<&String, Source> =
        answers.as_object().unwrap().keys().map(|key| (key, Source::Spoken)).collect();
    let body = json!({
        "procedure": form.key(), "form_version": form.version(), "law_date": "2026-11-21", "state": "draft",
        "answers": answers, "provenance": spoken,
    });
    from_body(body.as_object().unwrap().clone()).unwrap()
}

fn person<'f>(form: &'f Definition, key: &str) -> &'f PersonGroup {
    form.fillable_people().iter().find(|person| person.key == key).unwrap()
}

fn scan(form: &Definition, dossier: &mut Dossier, who: &str, card: &str) -> Filled {
    fill(form, dossier, person(form, who), (&known(card), &Source::Scan), &here())
}

fn scanned(procedure: &str, who: &str, answers: &Value, card: &str) -> (Dossier, Filled) {
    let form = form(procedure);
    let mut dossier = answered(form, answers);
    let filled = scan(form, &mut dossier, who, card);
    (dossier, filled)
}

fn said(dossier: &Dossier) -> Vec<(&str, &Value)> {
    dossier.said.iter().map(|(entry, said)| (entry.as_str(), &said.value)).collect()
}

#[test]
fn a_card_fills_what_the_form_asks_of_the_person() {
    let (dossier, filled) = scanned("linked_birth", "mother", &json!({}), BINH_2021);
    let expected = json!({
        "mother_name": "Trần Thị Bình",
        "mother_dob": "1967-08-15",
        "mother_id": "Căn cước công dân số 087167001234 do Cục Cảnh sát quản lý hành chính về trật tự xã hội cấp ngày 20/07/2021",
        "mother_addr": "Khóm 2, Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp",
    });
    assert_eq!(Value::from(dossier.answers.clone()), expected);
    assert!(dossier.provenance.values().all(|source| *source == Source::Scan));
    assert_eq!((filled.filled.len(), filled.doubt), (4, None));
    assert_eq!(dossier.said, SaidMap::new());
}

/// DOMAIN 2.10: who issued a card is said by its kind.
#[test]
fn who_issued_a_card_stands_in_the_words_of_its_kind() {
    let (dossier, _) = scanned("linked_birth", "mother", &json!({}), BINH_2024);
    assert_eq!(
        dossier.answers["mother_id"],
        json!("Căn cước số 087167001234 do Bộ Công an cấp ngày 05/09/2025")
    );
}

#[test]
fn a_form_that_only_names_its_fields_by_their_keys_has_people_too() {
    let (dossier, _) = scanned("birth_rereg", "sub", &json!({}), BINH_2021);
    let expected = json!({"sub_name": "Trần Thị Bình", "sub_dob": "1967-08-15", "sub_sex": "female"});
    assert_eq!(Value::from(dossier.answers), expected);
    let keys = |procedure: &str| -> Vec<String> {
        form(procedure).fillable_people().iter().map(|person| person.key.clone()).collect()
    };
    assert_eq!(keys("birth_rereg"), ["req", "sub", "mother", "father"]);
    let sheet = ["app", "rep", "father", "mother", "spouse", "representative", "household_head"];
    assert_eq!(keys("id_card_14plus"), sheet);
}

#[test]
fn what_a_person_typed_stays_and_what_the_card_says_otherwise_stands_beside() {
    let typed =
        json!({"mother_name": "TRẦN THỊ BÌNH", "mother_dob": "1967", "mother_addr": "Tổ 9, phường Cao Lãnh"});
    let (dossier, filled) = scanned("linked_birth", "mother", &typed, BINH_2024);
    for (key, answer) in typed.as_object().unwrap() {
        assert_eq!((&dossier.answers[key], &dossier.provenance[key]), (answer, &Source::Spoken), "{key}");
    }
    assert_eq!(filled.filled, ["mother_id"]);
    assert_eq!(filled.agrees, ["mother_name"], "in capitals or not, it is the same name");
    assert_eq!(
        said(&dossier),
        [
            ("mother_addr/scan", &json!("Khóm 2, Phường Cao Lãnh, Đồng Tháp")),
            ("mother_dob/scan", &json!("1967-08-15")),
        ]
    );
}

#[test]
fn what_only_a_record_said_is_said_more_exactly_by_the_card() {
    let form = form("linked_birth");
    let mut dossier = answered(form, &json!({"mother_dob": "1967", "mother_id": "087167001234"}));
    dossier.provenance.values_mut().for_each(|source| *source = Source::Record);
    let filled = scan(form, &mut dossier, "mother", BINH_2024);
    assert_eq!(filled.differs, Vec::<String>::new());
    assert_eq!(dossier.answers["mother_dob"], json!("1967-08-15"));
    assert!(dossier.answers["mother_id"].as_str().unwrap().starts_with("Căn cước số 087167001234"));
}

#[test]
fn what_a_card_is_not_sure_of_is_offered_and_not_filled() {
    for (card, who, unsure) in [
        (BINH_2021.replace("Trần Thị Bình", "Traanf Thij Binhf"), "mother", vec!["mother_name"]),
        (BINH_2021.replace("Trần Thị Bình", "TRAN THI BINH"), "mother", vec!["mother_name"]),
        (BINH_2021.replace("20072021", "20072025"), "mother", vec!["mother_id"]),
        (BINH_2021.replace("15081967", "15081966"), "mother", vec!["mother_id"]),
        (BINH_2021.replace("Khóm 2", "Kh][m 2"), "mother", vec!["mother_addr"]),
        (ZONE.to_owned(), "mother", vec!["mother_name"]),
    ] {
        let (dossier, filled) = scanned("linked_birth", who, &json!({}), &card);
        assert_eq!(filled.differs, unsure, "{card}");
        assert!(unsure.iter().all(|key| !dossier.answers.contains_key(*key)), "{card}");
    }
}

#[test]
fn a_name_without_marks_agrees_with_the_name_that_has_them() {
    let (dossier, filled) = scanned("linked_birth", "mother", &json!({"mother_name": "Trần Thị Bình"}), ZONE);
    assert!(filled.agrees.contains(&"mother_name".to_owned()));
    assert_eq!(said(&dossier), []);
}

/// A card of somebody else is not mixed with what is there: all of it stands beside.
#[test]
fn a_card_of_somebody_else_fills_nothing() {
    for (who, answers, doubt, also) in [
        ("mother", json!({"mother_id": "087167001235"}), Doubt::OtherNumber, None),
        ("mother", json!({"mother_name": "LÊ THỊ ÁNH"}), Doubt::OtherName, None),
        ("father", json!({}), Doubt::OtherSex, None),
        ("child", json!({"mother_id": "CCCD số 087167001234"}), Doubt::OtherPerson, Some("mother")),
        (
            "father",
            json!({"mother_name": "Trần Thị Bình", "mother_dob": "1967"}),
            Doubt::OtherPerson,
            Some("mother"),
        ),
    ] {
        let (dossier, filled) = scanned("linked_birth", who, &answers, BINH_2021);
        assert_eq!((filled.doubt, filled.filled.len()), (Some(doubt), 0), "{who} {answers}");
        assert_eq!(filled.also.first().map(String::as_str), also, "{who} {answers}");
        assert_eq!(Value::from(dossier.answers), answers);
        assert!(!dossier.said.is_empty(), "{who} {answers}");
    }
}

#[test]
fn who_asks_may_be_the_mother() {
    let (_, filled) = scanned("linked_birth", "req", &json!({"mother_id": "087167001234"}), BINH_2021);
    assert_eq!((filled.doubt, filled.also), (None, vec!["mother".to_owned()]));
    assert!(filled.filled.contains(&"req_name".to_owned()));
}

/// A dossier of before, of that form and day.
struct Before(&'static Definition, Value, Source);

impl Before {
    fn of(procedure: &str, n: u128, answers: Value) -> Self {
        let day = here().today;
        let dossier = serde_json::from_value(json!(format!("{n:032x}"))).unwrap();
        Self(form(procedure), answers, Source::Earlier { dossier, day })
    }
}

/// A dossier for Nguyễn Văn Tám, begun after those.
fn begun_after(procedure: &str, before: &[Before]) -> Dossier {
    let tam = Citizen {
        full_name: "Nguyễn Văn Tám".to_owned(),
        born: Some("1962".to_owned()),
        sex: Some(Sex::Male),
        id_number: Some("087062000123".to_owned()),
        ..Citizen::default()
    };
    let form = form(procedure);
    let mut dossier = answered(form, &json!({}));
    for (key, value, source) in prefill(form, Some(&tam), &here()) {
        dossier.answers.insert(key.clone(), value);
        dossier.provenance.insert(key, source);
    }
    let earlier: Vec<EarlierDossier<'_>> = before
        .iter()
        .map(|Before(definition, answers, source)| EarlierDossier {
            definition,
            answers: answers.as_object().unwrap(),
            source,
        })
        .collect();
    fill_from_earlier(form, &mut dossier, &Known::of_citizen(&tam), &earlier, &here());
    dossier
}

#[test]
fn the_dossier_before_knows_the_parents_of_whom_it_was_about() {
    let about_tam = json!({"sub_name": "Nguyễn Văn Tám", "sub_dob": "1962-05-17", "req_id": "087062000123",
        "req_name": "NGUYỄN VĂN TÁM", "mother_name": "LÊ THỊ ÁNH", "mother_id": "CMND 341234567", "father_name": "NGUYỄN VĂN SÁU"});
    let before = Before::of("birth_rereg", 1, about_tam);
    let dossier = begun_after("id_card_14plus", std::slice::from_ref(&before));
    assert_eq!(dossier.answers["mother_name"], json!("LÊ THỊ ÁNH"));
    assert_eq!(dossier.provenance["father_name"], before.2);
    assert_eq!(
        dossier.answers["app_dob"],
        json!("1962-05-17"),
        "what the record knew in part is known better"
    );
    assert_eq!(dossier.provenance["app_name"], Source::Record);

    // Where the citizen was the father, the mother of that dossier is not his mother.
    let about_child = json!({"child_name": "NGUYỄN THỊ BÉ", "father_name": "Nguyễn Văn Tám", "father_id": "087062000123",
        "mother_name": "TRẦN THỊ BÌNH"});
    let dossier = begun_after("id_card_14plus", &[Before::of("linked_birth", 2, about_child)]);
    assert_eq!(dossier.answers.get("mother_name"), None);
    assert_eq!(dossier.answers.get("father_name"), None);

    // Nor is one of somebody else's of any use.
    let about_other = json!({"sub_name": "Nguyễn Văn Tám", "sub_dob": "1971", "mother_name": "PHAN THỊ LÀI"});
    let dossier = begun_after("id_card_14plus", &[Before::of("birth_rereg", 3, about_other)]);
    assert_eq!(dossier.answers.get("mother_name"), None);
}

#[test]
fn of_two_dossiers_that_disagree_the_newest_is_the_answer_and_the_other_stands_beside() {
    let before = |n, mother: &str| {
        let answers = json!({"sub_name": "Nguyễn Văn Tám", "sub_dob": "1962", "mother_name": mother});
        Before::of("birth_rereg", n, answers)
    };
    let dossier = begun_after("id_card_14plus", &[before(2, "LÊ THỊ ÁNH"), before(1, "LÊ THỊ ANH")]);
    assert_eq!(dossier.answers["mother_name"], json!("LÊ THỊ ÁNH"));
    let [(entry, said)] = said(&dossier)[..] else { panic!("{:?}", dossier.said) };
    assert!(entry.starts_with("mother_name/earlier/"), "{entry}");
    assert_eq!(said, &json!("LÊ THỊ ANH"));
}

/// A consistent card of a grown person of that sex.
fn card_of(sex: Sex) -> String {
    match sex {
        Sex::Female => BINH_2024.to_owned(),
        Sex::Male => {
            BINH_2024.replace("087167", "087067").replace("Thị Bình", "Văn Bình").replace("Nữ", "Nam")
        }
    }
}

#[test]
fn a_consistent_card_gives_no_error_in_any_form() {
    for form in catalogue().all().chain([people_form()]) {
        for person in form.fillable_people() {
            let mut dossier = answered(form, &json!({}));
            let card = match form.key() {
                "id_card_under14" | "birth_reg" | "linked_birth" if person.role == Role::Subject => {
                    CHILD.to_owned()
                }
                _ => card_of(person.role.sex().unwrap_or(Sex::Female)),
            };
            let filled = scan(form, &mut dossier, &person.key, &card);
            let checked = check(form, &dossier.answers, &here());
            let wrong =
                |key: &&String| checked.findings.iter().any(|found| found.field == **key && found.is_error());
            let wrong: Vec<_> = filled.filled.iter().filter(wrong).collect();
            assert!(wrong.is_empty(), "{} {}: {wrong:?}", form.key(), person.key);
        }
    }
}

fn cards() -> impl Strategy<Value = String> {
    let field = select(vec![
        "",
        "087167001234",
        "Trần Thị Bình",
        "TRAN THI BINH",
        "15081967",
        "1967",
        "Nữ",
        "Nam",
        "Đã chết",
    ]);
    let odd =
        prop::collection::vec(field, 6..12).prop_map(|fields| format!("087162000123|{}", fields.join("|")));
    prop_oneof![
        select(vec![BINH_2021.to_owned(), BINH_2024.to_owned(), ZONE.to_owned(), card_of(Sex::Male)]),
        odd
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever was typed, whatever card comes: no answer is changed, and filling twice is filling once.
    #[test]
    fn filling_never_overwrites_what_a_person_typed((form, attempts) in attempts(), card in cards(), who in any::<prop::sample::Index>()) {
        prop_assume!(!form.fillable_people().is_empty());
        let mut answers = Map::new();
        for (key, value) in &attempts {
            let _ = put_answer(form, &mut answers, key, value);
        }
        let typed = answered(form, &Value::from(answers));
        let person = who.get(form.fillable_people());
        let mut dossier = typed.clone();
        scan(form, &mut dossier, &person.key, &card);
        for (key, answer) in &typed.answers {
            let is_blank = answer.as_str().is_some_and(|text| text.trim().is_empty())
                || answer.get("text").and_then(Value::as_str).is_some_and(|text| text.trim().is_empty());
            prop_assert!(is_blank || dossier.answers.get(key) == Some(answer), "{}", key);
        }
        let once = dossier.clone();
        scan(form, &mut dossier, &person.key, &card);
        prop_assert_eq!(once.answers, dossier.answers);
        prop_assert_eq!(once.said, dossier.said);
        prop_assert_eq!(once.provenance, dossier.provenance);
    }
}
