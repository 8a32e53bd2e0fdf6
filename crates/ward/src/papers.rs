//! Dossiers and their files: a dossier is whole when every file that it names is here, and whoever sees it
//! hears how many are.

use crate::{
    access::Caller,
    db::{
        pages::PageRow,
        papers,
        records::{self, Record},
        ward_row,
    },
    error::WardError,
};
use rusqlite::Connection;
use tan_nha_domain::{change::Hash, paper, record::RecordKind};

/// Notes which files a dossier names, after it was written as row `n`.
pub(crate) fn note(conn: &Connection, caller: &Caller, n: i64, record: &Record) -> Result<(), WardError> {
    if record.kind != RecordKind::Dossier {
        return Ok(());
    }
    papers::index(conn, n, paper::papers(&record.kind, &record.body), caller.n)
}

/// A file came, or its content is lost: the viewers of the dossiers that name it hear of it.
pub(crate) fn tell(conn: &Connection, sha: Hash) -> Result<(), WardError> {
    for id in papers::naming(conn, sha)? {
        records::touch(conn, id, ward_row::next_seq(conn)?)?;
    }
    Ok(())
}

/// The files of a record that are not here.
pub(crate) fn missing(conn: &Connection, row: &PageRow) -> Result<Vec<Hash>, WardError> {
    if row.kind == RecordKind::Dossier.as_str() { papers::missing(conn, row.n) } else { Ok(Vec::new()) }
}
