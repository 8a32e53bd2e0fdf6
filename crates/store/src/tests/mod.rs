//! Properties of the whole store, each on a real encrypted file.

mod bundle;
mod changes;
mod conflicts;
mod file;
mod keys;
mod numbers;
mod papers;
mod profile;
mod pull;
mod receipts;
mod search;
mod shelf;
mod standing;
mod succession;

use crate::{Enrolment, KdfCost, Membership, NewFile, Put, Record, ReplicaFile, Store, StoreError, Writer};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tan_nha_domain::{
    change::{Hash, Header, Payload},
    ids::{OpId, RecordId, ReplicaId, UserId, WardCode},
    paper::{Media, Paper},
    patch::{Body, put, value_at},
    record::RecordKind,
    role::Role,
    time::Timestamp,
};
use tan_nha_sync::wire::{Notes, PullReply, PushReply, Receipt, RecordState, Verdict};
use tempfile::TempDir;
use uuid::Uuid;

pub(super) const PIN: &str = "135790";
pub(super) const NOW: Timestamp = Timestamp(1_795_000_000_000);

pub(super) fn replica() -> ReplicaId {
    ReplicaId(Uuid::from_u128(7))
}

pub(super) fn user() -> UserId {
    UserId(Uuid::from_u128(70))
}

pub(super) fn somebody_else() -> UserId {
    UserId(Uuid::from_u128(71))
}

/// What an old ward answered to a push, which says nothing of itself but its epoch.
pub(super) fn said(epoch: u64, receipts: &[Receipt]) -> PushReply {
    PushReply { epoch, now: NOW, tip: None, receipts: receipts.to_vec(), page: None }
}

/// A folder with an enrolled replica.
pub(super) struct Device {
    root: TempDir,
    store: Option<Store>,
}

impl Device {
    pub(super) fn new() -> Self {
        let root = TempDir::new().unwrap();
        let folder = root.path().join("replica");
        let mut store = ReplicaFile::create(&folder, replica(), PIN, KdfCost::TESTS_ONLY).unwrap();
        store.save_membership(&membership()).unwrap();
        Self { root, store: Some(store) }
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.root.path().join("replica")
    }

    pub(super) fn store(&mut self) -> &mut Store {
        self.store.as_mut().unwrap()
    }

    pub(super) fn close(&mut self) {
        self.store = None;
    }

    pub(super) fn unlock(&mut self) -> Result<(), StoreError> {
        self.close();
        self.store = Some(ReplicaFile::unlock(&self.folder(), PIN, NOW)?);
        Ok(())
    }

    /// Saves a record, in a transaction of its own.
    pub(super) fn put(&mut self, id: RecordId, kind: RecordKind, body: Value, keep_open: bool) -> Record {
        let put = Put { id, kind, body: object(body), keep_open };
        self.store().write::<_, StoreError>(NOW, |writer| writer.put(put)).unwrap()
    }

    pub(super) fn new_citizen(&mut self, body: Value) -> RecordId {
        let id = self.store().write::<_, StoreError>(NOW, |writer| Ok(writer.new_record_id())).unwrap();
        self.put(id, RecordKind::Citizen, body, false).id
    }

    /// Attaches content to a dossier, made where there is none; whether it was not attached already.
    pub(super) fn attach(&mut self, dossier: RecordId, content: &[u8]) -> bool {
        let write = |writer: &mut Writer<'_>| {
            let file = NewFile { media: Media::Jpeg, pages: None, content };
            let paper = paper(writer.keep_file(&file)?, content.len() as u64);
            let record = writer.record(dossier)?;
            let mut body = record.map_or_else(|| object(json!({ "state": "draft" })), |record| record.body);
            let path = format!("files.{}", paper.key());
            let is_new = value_at(&body, &path).is_null();
            put(&mut body, &path, json!(paper));
            writer.put(Put { id: dossier, kind: RecordKind::Dossier, body, keep_open: true })?;
            Ok(is_new)
        };
        self.store().write::<_, StoreError>(NOW, write).unwrap()
    }

    /// Everything unreceipted, as the wire would carry it.
    pub(super) fn outbox(&mut self) -> Vec<(Header, Payload)> {
        let batch = self.store().next_batch(0, usize::MAX, usize::MAX, NOW).unwrap();
        batch.iter().map(|change| (change.header().unwrap(), change.payload().unwrap())).collect()
    }

    pub(super) fn body(&mut self, id: RecordId) -> Value {
        Value::Object(self.store().record(id).unwrap().unwrap().body)
    }
}

pub(super) fn membership() -> Membership {
    Membership {
        replica: replica(),
        token: "token-of-the-test".into(),
        ward: WardCode("29869".into()),
        urls: vec!["https://127.0.0.1:4430".into()],
        root: vec![1, 2, 3],
        practice: false,
        enrolment: Some(Enrolment {
            user: user(),
            user_name: "Lê Thị Mẫu".into(),
            role: Role::Volunteer,
            hamlets: vec!["Khóm 2".into()],
            team: None,
            ward_name: "Phường Cao Lãnh".into(),
            recovery_key: None,
            at: NOW,
        }),
    }
}

pub(super) fn object(value: Value) -> Body {
    value.as_object().unwrap().clone()
}

pub(super) fn citizen(name: &str) -> Value {
    json!({"full_name": name, "state": "live", "hamlet": "Khóm 2"})
}

pub(super) fn paper(sha256: Hash, bytes: u64) -> Paper {
    let rest = serde_json::Map::new();
    Paper { slot: "old_paper".into(), sha256, bytes, media: Media::Jpeg, pages: None, at: None, rest }
}

pub(super) fn accepted(op_id: OpId) -> Receipt {
    Receipt { op_id, verdict: Verdict::Accepted { rev: 1, seq: 1 } }
}

pub(super) fn page(records: Vec<RecordState>) -> PullReply {
    PullReply {
        epoch: 1,
        now: NOW,
        tip: None,
        records,
        assignment: None,
        devices: Vec::new(),
        to_come: None,
        gone_from_scope: Vec::new(),
        cursor: "next".into(),
        caught_up: None,
    }
}

pub(super) fn state(id: RecordId, kind: RecordKind, rev: u64, body: Value) -> RecordState {
    RecordState { id, kind, rev, author: somebody_else(), body: object(body), notes: Notes::default() }
}

pub(super) fn id(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The units of records that no form describes.
pub(super) const UNITS: crate::UnitOf<'static> =
    &|kind, _, path| tan_nha_domain::merge::unit_of_plain_field(kind, path);
