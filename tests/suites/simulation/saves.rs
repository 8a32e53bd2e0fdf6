//! Saves as the app makes them: one transaction, acknowledged when it is on the disk.

use crate::world::World;
use tan_nha_domain::{act::Act, ids::RecordId, patch::Body, record::RecordKind};
use tan_nha_store::{Move, Put, StoreError, Writer};

/// One save within a transaction.
pub struct Save<'a> {
    pub id: Option<RecordId>,
    pub kind: RecordKind,
    pub act: Option<Act>,
    pub keep_open: bool,
    pub change: &'a dyn Fn(&mut Body),
}

impl World {
    pub fn save(
        &mut self,
        tablet: usize,
        kind: RecordKind,
        id: Option<RecordId>,
        act: Option<Act>,
        keep_open: bool,
        change: &dyn Fn(&mut Body),
    ) -> Result<String, StoreError> {
        self.save_all(tablet, &[Save { id, kind, act, keep_open, change }])
    }

    /// Saves in one transaction, and has the model note what was acknowledged.
    pub fn save_all(&mut self, tablet: usize, saves: &[Save<'_>]) -> Result<String, StoreError> {
        let now = self.time_of(tablet);
        let saved = self.tablets[tablet].store.write(now, |writer| {
            saves.iter().map(|save| one(writer, save)).collect::<Result<Vec<_>, StoreError>>()
        })?;
        let first = &saves[0];
        let what = format!("saves {} {:?} {}", first.kind, first.act, saved[0].0);
        for (id, before, after) in saved {
            self.model.acknowledge(tablet, id, &before, &after);
        }
        Ok(what)
    }
}

pub fn one(writer: &mut Writer<'_>, save: &Save<'_>) -> Result<(RecordId, Body, Body), StoreError> {
    let before = match save.id {
        Some(id) => writer.record(id)?.map(|record| record.body).unwrap_or_default(),
        None => Body::new(),
    };
    let mut body = before.clone();
    (save.change)(&mut body);
    let id = save.id.unwrap_or_else(|| writer.new_record_id());
    let kind = save.kind.clone();
    let after = match save.act {
        Some(act) => writer.act(Move { id, kind, act, body, reason: None })?,
        None => writer.put(Put { id, kind, body, keep_open: save.keep_open })?,
    };
    Ok((id, before, after.body))
}
