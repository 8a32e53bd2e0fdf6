//! For which form answers were typed, where that is not the one that the ward was last seen with.

use crate::{change, error::StoreError};
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;
use tan_nha_domain::{
    ids::RecordId,
    merge::{FORM, goes_with_form},
    patch::{Body, FieldChange, Patch},
    record::RecordKind,
};

/// Has a change of answers, and a submit of them, name the form that they were typed for, so that the ward never lays them into another
/// one: of a move that is on its way nobody knows yet whether it comes in.
pub(crate) fn name(
    connection: &Connection,
    (id, kind): (RecordId, &RecordKind),
    body: &Body,
    (patch, submits): (&mut Patch, bool),
) -> Result<(), StoreError> {
    if *kind != RecordKind::Dossier {
        return Ok(());
    }
    // What an amendment left.
    if patch.0.get(FORM).is_some_and(|change| change.from == change.to) {
        patch.0.remove(FORM);
    }
    let is_of_form = submits || patch.0.keys().any(|path| goes_with_form(path));
    let Some(form) = body.get(FORM).filter(|_| is_of_form && !patch.0.contains_key(FORM)) else {
        return Ok(());
    };
    if is_moved(connection, id, form)? {
        patch.0.insert(FORM.to_owned(), FieldChange { from: form.clone(), to: form.clone() });
    }
    Ok(())
}

/// Whether the ward was last seen with another form; before it was seen, whether this replica moved what it made.
fn is_moved(connection: &Connection, id: RecordId, form: &Value) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT coalesce(mirror.body, record.body) ->> '$.form_version' FROM record JOIN mirror USING (n)
         WHERE record.id = ?1",
    )?;
    let seen: Option<Option<String>> = statement.query_row([id.0], |row| row.get(0)).optional()?;
    match seen {
        Some(seen) => Ok(seen.as_deref() != form.as_str()),
        None => {
            let moves = |patch: &Patch| patch.0.get(FORM).is_some_and(|change| !change.from.is_null());
            Ok(change::unreceipted_patches(connection, id)?.iter().any(moves))
        }
    }
}
