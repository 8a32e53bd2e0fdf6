//! Between the types of the domain and those of SQLite.

use crate::error::StoreError;
use rusqlite::Row;
use tan_nha_domain::patch::Body;
use uuid::Uuid;

/// A count as SQLite holds it.
pub(crate) fn int(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count from a column that a CHECK keeps from being negative.
pub(crate) fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    optional_count(row, column).map(Option::unwrap_or_default)
}

/// The same, where the column may be null.
pub(crate) fn optional_count(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(|value| u64::try_from(value).unwrap_or(0)))
}

/// An id of any type.
pub(crate) fn id<T: From<Id>>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    row.get::<_, Uuid>(column).map(|uuid| Id(uuid).into())
}

/// A UUID on its way from a column to its type.
pub(crate) struct Id(Uuid);

macro_rules! from_id {
    ($($name:ident),*) => {$(
        impl From<Id> for tan_nha_domain::ids::$name {
            fn from(id: Id) -> Self {
                Self(id.0)
            }
        }
    )*};
}

from_id!(RecordId, OpId, ReplicaId, UserId);

/// A body from its column.
pub(crate) fn body(text: &str) -> Result<Body, StoreError> {
    Ok(serde_json::from_str(text)?)
}

/// A body for its column.
pub(crate) fn text(body: &Body) -> Result<String, StoreError> {
    Ok(serde_json::to_string(body)?)
}
