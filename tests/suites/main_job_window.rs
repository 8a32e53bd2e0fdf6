//! The main job in the real window, by a person's means: enrolled with what the ward printed, typed, killed,
//! handed in, and compared with what the ward holds. Every page is looked at on the way.

use serde_json::json;
use tan_nha_test_support::{Bench, By, TABLET};
use tan_nha_tests::{
    CITIZEN, Hands, Inspection, answers,
    main_job::{Audience, Done, main_job},
};

impl Audience for Eyes {
    fn hear(&mut self, _: &str, _: &str) {}

    fn look(&mut self, hands: &Hands) {
        self.0.look(hands, TABLET);
    }
}

struct Eyes(Inspection);

/// What the ward exports equals what was typed, answer by answer.
fn assert_the_ward_holds_what_was_typed(bench: &Bench, done: &Done) {
    let exported = bench.ward.export("dossiers");
    assert_eq!(exported.len(), 2);
    for id in &done.dossiers {
        let dossier = exported.iter().find(|dossier| dossier["id"] == *id).expect("it is at the ward");
        assert_eq!(dossier["state"], "queued");
        // What follows from other answers is not kept as one of them.
        let derived = &done.hands.must("dossier.get", json!({ "id": id }))["derived"];
        let said = answers(dossier["procedure"].as_str().unwrap());
        for (field, answer) in said.as_object().unwrap() {
            let held = &dossier["answers"][field];
            assert_eq!(if held.is_null() { &derived[field] } else { held }, answer, "{field}");
        }
        let errors =
            dossier["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error");
        assert_eq!(errors.count(), 0, "the ward's own check agrees");
    }
    let visits = bench.ward.export("visits");
    let [visit] = visits.as_slice() else { panic!("{} visits", visits.len()) };
    assert_eq!((&visit["id"], &visit["citizen"]), (&done.visit, &done.citizen));
    assert_eq!(visit["date"], done.urgent_day.to_string());
}

/// A volunteer of another hamlet comes to the same tablet, and sees nothing of the first person's work.
fn a_second_person_sees_nothing_of_the_first(bench: &Bench, done: &Done, eyes: &mut Eyes) {
    let hands = &done.hands;
    hands.lock();
    eyes.look(hands);
    hands.press("Thêm người vào máy này");
    let invitation = bench.ward.invite("volunteer", "Võ Quốc Sơn", &["--hamlets", "Khóm 5"]);
    hands.enrol(&invitation, "sơn");
    hands.go("/citizens");
    hands.read("Không thấy ai.");
    hands.go("/dossiers");
    hands.read("Anh/chị chưa có hồ sơ nào trên máy này.");
    for address in [
        format!("/dossiers/{}", done.dossiers[0].as_str().unwrap()),
        format!("/citizens/{}", done.citizen.as_str().unwrap()),
        format!("/visits/{}", done.visit.as_str().unwrap()),
    ] {
        hands.window().run("location.hash = arguments[0]", &[json!(address)]);
        hands.read("Không tìm thấy mục này trên máy.");
        assert!(!hands.shows(CITIZEN), "{address} shows the name of somebody else's citizen");
    }
    hands.lock();
    hands.unlock(Some("hạnh"));
    hands.go("/citizens");
    hands.read(CITIZEN);
}

