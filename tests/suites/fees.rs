//! Fees and the cash that volunteers carry: devices as processes of their own against a real ward.

use serde_json::{Value, json};
use tan_nha_test_support::{Bench, Device, PIN, Refused};

const OF_2: [&str; 2] = ["--hamlets", "Khóm 2"];

/// A ward with two volunteers of the same hamlet and a clerk.
struct Case {
    bench: Bench,
    huong: Device,
    mai: Device,
    clerk: Device,
}

impl Case {
    fn new() -> Self {
        let bench = Bench::new();
        let huong = bench.enrolled("volunteer", "Lê Thị Hường", &OF_2);
        let mai = bench.enrolled("volunteer", "Võ Thị Mai", &OF_2);
        let clerk = bench.enrolled("clerk", "Lê Văn An", &[]);
        Self { bench, huong, mai, clerk }
    }

    fn sync_all(&mut self) {
        for device in [&mut self.huong, &mut self.mai, &mut self.clerk] {
            device.must("sync.now", json!({}));
        }
    }

    /// A change of a card that costs 30.000 đồng, which everybody has.
    fn dossier(&mut self) -> Value {
        let person = json!({ "full_name": "Trần Thị Bình", "hamlet": "Khóm 2" });
        let citizen = self.huong.must("citizen.save", person)["id"].clone();
        let open = json!({ "procedure": "id_card_change", "citizen": citizen });
        let id = self.huong.must("dossier.open", open)["id"].clone();
        set(&mut self.huong, &id, json!({ "old_card": "cccd", "change_reason": "facts" }));
        self.sync_all();
        id
    }
}

fn get(device: &mut Device, id: &Value) -> Value {
    device.must("dossier.get", json!({ "id": id }))
}

fn set(device: &mut Device, id: &Value, answers: Value) -> Value {
    device.must("dossier.set", json!({ "id": id, "answers": answers }))
}

fn pay(device: &mut Device, id: &Value, how: &str) -> Value {
    device.must("dossier.fee_paid", json!({ "id": id, "how": how }))
}

/// What a command is refused with.
fn refused(device: &mut Device, method: &str, args: Value) -> String {
    device.call(method, args).unwrap_err().code().to_owned()
}

/// Who carries how much, as a device knows it.
fn carried(device: &mut Device) -> Vec<(String, i64)> {
    let list = device.must("cash.list", json!({}));
    let one =
        |carrier: &Value| (carrier["name"].as_str().unwrap().to_owned(), carrier["amount"].as_i64().unwrap());
    list["carriers"].as_array().unwrap().iter().map(one).collect()
}

fn finding<'a>(dossier: &'a Value, code: &str) -> Option<&'a Value> {
    dossier["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == code)
}

#[test]
fn what_is_due_follows_the_answers_and_a_person_says_what_they_do_not_tell() {
    let mut case = Case::new();
    let id = case.dossier();
    let huong = &mut case.huong;
    let seen = get(huong, &id);
    assert_eq!(seen["payment"], json!({ "due": 30_000 }));
    assert_eq!(seen["fee"]["lines"][0]["amount"], 30_000);
    let poor = set(huong, &id, json!({ "fee_group": "poor" }));
    assert_eq!(
        (&poor["payment"]["due"], &poor["fee"]["exempt"]),
        (&json!(0), &json!("Người thuộc hộ nghèo"))
    );
    assert_eq!(refused(huong, "dossier.fee_paid", json!({ "id": id, "how": "cash" })), "bad_argument");

    // The answers do not tell it any more: a person does, with why, and only for that case.
    let unknown = set(huong, &id, json!({ "fee_group": null, "change_reason": null, "old_card": null }));
    assert_eq!(unknown["payment"], json!({ "due": null }));
    for bad in [
        json!({ "amount": 20_000 }),
        json!({ "amount": -1, "reason": "x" }),
        json!({ "amount": 0.5, "reason": "x" }),
    ] {
        let mut args = bad;
        args["id"] = id.clone();
        assert_eq!(refused(huong, "dossier.fee_say", args), "bad_argument");
    }
    let args = json!({ "id": id, "amount": 20_000, "reason": "mức của tỉnh" });
    let said = huong.must("dossier.fee_say", args);
    assert_eq!(
        (&said["payment"]["due"], &said["payment"]["said"]["by"]),
        (&json!(20_000), &json!("Lê Thị Hường"))
    );
    let told = set(huong, &id, json!({ "old_card": "can_cuoc", "change_reason": "facts" }));
    assert_eq!(
        (&told["payment"]["due"], &told["payment"]["said"]["counts"]),
        (&json!(50_000), &json!(false))
    );
    let args = json!({ "id": id, "amount": null });
    assert_eq!(huong.must("dossier.fee_say", args)["payment"], json!({ "due": 50_000 }));
}

