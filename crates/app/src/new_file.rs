//! Files that are written for a person, where they asked for them.

use crate::error::AppError;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};
use tan_nha_store::StoreError;

/// Writes a file that is not there yet, readable for its owner alone: whole, or not at all.
///
/// # Errors
/// [`AppError::FileThere`]; what the operating system says.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), AppError> {
    // An empty file of ours holds the place, so that nobody else's is ever written over.
    create(path)?;
    let beside = beside(path);
    let written = prepare(&beside, content).and_then(|()| fs::rename(&beside, path).map_err(failed));
    if written.is_err() {
        drop(fs::remove_file(path));
    }
    written
}

/// Half a file would pass for the work, so it is taken away.
fn prepare(path: &Path, content: &[u8]) -> Result<(), AppError> {
    let mut file = create(path)?;
    let written = file.write_all(content).and_then(|()| file.sync_all());
    if written.is_err() {
        drop(fs::remove_file(path));
    }
    written.map_err(failed)
}

fn create(path: &Path) -> Result<File, AppError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(failed)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

fn failed(error: io::Error) -> AppError {
    match error.kind() {
        io::ErrorKind::AlreadyExists => AppError::FileThere,
        _ => AppError::Store(StoreError::from(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_never_written_over_and_nothing_is_left_of_one_that_failed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        write(&path, b"first").unwrap();
        assert!(matches!(write(&path, b"second"), Err(AppError::FileThere)));
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert!(write(&folder.path().join("none/b.pdf"), b"third").is_err());
        // Something of another's lies where it would be prepared.
        fs::write(folder.path().join("c.pdf.part"), b"another's").unwrap();
        assert!(write(&folder.path().join("c.pdf"), b"fourth").is_err());
        let mut left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["a.pdf", "c.pdf.part"]);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        write(&path, b"%PDF").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
