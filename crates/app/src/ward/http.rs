//! HTTPS to one ward: it trusts the ward's root alone and asks for the one name that every ward
//! certificate bears, so the address may change without a new enrolment.

use super::{
    progress::{Outgoing, watched},
    retry_after,
};
use crate::clock::Clock;
use reqwest::{
    Client, Method, RequestBuilder, Response, StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue},
};
use rustls::{
    CertificateError, ClientConfig, RootCertStore,
    pki_types::{CertificateDer, UnixTime},
    time_provider::TimeProvider,
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    error::Error,
    fmt,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tan_nha_domain::ids::ReplicaId;
use tan_nha_sync::{
    bundle,
    codec::{self, Packing},
    pass::CallError,
    wire::{self, Denial, DenialCode, HeldReply, HeldRequest, MAX_BODY_BYTES, SERVER_NAME},
};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);
/// Bytes of a TLS record, its head included. Of a record that was cut nothing is read: of a photo that goes out as
/// one record, all is lost.
const RECORD: usize = 2 * 1024;
/// How long nothing may come.
const SILENCE: Duration = Duration::from_secs(30);

/// How long the ward may take a bundle in; of one that takes longer it has what it took, and the next try is shorter.
const TAKE_IN: Duration = Duration::from_secs(600);

/// How a replica shows itself.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) replica: ReplicaId,
    pub(crate) token: String,
}

/// A ward at one or several addresses.
pub(crate) struct WardClient {
    urls: Vec<String>,
    tls: ClientConfig,
    credentials: Option<Credentials>,
    /// The client of the address that answered last, with its open connection.
    current: Option<(String, Client)>,
    /// Whether nothing went over that connection for some time: it may be dead without anybody knowing.
    rested: bool,
    /// Bytes of the last message that was answered and of its answer, as they were sent.
    exchanged: AtomicUsize,
    /// How small messages are packed: a ward of an earlier version may not know the dictionary.
    packing: Packing,
}

