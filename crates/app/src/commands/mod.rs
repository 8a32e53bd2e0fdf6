//! The commands, a file for each noun, and the table that lists them all.

mod citizen;
mod dossier;
mod id;
mod procedure;
mod profile;
mod sync;

use crate::{
    App,
    door::{Access::Anybody, Command, EVERY_ROLE, command},
};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
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

/// The table of commands.
pub fn table() -> &'static [Command] {
    static TABLE: OnceLock<Vec<Command>> = OnceLock::new();
    TABLE.get_or_init(|| {
        vec![
            command(
                "profile.status",
                Anybody,
                "Whether the profile is empty, locked or unlocked, and who can unlock it.",
                profile::status,
            ),
            command(
                "profile.enrol",
                Anybody,
                "Enrols a person on this device with the invitation that the ward printed.",
                profile::enrol,
            ),
            command(
                "profile.practice",
                Anybody,
                "Makes a local practice ward that never syncs.",
                profile::practice,
            ),
            command("profile.unlock", Anybody, "Opens a person's file with their PIN.", profile::unlock),
            command("profile.lock", Anybody, "Closes the open file.", profile::lock),
            command(
                "citizen.save",
                EVERY_ROLE,
                "Makes or changes a citizen; absent fields stay, null clears.",
                citizen::save,
            ),
            command("citizen.get", EVERY_ROLE, "One citizen with what they need.", citizen::get),
            command(
                "citizen.search",
                EVERY_ROLE,
                "Citizens by name, number, phone or address, best first.",
                citizen::search,
            ),
            command(
                "id.check",
                EVERY_ROLE,
                "What an identity number says, and what speaks against it.",
                id::check,
            ),
            command("procedure.list", EVERY_ROLE, "The procedures that have a definition.", procedure::list),
            command(
                "procedure.form",
                EVERY_ROLE,
                "A procedure's form: sections, fields and papers.",
                procedure::form,
            ),
            command(
                "procedure.sample",
                EVERY_ROLE,
                "Answers of an invented person that pass the check.",
                procedure::sample,
            ),
            command(
                "dossier.open",
                EVERY_ROLE,
                "Begins a dossier, prefilled with what is known.",
                dossier::open,
            ),
            command("dossier.set", EVERY_ROLE, "Sets answers; durable when it returns.", dossier::set),
            command(
                "dossier.check",
                EVERY_ROLE,
                "Whether the answers are complete, and what is to be done.",
                dossier::check,
            ),
            command(
                "dossier.submit",
                EVERY_ROLE,
                "Hands the dossier to the one-stop desk; it is sent with the next sync.",
                dossier::submit,
            ),
            command("dossier.get", EVERY_ROLE, "One dossier with its answers and findings.", dossier::get),
            command(
                "dossier.list",
                EVERY_ROLE,
                "Dossiers without their answers, newest first.",
                dossier::list,
            ),
            command(
                "sync.now",
                EVERY_ROLE,
                "One pass to the ward and back; says what became of it.",
                sync::now,
            ),
            command(
                "sync.status",
                EVERY_ROLE,
                "Where everything that was made on this device stands.",
                sync::status,
            ),
        ]
    })
}
