//! The dictionary of small messages (`crates/sync/src/dictionary.zstd`): what it is trained from, and what it gives.
//!
//! `TAN_NHA_WRITE=1 cargo test -p tan-nha-tests --test dictionary -- --ignored` trains it anew. It is a part of the
//! protocol: another one is another version of it, under the next number of [`VERSION`], and a program then has to know
//! both.

use serde_json::{Value, json};
use std::{fs, path::Path};
use tan_nha_domain::{
    change::{Hash, Header, Payload, SealedChange},
    ids::{OpId, RecordId, ReplicaId, UserId, WardCode},
    patch::{Body, Patch},
    record::RecordKind,
    time::Timestamp,
};
use tan_nha_sync::{
    codec::{self, Packing},
    wire::{
        Assignment, CaughtUp, Custody, Mark, Notes, PageAlong, PullReply, PushReply, PushRequest, Receipt,
        RecordState, Seen, Standing, Tip, Verdict,
    },
};
use tan_nha_test_support::{Invented, invented};
use uuid::Uuid;

/// Above the numbers that zstd keeps for others.
const FIRST_ID: u32 = 32_768;
const VERSION: u32 = 1;
const BYTES: usize = 16 * 1024;
/// How many people it is trained with, and the first of them: the bench and the suites take the first ones.
const PEOPLE: std::ops::Range<usize> = 9_000..9_250;
/// The ward of the samples, and what stands for it: no ward's own names belong into a dictionary for all.
const WARD: &str = "Mẫu";
const WARDS: [&str; 8] =
    ["Mỹ Trà", "An Hòa", "Tân Phú", "Long Thạnh", "Phú Mỹ", "Hòa Bình", "Vĩnh Lợi", "Thới An"];

fn dictionary() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/sync/src/dictionary.zstd")
}

/// What one person's home visit makes a device and a ward say to each other.
struct Talk {
    person: Invented,
    index: usize,
    drawn: u64,
}

impl Talk {
    fn about(index: usize) -> Self {
        Self { person: invented(index), index, drawn: 0 }
    }

    /// As good as drawn at random, and the same each time.
    fn hash(&mut self) -> Hash {
        self.drawn += 1;
        Hash::of(format!("{} {}", self.index, self.drawn).as_bytes())
    }

    fn uuid(&mut self) -> Uuid {
        let bytes = self.hash().0;
        let ms = u128::from(1_795_000_000_000 + self.index as u64 * 7_919);
        let random = u128::from_be_bytes(bytes[..16].try_into().unwrap());
        let chance = random & !(0xffff_ffff_ffff_u128 << 80 | 0xf << 76 | 0x3 << 62);
        Uuid::from_u128(ms << 80 | 0x7 << 76 | 0x2 << 62 | chance)
    }

    fn mark(&mut self) -> Option<Mark> {
        Some(Mark(u64::from_be_bytes(self.hash().0[..8].try_into().unwrap())))
    }

    fn now(&self) -> Timestamp {
        Timestamp(1_795_000_000_000 + self.index as i64 * 104_729)
    }

    fn hamlet(&self) -> String {
        format!("Khóm {}", 1 + self.index % 9)
    }

    fn bodies(&mut self) -> Vec<(RecordKind, Body)> {
        let Invented { name, id_number, phone, address } = self.person.clone();
        let (citizen, visit) = (self.uuid(), self.uuid());
        let hamlet = self.hamlet();
        let citizen_body = json!({
            "full_name": name, "born": format!("{}", 1930 + self.index % 70), "sex": "female",
            "id_number": id_number, "phone": phone, "phone_owner": "con", "hamlet": hamlet,
            "address": address, "mobility": "elderly", "state": "live",
        });
        let visit_body = json!({
            "citizen": citizen, "purposes": ["birth_rereg", "id_card_14plus"], "state": "scheduled",
            "date": format!("2026-{:02}-{:02}", 1 + self.index % 12, 1 + self.index % 28), "urgent": false,
            "team": "Tổ 1", "hamlet": hamlet, "asked_by": "phone",
        });
        let dossiers = [
            include_str!("../../crates/forms/procedures/id_card_14plus/sample.json"),
            include_str!("../../crates/forms/procedures/birth_rereg/sample.json"),
        ];
        let procedures = ["id_card_14plus", "birth_rereg"];
        let dossiers = procedures.into_iter().zip(dossiers).map(|(procedure, sample)| {
            let sample = sample.replace(WARD, WARDS[self.index % WARDS.len()]);
            let mut answers: Body = serde_json::from_str(&sample).unwrap();
            for (key, answer) in &mut answers {
                let own =
                    [("_name", name.to_uppercase()), ("_addr", address.clone()), ("_id", id_number.clone())];
                if let Some((_, own)) = own.into_iter().find(|(end, _)| key.ends_with(end)) {
                    *answer = Value::from(own);
                }
            }
            let known = ["app_id", "app_name", "sub_name", "req_name"];
            let provenance = known.into_iter().filter(|key| answers.contains_key(*key));
            let provenance: Body = provenance.map(|key| (key.to_owned(), json!("citizen"))).collect();
            let (state, version) = ("draft", "2024-07.1");
            let dossier = json!({
                "procedure": procedure, "form_version": version, "law_date": "2026-11-22", "state": state,
                "citizen": citizen, "visit": visit, "hamlet": hamlet, "answers": answers,
                "provenance": provenance,
            });
            (RecordKind::Dossier, dossier)
        });
        let dossiers: Vec<_> = dossiers.collect();
        let others = [(RecordKind::Citizen, citizen_body), (RecordKind::Visit, visit_body)];
        others
            .into_iter()
            .chain(dossiers)
            .map(|(kind, body)| (kind, body.as_object().unwrap().clone()))
            .collect()
    }

