//! Changes of this replica: opened, amended, sealed.

use crate::{error::StoreError, sql};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;
use std::collections::BTreeSet;
use tan_nha_domain::{
    act::Act,
    change::{Hash, Header, Payload, Replaced, SealedChange},
    ids::{OpId, RecordId, ReplicaId, UserId, WardCode},
    mutant::{self, Mutant},
    patch::{Body, Patch},
    record::{RecordKind, references},
    time::Timestamp,
};

/// Who writes, as every header says it.
#[derive(Clone)]
pub(crate) struct Author {
    pub(crate) replica: ReplicaId,
    pub(crate) user: UserId,
    pub(crate) ward: WardCode,
}

/// A change whose bytes are not fixed yet.
pub(crate) struct OpenChange {
    pub(crate) op_id: OpId,
    pub(crate) record: RecordId,
    pub(crate) kind: RecordKind,
    pub(crate) prev: Option<OpId>,
    pub(crate) base: Option<u64>,
    pub(crate) act: Option<Act>,
    /// What it takes the place of, where it is sealed anew.
    pub(crate) replaces: Option<Replaced>,
    pub(crate) payload: Payload,
    pub(crate) opened_at: Timestamp,
    pub(crate) amended_at: Timestamp,
}

impl OpenChange {
    /// Whether it makes its record.
    pub(crate) fn makes_record(&self) -> bool {
        self.prev.is_none() && self.base.is_none()
    }
}

/// The open change of a record, if it has one.
pub(crate) fn open_of(connection: &Connection, record: RecordId) -> Result<Option<OpenChange>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT op_id, record, kind, prev, base, payload, opened_at, amended_at FROM change
         WHERE record = ?1 AND delivery = 'open'",
    )?;
    let found =
        statement.query_row([record.0], |row| Ok((read_open(row)?, row.get::<_, String>("payload")?)));
    let Some((change, payload)) = found.optional()? else { return Ok(None) };
    Ok(Some(OpenChange { payload: serde_json::from_str(&payload)?, ..change }))
}

fn read_open(row: &Row<'_>) -> rusqlite::Result<OpenChange> {
    let Ok(kind) = row.get_ref("kind")?.as_str()?.parse();
    Ok(OpenChange {
        op_id: sql::id(row, "op_id")?,
        record: sql::id(row, "record")?,
        kind,
        prev: row.get::<_, Option<uuid::Uuid>>("prev")?.map(OpId),
        base: sql::optional_count(row, "base")?,
        // An act is sealed at once; only typing stays open.
        act: None,
        replaces: None,
        payload: Payload::default(),
        opened_at: Timestamp(row.get("opened_at")?),
        amended_at: Timestamp(row.get("amended_at")?),
    })
}

/// This replica's last sealed change of a record.
pub(crate) fn last_sealed(connection: &Connection, record: RecordId) -> Result<Option<OpId>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT op_id FROM change WHERE record = ?1 AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1",
    )?;
    Ok(statement.query_row([record.0], |row| sql::id(row, "op_id")).optional()?)
}

/// What this replica did to a record and the ward has not receipted, oldest first, the open change
/// last.
pub(crate) fn unreceipted_patches(
    connection: &Connection,
    record: RecordId,
) -> Result<Vec<Patch>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT payload FROM change
         WHERE record = ?1 AND delivery <> 'received' AND payload IS NOT NULL
         ORDER BY seq IS NULL, seq",
    )?;
    let mut rows = statement.query([record.0])?;
    let mut patches = Vec::new();
    while let Some(row) = rows.next()? {
        let payload: Payload = serde_json::from_str(row.get_ref("payload")?.as_str().unwrap_or_default())?;
        patches.push(payload.patch);
    }
    Ok(patches)
}

/// Keeps a change open, as it now is.
pub(crate) fn keep_open(connection: &Connection, change: &OpenChange) -> Result<(), StoreError> {
    let payload = serde_json::to_string(&change.payload)?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO change (op_id, record, kind, prev, base, opened_at, amended_at, delivery, bytes, payload)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'open', ?8, ?9)
         ON CONFLICT (op_id) DO UPDATE SET amended_at = ?7, bytes = ?8, payload = ?9",
    )?;
    statement.execute(params![
        change.op_id.0,
        change.record.0,
        change.kind.as_str(),
        change.prev.map(|id| id.0),
        change.base.map(sql::int),
        change.opened_at.0,
        change.amended_at.0,
        sql::int(payload.len() as u64),
        payload,
    ])?;
    Ok(())
}

