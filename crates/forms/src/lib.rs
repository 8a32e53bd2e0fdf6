//! Form definitions as data, their rules, and the checks that tablet and ward both run.
//!
//! A procedure is a folder under `procedures/`: `form.toml` says which papers and questions it has and
//! which rules hold between the answers, `sample.json` answers it for an invented person. Everything is
//! checked when it is loaded, and a fault names its file and line ([`DefinitionError`]).
//!
//! - The **value** of a field is its answer or, where nobody answered, what `derive` computes.
//! - An answer of an unknown field or of another JSON type is refused ([`accept`]); anything else is
//!   kept as it was given, and what is wrong with it is a finding ([`check()`]).
//! - A field that is not visible keeps its answer, is not required and gives no finding.
//! - Only answers give errors. Papers, consent and signatures give warnings at most.
//!
//! A newer version of a form may be delivered while the app stays ([`Forms`]); a draft is moved to it by
//! [`move_answers`].
//!
//! The rules are written in CEL (Common Expression Language); `functions.rs` says what they may call.

mod address;
mod answer;
mod attest;
mod catalogue;
mod check;
mod choices;
mod clock;
mod consent_text;
mod context;
mod definition;
mod earlier;
mod expression;
mod field;
mod field_check;
mod fill;
mod fill_row;
mod forms;
mod functions;
mod group;
mod head;
mod known;
mod load;
mod moving;
mod numbers;
mod people;
mod prefill;
mod rows;
mod scope;
mod unit;

pub use answer::{BadAnswer, BadAnswerReason, accept};
pub use attest::{asked_of, parties, read_aloud};
pub use catalogue::{Catalogue, catalogue, version_order};
pub use check::{Checked, check};
pub use choices::{Choice, Choices};
pub use consent_text::{ConsentText, Purpose, consent_text, newest_consent_text};
pub use context::Context;
pub use definition::{Deadline, DeadlineUnit, Definition, Law, Mark, Paper, Rule, Section};
pub use earlier::{EarlierDossier, fill_from_earlier};
pub use field::{Field, FieldType, Person, RowBounds};
pub use fill::{Doubt, Filled, fill, same_answer};
pub use fill_row::fill_row;
pub use forms::{Delivered, Forms, Package, PackageError, read_package};
pub use group::GroupMember;
pub use head::{Exemption, Fee, FeeCase, FeeDue, FeeLine, Member, Signer};
pub use known::{Known, Part};
pub use load::DefinitionError;
pub use moving::{FieldMoved, Moving, Outcome, move_answers};
pub use people::{PersonGroup, Role};
pub use prefill::{Prefill, prefill};
pub use rows::put_answer;
pub use unit::answer_of;
