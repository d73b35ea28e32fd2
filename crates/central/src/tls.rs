//! TLS 1.3 and nothing older. A certificate that was renewed is taken up while the service runs.

use crate::config::TlsConfig;
use anyhow::Context;
use axum_server::tls_rustls::RustlsConfig;
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{fs, sync::Arc, time::Duration};
use tokio::time::sleep;

/// The certificate that connections are made with.
pub struct Certificate {
    files: TlsConfig,
    /// As they were when they were last looked at.
    read: (Vec<u8>, Vec<u8>),
    used: RustlsConfig,
}

impl Certificate {
    /// # Errors
    /// A file cannot be read, or the key is not the certificate's.
    pub fn read(files: &TlsConfig) -> anyhow::Result<Certificate> {
        let read = bytes(files)?;
        let used = RustlsConfig::from_config(Arc::new(server(&read)?));
        Ok(Certificate { files: files.clone(), read, used })
    }

    #[must_use]
    pub fn used(&self) -> RustlsConfig {
        self.used.clone()
    }

    /// Looks at the files when it is told to (SIGHUP), and from time to time. Whatever is wrong with them, the service goes
    /// on with what it has.
    pub async fn keep_up(mut self) {
        let mut told = Told::listen();
        let look_again = Duration::from_secs(self.files.look_again_seconds.into());
        loop {
            tokio::select! { () = told.looking() => {}, () = sleep(look_again) => {} }
            match self.look() {
                Ok(true) => tracing::info!("the certificate was renewed: new connections have the new one"),
                Ok(false) => {}
                Err(error) => {
                    let error = format!("{error:#}");
                    tracing::error!(
                        error,
                        "the files of the certificate are of no use: the one before is kept"
                    );
                }
            }
        }
    }

    /// Whether it is another one.
    fn look(&mut self) -> anyhow::Result<bool> {
        let now = bytes(&self.files)?;
        if now == self.read {
            return Ok(false);
        }
        let config = server(&now)?;
        self.used.reload_from_config(Arc::new(config));
        self.read = now;
        Ok(true)
    }
}

fn bytes(files: &TlsConfig) -> anyhow::Result<(Vec<u8>, Vec<u8>)> {
    let read =
        |key: &str, path| fs::read(path).with_context(|| format!("the file of 'tls.{key}' cannot be read"));
    Ok((read("certificate", &files.certificate)?, read("key", &files.key)?))
}

fn server((certificate, key): &(Vec<u8>, Vec<u8>)) -> anyhow::Result<ServerConfig> {
    let chain: Result<Vec<CertificateDer<'static>>, _> =
        CertificateDer::pem_slice_iter(certificate).collect();
    let chain = chain.context("'tls.certificate' is no PEM")?;
    let key = PrivateKeyDer::from_pem_slice(key).context("'tls.key' is no PEM with a key")?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .context("'tls.certificate' and 'tls.key' do not go together")?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Whoever renews the files may say so.
struct Told {
    #[cfg(unix)]
    hangup: Option<tokio::signal::unix::Signal>,
}

impl Told {
    fn listen() -> Told {
        Told {
            #[cfg(unix)]
            hangup: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn looking(&mut self) {
        #[cfg(unix)]
        if let Some(hangup) = &mut self.hangup
            && hangup.recv().await.is_some()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}
