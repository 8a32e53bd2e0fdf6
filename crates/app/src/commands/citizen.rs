//! `citizen.save`, `citizen.get`, `citizen.search`.

use super::{arguments::given, consent::consents_of};
use crate::{App, error::AppError, ward_records::check_hamlet};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use std::collections::{BTreeMap, BTreeSet};
use tan_nha_domain::{
    citizen::{Citizen, Mobility},
    consent::in_force,
    finding::Finding,
    ids::RecordId,
    need::Need,
    record::{RecordKind, from_body, to_body},
    sex::Sex,
    text,
};
use tan_nha_store::{Put, Query, Record, Search, Store, Writer};
use ts_rs::TS;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaveArgs {
    #[ts(optional, type = "string")]
    id: Option<RecordId>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string")]
    full_name: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string | null")]
    born: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "\"male\" | \"female\" | null")]
    sex: Option<Option<Sex>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string | null")]
    id_number: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string | null")]
    old_id_number: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string | null")]
    phone: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string | null")]
    phone_owner: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string | null")]
    hamlet: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string | null")]
    address: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "\"normal\" | \"elderly\" | \"ill\" | \"disabled\" | null")]
    mobility: Option<Option<Mobility>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string[] | null")]
    needs: Option<Option<Vec<String>>>,
    /// Whether they read what is written; so are the next three.
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "boolean | null")]
    reads: Option<Option<bool>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "boolean | null")]
    writes: Option<Option<bool>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "boolean | null")]
    signs: Option<Option<bool>>,
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "boolean | null")]
    hears: Option<Option<bool>>,
    /// What they speak, where it is not Vietnamese.
    #[serde(default, deserialize_with = "given")]
    #[ts(optional, type = "string | null")]
    language: Option<Option<String>>,
}

#[derive(Serialize, TS)]
pub(crate) struct Saved {
    #[ts(type = "string")]
    id: RecordId,
    #[ts(type = "Finding[]")]
    findings: Vec<Finding>,
    possible_duplicates: Vec<PossibleDuplicate>,
}

#[derive(Serialize, TS)]
struct PossibleDuplicate {
    #[ts(type = "string")]
    id: RecordId,
    #[ts(type = "string[]")]
    reasons: Vec<&'static str>,
}

