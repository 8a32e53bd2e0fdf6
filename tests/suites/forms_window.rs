//! Forms at the real window, by a person's means: one filling that becomes several dossiers, and a draft that is
//! finished on a newer form.

use serde_json::{Value, json};
use std::{fs, process::Command};
use tan_nha_test_support::{Bench, By, LAPTOP, TABLET, code_picture, photo};
use tan_nha_tests::{Filling, Hands, MOTHER, MOTHERS_NUMBER, newborn};

const DOCUMENT: &str = include_str!("../../docs/adding-a-procedure.md");

/// A volunteer of the hamlet at the window.
fn at_the_window(bench: &Bench) -> Hands {
    let hands = Hands::open(&bench.profile("window"), TABLET);
    hands.enrol(&bench.ward.invite("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2"]), "hường");
    hands
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The mother's card is held before the camera; what it says is taken, and the rest of her is written.
fn scan_the_mother(hands: &Hands) {
    hands.go("/citizens");
    hands.press("Thêm công dân");
    hands.window().click(&By::css("details.card summary"));
    let card = format!(
        "{MOTHERS_NUMBER}|301234567|{MOTHER}|09042001|Nữ|Khóm 2, phường Cao Lãnh, tỉnh Đồng Tháp|20072021"
    );
    hands.give_file("card-scan-file", "the.png", "image/png", &code_picture(&card));
    hands.read("Thẻ căn cước công dân (từ 2021)");
    hands.window().screenshot("card-read");
    hands.window().click(&By::css("section:has(#card-read-title) .row button:first-child"));
    hands.window().wait("the name from the card", || hands.written("citizen-full_name") == MOTHER);
    assert_eq!(hands.written("citizen-id_number"), MOTHERS_NUMBER);
    hands.write("citizen-hamlet", "Khóm 2");
    hands.press("Lưu");
    hands.window().wait("her page", || hands.address().len() == "/citizens/".len() + 36);
}

fn begin(hands: &Hands, search: &str, name: &str) {
    hands.press("Thủ tục khác");
    hands.window().fill(&By::css("#other-search"), search);
    hands.read(name);
    hands.press("Bắt đầu điền");
    hands.window().wait("the form", || hands.address().starts_with("/dossiers/"));
}

/// Each answer is read aloud and said to be right.
fn read_back(hands: &Hands, dossier: &str) {
    hands.go(&format!("/dossiers/{dossier}/read"));
    let get = || hands.must("dossier.get", json!({ "id": dossier }))["attests"].clone();
    let all = get()["aloud"].as_array().unwrap().len();
    for place in 1..=all {
        hands.read(&format!("Câu {place} trong {all}"));
        hands.window().click(&By::css("button.right"));
    }
    hands.read("Tôi cam đoan");
    hands.window().screenshot("read-back");
    hands.press("Đã đọc hết, người nghe nói đúng");
    hands.read("Đã đọc lại và xác nhận.");
    assert_eq!((&get()["left"], &get()["reading"]["fits"]), (&json!([]), &json!(true)));
}

/// The words of the one paper in the person's documents.
fn printed(hands: &Hands) -> String {
    let found: Vec<_> = fs::read_dir(hands.window().documents()).unwrap().flatten().collect();
    let [file] = found.as_slice() else { panic!("{found:?}") };
    let text = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(file.path()).arg("-").output();
    String::from_utf8(text.unwrap().stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn one_filling_is_scanned_filled_read_back_printed_and_reaches_the_ward_as_all_its_members() {
    let bench = Bench::new();
    let hands = at_the_window(&bench);
    scan_the_mother(&hands);
    begin(&hands, "lien thong khai sinh", "Liên thông khai sinh, thường trú");
    let said = newborn(hands.today());
    let filling = Filling::of_shown(&hands, &said);
    let dossier = text(filling.dossier()).to_owned();
    filling.fill_all();
    hands.window().screenshot("linked-birth-filled");

    hands.go(&format!("/dossiers/{dossier}/papers"));
    hands.give_file("field-paper-birth_paper-file", "giấy.png", "image/png", &photo(7, 400, 300));
    hands.read("Ở máy này");
    read_back(&hands, &dossier);

    hands.go(&format!("/dossiers/{dossier}/review"));
    hands.read("Đã đủ để nộp.");
    hands.press("Lưu PDF");
    hands.read("trang, trong thư mục Tài liệu.");
    let paper = printed(&hands);
    for words in ["LÊ NGUYỄN THÍ DỤ", "LÊ VĂN MẪU", "Trạm y tế phường Cao Lãnh", MOTHERS_NUMBER]
    {
        assert!(paper.contains(words), "{words}: {paper}");
    }
    hands.window().screenshot("linked-birth-review");
    hands.press("Nộp hồ sơ");
    hands.press("Nộp");
    hands.read("Đã nộp, chờ một cửa");
    hands.go("/sync");
    hands.press("Đồng bộ ngay");
    hands.read("Phường đã nhận đủ lúc");

    let exported = bench.ward.export("dossiers");
    let group = exported.iter().find(|one| one["id"] == dossier.as_str()).expect("the group is at the ward");
    assert_eq!(group["state"], "queued");
    assert_eq!(group["files"][0]["whole"], true);
    let errors = |one: &Value| one["findings"].as_array().unwrap().iter().any(|it| it["severity"] == "error");
    assert!(!errors(group), "{}", group["findings"]);
    assert_eq!(group["answers"]["child_name"], said["child_name"]);
    let mut members: Vec<(&str, &str)> = exported
        .iter()
        .filter(|one| one["group"] == dossier.as_str())
        .map(|one| (text(&one["member"]), text(&one["state"])))
        .collect();
    members.sort_unstable();
    let expected = ["birth", "health_insurance", "id_card", "residence"].map(|member| (member, "queued"));
    assert_eq!(members, expected);
}

/// The pixels of the page that a PDF is drawn on, which are not white.
const INK: &str = "const sheet = document.querySelector('.viewer canvas');
    if (!sheet || sheet.width < 200) return 0;
    const { data } = sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height);
    let ink = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 0 && data[at] < 200) ink += 1;
    return ink;";

