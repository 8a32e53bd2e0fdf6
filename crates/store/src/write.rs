//! What a person does: each write is one transaction over record, change, search index and
//! the content of its papers.

use crate::{
    answered_form,
    change::{self, Author, OpenChange},
    error::StoreError,
    query::{self, Query},
    record::{self, NewRecord, Record, Stored},
    store::{Ids, Store},
};
use rusqlite::{Connection, TransactionBehavior};
use tan_nha_domain::{
    act::{Act, first_state, transition, transitions},
    change::Payload,
    ids::{OpId, RecordId},
    patch::{Body, FieldChange, Patch, value_at},
    record::RecordKind,
    time::Timestamp,
};

/// A record's body as its author leaves it.
#[derive(Clone)]
pub struct Put {
    /// The record; a new one's id is made by [`Writer::new_record_id`].
    pub id: RecordId,
    /// Its kind.
    pub kind: RecordKind,
    /// The whole body after it.
    pub body: Body,
    /// Whether the author is still typing: the change stays open and is amended until it is sent, or
    /// until an act or a finished save.
    pub keep_open: bool,
}

/// A move of a record from one state to another.
#[derive(Clone)]
pub struct Move {
    /// The record; a new one when the act makes it.
    pub id: RecordId,
    /// Its kind.
    pub kind: RecordKind,
    /// What was decided.
    pub act: Act,
    /// The whole body after it, the new state in it.
    pub body: Body,
    /// Why, in the author's words, where the act asks for it.
    pub reason: Option<String>,
}

/// A person's decision of a conflict: the choice is itself a change.
#[derive(Clone)]
pub struct Decision {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: RecordKind,
    /// The whole body after it.
    pub body: Body,
    /// The act that it carries out, where the choice is to do what came too late.
    pub act: Option<Act>,
    /// The fields that were chosen, also where the ward's value stays.
    pub chosen: Vec<String>,
    /// The changes in conflict that it decides.
    pub settles: Vec<OpId>,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

/// One transaction of writes.
pub struct Writer<'t> {
    pub(crate) connection: &'t Connection,
    author: Author,
    ids: &'t Ids,
    pub(crate) now: Timestamp,
    /// Whether anything of it will have to be sent.
    pub(crate) wrote: bool,
}

impl Store {
    /// Runs `work` in one transaction: all that it writes is on the disk when this returns, or nothing
    /// when it fails. `now` is the time of everything in it.
    ///
    /// # Errors
    /// Those of `work`; [`StoreError::NotEnrolled`], `DiskFull`, `Database`.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        now: Timestamp,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let author = self.author()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let mut writer = Writer { connection: &transaction, author, ids: &self.ids, now, wrote: false };
        let result = work(&mut writer)?;
        let wrote = writer.wrote;
        transaction.commit().map_err(StoreError::from)?;
        if wrote {
            self.tell_of_write();
        }
        Ok(result)
    }

    /// Something will have to be sent.
    pub(crate) fn tell_of_write(&self) {
        if let Some(listener) = &self.on_write {
            listener();
        }
    }

    /// Has `listener` told of every write that is on the disk and will have to be sent. It must not ask the store.
    pub fn on_write(&mut self, listener: impl Fn() + Send + 'static) {
        self.on_write = Some(Box::new(listener));
    }

    pub(crate) fn author(&self) -> Result<Author, StoreError> {
        let membership = self.membership.as_ref().ok_or(StoreError::NotEnrolled)?;
        let user = membership.enrolment.as_ref().ok_or(StoreError::NotEnrolled)?.user;
        Ok(Author { replica: membership.replica, user, ward: membership.ward.clone() })
    }
}

