//! `key.json`: the wraps of one replica's data key.

use crate::{
    error::StoreError,
    files,
    keys::{DataKey, KdfCost, KnownWrap, PinWrap, RecoveryWrap, Wrap},
    pin::{self, WrongPins},
    tries,
};
use serde::{Deserialize, Serialize};
use std::path::Path;
use tan_nha_domain::{ids::ReplicaId, time::Timestamp};

/// Its name in the replica's folder.
pub(crate) const NAME: &str = "key.json";
const VERSION: u32 = 1;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct KeyFile {
    version: u32,
    pub(crate) replica: ReplicaId,
    wraps: Vec<Wrap>,
}

impl KeyFile {
    pub(crate) fn new(replica: ReplicaId) -> Self {
        Self { version: VERSION, replica, wraps: Vec::new() }
    }

    pub(crate) fn read(folder: &Path) -> Result<Self, StoreError> {
        let file: Self = files::read_json(folder, NAME)?.ok_or(StoreError::KeyFileDamaged { file: NAME })?;
        if file.version > VERSION { Err(StoreError::NewerFile) } else { Ok(file) }
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        files::write_json(folder, NAME, self)
    }

    /// Tries a PIN. It is counted as wrong on the disk before it is tried, so that pulling the plug
    /// in time gives nobody a free try; a right one takes the count away again.
    ///
    /// # Errors
    /// [`StoreError::PinWait`] untried, [`StoreError::WrongPin`]; `KeyFileDamaged` without a PIN wrap.
    pub(crate) fn open_with_pin(
        &self,
        folder: &Path,
        pin: &str,
        now: Timestamp,
    ) -> Result<DataKey, StoreError> {
        let wrap = self.pin_wrap().ok_or(StoreError::KeyFileDamaged { file: NAME })?;
        let written = tries::read(folder)?;
        let wrong = written.with_clock(now);
        if wrong.wait_s(now) > 0 {
            if wrong != written {
                tries::write(folder, wrong)?;
            }
            return Err(StoreError::PinWait { wait_s: wrong.wait_s(now) });
        }
        let wrong = wrong.after_another(now);
        tries::write(folder, wrong)?;
        let Some(key) = wrap.open(self.replica, &pin::bytes(pin)) else {
            return Err(StoreError::WrongPin { wait_s: wrong.step_s() });
        };
        tries::write(folder, WrongPins::default())?;
        Ok(key)
    }

    /// The data key by the ward's recovery key.
    ///
    /// # Errors
    /// [`StoreError::WrongRecoveryKey`].
    pub(crate) fn open_with_recovery(&self, secret: &[u8; 32]) -> Result<DataKey, StoreError> {
        self.wraps
            .iter()
            .find_map(|wrap| match wrap {
                Wrap::Known(KnownWrap::Recovery(wrap)) => wrap.open(self.replica, secret),
                _ => None,
            })
            .ok_or(StoreError::WrongRecoveryKey)
    }

    /// Puts a new PIN in the place of the old one.
    pub(crate) fn set_pin(&mut self, key: &DataKey, pin: &[u8], cost: KdfCost) -> Result<(), StoreError> {
        let wrap = PinWrap::make(key, self.replica, pin, cost)?;
        self.wraps.retain(|wrap| !matches!(wrap, Wrap::Known(KnownWrap::Pin(_))));
        self.wraps.push(Wrap::Known(KnownWrap::Pin(wrap)));
        Ok(())
    }

    /// Wraps the key for one more recovery key; a wrap for the same one is made anew.
    pub(crate) fn add_recovery(&mut self, key: &DataKey, public: &[u8; 32]) -> Result<(), StoreError> {
        let new = RecoveryWrap::make(key, self.replica, public)?;
        self.wraps.retain(
            |wrap| !matches!(wrap, Wrap::Known(KnownWrap::Recovery(old)) if old.key_id == new.key_id),
        );
        self.wraps.push(Wrap::Known(KnownWrap::Recovery(new)));
        Ok(())
    }

    /// What trying one PIN costs.
    pub(crate) fn pin_cost(&self) -> Option<KdfCost> {
        self.pin_wrap().map(PinWrap::cost)
    }

    fn pin_wrap(&self) -> Option<&PinWrap> {
        self.wraps.iter().find_map(|wrap| match wrap {
            Wrap::Known(KnownWrap::Pin(wrap)) => Some(wrap),
            _ => None,
        })
    }
}
