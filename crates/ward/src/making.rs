//! Making a ward, so that it may be killed at any moment and made again.
//!
//! 1. The file is built whole as `ward.db.making`, under a key that stands in `<key file>.making`.
//! 2. The key gets its name, durably.
//! 3. The file gets its name, durably: from then on there is a ward.
//!
//! What is found under a name of the making is nobody's ward. Killed between 2 and 3, the key is known by
//! the unfinished file that it opens.

use crate::{
    clock::Clock,
    db::{
        Db, FILE,
        ward_row::{self, FirstRow},
    },
    error::WardError,
    key_file::{self, FileKey},
    root::Root,
    ward::NewWard,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Makes a ward of this tidied name; gives where its key is.
pub(crate) fn make(new: &NewWard, name: &str, clock: &Clock) -> Result<PathBuf, WardError> {
    let key_place = key_file::place_for(&new.data, new.key_file.as_deref())?;
    make_folder(&new.data)?;
    // Two at a time would mix their keys and files: the second waits, and finds the first one's ward. Where
    // folders cannot be locked there is no worse than before.
    let folder = fs::File::open(&new.data)?;
    drop(folder.lock());
    let file = new.data.join(FILE);
    if file.exists() {
        return Err(WardError::WardExists);
    }
    let making = making_of(&new.data);
    let key_making = key_file::making_of(&key_place);
    if key_place.exists() {
        if !opens(&key_place, &making) {
            return Err(WardError::KeyFileExists);
        }
        drop(fs::remove_file(&key_making));
        fs::rename(&key_place, &key_making)?;
    }
    let built = clear(&making)
        .and_then(|()| build(new, name, clock, &making, &key_making))
        .and_then(|()| key_file::name_durably(&key_making, &key_place));
    if let Err(error) = built {
        // Both were made a moment ago by this call, and hold nothing.
        drop(clear(&making));
        drop(fs::remove_file(&key_making));
        return Err(error);
    }
    fs::File::open(&making)?.sync_all()?;
    fs::rename(&making, &file)?;
    folder.sync_all()?;
    if let Some(parent) = std::path::absolute(&new.data)?.parent() {
        fs::File::open(parent)?.sync_all()?;
    }
    Ok(key_place)
}

/// Whether a making was begun in this folder and did not come to its end.
pub(crate) fn was_begun(data: &Path) -> bool {
    making_of(data).exists()
}

fn making_of(data: &Path) -> PathBuf {
    data.join(format!("{FILE}.making"))
}

/// Whether this key opens this file, and the file is a ward's.
fn opens(key_place: &Path, making: &Path) -> bool {
    let open = |key: FileKey| Db::open(making, key).and_then(|db| db.read(ward_row::get));
    making.exists() && key_file::read(key_place).and_then(open).is_ok()
}

fn clear(making: &Path) -> Result<(), WardError> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = making.as_os_str().to_owned();
        name.push(suffix);
        let file = Path::new(&name);
        if file.exists() {
            fs::remove_file(file)?;
        }
    }
    Ok(())
}

/// Builds the file whole: once it is closed, nothing of it stands in a log.
fn build(
    new: &NewWard,
    name: &str,
    clock: &Clock,
    making: &Path,
    key_making: &Path,
) -> Result<(), WardError> {
    let now = clock.now();
    let root = Root::make(&new.code, now.date_in_vietnam())?;
    let recovery_key = zeroize::Zeroizing::new(key_file::random::<32>()?);
    let db = Db::create(making, key_file::make(key_making)?)?;
    db.write(|conn| {
        let row = FirstRow { code: &new.code, name, root: &root, recovery_key: &recovery_key, made_at: now };
        ward_row::insert(conn, &row)
    })?;
    db.checkpoint()
}

fn make_folder(data: &Path) -> Result<(), WardError> {
    let mut folder = fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    Ok(folder.create(data)?)
}
