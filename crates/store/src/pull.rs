//! Pages of the ward's records, taken in without touching unsent work.

use crate::{
    change::{self, Author},
    custody,
    error::StoreError,
    membership, position,
    record::{self, NewRecord, Stored},
    sql,
    store::Store,
};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use tan_nha_domain::{
    ids::RecordId,
    merge,
    mutant::{self, Mutant},
    patch::{Body, Patch},
    record::RecordKind,
    time::Timestamp,
};
use tan_nha_sync::wire::{PullReply, RecordState};

/// What a page did to this device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageResult {
    /// Records whose body on this device is another now, or that are new.
    pub changed: Vec<RecordId>,
    /// Records that are gone from this device.
    pub gone: Vec<RecordId>,
    /// Whether it was the last page.
    pub caught_up: bool,
}

/// The unit of merge of a path of a record with this body (`tan_nha_forms::Forms::unit_of`).
pub type UnitOf<'a> = &'a Units;
/// [`UnitOf`], owned by whoever asks it more than once.
pub type Units = dyn Fn(&RecordKind, &Body, &str) -> String + Send + Sync;

/// What is leaving still waits for a receipt, or it would be gone: it is looked for among what waits, and not among all
/// records with their bodies.
pub(crate) const LIVE: &str = "SELECT (SELECT count(*) FROM mirror)
         - (SELECT count(*) FROM record JOIN mirror USING (n) WHERE record.leaving = 1 AND record.id IN (
               SELECT record FROM change WHERE delivery <> 'received'
               UNION ALL SELECT paper.record FROM file JOIN paper USING (sha256) WHERE file.received_at IS NULL)) AS live";

impl Store {
    /// Takes in a page with its cursor, in one transaction. A record becomes the ward's version merged with
    /// this replica's unreceipted changes, by the plan that the ward will make of them; where that foresees a
    /// conflict the whole unit stays as it was typed here. Unsent work is never overwritten. What left the
    /// scope goes when nothing of it waits for a receipt.
    ///
    /// # Errors
    /// [`StoreError::NotEnrolled`]; `DiskFull`, `Database`.
    pub fn apply_page(
        &mut self,
        page: &PullReply,
        unit_of: UnitOf<'_>,
        now: Timestamp,
    ) -> Result<PageResult, StoreError> {
        let author = self.author()?;
        if mutant::is(Mutant::CursorBeforeRows) {
            position::advance(&self.connection, page)?;
        }
        // Not by `self.transaction`: the membership is read beside it.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut result = PageResult { caught_up: page.caught_up.is_some(), ..PageResult::default() };
        for state in &page.records {
            seal_what_is_typed(&transaction, &author, state, now)?;
            if apply(&transaction, page.epoch, state, unit_of, now)? {
                result.changed.push(state.id);
            }
        }
        let mut left = page.gone_from_scope.clone();
        if let Some(end) = &page.caught_up {
            left.extend(unconfirmed(&transaction)?);
            // A ward that has forgotten something names nothing of it, and nothing goes for that.
            if end.custody == custody::load(&transaction)? {
                left.extend(never_named(&transaction)?);
            }
        }
        for id in left {
            if leave_scope(&transaction, id)? {
                result.gone.push(id);
            }
        }
        let enrolment = self.membership.as_ref().and_then(|membership| membership.enrolment.as_ref());
        let assigned = match &page.assignment {
            Some(assignment) => membership::assign(&transaction, enrolment, assignment)?,
            None => None,
        };
        position::advance(&transaction, page)?;
        transaction.commit()?;
        if let (Some(membership), Some(now)) = (&mut self.membership, assigned) {
            membership.enrolment = Some(now);
        }
        Ok(result)
    }

    /// How many records of the ward this replica holds: those in its scope that it has seen.
    ///
    /// # Errors
    /// `Database`.
    pub fn live_records(&self) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(LIVE)?;
        Ok(statement.query_row([], |row| sql::count(row, "live"))?)
    }
}

/// Fixes what is being typed on a record that others have changed meanwhile: what is typed after this knows
/// of their work, and says so by the revision that it names.
fn seal_what_is_typed(
    connection: &Connection,
    author: &Author,
    state: &RecordState,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(open) = change::open_of(connection, state.id)? else { return Ok(()) };
    if open.base.is_none_or(|base| base < state.rev) {
        change::seal(connection, author, open, now)?;
    }
    Ok(())
}

/// Takes in one record; says whether its body on this device is another now.
fn apply(
    connection: &Connection,
    epoch: u64,
    state: &RecordState,
    unit_of: UnitOf<'_>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(stored) = record::find(connection, state.id)? else {
        let new = NewRecord { id: state.id, kind: &state.kind, author: state.author, body: &state.body };
        let n = record::insert(connection, &new, now)?;
        write_mirror(connection, n, epoch, state, None)?;
        return Ok(true);
    };
    if is_older(connection, &stored, epoch, state)? {
        connection.prepare_cached("UPDATE mirror SET unconfirmed = 0 WHERE n = ?1")?.execute([stored.n])?;
        return Ok(false);
    }
    connection
        .prepare_cached("UPDATE record SET leaving = 0 WHERE n = ?1 AND leaving = 1")?
        .execute([stored.n])?;
    let mut unsent = change::unreceipted_patches(connection, state.id)?;
    if mutant::is(Mutant::PullOverwritesUnsent) {
        unsent.clear();
    }
    let body = merged((&state.kind, &state.body), &stored.record.body, &unsent, unit_of);
    let changed = body != stored.record.body;
    if changed {
        record::update(connection, &stored, &body, now)?;
    }
    write_mirror(connection, stored.n, epoch, state, (body != state.body).then_some(&state.body))?;
    Ok(changed)
}

