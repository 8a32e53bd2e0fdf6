//! What the ward holds, for other programs: a JSON object a line, one row in memory at a time.

use crate::{
    conflicts,
    db::{
        Db,
        export::{self, ArrivalText, RecordText},
        pages::PageRow,
        papers,
    },
    error::WardError,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, io::Write};
use tan_nha_domain::{
    attest::{ATTESTS, Attests},
    change::{Header, Payload},
    checklist::CHECKLIST,
    dossier::Answered,
    fee::FEE,
    group::{Membership, membership},
    ids::UserId,
    paper,
    patch::value_at,
    record::RecordKind,
    table,
    time::Timestamp,
};
use tan_nha_forms::Forms;
use tan_nha_sync::wire::{Contested, OpenConflict};

/// What to export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportKind {
    /// `{id, procedure, form_version, state, answers, attests, fee, checklist, findings, files, group?, member?}`; each
    /// reading and signing among `attests` says by `fits` whether it is of the answers as they stand. All but the state
    /// and the findings of the member of a group is its group's, the files those that serve it.
    Dossiers,
    /// `{op_id, replica_id, record, act, patch, verdict, user, user_name, at}` in the order of arrival,
    /// refused and held ones too; `user_name` as the ward wrote it in the invitation; beside `verdict` its `rev`, `seq`, `groups`, `code`, `waiting_for` as on the wire.
    Changes,
    /// `{id, …}` with the fields of the citizen's record.
    Citizens,
    /// `{id, …}` with the fields of the visit's record.
    Visits,
    /// `{id, …}` with the fields of the consent's record.
    Consents,
    /// `{record, kind, op_id, user, user_name, at, act, reason, fields}`: what waits for somebody's decision, a change a
    /// line; `fields` has for each path `before`, `mine` (what the change wanted), `theirs` (what stands), `theirs_by`
    /// and `theirs_at`.
    Conflicts,
    /// `{at, code, replica_id, op_id}`: what somebody should look into.
    Alarms,
}

/// Writes the lines from one state of the file.
pub(crate) fn export(db: &Db, kind: ExportKind, out: &mut dyn Write) -> Result<(), WardError> {
    db.read(|conn| match kind {
        ExportKind::Dossiers => {
            let forms = db.forms().now(conn)?;
            export::records(conn, &RecordKind::Dossier, &mut |row| line(out, &dossier(conn, &forms, &row)?))
        }
        ExportKind::Citizens => bodies(conn, &RecordKind::Citizen, out),
        ExportKind::Visits => bodies(conn, &RecordKind::Visit, out),
        ExportKind::Consents => bodies(conn, &RecordKind::Consent, out),
        ExportKind::Changes => {
            let names = export::names(conn)?;
            export::changes(conn, &mut |row| line(out, &change(&row, &names)?))
        }
        ExportKind::Conflicts => {
            let forms = db.forms().now(conn)?;
            export::in_conflict(conn, &mut |row| {
                let body = object(&row.body)?;
                conflicts::open_of(conn, &row, &forms, |_| true)?
                    .into_iter()
                    .try_for_each(|conflict| line(out, &waiting(&row, &body, conflict)))
            })
        }
        ExportKind::Alarms => export::alarms(conn, &mut |row| {
            let at = Timestamp(row.at);
            let (code, replica, op_id) = (&row.verdict, row.replica, row.op_id);
            let closed_at = row.closed_at.map(Timestamp);
            line(
                out,
                &json!({"at": at, "code": code, "replica_id": replica, "op_id": op_id, "closed_at": closed_at}),
            )
        }),
    })
}

/// A dossier; the member of a group with what the group says for it.
fn dossier(conn: &rusqlite::Connection, forms: &Forms, row: &RecordText) -> Result<Value, WardError> {
    let body = object(&row.body)?;
    let findings: Value = row.findings.as_deref().map_or(Ok(json!([])), parsed)?;
    let of = |key: &str| body.get(key).cloned();
    // `said` is the body that has the answers.
    let whole = |said: &Map<String, Value>, files: Vec<Value>| {
        let answers = said.get("answers").and_then(Value::as_object).map(table::gathered);
        json!({
            "id": row.id,
            "procedure": of("procedure"),
            "form_version": of("form_version"),
            "state": of("state"),
            "answers": answers.unwrap_or_default(),
            "attests": attests(said),
            "fee": map_of(said, FEE),
            "checklist": map_of(said, CHECKLIST),
            "findings": findings,
            "files": files,
        })
    };
    let Some(Membership { group, member }) = membership(&RecordKind::Dossier, &body) else {
        return Ok(whole(&body, files(conn, row.n, &body, |_| true)?));
    };
    let group_row = export::record(conn, group)?.ok_or(WardError::Damaged("group"))?;
    let group_body = object(&group_row.body)?;
    let form = forms.definition_of(&RecordKind::Dossier, &group_body);
    let form = form.and_then(|form| form.members().iter().find(|known| known.key == member));
    let serves = |slot: &str| form.is_none_or(|form| form.papers.iter().any(|own| own == slot));
    let mut whole = whole(&group_body, files(conn, group_row.n, &group_body, serves)?);
    if let Value::Object(fields) = &mut whole {
        fields.insert("group".to_owned(), json!(group));
        fields.insert("member".to_owned(), json!(member));
    }
    Ok(whole)
}

