//! `consent.text`, `consent.give`, `consent.withdraw`, `consent.list`: what a citizen lets the ward do with their data.

use super::{
    arguments::{line, required},
    citizen::citizen_of,
};
use crate::{App, error::AppError, session::Session};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    citizen::Citizen,
    consent::{Age, Consent, Manner, Representative, Withdrawal, answer_to, in_force},
    ids::RecordId,
    record::{RecordKind, from_body, to_body},
};
use tan_nha_forms::{ConsentText, consent_text, newest_consent_text};
use tan_nha_store::{Put, Query, Record, Store, Writer};
use ts_rs::TS;

/// The purpose by which answers are kept for the next form.
const NEXT_FORM: &str = "next_form";

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextArgs {
    #[ts(optional)]
    version: Option<String>,
}

/// A text as it is read to a citizen.
#[derive(Serialize, TS)]
#[serde(transparent)]
#[ts(type = "{ version: string, mark: \"V\" | \"S\" | \"R\", opening: string, closing: string, \
    purpose: Array<{ key: string, label: string, text: string, sensitive: boolean }> }")]
pub(crate) struct TextView(ConsentText);

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct GiveArgs {
    #[ts(type = "string")]
    citizen: RecordId,
    /// The version of the text that was read.
    text: String,
    /// What is agreed to; none where the citizen agrees to nothing.
    purposes: Vec<String>,
    #[ts(type = "\"signature\" | \"fingerprint_on_paper\" | \"said_before_witness\" | \"in_app\"")]
    how: Manner,
    /// Who heard it, where it was said aloud.
    #[ts(optional)]
    witness: Option<String>,
    /// Who read the text aloud.
    #[ts(optional)]
    read_by: Option<String>,
    /// How old the citizen is, where no date of birth is known: 16 or older, from 7 to under 16, or under 7.
    #[ts(optional, type = "\"adult\" | \"minor\" | \"small\"")]
    age: Option<Age>,
    /// Who consents for a child.
    #[ts(optional)]
    representative: Option<RepresentativeArgs>,
    /// What the child says, from 7 years on.
    #[ts(optional)]
    child_agrees: Option<bool>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct RepresentativeArgs {
    name: String,
    relation: String,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawArgs {
    #[ts(type = "string")]
    citizen: RecordId,
    purposes: Vec<String>,
    #[ts(type = "\"signature\" | \"fingerprint_on_paper\" | \"said_before_witness\" | \"in_app\"")]
    how: Manner,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListArgs {
    #[ts(type = "string")]
    citizen: RecordId,
}

/// What stands now, and everything that was said, the last first.
#[derive(Serialize, TS)]
pub(crate) struct Consents {
    #[ts(as = "Vec<String>")]
    agreed: BTreeSet<String>,
    consents: Vec<ConsentView>,
}

/// One consent.
#[derive(Serialize, TS)]
#[ts(
    type = "{ id: string, text: string, purposes: string[], how: string, witness?: string, read_by?: string, age?: \"adult\" | \"minor\" | \"small\", \
    representative?: { name: string, relation: string }, child_agrees?: boolean, by: string, at: string, \
    withdrawn?: Record<string, { at: string, how: string, by: string }> }"
)]
pub(crate) struct ConsentView {
    id: RecordId,
    #[serde(flatten)]
    consent: Consent,
}

pub(crate) fn text(app: &App, args: TextArgs) -> Result<TextView, AppError> {
    app.session()?;
    let text = match &args.version {
        Some(version) => consent_text(version),
        None => newest_consent_text(),
    };
    Ok(TextView(text.ok_or(AppError::ConsentTextUnknown)?.clone()))
}

pub(crate) fn give(app: &App, args: GiveArgs) -> Result<Consents, AppError> {
    let session = app.session()?;
    let text = consent_text(&args.text).ok_or(AppError::ConsentTextUnknown)?;
    let purposes: BTreeSet<String> = args.purposes.into_iter().collect();
    check_purposes(text, &purposes)?;
    let named = |given: RepresentativeArgs| -> Result<Representative, AppError> {
        Ok(Representative {
            name: required("representative.name", Some(&given.name))?,
            relation: required("representative.relation", Some(&given.relation))?,
        })
    };
    let representative = args.representative.map(named).transpose()?;
    let now = app.now();
    session.store().write(now, |writer| -> Result<(), AppError> {
        let citizen = known(writer, args.citizen)?;
        let consent = Consent {
            citizen: args.citizen,
            hamlet: citizen.hamlet.clone(),
            text: args.text,
            purposes,
            how: args.how,
            witness: line(args.witness.as_deref()),
            read_by: line(args.read_by.as_deref()),
            age: args.age,
            representative,
            child_agrees: args.child_agrees,
            by: session.person().user_name.clone(),
            at: now,
            withdrawn: BTreeMap::new(),
            rest: Map::new(),
        };
        if let Some(gap) = consent.gap(citizen.birth(), app.today()) {
            return Err(AppError::ConsentIncomplete(gap));
        }
        let id = writer.new_record_id();
        writer.put(Put { id, kind: RecordKind::Consent, body: to_body(&consent), keep_open: false })?;
        Ok(())
    })?;
    listed(&session, args.citizen)
}

/// What this device does not hold may have been given on another one: the withdrawal speaks of it too, in a record of its
/// own by which nothing is given.
pub(crate) fn withdraw(app: &App, args: WithdrawArgs) -> Result<Consents, AppError> {
    let session = app.session()?;
    let text = newest_consent_text().ok_or(AppError::ConsentTextUnknown)?;
    let purposes: BTreeSet<String> = args.purposes.into_iter().collect();
    check_purposes(text, &purposes)?;
    let now = app.now();
    let by = &session.person().user_name;
    let withdrawal = Withdrawal { at: now, how: args.how, by: by.clone() };
    session.store().write(now, |writer| -> Result<(), AppError> {
        let citizen = known(writer, args.citizen)?;
        let keep = |writer: &mut Writer<'_>, id: RecordId, consent: &Consent| {
            writer
                .put(Put { id, kind: RecordKind::Consent, body: to_body(consent), keep_open: false })
                .map(drop)
        };
        let consents = writer.records(&of_citizen(args.citizen))?.into_iter().map(consent_of);
        let consents = consents.collect::<Result<Vec<_>, _>>()?;
        let standing = in_force(consents.iter().map(|(_, consent)| consent));
        for (id, mut consent) in consents {
            for purpose in purposes.intersection(&consent.purposes.clone()) {
                consent.withdrawn.entry(purpose.clone()).or_insert_with(|| withdrawal.clone());
            }
            keep(writer, id, &consent)?;
        }
        let elsewhere: Vec<&String> = purposes.difference(&standing).collect();
        if elsewhere.is_empty() {
            return Ok(());
        }
        let record = Consent {
            citizen: args.citizen,
            hamlet: citizen.hamlet.clone(),
            text: text.version.clone(),
            purposes: BTreeSet::new(),
            how: args.how,
            witness: None,
            read_by: None,
            age: None,
            representative: None,
            child_agrees: None,
            by: by.clone(),
            at: now,
            withdrawn: elsewhere.into_iter().map(|purpose| (purpose.clone(), withdrawal.clone())).collect(),
            rest: Map::new(),
        };
        let id = writer.new_record_id();
        keep(writer, id, &record)?;
        Ok(())
    })?;
    listed(&session, args.citizen)
}

