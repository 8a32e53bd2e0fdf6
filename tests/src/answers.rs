//! What the invented old woman of the main job says at her bedside.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// Her name, as the team's list has it.
pub const CITIZEN: &str = "Trần Thị Bình";
/// The name of the young mother of [`newborn`], as the form's sample has it.
pub const MOTHER: &str = "Nguyễn Thị Ví Dụ";
/// The number of her card.
pub const MOTHERS_NUMBER: &str = "087301000123";
const NUMBER: &str = "087142000123";
const HOME: &str = "Số 12, tổ 3, Khóm 2, phường Mẫu, tỉnh Đồng Tháp";

/// Her answers to a form, by field.
///
/// # Panics
/// For a procedure that she does not need.
pub fn answers(procedure: &str) -> Value {
    match procedure {
        "birth_rereg" => birth_again(),
        "id_card_14plus" => card(),
        other => panic!("no answers for {other}"),
    }
}

/// What a young mother says who has a child registered, with all that goes with it: born some weeks before a day,
/// otherwise as in the form's sample.
///
/// # Panics
/// Never for a sample that is JSON.
pub fn newborn(today: NaiveDate) -> Value {
    let sample = include_str!("../../crates/forms/procedures/linked_birth/sample.json");
    let mut said: Value = serde_json::from_str(sample).expect("the sample");
    let day = |before: u64| json!((today - Days::new(before)).to_string());
    said["child_dob"] = day(20);
    said["birth_paper_date"] = day(18);
    said
}

fn birth_again() -> Value {
    json!({
        "to_office": "Ủy ban nhân dân phường Mẫu",
        "req_name": "TRẦN THỊ BÌNH",
        "req_dob": "1942-06-17",
        "req_id": format!("Căn cước công dân số {NUMBER} do Cục Cảnh sát quản lý hành chính về trật tự xã hội cấp ngày 12/07/2021"),
        "req_relation": "Bản thân",
        "sub_name": "TRẦN THỊ BÌNH",
        "sub_dob": "1942-06-17",
        "sub_dob_words": "Ngày mười bảy tháng sáu năm một nghìn chín trăm bốn mươi hai",
        "sub_sex": "female",
        "sub_ethnicity": "Kinh",
        "sub_nationality": "Việt Nam",
        "sub_birthplace": "Xã Mẫu, tỉnh Đồng Tháp",
        "sub_home_town": "Xã Mẫu, tỉnh Đồng Tháp",
        "mother_name": "HUỲNH THỊ ƯỚC",
        "mother_birth": "1920",
        "mother_ethnicity": "Khmer",
        "mother_nationality": "Việt Nam",
        "mother_addr": "Đã chết",
        "father_name": "TRẦN VĂN QUỲNH",
        "father_birth": "1916-06",
        "father_ethnicity": "Kinh",
        "father_nationality": "Việt Nam",
        "father_addr": "Đã chết",
        "prev_office": "Ủy ban nhân dân xã Mẫu (cũ)",
        "prev_date": "1978",
        "copies": true,
        "copies_count": 2,
    })
}

fn card() -> Value {
    json!({
        "to_office": "Công an phường Mẫu",
        "app_name": "TRẦN THỊ BÌNH",
        "app_dob": "1942-06-17",
        "app_sex": "female",
        "app_id": NUMBER,
        "app_addr": HOME,
        "req_kind": ["1", "2"],
        "req_detail": "Cấp thẻ căn cước; xác nhận số chứng minh nhân dân cũ",
        "recv_addr": HOME,
        "consent": true,
        "ethnicity": "Kinh",
        "religion": "Không",
        "nationality": "Việt Nam",
        "marital": "married",
        "birth_reg_place": "Xã Mẫu, tỉnh Đồng Tháp",
        "home_town": "Xã Mẫu, tỉnh Đồng Tháp",
        "perm_addr": HOME,
        "cur_addr": HOME,
        "job": "Làm vườn",
        "education": "7/12",
        "father_name": "TRẦN VĂN QUỲNH",
        "father_nationality": "Việt Nam",
        "mother_name": "HUỲNH THỊ ƯỚC",
        "mother_nationality": "Việt Nam",
        "spouse_name": "LÊ VĂN ĐỨC",
        "spouse_nationality": "Việt Nam",
        "spouse_id": "087040000321",
        "household_head_name": "TRẦN THỊ BÌNH",
        "household_head_id": NUMBER,
        "household_head_relation": "Chủ hộ",
        "request_kind": "issue",
        "request_phone": "0912000111",
    })
}