#[test]
fn what_goes_with_a_form_is_done_at_the_bedside_a_card_a_doubt_consent_a_signature_money_and_a_paper() {
    let bench = Bench::new();
    let hands = at_the_window(&bench);
    let who = json!({ "full_name": "Nguyễn Thị Ví Dụ", "hamlet": "Khóm 2" });
    let citizen = text(&hands.must("citizen.save", who)["id"]).to_owned();

    hands.go(&format!("/citizens/{citizen}/consent"));
    hands.choose("purposes", "next_form");
    hands.choose("how", "signature");
    hands.press("Ghi nhận");
    hands.read("Xin chọn");
    hands.choose("age", "adult");
    both_ways(&hands, "consent-asked");
    hands.press("Ghi nhận");
    hands.read("Giữ câu trả lời cho lần sau");
    hands.window().wait("her word is kept", || {
        hands.must("citizen.get", json!({ "id": citizen }))["agreed"] == json!(["next_form"])
    });

    // The father's card is scanned inside the form, and says another year than she did.
    hands.go(&format!("/citizens/{citizen}"));
    begin(&hands, "dang ky lai khai sinh", "Đăng ký lại khai sinh");
    let filling = Filling::of_shown(&hands, &Value::Null);
    let dossier = text(filling.dossier()).to_owned();
    let get = || hands.must("dossier.get", json!({ "id": dossier }));
    let sample = hands.must("procedure.sample", json!({ "procedure": "birth_rereg" }))["answers"].clone();
    hands.must("dossier.set", json!({ "id": dossier, "answers": sample }));
    hands.go(&format!("/dossiers/{dossier}/sections/father"));
    hands.reload();
    let card = "087037000123|301234999|NGUYỄN VĂN THÍ DỤ|05031937|Nam|Khóm 2, phường Cao Lãnh, tỉnh Đồng Tháp|12072021";
    hands.press("Quét thẻ: người cha");
    hands.give_file("fill-father-card-file", "thẻ.png", "image/png", &code_picture(card));
    hands.read("thẻ ghi khác");
    both_ways(&hands, "card-differs");
    let year = || get()["answers"]["father_birth"].clone();
    assert_eq!(year(), "1936", "nothing that was said is overwritten");
    hands.window().click(&By::css("section[aria-labelledby='said-father_birth'] li:last-of-type button"));
    hands.window().wait("the card's year", || text(&year()).starts_with("1937"));

    // She signs by her own hand.
    hands.go(&format!("/dossiers/{dossier}/sign"));
    hands.choose("signer-0", "signature");
    let pad = By::css(".pad svg");
    hands.window().draw(&pad, &[(0.2, 0.6), (0.3, 0.3), (0.4, 0.7), (0.6, 0.4)]);
    hands.window().draw(&pad, &[(0.3, 0.8), (0.8, 0.75)]);
    hands.read("2 nét");
    both_ways(&hands, "signature-drawn");
    hands.window().click(&By::css("section[aria-labelledby='signer-0-title'] .button.main"));
    hands.window().wait("her signature", || get()["attests"]["signers"][0]["signed"]["fits"] == true);
    hands.window().wait("its picture", || {
        hands.window().run("return [...document.images].some((image) => image.naturalWidth > 100)", &[])
            == true
    });
    both_ways(&hands, "signed");

    // What the province asks for is said, taken in cash, and carried.
    hands.go(&format!("/dossiers/{dossier}/fee"));
    if hands.shows("Chưa biết số phải nộp") {
        hands.write("fee-said-amount", "16.000");
        hands.write("fee-said-reason", "Mức của tỉnh");
        hands.press("Ghi số tiền");
    }
    hands.read("Phải nộp: 16.000 đồng");
    hands.choose("fee-how", "cash");
    hands.write("fee-receipt", "BL 0012");
    hands.press("Ghi đã nộp");
    hands.read("Đã nộp 16.000 đồng");
    hands.read("chỉ tổ trưởng hoặc một cửa xóa");
    both_ways(&hands, "fee-paid");
    // Somebody else's word is that it was paid at the ward, too: both stand until that is cleared up.
    hands.press("Ghi thêm một khoản nộp");
    hands.choose("fee-how", "desk");
    hands.write("fee-amount", "16.000");
    hands.press("Ghi thêm khoản này");
    hands.read("Đã nộp 32.000 đồng, nhiều hơn số phải nộp 16.000 đồng");
    both_ways(&hands, "fee-twice");
    hands.window().click(&By::css("section[aria-label*='một cửa'] button.quiet"));
    hands.window().click(&By::css("[role=dialog] button.danger"));
    hands.window().wait("the other payment alone", || {
        hands.must("dossier.get", json!({ "id": dossier }))["payment"]["paid"].as_array().unwrap().len() == 1
    });
    hands.go("/cash");
    hands.read("Đang giữ tiền mặt: 16.000 đồng");
    both_ways(&hands, "cash-carried");

    // A paper that is a PDF is looked at, page by page and from near.
    let made = hands.window().documents().join("bản nháp.pdf");
    hands.must("dossier.print", json!({ "id": dossier, "path": made }));
    hands.go(&format!("/dossiers/{dossier}/papers"));
    hands.give_file(
        "field-paper-old_birth_certificate-file",
        "giấy.pdf",
        "application/pdf",
        &fs::read(made).unwrap(),
    );
    hands.read("Ở máy này");
    hands.window().click(&By::css("button.view"));
    hands.window().wait("the paper's letters", || hands.window().run(INK, &[]).as_i64() > Some(500));
    both_ways(&hands, "paper-viewed");
    hands.window().click(&By::css(".viewer .close"));
    hands.read_without_dialog("main h1");
}