impl Writer<'_> {
    /// A new record's id (UUIDv7).
    pub fn new_record_id(&self) -> RecordId {
        RecordId(self.ids.next(self.now))
    }

    /// A record as it is within the transaction.
    ///
    /// # Errors
    /// `Database`, `PartDamaged`.
    pub fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError> {
        Ok(record::find(self.connection, id)?.map(|stored| stored.record))
    }

    /// The records of a query as they are within the transaction.
    ///
    /// # Errors
    /// `Database`, `PartDamaged`.
    pub fn records(&self, query: &Query<'_>) -> Result<Vec<Record>, StoreError> {
        query::select(self.connection, query)
    }

    /// Saves a record, new or changed; where nothing changed, nothing is written.
    ///
    /// # Errors
    /// [`StoreError::OtherKind`]; [`StoreError::NotInState`] for a state that only an act may give;
    /// `DiskFull`, `Database`.
    pub fn put(&mut self, put: Put) -> Result<Record, StoreError> {
        let before = self.before(put.id, &put.kind)?;
        let state = state_of(&put.body);
        let may_stand = match &before {
            Some(stored) => state == state_of(&stored.record.body),
            None => state == first_state(&put.kind),
        };
        if !transitions(&put.kind).is_empty() && !may_stand {
            return Err(StoreError::NotInState(put.id));
        }
        let Put { id, kind, body, keep_open } = put;
        self.save(before, Work { body, ..Work::on(id, kind) }, keep_open)
    }

    /// Moves a record to another state; what was still open on it is sealed first.
    ///
    /// # Errors
    /// [`StoreError::NotInState`] when the act does not lead from the record's state to that of the
    /// new body; [`StoreError::OtherKind`]; `DiskFull`, `Database`.
    pub fn act(&mut self, decided: Move) -> Result<Record, StoreError> {
        let Move { id, kind, act, body, reason } = decided;
        self.decide(Decision { id, kind, body, act: Some(act), chosen: vec![], settles: vec![], reason })
    }

    /// Saves a decision; what was still open on the record is sealed first.
    ///
    /// # Errors
    /// As [`Self::act`].
    pub fn decide(&mut self, decision: Decision) -> Result<Record, StoreError> {
        let Decision { id, kind, body, act, chosen, settles, reason } = decision;
        let before = self.before(id, &kind)?;
        let from = before.as_ref().and_then(|stored| state_of(&stored.record.body));
        let fits = match act {
            Some(act) => {
                transition(&kind, &body, act, from).is_some_and(|row| state_of(&body) == Some(row.to))
            }
            None => transitions(&kind).is_empty() || state_of(&body) == from,
        };
        if !fits {
            return Err(StoreError::NotInState(id));
        }
        if let Some(open) = change::open_of(self.connection, id)? {
            change::seal(self.connection, &self.author, open, self.now)?;
        }
        self.save(before, Work { body, act, chosen, settles, reason, ..Work::on(id, kind) }, false)
    }

    fn before(&self, id: RecordId, kind: &RecordKind) -> Result<Option<Stored>, StoreError> {
        let before = record::find(self.connection, id)?;
        match before {
            Some(stored) if stored.record.kind != *kind => Err(StoreError::OtherKind(id)),
            before => Ok(before),
        }
    }

    fn save(&mut self, before: Option<Stored>, work: Work, keep_open: bool) -> Result<Record, StoreError> {
        let nothing = Body::new();
        let patch =
            Patch::between(before.as_ref().map_or(&nothing, |stored| &stored.record.body), &work.body);
        let changes_record = before.is_none() || !patch.is_empty();
        if changes_record {
            self.write_record(before.as_ref(), &work)?;
        }
        let open = change::open_of(self.connection, work.id)?;
        if changes_record || work.act.is_some() || !work.settles.is_empty() || (open.is_some() && !keep_open)
        {
            let base = before.as_ref().and_then(|stored| stored.record.rev);
            self.write_change(open, &work, base, patch, keep_open)?;
            self.wrote = true;
        }
        let id = work.id;
        record::find(self.connection, id)?.map(|stored| stored.record).ok_or(StoreError::NoRecord(id))
    }

    fn write_record(&self, before: Option<&Stored>, work: &Work) -> Result<(), StoreError> {
        let Some(stored) = before else {
            let new = NewRecord { id: work.id, kind: &work.kind, author: self.author.user, body: &work.body };
            return record::insert(self.connection, &new, self.now).map(drop);
        };
        // The mirror keeps the ward's version once the record's own body leaves it.
        if stored.record.rev.is_some() {
            self.connection
                .prepare_cached(
                    "UPDATE mirror SET body = (SELECT body FROM record WHERE n = ?1)
                     WHERE n = ?1 AND body IS NULL",
                )?
                .execute([stored.n])?;
        }
        record::update(self.connection, stored, &work.body, self.now)
    }

    /// Amends the record's open change or begins one, and seals it unless it is to stay open.
    fn write_change(
        &self,
        open: Option<OpenChange>,
        work: &Work,
        base: Option<u64>,
        patch: Patch,
        keep_open: bool,
    ) -> Result<(), StoreError> {
        let mut change = match open {
            Some(open) => open,
            None => OpenChange {
                op_id: OpId(self.ids.next(self.now)),
                record: work.id,
                kind: work.kind.clone(),
                prev: change::last_sealed(self.connection, work.id)?,
                base,
                act: work.act,
                replaces: None,
                payload: Payload {
                    reason: work.reason.clone(),
                    settles: work.settles.clone(),
                    ..Payload::default()
                },
                opened_at: self.now,
                amended_at: self.now,
            },
        };
        if !patch.is_empty() {
            change.payload.patch.amend(patch);
            change.amended_at = self.now;
        }
        let submits = change.act == Some(Act::Submit);
        answered_form::name(
            self.connection,
            (work.id, &work.kind),
            &work.body,
            (&mut change.payload.patch, submits),
        )?;
        // A choice names also what it leaves as it is, so that another choice made meanwhile meets it.
        for path in &work.chosen {
            let value = value_at(&work.body, path);
            let stays = || FieldChange { from: value.clone(), to: value.clone() };
            change.payload.patch.0.entry(path.clone()).or_insert_with(stays);
        }
        let says_nothing = change.payload.patch.is_empty() && change.payload.settles.is_empty();
        if says_nothing && change.act.is_none() && !change.makes_record() {
            change::forget_open(self.connection, &change)
        } else if keep_open {
            change::keep_open(self.connection, &change)
        } else {
            change::seal(self.connection, &self.author, change, self.now)
        }
    }
}

/// A save or an act, whichever it was.
struct Work {
    id: RecordId,
    kind: RecordKind,
    body: Body,
    act: Option<Act>,
    chosen: Vec<String>,
    settles: Vec<OpId>,
    reason: Option<String>,
}

impl Work {
    fn on(id: RecordId, kind: RecordKind) -> Self {
        Self { id, kind, body: Body::new(), act: None, chosen: vec![], settles: vec![], reason: None }
    }
}

fn state_of(body: &Body) -> Option<&str> {
    body.get("state").and_then(serde_json::Value::as_str)
}
