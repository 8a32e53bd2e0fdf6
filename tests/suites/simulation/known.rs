//! Faults that were found by thinking and that few seeds would meet, each as the shortest way to it. What is
//! known and not yet mended would stand here too, and be ignored until then.

use crate::world::{Temper, World};
use serde_json::json;
use tan_nha_domain::{ids::RecordId, patch::Body, record::RecordKind};
use tan_nha_store::{Put, StoreError, Writer};

impl World {
    /// Names a citizen of the first hamlet, or makes one.
    fn name(&mut self, tablet: usize, id: Option<RecordId>, name: &str) -> RecordId {
        let now = self.time_of(tablet);
        let save = |writer: &mut Writer<'_>| -> Result<RecordId, StoreError> {
            let before = id.map(|id| writer.record(id)).transpose()?.flatten();
            let mut body = before.map_or_else(Body::new, |record| record.body);
            let fields =
                json!({"full_name": name, "state": "live", "hamlet": "Ấp 1", "address": "Ấp 1, tổ 4"});
            body.extend(fields.as_object().unwrap().clone());
            let id = id.unwrap_or_else(|| writer.new_record_id());
            Ok(writer.put(Put { id, kind: RecordKind::Citizen, body, keep_open: false })?.id)
        };
        self.tablets[tablet].store.write(now, save).unwrap()
    }
}

/// The ward is restored from a copy, and gives the numbers that it forgot to other revisions before anybody
/// comes who saw the forgotten ones. Who saw them would go on behind them and never hear of what stands at those
/// numbers now, while both sides hold as many records and the same changes: only the marks tell.
#[test]
fn a_restored_ward_that_caught_up_is_not_the_ward_that_was_seen() {
    let (volunteer, clerk, leader) = (0, 1, 4);
    let mut world = World::of(Temper::default(), 5).unwrap();
    let [first, second, third] = ["Bình", "Cúc", "Dung"].map(|name| world.name(volunteer, None, name));
    for tablet in [volunteer, clerk, leader] {
        world.whole_pass(tablet).unwrap();
    }
    world.copy_ward().unwrap();
    world.name(clerk, Some(third), "Dũng");
    for tablet in [clerk, leader] {
        world.whole_pass(tablet).unwrap();
    }
    world.put_back(0).unwrap();
    world.name(volunteer, Some(first), "Bính");
    world.name(volunteer, Some(second), "Cúc Hoa");
    world.whole_pass(volunteer).unwrap();
    world.quiet_time().unwrap();
}