impl WardClient {
    /// A client of the ward whose root certificate is `root` (DER).
    pub(crate) fn new(
        urls: &[String],
        root: &[u8],
        credentials: Option<Credentials>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, CallError> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(root.to_vec())).map_err(|_| CallError::OtherRoot)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut tls = ClientConfig::builder_with_details(provider, Arc::new(DeviceTime(clock)))
            .with_safe_default_protocol_versions()
            .map_err(|_| CallError::OtherRoot)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        tls.max_fragment_size = Some(RECORD);
        Ok(Self {
            urls: urls.to_vec(),
            tls,
            credentials,
            current: None,
            rested: false,
            exchanged: AtomicUsize::new(0),
            packing: Packing::WithDictionary,
        })
    }

    /// Posts a message and reads the ward's answer; goes on to the next address while none connects.
    pub(crate) async fn call<Q: Serialize, A: DeserializeOwned>(
        &mut self,
        path: &str,
        message: &Q,
    ) -> Result<A, CallError> {
        let body = codec::encode_as(message, self.packing).map_err(|_| CallError::NotTheWard)?;
        let with_dictionary = Packing::of(&body) == Packing::WithDictionary;
        let answer = self.call_with(path, body).await;
        match answer {
            Err(CallError::Denied(Denial { code: DenialCode::Garbled, .. })) if with_dictionary => {
                self.packing = Packing::Alone;
                let body = codec::encode(message).map_err(|_| CallError::NotTheWard)?;
                self.call_with(path, body).await
            }
            answer => answer,
        }
    }

    async fn call_with<A: DeserializeOwned>(&mut self, path: &str, body: Vec<u8>) -> Result<A, CallError> {
        // Of what went over a connection that then broke, nobody knows whether it left this device.
        let mut cut = None;
        if let Some((base, client)) = self.current.clone() {
            if !std::mem::take(&mut self.rested) {
                return self.post(&client, &base, path, body, SILENCE).await;
            }
            match self.post(&client, &base, path, body.clone(), CONNECT).await {
                // A dead connection is no word of the ward; a message that did come may come twice.
                Err(error @ (CallError::Cut | CallError::Silent)) => cut = Some(error),
                Err(error) if error.nothing_left() => {}
                answer => return answer,
            }
            self.current = None;
        }
        let mut failure = CallError::Unreachable;
        for url in self.urls.clone() {
            let Some((base, client)) = self.connect(&url).await else {
                continue;
            };
            match self.post(&client, &base, path, body.clone(), SILENCE).await {
                Err(error) if error.nothing_left() => failure = error,
                outcome => {
                    self.current = Some((base, client));
                    return outcome;
                }
            }
        }
        Err(cut.unwrap_or(failure))
    }

    /// Some time has gone by since the last request.
    pub(crate) fn has_rested(&mut self) {
        self.rested = true;
    }

    /// Whether an earlier request has opened a connection.
    pub(super) fn is_connected(&self) -> bool {
        self.current.is_some()
    }

    /// How many bytes the last message that was answered had, with its answer, as they were sent.
    pub(super) fn exchanged(&self) -> usize {
        self.exchanged.load(Ordering::Relaxed)
    }

    /// Posts two messages at once and reads both answers; the first goes alone where it has to find the ward.
    pub(super) async fn call_both<Q: Serialize, A: DeserializeOwned>(
        &mut self,
        path: &str,
        first: &Q,
        second: &Q,
    ) -> (Result<A, CallError>, Result<A, CallError>) {
        let Some((base, client)) = self.current.clone().filter(|_| !self.rested) else {
            let first = self.call(path, first).await;
            let second = match self.is_connected() {
                true => self.call(path, second).await,
                false => Err(CallError::Unreachable),
            };
            return (first, second);
        };
        let post = async |message| match codec::encode(message) {
            Ok(body) => self.post(&client, &base, path, body, SILENCE).await,
            Err(_) => Err(CallError::NotTheWard),
        };
        tokio::join!(post(first), post(second))
    }

    /// A client that finds the ward's name at the host of `url`.
    async fn connect(&self, url: &str) -> Option<(String, Client)> {
        let url = reqwest::Url::parse(url).ok()?;
        let port = url.port_or_known_default()?;
        let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
        let lookup = tokio::time::timeout(CONNECT, tokio::net::lookup_host((host, port)));
        let addresses: Vec<SocketAddr> = lookup.await.ok()?.ok()?.collect();
        let client = Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .resolve_to_addrs(SERVER_NAME, &addresses)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .build()
            .ok()?;
        Some((format!("https://{SERVER_NAME}:{port}"), client))
    }

    async fn post<A: DeserializeOwned>(
        &self,
        client: &Client,
        base: &str,
        path: &str,
        body: Vec<u8>,
        silence: Duration,
    ) -> Result<A, CallError> {
        let request = client.post(format!("{base}{path}")).header(CONTENT_TYPE, wire::CONTENT_TYPE);
        let sent = body.len();
        let response = self.send(request, body.into(), (silence, silence)).await?;
        let success = response.status().is_success();
        if !is_ours(&response) {
            return Err(of_another(&response));
        }
        let bytes = read_bounded(response).await?;
        self.exchanged.store(sent + bytes.len(), Ordering::Relaxed);
        if success {
            codec::decode(&bytes).map_err(|_| CallError::NotTheWard)
        } else {
            let denial: Denial = codec::decode(&bytes).map_err(|_| CallError::NotTheWard)?;
            Err(CallError::Denied(denial))
        }
    }

    /// Sends a request at the address that answered last; for what follows on a call.
    pub(super) async fn request(
        &mut self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: Vec<u8>,
    ) -> Result<Response, CallError> {
        let (base, client) = match self.current.clone() {
            Some(current) => current,
            None => self.first_that_connects().await.ok_or(CallError::Unreachable)?,
        };
        let request = client.request(method, format!("{base}{path}")).headers(headers);
        self.send(request, body.into(), (SILENCE, SILENCE)).await
    }

    /// Brings the bundle of another device to the ward; gives its receipts. The ward answers when it has taken all
    /// of it in.
    pub(crate) async fn carry(&mut self, content: Outgoing) -> Result<Vec<u8>, CallError> {
        // A small question first: it finds the address that answers, and whoever is denied sends nothing large.
        self.call::<_, HeldReply>(wire::FILES_HELD, &HeldRequest { files: Vec::new() }).await?;
        let (base, client) = self.current.clone().ok_or(CallError::Unreachable)?;
        let request = client.post(format!("{base}{}", bundle::BUNDLES));
        let request = request.header(CONTENT_TYPE, bundle::CONTENT_TYPE);
        let response = self.send(request, content, (SILENCE, TAKE_IN)).await?;
        let is_receipts =
            response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == bundle::CONTENT_TYPE);
        match response.status().is_success() && is_receipts {
            true => read_bounded(response).await,
            false => Err(denial_in(response).await),
        }
    }

    async fn first_that_connects(&self) -> Option<(String, Client)> {
        for url in &self.urls {
            if let Some(found) = self.connect(url).await {
                return Some(found);
            }
        }
        None
    }

    /// Sends a request as this replica. It is given up when for `silence` no byte went out and none came in, a
    /// slow network is no dead one; or when `answer` went by after its last byte.
    async fn send(
        &self,
        request: RequestBuilder,
        body: Outgoing,
        (silence, answer): (Duration, Duration),
    ) -> Result<Response, CallError> {
        let mut request = request;
        if let Some(Credentials { replica, token }) = &self.credentials {
            let mut value = HeaderValue::from_str(&format!("Bearer {replica}.{token}"))
                .map_err(|_| CallError::NotTheWard)?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        let (body, progress) = watched(body);
        let sending = request.body(body).send();
        tokio::select! {
            answer = sending => answer.map_err(|error| classify(&error)),
            () = progress.stalled(silence, answer) => Err(CallError::Silent),
        }
    }
}

