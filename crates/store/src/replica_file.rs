//! Making and opening the file of one replica.

use crate::{
    database,
    error::StoreError,
    files,
    key_file::{self, KeyFile},
    keys::{DataKey, KdfCost},
    migrations,
    pin::{self, WrongPins},
    store::Store,
    tries,
};
use std::path::Path;
use tan_nha_domain::{ids::ReplicaId, time::Timestamp};

/// The ways into a replica's folder (see [`crate::Profile::folder_of`]).
pub struct ReplicaFile;

impl ReplicaFile {
    /// The shortest PIN. Where the operating system has no keystore, eight characters are advised.
    pub const MIN_PIN_CHARS: usize = pin::MIN_CHARS;

    /// Makes a data key, an empty encrypted database, and last the key file with a wrap by the PIN.
    ///
    /// # Errors
    /// [`StoreError::PinTooShort`]; [`StoreError::FileExists`] when the folder has a key file already;
    /// `DiskFull`, `Io`, `Database`, `NoRandomness`.
    pub fn create(folder: &Path, replica: ReplicaId, pin: &str, cost: KdfCost) -> Result<Store, StoreError> {
        let pin = pin::accept(pin)?;
        files::make_folder(folder)?;
        if folder.join(key_file::NAME).exists() {
            return Err(StoreError::FileExists);
        }
        let key = DataKey::generate()?;
        let mut key_file = KeyFile::new(replica);
        key_file.set_pin(&key, &pin, cost)?;
        let connection = database::create(folder, &key)?;
        tries::write(folder, WrongPins::default())?;
        key_file.write(folder)?;
        Store::new(connection, folder, key_file, key)
    }

    /// Opens the database with a PIN.
    ///
    /// # Errors
    /// [`StoreError::WrongPin`], [`StoreError::PinWait`]; [`StoreError::KeyFileDamaged`],
    /// [`StoreError::FileDamaged`], [`StoreError::NewerFile`]; `DiskFull`, `Io`, `Database`.
    pub fn unlock(folder: &Path, pin: &str, now: Timestamp) -> Result<Store, StoreError> {
        let key_file = KeyFile::read(folder)?;
        let key = key_file.open_with_pin(folder, pin, now)?;
        Self::open(folder, key_file, key)
    }

    /// Opens the database with the secret half of the ward's recovery key (X25519); set a new PIN
    /// with [`Store::set_pin`].
    ///
    /// # Errors
    /// [`StoreError::WrongRecoveryKey`], else as [`Self::unlock`].
    pub fn open_with_recovery(folder: &Path, secret: &[u8; 32]) -> Result<Store, StoreError> {
        let key_file = KeyFile::read(folder)?;
        let key = key_file.open_with_recovery(secret)?;
        Self::open(folder, key_file, key)
    }

    fn open(folder: &Path, key_file: KeyFile, key: DataKey) -> Result<Store, StoreError> {
        database::open(folder, &key, migrations::ALL)
            .and_then(|connection| Store::new(connection, folder, key_file, key))
            .map_err(|error| database::set_aside_if_damaged(folder, error))
    }
}
