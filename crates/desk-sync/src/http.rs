//! The link over HTTP, in a person's session.

use crate::{Link, Session, Trouble, Wire};
use clinic_protocol::sync::{Checksum, Choice, Choices, Choosing, Chunk, Hello, Page, Pushed, Welcome};
use reqwest::{Method, RequestBuilder, header};
use serde::{Deserialize, de::DeserializeOwned};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// The centre itself lets go of who waits for news before that.
const PATIENCE_WITH_NEWS: Duration = Duration::from_secs(40);
const CHOICES: &str = "/v1/sync/choices";
/// Smaller bodies travel as they are.
const WORTH_PACKING: usize = 1024;
const LEVEL: i32 = 3;

pub struct HttpLink {
    wire: Wire,
    session: Arc<Session>,
}

impl HttpLink {
    #[must_use]
    pub const fn new(wire: Wire, session: Arc<Session>) -> HttpLink {
        HttpLink { wire, session }
    }

    #[must_use]
    pub const fn wire(&self) -> &Wire {
        &self.wire
    }

    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The number of the centre's last change, and what every kind of rows comes to with it.
    ///
    /// # Errors
    /// As for a call of the link.
    pub fn checksums(&self) -> Result<(u64, Vec<Checksum>), Trouble> {
        #[derive(Deserialize)]
        struct Checksums {
            head: u64,
            kinds: Vec<Checksum>,
        }
        let sums: Checksums = self.asked(|wire| wire.request(Method::GET, "/v1/sync/verify"))?;
        Ok((sums.head, sums.kinds))
    }

    /// What somebody chooses among here, in place of what was said before; answers what people choose among elsewhere.
    ///
    /// # Errors
    /// As for a call of the link.
    pub fn choose(&self, choices: &[Choice]) -> Result<Choices, Trouble> {
        let said = Choosing { choices: choices.to_vec() };
        self.asked(|wire| wire.request(Method::PUT, CHOICES).json(&said))
    }

    /// What people choose among elsewhere, as soon as it is something else than at the revision `seen` or after a while.
    ///
    /// # Errors
    /// As for a call of the link.
    pub fn chosen(&self, seen: Option<u64>) -> Result<Choices, Trouble> {
        let query: Vec<_> = seen.map(|it| ("seen", it)).into_iter().collect();
        self.asked(|wire| wire.request(Method::GET, CHOICES).query(&query).timeout(PATIENCE_WITH_NEWS))
    }

    fn asked<T: DeserializeOwned>(&self, request: impl Fn(&Wire) -> RequestBuilder) -> Result<T, Trouble> {
        self.session.asked(&self.wire, request).map_err(Trouble::from)
    }
}

impl Link for HttpLink {
    fn hello(&mut self, hello: &Hello) -> Result<Welcome, Trouble> {
        self.asked(|wire| wire.request(Method::POST, "/v1/sync/hello").json(hello))
    }

    fn push(&mut self, lines: &[Vec<u8>]) -> Result<Pushed, Trouble> {
        let body = lines.join(&b'\n');
        let packed = match body.len() {
            WORTH_PACKING.. => zstd::encode_all(&*body, LEVEL).ok(),
            _ => None,
        };
        self.asked(|wire| {
            let request = wire.request(Method::POST, "/v1/sync/push");
            let request = request.header(header::CONTENT_TYPE, "application/x-ndjson");
            match &packed {
                Some(packed) => request.header(header::CONTENT_ENCODING, "zstd").body(packed.clone()),
                None => request.body(body.clone()),
            }
        })
    }

    fn changes(&mut self, epoch: Uuid, after: u64) -> Result<Page, Trouble> {
        let query = [("epoch", epoch.to_string()), ("after", after.to_string())];
        self.asked(|wire| wire.request(Method::GET, "/v1/sync/changes").query(&query))
    }

    fn chunk(
        &mut self,
        kind: &str,
        after: Option<Uuid>,
        between: Option<(i64, i64)>,
    ) -> Result<Chunk, Trouble> {
        let mut query = vec![("kind", kind.to_owned())];
        query.extend(after.map(|it| ("after", it.to_string())));
        query.extend(
            between.iter().flat_map(|(from, to)| [("from", from.to_string()), ("to", to.to_string())]),
        );
        self.asked(|wire| wire.request(Method::GET, "/v1/sync/snapshot").query(&query))
    }

    fn wait(&mut self, epoch: Uuid, after: u64) -> Result<u64, Trouble> {
        #[derive(Deserialize)]
        struct Head {
            epoch: Uuid,
            head: u64,
        }
        let query = [("epoch", epoch.to_string()), ("after", after.to_string())];
        let waited = self.asked(|wire| {
            wire.request(Method::GET, "/v1/sync/wait").query(&query).timeout(PATIENCE_WITH_NEWS)
        });
        match waited? {
            Head { epoch: other, .. } if other != epoch => Err(Trouble::Gone),
            Head { head, .. } => Ok(head),
        }
    }
}
