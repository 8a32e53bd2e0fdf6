//! Pages of records for one viewer: a snapshot at a fixed mark in order of use, then the feed.

use super::to_json;
use crate::error::WardError;
use rusqlite::{Connection, ToSql, named_params};
use tan_nha_domain::{
    mutant::{self, Mutant},
    record::Viewer,
};
use uuid::Uuid;

/// [`Viewer::sees`] as SQL; a test holds the two equal.
const SEES: &str =
    "(:whole_ward OR kind IN ('ward_settings', 'calendar_day', 'hamlet', 'team', 'form_package')
    OR (hamlet IS NOT NULL AND (:hamlets = '[]' OR hamlet IN (SELECT value FROM json_each(:hamlets))))
    OR (author = :user AND open)
    OR n IN (SELECT carrier.record FROM carrier WHERE carrier.person = :user))";

/// In which part of the snapshot a record comes: one expression, so that the parts leave nothing out and
/// share nothing. It only speaks of what was so at the mark: of a record that has not changed since, and
/// of dossiers by their intervals.
const PART: &str = "CASE
    WHEN kind IN ('ward_settings', 'calendar_day', 'hamlet', 'team', 'form_package') THEN 0
    WHEN kind = 'visit' AND day >= :day THEN 1
    WHEN kind = 'dossier' AND open THEN 2
    WHEN kind IN ('citizen', 'need') AND EXISTS (
        SELECT 1 FROM in_work WHERE in_work.citizen = iif(kind = 'citizen', record.id, record.citizen)
        AND since <= :mark AND (until IS NULL OR until > :mark)) THEN 3
    ELSE 4 END";

/// The parts of a snapshot: what the ward decided for all, visits from today on by day, open dossiers, their citizens and
/// needs, the rest. Each names the rows among which it looks, and in which order; the index that gives this
/// order is used, so that a page never sorts what is left (`+kind` keeps SQLite from choosing another).
/// Every part knows the same parameters.
const PARTS: [(&str, &str); 5] = [
    (
        "kind IN ('ward_settings', 'calendar_day', 'hamlet', 'team', 'form_package') AND n > :n AND :after = :after",
        "n",
    ),
    ("+kind = 'visit' AND day >= :day AND (day, n) > (:after, :n)", "day, n"),
    ("kind = 'dossier' AND open = 1 AND n > :n AND :after = :after", "n"),
    ("+kind IN ('citizen', 'need') AND n > :n AND :after = :after", "n"),
    ("n > :n AND :after = :after", "n"),
];

/// Where a snapshot goes on.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct SnapshotPlace {
    /// Records of later revisions come in the feed.
    pub(crate) mark: i64,
    /// Today, when it began (`2026-05-21`).
    pub(crate) day: String,
    /// The part.
    pub(crate) part: usize,
    /// The day and the row last sent in it.
    pub(crate) after: (String, i64),
    /// How many records are still to be sent, of those that were counted after its first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) left: Option<u64>,
}

impl SnapshotPlace {
    /// The beginning of a snapshot at `mark`.
    pub(crate) fn first(mark: u64, day: String) -> Self {
        Self { mark: mark.cast_signed(), day, part: 0, after: (String::new(), 0), left: None }
    }

    /// Whether every part was sent.
    pub(crate) fn is_over(&self) -> bool {
        self.part >= PARTS.len()
    }
}

/// A row of a page; the body as it is stored.
pub(crate) struct PageRow {
    pub(crate) n: i64,
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) rev: i64,
    pub(crate) author: Uuid,
    pub(crate) body: String,
}

/// Hands the rest of the snapshot's part to `take`, in order, until it answers false: then that row was
/// not taken. Moves `place` behind the last row taken, or to the next part.
pub(crate) fn snapshot(
    conn: &Connection,
    viewer: &Viewer,
    place: &mut SnapshotPlace,
    take: &mut dyn FnMut(PageRow) -> bool,
) -> Result<(), WardError> {
    let Some(sql) = snapshot_sql(place.part) else { return Ok(()) };
    let mut statement = conn.prepare_cached(&sql)?;
    let scope = Scope::of(viewer)?;
    let part = i64::try_from(place.part).unwrap_or(i64::MAX);
    let after = place.after.clone();
    let mut params: Vec<(&str, &dyn ToSql)> = scope.params().to_vec();
    let mark = place.mark;
    params.extend(named_params! {
        ":mark": mark, ":day": place.day, ":part": part, ":after": after.0, ":n": after.1,
    });
    let mut rows = statement.query(params.as_slice())?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        let (n, day) = (row.get(0)?, row.get(5)?);
        let whole = PageRow {
            n,
            id: row.get(1)?,
            kind: row.get(2)?,
            rev: row.get(3)?,
            author: row.get(4)?,
            body: row.get(6)?,
        };
        if !take(whole) {
            if let Some(last) = last {
                place.after = last;
            }
            return Ok(());
        }
        last = Some((day, n));
    }
    drop(rows);
    place.part += 1;
    place.after = (String::new(), 0);
    Ok(())
}

