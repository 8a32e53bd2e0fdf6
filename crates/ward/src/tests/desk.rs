//! A ward in a temporary folder and invented people with devices.

use crate::{
    Clock, Guest, NewWard, Ward,
    access::Caller,
    db::{custody, people, records},
    denied::Denied,
    enrolment, pull, push,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tan_nha_domain::{
    act::Act,
    change::{Hash, Header, Payload, SealedChange},
    dossier::answers_hash,
    ids::{OpId, RecordId, ReplicaId, UserId, WardCode},
    patch::{Body, Patch},
    record::RecordKind,
    role::Role,
    time::Timestamp,
};
use tan_nha_sync::{
    invitation::Invitation,
    wire::{
        Custody, EnrolReply, EnrolRequest, PullReply, PullRequest, PushReply, PushRequest, Seen, Succeeds,
        Verdict,
    },
};
use tempfile::TempDir;
use uuid::Uuid;

/// 21 May 2026, ten in the morning in the ward.
pub(super) const NOW: Timestamp = Timestamp(1_779_332_400_000);

pub(super) struct Desk {
    pub(super) ward: Ward,
    /// Gone when it is dropped.
    _folder: TempDir,
}

pub(super) fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let new = NewWard {
        data: folder.path().join("data"),
        code: WardCode("29869".into()),
        name: "Phường Bến Sen".into(),
        key_file: None,
    };
    Desk { ward: Ward::init(&new, Clock::fixed(NOW)).unwrap(), _folder: folder }
}

impl Desk {
    /// The first device of a new person.
    pub(super) fn device(&self, name: &str, role: Role, hamlets: &[&str]) -> Device {
        let invitation = self.invitation(name, role, hamlets);
        let request = EnrolRequest {
            ward: invitation.ward,
            code: invitation.code,
            replica: ReplicaId(Uuid::now_v7()),
            token_hash: Hash::of(name.as_bytes()),
            succeeds: None,
        };
        let reply = self.ward.db().write(|conn| enrolment::enrol(conn, &request, NOW)).unwrap();
        Device {
            replica: request.replica,
            user: reply.user,
            seq: 0,
            last: BTreeMap::new(),
            base: BTreeMap::new(),
            seen: Seen::default(),
        }
    }

    pub(super) fn invitation(&self, name: &str, role: Role, hamlets: &[&str]) -> Invitation {
        let mut guest = Guest::new(name, role).of_hamlets(hamlets);
        guest.urls = vec!["https://127.0.0.1:4430".into()];
        Invitation::read(&self.ward.invite(&guest).unwrap()).unwrap()
    }

    /// Asks to take the place of a device's replica, whose token is `token`.
    pub(super) fn ask_to_succeed(
        &self,
        invitation: &Invitation,
        replica: ReplicaId,
        (before, token): (&Device, &str),
    ) -> Result<EnrolReply, Denied> {
        let first = before.seq + 1;
        let succeeds =
            Succeeds { replica: before.replica, user: before.user, line: vec![], token: token.into(), first };
        self.ask(invitation, replica, Some(succeeds))
    }

    /// Asks to become a replica.
    pub(super) fn ask(
        &self,
        invitation: &Invitation,
        replica: ReplicaId,
        succeeds: Option<Succeeds>,
    ) -> Result<EnrolReply, Denied> {
        let request = EnrolRequest {
            ward: invitation.ward.clone(),
            code: invitation.code.clone(),
            replica,
            token_hash: Hash::of(b"another"),
            succeeds,
        };
        self.ward.db().write(|conn| enrolment::enrol(conn, &request, NOW))
    }

    /// The device of a volunteer called Ba, enrolled again.
    pub(super) fn again(&self, before: &Device) -> Device {
        let replica = ReplicaId(Uuid::now_v7());
        let invitation = self.invitation("Ba", Role::Volunteer, &["Ấp 1"]);
        self.ask_to_succeed(&invitation, replica, (before, "Ba")).unwrap();
        Device { replica, ..before.clone() }
    }

    pub(super) fn body(&self, id: RecordId) -> Value {
        let record = self.ward.db().read(|conn| records::get(conn, id)).unwrap();
        record.map_or(Value::Null, |record| Value::Object(record.body))
    }

    pub(super) fn caller(&self, device: &Device) -> Caller {
        self.ward.db().read(|conn| people::caller(conn, device.replica)).unwrap().unwrap().0
    }

    pub(super) fn push(&self, device: &Device, changes: &[SealedChange]) -> PushReply {
        self.push_at(device, changes, NOW)
    }

    pub(super) fn push_at(&self, device: &Device, changes: &[SealedChange], now: Timestamp) -> PushReply {
        let request = PushRequest { seen: device.seen, changes: changes.to_vec(), then: None };
        let caller = self.caller(device);
        self.ward.db().write(|conn| push::push(conn, self.ward.db().forms(), &caller, &request, now)).unwrap()
    }

    /// What the ward holds of a device, also when its person gets no pages.
    pub(super) fn custody(&self, device: &Device) -> Custody {
        let n = self.caller(device).n;
        self.ward.db().read(|conn| custody::get(conn, n)).unwrap()
    }

