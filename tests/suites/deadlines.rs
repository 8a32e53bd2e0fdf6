//! Deadlines at the door of the real program: every procedure of the table, by the ward's own calendar and hours.

use serde_json::{Value, json};
use tan_nha_domain::deadline::Clock;
use tan_nha_test_support::{Device, PIN};

/// An admin of a practice ward.
fn admin(folder: &tempfile::TempDir) -> Device {
    let mut device = Device::start(folder.path());
    device.must("profile.practice", json!({ "pin": PIN, "role": "admin" }));
    device
}

fn deadline(device: &mut Device, procedure: &str, received_at: &str) -> Value {
    device.must("deadline.for", json!({ "procedure": procedure, "received_at": received_at }))
}

fn refusal(device: &mut Device, arguments: Value) -> String {
    device.call("deadline.for", arguments).expect_err("a refusal").code().to_owned()
}

#[test]
fn every_procedure_of_the_table_has_a_deadline_or_says_that_none_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut device = admin(&folder);
    for procedure in Clock::procedures() {
        let found = deadline(&mut device, procedure, "2026-11-20T14:59");
        let unknown = ["commendation", "social_allowance"].contains(&procedure);
        assert_eq!(found["due"].is_null(), unknown, "{procedure}");
        assert_eq!(found["unknown"].is_string(), unknown, "{procedure}");
        assert!(found["source"].is_string() && found["mark"].is_string(), "{procedure}");
    }
    let late = deadline(&mut device, "marital_status", "2026-11-20T15:01");
    assert_eq!((&late["due"], &late["slip"]), (&json!("2026-11-27"), &json!(true)));
    let sharp = deadline(&mut device, "marital_status", "2026-11-20T15:00");
    assert_eq!((&sharp["due"], &sharp["cutoff"]), (&json!("2026-11-26"), &json!("15:00")));
    let copy = deadline(&mut device, "cert_copy", "2026-11-20T08:00");
    assert_eq!((&copy["due"], &copy["slip"]), (&json!("2026-11-20"), &json!(false)));
    assert_eq!(copy["inner_due_at"], "2026-11-20T10:00");
    let birth = deadline(&mut device, "linked_birth", "2026-11-20T10:00");
    assert_eq!(
        (&birth["members"][0]["key"], &birth["members"][0]["due_at"]),
        (&json!("birth"), &json!("2026-11-21T10:00"))
    );
    let with_card =
        json!({ "procedure": "linked_birth", "received_at": "2026-11-20T10:00", "choices": ["id_card"] });
    let with_card = device.must("deadline.for", with_card);
    assert_eq!((&birth["due"], &with_card["due"]), (&json!("2026-11-26"), &json!("2026-12-03")));
    assert_eq!(with_card["longest"], json!({ "due": "2026-12-07", "when": "verification" }));
    assert!(device.must("deadline.for", json!({ "procedure": "birth_reg" }))["due"].is_string(), "now");
}

#[test]
fn what_the_ward_decides_moves_the_day_and_the_hour() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut device = admin(&folder);
    assert_eq!(deadline(&mut device, "birth_rereg", "2026-11-16T09:00")["due"], "2026-11-23");
    device.must(
        "calendar.save",
        json!({ "days": [{ "date": "2026-11-19", "kind": "off", "name": "Bão" },
                         { "date": "2026-11-21", "kind": "work", "name": "Làm bù" }] }),
    );
    assert_eq!(deadline(&mut device, "birth_rereg", "2026-11-17T09:00")["due"], "2026-11-25");
    assert_eq!(deadline(&mut device, "death_reg", "2026-11-20T09:00")["due"], "2026-11-21");

    let copy = deadline(&mut device, "cert_copy", "2026-11-20T11:00");
    assert_eq!((&copy["inner_due_at"], &copy["usual_hours"]), (&json!("2026-11-20T15:00"), &json!(true)));
    let hours = json!(["07:00-11:30", "13:00-16:30"]);
    let saved = device.must("ward.settings_save", json!({ "working_hours": hours }));
    assert_eq!(saved["working_hours"], hours);
    let copy = deadline(&mut device, "cert_copy", "2026-11-20T11:00");
    assert_eq!((&copy["inner_due_at"], &copy["usual_hours"]), (&json!("2026-11-20T14:30"), &json!(false)));
    for bad in [json!(["7h-11h"]), json!(["13:00-17:00", "07:00-11:00"]), json!([])] {
        let refused =
            device.call("ward.settings_save", json!({ "working_hours": bad })).expect_err("refused");
        assert_eq!(refused.code(), "bad_argument");
    }
    let mut device = device.restart();
    device.must("profile.unlock", json!({ "pin": PIN }));
    assert_eq!(device.must("ward.settings", json!({}))["working_hours"], hours);
    assert_eq!(
        device.must("ward.settings_save", json!({ "working_hours": null }))["working_hours"],
        Value::Null
    );
    assert_eq!(deadline(&mut device, "cert_copy", "2026-11-20T11:00")["usual_hours"], true);
}

#[test]
fn a_question_that_has_no_answer_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut device = admin(&folder);
    assert_eq!(refusal(&mut device, json!({ "procedure": "passport" })), "procedure_unknown");
    for received_at in [
        "2026-11-20",
        "2026-11-31T09:00",
        "20/11/2026 09:00",
        "2026-11-20T9:00",
        "9999-12-31T09:00",
        "+2026-11-20T09:0",
        "",
    ] {
        let arguments = json!({ "procedure": "birth_reg", "received_at": received_at });
        assert_eq!(refusal(&mut device, arguments), "bad_date", "{received_at}");
    }
    for choices in [json!(["passport"]), json!(["birth"])] {
        let arguments = json!({ "procedure": "linked_birth", "choices": choices });
        assert_eq!(refusal(&mut device, arguments), "bad_argument");
    }
}
