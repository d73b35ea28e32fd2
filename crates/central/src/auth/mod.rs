//! Who asks: how people get in, and from the access token to a person of an organization, as their roles stand now.
//!
//! Start reading at [`sign_in`], then [`session`] and [`refresh`].

pub mod account;
pub mod attempt;
pub mod code;
pub mod enrolment;
pub mod factor;
pub mod forgotten;
pub mod identity;
pub mod invitation;
pub mod key;
pub mod openid;
pub mod password;
pub mod proof;
pub mod refresh;
pub mod renewal;
pub mod revocation;
pub mod secrets;
pub mod session;
pub mod sign_in;
pub mod token;
pub mod totp;

use crate::{
    app::App,
    http::{Caller, Member, Problem},
};
use axum::http::{HeaderMap, StatusCode, header};
use clinic_domain::{policy::SecurityPolicy, time::Instant};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use subtle::ConstantTimeEq;
use token::Claims;

/// Whether the gateway for text messages calls.
///
/// # Errors
/// [`Problem::not_signed_in`] for who does not know the secret, and where there is none.
pub fn check_gateway(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let secret = app.config.sms.as_ref().and_then(|it| it.reply_secret.as_ref());
    let shown = bearer(headers);
    match (secret, shown) {
        (Some(secret), Some(shown)) if is_same(secret.expose(), shown) => Ok(()),
        _ => Err(Problem::not_signed_in()),
    }
}

/// In the same time wherever they differ.
fn is_same(one: &str, other: &str) -> bool {
    let digest = |text: &str| <[u8; 32]>::from(Sha256::digest(text.as_bytes()));
    bool::from(digest(one).ct_eq(&digest(other)))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    match (given.next(), given.next()) {
        (Some(it), None) => it.to_str().ok()?.strip_prefix("Bearer "),
        _ => None,
    }
}

/// The claims of the request's token, its signature and times checked.
///
/// # Errors
/// [`Problem::not_signed_in`] without saying what is wrong with the token.
pub fn claims(app: &App, headers: &HeaderMap) -> Result<Arc<Claims>, Problem> {
    let claims = bearer(headers).and_then(|it| app.tokens.verify(it, app.clock.now()));
    claims.ok_or_else(Problem::not_signed_in)
}

/// The person whom the token names, if they still belong to the organization and its session goes on.
///
/// # Errors
/// [`Problem::not_signed_in`] for who does not, or the database's.
pub async fn caller(app: &App, claims: Arc<Claims>) -> Result<Caller, Problem> {
    if app.revocations.is_ended(&app.store, claims.org, claims.sid, app.clock.now()).await? {
        return Err(Problem::not_signed_in());
    }
    let configuration = app.configuration(claims.org).await?;
    let person = Member::of(&configuration, |it| it.id == claims.sub && it.may_sign_in());
    let person = person.ok_or_else(Problem::not_signed_in)?;
    Ok(Caller {
        organization: claims.org,
        person,
        device: claims.dev,
        session: claims.sid,
        claims,
        configuration,
    })
}

impl Caller {
    #[must_use]
    pub fn policy(&self) -> &SecurityPolicy {
        &self.configuration.office.policy
    }

    /// How they signed in (RFC 8176).
    #[must_use]
    pub fn methods(&self) -> &[String] {
        &self.claims.amr
    }

    #[must_use]
    pub fn is_mfa_verified(&self) -> bool {
        self.methods().iter().any(|it| it == "mfa")
    }

    /// Whether they showed the second factor a few minutes ago.
    #[must_use]
    pub fn is_mfa_fresh(&self, now: Instant) -> bool {
        let since = now.0 - i64::from(self.policy().step_up_minutes) * 60;
        self.claims.mfa_at.is_some_and(|it| it.0 >= since)
    }
}

/// The same for whatever was wrong, so that nobody learns who exists.
#[must_use]
pub fn refused() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "sign_in_refused",
        "The organization, the login, the password or the code is not right.",
    )
}

#[must_use]
pub fn proof_refused() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "proof_refused",
        "The signature is not about this request, too far from the centre's time, or was seen before.",
    )
}

#[must_use]
pub fn session_over() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "session_over", "This session has ended; sign in.")
}

/// For who has the desk's own key: what it still had to send goes to `salvage_operations`.
#[must_use]
pub fn device_revoked() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "device_revoked", "Nobody signs in on this desk any more.")
}

#[must_use]
pub fn code_refused() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "code_refused", "The code is wrong, used, or too old.")
}