pub(crate) fn list(app: &App, args: ListArgs) -> Result<Consents, AppError> {
    listed(&app.session()?, args.citizen)
}

fn listed(session: &Session, citizen: RecordId) -> Result<Consents, AppError> {
    let mut consents = consents_of(&session.store(), citizen)?;
    consents.sort_by_key(|(_, consent)| std::cmp::Reverse(consent.at));
    let agreed = in_force(consents.iter().map(|(_, consent)| consent));
    let view = |(id, consent)| ConsentView { id, consent };
    Ok(Consents { agreed, consents: consents.into_iter().map(view).collect() })
}

/// Everything that a citizen agreed to.
pub(super) fn consents_of(store: &Store, citizen: RecordId) -> Result<Vec<(RecordId, Consent)>, AppError> {
    store.records(&of_citizen(citizen))?.into_iter().map(consent_of).collect()
}

/// What a citizen says now to their answers being kept for the next form; none where they were never asked.
pub(super) fn keeps_for_next_form(consents: &[Record]) -> Result<Option<bool>, AppError> {
    let consents = consents.iter().cloned().map(consent_of).collect::<Result<Vec<_>, _>>()?;
    Ok(answer_to(NEXT_FORM, consents.iter().map(|(_, consent)| consent)))
}

/// Whether the citizen was asked for consent.
pub(super) fn was_asked(consents: Vec<Record>) -> Result<bool, AppError> {
    let consents = consents.into_iter().map(consent_of).collect::<Result<Vec<_>, _>>()?;
    Ok(consents.iter().any(|(_, consent)| consent.is_answer()))
}

pub(super) fn of_citizen(citizen: RecordId) -> Query<'static> {
    Query { citizen: Some(citizen), ..Query::of(RecordKind::Consent) }
}

fn consent_of(record: Record) -> Result<(RecordId, Consent), AppError> {
    Ok((record.id, from_body(record.body).map_err(|_| AppError::Internal)?))
}

fn known(writer: &Writer<'_>, citizen: RecordId) -> Result<Citizen, AppError> {
    citizen_of(writer.record(citizen)?.ok_or(AppError::RecordNotFound)?)
}

/// Only what the text speaks of is agreed to.
fn check_purposes(text: &ConsentText, purposes: &BTreeSet<String>) -> Result<(), AppError> {
    let asked = |purpose: &String| text.purposes.iter().any(|known| known.key == *purpose);
    let all = purposes.iter().all(asked);
    if all {
        Ok(())
    } else {
        Err(AppError::BadArgument { reason: "a purpose of which nothing was read".into() })
    }
}