/// What was noted under a key of the body.
fn map_of(body: &Map<String, Value>, key: &str) -> Value {
    body.get(key).cloned().unwrap_or_else(|| json!({}))
}

/// Who wrote, that it was read back and who signed, as it was noted.
fn attests(body: &Map<String, Value>) -> Map<String, Value> {
    let nothing = Map::new();
    let map = |key: &str| body.get(key).and_then(Value::as_object).unwrap_or(&nothing);
    let mut noted = map(ATTESTS).clone();
    let (read, answered) = (Attests::of(&noted), Answered::of(body));
    for (key, entry) in &mut noted {
        let Some(fits) = read.fits(key, answered) else { continue };
        if let Value::Object(fields) = entry {
            fields.insert("fits".to_owned(), json!(fits));
        }
    }
    noted
}

/// The papers of a dossier in the slots that `serves` lets through; `whole`: the ward holds all of it.
fn files(
    conn: &rusqlite::Connection,
    n: i64,
    body: &Map<String, Value>,
    serves: impl Fn(&str) -> bool,
) -> Result<Vec<Value>, WardError> {
    let missing = papers::missing(conn, n)?;
    let named = paper::papers(&RecordKind::Dossier, body);
    Ok(named
        .filter(|paper| serves(&paper.slot))
        .map(|paper| {
            json!({"slot": paper.slot, "sha256": paper.sha256, "bytes": paper.bytes, "media": paper.media,
                   "pages": paper.pages, "whole": !missing.contains(&paper.sha256)})
        })
        .collect())
}

fn bodies(conn: &rusqlite::Connection, kind: &RecordKind, out: &mut dyn Write) -> Result<(), WardError> {
    export::records(conn, kind, &mut |row| {
        let mut whole = object(&row.body)?;
        whole.insert("id".to_owned(), json!(row.id));
        line(out, &whole)
    })
}

/// A conflict, with what stands at the ward beside what was wanted.
fn waiting(row: &PageRow, body: &Map<String, Value>, conflict: OpenConflict) -> Value {
    let OpenConflict { op_id, user, by, at, act, reason, fields } = conflict;
    let sides = fields.into_iter().map(|(path, Contested { before, mine, theirs_by, theirs_at })| {
        let theirs = value_at(body, &path).clone();
        let sides = json!({"before": before, "mine": mine, "theirs": theirs, "theirs_by": theirs_by,
                           "theirs_at": theirs_at});
        (path, sides)
    });
    json!({"record": row.id, "kind": row.kind, "op_id": op_id, "user": user, "user_name": by, "at": at, "act": act,
           "reason": reason, "fields": sides.collect::<Map<_, _>>()})
}

/// Of a change that could not be read, only what the ward itself knows.
fn change(row: &ArrivalText, names: &BTreeMap<UserId, String>) -> Result<Value, WardError> {
    let header: Option<Header> = row.header.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let payload: Option<Payload> = row.payload.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let mut whole = json!({
        "op_id": row.op_id,
        "replica_id": row.replica,
        "record": header.as_ref().map(|header| header.record),
        "kind": header.as_ref().map(|header| header.kind.clone()),
        "act": header.as_ref().and_then(|header| header.act),
        "patch": payload.map(|payload| payload.patch),
        "user": header.as_ref().map(|header| header.user),
        "user_name": header.as_ref().and_then(|header| names.get(&header.user)),
        "at": header.map(|header| header.at),
        "arrived_at": Timestamp(row.at),
    });
    if let Value::Object(fields) = &mut whole {
        fields.extend(object(&row.verdict)?);
    }
    Ok(whole)
}

fn object(text: &str) -> Result<Map<String, Value>, WardError> {
    serde_json::from_str(text).map_err(|_| WardError::Damaged("json"))
}

fn parsed(text: &str) -> Result<Value, WardError> {
    serde_json::from_str(text).map_err(|_| WardError::Damaged("json"))
}

fn line<T: Serialize>(out: &mut dyn Write, object: &T) -> Result<(), WardError> {
    serde_json::to_writer(&mut *out, object).map_err(|error| WardError::Io(error.into()))?;
    Ok(out.write_all(b"\n")?)
}
