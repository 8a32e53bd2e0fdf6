//! Where this replica's work stands: in numbers, and the records behind each number.

use crate::{
    error::StoreError,
    record::{self, Delivery, Record, delivery_rank},
    sql,
    store::Store,
    upload::{self, files_waiting},
};
use rusqlite::{Connection, OptionalExtension, params};
use tan_nha_domain::{ids::RecordId, record::RecordKind, time::Timestamp};
use tan_nha_sync::wire::{Refusal, Standing, Verdict, WaitingFor};

/// Records with at least one change made by this replica, each counted by its worst change or file;
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
    /// Conflicts that wait for the person's decision, of their own changes or of those they are answerable
    /// for; the change itself is receipted.
    pub conflicts: u64,
    /// Changes that the ward holds until what they wait for has come.
    pub held: u64,
    /// Files of them that the ward does not have and that go with the next pass, also those of refused work.
    pub files_waiting: u64,
    /// Bytes of changes, uncompressed, that the ward has not receipted or refused, and those of files that
    /// it has not acknowledged.
    pub bytes_waiting: u64,
    /// Those of files alone.
    pub file_bytes_waiting: u64,
}

impl StatusCounts {
    /// As the ward is told.
    pub fn standing(&self) -> Standing {
        let Self { created, on_device, in_transit, receipted, set_aside, files_waiting, .. } = *self;
        Standing { created, on_device, in_transit, receipted, set_aside, files_waiting }
    }
}

/// A record that this replica changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedRecord {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: RecordKind,
    /// When this replica changed it last.
    pub changed_at: Timestamp,
    /// Why the ward refused something of it: its first refused change, the others follow from that one.
    pub refusal: Option<Refusal>,
    /// As it stands; none when it has left this replica's scope, and what was done to it is all that is known.
    pub record: Option<Record>,
}

/// A change that the ward holds until what it waits for has come.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldChange {
    /// Its record.
    pub record: RecordId,
    /// Its kind.
    pub kind: RecordKind,
    /// Since when, by this device's clock.
    pub since: Timestamp,
    /// What it waits for.
    pub waiting_for: WaitingFor,
}

/// How [`Store::counts`] takes the changes that are sealed and that the ward has not taken or refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    /// They wait.
    AsItIs,
    /// The ward has received them.
    OnceReceived,
}

/// After so many seconds somebody should look into what a held change waits for.
const HELD_LONG_S: i64 = 3 * 24 * 3600;

// Asked in every pass, so they read indexes: of a change that the ward has received, its row is not read.
// `delivery <> 'received'` stands beside a narrower condition because the index of what waits is found by it.
pub(crate) const CREATED: &str = "SELECT count(*) AS n FROM (SELECT DISTINCT record FROM change)";
pub(crate) const HELD: &str =
    "SELECT count(*) AS n FROM change WHERE delivery <> 'received' AND delivery = 'held'";
pub(crate) const HELD_LONG: &str =
    "SELECT count(*) AS n FROM change WHERE delivery <> 'received' AND delivery = 'held' AND held_since < ?1";

