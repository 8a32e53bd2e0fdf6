//! The limit: the least that a program can do which keeps, sends and receives the same records by the same
//! libraries. Encrypted and durable as ours; no TLS, no people, no rules, no checks, no merges, no search.

use axum::{Router, body::Bytes, extract::State, routing::post};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use std::{
    path::Path,
    sync::{Arc, Mutex},
};
use tan_nha_domain::patch::Body;
use tokio::runtime::Runtime;
use uuid::Uuid;

const SETTINGS: &str = "
    PRAGMA key = \"x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'\";
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA cache_size = -16384;
    PRAGMA temp_store = MEMORY;
    CREATE TABLE record (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
    CREATE TABLE outbox (n INTEGER PRIMARY KEY, received INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE INDEX waiting ON outbox (n) WHERE received = 0;
";

#[derive(Serialize, Deserialize)]
struct Row {
    n: i64,
    id: Uuid,
    body: Box<RawValue>,
}

#[derive(Serialize, Deserialize)]
struct After {
    after: i64,
    limit: usize,
}

fn pack(message: &impl Serialize) -> Vec<u8> {
    zstd::encode_all(serde_json::to_vec(message).unwrap().as_slice(), 3).unwrap()
}

fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> T {
    serde_json::from_slice(&zstd::decode_all(bytes).unwrap()).unwrap()
}

fn database(file: &Path) -> Connection {
    let connection = Connection::open(file).unwrap();
    connection.execute_batch(SETTINGS).unwrap();
    connection
}

fn insert(connection: &Connection, row: &Row) {
    let mut statement = connection.prepare_cached("INSERT INTO record (id, body) VALUES (?1, ?2)").unwrap();
    statement.execute(params![row.id, row.body.get()]).unwrap();
}

/// A server of its own threads; gives its address.
pub fn serve(folder: &Path, runtime: &Runtime) -> String {
    type Shared = Arc<Mutex<Connection>>;
    async fn push(State(shared): State<Shared>, bytes: Bytes) -> Vec<u8> {
        let work = move || {
            let rows: Vec<Row> = unpack(&bytes);
            let mut connection = shared.lock().unwrap();
            let transaction = connection.transaction().unwrap();
            rows.iter().for_each(|row| insert(&transaction, row));
            transaction.commit().unwrap();
            pack(&rows.iter().map(|row| row.n).collect::<Vec<_>>())
        };
        tokio::task::spawn_blocking(work).await.unwrap()
    }
    async fn pull(State(shared): State<Shared>, bytes: Bytes) -> Vec<u8> {
        let work = move || {
            let After { after, limit } = unpack(&bytes);
            pack(&page(&shared.lock().unwrap(), "record", after, limit))
        };
        tokio::task::spawn_blocking(work).await.unwrap()
    }
    let shared: Shared = Arc::new(Mutex::new(database(&folder.join("server.db"))));
    let routes = Router::new().route("/push", post(push)).route("/pull", post(pull)).with_state(shared);
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    runtime.spawn(async move { axum::serve(listener, routes).await.unwrap() });
    address
}

fn page(connection: &Connection, table: &str, after: i64, limit: usize) -> Vec<Row> {
    let sql = match table {
        "record" => "SELECT n, id, body FROM record WHERE n > ?1 ORDER BY n LIMIT ?2",
        _ => {
            "SELECT outbox.n, record.id, outbox.body FROM outbox JOIN record ON record.n = outbox.n
             WHERE outbox.n > ?1 AND received = 0 ORDER BY outbox.n LIMIT ?2"
        }
    };
    let mut statement = connection.prepare_cached(sql).unwrap();
    let rows = statement.query_map(params![after, i64::try_from(limit).unwrap()], |row| {
        let body = RawValue::from_string(row.get(2)?).unwrap();
        Ok(Row { n: row.get(0)?, id: row.get(1)?, body })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// A device.
pub struct Device {
    connection: Connection,
    client: reqwest::Client,
    url: String,
}

impl Device {
    pub fn new(file: &Path, address: &str) -> Self {
        // Never used, and asked for by every client. A second one is refused, which does no harm.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { connection: database(file), client, url: format!("http://{address}") }
    }

    /// Saves a record and its row in the outbox; durable when it returns.
    pub fn save(&mut self, bodies: &[Body]) {
        let transaction = self.connection.transaction().unwrap();
        for body in bodies {
            let body = RawValue::from_string(serde_json::to_string(body).unwrap()).unwrap();
            let row = Row { n: 0, id: Uuid::now_v7(), body };
            insert(&transaction, &row);
            let mut statement = transaction
                .prepare_cached("INSERT INTO outbox (n, received, body) VALUES (?1, 0, ?2)")
                .unwrap();
            statement.execute(params![transaction.last_insert_rowid(), row.body.get()]).unwrap();
        }
        transaction.commit().unwrap();
    }

    /// Sends what waits; gives the bytes of the requests' bodies.
    pub fn push(&mut self, runtime: &Runtime, batch: usize) -> usize {
        let mut sent = 0;
        loop {
            let rows = page(&self.connection, "outbox", 0, batch);
            if rows.is_empty() {
                return sent;
            }
            let body = pack(&rows);
            sent += body.len();
            let receipts: Vec<i64> = unpack(&self.post(runtime, "push", body));
            let transaction = self.connection.transaction().unwrap();
            for n in receipts {
                let mut statement =
                    transaction.prepare_cached("UPDATE outbox SET received = 1 WHERE n = ?1").unwrap();
                statement.execute([n]).unwrap();
            }
            transaction.commit().unwrap();
        }
    }

    /// Takes in all that the server has; gives the bytes of the answers' bodies.
    pub fn pull(&mut self, runtime: &Runtime, limit: usize) -> usize {
        let (mut after, mut came) = (0, 0);
        loop {
            let body = self.post(runtime, "pull", pack(&After { after, limit }));
            came += body.len();
            let rows: Vec<Row> = unpack(&body);
            let Some(last) = rows.last() else { return came };
            after = last.n;
            let transaction = self.connection.transaction().unwrap();
            rows.iter().for_each(|row| insert(&transaction, row));
            transaction.commit().unwrap();
        }
    }

    fn post(&self, runtime: &Runtime, path: &str, body: Vec<u8>) -> Vec<u8> {
        let request = self.client.post(format!("{}/{path}", self.url)).body(body).send();
        runtime.block_on(async { request.await.unwrap().bytes().await.unwrap().to_vec() })
    }
}
