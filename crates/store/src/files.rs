//! Folders and small files that only their owner can read, and that are never half written.

use crate::error::StoreError;
use serde::{Serialize, de::DeserializeOwned};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// Makes a folder, and those above it, that only their owner may enter.
pub(crate) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(folder)?)
}

/// Opens a file for reading and writing that only its owner may read, and makes it where there is
/// none.
pub(crate) fn open_private(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

/// Makes the names in a folder as durable as the files they name.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    // Elsewhere a folder cannot be opened as a file, and a rename is durable by itself.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Writes `value` as JSON: after a power cut the file holds the old text or the new one, whole.
pub(crate) fn write_json<T: Serialize>(folder: &Path, name: &str, value: &T) -> Result<(), StoreError> {
    let text = serde_json::to_vec_pretty(value)?;
    let beside = folder.join(format!("{name}.new"));
    let mut file = open_private(&beside)?;
    file.set_len(0)?;
    file.write_all(&text)?;
    file.sync_all()?;
    fs::rename(&beside, folder.join(name))?;
    sync_folder(folder)
}

/// Reads a JSON file; none when there is none.
///
/// # Errors
/// [`StoreError::KeyFileDamaged`] when it is not the expected JSON.
pub(crate) fn read_json<T: DeserializeOwned>(
    folder: &Path,
    name: &'static str,
) -> Result<Option<T>, StoreError> {
    match fs::read(folder.join(name)) {
        Ok(text) => {
            serde_json::from_slice(&text).map(Some).map_err(|_| StoreError::KeyFileDamaged { file: name })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Copies a file that only its owner may read, durably.
pub(crate) fn copy_private(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut target = open_private(to)?;
    target.set_len(0)?;
    io::copy(&mut File::open(from)?, &mut target)?;
    Ok(target.sync_all()?)
}
