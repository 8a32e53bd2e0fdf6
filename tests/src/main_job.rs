//! The main job, told step by step: a leader puts an old woman on a visit day, goes to her home without a
//! network, fills both forms by typing, loses the battery in the middle, and hands everything to the ward.

use crate::{CITIZEN, Filling, Hands, answers};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde_json::{Value, json};
use tan_nha_test_support::{Bench, By, Size};

/// What she needs, in the order in which it is filled.
const PROCEDURES: [&str; 2] = ["birth_rereg", "id_card_14plus"];

/// Who watches.
pub trait Audience {
    /// Something begins.
    fn hear(&mut self, title: &str, line: &str);
    /// A page stands there as people see it.
    fn look(&mut self, hands: &Hands);
}

/// What stands at the end.
pub struct Done {
    /// The window, unlocked.
    pub hands: Hands,
    /// The citizen's id.
    pub citizen: Value,
    /// The visit's id.
    pub visit: Value,
    /// The day that it was moved to.
    pub urgent_day: NaiveDate,
    /// Both dossiers' ids.
    pub dossiers: Vec<Value>,
}

/// Does the job once, from the printed invitation to the ward's receipt.
///
/// # Panics
/// When anything is not as it should be.
pub fn main_job(bench: &mut Bench, size: Size, audience: &mut dyn Audience) -> Done {
    audience.hear(
        "The invitation",
        "Đỗ Thị Hạnh leads a team. She types what the ward printed for her, and a PIN.",
    );
    let invitation = bench.ward.invite("leader", "Đỗ Thị Hạnh", &["--team", "Tổ 1"]);
    let hands = Hands::open(&bench.profile("tablet"), size);
    audience.look(&hands);
    hands.enrol(&invitation, "hạnh");
    audience.look(&hands);

    audience.hear(
        "The PIN",
        "She locks the tablet. Three wrong PINs make it wait longer and longer; the right one opens it.",
    );
    wrong_pins_wait(&hands, audience);

    audience.hear("No network", "The ward is switched off: from here on she works as at a bedside.");
    bench.ward.kill();
    let citizen = add_the_citizen(&hands, audience);

    audience.hear(
        "The month",
        "She puts the citizen on next month's third Thursday, then moves her to the urgent Friday.",
    );
    let (visit, urgent_day) = plan_the_visit(&hands, audience);

    audience.hear(
        "At the bedside",
        "She opens the visit and fills the re-registration of the birth. The battery dies in the middle.",
    );
    let address = format!("/visits/{}", text(&visit));
    hands.go(&address);
    hands.read(CITIZEN);
    audience.look(&hands);
    let said = PROCEDURES.map(answers);
    begin(&hands, &address, "Đăng ký lại khai sinh");
    let (hands, first) = fill_with_a_dead_battery(hands, &said[0], audience);
    submit(&hands, audience);

    audience.hear(
        "The second form",
        "Then the identity card's, as far as the citizen's record does not answer it already.",
    );
    begin(&hands, &address, "Cấp thẻ căn cước từ đủ 14 tuổi");
    let filling = Filling::of_shown(&hands, &said[1]);
    filling.fill_all();
    let second = filling.dossier().clone();
    submit(&hands, audience);

    audience.hear("The ward is down", "A sync says so; everything is safe on the tablet.");
    hands.go("/sync");
    hands.press("Đồng bộ ngay");
    hands.read("Chưa nối được với máy chủ của phường. Dữ liệu vẫn an toàn trên máy này.");
    assert!(!hands.shows("Phường đã nhận đủ"), "nothing is called received");
    audience.look(&hands);

    audience.hear(
        "Back in the network",
        "The ward is there again, the tablet sends what waits, and the ward's receipts come back.",
    );
    bench.ward.serve_again();
    hands.press("Đồng bộ ngay");
    hands.read("Phường đã nhận đủ lúc");
    audience.look(&hands);
    hands.go("/dossiers");
    hands.read("Phường đã nhận");
    audience.look(&hands);
    Done { hands, citizen, visit, urgent_day, dossiers: vec![first, second] }
}

fn wrong_pins_wait(hands: &Hands, audience: &mut dyn Audience) {
    hands.lock();
    audience.look(hands);
    for wrong in ["111111", "222222", "333333"] {
        hands.try_pin(wrong);
        hands.read("Mã PIN chưa đúng. Dữ liệu vẫn an toàn.");
        // While it waits, the button says how long; the field stays there to be typed into.
        hands.window().wait("the wait to be over", || !hands.shows("Chờ "));
    }
    hands.unlock(None);
}

fn add_the_citizen(hands: &Hands, audience: &mut dyn Audience) -> Value {
    hands.go("/citizens");
    hands.press("Thêm công dân");
    hands.write("citizen-full_name", CITIZEN);
    hands.write("citizen-born", "17/6/1942");
    hands.choose("citizen-sex", "female");
    hands.write("citizen-id_number", "087142000123");
    hands.write("citizen-phone", "0912 000 111");
    hands.write("citizen-hamlet", "Khóm 2");
    hands.write("citizen-address", "Số 12, tổ 3, Khóm 2, phường Mẫu, tỉnh Đồng Tháp");
    hands.choose("citizen-mobility", "elderly");
    hands.press("Chọn thủ tục");
    hands.window().fill(&By::css("#citizen-needs-search"), "ho tich lai");
    hands.choose("citizen-needs", PROCEDURES[0]);
    hands.window().fill(&By::css("#citizen-needs-search"), "can cuoc 14");
    hands.choose("citizen-needs", PROCEDURES[1]);
    audience.look(hands);
    hands.press("Xong, đã chọn 2");
    audience.look(hands);
    hands.press("Lưu");
    hands.window().wait("the citizen's page", || hands.address().len() == "/citizens/".len() + 36);
    hands.read("Đang ở máy này");
    audience.look(hands);
    let id = json!(hands.address().trim_start_matches("/citizens/"));
    hands.press("Sửa thông tin");
    hands.window().wait("the form", || hands.written("citizen-full_name") == CITIZEN);
    audience.look(hands);
    hands.go("/citizens");
    hands.window().fill(&By::css("#citizen-search"), "tran thi binh");
    hands.read("Tìm thấy 1 người.");
    audience.look(hands);
    id
}

