//! The key of the ward's file, kept outside the data folder: a copied folder opens nothing.

use crate::error::WardError;
use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// The name of the credential under systemd's `LoadCredential=`.
const CREDENTIAL: &str = "tan-nha-ward.key";

/// The raw key of the database: 32 bytes.
pub(crate) struct FileKey(Zeroizing<[u8; 32]>);

impl FileKey {
    /// The key as SQLCipher takes it: 64 hexadecimal digits.
    pub(crate) fn hex(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// Random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], WardError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| WardError::Random)?;
    Ok(bytes)
}

/// Where `init` puts the key: `named`, or `<data>.key` beside the folder.
pub(crate) fn place_for(data: &Path, named: Option<&Path>) -> Result<PathBuf, WardError> {
    let data = std::path::absolute(data)?;
    let place = match named {
        Some(path) => std::path::absolute(path)?,
        None => beside(&data),
    };
    if place.starts_with(&data) {
        return Err(WardError::KeyFileInside);
    }
    Ok(place)
}

/// Where an existing ward's key is: `named`, else systemd's credential, else beside the folder.
pub(crate) fn find(data: &Path, named: Option<&Path>) -> Result<PathBuf, WardError> {
    if let Some(path) = named {
        return Ok(path.to_owned());
    }
    let credential = env::var_os("CREDENTIALS_DIRECTORY").map(|folder| Path::new(&folder).join(CREDENTIAL));
    match credential {
        Some(path) if path.exists() => Ok(path),
        _ => Ok(beside(&std::path::absolute(data)?)),
    }
}

fn beside(data: &Path) -> PathBuf {
    let mut name = data.file_name().unwrap_or_default().to_owned();
    name.push(".key");
    data.with_file_name(name)
}

/// Where a key stands while its ward is being made.
pub(crate) fn making_of(place: &Path) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(".making");
    PathBuf::from(name)
}

/// Makes a key and its file under the name of a making, readable by its owner only. A key that stands there
/// is of a ward that never was.
pub(crate) fn make(place: &Path) -> Result<FileKey, WardError> {
    let key = FileKey(Zeroizing::new(random()?));
    if place.exists() {
        fs::remove_file(place)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    writeln!(options.open(place)?, "{}", key.hex().as_str())?;
    Ok(key)
}

/// Gives a key its place, durable when this returns. What stands there is never overwritten.
pub(crate) fn name_durably(making: &Path, place: &Path) -> Result<(), WardError> {
    let folder = fs::File::open(place.parent().unwrap_or(Path::new("/")))?;
    fs::File::open(making)?.sync_all()?;
    match fs::hard_link(making, place) {
        Ok(()) => fs::remove_file(making)?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(WardError::KeyFileExists);
        }
        // A stick that knows no links.
        Err(_) => fs::rename(making, place)?,
    }
    Ok(folder.sync_all()?)
}

/// Reads a key from its file.
pub(crate) fn read(place: &Path) -> Result<FileKey, WardError> {
    let text = Zeroizing::new(fs::read_to_string(place).map_err(|_| WardError::KeyFileUnreadable)?);
    let digits = text.trim();
    if digits.len() != 64 || !digits.is_ascii() {
        return Err(WardError::KeyFileUnreadable);
    }
    let mut key = Zeroizing::new([0; 32]);
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * index..2 * index + 2], 16)
            .map_err(|_| WardError::KeyFileUnreadable)?;
    }
    Ok(FileKey(key))
}