fn snapshot_sql(part: usize) -> Option<String> {
    let (among, order) = PARTS.get(part)?;
    Some(format!(
        "SELECT n, id, kind, rev, author, coalesce(day, ''), body FROM record
         WHERE {among} AND seq <= :mark AND {PART} = :part AND {SEES} ORDER BY {order}"
    ))
}

/// A row of the feed.
pub(crate) enum FeedRow {
    /// A record of the viewer's scope.
    Seen(PageRow),
    /// A record that the replica has and its viewer no longer sees.
    Gone(Uuid),
}

/// Hands what changed after `seq` to `take`, in order, until it answers false: then that row was not
/// taken. Gives the number up to which everything was taken; `now` when that is all.
pub(crate) fn feed(
    conn: &Connection,
    viewer: &Viewer,
    replica: i64,
    (seq, now): (i64, u64),
    take: &mut dyn FnMut(FeedRow) -> bool,
) -> Result<i64, WardError> {
    let sql = feed_sql();
    let mut statement = conn.prepare_cached(&sql)?;
    let scope = Scope::of(viewer)?;
    let mut params: Vec<(&str, &dyn ToSql)> = scope.params().to_vec();
    params.extend(named_params! { ":seq": seq, ":replica": replica });
    let mut rows = statement.query(params.as_slice())?;
    let mut taken = seq;
    while let Some(row) = rows.next()? {
        let found = if row.get(1)? {
            FeedRow::Seen(PageRow {
                n: row.get(2)?,
                id: row.get(3)?,
                kind: row.get(4)?,
                rev: row.get(5)?,
                author: row.get(6)?,
                body: row.get(7)?,
            })
        } else {
            FeedRow::Gone(row.get(3)?)
        };
        if !take(found) {
            return Ok(taken);
        }
        taken = row.get(0)?;
    }
    Ok(now.cast_signed())
}

fn feed_sql() -> String {
    format!(
        "SELECT seq, {SEES} AS seen, n, id, kind, rev, author, body FROM record
         WHERE seq > :seq AND (seen OR EXISTS (
             SELECT 1 FROM delivered WHERE delivered.replica = :replica AND delivered.record = record.n))
         ORDER BY seq"
    )
}

/// How many records the viewer sees.
pub(crate) fn live(conn: &Connection, viewer: &Viewer) -> Result<u64, WardError> {
    let count: i64 = if viewer.role.sees_whole_ward() {
        conn.prepare_cached("SELECT count(*) FROM record")?.query_row([], |row| row.get(0))?
    } else {
        let scope = Scope::of(viewer)?;
        conn.prepare_cached(&live_sql())?.query_row(scope.params().as_slice(), |row| row.get(0))?
    };
    Ok(count.cast_unsigned())
}

fn live_sql() -> String {
    format!("SELECT count(*) FROM record WHERE {SEES}")
}

/// The values of [`SEES`].
struct Scope {
    whole_ward: bool,
    hamlets: String,
    user: Uuid,
}

impl Scope {
    fn of(viewer: &Viewer) -> Result<Self, WardError> {
        Ok(Self {
            whole_ward: viewer.role.sees_whole_ward() || mutant::is(Mutant::ScopeForgotten),
            hamlets: to_json(&viewer.hamlets, "hamlets")?,
            user: viewer.user.0,
        })
    }

    fn params(&self) -> [(&str, &dyn ToSql); 3] {
        [(":whole_ward", &self.whole_ward), (":hamlets", &self.hamlets), (":user", &self.user)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::migrations;

    #[test]
    fn a_page_is_read_in_order_without_sorting_and_a_count_reads_no_record() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrations::bring_up_to_date(&mut conn).unwrap();
        let plan = |sql: &str| {
            let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let mut rows = statement.raw_query();
            let mut steps = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                steps.push(row.get::<_, String>(3).unwrap());
            }
            steps.join("\n")
        };
        // What the ward decided for all is a handful.
        let parts = (1..PARTS.len()).map(|part| snapshot_sql(part).unwrap());
        for sql in parts.chain([feed_sql()]) {
            assert!(!plan(&sql).contains("TEMP B-TREE"), "{sql}\n{}", plan(&sql));
        }
        assert!(plan(&live_sql()).contains("COVERING INDEX record_in_scope"));
    }
}
