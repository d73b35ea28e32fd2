//! Listening: TLS 1.3 where a certificate is configured, and an end that lets what runs finish.

use crate::{app::App, http, metrics, routes, work};
use anyhow::Context;
use axum::{Router, http::StatusCode, routing::get};
use axum_server::{Handle, tls_rustls::RustlsConfig};
use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};
use tokio::task::JoinSet;
use tower_http::{CompressionLevel, compression::CompressionLayer, decompression::RequestDecompressionLayer};

/// How long requests may go on after the service was told to end.
const GRACE: Duration = Duration::from_secs(25);

/// The API. Bodies may travel with zstd, both ways; the limits of a body are those of what it unfolds to.
pub fn router(app: &Arc<App>) -> Router {
    // JSON comes out no larger for it than with more effort.
    let compression = CompressionLayer::new().quality(CompressionLevel::Precise(1));
    http::router(app, routes::table()).layer(RequestDecompressionLayer::new()).layer(compression)
}

/// Serves until the handle is told to end.
///
/// # Errors
/// The certificate cannot be read, or the listener is of no use.
pub async fn serve(app: Arc<App>, listener: TcpListener, handle: Handle<SocketAddr>) -> anyhow::Result<()> {
    listener.set_nonblocking(true)?;
    let mut working = JoinSet::new();
    if app.config.background {
        working.spawn(work::run(Arc::clone(&app)));
    }
    let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
    match &app.config.tls {
        Some(tls) => {
            let config =
                rustls_config(&tls.certificate, &tls.key).context("the certificate cannot be used")?;
            axum_server::from_tcp_rustls(listener, config)?.handle(handle).serve(service).await?;
        }
        None => axum_server::from_tcp(listener)?.handle(handle).serve(service).await?,
    }
    app.wake.end();
    while working.join_next().await.is_some() {}
    app.store.close();
    Ok(())
}

/// Serves what Prometheus reads until the handle is told to end: on an address of its own, which the world does not reach.
///
/// # Errors
/// The listener is of no use.
pub async fn serve_metrics(
    app: Arc<App>,
    listener: TcpListener,
    handle: Handle<SocketAddr>,
) -> anyhow::Result<()> {
    listener.set_nonblocking(true)?;
    let page = move || {
        let app = Arc::clone(&app);
        async move { metrics::page(&app).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE) }
    };
    let router = Router::new().route("/metrics", get(page));
    axum_server::from_tcp(listener)?.handle(handle).serve(router.into_make_service()).await?;
    Ok(())
}

/// Ends the service: no new connection, and what runs may finish.
pub fn end(handle: &Handle<SocketAddr>) {
    handle.graceful_shutdown(Some(GRACE));
}

fn rustls_config(certificate: &std::path::Path, key: &std::path::Path) -> anyhow::Result<RustlsConfig> {
    use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_file_iter(certificate)?.collect::<Result<_, _>>()?;
    let key = PrivateKeyDer::from_pem_file(key)?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(config)))
}
