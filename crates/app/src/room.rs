//! The room that is left on the disk: looked at before a photo is begun with, so that what is typed after it still has
//! a place. A disk that fills up in spite of it is said by the store, and leaves nothing half.

use crate::{App, error::AppError};
use std::path::Path;

const MB: u64 = 1024 * 1024;
/// What stays free for answers.
const FOR_ANSWERS: u64 = 4 * MB;
/// What a photo takes: about 1 MB, first in the log and then in the file.
const PHOTO: u64 = 2 * MB;
/// With room for fewer photos than a day of visits takes, it is told.
const FEW: u64 = 50;

/// How much room is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Room {
    /// Bytes that are free for this program.
    pub(crate) free: u64,
}

impl Room {
    /// For about how many photos it will do.
    pub(crate) fn photos(self) -> u64 {
        self.free.saturating_sub(FOR_ANSWERS) / PHOTO
    }

    /// Whether it gets short.
    pub(crate) fn is_short(self) -> bool {
        self.photos() < FEW
    }

    fn check(self, bytes: u64) -> Result<(), AppError> {
        let needed = bytes.saturating_mul(2).saturating_add(FOR_ANSWERS);
        if self.free < needed { Err(AppError::NoSpace { free: self.free, needed }) } else { Ok(()) }
    }
}

impl App {
    /// The room on the disk of the profile; none where the system does not tell.
    pub(crate) fn room(&self) -> Option<Room> {
        free_below(self.folder()).map(|free| Room { free })
    }

    /// Whether a paper of so many bytes may be begun with.
    ///
    /// # Errors
    /// [`AppError::NoSpace`].
    pub(crate) fn has_room_for(&self, bytes: u64) -> Result<(), AppError> {
        self.room().map_or(Ok(()), |room| room.check(bytes))
    }
}

#[cfg(unix)]
fn free_below(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

#[cfg(not(unix))]
fn free_below(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_begun_with_while_answers_still_have_room_after_it() {
        let room = |free| Room { free };
        assert!(room(6 * MB).check(MB).is_ok());
        let refused = room(6 * MB - 1).check(MB).unwrap_err();
        assert!(matches!(refused, AppError::NoSpace { free, needed } if free + 1 == needed));
        assert!(room(u64::MAX).check(u64::MAX).is_ok(), "nothing overflows");
    }

    #[test]
    fn it_is_told_before_it_is_too_late() {
        let room = |free| Room { free };
        assert_eq!((room(0).photos(), room(0).is_short()), (0, true));
        assert_eq!((room(24 * MB).photos(), room(24 * MB).is_short()), (10, true));
        assert!(!room(1024 * MB).is_short());
    }
}
