//! The ward server: it enrols replicas, gives every change its verdict, and hands each replica the
//! records of its scope.
//!
//! ```text
//!  cli ── Ward ──┬── serving: TLS, connections, stop      access: header → Caller
//!                │      └── routes: enrol, push, pull     scope:  Caller → what it may
//!                ├── making      a ward, so that it may be killed while it is made
//!                ├── enrolment   codes, replicas, tokens
//!                ├── push ── arrival ── apply ── ruling (pure)      waiting: what was held
//!                │             bounds     ├── chain: one replica's changes of a record
//!                │                        ├── succession: replicas that are one device
//!                │                        └── homes: whose hamlet a record has
//!                ├── pull ── cursor, flags
//!                ├── files       uploads by tus, and which of them are whole
//!                ├── export      bundle: what came as a file, by push and files
//!                └── db: the only SQL, one writer and a few readers
//! ```
//!
//! A request is one transaction, an upload one for each chunk. Nothing is answered before it is durable, and nothing that came is
//! thrown away: what cannot be applied stays on the shelf with its reason.

mod access;
mod apply;
mod arrival;
mod bounds;
mod bundle;
mod carrying;
mod chain;
pub mod cli;
mod clock;
mod conflicts;
mod connections;
mod cursor;
mod db;
mod denied;
mod enrolment;
mod epoch;
mod error;
mod export;
mod files;
mod flags;
mod forms;
mod homes;
mod key_file;
mod making;
mod members;
mod messages;
mod papers;
mod pull;
mod push;
mod root;
mod routes;
mod rules;
mod ruling;
mod scope;
mod serving;
#[cfg(feature = "simulation")]
pub mod simulation;
mod succession;
#[cfg(test)]
mod tests;
mod texts;
mod twins;
mod waiting;
mod ward;

pub use bundle::TakenIn;
pub use clock::Clock;
pub use error::WardError;
pub use export::ExportKind;
pub use serving::Serving;
pub use ward::{Assignment, Guest, NewWard, Ward};
