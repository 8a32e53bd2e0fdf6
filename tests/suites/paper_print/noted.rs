//! What is noted beside the answers stands on the checklist and on the sheet of what is missing, as the screen says it.

use super::{Case, text};
use serde_json::{Value, json};
use tan_nha_test_support::Bench;

/// The change of a card, whose fee the answers tell and which asks for a paper about what has changed.
fn card(bench: &Bench) -> Case {
    let mut case = Case::enrolled(bench);
    case.dossier = case.tablet.must("dossier.open", json!({ "procedure": "id_card_change" }))["id"].clone();
    case.must("dossier.set", json!({ "answers": { "old_card": "cccd", "change_reason": "facts" } }));
    case
}

impl Case {
    fn must(&mut self, method: &str, args: Value) -> Value {
        self.call(method, args).unwrap()
    }

    /// The words of a kind as it is printed now.
    fn words(&mut self, kind: &str) -> String {
        let path = self.path(&format!("{kind}-{}.pdf", self.left().len()));
        self.must("dossier.print", json!({ "kind": kind, "path": path }));
        text(&path)
    }
}

#[track_caller]
fn says(words: &str, all: &[&str]) {
    for said in all {
        assert!(words.contains(said), "{said} is not said: {words}");
    }
}

#[test]
fn the_checklist_says_which_originals_were_seen_and_which_papers_the_citizen_does_not_have() {
    let bench = Bench::new();
    let mut case = card(&bench);
    let before = case.words("checklist");
    assert!(!before.contains("Đã xem bản chính") && !before.contains("chưa có:"), "{before}");
    case.must("dossier.original_seen", json!({ "slot": "old_card", "seen": true }));
    case.must("dossier.paper_absent", json!({ "slot": "changed_facts", "why": "con trai giữ" }));
    let seen = case.view()["checklist"]["originals"]["old_card"]["at"].clone();
    let words = case.words("checklist");
    says(
        &words,
        &["Đã xem bản chính: Lê Thị Hường, ", "Người dân chưa có: con trai giữ. Ghi bởi Lê Thị Hường, "],
    );
    assert!(words.contains(&format!("Hường, {} ngày ", in_vietnam(seen.as_str().unwrap()))), "{words}");
    // What somebody has attached meanwhile is no longer absent.
    let photo = case.path("photo.jpg");
    std::fs::write(&photo, tan_nha_test_support::photo(1, 64, 64)).unwrap();
    case.must("dossier.attach", json!({ "slot": "changed_facts", "path": photo }));
    let words = case.words("checklist");
    assert!(!words.contains("con trai giữ"), "{words}");
}

/// The clock's hours and minutes, seven hours after UTC.
fn in_vietnam(moment: &str) -> String {
    let hours: u32 = moment[11..13].parse().unwrap();
    format!("{:02}:{}", (hours + 7) % 24, &moment[14..16])
}

#[test]
fn the_checklist_says_what_is_due_by_whose_word_and_what_was_paid() {
    let bench = Bench::new();
    let mut case = card(&bench);
    let words = case.words("checklist");
    says(&words, &["Phải nộp: 30.000 đồng", "Đã nộp:"]);

    let free = json!({ "amount": 0, "reason": "hộ nghèo, có sổ" });
    case.must("dossier.fee_say", free);
    let words = case.words("checklist");
    says(&words, &["Không phải nộp", "Do Lê Thị Hường ghi, ", ": hộ nghèo, có sổ"]);
    assert!(!words.contains("Phải nộp:") && !words.contains("Đã nộp"), "{words}");

    // The word was of another case.
    case.must("dossier.set", json!({ "answers": { "old_card": "can_cuoc" } }));
    let words = case.words("checklist");
    says(&words, &["Phải nộp: 50.000 đồng", "đã ghi 0 đồng (hộ nghèo, có sổ)", "không còn dùng"]);
    assert!(!words.contains("Không phải nộp"), "{words}");

    case.must(
        "dossier.fee_paid",
        json!({ "how": "desk", "amount": 30_000, "receipt": "BL-07", "received_by": "Lê Văn An" }),
    );
    let words = case.words("checklist");
    says(&words, &["Đã nộp 30.000 đồng", "nộp tại một cửa", "Biên lai: BL-07", "Người nhận: Lê Văn An"]);
    says(&words, &["Ghi bởi Lê Thị Hường, ", "Khác với số phải nộp"]);

    let key = case.must("dossier.get", json!({}))["payment"]["paid"][0]["key"].clone();
    case.must("dossier.fee_paid", json!({ "how": "cash", "payment": key }));
    let words = case.words("checklist");
    says(&words, &["Đã nộp 50.000 đồng", "tiền mặt, thu tại nhà", "chưa nộp cho phường"]);
    assert!(!words.contains("Khác với số phải nộp") && !words.contains("BL-07"), "{words}");
}

