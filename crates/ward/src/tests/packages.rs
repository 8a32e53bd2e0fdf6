//! Forms that an admin's device takes in: what the ward checks, and what waits for them.

use super::desk::{Device, body, citizen, desk, record_id, with};
use crate::ExportKind;
use serde_json::{Value, json};
use tan_nha_domain::{
    change::SealedChange, form_package::hash_of, ids::RecordId, record::RecordKind, role::Role,
};
use tan_nha_sync::wire::{Refusal, Verdict, WaitingFor};

const PACKAGE: RecordKind = RecordKind::FormPackage;

/// The body of a package with the invented form that the documents tell of.
fn yard() -> Value {
    let document = include_str!("../../../../docs/adding-a-procedure.md");
    let block = |file: &str| {
        let title = format!("title=\"yard_use/2026-10.1/{file}\"\n");
        document.split_once(&title).unwrap().1.split_once("```").unwrap().0
    };
    package("yard_use", "2026-10.1", block("form.toml"), block("sample.json"))
}

fn package(procedure: &str, version: &str, definition: &str, sample: &str) -> Value {
    json!({"procedure": procedure, "version": version, "definition": definition, "sample": sample,
           "hash": hash_of(definition, sample, None)})
}

/// The same with the definition bent, and hashed as it is then.
fn bent(from: &str, to: &str) -> Value {
    let yard = yard();
    let text = |key: &str| yard[key].as_str().unwrap().to_owned();
    let definition = text("definition").replacen(from, to, 1);
    assert_ne!(definition, text("definition"));
    package("yard_use", "2026-10.1", &definition, &text("sample"))
}

fn make(device: &mut Device, body: &Value) -> (RecordId, SealedChange) {
    let id = record_id();
    (id, device.change((id, PACKAGE), None, &json!({}), body))
}

fn dossier(package: Option<RecordId>, answers: &Value) -> Value {
    let dossier = json!({"procedure": "yard_use", "form_version": "2026-10.1", "law_date": "2026-05-21",
                         "state": "draft", "hamlet": "Ấp 1", "answers": answers});
    match package {
        Some(id) => with(&dossier, json!({"form_package": id})),
        None => dossier,
    }
}

fn begin(device: &mut Device, body: &Value) -> (RecordId, SealedChange) {
    let id = record_id();
    (id, device.change((id, RecordKind::Dossier), None, &json!({}), body))
}

fn refused(code: Refusal) -> Verdict {
    Verdict::Refused { code }
}

