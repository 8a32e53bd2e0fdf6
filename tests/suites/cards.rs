//! A card that is scanned, asked of the real program: the shape that other programs rely on, and what is kept
//! of it, which is nothing.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use std::{fs, path::Path};
use tan_nha_test_support::{Device, PIN, code_picture};

const CARD: &str = "087167001234|301234567|Trần Thị Bình|15081967|Nữ|Khóm 2, Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp|20072021";
const ZONE: &str =
    "idvnm1670012340087167001234<<1\n6708157f9912315vnm<<<<<<<<<<<8\ntran<<thi<binh<<<<<<<<<<<<<<<<";

fn tablet(folder: &Path) -> Device {
    let mut tablet = Device::start(folder);
    tablet.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
    tablet
}

/// Every file below a folder, with its bytes.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() {
                return contents(&path);
            }
            vec![(path.display().to_string(), fs::read(&path).unwrap())]
        })
        .collect();
    found.sort();
    found
}

#[test]
fn text_and_picture_of_a_card_say_the_same_and_nothing_of_it_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let mut tablet = tablet(folder.path());
    let file = elsewhere.path().join("card.png");
    fs::write(&file, code_picture(CARD)).unwrap();
    let before = contents(folder.path());
    let said = tablet.must("id.scan", json!({ "text": CARD }));
    assert_eq!(
        said,
        json!({
            "source": "qr",
            "card": "cccd_2021",
            "number": "087167001234",
            "old_number": "301234567",
            "full_name": "Trần Thị Bình",
            "born": "1967-08-15",
            "sex": "female",
            "address": "Khóm 2, Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp",
            "issued": "2021-07-20",
            "issuer": "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
            "proof": false,
            "findings": [],
        })
    );
    assert_eq!(tablet.must("id.scan", json!({ "image_path": file })), said);
    assert_eq!(tablet.must("id.scan", json!({ "image": BASE64.encode(code_picture(CARD)) })), said);
    assert!(contents(folder.path()) == before);
}

#[test]
fn the_lines_on_the_back_say_what_they_say_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let said = tablet(folder.path()).must("id.scan", json!({ "text": ZONE }));
    assert_eq!(
        (&said["source"], &said["card"], &said["issuer"], &said["address"]),
        (&json!("mrz"), &Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!((&said["number"], &said["full_name"]), (&json!("087167001234"), &json!("TRAN THI BINH")));
    assert_eq!((&said["born"], &said["no_expiry"]), (&json!("1967-08-15"), &json!(true)));
    assert!(said["checks"].as_array().unwrap().iter().all(|check| check["agrees"] == true));
    assert_eq!(said["checks"].as_array().unwrap().len(), 5);
    assert_eq!(said["findings"][0]["code"], "mrz_name_plain");
}

#[test]
fn what_is_no_card_is_said_by_a_code_and_a_locked_tablet_reads_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = tablet(folder.path());
    let website = BASE64.encode(code_picture("https://example.vn/"));
    for (args, code) in [
        (json!({ "text": "087167001234|301234567|Trần Thị Bình" }), "card_cut"),
        (json!({ "text": "xin chào" }), "card_unknown"),
        (json!({ "text": &ZONE[..61] }), "mrz_cut"),
        (json!({ "image": website }), "qr_no_card"),
        (json!({ "image": BASE64.encode("%PDF-1.7") }), "picture_unsupported"),
        (json!({ "image_path": folder.path().join("none.jpg") }), "file_not_found"),
        (json!({}), "bad_argument"),
        (json!({ "text": CARD, "image": website }), "bad_argument"),
    ] {
        let refused = tablet.call("id.scan", args.clone()).unwrap_err();
        assert_eq!(refused.code(), code, "{args}");
    }
    tablet.must("profile.lock", json!({}));
    assert_eq!(tablet.call("id.scan", json!({ "text": CARD })).unwrap_err().code(), "locked");
}
