//! What is found about the unit of an address.

use crate::{assert_found, checked, sample_with};
use serde_json::{Value, json};

const TEXT: &str = "Khóm 2, phường Hòa Thuận, thành phố Cao Lãnh, tỉnh Đồng Tháp";

fn found(address: &Value) -> Vec<(String, Value)> {
    let answers = sample_with("id_card_14plus", &json!({ "perm_addr": address }));
    let findings = checked("id_card_14plus", &answers).findings.into_iter();
    findings
        .filter(|finding| finding.field == "perm_addr")
        .map(|finding| (finding.code, json!(finding.params)))
        .collect()
}

#[test]
fn a_unit_that_is_none_is_an_error() {
    for address in [
        json!({ "text": TEXT, "unit": "00000" }),
        json!({ "text": TEXT, "unit": "29869", "unit_set": "2023" }),
        json!({ "text": TEXT, "unit": "06978", "unit_set": "2024" }),
        json!({ "text": TEXT, "unit": 29869, "unit_set": "2025" }),
    ] {
        assert_found("id_card_14plus", &json!({ "perm_addr": address }), &["error unit_unknown perm_addr"]);
    }
    for address in
        [json!(TEXT), json!({ "text": TEXT }), json!({ "text": TEXT, "unit": null, "hamlet": "Khóm 2" })]
    {
        assert_eq!(found(&address), []);
    }
}

#[test]
fn a_code_without_its_set_says_so_where_it_means_two_places() {
    let missing = ["warning unit_set_missing perm_addr"];
    assert_found(
        "id_card_14plus",
        &json!({ "perm_addr": { "text": "xã Bà Nà", "unit": "20308" } }),
        &missing,
    );
    assert_eq!(found(&json!({ "text": "xã Ba Chẽ, Quảng Ninh", "unit": "06978" })), []);
}

#[test]
fn a_unit_of_2024_is_told_where_one_of_today_is_asked_and_nowhere_else() {
    let hoa_thuan = json!({ "text": TEXT, "unit": "29892", "unit_set": "2024" });
    let now = json!({ "unit": "Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp", "now": "Phường Cao Lãnh, Đồng Tháp" });
    assert_eq!(found(&hoa_thuan), [("unit_old".to_owned(), now)]);
    assert_found("birth_rereg", &json!({ "sub_home_town": hoa_thuan }), &[]);
    assert_found("birth_rereg", &json!({ "mother_addr": hoa_thuan }), &["warning unit_old mother_addr"]);
    let divided = found(&json!({ "text": "phường Hàng Bạc", "unit": "00007", "unit_set": "2024" }));
    assert_eq!(divided[0].0, "unit_old_divided");
    assert_eq!(divided[0].1["now"], "Phường Ngọc Hà, Hà Nội; Phường Giảng Võ, Hà Nội");
    let unsure = found(&json!({ "text": "xã Mỹ Hưng", "unit": "01651", "unit_set": "2024" }));
    assert_eq!(unsure[0].0, "unit_old_unsure");
    let district = found(&json!({ "text": "thành phố Cao Lãnh", "unit": "866", "unit_set": "2024" }));
    assert_eq!(district[0].0, "unit_old_unsure");
}

#[test]
fn a_text_may_name_the_unit_by_its_old_or_its_new_name_and_is_told_when_it_names_neither() {
    let cao_lanh = |text| json!({ "text": text, "unit": "29869", "unit_set": "2025" });
    for text in [TEXT, "Khom 2, P. Cao Lanh", "12 Lê Lợi, phường 1, Cao Lãnh"] {
        assert_eq!(found(&cao_lanh(text)), [], "{text}");
    }
    let elsewhere = json!({ "unit": "Phường Cao Lãnh, Đồng Tháp" });
    assert_eq!(found(&cao_lanh("Khóm 5, phường Mẫu")), [("unit_text_differs".to_owned(), elsewhere)]);
    assert_eq!(found(&cao_lanh(" ")), []);
}
