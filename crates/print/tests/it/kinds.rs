//! The papers beside the declarations.

use super::{Printing, every_form, form};
use serde_json::{Map, Value};
use tan_nha_print::{Kind, PrintError};

#[test]
fn every_procedure_has_a_checklist_and_a_list_of_what_is_missing() {
    for definition in every_form() {
        for answers in [definition.sample().clone(), Map::new()] {
            let printing = Printing::of(definition, answers);
            assert!(printing.must(Kind::Checklist).pages() > 0);
            assert!(printing.must(Kind::Missing).pages() > 0);
        }
    }
}

#[test]
fn only_a_form_with_a_collection_sheet_has_one() {
    assert!(Printing::sample(form("id_card_14plus")).lay(Kind::CollectionSheet).is_ok());
    let none = Printing::sample(form("birth_rereg")).lay(Kind::CollectionSheet).unwrap_err();
    assert_eq!(none, PrintError::NoSuchPaper);
}

#[test]
fn what_the_font_has_no_letter_for_is_told_by_its_label() {
    let definition = form("birth_rereg");
    let mut answers = definition.sample().clone();
    assert_eq!(tan_nha_print::unprintable(definition, &answers), [""; 0]);
    answers.insert("prev_office".into(), Value::from("ភូមិ 😀"));
    assert_eq!(tan_nha_print::unprintable(definition, &answers), ["Đã đăng ký khai sinh tại"]);
}
