//! Text that only this service can have made and only it can read: places in lists, and times that were offered.
//!
//! Invariants: what was sealed for one purpose, one organization or one list opens for no other; the key is derived from
//! the one that tokens are signed with, so that every instance of the service opens what another has sealed.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use clinic_env::random_bytes;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const PURPOSE: &[u8] = b"agentcare-central seal 1";
const NONCE_BYTES: usize = 12;

pub struct Seal {
    cipher: Aes256Gcm,
}

impl Seal {
    #[must_use]
    pub fn of(secret: &[u8]) -> Seal {
        let key: [u8; 32] = Sha256::new().chain_update(PURPOSE).chain_update(secret).finalize().into();
        Seal { cipher: Aes256Gcm::new(&key.into()) }
    }

    /// `context` says what it is for; nobody can open it for anything else.
    ///
    /// # Panics
    /// Never: AES-GCM takes texts of any length that fits into memory.
    #[must_use]
    pub fn seal(&self, context: &[u8], content: &[u8]) -> String {
        let nonce: [u8; NONCE_BYTES] = random_bytes();
        let payload = Payload { msg: content, aad: context };
        let sealed = self.cipher.encrypt(&nonce.into(), payload).expect("the text fits into memory");
        let mut text = String::with_capacity(2 * (NONCE_BYTES + sealed.len()));
        for byte in nonce.iter().chain(&sealed) {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    /// None for what this service did not seal for this.
    #[must_use]
    pub fn open(&self, context: &[u8], text: &str) -> Option<Vec<u8>> {
        let bytes = unhex(text)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>()?;
        self.cipher.decrypt(&(*nonce).into(), Payload { msg: sealed, aad: context }).ok()
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|it| u8::try_from(it).ok());
    digits.chunks_exact(2).map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_purpose_and_with_its_key_alone() {
        let seal = Seal::of(b"key");
        let text = seal.seal(b"patients of A", b"after Ruiz");
        assert_eq!(seal.open(b"patients of A", &text).as_deref(), Some(&b"after Ruiz"[..]));
        assert_eq!(seal.open(b"patients of B", &text), None);
        assert_eq!(Seal::of(b"other").open(b"patients of A", &text), None);
        let mut bent = text.into_bytes();
        let last = bent.len() - 1;
        bent[last] = if bent[last] == b'0' { b'1' } else { b'0' };
        assert_eq!(seal.open(b"patients of A", &String::from_utf8(bent).unwrap()), None);
        assert_eq!(seal.open(b"patients of A", "nonsense"), None);
    }
}
