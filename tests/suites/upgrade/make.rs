//! Makes the fixture of this version: a tablet whose outbox holds a change in every state, and the ward that knows
//! it, both by the real programs of this version.

use crate::fixture::TABLES;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Map, Value, json};
use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use tan_nha_app::{App, KdfCost, Options, clock::SystemClock};
use tan_nha_domain::{ids::RecordId, patch::Body, record::RecordKind, time::Timestamp};
use tan_nha_store::{Profile, Put, ReplicaFile, Search, Store, StoreError};
use tan_nha_test_support::{Cut, FaultyNetwork, PIN, WardMachine, photo};

/// What people look for.
const SEARCHES: [&str; 4] = ["hường", "tran thi binh", "0912000001", "khom 2"];

fn app(folder: &Path) -> App {
    let (folder, clock) = (folder.to_owned(), Arc::new(SystemClock));
    let options =
        Options { folder, documents: None, clock, kdf: KdfCost::TESTS_ONLY, news: Box::new(|_| {}) };
    App::open(options).unwrap()
}

fn must(app: &App, command: &str, args: Value) -> Value {
    app.call(command, args).unwrap_or_else(|failure| panic!("{command}: {failure:?}"))
}

fn enrol(folder: &Path, invitation: &str) -> App {
    let app = app(folder);
    must(&app, "profile.enrol", json!({ "invitation": invitation, "pin": PIN }));
    app
}

fn sync(app: &App) {
    must(app, "sync.now", json!({}));
}

fn citizen(app: &App, name: &str, number: u32) -> Value {
    let phone = format!("0912{number:06}");
    let args = json!({ "full_name": name, "hamlet": "Khóm 2", "phone": phone, "address": format!("Tổ {number}, Khóm 2") });
    must(app, "citizen.save", args)["id"].clone()
}

fn submit(app: &App, procedure: &str, citizen: &Value) -> Value {
    let id = must(app, "dossier.open", json!({ "procedure": procedure, "citizen": citizen }))["id"].clone();
    let sample = must(app, "procedure.sample", json!({ "procedure": procedure }));
    must(app, "dossier.set", json!({ "id": id, "answers": sample["answers"] }));
    must(app, "dossier.submit", json!({ "id": id }));
    id
}

/// Attaches a photo that nobody took; another seed gives another one.
fn attach(app: &App, dossier: &Value, seed: u64, width: u32) {
    let content = BASE64.encode(photo(seed, width, 80));
    must(app, "dossier.attach", json!({ "id": dossier, "slot": "identity_paper", "content": content }));
}

/// The only replica of a profile, with nobody else at it.
fn with_store(folder: &Path, work: impl FnOnce(&mut Store, Timestamp)) {
    let profile = Profile::open(folder).unwrap();
    let replica = profile.people()[0].replica;
    let now = tan_nha_app::clock::Clock::now(&SystemClock);
    work(&mut ReplicaFile::unlock(&profile.folder_of(replica), PIN, now).unwrap(), now);
}

fn unlocked(folder: &Path) -> App {
    let app = app(folder);
    must(&app, "profile.unlock", json!({ "pin": PIN }));
    app
}

fn copy_folder(from: &Path, to: &Path) {
    assert!(std::process::Command::new("cp").arg("-r").args([from, to]).status().unwrap().success());
}

fn put(
    store: &mut Store,
    now: Timestamp,
    id: Option<RecordId>,
    kind: RecordKind,
    change: impl FnOnce(&mut Body),
) -> RecordId {
    store
        .write::<_, StoreError>(now, |writer| {
            let id = id.unwrap_or_else(|| writer.new_record_id());
            let mut body = writer.record(id)?.map(|record| record.body).unwrap_or_default();
            change(&mut body);
            writer.put(Put { id, kind, body, keep_open: false }).map(|record| record.id)
        })
        .unwrap()
}

fn id_of(value: &Value) -> RecordId {
    value.as_str().unwrap().parse().unwrap()
}

fn fields(body: &mut Body, fields: Value) {
    body.extend(fields.as_object().unwrap().clone());
}

