//! A device that is enrolled again: it becomes another replica and keeps all its work.
//!
//! A tablet that was copied shares its replica with the copy, and each uses up names and numbers of the other's
//! changes. From the switch on this device numbers and counts for itself. What it sealed before goes on with its
//! old bytes, so that nothing has its effect twice; only where the ward answers that another tablet's change
//! bears that name or number is it sealed anew, with everything that was done to its record after it.

use crate::{
    change::{self, Author, OpenChange},
    custody,
    error::StoreError,
    membership::{self, Membership},
    sql,
    store::{Ids, Store},
};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::{BTreeMap, VecDeque};
use tan_nha_domain::{
    change::{Hash, Header, Payload, Replaced},
    ids::{OpId, RecordId, ReplicaId},
    mutant::{self, Mutant},
    time::Timestamp,
};
use tan_nha_sync::wire::{Custody, Refusal, Verdict};

/// The alert that another tablet works as this replica too.
pub const CLONED: &str = "cloned";

impl Store {
    /// The replica and token that this device is about to take on by an invitation, named by its fingerprint; none
    /// where it did not begin.
    ///
    /// # Errors
    /// `Database`.
    pub fn successor(&self, invitation: Hash) -> Result<Option<(ReplicaId, String)>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT replica, token FROM successor WHERE invitation = ?1")?;
        let row =
            statement.query_row([invitation.0], |row| Ok((sql::id(row, "replica")?, row.get("token")?)));
        Ok(row.optional()?)
    }

    /// Keeps the replica and token that this device is about to take on, durably, before the ward hears of them:
    /// the same invitation goes on with them. Another one begins anew, since a copy of this file may have them too.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn keep_successor(
        &mut self,
        invitation: Hash,
        replica: ReplicaId,
        token: &str,
    ) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT OR REPLACE INTO successor (one, invitation, replica, token) VALUES (1, ?1, ?2, ?3)",
            params![invitation.0, replica.0, token],
        )?;
        Ok(())
    }

    /// Forgets the replica and token that were kept for an invitation of which the ward has made nothing of them.
    ///
    /// # Errors
    /// `DiskFull`, `Database`.
    pub fn forget_successor(&mut self, invitation: Hash) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM successor WHERE invitation = ?1", [invitation.0])?;
        Ok(())
    }

    /// The number that the next sealed change will bear.
    ///
    /// # Errors
    /// `Database`.
    pub fn next_seq(&self) -> Result<u64, StoreError> {
        Ok(self.connection.query_row("SELECT next_seq FROM ledger", [], |row| sql::count(row, "next_seq"))?)
    }

    /// The replicas that this device was before the one that it is, the first first, each with its token.
    ///
    /// # Errors
    /// `Database`.
    pub fn former_replicas(&self) -> Result<Vec<(ReplicaId, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT replica, token FROM former ORDER BY n")?;
        let former = statement.query_map([], |row| Ok((sql::id(row, "replica")?, row.get("token")?)))?;
        Ok(former.collect::<Result<_, _>>()?)
    }

    /// Becomes the replica of `membership`, which the ward took for the successor whose first change bears the
    /// number `first`; all in one transaction. False, and nothing is done, where something was sealed since: the
    /// ward is to be told another `first`.
    ///
    /// # Errors
    /// [`StoreError::NotEnrolled`] before the ward has answered; `DiskFull`, `Database`.
    pub fn succeed(
        &mut self,
        membership: &Membership,
        first: u64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        if self.next_seq()? != first {
            return Ok(false);
        }
        let user = membership.enrolment.as_ref().ok_or(StoreError::NotEnrolled)?.user;
        let author = Author { replica: membership.replica, user, ward: membership.ward.clone() };
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(former) = &self.membership {
            transaction.execute(
                "INSERT INTO former (replica, token) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![former.replica.0, former.token],
            )?;
        }
        membership::write(&transaction, membership)?;
        transaction.execute("UPDATE ledger SET first_seq = ?1", [sql::int(first)])?;
        custody::save(&transaction, &Custody::default())?;
        rename_open_changes(&transaction, &self.ids, now)?;
        for record in records_refused_for_a_twin(&transaction)? {
            seal_anew(&transaction, &author, &self.ids, record, now)?;
        }
        transaction.execute("DELETE FROM alert WHERE code IN (?1, 'custody_mismatch')", [CLONED])?;
        transaction.execute("DELETE FROM successor", [])?;
        transaction.commit()?;
        self.membership = Some(membership.clone());
        self.tell_of_write();
        Ok(true)
    }
}

