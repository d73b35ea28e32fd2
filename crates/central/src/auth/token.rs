//! Access tokens: JWTs of minutes, signed with Ed25519 (RFC 8037). One algorithm, every claim required, every type
//! as written here.

use crate::{config::Config, seal::Seal};
use anyhow::Context;
use clinic_domain::{
    id::{DeviceId, OrganizationId, PersonId},
    time::Instant,
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use std::fs;
use uuid::Uuid;

const ISSUER: &str = "agentcare-central";
const AUDIENCE: &str = "agentcare-api";
/// No token is good for longer, whatever an organization's policy says.
pub const LONGEST_SECONDS: i64 = 15 * 60;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub org: OrganizationId,
    pub sub: PersonId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dev: Option<DeviceId>,
    /// The session that it was given in.
    pub sid: Uuid,
    /// How they signed in (RFC 8176): `pwd`, `otp`, `mfa`, `sso`.
    pub amr: Vec<String>,
    /// When they last showed a second factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa_at: Option<Instant>,
    iss: String,
    aud: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Whom a token is for.
#[derive(Clone, Debug)]
pub struct Bearer {
    pub organization: OrganizationId,
    pub person: PersonId,
    pub device: Option<DeviceId>,
    pub session: Uuid,
    pub amr: Vec<String>,
    pub mfa_at: Option<Instant>,
}

pub struct Tokens {
    signs: EncodingKey,
    verifies: DecodingKey,
    /// Of the same key, for what the service gives out and takes back.
    pub seal: Seal,
}

impl Tokens {
    /// # Errors
    /// Names the key of the configuration that is wrong.
    pub fn read(config: &Config) -> anyhow::Result<Tokens> {
        let private = fs::read(&config.token_key).context("the key of 'token_key' cannot be read")?;
        let public =
            fs::read(&config.token_public_key).context("the key of 'token_public_key' cannot be read")?;
        Tokens::from_pem(&private, &public).context("'token_key' is no Ed25519 key")
    }

    /// From an Ed25519 key pair in PKCS#8, as PEM.
    ///
    /// # Errors
    /// The key is none.
    pub fn from_pem(private: &[u8], public: &[u8]) -> Result<Tokens, jsonwebtoken::errors::Error> {
        Ok(Tokens {
            signs: EncodingKey::from_ed_pem(private)?,
            verifies: DecodingKey::from_ed_pem(public)?,
            seal: Seal::of(private),
        })
    }

    /// # Errors
    /// The key cannot sign.
    pub fn issue(
        &self,
        to: Bearer,
        now: Instant,
        seconds: i64,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let claims = Claims {
            org: to.organization,
            sub: to.person,
            dev: to.device,
            sid: to.session,
            amr: to.amr,
            mfa_at: to.mfa_at,
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            iat: now.0,
            nbf: now.0,
            exp: now.0 + seconds.min(LONGEST_SECONDS),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &self.signs)
    }

    /// The claims of a token that holds now; nothing of any other.
    #[must_use]
    pub fn verify(&self, token: &str, now: Instant) -> Option<Claims> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // The library looks at the system's clock; ours is a parameter, and the times are compared below.
        (validation.validate_exp, validation.validate_nbf) = (false, false);
        let claims = jsonwebtoken::decode::<Claims>(token, &self.verifies, &validation).ok()?.claims;
        let holds = claims.nbf <= now.0 && now.0 < claims.exp && claims.exp - claims.nbf <= LONGEST_SECONDS;
        holds.then_some(claims)
    }
}
