//! Who asks: from the access token to a person of an organization, as their roles stand now.

pub mod token;

use crate::{
    app::App,
    http::{Caller, Problem},
};
use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};
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
pub fn claims(app: &App, headers: &HeaderMap) -> Result<Claims, Problem> {
    let claims = bearer(headers).and_then(|it| app.tokens.verify(it, app.clock.now()));
    claims.ok_or_else(Problem::not_signed_in)
}

/// The person whom the token names, if they still belong to the organization.
///
/// # Errors
/// [`Problem::not_signed_in`] for who does not, or the database's.
pub async fn caller(app: &App, claims: Claims) -> Result<Caller, Problem> {
    let configuration = app.configuration(claims.org).await?;
    let person = configuration.people.iter().find(|it| it.id == claims.sub && it.is_active);
    let person = person.cloned().ok_or_else(Problem::not_signed_in)?;
    Ok(Caller {
        organization: claims.org,
        person,
        device: claims.dev,
        session: claims.sid,
        is_mfa_verified: claims.amr.iter().any(|it| it == "mfa"),
        configuration,
    })
}
