//! The desk's own key, and what it signs (in the manner of RFC 9449): that a request is this desk's, about this, now and once.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clinic_domain::time::Instant;
use clinic_env::random_bytes;
use clinic_protocol::hex::{bytes_of, hex_of};
use serde::Serialize;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const AUDIENCE: &str = "agentcare-central";
const HEADER: &str = r#"{"typ":"dpop+jwt","alg":"EdDSA"}"#;
/// Crockford's base 32, without letters that look alike.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Ed25519. It stays on this desk, in its encrypted vault.
pub struct DeskKey {
    pair: Ed25519KeyPair,
    seed: Zeroizing<[u8; 32]>,
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: &'static str,
    htm: &'static str,
    htu: &'a str,
    iat: i64,
    jti: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ath: Option<String>,
}

impl DeskKey {
    #[must_use]
    pub fn random() -> DeskKey {
        DeskKey::of(Zeroizing::new(random_bytes()))
    }

    #[must_use]
    pub fn of(seed: Zeroizing<[u8; 32]>) -> DeskKey {
        // Every 32 bytes are a seed.
        let pair = Ed25519KeyPair::from_seed_unchecked(&*seed).expect("a seed of 32 bytes");
        DeskKey { pair, seed }
    }

    #[must_use]
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        self.seed.clone()
    }

    /// base64url of the public half.
    #[must_use]
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key().as_ref())
    }

    /// What two people compare, one here and one at the centre: 40 bits, `ABCD-EFGH`.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.pair.public_key().as_ref());
        let bits = digest[..5].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let letter = |at: u32| char::from(LETTERS[(bits >> (5 * (7 - at)) & 31) as usize]);
        let spelled = |from: u32| (from..from + 4).map(letter).collect::<String>();
        format!("{}-{}", spelled(0), spelled(4))
    }

    /// 128 hexadecimal digits.
    #[must_use]
    pub fn signature(&self, text: &[u8]) -> String {
        hex_of(self.pair.sign(text).as_ref())
    }

    /// For a POST of `path` that carries a code or a token, at a time by the centre's clock.
    #[must_use]
    pub fn proof(&self, path: &str, carries: Option<&str>, at: Instant) -> String {
        let claims = Claims {
            aud: AUDIENCE,
            htm: "POST",
            htu: path,
            iat: at.0,
            jti: URL_SAFE_NO_PAD.encode(random_bytes::<24>()),
            ath: carries.map(|it| URL_SAFE_NO_PAD.encode(Sha256::digest(it))),
        };
        let claims = serde_json::to_string(&claims).unwrap_or_default();
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(claims));
        let signature = self.pair.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }
}

/// Whether whoever holds the key signed it.
#[must_use]
pub fn is_signed(public_key: &[u8; 32], text: &[u8], signature: &str) -> bool {
    bytes_of(signature)
        .is_some_and(|it| UnparsedPublicKey::new(&ED25519, public_key).verify(text, &it).is_ok())
}
