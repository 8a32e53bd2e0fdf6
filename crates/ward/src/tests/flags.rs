//! What the staff is told of a device that something is odd about.

use super::desk::{Desk, Device, NOW, desk};
use crate::ExportKind;
use serde_json::json;
use tan_nha_domain::{change::SealedChange, role::Role, time::Timestamp};
use tan_nha_sync::wire::DeviceFlag;

const DAY: i64 = 24 * 3600;

/// What the leader is told at this time about the one other device.
fn flags(desk: &Desk, leader: &Device, now: Timestamp) -> Vec<DeviceFlag> {
    let devices = desk.pull_at(leader, None, now).unwrap().devices;
    let [flagged, other] = ["Ba", "Năm"]
        .map(|name| devices.iter().find(|device| device.user_name == name).unwrap().flags.clone());
    assert_eq!(other, [], "nothing stands against the leader's own device");
    flagged
}

fn flag(code: &str, since: Timestamp) -> DeviceFlag {
    DeviceFlag { code: code.to_owned(), since }
}

fn alarms(desk: &Desk) -> Vec<String> {
    let alarms = desk.export(ExportKind::Alarms);
    alarms.iter().map(|alarm| alarm["code"].as_str().unwrap().to_owned()).collect()
}

fn changes<const N: usize>(device: &mut Device) -> [SealedChange; N] {
    std::array::from_fn(|_| device.citizen("Ấp 1").1)
}

#[test]
fn a_number_that_has_not_come_for_three_days_is_told_to_staff_until_it_comes() {
    let desk = desk();
    let leader = desk.device("Năm", Role::Leader, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let [first, second, third, fourth, fifth, sixth, seventh] = changes(&mut ba);
    desk.push(&ba, &[first]);
    let (noticed, later) = (NOW.plus_seconds(DAY), NOW.plus_seconds(2 * DAY));
    desk.push_at(&ba, &[third], noticed);
    desk.push_at(&ba, &[fourth], later);
    let almost = noticed.plus_seconds(3 * DAY - 1);
    assert_eq!((flags(&desk, &leader, almost), alarms(&desk)), (vec![], vec![]));
    let three_days = noticed.plus_seconds(3 * DAY);
    for _ in 0..2 {
        let since = vec![flag("gap", noticed)];
        assert_eq!(
            (flags(&desk, &leader, three_days), alarms(&desk)),
            (since, vec!["gap".to_owned()]),
            "once"
        );
    }
    assert_eq!(desk.pull_at(&ba, None, three_days).unwrap().devices, [], "a volunteer hears of no device");
    desk.push_at(&ba, &[second], three_days);
    assert_eq!(flags(&desk, &leader, three_days), [], "it has come");

    // Two gaps, of which the longer stood first: the device has one flag, the ward an alarm for each.
    desk.push_at(&ba, &[seventh], three_days);
    let sixth_came = three_days.plus_seconds(DAY);
    desk.push_at(&ba, &[sixth], sixth_came);
    assert_eq!(flags(&desk, &leader, three_days.plus_seconds(3 * DAY)), [flag("gap", three_days)]);
    desk.push_at(&ba, &[fifth], sixth_came);
    assert_eq!(flags(&desk, &leader, sixth_came.plus_seconds(9 * DAY)), []);
    assert_eq!(alarms(&desk), ["gap", "gap"]);
}

#[test]
fn a_tablet_that_was_cloned_is_told_to_staff() {
    let desk = desk();
    let leader = desk.device("Năm", Role::Leader, &[]);
    let mut ba = desk.device("Ba", Role::Volunteer, &["Ấp 1"]);
    let (id, first) = ba.citizen("Ấp 1");
    desk.push(&ba, &[first]);
    assert_eq!(flags(&desk, &leader, NOW), []);
    ba.seq = 0;
    let other = json!({"full_name": "Hồ Văn Quý", "hamlet": "Ấp 1", "state": "live"});
    let twin = ba.change((id, tan_nha_domain::record::RecordKind::Citizen), None, &json!({}), &other);
    desk.push_at(&ba, &[twin], NOW.plus_seconds(DAY));
    assert_eq!(flags(&desk, &leader, NOW.plus_seconds(9 * DAY)), [flag("cloned", NOW.plus_seconds(DAY))]);
    assert_eq!(alarms(&desk), ["seq_reused"]);
}
