//! The desk's place at its centre: enrolled once, then a person signs in, and the session goes on by itself.
//!
//! Invariants: whoever speaks for the desk proves it with the desk's key; the next tokens are kept before they are used, one
//! change at a time; a session that is over loses nothing but itself.

use crate::{Trouble, Unanswered, Wire, factor::SteppedUp, key::DeskKey};
use clinic_domain::{
    id::{DeviceId, OrganizationId, PersonId},
    time::Instant,
};
use clinic_env::Clock;
use reqwest::{Method, RequestBuilder};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use std::sync::{Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

const ENROL: &str = "/v1/devices";
const SIGN_IN: &str = "/v1/sessions";
const RENEW: &str = "/v1/sessions/renew";
pub(crate) const STEP_UP: &str = "/v1/session/step-up";
const SALVAGE: &str = "/v1/sync/salvage";
/// A signature further from the centre's clock than that is made anew by the clock of its answer.
pub(crate) const FAR_OFF_SECONDS: u64 = 60;

/// What the centre says of a desk that it took in.
#[derive(Clone, Debug, Deserialize)]
pub struct Enrolled {
    pub organization: OrganizationId,
    pub device: Device,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Device {
    pub id: DeviceId,
    pub name: String,
}

/// Who signs in, and where.
pub struct Credentials<'a> {
    /// The organization's short name.
    pub organization: &'a str,
    pub login: &'a str,
    pub password: &'a str,
    /// Of the second factor.
    pub code: Option<&'a str>,
    pub device: DeviceId,
}

/// The tokens of a session.
#[derive(Clone, Deserialize)]
pub struct SignedIn {
    pub person: PersonId,
    #[serde(deserialize_with = "wiped")]
    access_token: Zeroizing<String>,
    /// Seconds.
    expires_in: i64,
    #[serde(deserialize_with = "wiped")]
    pub refresh_token: Zeroizing<String>,
    /// UTC seconds by the centre's clock.
    pub session_until: i64,
    /// Until they have a second factor the centre lets them do nothing else.
    pub needs_mfa: bool,
}

pub(crate) fn wiped<'de, D: Deserializer<'de>>(from: D) -> Result<Zeroizing<String>, D::Error> {
    String::deserialize(from).map(Zeroizing::new)
}

impl SignedIn {
    pub(crate) fn access_token(&self) -> &str {
        &self.access_token
    }

    /// The same session, now that its second factor was shown.
    pub(crate) fn stepped_up(&self, access_token: Zeroizing<String>, expires_in: i64) -> SignedIn {
        SignedIn { access_token, expires_in, needs_mfa: false, ..self.clone() }
    }
}

/// Takes the desk in with a one-time code.
///
/// # Errors
/// The code `code_refused`, `proof_refused` or `tier_limit`.
pub fn enrol(
    wire: &Wire,
    clock: Clock,
    key: &DeskKey,
    organization: &str,
    code: &str,
) -> Result<Enrolled, Unanswered> {
    #[derive(Serialize)]
    struct Body<'a> {
        organization: &'a str,
        code: &'a str,
        key: String,
        proof: String,
    }
    signed(wire, clock, ENROL, |at| Body {
        organization,
        code,
        key: key.public(),
        proof: key.proof(ENROL, Some(code), at),
    })
}

/// # Errors
/// The code `sign_in_refused`, `code_needed`, `too_many_attempts`, `device_revoked` or `proof_refused`.
pub fn sign_in(
    wire: &Wire,
    clock: Clock,
    key: &DeskKey,
    who: &Credentials<'_>,
) -> Result<SignedIn, Unanswered> {
    #[derive(Serialize)]
    struct Body<'a> {
        organization: &'a str,
        login: &'a str,
        password: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<&'a str>,
        device: DeviceId,
        proof: String,
    }
    let Credentials { organization, login, password, code, device } = *who;
    signed(wire, clock, SIGN_IN, |at| Body {
        organization,
        login,
        password,
        code,
        device,
        proof: key.proof(SIGN_IN, None, at),
    })
}

