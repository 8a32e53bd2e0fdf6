//! A served ward, and devices that trust its root and nothing else.

use reqwest::{Client, StatusCode, header};
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tan_nha_domain::{
    change::{Hash, Header, Payload, SealedChange},
    ids::{OpId, RecordId, ReplicaId, UserId, WardCode},
    patch::{Body, Patch},
    record::RecordKind,
    role::Role,
    time::Timestamp,
};
use tan_nha_sync::{
    codec,
    invitation::Invitation,
    wire::{
        self, Denial, DenialCode, EnrolReply, EnrolRequest, PullReply, PullRequest, PushReply, PushRequest,
        Seen,
    },
};
use tan_nha_ward::{Clock, Guest, NewWard, Serving, Ward};
use tempfile::TempDir;
use uuid::Uuid;

/// 21 May 2026, ten in the morning in the ward.
pub(crate) const NOW: Timestamp = Timestamp(1_779_332_400_000);

pub(crate) struct Served {
    pub(crate) ward: Ward,
    pub(crate) serving: Serving,
    pub(crate) data: PathBuf,
    now: Arc<AtomicI64>,
    pub(crate) _folder: TempDir,
}

pub(crate) async fn served() -> Served {
    let folder = tempfile::tempdir().unwrap();
    let now = Arc::new(AtomicI64::new(NOW.0));
    let shown = Arc::clone(&now);
    let data = folder.path().join("data");
    let new = NewWard {
        data: data.clone(),
        code: WardCode("29869".into()),
        name: "Phường Bến Sen".into(),
        key_file: None,
    };
    let ward = Ward::init(&new, Clock::new(move || Timestamp(shown.load(Ordering::SeqCst)))).unwrap();
    let serving = ward.serve(([127, 0, 0, 1], 0).into(), &[]).await.unwrap();
    Served { ward, serving, data, now, _folder: folder }
}

impl Served {
    pub(crate) fn wait_days(&self, days: i64) {
        self.now.fetch_add(days * 24 * 3600 * 1000, Ordering::SeqCst);
    }

    pub(crate) fn invite(&self, name: &str, role: Role, hamlets: &[&str]) -> Invitation {
        let text = self.ward.invite(&Guest::new(name, role).of_hamlets(hamlets)).unwrap();
        Invitation::read(&text).unwrap()
    }

    /// A person's device, enrolled.
    pub(crate) async fn device(&self, name: &str, role: Role, hamlets: &[&str]) -> Device {
        let mut device = Device::before(self.invite(name, role, hamlets));
        device.user = device.enrol().await.unwrap().user;
        device
    }
}

pub(crate) struct Device {
    pub(crate) invitation: Invitation,
    pub(crate) replica: ReplicaId,
    pub(crate) token: String,
    pub(crate) user: UserId,
    pub(crate) client: Client,
    pub(crate) seen: Seen,
    seq: u64,
}

/// An answer of the ward: a message, or a denial with its status.
pub(crate) type Answer<T> = Result<T, (StatusCode, DenialCode)>;

impl Device {
    /// A device that has its ids and its token, and was not enrolled yet.
    pub(crate) fn before(invitation: Invitation) -> Self {
        let client = client(&invitation);
        let replica = ReplicaId(Uuid::now_v7());
        let token = format!("token of {replica}").replace(' ', "-");
        Self { invitation, replica, token, user: UserId(Uuid::nil()), client, seen: Seen::default(), seq: 0 }
    }

    pub(crate) fn enrol_request(&self) -> EnrolRequest {
        EnrolRequest {
            ward: self.invitation.ward.clone(),
            code: self.invitation.code.clone(),
            replica: self.replica,
            token_hash: Hash::of(self.token.as_bytes()),
            succeeds: None,
        }
    }

    pub(crate) async fn enrol(&self) -> Answer<EnrolReply> {
        self.ask(wire::ENROL, &self.enrol_request()).await
    }

    pub(crate) async fn push(&self, changes: &[SealedChange]) -> Answer<PushReply> {
        self.ask(wire::PUSH, &PushRequest { seen: self.seen, changes: changes.to_vec(), then: None }).await
    }

    pub(crate) async fn pull(&self) -> Answer<PullReply> {
        self.pull_from(None).await
    }

    pub(crate) async fn pull_from(&self, cursor: Option<&str>) -> Answer<PullReply> {
        self.ask(
            wire::PULL,
            &PullRequest { seen: self.seen, cursor: cursor.map(str::to_owned), standing: None },
        )
        .await
    }

    pub(crate) async fn ask<T: DeserializeOwned>(&self, path: &str, message: &impl Serialize) -> Answer<T> {
        self.send(path, codec::encode(message).unwrap()).await
    }

    /// Sends these bytes as a body.
    pub(crate) async fn send<T: DeserializeOwned>(&self, path: &str, body: Vec<u8>) -> Answer<T> {
        let request = self
            .client
            .post(self.url(path))
            .header(header::AUTHORIZATION, self.bearer())
            .header(header::CONTENT_TYPE, wire::CONTENT_TYPE)
            .body(body);
        read(request.send().await.unwrap()).await
    }

    pub(crate) fn bearer(&self) -> String {
        format!("Bearer {}.{}", self.replica, self.token)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://{}:{}{path}", wire::SERVER_NAME, address(&self.invitation).port())
    }

    pub(crate) fn citizen(&mut self, name: &str, hamlet: &str) -> (RecordId, SealedChange) {
        self.seq += 1;
        let id = RecordId(Uuid::now_v7());
        let header = Header {
            op_id: OpId(Uuid::now_v7()),
            replica_id: self.replica,
            seq: self.seq,
            user: self.user,
            ward: WardCode("29869".into()),
            record: id,
            kind: RecordKind::Citizen,
            prev: None,
            base: None,
            act: None,
            at: NOW,
            replaces: None,
            payload: Hash::default(),
        };
        let body = json!({"full_name": name, "hamlet": hamlet, "state": "live"});
        let patch = Patch::between(&Body::new(), body.as_object().unwrap());
        (id, SealedChange::seal(header, &Payload { patch, ..Payload::default() }).unwrap())
    }
}

/// Reads an answer; everything the ward says is in its content type, and dated as HTTP asks.
pub(crate) async fn read<T: DeserializeOwned>(response: reqwest::Response) -> Answer<T> {
    let status = response.status();
    assert_eq!(response.headers()[header::CONTENT_TYPE], wire::CONTENT_TYPE);
    assert!(response.headers().contains_key(header::DATE));
    let bytes = response.bytes().await.unwrap();
    if status.is_success() {
        return Ok(codec::decode(&bytes).unwrap());
    }
    let denial: Denial = codec::decode(&bytes).unwrap();
    Err((status, denial.code))
}

pub(crate) fn address(invitation: &Invitation) -> SocketAddr {
    invitation.urls[0].strip_prefix("https://").unwrap().parse().unwrap()
}

/// A client that trusts the invitation's root, and finds the ward under its name.
pub(crate) fn client(invitation: &Invitation) -> Client {
    Client::builder()
        .tls_backend_preconfigured(trust(invitation))
        .resolve(wire::SERVER_NAME, address(invitation))
        .no_proxy()
        .build()
        .unwrap()
}

/// What trusts the invitation's root and nothing else.
pub(crate) fn trust(invitation: &Invitation) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(invitation.root_der().unwrap())).unwrap();
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// The denial of a code under its own status.
pub(crate) fn denied<T>(code: DenialCode) -> Answer<T> {
    Err((StatusCode::from_u16(code.status()).unwrap(), code))
}
