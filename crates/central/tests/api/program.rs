//! Who signs requests with a key of its own.

use central::auth::proof;
use clinic_domain::time::Instant;
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};
use std::sync::atomic::{AtomicU64, Ordering};

/// A program, or a desk, that signs its requests with a key of its own.
pub struct Program {
    key: EncodingKey,
    pub public: String,
    nonces: AtomicU64,
}

impl Program {
    pub fn new(seed: u8) -> Program {
        // Ed25519 in PKCS#8: a fixed head, then the seed.
        let head = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        let key = EncodingKey::from_ed_der(&[&head[..], &[seed; 32]].concat());
        let jwk = Jwk::from_encoding_key(&key, Algorithm::EdDSA).expect("its public half");
        let public = serde_json::to_value(jwk).expect("a JWK")["x"].as_str().expect("the key").to_owned();
        Program { key, public, nonces: AtomicU64::new(0) }
    }

    pub fn claims(&self, path: &str, carries: Option<&str>, now: Instant) -> proof::Claims {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        use sha2::{Digest, Sha256};
        proof::Claims {
            aud: proof::AUDIENCE.to_owned(),
            htm: "POST".to_owned(),
            htu: path.to_owned(),
            iat: now.0,
            jti: format!("nonce-{:016}", self.nonces.fetch_add(1, Ordering::Relaxed)),
            ath: carries.map(|it| URL_SAFE_NO_PAD.encode(Sha256::digest(it))),
        }
    }

    pub fn sign(&self, claims: &proof::Claims) -> String {
        let header = Header { typ: Some(proof::TYPE.to_owned()), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, claims, &self.key).expect("a signature")
    }

    pub fn proof(&self, path: &str, carries: Option<&str>, now: Instant) -> String {
        self.sign(&self.claims(path, carries, now))
    }
}