/// Hands over what a desk that nobody may sign in on any more still had to send.
///
/// # Errors
/// The code `proof_refused` or `quarantine_full`.
pub fn salvage(
    wire: &Wire,
    clock: Clock,
    key: &DeskKey,
    organization: &str,
    device: DeviceId,
    lines: &[String],
) -> Result<(), Unanswered> {
    #[derive(Serialize)]
    struct Body<'a> {
        organization: &'a str,
        device: DeviceId,
        operations: &'a [String],
        proof: String,
    }
    #[derive(Deserialize)]
    struct Kept {}
    let carried = lines.join("\n");
    let body =
        |at| Body { organization, device, operations: lines, proof: key.proof(SALVAGE, Some(&carried), at) };
    signed::<_, Kept>(wire, clock, SALVAGE, body).map(drop)
}

/// Once more by the centre's clock, where this desk's is far off.
pub(crate) fn signed<B: Serialize, T: DeserializeOwned>(
    wire: &Wire,
    clock: Clock,
    path: &str,
    body: impl Fn(Instant) -> B,
) -> Result<T, Unanswered> {
    let at = clock.now();
    let ask = |at| wire.answered(wire.request(Method::POST, path).json(&body(at)));
    match ask(at) {
        Err(refused) if refused.has_code("proof_refused") => match wire.told() {
            Some(told) if told.0.abs_diff(at.0) > FAR_OFF_SECONDS => ask(told),
            _ => Err(refused),
        },
        answer => answer,
    }
}

/// What is kept of a session when it goes on or ends.
pub type Keep = Box<dyn Fn(&Kept) + Send + Sync>;

pub enum Kept {
    /// The next token to refresh with, and until when the session lasts.
    Next {
        refresh_token: Zeroizing<String>,
        until: Instant,
    },
    Over,
}

/// Why somebody who is known to the centre got no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAnswered {
    /// There was nothing to ask with.
    Session(Trouble),
    Call(Unanswered),
}

impl From<NotAnswered> for Trouble {
    fn from(it: NotAnswered) -> Trouble {
        match it {
            NotAnswered::Session(trouble) => trouble,
            NotAnswered::Call(unanswered) => unanswered.into(),
        }
    }
}

/// A person's session at the centre, shared by the lanes.
pub struct Session {
    device: DeviceId,
    key: DeskKey,
    clock: Clock,
    keep: Keep,
    tokens: Mutex<Tokens>,
}

#[derive(Default)]
struct Tokens {
    access: Option<Access>,
    refresh: Option<Zeroizing<String>>,
    is_revoked: bool,
}

struct Access {
    token: Zeroizing<String>,
    /// The next one is asked for from then on.
    renewed_from: Instant,
}

impl Session {
    /// As it was kept, or none.
    #[must_use]
    pub fn new(
        device: DeviceId,
        key: DeskKey,
        clock: Clock,
        refresh: Option<Zeroizing<String>>,
        keep: Keep,
    ) -> Session {
        Session { device, key, clock, keep, tokens: Mutex::new(Tokens { refresh, ..Tokens::default() }) }
    }

    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    #[must_use]
    pub const fn key(&self) -> &DeskKey {
        &self.key
    }

    /// What the next tokens are asked for with.
    #[must_use]
    pub fn refresh_token(&self) -> Option<Zeroizing<String>> {
        self.tokens().refresh.clone()
    }

    /// Goes on with these.
    pub fn begin(&self, signed_in: &SignedIn) {
        self.take(&mut self.tokens(), signed_in);
    }

