//! The window around the page: what holds whatever the page shows. The page's own suites drive it by its
//! roles and labels; this one brings a field of its own along.

use serde_json::json;
use std::{
    fs::{self, File},
    io::BufReader,
    path::Path,
    thread,
    time::{Duration, Instant},
};
use tan_nha_test_support::{Bench, By, Element, LAPTOP, PIN, TABLET, Window};
use tan_nha_tests::Hands;

/// How many colours a picture has.
fn colours(picture: &Path) -> usize {
    let decoder = png::Decoder::new(BufReader::new(File::open(picture).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let colours: std::collections::BTreeSet<&[u8]> = pixels.chunks(info.color_type.samples()).collect();
    colours.len()
}

/// Puts a field in the page.
fn bring_a_field(window: &Window) -> By {
    window.run(
        "const field = Object.assign(document.createElement('input'), { id: 'brought' });
        const label = Object.assign(document.createElement('label'), { htmlFor: 'brought' });
        label.textContent = 'Ô thử';
        document.body.prepend(label, field)",
        &[],
    );
    By::label("Ô thử")
}

#[test]
fn the_window_opens_and_the_app_answers_in_it() {
    let folder = tempfile::tempdir().unwrap();
    for size in [LAPTOP, TABLET] {
        let window = Window::open(&folder.path().join(format!("{size:?}")), size);
        assert_eq!(window.title(), "Tận Nhà");
        let status = window.must("profile.status", json!({}));
        assert_eq!(status, json!({ "state": "empty", "users": [] }));
        assert_eq!(window.call("no.such", json!({})).unwrap_err().code(), "unknown_command");
        window.wait_for_words();
        // The words are there before they are painted.
        let shown = (0..50).any(|_| {
            thread::sleep(Duration::from_millis(100));
            colours(&window.screenshot("window")) > 2
        });
        assert!(shown, "a picture with something in it");
    }
}

#[test]
fn the_page_may_do_no_more_than_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open(&folder.path().join("tablet"), LAPTOP);
    let ran = window.run(
        "const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.head.append(script);
        return window.ran ?? false",
        &[],
    );
    assert_eq!(ran, json!(false), "an inline script");
    for command in [
        "plugin:window|set_title",
        "plugin:app|version",
        "plugin:event|emit",
        "plugin:webview|print",
        "plugin:dialog|open",
        "plugin:dialog|message",
    ] {
        let body = "const [command, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, {}).then(() => done('done'), error => done(String(error)))";
        let answer = window.run_async(body, &[command.into()]);
        assert!(answer.as_str().unwrap().contains("not allowed"), "{command}: {answer}");
    }
    let fetched = window.run_async(
        "const [done] = arguments; fetch('http://127.0.0.1:9/').then(() => done('done'), error => done(error.name));
        addEventListener('securitypolicyviolation', event => done(event.effectiveDirective))",
        &[],
    );
    assert_eq!(fetched, json!("connect-src"), "the page has no network");
}

#[test]
fn no_link_leads_out_of_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open(&folder.path().join("tablet"), LAPTOP);
    for address in ["tel:0912000111", "https://example.org/", "file:///etc/hostname", "about:blank"] {
        window.run(
            "const link = Object.assign(document.createElement('a'), { href: arguments[0], textContent: 'ra ngoài' });
            document.body.prepend(link);
            link.click()",
            &[address.into()],
        );
        thread::sleep(Duration::from_millis(500));
        assert_eq!(window.title(), "Tận Nhà", "{address}");
        window.must("profile.status", json!({}));
    }
}

#[test]
fn vietnamese_typed_in_the_window_is_there_after_the_battery_died() {
    let bench = Bench::new();
    let invitation = bench.ward.invite("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2"]);
    let window = Window::open(&bench.profile("tablet"), TABLET);
    window.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN }));

    let name = "Nguyễn Thị Thuỷ Ưởng Đỗ Ngữ";
    let field = bring_a_field(&window);
    window.fill(&field, name);
    assert_eq!(window.find(&field).value(), name, "what is typed is what the field holds");
    let decomposed = "Tra\u{302}\u{300}n Thi\u{323} Bi\u{300}nh";
    let saved = |name: &str| {
        window.must("citizen.save", json!({ "full_name": name, "hamlet": "Khóm 2" }))["id"].clone()
    };
    let (typed, pasted) = (saved(&window.find(&field).value()), saved(decomposed));

    let window = window.restart();
    assert_eq!(window.call("citizen.get", json!({ "id": typed })).unwrap_err().code(), "locked");
    window.must("profile.unlock", json!({ "pin": PIN }));
    let full_name = |id| window.must("citizen.get", json!({ "id": id }))["full_name"].clone();
    assert_eq!(full_name(typed), name);
    assert_eq!(full_name(pasted), "Trần Thị Bình", "composed, however it came");
}

