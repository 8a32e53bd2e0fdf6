//! The schema, as numbered SQL files that are only ever added to.

use crate::error::StoreError;
use rusqlite::{Connection, TransactionBehavior};

/// The text of one SQL file.
pub(crate) type Migration = &'static str;

/// All of them; the number of a file is its place here, from 1, and the database's `user_version`
/// after it.
pub(crate) const ALL: &[Migration] = &[
    include_str!("../../../migrations/device/0001_create_tables.sql"),
    include_str!("../../../migrations/device/0002_create_files.sql"),
    include_str!("../../../migrations/device/0003_keep_conflicts.sql"),
    include_str!("../../../migrations/device/0004_keep_marks.sql"),
    include_str!("../../../migrations/device/0005_succeed_replicas.sql"),
    include_str!("../../../migrations/device/0006_note_what_bundles_carry.sql"),
    include_str!("../../../migrations/device/0007_keep_papers_of_what_left.sql"),
    include_str!("../../../migrations/device/0008_know_people.sql"),
];

/// How many of them the database has seen.
pub(crate) fn version(connection: &Connection) -> Result<usize, StoreError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).map_err(|_| StoreError::Unexpected("a negative user_version"))
}

/// Applies those that the database has not seen, each in a transaction with its number.
pub(crate) fn apply(connection: &mut Connection, migrations: &[Migration]) -> Result<(), StoreError> {
    #[cfg(feature = "simulation")]
    crate::simulation::upgrade::watch(connection)?;
    for (index, migration) in migrations.iter().enumerate().skip(version(connection)?) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", index as i64 + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn schema(connection: &Connection) -> String {
        let mut statement = connection
            .prepare(
                "SELECT sql FROM sqlite_schema
                 WHERE sql IS NOT NULL AND name NOT GLOB 'search_*' AND name NOT GLOB 'sqlite_*'
                 ORDER BY type DESC, name",
            )
            .unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|sql| sql.unwrap() + ";\n").collect::<Vec<_>>().join("\n")
    }

    /// Run with `TAN_NHA_WRITE=1` to write the dump anew.
    #[test]
    fn the_dumped_schema_is_what_the_migrations_make() {
        let mut fresh = Connection::open_in_memory().unwrap();
        apply(&mut fresh, ALL).unwrap();
        let header = "-- Written by a test of crates/store from the migrations beside it. Do not edit.\n\n";
        let made = header.to_owned() + &schema(&fresh);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/device/schema.sql");
        if std::env::var_os("TAN_NHA_WRITE").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        assert!(std::fs::read_to_string(path).unwrap() == made, "stale: run this test with TAN_NHA_WRITE=1");
    }

    #[test]
    fn an_upgrade_from_any_version_equals_a_fresh_file() {
        let mut fresh = Connection::open_in_memory().unwrap();
        apply(&mut fresh, ALL).unwrap();
        for seen in 0..=ALL.len() {
            let mut old = Connection::open_in_memory().unwrap();
            apply(&mut old, &ALL[..seen]).unwrap();
            apply(&mut old, ALL).unwrap();
            assert_eq!(schema(&old), schema(&fresh));
            assert_eq!(version(&old).unwrap(), ALL.len());
        }
    }

    #[test]
    fn a_migration_that_fails_leaves_the_file_as_it_was() {
        let mut connection = Connection::open_in_memory().unwrap();
        apply(&mut connection, ALL).unwrap();
        let before = schema(&connection);
        let broken: Vec<Migration> =
            [ALL, &["CREATE TABLE half (n INTEGER); SELECT * FROM nowhere;"]].concat();
        assert!(apply(&mut connection, &broken).is_err());
        assert_eq!(schema(&connection), before);
        assert_eq!(version(&connection).unwrap(), ALL.len());
    }
}
