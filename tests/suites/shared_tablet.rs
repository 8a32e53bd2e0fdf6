//! Several people share a tablet, and people share a ward: nobody sees what is not theirs.

use serde_json::{Value, json};
use tan_nha_test_support::{Bench, Device};

const PIN_A: &str = "mật khẩu của A";
const PIN_B: &str = "mật khẩu của B";

#[test]
fn two_people_on_one_tablet_cannot_read_each_others_work() {
    let bench = Bench::new();
    let mut tablet = Device::start(&bench.profile("shared"));
    let enrol = |tablet: &mut Device, name: &str, hamlet: &str, pin: &str, handle: &str| {
        let invitation = bench.ward.invite("volunteer", name, &["--hamlets", hamlet]);
        tablet.must("profile.enrol", json!({ "invitation": invitation, "pin": pin, "handle": handle }));
    };
    enrol(&mut tablet, "Lê Thị Hường", "Khóm 1", PIN_A, "a");
    let of_a = tablet.save_citizen("Trần Thị Bình", "Khóm 1");
    enrol(&mut tablet, "Võ Quốc Sơn", "Khóm 2", PIN_B, "b");

    let unreachable = |tablet: &mut Device| {
        assert_eq!(tablet.call("citizen.get", json!({ "id": of_a })).unwrap_err().code(), "record_not_found");
        assert_eq!(tablet.must("citizen.search", json!({ "text": "Bình" })), json!([]));
        assert_eq!(tablet.must("citizen.search", json!({ "text": "" })), json!([]));
        assert_eq!(tablet.must("dossier.list", json!({})), json!([]));
    };
    unreachable(&mut tablet);
    tablet.must("sync.now", json!({}));
    unreachable(&mut tablet);

    assert_eq!(tablet.call("profile.unlock", json!({ "pin": PIN_B })).unwrap_err().code(), "handle_needed");
    assert_eq!(
        tablet.call("profile.unlock", json!({ "pin": PIN_B, "handle": "a" })).unwrap_err().code(),
        "wrong_pin"
    );
    tablet.must("profile.unlock", json!({ "pin": PIN_A, "handle": "a" }));
    assert_eq!(tablet.must("citizen.get", json!({ "id": of_a }))["full_name"], "Trần Thị Bình");

    let mut second_process = Device::start(&bench.profile("shared"));
    assert_eq!(second_process.call("profile.status", json!({})).unwrap_err().code(), "profile_in_use");
    assert_eq!(second_process.finish(), Some(1));
    tablet.must("sync.now", json!({}));
}

#[test]
fn a_volunteer_sees_their_hamlets_and_the_staff_sees_the_ward() {
    let bench = Bench::new();
    let mut of_1 = bench.enrolled("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 1"]);
    let mut of_2 = bench.enrolled("volunteer", "Võ Quốc Sơn", &["--hamlets", "Khóm 2"]);
    let mut of_all = bench.enrolled("volunteer", "Bùi Ngọc Uyên", &[]);
    let mut staff: Vec<Device> = ["leader", "clerk", "admin"]
        .into_iter()
        .map(|role| bench.enrolled(role, &format!("Đỗ {role}"), &[]))
        .collect();

    let in_1 = of_1.save_citizen("Trần Thị Bình", "Khóm 1");
    let in_2 = of_2.save_citizen("Hồ Văn Quý", "Khóm 2");
    let dossier_in_2 = of_2.submit_sample("birth_rereg", &in_2);
    let homeless = of_2.must("citizen.save", json!({ "full_name": "Huỳnh Mỹ Ánh" }))["id"].clone();
    for tablet in [&mut of_1, &mut of_2, &mut of_all].into_iter().chain(&mut staff) {
        tablet.must("sync.now", json!({}));
    }
    of_1.must("sync.now", json!({}));

    let sees =
        |tablet: &mut Device, command: &str, id: &Value| tablet.call(command, json!({ "id": id })).is_ok();
    let table: [(&Value, &str, [bool; 3]); 4] = [
        (&in_1, "citizen.get", [true, false, true]),
        (&in_2, "citizen.get", [false, true, true]),
        (&dossier_in_2, "dossier.get", [false, true, true]),
        (&homeless, "citizen.get", [false, true, false]),
    ];
    for (id, command, expected) in table {
        let seen =
            [sees(&mut of_1, command, id), sees(&mut of_2, command, id), sees(&mut of_all, command, id)];
        assert_eq!(seen, expected, "{command} {id}");
        assert!(staff.iter_mut().all(|tablet| sees(tablet, command, id)), "{command} {id}");
    }
}

