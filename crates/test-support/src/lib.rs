//! For tests and the tour: the real programs run for real ([`Device`], [`WardMachine`], [`Window`]), a network that
//! can be cut at any byte ([`FaultyNetwork`]) or is bad in any other way ([`BadNetwork`]), and invented people.
//!
//! What goes wrong here is a fault of the test or of its machine, so it panics and says what.
#![expect(clippy::expect_used, clippy::panic, reason = "a broken test bench stops the test")]

mod bad_network;
mod bench;
mod desktop;
mod device;
mod dying;
mod element;
mod leash;
mod network;
mod people;
mod photo;
mod printer;
mod programs;
mod small_disk;
mod ward_machine;
mod webdriver;
mod window;

pub use bad_network::{BadNetwork, Counted, Slowness};
pub use bench::{Bench, PIN};
pub use device::{Device, Refused};
pub use dying::{dying_at, killed_at_each_commit};
pub use element::{By, Element, key};
pub use network::{Cut, FaultyNetwork, Traffic};
pub use people::{Invented, invented};
pub use photo::{code_picture, photo};
pub use printer::{Paper, Printer, Queue};
pub use programs::{program, signal};
pub use small_disk::{as_seen_by, fill_up, on_a_small_disk};
pub use ward_machine::WardMachine;
pub use window::{LAPTOP, Size, TABLET, Window};
