//! A reverse proxy as operators put one before several instances: each request goes to the next of them.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{StatusCode, header},
    response::Response,
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::net::TcpListener;

/// Where it listens.
pub async fn before(instances: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    // What is packed goes on as it came.
    let http = reqwest::Client::builder().no_zstd().build().expect("a client");
    let proxy = Arc::new(Proxy { instances, turn: AtomicUsize::new(0), http });
    let router = Router::new().fallback(move |request: Request| {
        let proxy = Arc::clone(&proxy);
        async move { proxy.hand_on(request).await }
    });
    #[allow(clippy::disallowed_methods)] // It ends with the test's runtime.
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

struct Proxy {
    instances: Vec<String>,
    turn: AtomicUsize,
    http: reqwest::Client,
}

impl Proxy {
    async fn hand_on(&self, request: Request) -> Response {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.instances.len();
        let (parts, body) = request.into_parts();
        let path = parts.uri.path_and_query().map_or("/", |it| it.as_str());
        let Ok(body) = to_bytes(body, usize::MAX).await else { return status(StatusCode::BAD_REQUEST) };
        let sent = self.http.request(parts.method, format!("{}{path}", self.instances[turn]));
        let Ok(answer) = sent.headers(parts.headers).body(body).send().await else {
            return status(StatusCode::BAD_GATEWAY);
        };
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        // How it came here is not how it goes on.
        headers.remove(header::TRANSFER_ENCODING);
        let mut response = Response::new(Body::from(answer.bytes().await.expect("the whole answer")));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }
}

fn status(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
