//! The way to the ward: HTTPS under the ward's own root, and the driver that carries out a pass.

mod files;
mod http;
mod pass;
mod progress;
mod retry_after;

pub(crate) use http::{Credentials, WardClient};
pub(crate) use pass::run_pass;
pub(crate) use progress::Outgoing;
