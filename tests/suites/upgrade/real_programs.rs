//! The same by the real programs as processes of their own, over HTTPS.

use crate::fixture::Fixture;
use serde_json::json;
use tan_nha_test_support::{Device, PIN, WardMachine};

#[test]
fn the_real_programs_go_on_where_the_older_ones_stopped() {
    for fixture in Fixture::all() {
        let mut ward = WardMachine::at(fixture.path());
        ward.serve("127.0.0.1:0");
        move_to(&fixture, ward.url());
        let mut tablet = Device::start(&fixture.tablet());
        tablet.must("profile.unlock", json!({ "pin": PIN }));
        // The first version had neither list.
        let lists_are_as_before = |tablet: &mut Device| {
            for list in ["conflict.list", "shelf.list"] {
                let before = fixture.expected.get(list);
                assert!(before.is_some() || fixture.version == "1");
                let now = tablet.must(list, json!({}));
                assert_eq!(*before.unwrap_or(&now), now, "{list} of version {}", fixture.version);
            }
        };
        lists_are_as_before(&mut tablet);
        let status = tablet.must("sync.now", json!({}));
        lists_are_as_before(&mut tablet);
        assert_eq!(status["files_waiting"], 0, "{status}");
        let four = tablet.four_numbers();
        let count = |number: &str| fixture.expected["status"][number].as_u64().unwrap();
        assert_eq!(four[3], count("set_aside"), "{status}");
        // What is held waits for a record that nobody has, and counts as under way.
        assert_eq!(four[0], 0, "everything went out: {status}");
        let changes = fixture.expected["change"].as_array().unwrap();
        let held = changes.iter().filter(|change| change["delivery"] == "held").count();
        assert_eq!(status["held"], held, "{status}");
        assert_eq!(four[2], count("created") - four[1] - four[3], "{status}");

        let mut other = Device::start(&fixture.path().join("other"));
        let invitation = ward.invite("leader", "Hồ Thị Lựu", &[]);
        other.must("profile.enrol", json!({ "invitation": invitation, "pin": PIN }));
        other.must("sync.now", json!({}));
        for citizen in ward.export("citizens") {
            let held = other.must("citizen.get", json!({ "id": citizen["id"] }));
            assert_eq!(held["full_name"], citizen["full_name"]);
        }
    }
}

/// The ward's machine has another address now. It is no part of what is compared.
fn move_to(fixture: &Fixture, url: &str) {
    let mut store = fixture.open();
    let mut membership = store.membership().unwrap().clone();
    membership.urls = vec![url.to_owned()];
    store.save_membership(&membership).unwrap();
}