/// The condition under which a row of `change` does not go out yet: it is this replica's own, and what a
/// predecessor made of its record has no verdict. Were that to be sealed anew, this would follow it, and its
/// number would be missing at the ward.
macro_rules! waits_for_predecessors {
    () => {
        "seq >= (SELECT first_seq FROM ledger) AND EXISTS (
             SELECT 1 FROM change AS earlier WHERE earlier.record = change.record
             AND earlier.seq < (SELECT first_seq FROM ledger) AND earlier.delivery IN ('sealed', 'sent'))"
    };
}
pub(crate) use waits_for_predecessors;

/// The first number of the replica that this device is now.
pub(crate) fn first_seq(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.prepare_cached("SELECT first_seq FROM ledger")?.query_row([], |row| row.get(0))?)
}

/// Whether another change goes in the place of this one.
pub(crate) fn is_replaced(connection: &Connection, op_id: OpId) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached("SELECT 1 FROM replaced WHERE op_id = ?1")?.exists([op_id.0])?)
}

/// What is still typed was opened under a name that a copy of this device has too; nobody has heard of it yet.
fn rename_open_changes(connection: &Connection, ids: &Ids, now: Timestamp) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("SELECT n FROM change WHERE delivery = 'open'")?;
    let open: Vec<i64> = statement.query_map([], |row| row.get("n"))?.collect::<Result<_, _>>()?;
    for n in open {
        connection
            .prepare_cached("UPDATE change SET op_id = ?2 WHERE n = ?1")?
            .execute(params![n, ids.next(now)])?;
    }
    Ok(())
}

/// The records of which a predecessor's change was refused because another tablet's bears its name or number.
pub(crate) fn records_refused_for_a_twin(connection: &Connection) -> Result<Vec<RecordId>, StoreError> {
    if mutant::is(Mutant::NotSealedAnew) {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(
        "SELECT record, verdict FROM change
         WHERE delivery <> 'received' AND delivery = 'set_aside' AND seq < ?1 ORDER BY seq",
    )?;
    let mut rows = statement.query([first_seq(connection)?])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        let record = sql::id(row, "record")?;
        if is_op_reused(row.get_ref("verdict")?.as_str().unwrap_or_default())? && !records.contains(&record) {
            records.push(record);
        }
    }
    Ok(records)
}

/// Whether changes of this replica's own to a record have gone out already, after a predecessor's: a ward that was
/// restored since meets the other tablet's first. Sealed anew beside them, its numbers would tell of changes that never
/// come; enrolled once more, they are a predecessor's too.
pub(crate) fn is_gone_on_from(connection: &Connection, record: RecordId) -> Result<bool, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT 1 FROM change WHERE record = ?1 AND seq >= ?2 AND sent_at IS NOT NULL")?;
    Ok(statement.exists(params![record.0, first_seq(connection)?])?)
}

fn is_op_reused(verdict: &str) -> Result<bool, StoreError> {
    let verdict: Verdict = serde_json::from_str(verdict)?;
    Ok(matches!(verdict.settled(), Verdict::Refused { code: Refusal::OpReused }))
}

/// A sealed change in whose place another goes.
struct Old {
    n: i64,
    seq: i64,
    header: Header,
    payload: Payload,
    hash: Hash,
    opened_at: Timestamp,
    /// Whether it is this replica's own, and nobody has heard of it: it keeps its name (`waits_for_predecessors`).
    never_left: bool,
}