fn codes(dossier: &Value) -> Vec<&str> {
    dossier["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn a_package_is_taken_from_an_admin_alone_and_only_as_it_can_be_read() {
    let desk = desk();
    let mut an = desk.device("An", Role::Admin, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &[]);
    let mut leader = desk.device("Đức", Role::Leader, &[]);
    for device in [&mut ba, &mut leader] {
        let (_, change) = make(device, &yard());
        assert_eq!(desk.verdict(device, &change), refused(Refusal::NotPermitted));
    }
    let large = "#".repeat(400_000);
    let rows = [
        ("no hash of its texts", with(&yard(), json!({"hash": "00".repeat(32)})), Refusal::FormPackageBroken),
        (
            "a template that was not hashed",
            with(&yard(), json!({"template": "x"})),
            Refusal::FormPackageBroken,
        ),
        (
            "another version than it says",
            with(&yard(), json!({"version": "2026-10.2"})),
            Refusal::FormPackageBroken,
        ),
        ("no form", package("yard_use", "2026-10.1", "key = 1", "{}"), Refusal::FormPackageBroken),
        ("a form of tomorrow", bent("mark", "key_of_tomorrow = 1\nmark"), Refusal::FormPackageBroken),
        ("a sample that does not pass", bent("guests > 300", "guests > 100"), Refusal::FormPackageBroken),
        ("too large", bent("key =", &format!("{large}\nkey =")), Refusal::FormPackageBroken),
        ("no definition", with(&yard(), json!({"definition": null})), Refusal::Malformed),
    ];
    for (fault, body, code) in rows {
        let (_, change) = make(&mut an, &body);
        assert_eq!(desk.verdict(&an, &change), refused(code), "{fault}");
    }
    let (_, good) = make(&mut an, &yard());
    assert!(desk.verdict(&an, &good).is_receipt());
}

#[test]
fn a_version_says_one_thing_for_ever() {
    let desk = desk();
    let mut an = desk.device("An", Role::Admin, &[]);
    let mut bich = desk.device("Bích", Role::Admin, &[]);
    let built_in = tan_nha_forms::catalogue().latest("birth_rereg").unwrap();
    let usurper = {
        let yard = yard();
        let definition = yard["definition"].as_str().unwrap();
        let definition = definition.replacen("yard_use", built_in.key(), 1);
        let definition = definition.replacen("2026-10.1", built_in.version(), 1);
        package(built_in.key(), built_in.version(), &definition, yard["sample"].as_str().unwrap())
    };
    let (_, change) = make(&mut an, &usurper);
    assert_eq!(desk.verdict(&an, &change), refused(Refusal::FormVersionTaken), "one that is built in");

    let (id, first) = make(&mut an, &yard());
    let other = bent("Số khách dự kiến", "Bao nhiêu khách");
    let (_, second) = make(&mut bich, &other);
    let (_, same) = make(&mut bich, &yard());
    assert!(desk.verdict(&an, &first).is_receipt());
    assert_eq!(desk.verdict(&bich, &second), refused(Refusal::FormVersionTaken), "of two admins the first");
    assert!(desk.verdict(&bich, &same).is_receipt(), "the same files are the same form");
    an.saw(id, 1);
    let changed = an.change((id, PACKAGE), None, &yard(), &other);
    assert_eq!(desk.verdict(&an, &changed), refused(Refusal::FormVersionTaken), "its record does not change");
    assert_eq!(desk.body(id), yard());
}

#[test]
fn a_dossier_waits_for_the_package_of_its_form_and_goes_on_by_itself() {
    let desk = desk();
    let mut an = desk.device("An", Role::Admin, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (package, form) = make(&mut an, &yard());
    let (id, begun) = begin(&mut ba, &dossier(Some(package), &json!({"guests": 400})));
    let held = Verdict::Held { waiting_for: WaitingFor::Record(package) };
    assert_eq!(desk.verdict(&ba, &begun), held);
    assert_eq!(desk.body(id), Value::Null);
    assert!(desk.verdict(&an, &form).is_receipt());
    assert!(desk.verdict(&ba, &begun).is_receipt(), "it came in with the form");
    let exported = desk.export(ExportKind::Dossiers);
    assert!(codes(&exported[0]).contains(&"yard_too_small"), "and was judged by it: {exported:?}");
}

#[test]
fn a_form_counts_from_its_place_in_a_batch_on_and_one_that_was_refused_never() {
    let desk = desk();
    let mut an = desk.device("An", Role::Admin, &[]);
    let answers = json!({"guests": 400});
    let (_, early) = begin(&mut an, &dossier(None, &answers));
    let (_, broken) = make(&mut an, &bent("guests > 300", "guests > 100"));
    let (_, between) = begin(&mut an, &dossier(None, &answers));
    let (_, form) = make(&mut an, &yard());
    let (_, late) = begin(&mut an, &dossier(None, &answers));
    let verdicts = desk.verdicts(&an, &[early, broken, between, form, late]);
    let unknown = refused(Refusal::FormVersionUnknown);
    assert_eq!(
        (&verdicts[0], &verdicts[1], &verdicts[2]),
        (&unknown, &refused(Refusal::FormPackageBroken), &unknown)
    );
    assert!(verdicts[3].is_receipt() && verdicts[4].is_receipt(), "{verdicts:?}");
    assert!(codes(&desk.export(ExportKind::Dossiers)[0]).contains(&"yard_too_small"));
}

#[test]
fn what_stands_together_in_a_delivered_form_is_merged_together() {
    let desk = desk();
    let mut an = desk.device("An", Role::Admin, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (_, form) = make(&mut an, &yard());
    let begun = dossier(None, &json!({"req_name": "Trần Thị Bình", "req_addr": "Tổ 3"}));
    let (id, change) = begin(&mut an, &begun);
    assert!(desk.verdicts(&an, &[form, change]).iter().all(Verdict::is_receipt));
    let named = |name: &str, addr: &str| dossier(None, &json!({"req_name": name, "req_addr": addr}));
    for device in [&mut an, &mut ba] {
        device.saw(id, 1);
    }
    let moved = an.change((id, RecordKind::Dossier), None, &begun, &named("Trần Thị Bình", "Tổ 4"));
    let renamed = ba.change((id, RecordKind::Dossier), None, &begun, &named("Trần Thị Bính", "Tổ 3"));
    assert!(matches!(desk.verdict(&an, &moved), Verdict::Accepted { .. }));
    let met = desk.verdict(&ba, &renamed);
    assert!(matches!(&met, Verdict::Conflict { groups, .. } if groups == &["req"]), "{met:?}");
    let told =
        desk.pull_all(&ba, None).into_iter().flat_map(|page| page.records).find(|record| record.id == id);
    let fields: Vec<String> = told.unwrap().notes.conflicts[0].fields.keys().cloned().collect();
    assert_eq!(fields, ["answers.req_addr", "answers.req_name"], "the person as a whole");
}

#[test]
fn every_person_gets_the_forms_first_whatever_hamlet_is_theirs() {
    let desk = desk();
    let mut an = desk.device("An", Role::Admin, &[]);
    let ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let person = record_id();
    let change = an.change((person, RecordKind::Citizen), None, &json!({}), &citizen("Ấp 1"));
    let (package, form) = make(&mut an, &yard());
    assert!(desk.verdicts(&an, &[change, form]).iter().all(Verdict::is_receipt));
    let records: Vec<_> = desk.pull_all(&ba, None).into_iter().flat_map(|page| page.records).collect();
    assert_eq!(records.iter().map(|record| record.id).collect::<Vec<_>>(), [package, person]);
    assert_eq!(records[0].body, body(&yard()));
}
