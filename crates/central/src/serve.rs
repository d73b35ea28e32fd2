//! Listening, with limits to what a client may keep waiting; by TLS 1.3 where a certificate is configured.

use crate::{
    app::App, config::ClientsConfig, doors::Doors, heads, http, metrics, routes, tls::Certificate, work,
};
use axum::{Router, ServiceExt, extract::connect_info::IntoMakeServiceWithConnectInfo, routing::get};
use axum_server::{Handle, Server, tls_rustls::RustlsAcceptor};
use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};
use tokio::task::JoinSet;
use tower_http::{CompressionLevel, compression::Compression, decompression::RequestDecompression};

const MOST_HEADERS: usize = 64;
/// All that one connection of HTTP/1 reads ahead, the head of a request in it.
const HEAD_BYTES: usize = 64 * 1024;
const HEAD_LIST_BYTES: u32 = 16 * 1024;
/// Calls at a time on one connection of HTTP/2.
const MOST_STREAMS: u32 = 64;

/// The API with bodies that may travel with zstd, both ways; the limits of a body are those of what it unfolds to. Around
/// all routes at once: around each, which is what the router does with a layer, costs copies of all of it a request.
pub type Api = Compression<RequestDecompression<Router>>;

pub fn service(app: &Arc<App>) -> IntoMakeServiceWithConnectInfo<Api, SocketAddr> {
    let unpacked = RequestDecompression::new(http::router(app, routes::table()));
    // JSON comes out no larger for it than with more effort.
    let packed = Compression::new(unpacked).quality(CompressionLevel::Precise(1));
    ServiceExt::<axum::extract::Request>::into_make_service_with_connect_info(packed)
}

/// Serves until the handle is told to end.
///
/// # Errors
/// The certificate cannot be read, or the listener is of no use.
pub async fn serve(app: Arc<App>, listener: TcpListener, handle: Handle<SocketAddr>) -> anyhow::Result<()> {
    let mut working = JoinSet::new();
    if app.config.background {
        working.spawn(work::run(Arc::clone(&app)));
    }
    let mut following = JoinSet::new();
    heads::follow(&app, &mut following);
    let service = service(&app);
    let clients = app.config.clients;
    let doors = Doors::new(&clients);
    let server = with_limits(axum_server::from_tcp(listener)?, &clients).handle(handle);
    match &app.config.tls {
        Some(files) => {
            let certificate = Certificate::read(files)?;
            let acceptor = RustlsAcceptor::new(certificate.used());
            let acceptor = acceptor.handshake_timeout(seconds(clients.head_seconds)).acceptor(doors);
            let mut keeping = JoinSet::new();
            keeping.spawn(certificate.keep_up());
            server.acceptor(acceptor).serve(service).await?;
        }
        None => server.acceptor(doors).serve(service).await?,
    }
    following.shutdown().await;
    app.wake.end();
    while working.join_next().await.is_some() {}
    app.store.close();
    Ok(())
}

/// How long a client may take to say what it wants. A connection on which nobody asks for anything ends after that too.
fn with_limits(mut server: Server<SocketAddr>, clients: &ClientsConfig) -> Server<SocketAddr> {
    let head = seconds(clients.head_seconds);
    let builder = server.http_builder();
    builder.http1().header_read_timeout(head).max_headers(MOST_HEADERS).max_buf_size(HEAD_BYTES);
    builder.http2().max_header_list_size(HEAD_LIST_BYTES).max_concurrent_streams(MOST_STREAMS);
    builder.http2().keep_alive_interval(head).keep_alive_timeout(head);
    server.first_request_timeout(head)
}

fn seconds(it: u16) -> Duration {
    Duration::from_secs(it.into())
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
    let page = move || {
        let app = Arc::clone(&app);
        async move { metrics::page(&app).await }
    };
    let router = Router::new().route("/metrics", get(page));
    axum_server::from_tcp(listener)?.handle(handle).serve(router.into_make_service()).await?;
    Ok(())
}
