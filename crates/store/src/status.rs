//! Where this replica's work stands, in numbers.

use crate::{
    error::StoreError,
    record::{Delivery, delivery_rank},
    sql,
    store::Store,
};

/// Records with at least one change made by this replica, each counted by its worst change;
/// `on_device`, `in_transit`, `receipted` and `set_aside` add up to `created`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusCounts {
    /// All of them.
    pub created: u64,
    /// Something of them was never sent.
    pub on_device: u64,
    /// Something of them was sent and has no receipt.
    pub in_transit: u64,
    /// The ward has all of them; a conflict is receipted.
    pub receipted: u64,
    /// The ward refused something of them.
    pub set_aside: u64,
    /// Receipted ones about which a person must decide between two values.
    pub conflicts: u64,
    /// Bytes of changes, uncompressed, that the ward has not receipted or refused.
    pub bytes_waiting: u64,
}

impl Store {
    /// Where this replica's work stands.
    ///
    /// # Errors
    /// `Database`.
    pub fn status_counts(&self) -> Result<StatusCounts, StoreError> {
        let mut counts = StatusCounts {
            created: self.count_of("SELECT count(*) AS n FROM change WHERE prev IS NULL")?,
            conflicts: self
                .count_of("SELECT count(DISTINCT record) AS n FROM change WHERE conflict IS NOT NULL")?,
            bytes_waiting: self.count_of(
                "SELECT sum(bytes) AS n FROM change WHERE delivery <> 'received' AND delivery <> 'set_aside'",
            )?,
            ..StatusCounts::default()
        };
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT worst, count(*) AS n FROM (
                 SELECT max(",
            delivery_rank!(),
            ") AS worst FROM change WHERE delivery <> 'received' GROUP BY record
             ) GROUP BY worst",
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let records = sql::count(row, "n")?;
            match Delivery::of_rank(row.get("worst")?) {
                Delivery::SetAside => counts.set_aside = records,
                Delivery::InTransit => counts.in_transit = records,
                _ => counts.on_device = records,
            }
        }
        // Every record of this replica has one first change, and whatever waits is counted above.
        let waiting = counts.on_device + counts.in_transit + counts.set_aside;
        counts.receipted = counts.created.saturating_sub(waiting);
        Ok(counts)
    }

    fn count_of(&self, query: &str) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(query)?;
        Ok(statement.query_row([], |row| sql::count(row, "n"))?)
    }
}
