//! One replica's open file.

use crate::{
    database::{self, LivePragmas},
    error::StoreError,
    key_file::KeyFile,
    keys::{DataKey, KdfCost},
    membership::{self, Membership},
    pin, search_text,
};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::{
    fmt,
    path::{Path, PathBuf},
};
use tan_nha_domain::{ids::ReplicaId, time::Timestamp};
use uuid::{ContextV7, Uuid};

/// An open replica: its database, and its key for as long as it is open.
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) membership: Option<Membership>,
    pub(crate) ids: Ids,
    pub(crate) on_write: Option<Box<dyn Fn() + Send>>,
    folder: PathBuf,
    key_file: KeyFile,
    key: DataKey,
}

impl Store {
    pub(crate) fn new(
        mut connection: Connection,
        folder: &Path,
        key_file: KeyFile,
        key: DataKey,
    ) -> Result<Self, StoreError> {
        search_text::bring_up_to_date(&mut connection)?;
        let membership = membership::load(&connection)?;
        let folder = folder.to_owned();
        Ok(Self { connection, membership, ids: Ids::default(), on_write: None, folder, key_file, key })
    }

    /// Which replica this device is: the one that its folder and key file are named after, until it is enrolled
    /// again.
    pub fn replica(&self) -> ReplicaId {
        self.membership.as_ref().map_or(self.key_file.replica, |membership| membership.replica)
    }

    /// Checks a PIN while the file is open, as a screen lock does.
    ///
    /// # Errors
    /// [`StoreError::WrongPin`], [`StoreError::PinWait`]; `DiskFull`, `Io`.
    pub fn check_pin(&mut self, pin: &str, now: Timestamp) -> Result<(), StoreError> {
        self.key_file.open_with_pin(&self.folder, pin, now).map(drop)
    }

    /// Puts a new PIN in the place of the old one, which must be right.
    ///
    /// # Errors
    /// [`StoreError::PinTooShort`], [`StoreError::WrongPin`], [`StoreError::PinWait`]; `DiskFull`, `Io`.
    pub fn change_pin(&mut self, old: &str, new: &str, now: Timestamp) -> Result<(), StoreError> {
        pin::accept(new)?;
        self.check_pin(old, now)?;
        self.set_pin(new, self.key_file.pin_cost().unwrap_or(KdfCost::FIELD))
    }

    /// Puts a new PIN in the place of the old one, after an opening by the recovery key.
    ///
    /// # Errors
    /// [`StoreError::PinTooShort`]; `DiskFull`, `Io`, `NoRandomness`.
    pub fn set_pin(&mut self, pin: &str, cost: KdfCost) -> Result<(), StoreError> {
        let pin = pin::accept(pin)?;
        self.rewrite_keys(|key_file, key| key_file.set_pin(key, &pin, cost))
    }

    /// Wraps the data key for the ward's recovery key (public half, X25519), so that a forgotten PIN
    /// loses nothing. A second time for the same key changes nothing that matters.
    ///
    /// # Errors
    /// `DiskFull`, `Io`.
    pub fn add_recovery_wrap(&mut self, public: &[u8; 32]) -> Result<(), StoreError> {
        self.rewrite_keys(|key_file, key| key_file.add_recovery(key, public))
    }

    /// What the live connection says of itself; `integrity_check` reads the whole file.
    ///
    /// # Errors
    /// `Database`.
    pub fn live_pragmas(&self) -> Result<LivePragmas, StoreError> {
        database::live_pragmas(&self.connection)
    }

    /// Begins a transaction that will write.
    pub(crate) fn transaction(&mut self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }

    /// Changes the key file; memory follows only when the disk has it.
    fn rewrite_keys(
        &mut self,
        change: impl FnOnce(&mut KeyFile, &DataKey) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut key_file = self.key_file.clone();
        change(&mut key_file, &self.key)?;
        key_file.write(&self.folder)?;
        self.key_file = key_file;
        Ok(())
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.replica())
    }
}

/// Makes UUIDv7 from the time that is passed in; within a millisecond, and when the clock is set back,
/// they still ascend.
#[derive(Default)]
pub(crate) struct Ids {
    context: ContextV7,
    /// For the simulation: whose ids they are and the last number given, in the place of what is drawn.
    #[cfg(feature = "simulation")]
    numbered: Option<(u32, std::cell::Cell<u32>)>,
}

impl Ids {
    pub(crate) fn next(&self, now: Timestamp) -> Uuid {
        let ms = u64::try_from(now.0).unwrap_or(0);
        #[cfg(feature = "simulation")]
        if let Some((whose, last)) = &self.numbered {
            last.set(last.get() + 1);
            return Uuid::from_u64_pair(u64::from(last.get()), u64::from(*whose));
        }
        let nanos = u32::try_from(ms % 1000).unwrap_or(0) * 1_000_000;
        Uuid::new_v7(uuid::Timestamp::from_unix(&self.context, ms / 1000, nanos))
    }

    #[cfg(feature = "simulation")]
    pub(crate) fn numbered(whose: u32) -> Self {
        Self { numbered: Some((whose, std::cell::Cell::new(0))), ..Self::default() }
    }
}