/// An admin comes to the tablet, too: the pages that the job did not lead to, and what only admins may change.
fn an_admin_looks_at_every_other_page(bench: &Bench, done: &Done, eyes: &mut Eyes) {
    let hands = &done.hands;
    hands.lock();
    hands.press("Thêm người vào máy này");
    hands.enrol(&bench.ward.invite("admin", "Bùi Ngọc Uyên", &[]), "uyên");
    let routes: Vec<String> =
        serde_json::from_value(hands.window().run("return __routes.routes", &[])).unwrap();
    let plain = routes.iter().filter(|route| route.starts_with("/settings"));
    for address in plain.map(String::as_str).chain([
        "/sync/on_device",
        "/sync/conflicts",
        "/sync/bundle",
        "/day-end",
        "/cash",
    ]) {
        hands.go(address);
        eyes.look(hands);
    }
    hands.window().run("location.hash = '/sync/conflicts/none'", &[]);
    hands.read("Chỗ này đã có người chọn xong");
    eyes.look(hands);
    hands.window().run("location.hash = '/no/such/page'", &[]);
    hands.read("Không có trang này");

    hands.read("Không có gì chờ gửi, đồng bộ lúc"); // the first pass has brought the citizen
    let papers = format!("/dossiers/{}/papers", done.dossiers[0].as_str().unwrap());
    hands.window().run("location.hash = arguments[0]", &[json!(papers)]);
    hands.read("Giấy tờ kèm theo");
    eyes.look(hands);
    // What is read back, signed and consented to, though the dossier is handed in.
    for (address, shows) in [
        (format!("/dossiers/{}/read", done.dossiers[0].as_str().unwrap()), "Câu 1 trong"),
        (format!("/dossiers/{}/sign", done.dossiers[0].as_str().unwrap()), "không bao giờ ký thay"),
        (format!("/dossiers/{}/fee", done.dossiers[0].as_str().unwrap()), "Theo quy định của thủ tục"),
        (format!("/citizens/{}/consent", done.citizen.as_str().unwrap()), "Chưa hỏi người này"),
    ] {
        hands.window().run("location.hash = arguments[0]", &[json!(address)]);
        hands.read(shows);
        eyes.look(hands);
    }
    let purposes = ["birth_rereg", "id_card_14plus"];
    hands.must(
        "visit.schedule",
        json!({ "citizen": done.citizen, "purposes": purposes, "date": hands.today() }),
    );
    hands.go("/");
    hands.read("Nhà tiếp theo");
    eyes.look(hands);
}

/// The text as on the paper stays; the commune beside it is found without marks, and one that was divided is asked
/// about.
fn a_commune_is_chosen_beside_the_address(done: &Done, eyes: &mut Eyes) {
    const PAPER: &str = "Khóm 2, xã Hoà Liên (giấy cũ)";
    let hands = &done.hands;
    let opened =
        hands.must("dossier.open", json!({ "procedure": "id_card_14plus", "citizen": done.citizen }));
    let held = || {
        let dossier = hands.must("dossier.get", json!({ "id": opened["id"] }));
        dossier["answers"]["perm_addr"].clone()
    };
    hands.go(&format!("/dossiers/{}/sections/sheet_person", opened["id"].as_str().unwrap()));
    hands.write("field-perm_addr", PAPER);
    hands.leave_field();
    hands.window().click(&By::css("#field-perm_addr-choose"));
    hands.write("field-perm_addr-unit", "xa hoa lien hoa vang");
    // What is offered follows each key; the last key's is awaited.
    let first =
        || hands.window().run("return document.querySelector('[role=option]')?.textContent.trim()", &[]);
    hands.window().wait("the old commune", || first() == "Xã Hòa Liên, Huyện Hòa Vang, Đà Nẵng (cũ)");
    hands.window().click(&By::css("[role=option]"));
    hands.read("Xã Hòa Liên, Huyện Hòa Vang, Đà Nẵng đã chia cho nhiều xã, phường mới. Chọn nơi đang ở:");
    assert_eq!(held(), PAPER, "nothing is guessed");
    eyes.look(hands);
    hands.press("Phường Hải Vân, Đà Nẵng");
    let expected = json!({ "text": PAPER, "unit": "20194", "unit_set": "2025" });
    hands.window().wait("the commune beside the text", || held() == expected);
    eyes.look(hands);
}

#[test]
fn the_main_job_in_the_window_reaches_the_ward_and_every_page_can_be_used_by_everybody() {
    let mut bench = Bench::new();
    let mut eyes = Eyes(Inspection::new());
    let done = main_job(&mut bench, TABLET, &mut eyes);
    assert_the_ward_holds_what_was_typed(&bench, &done);
    a_second_person_sees_nothing_of_the_first(&bench, &done, &mut eyes);
    an_admin_looks_at_every_other_page(&bench, &done, &mut eyes);
    a_commune_is_chosen_beside_the_address(&done, &mut eyes);
    eyes.0.assert_whole(&done.hands);
}
