//! What the ward's staff should know of a device and the device itself cannot tell.

use crate::{
    db::{
        Db,
        flags::{self, Gap},
    },
    error::WardError,
};
use rusqlite::Connection;
use std::collections::BTreeMap;
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::wire::DeviceFlag;

/// A device sends in the order of its numbers, and whatever is cut goes again with its next pass: a gap that
/// is as old as this does not close by itself.
const PATIENCE_S: i64 = 3 * 24 * 3600;

/// What stands against the devices, and the gaps among it.
pub(crate) struct Flags {
    by_replica: BTreeMap<i64, Vec<DeviceFlag>>,
    gaps: Vec<Gap>,
}

impl Flags {
    /// As they stand now.
    pub(crate) fn look(conn: &Connection, now: Timestamp) -> Result<Self, WardError> {
        let gaps = flags::gaps(conn, now.plus_seconds(-PATIENCE_S))?;
        let mut by_replica: BTreeMap<i64, Vec<DeviceFlag>> = BTreeMap::new();
        for (replica, flag) in flags::clones(conn)? {
            by_replica.entry(replica).or_default().push(flag);
        }
        for gap in &gaps {
            let of_device = by_replica.entry(gap.replica).or_default();
            match of_device.iter_mut().find(|flag| flag.code == "gap") {
                Some(flag) => flag.since = flag.since.min(gap.since),
                None => of_device.push(DeviceFlag { code: "gap".to_owned(), since: gap.since }),
            }
        }
        Ok(Self { by_replica, gaps })
    }

    /// What stands against the replica of this row.
    pub(crate) fn take(&mut self, replica: i64) -> Vec<DeviceFlag> {
        self.by_replica.remove(&replica).unwrap_or_default()
    }

    /// Raises the alarms that were not raised yet.
    pub(crate) fn raise(&self, db: &Db, now: Timestamp) -> Result<(), WardError> {
        if self.gaps.iter().all(|gap| gap.raised) {
            return Ok(());
        }
        db.write(|conn| self.gaps.iter().try_for_each(|gap| flags::raise(conn, gap, now)))
    }
}