#[test]
fn a_citizen_who_moves_leaves_one_volunteers_tablet_and_comes_to_the_others() {
    let bench = Bench::new();
    let mut of_1 = bench.enrolled("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 1"]);
    let mut of_2 = bench.enrolled("volunteer", "Võ Quốc Sơn", &["--hamlets", "Khóm 2"]);
    let mut leader = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let citizen = leader.save_citizen("Trần Thị Bình", "Khóm 1");
    leader.must("sync.now", json!({}));
    of_1.must("sync.now", json!({}));
    let dossier = leader.submit_sample("birth_rereg", &citizen);
    // Unsent work of the first volunteer on the record that is about to leave.
    of_1.must("citizen.save", json!({ "id": citizen, "phone": "0912345678" }));

    leader.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 2" }));
    leader.must("sync.now", json!({}));
    of_2.must("sync.now", json!({}));
    assert_eq!(of_2.must("citizen.get", json!({ "id": citizen }))["hamlet"], "Khóm 2");
    of_2.must("dossier.get", json!({ "id": dossier }));

    of_1.must("sync.now", json!({}));
    assert_eq!(of_1.four_numbers(), [0, 0, 0, 1], "reassigned: what was typed is on the shelf");
    let kept = bench.ward.export("changes");
    assert!(kept.iter().any(|change| change["patch"]["phone"]["to"] == "0912345678"), "and it is not lost");
}

#[test]
fn a_hamlet_corrected_at_the_bedside_does_not_cut_off_the_work_that_follows() {
    let bench = Bench::new();
    let mut of_1 = bench.enrolled("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 1"]);
    let mut of_2 = bench.enrolled("volunteer", "Võ Quốc Sơn", &["--hamlets", "Khóm 2"]);
    let mut leader = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let citizen = leader.save_citizen("Trần Thị Bình", "Khóm 1");
    let opened = leader.must("dossier.open", json!({ "procedure": "birth_rereg", "citizen": citizen }));
    leader.must("sync.now", json!({}));
    of_1.must("sync.now", json!({}));

    let sample = of_1.must("procedure.sample", json!({ "procedure": "birth_rereg" }));
    of_1.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 3" }));
    of_1.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 2" }));
    of_1.must("dossier.set", json!({ "id": opened["id"], "answers": sample["answers"] }));
    of_1.must("dossier.submit", json!({ "id": opened["id"] }));
    of_1.must("citizen.save", json!({ "id": citizen, "phone": "0912345678" }));
    of_1.must("sync.now", json!({}));
    let [on_device, in_transit, _, set_aside] = of_1.four_numbers();
    assert_eq!((on_device, in_transit, set_aside), (0, 0, 0));

    of_2.must("sync.now", json!({}));
    let seen = of_2.must("citizen.get", json!({ "id": citizen }));
    assert_eq!((&seen["hamlet"], &seen["phone"]), (&json!("Khóm 2"), &json!("0912345678")));
    assert_eq!(of_2.must("dossier.get", json!({ "id": opened["id"] }))["state"], "queued");
}

#[test]
fn a_dossier_is_seen_where_its_citizen_is_whatever_a_tablet_says() {
    let bench = Bench::new();
    let mut of_1 = bench.enrolled("volunteer", "Lê Thị Hường", &["--hamlets", "Khóm 1"]);
    let mut of_2 = bench.enrolled("volunteer", "Võ Quốc Sơn", &["--hamlets", "Khóm 2"]);
    let mut leader = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let citizen = leader.save_citizen("Trần Thị Bình", "Khóm 1");
    let dossier = leader.submit_sample("birth_rereg", &citizen);
    leader.must("sync.now", json!({}));
    of_1.must("sync.now", json!({}));
    // Both change where she lives: a conflict, and the ward's value stays.
    leader.must("citizen.save", json!({ "id": citizen, "address": "Số 9" }));
    leader.must("sync.now", json!({}));
    of_1.must("citizen.save", json!({ "id": citizen, "hamlet": "Khóm 2" }));
    of_1.must("sync.now", json!({}));
    of_2.must("sync.now", json!({}));
    for (command, id) in [("citizen.get", &citizen), ("dossier.get", &dossier)] {
        assert_eq!(
            of_2.call(command, json!({ "id": id })).unwrap_err().code(),
            "record_not_found",
            "{command}"
        );
        of_1.must(command, json!({ "id": id }));
    }
}

#[test]
fn a_revoked_person_gets_nothing_and_loses_nothing() {
    let bench = Bench::new();
    let mut tablet = bench.volunteer();
    tablet.save_citizen("Trần Thị Bình", "Khóm 2");
    tablet.must("sync.now", json!({}));
    let unsent = tablet.save_citizen("Hồ Văn Quý", "Khóm 2");
    bench.ward.revoke("Lê Thị Hường");
    let mut other = bench.enrolled("leader", "Đỗ Hữu Đức", &[]);
    let new = other.save_citizen("Võ Thị Ngà", "Khóm 2");
    other.must("sync.now", json!({}));

    assert_eq!(tablet.call("sync.now", json!({})).unwrap_err().code(), "revoked");
    assert_eq!(tablet.call("citizen.get", json!({ "id": new })).unwrap_err().code(), "record_not_found");
    assert_eq!(
        tablet.must("citizen.get", json!({ "id": unsent }))["full_name"],
        "Hồ Văn Quý",
        "here it stays"
    );
    assert_eq!(tablet.four_numbers(), [0, 0, 1, 1]);
    let changes = bench.ward.export("changes");
    let kept = changes.iter().find(|change| change["record"] == unsent).unwrap();
    assert_eq!(
        (&kept["verdict"], &kept["code"]),
        (&json!("refused"), &json!("revoked")),
        "the ward's shelf has it"
    );
    assert!(bench.ward.export("citizens").iter().all(|citizen| citizen["id"] != unsent));
}
