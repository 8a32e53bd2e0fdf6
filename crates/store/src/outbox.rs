//! The outbox: sealed changes on their way to the ward, and what the ward said of them.

use crate::{
    alerts, change, custody,
    error::StoreError,
    position,
    pull::{self, UnitOf},
    sql,
    store::Store,
    succession,
};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params, types::ValueRef};
use serde_json::{json, value::RawValue};
use tan_nha_domain::{
    change::{Hash, SealedChange},
    ids::{OpId, RecordId},
    mutant::{self, Mutant},
    time::Timestamp,
};
use tan_nha_sync::wire::{PushReply, Refusal, Verdict};

impl Store {
    /// Seals everything that is still open, in the order it was begun, but a record before those that
    /// name it. To be called before a push.
    ///
    /// # Errors
    /// [`StoreError::NotEnrolled`]; `DiskFull`, `Database`.
    pub fn seal_open_changes(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let author = self.author()?;
        let transaction = self.transaction()?;
        for record in records_with_open_change(&transaction)? {
            // It may have been sealed before its turn, as one that another names.
            if let Some(open) = change::open_of(&transaction, record)? {
                change::seal(&transaction, &author, open, now)?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// The sealed changes after `after_seq` that have no receipt, in the order of `seq`: `most` of them at most,
    /// and as many as fit into `max_bytes`, at least one. Refused ones stay on the shelf. One whose bytes are not
    /// those that were sealed goes there too, and holds nothing else up.
    ///
    /// # Errors
    /// `DiskFull`, `Database`, `PartDamaged`.
    pub fn next_batch(
        &mut self,
        after_seq: u64,
        most: usize,
        max_bytes: usize,
        now: Timestamp,
    ) -> Result<Vec<SealedChange>, StoreError> {
        self.batch((after_seq, most, max_bytes), Waiting::EndsIt, now)
    }

    /// As [`Self::next_batch`], for who gets no answer in between: what waits for a predecessor's changes is left out,
    /// and goes another time.
    pub(crate) fn next_for_bundle(
        &mut self,
        after_seq: u64,
        max_bytes: usize,
        now: Timestamp,
    ) -> Result<Vec<SealedChange>, StoreError> {
        self.batch((after_seq, usize::MAX, max_bytes), Waiting::IsLeftOut, now)
    }

    /// How many changes wait and are left out of a bundle.
    pub(crate) fn left_out_of_bundles(&self) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT count(*) AS n FROM change WHERE delivery <> 'received' AND delivery <> 'set_aside' AND ",
            succession::waits_for_predecessors!(),
        ))?;
        Ok(statement.query_row([], |row| sql::count(row, "n"))?)
    }

    fn batch(
        &mut self,
        bounds: (u64, usize, usize),
        waiting: Waiting,
        now: Timestamp,
    ) -> Result<Vec<SealedChange>, StoreError> {
        let (batch, damaged) = read_batch(&self.connection, bounds, waiting)?;
        for op_id in damaged {
            self.set_aside(op_id, Refusal::Unreadable, now)?;
        }
        Ok(batch)
    }

