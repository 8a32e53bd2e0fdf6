//! The main job as a person does it in the real window: what the window's suites and `make run` share.
//!
//! What goes wrong here is a fault of the app or of its test, so it panics and says what.

mod answers;
mod form_filling;
mod hands;
mod inspection;
pub mod main_job;
pub mod report;

pub use answers::{CITIZEN, MOTHER, MOTHERS_NUMBER, answers, newborn};
pub use form_filling::Filling;
pub use hands::Hands;
pub use inspection::Inspection;
