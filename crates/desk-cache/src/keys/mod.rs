//! Who can open the desk, and how the key gets from a password to the files.
//!
//! One random 256-bit desk key per data folder; the key of each file is derived from it. Nobody's password
//! encrypts it directly: every person (and the recovery code) has a key pair, the private half wrapped by what
//! that person knows, and the desk key is sealed to the public half. So a desk that is unlocked by one person can
//! change its key for all the others, and somebody who once saw the old key learns nothing about the new one.
//!
//! ```text
//! KEK    = HKDF-SHA256(device key from the keyring || Argon2id(password), info = purpose, desk, slot)
//! slot   = AES-256-GCM(KEK, private key, person)  +  desk key sealed to the public key (X25519, AES-256-GCM)
//! files  = HKDF-SHA256(desk key, info = purpose)
//! ```
//!
//! The tag of the slot is the sign-in check: there is no password hash beside it that would be cheaper to guess.

pub mod kdf;
pub mod keyring;
pub mod recovery;
pub(crate) mod seal;
pub(crate) mod slot;
pub(crate) mod slots;
pub(crate) mod tries;

use crate::{
    cipher::Key,
    error::{CacheError, Part},
};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// The root of one data folder's keys.
pub(crate) struct DeskKey(Key);

impl DeskKey {
    pub(crate) fn random() -> Result<DeskKey, CacheError> {
        random_key().map(DeskKey)
    }

    pub(crate) const fn from_key(key: Key) -> DeskKey {
        DeskKey(key)
    }

    pub(crate) const fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// The same key once more, for the moment in which two owners need it.
    pub(crate) const fn again(&self) -> DeskKey {
        DeskKey(Key::from_bytes(*self.expose()))
    }

    /// The raw key of the vault or the mirror.
    pub(crate) fn file(&self, part: Part) -> Key {
        let purpose: &[u8] = match part {
            Part::Mirror => b"front-desk/v1/mirror",
            _ => b"front-desk/v1/vault",
        };
        derive(&[self.expose()], &[purpose])
    }

    pub(crate) fn head(&self) -> Key {
        derive(&[self.expose()], &[b"front-desk/v1/head"])
    }

    pub(crate) fn backup(&self) -> Key {
        derive(&[self.expose()], &[b"front-desk/v1/backup"])
    }
}

/// HKDF-SHA256 (RFC 5869) without salt over the concatenated secrets.
pub(crate) fn derive(secrets: &[&[u8]], info: &[&[u8]]) -> Key {
    let mut material = Zeroizing::new(Vec::with_capacity(secrets.iter().map(|it| it.len()).sum()));
    for secret in secrets {
        material.extend_from_slice(secret);
    }
    let mut key = Zeroizing::new([0; 32]);
    // Expanding fails only beyond 255 blocks; this is one.
    let expanded = Hkdf::<Sha256>::new(None, &material).expand_multi_info(info, key.as_mut());
    debug_assert!(expanded.is_ok());
    Key::from_bytes(*key)
}

pub(crate) fn random_key() -> Result<Key, CacheError> {
    let mut bytes = Zeroizing::new([0; 32]);
    fill(bytes.as_mut())?;
    Ok(Key::from_bytes(*bytes))
}

/// From the operating system: keys, salts and nonces, never ids.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], CacheError> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

fn fill(bytes: &mut [u8]) -> Result<(), CacheError> {
    getrandom::fill(bytes).map_err(|error| CacheError::Io {
        what: "random bytes from the operating system".to_owned(),
        source: std::io::Error::other(error),
    })
}