    /// A token that is good for the next call; asked for ahead of its time, by one at a time.
    ///
    /// # Errors
    /// [`Trouble::SignedOut`] when a person has to sign in, and whatever kept the centre from answering.
    pub fn token(&self, wire: &Wire) -> Result<Zeroizing<String>, Trouble> {
        let mut tokens = self.tokens();
        if tokens.is_revoked {
            return Err(Trouble::Revoked);
        }
        if let Some(access) = tokens.access.as_ref().filter(|it| self.clock.now() < it.renewed_from) {
            return Ok(access.token.clone());
        }
        let refresh = tokens.refresh.clone().ok_or(Trouble::SignedOut)?;
        match self.renew(wire, &refresh) {
            Ok(signed_in) => Ok(self.take(&mut tokens, &signed_in)),
            Err(refused) => {
                let trouble = Trouble::from(refused);
                if matches!(trouble, Trouble::SignedOut | Trouble::Revoked) {
                    *tokens = Tokens { is_revoked: trouble == Trouble::Revoked, ..Tokens::default() };
                    (self.keep)(&Kept::Over);
                }
                Err(trouble)
            }
        }
    }

    /// Asks in the name of the person. A token that was refused is not the end: it may have been too old.
    ///
    /// # Errors
    /// See [`NotAnswered`].
    pub fn asked<T: DeserializeOwned>(
        &self,
        wire: &Wire,
        request: impl Fn(&Wire) -> RequestBuilder,
    ) -> Result<T, NotAnswered> {
        let ask = || {
            let token = self.token(wire).map_err(NotAnswered::Session)?;
            let answer = wire.answered(request(wire).bearer_auth(&*token));
            if answer.as_ref().is_err_and(Unanswered::is_about_the_token) {
                self.refused(&token);
            }
            answer.map_err(NotAnswered::Call)
        };
        match ask() {
            Err(NotAnswered::Call(it)) if it.is_about_the_token() => ask(),
            answer => answer,
        }
    }

    /// Shows the second factor once more: what asks for it is open to the person for some minutes.
    ///
    /// # Errors
    /// The code `sign_in_refused` for a wrong one, `too_many_attempts`.
    pub fn step_up(&self, wire: &Wire, code: &str) -> Result<(), NotAnswered> {
        #[derive(Serialize)]
        struct Body<'a> {
            code: &'a str,
        }
        let SteppedUp { access_token, expires_in } =
            self.asked(wire, |wire| wire.request(Method::POST, STEP_UP).json(&Body { code }))?;
        let renewed_from = self.renewed_from(expires_in);
        self.tokens().access = Some(Access { token: access_token, renewed_from });
        Ok(())
    }

    /// The person's password at the centre becomes another one; their other sessions end.
    ///
    /// # Errors
    /// The code `sign_in_refused` for a wrong old one, `weak_password`.
    pub fn change_password(&self, wire: &Wire, old: &str, new: &str) -> Result<(), NotAnswered> {
        #[derive(Serialize)]
        struct Body<'a> {
            old: &'a str,
            password: &'a str,
        }
        let body = Body { old, password: new };
        self.asked(wire, |wire| wire.request(Method::PUT, "/v1/session/password").json(&body))
    }

    /// The centre does not take this one any more.
    pub fn refused(&self, token: &str) {
        let mut tokens = self.tokens();
        if tokens.access.as_ref().is_some_and(|it| *it.token == token) {
            tokens.access = None;
        }
    }

    fn renew(&self, wire: &Wire, refresh: &str) -> Result<SignedIn, Unanswered> {
        #[derive(Serialize)]
        struct Body<'a> {
            refresh_token: &'a str,
            proof: String,
        }
        signed(wire, self.clock, RENEW, |at| Body {
            refresh_token: refresh,
            proof: self.key.proof(RENEW, Some(refresh), at),
        })
    }

    fn take(&self, tokens: &mut Tokens, it: &SignedIn) -> Zeroizing<String> {
        (self.keep)(&Kept::Next {
            refresh_token: it.refresh_token.clone(),
            until: Instant(it.session_until),
        });
        let renewed_from = self.renewed_from(it.expires_in);
        *tokens = Tokens {
            access: Some(Access { token: it.access_token.clone(), renewed_from }),
            refresh: Some(it.refresh_token.clone()),
            is_revoked: false,
        };
        it.access_token.clone()
    }

    fn renewed_from(&self, expires_in_seconds: i64) -> Instant {
        Instant(self.clock.now().0 + expires_in_seconds * 2 / 3)
    }

    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