    /// The verdicts on a batch.
    pub(super) fn verdicts(&self, device: &Device, changes: &[SealedChange]) -> Vec<Verdict> {
        self.push(device, changes).receipts.into_iter().map(|receipt| receipt.verdict).collect()
    }

    /// The verdict on one change.
    pub(super) fn verdict(&self, device: &Device, change: &SealedChange) -> Verdict {
        self.verdicts(device, std::slice::from_ref(change)).remove(0)
    }

    pub(super) fn pull(&self, device: &Device, cursor: Option<&str>) -> Result<PullReply, Denied> {
        self.pull_at(device, cursor, NOW)
    }

    pub(super) fn pull_at(
        &self,
        device: &Device,
        cursor: Option<&str>,
        now: Timestamp,
    ) -> Result<PullReply, Denied> {
        let request = PullRequest { seen: device.seen, cursor: cursor.map(str::to_owned), standing: None };
        let caller = self.caller(device);
        let page = pull::pull(self.ward.db(), &caller, &request, "0123456789abcdef", now)?;
        Ok(serde_json::from_value(serde_json::to_value(&page).unwrap()).unwrap())
    }

    /// Every page until the ward says that all was seen.
    pub(super) fn pull_all(&self, device: &Device, mut cursor: Option<String>) -> Vec<PullReply> {
        let mut pages = Vec::new();
        loop {
            let page = self.pull(device, cursor.as_deref()).unwrap();
            cursor = Some(page.cursor.clone());
            let last = page.caught_up.is_some();
            pages.push(page);
            if last {
                return pages;
            }
        }
    }

    /// The lines of an export.
    pub(super) fn export(&self, kind: crate::ExportKind) -> Vec<Value> {
        let mut out = Vec::new();
        self.ward.export(kind, &mut out).unwrap();
        out.split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect()
    }
}

/// A device that knows what it sent, and what it saw of the ward.
#[derive(Clone)]
pub(super) struct Device {
    pub(super) replica: ReplicaId,
    pub(super) user: UserId,
    pub(super) seq: u64,
    pub(super) last: BTreeMap<RecordId, OpId>,
    pub(super) base: BTreeMap<RecordId, u64>,
    pub(super) seen: Seen,
}

impl Device {
    /// A change that leads from `before` to `after`.
    pub(super) fn change(
        &mut self,
        (id, kind): (RecordId, RecordKind),
        act: Option<Act>,
        before: &Value,
        after: &Value,
    ) -> SealedChange {
        let patch = Patch::between(&body(before), &body(after));
        let header = self.header(id, kind, act);
        SealedChange::seal(header, &Payload { patch, ..Payload::default() }).unwrap()
    }

    pub(super) fn header(&mut self, id: RecordId, kind: RecordKind, act: Option<Act>) -> Header {
        self.seq += 1;
        let op_id = OpId(Uuid::now_v7());
        Header {
            op_id,
            replica_id: self.replica,
            seq: self.seq,
            user: self.user,
            ward: WardCode("29869".into()),
            record: id,
            kind,
            prev: self.last.insert(id, op_id),
            base: self.base.get(&id).copied(),
            act,
            at: NOW,
            replaces: None,
            payload: Hash::default(),
        }
    }

    /// A new citizen of a hamlet.
    pub(super) fn citizen(&mut self, hamlet: &str) -> (RecordId, SealedChange) {
        let id = record_id();
        (id, self.change((id, RecordKind::Citizen), None, &json!({}), &citizen(hamlet)))
    }

    /// A new draft.
    pub(super) fn dossier(&mut self, citizen: Option<RecordId>, hamlet: &str) -> (RecordId, SealedChange) {
        let id = record_id();
        let mut body = dossier(hamlet);
        if let Some(citizen) = citizen {
            body["citizen"] = json!(citizen);
        }
        (id, self.change((id, RecordKind::Dossier), None, &json!({}), &body))
    }

    /// What the ward made of its last change of a record: the revision to build on.
    pub(super) fn saw(&mut self, id: RecordId, rev: u64) {
        self.base.insert(id, rev);
    }
}

pub(super) fn record_id() -> RecordId {
    RecordId(Uuid::now_v7())
}

pub(super) fn citizen(hamlet: &str) -> Value {
    json!({"full_name": "Trần Thị Bình", "hamlet": hamlet, "state": "live"})
}

pub(super) fn dossier(hamlet: &str) -> Value {
    let form = tan_nha_forms::catalogue().latest("birth_rereg").unwrap();
    json!({
        "procedure": form.key(), "form_version": form.version(), "law_date": "2026-05-21", "state": "draft",
        "hamlet": hamlet,
    })
}

pub(super) fn body(value: &Value) -> Body {
    value.as_object().unwrap().clone()
}

/// A dossier's body as it is submitted.
pub(super) fn submitted(draft: &Value) -> Value {
    let none = Body::new();
    let answers = draft.get("answers").and_then(Value::as_object).unwrap_or(&none);
    with(draft, json!({"state": "queued", "sealed_answers": answers_hash(answers).to_string()}))
}

/// `value` with other fields.
pub(super) fn with(value: &Value, fields: Value) -> Value {
    let mut all = body(value);
    all.extend(body(&fields));
    Value::Object(all)
}
