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

    /// The desk hears that a dossier's citizen lives where neither volunteer goes: who it is.
    fn move_away(&mut self, dossier: &Value) -> Value {
        let citizen = get(&mut self.clerk, dossier)["citizen"].clone();
        let moved = json!({ "id": citizen, "full_name": "Trần Thị Bình", "hamlet": "Khóm 5" });
        self.clerk.must("citizen.save", moved);
        self.clerk.must("sync.now", json!({}));
        citizen
    }

    /// A dossier that Mai sees for nothing but the cash that she carries of it.
    fn cash_elsewhere(&mut self) -> Value {
        let id = self.dossier();
        pay(&mut self.mai, &id, "cash");
        self.mai.must("sync.now", json!({}));
        self.clerk.must("sync.now", json!({}));
        self.move_away(&id);
        self.mai.must("sync.now", json!({}));
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

/// What is noted of a dossier's payments.
fn payments(device: &mut Device, id: &Value) -> Vec<Value> {
    get(device, id)["payment"]["paid"].as_array().cloned().unwrap_or_default()
}

/// The key of the payment that somebody received.
fn key_of(device: &mut Device, id: &Value, received_by: &str) -> Value {
    let payments = payments(device, id);
    payments.iter().find(|paid| paid["received_by"] == received_by).expect("a payment")["key"].clone()
}

fn user(device: &mut Device, name: &str) -> Value {
    let list = device.must("cash.list", json!({}));
    let carriers = list["carriers"].as_array().unwrap();
    carriers.iter().find(|carrier| carrier["name"] == name).expect("a carrier")["user"].clone()
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
    let paid = payments(&mut case.huong, &first).remove(0);
    assert_eq!((&paid["handed_in"]["by"], &paid["receipt"]), (&json!("Lê Văn An"), &json!("BL 0012")));
    let key = &paid["key"];
    let again = json!({ "id": first, "how": "cash", "amount": 1, "payment": key });
    assert_eq!(refused(&mut case.huong, "dossier.fee_paid", again), "fee_handed_in");
    let unpaid = json!({ "id": first, "payment": key });
    assert_eq!(refused(&mut case.huong, "dossier.fee_unpaid", unpaid), "fee_handed_in");
    case.clerk.must("cash.hand_back", json!({ "dossier": first, "payment": key }));
    assert_eq!(carried(&mut case.clerk), [("Lê Thị Hường".to_owned(), 60_000)]);
    // Who corrects the note of another's cash has not taken it over.
    let less = json!({ "id": first, "how": "cash", "amount": 25_000, "payment": key });
    case.clerk.must("dossier.fee_paid", less);
    assert_eq!(carried(&mut case.clerk), [("Lê Thị Hường".to_owned(), 55_000)]);
}

#[test]
fn two_who_note_a_payment_apart_have_noted_two_and_nothing_of_either_is_forgotten() {
    let mut case = Case::new();
    let id = case.dossier();
    pay(&mut case.mai, &id, "cash");
    pay(&mut case.huong, &id, "cash");
    pay(&mut case.clerk, &id, "desk");
    case.sync_all();
    case.sync_all();
    let exported = case.bench.ward.export("dossiers").remove(0);
    assert_eq!(exported["fee"].as_object().unwrap().len(), 3);
    let both = [("Lê Thị Hường".to_owned(), 30_000), ("Võ Thị Mai".to_owned(), 30_000)];
    assert_eq!(carried(&mut case.clerk), both);
    for device in [&mut case.huong, &mut case.mai, &mut case.clerk] {
        assert_eq!(device.must("conflict.list", json!({})), json!([]), "there is nothing to decide");
        let seen = get(device, &id);
        let params = json!({ "n": 3, "amount": 90_000 });
        assert_eq!(finding(&seen, "fee_paid_twice").expect("a warning")["params"], params);
        assert_eq!(finding(&seen, "fee_paid_differs"), None, "it is said once");
    }
    // Who knows of a payment does not note another without saying so, and leaves the cash of others alone.
    let more = json!({ "id": id, "how": "transfer" });
    assert_eq!(refused(&mut case.mai, "dossier.fee_paid", more), "fee_paid_already");
    let of_huong = key_of(&mut case.mai, &id, "Lê Thị Hường");
    let instead = json!({ "id": id, "how": "transfer", "amount": 30_000, "payment": of_huong });
    assert_eq!(refused(&mut case.mai, "dossier.fee_paid", instead), "not_allowed");
    let unpaid = json!({ "id": id, "payment": of_huong });
    assert_eq!(refused(&mut case.mai, "dossier.fee_unpaid", unpaid), "not_allowed");

    let huong = user(&mut case.clerk, "Lê Thị Hường");
    let counted = json!({ "user": huong, "dossiers": [id], "amount": 30_000 });
    case.clerk.must("cash.hand_in", counted.clone());
    // Noted by mistake, it is carried again; given back to the citizen, it is nobody's any more.
    case.clerk.must("cash.hand_back", json!({ "dossier": id, "payment": of_huong }));
    assert_eq!(carried(&mut case.clerk), both);
    case.clerk.must("cash.hand_in", counted);
    let of_mai = key_of(&mut case.clerk, &id, "Võ Thị Mai");
    let given_back = json!({ "id": id, "payment": of_mai });
    assert_eq!(refused(&mut case.mai, "dossier.fee_unpaid", given_back.clone()), "cash_stays");
    case.clerk.must("dossier.fee_unpaid", given_back.clone());
    let revision = get(&mut case.clerk, &id)["revision"].clone();
    assert_eq!(case.clerk.must("dossier.fee_unpaid", given_back)["revision"], revision, "once");
    let gone = json!({ "id": id, "how": "cash", "amount": 30_000, "payment": of_mai });
    assert_eq!(refused(&mut case.clerk, "dossier.fee_paid", gone), "payment_gone");
    case.clerk.must("sync.now", json!({}));
    case.sync_all();
    for device in [&mut case.huong, &mut case.mai, &mut case.clerk] {
        assert_eq!(carried(device), []);
        let status = device.must("sync.status", json!({}));
        assert_eq!((&status["conflicts"], &status["set_aside"]), (&json!(0), &json!(0)), "{status}");
    }
}

#[test]
fn a_fee_is_paid_in_parts_and_only_the_sum_counts() {
    let mut case = Case::new();
    let id = case.dossier();
    let part = json!({ "id": id, "how": "cash", "amount": 10_000 });
    let seen = case.huong.must("dossier.fee_paid", part);
    let params = json!({ "paid": 10_000, "due": 30_000 });
    assert_eq!(finding(&seen, "fee_paid_differs").expect("a warning")["params"], params);
    let rest = json!({ "id": id, "how": "cash", "another": "b" });
    let seen = case.huong.must("dossier.fee_paid", rest.clone());
    let third = json!({ "id": id, "how": "cash", "another": "c" });
    assert_eq!(refused(&mut case.huong, "dossier.fee_paid", third), "bad_argument", "nothing is left");
    let told_again = case.huong.must("dossier.fee_paid", rest);
    assert_eq!(told_again["revision"], seen["revision"], "the answer was lost");
    assert_eq!((finding(&seen, "fee_paid_differs"), finding(&seen, "fee_paid_twice")), (None, None));
    assert_eq!(carried(&mut case.huong), [("Lê Thị Hường".to_owned(), 30_000)]);
    case.sync_all();
    let huong = user(&mut case.clerk, "Lê Thị Hường");
    case.clerk.must("cash.hand_in", json!({ "user": huong, "dossiers": [id], "amount": 30_000 }));
    assert!(payments(&mut case.clerk, &id).iter().all(|paid| paid["handed_in"]["by"] == "Lê Văn An"));
}

#[test]
fn a_note_of_other_money_that_two_turn_into_the_cash_they_took_becomes_two() {
    let mut case = Case::new();
    let id = case.dossier();
    pay(&mut case.mai, &id, "transfer");
    case.sync_all();
    case.mai.must("sync.now", json!({}));
    case.huong.must("sync.now", json!({}));
    for device in [&mut case.mai, &mut case.huong] {
        let key = payments(device, &id)[0]["key"].clone();
        let cash = json!({ "id": id, "how": "cash", "amount": 30_000, "payment": key });
        device.must("dossier.fee_paid", cash.clone());
        assert_eq!(refused(device, "dossier.fee_paid", cash), "payment_gone");
        device.must("sync.now", json!({}));
    }
    case.sync_all();
    let both = [("Lê Thị Hường".to_owned(), 30_000), ("Võ Thị Mai".to_owned(), 30_000)];
    assert_eq!(carried(&mut case.clerk), both);
    assert_eq!(payments(&mut case.clerk, &id).len(), 2, "the transfer is gone");
    assert_eq!(case.huong.must("conflict.list", json!({})), json!([]));
}

#[test]
fn more_cash_that_is_noted_while_the_desk_counts_waits_for_the_desk_s_decision() {
    for choice in ["mine", "theirs"] {
        let mut case = Case::new();
        let id = case.dossier();
        pay(&mut case.mai, &id, "cash");
        case.mai.must("sync.now", json!({}));
        case.clerk.must("sync.now", json!({}));
        // Mai took more than she had noted, and the desk, which has not heard of it, counts what was.
        let key = key_of(&mut case.mai, &id, "Võ Thị Mai");
        let more = json!({ "id": id, "how": "cash", "amount": 40_000, "payment": key });
        case.mai.must("dossier.fee_paid", more);
        let mai = user(&mut case.clerk, "Võ Thị Mai");
        let counted = |amount: i64| json!({ "user": mai, "dossiers": [id], "amount": amount });
        case.clerk.must("cash.hand_in", counted(30_000));
        case.clerk.must("sync.now", json!({}));
        case.mai.must("sync.now", json!({}));
        case.clerk.must("sync.now", json!({}));
        for device in [&mut case.mai, &mut case.clerk] {
            let list = device.must("cash.list", json!({}));
            let payment = &list["carriers"][0]["days"][0]["payments"][0];
            assert_eq!((&payment["amount"], &payment["contested"]), (&json!(40_000), &json!(true)));
        }
        let field = format!("fee.{}", key.as_str().unwrap());
        let decide = |device: &mut Device, possible: bool, choice: Value| {
            let conflicts = device.must("conflict.list", json!({}));
            let it = &conflicts[0]["fields"][0];
            assert_eq!((&it["field"], &it["mine_possible"]), (&json!(field), &json!(possible)));
            device
                .call("conflict.resolve", json!({ "id": conflicts[0]["id"], "choices": { &field: choice } }))
        };
        let code = |refused: Refused| refused.code().to_owned();
        assert_eq!(decide(&mut case.mai, false, json!("mine")).map_err(code).unwrap_err(), "cash_stays");
        let typed = json!({ "value": { "amount": 1 } });
        assert_eq!(decide(&mut case.clerk, true, typed).map_err(code).unwrap_err(), "bad_argument");
        decide(&mut case.clerk, true, json!(choice)).unwrap();
        // What was counted stays counted, or all of it is counted anew.
        if choice == "mine" {
            assert_eq!(carried(&mut case.clerk), [("Võ Thị Mai".to_owned(), 40_000)]);
            case.clerk.must("cash.hand_in", counted(40_000));
        }
        case.clerk.must("sync.now", json!({}));
        case.sync_all();
        let amount = if choice == "mine" { 40_000 } else { 30_000 };
        for device in [&mut case.mai, &mut case.clerk] {
            assert_eq!(carried(device), []);
            let paid = payments(device, &id).remove(0);
            assert_eq!((&paid["amount"], &paid["handed_in"]["by"]), (&json!(amount), &json!("Lê Văn An")));
            assert_eq!(device.must("sync.status", json!({}))["conflicts"], 0);
        }
    }
}

#[test]
fn cash_in_hands_is_made_less_by_who_takes_it_in_alone_and_what_the_desk_noted_stays() {
    let mut case = Case::new();
    let id = case.dossier();
    pay(&mut case.huong, &id, "cash");
    let key = key_of(&mut case.huong, &id, "Lê Thị Hường");
    let note = |how: &str, amount: i64| json!({ "id": id, "how": how, "amount": amount, "payment": key, "receipt": "BL 7" });
    for less in [note("cash", 20_000), note("desk", 30_000), note("transfer", 30_000)] {
        assert_eq!(refused(&mut case.huong, "dossier.fee_paid", less), "cash_stays");
    }
    let unpaid = json!({ "id": id, "payment": key });
    assert_eq!(refused(&mut case.huong, "dossier.fee_unpaid", unpaid.clone()), "cash_stays");
    let seen = case.huong.must("dossier.fee_paid", note("cash", 35_000));
    let paid = &seen["payment"]["paid"][0];
    assert_eq!(
        (&paid["stays"], &paid["receipt"]),
        (&json!(true), &json!("BL 7")),
        "more of it, and its receipt, may be noted"
    );
    case.sync_all();
    assert_eq!(carried(&mut case.clerk), [("Lê Thị Hường".to_owned(), 35_000)]);
    let mut admin = case.bench.enrolled("admin", "Đỗ Văn Út", &[]);
    admin.must("sync.now", json!({}));
    assert_eq!(refused(&mut admin, "dossier.fee_unpaid", unpaid.clone()), "not_allowed");

    // The citizen had paid at the desk, which notes it; nobody else takes that back.
    case.clerk.must("dossier.fee_paid", note("desk", 30_000));
    case.clerk.must("sync.now", json!({}));
    case.sync_all();
    assert_eq!(carried(&mut case.huong), []);
    for (method, args) in [("dossier.fee_unpaid", unpaid.clone()), ("dossier.fee_paid", note("cash", 30_000))]
    {
        assert_eq!(refused(&mut case.huong, method, args), "fee_handed_in");
    }
    case.clerk.must("cash.hand_back", json!({ "dossier": id, "payment": key }));
    case.clerk.must("dossier.fee_unpaid", unpaid);
    case.clerk.must("sync.now", json!({}));
    case.sync_all();
    assert_eq!(payments(&mut case.huong, &id), [Value::Null; 0]);
    assert_eq!(case.huong.must("sync.status", json!({}))["set_aside"], 0);
}

#[test]
fn who_carries_cash_of_a_dossier_sees_it_until_the_desk_has_the_cash() {
    let mut case = Case::new();
    let id = case.dossier();
    pay(&mut case.mai, &id, "cash");
    case.mai.must("sync.now", json!({}));
    case.clerk.must("sync.now", json!({}));
    assert_eq!(get(&mut case.mai, &id).get("cash_only"), None);
    let citizen = case.move_away(&id);
    case.sync_all();
    case.mai.must("sync.now", json!({}));
    assert_eq!(refused(&mut case.mai, "citizen.get", json!({ "id": citizen })), "record_not_found");
    assert_eq!(carried(&mut case.mai), [("Võ Thị Mai".to_owned(), 30_000)], "she answers for it");
    assert_eq!(get(&mut case.mai, &id)["cash_only"], true);
    let key = key_of(&mut case.mai, &id, "Võ Thị Mai");
    let more = json!({ "id": id, "how": "cash", "amount": 35_000, "payment": key });
    case.mai.must("dossier.fee_paid", more);
    case.mai.must("sync.now", json!({}));
    case.clerk.must("sync.now", json!({}));
    let mai = user(&mut case.clerk, "Võ Thị Mai");
    case.clerk.must("cash.hand_in", json!({ "user": mai, "dossiers": [id], "amount": 35_000 }));
    case.clerk.must("sync.now", json!({}));
    case.mai.must("sync.now", json!({}));
    assert_eq!(carried(&mut case.mai), []);
    assert_eq!(refused(&mut case.mai, "dossier.get", json!({ "id": id })), "record_not_found");
}

#[test]
fn cash_that_was_taken_while_the_desk_counted_the_rest_is_heard_of_whoever_the_dossier_went_to() {
    let mut case = Case::new();
    let id = case.cash_elsewhere();
    let another = json!({ "id": id, "how": "cash", "amount": 10_000, "another": "b" });
    case.mai.must("dossier.fee_paid", another);
    let mai = user(&mut case.clerk, "Võ Thị Mai");
    case.clerk.must("cash.hand_in", json!({ "user": mai, "dossiers": [id], "amount": 30_000 }));
    case.clerk.must("sync.now", json!({}));
    case.mai.must("sync.now", json!({}));
    case.clerk.must("sync.now", json!({}));
    assert_eq!(case.mai.must("shelf.list", json!({})), json!([]));
    for device in [&mut case.mai, &mut case.clerk] {
        assert_eq!(carried(device), [("Võ Thị Mai".to_owned(), 10_000)]);
    }
}

#[test]
fn more_of_the_same_cash_is_the_desk_s_to_decide_whoever_the_dossier_went_to() {
    let mut case = Case::new();
    let id = case.cash_elsewhere();
    let key = key_of(&mut case.mai, &id, "Võ Thị Mai");
    let more = json!({ "id": id, "how": "cash", "amount": 40_000, "payment": key });
    case.mai.must("dossier.fee_paid", more);
    let mai = user(&mut case.clerk, "Võ Thị Mai");
    case.clerk.must("cash.hand_in", json!({ "user": mai, "dossiers": [id], "amount": 30_000 }));
    case.clerk.must("sync.now", json!({}));
    case.mai.must("sync.now", json!({}));
    case.clerk.must("sync.now", json!({}));
    assert_eq!(carried(&mut case.clerk), [("Võ Thị Mai".to_owned(), 40_000)], "nothing of it is forgotten");
    let conflict = case.clerk.must("conflict.list", json!({}))[0]["id"].clone();
    let field = format!("fee.{}", key.as_str().unwrap());
    case.clerk.must("conflict.resolve", json!({ "id": conflict, "choices": { field: "mine" } }));
    case.clerk.must("sync.now", json!({}));
    case.mai.must("sync.now", json!({}));
    assert_eq!(carried(&mut case.mai), [("Võ Thị Mai".to_owned(), 40_000)]);
    assert_eq!(case.mai.must("shelf.list", json!({})), json!([]));
}

#[test]
fn a_hamlet_that_who_carries_cash_corrects_offline_is_corrected_back_and_their_work_goes_on() {
    let mut case = Case::new();
    let citizen = json!({ "full_name": "Trần Thị Bình", "hamlet": "Khóm 2" });
    let citizen = case.clerk.must("citizen.save", citizen)["id"].clone();
    let open = json!({ "procedure": "id_card_change", "citizen": citizen });
    let id = case.clerk.must("dossier.open", open)["id"].clone();
    set(&mut case.clerk, &id, json!({ "old_card": "cccd", "change_reason": "facts" }));
    case.clerk.must("sync.now", json!({}));
    case.mai.must("sync.now", json!({}));
    pay(&mut case.mai, &id, "cash");
    for hamlet in ["Khóm 5", "Khóm 2"] {
        let said = json!({ "id": citizen, "full_name": "Trần Thị Bình", "hamlet": hamlet });
        case.mai.must("citizen.save", said);
        let seen = set(&mut case.mai, &id, json!({ "old_card": "can_cuoc" }));
        assert_eq!(seen.get("cash_only"), None, "the ward has heard of nothing");
    }
    case.mai.must("sync.now", json!({}));
    case.clerk.must("sync.now", json!({}));
    assert_eq!(case.mai.must("shelf.list", json!({})), json!([]));
    assert_eq!(get(&mut case.clerk, &id)["answers"]["old_card"], "can_cuoc");
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
    let key = amended["payment"]["paid"][0]["key"].clone();
    let args = json!({ "id": id, "how": "transfer", "amount": 50_000, "payment": key });
    assert_eq!(finding(&huong.must("dossier.fee_paid", args), "fee_paid_differs"), None);
}
