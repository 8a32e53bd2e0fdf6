//! The commands, a file for each noun; `table` lists them all.

mod also_open;
mod arguments;
mod attest_view;
mod calendar;
mod cash;
mod citizen;
mod conflict;
mod conflict_form;
mod consent;
mod deadline;
mod device;
mod dossier;
mod dossier_attest;
mod dossier_checklist;
mod dossier_fee;
mod dossier_fill;
mod dossier_group;
mod dossier_known;
mod dossier_move;
mod dossier_papers;
mod dossier_print;
mod dossier_view;
mod enrol_again;
mod form;
mod id;
mod id_scan;
mod named;
mod print_file;
mod procedure;
mod profile;
mod shelf;
mod sync;
mod sync_bundle;
mod sync_records;
mod table;
mod unit;
mod visit;
mod visit_board;
mod visit_days;
mod ward;
mod ward_list;

pub(crate) use print_file::PrintedFile;
pub use table::table;

use crate::{App, door::Command};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A command without arguments.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoArgs {}

/// A command that has nothing to tell.
#[derive(Serialize, TS)]
pub(crate) struct Nothing {}

impl App {
    /// The table of commands.
    pub fn commands(&self) -> &'static [Command] {
        table()
    }
}
