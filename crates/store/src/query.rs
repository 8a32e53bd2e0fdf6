//! Lists of records by what they are indexed by.

use crate::{
    error::StoreError,
    record::{self, Record, select_records},
    sql,
    store::Store,
};
use rusqlite::{Connection, params_from_iter, types::Value};
use std::collections::BTreeMap;
use tan_nha_domain::{ids::RecordId, record::RecordKind};

/// Where a record stands, without what is in it: as long as it is the same, so is the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordMark {
    /// The record.
    pub id: RecordId,
    /// Its revision on this device.
    pub revision: u64,
    /// Whether the ward's version of it was seen.
    pub seen: bool,
    /// Whether some of it is on the shelf.
    pub set_aside: bool,
}

/// Which records, in which order.
#[derive(Clone, Debug)]
pub struct Query<'a> {
    /// Their kind.
    pub kind: RecordKind,
    /// Their state.
    pub state: Option<&'a str>,
    /// Their procedure's key.
    pub procedure: Option<&'a str>,
    /// The citizen they are about.
    pub citizen: Option<RecordId>,
    /// Their hamlet, as it is written in them.
    pub hamlet: Option<&'a str>,
    /// Their day, first and last (`2026-05-21`).
    pub days: Option<(&'a str, &'a str)>,
    /// Whether the members of groups are among them.
    pub members: bool,
    /// Whether only dossiers whose fee was paid in cash that the desk does not have.
    pub carried_cash: bool,
    /// In which order.
    pub order: Order,
    /// At most so many.
    pub limit: Option<usize>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What this device wrote last comes first.
    #[default]
    Newest,
    /// By day, then in the order they were made.
    Day,
    /// The Vietnamese order of names.
    Name,
}

impl<'a> Query<'a> {
    /// All records of a kind; narrow it by struct update syntax.
    pub fn of(kind: RecordKind) -> Self {
        Self {
            kind,
            state: None,
            procedure: None,
            citizen: None,
            hamlet: None,
            days: None,
            members: true,
            carried_cash: false,
            order: Order::default(),
            limit: None,
        }
    }

    /// The condition and its values; only what is asked for stands in it, so that SQLite can choose
    /// the index.
    fn condition(&self) -> (String, Vec<Value>) {
        let text = |text: &str| Value::from(text.to_owned());
        let mut parts = vec![("record.kind = ?", text(self.kind.as_str()))];
        parts.extend(self.state.map(|state| ("record.state = ?", text(state))));
        parts.extend(self.procedure.map(|key| ("record.procedure = ?", text(key))));
        parts.extend(self.citizen.map(|id| ("record.citizen = ?", Value::from(id.0))));
        parts.extend(self.hamlet.map(|name| ("record.hamlet = ?", text(name))));
        if let Some((first, last)) = self.days {
            parts.push(("record.day >= ?", text(first)));
            parts.push(("record.day <= ?", text(last)));
        }
        let (mut conditions, values): (Vec<&str>, Vec<Value>) = parts.into_iter().unzip();
        if !self.members {
            conditions.push("record.body ->> '$.group' IS NULL");
        }
        if self.carried_cash {
            conditions.push(
                "EXISTS (SELECT 1 FROM json_each(record.body, '$.fee') AS note WHERE iif(note.type = 'object',
                    note.value ->> 'how' = 'cash' AND note.value ->> 'handed_in' IS NULL, FALSE))",
            );
        }
        (format!("WHERE {}", conditions.join(" AND ")), values)
    }
}

impl Store {
    /// The records of a query.
    ///
    /// # Errors
    /// `Database`, `PartDamaged`.
    pub fn records(&self, query: &Query<'_>) -> Result<Vec<Record>, StoreError> {
        select(&self.connection, query)
    }

    /// How many records a query has; its limit does not matter.
    ///
    /// # Errors
    /// `Database`.
    pub fn count(&self, query: &Query<'_>) -> Result<u64, StoreError> {
        let (condition, values) = query.condition();
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT count(*) AS n FROM record {condition}"))?;
        Ok(statement.query_row(params_from_iter(values), |row| sql::count(row, "n"))?)
    }

    /// The records of a kind without their bodies, in the order of their ids.
    ///
    /// # Errors
    /// `Database`.
    pub fn marks(&self, kind: &RecordKind) -> Result<Vec<RecordMark>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record.id, record.revision, mirror.n IS NOT NULL AS seen,
                    EXISTS (SELECT 1 FROM change WHERE change.record = record.id AND delivery = 'set_aside') AS set_aside
             FROM record LEFT JOIN mirror USING (n) WHERE record.kind = ?1 ORDER BY record.id",
        )?;
        let rows = statement.query_map([kind.as_str()], |row| {
            Ok(RecordMark {
                id: sql::id(row, "id")?,
                revision: sql::count(row, "revision")?,
                seen: row.get("seen")?,
                set_aside: row.get("set_aside")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many records of a kind are in each state.
    ///
    /// # Errors
    /// `Database`.
    pub fn counts_by_state(&self, kind: &RecordKind) -> Result<BTreeMap<String, u64>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT state, count(*) AS n FROM record WHERE kind = ?1 AND state IS NOT NULL GROUP BY state",
        )?;
        let rows =
            statement.query_map([kind.as_str()], |row| Ok((row.get("state")?, sql::count(row, "n")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

pub(crate) fn select(connection: &Connection, query: &Query<'_>) -> Result<Vec<Record>, StoreError> {
    let (condition, mut values) = query.condition();
    let order = match query.order {
        Order::Newest => "record.updated_at DESC, record.n DESC",
        Order::Day => "record.day, record.id",
        Order::Name => "record.name_key, record.id",
    };
    values.push(query.limit.map_or(-1, |limit| sql::int(limit as u64)).into());
    let text = format!("{} {condition} ORDER BY {order} LIMIT ?", select_records!(""));
    let mut statement = connection.prepare_cached(&text)?;
    let rows = statement.query_map(params_from_iter(values), record::read)?;
    rows.map(|row| Ok(row??.record)).collect()
}
