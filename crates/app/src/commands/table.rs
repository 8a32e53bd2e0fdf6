//! The table of commands: each with who may call it and what it does, in a line.

use super::{
    calendar, cash, citizen, conflict, consent, deadline, device, dossier, dossier_attest, dossier_checklist,
    dossier_fee, dossier_fill, dossier_group, dossier_known, dossier_move, dossier_papers, dossier_print,
    enrol_again, form, id, id_scan, print_file, procedure, profile, shelf, sync, sync_bundle, sync_records,
    unit, visit, visit_days, ward, ward_list,
};
use crate::door::{
    Access::{self, Anybody},
    Command, EVERY_ROLE, command,
};
use std::sync::OnceLock;
use tan_nha_domain::role::Role;

/// What is decided for the whole ward.
const ADMIN: Access = Access::Roles(&[Role::Admin]);

/// Whoever sees the whole ward.
const STAFF: Access = Access::Roles(&[Role::Leader, Role::Clerk, Role::Admin]);

/// Who takes cash in at the desk, as [`tan_nha_domain::fee::takes_in`] says.
const CASHIERS: Access = Access::Roles(&[Role::Leader, Role::Clerk]);

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
                "profile.enrol_again",
                EVERY_ROLE,
                "Enrols this device again, with all its work: the cure of a tablet that was copied.",
                enrol_again::enrol_again,
            ),
            command(
                "profile.practice",
                Anybody,
                "Makes a local practice ward that never syncs.",
                profile::practice,
            ),
            command("profile.unlock", Anybody, "Opens a person's file with their PIN.", profile::unlock),
            command(
                "profile.change_pin",
                EVERY_ROLE,
                "Gives the person who has unlocked it another PIN; the old one is asked.",
                profile::change_pin,
            ),
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
            command(
                "id.scan",
                EVERY_ROLE,
                "Reads the QR code of an identity card, as text or in a picture, or the lines on its back; nothing is kept.",
                id_scan::scan,
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
                "dossier.fill",
                EVERY_ROLE,
                "Fills one of the people of a form from an identity card; nothing that is answered is taken away.",
                dossier_fill::fill_from_card,
            ),
            command(
                "dossier.known",
                EVERY_ROLE,
                "What records and earlier dossiers here know of the people of a dossier beyond its answers.",
                dossier_known::known,
            ),
            command(
                "dossier.take",
                EVERY_ROLE,
                "Fills a person of a dossier from a record that knows them; nothing that is answered is taken away.",
                dossier_known::take,
            ),
            command(
                "dossier.decide",
                EVERY_ROLE,
                "Says which value is right where other sources say something else.",
                dossier_fill::decide,
            ),
            command(
                "dossier.put_away",
                EVERY_ROLE,
                "Puts away what other sources say and nobody took; the answers stay.",
                dossier_fill::put_away,
            ),
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
            command(
                "dossier.withdraw",
                EVERY_ROLE,
                "The citizen takes the request back; a group with its members that are not settled.",
                dossier_group::withdraw,
            ),
            command("dossier.get", EVERY_ROLE, "One dossier with its answers and findings.", dossier::get),
            command(
                "dossier.list",
                EVERY_ROLE,
                "Dossiers without their answers, newest first.",
                dossier::list,
            ),
            command(
                "dossier.attach",
                EVERY_ROLE,
                "Attaches a photo or a PDF to one of the papers that the form names.",
                dossier_papers::attach,
            ),
            command(
                "dossier.detach",
                EVERY_ROLE,
                "Takes a file out of a dossier; its content stays until retention ends it.",
                dossier_papers::detach,
            ),
            command(
                "dossier.paper",
                EVERY_ROLE,
                "The content of a file of a dossier, where this device has it.",
                dossier_papers::paper,
            ),
            command(
                "dossier.original_seen",
                EVERY_ROLE,
                "Notes that somebody has seen the original of a paper, or takes it back.",
                dossier_checklist::original_seen,
            ),
            command(
                "dossier.paper_absent",
                EVERY_ROLE,
                "Notes that the citizen does not have a paper, and why; null takes it back.",
                dossier_checklist::paper_absent,
            ),
            command(
                "dossier.paper_order",
                EVERY_ROLE,
                "Gives the pages of a paper their order.",
                dossier_checklist::paper_order,
            ),
            command(
                "dossier.paper_back",
                EVERY_ROLE,
                "Puts a file back that was taken out of a paper.",
                dossier_checklist::paper_back,
            ),
            command(
                "device.space",
                EVERY_ROLE,
                "The room that is left on this device, and for how many photos it will do.",
                device::space,
            ),
            command(
                "dossier.preview",
                EVERY_ROLE,
                "What a print would look like, page by page; nothing is written.",
                dossier_print::preview,
            ),
            command(
                "dossier.print",
                EVERY_ROLE,
                "Prints a dossier to a new PDF, and counts it.",
                dossier_print::print,
            ),
            command(
                "print.show",
                EVERY_ROLE,
                "Opens what was printed in the system's own viewer, and says whether it is still so.",
                print_file::show,
            ),
            command(
                "print.send",
                EVERY_ROLE,
                "Sends what was printed to the system's printer while it is still so, and counts it from the second time on.",
                print_file::send,
            ),
            command(
                "dossier.written_by",
                EVERY_ROLE,
                "Notes who wrote the answers down, and who interpreted.",
                dossier_attest::written_by,
            ),
            command(
                "dossier.read_back",
                EVERY_ROLE,
                "Notes which answers were read aloud and said to be right or wrong; confirmed, it seals them.",
                dossier_attest::read_back,
            ),
            command(
                "dossier.sign",
                EVERY_ROLE,
                "Notes how somebody signed the answers as they stand; a fingerprint is never taken.",
                dossier_attest::sign,
            ),
            command(
                "dossier.fee_say",
                EVERY_ROLE,
                "Notes what a dossier costs by a person's word, where its answers do not tell it, and why.",
                dossier_fee::fee_say,
            ),
            command(
                "dossier.fee_paid",
                EVERY_ROLE,
                "Notes that a dossier's fee was paid: how much, how, to whom and by which receipt.",
                dossier_fee::fee_paid,
            ),
            command(
                "dossier.fee_unpaid",
                EVERY_ROLE,
                "Takes the note of a payment back, while the desk does not have its cash.",
                dossier_fee::fee_unpaid,
            ),
            command(
                "cash.list",
                EVERY_ROLE,
                "The cash that was taken and that the desk does not have yet, day by day: one's own, to staff everybody's.",
                cash::list,
            ),
            command(
                "cash.hand_in",
                CASHIERS,
                "Notes that the desk has the cash of some payments, as it was counted.",
                cash::hand_in,
            ),
            command(
                "cash.hand_back",
                CASHIERS,
                "Takes back that the desk has the cash of a payment, where it was noted by mistake.",
                cash::hand_back,
            ),
            command(
                "consent.text",
                EVERY_ROLE,
                "The text by which consent is asked for; the newest where no version is named.",
                consent::text,
            ),
            command(
                "consent.give",
                EVERY_ROLE,
                "Notes what a citizen agrees to, purpose by purpose; nothing at all is an answer too.",
                consent::give,
            ),
            command(
                "consent.withdraw",
                EVERY_ROLE,
                "Notes that a citizen no longer agrees to some purposes.",
                consent::withdraw,
            ),
            command("consent.list", EVERY_ROLE, "What a citizen agreed to, and what of it stands.", consent::list),
            command(
                "deadline.for",
                EVERY_ROLE,
                "When the result of a procedure is due, for a dossier that is received then.",
                deadline::deadline_for,
            ),
            command(
                "dossier.move_preview",
                EVERY_ROLE,
                "What becomes of each field when a draft goes on with the form of today.",
                dossier_move::preview,
            ),
            command(
                "dossier.move",
                EVERY_ROLE,
                "Lets a draft go on with the form of today; no answer is lost.",
                dossier_move::move_to_newer,
            ),
            command(
                "form.list",
                EVERY_ROLE,
                "The versions of all forms, what they are good for today, and the drafts on them.",
                form::list,
            ),
            command(
                "form.take_in",
                ADMIN,
                "Takes in a form as a folder of files, for every device of the ward.",
                form::take_in,
            ),
            command(
                "unit.search",
                EVERY_ROLE,
                "Communes of today and of 2024 by what is typed of them, best first; the ward's own first among equals.",
                unit::search,
            ),
            command(
                "unit.successors",
                EVERY_ROLE,
                "What became of a commune of 2024; of one that was divided, all that it may be.",
                unit::successors,
            ),
            command(
                "unit.parse",
                EVERY_ROLE,
                "The commune that an address on a paper names; several where they are equally good, none where it names none.",
                unit::parse,
            ),
            command("visit.days", EVERY_ROLE, "The visit days of a month.", visit_days::days),
            command(
                "visit.schedule",
                EVERY_ROLE,
                "Gives a citizen a visit; without a date on the first visit day that comes.",
                visit::schedule,
            ),
            command("visit.get", EVERY_ROLE, "One visit with its history and warnings.", visit::get),
            command("visit.list", EVERY_ROLE, "The visits of some days, in route order.", visit::list),
            command(
                "visit.save",
                EVERY_ROLE,
                "Changes a visit's team, purposes or notes; absent fields stay, null clears.",
                visit::save,
            ),
            command("visit.reschedule", EVERY_ROLE, "Gives a visit another day.", visit::reschedule),
            command("visit.arrange", EVERY_ROLE, "Gives visits their places in a route.", visit::arrange),
            command("visit.finish", EVERY_ROLE, "Says how a visit ended.", visit::finish),
            command(
                "calendar.list",
                EVERY_ROLE,
                "Days off and working Saturdays, and what is known of their years.",
                calendar::list,
            ),
            command(
                "calendar.save",
                ADMIN,
                "Makes days off or worked, against what the calendar says.",
                calendar::save,
            ),
            command("ward.settings", EVERY_ROLE, "What the ward decided for itself.", ward::settings),
            command(
                "ward.settings_save",
                ADMIN,
                "Changes the ward's settings; absent fields stay, null clears.",
                ward::settings_save,
            ),
            command("hamlet.list", EVERY_ROLE, "The ward's hamlets.", ward_list::list_hamlets),
            command("hamlet.save", ADMIN, "Makes or changes a hamlet.", ward_list::save_hamlet),
            command("team.list", EVERY_ROLE, "The ward's teams.", ward_list::list_teams),
            command("team.save", ADMIN, "Makes or changes a team.", ward_list::save_team),
            command(
                "sync.now",
                EVERY_ROLE,
                "One pass to the ward and back, after one that runs; says what became of it.",
                sync::now,
            ),
            command(
                "sync.network_up",
                EVERY_ROLE,
                "The network came up: where the app syncs by itself, it begins at once.",
                sync::network_up,
            ),
            command(
                "sync.status",
                EVERY_ROLE,
                "Where everything that was made on this device stands.",
                sync::status,
            ),
            command(
                "sync.records",
                EVERY_ROLE,
                "The records behind one of the four numbers of `sync.status`, what was changed last first.",
                sync_records::records,
            ),
            command(
                "sync.waiting",
                EVERY_ROLE,
                "The changes that the ward holds until what they wait for has come.",
                sync_records::waiting,
            ),
            command(
                "sync.teams",
                STAFF,
                "Where the work of every device of the ward stands, by its own last words.",
                sync::teams,
            ),
            command(
                "sync.pause",
                EVERY_ROLE,
                "Begins no pass by itself until it is taken back, or the person comes in again.",
                sync::pause,
            ),
            command("sync.cancel", EVERY_ROLE, "Gives up the pass that runs.", sync::cancel),
            command(
                "sync.bundle_write",
                EVERY_ROLE,
                "Writes all that waits into a new file that only the ward can open; it counts as under way.",
                sync_bundle::write,
            ),
            command(
                "sync.bundle_read",
                EVERY_ROLE,
                "Takes in the receipts that the ward gave for a bundle of this person.",
                sync_bundle::read,
            ),
            command(
                "sync.bundle_carry",
                EVERY_ROLE,
                "Brings a colleague's bundle to the ward over the network, and writes its receipts into a new file.",
                sync_bundle::carry,
            ),
            command(
                "conflict.list",
                EVERY_ROLE,
                "What two people wrote into the same, the oldest record first.",
                conflict::list,
            ),
            command(
                "conflict.resolve",
                EVERY_ROLE,
                "Decides a conflict, every field of it; the choice is itself a change.",
                conflict::resolve,
            ),
            command(
                "shelf.list",
                EVERY_ROLE,
                "What the ward did not take, each with its reason and its mend.",
                shelf::list,
            ),
            command(
                "shelf.retry",
                EVERY_ROLE,
                "Sends what is on the shelf of one record again with the next pass.",
                shelf::retry,
            ),
            command(
                "shelf.export",
                EVERY_ROLE,
                "Writes what is on the shelf of one record into a new file.",
                shelf::export,
            ),
        ]
    })
}
