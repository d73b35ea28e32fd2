//! Access tokens: JWTs of minutes, signed with Ed25519 (RFC 8037). One algorithm, every claim required, every type
//! as written here.

use crate::{config::Config, seal::Seal};
use anyhow::Context;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use clinic_domain::{
    id::{DeviceId, OrganizationId, PersonId},
    time::Instant,
};
use clinic_env::random_bytes;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation,
    jwk::{AlgorithmParameters, Jwk},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    fs,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;
use zeroize::Zeroizing;

const ISSUER: &str = "agentcare-central";
const AUDIENCE: &str = "agentcare-api";
/// No token is good for longer, whatever an organization's policy says.
pub const LONGEST_SECONDS: i64 = 15 * 60;
/// Tokens whose signature was found good are remembered up to so many: those of a quarter of an hour.
const MOST_VERIFIED: usize = 20_000;

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
    verified: Mutex<HashMap<[u8; 32], Arc<Claims>>>,
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
            verified: Mutex::default(),
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

    /// The claims of a token that holds now; nothing of any other. A signature is checked when its token comes first: that
    /// costs more than all the rest of a request.
    #[must_use]
    pub fn verify(&self, token: &str, now: Instant) -> Option<Arc<Claims>> {
        let digest = Sha256::digest(token).into();
        let known = self.verified().get(&digest).cloned();
        let is_known = known.is_some();
        let claims = known.or_else(|| self.signed(token).map(Arc::new)).filter(|it| it.hold(now))?;
        if !is_known {
            self.keep(digest, Arc::clone(&claims), now);
        }
        Some(claims)
    }

    fn signed(&self, token: &str) -> Option<Claims> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // The library looks at the system's clock; ours is a parameter, and the times are compared each time.
        (validation.validate_exp, validation.validate_nbf) = (false, false);
        jsonwebtoken::decode::<Claims>(token, &self.verifies, &validation).ok().map(|it| it.claims)
    }

    fn keep(&self, digest: [u8; 32], claims: Arc<Claims>, now: Instant) {
        let mut verified = self.verified();
        if verified.len() >= MOST_VERIFIED {
            verified.retain(|_, it| it.hold(now));
        }
        if verified.len() < MOST_VERIFIED {
            verified.insert(digest, claims);
        }
    }

    fn verified(&self) -> MutexGuard<'_, HashMap<[u8; 32], Arc<Claims>>> {
        self.verified.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Claims {
    fn hold(&self, now: Instant) -> bool {
        self.nbf <= now.0 && now.0 < self.exp && self.exp - self.nbf <= LONGEST_SECONDS
    }
}

/// A new Ed25519 key pair in PEM (RFC 8410).
pub struct KeyPair {
    pub private: Zeroizing<String>,
    pub public: String,
}

impl KeyPair {
    /// What stands before the key itself in PKCS#8 and in the form of a public key.
    const PRIVATE: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    const PUBLIC: [u8; 12] = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];

    /// # Panics
    /// Never: every 32 bytes are an Ed25519 key.
    #[must_use]
    #[allow(clippy::new_without_default)] // No two are the same.
    pub fn new() -> KeyPair {
        let seed = Zeroizing::new(random_bytes::<32>());
        let private = Zeroizing::new([&KeyPair::PRIVATE[..], &seed[..]].concat());
        let key = EncodingKey::from_ed_der(&private);
        let jwk = Jwk::from_encoding_key(&key, Algorithm::EdDSA).expect("32 bytes are a key");
        let AlgorithmParameters::OctetKeyPair(point) = jwk.algorithm else {
            unreachable!("an Ed25519 key is an octet key pair")
        };
        let point = URL_SAFE_NO_PAD.decode(point.x).expect("a JWK is in base64url");
        let pem = |label: &str, der: &[u8]| {
            format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
        };
        KeyPair {
            private: Zeroizing::new(pem("PRIVATE KEY", &private)),
            public: pem("PUBLIC KEY", &[&KeyPair::PUBLIC[..], &point].concat()),
        }
    }
}