/// A citizen's own fields, as `citizen.save` takes them, and what is known beside them.
#[derive(Serialize, TS)]
#[ts(
    type = "{ id: string, full_name: string, born?: string, sex?: \"male\" | \"female\", id_number?: string, \
    old_id_number?: string, phone?: string, phone_owner?: string, hamlet?: string, address?: string, \
    mobility?: \"normal\" | \"elderly\" | \"ill\" | \"disabled\", reads?: boolean, writes?: boolean, \
    signs?: boolean, hears?: boolean, language?: string, state: string, needs: string[], agreed: string[], \
    delivery: string, findings: Finding[] }"
)]
pub(crate) struct CitizenView {
    id: RecordId,
    #[serde(flatten)]
    citizen: Citizen,
    needs: Vec<String>,
    /// The purposes that they agree to now.
    agreed: BTreeSet<String>,
    delivery: String,
    findings: Vec<Finding>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetArgs {
    #[ts(type = "string")]
    id: RecordId,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchArgs {
    #[serde(default)]
    text: String,
    #[ts(optional)]
    limit: Option<usize>,
    #[ts(optional)]
    hamlet: Option<String>,
    #[ts(optional)]
    need: Option<String>,
}

#[derive(Serialize, TS)]
pub(crate) struct Hit {
    #[ts(type = "string")]
    id: RecordId,
    full_name: String,
    born: Option<String>,
    hamlet: Option<String>,
    address: Option<String>,
    id_number: Option<String>,
    phone: Option<String>,
}

/// How many hits a search gives when nobody says.
const USUAL_LIMIT: usize = 20;
/// Among how many people of the same name one is looked for who may be the same person: more than a
/// ward has of the commonest name.
const NAMESAKES: usize = 2000;

pub(crate) fn save(app: &App, args: SaveArgs) -> Result<Saved, AppError> {
    let session = app.session()?;
    let mut store = session.store();
    let (id, citizen) = store.write(app.now(), |writer| {
        let (id, mut citizen) = match args.id {
            Some(id) => (id, citizen_of(writer.record(id)?.ok_or(AppError::RecordNotFound)?)?),
            None => (writer.new_record_id(), Citizen { state: "live".into(), ..Citizen::default() }),
        };
        let moved = take_in(&mut citizen, &args);
        if citizen.full_name.is_empty() {
            return Err(AppError::BadArgument { reason: "full_name is required".into() });
        }
        writer.put(Put { id, kind: RecordKind::Citizen, body: to_body(&citizen), keep_open: false })?;
        if moved && args.id.is_some() {
            follow_to_hamlet(writer, id, citizen.hamlet.as_deref())?;
        }
        if let Some(wanted) = &args.needs {
            let wanted = wanted.as_deref().unwrap_or_default();
            settle_needs(app, writer, id, wanted, citizen.hamlet.as_deref())?;
        }
        Ok((id, citizen))
    })?;
    let possible_duplicates = possible_duplicates(&store, id, &citizen)?;
    Ok(Saved { id, findings: findings(app, &store, &citizen)?, possible_duplicates })
}

pub(crate) fn get(app: &App, args: GetArgs) -> Result<CitizenView, AppError> {
    let session = app.session()?;
    let store = session.store();
    let record = store.record(args.id)?.filter(|record| record.kind == RecordKind::Citizen);
    let record = record.ok_or(AppError::RecordNotFound)?;
    let delivery = record.delivery.as_str().to_owned();
    let citizen = citizen_of(record)?;
    let query = Query { citizen: Some(args.id), state: Some("open"), ..Query::of(RecordKind::Need) };
    let needs =
        store.records(&query)?.into_iter().filter_map(|need| need_of(need).ok()).map(|need| need.procedure);
    let needs: BTreeSet<String> = needs.collect();
    let findings = findings(app, &store, &citizen)?;
    let agreed = in_force(consents_of(&store, args.id)?.iter().map(|(_, consent)| consent));
    Ok(CitizenView { id: args.id, citizen, needs: needs.into_iter().collect(), agreed, delivery, findings })
}

pub(crate) fn search(app: &App, args: SearchArgs) -> Result<Vec<Hit>, AppError> {
    let session = app.session()?;
    let store = session.store();
    let found = store.search_citizens(&Search {
        text: &args.text,
        hamlet: args.hamlet.as_deref(),
        need: args.need.as_deref(),
        limit: args.limit.unwrap_or(USUAL_LIMIT),
    })?;
    found.into_iter().map(hit).collect()
}

/// What their own fields say, and what the ward's lists say of their hamlet.
fn findings(app: &App, store: &Store, citizen: &Citizen) -> Result<Vec<Finding>, AppError> {
    let mut findings = citizen.findings(app.today());
    findings.extend(check_hamlet(store, citizen.hamlet.as_deref())?);
    Ok(findings)
}

fn hit(record: Record) -> Result<Hit, AppError> {
    let id = record.id;
    let citizen = citizen_of(record)?;
    Ok(Hit {
        id,
        full_name: citizen.full_name,
        born: citizen.born,
        hamlet: citizen.hamlet,
        address: citizen.address,
        id_number: citizen.id_number,
        phone: citizen.phone,
    })
}

pub(crate) fn citizen_of(record: Record) -> Result<Citizen, AppError> {
    if record.kind != RecordKind::Citizen {
        return Err(AppError::RecordNotFound);
    }
    from_body(record.body).map_err(|_| AppError::Internal)
}

fn need_of(record: Record) -> Result<Need, AppError> {
    from_body(record.body).map_err(|_| AppError::Internal)
}

/// Puts what was given into the citizen; tells whether the hamlet changed.
fn take_in(citizen: &mut Citizen, args: &SaveArgs) -> bool {
    let line = |field: &mut Option<String>, given: &Option<Option<String>>| {
        if let Some(value) = given {
            *field = value.as_deref().map(text::tidy).filter(|text| !text.is_empty());
        }
    };
    let hamlet_before = citizen.hamlet.clone();
    if let Some(name) = &args.full_name {
        citizen.full_name = name.as_deref().map(text::tidy).unwrap_or_default();
    }
    line(&mut citizen.born, &args.born);
    line(&mut citizen.id_number, &args.id_number);
    line(&mut citizen.old_id_number, &args.old_id_number);
    line(&mut citizen.phone, &args.phone);
    line(&mut citizen.phone_owner, &args.phone_owner);
    line(&mut citizen.hamlet, &args.hamlet);
    line(&mut citizen.address, &args.address);
    line(&mut citizen.language, &args.language);
    let abilities = [
        (&mut citizen.reads, args.reads),
        (&mut citizen.writes, args.writes),
        (&mut citizen.signs, args.signs),
        (&mut citizen.hears, args.hears),
    ];
    for (ability, given) in abilities {
        if let Some(given) = given {
            *ability = given;
        }
    }
    if let Some(sex) = args.sex {
        citizen.sex = sex;
    }
    if let Some(mobility) = args.mobility {
        citizen.mobility = mobility;
    }
    citizen.hamlet != hamlet_before
}

/// A citizen's needs, visits, dossiers and consents are seen by the volunteers of the citizen's hamlet.
fn follow_to_hamlet(
    writer: &mut Writer<'_>,
    citizen: RecordId,
    hamlet: Option<&str>,
) -> Result<(), AppError> {
    for kind in [RecordKind::Need, RecordKind::Visit, RecordKind::Dossier, RecordKind::Consent] {
        for mut record in writer.records(&Query { citizen: Some(citizen), ..Query::of(kind) })? {
            match hamlet {
                Some(name) => record.body.insert("hamlet".into(), name.into()),
                None => record.body.remove("hamlet"),
            };
            let keep_open = record.kind == RecordKind::Dossier; // it may be half typed
            writer.put(Put { id: record.id, kind: record.kind, body: record.body, keep_open })?;
        }
    }
    Ok(())
}

/// Makes the needs that are wanted and not there, and closes the open ones that are not wanted.
fn settle_needs(
    app: &App,
    writer: &mut Writer<'_>,
    citizen: RecordId,
    wanted: &[String],
    hamlet: Option<&str>,
) -> Result<(), AppError> {
    let query = Query { citizen: Some(citizen), state: Some("open"), ..Query::of(RecordKind::Need) };
    let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
    let mut missing = wanted.clone();
    for record in writer.records(&query)? {
        let id = record.id;
        let mut need = need_of(record)?;
        missing.remove(need.procedure.as_str());
        // Two people may have noted the same need: all of them are closed.
        if !wanted.contains(need.procedure.as_str()) {
            need.state = "closed".into();
            writer.put(Put { id, kind: RecordKind::Need, body: to_body(&need), keep_open: false })?;
        }
    }
    for procedure in missing {
        let need = Need {
            citizen,
            procedure: procedure.to_owned(),
            state: "open".into(),
            since: app.today(),
            source: None,
            hamlet: hamlet.map(str::to_owned),
            closed_by: None,
            rest: Map::new(),
        };
        let id = writer.new_record_id();
        writer.put(Put { id, kind: RecordKind::Need, body: to_body(&need), keep_open: false })?;
    }
    Ok(())
}

/// Others who may be the same person: found by number or by name, and judged by both bodies.
fn possible_duplicates(
    store: &Store,
    id: RecordId,
    citizen: &Citizen,
) -> Result<Vec<PossibleDuplicate>, AppError> {
    let texts = [Some(&citizen.full_name), citizen.id_number.as_ref(), citizen.old_id_number.as_ref()];
    let mut others = BTreeMap::new();
    for text in texts.into_iter().flatten() {
        for record in store.search_citizens(&Search { text, limit: NAMESAKES, ..Search::default() })? {
            others.insert(record.id, record);
        }
    }
    others.remove(&id);
    let mut found = Vec::new();
    for (id, record) in others {
        let reasons = citizen.reasons_to_be(&citizen_of(record)?);
        if !reasons.is_empty() {
            found.push(PossibleDuplicate { id, reasons });
        }
    }
    Ok(found)
}