#[test]
fn cash_that_a_volunteer_took_is_carried_until_the_desk_has_counted_it() {
    let mut case = Case::new();
    let (first, second) = (case.dossier(), case.dossier());
    let args = json!({ "id": first, "how": "cash", "receipt": "BL 0012" });
    let paid = case.huong.must("dossier.fee_paid", args.clone());
    assert_eq!(
        case.huong.must("dossier.fee_paid", args)["revision"],
        paid["revision"],
        "the answer was lost"
    );
    pay(&mut case.huong, &second, "cash");
    assert_eq!(carried(&mut case.huong), [("Lê Thị Hường".to_owned(), 60_000)]);
    case.huong = case.huong.restart();
    case.huong.must("profile.unlock", json!({ "pin": PIN }));
    assert_eq!(carried(&mut case.huong), [("Lê Thị Hường".to_owned(), 60_000)], "killed, it is there");
    case.huong.must("sync.now", json!({}));
    case.clerk.must("sync.now", json!({}));
    case.mai.must("sync.now", json!({}));
    assert_eq!(carried(&mut case.mai), [], "a volunteer sees what they carry themselves");
    assert_eq!(carried(&mut case.clerk), [("Lê Thị Hường".to_owned(), 60_000)]);

    let list = case.clerk.must("cash.list", json!({}));
    let huong = list["carriers"][0]["user"].clone();
    let day = &list["carriers"][0]["days"][0];
    assert_eq!((&day["amount"], day["payments"].as_array().unwrap().len()), (&json!(60_000), 2));
    let hand_in =
        |dossiers: Value, amount: i64| json!({ "user": huong, "dossiers": dossiers, "amount": amount });
    let differs = case.clerk.call("cash.hand_in", hand_in(json!([first, second]), 50_000)).unwrap_err();
    let Refused::Failure(data) = &differs else { panic!("{differs:?}") };
    assert_eq!((differs.code(), &data["params"]["sum"]), ("cash_differs", &json!(60_000)));
    assert_eq!(carried(&mut case.clerk), [("Lê Thị Hường".to_owned(), 60_000)], "nothing of it was noted");
    let own = hand_in(json!([first]), 30_000);
    assert_eq!(refused(&mut case.huong, "cash.hand_in", own.clone()), "not_allowed");
    case.clerk.must("cash.hand_in", own.clone());
    assert_eq!(refused(&mut case.clerk, "cash.hand_in", own), "cash_gone", "once");
    case.clerk.must("sync.now", json!({}));
    case.huong.must("sync.now", json!({}));
    assert_eq!(carried(&mut case.huong), [("Lê Thị Hường".to_owned(), 30_000)]);
    let seen = get(&mut case.huong, &first);
    let paid = &seen["payment"]["paid"];
    assert_eq!((&paid["handed_in"]["by"], &paid["receipt"]), (&json!("Lê Văn An"), &json!("BL 0012")));
    let again = json!({ "id": first, "how": "cash", "amount": 1, "instead": true });
    assert_eq!(refused(&mut case.huong, "dossier.fee_paid", again), "fee_handed_in");
    assert_eq!(refused(&mut case.huong, "dossier.fee_unpaid", json!({ "id": first })), "fee_handed_in");
    case.clerk.must("cash.hand_back", json!({ "dossier": first }));
    assert_eq!(carried(&mut case.clerk), [("Lê Thị Hường".to_owned(), 60_000)]);
    // Who corrects the note of another's cash has not taken it over.
    let less = json!({ "id": first, "how": "cash", "amount": 25_000, "instead": true });
    case.clerk.must("dossier.fee_paid", less);
    assert_eq!(carried(&mut case.clerk), [("Lê Thị Hường".to_owned(), 55_000)]);
}

#[test]
fn two_who_note_a_payment_meet_in_a_conflict_and_the_cash_is_not_forgotten_meanwhile() {
    let mut case = Case::new();
    let id = case.dossier();
    pay(&mut case.mai, &id, "desk");
    pay(&mut case.huong, &id, "cash");
    case.mai.must("sync.now", json!({}));
    case.huong.must("sync.now", json!({}));
    let exported = case.bench.ward.export("dossiers").remove(0);
    assert_eq!(exported["fee"]["paid"]["how"], "desk", "one payment, not two");
    let list = case.huong.must("cash.list", json!({}));
    let payment = &list["carriers"][0]["days"][0]["payments"][0];
    assert_eq!((&payment["amount"], &payment["contested"]), (&json!(30_000), &json!(true)));
    let conflicts = case.huong.must("conflict.list", json!({}));
    let field = &conflicts[0]["fields"][0];
    assert_eq!((&field["field"], &field["mine"]["how"]), (&json!("fee.paid"), &json!("cash")));
    let resolve = |choice: Value| json!({ "id": conflicts[0]["id"], "choices": { "fee.paid": choice } });
    let typed = resolve(json!({ "value": { "amount": 1 } }));
    assert_eq!(refused(&mut case.huong, "conflict.resolve", typed), "bad_argument");
    case.huong.must("conflict.resolve", resolve(json!("mine")));
    case.sync_all();
    assert_eq!(case.bench.ward.export("dossiers")[0]["fee"]["paid"]["how"], "cash");
    assert_eq!(carried(&mut case.clerk), [("Lê Thị Hường".to_owned(), 30_000)]);
    // Who knows of a payment does not note another, and leaves the cash of others alone.
    let more = json!({ "id": id, "how": "transfer" });
    assert_eq!(refused(&mut case.mai, "dossier.fee_paid", more), "fee_paid_already");
    let instead = json!({ "id": id, "how": "transfer", "instead": true });
    assert_eq!(refused(&mut case.mai, "dossier.fee_paid", instead), "not_allowed");
    assert_eq!(refused(&mut case.mai, "dossier.fee_unpaid", json!({ "id": id })), "not_allowed");
}

#[test]
fn a_paid_fee_that_an_amendment_changes_is_a_warning_and_stops_nothing() {
    let mut case = Case::new();
    let id = case.dossier();
    let huong = &mut case.huong;
    pay(huong, &id, "transfer");
    assert_eq!(finding(&get(huong, &id), "fee_paid_differs"), None);
    let amended = set(huong, &id, json!({ "old_card": "can_cuoc" }));
    let warning = finding(&amended, "fee_paid_differs").expect("a warning");
    assert_eq!(warning["severity"], "warning");
    assert_eq!(warning["params"], json!({ "paid": 30_000, "due": 50_000 }));
    let args = json!({ "id": id, "how": "transfer", "amount": 50_000, "instead": true });
    assert_eq!(finding(&huong.must("dossier.fee_paid", args), "fee_paid_differs"), None);
}
