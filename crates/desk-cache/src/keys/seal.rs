//! Two ways to lock something up: under a key that both sides have, and to a public key.
//!
//! Invariant: no key is ever used with the same nonce twice. A wrapping key gets a random nonce each time; a
//! sealing key comes from a key pair that was made for this one message, so its nonce can be constant.

use super::{derive, random, random_key};
use crate::{cipher::Key, error::CacheError};
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

/// AES-256-GCM under a key that both sides have.
#[derive(Clone)]
pub(crate) struct Wrapped {
    pub(crate) nonce: [u8; 12],
    pub(crate) ciphertext: Vec<u8>,
}

/// AES-256-GCM under a key agreed with the holder of a private key (X25519, HKDF-SHA256).
#[derive(Clone)]
pub(crate) struct Sealed {
    pub(crate) ephemeral: [u8; 32],
    pub(crate) ciphertext: Vec<u8>,
}

/// The private half of a slot's key pair.
pub(crate) struct PrivateKey(StaticSecret);

impl PrivateKey {
    pub(crate) fn random() -> Result<PrivateKey, CacheError> {
        Ok(PrivateKey::from_bytes(*random_key()?.expose()))
    }

    pub(crate) fn from_bytes(bytes: [u8; 32]) -> PrivateKey {
        PrivateKey(StaticSecret::from(bytes))
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    pub(crate) fn public(&self) -> [u8; 32] {
        PublicKey::from(&self.0).to_bytes()
    }
}

pub(crate) fn wrap(key: &Key, plain: &[u8], context: &[u8]) -> Result<Wrapped, CacheError> {
    let nonce = random()?;
    let ciphertext = encrypt(key, &nonce, plain, context)?;
    Ok(Wrapped { nonce, ciphertext })
}

/// `None` when the key or the context is another one, or the bytes were changed.
pub(crate) fn unwrap(key: &Key, wrapped: &Wrapped, context: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    decrypt(key, &wrapped.nonce, &wrapped.ciphertext, context)
}

pub(crate) fn seal(to: &[u8; 32], plain: &[u8], context: &[u8]) -> Result<Sealed, CacheError> {
    let once = PrivateKey::random()?;
    let key = agree(&once, to, &once.public(), to);
    let ciphertext = encrypt(&key, &[0; 12], plain, context)?;
    Ok(Sealed { ephemeral: once.public(), ciphertext })
}

pub(crate) fn unseal(private: &PrivateKey, sealed: &Sealed, context: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let key = agree(private, &sealed.ephemeral, &sealed.ephemeral, &private.public());
    decrypt(&key, &[0; 12], &sealed.ciphertext, context)
}

/// Both public keys go into the derivation: the agreed point alone does not name the two sides.
fn agree(mine: &PrivateKey, theirs: &[u8; 32], ephemeral: &[u8; 32], recipient: &[u8; 32]) -> Key {
    let shared = mine.0.diffie_hellman(&PublicKey::from(*theirs));
    derive(&[shared.as_bytes()], &[b"front-desk/v1/seal", ephemeral, recipient])
}

fn encrypt(key: &Key, nonce: &[u8; 12], plain: &[u8], context: &[u8]) -> Result<Vec<u8>, CacheError> {
    Aes256Gcm::new(key.expose().into())
        .encrypt(nonce.into(), Payload { msg: plain, aad: context })
        .map_err(|_| CacheError::Cipher { detail: "AES-256-GCM refused to encrypt".to_owned() })
}

fn decrypt(key: &Key, nonce: &[u8; 12], ciphertext: &[u8], context: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let payload = Payload { msg: ciphertext, aad: context };
    Aes256Gcm::new(key.expose().into()).decrypt(nonce.into(), payload).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_key_in_the_right_context_opens() {
        let (key, other) = (Key::from_bytes([1; 32]), Key::from_bytes([2; 32]));
        let wrapped = wrap(&key, b"plain", b"here").unwrap();
        assert_eq!(unwrap(&key, &wrapped, b"here").unwrap().as_slice(), b"plain");
        assert!(unwrap(&other, &wrapped, b"here").is_none());
        assert!(unwrap(&key, &wrapped, b"there").is_none());
    }

    #[test]
    fn only_the_holder_of_the_private_key_unseals() {
        let (mine, other) = (PrivateKey::random().unwrap(), PrivateKey::random().unwrap());
        let sealed = seal(&mine.public(), b"plain", b"here").unwrap();
        assert_eq!(unseal(&mine, &sealed, b"here").unwrap().as_slice(), b"plain");
        assert!(unseal(&other, &sealed, b"here").is_none());
        assert!(unseal(&mine, &sealed, b"there").is_none());
    }
}
