//! The encrypted device database: everything that a device keeps.
//!
//! ```text
//! DIR/registry.json                 who has a file here: handles, nothing personal
//! DIR/lock                          empty; held while a process uses the folder
//! DIR/replicas/<replica>/key.json   the data key, wrapped by the PIN and the ward's recovery key
//! DIR/replicas/<replica>/tries      wrong PINs since the last right one
//! DIR/replicas/<replica>/store.db   SQLCipher: records, changes, mirror, search files (and its -wal)
//! ```
//!
//! A *replica* is one person on one device, with a file and a key of their own. A *record* is what the
//! person sees. A *change* is what they did to it: audit trail and outbox in one table. The *mirror*
//! is the ward's version seen last. A change lives like this:
//!
//! ```text
//!            amended                                     ┌──────────► received
//!             ┌──┐                                       │          (accepted, merged, conflict)
//!  keep_open ─┴► open ──seal──► sealed ──push──► sent ───┼──────────► set_aside (refused)
//!                                 ▲                      │               │ a person settles it
//!  a finished save, an act ───────┘                      └──► held (goes out again with each push)
//! ```
//!
//! A device that is enrolled again becomes another replica in the same folder and file; see `succession`.
//!
//! Every write is a named operation in one transaction: record, change, search index and the content of
//! its papers together, and it is on the disk when it returns. Nothing here waits for a network or reads a clock.

mod alerts;
mod answered_form;
mod bundle;
mod change;
mod conflicts;
mod content;
mod custody;
mod database;
mod error;
mod files;
mod key_file;
mod keys;
mod membership;
mod migrations;
mod outbox;
mod paper_index;
mod pass;
mod people_index;
mod pin;
mod position;
mod profile;
mod pull;
mod query;
mod record;
mod replica_file;
mod search;
mod search_text;
mod shelf;
#[cfg(feature = "simulation")]
pub mod simulation;
mod sql;
mod status;
mod store;
mod succession;
mod tries;
mod upload;
mod write;

#[cfg(test)]
mod tests;

pub use alerts::{Alert, WARD_RESTORED};
pub use bundle::{BundleContents, BundleWriting, ReceiptsRead};
pub use conflicts::RecordInConflict;
pub use content::{NewFile, StoredFile};
pub use database::LivePragmas;
pub use error::StoreError;
pub use keys::KdfCost;
pub use membership::{Enrolment, Membership};
pub use pass::{LocalPass, Step};
pub use position::Contact;
pub use profile::{PersonState, Profile, RegisteredPerson};
pub use pull::{PageResult, UnitOf, Units};
pub use query::{Order, Query, RecordMark};
pub use record::{Delivery, Record};
pub use replica_file::ReplicaFile;
pub use search::Search;
pub use shelf::{Shelved, ShelvedFile};
pub use status::{ChangedRecord, HeldChange, StatusCounts};
pub use store::Store;
pub use succession::CLONED;
pub use write::{Decision, Move, Put, Writer};