    /// Puts a change on the shelf for a reason that was found here; the ward has not got it.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn set_aside(&mut self, op_id: OpId, code: Refusal, now: Timestamp) -> Result<(), StoreError> {
        let verdict = serde_json::to_string(&Verdict::Refused { code })?;
        self.connection
            .prepare_cached(
                "UPDATE change SET delivery = 'set_aside', verdict = ?2, verdict_at = ?3
                 WHERE op_id = ?1 AND seq IS NOT NULL AND delivery <> 'received'",
            )?
            .execute(params![op_id.0, verdict, now.0])?;
        Ok(())
    }

    /// Notes that changes are going out; whether they arrived only receipts tell. Gives those that had
    /// never gone out before.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn mark_sent(&mut self, ops: &[OpId], now: Timestamp) -> Result<Vec<OpId>, StoreError> {
        let transaction = self.transaction()?;
        let mut first_time = Vec::new();
        for op in ops {
            // Most go out for the first time; each row is written once.
            let mut first = transaction.prepare_cached(
                "UPDATE change SET sent_at = ?2, delivery = 'sent' WHERE op_id = ?1 AND delivery = 'sealed'",
            )?;
            if first.execute(params![op.0, now.0])? == 1 {
                first_time.push(*op);
                continue;
            }
            transaction
                .prepare_cached("UPDATE change SET sent_at = ?2 WHERE op_id = ?1 AND seq IS NOT NULL")?
                .execute(params![op.0, now.0])?;
        }
        transaction.commit()?;
        Ok(first_time)
    }

    /// Notes that changes did not leave this device after all: the ward was never reached.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn take_back(&mut self, ops: &[OpId]) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        for op in ops {
            move_delivery(&transaction, *op, "sent", "sealed")?;
        }
        Ok(transaction.commit()?)
    }

    /// Takes in the ward's receipts with how far it has come, all or none. Where another tablet's change bears the
    /// name or number of one of this replica, the alert `cloned` is raised; one of a predecessor's is sealed anew, or
    /// waits under that alert too where this replica has gone on from it.
    ///
    /// # Errors
    /// [`StoreError::UnknownOp`] for a change that this replica never sealed; `DiskFull`, `Database`.
    pub fn save_receipts(
        &mut self,
        reply: &PushReply,
        unit_of: UnitOf<'_>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let receipts = &reply.receipts;
        let author = self.author()?;
        // Not by `self.transaction`: new names are given beside it.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut custody = custody::load(&transaction)?;
        let first_seq = succession::first_seq(&transaction)?;
        let mut cloned = false;
        for (place, receipt) in receipts.iter().enumerate() {
            let Some(sealed) = find(&transaction, receipt.op_id)? else {
                // Another change goes in its place; what the ward says of that one counts.
                match succession::is_replaced(&transaction, receipt.op_id)? {
                    true => continue,
                    false => return Err(StoreError::UnknownOp(receipt.op_id)),
                }
            };
            let other = (place + 1) % receipts.len();
            let said = if mutant::is(Mutant::ReceiptsForOthers) { &receipts[other] } else { receipt };
            save(&transaction, &sealed, &said.verdict, (reply.now, now))?;
            let is_own = sealed.seq >= first_seq;
            if !sealed.in_custody && is_own {
                custody.add(sealed.hash);
            }
            let reused = matches!(said.verdict.settled(), Verdict::Refused { code: Refusal::OpReused });
            cloned |= is_own && reused;
            if let Some((rev, _)) = receipt.verdict.place() {
                pull::give_way(&transaction, sealed.record, (reply.epoch, rev), unit_of, now)?;
            }
            pull::drop_if_left(&transaction, sealed.record)?;
        }
        custody::save(&transaction, &custody)?;
        let mut anew = false;
        for record in succession::records_refused_for_a_twin(&transaction)? {
            match succession::is_gone_on_from(&transaction, record)? {
                true => cloned = true,
                false => anew |= succession::seal_anew(&transaction, &author, &self.ids, record, now)?,
            }
        }
        if cloned {
            alerts::raise(&transaction, succession::CLONED, &json!({}), now)?;
        }
        position::see(&transaction, reply)?;
        transaction.commit()?;
        if anew {
            self.tell_of_write();
        }
        Ok(())
    }
}

/// What becomes of a batch at a change that waits for a predecessor's (see `succession`).
#[derive(Clone, Copy)]
enum Waiting {
    /// It ends there: what follows goes with the next one, in the order of the numbers.
    EndsIt,
    IsLeftOut,
}

