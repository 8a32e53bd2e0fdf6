//! The ward without a network: batches, verdicts and pages against a real file.

mod arrivals;
mod attests;
mod bundles;
mod conflicts;
mod desk;
mod fees;
mod flags;
mod homes;
mod members;
mod merges;
mod orders;
mod packages;
mod papers;
mod refusals;
mod scopes;
mod snapshots;
mod successions;