#[test]
fn where_nothing_is_known_of_a_fee_there_is_room_to_write_and_no_amount() {
    let bench = Bench::new();
    // What a late birth costs is the province's to say.
    let mut case = Case::enrolled(&bench);
    let words = case.words("checklist");
    says(&words, &["Phải nộp: Đã nộp: Biên lai số: "]);
    case.must("dossier.fee_say", json!({ "amount": 8_000, "reason": "mức của tỉnh" }));
    let words = case.words("checklist");
    says(
        &words,
        &["Phải nộp: 8.000 đồng", "Do Lê Thị Hường ghi, ", ": mức của tỉnh", "Đã nộp: Biên lai số: "],
    );
}

#[test]
fn a_paper_that_the_citizen_does_not_have_is_not_asked_for_as_if_they_had() {
    let bench = Bench::new();
    let mut case = card(&bench);
    let label = "Giấy tờ về thông tin đã thay đổi, cải chính";
    let before = case.words("missing");
    let to_bring = |words: &str| words.split("Câu chưa trả lời").next().unwrap().to_owned();
    says(&to_bring(&before), &["Giấy tờ cần mang", label, "Chuẩn bị 1 bản."]);
    case.must("dossier.paper_absent", json!({ "slot": "changed_facts", "why": "con trai giữ" }));
    let words = to_bring(&case.words("missing"));
    says(&words, &["Giấy tờ chưa có", label, "con trai giữ", "hỏi cán bộ một cửa"]);
    assert!(!words.contains("Giấy tờ cần mang") && !words.contains("Chuẩn bị"), "{words}");
    // Somebody found it after all.
    case.must("dossier.paper_absent", json!({ "slot": "changed_facts", "why": null }));
    says(&to_bring(&case.words("missing")), &["Giấy tờ cần mang", "Chuẩn bị 1 bản."]);
}

#[test]
fn every_payment_is_on_the_checklist_with_their_sum() {
    let bench = Bench::new();
    let mut case = card(&bench);
    let id = case.dossier.clone();
    let mut desk = bench.enrolled("clerk", "Lê Văn An", &[]);
    for device in [&mut case.tablet, &mut desk] {
        device.must("sync.now", json!({}));
    }
    case.must("dossier.fee_paid", json!({ "how": "cash" }));
    case.tablet.must("sync.now", json!({}));
    desk.must("dossier.fee_paid", json!({ "id": id, "how": "desk" }));
    desk.must("sync.now", json!({}));
    let path = case.path("desk.pdf");
    desk.must("dossier.print", json!({ "id": id, "kind": "checklist", "path": path }));
    let words = text(&path);
    says(&words, &["Đã nộp 30.000 đồng, tiền mặt, thu tại nhà", "Người nhận: Lê Thị Hường"]);
    says(&words, &["Đã nộp 30.000 đồng, nộp tại một cửa", "chưa nộp cho phường."]);
    says(&words, &["Cộng đã nộp: 60.000 đồng", "Khác với số phải nộp"]);
}
