//! Calls over HTTP to a centre at an address.
//!
//! Invariants: nothing goes over a network in clear; a call ends, with an answer, with what went wrong, or because somebody
//! said that it is enough; what a centre says of itself is a code, and no text of it reaches a person.

use crate::Trouble;
use clinic_domain::time::Instant;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url, header};
use serde::{Deserialize, de::DeserializeOwned};
use std::{cell::Cell, time::Duration};
use tokio::{
    runtime::{Builder, Runtime},
    sync::watch,
};

/// What is not answered by then is asked again.
pub const PATIENCE: Duration = Duration::from_secs(20);
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(10);

/// The way to one address. Its calls are answered on the thread that makes them.
pub struct Wire {
    url: String,
    http: Client,
    runtime: Runtime,
    ended: watch::Receiver<bool>,
    /// By the centre's clock, with the last answer.
    told: Cell<Option<Instant>>,
}

/// Why a call was not answered with what it asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// Nobody there, or too late.
    Unreachable,
    /// No answer of a centre.
    Unreadable,
    Refused {
        status: u16,
        code: String,
        retry_after: Option<u32>,
        /// The part of the call that is wrong: `body.name`.
        field: Option<String>,
    },
}

#[derive(Deserialize)]
struct Problem {
    code: String,
    #[serde(default)]
    retry_after: Option<u32>,
    #[serde(default)]
    field: Option<String>,
}

impl Wire {
    /// `ended` becomes true when a call that is on its way is to be given up.
    ///
    /// # Errors
    /// [`Unanswered::Unreadable`] for what is no address of a centre, [`Unanswered::Unreachable`] where the system gives no
    /// sockets.
    pub fn to(address: &str, ended: watch::Receiver<bool>) -> Result<Wire, Unanswered> {
        let url = address_of(address).ok_or(Unanswered::Unreadable)?;
        let runtime = Builder::new_current_thread().enable_all().build();
        let http = Client::builder()
            .https_only(url.starts_with("https://"))
            .connect_timeout(PATIENCE_TO_CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            .build();
        let (Ok(runtime), Ok(http)) = (runtime, http) else { return Err(Unanswered::Unreachable) };
        Ok(Wire { url, http, runtime, ended, told: Cell::new(None) })
    }

    /// For a call that nobody gives up.
    ///
    /// # Errors
    /// As for [`Wire::to`].
    pub fn alone(address: &str) -> Result<Wire, Unanswered> {
        Wire::to(address, watch::channel(false).1)
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url)).timeout(PATIENCE)
    }

    /// What the centre's clock said with its last answer.
    pub fn told(&self) -> Option<Instant> {
        self.told.get()
    }

    pub fn answered<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Unanswered> {
        let mut ended = self.ended.clone();
        self.runtime.block_on(async {
            let asked = async {
                let response = request.send().await.map_err(|_| Unanswered::Unreachable)?;
                self.told.set(date_of(&response).or(self.told.get()));
                if !response.status().is_success() {
                    return Err(refused(response).await);
                }
                let said = response.bytes().await.map_err(|_| Unanswered::Unreachable)?;
                // Done, and nothing to say.
                let said: &[u8] = if said.is_empty() { b"null" } else { &said };
                serde_json::from_slice(said).map_err(|_| Unanswered::Unreadable)
            };
            let given_up = async {
                if ended.wait_for(|it| *it).await.is_err() {
                    // Whoever could have said so is gone.
                    std::future::pending::<()>().await;
                }
            };
            tokio::select! {
                answer = asked => answer,
                () = given_up => Err(Unanswered::Unreachable),
            }
        })
    }
}

/// `https://…` without its end, `http://…` on this machine alone.
#[must_use]
pub fn address_of(typed: &str) -> Option<String> {
    let typed = typed.trim().trim_end_matches('/');
    let typed = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = Url::parse(&typed).ok()?;
    let is_here = matches!(url.host_str()?, "127.0.0.1" | "localhost" | "[::1]");
    let is_bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    let may_be = is_bare && (url.scheme() == "https" || url.scheme() == "http" && is_here);
    may_be.then(|| url.as_str().trim_end_matches('/').to_owned())
}

/// Of the machine behind such an address.
#[must_use]
pub fn host_of(address: &str) -> Option<String> {
    Url::parse(address).ok()?.host_str().map(|it| it.trim_matches(['[', ']']).to_owned())
}

fn date_of(response: &Response) -> Option<Instant> {
    let date = response.headers().get(header::DATE)?.to_str().ok()?;
    chrono::DateTime::parse_from_rfc2822(date).ok().map(|it| Instant(it.timestamp()))
}

async fn refused(response: Response) -> Unanswered {
    let status = response.status();
    let after = response.headers().get(header::RETRY_AFTER).and_then(|it| it.to_str().ok()?.parse().ok());
    match response.json::<Problem>().await {
        Ok(Problem { code, retry_after, field }) => {
            let retry_after = retry_after.or(after);
            Unanswered::Refused { status: status.as_u16(), code, retry_after, field }
        }
        // Something between the desk and its centre.
        Err(_) if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT => {
            Unanswered::Unreachable
        }
        Err(_) => Unanswered::Unreadable,
    }
}

impl Unanswered {
    #[must_use]
    pub fn has_code(&self, wanted: &str) -> bool {
        matches!(self, Unanswered::Refused { code, .. } if code == wanted)
    }

    /// Whoever asked may be known all the same; a wrong code is about the code.
    pub(crate) fn is_about_the_token(&self) -> bool {
        matches!(self, Unanswered::Refused { status: 401, code, .. } if code != "sign_in_refused")
    }
}

impl From<Unanswered> for Trouble {
    fn from(it: Unanswered) -> Trouble {
        let Unanswered::Refused { status, code, retry_after, .. } = it else {
            return match it {
                Unanswered::Unreachable => Trouble::Unreachable,
                _ => Trouble::Unreadable("no answer of a centre".to_owned()),
            };
        };
        match (status, code.as_str()) {
            (_, "device_revoked") => Trouble::Revoked,
            (_, "client_too_old") => Trouble::TooOld,
            (_, "sees_no_day") => Trouble::SeesNoDay,
            (401, _) => Trouble::SignedOut,
            (410, _) => Trouble::Gone,
            (429 | 503, _) => Trouble::Busy { seconds: retry_after.unwrap_or(1) },
            (500.., _) => Trouble::Unreachable,
            _ => Trouble::Unreadable(code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_people_type_it_and_never_in_clear_over_a_network() {
        let taken = |typed: &str| address_of(typed);
        assert_eq!(taken(" centre.example/ "), Some("https://centre.example".to_owned()));
        assert_eq!(taken("https://centre.example:8443"), Some("https://centre.example:8443".to_owned()));
        assert_eq!(taken("http://127.0.0.1:8080/"), Some("http://127.0.0.1:8080".to_owned()));
        for wrong in [
            "",
            "http://centre.example",
            "ftp://centre.example",
            "https://a@centre.example",
            "https://c.example/?x",
        ] {
            assert_eq!(taken(wrong), None, "{wrong}");
        }
    }
}
