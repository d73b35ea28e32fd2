//! Signing in where the organization's people sign in anyway: the system's browser goes to their provider, and comes back to a
//! port of this computer.
//!
//! Invariants: one answer is taken, with the state that was sent, while somebody may be away; whatever else knocks changes
//! nothing; what came back is believed by the centre alone.

use crate::{DeskKey, SignedIn, Unanswered, Wire, session::FAR_OFF_SECONDS};
use axum::{
    Router,
    extract::{Query, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use clinic_domain::{id::DeviceId, time::Instant};
use clinic_env::Clock;
use reqwest::{Method, Url};
use serde::{Deserialize, Serialize};
use std::{
    future::IntoFuture,
    io,
    net::{Ipv4Addr, TcpListener},
    sync::Arc,
    time::Duration,
};
use tokio::{
    runtime::Builder,
    sync::{mpsc, oneshot, watch},
    time::{sleep, timeout},
};

const WAYS: &str = "/v1/identity/ways";
const REQUESTS: &str = "/v1/identity/requests";
const SESSIONS: &str = "/v1/identity/sessions";
/// Where the provider sends the browser: organizations enter it there, with any port.
const RETURN: &str = "/signed-in";
/// The centre lets nobody be away for longer.
pub const LONGEST_AWAY: Duration = Duration::from_secs(10 * 60);
/// Until the page that says so has left.
const PATIENCE_WITH_THE_PAGE: Duration = Duration::from_secs(2);

/// How the people of an organization sign in.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Ways {
    pub has_identity_provider: bool,
    /// Nobody but administrators signs in with a password.
    pub is_enforced: bool,
}

/// # Errors
/// As for every call.
pub fn ways(wire: &Wire, organization: &str) -> Result<Ways, Unanswered> {
    let body = serde_json::json!({ "organization": organization });
    wire.answered(wire.request(Method::POST, WAYS).json(&body))
}

/// Somebody who is at the provider's.
pub struct Away {
    url: Url,
    state: String,
    listener: TcpListener,
    given_up: watch::Sender<bool>,
    /// By how much the centre's clock is ahead of this one, where they are far apart.
    ahead_seconds: i64,
}

/// As the provider sent the browser back.
#[derive(Debug, PartialEq, Eq)]
pub struct Back {
    state: String,
    code: String,
    issuer: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBack {
    /// The provider let nobody in, or somebody thought better of it there.
    Refused,
    Late,
    GivenUp,
    /// Nobody can come back: the system gives no socket.
    NoPort,
}

impl Away {
    /// Has the centre say where the browser is to go.
    ///
    /// # Errors
    /// The code `no_identity_provider` or `identity_provider_unreachable`; [`Unanswered::Unreadable`] for an address that is none
    /// for a browser, [`Unanswered::Unreachable`] where the system gives no port.
    pub fn begin(
        wire: &Wire,
        clock: Clock,
        key: &DeskKey,
        organization: &str,
        device: DeviceId,
    ) -> Result<Away, Unanswered> {
        #[derive(Serialize)]
        struct Body<'a> {
            organization: &'a str,
            redirect: &'a str,
            device: DeviceId,
            proof: String,
        }
        #[derive(Deserialize)]
        struct Address {
            url: String,
        }
        let (listener, port) = listening().map_err(|_| Unanswered::Unreachable)?;
        let redirect = format!("http://{}:{port}{RETURN}", Ipv4Addr::LOCALHOST);
        let body = |at| Body {
            organization,
            redirect: &redirect,
            device,
            proof: key.proof(REQUESTS, Some(&redirect), at),
        };
        let Address { url } = crate::session::signed(wire, clock, REQUESTS, body)?;
        let url = for_a_browser(&url).ok_or(Unanswered::Unreadable)?;
        let state = url.query_pairs().find(|(name, _)| name == "state").map(|(_, it)| it.into_owned());
        let state = state.ok_or(Unanswered::Unreadable)?;
        let ahead = wire.told().map_or(0, |it| it.0 - clock.now().0);
        let ahead_seconds = if ahead.unsigned_abs() > FAR_OFF_SECONDS { ahead } else { 0 };
        Ok(Away { url, state, listener, given_up: watch::channel(false).0, ahead_seconds })
    }

    /// What the browser is to open.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Whoever waits for them waits no longer.
    pub fn give_up(&self) {
        self.given_up.send_replace(true);
    }

    /// Until they are back. `said` is what the browser shows then.
    ///
    /// # Errors
    /// See [`NotBack`].
    pub fn back(&self, said: &str, patience: Duration) -> Result<Back, NotBack> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|_| NotBack::NoPort)?;
        runtime.block_on(self.heard(said, patience))
    }

    async fn heard(&self, said: &str, patience: Duration) -> Result<Back, NotBack> {
        let listener = self.listener.try_clone().and_then(tokio::net::TcpListener::from_std);
        let (answers, mut answered) = mpsc::channel(1);
        let (close, closed) = oneshot::channel::<()>();
        let expected = Arc::new(Expected { state: self.state.clone(), page: page(said), answers });
        let router = Router::new().route(RETURN, get(come_back)).with_state(expected);
        let serving = axum::serve(listener.map_err(|_| NotBack::NoPort)?, router);
        let serving = serving.with_graceful_shutdown(async { drop(closed.await) }).into_future();
        tokio::pin!(serving);
        let mut given_up = self.given_up.subscribe();
        let came = tokio::select! {
            came = answered.recv() => came.ok_or(NotBack::NoPort).and_then(Returned::judged),
            _ = given_up.wait_for(|it| *it) => Err(NotBack::GivenUp),
            () = sleep(patience) => Err(NotBack::Late),
            _ = &mut serving => Err(NotBack::NoPort),
        };
        drop(close);
        // A browser may keep a connection open on which it asks nothing.
        drop(timeout(PATIENCE_WITH_THE_PAGE, serving).await);
        came
    }

    /// Signs in with what came back; an invitation makes somebody known who comes for the first time.
    ///
    /// # Errors
    /// The code `identity_unknown`, `identity_refused`, `code_refused` or `identity_provider_unreachable`.
    pub fn sign_in(
        &self,
        wire: &Wire,
        clock: Clock,
        key: &DeskKey,
        organization: &str,
        back: &Back,
        invitation: Option<&str>,
    ) -> Result<SignedIn, Unanswered> {
        #[derive(Serialize)]
        struct Body<'a> {
            organization: &'a str,
            state: &'a str,
            code: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            iss: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            invitation: Option<&'a str>,
            proof: String,
        }
        let Back { state, code, issuer } = back;
        // Nobody comes back with a state twice, so that it is not signed twice either.
        let at = Instant(clock.now().0 + self.ahead_seconds);
        let proof = key.proof(SESSIONS, Some(state), at);
        let body = Body { organization, state, code, iss: issuer.as_deref(), invitation, proof };
        wire.answered(wire.request(Method::POST, SESSIONS).json(&body))
    }
}

