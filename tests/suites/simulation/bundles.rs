//! Work that goes by hand: a tablet writes a bundle, somebody carries it to the ward, and its receipts come back, each
//! whenever chance has it, cut or twice.

use crate::{
    dice::Dice,
    model::{Violation, broken},
    promise,
    world::World,
};
use std::io::Cursor;
use tan_nha_domain::ids::ReplicaId;
use tan_nha_forms::Forms;
use tan_nha_ward::WardError;

/// A file on somebody's stick.
pub enum Carried {
    /// Of the replica that the tablet was when it wrote it.
    Bundle {
        tablet: usize,
        replica: ReplicaId,
        bytes: Vec<u8>,
    },
    Receipts {
        tablet: usize,
        bytes: Vec<u8>,
    },
}

/// So many sticks lie about.
const STICKS: usize = 4;

impl World {
    pub fn write_bundle(&mut self, tablet: usize) -> Result<(), Violation> {
        let now = self.time_of(tablet);
        let mut bytes = Vec::new();
        let owner = &mut self.tablets[tablet];
        let held = owner.store.write_bundle(&mut bytes, now).map_err(broken)?;
        let line =
            format!("{} writes a bundle of {} changes, {} files", owner.label, held.changes, held.files);
        let replica = owner.replica;
        self.note(line);
        self.sticks.push(Carried::Bundle { tablet, replica, bytes });
        if self.sticks.len() > STICKS {
            self.sticks.remove(0);
        }
        self.check_tablet(tablet)
    }

    /// What is on a stick comes to where it is to go; the stick stays as it was, to be read again.
    pub fn carry(&mut self, dice: &mut Dice) -> Result<(), Violation> {
        if self.sticks.is_empty() {
            return Ok(());
        }
        let cut = dice.percent(self.temper.loss);
        let stick = dice.below(self.sticks.len());
        match &self.sticks[stick] {
            Carried::Bundle { tablet, replica, bytes } => {
                let (tablet, replica, mut bytes) = (*tablet, *replica, bytes.clone());
                if cut {
                    bytes.truncate(dice.below(bytes.len()));
                }
                self.hand_in((tablet, replica), bytes, cut)
            }
            Carried::Receipts { tablet, bytes } => {
                let (tablet, mut bytes) = (*tablet, bytes.clone());
                if cut {
                    bytes.truncate(dice.below(bytes.len()));
                }
                self.bring_back(tablet, &bytes, cut)
            }
        }
    }

    fn hand_in(
        &mut self,
        (tablet, replica): (usize, ReplicaId),
        bytes: Vec<u8>,
        cut: bool,
    ) -> Result<(), Violation> {
        let label = self.tablets[tablet].label.clone();
        match self.ward.take_in(&mut Cursor::new(bytes)) {
            Ok(taken) => {
                promise!(!cut, "a bundle of {label} was cut and is taken in");
                self.note(format!(
                    "the ward takes in a bundle of {label}: {} of {}",
                    taken.taken, taken.changes
                ));
                self.sticks.push(Carried::Receipts { tablet, bytes: taken.receipts });
            }
            Err(error) => {
                let known = self.ward.people().map_err(broken)?;
                let is_forgotten = known.iter().all(|known| known.replica != replica);
                let told = cut || is_forgotten && matches!(error, WardError::BundleReplicaUnknown);
                promise!(told, "a bundle of {label} is not taken in: {error:?}");
                self.note(format!(
                    "a bundle of {label} was cut, or is of a replica that the ward has forgotten"
                ));
            }
        }
        self.check_ward()
    }

    fn bring_back(&mut self, tablet: usize, bytes: &[u8], cut: bool) -> Result<(), Violation> {
        let now = self.time_of(tablet);
        let owner = &mut self.tablets[tablet];
        let read = owner.store.read_receipts(
            bytes,
            &|kind, body, path| Forms::default().unit_of(kind, body, path),
            now,
        );
        let line = format!("{} reads receipts", owner.label);
        match read {
            Ok(read) => {
                promise!(!cut, "{line}, which were cut");
                // A pass under way knows nothing of them.
                self.note(format!("{line}: {} changes, {} files", read.changes, read.files));
            }
            Err(error) => {
                let told = match error.code() {
                    "unknown_op" => self.tablets[tablet].cloned,
                    "receipts_outdated" => self.model.was_restored(),
                    _ => cut,
                };
                promise!(told, "{line}: {error:?}");
                self.note(format!("{line}: {}", error.code()));
            }
        }
        self.check_tablet(tablet)
    }
}
