//! The schema, as numbered files that are only ever added to.

use crate::error::WardError;
use rusqlite::{Connection, TransactionBehavior};

/// Every migration, in order; the file's `user_version` counts those that were run.
const MIGRATIONS: [&str; 8] = [
    include_str!("../../../../migrations/ward-sqlite/0001_create_ward.sql"),
    include_str!("../../../../migrations/ward-sqlite/0002_create_files.sql"),
    include_str!("../../../../migrations/ward-sqlite/0003_keep_conflicts.sql"),
    include_str!("../../../../migrations/ward-sqlite/0004_index_papers.sql"),
    include_str!("../../../../migrations/ward-sqlite/0005_know_where_devices_stand.sql"),
    include_str!("../../../../migrations/ward-sqlite/0006_mark_numbers.sql"),
    include_str!("../../../../migrations/ward-sqlite/0007_know_successors.sql"),
    include_str!("../../../../migrations/ward-sqlite/0008_know_who_carries_cash.sql"),
];

/// Runs the migrations that the file has not seen, all or none.
pub(super) fn bring_up_to_date(conn: &mut Connection) -> Result<(), WardError> {
    if version(conn)? == MIGRATIONS.len() {
        return Ok(());
    }
    // Another process may have been faster: what counts is the version under the write lock.
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = version(&transaction)?;
    if done > MIGRATIONS.len() {
        return Err(WardError::NewerFile);
    }
    for migration in &MIGRATIONS[done..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", MIGRATIONS.len().to_string())?;
    Ok(transaction.commit()?)
}

fn version(conn: &Connection) -> Result<usize, WardError> {
    let version: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{env, fs, path::Path};

    fn dump() -> String {
        let mut conn = Connection::open_in_memory().unwrap();
        bring_up_to_date(&mut conn).unwrap();
        let mut statement = conn
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name")
            .unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let parts: Vec<String> = rows.map(|sql| sql.unwrap() + ";\n").collect();
        format!(
            "-- What the migrations lead to. Written by the test that holds it true:\n\
             -- TAN_NHA_WRITE=1 cargo test -p tan-nha-ward schema\n\n{}",
            parts.join("\n")
        )
    }

    #[test]
    fn the_dumped_schema_is_what_the_migrations_lead_to() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/ward-sqlite/schema.sql");
        if env::var_os("TAN_NHA_WRITE").is_some() {
            fs::write(&path, dump()).unwrap();
        }
        assert!(fs::read_to_string(path).unwrap() == dump(), "run with TAN_NHA_WRITE=1");
    }

    #[test]
    fn every_migration_of_the_folder_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/ward-sqlite");
        let numbered = fs::read_dir(folder).unwrap().filter(|entry| {
            entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(|c: char| c.is_ascii_digit())
        });
        assert_eq!(numbered.count(), MIGRATIONS.len());
    }

    #[test]
    fn alarms_raised_before_there_were_files_are_kept_and_raised_once_as_before() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(MIGRATIONS[0]).unwrap();
        conn.execute_batch(
            "PRAGMA user_version = 1;
             INSERT INTO person (n, id, name, role, hamlets, made_at)
             VALUES (1, zeroblob(16), 'An', 'clerk', '[]', 0);
             INSERT INTO replica (n, id, person, token_hash, enrolled_at)
             VALUES (1, zeroblob(16), 1, zeroblob(32), 0);
             INSERT INTO alarm (n, at, code, replica, op_id, hash, header, payload)
             VALUES (7, 5, 'op_reused', 1, zeroblob(16), zeroblob(32), 'header', 'payload');",
        )
        .unwrap();
        bring_up_to_date(&mut conn).unwrap();
        let kept = "SELECT count(*) FROM alarm WHERE n = 7 AND at = 5 AND code = 'op_reused' AND replica = 1
                    AND op_id = zeroblob(16) AND hash = zeroblob(32) AND header = 'header' AND payload = 'payload'";
        assert_eq!(conn.query_row(kept, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
        let raise = |code: &str| {
            let sql = "INSERT INTO alarm (at, code, replica, hash) VALUES (6, ?1, 1, zeroblob(32))";
            conn.execute(sql, [code]).is_ok()
        };
        assert_eq!(
            ["op_reused", "file_mismatch", "file_mismatch", "invented"].map(raise),
            [false, true, false, false]
        );
    }

    #[test]
    fn a_file_of_a_newer_version_is_refused_and_left_as_it_is() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.pragma_update(None, "user_version", (MIGRATIONS.len() + 1).to_string()).unwrap();
        assert!(matches!(bring_up_to_date(&mut conn), Err(WardError::NewerFile)));
        let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 0);
    }
}