/// Forgets an open change that came back to where it began; it was never sent.
pub(crate) fn forget_open(connection: &Connection, change: &OpenChange) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM change WHERE op_id = ?1 AND delivery = 'open'")?
        .execute([change.op_id.0])?;
    Ok(())
}

/// Seals a change: gives it the next seq and fixes its bytes. Open changes that make a record which it
/// names are sealed before it, so that the ward never waits for them.
pub(crate) fn seal(
    connection: &Connection,
    author: &Author,
    change: OpenChange,
    now: Timestamp,
) -> Result<(), StoreError> {
    seal_after_those_named(connection, author, change, now, &mut BTreeSet::new())
}

fn seal_after_those_named(
    connection: &Connection,
    author: &Author,
    change: OpenChange,
    now: Timestamp,
    met: &mut BTreeSet<RecordId>,
) -> Result<(), StoreError> {
    met.insert(change.record);
    let mut written = Body::new();
    change.payload.patch.apply(&mut written);
    for named in references(&written) {
        if !met.contains(&named)
            && let Some(open) = open_of(connection, named)?
            && open.makes_record()
        {
            seal_after_those_named(connection, author, open, now, met)?;
        }
    }
    let seq = next_seq(connection)?;
    fix(connection, author, change, seq, now)
}

/// Takes the next number.
pub(crate) fn next_seq(connection: &Connection) -> Result<i64, StoreError> {
    let mut statement =
        connection.prepare_cached("UPDATE ledger SET next_seq = next_seq + 1 RETURNING next_seq - 1")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Fixes the bytes of a change, under this number.
pub(crate) fn fix(
    connection: &Connection,
    author: &Author,
    change: OpenChange,
    seq: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    if mutant::is(Mutant::SealSkipsSeq) && change.act.is_some() {
        connection.execute("UPDATE ledger SET next_seq = next_seq + 1", [])?;
    }
    let header = Header {
        op_id: change.op_id,
        replica_id: author.replica,
        seq: u64::try_from(seq).map_err(|_| StoreError::Unexpected("a negative seq"))?,
        user: author.user,
        ward: author.ward.clone(),
        record: change.record,
        kind: change.kind,
        prev: change.prev,
        base: change.base,
        act: change.act,
        at: change.amended_at,
        replaces: change.replaces,
        payload: Hash::default(),
    };
    let act = change.act.map(act_name).transpose()?;
    let (record, kind, prev) = (change.record.0, header.kind.as_str().to_owned(), change.prev.map(|id| id.0));
    let sealed = SealedChange::seal(header, &change.payload)
        .map_err(|_| StoreError::Unexpected("a change that cannot be written"))?;
    let payload = sealed.payload.as_ref().map_or("", |payload| payload.get());
    let decided = &change.payload.settles;
    let settles = (!decided.is_empty()).then(|| serde_json::to_string(decided)).transpose()?;
    let bytes = sealed.header.get().len() + payload.len();
    let mut statement = connection.prepare_cached(
        "INSERT INTO change (op_id, record, kind, prev, base, act, opened_at, amended_at, delivery,
                             seq, hash, sealed_at, bytes, settles, header, payload)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'sealed', ?9, ?10, ?11, ?12, ?13, ?14, ?15)
         ON CONFLICT (op_id) DO UPDATE SET delivery = 'sealed', amended_at = ?8, seq = ?9, hash = ?10,
             sealed_at = ?11, bytes = ?12, settles = ?13, header = ?14, payload = ?15",
    )?;
    statement.execute(params![
        change.op_id.0,
        record,
        kind,
        prev,
        change.base.map(sql::int),
        act,
        change.opened_at.0,
        change.amended_at.0,
        seq,
        sealed.hash().0,
        now.0,
        sql::int(bytes as u64),
        settles,
        sealed.header.get(),
        payload,
    ])?;
    Ok(())
}

fn act_name(act: Act) -> Result<String, StoreError> {
    match serde_json::to_value(act)? {
        Value::String(name) => Ok(name),
        _ => Err(StoreError::Unexpected("an act without a name")),
    }
}
