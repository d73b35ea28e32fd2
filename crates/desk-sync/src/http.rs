//! The link over HTTP.

use crate::{Link, Trouble};
use clinic_protocol::sync::{Chunk, Hello, Page, Pushed, Welcome};
use reqwest::{Client, RequestBuilder, Response, StatusCode, header};
use serde::{Deserialize, de::DeserializeOwned};
use std::time::Duration;
use tokio::{
    runtime::{Builder, Runtime},
    sync::watch,
};
use uuid::Uuid;

/// What is not answered by then is asked again.
const PATIENCE: Duration = Duration::from_secs(20);
/// The centre itself lets go of who waits for news before that.
const PATIENCE_WITH_NEWS: Duration = Duration::from_secs(40);
/// Smaller bodies travel as they are.
const WORTH_PACKING: usize = 1024;
const LEVEL: i32 = 3;

/// Where the access token comes from, for each call anew.
pub trait Access {
    fn token(&mut self) -> Result<String, Trouble>;
}

/// A centre at an address. Calls are answered on the thread that makes them, until somebody says that it is enough.
pub struct HttpLink<A> {
    url: String,
    http: Client,
    access: A,
    runtime: Runtime,
    ended: watch::Receiver<bool>,
}

#[derive(Deserialize)]
struct Head {
    head: u64,
}

#[derive(Deserialize)]
struct Problem {
    code: String,
}

impl<A: Access> HttpLink<A> {
    /// `ended` becomes true when a call that is on its way is to be given up.
    ///
    /// # Errors
    /// [`Trouble::Unreachable`] where the system gives no sockets.
    pub fn new(url: &str, access: A, ended: watch::Receiver<bool>) -> Result<HttpLink<A>, Trouble> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|_| Trouble::Unreachable)?;
        let http = Client::builder().https_only(url.starts_with("https://")).build();
        let http = http.map_err(|_| Trouble::Unreachable)?;
        Ok(HttpLink { url: url.trim_end_matches('/').to_owned(), http, access, runtime, ended })
    }

    fn get<T: DeserializeOwned>(
        &mut self,
        path: &str,
        query: &[(&str, String)],
        patience: Duration,
    ) -> Result<T, Trouble> {
        let request = self.http.get(format!("{}{path}", self.url)).query(query).timeout(patience);
        self.answered(request)
    }

    fn answered<T: DeserializeOwned>(&mut self, request: RequestBuilder) -> Result<T, Trouble> {
        let request = request.bearer_auth(self.access.token()?);
        let ended = &mut self.ended;
        self.runtime.block_on(async {
            let asked = async {
                let response = request.send().await.map_err(|_| Trouble::Unreachable)?;
                if let Some(trouble) = trouble_of(&response) {
                    return Err(trouble);
                }
                match response.status().is_success() {
                    true => response.json().await.map_err(|error| match error.is_decode() {
                        true => Trouble::Unreadable("no answer of a centre".to_owned()),
                        false => Trouble::Unreachable,
                    }),
                    false => Err(refused(response).await),
                }
            };
            tokio::select! {
                answer = asked => answer,
                _ = ended.wait_for(|it| *it) => Err(Trouble::Unreachable),
            }
        })
    }
}

/// What its status says alone.
fn trouble_of(response: &Response) -> Option<Trouble> {
    match response.status() {
        StatusCode::UNAUTHORIZED => Some(Trouble::SignedOut),
        StatusCode::GONE => Some(Trouble::Gone),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            let after = response.headers().get(header::RETRY_AFTER).and_then(|it| it.to_str().ok());
            Some(Trouble::Busy { seconds: after.and_then(|it| it.parse().ok()).unwrap_or(1) })
        }
        it if it.is_server_error() => Some(Trouble::Unreachable),
        _ => None,
    }
}

async fn refused(response: Response) -> Trouble {
    let status = response.status();
    match response.json::<Problem>().await {
        Ok(problem) => Trouble::Unreadable(format!("{status}, {}", problem.code)),
        Err(_) => Trouble::Unreadable(status.to_string()),
    }
}

impl<A: Access> Link for HttpLink<A> {
    fn hello(&mut self, hello: &Hello) -> Result<Welcome, Trouble> {
        let request = self.http.post(format!("{}/v1/sync/hello", self.url)).json(hello).timeout(PATIENCE);
        self.answered(request)
    }

    fn push(&mut self, lines: &[Vec<u8>]) -> Result<Pushed, Trouble> {
        let body = lines.join(&b'\n');
        let request = self.http.post(format!("{}/v1/sync/push", self.url)).timeout(PATIENCE);
        let request = request.header(header::CONTENT_TYPE, "application/x-ndjson");
        let packed = match body.len() {
            WORTH_PACKING.. => zstd::encode_all(&*body, LEVEL).ok(),
            _ => None,
        };
        self.answered(match packed {
            Some(packed) => request.header(header::CONTENT_ENCODING, "zstd").body(packed),
            None => request.body(body),
        })
    }

    fn changes(&mut self, epoch: Uuid, after: u64) -> Result<Page, Trouble> {
        let query = [("epoch", epoch.to_string()), ("after", after.to_string())];
        self.get("/v1/sync/changes", &query, PATIENCE)
    }

    fn chunk(&mut self, kind: &str, after: Option<Uuid>) -> Result<Chunk, Trouble> {
        let mut query = vec![("kind", kind.to_owned())];
        query.extend(after.map(|it| ("after", it.to_string())));
        self.get("/v1/sync/snapshot", &query, PATIENCE)
    }

    fn wait(&mut self, epoch: Uuid, after: u64) -> Result<u64, Trouble> {
        let query = [("epoch", epoch.to_string()), ("after", after.to_string())];
        self.get::<Head>("/v1/sync/wait", &query, PATIENCE_WITH_NEWS).map(|it| it.head)
    }
}
