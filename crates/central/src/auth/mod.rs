//! Who asks: from the access token to a person of an organization, as their roles stand now.

pub mod token;

use crate::{
    app::App,
    http::{Caller, Problem},
};
use axum::http::{HeaderMap, header};
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
