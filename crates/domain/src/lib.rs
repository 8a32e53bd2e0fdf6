//! The nouns and rules of the field, pure: people, numbers, dates, Vietnamese text, dossiers, acts.
//!
//! Nothing here reads a file, a clock or a network: the time is passed in. The tablet and the ward
//! run the same code, so neither can drift from the other.

pub mod act;
pub mod attest;
pub mod calendar;
pub mod card;
pub mod change;
pub mod checklist;
pub mod citizen;
pub mod consent;
pub mod deadline;
pub mod dossier;
pub mod email;
pub mod fee;
pub mod finding;
pub mod form_package;
pub mod group;
pub mod id_number;
pub mod ids;
pub mod known_by;
pub mod mark;
pub mod merge;
pub mod moment;
pub mod money;
pub mod mutant;
pub mod name;
pub mod need;
pub mod paper;
pub mod partial_date;
pub mod patch;
pub mod phone;
pub mod printing;
pub mod record;
pub mod role;
pub mod route;
pub mod sex;
pub mod source;
pub mod table;
pub mod text;
pub mod time;
pub mod unit;
pub mod visit;
pub mod visit_day;
pub mod ward_list;
pub mod ward_settings;
pub mod words;
pub mod working_hours;
