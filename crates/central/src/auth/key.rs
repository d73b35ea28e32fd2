//! Public keys of desks and of other programs that sign their requests.

use crate::http::Problem;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Ed25519.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(pub [u8; 32]);

/// The length of one as text.
pub const TEXT: usize = 43;

impl PublicKey {
    /// # Errors
    /// It is no base64url of 32 bytes.
    pub fn parse(text: &str) -> Result<PublicKey, Problem> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|it| it.try_into().ok());
        bytes.map(PublicKey).ok_or_else(|| Problem::invalid("body.key", "32 bytes in base64url."))
    }

    /// What two people compare, one at the desk and one at the centre: 40 bits, `ABCD-EFGH`.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let text = super::code::spelled(&Sha256::digest(self.0)[..5]);
        format!("{}-{}", &text[..4], &text[4..])
    }
}
