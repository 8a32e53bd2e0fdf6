//! How the work stands, as each pass asks and tells it.

use super::*;
use crate::{pull::LIVE, status};

#[test]
fn how_the_work_will_stand_is_foreseen_with_nothing_stored_of_it_and_only_of_all_that_waits() {
    let mut device = Device::new();
    for name in ["Trần Thị Bình", "Đỗ Văn Lộc"] {
        device.new_citizen(citizen(name));
    }
    let dossier = id(7);
    device.attach(dossier, b"a photo");
    device.store().seal_open_changes(NOW).unwrap();
    let ops: Vec<OpId> = device.outbox().into_iter().map(|(header, _)| header.op_id).collect();
    device.store().mark_sent(&ops, NOW).unwrap();
    let before = device.store().status_counts().unwrap();
    assert_eq!(device.store().standing_once_received(2).unwrap(), None, "one more waits");
    let foreseen = device.store().standing_once_received(3).unwrap().unwrap();
    assert_eq!(device.store().status_counts().unwrap(), before);
    assert_eq!(
        (before.in_transit, foreseen.receipted, foreseen.on_device),
        (2, 2, 1),
        "its photo is here only"
    );
    let receipts: Vec<_> = ops.into_iter().map(accepted).collect();
    device.store().save_receipts(&said(1, &receipts), UNITS, NOW).unwrap();
    assert_eq!(device.store().status_counts().unwrap().standing(), foreseen);
}

#[test]
fn what_each_pass_counts_reads_no_body_of_what_the_ward_has() {
    let mut device = Device::new();
    for query in [LIVE, status::CREATED, status::HELD, status::HELD_LONG] {
        let connection = &device.store().connection;
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
        let values = vec![0; statement.parameter_count()];
        let steps =
            statement.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>("detail"));
        for step in steps.unwrap().map(Result::unwrap) {
            let reads_all = ["SCAN record", "SCAN change"].iter().any(|scan| step.starts_with(scan));
            let in_index = step.contains("COVERING INDEX") || step.contains("change_waiting");
            assert!(!reads_all || in_index, "{query}: {step}");
        }
    }
}
