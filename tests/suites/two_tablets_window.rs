//! Two people of a ward, one of them at the real window: what the other does reaches the screen, and nothing on it
//! says more than the receipts.

use serde_json::{Value, json};
use std::fs;
use tan_nha_test_support::{Bench, By, Cut, Device, FaultyNetwork, TABLET, photo};
use tan_nha_tests::Hands;

const NAME: &str = "Trần Thị Bình";
const OF_2: [&str; 2] = ["--hamlets", "Khóm 2"];

/// A new person at the window.
fn at_the_window(bench: &Bench, role: &str, name: &str, more: &[&str]) -> Hands {
    let hands = Hands::open(&bench.profile("window"), TABLET);
    hands.enrol(&bench.ward.invite(role, name, more), "máy một");
    hands
}

fn sync(hands: &Hands) {
    hands.must("sync.now", json!({}));
}

fn save(device: &mut Device, citizen: &Value, fields: Value) {
    let mut args = fields;
    args["id"] = citizen.clone();
    device.must("citizen.save", args);
    device.must("sync.now", json!({}));
}

#[test]
fn a_conflict_is_seen_and_settled_at_the_window_and_the_other_tablet_has_the_choice() {
    let bench = Bench::new();
    let mut other = bench.enrolled("volunteer", "Võ Thị Mai", &OF_2);
    let citizen = other.save_citizen(NAME, "Khóm 2");
    other.must("sync.now", json!({}));
    let hands = at_the_window(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    sync(&hands);
    save(&mut other, &citizen, json!({ "phone": "0912345678" }));
    hands.must("citizen.save", json!({ "id": citizen, "phone": "0987654321" }));
    sync(&hands);
    hands.go("/sync/conflicts");
    hands.read(NAME);
    hands.window().click(&By::css("main a[href^='#/sync/conflicts/']"));
    for words in ["Trước đó", "(trống)", "0987654321", "Lê Thị Hường", "0912345678", "Võ Thị Mai"]
    {
        hands.read(words);
    }
    hands.window().screenshot("conflict");
    // The first of the cards that can be chosen is one's own.
    hands.window().click(&By::css("#conflict-phone .cards label:nth-of-type(1)"));
    hands.press("Ghi lựa chọn này");
    hands.read("Đã ghi lựa chọn trên máy này.");
    sync(&hands);
    other.must("sync.now", json!({}));
    assert_eq!(other.must("citizen.get", json!({ "id": citizen }))["phone"], "0987654321");
    hands.go("/sync/conflicts");
    hands.read("Không có chỗ nào hai người ghi khác nhau.");
}

#[test]
fn photos_are_seen_arriving_and_the_dossier_is_whole_with_the_last_one() {
    let bench = Bench::new();
    let network = FaultyNetwork::to(bench.ward.address());
    let mut tablet =
        bench.enrolled("volunteer", "Lê Thị Hường", &[&OF_2[..], &["--url", &network.url()]].concat());
    let hands = at_the_window(&bench, "clerk", "Đỗ Văn Sáu", &[]);
    let citizen = tablet.save_citizen(NAME, "Khóm 2");
    let dossier =
        tablet.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": citizen }))["id"].clone();
    for seed in 0..5 {
        let path = bench.profile(&format!("{seed}.png"));
        fs::write(&path, photo(seed, 110, 80)).unwrap();
        tablet.must("dossier.attach", json!({ "id": dossier, "slot": "identity_paper", "path": path }));
    }
    // Cut in the middle of the files: some of them are there, and not all.
    let mut seen = 0;
    for allowed in (20_000..).step_by(6_000) {
        network.cut(Cut { up: Some(allowed), down: None });
        let whole = tablet.call("sync.now", json!({})).is_ok();
        sync(&hands);
        let counts = hands.must("dossier.list", json!({}))[0]["paper_counts"].clone();
        if counts["all"] == 5 && !whole {
            hands.go("/dossiers");
            hands.read(&format!("Phường nhận {}/5 ảnh", counts["received"]));
            seen += 1;
        }
        if whole {
            break;
        }
        assert!(allowed < 200_000, "it never ended");
    }
    assert!(seen > 0, "nobody saw a part of it");
    sync(&hands);
    hands.go("/dossiers");
    hands.read("Phường nhận 5/5 ảnh");
    hands.window().screenshot("papers-whole");
}

#[test]
fn a_photo_chosen_at_the_window_is_here_and_then_at_the_ward() {
    let bench = Bench::new();
    let hands = at_the_window(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    let citizen = hands.must("citizen.save", json!({ "full_name": NAME, "hamlet": "Khóm 2" }))["id"].clone();
    let dossier =
        hands.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": citizen }))["id"].clone();
    hands.go(&format!("/dossiers/{}/papers", dossier.as_str().unwrap()));
    hands.read("Giấy tờ kèm theo");
    hands.give_file("field-paper-identity_paper-file", "giấy.png", "image/png", &photo(7, 400, 300));
    hands.read("Ở máy này");
    sync(&hands);
    hands.read("Phường đã nhận");
    let exported = bench.ward.export("dossiers");
    assert_eq!(exported[0]["files"][0]["whole"], true);
    hands.window().screenshot("papers-received");
}

#[test]
fn work_on_a_home_that_was_given_to_others_stays_on_the_screen_with_its_reason() {
    let bench = Bench::new();
    let mut leader = bench.enrolled("leader", "Nguyễn Văn Tư", &[]);
    let citizen = leader.save_citizen(NAME, "Khóm 2");
    let visit = leader.must("visit.schedule", json!({ "citizen": citizen, "purposes": [] }))["id"].clone();
    leader.must("sync.now", json!({}));
    let mut bench = bench;
    let hands = at_the_window(&bench, "volunteer", "Lê Thị Hường", &OF_2);
    sync(&hands);
    // The volunteer is offline; the leader gives the home to Khóm 3.
    save(&mut leader, &citizen, json!({ "hamlet": "Khóm 3" }));
    bench.ward.kill();
    hands.must("visit.finish", json!({ "id": visit, "outcome": "done", "note": "đủ giấy" }));
    bench.ward.serve_again();
    sync(&hands);
    hands.go("/sync");
    hands.read("Việc này đã được giao cho người khác trước khi thay đổi tới phường.");
    hands.read("Xin hỏi tổ trưởng.");
    hands.window().screenshot("shelf");
    let kept = hands.must("visit.list", json!({ "from": "2000-01-01", "to": "2100-01-01" }));
    assert_eq!(kept[0]["outcome"], "done", "it is there still: {kept}");
    save(&mut leader, &citizen, json!({ "hamlet": "Khóm 2" }));
    hands.window().run(
        "[...document.querySelectorAll('main button')].find((button) => button.innerText.includes('Gửi lại')).click()",
        &[],
    );
    hands.read("Đã xếp lại để gửi");
    sync(&hands);
    assert_eq!(bench.ward.export("visits")[0]["outcome"], "done");
}