/// A change of this record was receipted at a revision of an epoch. If the ward's version that was seen last
/// has that revision in it already, no page will bring it again: it is shown now, merged with what is still
/// unreceipted.
pub(crate) fn give_way(
    connection: &Connection,
    id: RecordId,
    (epoch, rev): (u64, u64),
    unit_of: UnitOf<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT mirror.body FROM mirror JOIN record USING (n)
         WHERE record.id = ?1 AND mirror.epoch = ?2 AND mirror.rev >= ?3 AND mirror.body IS NOT NULL",
    )?;
    let seen = statement.query_row(params![id.0, sql::int(epoch), sql::int(rev)], |row| row.get(0));
    let seen: Option<String> = seen.optional()?;
    let (Some(seen), Some(stored)) = (seen, record::find(connection, id)?) else { return Ok(()) };
    let ward = sql::body(&seen)?;
    let unsent = change::unreceipted_patches(connection, id)?;
    let body = merged((&stored.record.kind, &ward), &stored.record.body, &unsent, unit_of);
    if body != stored.record.body {
        record::update(connection, &stored, &body, now)?;
    }
    if body == ward {
        connection.prepare_cached("UPDATE mirror SET body = NULL WHERE n = ?1")?.execute([stored.n])?;
    }
    Ok(())
}

/// The ward's version with this replica's own patches (oldest first) merged into it.
fn merged((kind, ward): (&RecordKind, &Body), own: &Body, patches: &[Patch], unit_of: UnitOf<'_>) -> Body {
    let mut patch = Patch::default();
    patches.iter().for_each(|later| patch.amend(later.clone()));
    let unit = |path: &str| unit_of(kind, ward, path);
    let touched = merge::touched_since(ward, own, &patch);
    merge::plan(ward, &patch, &touched, &unit).keeping(own, &unit)
}

/// Whether this replica has seen a later revision of the same epoch.
fn is_older(
    connection: &Connection,
    stored: &Stored,
    epoch: u64,
    state: &RecordState,
) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT epoch FROM mirror WHERE n = ?1")?;
    let seen_in: Option<u64> = statement.query_row([stored.n], |row| sql::count(row, "epoch")).optional()?;
    Ok(seen_in == Some(epoch) && stored.record.rev.is_some_and(|rev| state.rev < rev))
}

/// Writes the ward's version; `body` only where the record's own is another.
fn write_mirror(
    connection: &Connection,
    n: i64,
    epoch: u64,
    state: &RecordState,
    body: Option<&Body>,
) -> Result<(), StoreError> {
    let body = body.map(sql::text).transpose()?;
    let notes = &state.notes;
    let notes = (!notes.is_empty()).then(|| serde_json::to_string(notes)).transpose()?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO mirror (n, epoch, rev, body, notes) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![n, sql::int(epoch), sql::int(state.rev), body, notes])?;
    Ok(())
}

/// Records of an earlier pull that a snapshot taken anew did not name.
fn unconfirmed(connection: &Connection) -> Result<Vec<RecordId>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT record.id AS id FROM mirror JOIN record USING (n) WHERE mirror.unconfirmed = 1",
    )?;
    let records = statement.query_map([], |row| sql::id(row, "id"))?;
    Ok(records.collect::<Result<_, _>>()?)
}

/// Records of which the ward has everything and that it never named: made here, and moved out of this
/// person's sight before they were first pulled.
fn never_named(connection: &Connection) -> Result<Vec<RecordId>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM record LEFT JOIN mirror USING (n) WHERE mirror.n IS NULL
         AND NOT EXISTS (SELECT 1 FROM change WHERE change.record = record.id AND delivery <> 'received')",
    )?;
    let records = statement.query_map([], |row| sql::id(row, "id"))?;
    Ok(records.collect::<Result<_, _>>()?)
}

/// Drops a record that this replica may no longer see, or marks it to go with its last receipt; says
/// whether it is gone.
fn leave_scope(connection: &Connection, id: RecordId) -> Result<bool, StoreError> {
    connection.prepare_cached("UPDATE record SET leaving = 1 WHERE id = ?1")?.execute([id.0])?;
    drop_if_left(connection, id)
}

/// Drops a record that is leaving, if nothing of it, no change and no file, waits for a receipt; its
/// changes and the content of its files stay.
pub(crate) fn drop_if_left(connection: &Connection, id: RecordId) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT 1 FROM record WHERE id = ?1 AND leaving = 1
         AND (?2 OR NOT EXISTS (SELECT 1 FROM change WHERE change.record = ?1 AND delivery <> 'received'))
         AND NOT EXISTS (SELECT 1 FROM paper JOIN file USING (sha256)
                         WHERE paper.record = ?1 AND file.received_at IS NULL)",
    )?;
    if !statement.exists(params![id.0, mutant::is(Mutant::DropUnsentOnLeaving)])? {
        return Ok(false);
    }
    if let Some(stored) = record::find(connection, id)? {
        record::remove(connection, &stored)?;
    }
    Ok(true)
}
