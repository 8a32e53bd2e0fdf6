//! The ward over real HTTPS: what a device, a stranger and a broken network get.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod access;
mod bodies;
mod bundles;
mod device;
mod enrolment;
mod files;
mod page_along;
mod stopping;
mod uploads;