/// A batch, and the changes on the way to it whose bytes are damaged.
fn read_batch(
    connection: &Connection,
    (after_seq, most, max_bytes): (u64, usize, usize),
    waiting: Waiting,
) -> Result<(Vec<SealedChange>, Vec<OpId>), StoreError> {
    let mut statement = connection.prepare_cached(concat!(
        "SELECT op_id, hash, bytes, header, payload, (",
        succession::waits_for_predecessors!(),
        ") AS waits FROM change
         WHERE delivery <> 'received' AND delivery <> 'set_aside' AND seq > ?1 ORDER BY seq",
    ))?;
    let mut rows = statement.query([sql::int(after_seq)])?;
    let (mut batch, mut damaged) = (Vec::new(), Vec::new());
    let mut total = 0;
    while batch.len() < most
        && let Some(row) = rows.next()?
    {
        match (row.get("waits")?, waiting) {
            (false, _) => {}
            (true, Waiting::IsLeftOut) => continue,
            (true, Waiting::EndsIt) => break,
        }
        let Some(change) = intact(row)? else {
            damaged.push(sql::id(row, "op_id")?);
            continue;
        };
        total += sql::count(row, "bytes")?;
        if !batch.is_empty() && total > max_bytes as u64 {
            break;
        }
        batch.push(change);
    }
    Ok((batch, damaged))
}

/// The change of a row, if its bytes are those that were sealed.
fn intact(row: &Row<'_>) -> Result<Option<SealedChange>, StoreError> {
    let raw = |column| {
        let text = row.get_ref(column)?.as_str().ok().map(str::to_owned);
        Ok::<_, StoreError>(text.and_then(|text| RawValue::from_string(text).ok()))
    };
    let Some(header) = raw("header")? else { return Ok(None) };
    let payload = raw("payload")?;
    // Without a payload a change was erased, by law; one that cannot be read is another matter.
    if payload.is_none() && row.get_ref("payload")? != ValueRef::Null {
        return Ok(None);
    }
    let change = SealedChange { header, payload };
    let sealed = Hash(row.get("hash")?);
    Ok((change.hash() == sealed && change.is_whole()).then_some(change))
}

fn move_delivery(connection: &Connection, op: OpId, from: &str, to: &str) -> Result<bool, StoreError> {
    let mut statement =
        connection.prepare_cached("UPDATE change SET delivery = ?3 WHERE op_id = ?1 AND delivery = ?2")?;
    Ok(statement.execute(params![op.0, from, to])? == 1)
}

fn records_with_open_change(connection: &Connection) -> Result<Vec<RecordId>, StoreError> {
    // `+n`: in the order of `n` SQLite would read the whole table for it, with every change that was ever made.
    let mut statement =
        connection.prepare_cached("SELECT record FROM change WHERE delivery = 'open' ORDER BY +n")?;
    let records = statement.query_map([], |row| sql::id(row, "record"))?;
    Ok(records.collect::<Result<_, _>>()?)
}

struct Sealed {
    n: i64,
    seq: i64,
    record: RecordId,
    hash: Hash,
    in_custody: bool,
}

fn find(connection: &Connection, op: OpId) -> Result<Option<Sealed>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT n, seq, record, hash, in_custody FROM change
         WHERE op_id = ?1 AND seq IS NOT NULL",
    )?;
    let sealed = statement.query_row([op.0], |row| {
        Ok(Sealed {
            n: row.get("n")?,
            seq: row.get("seq")?,
            record: sql::id(row, "record")?,
            hash: Hash(row.get("hash")?),
            in_custody: row.get("in_custody")?,
        })
    });
    Ok(sealed.optional()?)
}

fn save(
    connection: &Connection,
    sealed: &Sealed,
    verdict: &Verdict,
    (ward_now, now): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    let delivery = match verdict.settled() {
        _ if mutant::is(Mutant::AllIsReceived) => "received",
        Verdict::Refused { .. } => "set_aside",
        Verdict::Held { .. } => "held",
        Verdict::Conflict { .. }
        | Verdict::Accepted { .. }
        | Verdict::Merged { .. }
        | Verdict::Duplicate { .. } => "received",
    };
    let mut statement = connection.prepare_cached(
        "UPDATE change SET delivery = ?2, verdict = ?3, verdict_at = ?4, in_custody = 1,
             held_since = iif(?2 = 'held', coalesce(held_since, ?5), NULL) WHERE n = ?1",
    )?;
    let verdict = serde_json::to_string(verdict)?;
    statement.execute(params![sealed.n, delivery, verdict, now.0, ward_now.0])?;
    Ok(())
}
