//! Finding citizens as the name is typed.

use super::*;
use crate::Search;
use std::collections::BTreeSet;

fn found(device: &mut Device, search: &Search<'_>) -> Vec<String> {
    let records = device.store().search_citizens(search).unwrap();
    records.iter().map(|record| record.body["full_name"].as_str().unwrap().to_owned()).collect()
}

fn typed(device: &mut Device, text: &str) -> Vec<String> {
    found(device, &Search { text, limit: 20, ..Search::default() })
}

fn with_people(names: &[&str]) -> Device {
    let mut device = Device::new();
    for name in names {
        device.new_citizen(citizen(name));
    }
    device
}

#[test]
fn four_shapes_of_a_name_find_the_same_people() {
    let mut device = with_people(&["Võ Hòa Thuận", "Lê Hoà Thuận", "Trần Hoa Thuần"]);
    let marked = ["Lê Hoà Thuận", "Võ Hòa Thuận", "Trần Hoa Thuần"];
    for text in ["hòa thuận", "hoà thuận", "ho\u{300}a thua\u{323}\u{302}n", "HOÀ  THUẬN", "thuận hòa"]
    {
        assert_eq!(typed(&mut device, text), marked, "{text}");
    }
    let mut plain = typed(&mut device, "hoa thuan");
    plain.sort_unstable();
    assert_eq!(plain, ["Lê Hoà Thuận", "Trần Hoa Thuần", "Võ Hòa Thuận"]);
}

#[test]
fn exact_marks_come_before_folded_hits() {
    let mut device = with_people(&["Đặng Văn An", "Lê Đang", "Dạng Thị Ba"]);
    assert_eq!(typed(&mut device, "đang"), ["Lê Đang", "Đặng Văn An", "Dạng Thị Ba"]);
    assert_eq!(typed(&mut device, "đặng"), ["Đặng Văn An", "Dạng Thị Ba", "Lê Đang"]);
}

#[test]
fn words_typed_with_marks_count_even_beside_words_without() {
    let mut device = with_people(&["Nguyên Văn An", "Nguyễn Văn Ba"]);
    assert_eq!(typed(&mut device, "nguyễn van"), ["Nguyễn Văn Ba", "Nguyên Văn An"]);
}

#[test]
fn whole_words_come_before_their_beginnings_and_ties_in_the_order_of_names() {
    let mut device = with_people(&["Lê Anh", "Võ An", "Lê An", "Trần Ân"]);
    assert_eq!(typed(&mut device, "an"), ["Lê An", "Võ An", "Lê Anh", "Trần Ân"]);
    assert_eq!(typed(&mut device, "a"), ["Lê An", "Võ An", "Lê Anh", "Trần Ân"]);
}

#[test]
fn a_tone_on_the_last_vowel_may_begin_a_longer_word() {
    let mut device = with_people(&["Trần Hoàng", "Lê Hòa"]);
    assert_eq!(typed(&mut device, "hoà"), ["Lê Hòa", "Trần Hoàng"]);
}

#[test]
fn names_of_the_highlands_are_found_however_they_are_written() {
    let mut device = with_people(&["Y'Nuê Thử"]);
    for text in ["y'nuê", "ynue", "Y’NUÊ", "Y-Nuê"] {
        assert_eq!(typed(&mut device, text).len(), 1, "{text}");
    }
}

#[test]
fn numbers_and_addresses_find_people_too() {
    let mut device = Device::new();
    let mut person = citizen("Trần Thị Bình");
    person["id_number"] = "087167001234".into();
    person["phone"] = "0912 345 678".into();
    person["address"] = "12/3 đường Thử Nghiệm".into();
    device.new_citizen(person);
    for text in ["087167", "0912345678", "0912 345", "+84 912 345 678", "thử nghiệm", "12/3", "binh 0871"]
    {
        assert_eq!(typed(&mut device, text).len(), 1, "{text}");
    }
    assert!(typed(&mut device, "099").is_empty());
}

#[test]
fn what_the_query_language_means_is_only_text() {
    let mut device = with_people(&["Trần Thị Bình"]);
    for text in
        ["\"", "binh OR", "NOT binh", "a* AND (", "folded:x", "binh\"*", "-", "'; DROP TABLE record", "NEAR("]
    {
        device.store().search_citizens(&Search { text, limit: 5, ..Search::default() }).unwrap();
    }
}

