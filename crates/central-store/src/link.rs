//! The way to PostgreSQL: a socket of this machine, or TLS 1.3 to a server whose certificate is checked.
//!
//! `sslmode` and `sslrootcert` stand in the URL as they do for libpq, and mean the strict thing: with a file of
//! certificates to trust, the server's has to follow from one of them and be made out to its name. Without one, another
//! machine is only spoken to when `sslmode=disable` says that something else encrypts the way.

use crate::error::{StoreError, StoreResult};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, pem::PemObject},
    version::TLS13,
};
use std::sync::Arc;
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

const UNREADABLE: StoreError = StoreError::Unfit("the database's URL cannot be read");

/// # Errors
/// [`StoreError::Unfit`] says what is wrong with the URL.
pub(crate) fn link(url: &str) -> StoreResult<(Config, MakeRustlsConnect)> {
    let mut plain = url.to_owned();
    let (mut mode, mut file) = (None, None);
    for word in url.split_ascii_whitespace() {
        match word.split_once('=') {
            Some(("sslmode", value)) => mode = Some(value),
            Some(("sslrootcert", value)) => file = Some(value),
            _ => continue,
        }
        plain = plain.replacen(word, "", 1);
    }
    let mut config: Config = plain.parse().map_err(|_| UNREADABLE)?;
    let roots = match (mode, file) {
        (None | Some("require" | "verify-ca" | "verify-full"), Some(file)) => {
            config.ssl_mode(SslMode::Require);
            read_roots(file)?
        }
        (Some("disable"), None) => RootCertStore::empty(),
        (None, None) if stays_here(&config) => RootCertStore::empty(),
        (None, None) => {
            return Err(StoreError::Unfit(
                "the database is on another machine: its URL needs 'sslrootcert', or 'sslmode=disable'",
            ));
        }
        _ => {
            return Err(StoreError::Unfit(
                "'sslmode' and 'sslrootcert' of the database's URL do not go together",
            ));
        }
    };
    if roots.is_empty() {
        config.ssl_mode(SslMode::Disable);
    }
    Ok((config, connector(roots)?))
}

fn stays_here(config: &Config) -> bool {
    let named = config.get_hosts().iter().all(|it| match it {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|it: std::net::IpAddr| it.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    });
    named && config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback)
}

fn read_roots(file: &str) -> StoreResult<RootCertStore> {
    let unread = |_| StoreError::Unfit("the file of 'sslrootcert' cannot be read");
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(unread)? {
        roots
            .add(certificate.map_err(unread)?)
            .map_err(|_| StoreError::Unfit("a certificate of 'sslrootcert' cannot be trusted"))?;
    }
    if roots.is_empty() {
        return Err(StoreError::Unfit("the file of 'sslrootcert' has no certificate"));
    }
    Ok(roots)
}

fn connector(roots: RootCertStore) -> StoreResult<MakeRustlsConnect> {
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&TLS13])
        .map_err(|_| StoreError::Unfit("this build has no TLS 1.3"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str) -> String {
        link(url).err().map(|it| it.to_string()).unwrap_or_default()
    }

    #[test]
    fn another_machine_is_spoken_to_by_tls_or_on_purpose_without() {
        assert!(refused("host=db.clinic.example user=a").contains("another machine"));
        assert!(refused("host=localhost hostaddr=10.0.0.7 user=a").contains("another machine"));
        let (config, _) = link("host=db.clinic.example user=a sslmode=disable").expect("on purpose");
        assert_eq!(config.get_ssl_mode(), SslMode::Disable);
    }

    #[test]
    fn this_machine_needs_no_tls() {
        for url in
            ["host=/var/run/postgresql user=a", "host=127.0.0.1 user=a", "host=localhost user=a", "user=a"]
        {
            let (config, _) = link(url).expect("a way");
            assert_eq!(config.get_ssl_mode(), SslMode::Disable, "{url}");
        }
    }

    #[test]
    fn a_certificate_that_is_asked_for_is_there() {
        assert!(refused("host=db sslmode=require").contains("do not go together"));
        assert!(refused("host=db sslmode=prefer sslrootcert=ca.pem").contains("do not go together"));
        assert!(refused("host=db sslmode=disable sslrootcert=ca.pem").contains("do not go together"));
        assert!(refused("host=db sslrootcert=/nowhere/ca.pem").contains("cannot be read"));
    }

    #[test]
    fn what_is_not_about_tls_stays_as_it_is() {
        let (config, _) = link("sslmode=disable user=a password='two  blanks' dbname=b").expect("a way");
        assert_eq!(config.get_password(), Some(&b"two  blanks"[..]));
        assert_eq!(config.get_dbname(), Some("b"));
    }
}
