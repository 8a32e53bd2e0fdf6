//! The ward's root certificate, which devices pin, and the certificate that a server shows under it.

use crate::error::WardError;
use chrono::{Datelike, NaiveDate};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, crypto::ring};
use std::{net::IpAddr, sync::Arc};
use tan_nha_domain::ids::WardCode;
use tan_nha_sync::wire::SERVER_NAME;

/// The first year of every certificate: long ago, since the clock of a tablet without network may be
/// years behind.
const FIRST_YEAR: i32 = 2020;
const YEARS: i32 = 30;

/// A root certificate with its private key.
pub(crate) struct Root {
    /// The certificate, DER.
    pub(crate) certificate: Vec<u8>,
    /// The private key, PKCS #8 DER.
    pub(crate) key: Vec<u8>,
}

impl Root {
    /// A new root, good for thirty years from `today`.
    pub(crate) fn make(ward: &WardCode, today: NaiveDate) -> Result<Self, WardError> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let certificate = root_params(ward, today.year())?.self_signed(&key)?;
        Ok(Self { certificate: certificate.der().to_vec(), key: key.serialize_der() })
    }

    /// The TLS set-up of a server reached under [`SERVER_NAME`] and `names`: a fresh certificate whose
    /// key is never stored. It is good for as long as the root: it ends with the process.
    pub(crate) fn server_config(
        &self,
        ward: &WardCode,
        names: &[String],
        today: NaiveDate,
    ) -> Result<ServerConfig, WardError> {
        let root_key = PrivatePkcs8KeyDer::from(self.key.clone());
        let root_key = KeyPair::from_pkcs8_der_and_sign_algo(&root_key, &PKCS_ECDSA_P256_SHA256)?;
        let issuer = Issuer::new(root_params(ward, today.year())?, root_key);
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let leaf = leaf_params(names, today.year())?.signed_by(&key, &issuer)?;
        let chain = vec![leaf.der().clone(), CertificateDer::from(self.certificate.clone())];
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, PrivatePkcs8KeyDer::from(key.serialize_der()).into())?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

fn root_params(ward: &WardCode, this_year: i32) -> Result<CertificateParams, WardError> {
    let mut params = dated(CertificateParams::new(Vec::new())?, this_year);
    // The issuer of a leaf is known by this name: it stays as it is for ever.
    params.distinguished_name.push(DnType::CommonName, format!("Tan Nha ward {ward}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(params)
}

fn leaf_params(names: &[String], this_year: i32) -> Result<CertificateParams, WardError> {
    let known = [SERVER_NAME, "localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let all: std::collections::BTreeSet<String> = known.into_iter().chain(names.iter().cloned()).collect();
    let mut params = dated(CertificateParams::new(all.into_iter().collect::<Vec<_>>())?, this_year);
    params.distinguished_name.push(DnType::CommonName, SERVER_NAME);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

fn dated(mut params: CertificateParams, this_year: i32) -> CertificateParams {
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.not_before = rcgen::date_time_ymd(FIRST_YEAR, 1, 1);
    params.not_after = rcgen::date_time_ymd(this_year.max(FIRST_YEAR) + YEARS, 1, 1);
    params
}

/// `https://host:port`, with the brackets that a version 6 address needs.
pub(crate) fn url_of(host: &str, port: u16) -> String {
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V6(address)) => format!("https://[{address}]:{port}"),
        _ => format!("https://{host}:{port}"),
    }
}
