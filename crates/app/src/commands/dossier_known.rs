//! `dossier.known`, `dossier.take`: what the ward's records know already of the people of a dossier, and one tap that
//! takes it over.

use super::{
    citizen::citizen_of,
    consent::{keeps_for_next_form, of_citizen as of_consents},
    dossier::IdArgs,
    dossier_fill::{FilledView, fill_person, person_of},
    dossier_view::{DossierView, definition_of, dossier_of, view},
};
use crate::{App, error::AppError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tan_nha_domain::{
    citizen::Citizen,
    dossier::{Dossier, Source},
    ids::RecordId,
    record::{CLOSED_STATES, RecordKind},
};
use tan_nha_forms::{
    Context, Definition, EarlierDossier, Forms, Known, PersonGroup, fill, fill_from_earlier,
};
use tan_nha_store::{Query, Record, Store, StoreError, Writer};
use ts_rs::TS;

/// So many dossiers of before fill a new one.
const BEFORE: usize = 5;
/// So many offers are made for one person.
const OFFERS: usize = 3;

/// What a record knows of one of the people of a dossier.
#[derive(Serialize, TS)]
pub(crate) struct Offer {
    /// The person's key in the form.
    person: String,
    /// The citizen or the dossier that knows them.
    #[ts(type = "string")]
    record: RecordId,
    #[ts(type = "Source")]
    source: Source,
    /// As it is written there.
    name: String,
    /// What would be filled, by field.
    #[ts(type = "Record<string, unknown>")]
    answers: Map<String, Value>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeArgs {
    #[ts(type = "string")]
    id: RecordId,
    person: String,
    /// The citizen or the dossier that was offered.
    #[ts(type = "string")]
    record: RecordId,
}

/// A dossier after a filling.
#[derive(Serialize, TS)]
pub(crate) struct DossierTaken {
    #[serde(flatten)]
    #[ts(flatten)]
    done: FilledView,
    dossier: DossierView,
}

pub(crate) fn known(app: &App, args: IdArgs) -> Result<Vec<Offer>, AppError> {
    let session = app.session()?;
    let context = app.form_context(&session)?;
    let store = session.store();
    let forms = session.forms(&store)?;
    let dossier = dossier_of(&store.record(args.id)?.ok_or(AppError::RecordNotFound)?)?;
    if dossier.group.is_some() {
        return Ok(Vec::new()); // its answers are its group's
    }
    let definition = definition_of(&forms, &dossier)?;
    let before = of_citizen(&forms, &store, (args.id, &dossier))?;
    let mut offers = Vec::new();
    for person in definition.fillable_people() {
        let asked = Asked { id: args.id, dossier: &dossier, definition, person };
        let mut made: Vec<Offer> = Vec::new();
        for (record, known, source) in asked.known((&forms, &store), before.as_ref())? {
            let mut filled = dossier.clone();
            let done = fill(definition, &mut filled, person, (&known, &source), &context);
            filled.answers.retain(|key, _| done.filled.contains(key));
            let answers = filled.answers;
            let says_more =
                |offer: &Offer| answers.iter().any(|(key, value)| offer.answers.get(key) != Some(value));
            if !answers.is_empty() && made.len() < OFFERS && made.iter().all(says_more) {
                let name = known.name().unwrap_or_default().to_owned();
                made.push(Offer { person: person.key.clone(), record, source, name, answers });
            }
        }
        offers.extend(made);
    }
    Ok(offers)
}

pub(crate) fn take(app: &App, args: TakeArgs) -> Result<DossierTaken, AppError> {
    let session = app.session()?;
    let TakeArgs { id, person, record } = args;
    let (known, source) = {
        let store = session.store();
        let forms = session.forms(&store)?;
        let dossier = dossier_of(&store.record(id)?.ok_or(AppError::RecordNotFound)?)?;
        let definition = definition_of(&forms, &dossier)?;
        let asked = Asked { id, dossier: &dossier, definition, person: person_of(definition, &person)? };
        store.record(record)?.ok_or(AppError::RecordNotFound)?;
        let before = of_citizen(&forms, &store, (id, &dossier))?;
        let known = asked.known((&forms, &store), before.as_ref())?;
        let found = known.into_iter().find(|(knows, ..)| *knows == record);
        let nobody = || AppError::BadArgument { reason: format!("the record knows nothing of {person}") };
        let (_, known, source) = found.ok_or_else(nobody)?;
        (known, source)
    };
    let done = fill_person(app, &session, (id, &person), (&known, &source))?;
    Ok(DossierTaken { done, dossier: view(app, &session, id)? })
}

/// One of the people of a dossier, of whom is asked what is known.
struct Asked<'a> {
    id: RecordId,
    dossier: &'a Dossier,
    definition: &'a Definition,
    person: &'a PersonGroup,
}

/// The citizen of a dossier, and the dossiers that they had before.
type OfCitizen<'f> = (Known, Vec<Before<'f>>);

