//! How much of the ward this replica has seen, and when they spoke last.

use crate::{custody, error::StoreError, sql, store::Store, upload};
use rusqlite::{Connection, Row, params};
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::{
    pass::Position,
    wire::{Custody, DeviceStanding, Mark, PullReply, PushReply, Seen},
};

/// The last words with the ward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// When a sync was last tried to its end, with or without success.
    pub last_contact_at: Option<Timestamp>,
    /// When a sync last succeeded.
    pub last_success_at: Option<Timestamp>,
    /// The ward's clock less the device's, in seconds, when it last answered.
    pub clock_offset_s: Option<i64>,
}

impl Store {
    /// How much of the ward this replica has seen.
    ///
    /// # Errors
    /// `Database`.
    pub fn position(&self) -> Result<Position, StoreError> {
        load(&self.connection)
    }

    /// Lets the next pull begin with the snapshot. Records, mirror and changes stay; what the snapshot
    /// does not name leaves with its last page.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn forget_cursor(&mut self) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        begin_anew(&transaction)?;
        Ok(transaction.commit()?)
    }

    /// The ward was restored from a copy: what it said of this replica's changes and files may be lost, so all of
    /// them wait to be sent again, and the pull begins anew. Its revisions may have begun anew too, so those
    /// seen before are no measure for what comes.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn offer_again(&mut self, epoch: u64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        // The records' own bodies are no longer what the ward is known to hold.
        transaction.execute(
            "UPDATE mirror SET epoch = 0,
                 body = coalesce(body, (SELECT body FROM record WHERE record.n = mirror.n))",
            [],
        )?;
        transaction.execute(
            "UPDATE change SET delivery = 'sealed', verdict = NULL, verdict_at = NULL, held_since = NULL, in_custody = 0
             WHERE seq IS NOT NULL AND payload IS NOT NULL",
            [],
        )?;
        upload::doubt_all(&transaction)?;
        custody::save(&transaction, &Custody::default())?;
        save(&transaction, Seen::nothing_of(epoch))?;
        begin_anew(&transaction)?;
        Ok(transaction.commit()?)
    }

    /// The last words with the ward.
    ///
    /// # Errors
    /// `Database`.
    pub fn contact(&self) -> Result<Contact, StoreError> {
        let contact = self.connection.query_row("SELECT * FROM position", [], |row| {
            Ok(Contact {
                last_contact_at: moment(row, "last_contact_at")?,
                last_success_at: moment(row, "last_success_at")?,
                clock_offset_s: row.get("clock_offset_s")?,
            })
        })?;
        Ok(contact)
    }

    /// Where the ward's devices stand, as it told its staff at the end of the last pull.
    ///
    /// # Errors
    /// `Database`.
    pub fn devices(&self) -> Result<Vec<DeviceStanding>, StoreError> {
        let text: Option<String> =
            self.connection.query_row("SELECT devices FROM position", [], |row| row.get(0))?;
        Ok(text.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default())
    }

    /// Notes the end of a sync; `clock_offset_s` when the ward said its time.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn note_contact(
        &mut self,
        success: bool,
        clock_offset_s: Option<i64>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE position SET last_contact_at = ?1,
                 last_success_at = iif(?2, ?1, last_success_at),
                 clock_offset_s = coalesce(?3, clock_offset_s)",
            params![now.0, success, clock_offset_s],
        )?;
        Ok(())
    }
}

fn begin_anew(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("UPDATE position SET cursor = NULL", [])?;
    connection.execute("UPDATE mirror SET unconfirmed = 1", [])?;
    Ok(())
}

fn moment(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp))
}

fn load(connection: &Connection) -> Result<Position, StoreError> {
    let position = connection.query_row("SELECT epoch, seq, mark, cursor FROM position", [], |row| {
        let mark: Option<i64> = row.get("mark")?;
        let mark = mark.map(|mark| Mark(mark.cast_unsigned()));
        let seen = Seen { epoch: sql::count(row, "epoch")?, seq: sql::count(row, "seq")?, mark };
        Ok(Position { seen, cursor: row.get("cursor")? })
    })?;
    Ok(position)
}

/// The ward answered a push. In an epoch that this replica has not pulled from yet that says nothing about
/// what it has seen of the old one.
pub(crate) fn see(connection: &Connection, reply: &PushReply) -> Result<(), StoreError> {
    let seen = load(connection)?.seen;
    if seen.epoch == 0 || seen.epoch == reply.epoch {
        save(connection, seen.and(reply.seen()))?;
    }
    Ok(())
}

/// A page was taken in.
pub(crate) fn advance(connection: &Connection, page: &PullReply) -> Result<(), StoreError> {
    let seen = load(connection)?.seen;
    save(connection, seen.and(page.seen()))?;
    connection.execute("UPDATE position SET cursor = ?1", [&page.cursor])?;
    if page.caught_up.is_some() {
        // Whoever is told of no devices any more is no longer to see them.
        connection.execute("UPDATE position SET devices = ?1", [serde_json::to_string(&page.devices)?])?;
    }
    Ok(())
}

fn save(connection: &Connection, seen: Seen) -> Result<(), StoreError> {
    let mark = seen.mark.map(|Mark(mark)| mark.cast_signed());
    connection.execute(
        "UPDATE position SET epoch = ?1, seq = ?2, mark = ?3",
        params![sql::int(seen.epoch), sql::int(seen.seq), mark],
    )?;
    Ok(())
}