/// Seals anew what was done to a record from the first change on that was refused because another tablet's
/// bears its name or number: the same content, under names and numbers of its own, each upon the one before it.
/// What the ward took of it already goes along, so that the last word of its author comes last there; it is
/// named, and has its effect once. Says whether there was any.
pub(crate) fn seal_anew(
    connection: &Connection,
    author: &Author,
    ids: &Ids,
    record: RecordId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut names = BTreeMap::new();
    let chain = from_first_refused(connection, record)?;
    // The numbers of what never left are free: all go in the order in which they were made.
    let mut free: VecDeque<i64> = chain.iter().filter(|old| old.never_left).map(|old| old.seq).collect();
    for Old { n, never_left, .. } in &chain {
        if *never_left {
            connection.prepare_cached("DELETE FROM change WHERE n = ?1")?.execute([n])?;
        }
    }
    for old in chain {
        let Old { n, header, mut payload, hash, opened_at, never_left, .. } = old;
        let op_id = if never_left { header.op_id } else { OpId(ids.next(now)) };
        if !never_left {
            put_away(connection, n, op_id, now)?;
        }
        // A decision names the changes whose conflicts it ends: those may come up again under the new name.
        let renamed: Vec<OpId> = payload.settles.iter().filter_map(|op| names.get(op).copied()).collect();
        payload.settles.extend(renamed);
        let again = OpenChange {
            op_id,
            record,
            kind: header.kind,
            prev: header.prev.map(|prev| names.get(&prev).copied().unwrap_or(prev)),
            base: header.base,
            act: header.act,
            replaces: (!never_left).then_some(Replaced { op_id: header.op_id, hash }),
            payload,
            opened_at,
            amended_at: header.at,
        };
        let seq = match free.pop_front() {
            Some(seq) => seq,
            None => change::next_seq(connection)?,
        };
        change::fix(connection, author, again, seq, now)?;
        names.insert(header.op_id, op_id);
    }
    let any = !names.is_empty();
    for (old, new) in names {
        connection
            .prepare_cached("UPDATE change SET prev = ?2 WHERE prev = ?1 AND delivery = 'open'")?
            .execute([old.0, new.0])?;
    }
    Ok(any)
}

/// The changes of a record from the first refused one on, in their order. What can no longer be read stays as it
/// is: there is nothing of it to seal.
fn from_first_refused(connection: &Connection, record: RecordId) -> Result<Vec<Old>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT n, delivery, seq, verdict, hash, opened_at, sent_at IS NULL AS unsent, header, payload FROM change
         WHERE record = ?1 AND seq IS NOT NULL ORDER BY seq",
    )?;
    let first = first_seq(connection)?;
    let mut rows = statement.query([record.0])?;
    let (mut found, mut refused) = (Vec::new(), false);
    while let Some(row) = rows.next()? {
        let text = |column| Ok::<_, StoreError>(row.get_ref(column)?.as_str().unwrap_or_default().to_owned());
        let (Ok(header), Ok(payload)) =
            (serde_json::from_str(&text("header")?), serde_json::from_str(&text("payload")?))
        else {
            continue;
        };
        let seq = row.get("seq")?;
        let of_predecessor = seq < first;
        refused |= of_predecessor && text("delivery")? == "set_aside" && is_op_reused(&text("verdict")?)?;
        if refused {
            let (hash, opened_at) = (Hash(row.get("hash")?), Timestamp(row.get("opened_at")?));
            let never_left = !of_predecessor && row.get("unsent")?;
            found.push(Old { n: row.get("n")?, seq, header, payload, hash, opened_at, never_left });
        }
    }
    Ok(found)
}

/// Takes a change out of what is sent and counted; all of it stays.
fn put_away(connection: &Connection, n: i64, by: OpId, now: Timestamp) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO replaced (op_id, record, seq, hash, delivery, sealed_at, sent_at, verdict, verdict_at,
                                   header, payload, by, at)
             SELECT op_id, record, seq, hash, delivery, sealed_at, sent_at, verdict, verdict_at, header, payload,
                    ?2, ?3 FROM change WHERE n = ?1",
        )?
        .execute(params![n, by.0, now.0])?;
    connection.prepare_cached("DELETE FROM change WHERE n = ?1")?.execute([n])?;
    Ok(())
}