#[test]
fn of_a_dossier_that_went_to_others_who_carries_its_cash_is_shown_the_cash_and_no_question() {
    let bench = Bench::new();
    let mut clerk = bench.enrolled("clerk", "Lê Văn An", &[]);
    let citizen = clerk.save_citizen("Nguyễn Thị Ví Dụ", "Khóm 2");
    let dossier = clerk.must("dossier.open", json!({ "procedure": "id_card_change", "citizen": citizen }));
    let dossier = text(&dossier["id"]).to_owned();
    clerk.must("sync.now", json!({}));
    let hands = at_the_window(&bench);
    hands.must("sync.now", json!({}));
    hands.must("dossier.fee_paid", json!({ "id": dossier, "how": "cash", "amount": 30_000 }));
    hands.must("sync.now", json!({}));
    clerk.must("sync.now", json!({}));
    let elsewhere = json!({ "id": citizen, "full_name": "Nguyễn Thị Ví Dụ", "hamlet": "Khóm 5" });
    clerk.must("citizen.save", elsewhere);
    clerk.must("sync.now", json!({}));
    hands.must("sync.now", json!({}));
    for page in ["", "/papers", "/sign", "/review"] {
        hands.go(&format!("/dossiers/{dossier}{page}"));
        hands.read("Hồ sơ này nay do nơi khác phụ trách");
    }
    both_ways(&hands, "cash-only");
    hands.press("Xem và ghi lệ phí");
    hands.read("Tiền mặt đang ở chỗ người thu");
    hands.read("Ghi thêm một khoản nộp");
}

