//! What is synced: dossiers of 57 fields of Vietnamese text, about 1.9 KB each, no two the same.

use serde_json::{Value, json};
use tan_nha_domain::patch::Body;
use tan_nha_test_support::invented;
use tan_nha_tests::answers;

pub const PROCEDURE: &str = "id_card_14plus";

/// Dossiers as their author leaves them.
pub fn dossiers(count: usize) -> impl Iterator<Item = Body> {
    let form: Value = serde_json::from_str(SAMPLE).unwrap();
    let mut full = form.as_object().unwrap().clone();
    full.extend(answers(PROCEDURE).as_object().unwrap().clone());
    (0..count).map(move |index| dossier(index, full.clone()))
}

const SAMPLE: &str = include_str!("../../../crates/forms/procedures/id_card_14plus/sample.json");

fn dossier(index: usize, mut answers: Body) -> Body {
    let (own, mother) = (invented(index % 10_000), invented((index * 7 + 3) % 10_000));
    for (field, text) in [
        ("app_name", own.name.to_uppercase()),
        ("app_id", own.id_number.clone()),
        ("app_addr", own.address.clone()),
        ("perm_addr", format!("{}, phường Mẫu, tỉnh Đồng Tháp", own.address)),
        ("cur_addr", format!("{}, phường Mẫu, tỉnh Đồng Tháp", own.address)),
        ("mother_name", mother.name.to_uppercase()),
        ("request_phone", own.phone),
        ("job", format!("Làm vườn và buôn bán nhỏ ở chợ phường, sạp số {index}")),
        (
            "birth_reg_place",
            format!("Ủy ban nhân dân xã Mẫu (nay là phường Mẫu), tỉnh Đồng Tháp, số {index}"),
        ),
        ("home_town", format!("Ấp {}, xã Mẫu, huyện Mẫu (cũ), tỉnh Đồng Tháp", 1 + index % 9)),
        ("recv_addr", format!("Nhà riêng: {}, phường Mẫu, tỉnh Đồng Tháp, gọi trước khi đến", own.address)),
        (
            "req_detail",
            format!(
                "Cấp thẻ căn cước; xác nhận số chứng minh nhân dân cũ {:09} đã mất năm 2019",
                340_000_000 + index
            ),
        ),
    ] {
        answers.insert(field.into(), json!(text));
    }
    let body = json!({
        "procedure": PROCEDURE, "form_version": "2024-07.1", "law_date": "2026-05-21", "state": "draft",
        "hamlet": format!("Khóm {}", 1 + index % 4), "answers": answers,
    });
    body.as_object().unwrap().clone()
}
