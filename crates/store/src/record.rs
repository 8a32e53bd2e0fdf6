//! Records as they stand on this device.

use crate::{error::StoreError, paper_index, people_index, search_text, sql, store::Store};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::{collections::BTreeSet, fmt};
use tan_nha_domain::{
    ids::{RecordId, UserId},
    name,
    patch::Body,
    record::{IndexColumns, RecordKind, index_columns},
    time::Timestamp,
};

/// How far this replica's work on a record has come, from the best to the worst: a record stands by
/// its worst change and the worst of the files that this replica attached to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delivery {
    /// This replica never changed it.
    #[default]
    Untouched,
    /// The ward has all of it, files too, in its record or safely beside it in a conflict.
    Receipted,
    /// Some of it was sent, and there is no receipt yet.
    InTransit,
    /// Some of it was never sent.
    OnDevice,
    /// The ward refused some of it; a person must settle that.
    SetAside,
}

/// A change's place in the order of [`Delivery`], as SQL.
macro_rules! delivery_rank {
    () => {
        "CASE delivery WHEN 'received' THEN 1 WHEN 'sent' THEN 2 WHEN 'held' THEN 2
                       WHEN 'set_aside' THEN 4 ELSE 3 END"
    };
}
pub(crate) use delivery_rank;

impl Delivery {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Delivery::Untouched => "untouched",
            Delivery::Receipted => "receipted",
            Delivery::InTransit => "in_transit",
            Delivery::OnDevice => "on_device",
            Delivery::SetAside => "set_aside",
        }
    }

    /// As [`delivery_rank`] says it of its changes.
    pub(crate) fn rank(self) -> i64 {
        match self {
            Delivery::Untouched => 0,
            Delivery::Receipted => 1,
            Delivery::InTransit => 2,
            Delivery::OnDevice => 3,
            Delivery::SetAside => 4,
        }
    }

    pub(crate) fn of_rank(rank: Option<i64>) -> Self {
        match rank {
            None | Some(0) => Delivery::Untouched,
            Some(1) => Delivery::Receipted,
            Some(2) => Delivery::InTransit,
            Some(4) => Delivery::SetAside,
            Some(_) => Delivery::OnDevice,
        }
    }
}

/// A record.
#[derive(Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// Its kind.
    pub kind: RecordKind,
    /// Its body: the ward's version seen last, with this replica's own work on top.
    pub body: Body,
    /// 1, 2, 3, … on this device only; every write raises it.
    pub revision: u64,
    /// Who made it.
    pub author: UserId,
    /// When this device wrote it last.
    pub updated_at: Timestamp,
    /// The ward's revision seen last; none when the ward's version was never seen.
    pub rev: Option<u64>,
    /// How far this replica's work on it has come.
    pub delivery: Delivery,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({} {} revision {})", self.kind, self.id, self.revision)
    }
}

impl Store {
    /// A record; none when this device has no such one.
    ///
    /// # Errors
    /// `Database`, `PartDamaged`.
    pub fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError> {
        Ok(find(&self.connection, id)?.map(|stored| stored.record))
    }

    /// The ward's version of a record that this replica saw last; none when it never saw one.
    ///
    /// # Errors
    /// `Database`, `PartDamaged`.
    pub fn ward_body(&self, id: RecordId) -> Result<Option<Body>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(mirror.body, record.body) FROM record JOIN mirror USING (n) WHERE record.id = ?1",
        )?;
        let text: Option<String> = statement.query_row([id.0], |row| row.get(0)).optional()?;
        text.as_deref().map(sql::body).transpose()
    }

    /// Whether a record left this person's sight, and is here for what of it was not received.
    ///
    /// # Errors
    /// `Database`.
    pub fn left_sight(&self, id: RecordId) -> Result<bool, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT 1 FROM record WHERE id = ?1 AND leaving = 1")?;
        Ok(statement.exists([id.0])?)
    }
}

/// A record with its place in the table.
pub(crate) struct Stored {
    pub(crate) n: i64,
    pub(crate) record: Record,
}

