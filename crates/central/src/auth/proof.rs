//! Signed requests (in the manner of RFC 9449): a JWT in the request that says what is asked, when, and with which token or
//! code, signed with the Ed25519 key of whoever asks. It is good once and for a few minutes.

use super::key::PublicKey;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clinic_domain::time::Instant;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, errors::ErrorKind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub const AUDIENCE: &str = "agentcare-central";
pub const TYPE: &str = "dpop+jwt";
/// How far the clock of who signs may be from the centre's.
pub const SKEW_SECONDS: i64 = 300;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub aud: String,
    /// The method and the path of the request.
    pub htm: String,
    pub htu: String,
    pub iat: i64,
    /// A nonce of 16 to 64 characters.
    pub jti: String,
    /// base64url of the SHA-256 of what the request carries: a refresh token, a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ath: Option<String>,
}

/// What the signature has to be about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub path: &'static str,
    pub carries: Option<&'a str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub nonce: String,
    /// Signatures with this nonce are too old by then.
    pub forget_at: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Signed with another key.
    Forged,
    /// Not a proof, or one about something else, or too old.
    Wrong,
}

/// Every signed request is a POST.
///
/// # Errors
/// Why it proves nothing.
pub fn verify(proof: &str, key: &PublicKey, about: About<'_>, now: Instant) -> Result<Proof, Refused> {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["aud"]);
    (validation.validate_exp, validation.validate_nbf) = (false, false);
    let verified = jsonwebtoken::decode::<Claims>(proof, &DecodingKey::from_ed_der(&key.0), &validation);
    let verified = verified.map_err(|error| match error.kind() {
        ErrorKind::InvalidSignature => Refused::Forged,
        _ => Refused::Wrong,
    })?;
    let claims = verified.claims;
    let carries = about.carries.map(|it| URL_SAFE_NO_PAD.encode(Sha256::digest(it)));
    let is_about_it = verified.header.typ.as_deref() == Some(TYPE)
        && (claims.htm.as_str(), claims.htu.as_str()) == ("POST", about.path)
        && claims.ath == carries
        && now.0.abs_diff(claims.iat) <= SKEW_SECONDS.unsigned_abs()
        && (16..=64).contains(&claims.jti.len());
    if !is_about_it {
        return Err(Refused::Wrong);
    }
    Ok(Proof { nonce: claims.jti, forget_at: Instant(claims.iat + SKEW_SECONDS + 1) })
}