/// Whether the answer is in the protocol's own type.
fn is_ours(response: &Response) -> bool {
    response.headers().get(CONTENT_TYPE).is_some_and(|value| value == wire::CONTENT_TYPE)
}

/// What the answer of somebody else says: nothing, or that the ward is to be asked later.
fn of_another(response: &Response) -> CallError {
    let busy = [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE].contains(&response.status());
    match retry_after::seconds_of(response.headers()) {
        Some(after_s) if busy => CallError::Later { after_s },
        _ => CallError::NotTheWard,
    }
}

/// The denial in an answer that is no success.
pub(super) async fn denial_in(response: Response) -> CallError {
    if !is_ours(&response) {
        return of_another(&response);
    }
    match read_bounded(response).await.map(|bytes| codec::decode::<Denial>(&bytes)) {
        Ok(Ok(denial)) => CallError::Denied(denial),
        Ok(Err(_)) => CallError::NotTheWard,
        Err(error) => error,
    }
}

/// Certificates are judged by the same clock as everything else on the device.
struct DeviceTime(Arc<dyn Clock>);

impl TimeProvider for DeviceTime {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.now().0 / 1000).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

impl fmt::Debug for DeviceTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceTime")
    }
}

async fn read_bounded(mut response: Response) -> Result<Vec<u8>, CallError> {
    let mut bytes = Vec::new();
    loop {
        let next = tokio::time::timeout(SILENCE, response.chunk()).await.map_err(|_| CallError::Silent)?;
        let Some(chunk) = next.map_err(|error| classify(&error))? else { break };
        if bytes.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(CallError::NotTheWard);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Reads the kind of a transport error from the types in its chain, never from its text.
fn classify(error: &reqwest::Error) -> CallError {
    if let Some(tls) = find_tls_error(error) {
        return match tls {
            rustls::Error::InvalidCertificate(
                CertificateError::Expired
                | CertificateError::ExpiredContext { .. }
                | CertificateError::NotValidYet
                | CertificateError::NotValidYetContext { .. },
            ) => CallError::ClockFarOff,
            rustls::Error::InvalidCertificate(_) => CallError::OtherRoot,
            _ if error.is_connect() => CallError::Stranger,
            _ => CallError::Cut,
        };
    }
    // A connection that takes too long is both.
    if error.is_connect() {
        CallError::Unreachable
    } else if error.is_timeout() {
        CallError::Silent
    } else {
        CallError::Cut
    }
}

fn find_tls_error(error: &reqwest::Error) -> Option<&rustls::Error> {
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(error) = cause {
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Some(tls);
        }
        // An I/O error's `source` skips the error that it carries.
        cause = match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(carried) => Some(carried),
            None => error.source(),
        };
    }
    None
}
