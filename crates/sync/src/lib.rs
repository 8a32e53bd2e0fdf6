#![doc = include_str!("../../../docs/sync-protocol.md")]

pub mod codec;
pub mod invitation;
pub mod pass;
pub mod schedule;
pub mod wire;