impl Store {
    /// The changes that the ward holds, the oldest first.
    ///
    /// # Errors
    /// `Database`.
    pub fn held_changes(&self) -> Result<Vec<HeldChange>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record, kind, sealed_at, verdict FROM change WHERE delivery = 'held' ORDER BY seq",
        )?;
        let mut rows = statement.query([])?;
        let mut held = Vec::new();
        while let Some(row) = rows.next()? {
            let verdict: Verdict =
                serde_json::from_str(row.get_ref("verdict")?.as_str().unwrap_or_default())?;
            let Verdict::Held { waiting_for } = *verdict.settled() else { continue };
            let Ok(kind) = row.get_ref("kind")?.as_str().unwrap_or_default().parse();
            let since = Timestamp(row.get("sealed_at")?);
            held.push(HeldChange { record: sql::id(row, "record")?, kind, since, waiting_for });
        }
        Ok(held)
    }

    /// How many changes the ward has held for longer than three days when its own clock says `ward_now`. What
    /// they wait for does not come by itself, then.
    ///
    /// # Errors
    /// `Database`.
    pub fn held_long(&self, ward_now: Timestamp) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(HELD_LONG)?;
        let then = ward_now.plus_seconds(-HELD_LONG_S);
        Ok(statement.query_row([then.0], |row| sql::count(row, "n"))?)
    }

    /// How many changes the ward has neither receipted nor refused.
    ///
    /// # Errors
    /// `Database`.
    pub fn changes_waiting(&self) -> Result<u64, StoreError> {
        self.count_of(
            "SELECT count(*) AS n FROM change WHERE delivery <> 'received' AND delivery <> 'set_aside'",
        )
    }

    /// Where this replica's work stands.
    ///
    /// # Errors
    /// `Database`.
    pub fn status_counts(&self) -> Result<StatusCounts, StoreError> {
        self.counts(Counted::AsItIs)
    }

    fn counts(&self, counted: Counted) -> Result<StatusCounts, StoreError> {
        let (files_waiting, file_bytes) = upload::waiting(&self.connection)?;
        let change_bytes = self.count_of(
            "SELECT sum(bytes) AS n FROM change WHERE delivery <> 'received' AND delivery <> 'set_aside'",
        )?;
        let mut counts = StatusCounts {
            created: self.count_of(CREATED)?,
            conflicts: self.count_of_conflicts()?,
            held: self.count_of(HELD)?,
            files_waiting,
            bytes_waiting: change_bytes + file_bytes,
            file_bytes_waiting: file_bytes,
            ..StatusCounts::default()
        };
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT worst, count(*) AS n FROM (
                 SELECT max(rank) AS worst FROM (
                     SELECT record, ",
            delivery_rank!(),
            " AS rank FROM change
                     WHERE delivery <> 'received' AND NOT (?1 AND delivery IN ('sealed', 'sent', 'held'))
                     UNION ALL
                     SELECT record, rank FROM (",
            files_waiting!(),
            ")
                 ) GROUP BY record
             ) GROUP BY worst",
        ))?;
        let mut rows = statement.query([counted == Counted::OnceReceived])?;
        while let Some(row) = rows.next()? {
            let records = sql::count(row, "n")?;
            match Delivery::of_rank(row.get("worst")?) {
                Delivery::SetAside => counts.set_aside = records,
                Delivery::InTransit => counts.in_transit = records,
                _ => counts.on_device = records,
            }
        }
        // Each record that this replica changed counts once: what waits or was refused, above; the ward has all of the rest.
        let waiting = counts.on_device + counts.in_transit + counts.set_aside;
        counts.receipted = counts.created.saturating_sub(waiting);
        Ok(counts)
    }

    /// Where this replica's work will stand when the ward has received the batch of `changes` that is going out; none
    /// where other changes wait for the ward beside it. Nothing is written.
    ///
    /// # Errors
    /// `Database`.
    pub fn standing_once_received(&self, changes: u64) -> Result<Option<Standing>, StoreError> {
        let sealed = self.count_of(
            "SELECT count(*) AS n FROM change WHERE delivery <> 'received' AND delivery IN ('sealed', 'sent', 'held')",
        )?;
        if sealed != changes {
            return Ok(None);
        }
        Ok(Some(self.counts(Counted::OnceReceived)?.standing()))
    }

    /// The records that count to a share of [`StatusCounts`], what was changed last first.
    ///
    /// # Errors
    /// `Database`, `PartDamaged`.
    pub fn changed_records(
        &self,
        share: Delivery,
        limit: Option<usize>,
    ) -> Result<Vec<ChangedRecord>, StoreError> {
        let mut statement = self.connection.prepare_cached(concat!(
            "WITH waiting AS MATERIALIZED (SELECT record, max(rank) AS rank FROM (",
            files_waiting!(),
            ") GROUP BY record)
             SELECT change.record AS record, min(kind) AS kind, max(amended_at) AS changed_at,
                    max(max(",
            delivery_rank!(),
            "), coalesce(max(waiting.rank), 0)) AS worst
             FROM change LEFT JOIN waiting ON waiting.record = change.record
             GROUP BY change.record HAVING worst = ?1
             ORDER BY changed_at DESC, max(n) DESC LIMIT ?2",
        ))?;
        let limit = limit.map_or(-1, |limit| sql::int(limit as u64));
        let mut rows = statement.query(params![share.rank(), limit])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let id = sql::id(row, "record")?;
            let Ok(kind) = row.get_ref("kind")?.as_str().unwrap_or_default().parse();
            let refusal = match share {
                Delivery::SetAside => first_refusal(&self.connection, id)?,
                _ => None,
            };
            records.push(ChangedRecord {
                id,
                kind,
                changed_at: Timestamp(row.get("changed_at")?),
                refusal,
                record: record::find(&self.connection, id)?.map(|stored| stored.record),
            });
        }
        Ok(records)
    }

    fn count_of(&self, query: &str) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(query)?;
        Ok(statement.query_row([], |row| sql::count(row, "n"))?)
    }
}

fn first_refusal(connection: &Connection, record: RecordId) -> Result<Option<Refusal>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT verdict FROM change WHERE record = ?1 AND delivery = 'set_aside' ORDER BY seq LIMIT 1",
    )?;
    let verdict: Option<String> = statement.query_row([record.0], |row| row.get("verdict")).optional()?;
    let verdict: Option<Verdict> = verdict.as_deref().map(serde_json::from_str).transpose()?;
    Ok(match verdict.as_ref().map(Verdict::settled) {
        Some(Verdict::Refused { code }) => Some(*code),
        _ => None,
    })
}