#[test]
#[ignore = "it makes a fixture: TAN_NHA_FIXTURE says where"]
fn make() {
    let out = PathBuf::from(env::var_os("TAN_NHA_FIXTURE").expect("TAN_NHA_FIXTURE"));
    fs::create_dir_all(&out).unwrap();
    let away = tempfile::tempdir().unwrap();
    let mut ward = WardMachine::start(&out);
    let network = FaultyNetwork::to(ward.address());
    let desk = enrol(&away.path().join("desk"), &ward.invite("clerk", "Nguyễn Văn Mẫu", &[]));
    let folder = out.join("tablet");
    let mut tablet = enrol(
        &folder,
        &ward.invite("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2", "--url", &network.url()]),
    );

    // Pulled.
    let [binh, loc, leaving] = [("Trần Thị Bình", 1), ("Đỗ Văn Lộc", 2), ("Bùi Thị Ngà", 3)]
        .map(|(name, number)| citizen(&desk, name, number));
    submit(&desk, "birth_rereg", &binh);
    sync(&desk);
    sync(&tablet);

    // Enrolled again, since it was copied and both copies went on under one name.
    drop(tablet);
    let copy = away.path().join("copy");
    copy_folder(&folder, &copy);
    for (folder, name) in [(&copy, "Trương Thị Lệ"), (&folder, "Trương Văn Lễ")] {
        let app = unlocked(folder);
        citizen(&app, name, 8);
        sync(&app);
    }
    tablet = unlocked(&folder);
    let invitation =
        ward.invite("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 2", "--url", &network.url()]);
    must(&tablet, "profile.enrol_again", json!({ "invitation": invitation }));
    sync(&tablet);

    // Received, among it what others have changed since.
    let received = citizen(&tablet, "Võ Thị Hường", 4);
    let dossier = submit(&tablet, "birth_rereg", &received);
    attach(&tablet, &dossier, 1, 60);
    sync(&tablet);
    sync(&desk);
    must(&desk, "citizen.save", json!({ "id": received, "address": "Tổ 40, Khóm 2" }));

    // In conflict: the same field, changed by both. One stays open, the other is decided below.
    must(&desk, "citizen.save", json!({ "id": binh, "phone": "0912000101" }));
    must(&desk, "citizen.save", json!({ "id": loc, "address": "Tổ 21, Khóm 2" }));
    sync(&desk);
    must(&tablet, "citizen.save", json!({ "id": binh, "phone": "0912000201" }));
    must(&tablet, "citizen.save", json!({ "id": loc, "address": "Tổ 22, Khóm 2" }));

    // Set aside: what a volunteer may not do, what nobody can read, and what follows from either.
    drop(tablet);
    let nowhere = "0190a000-0000-7000-8000-000000000001";
    with_store(&folder, |store, now| {
        let hamlet = put(store, now, None, RecordKind::Hamlet, |body| {
            fields(body, json!({ "name": "Khóm 9", "short": "Khóm 9" }));
        });
        put(store, now, Some(hamlet), RecordKind::Hamlet, |body| fields(body, json!({ "name": "Khóm 9A" })));
        put(store, now, Some(id_of(&leaving)), RecordKind::Citizen, |body| {
            fields(body, json!({ "phone": 912_000_003 }));
        });
        // Held: it names somebody whom the ward has never heard of.
        let dossier = put(store, now, None, RecordKind::Dossier, |body| {
            fields(
                body,
                json!({ "procedure": "birth_rereg", "form_version": "2024-06.1", "law_date": "2026-05-21",
                                 "state": "draft", "citizen": nowhere, "hamlet": "Khóm 2" }),
            );
        });
        put(store, now, Some(dossier), RecordKind::Dossier, |body| {
            fields(body, json!({ "answers": { "mother_name": "NGUYỄN THỊ MẪU" } }));
        });
        store.raise_alert("custody_mismatch", &json!({}), now).unwrap();
        store.raise_alert("of_the_fixture", &json!({ "count": 3 }), now).unwrap();
    });
    tablet = unlocked(&folder);
    sync(&tablet);
    // Leaving: moved away, while something of this replica is set aside.
    must(&desk, "citizen.save", json!({ "id": leaving, "hamlet": "Khóm 3" }));
    sync(&desk);
    sync(&tablet);

    // A photo whose upload was cut in the middle, and once more after the tablet had heard how much is there.
    attach(&tablet, &dossier, 2, 400);
    for allowed in [30_000, 12_000] {
        network.cut(Cut { up: Some(allowed), down: None });
        tablet.call("sync.now", json!({})).expect_err("the upload is cut");
    }

    // Sent: the ward has it and its answer was lost; and one that got lost itself.
    let sent = citizen(&tablet, "Hồ Ngọc Quý", 5);
    let has = |ward: &WardMachine, id: &Value| ward.export("citizens").iter().any(|row| row["id"] == *id);
    let mut allowed = 800;
    while !has(&ward, &sent) {
        network.cut(Cut { up: None, down: Some(allowed) });
        tablet.call("sync.now", json!({})).expect_err("the answer is cut");
        allowed += 10;
    }
    let lost = citizen(&tablet, "Đặng Kim Thủy", 6);
    network.cut(Cut { up: Some(800), down: None });
    tablet.call("sync.now", json!({})).expect_err("the request is cut");
    assert!(!has(&ward, &lost));

    // Sealed.
    let sealed = citizen(&tablet, "Phạm Mỹ Ánh", 7);
    must(&tablet, "citizen.save", json!({ "id": loc, "phone": "0912000302" }));
    // With a photo that waits.
    let dossier = submit(&tablet, "birth_rereg", &sealed);
    attach(&tablet, &dossier, 3, 60);
    // A conflict that was decided, and the decision waits.
    let conflicts = must(&tablet, "conflict.list", json!({}));
    let decided = conflicts.as_array().unwrap().iter().find(|one| one["fields"][0]["field"] == "address");
    let decided = decided.expect("a conflict of addresses")["id"].clone();
    must(&tablet, "conflict.resolve", json!({ "id": decided, "choices": { "address": "mine" } }));
    // Open: a new one, and one that goes on what was sent.
    for (citizen, name) in [(&sent, "HỒ THỊ MẪU"), (&sealed, "PHẠM THỊ MẪU")] {
        let id = must(&tablet, "dossier.open", json!({ "procedure": "id_card_14plus", "citizen": citizen }))
            ["id"]
            .clone();
        must(&tablet, "dossier.set", json!({ "id": id, "answers": { "mother_name": name } }));
    }
    let status = must(&tablet, "sync.status", json!({}));
    let lists = ["conflict.list", "shelf.list"].map(|list| (list.to_owned(), must(&tablet, list, json!({}))));
    drop(tablet);

    // Alarms at the ward: two tablets with one name.
    let (twin, copy) = (away.path().join("twin"), away.path().join("copy of the twin"));
    let first = enrol(&twin, &ward.invite("volunteer", "Trần Văn Bảo", &["--hamlets", "Khóm 4"]));
    drop(first);
    copy_folder(&twin, &copy);
    for folder in [&twin, &copy] {
        let app = unlocked(folder);
        must(&app, "citizen.save", json!({ "full_name": "Huỳnh Bích Tường", "hamlet": "Khóm 4" }));
        sync(&app);
    }
    let invitation = ward.invite("leader", "Phạm Thị Mới", &["--days", "366"]);

    let mut expected = Map::new();
    expected.insert("status".into(), status);
    expected.extend(lists);
    expected.insert("invitation".into(), json!(invitation));
    with_store(&folder, |store, _| {
        for table in TABLES {
            expected.insert(table.into(), json!(store.rows(table).unwrap()));
        }
        let found = SEARCHES.map(|text| {
            let found = store.search_citizens(&Search { text, limit: 10, ..Search::default() }).unwrap();
            (text.to_owned(), json!(found.iter().map(|record| record.id).collect::<Vec<_>>()))
        });
        expected.insert("searches".into(), Value::Object(found.into_iter().collect()));
    });
    let exports = ["dossiers", "changes", "citizens", "visits", "alarms"];
    let exports = exports.map(|kind| (kind.to_owned(), Value::Array(ward.export(kind))));
    expected.insert("ward".into(), Value::Object(exports.into_iter().collect()));
    for kind in ["sealed", "open", "sent", "held", "received", "set_aside"] {
        let changes = expected["change"].as_array().unwrap();
        println!("{kind}: {}", changes.iter().filter(|row| row["delivery"] == kind).count());
        assert!(changes.iter().any(|row| row["delivery"] == kind), "{kind}");
    }
    let any =
        |table: &str, test: &dyn Fn(&Value) -> bool| expected[table].as_array().unwrap().iter().any(test);
    assert!(any("change", &|row| row["verdict"]
        .as_str()
        .is_some_and(|verdict| verdict.contains("conflict"))));
    assert!(any("conflict.list", &|_| true), "a conflict is open");
    assert!(any("shelf.list", &|_| true), "the shelf is not empty");
    assert!(any("change", &|row| row["settles"].is_string()), "a conflict was decided");
    let state = |row: &Value| (row["received_at"].is_i64(), row["sent"].as_u64() > Some(0));
    for (file, what) in [((true, true), "received"), ((false, true), "begun"), ((false, false), "waiting")] {
        assert!(any("file", &|row| state(row) == file), "a file is {what}");
    }
    assert!(any("replaced", &|_| true) && any("former", &|_| true), "it was enrolled again");
    assert!(any("record", &|row| row["leaving"] == 1));
    assert!(any("mirror", &|row| !row["body"].is_null()));
    assert!(!expected["ward"]["alarms"].as_array().unwrap().is_empty());
    assert!(expected["ward"]["changes"].as_array().unwrap().iter().any(|row| row["verdict"] == "held"));
    fs::write(out.join("expected.json"), serde_json::to_string_pretty(&expected).unwrap() + "\n").unwrap();

    // Wrong PINs, the last thing that happens to it.
    for _ in 0..1 {
        let app = app(&folder);
        app.call("profile.unlock", json!({ "pin": "sai rồi sai" })).expect_err("a wrong PIN");
    }
    assert_eq!(ward.stop(), Some(0));
}
