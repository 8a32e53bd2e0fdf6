//! The ward server: it enrols replicas, gives every change its verdict, and hands each replica the
//! records of its scope.
//!
//! ```text
//!  cli ── Ward ──┬── serving: TLS, connections, stop      access: header → Caller
//!                │      └── routes: enrol, push, pull     scope:  Caller → what it may
//!                ├── enrolment   codes, replicas, tokens
//!                ├── push ── arrival ── ruling (pure) ── apply      waiting: what was held
//!                ├── pull ── cursor
//!                ├── export
//!                └── db: the only SQL, one writer and a few readers
//! ```
//!
//! A request is one transaction. Nothing is answered before it is durable, and nothing that came is
//! thrown away: what cannot be applied stays on the shelf with its reason.

mod access;
mod apply;
mod arrival;
pub mod cli;
mod clock;
mod connections;
mod cursor;
mod db;
mod denied;
mod enrolment;
mod epoch;
mod error;
mod export;
mod key_file;
mod messages;
mod pull;
mod push;
mod root;
mod routes;
mod rules;
mod ruling;
mod scope;
mod serving;
#[cfg(test)]
mod tests;
mod texts;
mod waiting;
mod ward;

pub use clock::Clock;
pub use error::WardError;
pub use export::ExportKind;
pub use serving::Serving;
pub use ward::{Guest, NewWard, Ward};
