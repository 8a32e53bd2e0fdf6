//! `tries`: the wrong PINs since the last right one. Eight bytes written in place, so that counting a
//! try needs no new room: on a full disk people still get to their work.

use crate::{error::StoreError, files, pin::WrongPins};
use std::{
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};

/// Its name in the replica's folder.
const NAME: &str = "tries";

/// What is written; none when nobody ever tried.
///
/// # Errors
/// `Io`.
pub(crate) fn read(folder: &Path) -> Result<WrongPins, StoreError> {
    let mut bytes = Vec::new();
    files::open_private(&folder.join(NAME))?.read_to_end(&mut bytes)?;
    Ok(<[u8; 8]>::try_from(bytes).map_or_else(|_| WrongPins::default(), WrongPins::from_bytes))
}

/// Writes it, durably.
///
/// # Errors
/// `Io`; `DiskFull` when it is not there yet.
pub(crate) fn write(folder: &Path, wrong: WrongPins) -> Result<(), StoreError> {
    let mut file = files::open_private(&folder.join(NAME))?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&wrong.to_bytes())?;
    Ok(file.sync_all()?)
}
