//! A running server: TLS, its addresses, and how it stops.

use crate::{connections::Bounded, db::ward_row, error::WardError, root::url_of, routes::routes, ward::Ward};
use axum_server::{
    Handle,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::rt::TokioTimer;
use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};
use tan_nha_domain::change::Hash;
use tokio::task::JoinHandle;

/// A header that is not whole after this time closes its connection; so does a silence between requests. Who goes on
/// working syncs again within it, and needs no new handshake.
const HEADER: Duration = Duration::from_secs(60);
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Far more than the devices of a ward that sync at the same time.
const MOST_CONNECTIONS: usize = 256;
/// How long running requests may take to end after a stop.
const GRACE: Duration = Duration::from_secs(10);

/// A server that runs; dropped, it goes on until its runtime ends.
pub struct Serving {
    ward: Ward,
    urls: Vec<String>,
    handle: Handle<SocketAddr>,
    task: JoinHandle<io::Result<()>>,
}

/// Starts serving; ready when this returns.
pub(crate) async fn start(
    ward: &Ward,
    listen: SocketAddr,
    addresses: &[String],
) -> Result<Serving, WardError> {
    let listener = TcpListener::bind(listen).map_err(WardError::Listen)?;
    listener.set_nonblocking(true).map_err(WardError::Listen)?;
    let bound = listener.local_addr().map_err(WardError::Listen)?;
    let hosts = hosts(bound.ip(), addresses);
    let urls: Vec<String> = hosts.iter().map(|host| url_of(host, bound.port())).collect();
    let names: Vec<String> = hosts.into_iter().chain([bound.ip().to_string()]).collect();
    let today = ward.clock().now().date_in_vietnam();
    let root = ward.db().read(ward_row::root)?;
    let tls = RustlsConfig::from_config(Arc::new(root.server_config(ward.code(), &names, today)?));
    ward.db().write(|conn| ward_row::set_served(conn, &urls))?;

    let handle = Handle::new();
    let acceptor = RustlsAcceptor::new(tls).handshake_timeout(HANDSHAKE);
    let mut server = axum_server::from_tcp(listener)
        .map_err(WardError::Listen)?
        .acceptor(acceptor.acceptor(Bounded::at(MOST_CONNECTIONS)))
        .handle(handle.clone())
        .http1_only();
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADER);
    let task = tokio::spawn(server.serve(routes(ward).into_make_service()));
    tracing::info!(port = bound.port(), "serving");
    Ok(Serving { ward: ward.clone(), urls, handle, task })
}

fn hosts(listening: IpAddr, addresses: &[String]) -> Vec<String> {
    if !addresses.is_empty() {
        return addresses.to_vec();
    }
    // Nobody can call "every address"; on the same machine this one answers for it.
    let host = if listening.is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { listening };
    vec![host.to_string()]
}

impl Serving {
    /// The best address, `https://host:port` with the real port.
    pub fn url(&self) -> &str {
        self.urls.first().map_or("", String::as_str)
    }

    /// Every address, best first.
    pub fn urls(&self) -> &[String] {
        &self.urls
    }

    /// SHA-256 of the root certificate's DER.
    pub fn fingerprint(&self) -> Hash {
        self.ward.fingerprint()
    }

    /// Takes no more requests, lets running ones end for ten seconds, and brings the file in order.
    ///
    /// # Errors
    /// What the file says; everything answered is durable regardless.
    pub async fn stop(self) -> Result<(), WardError> {
        self.handle.graceful_shutdown(Some(GRACE));
        let ended = self.task.await;
        tracing::info!(in_order = matches!(ended, Ok(Ok(()))), "stopped");
        tokio::task::spawn_blocking(move || self.ward.db().checkpoint())
            .await
            .unwrap_or(Err(WardError::Damaged("log")))
    }
}