fn listening() -> io::Result<(TcpListener, u16)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

/// A page on the web: nothing that the system would open with another program.
fn for_a_browser(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let is_here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    (url.scheme() == "https" || url.scheme() == "http" && is_here).then_some(url)
}

struct Expected {
    state: String,
    page: String,
    answers: mpsc::Sender<Returned>,
}

#[derive(Deserialize)]
struct Returned {
    state: String,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

impl Returned {
    fn judged(self) -> Result<Back, NotBack> {
        match (self.code, self.error) {
            (Some(code), None) => Ok(Back { state: self.state, code, issuer: self.iss }),
            _ => Err(NotBack::Refused),
        }
    }
}

async fn come_back(State(expected): State<Arc<Expected>>, Query(it): Query<Returned>) -> Response {
    if it.state != expected.state || expected.answers.try_send(it).is_err() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
    ];
    (headers, Html(expected.page.clone())).into_response()
}

fn page(said: &str) -> String {
    format!(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Front Desk\
         </title><style>:root{{color-scheme:light dark;font:18px/1.5 system-ui,sans-serif}}p{{max-width:32em;\
         margin:20vh auto;padding:0 1em}}</style><p>{said}</p>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{io::Read, io::Write, net::TcpStream, thread};

    fn away() -> Away {
        let listener = listening().unwrap().0;
        let url = for_a_browser("https://id.clinic.example/authorize?state=sent").unwrap();
        Away { url, state: "sent".to_owned(), listener, given_up: watch::channel(false).0, ahead_seconds: 0 }
    }

    /// What a browser asks for, and the first line of the answer with the rest.
    fn asked(away: &Away, path: &str) -> String {
        let mut stream = TcpStream::connect(away.listener.local_addr().unwrap()).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn one_answer_is_taken_and_it_is_the_one_with_the_state() {
        let away = away();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| away.back("Go back to the front desk.", LONGEST_AWAY));
            for wrong in ["/signed-in?state=other&code=stolen", "/signed-in?code=stolen", "/signed-in"] {
                assert!(asked(&away, wrong).starts_with("HTTP/1.1 400"), "{wrong}");
            }
            assert!(asked(&away, "/?state=sent&code=it").starts_with("HTTP/1.1 404"));
            let answer = asked(&away, "/signed-in?state=sent&code=it&iss=https%3A%2F%2Fid.clinic.example");
            assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Go back to the front desk."));
            let issuer = Some("https://id.clinic.example".to_owned());
            let expected = Back { state: "sent".to_owned(), code: "it".to_owned(), issuer };
            assert_eq!(waiting.join().unwrap(), Ok(expected));
        });
    }

    #[test]
    fn who_is_let_in_nowhere_comes_back_without_a_code() {
        let away = away();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| away.back("", LONGEST_AWAY));
            assert!(asked(&away, "/signed-in?state=sent&error=access_denied").starts_with("HTTP/1.1 200"));
            assert_eq!(waiting.join().unwrap(), Err(NotBack::Refused));
        });
    }

    #[test]
    fn nobody_is_waited_for_longer_than_they_may_be_away_or_than_somebody_wants_to() {
        let away = away();
        assert_eq!(away.back("", Duration::ZERO), Err(NotBack::Late));
        away.give_up();
        assert_eq!(away.back("", LONGEST_AWAY), Err(NotBack::GivenUp));
    }

    #[test]
    fn a_browser_is_sent_to_the_web_alone() {
        for right in ["https://id.clinic.example/authorize?x=1", "http://127.0.0.1:8080/auth"] {
            assert!(for_a_browser(right).is_some(), "{right}");
        }
        for wrong in
            ["http://id.clinic.example", "file:///etc/passwd", "mailto:a@b.example", "x:y", "nothing"]
        {
            assert!(for_a_browser(wrong).is_none(), "{wrong}");
        }
    }
}