    /// A device hands in what makes a record, and the ward answers with it.
    fn told(&mut self, (kind, body): (RecordKind, Body)) -> (PushRequest, PushReply) {
        let (op_id, record, user, replica) = (self.uuid(), self.uuid(), self.uuid(), self.uuid());
        let seq = 100 + self.index as u64;
        let header = Header {
            op_id: OpId(op_id),
            replica_id: ReplicaId(replica),
            seq: 1 + self.index as u64 % 700,
            user: UserId(user),
            ward: WardCode(format!("{:05}", 29_000 + self.index)),
            record: RecordId(record),
            kind: kind.clone(),
            prev: None,
            base: None,
            act: None,
            at: self.now(),
            replaces: None,
            payload: Hash::default(),
        };
        let patch = Patch::between(&Body::new(), &body);
        let change = SealedChange::seal(header, &Payload { patch, ..Payload::default() }).unwrap();
        let seen = Seen { epoch: 1, seq, mark: self.mark() };
        let cursor = self.cursor(seq);
        let standing = Standing { created: seq, receipted: seq, ..Standing::default() };
        let then = PageAlong { cursor, standing: Some(standing) };
        let request = PushRequest { seen, changes: vec![change], then: Some(then) };

        let state = RecordState {
            id: RecordId(record),
            kind,
            rev: 1,
            author: UserId(user),
            body,
            notes: Notes::default(),
        };
        let custody = Custody { count: seq, digest: self.hash() };
        let verdict = Verdict::Accepted { rev: 1, seq: seq + 1 };
        let receipts = vec![Receipt { op_id: OpId(op_id), verdict }];
        let page = self.page(vec![state], seq + 1, custody);
        let reply =
            PushReply { epoch: 1, now: self.now(), tip: page.tip, receipts, page: Some(Box::new(page)) };
        (request, reply)
    }

    fn page(&mut self, records: Vec<RecordState>, seq: u64, custody: Custody) -> PullReply {
        PullReply {
            epoch: 1,
            now: self.now(),
            tip: Some(Tip { seq, mark: self.mark() }),
            records,
            assignment: Some(Assignment {
                role: tan_nha_domain::role::Role::Volunteer,
                hamlets: vec![self.hamlet()],
                team: Some("Tổ 1".into()),
            }),
            devices: vec![],
            gone_from_scope: vec![],
            to_come: None,
            cursor: self.cursor(seq),
            caught_up: Some(CaughtUp { seq, live: seq, custody }),
        }
    }

    /// As the ward writes it.
    fn cursor(&mut self, seq: u64) -> String {
        let ward = &self.hash().to_string()[..16];
        let mark = json!(self.mark());
        format!(r#"{{"ward":"{ward}","epoch":1,"assigned":0,"place":{{"feed":{seq}}},"mark":{mark}}}"#)
    }
}

/// The JSON of every message.
fn messages() -> Vec<Vec<u8>> {
    let mut messages = Vec::new();
    for index in PEOPLE {
        let mut talk = Talk::about(index);
        for told in talk.bodies() {
            let (request, reply) = talk.told(told);
            messages.push(serde_json::to_vec(&request).unwrap());
            messages.push(serde_json::to_vec(&reply).unwrap());
        }
    }
    messages
}

#[test]
#[ignore = "it writes a part of the protocol"]
fn train() {
    let mut dictionary_bytes = zstd::dict::from_samples(&messages(), BYTES).unwrap();
    // Its id follows on the magic number.
    dictionary_bytes[4..8].copy_from_slice(&(FIRST_ID + VERSION).to_le_bytes());
    if std::env::var_os("TAN_NHA_WRITE").is_some() {
        fs::write(dictionary(), dictionary_bytes).unwrap();
    }
}

#[test]
fn one_record_goes_in_half_the_bytes_that_it_takes_without_the_dictionary() {
    // Nobody of whom it was trained.
    let mut talk = Talk::about(17);
    for told in talk.bodies() {
        let kind = told.0.clone();
        let (request, reply) = talk.told(told);
        let bytes = |packing| {
            (
                codec::encode_as(&request, packing).unwrap().len(),
                codec::encode_as(&reply, packing).unwrap().len(),
            )
        };
        let ((up, down), alone) = (bytes(Packing::WithDictionary), bytes(Packing::Alone));
        println!("{kind}: {up} up, {down} down; without it {alone:?}");
        assert!(up * 2 <= alone.0 + 40 && down * 2 <= alone.1 + 40, "{kind}: {up}, {down} of {alone:?}");
    }
}