#[test]
fn hamlet_need_and_limit_narrow_the_hits() {
    let mut device = Device::new();
    let mut people = Vec::new();
    for (name, hamlet) in [("Lê Bình", "Khóm 1"), ("Võ Bình", "Khóm 2"), ("Trần Bình", "Khóm 2")] {
        let mut person = citizen(name);
        person["hamlet"] = hamlet.into();
        people.push(device.new_citizen(person));
    }
    let need = json!({"citizen": people[1], "procedure": "birth", "state": "open", "since": "2026-11-01"});
    device.put(id(9), RecordKind::Need, need, false);
    for text in ["bình", ""] {
        let all = Search { text, limit: 20, ..Search::default() };
        assert_eq!(found(&mut device, &all), ["Lê Bình", "Trần Bình", "Võ Bình"]);
        assert_eq!(found(&mut device, &Search { limit: 2, ..all }), ["Lê Bình", "Trần Bình"]);
        let hamlet = Search { hamlet: Some("Khóm 2"), ..all };
        assert_eq!(found(&mut device, &hamlet), ["Trần Bình", "Võ Bình"]);
        assert_eq!(found(&mut device, &Search { need: Some("birth"), ..all }), ["Võ Bình"]);
        assert!(found(&mut device, &Search { need: Some("death"), ..all }).is_empty());
    }
}

#[test]
fn a_new_name_is_found_and_the_old_one_is_not() {
    let mut device = Device::new();
    let person = device.new_citizen(citizen("Trần Thị Bình"));
    device.put(person, RecordKind::Citizen, citizen("Trần Thị Mẫu"), false);
    assert!(typed(&mut device, "bình").is_empty());
    assert_eq!(typed(&mut device, "mâ"), ["Trần Thị Mẫu"]);
}

#[test]
fn other_text_rules_make_the_index_anew() {
    let mut device = with_people(&["Trần Thị Bình"]);
    let store = device.store();
    let spoil = "UPDATE ledger SET text_rules = 0; UPDATE record SET name_key = NULL;
                 DELETE FROM search WHERE rowid = 1;";
    store.connection.execute_batch(spoil).unwrap();
    assert!(typed(&mut device, "bình").is_empty());
    device.unlock().unwrap();
    assert_eq!(typed(&mut device, "bình"), ["Trần Thị Bình"]);
    assert_eq!(typed(&mut device, ""), ["Trần Thị Bình"]);
}

fn people(device: &mut Device, word: &str) -> BTreeSet<RecordId> {
    let found = device.store().records_of_people(&[word.to_owned()]).unwrap();
    found.into_iter().map(|record| record.id).collect()
}

#[test]
fn people_are_found_by_number_and_name_wherever_they_are_named_and_by_nothing_that_was_changed() {
    let mut device = Device::new();
    let person = device
        .new_citizen(json!({"full_name": "Trần Thị Bình", "id_number": "087167001234", "state": "live"}));
    let named = device.store().write::<_, StoreError>(NOW, |writer| Ok(writer.new_record_id())).unwrap();
    let name = |device: &mut Device, mother: Value| {
        let dossier = json!({"state": "draft", "procedure": "birth_reg", "answers": mother});
        device.put(named, RecordKind::Dossier, dossier, true);
    };
    name(&mut device, json!({"mother_name": "TRẦN THỊ BÌNH", "mother_id": "CCCD số 087 167 001 234"}));
    for word in ["087167001234", "tran thi binh"] {
        assert_eq!(people(&mut device, word), BTreeSet::from([named, person]), "{word}");
    }
    name(&mut device, json!({"mother_name": "LÊ THỊ ÁNH"}));
    assert_eq!(people(&mut device, "087167001234"), BTreeSet::from([person]));
    assert_eq!(people(&mut device, "le thi anh"), BTreeSet::from([named]));

    // A file of an older program has the table and nothing in it.
    device
        .store()
        .connection
        .execute_batch("DELETE FROM known_by; UPDATE ledger SET text_rules = 1")
        .unwrap();
    assert_eq!(people(&mut device, "le thi anh"), BTreeSet::new());
    device.unlock().unwrap();
    assert_eq!(people(&mut device, "le thi anh"), BTreeSet::from([named]));
    assert_eq!(people(&mut device, "087167001234"), BTreeSet::from([person]));
}