#[test]
fn a_procedure_and_an_address_are_found_by_words_without_marks_and_a_divided_unit_asks() {
    let bench = Bench::new();
    let hands = at_the_window(&bench);
    let who = json!({ "full_name": "Nguyễn Thị Ví Dụ", "hamlet": "Khóm 2" });
    let citizen = text(&hands.must("citizen.save", who)["id"]).to_owned();
    hands.go(&format!("/citizens/{citizen}"));
    hands.press("Thủ tục khác");
    both_ways(&hands, "procedures");
    hands.window().fill(&By::css("#other-search"), "lien thong khai");
    hands.read("Liên thông khai sinh, thường trú");
    both_ways(&hands, "procedure-found");
    hands.press("Bắt đầu điền");
    hands.window().wait("the form", || hands.address().starts_with("/dossiers/"));
    let dossier = hands.address().split('/').nth(2).unwrap().to_owned();

    hands.go(&format!("/dossiers/{dossier}/sections/residence"));
    let id = "field-residence_addr";
    let answer = || hands.must("dossier.get", json!({ "id": dossier }))["answers"]["residence_addr"].clone();
    hands.window().click(&By::css(&format!("#{id}-choose")));
    hands.window().fill(&By::css(&format!("#{id}-unit-control")), "hoa lien hoa vang");
    hands.read("Xã Hòa Liên, Huyện Hòa Vang, Đà Nẵng (cũ)");
    both_ways(&hands, "address-found");
    hands.window().click(&By::css(".option"));
    hands.read("đã chia cho nhiều xã, phường mới. Chọn nơi đang ở:");
    assert_eq!(answer(), Value::Null, "nothing is guessed");
    both_ways(&hands, "address-divided");
    hands.window().click(&By::css(&format!("#{id}-now-control")));
    hands.window().wait("the unit of today", || answer()["unit_set"] == "2025");
    assert!(["20194", "20197"].map(Value::from).contains(&answer()["unit"]), "{}", answer());
}

/// Pictures of a page as it stands, upright and lying, where the cursor is in sight.
fn both_ways(hands: &Hands, name: &str) {
    hands.window().painted_screenshot(name);
    hands.window().resize(LAPTOP);
    hands.window().run("document.activeElement.scrollIntoView({ block: 'center' })", &[]);
    hands.window().painted_screenshot(name);
    hands.window().resize(TABLET);
}

/// The files of a version, as the page about procedures has them, in force already.
fn package(version: &str) -> Value {
    let block = |file: &str| {
        let title = format!("title=\"yard_use/{version}/{file}\"\n");
        Some(DOCUMENT.split_once(&title)?.1.split_once("```").unwrap().0.to_owned())
    };
    let form = block("form.toml").unwrap().replacen("in_force_from = \"2027", "in_force_from = \"2026", 1);
    let mut package = json!({ "definition": form, "sample": block("sample.json").unwrap() });
    if let Some(layout) = block("paper.typ") {
        package["template"] = json!(layout);
    }
    package
}

#[test]
fn a_draft_is_finished_at_the_window_on_the_newer_form_that_another_device_took_in() {
    let bench = Bench::new();
    let mut admin = bench.enrolled("admin", "Nguyễn Văn An", &[]);
    admin.must("form.take_in", package("2026-10.1"));
    admin.must("sync.now", json!({}));
    let hands = at_the_window(&bench);
    hands.must("sync.now", json!({}));
    let citizen =
        hands.must("citizen.save", json!({ "full_name": MOTHER, "hamlet": "Khóm 2" }))["id"].clone();
    hands.go(&format!("/citizens/{}", text(&citizen)));
    begin(&hands, "muon san", "Mượn sân nhà văn hóa khóm");
    let first = json!({ "occasion": "memorial", "day_and_hour": "Chủ nhật", "guests": 40, "music": false });
    let filling = Filling::of_shown(&hands, &first);
    let dossier = text(filling.dossier()).to_owned();
    filling.fill_all();
    admin.must("form.take_in", package("2027-03.1"));
    admin.must("sync.now", json!({}));
    hands.must("sync.now", json!({}));

    hands.go(&format!("/dossiers/{dossier}/review"));
    hands.read("Có mẫu mới: phiên bản 2027-03.1");
    hands.press("Xem thay đổi");
    for words in
        ["Số người dự kiến", "Chuyển sang mục mới", "Cần trả lời", "Không còn hỏi; vẫn giữ trong hồ sơ"]
    {
        hands.read(words);
    }
    hands.window().screenshot("newer-form");
    hands.press("Chuyển sang mẫu mới");
    hands.read("Không câu trả lời nào bị mất.");
    let moved = hands.must("dossier.get", json!({ "id": dossier }));
    assert_eq!((&moved["answers"]["people"], &moved["earlier"][0]["value"]), (&json!(40), &json!(false)));

    let rest = json!({ "cleaner": "Lê Thị Dụ" });
    hands.go(&format!("/dossiers/{dossier}"));
    Filling::of_shown(&hands, &rest).fill_all();
    hands.read("Đã đủ để nộp.");
    hands.press("Nộp hồ sơ");
    hands.press("Nộp");
    hands.read("Đã nộp, chờ một cửa");
    hands.must("sync.now", json!({}));
    let exported = bench.ward.export("dossiers");
    let [at_ward] = exported.as_slice() else { panic!("{} dossiers", exported.len()) };
    assert_eq!((&at_ward["form_version"], &at_ward["state"]), (&json!("2027-03.1"), &json!("queued")));
    assert_eq!(
        (&at_ward["answers"]["people"], &at_ward["answers"]["cleaner"]),
        (&json!(40), &json!("Lê Thị Dụ"))
    );
}