/// A query of whole records, `$rest` being everything after the tables.
macro_rules! select_records {
    ($rest:expr) => {
        concat!(
            "SELECT record.n, record.id, record.kind, record.body, record.revision, record.author,
                    record.updated_at, mirror.rev,
                    max((SELECT max(",
            $crate::record::delivery_rank!(),
            ") FROM change WHERE change.record = record.id), ",
            $crate::upload::files_rank_of!("record.id"),
            ") AS delivery
             FROM record LEFT JOIN mirror ON mirror.n = record.n ",
            $rest
        )
    };
}
pub(crate) use select_records;

/// A row of [`select_records`]. The inner error is a body that is no JSON object.
pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Result<Stored, StoreError>> {
    let Ok(kind) = row.get_ref("kind")?.as_str()?.parse::<RecordKind>();
    let record = Record {
        id: sql::id(row, "id")?,
        kind,
        body: Body::new(),
        revision: sql::count(row, "revision")?,
        author: sql::id(row, "author")?,
        updated_at: Timestamp(row.get("updated_at")?),
        rev: sql::optional_count(row, "rev")?,
        delivery: Delivery::of_rank(row.get("delivery")?),
    };
    let n = row.get("n")?;
    let body = sql::body(row.get_ref("body")?.as_str()?);
    Ok(body.map(|body| Stored { n, record: Record { body, ..record } }))
}

pub(crate) fn find(connection: &Connection, id: RecordId) -> Result<Option<Stored>, StoreError> {
    let mut statement = connection.prepare_cached(select_records!("WHERE record.id = ?1"))?;
    statement.query_row([id.0], read).optional()?.transpose()
}

/// A record to be written for the first time.
pub(crate) struct NewRecord<'a> {
    pub(crate) id: RecordId,
    pub(crate) kind: &'a RecordKind,
    pub(crate) author: UserId,
    pub(crate) body: &'a Body,
}

/// Writes a record that was not there; gives its place.
pub(crate) fn insert(
    connection: &Connection,
    new: &NewRecord<'_>,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let columns = index_columns(new.kind, new.body);
    let mut statement = connection.prepare_cached(
        "INSERT INTO record (id, kind, author, revision, updated_at, hamlet, citizen, procedure, state, day,
                             name_key, body)
         VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    let n = statement.insert(params![
        new.id.0,
        new.kind.as_str(),
        new.author.0,
        now.0,
        columns.hamlet,
        columns.citizen.map(|id| id.0),
        columns.procedure,
        columns.state,
        columns.day,
        name_key(&columns),
        sql::text(new.body)?,
    ])?;
    search_text::write(connection, n, None, Some(&columns))?;
    people_index::write(connection, new.id, new.kind, (None, Some(new.body)))?;
    paper_index::begin(connection, new.id)?;
    paper_index::write(connection, new.id, &BTreeSet::new(), &paper_index::of(new.kind, new.body))?;
    Ok(n)
}

/// Writes a record's new body. The index columns are written only when they change: SQLite would
/// rewrite every index of a column that is named in an UPDATE.
pub(crate) fn update(
    connection: &Connection,
    old: &Stored,
    body: &Body,
    now: Timestamp,
) -> Result<(), StoreError> {
    let kind = &old.record.kind;
    connection
        .prepare_cached("UPDATE record SET body = ?2, revision = revision + 1, updated_at = ?3 WHERE n = ?1")?
        .execute(params![old.n, sql::text(body)?, now.0])?;
    let (before, after) = (index_columns(kind, &old.record.body), index_columns(kind, body));
    if before != after {
        write_index_columns(connection, old.n, &after)?;
        search_text::write(connection, old.n, Some(&before), Some(&after))?;
    }
    people_index::write(connection, old.record.id, kind, (Some(&old.record.body), Some(body)))?;
    let (before, after) = (paper_index::of(kind, &old.record.body), paper_index::of(kind, body));
    paper_index::write(connection, old.record.id, &before, &after)
}

pub(crate) fn write_index_columns(
    connection: &Connection,
    n: i64,
    columns: &IndexColumns,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "UPDATE record SET hamlet = ?2, citizen = ?3, procedure = ?4, state = ?5, day = ?6, name_key = ?7
         WHERE n = ?1",
    )?;
    statement.execute(params![
        n,
        columns.hamlet,
        columns.citizen.map(|id| id.0),
        columns.procedure,
        columns.state,
        columns.day,
        name_key(columns),
    ])?;
    Ok(())
}

/// Takes a record out, with its mirror and its words. Its changes stay.
pub(crate) fn remove(connection: &Connection, stored: &Stored) -> Result<(), StoreError> {
    let columns = index_columns(&stored.record.kind, &stored.record.body);
    search_text::write(connection, stored.n, Some(&columns), None)?;
    let Record { id, kind, body, .. } = &stored.record;
    people_index::write(connection, *id, kind, (Some(body), None))?;
    connection.prepare_cached("DELETE FROM record WHERE n = ?1")?.execute([stored.n])?;
    paper_index::leave(connection, stored.record.id)
}

fn name_key(columns: &IndexColumns) -> Option<Vec<u8>> {
    columns.name.as_deref().map(name::sort_key)
}