/// The visit's id, and the Friday that it ends up on.
fn plan_the_visit(hands: &Hands, audience: &mut dyn Audience) -> (Value, NaiveDate) {
    hands.go("/calendar");
    hands.press("Tháng sau");
    let thursday = third_thursday_of_next_month(hands);
    let friday = thursday + Days::new(1);
    let days = hands.must("visit.days", json!({ "year": thursday.year(), "month": thursday.month() }));
    assert_eq!(days["regular"]["date"], thursday.to_string());
    assert_eq!(days["urgent"]["date"], friday.to_string(), "the urgent day is the day after that Thursday");
    let [thursday, friday] =
        [&days["regular"], &days["urgent"]].map(|day| text(&day["suggested"]).to_owned());
    hands.window().click(&By::css(&format!("[data-day={thursday:?}]")));

    hands.press("Xếp người vào ngày này");
    hands.window().fill(&By::css("[role=dialog] #citizen-search"), "binh");
    hands.window().click(&By::css("[role=dialog] .list button"));
    hands.choose("schedule-asked", "hamlet_head");
    hands.write("schedule-reason", "Già yếu, không đi lại được");
    audience.look(hands);
    hands.press("Xếp lịch");
    let visit = || hands.must("visit.list", json!({ "from": thursday, "to": friday }))[0].clone();
    hands.window().wait("the visit on the Thursday", || visit()["date"] == thursday);

    hands.press(&format!("Dời ngày thăm {CITIZEN}"));
    hands.press(&format!("Thăm gấp {}", as_shown(&friday)));
    hands.write("move-reason", "Bệnh trở nặng");
    audience.look(hands);
    hands.press("Dời ngày");
    hands.window().wait("the visit on the Friday", || visit()["date"] == friday);
    // What is stored is known before the page has heard of it: its dialog may still be there.
    hands.read_without_dialog(&format!("[data-day={friday:?}][aria-pressed=true]"));
    audience.look(hands);
    (visit()["id"].clone(), friday.parse().expect("a date"))
}

/// Begins a dossier from the visit's page.
fn begin(hands: &Hands, visit: &str, name: &str) {
    hands.go(visit);
    hands.read(name);
    hands.press("Bắt đầu điền");
    hands.window().wait("the form", || hands.address().starts_with("/dossiers/"));
}

/// Fills the form; in its third section, the mother's, the program is killed while a field is being typed into.
fn fill_with_a_dead_battery(hands: Hands, said: &Value, audience: &mut dyn Audience) -> (Hands, Value) {
    let filling = Filling::of_shown(&hands, said);
    let dossier = filling.dossier().clone();
    audience.look(&hands);
    for _ in 0..2 {
        filling.fill_shown_section();
        filling.turn();
    }
    let keys = filling.keys_shown();
    let (last, before) = keys.split_last().expect("fields");
    before.iter().for_each(|key| filling.fill_field(key));
    let unfinished = text(&said[last]).to_owned();
    filling.fill_field(last);
    let hands = hands.after_a_dead_battery();

    let held = hands.must("dossier.get", json!({ "id": dossier }))["answers"].clone();
    for key in before {
        assert_eq!(held[key], said[key], "{key} was typed before the field that was not finished");
    }
    assert!(held[last].is_null() || unfinished.starts_with(text(&held[last])), "{last} is {}", held[last]);
    hands.go(&format!("/dossiers/{}", text(&dossier)));
    let filling = Filling::of_shown(&hands, said);
    for _ in 0..2 {
        filling.turn();
    }
    audience.look(&hands);
    filling.fill_all();
    (hands, dossier)
}

/// Reads everything again, also as it would stand on paper, and hands it in.
fn submit(hands: &Hands, audience: &mut dyn Audience) {
    hands.read("Đã đủ để nộp.");
    hands.press("Xem trước");
    let drawn = "return document.querySelector('.pages img')?.naturalWidth > 0";
    hands.window().wait("a page as it would be printed", || hands.window().run(drawn, &[]) == true);
    audience.look(hands);
    hands.press("Nộp hồ sơ");
    audience.look(hands);
    hands.press("Nộp");
    hands.read("Đã nộp, chờ một cửa");
    let top = "return document.querySelector('main').scrollTop";
    hands.window().wait("the top of the page, where it says so", || hands.window().run(top, &[]) == 0);
}

/// By the calendar alone, without asking the app.
fn third_thursday_of_next_month(hands: &Hands) -> NaiveDate {
    let next = hands.today().with_day(1).expect("a first") + Months::new(1);
    NaiveDate::from_weekday_of_month_opt(next.year(), next.month(), Weekday::Thu, 3)
        .expect("a third Thursday")
}

fn as_shown(date: &str) -> String {
    date.split('-').rev().collect::<Vec<_>>().join("/")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
