//! The ward's file in memory, and everything that it holds.

use super::{Db, migrations, unpoisoned};
use crate::error::WardError;
use rusqlite::{Connection, backup::Backup};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};
use tan_nha_domain::{
    change::Hash,
    ids::{OpId, RecordId, ReplicaId, UserId},
    record::RecordKind,
    role::Role,
};
use tan_nha_sync::wire::Tip;
use uuid::Uuid;

/// What a ward holds.
pub struct Holdings {
    /// Its epoch.
    pub epoch: u64,
    /// The last number that it gave.
    pub tip: Tip,
    /// Its people with a device.
    pub people: Vec<Known>,
    /// The changes that it could read, in the order of arrival.
    pub changes: Vec<Arrived>,
    /// The records, in the order in which they were made.
    pub records: Vec<Kept>,
    /// The files that are here whole, each with the replica that sent it.
    pub files: BTreeSet<(ReplicaId, Hash)>,
}

/// A replica and its person.
pub struct Known {
    /// The replica.
    pub replica: ReplicaId,
    /// The person.
    pub user: UserId,
    /// Their role.
    pub role: Role,
    /// Their hamlets.
    pub hamlets: Vec<String>,
    /// Whether they were revoked.
    pub revoked: bool,
}

/// A change that came.
pub struct Arrived {
    /// The change.
    pub op_id: OpId,
    /// Its record; none when it cannot be read.
    pub record: Option<RecordId>,
    /// The revision that its author saw.
    pub base: u64,
    /// What it does, JSON.
    pub payload: String,
    /// Its hash.
    pub hash: Hash,
    /// The replica that sent it.
    pub replica: ReplicaId,
    /// The revision that it made.
    pub rev: Option<u64>,
    /// What became of it, JSON.
    pub verdict: String,
    /// The hash of the change in whose place it goes: what that one did, it does not do again.
    pub replaces: Option<Hash>,
}

/// A record.
pub struct Kept {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: RecordKind,
    /// Its revision.
    pub rev: u64,
    /// The ward's number of that revision.
    pub seq: u64,
    /// Who made it.
    pub author: UserId,
    /// Its body, JSON.
    pub body: String,
}

impl Db {
    /// A new file, in memory.
    pub(crate) fn in_memory() -> Result<Self, WardError> {
        Self::of_memory(Connection::open_in_memory()?)
    }

    /// A copy of this one.
    pub(crate) fn copy(&self) -> Result<Self, WardError> {
        let mut memory = Connection::open_in_memory()?;
        Backup::new(&unpoisoned(&self.writer), &mut memory)?.step(-1)?;
        Self::of_memory(memory)
    }

    fn of_memory(mut writer: Connection) -> Result<Self, WardError> {
        migrations::bring_up_to_date(&mut writer)?;
        writer.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")?;
        writer.set_prepared_statement_cache_capacity(64);
        Ok(Self { opener: None, writer: Mutex::new(writer), idle: Mutex::default(), forms: Arc::default() })
    }

    pub(crate) fn fail_commit(&self, fails: bool) -> Result<(), WardError> {
        Ok(unpoisoned(&self.writer).commit_hook(fails.then_some(|| true))?)
    }
}

pub(crate) fn holdings(conn: &Connection) -> Result<Holdings, WardError> {
    let ward = super::ward_row::get(conn)?;
    Ok(Holdings {
        epoch: ward.epoch,
        tip: ward.tip,
        people: people(conn)?,
        changes: changes(conn)?,
        records: records(conn)?,
        files: files(conn)?,
    })
}

pub(crate) fn people(conn: &Connection) -> Result<Vec<Known>, WardError> {
    let mut statement = conn.prepare_cached("SELECT id FROM replica ORDER BY n")?;
    let replicas = statement.query_map([], |row| row.get(0).map(ReplicaId))?;
    let mut people = Vec::new();
    for replica in replicas {
        let (caller, _) = super::people::caller(conn, replica?)?.ok_or(WardError::Damaged("replica"))?;
        people.push(Known {
            replica: caller.replica,
            user: caller.viewer.user,
            role: caller.viewer.role,
            hamlets: caller.viewer.hamlets,
            revoked: caller.revoked,
        });
    }
    Ok(people)
}

fn changes(conn: &Connection) -> Result<Vec<Arrived>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT op_id, record, coalesce(payload, '{}'), hash, replica.id, rev, verdict, coalesce(header ->> 'base', 0),
                replaces
         FROM change JOIN replica ON replica.n = change.replica ORDER BY change.n",
    )?;
    let changes = statement.query_map([], |row| {
        Ok(Arrived {
            op_id: OpId(row.get(0)?),
            record: row.get::<_, Option<Uuid>>(1)?.map(RecordId),
            payload: row.get(2)?,
            hash: Hash(row.get(3)?),
            replica: ReplicaId(row.get(4)?),
            rev: row.get::<_, Option<i64>>(5)?.map(i64::cast_unsigned),
            verdict: row.get(6)?,
            base: row.get::<_, i64>(7)?.cast_unsigned(),
            replaces: row.get::<_, Option<[u8; 32]>>(8)?.map(Hash),
        })
    })?;
    Ok(changes.collect::<Result<_, _>>()?)
}

/// As their bytes say, and not what is noted of them.
fn files(conn: &Connection) -> Result<BTreeSet<(ReplicaId, Hash)>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT replica.id, upload.sha256 FROM upload JOIN replica ON replica.n = upload.replica
         WHERE whole_at IS NOT NULL",
    )?;
    let told = statement.query_map([], |row| Ok((ReplicaId(row.get(0)?), Hash(row.get(1)?))))?;
    let mut files = BTreeSet::new();
    for file in told {
        let (replica, sha) = file?;
        let mut content = Vec::new();
        let there = super::files::read(conn, sha, &mut |bytes| {
            content.extend_from_slice(bytes);
            Ok(())
        })?;
        if there && Hash::of(&content) == sha {
            files.insert((replica, sha));
        }
    }
    Ok(files)
}

fn records(conn: &Connection) -> Result<Vec<Kept>, WardError> {
    let mut statement =
        conn.prepare_cached("SELECT id, kind, rev, seq, author, body FROM record ORDER BY n")?;
    let records = statement.query_map([], |row| {
        let Ok(kind) = row.get_ref(1)?.as_str()?.parse();
        Ok(Kept {
            id: RecordId(row.get(0)?),
            kind,
            rev: row.get::<_, i64>(2)?.cast_unsigned(),
            seq: row.get::<_, i64>(3)?.cast_unsigned(),
            author: UserId(row.get(4)?),
            body: row.get(5)?,
        })
    })?;
    Ok(records.collect::<Result<_, _>>()?)
}
