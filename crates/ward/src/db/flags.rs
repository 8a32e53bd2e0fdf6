//! What stands against a device: numbers of its that have not come, changes that two tablets sent.

use crate::error::WardError;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::wire::DeviceFlag;

/// The first run of numbers of a replica that has not come although a later one has.
pub(crate) struct Gap {
    /// The replica's row.
    pub(crate) replica: i64,
    /// The first number of the run.
    pub(crate) number: i64,
    /// When the first later one came.
    pub(crate) since: Timestamp,
    /// Whether the alarm was raised.
    pub(crate) raised: bool,
}

/// Numbers are looked through in the index alone; only beside the first gap of a
/// replica is anything else read: who sends every other number costs no more than others. A replica in the place of
/// another begins at its own first number; what the other has not sent, it sends.
const GAPS: &str = "SELECT gap.replica, max(before, coalesce(first_seq, 1) - 1) + 1 AS number,
        (SELECT min(arrived_at) FROM change
         WHERE change.replica = gap.replica AND change.replica_seq > gap.before) AS since,
        EXISTS (SELECT 1 FROM alarm
                WHERE code = 'gap' AND alarm.replica = gap.replica
                AND alarm.number = max(gap.before, coalesce(first_seq, 1) - 1) + 1) AS raised
    FROM (SELECT came.replica AS replica, min(before) AS before
          FROM (SELECT replica, replica_seq,
                       lag(replica_seq, 1, 0) OVER (PARTITION BY replica ORDER BY replica_seq) AS before
                FROM change WHERE replica_seq IS NOT NULL) AS came
               JOIN replica ON replica.n = came.replica
          WHERE replica_seq > before + 1 AND replica_seq > coalesce(first_seq, 1)
          GROUP BY came.replica) AS gap
         JOIN replica ON replica.n = gap.replica
    WHERE NOT EXISTS (SELECT 1 FROM replica AS later WHERE later.succeeds = gap.replica) AND since <= ?1";

/// The gaps that stood at `then` already.
pub(crate) fn gaps(conn: &Connection, then: Timestamp) -> Result<Vec<Gap>, WardError> {
    let mut statement = conn.prepare_cached(GAPS)?;
    let gaps = statement.query_map([then.0], |row| {
        let since = Timestamp(row.get(2)?);
        Ok(Gap { replica: row.get(0)?, number: row.get(1)?, since, raised: row.get(3)? })
    })?;
    Ok(gaps.collect::<Result<_, _>>()?)
}

/// Stores the alarm of a gap; the same once.
pub(crate) fn raise(conn: &Connection, gap: &Gap, now: Timestamp) -> Result<(), WardError> {
    conn.execute(
        "INSERT INTO alarm (at, code, replica, number) VALUES (?1, 'gap', ?2, ?3) ON CONFLICT DO NOTHING",
        params![now.0, gap.replica, gap.number],
    )?;
    Ok(())
}

/// Since when replicas are known to have been cloned, by their rows.
pub(crate) fn clones(conn: &Connection) -> Result<BTreeMap<i64, DeviceFlag>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT replica, min(at) FROM alarm WHERE code IN ('op_reused', 'seq_reused')
         AND closed_at IS NULL GROUP BY replica",
    )?;
    let clones = statement.query_map([], |row| {
        Ok((row.get(0)?, DeviceFlag { code: "cloned".to_owned(), since: Timestamp(row.get(1)?) }))
    })?;
    Ok(clones.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::migrations;

    #[test]
    fn gaps_are_looked_for_in_the_order_of_an_index() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrations::bring_up_to_date(&mut conn).unwrap();
        let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {GAPS}")).unwrap();
        let steps = statement.query_map([0], |row| row.get::<_, String>(3)).unwrap();
        let plan = steps.map(Result::unwrap).collect::<Vec<_>>().join("\n");
        assert!(!plan.contains("TEMP B-TREE FOR ORDER BY"), "{plan}");
        assert!(plan.contains("SCAN change USING COVERING INDEX change_by_replica"), "{plan}");
    }
}
