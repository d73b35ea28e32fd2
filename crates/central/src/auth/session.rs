//! Opening a session: the row, and the tokens that whoever signed in gets for it.

use super::{
    device_revoked,
    key::PublicKey,
    proof::{self, About, Proof},
    proof_refused,
    refresh::RefreshToken,
    token::Bearer,
};
use crate::{app::App, http::Problem};
use central_store::access::{devices::Device, sessions::Session};
use clinic_domain::{
    id::{DeviceId, OrganizationId, PersonId},
    policy::SecurityPolicy,
    time::Instant,
};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

/// Who has no enrolled desk behind them signs in anew after so long, whatever the policy grants desks.
const ALONE_HOURS: u16 = 4;

/// The tokens of a session.
#[derive(Serialize, JsonSchema)]
pub struct SignedIn {
    pub session: Uuid,
    pub person: Uuid,
    /// Goes into the header `Authorization: Bearer …`.
    pub access_token: String,
    /// Seconds.
    pub expires_in: i64,
    /// Good once: each refresh gives another.
    pub refresh_token: String,
    /// When the person has to sign in anew whatever they do, in UTC seconds.
    pub session_until: i64,
    /// The organization wants a second factor of them: until they have one, only setting it up is allowed.
    pub needs_mfa: bool,
}

/// Whoever signs the requests of a session.
pub struct Signer {
    pub device: Option<DeviceId>,
    pub key: PublicKey,
    pub proof: Proof,
}

impl Signer {
    /// An enrolled desk signs with the key that it was enrolled with, others with one that they bring.
    ///
    /// # Errors
    /// There is no such desk, or the proof proves nothing; `device_revoked`, told to none but the desk.
    pub fn of(
        device: Option<DeviceId>,
        found: Option<&Device>,
        key: Option<&str>,
        proof: &str,
        about: About<'_>,
        now: Instant,
    ) -> Result<Signer, Problem> {
        let key = match (device, found, key) {
            (Some(_), Some(found), None) => PublicKey(found.public_key),
            (None, _, Some(key)) => PublicKey::parse(key)?,
            _ => return Err(proof_refused()),
        };
        let proof = proof::verify(proof, &key, about, now).map_err(|_| proof_refused())?;
        if found.is_some_and(|it| it.revoked_at.is_some()) {
            return Err(device_revoked());
        }
        Ok(Signer { device, key, proof })
    }
}

/// A session that begins now.
#[must_use]
pub fn begun(
    app: &App,
    person: PersonId,
    signer: &Signer,
    methods: Vec<String>,
    policy: &SecurityPolicy,
    now: Instant,
) -> Session {
    let hours =
        if signer.device.is_some() { policy.session_hours } else { policy.session_hours.min(ALONE_HOURS) };
    Session {
        id: app.ids.next(),
        person,
        device: signer.device,
        public_key: signer.key.0,
        mfa_at: methods.iter().any(|it| it == "mfa").then_some(now),
        methods,
        generation: 0,
        began_at: now,
        refreshed_at: now,
        expires_at: Instant(now.0 + i64::from(hours) * 3600),
        ended_at: None,
    }
}

/// A desk keeps its session while nobody sits at it and locks by itself; a program that nobody enrolled does not.
#[must_use]
pub fn idle_seconds(session: &Session, policy: &SecurityPolicy) -> i64 {
    match session.device {
        Some(_) => i64::from(policy.refresh_hours) * 3600,
        None => i64::from(policy.idle_minutes) * 60,
    }
}

/// # Errors
/// The key of the tokens cannot sign.
pub fn tokens(
    app: &App,
    organization: OrganizationId,
    session: &Session,
    policy: &SecurityPolicy,
    needs_mfa: bool,
    now: Instant,
) -> Result<SignedIn, Problem> {
    let expires_in = i64::from(policy.access_minutes) * 60;
    let bearer = Bearer {
        organization,
        person: session.person,
        device: session.device,
        session: session.id,
        amr: session.methods.clone(),
        mfa_at: session.mfa_at,
    };
    let refresh = RefreshToken { organization, session: session.id, generation: session.generation };
    Ok(SignedIn {
        session: session.id,
        person: session.person.0,
        access_token: access_token(app, bearer, expires_in, now)?,
        expires_in,
        refresh_token: refresh.text(&app.secrets),
        session_until: session.expires_at.0,
        needs_mfa,
    })
}

/// # Errors
/// The key of the tokens cannot sign.
pub fn access_token(app: &App, bearer: Bearer, seconds: i64, now: Instant) -> Result<String, Problem> {
    app.tokens.issue(bearer, now, seconds).map_err(|error| {
        tracing::error!(%error, "an access token could not be signed");
        Problem::internal()
    })
}
