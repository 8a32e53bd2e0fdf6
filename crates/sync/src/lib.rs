#![doc = include_str!("../../../docs/sync-protocol.md")]

pub mod bundle;
pub mod codec;
pub mod invitation;
pub mod pass;
pub mod schedule;
#[cfg(feature = "simulation")]
pub mod simulation;
pub mod wire;
