//! Who asks: how people get in, and from the access token to a person of an organization, as their roles stand now.
//!
//! Start reading at [`sign_in`], then [`session`] and [`refresh`].

pub mod account;
pub mod attempt;
pub mod code;
pub mod enrolment;
pub mod factor;
pub mod invitation;
pub mod key;
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
    http::{Caller, Problem},
};
use axum::http::{HeaderMap, StatusCode, header};
use clinic_domain::{policy::SecurityPolicy, time::Instant};
use token::Claims;

/// The claims of the request's token, its signature and times checked.
///
/// # Errors
/// [`Problem::not_signed_in`] without saying what is wrong with the token.
pub fn claims(app: &App, headers: &HeaderMap) -> Result<Claims, Problem> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let token = match (given.next(), given.next()) {
        (Some(it), None) => it.to_str().ok().and_then(|it| it.strip_prefix("Bearer ")),
        _ => None,
    };
    let claims = token.and_then(|it| app.tokens.verify(it, app.clock.now()));
    claims.ok_or_else(Problem::not_signed_in)
}

/// The person whom the token names, if they still belong to the organization and its session goes on.
///
/// # Errors
/// [`Problem::not_signed_in`] for who does not, or the database's.
pub async fn caller(app: &App, claims: Claims) -> Result<Caller, Problem> {
    if app.revocations.is_ended(&app.store, claims.org, claims.sid, app.clock.now()).await? {
        return Err(Problem::not_signed_in());
    }
    let configuration = app.configuration(claims.org).await?;
    let person = configuration.people.iter().find(|it| it.id == claims.sub && it.may_sign_in());
    let person = person.cloned().ok_or_else(Problem::not_signed_in)?;
    Ok(Caller {
        organization: claims.org,
        person,
        device: claims.dev,
        session: claims.sid,
        methods: claims.amr,
        mfa_at: claims.mfa_at,
        configuration,
    })
}

impl Caller {
    #[must_use]
    pub fn policy(&self) -> &SecurityPolicy {
        &self.configuration.office.policy
    }

    #[must_use]
    pub fn is_mfa_verified(&self) -> bool {
        self.methods.iter().any(|it| it == "mfa")
    }

    /// Whether they showed the second factor a few minutes ago.
    #[must_use]
    pub fn is_mfa_fresh(&self, now: Instant) -> bool {
        let since = now.0 - i64::from(self.policy().step_up_minutes) * 60;
        self.mfa_at.is_some_and(|it| it.0 >= since)
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

#[must_use]
pub fn code_refused() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "code_refused", "The code is wrong, used, or too old.")
}
