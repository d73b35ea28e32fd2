//! What only the holder of a key can have made and can read (AES-256-GCM): a random nonce, then the ciphertext. Places in
//! lists and times that were offered travel so as text; secrets and medical records lie so in the database.
//!
//! Invariants: what was sealed for one context opens for no other; nonces are random, and a key sees far fewer than 2^32.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use clinic_env::random_bytes;
use clinic_protocol::hex::hex_of;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const PURPOSE: &[u8] = b"agentcare-central seal 1";
const NONCE_BYTES: usize = 12;

/// A key; it does not print.
pub struct Seal(Zeroizing<[u8; 32]>);

impl Seal {
    #[must_use]
    pub fn with(key: Zeroizing<[u8; 32]>) -> Seal {
        Seal(key)
    }

    /// With a key that comes out of another secret, so that every instance which has that opens what another has sealed.
    #[must_use]
    pub fn of(secret: &[u8]) -> Seal {
        Seal::with(Zeroizing::new(Sha256::new().chain_update(PURPOSE).chain_update(secret).finalize().into()))
    }

    /// For who seals it with another key.
    #[must_use]
    pub fn key(&self) -> &[u8; 32] {
        &self.0
    }

    /// `context` says what it is for; nobody can open it for anything else.
    ///
    /// # Panics
    /// Never: AES-GCM takes what is shorter than 64 GiB.
    #[must_use]
    pub fn seal(&self, context: &[u8], content: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = random_bytes();
        let payload = Payload { msg: content, aad: context };
        let sealed = self.cipher().encrypt(&nonce.into(), payload).expect("the content fits into memory");
        [&nonce[..], &sealed].concat()
    }

    /// None for what was not sealed with this key for this.
    #[must_use]
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload { msg: sealed, aad: context };
        self.cipher().decrypt(&(*nonce).into(), payload).ok().map(Zeroizing::new)
    }

    /// The same in hexadecimal digits.
    #[must_use]
    pub fn seal_text(&self, context: &[u8], content: &[u8]) -> String {
        hex_of(&self.seal(context, content))
    }

    #[must_use]
    pub fn open_text(&self, context: &[u8], text: &str) -> Option<Zeroizing<Vec<u8>>> {
        self.open(context, &unhex(text)?)
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&*self.0).into())
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
        let text = seal.seal_text(b"patients of A", b"after Ruiz");
        assert_eq!(
            seal.open_text(b"patients of A", &text).as_deref().map(Vec::as_slice),
            Some(&b"after Ruiz"[..])
        );
        assert_eq!(seal.open_text(b"patients of B", &text), None);
        assert_eq!(Seal::of(b"other").open_text(b"patients of A", &text), None);
        let mut bent = text.into_bytes();
        let last = bent.len() - 1;
        bent[last] = if bent[last] == b'0' { b'1' } else { b'0' };
        assert_eq!(seal.open_text(b"patients of A", &String::from_utf8(bent).unwrap()), None);
        assert_eq!(seal.open_text(b"patients of A", "nonsense"), None);
    }
}