#[test]
fn what_is_saved_in_the_window_reaches_the_ward_by_itself_and_the_page_says_so() {
    let bench = Bench::new();
    let invitation = bench.ward.invite("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2"]);
    let window = Window::open(&bench.profile("tablet"), TABLET);
    window.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN }));
    window.run("location.reload()", &[]);
    let line = || window.find_all(&By::css("header [role=status]")).first().map(Element::text);
    window.wait("the line of who has come in", || line().is_some_and(|text| !text.contains("đã nhận đủ")));
    let save = json!({ "full_name": "Trần Thị Bình", "hamlet": "Khóm 2" });
    let citizen = window.must("citizen.save", save)["id"].clone();
    let patience = Duration::from_secs(60);
    window.wait_within(patience, "the receipt", || {
        line().is_some_and(|text| text.contains("Phường đã nhận đủ lúc"))
    });
    assert!(bench.ward.export("citizens").iter().any(|there| there["id"] == citizen));
}

#[test]
fn a_second_start_brings_the_first_window_forward() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open(&folder.path().join("tablet"), LAPTOP);
    let before = window.processes();
    assert_eq!(before.len(), 1);
    assert_eq!(window.start_again(), Some(0));
    assert_eq!(window.processes(), before);
    window.must("profile.status", json!({}));
}

/// How many seconds it took until the program had ended; at least eight when it has not.
fn seconds_to_the_end(window: &Window) -> u64 {
    let asked = Instant::now();
    while !window.processes().is_empty() && asked.elapsed() < Duration::from_secs(8) {
        thread::sleep(Duration::from_millis(50));
    }
    asked.elapsed().as_secs()
}

#[test]
fn what_is_being_typed_is_saved_when_the_window_is_closed_at_that_moment() {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("tablet");
    let hands = Hands::open(&profile, TABLET);
    hands.must("profile.practice", json!({ "pin": PIN, "role": "volunteer", "people": 1 }));
    let citizen = hands.must("citizen.search", json!({ "text": "" }))[0]["id"].clone();
    let opened = hands.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": citizen }));
    hands.reload();
    hands.go(&format!("/dossiers/{}/sections/previous", opened["id"].as_str().unwrap()));
    hands.write("field-prev_no", "Quyển số 7");
    hands.window().ask_to_close();
    assert!(seconds_to_the_end(hands.window()) < 4, "as soon as it is saved");
    drop(hands);

    let hands = Hands::open(&profile, TABLET);
    hands.unlock(None);
    let held = hands.must("dossier.get", json!({ "id": opened["id"] }));
    assert_eq!(held["answers"]["prev_no"], "Quyển số 7");
}

#[test]
fn words_that_only_a_button_saves_keep_the_window_open_until_somebody_gives_them_up() {
    let folder = tempfile::tempdir().unwrap();
    let hands = Hands::open(&folder.path().join("tablet"), TABLET);
    hands.must("profile.practice", json!({ "pin": PIN, "role": "volunteer" }));
    hands.reload();
    hands.go("/citizens/new");
    hands.write("citizen-full_name", "Huỳnh Mỹ Ánh");
    hands.window().ask_to_close();
    hands.read("Có phần chưa lưu");
    hands.window().painted_screenshot("closing");
    hands.press("Ở lại");
    assert!(seconds_to_the_end(hands.window()) >= 8, "the window stays");
    assert_eq!(hands.written("citizen-full_name"), "Huỳnh Mỹ Ánh");
    hands.window().ask_to_close();
    hands.window().click_the_end(&By::named("Đóng, bỏ phần chưa lưu"));
    assert!(seconds_to_the_end(hands.window()) < 4);
}

#[test]
fn a_page_that_hangs_does_not_keep_the_window_open() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open(&folder.path().join("tablet"), LAPTOP);
    window
        .run("setTimeout(() => { for (const until = Date.now() + 30000; Date.now() < until;); }, 200)", &[]);
    thread::sleep(Duration::from_secs(2));
    window.ask_to_close();
    let waited = seconds_to_the_end(&window);
    assert!((3..8).contains(&waited), "it is waited for, but not long: {waited} s");
}

#[test]
fn a_print_is_saved_where_somebody_says_in_the_systems_own_dialog_and_over_nothing() {
    let bench = Bench::new();
    let hands = Hands::open(&bench.profile("tablet"), LAPTOP);
    hands.enrol(&bench.ward.invite("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2"]), "hường");
    let dossier = hands.must("dossier.open", json!({ "procedure": "birth_rereg" }))["id"].clone();
    hands.go(&format!("/dossiers/{}/review", dossier.as_str().unwrap()));
    let printed = || hands.must("dossier.get", json!({ "id": dossier }))["prints"].clone();
    let (title, place) = ("Lưu bản in vào đâu", bench.folder().join("chosen"));

    hands.press("Lưu vào…");
    hands.window().answer_dialog(title, "", "Escape");
    assert_eq!(printed(), json!([]), "they changed their mind");

    hands.press("Lưu vào…");
    hands.window().answer_dialog(title, place.to_str().unwrap(), "Return");
    hands.read("Đã lưu chosen.pdf, 1 trang, ở nơi đã chọn.");
    hands.window().screenshot("print-saved-there");
    let pdf = fs::read(place.with_extension("pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF"));

    hands.press("Lưu vào…");
    hands.window().answer_dialog(title, place.to_str().unwrap(), "Return");
    hands.read("Ứng dụng không ghi đè tệp nào nên chưa lưu gì.");
    assert!(fs::read(place.with_extension("pdf")).unwrap() == pdf);
    assert_eq!(printed()[0]["count"], 1);
    assert_eq!(fs::read_dir(hands.window().documents()).unwrap().count(), 0);
}