impl Asked<'_> {
    /// Every record that knows this person, the better source first: what the ward keeps of a person counts before what
    /// was once said, and what was said lately before what was said long ago.
    fn known(
        &self,
        (forms, store): (&Forms, &Store),
        before: Option<&OfCitizen<'_>>,
    ) -> Result<Vec<(RecordId, Known, Source)>, AppError> {
        let here = Known::of_person(self.definition, &self.dossier.answers, self.person);
        let mut records = store.records_of_people(&here.found_by())?;
        records.retain(|record| record.id != self.id);
        records.sort_by_key(|record| record.kind != RecordKind::Citizen);
        let mut found = Vec::new();
        for record in &records {
            found.extend(
                knows((forms, store), record, &here)?.map(|(known, source)| (record.id, known, source)),
            );
        }
        let family = before.into_iter().flat_map(|(citizen, before)| {
            before.iter().filter_map(move |before| {
                let form = (self.definition, self.dossier);
                let known = before.dossier().family_member(form, citizen, self.person)?;
                Some((before.id, known, before.source.clone()))
            })
        });
        found.extend(family);
        Ok(found)
    }
}

/// What a record knows of whoever is surely this person.
fn knows(
    (forms, store): (&Forms, &Store),
    record: &Record,
    here: &Known,
) -> Result<Option<(Known, Source)>, AppError> {
    if record.kind == RecordKind::Citizen {
        let known = Known::of_citizen(&citizen_of(record.clone())?);
        return Ok(Some((known, Source::Record)).filter(|(known, _)| known.is_same(here)));
    }
    let Some(before) = Before::of(forms, record, &|query| store.records(query))? else { return Ok(None) };
    let known = before.dossier().like(here).next();
    Ok(known.map(|known| (known, before.source.clone())))
}

/// None where a dossier has no citizen, or they are not here.
fn of_citizen<'f>(
    forms: &'f Forms,
    store: &Store,
    (id, dossier): (RecordId, &Dossier),
) -> Result<Option<OfCitizen<'f>>, AppError> {
    let record = dossier.citizen.map(|citizen| store.record(citizen)).transpose()?.flatten();
    let Some(record) = record else { return Ok(None) };
    let mut records = store.records(&query(record.id))?;
    records.retain(|record| record.id != id);
    Ok(Some((
        Known::of_citizen(&citizen_of(record)?),
        Before::all(forms, &records, &|query| store.records(query))?,
    )))
}

fn query(citizen: RecordId) -> Query<'static> {
    Query { citizen: Some(citizen), members: false, limit: Some(BEFORE), ..Query::of(RecordKind::Dossier) }
}

/// A dossier that is asked what it knows.
struct Before<'f> {
    id: RecordId,
    definition: &'f Definition,
    dossier: Dossier,
    source: Source,
}

/// Reads records, of the store or within a transaction.
type Reader<'a> = &'a dyn Fn(&Query<'_>) -> Result<Vec<Record>, StoreError>;

/// Whether what a dossier in this state has may fill another one. While the ward deals with a request its answers serve it
/// by law (Luật 91/2025/QH15 điều 19(1)c); to be kept for a later one they need the citizen's consent, and who said no is
/// heard at once.
fn may_fill(state: &str, consent: Option<bool>) -> bool {
    state != "withdrawn" && consent.unwrap_or(!CLOSED_STATES.contains(&state))
}

impl<'f> Before<'f> {
    /// None where it has no answers of its own, may not fill another one, or follows a form that is not here.
    fn of(forms: &'f Forms, record: &Record, records: Reader<'_>) -> Result<Option<Self>, AppError> {
        if record.kind != RecordKind::Dossier {
            return Ok(None);
        }
        let dossier = dossier_of(record)?;
        let consents = dossier.citizen.map(|citizen| records(&of_consents(citizen))).transpose()?;
        let consent = keeps_for_next_form(&consents.unwrap_or_default())?;
        if dossier.group.is_some() || !may_fill(&dossier.state, consent) {
            return Ok(None);
        }
        let source = Source::Earlier { dossier: record.id, day: dossier.law_date };
        let definition = forms.version(&dossier.procedure, &dossier.form_version);
        Ok(definition.map(|definition| Self { id: record.id, definition, dossier, source }))
    }

    /// The newest first, by when they were begun: the same on every device.
    fn all(forms: &'f Forms, dossiers: &[Record], records: Reader<'_>) -> Result<Vec<Self>, AppError> {
        let before = dossiers.iter().filter_map(|record| Self::of(forms, record, records).transpose());
        let mut before = before.collect::<Result<Vec<_>, _>>()?;
        before.sort_by_key(|before| std::cmp::Reverse((before.dossier.law_date, before.id)));
        Ok(before)
    }

    fn dossier(&self) -> EarlierDossier<'_> {
        EarlierDossier { definition: self.definition, answers: &self.dossier.answers, source: &self.source }
    }
}

/// Fills a dossier that is begun from those that the citizen had before, as far as they are here.
pub(super) fn fill_from_before(
    dossier: &mut Dossier,
    definition: &Definition,
    (id, citizen): (RecordId, &Citizen),
    (forms, writer): (&Forms, &Writer<'_>),
    context: &Context,
) -> Result<(), AppError> {
    let before = Before::all(forms, &writer.records(&query(id))?, &|query| writer.records(query))?;
    let earlier: Vec<EarlierDossier<'_>> = before.iter().map(Before::dossier).collect();
    fill_from_earlier(definition, dossier, &Known::of_citizen(citizen), &earlier, context);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_a_request_that_is_done_are_kept_by_consent_only() {
        let rows = [
            // nobody asked, yes, no
            ("draft", [true, true, false]),
            ("queued", [true, true, false]),
            ("handed_over", [false, true, false]),
            ("withdrawn", [false, false, false]),
        ];
        for (state, may) in rows {
            assert_eq!(
                [None, Some(true), Some(false)].map(|consent| may_fill(state, consent)),
                may,
                "{state}"
            );
        }
    }
}
