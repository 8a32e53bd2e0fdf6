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
    use serde_json::{Value, json};
    use std::{env, fs, path::Path};
    use tan_nha_domain::{fee::carriers, ids::UserId};
    use uuid::Uuid;

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
    fn who_carried_cash_before_the_ward_knew_carriers_hears_of_it() {
        let mut conn = Connection::open_in_memory().unwrap();
        MIGRATIONS[..7].iter().for_each(|migration| conn.execute_batch(migration).unwrap());
        conn.execute_batch(
            "PRAGMA user_version = 7;
             INSERT INTO ward (n, code, name, seq, root, root_key, recovery_key, made_at)
             VALUES (1, '29869', 'Mẫu', 9, x'00', x'00', zeroblob(32), 0);",
        )
        .unwrap();
        let (mai, huong) = (UserId(Uuid::from_u128(7)), UserId(Uuid::from_u128(8)));
        let note = |how: &str, carrier: UserId, handed_in: Value| {
            let note = json!({ "amount": 30_000, "how": how, "carried_by": carrier, "by": "Mai",
                               "at": "2026-05-21T02:00:00.000Z", "handed_in": handed_in });
            json!({ "fee": { "paid": note } })
        };
        let taken_in = json!({ "by": "An", "at": "2026-05-21T09:00:00.000Z" });
        let bodies = [
            json!({}),
            note("cash", mai, Value::Null),
            note("cash", mai, taken_in),
            note("desk", mai, Value::Null),
            json!({ "fee": { "paid": 7 } }),
            note("cash", huong, Value::Null),
        ];
        for (n, body) in (1_i64..).zip(&bodies) {
            let row = (n, Uuid::from_u128(n.unsigned_abs().into()), n + 3, mai.0, body.to_string());
            let sql = "INSERT INTO record (n, id, kind, rev, seq, author, open, body)
                       VALUES (?1, ?2, 'dossier', 1, ?3, ?4, 1, ?5)";
            conn.execute(sql, row).unwrap();
        }
        bring_up_to_date(&mut conn).unwrap();
        let sql = "SELECT n, seq, body, (SELECT person FROM carrier WHERE record = n),
                   EXISTS (SELECT 1 FROM mark WHERE mark.seq = record.seq) FROM record ORDER BY seq";
        let mut statement = conn.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| {
            let body: String = row.get(2)?;
            let carriers = carriers(&serde_json::from_str(&body).unwrap()).into_iter().next();
            assert_eq!(row.get::<_, Option<Uuid>>(3)?, carriers.map(|carrier| carrier.0), "{body}");
            assert_eq!(row.get::<_, bool>(4)?, carriers.is_some(), "{body}");
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        });
        let numbers: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
        assert_eq!(numbers, [(1, 4), (3, 6), (4, 7), (5, 8), (2, 10), (6, 11)]);
        assert_eq!(conn.query_row("SELECT seq FROM ward", [], |row| row.get::<_, i64>(0)).unwrap(), 11);
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
